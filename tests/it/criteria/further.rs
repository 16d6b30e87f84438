//! The other criteria, each where it parts from RECIST 1.1 (`domain.md` 1.6, 1.7).
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::criteria::{Burden, FurtherRow, evaluate, further};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Event, EventKind, Finding, Length, Lesion, LesionId, LesionKind, Measurement, NonTarget, Size, Visit,
};
use reassess::rules::CriteriaSettings;

use super::fixture::{START, case, day};
use super::random::{Day, History, New, case_of};

fn rows(case: &Case) -> Vec<FurtherRow> {
    further(case, &CriteriaSettings::standard()).into_values().collect()
}

#[test]
fn who_calls_progression_on_one_lesion() {
    // 40 and 20 mm: the small one rises by a quarter in area (22.4 mm), the sum by far less.
    let case = case(vec![day(0, &[400, 200], &[]), day(28, &[400, 224], &[]), day(56, &[280, 141], &[])]);
    let who: Vec<&str> = rows(&case).iter().map(|row| row.who.unwrap().token()).collect();
    assert_eq!(who, ["PD", "PR"], "+25.4 % of one lesion, then -50.9 % of both");
    let recist: Vec<&str> =
        evaluate(&case, &CriteriaSettings::standard()).rows.iter().map(|row| row.crecist.token()).collect();
    assert_eq!(recist, ["SD", "SD"], "RECIST sees neither");
}

#[test]
fn who_needs_two_diameters() {
    let mut case = Case::default();
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    for on in [0, 28] {
        let mut visit = Visit::on(date_from_day(START, on));
        let size = Size::Axes(Axes::longest_only(Length::from_tenths(200).unwrap()));
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(size)));
        case.add_visit(visit).unwrap();
    }
    assert_eq!(rows(&case).first().unwrap().who, None, "one diameter has no product");
}

#[test]
fn irrecist_is_partial_while_normal_nodes_and_other_disease_are_all_there_is() {
    let with = |on, size, non_target| Day { non_target, ..day(on, &[size], &[]) };
    let visits = vec![
        with(0, 130, NonTarget::Present),
        with(28, 30, NonTarget::NonCrNonPd),
        with(56, 98, NonTarget::NonCrNonPd),
        with(84, 98, NonTarget::CompleteResponse),
        with(112, 100, NonTarget::CompleteResponse),
    ];
    let case = case_of(&History { nodes: vec![true], new_targets: Vec::new(), visits }, START, false);
    let given: Vec<&str> = rows(&case).iter().map(|row| row.irrecist.unwrap().response.token()).collect();
    assert_eq!(given, ["irPR", "irPR", "irCR", "irPD_u"], "a node under 10 mm is normal however it grew");
}

#[test]
fn irrecist_adds_new_lesions_to_the_sum() {
    let new = [New::Sized(120)];
    let case = case(vec![
        day(0, &[500], &[]),
        day(28, &[450], &new),
        day(56, &[500], &new),
        day(84, &[510], &new),
        day(112, &[200], &new),
        day(140, &[0], &[New::Gone]),
    ]);
    let rows = rows(&case);
    let given: Vec<(&str, Option<Burden>)> =
        rows.iter().map(|row| row.irrecist.unwrap()).map(|row| (row.response.token(), row.sum)).collect();
    let d = |tenths| Some(Burden::Diameters(tenths));
    let expected = [("irSD", d(570)), ("irPD_u", d(620)), ("irPD_c", d(630)), ("irPR", d(320)), ("irCR", d(0))];
    assert_eq!(given, expected, "a new lesion of 12 mm alone is stable");
    let best: Vec<&str> = rows.iter().map(|row| row.irrecist.unwrap().best.token()).collect();
    assert_eq!(best, ["irSD"; 5], "irRECIST ends at confirmed progression");
    let im_best: Vec<&str> = rows.iter().map(|row| row.irrecist.unwrap().im_best.token()).collect();
    assert_eq!(im_best, ["irSD", "irSD", "irSD", "irPR", "irCR"], "imRECIST does not");
}

