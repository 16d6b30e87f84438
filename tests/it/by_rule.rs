//! Each category in words: the sums, the reference visit, the threshold, the rule that fired, and disagreement.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::criteria::{evaluate, further, outcome};
use reassess::domain::{
    Axes, Case, EventKind, Finding, Length, LengthUnit, Lesion, LesionId, LesionKind, Measurement, Method, NonTarget,
    Organ, Reading, Role, Size, Visit,
};
use reassess::explain::{RuleWords, outcome_words, reading_words, rule_words};
use reassess::rules::CriteriaSettings;

use crate::stories::{Story, day};

/// The words of the last visit.
fn words(case: &Case) -> RuleWords {
    let settings = CriteriaSettings::standard().read(&case.readings);
    let row = evaluate(case, &settings).rows.pop().unwrap();
    rule_words(case, &row, further(case, &settings).get(&row.date), &settings)
}

fn why(story: &Story) -> Vec<String> {
    words(&story.0).why
}

fn disagreement(story: &Story) -> Vec<String> {
    words(&story.0).disagreement
}

#[test]
fn a_progression_names_sum_nadir_date_and_rule() {
    let story = Story::new().sized(0, &[70.0]).sized(28, &[60.0]).sized(56, &[74.0]);
    let nadir = reassess::domain::date_words(day(28));
    let first =
        format!("74 mm against a nadir of 60 mm on {nadir}: +23.3 %, +14 mm; RECIST calls 20 % and 5 mm progression");
    assert_eq!(why(&story).first(), Some(&first));
    let last = "iRECIST: progression by the target sum, unconfirmed; a further increase from day 26 to day 56 confirms";
    assert!(why(&story).iter().any(|line| line == last), "{:?}", why(&story));
}

#[test]
fn a_stable_sum_names_the_line_it_did_not_reach() {
    let below = Story::new().sized(0, &[70.0]).sized(28, &[60.0]).sized(56, &[62.0]);
    let nadir = reassess::domain::date_words(day(28));
    let first = format!("62 mm against a nadir of 60 mm on {nadir}: +3.3 %, +2 mm; progression from 72 mm");
    assert_eq!(why(&below).first(), Some(&first));
    let floor = Story::new().sized(0, &[12.0]).sized(28, &[16.9]);
    let said = "The percentage is reached, the 5 mm that RECIST also asks for are not: +4.9 mm";
    assert!(why(&floor).iter().any(|line| line == said), "{:?}", why(&floor));
    let zero = Story::new().sized(0, &[12.0]).sized(28, &[0.0]).sized(56, &[4.0]);
    assert!(why(&zero).iter().any(|line| line.contains("any size is progression")), "{:?}", why(&zero));
}

#[test]
fn a_confirmation_names_the_rise_and_the_first_iupd() {
    let story = Story::new().sized(0, &[60.0]).sized(28, &[74.0]).sized(56, &[80.0]);
    let first = reassess::domain::date_words(day(28));
    let said = format!("iRECIST: 80 mm against 74 mm on {first}, +6 mm; 5 mm more confirm");
    assert!(why(&story).contains(&said), "{:?}", why(&story));
    let waiting = Story::new().sized(0, &[60.0]).sized(28, &[74.0]).sized(56, &[76.0]);
    let said = format!("iRECIST: 76 mm against 74 mm on {first}, +2 mm; it takes 5 mm more to confirm");
    assert!(why(&waiting).contains(&said), "{:?}", why(&waiting));
}

/// One mass with two equal axes at each visit, in millimeters.
fn square(visits: &[(i32, f64)]) -> Story {
    visits.iter().fold(Story::new(), |mut story, (on, mm)| {
        let side = Length::parse(&mm.to_string(), LengthUnit::Millimeters).ok();
        let size = Size::Axes(Axes::new(side, side, None).unwrap().0);
        let mut visit = Visit::on(day(*on));
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(size)));
        story.0.add_visit(visit).unwrap();
        story
    })
}

/// A story with a second target.
fn two_targets() -> Story {
    let mut story = Story::new();
    story.0.add_lesion(Lesion::target(LesionId(1), "Lip")).unwrap();
    story
}

