//! What holds of every history.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::Date;
use proptest::collection::btree_set;
use proptest::prelude::*;
use proptest::sample::select;
use reassess::criteria::{CriteriaRow, FurtherRow, evaluate, further};
use reassess::domain::{Event, EventKind, LesionKind, Reading, read_size};
use reassess::rules::{CriteriaSettings, FurtherRiseReference};

use super::fixture::START;
use super::random::{History, case_of, histories};

pub(super) fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() }
}

fn rows(history: &History) -> Vec<CriteriaRow> {
    evaluate(&case_of(history, START, false), &CriteriaSettings::standard()).rows
}

#[test]
fn a_size_typed_in_centimeters_is_the_one_in_millimeters() {
    for tenths in 1..=20_000_u32 {
        let read = |text: String| read_size(&text, LesionKind::NonNodal).unwrap().finding;
        let mm = read(format!("{}.{} x {}.{}", tenths / 10, tenths % 10, tenths / 10, tenths % 10));
        let cm = read(format!("{}.{:02} x {},{:02} cm", tenths / 100, tenths % 100, tenths / 100, tenths % 100));
        assert_eq!(mm, cm, "{tenths} tenths of a millimeter");
    }
}

/// A row without what names dates and lesions.
fn bare(row: &CriteriaRow) -> CriteriaRow {
    let mut row = row.clone();
    row.date = START;
    row.nadir_date = row.nadir_date.map(|_| START);
    row.suspected_on = row.suspected_on.map(|_| START);
    row.irecist.block_start = row.irecist.block_start.map(|_| START);
    row.reasons.clear();
    row
}

/// The rows of every other criterion, the first target injected.
fn others(history: &History, start: Date, backward: bool) -> Vec<FurtherRow> {
    let mut case = case_of(history, start, backward);
    if let Some(first) = case.lesions().iter().find(|lesion| lesion.name == "T0").map(|lesion| lesion.id) {
        let (kind, lesion) = (EventKind::Injection, Some(first));
        case.add_event(Event { date: start, kind, lesion, dose: String::new(), text: String::new() }).unwrap();
    }
    further(&case, &CriteriaSettings::standard()).into_values().collect()
}

fn bare_rows(rows: &[CriteriaRow]) -> Vec<CriteriaRow> {
    rows.iter().map(bare).collect()
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn the_order_of_lesions_does_not_matter(history in histories()) {
        let backward = evaluate(&case_of(&history, START, true), &CriteriaSettings::standard());
        prop_assert_eq!(bare_rows(&rows(&history)), bare_rows(&backward.rows));
        prop_assert_eq!(others(&history, START, false), others(&history, START, true));
    }

    #[test]
    fn the_order_in_which_visits_are_entered_does_not_matter(history in histories(), turn in 0..7_usize) {
        let mut turned = history.clone();
        let turn = turn % turned.visits.len();
        turned.visits.rotate_left(turn);
        prop_assert_eq!(rows(&history), rows(&turned));
        prop_assert_eq!(others(&history, START, false), others(&turned, START, false));
    }

    #[test]
    fn the_calendar_does_not_matter(history in histories(), days in -5000..5000_i64) {
        let start = START.saturating_add(jiff::Span::new().days(days));
        let shifted = evaluate(&case_of(&history, start, false), &CriteriaSettings::standard());
        prop_assert_eq!(bare_rows(&rows(&history)), bare_rows(&shifted.rows));
        prop_assert_eq!(others(&history, START, false), others(&history, start, false));
    }

    #[test]
    fn scaling_every_size_leaves_the_percentages(history in histories(), factor in 2..6_u32) {
        let mut scaled = history.clone();
        for visit in &mut scaled.visits {
            visit.sizes.iter_mut().flatten().for_each(|size| *size *= factor);
        }
        // What stands or falls with the rows shown as progression is compared where both show a sum.
        for (row, scaled) in rows(&history).iter().zip(rows(&scaled)) {
            if row.burden.is_some() && scaled.burden.is_some() {
                prop_assert_eq!(row.pct_from_baseline, scaled.pct_from_baseline);
                prop_assert_eq!(row.pct_from_nadir, scaled.pct_from_nadir);
            }
        }
    }

    #[test]
    fn later_visits_change_no_earlier_row(history in histories()) {
        let case = case_of(&history, START, false);
        let whole = evaluate(&case, &CriteriaSettings::standard()).rows;
        for (place, row) in whole.iter().enumerate() {
            let cut = evaluate(&case.known_on(row.date), &CriteriaSettings::standard());
            prop_assert_eq!(Some(cut.rows.as_slice()), whole.get(..=place));
        }
    }

    #[test]
    fn a_confirmed_progression_stays(history in histories()) {
        let rows = rows(&history);
        let first = rows.iter().position(|row| row.irecist.state.token() == "iCPD").unwrap_or(rows.len());
        for row in rows.iter().skip(first) {
            prop_assert_eq!(row.irecist.state.token(), "iCPD");
            prop_assert!(row.irecist_progression_day.is_some(), "a confirmed progression has its day");
        }
    }

    #[test]
    fn every_setting_gives_rows_for_every_visit(
        history in histories(),
        late in any::<bool>(),
        last in any::<bool>(),
        minimum in 0..60,
        readings in btree_set(select(Reading::ALL.map(|(reading, _)| reading).to_vec()), 0..9),
    ) {
        let settings = CriteriaSettings {
            late_confirmation_counts: late,
            confirm_min_days: minimum,
            further_rise_reference:
                if last { FurtherRiseReference::LastVisit } else { FurtherRiseReference::FirstUnconfirmed },
            ..CriteriaSettings::standard()
        };
        let mut case = case_of(&history, START, false);
        case.readings = readings;
        let table = evaluate(&case, &settings);
        prop_assert_eq!(table.rows.len(), history.visits.len() - 1);
        prop_assert!(table.rows.iter().all(|row| !row.reasons.is_empty() || row.irecist.state.token() == "NE"),
            "every row says why: {:?}", table.rows);
    }
}
