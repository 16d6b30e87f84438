//! Merged and split lesions by every engine (`domain.md` 1.2): one length of the merged mass, the sum of the parts.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reassess::criteria::{Burden, CriteriaRow, Reason, evaluate, further};
use reassess::domain::{
    Axes, Case, Event, EventKind, Finding, Length, Lesion, LesionId, LesionKind, Measurement, NewClass, NonTarget,
    Role, Size, TherapyClass, Volume,
};
use reassess::rules::CriteriaSettings;

use super::fixture::{START, case, day, on};
use super::properties::config;
use super::random::{Day, History, New, case_of, histories};

fn set(case: &mut Case, day: i32, lesion: u32, finding: Finding) {
    case.set_measurement(on(day), LesionId(lesion), Some(Measurement::of(finding))).unwrap();
}

fn merge(case: &mut Case, day: i32, lesion: u32, into: u32) {
    set(case, day, lesion, Finding::Merged(LesionId(into)));
}

fn axes(longest: u32, perpendicular: u32) -> Axes {
    Axes::new(Length::from_tenths(longest).ok(), Length::from_tenths(perpendicular).ok(), None).unwrap().0
}

fn mass(longest: u32, perpendicular: u32) -> Finding {
    Finding::Measured(Size::Axes(axes(longest, perpendicular)))
}

fn last(case: &Case) -> CriteriaRow {
    evaluate(case, &CriteriaSettings::standard()).rows.pop().unwrap()
}

/// Target response, cRECIST, iRECIST, irRC, WHO and irRECIST at the last visit.
fn all(case: &Case) -> [&'static str; 6] {
    let row = last(case);
    let others = further(case, &CriteriaSettings::standard()).pop_last().unwrap().1;
    [
        row.target_response.token(),
        row.crecist.token(),
        row.irecist.state.token(),
        row.irrc.unwrap().token(),
        others.who.unwrap().token(),
        others.irrecist.unwrap().response.token(),
    ]
}

/// Two masses of 20 mm, of which the second has merged into the first four weeks later.
fn two_in_one(found: Option<Finding>) -> Case {
    let mut case = case(vec![day(0, &[200, 200], &[]), day(28, &[200, 200], &[])]);
    case.set_measurement(on(28), LesionId(0), found.map(Measurement::of)).unwrap();
    merge(&mut case, 28, 1, 0);
    case
}

#[test]
fn the_size_of_a_merged_mass_stands_for_all_in_it() {
    for (name, found, expected) in [
        ("as long as both", Some(mass(400, 200)), ["SD", "SD", "iSD", "irSD", "SD", "irSD"]),
        ("a half longer than one", Some(mass(300, 200)), ["SD", "SD", "iSD", "irSD", "SD", "irSD"]),
        ("a quarter longer than both", Some(mass(500, 260)), ["PD", "PD", "iUPD", "irPD_u", "PD", "irPD_u"]),
        ("small", Some(mass(60, 50)), ["PR", "PR", "iPR", "irPR", "PR", "irPR"]),
        ("too small", Some(Finding::TooSmall(None)), ["PR", "PR", "iPR", "irPR", "PR", "irPR"]),
        ("gone", Some(Finding::Absent), ["CR", "CR", "iCR", "irCR", "CR", "irCR"]),
        ("not evaluated", Some(Finding::NotEvaluable), ["NE"; 6]),
        ("not recorded", None, ["NE"; 6]),
        ("in a circle", Some(Finding::Merged(LesionId(1))), ["NE"; 6]),
    ] {
        assert_eq!(all(&two_in_one(found)), expected, "{name}");
    }
    let row = last(&two_in_one(Some(mass(380, 200))));
    assert_eq!((row.burden.unwrap().value(), row.abs_from_nadir_tenths), (38.0, Some(-20)), "one length");
    assert!(row.reasons.contains(&Reason::Merged { lesion: LesionId(1), into: LesionId(0) }), "{:?}", row.reasons);
}

#[test]
fn a_target_merged_into_a_lesion_of_another_role_is_not_assessed() {
    for role in [Role::NonTarget, Role::New] {
        let mut case = two_in_one(Some(mass(400, 200)));
        case.add_lesion(Lesion { role, ..Lesion::target(LesionId(2), "X") }).unwrap();
        set(&mut case, 28, 2, mass(400, 200));
        merge(&mut case, 28, 1, 2);
        let row = last(&case);
        assert_eq!(row.target_response.token(), "NE", "{role:?}");
        assert!(row.reasons.contains(&Reason::NotAssessed(vec![LesionId(1)])), "{role:?}: {:?}", row.reasons);
    }
}

