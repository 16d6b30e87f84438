//! `reassess validate`: the forecast against what happened (`MODEL.md` 4), as tables and pictures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use indicatif::{ProgressBar, ProgressDrawTarget};
use rayon::iter::{IndexedParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};

use super::args::ValidateOptions;
use super::criteria::shipped_rules;
use super::output::{result_to, say, write_file};
use super::{Exit, Io, input};
use crate::assess::forecast_parameters;
use crate::domain::{Species, TherapyClass};
use crate::exchange::ImportedCase;
use crate::forecast::score::next_size::of_subject;
use crate::forecast::score::outcomes::outcome_case;
use crate::forecast::score::validate::summarize;
use crate::forecast::score::{
    Curve, Curves, Interval, LastSizes, NextSize, OutcomeCase, OutcomeScores, SCORED_QUANTILES, Subject, Validation,
    last_sizes,
};
use crate::forecast::{Forecaster, Observations, ParameterSet};
use crate::report::scores::{coverage_svg, losses_svg, outcome_svg};
use crate::rules::Rules;
use crate::series;

/// Patients that are scored together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    PeopleCheckpoint,
    PeopleOther,
    Dogs,
}

impl Group {
    const ALL: [Self; 3] = [Self::PeopleCheckpoint, Self::PeopleOther, Self::Dogs];

    const fn words(self) -> &'static str {
        match self {
            Self::PeopleCheckpoint => "people under checkpoint antibodies",
            Self::PeopleOther => "people under other therapy",
            Self::Dogs => "dogs",
        }
    }

    const fn token(self) -> &'static str {
        match self {
            Self::PeopleCheckpoint => "people_checkpoint",
            Self::PeopleOther => "people_other",
            Self::Dogs => "dogs",
        }
    }

    const fn of(species: Species, class: TherapyClass) -> Self {
        match (species, class) {
            (Species::Dog, _) => Self::Dogs,
            (Species::Human, TherapyClass::Checkpoint) => Self::PeopleCheckpoint,
            (Species::Human, _) => Self::PeopleOther,
        }
    }
}

/// What one group gave.
struct Scored {
    group: Group,
    validation: Validation,
    last: Option<LastSizes>,
    cases: Vec<OutcomeCase>,
}

pub(super) fn run(options: &ValidateOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let rules = shipped_rules(io)?;
    let cases = input::read_table(&options.input, io)?;
    let curves = match &options.fits {
        Some(path) => read_curves(&input::read_bytes(path, io)?),
        None => Curves::new(),
    };
    let target = if io.progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(cases.len() as u64), target);
    let mut scored = Vec::new();
    for group in Group::ALL {
        scored.extend(score_group(group, &cases, rules, &curves, &bar));
    }
    bar.finish_and_clear();
    if scored.is_empty() {
        say(io, "reassess: refused, since no patient has two evaluable sizes to score a forecast on");
        return Err(Exit::Refused);
    }
    if let Some(folder) = &options.out {
        write_folder(folder, &scored, io)?;
    }
    result_to(io, None, &report(&scored, &rules.version))
}

/// Scores the patients of a group, each forecast seeing only the sizes before the one it is scored on.
fn score_group(
    group: Group,
    cases: &[ImportedCase],
    rules: &Rules,
    curves: &Curves,
    bar: &ProgressBar,
) -> Option<Scored> {
    let mut subjects = Vec::new();
    let mut forecasters: Vec<(ParameterSet, Forecaster)> = Vec::new();
    let mut sets = Vec::new();
    for own in cases.iter().filter(|own| Group::of(own.case.patient.species, own.case.therapy.class) == group) {
        let series = series::build(&own.case);
        let sizes = Observations::from_series(&own.case, &series, &rules.noise).ok();
        let set = forecast_parameters(&own.case, rules);
        let (Some(sizes), Some(set)) = (sizes.filter(|sizes| sizes.points().len() > 1), set) else {
            bar.inc(1);
            continue;
        };
        let place = forecasters.iter().position(|(known, _)| *known == set).unwrap_or_else(|| {
            forecasters.push((set, Forecaster::new(&rules.forecast, set)));
            forecasters.len() - 1
        });
        subjects.push(Subject { id: own.patient_id.clone(), sizes });
        sets.push(place);
    }
    let results: Vec<(Vec<NextSize>, Option<OutcomeCase>)> = subjects
        .par_iter()
        .zip(&sets)
        .enumerate()
        .filter_map(|(place, (subject, set))| {
            let (_, forecaster) = forecasters.get(*set)?;
            let result =
                (of_subject(place, &subject.sizes, forecaster), outcome_case(place, &subject.sizes, forecaster));
            bar.inc(1);
            Some(result)
        })
        .collect();
    if results.is_empty() {
        return None;
    }
    let (sizes, outcomes): (Vec<_>, Vec<_>) = results.into_iter().unzip();
    let sizes = sizes.concat();
    let cases: Vec<OutcomeCase> = outcomes.into_iter().flatten().collect();
    Some(Scored {
        group,
        validation: summarize(subjects.len(), &sizes, &cases),
        last: last_sizes(&subjects, &sizes, curves),
        cases,
    })
}

