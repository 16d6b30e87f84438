//! The engines against the naive implementation on generated histories.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reassess::criteria::{FurtherRow, evaluate, further, outcome};
use reassess::rules::CriteriaSettings;

use super::super::properties::config;
use super::stories::{both, stories};
use super::{Story, cards, irecist, irrc, recist};
use reassess::domain::Case;

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
        let other = others.get(&row.date).copied().unwrap_or(FurtherRow::default());
        put(&mut columns, "WHO", other.who.map_or("", |overall| overall.token()));
        put(&mut columns, "irRECIST", other.irrecist.map_or("", |row| row.response.token()));
        put(&mut columns, "lymphoma", other.vcog_lymphoma.map_or("", |overall| overall.token()));
        let split = |group: Option<reassess::criteria::itrecist::GroupRow>| {
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
        put(&mut columns, "iRECIST", *course.states.get(k).unwrap());
        put(&mut columns, "iBOR", *course.best.get(k).unwrap());
        put(&mut columns, "progression", number(*course.progression.get(k).unwrap()));
        let (word, burden) = *irrc.get(k).unwrap();
        put(&mut columns, "irRC", word);
        put(&mut columns, "burden", number(burden));
        put(&mut columns, "WHO", *who.get(k).unwrap());
        let word = *added.get(k).unwrap();
        put(&mut columns, "irRECIST", if word.is_empty() || word == "NE" { word.to_owned() } else { format!("ir{word}") });
        put(&mut columns, "lymphoma", *lymphoma.get(k).unwrap());
        let (injected, other) = cards::split_sums(story, story.days.get(k + 1).unwrap());
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

#[test]
fn ten_thousand_explored() {
    let told = RefCell::new(BTreeMap::<&str, (u32, String)>::new());
    TestRunner::new(config(10_000))
        .run(&stories(), |(history, seed)| {
            let (case, story) = both(&history, seed);
            let (engines, naive) = (of_engines(&case), of_the_naive(&story));
            let mut told = told.borrow_mut();
            if engines.len() != naive.len() {
                told.entry("rows").or_insert_with(|| (0, format!("{story:#?}"))).0 += 1;
                return Ok(());
            }
            for (k, (engine, naive)) in engines.iter().zip(&naive).enumerate() {
                let before = told.len();
                let mut any = false;
                for (column, value) in engine {
                    if naive.get(column) != Some(value) {
                        any = true;
                        let size = history.visits.len() * (1 + history.nodes.len() + history.new_targets.len());
                        let text = || format!("visit {}: engine {value:?}, naive {:?}\n nodes {:?} new nodes {:?} NLT {:?}\n{}", k + 1, naive.get(column), story.nodes, story.new_nodes, story.new_targets, story.days.iter().map(|day| format!("  {day:?}")).collect::<Vec<_>>().join("\n"));
                        let entry = told.entry(column).or_insert_with(|| (0, "x".repeat(9999)));
                        entry.0 += 1;
                        let candidate = text();
                        if candidate.len() + size < entry.1.len() { entry.1 = candidate; }
                    }
                }
                let _ = before;
                if any { break; }
            }
            Ok(())
        })
        .unwrap();
    let mut all = String::new();
    for (column, (times, first)) in told.borrow().iter() {
        all.push_str(&format!("== {column}: {times}\n{first}\n"));
    }
    std::fs::write("/tmp/naive_check/report.txt", all).unwrap();
}