#[test]
fn a_target_merged_into_one_that_is_not_summed_is_not_assessed() {
    let mut case = two_in_one(Some(mass(200, 200)));
    case.add_lesion(Lesion::target(LesionId(2), "Late")).unwrap();
    set(&mut case, 28, 2, mass(200, 200));
    merge(&mut case, 28, 1, 2);
    assert_eq!(last(&case).target_response.token(), "NE", "its mass was no target at the baseline");
}

#[test]
fn who_holds_what_comes_apart_against_what_it_was_apart() {
    let mut case = case(vec![day(0, &[200, 100], &[]), day(28, &[200, 0], &[]), day(56, &[200, 100], &[])]);
    merge(&mut case, 28, 1, 0);
    assert_eq!(all(&case)[4], "SD", "the second is as large as before it merged");
    set(&mut case, 56, 1, mass(130, 110));
    assert_eq!(all(&case)[4], "PD", "and a quarter larger now");
}

#[test]
fn a_mass_of_which_a_part_was_injected_is_injected() {
    let mut case = case(vec![
        day(0, &[200, 200], &[]),
        day(28, &[200, 200], &[]),
        day(56, &[380, 0], &[]),
        day(84, &[200, 200], &[]),
    ]);
    merge(&mut case, 56, 1, 0);
    for (injected, other) in [(0, 1), (1, 0)] {
        let mut case = case.clone();
        let (kind, lesion) = (EventKind::Injection, Some(LesionId(injected)));
        case.add_event(Event { date: START, kind, lesion, dose: String::new(), text: String::new() }).unwrap();
        let rows = further(&case, &CriteriaSettings::standard());
        let groups: Vec<_> = rows.values().map(|row| row.itrecist.unwrap()).collect();
        let sums: Vec<_> = groups.iter().map(|row| row.injected.and_then(|own| own.sum).map(Burden::value)).collect();
        assert_eq!(sums, [Some(20.0), Some(38.0), Some(40.0)], "injected with {injected}, other {other}");
        let responses: Vec<_> = groups.iter().map(|row| row.injected.unwrap().response.token()).collect();
        assert_eq!(responses, ["SD"; 3], "38 of 40 mm is no growth of the injected one");
        let others: Vec<_> = groups.iter().map(|row| row.non_injected.map(|own| own.response.token())).collect();
        assert_eq!(others, [Some("SD"), None, None], "and nothing is left that was not injected");
    }
    case.therapy.class = TherapyClass::Checkpoint;
    assert!(further(&case, &CriteriaSettings::standard()).values().all(|row| row.itrecist.is_none()), "none injected");
}

/// A stable target, two new lesions of one class at day 28, and the second merged into the first at day 56.
fn merged_new(class: NewClass, sizes: [u32; 2], found: Finding) -> Case {
    let visits = vec![
        day(0, &[500], &[]),
        day(28, &[500], &[New::Sized(sizes[0]), New::Sized(sizes[1])]),
        day(56, &[500], &[New::Gone, New::Gone]),
    ];
    let new_targets = vec![class == NewClass::Target; 2];
    let mut case = case_of(&History { nodes: vec![false], new_targets, visits }, START, false);
    set(&mut case, 56, 1, found);
    merge(&mut case, 56, 2, 1);
    case
}

#[test]
fn new_lesions_that_merge_neither_grew_nor_became_fewer() {
    for (name, class, sizes, found, expected) in [
        ("targets, as large as both", NewClass::Target, [120, 110], mass(230, 120), "iUPD"),
        ("targets, 5 mm more", NewClass::Target, [120, 110], mass(280, 120), "iCPD"),
        ("targets, 4.9 mm more", NewClass::Target, [120, 110], mass(279, 120), "iUPD"),
        ("targets, 5 mm less", NewClass::Target, [120, 110], mass(180, 120), "iSD"),
        ("others, as large as both", NewClass::NonTarget, [60, 50], mass(110, 60), "iUPD"),
        ("others, smaller than both", NewClass::NonTarget, [60, 50], mass(100, 60), "iUPD"),
        ("others, larger than both", NewClass::NonTarget, [60, 50], mass(111, 60), "iCPD"),
        ("gone", NewClass::Target, [120, 110], Finding::Absent, "iSD"),
    ] {
        let case = merged_new(class, sizes, found.clone());
        let row = last(&case);
        assert_eq!(row.irecist.state.token(), expected, "{name}: {:?}", row.reasons);
        let gone = found == Finding::Absent;
        assert_eq!(row.crecist.token(), if gone { "SD" } else { "PD" }, "{name}: both are there with the mass");
        assert_ne!(row.irrc.unwrap().token(), "NE", "{name}: the mass has both diameters");
        let others = further(&case, &CriteriaSettings::standard()).pop_last().unwrap().1;
        assert_ne!(others.irrecist.unwrap().response.token(), "NE", "{name}");
    }
}

