//! Corners that a mutation run found untried, each in the smallest history that shows it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::criteria::history::history as read_history;
use reassess::criteria::measurable::{Standard, is_measurable};
use reassess::criteria::{Burden, Driver, IrecistFlag, Reason, TargetResponse, evaluate, further};
use reassess::domain::{
    Axes, Case, Event, EventKind, Finding, Length, Lesion, LesionId, LesionKind, Measurement, Method, NewClass, Organ,
    Reading, Role, Size, TherapyClass, Visit, Volume,
};
use reassess::rules::CriteriaSettings;
use reassess::series::build;

use super::fixture::{START, case, day, on};
use super::random::{Day, New};

fn standard() -> CriteriaSettings {
    CriteriaSettings::standard()
}

fn square(tenths: u32) -> Measurement {
    let side = Length::from_tenths(tenths).ok();
    Measurement::of(Finding::Measured(Size::Axes(Axes::new(side, side, None).unwrap().0)))
}

fn event(day: i32, kind: EventKind, lesion: u32) -> Event {
    Event { date: on(day), kind, lesion: Some(LesionId(lesion)), dose: String::new(), text: String::new() }
}

#[test]
fn irrc_is_never_confirmed_by_the_first_look() {
    let settings = CriteriaSettings { second_look_days: 0, confirm_tolerance_days: 0, ..standard() };
    let case = case(vec![day(0, &[200], &[]), day(28, &[240], &[]), day(35, &[240], &[])]);
    let irrc: Vec<&str> = evaluate(&case, &settings).rows.iter().map(|row| row.irrc.unwrap().token()).collect();
    assert_eq!(irrc, ["irPD_u", "irPD_c"]);
}

#[test]
fn irrc_needs_two_diameters_of_every_target_at_the_baseline() {
    let mut case = case(vec![day(0, &[200, 200], &[]), day(28, &[200, 200], &[])]);
    let longest = Finding::Measured(Size::Axes(Axes::longest_only(Length::from_tenths(200).unwrap())));
    case.set_measurement(START, LesionId(1), Some(Measurement::of(longest))).unwrap();
    assert_eq!(evaluate(&case, &standard()).rows.first().unwrap().irrc, None, "one has a longest diameter alone");
}

#[test]
fn a_lesion_entered_as_new_at_the_baseline_is_new_once_seen_after_it() {
    let case = case(vec![day(0, &[200], &[New::Sized(120)]), day(28, &[200], &[New::Sized(120)])]);
    let history = read_history(&case, &build(&case), &standard()).unwrap();
    assert!(history.baseline.new_lesions.is_empty(), "not at the baseline: {:?}", history.baseline);
    let row = evaluate(&case, &standard()).rows.pop().unwrap();
    assert_eq!((row.crecist.token(), row.irecist.state.token()), ("PD", "iUPD"), "but after it");
}

#[test]
fn a_new_node_is_there_from_ten_millimeters_on() {
    for (tenths, expected) in [(99, "SD"), (100, "PD"), (140, "PD")] {
        let mut case = case(vec![day(0, &[200], &[]), day(28, &[200], &[])]);
        let node = Lesion { kind: LesionKind::Nodal, role: Role::New, ..Lesion::target(LesionId(5), "LN") };
        case.add_lesion(node).unwrap();
        case.set_measurement(on(28), LesionId(5), Some(square(tenths))).unwrap();
        assert_eq!(evaluate(&case, &standard()).rows.pop().unwrap().crecist.token(), expected, "{tenths} tenths");
    }
}

#[test]
fn an_open_iupd_names_the_drivers_of_its_own_visit() {
    let by_target = [day(0, &[200], &[New::NoEntry]), day(28, &[260], &[New::NoEntry])];
    // The new lesion of a scan too early drives nothing: the block began by the targets.
    let case = case(by_target.into_iter().chain([day(42, &[260], &[New::Sized(120)])]).collect());
    let row = evaluate(&case, &standard()).rows.pop().unwrap();
    assert_eq!((row.irecist.state.token(), row.irecist.drivers), ("iUPD", vec![Driver::Target]));
}

