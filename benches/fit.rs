//! Fits the forecast's parameters of people by the quantile loss of the next size, and scores them on held-out folds.
//!
//! `cargo bench --bench fit -- all` fits to every patient and prints the numbers of
//! `human_checkpoint` in `assets/rules.ron`; `-- folds` fits five times, each on four fifths of the patients, and prints
//! what is foretold of the remaining fifth, one row a visit. Deterministic: the budget is a number of
//! parameter sets, never a time.
#![expect(clippy::print_stdout, clippy::indexing_slicing, reason = "a command for developers, on data in the tree")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use reassess::forecast::score::next_size::of_subject;
use reassess::forecast::score::tune::cost;
use reassess::forecast::score::{NextSize, Subject, Tuned, fold, search};
use reassess::forecast::{Forecaster, Observation, Observations};
use reassess::rules::Rules;
use reassess::rules::forecast::{FamilyRules, LogNormal, Shares};
use reassess::series::Basis;

const SIZES: &str = include_str!("../tests/data/measurements.csv");
const PATIENTS: &str = include_str!("../tests/data/patients.csv");

/// Folds, by patient.
const FOLDS: usize = 5;

/// Parameter sets tried.
const BUDGET: usize = 160;

/// Members of a middling family while searching; scoring uses as many as the program.
const MEMBERS: usize = 128;

/// What is moved, what matters most first.
const MOVED: [&str; 8] = [
    "residual.",
    "shares.stable",
    "shares.response",
    "shares.progression",
    "response.",
    "progression.",
    "stable_drift_sd",
    "before_doubling_weeks.",
];

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds a flag of its own.
    let arguments: Vec<String> = std::env::args().filter(|own| own != "--bench").collect();
    let subjects = subjects()?;
    match arguments.get(1).map(String::as_str) {
        Some("all") => {
            let everyone: Vec<&Subject> = subjects.iter().collect();
            let mut found = fitted(&everyone)?;
            println!("cost {:.5} after {} sets", found.cost, found.tried);
            for (name, value) in found.rules.knobs_mut() {
                println!("{name}: {value:.4}");
            }
        }
        Some("folds") => {
            print!("{HEADING}");
            for left_out in 0..FOLDS {
                let is_held = |place: usize| fold(place, FOLDS) == left_out;
                let kept: Vec<&Subject> =
                    subjects.iter().enumerate().filter(|(place, _)| !is_held(*place)).map(|(_, own)| own).collect();
                let found = fitted(&kept)?;
                let forecaster = Forecaster::with_rules(found.rules);
                let held: Vec<(usize, &Subject)> =
                    subjects.iter().enumerate().filter(|(place, _)| is_held(*place)).collect();
                let texts: Vec<String> =
                    held.par_iter().map(|(place, own)| rows_of(*place, own, &forecaster)).collect();
                print!("{}", texts.concat());
            }
        }
        Some("shipped") => {
            let forecaster = Forecaster::with_rules(shipped()?);
            let texts: Vec<String> =
                subjects.par_iter().enumerate().map(|(place, own)| rows_of(place, own, &forecaster)).collect();
            print!("{HEADING}{}", texts.concat());
        }
        _ => println!("usage: cargo bench --bench fit -- all | folds | shipped"),
    }
    Ok(())
}

fn shipped() -> Result<FamilyRules, Box<dyn Error>> {
    Ok(Rules::shipped()?.forecast.human_checkpoint)
}

/// The design's first numbers (`MODEL.md` 2), with the residuals of the first table of `assets/validation/tries.md`.
fn start() -> Result<FamilyRules, Box<dyn Error>> {
    let of = |median, geometric_sd| LogNormal { median, geometric_sd };
    let mut rules = shipped()?;
    rules.shares =
        Shares { stable: 0.38, response: 0.28, progression: 0.32, grow_then_respond: 0.01, flare: 0.01 }.normalized();
    rules.before_doubling_weeks = of(17.0, 2.2);
    rules.stable_drift_sd = 0.009;
    rules.response.delay_weeks = of(2.7, 2.5);
    rules.response.rate_per_week = of(0.5, 2.5);
    rules.response.floor = of(0.087, 4.5);
    rules.progression.doubling_weeks = of(17.0, 2.2);
    rules.progression.from_start_share = 0.74;
    rules.progression.lag_weeks = of(24.0, 2.4);
    rules.progression.decline_per_week = of(0.007, 3.0);
    rules.residual.walk_per_week = 0.007;
    rules.residual.jump_per_visit = 0.01;
    rules.residual.noise_share = 0.3;
    rules.residual.degrees_of_freedom = 2;
    rules.residual.scatter_geometric_sd = 1.8;
    rules.residual.repeat_share = 0.15;
    rules.residual.repeat_strength = 4.0;
    Ok(rules)
}

