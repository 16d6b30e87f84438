//! The forecast against an independent computation, against itself, and against hostile series.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

mod brute;
mod figures;
mod real;

use jiff::civil::date;
use proptest::prelude::*;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, Measurement, Method, Size, Therapy, TherapyClass, Visit, Volume,
};
use reassess::forecast::{
    CanineTumor, Explanations, Family, Forecaster, Group, Observation, Observations, ParameterSet,
};
use reassess::rules::{ForecastRules, MethodNoise, NoiseTable, Rules};
use reassess::series::{Basis, build};

fn rules() -> ForecastRules {
    Rules::shipped().unwrap().forecast.clone()
}

fn people() -> Forecaster {
    Forecaster::new(&rules(), ParameterSet::HumanCheckpoint)
}

fn dog(prior: f64) -> Forecaster {
    Forecaster::new(&rules(), melanoma(prior))
}

/// Oral melanoma, domain.md 4.4.
fn melanoma(prior: f64) -> ParameterSet {
    let tumor = CanineTumor { doubling_median_days: 35.0, doubling_low_days: 14.0, doubling_high_days: 90.0, prior };
    ParameterSet::CanineDefault(tumor)
}

fn sizes(basis: Basis, sizes: &[(i32, f64)]) -> Observations {
    let point =
        |&(day, size): &(i32, f64)| Observation { day, size, log_sd: 0.07, below: (size <= 0.0).then_some(5.0) };
    Observations::new(basis, sizes.iter().map(point).collect()).unwrap()
}

fn mm(list: &[(i32, f64)]) -> Observations {
    sizes(Basis::Diameters, list)
}

/// A first enlargement on a usual schedule.
fn enlargement() -> Observations {
    mm(&[(-6, 31.0), (28, 33.0), (56, 42.0)])
}

#[test]
fn the_forecast_is_the_same_every_time() {
    let (one, other) = (dog(0.1).fit(&enlargement()), dog(0.1).fit(&enlargement()));
    assert_eq!(one.fans(&[70, 84, 98], None), other.fans(&[70, 84, 98], None));
    assert_eq!(one.p_fall30(), other.p_fall30());
    assert_eq!(one.deciding_sizes(84, rules().size_ratio), other.deciding_sizes(84, rules().size_ratio));
}

#[test]
fn a_kept_plan_gives_what_a_new_fit_gives() {
    let forecaster = dog(0.1);
    let plan = forecaster.plan(&[-6, 28, 56]);
    for typed in [3.0, 38.0, 42.0, 420.0] {
        let observations = mm(&[(-6, 31.0), (28, 33.0), (56, typed)]);
        let shares = [0.05, 0.5, 0.95];
        assert_eq!(
            plan.fit(&observations).quantiles(84, &shares),
            forecaster.fit(&observations).quantiles(84, &shares)
        );
    }
    let other_days = mm(&[(0, 31.0), (30, 33.0)]);
    assert_eq!(plan.fit(&other_days).quantiles(60, &[0.5]), forecaster.fit(&other_days).quantiles(60, &[0.5]));
}

#[test]
fn cutting_a_series_leaves_earlier_forecasts_as_they_were() {
    let whole = mm(&[(-6, 31.0), (28, 33.0), (56, 42.0), (84, 60.0), (112, 10.0)]);
    for known in 1..5 {
        let past = whole.first(known).unwrap();
        let cut: Vec<Observation> = whole.points()[..known].to_vec();
        let alone = Observations::new(Basis::Diameters, cut).unwrap();
        let day = past.last().day + 28;
        let forecaster = people();
        assert_eq!(
            forecaster.fit(&past).quantiles(day, &[0.1, 0.9]),
            forecaster.fit(&alone).quantiles(day, &[0.1, 0.9])
        );
        assert_eq!(forecaster.fit(&past).p_fall30(), forecaster.fit(&alone).p_fall30());
    }
}