#[test]
fn the_window_of_confirmation_ends_after_day_56() {
    for (gap, flags) in [(56, vec![]), (57, vec![IrecistFlag::Late])] {
        let case = case(vec![day(0, &[200], &[]), day(28, &[260], &[]), day(28 + gap, &[320], &[])]);
        let row = evaluate(&case, &standard()).rows.pop().unwrap();
        assert_eq!((row.irecist.state.token(), row.irecist.flags), ("iCPD", flags), "{gap} days");
    }
}

#[test]
fn new_lesions_preclude_a_complete_response_and_it_says_so() {
    let seen = [New::Sized(120)];
    let case =
        case(vec![day(0, &[200], &[]), day(28, &[200], &seen), day(56, &[0], &seen), day(84, &[0], &[New::Gone])]);
    let rows = evaluate(&case, &standard()).rows;
    let said: Vec<bool> = rows.iter().map(|row| row.reasons.contains(&Reason::NewLesionsPrecludeComplete)).collect();
    let states: Vec<&str> = rows.iter().map(|row| row.irecist.state.token()).collect();
    assert_eq!((states, said), (vec!["iUPD", "iPR", "iCR"], vec![false, true, false]));
}

#[test]
fn the_best_of_irrecist_ends_at_confirmed_progression_alone() {
    let sizes = [(0, 500), (28, 500), (56, 300), (84, 400), (112, 400), (140, 0)];
    let case = case(sizes.iter().map(|(on, size)| day(*on, &[*size], &[])).collect());
    let rows: Vec<_> = further(&case, &standard()).into_values().map(|row| row.irrecist.unwrap()).collect();
    let best: Vec<&str> = rows.iter().map(|row| row.best.token()).collect();
    assert_eq!(best, ["irSD", "irPR", "irPR", "irPR", "irPR"], "better until it is confirmed, not after");
}

#[test]
fn irrecist_needs_every_size_it_adds() {
    let of = |new: New| {
        let case = case(vec![day(0, &[900], &[]), day(28, &[900], &[New::Sized(120)]), day(56, &[900], &[new])]);
        further(&case, &standard()).into_values().next_back().unwrap().irrecist.unwrap().response.token()
    };
    assert_eq!([New::NoEntry, New::Unsized, New::NotEvaluable].map(of), ["NE"; 3], "a size is missing");
    assert_eq!([New::Sized(120), New::Gone].map(of), ["irSD"; 2], "none is");
    let gone = case(vec![
        day(0, &[900], &[]),
        day(28, &[900], &[New::Sized(120)]),
        day(56, &[900], &[New::Gone]),
        day(84, &[900], &[New::NoEntry]),
    ]);
    let last = further(&gone, &standard()).into_values().next_back().unwrap().irrecist.unwrap();
    assert_eq!(last.response.token(), "irSD", "what was gone need not be looked for again");
}

#[test]
fn irrc_is_unknown_where_a_counted_new_lesion_is_seen_without_a_size() {
    let of = |first: New| {
        let case = case(vec![day(0, &[200], &[]), day(28, &[200], &[first]), day(56, &[200], &[New::Unsized])]);
        evaluate(&case, &standard()).rows.pop().unwrap().irrc.unwrap().token()
    };
    assert_eq!(of(New::Sized(80)), "NE", "it counted before");
    assert_eq!(of(New::Unsized), "irSD", "it never did");
}

#[test]
fn itrecist_groups_have_a_nadir_and_completeness_of_their_own() {
    let mut visits: Vec<Day> =
        [(0, 400), (28, 200), (56, 260)].iter().map(|(on, size)| day(*on, &[*size, 300], &[])).collect();
    if let Some(last) = visits.last_mut() {
        last.sizes = vec![Some(260), None];
    }
    let mut case = case(visits);
    case.add_event(event(0, EventKind::Injection, 0)).unwrap();
    let last = further(&case, &standard()).into_values().next_back().unwrap().itrecist.unwrap();
    let (injected, other) = (last.injected.unwrap(), last.non_injected.unwrap());
    assert_eq!(injected.response.token(), "PD", "26 over its own nadir of 20 mm");
    assert!(injected.sum.is_some() && other.sum.is_none(), "one group is complete, the other is not: {last:?}");
}

