//! Rules that the worked cases do not reach, each in the smallest history that shows it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::Date;
use reassess::criteria::history::history as read_history;
use reassess::criteria::{Burden, CriteriaRow, Driver, IrecistFlag, Reason, evaluate};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, Measurement, NewClass, NonTarget, NonTargetChange, Organ, Role,
    Size, Visit, Volume,
};
use reassess::rules::{CriteriaSettings, FurtherRiseReference};
use reassess::series::{Basis, build};

use super::fixture::{self, START, history};
use super::random::{Day, New, case_of};

fn day(on: i32, sizes: &[u32]) -> Day {
    fixture::day(on, sizes, &[])
}

fn with_new(on: i32, size: u32, news: &[New]) -> Day {
    Day { news: news.to_vec(), ..day(on, &[size]) }
}

fn rows_with(visits: Vec<Day>, settings: &CriteriaSettings) -> Vec<CriteriaRow> {
    evaluate(&case_of(&history(visits), START, false), settings).rows
}

fn rows(visits: Vec<Day>) -> Vec<CriteriaRow> {
    rows_with(visits, &CriteriaSettings::standard())
}

fn irecist(rows: &[CriteriaRow]) -> Vec<&'static str> {
    rows.iter().map(|row| row.irecist.state.token()).collect()
}

fn irrc(rows: &[CriteriaRow]) -> Vec<&'static str> {
    rows.iter().map(|row| row.irrc.map_or("", |response| response.token())).collect()
}

#[test]
fn irrc_turns_exactly_at_a_quarter_more_and_at_half() {
    // 10² + 20² = 500 mm²; 25² = 625 is a quarter more, 15² + 5² = 250 is half.
    let at = rows(vec![day(0, &[100, 200]), day(28, &[250, 0]), day(56, &[150, 50])]);
    assert_eq!(irrc(&at), ["irPD_u", "irPR"], "at the edges");
    let past = rows(vec![day(0, &[100, 200]), day(28, &[249, 0]), day(56, &[151, 50])]);
    assert_eq!(irrc(&past), ["irSD", "irSD"], "just inside them");
}

#[test]
fn irrc_confirms_consecutive_observations_only() {
    let broken = rows(vec![day(0, &[100]), day(28, &[120]), day(56, &[100]), day(84, &[120]), day(112, &[120])]);
    assert_eq!(irrc(&broken), ["irPD_u", "irSD", "irPD_u", "irPD_c"], "a visit without it starts anew");
    let missed = Day { sizes: vec![None], ..day(56, &[]) };
    let missed = rows(vec![day(0, &[100]), day(28, &[120]), missed, day(84, &[120])]);
    assert_eq!(irrc(&missed), ["irPD_u", "NE", "irPD_c"], "one not evaluable does not");
}

#[test]
fn irrc_needs_every_burden() {
    let present = New::Sized(80);
    let row = |news| rows(vec![day(0, &[200]), with_new(28, 200, &[present]), with_new(56, 200, &[news])]);
    assert_eq!(irrc(&row(New::NoEntry)), ["irSD", "NE"], "a new lesion passed over");
    assert_eq!(irrc(&row(New::Gone)), ["irSD", "irSD"], "a new lesion gone");
    let small = rows(vec![day(0, &[200]), with_new(28, 0, &[New::Sized(40)])]);
    assert_eq!(irrc(&small), ["irPR"], "a new lesion under 5 mm precludes a complete response");
    assert_eq!(small.last().unwrap().irrc_ttb_mm2, Some(0.0), "and adds nothing");
}

