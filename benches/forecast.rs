//! Speed of the forecast alone: weighing with the days unchanged and changed, and what is drawn from it.
//!
//! `cargo bench --bench forecast`; `--bench edit` measures it as part of an edit.

use divan::{Bencher, black_box};
use reassess::forecast::{CanineTumor, Fit, Forecaster, Observation, Observations, ParameterSet};
use reassess::rules::Rules;
use reassess::series::Basis;

fn main() {
    divan::main();
}

/// The sum of five lesions over this many visits.
fn sizes(visits: i32) -> Option<Observations> {
    let point = |visit: i32| {
        let size = 100.0 + 3.0 * f64::from(visit) + f64::from((visit * 37) % 11);
        Observation { day: 28 * visit - 5, size, log_sd: 0.05, below: None }
    };
    Observations::new(Basis::Diameters, (0..visits).map(point).collect()).ok()
}

/// Dogs with oral melanoma (`domain.md` 4.4).
fn forecaster() -> Option<Forecaster> {
    let tumor =
        CanineTumor { doubling_median_days: 35.0, doubling_low_days: 14.0, doubling_high_days: 90.0, prior: 0.1 };
    let rules = &Rules::shipped().ok()?.forecast;
    Some(Forecaster::new(rules, ParameterSet::CanineDefault(tumor)))
}

fn fitted(visits: i32) -> Option<Fit> {
    Some(forecaster()?.fit(&sizes(visits)?))
}

#[divan::bench]
fn new_forecaster() -> Option<Forecaster> {
    forecaster()
}

#[divan::bench(args = [3, 12])]
fn typing_a_size(bencher: Bencher<'_, '_>, visits: i32) {
    let Some((forecaster, sizes)) = forecaster().zip(sizes(visits)) else { return };
    let days: Vec<i32> = sizes.days().collect();
    let plan = forecaster.plan(&days);
    bencher.bench_local(|| black_box(plan.fit(black_box(&sizes))));
}

#[divan::bench(args = [3, 12])]
fn changing_a_day(bencher: Bencher<'_, '_>, visits: i32) {
    let Some((forecaster, sizes)) = forecaster().zip(sizes(visits)) else { return };
    // A forecaster that knows no course yet.
    bencher
        .with_inputs(|| Forecaster::with_rules(*forecaster.rules()))
        .bench_local_refs(|own| black_box(own.fit(black_box(&sizes))));
}

#[divan::bench(args = [3, 12])]
fn fans_of_one_day(bencher: Bencher<'_, '_>, visits: i32) {
    let Some(fit) = fitted(visits) else { return };
    bencher.bench_local(|| black_box(fit.fans(black_box(&[28 * visits]), None)));
}

#[divan::bench(args = [3, 12])]
fn deciding_sizes(bencher: Bencher<'_, '_>, visits: i32) {
    let (Some(fit), Ok(rules)) = (fitted(visits), Rules::shipped()) else { return };
    bencher.bench_local(|| black_box(fit.deciding_sizes(black_box(28 * visits), rules.forecast.size_ratio)));
}

#[divan::bench(args = [3, 12])]
fn probability_of_a_fall(bencher: Bencher<'_, '_>, visits: i32) {
    let Some(fit) = fitted(visits) else { return };
    bencher.bench_local(|| black_box(fit.p_fall30()));
}