#[test]
fn quantiles_rise_and_invert_the_probability() {
    for observations in [mm(&[(0, 30.0)]), enlargement(), mm(&[(-3, 40.0), (40, 20.0), (82, 0.0), (124, 0.0)])] {
        let fit = people().fit(&observations);
        let day = observations.last().day + 42;
        let shares = [0.01, 0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95, 0.99];
        let quantiles = fit.quantiles(day, &shares);
        assert!(quantiles.windows(2).all(|pair| pair[0] < pair[1]), "{quantiles:?} rise");
        for (quantile, share) in quantiles.iter().zip(shares) {
            let back = fit.probability_below(day, *quantile);
            assert!((back - share).abs() < 1e-4, "{share} came back as {back}");
        }
    }
}

#[test]
fn more_size_never_speaks_more_for_swelling() {
    for forecaster in [people(), dog(0.1), dog(0.3)] {
        for observations in [enlargement(), mm(&[(0, 20.0), (14, 31.0)]), mm(&[(0, 60.0), (42, 30.0), (84, 45.0)])] {
            let fit = forecaster.fit(&observations);
            let day = observations.last().day + 28;
            let mut last = f64::INFINITY;
            for step in 0..200 {
                let size = 0.2 * 1.05_f64.powi(step);
                let ratio = fit.ratio_at(day, size, rules().size_ratio);
                let strength = ratio.ln().abs();
                assert!(strength <= 8.0_f64.ln() + 1e-9, "{size} mm: {ratio} is capped");
                assert!(ratio <= last + 1e-9, "{size} mm: {ratio} after {last}");
                last = ratio;
            }
        }
    }
}

#[test]
fn deciding_sizes_are_where_the_ratio_is_two_and_a_half() {
    let fit = dog(0.1).fit(&enlargement());
    let decides = fit.deciding_sizes(84, rules().size_ratio);
    let (low, high) = (decides.swelling_at_most.unwrap(), decides.growth_at_least.unwrap());
    assert!(low < 42.0 && high > 42.0, "{decides:?} lie on both sides of the last size");
    for (size, ratio) in [(low, 2.0), (high, 0.5)] {
        let found = fit.ratio_at(84, size, rules().size_ratio);
        assert!((found / ratio).ln().abs() < 0.02, "{size} mm: {found}, expected {ratio}");
    }
}

#[test]
fn swelling_lies_under_growth_after_a_rise() {
    let fans = dog(0.1).fit(&enlargement()).fans(&[70, 84, 98, 112], None);
    assert_eq!(fans.swelling.len(), 4);
    for (swelling, growth) in fans.swelling.iter().zip(&fans.growth) {
        assert!(swelling.q50 < growth.q50, "{swelling:?} under {growth:?}");
        assert!(swelling.q05 < swelling.q25 && swelling.q75 < swelling.q95, "{swelling:?} is in order");
    }
}

#[test]
fn canine_shares_meet_the_prior_on_the_usual_schedule() {
    let rules = rules();
    for prior in [0.02, 0.1, 0.3] {
        let forecaster = dog(prior);
        let (mut swelling, mut all) = (0.0, 0.0);
        for family in Family::ALL {
            // Another set of members than the solver's own: plain pseudo-random ones.
            let mut random = brute::Random::new(7);
            let rounds = 4000;
            let risen = (0..rounds)
                .filter(|_| {
                    let scores: Vec<f64> = (0..8).map(|_| random.normal()).collect();
                    let member = family.member(forecaster.rules(), &scores);
                    let mut lowest = member.log_volume(0.0);
                    let every = rules.canine_schedule.every_days;
                    let visits = (1..).map(|visit| f64::from(visit) * every);
                    let mut visits = visits.take_while(|day| *day <= rules.canine_schedule.until_days);
                    visits.any(|day| {
                        let log = member.log_volume(day / 7.0);
                        let rose = log - lowest >= 1.728_f64.ln();
                        lowest = lowest.min(log);
                        rose
                    })
                })
                .count();
            let mass = family.share(forecaster.rules()) * risen as f64 / f64::from(rounds);
            all += mass;
            if family.group() == Some(Group::Swelling) {
                swelling += mass;
            }
        }
        let found = swelling / all;
        assert!((found - prior).abs() < 0.1 * prior + 0.003, "prior {prior}: {found}");
    }
}

