//! From a case through its assessment to the chart: the chart says what the criteria say.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::Date;
use proptest::prelude::*;
use reassess::assess::{Assessment, assess, futures};
use reassess::chart::{ChartInput, Geometry, Mark, MarkId, Model, PointState, Quantity, View, build, text_alternative};
use reassess::criteria::{Burden, TargetResponse};
use reassess::domain::{EventKind, Finding, Lesion, LesionId, Measurement, Method, Role, TimeBase, Visit};
use reassess::rules::Rules;
use reassess::store::Demo;

use crate::stories::{Story, classic, day, reading};

const SUM: View = View {
    quantity: Quantity::SumOfDiameters,
    scale: reassess::chart::Scale::Linear,
    per_lesion: true,
    audience: reassess::chart::Audience::Clinician,
};

fn input(story: &Story) -> (ChartInput, Assessment) {
    let assessment = story.assess_last();
    (ChartInput::from_assessment(&story.0, &assessment, Rules::shipped().unwrap()), assessment)
}

fn mark<'a>(model: &'a Model, id: &str) -> &'a Mark {
    model.mark(&MarkId::new(id)).unwrap()
}

#[test]
fn a_classic_case_is_drawn_as_it_was_assessed() {
    let story = classic().event(0, EventKind::TherapyStart).event(14, EventKind::Dose);
    let (input, assessment) = input(&story);
    let model = build(&input, &SUM);
    assert_eq!(input.points.len(), 2);
    assert_eq!(mark(&model, "line/progression").label.as_ref().unwrap().text, "progression line 48\u{a0}mm");
    let recheck = input.recheck.unwrap();
    let due = assessment.recheck.due.unwrap();
    assert_eq!(recheck.due, story.0.day_of(due));
    assert!(recheck.from < recheck.due && recheck.due < recheck.latest, "{recheck:?}");
    let pair = input.deciding.unwrap();
    assert_eq!(Some(pair), assessment.deciding, "one pair of sizes decides");
    let below = pair.below.unwrap();
    assert!(below.by_rule, "the rule decides before the futures part");
    assert_eq!(Some(below.size), assessment.recheck.decides_below.map(Burden::value));
    let Geometry::Span { from, to } = mark(&model, "window").geometry else { unreachable!("a window is a span") };
    assert_eq!((from, to), (14.0, 56.0));
    assert!(model.mark(&MarkId::new("energy/2026-04-23")).is_some(), "grades are drawn");
    assert!(
        text_alternative(&model).contains("+30.0\u{a0}% from nadir")
            || mark(&model, "point/2026-04-23").card.iter().any(|line| line.starts_with("+30.0")),
        "the change is said"
    );
}

#[test]
fn error_bars_widen_when_another_person_measures() {
    let story = classic();
    let mut other = story.clone();
    let date = day(42);
    let measurement = Measurement { observer: "someone else".to_owned(), ..reading(52.0, Method::Ct, "KM") };
    other.0.set_measurement(date, LesionId(0), Some(measurement)).unwrap();
    let width = |story: &Story| {
        let estimate = input(story).0.points[1].sum_mm.unwrap();
        estimate.high / estimate.low
    };
    let (same, different) = (width(&story), width(&other));
    // One CT reading: CV 0.05 by the same reader, 0.07 by another (domain.md 3.2).
    let expected = |cv: f64| (2.0 * 1.96 * (1.0 + cv * cv).ln().sqrt()).exp();
    assert!((same - expected(0.05)).abs() < 1e-9, "{same} is not {}", expected(0.05));
    assert!((different - expected(0.07)).abs() < 1e-9, "{different} is not {}", expected(0.07));
}

#[test]
fn states_of_lesions_reach_the_chart() {
    let story = Story::new().sized(-2, &[20.0]);
    let with = |finding: Finding| {
        let mut story = story.clone();
        let mut visit = Visit::on(day(30));
        visit.measurements.insert(LesionId(0), Measurement::of(finding));
        story.0.add_visit(visit).unwrap();
        let (input, _) = input(&story);
        assert_eq!(input.points[1].state, input.lesions[0].points[1].state, "one lesion is the sum");
        input.points[1].state
    };
    assert_eq!(with(Finding::Absent), PointState::Absent);
    assert_eq!(with(Finding::TooSmall(None)), PointState::TooSmall);
    assert_eq!(with(Finding::NotEvaluable), PointState::NotEvaluable);
}