#[test]
fn a_lesion_is_injected_from_its_injection_on() {
    let visits = || vec![day(0, &[400, 300], &[]), day(28, &[400, 300], &[]), day(56, &[400, 300], &[])];
    let injected = |case: &Case| -> Vec<bool> {
        further(case, &standard())
            .into_values()
            .map(|row| row.itrecist.is_some_and(|row| row.injected.is_some()))
            .collect()
    };
    let mut by_event = case(visits());
    by_event.add_event(event(0, EventKind::Biopsy, 1)).unwrap();
    assert_eq!(injected(&by_event), [false, false], "a biopsy is none");
    by_event.add_event(event(40, EventKind::Injection, 0)).unwrap();
    assert_eq!(injected(&by_event), [false, true], "day 40");
    let mut on_the_day = case(visits());
    on_the_day.add_event(event(56, EventKind::Injection, 0)).unwrap();
    assert_eq!(injected(&on_the_day), [false, true], "on the day of the visit");
    let mut by_record = case(visits());
    let marked = Measurement { injected: Some(true), ..square(400) };
    by_record.set_measurement(on(56), LesionId(0), Some(marked)).unwrap();
    assert_eq!(injected(&by_record), [false, true], "marked at day 56");
    let not = Measurement { injected: Some(false), ..square(400) };
    by_record.set_measurement(on(56), LesionId(0), Some(not)).unwrap();
    assert_eq!(injected(&by_record), [false, false], "marked as not injected");
}

#[test]
fn intralesional_therapy_splits_the_sums_by_itself() {
    let split = |n_targets: usize, edit: &dyn Fn(&mut Case)| {
        let sizes = vec![400; n_targets];
        let mut case = case(vec![day(0, &sizes, &[]), day(28, &sizes, &[])]);
        case.therapy.class = TherapyClass::Intralesional;
        edit(&mut case);
        further(&case, &standard()).into_values().next_back().unwrap().itrecist
    };
    let groups = |row: Option<reassess::criteria::ItRecistRow>| {
        row.map(|row| (row.injected.is_some(), row.non_injected.is_some()))
    };
    assert_eq!(groups(split(1, &|_| {})), Some((true, false)), "a lone target was injected");
    assert_eq!(groups(split(2, &|_| {})), None, "of two nobody knows which");
    assert_eq!(groups(split(1, &|case| case.therapy.class = TherapyClass::Checkpoint)), None, "another therapy");
    let unnamed = |case: &mut Case| {
        case.add_event(Event { lesion: None, ..event(0, EventKind::Injection, 0) }).unwrap();
    };
    assert_eq!(groups(split(2, &unnamed)), Some((true, false)), "an injection that names none went into both");
    let denied = |case: &mut Case| {
        let not = Measurement { injected: Some(false), ..square(400) };
        case.set_measurement(on(28), LesionId(0), Some(not)).unwrap();
    };
    assert_eq!(groups(split(1, &denied)), None, "recorded as not injected");
}

#[test]
fn thin_slices_ask_for_no_more_than_the_setting() {
    let settings = CriteriaSettings { measurable_tenths: 50, ..standard() };
    let mass = Lesion::target(LesionId(0), "T1");
    for (slice, expected) in [(40, true), (50, true), (51, false)] {
        let slice = Length::from_tenths(slice).ok();
        let measurement = Measurement { method: Some(Method::Ct), slice, ..square(60) };
        assert_eq!(is_measurable(&mass, &measurement, Standard::Crecist, &settings), expected, "{slice:?}");
    }
}

#[test]
fn known_new_lesions_progress_by_percent_and_millimeters() {
    // After a reset 30 mm: +5.5 mm is 18 %, +6 mm is 20 %.
    let of = |last: u32| {
        let seen = [New::Sized(300)];
        let case = case(vec![
            day(0, &[200], &[]),
            day(28, &[200], &seen),
            day(56, &[100], &seen),
            day(84, &[100], &[New::Sized(last)]),
        ]);
        evaluate(&case, &standard()).rows.pop().unwrap().irecist.state.token()
    };
    assert_eq!([355, 360].map(of), ["iPR", "iUPD"]);
}

/// The new lesions of the second of two visits.
fn new_lesions(findings: Vec<(Organ, Finding)>) -> (Case, Vec<LesionId>) {
    let mut case = case(vec![day(0, &[200], &[]), day(28, &[200], &[])]);
    let mut ids = Vec::new();
    for (id, (organ, finding)) in (10..).map(LesionId).zip(findings) {
        case.add_lesion(Lesion { role: Role::New, organ, ..Lesion::target(id, format!("N{}", id.0)) }).unwrap();
        case.set_measurement(on(28), id, Some(Measurement::of(finding))).unwrap();
        ids.push(id);
    }
    (case, ids)
}

