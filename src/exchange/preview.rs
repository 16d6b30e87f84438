//! A table as it is shown before it is taken in: its headings with what they are taken to mean, and some of its rows.

use std::collections::BTreeSet;

use super::dates::{ExcelDates, InvalidDateText, read_date};
use super::problem::ImportError;
use super::sizes::{ReadOptions, is_sizes_heading};
use super::table::{Table, TableChoice, squash};
use super::workbook::{is_workbook, sheet_names};

/// How many rows are shown of any table.
const FIRST_ROWS: usize = 5;
/// The most rows that are shown beside the first, for the problems that name them.
const MOST_ASKED: usize = 1_000;

/// What a column can mean: our heading, and words for it.
pub const MEANINGS: [(&str, &str); 33] = [
    ("patient", "Patient"),
    ("date", "Date"),
    ("day", "Day from the therapy start"),
    ("lesion", "Lesion"),
    ("length_mm", "Length (mm)"),
    ("length_cm", "Length (cm)"),
    ("width_mm", "Width (mm)"),
    ("width_cm", "Width (cm)"),
    ("height_mm", "Height (mm)"),
    ("height_cm", "Height (cm)"),
    ("short_axis_mm", "Short axis (mm)"),
    ("short_axis_cm", "Short axis (cm)"),
    ("volume_cm3", "Volume (cm³)"),
    ("volume_mm3", "Volume (mm³)"),
    ("value", "Size, with its unit in another column"),
    ("unit", "Unit of the size"),
    ("measure", "What the size measures"),
    ("state", "State: absent, too small, …"),
    ("organ", "Organ"),
    ("kind", "Lymph node or not"),
    ("role", "Target, non-target or new"),
    ("method", "Method"),
    ("observer", "Measured by"),
    ("note", "Note"),
    ("pain", "Pain (0–4)"),
    ("lethargy", "Lethargy (0–4)"),
    ("appetite", "Appetite (0–4)"),
    ("overall", "Overall: better, same, worse"),
    ("performance", "Performance (0–3)"),
    ("weight_kg", "Weight (kg)"),
    ("non_target", "Non-target lesions"),
    ("new_lesion_search", "Search for new lesions"),
    ("visit_note", "Note of the visit"),
];

/// Parts of headings in other words and languages, with what they mean; of a length, without its unit.
const GUESSES: [(&[&str], &str); 10] = [
    (&["datum", "date", "fecha", "visitdate", "untersuchung"], "date"),
    (&["hund", "tier", "dog", "pet", "animal", "patient", "name"], "patient"),
    (&["lasion", "läsion", "lesion", "tumor", "tumour", "mass", "node", "knoten"], "lesion"),
    (
        &["länge", "laenge", "longest", "diameter", "durchmesser", "longueur", "largo", "size", "größe", "groesse"],
        "length",
    ),
    (&["breite", "largeur", "ancho", "perp"], "width"),
    (&["höhe", "hoehe", "tiefe", "depth", "hauteur"], "height"),
    (&["vol"], "volume"),
    (&["gewicht", "weight", "poids"], "weight_kg"),
    (&["untersucher", "measuredby", "radiologist", "observer"], "observer"),
    (&["bemerkung", "comment", "remark", "notiz"], "note"),
];

/// One column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewColumn {
    /// Its heading as written.
    pub heading: String,
    /// Our heading for what it means; `None` when it is kept as notes.
    pub meaning: Option<String>,
    /// The meaning is a guess that nobody has confirmed.
    pub guessed: bool,
}

/// One row as it stands in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PreviewRow {
    /// Its line, counted from 1.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// A table before it is taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePreview {
    /// The sheets of a workbook; none for text.
    pub sheets: Vec<String>,
    /// The columns.
    pub columns: Vec<PreviewColumn>,
    /// The first rows.
    pub first: Vec<PreviewRow>,
    /// The rows that were asked for.
    pub asked: Vec<PreviewRow>,
    /// Some date can be read in two ways.
    pub ambiguous_dates: bool,
}

impl TablePreview {
    /// What tells tables of one form: their headings, without regard to case and punctuation.
    pub fn signature(&self) -> String {
        let headings: Vec<String> = self.columns.iter().map(|column| squash(&column.heading)).collect();
        headings.join("|")
    }

    /// Whether every column is understood without a guess.
    pub fn is_understood(&self) -> bool {
        self.columns.iter().all(|column| column.meaning.is_some() && !column.guessed)
    }
}

