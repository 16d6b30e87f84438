//! A [`Model`] from a [`ChartInput`] and a [`View`].

use super::format::{Clock, Measure};
use super::input::{ChartInput, SizePoint};
use super::model::Model;
use super::view::{Audience, Quantity, View};
use super::{axes, lanes, lines, points};

/// What the parts of a chart are built from.
pub(super) struct Context<'a> {
    pub(super) input: &'a ChartInput,
    pub(super) view: View,
    pub(super) measure: Measure,
    pub(super) clock: Clock,
    /// The range of the y axis.
    pub(super) y_range: (f64, f64),
}

/// Builds the chart of one view.
pub fn build(input: &ChartInput, view: &View) -> Model {
    let view = *view;
    let measure = Measure::new(input, view.quantity);
    let clock = Clock::new(input);
    let y = axes::y_axis(input, view, measure);
    let context = Context { input, view, measure, clock, y_range: y.range };
    let mut marks = Vec::new();
    lines::windows(&context, &mut marks);
    lines::fans(&context, &mut marks);
    lines::lines(&context, &mut marks);
    lines::deciding(&context, &mut marks);
    points::lesions(&context, &mut marks);
    points::sum(&context, &mut marks);
    let lanes = lanes::lanes(&context, &mut marks);
    Model {
        title: title(input, view, measure, &targets_words(input, " of ", " target lesions")),
        short_titles: [
            title(input, view, measure, &targets_words(input, ", ", " targets")),
            title(input, view, measure, ""),
        ],
        summary: summary(&context),
        x: axes::x_axis(input, view, clock),
        y,
        lanes,
        marks,
        key: Vec::new(),
        notes: Vec::new(),
        empty_words: empty_words(&context),
        futures_words: input.futures_words.clone(),
        handle: lines::handle(&context),
        audience: view.audience,
    }
}

/// The number of target lesions between these words; empty for a single one.
fn targets_words(input: &ChartInput, before: &str, after: &str) -> String {
    let targets = input.points.iter().map(|point| point.targets).max().unwrap_or(0);
    if targets > 1 { format!("{before}{targets}{after}") } else { String::new() }
}

fn title(input: &ChartInput, view: View, measure: Measure, of: &str) -> String {
    let targets = input.points.iter().map(|point| point.targets).max().unwrap_or(0);
    match view.quantity {
        Quantity::Volume => format!("Volume{of}"),
        Quantity::SumOfDiameters if targets > 1 => format!("Sum of diameters{of}"),
        Quantity::SumOfDiameters => "Diameter".to_owned(),
        Quantity::PercentOfBaseline => match measure.basis() {
            crate::series::Basis::Diameters => format!("Sum of diameters{of}, % of baseline"),
            crate::series::Basis::Volumes => format!("Volume{of}, % of baseline"),
        },
    }
}

fn sized<'a>(context: &Context<'a>) -> Vec<(&'a SizePoint, f64)> {
    let measure = context.measure;
    context
        .input
        .points
        .iter()
        .filter(|point| point.is_complete())
        .filter_map(|point| {
            Some((point, measure.recorded(point).filter(|size| measure.axis(size.value).is_some())?.value))
        })
        .collect()
}

fn empty_words(context: &Context<'_>) -> String {
    let any =
        context.input.points.iter().chain(&context.input.draft).any(|point| context.measure.estimate(point).is_some());
    if any {
        String::new()
    } else if context.input.points.is_empty() {
        "No sizes yet".to_owned()
    } else {
        match context.view.quantity {
            Quantity::Volume => "No volume can be made from these sizes".to_owned(),
            Quantity::SumOfDiameters => "No diameters recorded".to_owned(),
            Quantity::PercentOfBaseline => "No baseline to compare with".to_owned(),
        }
    }
}