#[test]
fn sums_are_shown_where_the_row_is_evaluable_or_progresses() {
    let half = |on, size| Day { sizes: vec![Some(size), None], ..day(on, &[]) };
    let rows = rows(vec![day(0, &[200, 100]), half(28, 250), half(56, 360)]);
    let [not_evaluable, progression] = rows.as_slice() else { panic!("two rows") };
    assert_eq!((not_evaluable.crecist.token(), not_evaluable.burden), ("NE", None), "one target not assessed");
    assert_eq!(not_evaluable.pct_from_nadir, None, "nor a percentage");
    assert_eq!(progression.crecist.token(), "PD", "the other target alone is over the line of both");
    assert_eq!(progression.burden, Some(Burden::Diameters(360)), "the assessed sum");
    assert_eq!(progression.abs_from_nadir_tenths, Some(60), "against the full nadir");
}

#[test]
fn silence_resolves_no_new_lesion() {
    let seen = with_new(28, 200, &[New::Sized(150)]);
    let after = |new| rows(vec![day(0, &[200]), seen.clone(), with_new(56, 200, &[new])]);
    for (new, recist, state) in [
        (New::NoEntry, "PD", "iUPD"),
        (New::NotEvaluable, "PD", "iUPD"),
        (New::Sized(150), "PD", "iUPD"),
        (New::Sized(100), "PD", "iSD"),
        (New::Sized(200), "PD", "iCPD"),
        (New::Gone, "SD", "iSD"),
    ] {
        let rows = after(new);
        let last = rows.last().unwrap();
        assert_eq!((last.crecist.token(), last.irecist.state.token()), (recist, state), "{new:?}");
    }
}

#[test]
fn a_suspected_new_lesion_counts_once_certain() {
    let equivocal = with_new(28, 200, &[New::Equivocal(120)]);
    let rows = rows(vec![day(0, &[200]), equivocal, with_new(56, 200, &[New::Sized(120)])]);
    assert_eq!(irecist(&rows), ["iSD", "iUPD"], "first suspected, then certain");
    let reasons = &rows.first().unwrap().reasons;
    assert!(reasons.iter().any(|reason| matches!(reason, Reason::Equivocal(_))), "it is named: {reasons:?}");
}

#[test]
fn a_new_lesion_that_had_gone_and_is_suspected_again_does_not_count_until_certain() {
    let rows = rows(vec![
        day(0, &[200]),
        with_new(28, 200, &[New::Sized(120)]),
        with_new(56, 200, &[New::Gone]),
        with_new(84, 200, &[New::Equivocal(120)]),
        with_new(112, 200, &[New::Sized(120)]),
    ]);
    let recist: Vec<_> = rows.iter().map(|row| row.crecist.token()).collect();
    assert_eq!(recist, ["PD", "SD", "SD", "PD"], "a new lesion must be unequivocal");
    let suspected = rows.iter().map(|row| row.reasons.iter().any(|own| matches!(own, Reason::Equivocal(_))));
    assert_eq!(suspected.collect::<Vec<_>>(), [false, false, true, false], "it is named while suspected");
}

#[test]
fn non_target_disease_back_after_a_complete_response_is_progression() {
    let with = |on, size, non_target| Day { non_target, ..day(on, &[size]) };
    let course = |first| {
        rows(vec![
            with(0, 200, NonTarget::Present),
            with(42, 0, first),
            with(84, 0, NonTarget::NonCrNonPd),
            with(126, 0, NonTarget::NonCrNonPd),
        ])
    };
    let after_complete = course(NonTarget::CompleteResponse);
    let recist: Vec<_> = after_complete.iter().map(|row| row.crecist.token()).collect();
    assert_eq!(recist, ["CR", "PD", "PR"], "the response of the time point");
    assert_eq!(irecist(&after_complete), ["iCR", "iUPD", "iPR"], "unconfirmed, then not confirmed");
    let named: Vec<bool> =
        after_complete.iter().map(|row| row.reasons.contains(&Reason::NonTargetReappeared)).collect();
    assert_eq!(named, [false, true, false], "it is named once");
    assert_eq!(irecist(&course(NonTarget::NonCrNonPd)), ["iPR"; 3], "it was never gone");
}

