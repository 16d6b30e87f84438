//! What was tried on the forecast beyond fitting its numbers, so that the figures in `assets/validation/tries.md` can be
//! made again.

use std::error::Error;

use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use reassess::forecast::Forecaster;
use reassess::forecast::score::next_size::of_subject;
use reassess::forecast::score::outcomes::{calibration_line, score};
use reassess::forecast::score::tune::cost;
use reassess::forecast::score::{NextSize, Subject, fold, search};
use reassess::rules::forecast::{Calibration, FamilyRules, LogOdds};

use super::{FOLDS, MEMBERS, shipped};

/// Parameter sets tried for the shares alone.
const SHARES_BUDGET: usize = 40;

/// A visit over the PD line that was followed by another.
struct Visit {
    fold: usize,
    /// Whether it is the patient's first.
    first: bool,
    /// What the members give for the next size under the line, uncalibrated.
    p: f64,
    below: bool,
}

/// Probabilities with whether the outcome came.
type Pairs<'a> = &'a [(f64, bool)];

/// A probability of the next size under the line, put through a line that is fitted on the other folds.
struct Try {
    name: &'static str,
    /// Intercept and slope from the training visits: first progressions, or every visit over the line.
    line: fn(Pairs<'_>, Pairs<'_>) -> (f64, f64),
}

const TRIES: [Try; 7] = [
    Try { name: "as the members give it", line: |_, _| (0.0, 1.0) },
    Try { name: "line, first progressions", line: |first, _| line(first) },
    Try { name: "line, every visit over the PD line", line: |_, all| line(all) },
    Try { name: "one number: shift, first progressions", line: |first, _| (shift(first, 1.0), 1.0) },
    Try { name: "one number: shift, every visit over the PD line", line: |_, all| (shift(all, 1.0), 1.0) },
    Try { name: "one number: shrink to the rate, every visit", line: |_, all| shrunk(all) },
    Try {
        name: "slope of every visit, shift of first progressions",
        line: |first, all| {
            let slope = line(all).1;
            (shift(first, slope), slope)
        },
    },
];

fn line(pairs: &[(f64, bool)]) -> (f64, f64) {
    calibration_line(pairs, &vec![1; pairs.len()])
}

