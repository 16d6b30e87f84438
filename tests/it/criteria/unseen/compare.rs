//! The engines against the naive implementation on generated histories.
#![expect(clippy::indexing_slicing, reason = "a test may panic")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prop_assert_eq;
use proptest::test_runner::TestRunner;
use reassess::criteria::itrecist::GroupRow;
use reassess::criteria::{evaluate, further, outcome};
use reassess::domain::{Case, Finding};
use reassess::rules::CriteriaSettings;

use super::super::properties::config;
use super::stories::{both, stories};
use super::{Rest, Seen, Story, cards, irecist, irrc, lengths, news, recist};

/// One row as words, by column.
type Columns = BTreeMap<&'static str, String>;

fn number(value: Option<i64>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}

fn put(columns: &mut Columns, name: &'static str, value: impl Into<String>) {
    columns.insert(name, value.into());
}

fn of_engines(case: &Case) -> Vec<Columns> {
    let settings = CriteriaSettings::standard();
    let table = evaluate(case, &settings);
    let others = further(case, &settings);
    let course = outcome(case, &table, &settings);
    let tenths = |value: f64| format!("{:.0}", 10.0 * value);
    let mut rows = Vec::new();
    for row in &table.rows {
        let mut columns = Columns::new();
        put(&mut columns, "sod", row.burden.map_or_else(String::new, |burden| tenths(burden.value())));
        put(&mut columns, "from baseline", number(row.pct_from_baseline.map(|percent| percent.0)));
        put(&mut columns, "from nadir", number(row.pct_from_nadir.map(|percent| percent.0)));
        put(&mut columns, "over nadir", number(row.abs_from_nadir_tenths));
        put(&mut columns, "target", row.target_response.token());
        put(&mut columns, "RECIST 1.1", row.recist11.map_or("", |overall| overall.token()));
        put(&mut columns, "cRECIST", row.crecist.token());
        put(&mut columns, "iRECIST", row.irecist.state.token());
        put(&mut columns, "iBOR", row.ibor.token());
        put(&mut columns, "progression", number(row.irecist_progression_day.map(i64::from)));
        put(&mut columns, "irRC", row.irrc.map_or("", |response| response.token()));
        put(&mut columns, "burden", row.irrc_ttb_mm2.map_or_else(String::new, |mm2| format!("{:.0}", mm2 * 100.0)));
        let other = others.get(&row.date).copied().unwrap_or_default();
        put(&mut columns, "WHO", other.who.map_or("", |overall| overall.token()));
        put(&mut columns, "irRECIST", other.irrecist.map_or("", |row| row.response.token()));
        put(&mut columns, "lymphoma", other.vcog_lymphoma.map_or("", |overall| overall.token()));
        let split = |group: Option<GroupRow>| {
            group.and_then(|group| group.sum).map_or_else(String::new, |sum| tenths(sum.value()))
        };
        put(&mut columns, "injected", other.itrecist.map_or_else(String::new, |row| split(row.injected)));
        put(&mut columns, "not injected", other.itrecist.map_or_else(String::new, |row| split(row.non_injected)));
        rows.push(columns);
    }
    if let Some(last) = rows.last_mut() {
        put(last, "best", course.best.map_or("", |best| best.token()));
    }
    rows
}