#[test]
fn itrecist_sums_injected_targets_apart() {
    let mut case = case(vec![
        day(0, &[200, 250], &[]),
        day(7, &[340, 250], &[]),
        day(35, &[120, 240], &[]),
        day(63, &[0, 200], &[]),
    ]);
    assert_eq!(rows(&case).first().unwrap().itrecist, None, "nothing was injected");
    case.add_event(Event {
        date: START,
        kind: EventKind::Injection,
        lesion: Some(LesionId(0)),
        dose: String::new(),
        text: String::new(),
    })
    .unwrap();
    let groups: Vec<_> = rows(&case).into_iter().map(|row| row.itrecist.unwrap()).collect();
    let injected: Vec<_> = groups
        .iter()
        .map(|row| row.injected.unwrap())
        .map(|group| (group.sum.unwrap().value(), group.response.token()))
        .collect();
    let others: Vec<_> = groups
        .iter()
        .map(|row| row.non_injected.unwrap())
        .map(|group| (group.sum.unwrap().value(), group.response.token()))
        .collect();
    assert_eq!(injected, [(34.0, "PD"), (12.0, "PR"), (0.0, "CR")], "the injected lesion swells, then goes");
    assert_eq!(others, [(25.0, "SD"), (24.0, "SD"), (20.0, "SD")], "the other is stable");
    let first = groups.first().unwrap();
    let baselines = (first.injected.unwrap().baseline.value(), first.non_injected.unwrap().baseline.value());
    assert_eq!(baselines, (20.0, 25.0), "each against its own baseline");
}

#[test]
fn lymphoma_nodes_count_by_their_longest_diameter() {
    let mut case = Case::default();
    for id in 0..2 {
        let node = Lesion { kind: LesionKind::Nodal, ..Lesion::target(LesionId(id), format!("LN{id}")) };
        case.add_lesion(node).unwrap();
    }
    for (on, longest) in [(0, [400, 300]), (28, [280, 210]), (56, [330, 258]), (84, [0, 0])] {
        let mut visit = Visit::on(date_from_day(START, on));
        for (id, tenths) in (0..).zip(longest) {
            let finding = Length::from_tenths(tenths)
                .map_or(Finding::Absent, |length| Finding::Measured(Size::Axes(Axes::longest_only(length))));
            visit.measurements.insert(LesionId(id), Measurement::of(finding));
        }
        case.add_visit(visit).unwrap();
    }
    let overall: Vec<&str> = rows(&case).iter().map(|row| row.vcog_lymphoma.unwrap().token()).collect();
    assert_eq!(overall, ["PR", "PD", "CR"], "70, 49, 58.8 mm: -30 % and +20 %, exactly");
    let mass = Lesion::target(LesionId(1), "LN1");
    case.update_lesion(mass).unwrap();
    assert!(rows(&case).iter().all(|row| row.vcog_lymphoma.is_none()), "not for a mass among the targets");
}

/// One mass by its two diameters at each visit.
fn products(sizes: &[(u32, u32)]) -> Case {
    let mut case = Case::default();
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    for (place, (longest, perpendicular)) in (0..).zip(sizes) {
        let mut visit = Visit::on(date_from_day(START, 28 * place));
        let (longest, perpendicular) = (Length::from_tenths(*longest), Length::from_tenths(*perpendicular));
        let (axes, _) = Axes::new(longest.ok(), perpendicular.ok(), None).unwrap();
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(Size::Axes(axes))));
        case.add_visit(visit).unwrap();
    }
    case
}

#[test]
fn who_measures_a_rise_from_the_smallest_product() {
    let who = |sizes: &[(u32, u32)]| -> Vec<&str> {
        rows(&products(sizes)).iter().map(|row| row.who.unwrap().token()).collect()
    };
    assert_eq!(who(&[(400, 100), (320, 100), (380, 100), (400, 100)]), ["SD", "SD", "PD"], "32 to 40 is a quarter");
    assert_eq!(who(&[(400, 100), (320, 100), (399, 100)]), ["SD", "SD"], "just under it");
}

#[test]
fn irrecist_progresses_from_the_nadir_and_is_complete_without_new_lesions() {
    let nadir = case(vec![day(0, &[500], &[]), day(28, &[300], &[]), day(56, &[380], &[])]);
    let irrecist =
        |case: &Case| -> Vec<&str> { rows(case).iter().map(|row| row.irrecist.unwrap().response.token()).collect() };
    assert_eq!(irrecist(&nadir), ["irPR", "irPD_u"], "38 over 30 mm");
    let unsized_new = case(vec![day(0, &[500], &[]), day(28, &[0], &[New::Unsized])]);
    assert_eq!(irrecist(&unsized_new), ["irPR"], "the targets are gone, a new lesion is there");
}

#[test]
fn itrecist_takes_its_nadir_from_complete_visits() {
    let missed = Day { sizes: vec![Some(200), None], ..day(28, &[], &[]) };
    let mut case = case(vec![day(0, &[200, 200], &[]), missed, day(56, &[200, 200], &[])]);
    for id in 0..2 {
        let injection = Event {
            date: START,
            kind: EventKind::Injection,
            lesion: Some(LesionId(id)),
            dose: String::new(),
            text: String::new(),
        };
        case.add_event(injection).unwrap();
    }
    let responses: Vec<&str> =
        rows(&case).iter().map(|row| row.itrecist.unwrap().injected.unwrap().response.token()).collect();
    assert_eq!(responses, ["NE", "SD"], "half a sum is no nadir");
}
