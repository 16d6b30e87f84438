//! The tables of a report: lesions, sizes, criteria by visit, signs, and what else happened.

use super::grid::{Cell, Column, Grid};
use super::sheet::Sheet;
use crate::criteria::{Burden, CriteriaRow, IrecistState, Overall, Percent};
use crate::domain::{DAYS_PER_WEEK, Lesion, LesionKind, Role, Signs, Visit, finding_text};
use crate::series::Basis;

/// Lesions side by side in one table of sizes; more go into another below it.
const LESIONS_A_TABLE: usize = 6;

/// Every table with its heading; an empty one has no rows.
pub(super) fn of(sheet: &Sheet<'_>) -> Vec<(String, Grid)> {
    let mut tables = vec![("Lesions".to_owned(), lesions(sheet))];
    let all = sheet.case.lesions();
    let groups = all.chunks(LESIONS_A_TABLE);
    let count = groups.len();
    for (place, group) in groups.enumerate() {
        let head = if count > 1 { format!("Sizes, {} of {count}", place + 1) } else { "Sizes".to_owned() };
        tables.push((head, sizes(sheet, group)));
    }
    tables.push(("Criteria by visit".to_owned(), criteria(sheet)));
    tables.push(("Clinical signs".to_owned(), signs(sheet)));
    tables.push(("Doses and other events".to_owned(), events(sheet)));
    tables.retain(|(_, grid)| !grid.rows.is_empty());
    tables.into_iter().map(|(head, grid)| (head, grid.without_empty_columns())).collect()
}

fn lesions(sheet: &Sheet<'_>) -> Grid {
    let columns = ["Lesion", "Organ", "Kind", "Role"].map(Column::left).to_vec();
    let row = |lesion: &Lesion| {
        let kind = match lesion.kind {
            LesionKind::NonNodal => "non-nodal: longest diameter counts",
            LesionKind::Nodal => "node: short axis counts",
        };
        let role = match lesion.role {
            Role::Target => "target",
            Role::NonTarget => "non-target",
            Role::New => "new",
        };
        vec![Cell::strong(lesion.name.clone()), Cell::new(lesion.organ.0.clone()), Cell::new(kind), Cell::new(role)]
    };
    Grid { columns, rows: sheet.case.lesions().iter().map(row).collect() }
}

/// The visit's date and week, which begin each row of a table by visit.
fn visit_cells(sheet: &Sheet<'_>, visit: &Visit) -> Vec<Cell> {
    let week = sheet.case.therapy.start.map(|_| sheet.case.day_of(visit.date).div_euclid(DAYS_PER_WEEK));
    let week = week.map(|week| week.to_string().replace('-', "−"));
    vec![Cell::strong(sheet.when(visit.date)), Cell::soft(week.unwrap_or_default())]
}

fn visit_columns() -> Vec<Column> {
    vec![Column { whole: true, ..Column::left("Visit") }, Column { whole: true, ..Column::right("Week") }]
}

fn sizes(sheet: &Sheet<'_>, group: &[Lesion]) -> Grid {
    let mut columns = visit_columns();
    columns.extend(group.iter().map(|lesion| Column::left(format!("{}, mm", lesion.name))));
    columns.push(Column::left("How, by whom"));
    let rows = sheet.case.visits().iter().map(|visit| {
        let mut cells = visit_cells(sheet, visit);
        for lesion in group {
            let made = visit.measurements.get(&lesion.id);
            cells.push(Cell::new(made.map_or_else(|| "–".to_owned(), |made| finding_text(&sheet.case, &made.finding))));
        }
        let mut how: Vec<String> = Vec::new();
        for made in group.iter().filter_map(|lesion| visit.measurements.get(&lesion.id)) {
            let method = made.method.map_or("", crate::domain::Method::words);
            let parts = [method, made.observer.trim()].into_iter().filter(|part| !part.is_empty());
            let words = parts.collect::<Vec<_>>().join(", ");
            if !words.is_empty() && !how.contains(&words) {
                how.push(words);
            }
        }
        cells.push(Cell::soft(how.join("; ")));
        cells
    });
    Grid { columns, rows: rows.collect() }
}

