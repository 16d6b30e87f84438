//! The columns of criteria and cohort, in the order and number formats of `CONTRACTS.md` 3.

use std::fmt;

use crate::assess::{Assessment, RedFlag};
use crate::criteria::{Burden, CriteriaRow, Percent};
use crate::domain::Case;
use crate::domain::units::Tenths;
use crate::exchange::escaped;

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Not applicable.
    Empty,
    /// A token.
    Token(&'static str),
    /// Text from outside.
    Text(String),
    /// A whole number.
    Whole(i32),
    /// Written with at most one decimal.
    Tenths(i64),
    /// Written with exactly one decimal.
    Percent(Percent),
    /// Cubic centimeters, written with four decimals.
    Volume(f64),
    /// Written with four decimals.
    Probability(f64),
    /// Tokens joined by `;`.
    List(Vec<&'static str>),
    /// Texts, in JSON alone.
    Texts(Vec<String>),
    /// Objects, in JSON alone.
    Rows(Vec<Row>),
}

/// A row with its headings.
pub(super) type Row = Vec<(&'static str, Cell)>;

/// The columns of the forecast: the next day, the quantiles in the order they are scored in, two probabilities.
pub(super) const FORECAST_COLUMNS: [&str; 12] = [
    "next_day",
    "next_q01",
    "next_q05",
    "next_q10",
    "next_q25",
    "next_q50",
    "next_q75",
    "next_q90",
    "next_q95",
    "next_q99",
    "p_next_below_pd",
    "p_fall30",
];

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty | Self::Rows(_) => Ok(()),
            Self::Token(token) => f.write_str(token),
            // A spreadsheet must not run an identifier as a formula.
            Self::Text(text) => f.write_str(&escaped(text)),
            Self::Whole(number) => write!(f, "{number}"),
            Self::Tenths(tenths) => write!(f, "{}", Tenths(*tenths)),
            Self::Percent(percent) => write!(f, "{percent}"),
            Self::Volume(number) | Self::Probability(number) => write!(f, "{:.4}", ten_thousandths(*number)),
            Self::List(tokens) => f.write_str(&tokens.join(";")),
            Self::Texts(texts) => f.write_str(&escaped(&texts.join(";"))),
        }
    }
}

/// A probability rounded half away from zero to four decimals; adding 0 turns -0 into 0.
pub(super) fn ten_thousandths(probability: f64) -> f64 {
    (probability * 1e4).round() / 1e4 + 0.0
}

/// Square millimeters in whole tenths. Products of tenths of a millimeter are whole hundredths, so they are made
/// whole first; otherwise 497.35 could fall to either side.
fn tenths_of_square_mm(mm2: f64) -> i64 {
    // No burden reaches 2^52 hundredths: the largest length allowed is 2 m.
    #[expect(clippy::cast_possible_truncation, reason = "far below 2^52")]
    let hundredths = (mm2 * 100.0).round() as i64;
    (hundredths + 5 * hundredths.signum()) / 10
}

/// The columns of `reassess criteria`.
pub(super) fn criteria_row(patient: &str, row: &CriteriaRow) -> Row {
    let percent = |percent: Option<Percent>| percent.map_or(Cell::Empty, Cell::Percent);
    let sod = match row.burden {
        Some(Burden::Diameters(tenths)) => Cell::Tenths(i64::from(tenths)),
        _ => Cell::Empty,
    };
    vec![
        ("patient", Cell::Text(patient.to_owned())),
        ("visit", Cell::Whole(row.visit)),
        ("day", Cell::Whole(row.day)),
        ("sod_mm", sod),
        ("pct_from_baseline", percent(row.pct_from_baseline)),
        ("pct_from_nadir", percent(row.pct_from_nadir)),
        ("abs_from_nadir_mm", row.abs_from_nadir_tenths.map_or(Cell::Empty, Cell::Tenths)),
        ("target_response", Cell::Token(row.target_response.token())),
        ("recist11", row.recist11.map_or(Cell::Empty, |overall| Cell::Token(overall.token()))),
        ("crecist", Cell::Token(row.crecist.token())),
        ("irecist", Cell::Token(row.irecist.state.token())),
        ("irrc", row.irrc.map_or(Cell::Empty, |response| Cell::Token(response.token()))),
        ("irrc_ttb_mm2", row.irrc_ttb_mm2.map_or(Cell::Empty, |mm2| Cell::Tenths(tenths_of_square_mm(mm2)))),
        ("ibor", Cell::Token(row.ibor.token())),
        ("irecist_progression_day", row.irecist_progression_day.map_or(Cell::Empty, Cell::Whole)),
    ]
}