#[test]
fn lesions_outside_the_sum_have_lines_of_their_own() {
    let mut story = classic();
    let lesion = Lesion { role: Role::NonTarget, ..Lesion::target(LesionId(7), "Lung nodule") };
    story.0.add_lesion(lesion).unwrap();
    story.0.set_measurement(day(42), LesionId(7), Some(Measurement::of(Finding::Present))).unwrap();
    let (input, _) = input(&story);
    let model = build(&input, &SUM);
    assert_eq!(input.points[1].targets, 1, "it adds nothing to the sum");
    assert!(matches!(mark(&model, "lesion/7/2026-04-23").geometry, Geometry::Gap { .. }), "seen, not sized");
}

#[test]
fn days_alone_show_no_dates() {
    let mut story = classic();
    story.0.time_base = TimeBase::DaysOnly;
    let (input, _) = input(&story);
    let text = text_alternative(&build(&input, &SUM));
    assert!(!text.contains("2026"), "{text}");
    assert!(text.contains("day 42"), "{text}");
}

#[test]
fn a_draft_leaves_the_measured_line() {
    let (mut input, _) = input(&classic());
    input.mark_draft(day(42), LesionId(0));
    let model = build(&input, &SUM);
    assert!(model.mark(&MarkId::new("draft")).is_some(), "it is drawn hollow");
    assert!(model.mark(&MarkId::new("point/2026-04-23")).is_none(), "and only once");
    input.mark_draft(Date::constant(1999, 1, 1), LesionId(0));
    assert!(input.draft.is_some(), "an unknown date changes nothing");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn over_the_line_on_the_chart_is_progression_in_the_table(tenths in prop::collection::vec(20_u32..900, 2..8)) {
        let story = (0..).zip(&tenths).fold(Story::new(), |story, (place, tenths)| {
            story.sized(28 * place - 2, &[f64::from(*tenths) / 10.0])
        });
        let (input, assessment) = input(&story);
        let last = assessment.criteria.rows.last().unwrap();
        let size = input.points.last().unwrap().sum_mm.unwrap().value;
        let line = input.progression_sum_mm.unwrap();
        prop_assert_eq!(size >= line, last.target_response == TargetResponse::Pd, "{} against {}", size, line);
        if let Some(Burden::Diameters(nadir)) = last.nadir {
            let lowest = f64::from(nadir).min(size * 10.0) / 10.0;
            prop_assert_eq!(input.nadir.unwrap().sum_mm, Some(lowest));
        }
    }
}

fn demo(id: &str) -> (ChartInput, Assessment) {
    let case = Demo::of_id(id).unwrap().open().unwrap().case;
    input(&Story(case))
}

#[test]
fn the_look_ahead_is_named_for_what_it_is() {
    let looks = [
        ("first_enlargement", "Recheck"),
        ("red_flag_airway", "Formal recheck"),
        ("real_person_progression", "Routine visit"),
    ];
    for (id, name) in looks {
        let model = build(&demo(id).0, &SUM);
        let recheck = mark(&model, "recheck");
        assert_eq!(recheck.label.as_ref().unwrap().text, name, "{id}");
        assert!(recheck.words.starts_with(name), "{}", recheck.words);
    }
    let now = build(&demo("steady_rise").0, &SUM);
    assert!(now.mark(&MarkId::new("recheck")).is_none(), "confirmed, with a red flag: no later day beside “now”");
}

#[test]
fn a_progression_line_begins_at_the_nadir_it_stands_over() {
    for quantity in Quantity::ALL {
        let input = demo("real_person_up_and_back").0;
        let model = build(&input, &View { quantity, ..SUM });
        let Geometry::HorizontalLine { from, .. } = mark(&model, "line/progression").geometry else {
            unreachable!("a line is a line")
        };
        assert_eq!(from, Some(249.0), "the smallest size is of day 249");
    }
}

#[test]
fn narrow_futures_leave_room_for_their_names() {
    for id in ["real_person_up_and_back", "first_enlargement"] {
        let (mut input, _) = demo(id);
        let case = Demo::of_id(id).unwrap().open().unwrap().case;
        let rules = Rules::shipped().unwrap();
        let assessment = assess(&case, rules, case.visits().last().unwrap().date);
        input.with_futures(&futures(&case, &assessment, rules).unwrap(), None);
        let (first, last) = build(&input, &SUM).x.range;
        let fans = input.fans.unwrap().days;
        let (opens, ends) = (f64::from(fans[0]), f64::from(*fans.last().unwrap()));
        let share = |from: f64, to: f64| (to - from) / (last - first);
        assert!(share(opens, ends) > 0.25 || share(ends, last) > 0.21, "{id}: {first} to {last}, futures to {ends}");
    }
}