/// Non-target disease alone: a new lesion of two went after the first iUPD, which resets the bar by iRECIST.
fn non_target_alone() -> Story {
    let mut story = Story::new();
    story.0.remove_lesion(LesionId(0)).unwrap();
    for on in [0, 28, 56] {
        story = story.change(on, |visit| visit.non_target = Some(NonTarget::NonCrNonPd));
    }
    story = story.new_lesion(28, "lung", 12.0).new_lesion(28, "liver", 12.0);
    let [gone, left] = [story.0.lesions().first(), story.0.lesions().last()].map(|lesion| lesion.unwrap().id);
    story.change(56, |visit| {
        visit.measurements.insert(gone, Measurement::of(Finding::Absent));
        visit.measurements.insert(left, crate::stories::reading(12.0, Method::Ct, "KM"));
    })
}

#[test]
fn disagreement_is_said_where_the_criteria_part() {
    let isotropic = square(&[(0, 50.0), (28, 57.0)]);
    assert!(disagreement(&isotropic).iter().any(|line| line.contains("An area grows faster")), "+14 %");
    let floor = square(&[(0, 20.0), (28, 24.0)]);
    assert!(disagreement(&floor).iter().any(|line| line.contains("under 5 mm")), "+20 %, +4 mm");
    let new = square(&[(0, 50.0), (28, 50.0)]).new_lesion(28, "lung", 8.0);
    assert!(disagreement(&new).iter().any(|line| line.contains("A new lesion is progression by cRECIST")), "8 mm");
    let confirmed = square(&[(0, 50.0), (28, 50.0), (56, 50.0), (84, 50.0)]).new_lesion(28, "lung", 8.0);
    let confirmed = confirmed.new_lesion(56, "liver", 8.0);
    let said = disagreement(&confirmed);
    assert!(said.iter().any(|line| line.contains("and by iRECIST once confirmed")), "{said:?}");
    assert!(said.iter().all(|line| !line.contains("waits for confirmation")), "iRECIST waits no more: {said:?}");
    let standing = square(&[(0, 50.0), (28, 62.0), (56, 62.0)]);
    assert!(disagreement(&standing).iter().any(|line| line.starts_with("Unchanged is confirmed by irRC")), "still 62");
    let non_target = square(&[(0, 50.0), (28, 34.0)])
        .change(0, |visit| visit.non_target = Some(NonTarget::Present))
        .change(28, |visit| visit.non_target = Some(NonTarget::Progression));
    let said = disagreement(&non_target);
    assert!(said.iter().any(|line| line.starts_with("Non-target growth is progression")), "{said:?}");
    let kept = non_target_alone();
    let said = disagreement(&kept);
    assert!(said.iter().any(|line| line.starts_with("cRECIST ended at an earlier")), "{said:?}");
    let agreed = square(&[(0, 50.0), (28, 50.0)]);
    assert_eq!(disagreement(&agreed), Vec::<String>::new(), "nothing to say");
}

#[test]
fn injected_lesions_are_told_apart() {
    let story = two_targets().sized(0, &[20.0, 25.0]).sized(28, &[34.0, 25.0]);
    let mut injected = story.event(0, EventKind::Injection);
    let mut event = injected.0.remove_event(0).unwrap();
    event.lesion = injected.0.lesions().first().map(|lesion| lesion.id);
    injected.0.add_event(event).unwrap();
    let said = disagreement(&injected);
    assert!(said.iter().any(|line| line.starts_with("The injected and the other lesions differ")), "{said:?}");
}

#[test]
fn what_the_rows_come_to_is_said_by_name() {
    let story = Story::new().sized(0, &[60.0]).sized(28, &[74.0]).sized(56, &[80.0]);
    let settings = CriteriaSettings::standard();
    let table = evaluate(&story.0, &settings);
    let lines = outcome_words(&story.0, &table, &outcome(&story.0, &table, &settings));
    let [first, last] = [28, 56].map(|on| reassess::domain::date_words(day(on)));
    assert_eq!(
        lines,
        [
            ("Best response, cRECIST", "PD; with confirmation after 4 weeks PD".to_owned()),
            ("Best response, iRECIST", "iCPD".to_owned()),
            ("Progression, cRECIST", first.clone()),
            ("Progression, iRECIST", format!("{first}, confirmed on {last}")),
        ]
    );
}