#[test]
fn a_known_new_lesion_back_after_a_complete_response_is_progression() {
    let new = |on, new| with_new(on, 0, &[new]);
    let visits = vec![day(0, &[200]), new(28, New::Unsized), new(56, New::Gone), new(84, New::Unsized)];
    assert_eq!(irecist(&rows(visits)), ["iUPD", "iCR", "iUPD"], "seen, gone, back");
}

#[test]
fn an_early_scan_counts_only_for_a_new_sign_and_one_more_new_lesion() {
    let early = |unscheduled, news: &[New]| {
        let first = with_new(28, 250, &[New::NoEntry; 2]);
        let second = Day { unscheduled, ..with_new(42, 320, news) };
        let rows = rows(vec![day(0, &[200]), first, second]);
        let last = rows.last().unwrap();
        (last.irecist.state.token(), last.irecist.flags.clone())
    };
    let one_more = [New::Sized(120), New::NoEntry];
    assert_eq!(early(false, &one_more), ("iUPD", vec![IrecistFlag::TooEarly]), "not for a sign");
    assert_eq!(early(true, &[New::NoEntry; 2]), ("iUPD", vec![IrecistFlag::TooEarly]), "growth alone");
    assert_eq!(early(true, &one_more), ("iCPD", vec![]), "a sign and one more");
}

#[test]
fn a_new_lesion_first_seen_on_a_disregarded_scan_confirms_later() {
    let visits = vec![
        day(0, &[200]),
        with_new(28, 250, &[New::NoEntry]),
        with_new(42, 250, &[New::Sized(120)]),
        with_new(56, 250, &[New::Sized(120)]),
    ];
    assert_eq!(irecist(&rows(visits)), ["iUPD", "iUPD", "iCPD"], "it is additional to the first iUPD");
}

#[test]
fn late_confirmation_counts_or_opens_a_new_window() {
    let visits = || vec![day(0, &[200]), day(28, &[250]), day(98, &[310]), day(126, &[370])];
    let counted = rows(visits());
    assert_eq!(irecist(&counted), ["iUPD", "iCPD", "iCPD"], "by default it counts");
    let flags: Vec<IrecistFlag> = counted.iter().flat_map(|row| row.irecist.flags.clone()).collect();
    assert_eq!(flags, [IrecistFlag::Late], "and is flagged");
    let settings = CriteriaSettings { late_confirmation_counts: false, ..CriteriaSettings::standard() };
    let refused = rows_with(visits(), &settings);
    assert_eq!(irecist(&refused), ["iUPD", "iUPD", "iCPD"], "refused, then confirmed in its own window");
    assert_eq!(refused.last().unwrap().irecist_progression_day, Some(98), "which starts where it was refused");
}

#[test]
fn a_further_rise_is_measured_from_the_chosen_visit() {
    // 120, 112, 118 over a nadir of 90: +6 mm from the last visit, -2 mm from the first iUPD.
    let visits = || vec![day(0, &[900]), day(28, &[1200]), day(56, &[1120]), day(84, &[1180])];
    assert_eq!(irecist(&rows(visits())), ["iUPD", "iUPD", "iUPD"], "from the first iUPD");
    let settings =
        CriteriaSettings { further_rise_reference: FurtherRiseReference::LastVisit, ..CriteriaSettings::standard() };
    assert_eq!(irecist(&rows_with(visits(), &settings)), ["iUPD", "iUPD", "iCPD"], "from the last visit");
}

