//! The chart as a table: sizes with what they are held against, then lines and windows, then what happened.

use super::lanes;
use super::lines;
use super::model::{Geometry, Link, Mark, MarkId, Model};

/// The rows of one kind, in the order they are drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TablePart {
    /// "Sizes", "Lines, windows and next sizes".
    pub heading: &'static str,
    /// At least one row.
    pub rows: Vec<TableRow>,
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// The marks it says, of which the first leads to its place.
    pub ids: Vec<MarkId>,
    /// When and how, with the lesion where it is of one: "23 Apr 2026, week 6, CT".
    /// Where the row is one sentence, the whole of it.
    pub what: String,
    /// The size, or the grade or event; empty where the row is one sentence.
    pub value: String,
    /// Changes from baseline and nadir, and the measuring range; a line each.
    pub held_against: Vec<String>,
    /// The visit or event, and the lesion, that it stands for.
    pub link: Option<Link>,
}

impl TableRow {
    fn of(mark: &Mark) -> Self {
        // Sizes and what happened have a card, which says the same in parts; lines and windows are one sentence.
        let in_parts = matches!(part(mark), Some(Part::Sizes | Part::EachLesion | Part::Signs | Part::Happened));
        match mark.card.as_slice() {
            [what, value, held_against @ ..] if in_parts => Self {
                ids: vec![mark.id.clone()],
                what: what.clone(),
                value: value.clone(),
                held_against: held_against.to_vec(),
                link: mark.link,
            },
            _ => Self {
                ids: vec![mark.id.clone()],
                what: mark.words.clone(),
                value: String::new(),
                held_against: Vec::new(),
                link: mark.link,
            },
        }
    }

    /// The row as one line.
    pub fn line(&self) -> String {
        let value = if self.value.is_empty() { String::new() } else { format!(": {}", self.value) };
        let first = format!("{}{value}", self.what);
        let parts: Vec<&str> = std::iter::once(&first).chain(&self.held_against).map(String::as_str).collect();
        parts.join("; ")
    }
}

/// What a row tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Sizes,
    EachLesion,
    HeldAgainst,
    Signs,
    Happened,
}

impl Part {
    const ALL: [Self; 5] = [Self::Sizes, Self::EachLesion, Self::HeldAgainst, Self::Signs, Self::Happened];

    const fn heading(self) -> &'static str {
        match self {
            Self::Sizes => "Sizes",
            Self::EachLesion => "Each lesion",
            Self::HeldAgainst => "Lines, windows and next sizes",
            Self::Signs => "Signs, graded by VCOG v1.1 from 0 to 4",
            Self::Happened => "Doses, events and new lesions",
        }
    }
}

/// Where a mark is told; `None` for what only joins or repeats the sizes: lines through them and their error bars,
/// whose ranges stand in their rows, and for the day of a recheck, which its window names.
fn part(mark: &Mark) -> Option<Part> {
    if mark.id.0 == lines::RECHECK_DUE {
        return None;
    }
    let of_lesion = mark.link.is_some_and(|link| link.lesion.is_some());
    match mark.geometry {
        Geometry::Point { .. } | Geometry::Gap { .. } if of_lesion => Some(Part::EachLesion),
        Geometry::Point { .. } | Geometry::Gap { .. } | Geometry::Track { .. } | Geometry::Bar { .. } => {
            Some(Part::Sizes)
        }
        Geometry::Span { .. }
        | Geometry::VerticalLine { .. }
        | Geometry::HorizontalLine { .. }
        | Geometry::Level { .. }
        | Geometry::Band { .. } => Some(Part::HeldAgainst),
        Geometry::LaneDot { .. } => Some(Part::Signs),
        Geometry::LaneTick { .. } | Geometry::LaneBar { .. } => Some(Part::Happened),
        Geometry::Polyline { .. } | Geometry::ErrorBar { .. } => None,
    }
}

/// What is asked for first among what sizes are held against; the rest stays as it is drawn.
fn rank(mark: &Mark) -> u8 {
    match mark.geometry {
        Geometry::HorizontalLine { .. } => 0,
        Geometry::VerticalLine { .. } | Geometry::Span { .. } => 1,
        Geometry::Level { .. } => 2,
        Geometry::Band { .. } => 3,
        _ => 4,
    }
}

/// The signs of a visit in one row: "lethargy grade 0, pain grade 1".
fn by_visit(rows: Vec<TableRow>) -> Vec<TableRow> {
    let mut visits: Vec<TableRow> = Vec::new();
    for mut row in rows {
        // The scale stands over the part.
        let graded = row.value.trim_end_matches(lanes::SCALE).len();
        row.value.truncate(graded);
        match visits.last_mut().filter(|last| last.link == row.link && last.what == row.what) {
            Some(last) => {
                last.value = format!("{}, {}", last.value, row.value);
                last.ids.append(&mut row.ids);
            }
            None => visits.push(row),
        }
    }
    visits
}

