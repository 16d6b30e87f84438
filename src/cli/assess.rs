//! `reassess assess`: one case, in words or as JSON.

use jiff::civil::Date;

use super::args::{AsOf, AssessOptions};
use super::criteria::shipped_rules;
use super::output::{result_to, say};
use super::{Exit, Io, input, json};
use crate::assess::{Assessment, Reopened, assess, futures, reopened};
use crate::criteria::evaluate;
use crate::domain::{Case, TimeBase, date_words};
use crate::explain::{self, ClinicianWords, clinician, rule_words};
use crate::rules::Rules;

pub(super) fn run(options: &AssessOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let rules = shipped_rules(io)?;
    let (case, shown) = input::read_shown_case(&options.input, io)?;
    let reopened = shown.and_then(|shown| reopened(&case, &shown, rules));
    let text = match options.as_of {
        AsOf::EveryVisit => {
            let assessments = every_visit(&case, rules);
            if options.json {
                json::assessments_text(&case, &assessments, rules)
            } else {
                let texts: Vec<String> = assessments.iter().map(|own| words(&case, own, rules)).collect();
                texts.join("\n")
            }
        }
        AsOf::Last => one(options, &case, &last(&case, rules), reopened.as_ref(), rules),
        AsOf::Date(date) => {
            if case.time_base == TimeBase::DaysOnly {
                say(io, "reassess: this case knows days alone; name the first dose with --therapy-start to use a date");
                return Err(Exit::Usage);
            }
            one(options, &case, &assess(&case, rules, date), None, rules)
        }
    };
    result_to(io, None, &text)
}

/// The assessment as of the last visit, a death after it included.
pub(super) fn last(case: &Case, rules: &Rules) -> Assessment {
    assess(case, rules, case.last_known().or(case.therapy.start).unwrap_or(crate::domain::NOMINAL_START))
}

/// One assessment a visit after the baseline.
fn every_visit(case: &Case, rules: &Rules) -> Vec<Assessment> {
    let dates: Vec<Date> = evaluate(case, &rules.criteria).rows.iter().map(|row| row.date).collect();
    dates.into_iter().map(|date| assess(case, rules, date)).collect()
}

fn one(
    options: &AssessOptions,
    case: &Case,
    assessment: &Assessment,
    reopened: Option<&Reopened>,
    rules: &Rules,
) -> String {
    if options.json {
        return json::assessment_text(case, assessment, reopened, rules);
    }
    let mut text = words(case, assessment, rules);
    if let Some(found) = reopened {
        let words = explain::reopened(found);
        let mut lines = vec![words.headline];
        lines.extend(words.lines.into_iter().map(|line| format!("  {line}")));
        text.push_str(&lines.join("\n"));
        text.push('\n');
    }
    text
}

/// The clinician's words, one thing a line.
fn words(case: &Case, assessment: &Assessment, rules: &Rules) -> String {
    let words = clinician(case, assessment);
    let mut lines: Vec<String> = vec![title(case, assessment)];
    for flag in &words.red_flags {
        lines.push(format!("RED FLAG: {}. {}", flag.what, flag.action));
    }
    lines.extend([words.headline.clone(), words.subline.clone()]);
    lines.extend(words.beside_headline().cloned());
    lines.push(words.strength.clone());
    lines.push(words.three_explanations.clone());
    lines.extend(words.strongest.iter().map(|own| own.text.clone()));
    lines.push(words.before_after.clone());
    lines.extend(words.readings.iter().cloned());
    lines.push(words.next_headline.clone());
    for row in &words.table {
        let says = if row.says == row.seen { String::new() } else { format!("; {}", row.says) };
        let tier = if row.tier.is_empty() { String::new() } else { format!(" ({})", row.tier) };
        lines.push(format!("{}: {}{says}{tier}", row.title, row.seen));
    }
    lines.extend(categories(assessment));
    lines.push(words.disagreement.clone());
    section(&mut lines, "Why these categories", &why(case, assessment, rules));
    section(&mut lines, "What the next sizes would mean", &words.next_lines);
    let futures = futures(case, assessment, rules);
    lines.push(explain::futures(case, &futures, None));
    lines.extend(futures.as_ref().ok().map(explain::recheck_design));
    section(&mut lines, "Also", &words.advice_lines);
    section(&mut lines, "The sum by hand", &words.hand_sum);
    section(&mut lines, "Confounders", &words.confounder_lines);
    section(&mut lines, "What would change this", &words.would_change);
    lines.extend(closing(&words));
    lines.retain(|line| !line.is_empty());
    lines.join("\n") + "\n"
}

fn title(case: &Case, assessment: &Assessment) -> String {
    let day = assessment.as_of_day;
    let when = match case.time_base {
        TimeBase::Calendar => format!("{}, day {day}", date_words(assessment.as_of)),
        TimeBase::DaysOnly => format!("day {day}"),
    };
    if case.patient.name.is_empty() { when } else { format!("{}, {when}", case.patient.name) }
}

fn categories(assessment: &Assessment) -> Option<String> {
    let row = assessment.criteria.rows.last()?;
    let recist11 = row.recist11.map_or_else(String::new, |overall| format!("RECIST 1.1 {overall}, "));
    let irrc = row.irrc.map_or_else(String::new, |response| format!(", irRC {response}"));
    Some(format!("Rule categories: {recist11}cRECIST {}, iRECIST {}{irrc}", row.crecist, row.irecist.state))
}

/// Why the last visit has its categories.
fn why(case: &Case, assessment: &Assessment, rules: &Rules) -> Vec<String> {
    let row = assessment.criteria.rows.last();
    let settings = rules.criteria.read(&case.readings);
    row.map_or_else(Vec::new, |row| rule_words(case, row, None, &settings).why)
}

fn section(lines: &mut Vec<String>, title: &str, content: &[String]) {
    if !content.is_empty() {
        lines.push(format!("{title}:"));
        lines.extend(content.iter().map(|line| format!("  {line}")));
    }
}

fn closing(words: &ClinicianWords) -> [String; 4] {
    [words.not_recorded.clone(), words.robustness.clone(), words.chart_summary.clone(), words.footer.clone()]
}
