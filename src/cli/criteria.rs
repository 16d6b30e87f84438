//! `reassess criteria`: the rule categories of every visit alone.

use super::args::{CriteriaOptions, RowFormat};
use super::columns::{CRITERIA_COLUMNS, Row, criteria_row, csv_text};
use super::output::{result_to, say};
use super::{Exit, Io, input, json};
use crate::criteria::evaluate;
use crate::rules::Rules;

pub(super) fn run(options: &CriteriaOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let rules = shipped_rules(io)?;
    let cases = input::read_table(&options.input, io)?;
    let rows: Vec<Row> = cases
        .iter()
        .flat_map(|own| {
            let table = evaluate(&own.case, &rules.criteria);
            table.rows.into_iter().map(|row| criteria_row(&own.patient_id, &row)).collect::<Vec<_>>()
        })
        .collect();
    let text = match options.format {
        RowFormat::Csv => csv_text(&CRITERIA_COLUMNS, &rows),
        RowFormat::Json => json::rows_text(&rows),
    };
    result_to(io, None, &text)
}

/// The rules that the program ships with.
///
/// # Errors
/// [`Exit::Refused`], once said; a test parses the shipped rules, so a released program has them.
pub(super) fn shipped_rules(io: &mut Io<'_>) -> Result<&'static Rules, Exit> {
    Rules::shipped().map_err(|error| {
        say(io, &format!("reassess: the rules of this program cannot be read: {error}"));
        Exit::Refused
    })
}
