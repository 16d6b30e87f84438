//! Several size cells at once: a block chosen in the table, copied out, filled, cleared, or pasted from a spreadsheet.

use jiff::civil::Date;

use super::dates::read_visit_date;
use crate::domain::{Case, LesionId, TimeBase, finding_text, read_finding};
use crate::exchange::{DateOrder, escaped, read_date, unescaped};

/// A size cell: its visit and its lesion.
pub type Cell = (Date, LesionId);

/// A rectangle of size cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellBlock {
    /// The corner it was begun at, where the cursor is.
    pub anchor: Cell,
    /// The corner opposite.
    pub head: Cell,
}

/// Which way a fill goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fill {
    /// From the first row to those below; a single row takes from the visit above it.
    Down,
    /// From the first column to those at its right; a single column takes from the lesion left of it.
    Right,
}

/// A text for a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellText {
    /// The visit.
    pub date: Date,
    /// The lesion.
    pub lesion: LesionId,
    /// The text, as if typed; empty clears.
    pub text: String,
}

impl CellBlock {
    /// A block of one cell.
    pub const fn of(cell: Cell) -> Self {
        Self { anchor: cell, head: cell }
    }

    /// Whether it is one cell only.
    pub fn is_single(&self) -> bool {
        self.anchor == self.head
    }

    /// Whether a cell is inside.
    pub fn contains(&self, case: &Case, cell: Cell) -> bool {
        let Some((rows, columns)) = self.places(case) else { return false };
        place_of(case, cell)
            .is_some_and(|(row, column)| (rows.0..=rows.1).contains(&row) && (columns.0..=columns.1).contains(&column))
    }

    /// Its cells by row, from the top left; empty when one of its corners is gone.
    pub fn rows(&self, case: &Case) -> Vec<Vec<Cell>> {
        let Some((rows, columns)) = self.places(case) else { return Vec::new() };
        let visits = case.visits().iter().skip(rows.0).take(rows.1 - rows.0 + 1);
        visits
            .map(|visit| {
                let lesions = case.lesions().iter().skip(columns.0).take(columns.1 - columns.0 + 1);
                lesions.map(|lesion| (visit.date, lesion.id)).collect()
            })
            .collect()
    }

    /// The block with its head moved by so many rows and columns, kept inside the table.
    #[must_use]
    pub fn extended(&self, case: &Case, rows: isize, columns: isize) -> Self {
        let head = neighbor(case, self.head, rows, columns).unwrap_or(self.head);
        Self { head, ..*self }
    }

    fn places(&self, case: &Case) -> Option<((usize, usize), (usize, usize))> {
        let (first, second) = (place_of(case, self.anchor)?, place_of(case, self.head)?);
        Some(((first.0.min(second.0), first.0.max(second.0)), (first.1.min(second.1), first.1.max(second.1))))
    }
}

/// The cell so many rows and columns away, if there is one.
pub fn neighbor(case: &Case, cell: Cell, rows: isize, columns: isize) -> Option<Cell> {
    let (row, column) = place_of(case, cell)?;
    let visit = case.visits().get(row.checked_add_signed(rows)?)?;
    let lesion = case.lesions().get(column.checked_add_signed(columns)?)?;
    Some((visit.date, lesion.id))
}

fn place_of(case: &Case, (date, lesion): Cell) -> Option<(usize, usize)> {
    let row = case.visits().iter().position(|visit| visit.date == date)?;
    let column = case.lesions().iter().position(|own| own.id == lesion)?;
    Some((row, column))
}

fn shown(case: &Case, (date, lesion): Cell) -> String {
    let own = case.visit(date).and_then(|visit| visit.measurements.get(&lesion));
    own.map_or_else(String::new, |own| finding_text(case, &own.finding))
}

/// The block as tab-separated text, a line a visit, as spreadsheets take it.
pub fn copied(case: &Case, block: &CellBlock) -> String {
    let rows = block.rows(case);
    let lines = rows.iter().map(|row| row.iter().map(|&cell| shown(case, cell)).collect::<Vec<_>>().join("\t"));
    lines.collect::<Vec<_>>().join("\n")
}

