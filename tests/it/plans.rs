//! Committed plans: offered while a recheck is to decide, locked, and shown beside the size they waited for.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::Date;
use reassess::app::edit::{Edit, apply};
use reassess::assess::{PlanSide, offered_plan};
use reassess::domain::*;
use reassess::explain::{calendar, clinician};

use crate::stories::{Story, classic, day};

fn actions() -> PlannedActions {
    let [below, between, at_or_above] = ["keep on", "look again", "stop"].map(str::to_owned);
    PlannedActions { below, between, at_or_above }
}

/// The classic dog, with the plan committed the day after the enlarging visit.
fn planned() -> Story {
    let mut story = classic();
    let plan = offered_plan(&story.assess_last(), day(43), actions()).unwrap();
    story.0.commit_plan(plan).unwrap();
    story
}

#[test]
fn a_plan_holds_the_sizes_and_days_on_the_screen() {
    let story = planned();
    let [plan] = story.0.plans() else { panic!("one plan") };
    assert_eq!((plan.committed, plan.visit, plan.from, plan.due), (day(43), day(42), day(68), day(70)));
    assert_eq!(plan.size, Some(PlanSize::Diameters(520)));
    // The line over 40 mm is 48; from 56.7 mm on the size is twice as probable by growth as by swelling, before the
    // 59.8 mm that confirm growth beyond the error of two CTs by one reader.
    assert_eq!((plan.below, plan.at_or_above), (PlanSize::Diameters(480), PlanSize::Diameters(567)));
    assert_eq!(plan.label, "unconfirmed_indeterminate");
    let words = clinician(&story.0, &story.assess_last());
    assert_eq!(words.plans[0].head, "Plan committed 24 Apr 2026 at 52 mm, for 21 May 2026");
    assert_eq!(words.plans[0].result, "");
    assert_eq!(words.plans[0].lines[1].text, "56.7 mm or more: stop");
}

#[test]
fn a_committed_plan_is_not_changed() {
    let story = planned();
    assert!(offered_plan(&story.assess_last(), day(44), actions()).is_none(), "one plan a visit");
    let mut second = story.0.plans()[0].clone();
    second.below = PlanSize::Diameters(1);
    let edit = Edit::CommitPlan(Box::new(second));
    let told = apply(&story.0, edit).unwrap_err().to_string();
    assert!(told.contains("not changed"), "{told}");
    // Changing the size afterward leaves the plan as it was and says so.
    let changed = story.change(42, |visit| {
        visit.measurements.insert(LesionId(0), crate::stories::reading(50.0, Method::Ct, "KM"));
    });
    assert_eq!(changed.0.plans()[0].below, PlanSize::Diameters(480));
    let words = clinician(&changed.0, &changed.assess_last());
    assert!(words.plans[0].notes.concat().contains("changed since"), "{:?}", words.plans[0].notes);
}

#[test]
fn the_result_stands_beside_the_plan() {
    for (mm, side, told) in [
        (47.9, PlanSide::Below, "21 May 2026: 47.9 mm, below 48 mm. Planned: keep on"),
        (48.0, PlanSide::Between, "21 May 2026: 48 mm, between 48 mm and 56.7 mm. Planned: look again"),
        (56.6, PlanSide::Between, "21 May 2026: 56.6 mm, between 48 mm and 56.7 mm. Planned: look again"),
        (56.7, PlanSide::AtOrAbove, "21 May 2026: 56.7 mm, at or over 56.7 mm. Planned: stop"),
    ] {
        let story = planned().sized(70, &[mm]);
        let assessment = story.assess_last();
        let result = assessment.plans[0].result.unwrap();
        assert_eq!((result.side, result.early), (side, false), "{mm}");
        assert_eq!(clinician(&story.0, &assessment).plans[0].result, told);
    }
}

#[test]
fn an_early_size_informs_and_the_first_one_in_time_counts() {
    let early = planned().sized(56, &[60.0]);
    let result = early.assess_last().plans[0].result.unwrap();
    assert!(result.early, "day 14 is before the plan's first day");
    let words = clinician(&early.0, &early.assess_last());
    assert!(words.plans[0].notes.concat().contains("does not decide"), "{:?}", words.plans[0].notes);
    let in_time = early.sized(70, &[47.0]).sized(98, &[70.0]);
    let result = in_time.assess_last().plans[0].result.unwrap();
    assert_eq!((result.visit, result.side), (day(70), PlanSide::Below), "later sizes do not rewrite the result");
}

#[test]
fn a_new_lesion_is_not_hidden_by_a_smaller_size() {
    let story = planned().sized(70, &[44.0]).new_lesion(70, "lung", 12.0);
    let words = clinician(&story.0, &story.assess_last());
    assert!(words.plans[0].notes.concat().contains("size alone"), "{:?}", words.plans[0]);
}

#[test]
fn a_plan_moves_no_label_and_is_unknown_before_its_visit() {
    let (with, without) = (planned().sized(70, &[60.0]), classic().sized(70, &[60.0]));
    for on in [-2, 42, 70] {
        let (with, without) = (with.assess(on), without.assess(on));
        assert_eq!((&with.verdict, &with.ledger, &with.recheck), (&without.verdict, &without.ledger, &without.recheck));
    }
    assert!(with.assess(41).plans.is_empty(), "not made yet");
    let quiet = Story::new().sized(-2, &[40.0]).sized(42, &[41.0]);
    assert!(offered_plan(&quiet.assess_last(), day(42), actions()).is_none(), "nothing to decide");
}

#[test]
fn a_calendar_holds_the_days_ahead_and_no_finding() {
    let story = planned();
    let on = |today: Date| calendar(&story.0, &story.assess_last(), today);
    let days: Vec<(&str, Date)> = on(day(43)).iter().map(|own| (own.key, own.day)).collect();
    assert_eq!(days, [("due", day(70)), ("second", day(98))], "slow growth has no early examination");
    assert_eq!(on(day(71)).len(), 1, "what is past is left out");
    assert!(on(day(120)).is_empty(), "and then there is nothing to write");
    let text = format!("{:?}", on(day(43)));
    assert!(text.contains("Bella: tumor recheck, CT again"), "{text}");
    for private in ["gilvetmab", "melanoma", "52", "growth", "swelling"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}