/// One sentence: the last sizes, and where the last stands.
fn summary(context: &Context<'_>) -> String {
    let sized = sized(context);
    let name = match context.measure.basis() {
        crate::series::Basis::Diameters => "sum of diameters",
        crate::series::Basis::Volumes => "volume",
    };
    let Some((last, size)) = sized.last() else { return "No sizes yet".to_owned() };
    let when = match context.clock.day_zero {
        Some(_) => format!("on {}", context.clock.day_and_week(last.day)),
        None => format!("on {}", context.clock.words(last.day)),
    };
    if sized.len() == 1 {
        return format!("One size: {name} {} {when}", context.measure.recorded_words(*size));
    }
    let shown: Vec<String> = sized
        .iter()
        .skip(sized.len().saturating_sub(3))
        .map(|(_, size)| context.measure.recorded_words(*size))
        .collect();
    let (final_size, earlier) =
        shown.split_last().map_or((String::new(), String::new()), |(last, rest)| (last.clone(), rest.join(", ")));
    let stands = match (axes::progression(context.input, context.measure), context.view.audience) {
        (Some(line), Audience::Clinician) => {
            let side = if *size >= line.recorded { "over" } else { "under" };
            let line_words = context.measure.recorded_words(line.recorded);
            match line.by_rule {
                Some(size) => {
                    let rule = context.measure.rule_words(size);
                    format!("; {side} the progression line of {rule}, here about {line_words}")
                }
                None => format!("; {side} the progression line of {line_words}"),
            }
        }
        _ => String::new(),
    };
    format!("{} sizes; {name} {earlier}, then {final_size} {when}{stands}", sized.len())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::fixture::{input, point, view};
    use super::super::input::{Estimate, PointState};
    use super::super::model::{Fill, Geometry, Mark, MarkId, Symbol};
    use super::super::view::{Quantity, Scale};
    use super::*;

    fn mark<'a>(model: &'a Model, id: &str) -> &'a Mark {
        model.mark(&MarkId::new(id)).unwrap_or_else(|| panic!("no mark {id} among {:?}", ids(model)))
    }

    fn ids(model: &Model) -> Vec<&str> {
        model.marks.iter().map(|mark| mark.id.0.as_str()).collect()
    }

    #[test]
    fn the_sum_of_diameters_has_its_marks() {
        let model = build(&input(), &view(Quantity::SumOfDiameters));
        let line = mark(&model, "line/progression");
        assert_eq!(line.label.as_ref().unwrap().text, "progression line 54\u{a0}mm");
        assert_eq!(mark(&model, "line/baseline").label.as_ref().unwrap().text, "baseline = nadir 45\u{a0}mm");
        assert!(model.mark(&MarkId::new("line/nadir")).is_none(), "one line stands for both");
        assert_eq!(
            mark(&model, "point/2026-04-23").card,
            [
                "23 Apr 2026, week 6, CT",
                "55\u{a0}mm",
                "+22.2\u{a0}% from baseline = nadir 45\u{a0}mm of 10 Mar 2026",
                "95\u{a0}% measuring range 50–60.5\u{a0}mm",
            ]
        );
        assert_eq!(mark(&model, "window").label.as_ref().unwrap().detail, "weeks 2–8");
        assert_eq!(mark(&model, "recheck").label.as_ref().unwrap().detail, "21 May 2026");
        assert_eq!(
            model.summary,
            "3 sizes; sum of diameters 45\u{a0}mm, 48\u{a0}mm, then 55\u{a0}mm on 23 Apr 2026, week 6; over the progression line of 54\u{a0}mm"
        );
    }

    #[test]
    fn volume_is_in_cubic_centimeters_and_its_line_is_named_by_the_rule() {
        let model = build(&input(), &view(Quantity::Volume));
        let line = mark(&model, "line/progression");
        assert_eq!(line.label.as_ref().unwrap().text, "progression line 54\u{a0}mm");
        // 54 mm of 55 is 0.946 times the volume of 17.5 cm³.
        assert_eq!(line.card[0], "Progression line 54\u{a0}mm (≈\u{a0}16.56\u{a0}cm³)");
        // 60 mm of 55 is 1.298 times the volume, and the criteria go by diameters.
        assert_eq!(mark(&model, "deciding/growth").label.as_ref().unwrap().text, "60\u{a0}mm or more");
    }

    #[test]
    fn percent_of_baseline_shows_both_numbers() {
        let model = build(&input(), &view(Quantity::PercentOfBaseline));
        assert_eq!(mark(&model, "point/2026-04-23").card[1], "122.2\u{a0}% of baseline, 55\u{a0}mm");
        assert_eq!(mark(&model, "line/progression").label.as_ref().unwrap().text, "progression line 120\u{a0}%");
    }

    #[test]
    fn every_mark_has_its_own_identity_and_words() {
        for quantity in Quantity::ALL {
            let model = build(&input(), &View { per_lesion: true, ..view(quantity) });
            let unique: BTreeSet<&str> = ids(&model).into_iter().collect();
            assert_eq!(unique.len(), model.marks.len(), "{:?}", ids(&model));
            for mark in &model.marks {
                assert!(!mark.words.is_empty(), "{} has words", mark.id);
            }
        }
    }

    #[test]
    fn absent_small_and_unknown_sizes_look_different() {
        let mut input = input();
        input.points[0].state = PointState::TooSmall;
        input.points[1].state = PointState::NotEvaluable;
        input.points[2].state = PointState::Absent;
        input.points[2].sum_mm = Some(Estimate::exact(0.0));
        let model = build(&input, &view(Quantity::SumOfDiameters));
        let symbol = |id: &str| match mark(&model, id).geometry {
            Geometry::Point { symbol, .. } => Some(symbol),
            _ => None,
        };
        assert_eq!(symbol("point/2026-03-10"), Some(Symbol::TriangleDown));
        assert_eq!(symbol("point/2026-04-23"), Some(Symbol::Cross));
        assert!(matches!(mark(&model, "point/2026-04-02").geometry, Geometry::Gap { .. }), "a gap mark");
        assert!(model.mark(&MarkId::new("line/gap/1")).is_some(), "the line over the gap is broken");
        assert!(mark(&model, "point/2026-04-23").words.ends_with("absent"), "absent is said");
    }

    #[test]
    fn a_partial_sum_is_drawn_apart_and_joins_no_line() {
        let mut input = input();
        input.points[1].assessed = 1;
        let model = build(&input, &view(Quantity::SumOfDiameters));
        assert!(
            matches!(mark(&model, "point/2026-04-02").geometry, Geometry::Point { fill: Fill::Draft, .. }),
            "a partial sum is not a full point"
        );
        assert!(model.mark(&MarkId::new("line/sum/1")).is_none(), "no solid line is left");
    }

    #[test]
    fn a_log_axis_puts_zero_at_its_foot() {
        let mut input = input();
        input.points[2].state = PointState::Absent;
        input.points[2].volume_mm3 = Some(Estimate::exact(0.0));
        let model = build(&input, &View { scale: Scale::Log, ..view(Quantity::Volume) });
        let Geometry::Point { value, .. } = mark(&model, "point/2026-04-23").geometry else { panic!("a point") };
        assert_eq!(value, model.y.range.0);
    }

    #[test]
    fn without_a_therapy_start_there_is_no_window() {
        let model = build(&ChartInput { start_known: false, ..input() }, &view(Quantity::Volume));
        assert!(model.mark(&MarkId::new("window")).is_none(), "the window counts from the start");
        assert!(model.mark(&MarkId::new("start")).is_none(), "there is no start to draw");
        assert!(model.x.label.contains("first visit"), "{}", model.x.label);
    }

    #[test]
    fn days_alone_show_no_dates_anywhere() {
        let model = build(&ChartInput { day_zero: None, ..input() }, &view(Quantity::Volume));
        for mark in &model.marks {
            let text = format!("{} {} {:?} {:?}", mark.id, mark.words, mark.card, mark.label);
            assert!(!text.contains("2026"), "{text}");
        }
        assert!(!model.summary.contains("2026"), "{}", model.summary);
    }

    #[test]
    fn an_empty_case_says_so() {
        let input = ChartInput {
            points: Vec::new(),
            lesions: Vec::new(),
            baseline: None,
            nadir: None,
            progression_sum_mm: None,
            progression_volume_mm3: None,
            recheck: None,
            events: Vec::new(),
            signs: Vec::new(),
            deciding: None,
            ..input()
        };
        for quantity in Quantity::ALL {
            for scale in [Scale::Linear, Scale::Log] {
                let model = build(&input, &View { scale, ..view(quantity) });
                assert_eq!(model.empty_words, "No sizes yet");
                assert!(model.y.range.1 > model.y.range.0, "{quantity:?} {scale:?}: {:?}", model.y.range);
            }
        }
    }

    #[test]
    fn the_owner_sees_fewer_marks_and_every_size() {
        let view = View { audience: Audience::Owner, ..view(Quantity::SumOfDiameters) };
        let model = build(&input(), &view);
        for hidden in ["line/progression", "line/baseline", "error/2026-04-23"] {
            assert!(model.mark(&MarkId::new(hidden)).is_none(), "{hidden} is for the clinician");
        }
        assert!(model.lanes.is_empty(), "no lanes");
        assert_eq!(mark(&model, "point/2026-04-02").label.as_ref().unwrap().text, "48\u{a0}mm");
        assert_eq!(mark(&model, "recheck").label.as_ref().unwrap().text, "21 May 2026");
        assert!(model.marks.iter().all(|mark| mark.card.is_empty()), "no cards with nadirs and ranges");
        assert!(model.marks.iter().all(|mark| !mark.words.contains("Pseudo")), "plain words");
    }

    #[test]
    fn of_many_sizes_the_owner_reads_the_first_the_smallest_and_the_last() {
        let mut input = input();
        input.points = [60.0, 50.0, 40.5, 45.0, 48.0, 52.0, 55.0]
            .iter()
            .zip(0_i16..)
            .map(|(&mm, place)| point(i32::from(place) * 21, mm, 9_000.0, "CT"))
            .collect();
        let view = View { audience: Audience::Owner, ..view(Quantity::SumOfDiameters) };
        let model = build(&input, &view);
        let point_labels: Vec<&str> = model
            .marks
            .iter()
            .filter(|mark| mark.id.0.starts_with("point/"))
            .filter_map(|mark| mark.label.as_ref().map(|label| label.text.as_str()))
            .collect();
        assert_eq!(point_labels, ["60\u{a0}mm", "41\u{a0}mm", "55\u{a0}mm"]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_sizes_make_a_sound_chart(
            sizes in prop::collection::vec((0_i32..60, 0.0_f64..2_000.0, 0.0_f64..1e8, 0_u8..5), 0..12),
            log in any::<bool>(),
            quantity in prop::sample::select(Quantity::ALL.to_vec()),
        ) {
            let mut day = -40;
            let mut input = input();
            input.points.clear();
            for (gap, mm, mm3, state) in sizes {
                day += gap + 1;
                let state = match state {
                    0 => PointState::Absent,
                    1 => PointState::TooSmall,
                    2 => PointState::NotEvaluable,
                    _ => PointState::Measured,
                };
                let gone = if state == PointState::Absent { 0.0 } else { 1.0 };
                input.points.push(SizePoint { state, ..point(day, mm * gone, mm3 * gone, "CT") });
            }
            let scale = if log { Scale::Log } else { Scale::Linear };
            let model = build(&input, &View { scale, per_lesion: true, ..view(quantity) });
            for range in [model.x.range, model.y.range] {
                prop_assert!(range.0.is_finite() && range.1.is_finite() && range.0 < range.1, "{:?}", range);
            }
            prop_assert!((2..=8).contains(&model.y.ticks.len()), "{:?}", model.y.ticks);
            prop_assert!((3..=10).contains(&model.x.ticks.len()), "{:?}", model.x.ticks);
            let unique: BTreeSet<&str> = ids(&model).into_iter().collect();
            prop_assert_eq!(unique.len(), model.marks.len());
            for mark in &model.marks {
                if let Geometry::Point { value, .. } = mark.geometry {
                    prop_assert!((model.y.range.0..=model.y.range.1).contains(&value), "{} at {}", mark.id, value);
                }
            }
        }
    }

    #[test]
    fn a_draft_is_hollow_and_joined_by_a_broken_line() {
        let mut input = input();
        input.draft = Some(point(70, 57.0, 19_000.0, "CT"));
        let model = build(&input, &view(Quantity::SumOfDiameters));
        assert!(matches!(mark(&model, "draft").geometry, Geometry::Point { fill: Fill::Draft, .. }), "hollow");
        assert!(mark(&model, "draft").words.starts_with("Being typed"), "said in words");
        assert!(model.mark(&MarkId::new("draft/line")).is_some(), "joined");
    }
}