#[test]
fn a_chosen_target_that_the_rules_would_not_choose_is_said() {
    use reassess::criteria::measurable::Standard;
    use reassess::criteria::selection::suggest_targets;
    use reassess::explain::selection_words;
    let mut case = two_targets().sized(0, &[9.0, 30.0]).0;
    let id = case.fresh_lesion_id();
    case.add_lesion(Lesion { role: Role::NonTarget, ..Lesion::target(id, "Liver") }).unwrap();
    let finding = case.visit(day(0)).unwrap().measurements[&LesionId(1)].finding.clone();
    case.set_measurement(day(0), id, Some(Measurement { method: Some(Method::Ct), ..Measurement::of(finding) }))
        .unwrap();
    let settings = CriteriaSettings::standard();
    let selection = suggest_targets(case.lesions(), case.visit(day(0)).unwrap(), Standard::Crecist, &settings);
    let lines = selection_words(&case, &selection, &settings);
    let small = case.lesions().first().unwrap().name.clone();
    assert!(lines.iter().any(|line| line.starts_with(&format!("{small} is a target by your choice"))), "{lines:?}");
    assert!(lines.iter().any(|line| line.starts_with("Liver is followed without being summed")), "{lines:?}");
    assert!(
        lines.last().is_some_and(|line| line.starts_with("The rules suggest ") && line.contains("Liver")),
        "{lines:?}"
    );
    for (id, role) in selection.departures(case.lesions()) {
        let lesion = case.lesion(id).unwrap().clone();
        case.update_lesion(Lesion { role, ..lesion }).unwrap();
    }
    let selection = suggest_targets(case.lesions(), case.visit(day(0)).unwrap(), Standard::Crecist, &settings);
    assert_eq!(selection.departures(case.lesions()), [], "the suggestion once taken departs from nothing");
    let lines = selection_words(&case, &selection, &settings);
    assert!(lines.len() == 1 && lines[0].starts_with("The targets are those the rules suggest"), "{lines:?}");
}

#[test]
fn why_the_rules_pass_a_target_over_names_what_they_take_instead() {
    use reassess::criteria::measurable::Standard;
    use reassess::criteria::selection::suggest_targets;
    use reassess::explain::selection_words;
    let settings = CriteriaSettings::standard();
    let words = |kind: LesionKind, organ: &dyn Fn(u32) -> String, count: u32| {
        let mut case = Case::default();
        let mut visit = Visit::on(day(0));
        for id in 0..count {
            let organ = Organ(organ(id));
            case.add_lesion(Lesion { kind, organ, ..Lesion::target(LesionId(id), format!("L{id}")) }).unwrap();
            let side = Length::from_tenths(400 - id).unwrap();
            let axes = Axes::new(Some(side), Some(side), None).unwrap().0;
            visit.measurements.insert(LesionId(id), Measurement::of(Finding::Measured(Size::Axes(axes))));
        }
        let selection = suggest_targets(case.lesions(), &visit, Standard::Crecist, &settings);
        selection_words(&case, &selection, &settings)
    };
    for (name, kind, organ, count, expected) in [
        ("a third of one organ", LesionKind::NonNodal, "lung", 3, "two larger ones of its organ are there: L0 and L1"),
        ("a third node", LesionKind::Nodal, "", 3, "all nodes are one organ, and two larger ones are there: L0 and L1"),
        ("a sixth", LesionKind::NonNodal, "", 6, "five larger ones are there: L0, L1, L2, L3 and L4"),
    ] {
        let lines = words(kind, &|_| organ.to_owned(), count);
        assert!(lines.iter().any(|line| line.contains(expected)), "{name}: {lines:?}");
    }
}

#[test]
fn every_reading_has_its_words() {
    assert_eq!(reading_words().count(), Reading::ALL.len());
    for words in reading_words() {
        let said = [words.question, words.usual, words.other, words.source];
        assert!(said.iter().all(|text| !text.is_empty()), "{words:?}");
        assert_ne!(words.usual, words.other, "{:?} is a choice", words.reading);
    }
}