#[test]
fn new_lesions_of_unknown_organs_share_none() {
    let findings = [130, 120, 110].map(|tenths| (Organ::default(), square(tenths).finding));
    let (case, _) = new_lesions(findings.into());
    let history = read_history(&case, &build(&case), &standard()).unwrap();
    let classes: Vec<NewClass> = history.later.first().unwrap().new_lesions.iter().map(|sight| sight.class).collect();
    assert_eq!(classes, [NewClass::Target; 3]);
}

#[test]
fn a_new_lesion_given_by_volume_has_the_diameter_of_its_sphere() {
    let volume = Volume::from_mm3(523.6).unwrap();
    let (case, _) = new_lesions(vec![(Organ::default(), Finding::Measured(Size::Volume(volume)))]);
    let history = read_history(&case, &build(&case), &standard()).unwrap();
    let sight = history.later.first().unwrap().new_lesions.first().copied().unwrap();
    assert_eq!(sight.size_tenths, Some(100), "523.6 mm³ is a sphere of 10 mm");
}

#[test]
fn a_new_lesion_in_parts_adds_the_products_of_its_parts() {
    let part = |tenths: u32| {
        let side = Length::from_tenths(tenths).ok();
        Axes::new(side, side, None).unwrap().0
    };
    for (name, parts, expected) in [("one of 8 mm", [80, 40], 480.0), ("none of 5 mm", [40, 40], 400.0)] {
        let parts = parts.map(part).to_vec();
        let (case, _) = new_lesions(vec![(Organ::default(), Finding::Fragmented(parts))]);
        let row = evaluate(&case, &standard()).rows.pop().unwrap();
        assert_eq!(row.irrc_ttb_mm2, Some(expected), "{name}");
    }
}

#[test]
fn a_reading_is_read_from_the_case_by_every_entry() {
    let mut case =
        case(vec![day(0, &[200], &[]), day(28, &[200], &[New::Sized(80)]), day(56, &[200], &[New::Sized(80)])]);
    case.readings.insert(Reading::SmallNewTargets);
    let new = Lesion { new_class: None, ..case.lesions().last().unwrap().clone() };
    case.update_lesion(new).unwrap();
    let rows: Vec<_> = further(&case, &standard()).into_values().map(|row| row.irrecist.unwrap().sum).collect();
    assert_eq!(rows.first().copied().flatten().map(|sum| sum.to_string()), Some("28 mm".to_owned()), "8 mm is added");
    let visit = Visit::on(on(84));
    case.add_visit(visit).unwrap();
    assert_eq!(evaluate(&case, &standard()).rows.len(), 2, "a visit without sizes has no row");
}

/// Targets known by volume alone, in cubic millimeters; `None` is not evaluable, 0 is gone.
fn volumes(visits: &[(i32, &[Option<f64>])]) -> Case {
    let mut case = Case::default();
    case.therapy.start = Some(START);
    for (day, sizes) in visits {
        let mut visit = Visit::on(on(*day));
        for (id, size) in (0..).map(LesionId).zip(*sizes) {
            if case.lesion(id).is_none() {
                case.add_lesion(Lesion::target(id, format!("T{}", id.0))).unwrap();
            }
            let finding = match size {
                None => Finding::NotEvaluable,
                Some(mm3) => {
                    Volume::from_mm3(*mm3).map_or(Finding::Absent, |volume| Finding::Measured(Size::Volume(volume)))
                }
            };
            visit.measurements.insert(id, Measurement::of(finding));
        }
        case.add_visit(visit).unwrap();
    }
    case
}

#[test]
fn volumes_after_nothing_are_progression_at_any_size() {
    let case = volumes(&[(0, &[Some(900.0)]), (28, &[Some(0.0)]), (56, &[Some(10.0)]), (84, &[Some(0.0)])]);
    let rows = evaluate(&case, &standard()).rows;
    let found: Vec<_> = rows.iter().map(|row| (row.target_response.token(), row.pct_from_nadir)).collect();
    assert_eq!((found[0].0, found[1], found[2].0), ("CR", ("PD", None), "CR"), "no percentage of nothing");
    let half = volumes(&[(0, &[Some(900.0), Some(900.0)]), (28, &[Some(0.0), Some(0.0)]), (56, &[Some(0.0), None])]);
    let last = evaluate(&half, &standard()).rows.pop().unwrap();
    assert_eq!(last.target_response.token(), "NE", "nothing found and one not assessed is no progression");
}

