//! Speed of the forecast: what an edit costs, with the days unchanged and changed, and what is drawn from it.

use divan::{Bencher, black_box};
use reassess::assess::{assess, futures};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, Measurement, NOMINAL_START, Size, TherapyClass, Visit,
};
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
    bencher.bench_local(|| black_box(forecaster.fit(black_box(&sizes))));
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

/// Five lesions at twelve visits, as `benches/edit.rs` has them, with the last size of the first typed anew.
fn case(last_tenths: u32) -> Case {
    let start = NOMINAL_START;
    let mut case = Case::default();
    case.therapy.start = Some(start);
    case.therapy.class = TherapyClass::Checkpoint;
    for id in 0..5 {
        case.add_lesion(Lesion::target(LesionId(id), format!("T{id}"))).ok();
    }
    for number in 0..12_u32 {
        let mut visit = Visit::on(date_from_day(start, 21 * number.cast_signed()));
        for id in 0..5 {
            let tenths = match (id, number) {
                (0, 11) => last_tenths,
                (0, _) => 300 - 5 * number,
                _ => 200 + 20 * id + 9 * number,
            };
            if let Ok(longest) = Length::from_tenths(tenths) {
                let finding = Finding::Measured(Size::Axes(Axes::longest_only(longest)));
                visit.measurements.insert(LesionId(id), Measurement::of(finding));
            }
        }
        case.add_visit(visit).ok();
    }
    case
}

/// A new assessment with its forecast while a size is typed: another size each time, the same days.
#[divan::bench]
fn assessment_with_forecast_while_typing(bencher: Bencher<'_, '_>) {
    let Ok(rules) = Rules::shipped() else { return };
    let last = date_from_day(NOMINAL_START, 231);
    let mut typed = 200;
    bencher
        .with_inputs(|| {
            typed = if typed > 400 { 200 } else { typed + 1 };
            case(typed)
        })
        .bench_local_refs(|case| {
            let assessment = assess(case, rules, last);
            let futures = futures(case, &assessment, rules);
            futures.ok().map(|own| (own.fans(), own.due().map(|day| own.deciding(day))))
        });
}
