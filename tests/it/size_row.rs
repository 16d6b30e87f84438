//! The size row: at a re-measurement of an open enlargement the new size is weighed by the two futures drawn at the
//! enlarging visit.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::assess::{Assessment, LedgerRow, Token, futures};
use reassess::domain::NewLesionSearch;
use reassess::rules::{Clue, Rules};

use crate::stories::{Story, classic};

/// The classic dog, measured again on a day.
fn again(on: i32, size_mm: f64) -> Story {
    classic().sized(on, &[size_mm]).graded(on, [0, 0, 0]).searched(on, NewLesionSearch::NoneFoundImaging)
}

fn size_row(assessment: &Assessment) -> &LedgerRow {
    assessment.ledger.iter().find(|row| row.clue == Clue::Remeasured).unwrap()
}

#[test]
fn the_new_size_weighs_by_the_futures_of_the_enlarging_visit() {
    let rules = Rules::shipped().unwrap();
    let opening = classic();
    let drawn = futures(&opening.0, &opening.assess_last(), rules).unwrap();
    for size in [49.0, 52.0, 55.0] {
        let assessment = again(63, size).assess_last();
        let expected = drawn.fit().ratio_at(63, size, rules.forecast.size_ratio);
        let row = size_row(&assessment);
        assert!((row.lr / expected).ln().abs() < 1e-9, "{size} mm: {} against {expected}", row.lr);
        assert!(row.low <= row.lr && row.lr <= row.high, "{size} mm: {row:?} lies in its own range");
        assert!(row.used && row.undamped, "{size} mm: in full");
        assert!(assessment.ledger.iter().all(|row| row.clue != Clue::Pace), "one size row, and no pace beside it");
    }
}

#[test]
fn the_sum_with_the_size_row_can_be_redone_by_hand() {
    let assessment = again(63, 50.0).assess_last();
    let weighing = assessment.verdict.weighing.as_ref().unwrap();
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let sum: f64 = assessment
        .ledger
        .iter()
        .filter(|row| row.used)
        .map(|row| if row.undamped { weighing.size_weight } else { weighing.damping } * row.lr.ln())
        .sum();
    let expected = 1.0 / (1.0 + (-(logit(weighing.prior) + sum)).exp());
    assert!((weighing.posterior - expected).abs() < 1e-9, "{} against {expected}", weighing.posterior);
    assert!(weighing.damping < 1.0, "the other rows are damped, so that the two are told apart");
}

#[test]
fn a_larger_size_never_speaks_more_for_swelling_and_the_ratio_is_capped() {
    let mut last = f64::INFINITY;
    // From the line over 40 mm to just under what confirms, where the enlargement stays open.
    for tenths in (480..=565).step_by(17) {
        let size = f64::from(tenths) / 10.0;
        let assessment = again(63, size).assess_last();
        let lr = size_row(&assessment).lr;
        assert!((0.125..=8.0).contains(&lr), "{size} mm: {lr}");
        assert!(lr <= last, "{size} mm: {lr} after {last}");
        last = lr;
    }
    assert!(last < 1.0, "15 mm over the nadir speaks for growth, not {last}");
}

#[test]
fn no_size_row_before_a_second_size_and_none_after_the_label_is_settled() {
    let first = classic().assess_last();
    assert!(first.ledger.iter().all(|row| row.clue != Clue::Remeasured), "one size over the line is no re-measurement");
    let below = again(70, 38.0).assess_last();
    assert_ne!(below.verdict.token, Token::UnconfirmedIndeterminate, "under the line the rule speaks");
}
