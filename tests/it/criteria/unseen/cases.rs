//! The naive implementation alone against every value of the worked cases.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use serde_json::Value;

use super::{Day, Rest, Seen, Story, cards, irecist, irrc, recist};

fn tenths(value: &Value) -> Option<i64> {
    let text = value.as_f64()?;
    Some(format!("{:.0}", text * 10.0).parse().unwrap())
}

fn seen(lesion: &Value) -> Seen {
    let size = |lesion: &Value| {
        let long = tenths(lesion.get("ld_mm").unwrap()).unwrap();
        let short = lesion.get("sa_mm").and_then(tenths).or_else(|| lesion.get("perp_mm").and_then(tenths)).unwrap();
        (long, short)
    };
    match lesion.get("status").and_then(Value::as_str).unwrap_or("measured") {
        "absent" => Seen::Gone,
        "not_assessed" => Seen::NotEvaluable,
        "fragmented" => {
            let (mut long, mut short, mut area) = (0, 0, 0);
            for part in lesion.get("fragments").unwrap().as_array().unwrap() {
                let (l, s) = size(part);
                long += l;
                short += s;
                area += l * s;
            }
            Seen::Sized { long, short, area }
        }
        "measured" | "too_small_to_measure" => {
            let (long, short) = size(lesion);
            Seen::Sized { long, short, area: long * short }
        }
        other => unreachable!("status {other}"),
    }
}

fn story(case: &Value) -> Story {
    let visits = case.get("visits").unwrap().as_array().unwrap();
    let mut story = Story::default();
    let mut names: Vec<String> = Vec::new();
    for target in visits.first().unwrap().get("targets").unwrap().as_array().unwrap() {
        story.nodes.push(target.get("kind").unwrap() == "nodal");
        story.injected.push(target.get("id").unwrap() == "INJ");
    }
    for visit in visits {
        for new in visit.get("new_lesions").unwrap().as_array().unwrap() {
            let name = new.get("id").unwrap().as_str().unwrap().to_owned();
            if !names.contains(&name) {
                names.push(name);
                story.new_nodes.push(new.get("kind").unwrap() == "nodal");
                story.new_targets.push(new.get("cls").unwrap() == "NLT");
            }
        }
    }
    for visit in visits {
        let mut news = vec![(Seen::NoEntry, false); names.len()];
        for new in visit.get("new_lesions").unwrap().as_array().unwrap() {
            let place = names.iter().position(|name| new.get("id").unwrap() == name.as_str()).unwrap();
            news[place] = (seen(new), new.get("equivocal").unwrap().as_bool().unwrap());
        }
        story.days.push(Day {
            on: visit.get("day").unwrap().as_i64().unwrap(),
            targets: visit.get("targets").unwrap().as_array().unwrap().iter().map(seen).collect(),
            rest: match visit.get("non_target").unwrap().as_str().unwrap() {
                "none" => Rest::Nothing,
                "CR" => Rest::Gone,
                "present" | "nonCR_nonPD" => Rest::Still,
                "PD" => Rest::Worse,
                "NE" => Rest::Unknown,
                other => unreachable!("non-target {other}"),
            },
            rest_increased: visit.get("non_target_change_since_last").unwrap() == "increase",
            news,
            unscheduled: visit.get("unscheduled_for_new_symptom").unwrap().as_bool().unwrap(),
        });
    }
    story
}

#[test]
fn the_naive_implementation_gives_every_value_of_the_worked_cases() {
    let text = include_str!("../../../data/worked_cases.json");
    let book: Value = serde_json::from_str(text).unwrap();
    let cases = book.get("cases").unwrap().as_array().unwrap();
    let mut checked = 0;
    for case in cases {
        let id = case.get("id").unwrap().as_str().unwrap();
        let story = story(case);
        let rows = recist::rows(&story);
        let course = irecist::course(&story, 28);
        let burdens = irrc::rows(&story);
        for (k, expected) in case.get("expected").unwrap().as_array().unwrap().iter().enumerate() {
            let place = format!("{id}, visit {}", k + 1);
            let row = &rows[k];
            for (column, got) in [
                ("sod_mm", row.sod),
                ("pct_from_baseline", row.from_baseline),
                ("pct_from_nadir", row.from_nadir),
                ("abs_from_nadir_mm", row.over_nadir),
            ] {
                assert_eq!(got, expected.get(column).and_then(tenths), "{column} of {place}");
            }
            assert_eq!(row.overall, expected.get("recist11_crecist").unwrap().as_str().unwrap(), "RECIST of {place}");
            assert_eq!(course.states[k], expected.get("irecist").unwrap().as_str().unwrap(), "{place}");
            let (word, burden) = burdens[k];
            if let Some(want) = expected.get("irrc").unwrap().as_str() {
                assert_eq!(word, want, "irRC of {place}");
            }
            if let Some(want) = expected.get("irrc_ttb_mm2").unwrap().as_i64() {
                assert_eq!(burden, Some(want * 100), "burden of {place}");
            }
            checked += 1;
        }
        assert_eq!(*course.best.last().unwrap(), case.get("ibor").unwrap().as_str().unwrap(), "iBOR of {id}");
        let first_pd = rows.iter().position(|row| row.overall == "PD").map(|k| k + 1);
        let want = case.get("recist_first_pd_visit").unwrap().as_u64().map(|k| usize::try_from(k).unwrap());
        assert_eq!(first_pd, want, "first PD of {id}");
        if let Some(visit) = case.get("irecist_progression_visit").and_then(Value::as_u64) {
            let day = story.days.get(usize::try_from(visit).unwrap()).map(|day| day.on);
            assert_eq!(*course.progression.last().unwrap(), day, "progression day of {id}");
        }
        if let Some(states) = case.get("irecist_vet21_expected") {
            let got = irecist::course(&story, 21).states;
            assert_eq!(got, states.as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect::<Vec<_>>());
        }
        if let Some(sums) = case.get("itrecist_expected") {
            for (k, day) in story.days.iter().enumerate() {
                let (injected, other) = cards::split_sums(&story, day);
                let want = |name: &str| sums.get(name).and_then(|all| all.get(k)).and_then(tenths);
                assert_eq!(injected, want("sod_injected"), "injected of {id}, visit {k}");
                assert_eq!(other, want("sod_noninjected"), "not injected of {id}, visit {k}");
            }
        }
    }
    assert_eq!((cases.len(), checked), (20, 55), "cases and rows read");
}