#[test]
fn a_merged_new_lesion_passed_over_later_is_not_resolved() {
    let mut case = merged_new(NewClass::Target, [120, 110], mass(230, 120));
    let mut later = case.visit(on(56)).unwrap().clone();
    later.date = on(84);
    later.measurements.remove(&LesionId(2));
    case.add_visit(later).unwrap();
    let row = last(&case);
    assert_eq!((row.crecist.token(), row.irrc.unwrap().token()), ("PD", "NE"), "it was not looked at");
    assert!(row.reasons.contains(&Reason::NewLesions(vec![LesionId(1), LesionId(2)])), "{:?}", row.reasons);
}

#[test]
fn a_new_lesion_merged_with_another_kind_is_as_not_assessed() {
    let mut of_classes = merged_new(NewClass::Target, [120, 110], mass(140, 120));
    let other = Lesion { new_class: Some(NewClass::NonTarget), ..of_classes.lesion(LesionId(2)).unwrap().clone() };
    of_classes.update_lesion(other).unwrap();
    let mut of_roles = merged_new(NewClass::Target, [120, 110], mass(140, 120));
    merge(&mut of_roles, 56, 2, 0);
    for case in [of_classes, of_roles] {
        let row = last(&case);
        assert_eq!((row.crecist.token(), row.irecist.state.token()), ("PD", "iUPD"), "{:?}", row.reasons);
        assert_eq!(row.irrc.unwrap().token(), "NE", "its part of the burden is not known");
    }
}

#[test]
fn non_target_lesions_that_merged_are_there_with_their_mass() {
    for (found, expected) in [(Finding::Present, "SD"), (Finding::Absent, "CR"), (Finding::NotEvaluable, "NE")] {
        let mut case = case(vec![day(0, &[200], &[]), day(28, &[200], &[])]);
        for id in [1, 2] {
            case.add_lesion(Lesion { role: Role::NonTarget, ..Lesion::target(LesionId(id), format!("X{id}")) })
                .unwrap();
            set(&mut case, 0, id, Finding::Present);
        }
        for visit in [0, 28] {
            let stated = reassess::domain::Visit { non_target: None, ..case.visit(on(visit)).unwrap().clone() };
            case.update_visit(on(visit), stated).unwrap();
        }
        set(&mut case, 28, 0, if expected == "CR" { Finding::Absent } else { mass(200, 200) });
        set(&mut case, 28, 1, found.clone());
        merge(&mut case, 28, 2, 1);
        let row = last(&case);
        let said = row.reasons.iter().find_map(|reason| match reason {
            Reason::NonTarget(state) => Some(*state),
            _ => None,
        });
        let state = match expected {
            "CR" => NonTarget::CompleteResponse,
            "NE" => NonTarget::NotEvaluable,
            _ => NonTarget::NonCrNonPd,
        };
        assert_eq!(said, Some(state), "{found:?}");
    }
}

#[test]
fn lymphoma_nodes_that_ran_together_have_one_longest_diameter() {
    let mut case = Case::default();
    for id in 0..2 {
        let node = Lesion { kind: LesionKind::Nodal, ..Lesion::target(LesionId(id), format!("LN{id}")) };
        case.add_lesion(node).unwrap();
    }
    for visit in [0, 28] {
        case.add_visit(reassess::domain::Visit::on(on(visit))).unwrap();
    }
    for id in 0..2 {
        set(&mut case, 0, id, mass(300, 200));
    }
    merge(&mut case, 28, 1, 0);
    for (longest, expected) in [(600, "SD"), (720, "PD"), (420, "PR")] {
        set(&mut case, 28, 0, mass(longest, 200));
        let row = further(&case, &CriteriaSettings::standard()).pop_last().unwrap().1;
        assert_eq!(row.vcog_lymphoma.unwrap().token(), expected, "{longest} of 600 tenths");
    }
}