#[test]
fn drivers_and_reasons_say_what_fired() {
    let worse = Day { non_target: NonTarget::Progression, change: Some(NonTargetChange::Increase), ..day(56, &[250]) };
    let persisting = |on| Day { non_target: NonTarget::NonCrNonPd, ..day(on, &[250]) };
    let rows = rows(vec![day(0, &[200]), persisting(28), worse]);
    let [first, confirmed] = rows.as_slice() else { panic!("two rows") };
    assert_eq!(first.irecist.drivers, [Driver::Target], "the sum began it");
    assert_eq!(confirmed.irecist.drivers, [Driver::NonTarget], "non-target disease confirmed it");
    assert_eq!(confirmed.irecist.block_start, Some(date_from_day(START, 28)), "the block it ended");
    assert!(confirmed.reasons.contains(&Reason::OtherCategory(Driver::NonTarget)), "{:?}", confirmed.reasons);
    let rise = first.reasons.iter().find_map(|reason| match reason {
        Reason::RiseOverNadir { nadir, now, line, reached, .. } => Some((*nadir, *now, *line, *reached)),
        _ => None,
    });
    let d = Burden::Diameters;
    assert_eq!(rise, Some((d(200), d(250), d(250), true)), "20 mm, 25 mm: at the line, by the 5 mm floor");
}

#[test]
fn a_rise_under_the_floor_says_so() {
    let rows = rows(vec![day(0, &[120]), day(28, &[169])]);
    let row = rows.first().unwrap();
    assert_eq!(row.irecist.state.token(), "iSD", "12 to 16.9 mm is +41 % and stable");
    assert!(row.reasons.contains(&Reason::BelowAbsoluteFloor { rise_tenths: 49, floor_tenths: 50 }), "{row:?}");
}

/// Non-target lesions recorded one by one, as (present, gone or not assessed) at each visit after the baseline.
fn non_target_case(visits: &[[Option<bool>; 2]]) -> Case {
    let mut case = case_of(&history(vec![day(0, &[200])]), START, false);
    for place in 0..2_u32 {
        let name = format!("NT{place}");
        case.add_lesion(Lesion { role: Role::NonTarget, ..Lesion::target(LesionId(10 + place), name) }).unwrap();
        case.set_measurement(START, LesionId(10 + place), Some(Measurement::of(Finding::Present))).unwrap();
    }
    let mut baseline = case.visit(START).unwrap().clone();
    baseline.non_target = None;
    case.update_visit(START, baseline).unwrap();
    for (place, states) in (1..).zip(visits) {
        let mut visit = Visit::on(date_from_day(START, 28 * place));
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Absent));
        for (id, state) in (10..).zip(states) {
            let finding = state.map(|present| if present { Finding::Present } else { Finding::Absent });
            if let Some(finding) = finding {
                visit.measurements.insert(LesionId(id), Measurement::of(finding));
            }
        }
        case.add_visit(visit).unwrap();
    }
    case
}

#[test]
fn non_target_disease_follows_from_its_lesions() {
    let states = [[Some(true), Some(false)], [Some(false), Some(false)], [Some(false), None], [None, None]];
    let table = evaluate(&non_target_case(&states), &CriteriaSettings::standard());
    let overall: Vec<&str> = table.rows.iter().map(|row| row.crecist.token()).collect();
    assert_eq!(overall, ["PR", "CR", "PR", "PR"], "targets gone; one there, none there, one unknown, both unknown");
}

#[test]
fn volumes_are_judged_by_volume_equivalents() {
    let mut case = Case::default();
    case.therapy.start = Some(START);
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    for (on, cm3) in [(0, 4.0), (28, 6.912), (56, 6.9), (84, 12.5), (112, 1.372)] {
        let mut visit = Visit::on(date_from_day(START, on));
        let size = Size::Volume(Volume::from_mm3(cm3 * 1000.0).unwrap());
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(size)));
        case.add_visit(visit).unwrap();
    }
    let table = evaluate(&case, &CriteriaSettings::standard());
    assert_eq!(table.basis, Basis::Volumes, "no diameter anywhere");
    let crecist: Vec<&str> = table.rows.iter().map(|row| row.crecist.token()).collect();
    assert_eq!(crecist, ["PD", "SD", "PD", "PR"], "+72.8 % is progression, -65.7 % a response");
    assert_eq!(irecist(&table.rows), ["iUPD", "iSD", "iUPD", "iPR"], "by iRECIST");
    let first = table.rows.first().unwrap();
    assert_eq!(first.pct_from_nadir.unwrap().to_string(), "72.8", "a percentage of volume");
    assert_eq!((first.recist11, first.irrc, first.abs_from_nadir_tenths), (None, None, None), "no lengths");
}