/// The parts that have rows.
pub fn table(model: &Model) -> Vec<TablePart> {
    let parts = Part::ALL.map(|own| {
        let mut marks: Vec<&Mark> = model.marks.iter().filter(|mark| part(mark) == Some(own)).collect();
        match own {
            Part::HeldAgainst => marks.sort_by_key(|mark| rank(mark)),
            Part::EachLesion => {}
            // A size being typed stands among the others, and a lane after the other is read day by day.
            Part::Sizes | Part::Signs | Part::Happened => marks.sort_by_key(|mark| mark.link.map(|link| link.date)),
        }
        let mut rows: Vec<TableRow> = marks.into_iter().map(TableRow::of).collect();
        if own == Part::Signs {
            rows = by_visit(rows);
        }
        TablePart { heading: own.heading(), rows }
    });
    parts.into_iter().filter(|part| !part.rows.is_empty()).collect()
}

/// The chart as lines for a letter or a record: what it shows, what is seen in it, then the table.
pub fn table_text(model: &Model, seen: &str) -> String {
    let said = [model.title.as_str(), seen, &model.futures_words];
    let mut lines: Vec<String> = said.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    for part in table(model) {
        lines.extend([String::new(), part.heading.to_owned()]);
        lines.extend(part.rows.iter().map(|row| format!("- {}", row.line())));
    }
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::super::fixture::{input, view};
    use super::super::view::{Quantity, View};
    use super::*;

    #[test]
    fn every_mark_is_told_once_and_every_error_bar_in_its_size() {
        for quantity in Quantity::ALL {
            let model = build(&input(), &View { per_lesion: true, ..view(quantity) });
            let rows: Vec<TableRow> = table(&model).into_iter().flat_map(|part| part.rows).collect();
            for mark in &model.marks {
                let told = rows.iter().filter(|row| row.ids.contains(&mark.id)).count();
                match mark.geometry {
                    Geometry::Polyline { .. } => assert_eq!(told, 0, "{}", mark.id),
                    Geometry::VerticalLine { .. } if mark.id.0 == lines::RECHECK_DUE => assert_eq!(told, 0),
                    Geometry::ErrorBar { .. } => {
                        let (_, range) =
                            mark.words.split_once("95\u{a0}% range ").expect("an error bar says its range");
                        let of = mark.link.expect("an error bar belongs to a visit");
                        let size = rows.iter().find(|row| row.link == Some(of) && !row.held_against.is_empty());
                        let held = size.map(|row| row.held_against.join("; ")).unwrap_or_default();
                        assert!(held.contains(range), "{}: {range} is not in {held:?}", mark.id);
                    }
                    _ => assert_eq!(told, 1, "{}", mark.id),
                }
            }
        }
    }

    #[test]
    fn the_table_reads_in_parts() {
        let model = build(&input(), &View { per_lesion: true, ..view(Quantity::SumOfDiameters) });
        insta::assert_snapshot!(table_text(&model, &model.summary), @r"
        Sum of diameters of 2 target lesions
        3 sizes; sum of diameters 45 mm, 48 mm, then 55 mm on 23 Apr 2026, week 6; over the progression line of 54 mm

        Sizes
        - 10 Mar 2026, 2 days before therapy start, CT: 45 mm; 95 % measuring range 40.9–49.5 mm
        - 2 Apr 2026, week 3, calipers: 48 mm; +6.7 % from baseline = nadir 45 mm of 10 Mar 2026; 95 % measuring range 43.6–52.8 mm
        - 23 Apr 2026, week 6, CT: 55 mm; +22.2 % from baseline = nadir 45 mm of 10 Mar 2026; 95 % measuring range 50–60.5 mm

        Each lesion
        - Gingiva, 10 Mar 2026, 2 days before therapy start, CT: 28 mm; 95 % measuring range 25.5–30.8 mm
        - Gingiva, 2 Apr 2026, week 3, calipers: 31 mm; +10.7 % from its first size = its smallest 28 mm of 10 Mar 2026; 95 % measuring range 28.2–34.1 mm
        - Gingiva, 23 Apr 2026, week 6, CT: 37 mm; +32.1 % from its first size = its smallest 28 mm of 10 Mar 2026; 95 % measuring range 33.6–40.7 mm

        Lines, windows and next sizes
        - Baseline = nadir 45 mm: measured 10 Mar 2026
        - Progression line 54 mm: 20 % and at least 5 mm over the nadir
        - Pseudoprogression window, weeks 2–8 from therapy start
        - Recheck, window 19 May 2026 to 18 Jun 2026, recommended 21 May 2026, week 10
        - Therapy start, 12 Mar 2026
        - 60 mm or more at the recheck 21 May 2026 confirms progression
        - Below 50 mm at the recheck 21 May 2026 is at least twice as likely if it is swelling

        Signs, graded by VCOG v1.1 from 0 to 4
        - 23 Apr 2026, week 6: lethargy grade 1, pain grade 0

        Doses, events and new lesions
        - 12 Mar 2026, at therapy start: dose
        - 26 Mar 2026, week 2: dose
        - 9 Apr 2026, week 4: dose
        - 23 Apr 2026, week 6: dose
        ");
    }

    #[test]
    fn a_chart_without_sizes_says_so_and_has_no_part_without_rows() {
        let mut input = input();
        input.points.clear();
        input.lesions.clear();
        let model = build(&input, &view(Quantity::Volume));
        assert!(table_text(&model, &model.summary).contains("No sizes yet"), "{}", table_text(&model, &model.summary));
        assert!(table(&model).iter().all(|part| !part.rows.is_empty() && part.heading != "Sizes"));
    }
}
