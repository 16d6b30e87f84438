//! Plots of a few invented cases, by hand.

use super::*;
use crate::assess::{Milestone, SizeChange};
use crate::chart::{Fill, Geometry, Symbol, text_alternative};
use crate::criteria::{IrecistState, Percent};
use crate::domain::Species;

fn course(changes: &[(i32, i64)], best: IrecistState, milestones: &[(i32, Milestone)], last_day: i32) -> CaseCourse {
    let changes = changes.iter().map(|&(day, tenths)| SizeChange {
        day,
        percent: Percent(tenths),
        before_other: milestones.iter().all(|(other, own)| *own != Milestone::OtherTreatment || day <= *other),
    });
    CaseCourse {
        species: Species::Dog,
        start_known: true,
        by_volume: false,
        changes: changes.collect(),
        best: Some(best),
        milestones: milestones.to_vec(),
        last_day,
    }
}

/// Bella responded, Rex grew and died, Luna was treated otherwise, Max has one size, Nora no start, P1 is a person.
fn courses() -> Vec<(&'static str, CaseCourse)> {
    use Milestone::{Confirmed, Died, OtherTreatment, Response, TherapyStopped, Unconfirmed};
    let bella = course(
        &[(0, 0), (28, 300), (56, 100), (84, -350)],
        IrecistState::IPr,
        &[(28, Unconfirmed), (84, Response)],
        84,
    );
    let rex = course(
        &[(-3, 0), (21, 250), (49, 2100)],
        IrecistState::IUpd,
        &[(21, Unconfirmed), (49, Confirmed), (49, TherapyStopped), (60, Died)],
        60,
    );
    let luna = course(&[(0, 0), (28, -50), (56, -600)], IrecistState::ISd, &[(30, OtherTreatment)], 56);
    let max = course(&[(0, 0)], IrecistState::Ne, &[], 0);
    let nora = CaseCourse { start_known: false, ..course(&[(0, 0), (30, 0)], IrecistState::ISd, &[], 30) };
    let person = CaseCourse {
        species: Species::Human,
        by_volume: true,
        ..course(&[(0, 0), (42, -1000)], IrecistState::ICr, &[(42, Milestone::CompleteResponse)], 42)
    };
    vec![("Bella", bella), ("Rex", rex), ("Luna", luna), ("Max", max), ("Nora", nora), ("P1", person)]
}