#[test]
fn without_a_baseline_there_are_no_rows() {
    let mut case = Case::default();
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    let mut visit = Visit::on(START);
    visit.measurements.insert(LesionId(0), Measurement::of(Finding::NotEvaluable));
    case.add_visit(visit).unwrap();
    let table = evaluate(&case, &CriteriaSettings::standard());
    assert_eq!((table.baseline_date, table.rows.len()), (None, 0), "nothing was ever measured");
    assert_eq!(evaluate(&Case::default(), &CriteriaSettings::standard()).rows, [], "an empty case");
}

#[test]
fn non_target_disease_not_evaluated_resets_nothing() {
    let non_target = |on, non_target| Day { non_target, ..day(on, &[]) };
    let rows = rows(vec![
        non_target(0, NonTarget::Present),
        non_target(28, NonTarget::Progression),
        non_target(56, NonTarget::NotEvaluable),
        Day { change: Some(NonTargetChange::Increase), ..non_target(84, NonTarget::Progression) },
    ]);
    assert_eq!(irecist(&rows), ["iUPD", "NE", "iCPD"], "a visit not evaluable does not break the run");
    assert_eq!(rows.last().unwrap().irecist_progression_day, Some(28), "which began at the first iUPD");
}

#[test]
fn the_nadir_is_dated_to_the_latest_of_equals() {
    let rows = rows(vec![day(0, &[400]), day(28, &[300]), day(56, &[300]), day(84, &[310])]);
    let dates: Vec<Option<Date>> = rows.iter().map(|row| row.nadir_date).collect();
    let expected = [0, 28, 56].map(|on| Some(date_from_day(START, on)));
    assert_eq!(dates, expected, "30 mm was met twice");
}

#[test]
fn non_target_disease_left_out_of_a_visit_is_not_evaluable() {
    let mut case = case_of(&history(vec![day(0, &[200]), day(28, &[0])]), START, false);
    for (on, non_target) in [(0, Some(NonTarget::Present)), (28, None)] {
        let date = date_from_day(START, on);
        let visit = Visit { non_target, ..case.visit(date).unwrap().clone() };
        case.update_visit(date, visit).unwrap();
    }
    let rows = evaluate(&case, &CriteriaSettings::standard()).rows;
    assert_eq!(rows.first().unwrap().crecist.token(), "PR", "the targets are gone, the rest is not known to be");
}

#[test]
fn new_targets_are_the_largest_two_of_an_organ() {
    let mut case = case_of(&history(vec![day(0, &[200]), day(28, &[200])]), START, false);
    for (id, tenths) in [(1, 110), (2, 300), (3, 200), (4, 90)] {
        let lesion = Lesion {
            role: Role::New,
            organ: Organ("Lung".to_owned()),
            ..Lesion::target(LesionId(id), format!("N{id}"))
        };
        case.add_lesion(lesion).unwrap();
        let size = Size::Axes(Axes::longest_only(Length::from_tenths(tenths).unwrap()));
        let measurement = Measurement::of(Finding::Measured(size));
        case.set_measurement(date_from_day(START, 28), LesionId(id), Some(measurement)).unwrap();
    }
    let settings = CriteriaSettings::standard();
    let history = read_history(&case, &build(&case), &settings).unwrap();
    let sights = &history.later.first().unwrap().new_lesions;
    let targets: Vec<LesionId> =
        sights.iter().filter(|sight| sight.class == NewClass::Target).map(|sight| sight.lesion).collect();
    assert_eq!(targets, [LesionId(2), LesionId(3)], "30 and 20 mm; 11 mm is a third of its organ, 9 mm too small");
}