/// The columns that `reassess cohort` adds, for the assessment of the visit of a row.
pub(super) fn verdict_cells(case: &Case, assessment: &Assessment, forecast: Row) -> Row {
    let day = |date: Option<jiff::civil::Date>| date.map_or(Cell::Empty, |date| Cell::Whole(case.day_of(date)));
    let weighing = assessment.verdict.weighing.as_ref();
    let probability =
        |of: fn(&crate::assess::Weighing) -> f64| weighing.map_or(Cell::Empty, |own| Cell::Probability(of(own)));
    let recheck = &assessment.recheck;
    let mut row = vec![
        ("verdict", Cell::Token(assessment.verdict.token.token())),
        ("p_pseudo", probability(|weighing| weighing.p_pseudo)),
        ("p_true", probability(|weighing| weighing.p_true)),
        ("p_noise", probability(|weighing| weighing.p_noise)),
        ("p_low", probability(|weighing| weighing.low)),
        ("p_high", probability(|weighing| weighing.high)),
        ("red_flags", Cell::List(red_flag_tokens(&assessment.red_flags))),
        ("check_from_day", day(recheck.check_from)),
        ("recheck_due_day", day(recheck.due)),
        ("recheck_latest_day", day(recheck.latest)),
    ];
    row.extend(forecast);
    row.push(("rules_version", Cell::Text(assessment.rules_version.clone())));
    row
}

/// Each red flag once, in the order of the assessment.
fn red_flag_tokens(flags: &[RedFlag]) -> Vec<&'static str> {
    let mut tokens = Vec::new();
    for flag in flags {
        let token = flag.code.token();
        if !tokens.contains(&token) {
            tokens.push(token);
        }
    }
    tokens
}

/// Rows as CSV under these headings, which stand even where there are no rows.
pub(super) fn csv_text(headings: &[&'static str], rows: &[Row]) -> String {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    // Writing to memory cannot fail, and every row has one cell a heading.
    writer.write_record(headings).ok();
    for row in rows {
        writer.write_record(row.iter().map(|(_, cell)| cell.to_string())).ok();
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// The headings of `reassess criteria`.
pub(super) const CRITERIA_COLUMNS: [&str; 15] = [
    "patient",
    "visit",
    "day",
    "sod_mm",
    "pct_from_baseline",
    "pct_from_nadir",
    "abs_from_nadir_mm",
    "target_response",
    "recist11",
    "crecist",
    "irecist",
    "irrc",
    "irrc_ttb_mm2",
    "ibor",
    "irecist_progression_day",
];

/// The headings of `reassess cohort`.
pub(super) fn cohort_columns() -> Vec<&'static str> {
    let verdict = [
        "verdict",
        "p_pseudo",
        "p_true",
        "p_noise",
        "p_low",
        "p_high",
        "red_flags",
        "check_from_day",
        "recheck_due_day",
        "recheck_latest_day",
    ];
    let mut columns = CRITERIA_COLUMNS.to_vec();
    columns.extend(verdict);
    columns.extend(FORECAST_COLUMNS);
    columns.push("rules_version");
    columns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_contract_says() {
        for (cell, expected) in [
            (Cell::Empty, ""),
            (Cell::Tenths(520), "52"),
            (Cell::Tenths(-5), "-0.5"),
            (Cell::Percent(Percent(300)), "30.0"),
            (Cell::Percent(Percent(0)), "0.0"),
            (Cell::Probability(0.123_45), "0.1235"),
            (Cell::Probability(-0.000_01), "0.0000"),
            (Cell::Probability(1.0), "1.0000"),
            (Cell::List(vec!["a", "b"]), "a;b"),
            (Cell::Text("=1+1".to_owned()), "'=1+1"),
        ] {
            assert_eq!(cell.to_string(), expected, "{cell:?}");
        }
    }

    #[test]
    fn square_millimeters_are_rounded_half_away_from_zero() {
        for (mm2, tenths) in [(2080.0, 20_800), (24.5 * 20.3, 4974), (0.04, 0), (0.05, 1), (1.1 * 1.5, 17)] {
            assert_eq!(tenths_of_square_mm(mm2), tenths, "{mm2}");
        }
    }
}
