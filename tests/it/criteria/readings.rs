//! Each reading that a case can choose, in the smallest history in which it matters.

use reassess::criteria::{IrecistFlag, Reason, evaluate};
use reassess::domain::{Case, NonTarget, Reading};
use reassess::rules::CriteriaSettings;

use super::fixture::START;
use super::random::{Day, History, New, case_of};

/// One mass and new lesions; sizes in tenths of a millimeter.
fn case(visits: &[(i32, u32, &[New])]) -> Case {
    let most = visits.iter().map(|(.., news)| news.len()).max().unwrap_or(0);
    let days = visits.iter().map(|(on, size, news)| Day {
        on: *on,
        sizes: vec![Some(*size)],
        non_target: NonTarget::None,
        change: None,
        news: news.to_vec(),
        unscheduled: false,
    });
    case_of(&History { nodes: vec![false], new_targets: vec![true; most], visits: days.collect() }, START, false)
}

/// The iRECIST states with the usual readings, and with one other.
fn both(case: &Case, reading: Reading) -> [Vec<&'static str>; 2] {
    [None, Some(reading)].map(|reading| {
        let mut case = case.clone();
        case.readings.extend(reading);
        let rows = evaluate(&case, &CriteriaSettings::standard()).rows;
        rows.iter().map(|row| row.irecist.state.token()).collect()
    })
}

#[test]
fn the_rise_is_measured_from_the_chosen_visit() {
    let case = case(&[(0, 900, &[]), (28, 1200, &[]), (56, 1120, &[]), (84, 1180, &[])]);
    let [usual, other] = both(&case, Reading::RiseFromLastVisit);
    assert_eq!((usual[2], other[2]), ("iUPD", "iCPD"), "118 after 112 after 120 mm");
    // Without target disease the new lesions alone have sizes.
    let days =
        [(0, vec![New::NoEntry]), (28, vec![New::Sized(120)]), (56, vec![New::Sized(90)]), (84, vec![New::Sized(145)])];
    let days = days.map(|(on, news)| Day {
        on,
        sizes: Vec::new(),
        non_target: NonTarget::NonCrNonPd,
        change: None,
        news,
        unscheduled: false,
    });
    let without = History { nodes: Vec::new(), new_targets: vec![true], visits: days.to_vec() };
    let [usual, other] = both(&case_of(&without, START, false), Reading::RiseFromLastVisit);
    assert_eq!((usual[2], other[2]), ("iUPD", "iCPD"), "14.5 after 9 after 12 mm");
}

#[test]
fn a_late_confirmation_counts_or_is_refused() {
    let case = case(&[(0, 200, &[]), (28, 250, &[]), (98, 310, &[])]);
    let [usual, other] = both(&case, Reading::LateRefused);
    assert_eq!((usual[1], other[1]), ("iCPD", "iUPD"), "70 days later");
}

#[test]
fn new_lesions_smaller_or_gone() {
    let seen = [New::Sized(160)];
    let smaller = case(&[(0, 200, &[]), (28, 200, &seen), (56, 200, &[New::Sized(110)])]);
    assert_eq!(both(&smaller, Reading::NewLesionsMustGo).map(|states| states[1]), ["iSD", "iUPD"], "5 mm smaller");
    let two = [New::Sized(120), New::Sized(120)];
    let fewer = case(&[(0, 200, &[]), (28, 200, &two), (56, 200, &[New::Sized(120), New::Gone])]);
    assert_eq!(both(&fewer, Reading::NewLesionsMustGo).map(|states| states[1]), ["iSD", "iUPD"], "one of two gone");
    let gone = case(&[(0, 200, &[]), (28, 200, &seen), (56, 200, &[New::Gone])]);
    assert_eq!(both(&gone, Reading::NewLesionsMustGo).map(|states| states[1]), ["iSD", "iSD"], "all gone");
}