/// Reads fitted curves: `patient_id, model, parameter, estimate`, as tumgr's estimates are written down.
fn read_curves(bytes: &[u8]) -> Curves {
    let mut parameters: BTreeMap<(String, String), BTreeMap<String, f64>> = BTreeMap::new();
    for record in csv::Reader::from_reader(bytes).records().flatten() {
        let cell = |place: usize| record.get(place).unwrap_or_default().trim().to_owned();
        if let Ok(estimate) = cell(3).parse::<f64>() {
            parameters.entry((cell(0), cell(1))).or_default().insert(cell(2), estimate);
        }
    }
    let mut curves = Curves::new();
    for ((patient, model), own) in parameters {
        if let Some(curve) = Curve::named(&model, &own) {
            curves.entry(patient).or_default().push(curve);
        }
    }
    curves
}

fn write_folder(folder: &Path, scored: &[Scored], io: &mut Io<'_>) -> Result<(), Exit> {
    io.disk.create_dir_all(folder).map_err(|error| {
        say(io, &format!("reassess: could not make the folder {}: {error}", folder.display()));
        Exit::NotWritten
    })?;
    write_file(io, &folder.join("next_size.csv"), methods_csv(scored).as_bytes())?;
    write_file(io, &folder.join("coverage.csv"), coverage_csv(scored).as_bytes())?;
    write_file(io, &folder.join("outcomes.csv"), outcomes_csv(scored).as_bytes())?;
    for own in scored {
        let name = |what: &str| folder.join(format!("{}_{what}.svg", own.group.token()));
        let words = own.group.words();
        let losses: Vec<(&str, Interval)> =
            own.validation.methods.iter().map(|method| (method.method, method.ratio)).collect();
        write_file(io, &name("losses"), losses_svg(words, &losses).as_bytes())?;
        write_file(io, &name("coverage"), coverage_svg(words, &SCORED_QUANTILES, &own.validation.coverage).as_bytes())?;
        let pairs = |pick: fn(&OutcomeCase) -> (f64, bool)| own.cases.iter().map(pick).collect::<Vec<_>>();
        if own.validation.next_below.is_some() {
            let svg = outcome_svg(words, "next size below the line", &pairs(|own| (own.p_next_below, own.next_below)));
            write_file(io, &name("next_below"), svg.as_bytes())?;
        }
        if own.validation.fall.is_some() {
            let svg = outcome_svg(words, "fall of 30 % within 182 days", &pairs(|own| (own.p_fall, own.fell)));
            write_file(io, &name("fall"), svg.as_bytes())?;
        }
    }
    Ok(())
}

fn methods_csv(scored: &[Scored]) -> String {
    let mut text = "group,patients,sizes,method,quantile_loss,ratio,ratio_low,ratio_high,log_score,in_half,\
                    in_half_low,in_half_high,in_ninety,in_ninety_low,in_ninety_high\n"
        .to_owned();
    for own in scored {
        let head = format!("{},{},{}", own.group.token(), own.validation.patients, own.validation.sizes);
        for method in &own.validation.methods {
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{head},{},{:.5},{},{:.4},{},{}",
                method.method,
                method.pinball,
                cells(method.ratio),
                method.log_bin.estimate,
                cells(method.in_half),
                cells(method.in_ninety)
            );
        }
    }
    text
}

fn cells(interval: Interval) -> String {
    format!("{:.4},{:.4},{:.4}", interval.estimate, interval.low, interval.high)
}

fn coverage_csv(scored: &[Scored]) -> String {
    let mut text = "group,quantile,share_below,low,high\n".to_owned();
    for own in scored {
        for (share, held) in SCORED_QUANTILES.iter().zip(&own.validation.coverage) {
            let _ = writeln!(text, "{},{share},{}", own.group.token(), cells(*held));
        }
    }
    text
}