#[test]
fn merged_volumes_count_once() {
    let mut case = case(vec![day(0, &[200, 200], &[]), day(28, &[200, 200], &[])]);
    let volume = |mm3: f64| Finding::Measured(Size::Volume(Volume::from_mm3(mm3).unwrap()));
    for id in 0..2 {
        set(&mut case, 0, id, volume(1000.0));
    }
    set(&mut case, 28, 0, volume(1900.0));
    merge(&mut case, 28, 1, 0);
    let row = last(&case);
    assert_eq!((row.burden.unwrap().value(), row.target_response.token()), (1900.0, "SD"));
}

#[test]
fn a_mass_is_not_held_against_a_part_of_it() {
    let missed = Day { sizes: vec![Some(600), None], ..day(28, &[], &[]) };
    let mut case = case(vec![day(0, &[200, 200], &[]), missed, day(56, &[800, 200], &[])]);
    merge(&mut case, 56, 1, 0);
    let rows = evaluate(&case, &CriteriaSettings::standard()).rows;
    let states: Vec<&str> = rows.iter().map(|row| row.irecist.state.token()).collect();
    assert_eq!(states, ["iUPD", "iUPD"], "80 mm are of both, the 60 mm before were of one");
}

/// The rows without their reasons, of which the merger or the split is one.
fn rows(case: &Case) -> Vec<CriteriaRow> {
    let mut rows = evaluate(case, &CriteriaSettings::standard()).rows;
    for row in &mut rows {
        row.reasons.clear();
        // Products do not add up to those of one mass.
        (row.irrc, row.irrc_ttb_mm2) = (None, None);
    }
    rows
}

/// Where a visit's first two targets can be drawn as one: both were assessed.
fn both(day: &Day) -> Option<u32> {
    match day.sizes.as_slice() {
        [Some(one), Some(other), ..] => Some(one + other),
        _ => None,
    }
}

#[test]
fn a_mass_as_long_as_its_parts_changes_no_category() {
    let tried = std::cell::Cell::new(0);
    let check = |history: History, from: usize| {
        // Where one of the two was not assessed, the size of both says nothing of the other.
        let assessed = history.visits.iter().all(|visit| both(visit).is_some());
        if history.nodes.len() < 2 || !assessed {
            return Ok(());
        }
        tried.set(tried.get() + 1);
        let history = History { nodes: vec![false; history.nodes.len()], ..history };
        let apart = case_of(&history, START, false);
        let mut merged = apart.clone();
        for visit in history.visits.iter().skip(1 + from) {
            let Some(sum) = both(visit) else { continue };
            set(&mut merged, visit.on, 0, if sum == 0 { Finding::Absent } else { mass(sum, sum) });
            merge(&mut merged, visit.on, 1, 0);
        }
        prop_assert_eq!(rows(&merged), rows(&apart));
        Ok(())
    };
    TestRunner::new(config(1000)).run(&(histories(), 0..3_usize), |(history, from)| check(history, from)).unwrap();
    assert!(tried.get() > 150, "two targets in {} histories only", tried.get());
}

#[test]
fn a_lesion_in_parts_as_long_as_the_whole_changes_no_category() {
    let check = |history: History, first: u32| {
        let whole = case_of(&history, START, false);
        let mut split = whole.clone();
        for visit in history.visits.iter().skip(1) {
            let Some(Some(size)) = visit.sizes.first() else { continue };
            let one = first.min(size.saturating_sub(1));
            if one > 0 {
                let parts = vec![axes(one, one), axes(size - one, size - one)];
                set(&mut split, visit.on, 0, Finding::Fragmented(parts));
            }
        }
        prop_assert_eq!(rows(&split), rows(&whole));
        Ok(())
    };
    TestRunner::new(config(1000)).run(&(histories(), 1..300_u32), |(history, first)| check(history, first)).unwrap();
}

#[test]
fn a_split_target_adds_products_and_says_so() {
    let mut case = case(vec![day(0, &[200], &[]), day(28, &[200], &[])]);
    set(&mut case, 28, 0, Finding::Fragmented(vec![axes(120, 100), axes(120, 100)]));
    assert_eq!(all(&case), ["SD", "SD", "iSD", "irSD", "SD", "irSD"], "24 of 20 mm, 240 of 400 mm²");
    let row = last(&case);
    assert_eq!((row.burden.unwrap().value(), row.irrc_ttb_mm2), (24.0, Some(240.0)));
    assert!(row.reasons.contains(&Reason::InParts(vec![LesionId(0)])), "{:?}", row.reasons);
    set(&mut case, 28, 0, Finding::Fragmented(vec![axes(130, 110), axes(120, 110), axes(20, 20)]));
    assert_eq!(all(&case), ["PD", "PD", "iUPD", "irSD", "SD", "irPD_u"], "27 of 20 mm, 279 of 400 mm²");
}