/// The whole table with its headings and ISO dates, tab-separated; a name that a spreadsheet would run is made safe.
pub fn copied_table(case: &Case) -> String {
    let names = case.lesions().iter().map(|lesion| escaped(&lesion.name.replace(['\t', '\n', '\r'], " ")).into_owned());
    let mut lines = vec![std::iter::once("Visit".to_owned()).chain(names).collect::<Vec<_>>().join("\t")];
    for visit in case.visits() {
        let day = match case.time_base {
            TimeBase::Calendar => visit.date.to_string(),
            TimeBase::DaysOnly => format!("day {}", case.day_of(visit.date)),
        };
        let sizes = case.lesions().iter().map(|lesion| shown(case, (visit.date, lesion.id)));
        lines.push(std::iter::once(day).chain(sizes).collect::<Vec<_>>().join("\t"));
    }
    lines.join("\n")
}

/// What a fill types into which cells; empty where there is nothing to take from.
pub fn filled(case: &Case, block: &CellBlock, fill: Fill) -> Vec<CellText> {
    let rows = block.rows(case);
    let single = match fill {
        Fill::Down => rows.len() == 1,
        Fill::Right => rows.first().is_some_and(|row| row.len() == 1),
    };
    let mut texts = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        for (column, &cell) in row.iter().enumerate() {
            let source = match (fill, single) {
                (Fill::Down, true) => neighbor(case, cell, -1, 0),
                (Fill::Right, true) => neighbor(case, cell, 0, -1),
                (Fill::Down, false) if place > 0 => rows.first().and_then(|first| first.get(column)).copied(),
                (Fill::Right, false) if column > 0 => row.first().copied(),
                _ => None,
            };
            let Some(source) = source else { continue };
            texts.push(CellText { date: cell.0, lesion: cell.1, text: shown(case, source) });
        }
    }
    texts
}

/// What clearing the block types into it.
pub fn cleared(case: &Case, block: &CellBlock) -> Vec<CellText> {
    let cells = block.rows(case).into_iter().flatten();
    cells.map(|(date, lesion)| CellText { date, lesion, text: String::new() }).collect()
}

/// What a pasted block says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// Sizes that read.
    pub cells: Vec<CellText>,
    /// Texts that do not; kept where they fell, marked, not saved.
    pub unread: Vec<CellText>,
    /// How many visits it adds.
    pub new_visits: usize,
}

/// Lays a tab-separated block over the table.
///
/// A block whose first column holds dates goes to those visits, which are added where they are not there yet; its
/// other columns go to the lesions named in its heading, or in their order. Any other block begins at the cell `at`.
/// Empty cells leave what is there.
///
/// # Errors
/// A sentence that says what does not fit and what to do.
pub fn pasted(case: &Case, at: Option<Cell>, text: &str, today: Date) -> Result<Pasted, String> {
    let mut rows: Vec<Vec<&str>> = text
        .lines()
        .map(|line| line.split('\t').map(str::trim).collect::<Vec<_>>())
        .filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .collect();
    let heading = heading_of(&rows);
    if heading.is_some() {
        rows.remove(0);
    }
    let dates: Option<Vec<Date>> = rows.iter().map(|row| date_of(row.first()?, case, today)).collect();
    let mut pasted = Pasted::default();
    if let Some(dates) = dates.filter(|dates| !dates.is_empty()) {
        let columns = columns_of(case, heading.as_deref(), rows.iter().map(Vec::len).max().unwrap_or(0))?;
        for (date, row) in dates.iter().zip(&rows) {
            pasted.new_visits += usize::from(case.visit(*date).is_none());
            for (lesion, text) in columns.iter().zip(row.iter().skip(1)) {
                if let Some(lesion) = lesion {
                    take(case, (*date, *lesion), text, &mut pasted);
                }
            }
        }
        return Ok(pasted);
    }
    if let Some(reason) = two_ways(case, &rows) {
        return Err(reason);
    }
    let at = at.ok_or("Choose the size cell the block begins at, then paste")?;
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate() {
            let (down, right) = (row.cast_signed(), column.cast_signed());
            let cell = neighbor(case, at, down, right).ok_or_else(|| too_large(case, at, &rows))?;
            take(case, cell, text, &mut pasted);
        }
    }
    Ok(pasted)
}

fn take(case: &Case, (date, lesion): Cell, text: &str, pasted: &mut Pasted) {
    if text.is_empty() || matches!(text, "-" | "–" | "—") {
        return;
    }
    let cell = CellText { date, lesion, text: text.to_owned() };
    if read_finding(case, lesion, text).is_ok() { pasted.cells.push(cell) } else { pasted.unread.push(cell) }
}

/// The first row, when it names the columns of a table with dates.
fn heading_of(rows: &[Vec<&str>]) -> Option<Vec<String>> {
    let first = rows.first()?;
    let word = first.first()?.to_lowercase();
    let names_time = ["visit", "date", "day", "visit date"].contains(&word.as_str());
    (names_time && rows.len() > 1).then(|| first.iter().map(|cell| (*cell).to_owned()).collect())
}