fn criteria(sheet: &Sheet<'_>) -> Grid {
    let table = &sheet.assessment.criteria;
    let by_volume = table.basis == Basis::Volumes;
    let name = |criterion: &str| if by_volume { format!("{criterion}, by volume") } else { criterion.to_owned() };
    let mut columns = visit_columns();
    columns.push(Column::right(if by_volume { "Volume" } else { "Sum of diameters" }));
    columns.extend(["% from baseline", "% from nadir"].map(Column::right));
    let with_recist = table.rows.iter().any(|row| row.recist11.is_some());
    let with_irrc = table.rows.iter().any(|row| row.irrc.is_some());
    columns.push(Column::left("Targets"));
    columns.extend(with_recist.then(|| Column::left("RECIST 1.1")));
    columns.extend([Column::left(name("cRECIST")), Column::left(name("iRECIST"))]);
    columns.extend(with_irrc.then(|| Column::left("irRC")));
    let width = columns.len();
    let burden = |burden: Option<Burden>| Cell::new(burden.map_or_else(|| "–".to_owned(), |own| own.to_string()));
    let visit = |date| sheet.case.visit(date);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    if let Some(own) = table.baseline_date.and_then(visit) {
        let mut cells = visit_cells(sheet, own);
        cells.push(burden(table.baseline));
        cells.push(Cell::soft("baseline"));
        cells.resize(width, Cell::default());
        rows.push(cells);
    }
    for row in &table.rows {
        let Some(own) = visit(row.date) else { continue };
        let mut cells = visit_cells(sheet, own);
        cells.push(burden(row.burden));
        cells.extend([row.pct_from_baseline, row.pct_from_nadir].map(|own| Cell::new(percent(own))));
        cells.push(Cell::soft(row.target_response.to_string()));
        if with_recist {
            cells.push(overall(row.recist11));
        }
        cells.push(overall(Some(row.crecist)));
        cells.push(irecist(row));
        if with_irrc {
            cells.push(Cell::new(row.irrc.map_or_else(|| "–".to_owned(), |own| own.to_string())));
        }
        rows.push(cells);
    }
    Grid { columns, rows }
}

fn overall(own: Option<Overall>) -> Cell {
    let words = own.map_or_else(|| "–".to_owned(), |own| own.to_string());
    if own == Some(Overall::Pd) { Cell::strong(words) } else { Cell::new(words) }
}

fn irecist(row: &CriteriaRow) -> Cell {
    let words = row.irecist.state.to_string();
    if matches!(row.irecist.state, IrecistState::IUpd | IrecistState::ICpd) {
        Cell::strong(words)
    } else {
        Cell::new(words)
    }
}

/// "+22.2", "−26.7", "0.0".
fn percent(own: Option<Percent>) -> String {
    let Some(Percent(tenths)) = own else { return "–".to_owned() };
    let sign = match tenths {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    format!("{sign}{}", Percent(tenths.abs()))
}

/// What was recorded beside the sizes, one row a visit that has any.
fn signs(sheet: &Sheet<'_>) -> Grid {
    let mut columns = visit_columns();
    columns.extend(["Pain", "Lethargy", "Appetite"].map(Column::right));
    columns.push(Column::right("Weight, kg"));
    columns.push(Column::left("Note"));
    let grade = |own: Option<crate::domain::Grade>| own.map_or_else(|| "–".to_owned(), |own| own.get().to_string());
    let rows = sheet.case.visits().iter().filter_map(|visit| {
        let Signs { pain, lethargy, appetite, weight, .. } = &visit.signs;
        let kilograms = weight.map_or_else(|| "–".to_owned(), |own| trimmed(own.kg()));
        let recorded = pain.is_some() || lethargy.is_some() || appetite.is_some() || weight.is_some();
        if !recorded && visit.note.trim().is_empty() {
            return None;
        }
        let mut cells = visit_cells(sheet, visit);
        cells.extend([*pain, *lethargy, *appetite].map(|own| Cell::new(grade(own))));
        cells.push(Cell::new(kilograms));
        cells.push(Cell::soft(visit.note.trim()));
        Some(cells)
    });
    Grid { columns, rows: rows.collect() }
}

/// A weight with at most one decimal.
fn trimmed(kilograms: f64) -> String {
    let text = format!("{kilograms:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

fn events(sheet: &Sheet<'_>) -> Grid {
    let mut columns = ["Date", "What", "Lesion", "Dose", "Note"].map(Column::left).to_vec();
    if let Some(date) = columns.first_mut() {
        date.whole = true;
    }
    let rows = sheet.case.events().iter().map(|event| {
        let lesion = event.lesion.and_then(|id| sheet.case.lesion(id)).map(|own| own.name.clone());
        vec![
            Cell::strong(sheet.when(event.date)),
            Cell::new(event.kind.words()),
            Cell::new(lesion.unwrap_or_default()),
            Cell::new(event.dose.clone()),
            Cell::soft(event.text.clone()),
        ]
    });
    Grid { columns, rows: rows.collect() }
}