fn logit(p: f64) -> f64 {
    let p = p.clamp(1e-6, 1.0 - 1e-6);
    (p / (1.0 - p)).ln()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// The intercept that brings the mean to the rate where the slope is given.
fn shift(pairs: &[(f64, bool)], slope: f64) -> f64 {
    let events = pairs.iter().filter(|(_, outcome)| *outcome).count() as f64;
    let (mut low, mut high) = (-10.0, 10.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        let said: f64 = pairs.iter().map(|(p, _)| logistic(middle + slope * logit(*p))).sum();
        if said < events { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The slope of most likelihood where every slope keeps the mean at the rate, among tenths.
fn shrunk(pairs: &[(f64, bool)]) -> (f64, f64) {
    let likelihood = |slope: f64| -> f64 {
        let shift = shift(pairs, slope);
        let own = pairs.iter().map(|(p, outcome)| {
            let said = logistic(shift + slope * logit(*p));
            if *outcome { said.ln() } else { (1.0 - said).ln() }
        });
        own.sum()
    };
    let slopes = (0..=20_u8).map(|tenth| f64::from(tenth) / 10.0);
    let best = slopes.max_by(|one, other| likelihood(*one).total_cmp(&likelihood(*other))).unwrap_or(1.0);
    (shift(pairs, best), best)
}

/// The calibration of the next size under the line at the first size-progression, on held-out folds.
pub(super) fn recalibrations(subjects: &[Subject]) -> Result<(), Box<dyn Error>> {
    let same = LogOdds { intercept: 0.0, slope: 1.0 };
    let bare = FamilyRules { calibration: Calibration { next_below: same, fall: same }, ..shipped()? };
    let mut no_repeats = bare;
    no_repeats.residual.repeat_share = 0.0;
    let mut wide = bare;
    wide.residual.noise_share = 1.0;
    for (name, rules) in [("shipped", bare), ("no repeated sizes", no_repeats), ("the table's whole noise", wide)] {
        let visits = visits(subjects, &Forecaster::with_rules(rules));
        for Try { name: how, line } in &TRIES {
            let mut said = Vec::new();
            let mut rates = Vec::new();
            for left_out in 0..FOLDS {
                let training = |only_first: bool| -> Vec<(f64, bool)> {
                    let own = visits.iter().filter(|own| own.fold != left_out && (own.first || !only_first));
                    own.map(|own| (own.p, own.below)).collect()
                };
                let (first, all) = (training(true), training(false));
                let (intercept, slope) = line(&first, &all);
                rates.push(first.iter().filter(|(_, below)| *below).count() as f64 / first.len() as f64);
                let held = visits.iter().filter(|own| own.fold == left_out && own.first);
                said.extend(held.map(|own| (logistic(intercept + slope * logit(own.p)), own.below)));
            }
            let rate = rates.iter().sum::<f64>() / rates.len() as f64;
            let scores = score(&said, rate);
            let (auc, over, slope) = (scores.auc, scores.brier_over_rate, scores.slope);
            let mean = said.iter().map(|(p, _)| p).sum::<f64>() / said.len() as f64;
            println!(
                "{name} | {how} | AUC {:.2} | Brier less the rate's {:+.4} ({:+.4} to {:+.4}) | slope {:.2} ({:.2} to {:.2}) | said {mean:.2} of {:.2}",
                auc.estimate,
                over.estimate,
                over.low,
                over.high,
                slope.estimate,
                slope.low,
                slope.high,
                scores.events as f64 / scores.patients as f64,
            );
        }
    }
    Ok(())
}

fn visits(subjects: &[Subject], forecaster: &Forecaster) -> Vec<Visit> {
    let of = |(place, subject): (usize, &Subject)| -> Vec<Visit> {
        let points = subject.sizes.points();
        let mut met = false;
        let mut own = Vec::new();
        for (known, next) in points.iter().enumerate().skip(2) {
            let (Some(past), Some(earlier)) = (subject.sizes.first(known), subject.sizes.first(known - 1)) else {
                continue;
            };
            if past.last().size < earlier.progression_line() {
                continue;
            }
            let line = past.progression_line();
            own.push(Visit {
                fold: fold(place, FOLDS),
                first: !met,
                p: forecaster.fit(&past).probability_below_progression(next.day),
                below: next.size < line,
            });
            met = true;
        }
        own
    };
    subjects.par_iter().enumerate().map(of).collect::<Vec<_>>().into_iter().flatten().collect()
}

/// People under chemotherapy: the parameters of checkpoint antibodies, against shares fitted to their own other folds.
pub(super) fn classes(others: &[Subject]) -> Result<(), Box<dyn Error>> {
    let rows = |subjects: &[(usize, &Subject)], rules: &FamilyRules, members: usize| -> Vec<NextSize> {
        let forecaster = Forecaster::with_members(*rules, members);
        let own: Vec<Vec<NextSize>> =
            subjects.par_iter().map(|(place, own)| of_subject(*place, &own.sizes, &forecaster)).collect();
        own.concat()
    };
    let ratio = |rows: &[NextSize]| {
        let sum = |value: &dyn Fn(&NextSize) -> f64| rows.iter().map(value).sum::<f64>();
        sum(&|row| row.model.pinball) / sum(&|row| row.comparators[0].pinball)
    };
    let all: Vec<(usize, &Subject)> = others.iter().enumerate().collect();
    let as_shipped = rows(&all, &shipped()?, 512);
    println!("checkpoint parameters: ratio {:.4} of {} sizes", ratio(&as_shipped), as_shipped.len());
    for (name, moved) in [("shares", &["shares."][..]), ("shares and residual", &["shares.", "residual."][..])] {
        let mut held = Vec::new();
        for left_out in 0..FOLDS {
            let (out, kept): (Vec<_>, Vec<_>) =
                all.iter().copied().partition(|(place, _)| fold(*place, FOLDS) == left_out);
            let found = search(shipped()?, moved, SHARES_BUDGET, |rules| cost(&rows(&kept, rules, MEMBERS)));
            held.extend(rows(&out, &found.rules, 512));
        }
        println!("{name} fitted to the other folds: ratio {:.4}", ratio(&held));
    }
    Ok(())
}
