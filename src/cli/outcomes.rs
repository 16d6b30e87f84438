//! `reassess outcomes`: what happened after each enlargement, counted.

use super::args::{CountFormat, OutcomesOptions, RowFormat};
use super::columns::{Cell, Row, csv_text};
use super::criteria::shipped_rules;
use super::output::result_to;
use super::{Exit, Io, input, json};
use crate::assess::{CaseOutcomes, Enlargement, count_outcomes};
use crate::criteria::Percent;
use crate::domain::Case;
use crate::exchange::ImportedCase;
use crate::explain;
use crate::rules::Rules;
use crate::store::tokens::Token as _;

/// The columns of one row an enlargement.
const COLUMNS: [&str; 9] = [
    "patient",
    "species",
    "therapy_class",
    "opened_day",
    "seen_in",
    "rise_percent",
    "next_look_day",
    "outcome",
    "fell_after_confirmed",
];

pub(super) fn run(options: &OutcomesOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let rules = shipped_rules(io)?;
    let cases = input::read_cases(&options.input, &options.paths, io)?;
    let outcomes: Vec<CaseOutcomes> = cases.iter().map(|own| CaseOutcomes::of(&own.case, rules)).collect();
    let rows = || -> Vec<Row> {
        let pairs = cases.iter().zip(&outcomes);
        pairs.flat_map(|(own, outcomes)| outcomes.enlargements.iter().map(|one| row(own, one))).collect()
    };
    let text = match options.format {
        CountFormat::Text => in_words(&outcomes, rules),
        CountFormat::Rows(RowFormat::Csv) => csv_text(&COLUMNS, &rows()),
        CountFormat::Rows(RowFormat::Json) => json::rows_text(&rows()),
    };
    result_to(io, None, &text)
}

fn row(own: &ImportedCase, one: &Enlargement) -> Row {
    let case: &Case = &own.case;
    vec![
        ("patient", Cell::Text(own.patient_id.clone())),
        ("species", Cell::Token(case.patient.species.word())),
        ("therapy_class", Cell::Token(case.therapy.class.token())),
        ("opened_day", Cell::Whole(one.opened_day)),
        ("seen_in", Cell::Token(one.seen_in.token())),
        ("rise_percent", one.rise_percent.map_or(Cell::Empty, |percent| Cell::Percent(tenths(percent)))),
        ("next_look_day", one.next_look_day.map_or(Cell::Empty, Cell::Whole)),
        ("outcome", Cell::Token(one.fate.token())),
        ("fell_after_confirmed", Cell::Token(if one.fell_after_confirmed { "yes" } else { "no" })),
    ]
}

fn tenths(percent: f64) -> Percent {
    // Lengths are at most 2 m and at least 0.1 mm, so a rise is far within the whole numbers.
    #[expect(clippy::cast_possible_truncation, reason = "far below 2^52")]
    let tenths = (percent * 10.0).round() as i64;
    Percent(tenths)
}

/// The counts as lines, a group apart from the next by an empty one.
fn in_words(outcomes: &[CaseOutcomes], rules: &Rules) -> String {
    let levels = &rules.levels;
    let window = (levels.window_from_days, levels.window_to_days);
    let (groups, notes) = explain::outcomes(&count_outcomes(&outcomes.iter().collect::<Vec<_>>()), window);
    let mut lines = vec![format!("Cases read: {}. Rules version {}.", outcomes.len(), rules.version), String::new()];
    for group in groups {
        lines.extend([format!("{}: {}", group.when, group.of), format!("  {}", group.looked_at)]);
        lines.extend(group.looks.iter().map(|(count, words)| format!("    {count}  {words}")));
        lines.extend(group.others.iter().map(|(count, words)| format!("  {count}  {words}")));
        lines.extend(group.note.iter().map(|note| format!("  {note}")));
        lines.push(String::new());
    }
    lines.extend(notes.into_iter().map(str::to_owned));
    lines.push(String::new());
    lines.join("\n")
}