fn cases(courses: &[(&'static str, CaseCourse)]) -> Vec<CohortCase<'static>> {
    let mut cases: Vec<CohortCase<'static>> = courses
        .iter()
        .map(|(name, course)| CohortCase {
            key: (*name).to_owned(),
            name: (*name).to_owned(),
            about: "Oral melanoma".to_owned(),
            course: Ok(&*Box::leak(Box::new(course.clone()))),
        })
        .collect();
    let broken = CohortCase {
        key: "broken".to_owned(),
        name: "broken".to_owned(),
        about: String::new(),
        course: Err("cannot be read"),
    };
    cases.push(broken);
    cases
}

fn drawn(plot: CohortPlot) -> Model {
    cohort(&cases(&courses()), plot, Rules::shipped().unwrap())
}

fn mark<'a>(model: &'a Model, id: &str) -> &'a Mark {
    model.mark(&MarkId::new(id)).unwrap_or_else(|| panic!("no mark {id} in {}", text_alternative(model)))
}

#[test]
fn a_spider_has_a_line_a_case_and_names_the_others() {
    let model = drawn(CohortPlot::Spider);
    let Geometry::Track { points, unbroken, symbol, fill } = &mark(&model, "case/Bella").geometry else { panic!() };
    assert_eq!(*points, [(0.0, 0.0), (28.0, 30.0), (56.0, 10.0), (84.0, -35.0)]);
    assert_eq!((*unbroken, *symbol, *fill), (4, Symbol::Circle, Fill::Open));
    let Geometry::Track { unbroken, .. } = mark(&model, "case/Luna").geometry else { panic!() };
    assert_eq!(unbroken, 2, "broken from the size before the other treatment on");
    let Geometry::Point { day, value, .. } = mark(&model, "case/Rex/unconfirmed").geometry else { panic!() };
    assert_eq!((day, value), (21.0, 25.0));
    // From +25 % on day 21 to +210 % on day 49 the line meets +150 % after 125/185 of the way.
    let Geometry::Point { day, value, .. } = mark(&model, "case/Rex/confirmed").geometry else { panic!() };
    assert!((day - (21.0 + 28.0 * 125.0 / 185.0)).abs() < 1e-9 && value == 150.0, "{day}, {value}");
    assert_eq!((model.y.range.1, model.x.range.0 < -3.0), (150.0, true), "210 % runs out at the top");
    let responses: Vec<f64> = model
        .marks
        .iter()
        .filter_map(|mark| match mark.geometry {
            Geometry::HorizontalLine { value, .. } => Some(value),
            _ => None,
        })
        .collect();
    assert_eq!(responses, [0.0, 20.0, -30.0]);
}

#[test]
fn a_waterfall_falls_from_the_largest_growth_to_the_best_response() {
    let model = drawn(CohortPlot::Waterfall);
    let names: Vec<&str> = model.x.ticks.iter().map(|tick| tick.text.as_str()).collect();
    assert_eq!(names, ["Rex", "Nora", "Luna", "Bella", "P1 (person)"]);
    let heights: Vec<(f64, f64)> = model
        .marks
        .iter()
        .filter_map(|mark| match mark.geometry {
            Geometry::Bar { across, up, .. } => Some((f64::midpoint(across.0, across.1), up.1)),
            _ => None,
        })
        .collect();
    assert_eq!(heights, [(1.0, 25.0), (2.0, 0.0), (3.0, -5.0), (4.0, -35.0), (5.0, -100.0)]);
    let Geometry::Bar { tip, .. } = mark(&model, "case/P1").geometry else { panic!() };
    assert_eq!(tip, Some((Symbol::Circle, Fill::Solid)));
}

#[test]
fn a_swimmer_has_a_lane_a_case_the_longest_at_the_top() {
    let model = drawn(CohortPlot::Swimmer);
    let names: Vec<&str> = model.y.ticks.iter().rev().map(|tick| tick.text.as_str()).collect();
    // Rex stopped on day 49; the others were on therapy at their last visits.
    assert_eq!(names, ["Bella", "Luna", "Rex", "P1 (person)"]);
    let Geometry::Bar { across, up, tip } = mark(&model, "case/Rex").geometry else { panic!() };
    assert_eq!((across, f64::midpoint(up.0, up.1), tip), ((0.0, 49.0), 2.0, None));
    let Geometry::Polyline { points, .. } = &mark(&model, "case/Rex/after").geometry else { panic!() };
    assert_eq!(*points, [(49.0, 2.0), (60.0, 2.0)]);
    assert!(model.mark(&MarkId::new("case/Rex/ongoing")).is_none(), "he stopped and died");
    let Geometry::Point { value, .. } = mark(&model, "case/Rex/therapy_stopped").geometry else { panic!() };
    assert!((value - 2.2).abs() < 1e-9, "two marks of one day stand apart: {value}");
    let Geometry::Point { day, symbol, .. } = mark(&model, "case/Bella/ongoing").geometry else { panic!() };
    assert_eq!((day, symbol), (84.0, Symbol::Arrow));
}

#[test]
fn the_order_of_cases_does_not_matter() {
    let mut all = courses();
    // Two of one name and key, told apart by their courses.
    all.push(("Bella", course(&[(0, 0), (20, 110)], IrecistState::ISd, &[], 20)));
    let rules = Rules::shipped().unwrap();
    for plot in CohortPlot::ALL {
        let first = cohort(&cases(&all), plot, rules);
        assert!(first.mark(&MarkId::new("case/Bella 2")).is_some(), "both are there");
        for turn in 1..all.len() {
            let mut turned = all.clone();
            turned.rotate_left(turn);
            turned.swap(0, 2);
            assert_eq!(cohort(&cases(&turned), plot, rules), first, "{plot:?} turned by {turn}");
        }
    }
}

#[test]
fn every_count_has_its_denominator_and_its_species() {
    for plot in CohortPlot::ALL {
        let model = drawn(plot);
        assert!(model.summary.contains(" of 5 dogs, 1 of 1 person drawn; 1 more"), "{}", model.summary);
        for item in &model.key {
            assert!(item.words.contains(" of ") && item.words.contains(" dog"), "{}", item.words);
        }
        let named: Vec<&String> = model.notes.iter().filter(|note| note.starts_with("Not drawn")).collect();
        assert!(named.iter().any(|note| note.contains("1 of 7 cases, cannot be read: broken")), "{named:?}");
    }
}

#[test]
fn an_empty_plot_says_why_in_a_sentence() {
    let rules = Rules::shipped().unwrap();
    let max = courses().into_iter().filter(|(name, _)| *name == "Max").collect::<Vec<_>>();
    for (plot, words) in [
        (CohortPlot::Spider, "None of 2 cases has a therapy start, a baseline and a later size"),
        (CohortPlot::Waterfall, "None of 2 cases has a baseline and a later size"),
        (CohortPlot::Swimmer, "None of 2 cases has a therapy start and a visit after it"),
    ] {
        let model = cohort(&cases(&max), plot, rules);
        assert_eq!(model.empty_words, words);
        assert!(model.marks.is_empty() && model.key.is_empty(), "nothing is drawn");
        assert!(model.notes.iter().any(|note| note.contains("Max")), "and who is named: {:?}", model.notes);
        assert!(model.x.range.0 < model.x.range.1 && model.y.range.0 < model.y.range.1, "{model:?}");
    }
}

#[test]
fn every_mark_has_its_own_identity_and_words() {
    for plot in CohortPlot::ALL {
        let model = drawn(plot);
        let unique: BTreeSet<&MarkId> = model.marks.iter().map(|mark| &mark.id).collect();
        assert_eq!(unique.len(), model.marks.len(), "{plot:?}");
        assert!(model.marks.iter().all(|mark| !mark.words.is_empty()), "{plot:?}");
    }
}