#[test]
fn volumes_confirm_by_five_millimeters_of_the_equal_sphere() {
    let sphere = |mm: f64| Some(std::f64::consts::PI / 6.0 * mm.powi(3));
    let of = |last: f64| {
        let case = volumes(&[(0, &[sphere(20.0)]), (28, &[sphere(24.1)]), (56, &[sphere(last)])]);
        evaluate(&case, &standard()).rows.pop().unwrap().irecist.state.token()
    };
    assert_eq!([29.0, 29.2].map(of), ["iUPD", "iCPD"], "from 24.1 mm");
}

#[test]
fn a_third_target_of_one_organ_is_not_suggested() {
    use reassess::criteria::selection::{NotTarget, of_one_organ, suggest_targets};
    let mut case = case(vec![day(0, &[300, 250, 200], &[])]);
    let visit = case.visit(START).unwrap().clone();
    for (organs, of_one) in [
        (["lung", "Lung ", "LUNG"], true),
        (["left lung", "right caudal lung lobe", "Lungs"], true),
        (["lung, left", "pulmonary", "accessory lung lobe"], true),
        (["left kidney", "Right kidney", "kidney, cranial pole"], true),
        (["right front  limb", "Right front limb", "right front limb"], true),
        (["left lung", "right lung", "left kidney"], false),
        (["left adrenal", "right adrenal", "adrenal"], false),
        (["lung", "left lung", "lung hilar mass"], false),
        (["left", "lobe", "cranial lobe"], false),
        (["", "", ""], false),
    ] {
        for (id, organ) in (0..).map(LesionId).zip(organs) {
            let lesion = Lesion { organ: Organ(organ.to_owned()), ..case.lesion(id).unwrap().clone() };
            case.update_lesion(lesion).unwrap();
        }
        let selection = suggest_targets(case.lesions(), &visit, Standard::Crecist, &standard());
        assert_eq!(selection.targets.len(), if of_one { 2 } else { 3 }, "{organs:?}");
        let reason = of_one.then_some(NotTarget::OrganFull);
        assert_eq!(selection.reasons.get(&LesionId(2)).copied(), reason, "the smallest of {organs:?}");
        let [first, last] = [LesionId(0), LesionId(2)].map(|id| case.lesion(id).unwrap());
        assert_eq!(of_one_organ(first, last), of_one, "{organs:?}");
        let departs: Vec<_> = of_one.then_some((LesionId(2), Role::NonTarget)).into_iter().collect();
        assert_eq!(selection.departures(case.lesions()), departs, "a target by its role, {organs:?}");
    }
}

/// A stable mass and six new lesions of one organ, of these sizes at day 28 and 56.
fn six_new(organ: &str, sizes: [[New; 6]; 2]) -> Case {
    let [first, second] = sizes;
    let mut case =
        case(vec![day(0, &[200], &[]), day(28, &[200], first.as_slice()), day(56, &[200], second.as_slice())]);
    for id in (1..=6).map(LesionId) {
        let organ = Organ(organ.to_owned());
        case.update_lesion(Lesion { organ, new_class: None, ..case.lesion(id).unwrap().clone() }).unwrap();
    }
    case
}

#[test]
fn new_lesions_too_small_for_the_burden_of_irrc_take_no_place_in_it() {
    let [small, large] = [New::Sized(40), New::Sized(100)];
    let first = [small, small, small, small, small, New::NoEntry];
    let case = six_new("lung", [first, [small, small, small, small, small, large]]);
    let burdens: Vec<_> = evaluate(&case, &standard()).rows.iter().map(|row| row.irrc_ttb_mm2).collect();
    assert_eq!(burdens, [Some(400.0), Some(500.0)], "the sixth is the first of 5 x 5 mm");
}

