//! Tables on pages: columns as wide as their words need, heads repeated on every page.

use super::flow::{Face, Flow, Kind, MARGIN_SIDE, Shape};
use crate::chart::Role;

/// Between two columns, in points.
const GUTTER: f32 = 9.0;
/// Above and below the words of a row.
const ROW_GAP: f32 = 2.2;
/// The most lines of one cell; what is longer ends in an ellipsis.
const MOST_LINES: usize = 14;

/// A cell: its words and whether they stand out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) strong: bool,
    pub(super) soft: bool,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    pub(super) fn strong(text: impl Into<String>) -> Self {
        Self { strong: true, ..Self::new(text) }
    }

    pub(super) fn soft(text: impl Into<String>) -> Self {
        Self { soft: true, ..Self::new(text) }
    }
}

/// A column: its head and on which side its words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Column {
    pub(super) head: String,
    pub(super) right: bool,
    /// Never narrower than its widest words.
    pub(super) whole: bool,
}

impl Column {
    pub(super) fn left(head: impl Into<String>) -> Self {
        Self { head: head.into(), right: false, whole: false }
    }

    pub(super) fn right(head: impl Into<String>) -> Self {
        Self { head: head.into(), right: true, whole: false }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Grid {
    /// The table without the columns that hold nothing in any row.
    pub(super) fn without_empty_columns(self) -> Self {
        let filled =
            |place: usize| self.rows.iter().any(|row| row.get(place).is_some_and(|cell| !cell.text.is_empty()));
        let keep: Vec<bool> = (0..self.columns.len()).map(filled).collect();
        let kept = |place: usize| keep.get(place).copied().unwrap_or_default();
        let columns = self.columns.iter().enumerate().filter(|(place, _)| kept(*place));
        let rows = self.rows.iter().map(|row| {
            let cells = row.iter().enumerate().filter(|(place, _)| kept(*place));
            cells.map(|(_, cell)| cell.clone()).collect()
        });
        Self { columns: columns.map(|(_, column)| column.clone()).collect(), rows: rows.collect() }
    }
}

/// One cell ready to be drawn.
struct Set {
    x: f32,
    width: f32,
    right: bool,
    face: Face,
    lines: Vec<String>,
}

/// Sets a table; without rows nothing is drawn.
pub(super) fn set(flow: &mut Flow<'_>, grid: &Grid, size: f32) {
    if grid.rows.is_empty() {
        return;
    }
    let widths = widths(flow, grid, size);
    let head_face = Face::new(size - 0.5).strong().soft();
    let head: Vec<Cell> = grid.columns.iter().map(|column| Cell::new(column.head.clone())).collect();
    let head = sets(flow, grid, &head, &widths, |_| head_face);
    let face = |cell: &Cell| {
        let face = if cell.strong { Face::new(size).strong() } else { Face::new(size) };
        if cell.soft { face.soft() } else { face }
    };
    let rows: Vec<Vec<Set>> = grid.rows.iter().map(|row| sets(flow, grid, row, &widths, face)).collect();
    let first = rows.first().map_or(0.0, |row| height(row));
    flow.keep(height(&head) + first);
    flow.within(Kind::Table, |flow| {
        flow.within(Kind::TableHead, |flow| {
            flow.within(Kind::Row, |flow| row(flow, &head, Some(&Kind::ColumnHead)));
        });
        rule(flow, 0.8, Role::InkSoft);
        flow.within(Kind::TableBody, |flow| {
            for (place, cells) in rows.iter().enumerate() {
                let page = flow.page_count();
                flow.keep(height(cells));
                if flow.page_count() > page {
                    // Seen again, not read again.
                    row(flow, &head, None);
                    rule(flow, 0.8, Role::InkSoft);
                } else if place > 0 {
                    rule(flow, 0.4, Role::Grid);
                }
                flow.within(Kind::Row, |flow| row(flow, cells, Some(&Kind::Cell)));
            }
        });
    });
}

fn rule(flow: &mut Flow<'_>, width: f32, role: Role) {
    let (left, y) = (MARGIN_SIDE, flow.y);
    flow.decorate(Shape::Rule { from: (left, y), to: (left + flow.room(), y), width, role });
}

fn height(cells: &[Set]) -> f32 {
    let tallest = cells.iter().map(|cell| cell.lines.len() as f32 * cell.face.leading()).fold(0.0, f32::max);
    tallest + 2.0 * ROW_GAP
}

/// Draws one row; without a kind of cell it is decoration.
fn row(flow: &mut Flow<'_>, cells: &[Set], kind: Option<&Kind>) {
    let top = flow.y + ROW_GAP;
    for cell in cells {
        let words: Vec<Shape> = cell
            .lines
            .iter()
            .enumerate()
            .filter(|(_, text)| !text.is_empty())
            .map(|(line, text)| {
                let width = flow.faces.width(text, cell.face.size, cell.face.strong);
                let x = if cell.right { cell.x + cell.width - width } else { cell.x };
                let baseline = top + cell.face.ascent() + line as f32 * cell.face.leading();
                Shape::Words { x, baseline, face: cell.face, text: text.clone() }
            })
            .collect();
        match kind {
            Some(kind) => flow.within(kind.clone(), |flow| words.into_iter().for_each(|shape| flow.draw(shape))),
            None => words.into_iter().for_each(|shape| flow.decorate(shape)),
        }
    }
    flow.y += height(cells);
}

fn sets(flow: &Flow<'_>, grid: &Grid, cells: &[Cell], widths: &[f32], face: impl Fn(&Cell) -> Face) -> Vec<Set> {
    let mut x = MARGIN_SIDE;
    grid.columns
        .iter()
        .zip(widths)
        .zip(cells)
        .map(|((column, &width), cell)| {
            let face = face(cell);
            let lines = flow.faces.clipped(&cell.text, face.size, face.strong, width, MOST_LINES);
            let set = Set { x, width, right: column.right, face, lines };
            x += width + GUTTER;
            set
        })
        .collect()
}

/// Each column as wide as its widest words where there is room, else shared out, never under its longest word if that
/// can be.
fn widths(flow: &Flow<'_>, grid: &Grid, size: f32) -> Vec<f32> {
    let count = grid.columns.len();
    let room = flow.room() - GUTTER * count.saturating_sub(1) as f32;
    let measure = |text: &str, strong: bool| flow.faces.width(text, size, strong) + 0.5;
    let longest =
        |text: &str, strong: bool| text.split([' ', '\n']).map(|word| measure(word, strong)).fold(0.0, f32::max);
    let mut natural = Vec::with_capacity(count);
    let mut least = Vec::with_capacity(count);
    for (place, column) in grid.columns.iter().enumerate() {
        let cells = grid.rows.iter().filter_map(|row| row.get(place));
        let (mut widest, mut word) = (0.0_f32, longest(&column.head, true));
        for cell in cells {
            widest = cell.text.split('\n').map(|line| measure(line, cell.strong)).fold(widest, f32::max);
            word = word.max(longest(&cell.text, cell.strong));
        }
        // A head may stand on several lines; what is in the cells decides.
        natural.push(widest.max(word).max(measure(&column.head, true).min(90.0)));
        let own = natural.last().copied().unwrap_or_default();
        least.push(if column.whole { own } else { word.min(130.0) });
    }
    let (all, needed): (f32, f32) = (natural.iter().sum(), least.iter().sum());
    if all <= room {
        return natural;
    }
    if needed >= room {
        // Whole columns keep their width and the others share what they leave, be it narrower than their words.
        let kept = |whole: bool| {
            let own = grid.columns.iter().zip(&least).filter(move |(column, _)| column.whole == whole);
            own.map(|(_, width)| *width).sum::<f32>()
        };
        let share = ((room - kept(true)) / kept(false).max(1.0)).max(0.05);
        let shared = |(column, width): (&Column, &f32)| if column.whole { *width } else { width * share };
        return grid.columns.iter().zip(&least).map(shared).collect();
    }
    let share = (room - needed) / (all - needed);
    natural.iter().zip(&least).map(|(own, least)| least + (own - least) * share).collect()
}
