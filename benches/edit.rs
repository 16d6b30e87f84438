//! One edit: from a changed size to everything the window shows of it, at 5 lesions x 12 visits.
//!
//! `cargo bench --bench edit`

mod common;

use divan::{Bencher, black_box};
use jiff::civil::Date;
use reassess::app::derived::derive;
use reassess::app::view::View;
use reassess::assess::{Assessment, Deciding, assess, futures, preview};
use reassess::criteria::evaluate;
use reassess::domain::{Case, NOMINAL_START};
use reassess::forecast::Fans;
use reassess::rules::Rules;

use common::{open_enlargement, sizes_typed};

fn main() {
    divan::main();
}

#[divan::bench]
fn criteria(bencher: Bencher<'_, '_>) {
    let (case, Ok(rules)) = (open_enlargement(280, 0), Rules::shipped()) else { return };
    bencher.bench(|| evaluate(black_box(&case), &rules.criteria));
}

/// The assessment alone, of one case again and again: the forecast is remembered.
#[divan::bench]
fn assessment(bencher: Bencher<'_, '_>) {
    let (case, Ok(rules)) = (open_enlargement(280, 0), Rules::shipped()) else { return };
    bencher.bench_local(|| new_assessment(black_box(&case), rules));
}

/// Another size each time, the same days: assessment, forecast, fans and deciding sizes, as between two keys.
#[divan::bench]
fn typing_a_size_to_assessment_with_forecast(bencher: Bencher<'_, '_>) {
    let Ok(rules) = Rules::shipped() else { return };
    let mut typed = sizes_typed();
    bencher.with_inputs(|| open_enlargement(typed(), 0)).bench_local_refs(|case| with_futures(preview, case, rules));
}

/// The same once the size is left, with the closest forecast.
#[divan::bench]
fn leaving_a_size_to_assessment_with_forecast(bencher: Bencher<'_, '_>) {
    let Ok(rules) = Rules::shipped() else { return };
    let mut typed = sizes_typed();
    bencher.with_inputs(|| open_enlargement(typed(), 0)).bench_local_refs(|case| new_assessment(case, rules));
}

/// The same with the last visit on another day each time.
#[divan::bench]
fn moving_a_day_to_assessment_with_forecast(bencher: Bencher<'_, '_>) {
    let Ok(rules) = Rules::shipped() else { return };
    let (mut typed, mut moved) = (sizes_typed(), 0);
    let other_day = || {
        moved = (moved + 1) % 28;
        open_enlargement(typed(), moved)
    };
    bencher.with_inputs(other_day).bench_local_refs(|case| new_assessment(case, rules));
}

/// Another size each time: all that the window shows, words and charts included.
#[divan::bench]
fn typing_a_size_to_everything_shown(bencher: Bencher<'_, '_>) {
    let Ok(rules) = Rules::shipped() else { return };
    let mut typed = sizes_typed();
    bencher.with_inputs(|| open_enlargement(typed(), 0)).bench_local_refs(|case| {
        let typed_on = case.visits().last().map(|visit| visit.date).zip(case.lesions().first().map(|lesion| lesion.id));
        derive(case, View::default(), rules, NOMINAL_START, typed_on)
    });
}

type WithFutures = (Assessment, Option<(Fans, Option<Deciding>)>);

fn new_assessment(case: &Case, rules: &Rules) -> WithFutures {
    with_futures(assess, case, rules)
}

fn with_futures(assess: fn(&Case, &Rules, Date) -> Assessment, case: &Case, rules: &Rules) -> WithFutures {
    let last = case.visits().last().map_or(NOMINAL_START, |visit| visit.date);
    let assessment = assess(case, rules, last);
    let found = futures(case, &assessment, rules);
    let shown = found.ok().map(|own| (own.two_fans(), own.due().map(|day| own.deciding(day))));
    (assessment, shown)
}
