//! Fits the forecast's parameters of people by the quantile loss of the next size, and scores them on held-out folds.
//!
//! `cargo bench --bench fit -- all` fits to every patient and prints the numbers of
//! `human_checkpoint` in `assets/rules.ron`; `-- folds` fits five times, each on four fifths of the patients, and prints
//! what is foretold of the remaining fifth, one row a visit (`-- folds 4`: of that fifth alone). Deterministic: the
//! budget is a number of parameter sets, never a time.
#![expect(clippy::print_stdout, clippy::indexing_slicing, reason = "a command for developers, on data in the tree")]

#[path = "fit/tries.rs"]
mod tries;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::Write as _;

use jiff::civil::Date;
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use reassess::assess::{EpisodeKind, Withheld, assess, futures};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, Measurement, Method, NOMINAL_START, Size, Species, TherapyClass,
    Visit, day_from_date,
};
use reassess::forecast::score::bootstrap::SplitMix;
use reassess::forecast::score::next_size::of_subject;
use reassess::forecast::score::outcomes::calibration_line;
use reassess::forecast::score::tune::cost;
use reassess::forecast::score::{NextSize, Subject, Tuned, fold, search};
use reassess::forecast::{CanineTumor, Forecaster, Group, Observation, Observations, ParameterSet};
use reassess::rules::forecast::{Calibration, FamilyRules, LogNormal, LogOdds, Shares};
use reassess::rules::{Clue, Rules};
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
            let only = arguments.get(2).and_then(|own| own.parse::<usize>().ok());
            for left_out in (0..FOLDS).filter(|own| only.is_none_or(|only| only == *own)) {
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
        Some("remeasured") => remeasured()?,
        Some("simulate") => simulate()?,
        Some("calibration") => calibration(&subjects)?,
        Some("recalibrations") => tries::recalibrations(&subjects)?,
        Some("classes") => tries::classes(&subjects_under("chemotherapy")?)?,
        _ => println!(
            "usage: cargo bench --bench fit -- all | folds | shipped | calibration | recalibrations | classes | remeasured | simulate"
        ),
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

/// The numbers under `calibration`: outcomes at visits over the PD line against what the members give.
fn calibration(subjects: &[Subject]) -> Result<(), Box<dyn Error>> {
    let same = LogOdds { intercept: 0.0, slope: 1.0 };
    let rules = FamilyRules { calibration: Calibration { next_below: same, fall: same }, ..shipped()? };
    let forecaster = Forecaster::with_rules(rules);
    let rows: Vec<String> =
        subjects.par_iter().enumerate().map(|(place, own)| rows_of(place, own, &forecaster)).collect();
    let text = format!("{HEADING}{}", rows.concat());
    let (mut below, mut falls) = (Vec::new(), Vec::new());
    for record in csv::Reader::from_reader(text.as_bytes()).records() {
        let record = record?;
        if &record[4] == "1" {
            below.push((record[9].parse()?, &record[10] == "1"));
            falls.push((record[11].parse()?, &record[14] == "1"));
        }
    }
    for (name, pairs) in [("next_below", below), ("fall", falls)] {
        let (intercept, slope) = calibration_line(&pairs, &vec![1; pairs.len()]);
        println!("{name}: (intercept: {intercept:.2}, slope: {slope:.2}), of {} visits", pairs.len());
    }
    Ok(())
}

/// The size row of the ledger at re-measurements of an open enlargement: the table of levels against the ratio of the
/// forecast densities, by how well the posterior met what happened later (`RULES.md` 1 and 4).
fn remeasured() -> Result<(), Box<dyn Error>> {
    let rules = Rules::shipped()?;
    println!("patient,day,prior,damping,others,table,pace,ratio,ratio_before,swelled");
    for (id, case) in cases()? {
        let dates: Vec<Date> = case.visits().iter().map(|visit| visit.date).collect();
        for &date in &dates {
            let assessment = assess(&case, rules, date);
            let (Some(episode), Some(weighing)) = (&assessment.episode, &assessment.verdict.weighing) else { continue };
            if !(episode.open && episode.kind == EpisodeKind::Rule && episode.latest > episode.opened) {
                continue;
            }
            let Some(swelled) = swelled_later(&case, episode.opened, date) else { continue };
            let size = size_on(&case, date).unwrap_or(0.0);
            let opening = assess(&case, rules, episode.opened);
            let fit = futures(&case, &opening, rules).map_err(Withheld::token)?;
            let ratio = fit.fit().ratio_at(case.day_of(date), size, rules.forecast.size_ratio);
            let before = dates.iter().rev().find(|own| **own < date).copied().unwrap_or(date);
            let earlier = futures(&case, &assess(&case, rules, before), rules).map_err(Withheld::token)?;
            let ratio_before = earlier.fit().ratio_at(case.day_of(date), size, rules.forecast.size_ratio);
            let sum = |pick: &dyn Fn(Clue) -> bool| -> f64 {
                let rows = assessment.ledger.iter().filter(|row| row.used && pick(row.clue));
                rows.map(|row| row.lr.ln()).sum()
            };
            println!(
                "{id},{},{:.3},{:.2},{:.4},{:.4},{:.4},{:.4},{:.4},{}",
                case.day_of(date),
                weighing.prior,
                weighing.damping,
                sum(&|clue| !matches!(clue, Clue::Remeasured | Clue::Pace)),
                sum(&|clue| clue == Clue::Remeasured),
                sum(&|clue| clue == Clue::Pace),
                ratio.ln(),
                ratio_before.ln(),
                u8::from(swelled),
            );
        }
    }
    Ok(())
}

/// Made-up dogs with oral melanoma and a known truth: whether family probabilities hold at the first enlargement, and
/// what a recheck at each day calls right. A call is a ratio of the two futures of at least two.
fn simulate() -> Result<(), Box<dyn Error>> {
    const PATIENTS: usize = 6000;
    let rules = Rules::shipped()?;
    let prior = 0.10;
    let tumor = CanineTumor::of_type("oral melanoma", &rules.doubling_bands, prior).ok_or("no such tumor")?;
    let forecaster = Forecaster::new(&rules.forecast, ParameterSet::CanineDefault(tumor));
    let ratio = rules.forecast.size_ratio;
    // Four visits, then every candidate day after each of them would be too many: the enlargement is looked for at
    // the first three visits, and the rechecks follow it.
    let mut random = SplitMix::new(5);
    let mut bins = vec![(0.0, 0.0, 0.0); 10];
    let mut tallies = BTreeMap::<i32, [f64; 4]>::new();
    let mut enlarged = 0.0;
    for number in 0..PATIENTS {
        let at = 28 * i32::try_from(number % 3)? + 28;
        let visits: Vec<i32> = (0..=at / 28).map(|visit| 28 * visit).collect();
        let after = [21, 28, 35, 42, 49, 56];
        // One recheck a patient, its day drawn, so that no recheck is known to another.
        let recheck = after[random.below(after.len())];
        let days: Vec<i32> = visits.iter().copied().chain([at + recheck]).collect();
        let Some(one) = forecaster.simulate(&days, 30.0, 0.07, &mut random) else { continue };
        let point = |(&day, &size): (&i32, &f64)| Observation { day, size, log_sd: 0.07, below: None };
        let known = Observations::new(Basis::Diameters, visits.iter().zip(&one.sizes).map(point).collect())?;
        let earlier = known.first(known.points().len() - 1).ok_or("two visits")?;
        if known.last().size < earlier.progression_line() {
            continue;
        }
        let fit = forecaster.fit(&known);
        for (group, truth) in [Group::Swelling, Group::Growth].map(|group| (group, one.group() == Some(group))) {
            let p: f64 =
                fit.family_probabilities().iter().filter(|(own, _)| own.group() == Some(group)).map(|(_, p)| p).sum();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 9")]
            let bin = ((p * 10.0) as usize).min(9);
            bins[bin].0 += 1.0;
            bins[bin].1 += p;
            bins[bin].2 += f64::from(u8::from(truth));
        }
        let Some(group) = one.group() else { continue };
        enlarged += 1.0;
        let size = one.sizes[visits.len()];
        let found = fit.ratio_at(at + recheck, size, ratio);
        let tally = tallies.entry(recheck).or_default();
        tally[0] += 1.0;
        let called = if found >= ratio.deciding {
            Some(Group::Swelling)
        } else if found <= 1.0 / ratio.deciding {
            Some(Group::Growth)
        } else {
            None
        };
        match called {
            Some(own) if own == group => tally[1] += 1.0,
            Some(_) => tally[2] += 1.0,
            None => {}
        }
        tally[3] += fit.telling(at + recheck, prior, 1.0, ratio).map_or(0.0, |own| own.decides);
    }
    println!("rechecked enlargements: {enlarged}");
    println!("said, came, of");
    for (count, said, came) in bins.iter().filter(|(count, ..)| *count > 0.0) {
        println!("{:.3},{:.3},{count}", said / count, came / count);
    }
    println!("days after,rechecks,right,wrong,decides as said");
    for (day, [count, right, wrong, said]) in &tallies {
        println!("{day},{count},{:.3},{:.3},{:.3}", right / count, wrong / count, said / count);
    }
    Ok(())
}

fn size_on(case: &Case, date: Date) -> Option<f64> {
    match &case.visit(date)?.measurements.values().next()?.finding {
        Finding::Measured(Size::Axes(axes)) => axes.longest().map(|length| f64::from(length.tenths()) / 10.0),
        Finding::Absent => Some(0.0),
        Finding::TooSmall(_) => Some(5.0),
        _ => None,
    }
}

/// Whether an enlargement turned out as swelling after a date: 30 % off the peak within 26 weeks of the enlarging
/// visit, or under the PD line by more than repeats differ and still under it at the next visit. `None` without a
/// later size.
fn swelled_later(case: &Case, opened: Date, after: Date) -> Option<bool> {
    let sizes: Vec<(Date, f64)> =
        case.visits().iter().filter_map(|visit| Some((visit.date, size_on(case, visit.date)?))).collect();
    let nadir = sizes.iter().filter(|(date, _)| *date < opened).map(|(_, size)| *size).fold(f64::INFINITY, f64::min);
    let line = (1.2 * nadir).max(nadir + 5.0);
    let known = sizes.iter().filter(|(date, _)| *date >= opened && *date <= after);
    let mut peak = known.map(|(_, size)| *size).fold(0.0, f64::max);
    let later: Vec<(Date, f64)> = sizes.iter().filter(|(date, _)| *date > after).copied().collect();
    if later.is_empty() {
        return None;
    }
    // Two sizes of one reader differ by more than this in one of twenty (a CV of 7 %).
    let repeatable = (-1.96 * 2.0_f64.sqrt() * 0.07).exp();
    for (place, (date, size)) in later.iter().enumerate() {
        if *size <= 0.7 * peak && day_from_date(opened, *date) <= 182 {
            return Some(true);
        }
        if *size < line * repeatable && later.get(place + 1).is_some_and(|(_, next)| *next < line) {
            return Some(true);
        }
        peak = peak.max(*size);
    }
    Some(false)
}

/// The same patients as cases: one target, by CT.
fn cases() -> Result<Vec<(String, Case)>, Box<dyn Error>> {
    let start = NOMINAL_START;
    let mut cases = Vec::new();
    for subject in subjects()? {
        let mut case = Case::default();
        case.patient.species = Species::Human;
        case.therapy.class = TherapyClass::Checkpoint;
        case.therapy.start = Some(start);
        case.add_lesion(Lesion::target(LesionId(0), "T1"))?;
        for point in subject.sizes.points() {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "tenths of a length")]
            let tenths = (point.size * 10.0).round() as u32;
            let finding = match point.below {
                Some(_) if tenths == 0 => Finding::Absent,
                Some(_) => Finding::TooSmall(None),
                None => Finding::Measured(Size::Axes(Axes::longest_only(Length::from_tenths(tenths)?))),
            };
            let mut visit = Visit::on(date_from_day(start, point.day));
            visit
                .measurements
                .insert(LesionId(0), Measurement { method: Some(Method::Ct), ..Measurement::of(finding) });
            case.add_visit(visit)?;
        }
        cases.push((subject.id, case));
    }
    Ok(cases)
}

/// Every patient under a checkpoint antibody, with every evaluable size.
fn subjects() -> Result<Vec<Subject>, Box<dyn Error>> {
    subjects_under("anti-PD")
}

/// The same of another therapy, by the beginning of its name.
fn subjects_under(therapy: &str) -> Result<Vec<Subject>, Box<dyn Error>> {
    let mut treated = BTreeSet::new();
    for record in csv::Reader::from_reader(PATIENTS.as_bytes()).records() {
        let record = record?;
        if record[6].starts_with(therapy) {
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