#[test]
fn the_mixture_carries_the_explanations_it_is_given() {
    let fit = dog(0.1).fit(&enlargement());
    let of = |swelling, growth, neither| {
        let own = Explanations { swelling, growth, neither };
        fit.fans(&[84], Some(own))
    };
    let median = |fans: &reassess::forecast::Fans| fans.mixture[0].q50;
    let (all_swelling, all_growth) = (of(1.0, 0.0, 0.0), of(0.0, 1.0, 0.0));
    // The spike of a repeated size is in the mixture alone, and the middle of these fans lies away from it.
    assert!((median(&all_growth) / all_growth.growth[0].q50).ln().abs() < 0.02, "{all_growth:?}");
    assert!((median(&all_swelling) / all_swelling.swelling[0].q50).ln().abs() < 0.05, "{all_swelling:?}");
    let between = median(&of(0.5, 0.5, 0.0));
    assert!(median(&all_swelling) < between && between < median(&all_growth), "{between}");
    assert_eq!(all_swelling.swelling, all_growth.swelling, "the fans themselves do not move");
}

#[test]
fn a_faster_tumor_type_is_foretold_to_grow_faster() {
    let tumor = |days: f64| CanineTumor {
        doubling_median_days: days,
        doubling_low_days: days / 3.0,
        doubling_high_days: days * 3.0,
        prior: 0.1,
    };
    let median = |days| {
        let forecaster = Forecaster::new(&rules(), ParameterSet::CanineDefault(tumor(days)));
        forecaster.fit(&mm(&[(0, 30.0)])).fans(&[28], None).growth[0].q50
    };
    assert!(median(15.0) > 1.15 * median(90.0), "hemangiosarcoma against urothelial carcinoma");
}

#[test]
fn growth_is_foretold_after_growth_and_a_fall_after_a_fall() {
    let fit = |list: &[(i32, f64)]| people().fit(&mm(list));
    let growing = fit(&[(0, 30.0), (42, 36.0), (84, 44.0), (126, 53.0)]);
    let falling = fit(&[(0, 60.0), (42, 48.0), (84, 38.0)]);
    assert!(growing.quantiles(168, &[0.5])[0] > 54.0, "on the way up");
    assert!(falling.quantiles(126, &[0.5])[0] < 38.0, "on the way down");
    assert!(growing.p_fall30() < falling.p_fall30(), "falls follow falls");
}

fn noise() -> NoiseTable {
    let row = MethodNoise { same_observer_cv: 0.07, different_observer_cv: 0.12, floor_mm: 1.0 };
    NoiseTable {
        caliper: row,
        caliper_ill_defined: row,
        ultrasound: row,
        ct_thin: row,
        ct_thick: row,
        mri: row,
        radiograph: row,
        palpation: row,
        unknown: row,
        segmented_volume_cv: 0.10,
        method_change_extra_cv: 0.10,
        method_change_least_cv: 0.15,
        shared_rater_share: 0.6,
        repeat_table_freedom: 10.0,
    }
}

#[test]
fn a_case_becomes_observations_and_small_lesions_are_censored() {
    let mut case = Case::default();
    case.therapy = Therapy { class: TherapyClass::Checkpoint, drug: String::new(), start: Some(date(2026, 3, 1)) };
    for id in [0_u32, 1] {
        case.add_lesion(Lesion::target(LesionId(id), format!("T{id}"))).unwrap();
    }
    let length = |tenths| Size::Axes(Axes::longest_only(Length::from_tenths(tenths).unwrap()));
    let rows = [
        (date(2026, 2, 27), [Finding::Measured(length(300)), Finding::Measured(length(200))]),
        (date(2026, 4, 1), [Finding::Measured(length(150)), Finding::Absent]),
        (date(2026, 5, 1), [Finding::Measured(length(150)), Finding::NotEvaluable]),
        (date(2026, 6, 1), [Finding::TooSmall(None), Finding::Absent]),
    ];
    for (day, findings) in rows {
        let mut visit = Visit::on(day);
        for (id, finding) in (0_u32..).zip(findings) {
            let measurement = Measurement { method: Some(Method::Caliper), ..Measurement::of(finding) };
            visit.measurements.insert(LesionId(id), measurement);
        }
        case.add_visit(visit).unwrap();
    }
    let observations = Observations::from_series(&case, &build(&case), &noise()).unwrap();
    let found: Vec<(i32, f64, bool)> =
        observations.points().iter().map(|point| (point.day, point.known_size(), point.is_censored())).collect();
    // The visit with a target not assessed is left out; two lesions gone or too small lie under 10 mm together.
    assert_eq!(found, [(-2, 50.0, false), (31, 15.0, false), (92, 10.0, true)]);
    assert!(people().fit(&observations).probability_below(130, 15.0) > 0.6, "it stays small");
}

