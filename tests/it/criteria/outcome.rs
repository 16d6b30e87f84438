//! Best responses, dates of progression and time in response, each in the smallest history that shows it.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::criteria::{Ground, Outcome, Reason, evaluate, outcome};
use reassess::domain::{Case, Event, EventKind, NonTarget, Reading};
use reassess::rules::CriteriaSettings;

use super::fixture::{START, on};
use super::random::{Day, History, New, case_of};

/// One mass of these sizes in tenths of a millimeter, with one new lesion where it is named.
fn case(visits: &[(i32, Option<u32>, New)]) -> Case {
    let days = visits.iter().map(|(on, size, new)| Day {
        on: *on,
        sizes: vec![*size],
        non_target: NonTarget::None,
        change: None,
        news: vec![*new],
        unscheduled: false,
    });
    case_of(&History { nodes: vec![false], new_targets: vec![true], visits: days.collect() }, START, false)
}

fn sizes(visits: &[(i32, u32)]) -> Case {
    let visits: Vec<_> = visits.iter().map(|(on, size)| (*on, Some(*size), New::NoEntry)).collect();
    case(&visits)
}

fn of(case: &Case) -> Outcome {
    let settings = CriteriaSettings::standard();
    outcome(case, &evaluate(case, &settings), &settings)
}

/// Best with and without confirmation.
fn best(case: &Case) -> (&'static str, &'static str) {
    let outcome = of(case);
    (outcome.best.unwrap().token(), outcome.best_confirmed.unwrap().token())
}

fn with_event(mut case: Case, day: i32, kind: EventKind) -> Case {
    let event = Event { date: on(day), kind, lesion: None, dose: String::new(), text: String::new() };
    case.add_event(event).unwrap();
    case
}

#[test]
fn a_response_is_confirmed_four_weeks_later() {
    for (name, visits, expected) in [
        ("CR, CR", vec![(0, 200), (42, 0), (70, 0)], ("CR", "CR")),
        ("CR, CR too soon", vec![(0, 200), (42, 0), (69, 0)], ("CR", "SD")),
        ("CR, PD", vec![(0, 200), (42, 0), (70, 40)], ("CR", "SD")),
        ("CR before stable disease counts, PD", vec![(0, 200), (28, 0), (56, 40)], ("CR", "PD")),
        ("PR, CR", vec![(0, 200), (28, 140), (56, 0)], ("CR", "PR")),
        ("PR, PR", vec![(0, 200), (28, 140), (56, 140)], ("PR", "PR")),
        ("PR, then a kept PR", vec![(0, 200), (28, 140), (56, 150)], ("PR", "PR")),
        ("PR, PD", vec![(0, 200), (28, 130), (56, 200)], ("PR", "PD")),
        ("PR after six weeks, PD", vec![(0, 200), (42, 130), (70, 200)], ("PR", "SD")),
        ("SD of 41 days", vec![(0, 200), (41, 200)], ("NE", "NE")),
        ("SD of 42 days", vec![(0, 200), (42, 200)], ("SD", "SD")),
        ("SD, PD, PR: what comes after counts no more", vec![(0, 200), (28, 200), (56, 260), (84, 100)], ("PD", "PD")),
    ] {
        assert_eq!(best(&sizes(&visits)), expected, "{name}");
    }
    let missed = [(0, Some(200), New::NoEntry), (42, Some(130), New::NoEntry), (56, None, New::NoEntry)];
    let mut visits = missed.to_vec();
    assert_eq!(best(&case(&visits)), ("PR", "SD"), "PR, NE");
    visits.push((70, Some(130), New::NoEntry));
    assert_eq!(best(&case(&visits)), ("PR", "PR"), "a visit not evaluable does not stand between");
}

#[test]
fn progression_is_dated_to_the_first_iupd_of_the_run() {
    let reset = sizes(&[(0, 200), (28, 260), (56, 200), (84, 260), (112, 320)]);
    let outcome = of(&reset);
    let (recist, immune) = (outcome.progression.unwrap(), outcome.iprogression.unwrap());
    assert_eq!((recist.called_on, recist.ground), (on(28), Ground::Called), "cRECIST at the first");
    assert_eq!((immune.called_on, immune.dated_to), (on(112), on(84)), "iRECIST at the run that was confirmed");
    assert_eq!(immune.ground, Ground::Confirmed);
}