#[test]
fn no_more_than_five_new_lesions_are_targets() {
    let all = [New::Sized(120); 6];
    for (organ, expected) in [("", 5), ("lung", 2)] {
        let case = six_new(organ, [all, all]);
        let read = read_history(&case, &build(&case), &standard()).unwrap();
        let last = read.later.last().unwrap();
        let targets = last.new_lesions.iter().filter(|sight| sight.class == NewClass::Target).count();
        assert_eq!((last.new_lesions.len(), targets), (6, expected), "organ {organ:?}");
    }
}

#[test]
fn a_half_of_the_products_is_a_response_by_who() {
    let whole = || vec![day(0, &[200, 200], &[]), day(28, &[200, 200], &[])];
    for (short, expected) in [(100, "PR"), (101, "SD")] {
        let mut case = case(whole());
        for id in [0, 1].map(LesionId) {
            let [length, width] = [200, short].map(|tenths| Length::from_tenths(tenths).ok());
            let size = Size::Axes(Axes::new(length, width, None).unwrap().0);
            case.set_measurement(on(28), id, Some(Measurement::of(Finding::Measured(size)))).unwrap();
        }
        let row = further(&case, &standard()).into_values().next_back().unwrap();
        assert_eq!(row.who.unwrap().token(), expected, "twice 20 x {short} tenths of twice 20 x 20 mm");
    }
}

#[test]
fn what_is_not_there_or_is_new_is_never_suggested() {
    use reassess::criteria::selection::suggest_targets;
    let mut case = case(vec![day(0, &[300, 250, 200, 150], &[])]);
    case.update_lesion(Lesion { role: Role::New, ..case.lesion(LesionId(0)).unwrap().clone() }).unwrap();
    for (id, finding) in [(1, Finding::Absent), (2, Finding::Merged(LesionId(3)))] {
        case.set_measurement(START, LesionId(id), Some(Measurement::of(finding))).unwrap();
    }
    let visit = case.visit(START).unwrap();
    let selection = suggest_targets(case.lesions(), visit, Standard::Crecist, &standard());
    assert_eq!(selection.departures(case.lesions()), [], "no role would change");
    assert_eq!((selection.targets, selection.non_targets), (vec![LesionId(3)], Vec::new()), "the only one found");
}

#[test]
fn the_first_day_that_may_reset_resets() {
    let settings = CriteriaSettings { reset_from_days: Some(14), ..standard() };
    for (days, state) in [(13, "iUPD"), (14, "iSD")] {
        let case = case(vec![day(0, &[200], &[]), day(28, &[250], &[]), day(28 + days, &[220], &[])]);
        let row = evaluate(&case, &settings).rows.pop().unwrap();
        assert_eq!(row.irecist.state.token(), state, "{days} days after the first iUPD");
    }
}

#[test]
fn what_is_back_after_a_complete_response_is_named_and_nothing_else() {
    let missed = Day { sizes: vec![Some(110), Some(0), None], ..day(56, &[], &[]) };
    let mut case = case(vec![day(0, &[150, 200, 150], &[]), day(28, &[80, 0, 80], &[]), missed]);
    for id in [0, 2].map(LesionId) {
        let node = Lesion { kind: LesionKind::Nodal, ..case.lesion(id).unwrap().clone() };
        case.update_lesion(node).unwrap();
    }
    let back = |case: &Case| {
        let row = evaluate(case, &standard()).rows.pop().unwrap();
        assert_eq!((row.crecist.token(), row.target_response == TargetResponse::Pd), ("PD", false), "{row:?}");
        assert!(row.reasons.contains(&Reason::Reappeared(vec![LesionId(0)])), "{:?}", row.reasons);
    };
    back(&case);
    // A node within the mass of another adds nothing of its own that could be back.
    case.set_measurement(on(56), LesionId(2), Some(Measurement::of(Finding::Merged(LesionId(0))))).unwrap();
    back(&case);
}

#[test]
fn volumes_add_up() {
    let case = volumes(&[(0, &[Some(300.0), Some(500.0)]), (28, &[Some(400.0), Some(500.0)])]);
    let row = evaluate(&case, &standard()).rows.pop().unwrap();
    assert_eq!(row.burden, Some(Burden::Volume(900.0)));
}