fn of_the_naive(story: &Story) -> Vec<Columns> {
    let course = irecist::course(story, 28);
    let (recist, irrc, who) = (recist::rows(story), irrc::rows(story), cards::who(story));
    let (added, lymphoma) = (cards::with_new_added(story), cards::lymphoma(story));
    let best = recist::best(story);
    let mut rows = Vec::new();
    for (k, row) in recist.iter().enumerate() {
        let mut columns = Columns::new();
        put(&mut columns, "sod", number(row.sod));
        put(&mut columns, "from baseline", number(row.from_baseline));
        put(&mut columns, "from nadir", number(row.from_nadir));
        put(&mut columns, "over nadir", number(row.over_nadir));
        put(&mut columns, "target", if row.target.is_empty() { "NE" } else { row.target });
        put(&mut columns, "RECIST 1.1", row.overall);
        put(&mut columns, "cRECIST", row.overall);
        put(&mut columns, "iRECIST", course.states[k]);
        put(&mut columns, "iBOR", course.best[k]);
        put(&mut columns, "progression", number(course.progression[k]));
        let (word, burden) = irrc[k];
        put(&mut columns, "irRC", word);
        put(&mut columns, "burden", number(burden));
        put(&mut columns, "WHO", who[k]);
        let word = added[k];
        put(
            &mut columns,
            "irRECIST",
            if word.is_empty() || word == "NE" { word.to_owned() } else { format!("ir{word}") },
        );
        put(&mut columns, "lymphoma", lymphoma[k]);
        let (injected, other) = cards::split_sums(story, &story.days[k + 1]);
        let any = story.injected.contains(&true);
        put(&mut columns, "injected", number(injected.filter(|_| any)));
        put(&mut columns, "not injected", number(other.filter(|_| any)));
        rows.push(columns);
    }
    if let (Some(last), Some(best)) = (rows.last_mut(), best.last()) {
        put(last, "best", *best);
    }
    rows
}

/// What the histories must reach, by column; nothing is left out as unreachable.
const REACHED: [(&str, &[&str]); 14] = [
    ("target", &["CR", "PR", "SD", "PD", "NE"]),
    ("cRECIST", &["CR", "PR", "SD", "PD", "NE", "non-CR/non-PD"]),
    ("best", &["CR", "PR", "SD", "PD", "NE", "non-CR/non-PD"]),
    ("iRECIST", &["iCR", "iPR", "iSD", "iUPD", "iCPD", "NE", "non-iCR/non-iUPD"]),
    ("iBOR", &["iCR", "iPR", "iSD", "iUPD", "iCPD", "NE", "non-iCR/non-iUPD"]),
    ("flag", &["too_early", "late", "reset"]),
    ("driver", &["target", "non_target", "new_lesion"]),
    ("irRC", &["irCR", "irPR", "irSD", "irPD_u", "irPD_c", "NE", ""]),
    ("WHO", &["CR", "PR", "SD", "PD", "NE", ""]),
    ("irRECIST", &["irCR", "irPR", "irSD", "irPD_u", "irPD_c", "NE", ""]),
    ("lymphoma", &["CR", "PR", "SD", "PD", "NE", ""]),
    (
        "finding",
        &["measured", "absent", "too small", "too small, sized", "not evaluable", "present", "fragmented", "missing"],
    ),
    ("rest", &["Nothing", "Gone", "Still", "Worse", "Unknown"]),
    (
        "course",
        &[
            "several targets",
            "node falls under 10 mm",
            "node rises to 10 mm",
            "node crosses 15 mm",
            "new target lesion",
            "new lesion, no target one",
            "new node",
            "equivocal new lesion",
            "equivocal, later certain",
            "new lesion gone and back",
            "uneven intervals",
            "unscheduled",
            "injected and not injected",
        ],
    ),
];

