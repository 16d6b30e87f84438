//! Scoring on real series: a small part of the dev half, so that it runs in a debug build.

use std::collections::{BTreeMap, BTreeSet};

use reassess::forecast::score::{Subject, outcome_cases, validate};
use reassess::forecast::{Forecaster, Observation, Observations};
use reassess::series::Basis;

use super::rules;

const SIZES: &str = include_str!("../../data/measurements.csv");
const PATIENTS: &str = include_str!("../../data/patients.csv");

/// Every patient under a checkpoint antibody, with every evaluable size.
pub(super) fn subjects() -> Vec<Subject> {
    let mut treated = BTreeSet::new();
    for record in csv::Reader::from_reader(PATIENTS.as_bytes()).records() {
        let record = record.unwrap();
        if record[6].starts_with("anti-PD") {
            treated.insert(record[0].to_owned());
        }
    }
    let mut series: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
    for record in csv::Reader::from_reader(SIZES.as_bytes()).records() {
        let record = record.unwrap();
        let evaluable = matches!(&record[6], "measured" | "absent" | "too_small");
        if evaluable && treated.contains(&record[0]) {
            let size: f64 = record[3].parse().unwrap();
            let size = (size * 10.0).round() / 10.0;
            let small = &record[6] != "measured" || size <= 0.0;
            let log_sd = if small { 0.07 } else { 0.07_f64.max(1.0 / size) };
            let below = small.then_some(size.max(5.0));
            let point = Observation { day: record[2].parse().unwrap(), size, log_sd, below };
            series.entry(record[0].to_owned()).or_default().push(point);
        }
    }
    series
        .into_iter()
        .map(|(id, points)| Subject { id, sizes: Observations::new(Basis::Diameters, points).unwrap() })
        .collect()
}

#[test]
fn the_dev_half_is_read_whole() {
    let subjects = subjects();
    let sizes: usize = subjects.iter().map(|subject| subject.sizes.points().len()).sum();
    assert_eq!((subjects.len(), sizes), (572, 3420), "as data_analysis counts them");
}

#[test]
fn forecasts_of_some_real_patients_beat_repeating_the_last_size() {
    // Every eighth patient, with fewer members: a debug build takes seconds.
    let some: Vec<Subject> = subjects().into_iter().step_by(8).collect();
    let forecaster = Forecaster::with_members(rules().human_checkpoint, 64);
    let validation = validate(&some, &forecaster);
    let model = validation.methods[0];
    assert_eq!(model.method, "model");
    assert!(model.ratio.estimate < 0.98, "{:?}", model.ratio);
    assert!((model.in_half.estimate - 0.5).abs() < 0.12, "{:?}", model.in_half);
    assert!((model.in_ninety.estimate - 0.9).abs() < 0.06, "{:?}", model.in_ninety);
    assert_eq!(validation.methods[1].ratio.estimate, 1.0, "repeating is its own measure");
    assert_eq!(validation, validate(&some, &forecaster), "scoring is deterministic");
}

#[test]
fn first_progressions_measured_again_are_counted_as_the_analysis_does() {
    let forecaster = Forecaster::with_members(rules().human_checkpoint, 4);
    let subjects = subjects();
    let cases = outcome_cases(&subjects, &forecaster);
    let atezolizumab: Vec<_> = cases.iter().filter(|case| !subjects[case.subject].id.starts_with("I-")).collect();
    assert_eq!(atezolizumab.len(), 152, "the first rises with a later size");
    // 22 of 152 were reset at the next visit (data_analysis T3).
    assert_eq!(atezolizumab.iter().filter(|case| case.next_below).count(), 22);
}