#[test]
fn lymphoma_nodes_need_no_five_millimeters() {
    let mut case = case(vec![day(0, &[100, 100], &[]), day(28, &[120, 120], &[])]);
    for id in (0..2).map(LesionId) {
        let node = Lesion { kind: LesionKind::Nodal, ..case.lesion(id).unwrap().clone() };
        case.update_lesion(node).unwrap();
    }
    let row = further(&case, &standard()).into_values().next_back().unwrap();
    assert_eq!(row.vcog_lymphoma.unwrap().token(), "PD", "20 to 24 mm: +20 %, +4 mm");
}

#[test]
fn who_is_complete_while_everything_stays_gone() {
    let case = case(vec![day(0, &[200], &[]), day(28, &[0], &[]), day(56, &[0], &[])]);
    let who: Vec<&str> = further(&case, &standard()).into_values().map(|row| row.who.unwrap().token()).collect();
    assert_eq!(who, ["CR", "CR"]);
}

#[test]
fn the_burden_of_irrc_has_five_lesions_of_an_organ_ten_visceral_and_five_of_the_skin() {
    // Every lesion but the last has 400 mm², the last has 100.
    let total = |organs: &[&str]| {
        let count = organs.len();
        let sizes: Vec<u32> = (0..count).map(|place| if place + 1 == count { 100 } else { 200 }).collect();
        let mut case = case(vec![day(0, &sizes, &[]), day(28, &sizes, &[])]);
        for (id, organ) in (0..).zip(organs) {
            let lesion = case.lesion(LesionId(id)).unwrap().clone();
            case.update_lesion(Lesion { organ: Organ((*organ).to_owned()), ..lesion }).unwrap();
        }
        let row = evaluate(&case, &standard()).rows.pop().unwrap();
        (row.irrc_ttb_mm2.unwrap() / 100.0).round()
    };
    let of = |count: usize, organ: &'static str| vec![organ; count];
    assert_eq!(total(&of(5, "lung")), 17.0, "five of an organ: four of 400 mm² and one of 100");
    assert_eq!(total(&of(6, "lung")), 20.0, "the sixth, the smallest, does not count");
    assert_eq!(total(&of(10, "")), 37.0, "ten of unknown organs, counted as visceral");
    assert_eq!(total(&of(11, "")), 40.0, "the eleventh does not count");
    let skin = ["skin", "Skin of the flank", "subcutis", "dermis", "cutaneous"];
    assert_eq!(total(&skin), 17.0, "five of the skin");
    assert_eq!(total(&[&skin[..], &["skin, paw"]].concat()), 20.0, "the sixth does not count");
    assert_eq!(total(&[&skin[..], &of(10, "")].concat()), 57.0, "ten visceral ones beside them do");
}

#[test]
fn a_target_beyond_the_places_of_irrc_keeps_a_response_from_being_complete() {
    let of = |last: u32| {
        let before = [200, 200, 200, 200, 200, 100];
        let mut case = case(vec![day(0, &before, &[]), day(28, &[0, 0, 0, 0, 0, last], &[])]);
        for id in 0..6 {
            let lesion = case.lesion(LesionId(id)).unwrap().clone();
            case.update_lesion(Lesion { organ: Organ("lung".to_owned()), ..lesion }).unwrap();
        }
        evaluate(&case, &standard()).rows.pop().unwrap().irrc.unwrap().token()
    };
    assert_eq!((of(0), of(100)), ("irCR", "irPR"));
    assert_eq!(of(500), "irPR", "and never makes progression");
}

#[test]
fn new_lesions_join_the_burden_of_irrc_while_there_are_places() {
    let total = |sizes: &[u32], backward: bool| {
        let found = |tenths: &u32| (Organ("lung".to_owned()), square(*tenths).finding);
        let mut found: Vec<(Organ, Finding)> = sizes.iter().map(found).collect();
        if backward {
            found.reverse();
        }
        let (case, _) = new_lesions(found);
        evaluate(&case, &standard()).rows.last().unwrap().irrc_ttb_mm2.unwrap()
    };
    let own = total(&[], false);
    for backward in [false, true] {
        assert_eq!(total(&[100; 5], backward) - own, 500.0, "five of one organ");
        assert_eq!(total(&[100, 100, 100, 100, 60, 100], backward) - own, 500.0, "the smallest of six is left out");
        assert_eq!(total(&[40, 100, 100, 100, 100, 100], backward) - own, 500.0, "one under 5 mm takes no place");
    }
}