/// A date in the first column; a bare number is a size, and "+28" would count from a visit not meant.
fn date_of(text: &str, case: &Case, today: Date) -> Option<Date> {
    let is_number = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '+'));
    if text.is_empty() || is_number || text.starts_with('+') {
        return None;
    }
    read_visit_date(text, case, None, today).ok()
}

/// Says which dates of the first column can be read two ways, where some can.
fn two_ways(case: &Case, rows: &[Vec<&str>]) -> Option<String> {
    let reads = |text: &str, order| read_date(text, order).ok();
    let has_year = |text: &str| text.rsplit(['/', '.', '-']).next().is_some_and(|year| year.trim().len() == 4);
    let mut found = rows.iter().filter_map(|row| row.first()).filter(|text| {
        let both = (reads(text, Some(DateOrder::DayFirst)), reads(text, Some(DateOrder::MonthFirst)));
        has_year(text) && reads(text, None).is_none() && both.0.is_some() && both.1.is_some()
    });
    let first = found.next().filter(|_| case.time_base == TimeBase::Calendar)?;
    let reason = read_date(first, None).err()?;
    let others = match found.count() {
        0 => String::new(),
        1 => " and another date".to_owned(),
        many => format!(" and {many} other dates"),
    };
    Some(format!("“{first}”{others} can be read two ways: {reason}, or 2026-03-12, and paste again"))
}

/// The lesion of each column after the dates; `None` for a column that holds no sizes, such as the sum.
fn columns_of(case: &Case, heading: Option<&[String]>, width: usize) -> Result<Vec<Option<LesionId>>, String> {
    let Some(heading) = heading else {
        let known = case.lesions().len();
        if width > known + 1 {
            return Err(format!(
                "The block has {} columns of sizes and the case {known} lesions; add the lesions first, or paste a heading with their names",
                width - 1
            ));
        }
        return Ok(case.lesions().iter().map(|lesion| Some(lesion.id)).collect());
    };
    heading
        .iter()
        .skip(1)
        .map(|cell| {
            let name = unescaped(cell);
            let same = |own: &str| own.trim().to_lowercase() == name.to_lowercase();
            let bare = name.trim_end_matches(" mm SA").trim_end_matches(" mm");
            let found = case.lesions().iter().find(|lesion| same(&lesion.name) || lesion.name == bare);
            match found {
                Some(lesion) => Ok(Some(lesion.id)),
                None if name.is_empty() || ["sum", "by"].contains(&name.to_lowercase().as_str()) => Ok(None),
                None => Err(format!("There is no lesion named “{name}”; add it, or name the column as the lesion is")),
            }
        })
        .collect()
}