fn fitted(subjects: &[&Subject]) -> Result<Tuned, Box<dyn Error>> {
    let cost_of = |rules: &FamilyRules| {
        let forecaster = Forecaster::with_members(*rules, MEMBERS);
        let rows: Vec<Vec<NextSize>> =
            subjects.par_iter().enumerate().map(|(place, own)| of_subject(place, &own.sizes, &forecaster)).collect();
        cost(&rows.concat())
    };
    Ok(search(start()?, &MOVED, BUDGET, cost_of))
}

const HEADING: &str = "patient,fold,known,day,over,first,last,line,peak,p_below,below,p_fall,p_fall_seen,visits,fell,pinball,repeat,half,ninety\n";

/// One row a visit that has a next size.
fn rows_of(place: usize, subject: &Subject, forecaster: &Forecaster) -> String {
    let points = subject.sizes.points();
    let losses = of_subject(place, &subject.sizes, forecaster);
    let mut text = String::new();
    let mut met = false;
    for known in 1..points.len() {
        let Some(past) = subject.sizes.first(known) else { continue };
        let (last, next) = (past.last(), points[known]);
        let earlier = subject.sizes.first(known - 1);
        let over = earlier.is_some_and(|earlier| last.size >= earlier.progression_line());
        let first = over && !met;
        met |= over;
        let fit = forecaster.fit(&past);
        let later: Vec<&Observation> =
            points.iter().skip(known).take_while(|point| point.day <= last.day + 182).collect();
        let mut peak = last.size;
        let mut fell = false;
        for point in &later {
            fell |= point.size <= 0.7 * peak;
            peak = peak.max(point.size);
        }
        let days: Vec<i32> = later.iter().map(|point| point.day).collect();
        let seen = if days.is_empty() { 0.0 } else { fit.probability_of_fall(&days) };
        let highest = past.points().iter().map(|point| point.size).fold(0.0, f64::max);
        let loss = losses[known - 1].clone();
        let _ = writeln!(
            text,
            "{},{},{known},{},{},{},{},{},{highest},{:.5},{},{:.5},{seen:.5},{},{},{:.6},{:.6},{},{}",
            subject.id,
            fold(place, FOLDS),
            last.day,
            u8::from(over),
            u8::from(first),
            last.size,
            past.progression_line(),
            fit.probability_below_progression(next.day),
            u8::from(next.size < past.progression_line()),
            fit.p_fall30(),
            later.len(),
            u8::from(fell),
            loss.model.pinball,
            loss.comparators[0].pinball,
            u8::from(loss.model.in_half),
            u8::from(loss.model.in_ninety),
        );
    }
    text
}

/// Every patient under a checkpoint antibody, with every evaluable size.
fn subjects() -> Result<Vec<Subject>, Box<dyn Error>> {
    let mut treated = BTreeSet::new();
    for record in csv::Reader::from_reader(PATIENTS.as_bytes()).records() {
        let record = record?;
        if record[6].starts_with("anti-PD") {
            treated.insert(record[0].to_owned());
        }
    }
    let mut series: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
    for record in csv::Reader::from_reader(SIZES.as_bytes()).records() {
        let record = record?;
        if matches!(&record[6], "measured" | "absent" | "too_small") && treated.contains(&record[0]) {
            let size: f64 = record[3].parse()?;
            let size = (size * 10.0).round() / 10.0;
            let small = &record[6] != "measured" || size <= 0.0;
            let log_sd = if small { 0.07 } else { 0.07_f64.max(1.0 / size) };
            let below = small.then_some(size.max(5.0));
            let point = Observation { day: record[2].parse()?, size, log_sd, below };
            series.entry(record[0].to_owned()).or_default().push(point);
        }
    }
    let subject = |(id, points)| Ok(Subject { id, sizes: Observations::new(Basis::Diameters, points)? });
    series.into_iter().map(subject).collect()
}
