//! `reassess cohort`: many patients, in parallel.

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::args::{CohortOptions, RowFormat};
use super::columns::{Row, cohort_columns, criteria_row, csv_text, verdict_cells};
use super::criteria::shipped_rules;
use super::forecast;
use super::output::result_to;
use super::{Exit, Io, input, json};
use crate::assess::assess;
use crate::criteria::evaluate;
use crate::exchange::ImportedCase;
use crate::rules::Rules;

pub(super) fn run(options: &CohortOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let rules = shipped_rules(io)?;
    let cases = input::read_table(&options.input, io)?;
    let target = if io.progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(cases.len() as u64), target);
    // Collecting keeps the order of the patients, whichever is done first.
    let rows: Vec<Vec<Row>> = cases
        .par_iter()
        .map(|own| {
            let rows = rows_of_patient(own, rules, options.every_visit);
            bar.inc(1);
            rows
        })
        .collect();
    bar.finish_and_clear();
    let rows: Vec<Row> = rows.into_iter().flatten().collect();
    let text = match options.format {
        RowFormat::Csv => csv_text(&cohort_columns(), &rows),
        RowFormat::Json => json::rows_text(&rows),
    };
    result_to(io, options.out.as_deref(), &text)
}

/// One row a visit after the baseline, or the last of them alone; each rests on what was known at its visit.
fn rows_of_patient(own: &ImportedCase, rules: &Rules, every_visit: bool) -> Vec<Row> {
    let table = evaluate(&own.case, &rules.criteria);
    let skipped = if every_visit { 0 } else { table.rows.len().saturating_sub(1) };
    let row = |row: &crate::criteria::CriteriaRow| {
        let assessment = assess(&own.case, rules, row.date);
        let mut cells = criteria_row(&own.patient_id, row);
        cells.extend(verdict_cells(&own.case, &assessment, forecast::cells(&own.case, rules, &table, &assessment)));
        cells
    };
    table.rows.iter().skip(skipped).map(row).collect()
}