#[test]
fn a_volume_series_is_foretold_in_volumes() {
    let mut case = Case::default();
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    for (day, mm3) in [(date(2026, 3, 1), 5000.0), (date(2026, 4, 12), 5200.0), (date(2026, 5, 24), 9000.0)] {
        let mut visit = Visit::on(day);
        let volume = Size::Volume(Volume::from_mm3(mm3).unwrap());
        visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(volume)));
        case.add_visit(visit).unwrap();
    }
    let observations = Observations::from_series(&case, &build(&case), &noise()).unwrap();
    assert_eq!(observations.basis(), Basis::Volumes);
    assert!((observations.progression_line() - 8640.0).abs() < 1e-6, "1.728 times 5000");
    let median = dog(0.1).fit(&observations).quantiles(126, &[0.5])[0];
    assert!((4000.0..30_000.0).contains(&median), "{median} mm3");
}

#[test]
fn what_cannot_be_forecast_says_why() {
    let point = |day, size| Observation { day, size, log_sd: 0.07, below: None };
    for (points, word) in [
        (vec![], "no size"),
        (vec![point(0, f64::NAN)], "day 0"),
        (vec![point(0, 10.0), point(3, 0.0)], "day 3"),
        (vec![point(5, 10.0), point(5, 11.0)], "order"),
    ] {
        let error = Observations::new(Basis::Diameters, points).unwrap_err().to_string();
        assert!(error.contains(word), "{error} says {word}");
    }
}

fn hostile_series() -> impl Strategy<Value = Observations> {
    let size = prop_oneof![Just(0.0), Just(0.1), Just(5.0), Just(30.0), Just(2000.0), 0.1..2000.0_f64];
    let gap = prop_oneof![Just(1), Just(28), Just(42), 1..5000_i32];
    let step = (gap, size, prop_oneof![Just(1e-6), Just(0.07), Just(3.0)]);
    (-400..400_i32, prop::collection::vec(step, 1..14), prop::bool::ANY).prop_map(|(start, steps, volumes)| {
        let mut day = start;
        let points = steps
            .into_iter()
            .map(|(gap, size, log_sd)| {
                day += gap;
                Observation { day, size, log_sd, below: (size <= 0.0).then_some(5.0) }
            })
            .collect();
        Observations::new(if volumes { Basis::Volumes } else { Basis::Diameters }, points).unwrap()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn hostile_series_neither_panic_nor_leave_the_range(observations in hostile_series(), ahead in 0..400_i32) {
        let fit = Forecaster::with_members(rules().human_checkpoint, 64).fit(&observations);
        let day = observations.last().day + ahead;
        let quantiles = fit.quantiles(day, &[0.01, 0.5, 0.99]);
        prop_assert!(quantiles.iter().all(|size| size.is_finite() && *size > 0.0), "{quantiles:?}");
        prop_assert!(quantiles.windows(2).all(|pair| pair[0] <= pair[1]), "{quantiles:?}");
        for p in [fit.probability_below(day, 30.0), fit.probability_below_progression(day), fit.p_fall30()] {
            prop_assert!((0.0..=1.0).contains(&p), "{p}");
        }
        let ratio = fit.ratio_at(day, 30.0, rules().size_ratio);
        prop_assert!((0.12..=8.01).contains(&ratio), "{ratio}");
        let sum: f64 = fit.family_probabilities().iter().map(|(_, p)| p).sum();
        prop_assert!((sum - 1.0).abs() < 1e-9, "family probabilities sum to {sum}");
        prop_assert!(fit.effective_sample_size() >= 1.0 - 1e-9);
    }
}
