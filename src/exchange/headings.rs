//! Finds the headings of a table: under a title, over a row of units, and in two rows of which the upper is merged.

use super::table::{TableRow, squash};

/// In how many of the first rows headings are looked for.
pub(super) const HEADING_ROWS: usize = 20;

/// The units that may stand in a row of their own under the headings, or in a heading over several columns.
const UNITS: [&str; 7] = ["mm", "cm", "cm3", "ml", "mm3", "kg", "cc"];

/// A table with its headings told from its rows.
pub(super) struct Headed {
    pub(super) headings: TableRow,
    pub(super) rows: Vec<TableRow>,
    /// What stands above the headings: the line, and its cells joined.
    pub(super) passed_over: Vec<(usize, String)>,
}

/// Takes the headings off the rows; `None` when there are no rows.
///
/// The first row is taken unless fewer than two of its cells are understood and a later one tells more.
pub(super) fn find_headings(
    mut rows: Vec<TableRow>,
    merged_lines: &[usize],
    known: &impl Fn(&str) -> bool,
) -> Option<Headed> {
    let merged = |line: usize| merged_lines.contains(&line);
    let place = heading_place(&rows, &merged, known)?;
    let below = rows.split_off(place + 1);
    let mut headings = rows.pop()?;
    // A heading over several columns, and under it what each column is.
    let upper = if merged(headings.line) { None } else { rows.pop_if(|above| merged(above.line)) };
    if let Some(upper) = upper {
        headings.cells = joined(&upper.cells, &headings.cells, known);
    }
    let mut below = below.into_iter().peekable();
    if let Some(units) = below.next_if(is_row_of_units) {
        for (heading, unit) in headings.cells.iter_mut().zip(&units.cells) {
            *heading = with_unit(heading, unit, known).unwrap_or_else(|| std::mem::take(heading));
        }
    }
    let words = |row: TableRow| {
        let cells: Vec<&str> = row.cells.iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        (row.line, cells.join(" "))
    };
    Some(Headed { headings, rows: below.collect(), passed_over: rows.into_iter().map(words).collect() })
}

fn heading_place(rows: &[TableRow], merged: &impl Fn(usize) -> bool, known: &impl Fn(&str) -> bool) -> Option<usize> {
    let understood = |cells: &[String]| cells.iter().filter(|cell| known(cell)).count();
    let first = rows.first()?;
    let mut best = (0, understood(&first.cells));
    for (place, row) in rows.iter().enumerate().take(HEADING_ROWS).skip(1) {
        let above = rows.get(place - 1).filter(|above| merged(above.line) && !merged(row.line));
        let count = match above {
            Some(above) => understood(&joined(&above.cells, &row.cells, known)),
            None if best.1 >= 2 => continue,
            None => understood(&row.cells),
        };
        if count > best.1 && count >= 2 {
            best = (place, count);
        }
    }
    Some(best.0)
}

/// Two rows of headings as one: "Size (mm)" over "length" is "length (mm)".
fn joined(upper: &[String], lower: &[String], known: &impl Fn(&str) -> bool) -> Vec<String> {
    let cell = |cells: &[String], place: usize| cells.get(place).cloned().unwrap_or_default();
    let one = |place: usize| {
        let (upper, lower) = (cell(upper, place), cell(lower, place));
        if upper == lower || upper.is_empty() {
            return lower;
        }
        if lower.is_empty() {
            return upper;
        }
        let unit = unit_within(&upper).and_then(|unit| with_unit(&lower, unit, known));
        let candidates =
            [unit, Some(lower.clone()), Some(format!("{upper} {lower}")), Some(format!("{lower} {upper}"))];
        candidates.into_iter().flatten().find(|heading| known(heading)).unwrap_or(lower)
    };
    (0..upper.len().max(lower.len())).map(one).collect()
}

/// A heading with a unit that it does not name itself, where that is understood.
fn with_unit(heading: &str, unit: &str, known: &impl Fn(&str) -> bool) -> Option<String> {
    let unit = squash(unit);
    let combined = format!("{heading} ({unit})");
    (UNITS.contains(&unit.as_str()) && known(&combined)).then_some(combined)
}

/// The unit named in a heading over several columns.
fn unit_within(heading: &str) -> Option<&str> {
    heading.split(|c: char| !c.is_alphanumeric() && c != '³').find(|word| UNITS.contains(&squash(word).as_str()))
}

fn is_row_of_units(row: &TableRow) -> bool {
    let mut words = row.cells.iter().filter(|cell| !cell.is_empty()).peekable();
    words.peek().is_some() && words.all(|cell| UNITS.contains(&squash(cell).as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[&str]) -> Vec<TableRow> {
        let row = |(place, text): (usize, &&str)| TableRow {
            line: place + 1,
            cells: text.split('|').map(|cell| cell.trim().to_owned()).collect(),
        };
        texts.iter().enumerate().map(row).collect()
    }

    fn known(heading: &str) -> bool {
        ["date", "length", "lengthmm", "lengthcm", "width", "widthmm", "widthcm", "note"]
            .contains(&squash(heading).as_str())
    }

    fn headings(texts: &[&str], merged_lines: &[usize]) -> (Vec<String>, usize) {
        let found = find_headings(rows(texts), merged_lines, &known).unwrap();
        (found.headings.cells, found.rows.len())
    }

    #[test]
    fn headings_stand_under_a_title() {
        assert_eq!(headings(&["Bella | | ", "date | length mm", "2026-03-01 | 20"], &[]).0, ["date", "length mm"]);
        let found = find_headings(rows(&["Bella, sizes", "date | length mm", "x | 1"]), &[], &known).unwrap();
        assert_eq!(found.passed_over, [(1, "Bella, sizes".to_owned())]);
        // Nothing is understood: the first row stands, for the user to say what it means.
        assert_eq!(headings(&["Datum | L", "1 | 2", "3 | 4"], &[]), (vec!["Datum".to_owned(), "L".to_owned()], 2));
    }

    #[test]
    fn a_row_of_units_belongs_to_the_headings() {
        let (found, rows) = headings(&["date | length | width | note", " | cm | mm | ", "2026-03-01 | 2 | 14 | "], &[]);
        assert_eq!(found, ["date", "length (cm)", "width (mm)", "note"]);
        assert_eq!(rows, 1, "the row of units is no row of sizes");
    }

    #[test]
    fn a_heading_over_several_columns_gives_its_unit() {
        let (found, rows) =
            headings(&["date | Size in cm | Size in cm", "date | length | width", "2026-03-01 | 2 | 1"], &[1]);
        assert_eq!(found, ["date", "length (cm)", "width (cm)"]);
        assert_eq!(rows, 1);
    }
}
