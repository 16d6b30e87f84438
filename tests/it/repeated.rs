//! Repeated readings: their mean, its noise, and an observer's own repeatability.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::app::edit::{Edit, apply};
use reassess::assess::{Token, assess};
use reassess::chart::{ChartInput, Quantity, View, build, text_alternative};
use reassess::domain::*;
use reassess::explain::clinician;
use reassess::rules::Rules;
use reassess::series::{build as series_of, change, learned};

use crate::stories::{Story, day};

/// Calipers by one person: 40 mm, then a rise typed as one text.
fn rise(text: &str) -> Story {
    let mut story = Story::new();
    for (on, text) in [(-2, "40"), (42, text)] {
        story = story.change(on, |_| {});
        let edit = Edit::SetSize { date: day(on), lesion: LesionId(0), text: text.to_owned() };
        story.0 = apply(&story.0, edit).unwrap().0;
        story = story.change(on, |visit| {
            let own = visit.measurements.get_mut(&LesionId(0)).unwrap();
            (own.method, own.observer) = (Some(Method::Caliper), "KM".to_owned());
        });
    }
    story
}

fn log_sd(story: &Story) -> f64 {
    let series = series_of(&story.0);
    let (first, second) = (series.points.first().unwrap(), series.points.last().unwrap());
    change(first, second, &series, &Rules::shipped().unwrap().noise).unwrap().log_sd
}

#[test]
fn the_mean_of_three_readings_is_the_size_and_surer() {
    let (once, thrice) = (rise("49"), rise("49 / 50 / 48"));
    let own = &thrice.0.visit(day(42)).unwrap().measurements[&LesionId(0)];
    assert_eq!(own.finding, once.0.visit(day(42)).unwrap().measurements[&LesionId(0)].finding, "the mean is 49 mm");
    assert_eq!(own.repeats.as_ref().unwrap().count(), 3);
    assert_eq!(own.entered, "49 / 50 / 48");
    // 0.07 each; three alike count with 0.6 of it: hypot(0.0699, 0.0420) = 0.0816 against 0.0989.
    assert!((log_sd(&once) - 0.0989).abs() < 1e-4, "{}", log_sd(&once));
    assert!((log_sd(&thrice) - 0.0816).abs() < 1e-3, "{}", log_sd(&thrice));
    let noise = |story: &Story| story.assess_last().verdict.weighing.unwrap().p_noise;
    assert!(noise(&thrice) < noise(&once), "+22.5 % is less apt to be error when read three times");
}

#[test]
fn readings_far_apart_are_not_surer_than_the_table() {
    // 40, 49 and 58 mm: an SD near 19 %, which the table's 7 % cannot outweigh.
    assert!(log_sd(&rise("40 / 49 / 58")) > log_sd(&rise("49 / 50 / 48")));
    assert!(log_sd(&rise("30 / 49 / 68")) > log_sd(&rise("49 / 49.1 / 48.9")) * 1.2);
}

#[test]
fn the_words_say_how_a_size_was_read() {
    let story = rise("49 / 50 / 48");
    let assessment = story.assess_last();
    let words = clinician(&story.0, &assessment);
    assert_eq!(
        words.readings,
        [
            "Gingiva is the mean of 3 readings, SD 2\u{a0}% (2 differences): it counts with 4.2\u{a0}%, one reading with \
          7\u{a0}%."
        ]
    );
    let input = ChartInput::from_assessment(&story.0, &assessment, Rules::shipped().unwrap());
    let model = build(&input, &View { quantity: Quantity::SumOfDiameters, ..View::default() });
    let text = text_alternative(&model);
    let cards: Vec<&str> = model.marks.iter().flat_map(|mark| &mark.card).map(String::as_str).collect();
    assert!(
        text.contains("mean of 3 readings") || cards.iter().any(|line| line.contains("mean of 3 readings")),
        "{text}"
    );
    assert!(clinician(&rise("49").0, &rise("49").assess_last()).readings.is_empty(), "one reading is nothing to say");
}

#[test]
fn an_observer_s_own_repeatability_is_learned_and_used_only_when_taken_over() {
    let mut story = rise("49 / 50 / 48").change(70, |_| {});
    let edit = Edit::SetSize { date: day(70), lesion: LesionId(0), text: "50 / 51".to_owned() };
    story.0 = apply(&story.0, edit).unwrap().0;
    let own = learned(&story.0);
    assert_eq!((own.len(), own[0].observer.as_str(), own[0].sets, own[0].degrees_of_freedom), (1, "KM", 2, 3));
    let before = story.assess_last();
    assert!(before.reading_noise.own.is_empty(), "learning alone moves nothing");
    let used = apply(&story.0, Edit::SetRepeatability(own.clone())).unwrap().0;
    let rules = Rules::shipped().unwrap();
    let after = assess(&used, rules, day(70));
    let [shown] = after.reading_noise.own.as_slice() else { panic!("one observer") };
    assert_eq!(shown.own, own[0], "kept with the case as it was");
    assert!(
        shown.used_sd < shown.table_sd && shown.used_sd > 0.8 * shown.table_sd,
        "few readings move little: {shown:?}"
    );
    // Learning more afterward does not move a case that keeps what it used.
    let mut more = used.clone();
    let edit = Edit::SetSize { date: day(70), lesion: LesionId(0), text: "50.5".to_owned() };
    more = apply(&more, edit).unwrap().0;
    assert_eq!(more.repeatability(), own.as_slice());
    let back = apply(&used, Edit::SetRepeatability(Vec::new())).unwrap().0;
    assert_eq!(assess(&back, rules, day(70)), before, "back to the table");
}

#[test]
fn the_routine_interval_of_a_case_is_its_own() {
    let story = Story::new().sized(-2, &[40.0]).sized(42, &[41.0]);
    assert_eq!(story.assess_last().recheck.due, Some(day(42 + 42)), "six weeks as usual");
    let routine = RoutineInterval::new(28, "trial protocol").unwrap();
    let own = apply(&story.0, Edit::SetRoutine(Some(routine))).unwrap().0;
    let assessment = assess(&own, Rules::shipped().unwrap(), day(42));
    assert_eq!(assessment.verdict.token, Token::NotProgression);
    assert_eq!(assessment.recheck.due, Some(day(42 + 28)));
    assert!(RoutineInterval::new(0, "").is_err() && RoutineInterval::new(731, "").is_err());
}