/// Looks at a table; `lines` are shown beside its first rows.
///
/// # Errors
/// [`ImportError`] when the bytes are no table.
pub fn preview(
    bytes: &[u8],
    name: &str,
    options: &ReadOptions,
    lines: &BTreeSet<usize>,
) -> Result<TablePreview, ImportError> {
    let choice = TableChoice { sheet: options.sheet.as_deref(), mapping: Some(&options.mapping) };
    let table = Table::read(bytes, name, choice, is_sizes_heading)?;
    let sheets = if is_workbook(bytes) { sheet_names(bytes, name)? } else { Vec::new() };
    let mut columns: Vec<PreviewColumn> = Vec::new();
    for (heading, meaning) in table.headings.cells.iter().zip(&table.meanings) {
        let known = meaning.clone().filter(|meaning| is_sizes_heading(meaning));
        columns.push(PreviewColumn { heading: heading.clone(), meaning: known, guessed: false });
    }
    guess(&mut columns, &table);
    let shown = |row: &super::table::TableRow| PreviewRow { line: row.line, cells: row.cells.clone() };
    let ambiguous = |cell: &String| {
        matches!(read_date(cell, options.date_order, ExcelDates::From1900), Err(InvalidDateText::Ambiguous { .. }))
    };
    let dates = columns.iter().position(|column| column.meaning.as_deref().is_some_and(|own| squash(own) == "date"));
    let ambiguous_dates =
        dates.is_some_and(|place| table.rows.iter().any(|row| row.cells.get(place).is_some_and(ambiguous)));
    Ok(TablePreview {
        sheets,
        columns,
        first: table.rows.iter().take(FIRST_ROWS).map(shown).collect(),
        asked: table.rows.iter().filter(|row| lines.contains(&row.line)).take(MOST_ASKED).map(shown).collect(),
        ambiguous_dates,
    })
}

/// Gives columns that are not understood a meaning, each meaning once: by their words, and a date by its cells.
fn guess(columns: &mut [PreviewColumn], table: &Table) {
    let is_taken = |columns: &[PreviewColumn], meaning: &str| {
        columns.iter().any(|own| own.meaning.as_deref().is_some_and(|own| squash(own) == squash(meaning)))
    };
    let chosen = |place: usize| table.meanings.get(place).is_some_and(Option::is_none);
    for place in 0..columns.len() {
        let Some(heading) = columns.get(place).filter(|own| own.meaning.is_none()).map(|own| squash(&own.heading))
        else {
            continue;
        };
        if chosen(place) {
            continue;
        }
        let found = GUESSES
            .iter()
            .find(|(words, _)| words.iter().any(|word| heading.contains(word)))
            .map(|(_, meaning)| with_unit(meaning, &heading))
            .filter(|meaning| !is_taken(columns, meaning));
        if let (Some(meaning), Some(column)) = (found, columns.get_mut(place)) {
            column.meaning = Some(meaning);
            column.guessed = true;
        }
    }
    if is_taken(columns, "date") || is_taken(columns, "day") {
        return;
    }
    let is_date = |cell: &str| match read_date(cell, None, ExcelDates::From1900) {
        Ok(read) => !read.serial,
        Err(reason) => matches!(reason, InvalidDateText::Ambiguous { .. }),
    };
    for (place, column) in columns.iter_mut().enumerate().filter(|(_, column)| column.meaning.is_none()) {
        let mut cells =
            table.rows.iter().take(20).filter_map(|row| row.cells.get(place)).filter(|cell| !cell.is_empty());
        if cells.next().is_some_and(|first| is_date(first)) && cells.all(|cell| is_date(cell)) {
            column.meaning = Some("date".to_owned());
            column.guessed = true;
            return;
        }
    }
}

/// A guessed length or volume with the unit that its heading names, millimeters and cubic centimeters otherwise.
fn with_unit(meaning: &str, heading: &str) -> String {
    match meaning {
        "length" | "width" | "height" if heading.ends_with("cm") => format!("{meaning}_cm"),
        "length" | "width" | "height" => format!("{meaning}_mm"),
        "volume" if heading.ends_with("mm3") => "volume_mm3".to_owned(),
        "volume" => "volume_cm3".to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meanings(table: &str) -> Vec<(Option<String>, bool)> {
        let shown = preview(table.as_bytes(), "t", &ReadOptions::default(), &BTreeSet::new()).unwrap();
        shown.columns.into_iter().map(|column| (column.meaning, column.guessed)).collect()
    }

    #[test]
    fn headings_in_other_words_are_guessed() {
        let guessed = |meaning: &str| (Some(meaning.to_owned()), true);
        assert_eq!(
            meanings("Hund;Datum;Länge (cm);Breite;Bemerkung;Farbe\nBella;12.3.2026;3,1;20;ok;braun\n"),
            [
                guessed("patient"),
                guessed("date"),
                guessed("length_cm"),
                guessed("width_mm"),
                guessed("note"),
                (None, false)
            ]
        );
    }

    #[test]
    fn a_date_is_told_by_its_cells_and_a_meaning_is_given_once() {
        let found = meanings("when,length_mm,size\n2026-03-01,20,big\n2026-04-01,21,small\n");
        assert_eq!(found[0], (Some("date".to_owned()), true));
        assert_eq!(found[1], (Some("length_mm".to_owned()), false));
        assert_eq!(found[2], (None, false), "the length is known already");
    }

    #[test]
    fn every_meaning_is_a_heading_of_ours() {
        for (heading, _) in MEANINGS {
            assert!(is_sizes_heading(heading), "{heading}");
        }
    }

    #[test]
    fn rows_that_problems_name_are_shown() {
        let table = "day,length_mm\n0,20\n7,abc\n14,22\n";
        let shown = preview(table.as_bytes(), "t", &ReadOptions::default(), &BTreeSet::from([3])).unwrap();
        assert_eq!(shown.asked, [PreviewRow { line: 3, cells: vec!["7".to_owned(), "abc".to_owned()] }]);
        assert_eq!(shown.signature(), "day|lengthmm");
        assert!(shown.is_understood(), "nothing is guessed");
    }
}