#[test]
fn a_partial_response_ends_at_an_iupd_or_is_kept() {
    // 14 mm is a partial response, 15 mm is not; the new lesion comes and goes.
    let of = |at: u32| case(&[(0, 200, &[]), (28, at, &[New::Sized(120)]), (56, 150, &[New::Gone])]);
    assert_eq!(both(&of(140), Reading::ResponseKept).map(|states| states[1]), ["iSD", "iPR"]);
    assert_eq!(both(&of(150), Reading::ResponseKept).map(|states| states[1]), ["iSD", "iSD"], "none to keep");
    let driven = case(&[(0, 200, &[]), (28, 140, &[]), (56, 190, &[]), (84, 160, &[])]);
    assert_eq!(
        both(&driven, Reading::ResponseKept).map(|states| states[2]),
        ["iSD", "iSD"],
        "its own progression ends it"
    );
}

#[test]
fn stable_disease_resets_by_the_letter_or_after_a_fall() {
    let of = |then: u32| case(&[(0, 1000, &[]), (28, 1210, &[]), (56, then, &[])]);
    assert_eq!(both(&of(1190), Reading::ResetNeedsFall).map(|states| states[1]), ["iSD", "iUPD"], "2 mm less");
    assert_eq!(both(&of(1161), Reading::ResetNeedsFall).map(|states| states[1]), ["iSD", "iUPD"], "4.9 mm less");
    assert_eq!(both(&of(1160), Reading::ResetNeedsFall).map(|states| states[1]), ["iSD", "iSD"], "5 mm less");
    let mut held = of(1190);
    held.readings.insert(Reading::ResetNeedsFall);
    let rows = evaluate(&held, &CriteriaSettings::standard()).rows;
    let said = rows.last().unwrap().reasons.iter().any(|reason| matches!(reason, Reason::ResetNeedsFall { .. }));
    assert!(said, "it says why: {rows:?}");
    let by_new = case(&[(0, 200, &[]), (28, 200, &[New::Sized(120)]), (56, 200, &[New::Gone])]);
    assert_eq!(both(&by_new, Reading::ResetNeedsFall).map(|states| states[1]), ["iSD", "iSD"], "not driven by the sum");
}

#[test]
fn an_early_scan_counts_for_nothing_or_resets() {
    let of = |then: u32| case(&[(0, 200, &[]), (28, 260, &[]), (42, then, &[])]);
    assert_eq!(both(&of(200), Reading::EarlyScanResets).map(|states| states[1]), ["iUPD", "iSD"], "back to 20 mm");
    assert_eq!(both(&of(320), Reading::EarlyScanResets).map(|states| states[1]), ["iUPD", "iUPD"], "it never confirms");
    assert_eq!(both(&of(260), Reading::EarlyScanResets).map(|states| states[1]), ["iUPD", "iUPD"], "unchanged");
    let mut reset = of(200);
    reset.readings.insert(Reading::EarlyScanResets);
    let rows = evaluate(&reset, &CriteriaSettings::standard()).rows;
    assert_eq!(rows.last().unwrap().irecist.flags, [IrecistFlag::Reset], "a reset, not too early");
}

#[test]
fn new_lesions_count_as_targets_from_the_chosen_size() {
    // 8, then 11 mm: a non-target one that grew confirms, a target one that grew by less than 5 mm does not.
    let mut case = case(&[(0, 200, &[]), (28, 200, &[New::Sized(80)]), (56, 200, &[New::Sized(110)])]);
    let new = case.lesions().last().unwrap().clone();
    case.update_lesion(reassess::domain::Lesion { new_class: None, ..new }).unwrap();
    assert_eq!(both(&case, Reading::SmallNewTargets).map(|states| states[1]), ["iCPD", "iUPD"]);
}

#[test]
fn confirmation_counts_from_four_weeks_or_three() {
    let case = case(&[(0, 200, &[]), (28, 260, &[]), (49, 320, &[])]);
    assert_eq!(both(&case, Reading::ConfirmFromThreeWeeks).map(|states| states[1]), ["iUPD", "iCPD"], "21 days later");
}

#[test]
fn every_reading_changes_one_setting_and_has_one_token() {
    let standard = CriteriaSettings::standard();
    for (reading, token) in Reading::ALL {
        assert_ne!(standard.read(&[reading].into()), standard, "{reading:?} changes something");
        assert_eq!((reading.token(), Reading::from_token(token)), (token, Some(reading)));
    }
    assert_eq!(Reading::from_token("guess"), None);
    assert_eq!(standard.read(&[Reading::RadiographFrom20Mm].into()).measurable_radiograph_crecist_tenths, 200);
}