fn outcomes_csv(scored: &[Scored]) -> String {
    let mut text = "group,outcome,patients,events,auc,auc_low,auc_high,brier,brier_low,brier_high,brier_over_rate,\
                    brier_over_rate_low,brier_over_rate_high,slope,slope_low,slope_high,bias\n"
        .to_owned();
    for own in scored {
        for (name, scores) in outcomes(own) {
            let _ = writeln!(
                text,
                "{},{name},{},{},{},{},{},{},{:.4}",
                own.group.token(),
                scores.patients,
                scores.events,
                cells(scores.auc),
                cells(scores.brier),
                cells(scores.brier_over_rate),
                cells(scores.slope),
                scores.bias
            );
        }
    }
    text
}

fn outcomes(own: &Scored) -> impl Iterator<Item = (&'static str, &OutcomeScores)> {
    let named = [("next_below_pd", &own.validation.next_below), ("fall30", &own.validation.fall)];
    named.into_iter().filter_map(|(name, scores)| Some((name, scores.as_ref()?)))
}

/// The tables in words and Markdown, as they are checked in.
fn report(scored: &[Scored], rules_version: &str) -> String {
    let mut text = format!(
        "# The forecast against what happened\n\nRules {rules_version}. Each forecast sees only the sizes before the one \
         it is scored on. Intervals: 95 % by bootstrap over patients. Ratio: quantile loss of ln diameter against \
         repeating the last size; under 1 is better. Parameters of people were fitted to the dev half of the people \
         below, so their own scores are a little flattered; assets/validation/tries.md has the held-out folds.\n"
    );
    for own in scored {
        let validation = &own.validation;
        let _ = write!(
            text,
            "\n## {}: {} patients, {} sizes foretold\n\n| method | quantile loss | ratio | log score of the 1-mm bin | \
             50 % band held | 90 % band held |\n|---|---|---|---|---|---|\n",
            own.group.words(),
            validation.patients,
            validation.sizes
        );
        for method in &validation.methods {
            let _ = writeln!(
                text,
                "| {} | {:.4} | {} | {:.2} | {} | {} |",
                method.method,
                method.pinball,
                words(method.ratio, 3),
                method.log_bin.estimate,
                percent(method.in_half),
                percent(method.in_ninety)
            );
        }
        if let Some(last) = &own.last {
            let _ = write!(
                text,
                "\nThe last size of {} series, mean absolute error of ln diameter; tumgr's curve was fitted to that size \
                 too, and the best of its models is taken:\n\n| method | error |\n|---|---|\n",
                last.series
            );
            for (method, error) in &last.methods {
                let _ = writeln!(text, "| {method} | {} |", words(*error, 4));
            }
        }
        if outcomes(own).next().is_some() {
            text.push_str(
                "\nAt the first size-progression, those measured again (a chosen group):\n\n| outcome | patients | events | \
                 AUC | Brier less that of the bare rate | calibration slope | mean said less rate |\n\
                 |---|---|---|---|---|---|---|\n",
            );
        }
        for (name, scores) in outcomes(own) {
            let _ = writeln!(
                text,
                "| {name} | {} | {} | {} | {} | {} | {:+.3} |",
                scores.patients,
                scores.events,
                words(scores.auc, 2),
                words(scores.brier_over_rate, 4),
                words(scores.slope, 2),
                scores.bias
            );
        }
    }
    text
}

fn words(interval: Interval, decimals: usize) -> String {
    let Interval { estimate, low, high } = interval;
    format!("{estimate:.decimals$} ({low:.decimals$} to {high:.decimals$})")
}

fn percent(interval: Interval) -> String {
    words(Interval { estimate: 100.0 * interval.estimate, low: 100.0 * interval.low, high: 100.0 * interval.high }, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fitted_curves_are_read_by_patient_and_model() {
        let text = "patient_id,model,parameter,estimate\nA,gd,g,0.01\nA,gd,d,0.02\nA,gx,gx,0.003\nB,gd,,\n";
        let curves = read_curves(text.as_bytes());
        assert_eq!(curves.len(), 1, "{curves:?}");
        let expected = [Curve::DecayGrowth { decay: 0.02, growth: 0.01 }, Curve::Growth { growth: 0.003 }];
        assert_eq!(curves.get("A").map(Vec::as_slice), Some(expected.as_slice()));
    }
}