/// What a history holds, as words of [`REACHED`].
fn held(case: &Case, story: &Story) -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    for visit in case.visits() {
        for lesion in case.lesions() {
            all.push((
                "finding",
                match visit.measurements.get(&lesion.id).map(|measurement| &measurement.finding) {
                    Some(Finding::Measured(_)) => "measured",
                    Some(Finding::Absent) => "absent",
                    Some(Finding::TooSmall(None)) => "too small",
                    Some(Finding::TooSmall(Some(_))) => "too small, sized",
                    Some(Finding::NotEvaluable) => "not evaluable",
                    Some(Finding::Present) => "present",
                    Some(Finding::Fragmented(_)) => "fragmented",
                    Some(Finding::Merged(_)) => "merged",
                    None => "missing",
                },
            ));
        }
    }
    for day in &story.days {
        let rest = match day.rest {
            Rest::Nothing => "Nothing",
            Rest::Gone => "Gone",
            Rest::Still => "Still",
            Rest::Worse => "Worse",
            Rest::Unknown => "Unknown",
        };
        all.push(("rest", rest));
        if day.unscheduled {
            all.push(("course", "unscheduled"));
        }
    }
    for (one, next) in story.days.iter().zip(story.days.iter().skip(1)) {
        for ((one, next), node) in lengths(story, one).iter().zip(lengths(story, next)).zip(&story.nodes) {
            let (Some(one), Some(next), true) = (*one, next, *node) else { continue };
            if one >= 100 && next < 100 {
                all.push(("course", "node falls under 10 mm"));
            }
            if one < 100 && next >= 100 {
                all.push(("course", "node rises to 10 mm"));
            }
            if (one < 150) != (next < 150) {
                all.push(("course", "node crosses 15 mm"));
            }
        }
    }
    let last = story.days.len().saturating_sub(1);
    for (place, new) in news(story, last).iter().enumerate() {
        let seen = |wanted: bool| {
            let found =
                |day: &super::Day| matches!(day.news.get(place), Some((Seen::Sized { .. }, own)) if *own == wanted);
            story.days.iter().position(found)
        };
        if new.proven {
            let target = story.new_targets.get(place) == Some(&true);
            all.push(("course", if target { "new target lesion" } else { "new lesion, no target one" }));
            if story.new_nodes.get(place) == Some(&true) {
                all.push(("course", "new node"));
            }
        }
        if let Some(suspected) = seen(true) {
            all.push(("course", "equivocal new lesion"));
            if seen(false).is_some_and(|certain| certain > suspected) {
                all.push(("course", "equivocal, later certain"));
            }
        }
        let there: Vec<bool> = (0..=last).map(|k| news(story, k).get(place).is_some_and(|new| new.present)).collect();
        let gone = there.windows(2).position(|pair| pair == [true, false]);
        if gone.is_some_and(|gone| there.iter().skip(gone + 1).any(|there| *there)) {
            all.push(("course", "new lesion gone and back"));
        }
    }
    let mut gaps: Vec<i64> =
        story.days.iter().zip(story.days.iter().skip(1)).map(|(one, next)| next.on - one.on).collect();
    gaps.dedup();
    if gaps.len() > 1 {
        all.push(("course", "uneven intervals"));
    }
    if story.nodes.len() > 1 {
        all.push(("course", "several targets"));
    }
    if story.injected.contains(&true) && story.injected.contains(&false) {
        all.push(("course", "injected and not injected"));
    }
    all.into_iter().map(|(column, word)| (column, word.to_owned())).collect()
}

#[test]
fn ten_thousand_histories_agree_with_the_naive_implementation() {
    let met = RefCell::new(BTreeMap::<(&str, String), u32>::new());
    TestRunner::new(config(10_000))
        .run(&stories(), |(history, seed)| {
            let (case, story) = both(&history, seed);
            let engines = of_engines(&case);
            let mut met = met.borrow_mut();
            let flags = evaluate(&case, &CriteriaSettings::standard()).rows.into_iter().flat_map(|row| {
                let flags = row.irecist.flags.into_iter().map(|flag| ("flag", flag.token().to_owned()));
                flags
                    .chain(row.irecist.drivers.into_iter().map(|driver| ("driver", driver.token().to_owned())))
                    .collect::<Vec<_>>()
            });
            let words = engines.iter().flatten().map(|(column, word)| (*column, word.clone()));
            for word in words.chain(flags).chain(held(&case, &story)) {
                *met.entry(word).or_default() += 1;
            }
            prop_assert_eq!(engines, of_the_naive(&story), "{:?}", story);
            Ok(())
        })
        .unwrap();
    let met = met.borrow();
    for (column, words) in REACHED {
        for word in words {
            let times = met.get(&(column, (*word).to_owned())).copied().unwrap_or(0);
            assert!(times >= 20, "{column} {word:?} came up {times} times only: the histories do not try it");
        }
    }
}