fn too_large(case: &Case, at: Cell, rows: &[Vec<&str>]) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let (row, column) = place_of(case, at).unwrap_or_default();
    format!(
        "The block is {} visits by {width} lesions; from this cell there are {} by {}. Add what is missing, or put the \
         date of each visit in the first column",
        rows.len(),
        case.visits().len() - row.min(case.visits().len()),
        case.lesions().len() - column.min(case.lesions().len()),
    )
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::app::edit::{Edit, apply};
    use crate::domain::{Lesion, Visit};

    const TODAY: Date = date(2026, 6, 1);

    fn case() -> Case {
        let mut case = Case::default();
        for (id, name) in [(0, "Gingiva"), (1, "Lung")] {
            case.add_lesion(Lesion::target(LesionId(id), name)).unwrap();
        }
        for day in [date(2026, 3, 10), date(2026, 4, 2), date(2026, 4, 23)] {
            case.add_visit(Visit::on(day)).unwrap();
        }
        let texts = [(0, 0, "28 x 24"), (1, 0, "31"), (0, 1, "12")];
        for (row, lesion, text) in texts {
            let day = case.visits()[row].date;
            let edit = Edit::SetSize { date: day, lesion: LesionId(lesion), text: text.to_owned() };
            case = apply(&case, edit).unwrap().0;
        }
        case
    }

    fn cell(case: &Case, row: usize, lesion: u32) -> Cell {
        (case.visits()[row].date, LesionId(lesion))
    }

    fn texts(cells: &[CellText]) -> Vec<(String, u32, &str)> {
        cells.iter().map(|cell| (cell.date.to_string(), cell.lesion.0, cell.text.as_str())).collect()
    }

    #[test]
    fn what_is_copied_pastes_back_the_same() {
        let case = case();
        let block = CellBlock { anchor: cell(&case, 1, 1), head: cell(&case, 0, 0) };
        assert_eq!(copied(&case, &block), "28 × 24\t12\n31\t");
        let back = pasted(&case, Some(cell(&case, 0, 0)), &copied(&case, &block), TODAY).unwrap();
        let own = (case.visits()[0].date.to_string(), case.visits()[1].date.to_string());
        assert_eq!(
            texts(&back.cells),
            [(own.0.clone(), 0, "28 × 24"), (own.0, 1, "12"), (own.1, 0, "31")],
            "the empty cell leaves what is there"
        );
        let table = pasted(&case, None, &copied_table(&case), TODAY).unwrap();
        assert_eq!(table.cells.len(), 3, "the whole table names its own visits and lesions");
        assert_eq!(table.new_visits, 0);
    }

    #[test]
    fn a_name_that_looks_like_a_formula_is_copied_safe_and_pasted_back() {
        let mut case = case();
        case.update_lesion(Lesion::target(LesionId(1), "=HYPERLINK(1)")).unwrap();
        let copied = copied_table(&case);
        assert!(copied.starts_with("Visit\tGingiva\t'=HYPERLINK(1)\n"), "{copied}");
        assert_eq!(pasted(&case, None, &copied, TODAY).unwrap().cells.len(), 3);
    }

    #[test]
    fn a_block_with_dates_adds_its_visits() {
        let block = "21 May 2026\t35 x 29\t11\n2026-06-01\t30\tabc";
        let read = pasted(&case(), None, block, TODAY).unwrap();
        assert_eq!(read.new_visits, 2);
        assert_eq!(
            texts(&read.cells),
            [
                ("2026-05-21".to_owned(), 0, "35 x 29"),
                ("2026-05-21".to_owned(), 1, "11"),
                ("2026-06-01".to_owned(), 0, "30")
            ]
        );
        assert_eq!(texts(&read.unread), [("2026-06-01".to_owned(), 1, "abc")], "kept, marked");
    }

    #[test]
    fn columns_go_to_the_lesions_their_heading_names() {
        let read = pasted(&case(), None, "Date\tlung\tSum\tGingiva mm\n21 May 2026\t9\t45\t36", TODAY).unwrap();
        assert_eq!(texts(&read.cells), [("2026-05-21".to_owned(), 1, "9"), ("2026-05-21".to_owned(), 0, "36")]);
        let unknown = pasted(&case(), None, "Date\tliver\n21 May 2026\t9", TODAY).unwrap_err();
        assert!(unknown.contains("“liver”"), "{unknown}");
    }

    #[test]
    fn a_block_that_does_not_fit_says_how_much_room_there_is() {
        let case = case();
        let refused = pasted(&case, Some(cell(&case, 2, 0)), "1\t2\n3\t4", TODAY).unwrap_err();
        assert!(
            refused.starts_with("The block is 2 visits by 2 lesions; from this cell there are 1 by 2."),
            "{refused}"
        );
        assert!(pasted(&case, None, "1\t2", TODAY).is_err(), "no cell to begin at");
        let wide = pasted(&case, None, "21 May 2026\t1\t2\t3", TODAY).unwrap_err();
        assert!(wide.contains("3 columns of sizes and the case 2 lesions"), "{wide}");
    }

    #[test]
    fn fills_take_from_the_first_row_or_column_or_from_the_neighbor() {
        let case = case();
        let column = CellBlock { anchor: cell(&case, 0, 0), head: cell(&case, 2, 0) };
        let down = filled(&case, &column, Fill::Down);
        assert_eq!(down.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>(), ["28 × 24", "28 × 24"]);
        let single = filled(&case, &CellBlock::of(cell(&case, 2, 0)), Fill::Down);
        assert_eq!(single.first().map(|cell| cell.text.as_str()), Some("31"));
        let across = filled(&case, &CellBlock::of(cell(&case, 1, 1)), Fill::Right);
        assert_eq!(across.first().map(|cell| cell.text.as_str()), Some("31"));
        assert!(filled(&case, &CellBlock::of(cell(&case, 0, 0)), Fill::Down).is_empty(), "nothing above");
    }

    #[test]
    fn a_block_grows_no_further_than_the_table() {
        let case = case();
        let block = CellBlock::of(cell(&case, 1, 0)).extended(&case, 1, 1).extended(&case, 1, 0);
        assert_eq!(block.head, cell(&case, 2, 1));
        assert!(block.contains(&case, cell(&case, 1, 1)));
        assert!(!block.contains(&case, cell(&case, 0, 0)));
    }
}