#[test]
fn an_open_iupd_is_a_progression_once_nothing_can_confirm_it() {
    let open = || sizes(&[(0, 200), (28, 260), (56, 260)]);
    assert_eq!(of(&open()).iprogression, None, "it waits");
    for (kind, ground) in [
        (EventKind::TherapyStop, Ground::StoppedUnconfirmed(on(60))),
        (EventKind::Death, Ground::DiedUnconfirmed(on(60))),
    ] {
        let progression = of(&with_event(open(), 60, kind)).iprogression.unwrap();
        assert_eq!((progression.dated_to, progression.ground), (on(28), ground), "{kind:?}");
    }
    let same = with_event(open(), 28, EventKind::TherapyStop);
    let ground = of(&same).iprogression.unwrap().ground;
    assert_eq!(ground, Ground::StoppedUnconfirmed(on(28)), "stopped at the visit of the iUPD");
    let before = with_event(open(), 20, EventKind::TherapyStop);
    assert_eq!(of(&before).iprogression, None, "a stop before it says nothing of it");
    let reset = with_event(sizes(&[(0, 200), (28, 260), (56, 200)]), 60, EventKind::Death);
    assert_eq!(of(&reset).iprogression, None, "one that was reset is none");
    let missed = case(&[(0, Some(200), New::NoEntry), (28, Some(260), New::NoEntry), (56, None, New::NoEntry)]);
    let missed = of(&with_event(missed, 60, EventKind::Death)).iprogression.unwrap();
    assert_eq!(missed.dated_to, on(28), "a visit not evaluable leaves it open");
}

#[test]
fn a_suspected_lesion_once_certain_dates_the_progression_back() {
    let visits = [
        (0, Some(200), New::NoEntry),
        (28, Some(200), New::Equivocal(120)),
        (56, Some(200), New::Equivocal(120)),
        (84, Some(200), New::Sized(120)),
        (112, Some(200), New::Sized(180)),
    ];
    let proved = case(&visits);
    let outcome = of(&proved);
    let (recist, immune) = (outcome.progression.unwrap(), outcome.iprogression.unwrap());
    assert_eq!((recist.called_on, recist.dated_to), (on(84), on(28)), "called when certain, dated to when suspected");
    assert_eq!((immune.called_on, immune.dated_to), (on(112), on(28)), "iRECIST too");
    let rows = evaluate(&proved, &CriteriaSettings::standard()).rows;
    let said = rows.iter().filter(|row| row.reasons.iter().any(|reason| matches!(reason, Reason::Proved { .. })));
    assert_eq!(said.map(|row| row.date).collect::<Vec<_>>(), [on(84)], "said once, where it became certain");
    assert_eq!(rows.last().unwrap().irecist_progression_day, Some(84), "the column is the first iUPD as it was called");

    let mut gone = visits;
    gone[2].2 = New::Gone;
    let outcome = of(&case(&gone));
    assert_eq!(outcome.progression.unwrap().dated_to, on(84), "gone in between: another one");
}

#[test]
fn time_in_response_runs_from_the_first_response_to_progression() {
    let outcome = of(&sizes(&[(0, 200), (28, 200), (56, 130), (84, 150), (112, 190), (140, 260)]));
    let (recist, immune) = (outcome.response.unwrap(), outcome.iresponse.unwrap());
    assert_eq!(
        (recist.from, recist.days(), recist.ended),
        (on(56), 56, true),
        "130 to 190 is progression by the nadir"
    );
    assert_eq!((immune.from, immune.days(), immune.ended), (on(56), 56, true), "confirmed at 260, dated to 190");
    let lasting = of(&sizes(&[(0, 200), (56, 130), (84, 150)])).response.unwrap();
    assert_eq!((lasting.days(), lasting.ended), (28, false), "still lasting at the last visit");
    let never = of(&sizes(&[(0, 200), (28, 260), (56, 130)]));
    assert_eq!(never.response, None, "cRECIST counts none after progression");
    assert_eq!(never.iresponse.unwrap().from, on(56), "iRECIST does");
    assert_eq!(of(&Case::default()), Outcome::default(), "nothing comes of nothing");
}

#[test]
fn stable_disease_counts_from_six_weeks_or_from_eight() {
    let of = |day: i32, reading: Option<Reading>| {
        let mut case = sizes(&[(0, 200), (day, 200)]);
        case.readings.extend(reading);
        let settings = CriteriaSettings::standard();
        outcome(&case, &evaluate(&case, &settings), &settings.read(&case.readings)).best.unwrap().token()
    };
    let eight = Some(Reading::StableFromEightWeeks);
    assert_eq!([41, 42, 56].map(|day| of(day, None)), ["NE", "SD", "SD"], "from 6 weeks");
    assert_eq!([42, 55, 56].map(|day| of(day, eight)), ["NE", "NE", "SD"], "from 8 weeks");
}

#[test]
fn a_response_on_the_visit_that_a_progression_is_dated_to_is_none_before_it() {
    let seen = [(0, Some(200), New::NoEntry), (28, Some(100), New::Equivocal(80)), (56, Some(100), New::Sized(80))];
    let outcome = of(&case(&seen));
    assert_eq!(outcome.progression.map(|own| own.dated_to), Some(on(28)), "first suspected then");
    assert_eq!(outcome.response, None, "no time in response");
}
