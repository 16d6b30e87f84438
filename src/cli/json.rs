//! The JSON of the command line (`CONTRACTS.md` 3), the one place of the command line that knows serde.

mod course;
mod forecast;
mod plan;
mod reopened;
mod verdict;
mod words;

use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap as _, SerializeSeq as _, Serializer};

use self::forecast::ForecastJson;
use self::plan::{ChangeJson, RecheckJson, RecommendationJson, RobustnessJson};
use self::reopened::ReopenedJson;
use self::verdict::{ConfounderJson, LedgerJson, RedFlagJson, TableJson, VerdictJson};
use self::words::WordsJson;
use super::columns::{Cell, Row, criteria_row, ten_thousandths};
use super::why;
use crate::assess::{Assessment, Reopened, futures};
use crate::criteria::Burden;
use crate::domain::{Case, TimeBase};
use crate::explain::{self, ClinicianWords, clinician};
use crate::rules::Rules;
use crate::series::Basis;
use crate::store::tokens::Token as _;

/// Rows as a JSON array of objects, in the order of the columns; what is empty in CSV is null.
pub(super) fn rows_text(rows: &[Row]) -> String {
    let rows: Vec<RowJson<'_>> = rows.iter().map(RowJson).collect();
    text(&rows)
}

/// One assessment as a JSON object; `reopened` is what changed since the case file was saved.
pub(super) fn assessment_text(
    case: &Case,
    assessment: &Assessment,
    reopened: Option<&Reopened>,
    rules: &Rules,
) -> String {
    let words = clinician(case, assessment);
    let json = assessment_json(case, assessment, &words, rules);
    text(&AssessmentJson { reopened: reopened.map(|own| reopened::reopened_json(case, own)), ..json })
}

/// Several assessments as a JSON array.
pub(super) fn assessments_text(case: &Case, assessments: &[Assessment], rules: &Rules) -> String {
    let words: Vec<ClinicianWords> = assessments.iter().map(|own| clinician(case, own)).collect();
    let all = assessments.iter().zip(&words).map(|(own, words)| assessment_json(case, own, words, rules));
    text(&all.collect::<Vec<_>>())
}

fn text(value: &impl Serialize) -> String {
    // Strings, finite numbers and string keys alone: serializing them cannot fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

struct RowJson<'a>(&'a Row);

impl Serialize for RowJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, cell) in self.0 {
            map.serialize_entry(name, &CellJson(cell))?;
        }
        map.end()
    }
}

struct CellJson<'a>(&'a Cell);

impl Serialize for CellJson<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Cell::Empty => serializer.serialize_none(),
            Cell::Token(token) => serializer.serialize_str(token),
            Cell::Text(text) => serializer.serialize_str(text),
            Cell::Whole(number) => serializer.serialize_i32(*number),
            Cell::Tenths(tenths) => serializer.serialize_f64(*tenths as f64 / 10.0),
            Cell::Percent(percent) => serializer.serialize_f64(percent.0 as f64 / 10.0),
            Cell::Volume(number) | Cell::Probability(number) => serializer.serialize_f64(ten_thousandths(*number)),
            Cell::List(tokens) => {
                let mut list = serializer.serialize_seq(Some(tokens.len()))?;
                for token in tokens {
                    list.serialize_element(token)?;
                }
                list.end()
            }
            Cell::Texts(texts) => texts.serialize(serializer),
            Cell::Rows(rows) => rows.iter().map(RowJson).collect::<Vec<_>>().serialize(serializer),
        }
    }
}

/// The object of `reassess assess --format json`, whose schema the README documents.
#[derive(Serialize)]
struct AssessmentJson<'a> {
    case: CaseJson<'a>,
    rules_version: &'a str,
    app_version: &'a str,
    as_of: Option<String>,
    as_of_day: i32,
    visits: Vec<OwnRow>,
    course: OwnRow,
    verdict: VerdictJson<'a>,
    table: TableJson,
    ledger: Vec<LedgerJson<'a>>,
    not_checked: Vec<&'static str>,
    confounders: Vec<ConfounderJson>,
    red_flags: Vec<RedFlagJson>,
    recheck: RecheckJson,
    recommendation: RecommendationJson,
    would_change: Vec<ChangeJson>,
    robustness: RobustnessJson,
    /// Null where there is no size to forecast from.
    forecast: Option<ForecastJson>,
    /// The committed plans, each with the size it waited for.
    plans: Vec<course::PlanJson<'a>>,
    kinetics: course::KineticsJson,
    /// What the rules in force make of the record as it was saved; null where they say what was shown then.
    reopened: Option<ReopenedJson<'a>>,
    words: WordsJson<'a>,
}

#[derive(Serialize)]
struct CaseJson<'a> {
    patient: &'a str,
    species: &'static str,
    tumor: &'a str,
    therapy_class: &'static str,
    drug: &'a str,
    therapy_start: Option<String>,
    time_base: &'static str,
}

/// A row of its own: a visit with the columns of `reassess criteria` and why, or what the rows come to.
struct OwnRow(Row);

impl Serialize for OwnRow {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RowJson(&self.0).serialize(serializer)
    }
}

const fn unit_of(basis: Basis) -> &'static str {
    match basis {
        Basis::Diameters => "mm",
        Basis::Volumes => "cm3",
    }
}

/// Writes dates as ISO; a case that knows days alone has none to show.
fn iso(case: &Case, date: Date) -> Option<String> {
    (case.time_base == TimeBase::Calendar).then(|| date.to_string())
}

/// A size in millimeters, or in cubic centimeters where the series is of volumes.
fn size_number(size: Burden) -> f64 {
    match size {
        Burden::Diameters(_) => size.value(),
        Burden::Volume(mm3) => mm3 / 1000.0,
    }
}

const fn size_unit(size: Burden) -> &'static str {
    match size {
        Burden::Diameters(_) => "mm",
        Burden::Volume(_) => "cm3",
    }
}

fn own_row(mut row: Row, more: Row) -> OwnRow {
    row.extend(more);
    OwnRow(row)
}

fn assessment_json<'a>(
    case: &'a Case,
    assessment: &'a Assessment,
    words: &'a ClinicianWords,
    rules: &Rules,
) -> AssessmentJson<'a> {
    let futures = futures(case, assessment, rules);
    let patient = case.patient.name.as_str();
    let criteria = &assessment.criteria;
    let why = why::visits(case, criteria, &rules.criteria);
    AssessmentJson {
        case: CaseJson {
            patient,
            species: case.patient.species.word(),
            tumor: &case.tumor.kind,
            therapy_class: case.therapy.class.word(),
            drug: &case.therapy.drug,
            therapy_start: case.therapy.start.and_then(|start| iso(case, start)),
            time_base: case.time_base.word(),
        },
        rules_version: &assessment.rules_version,
        app_version: &assessment.app_version,
        as_of: iso(case, assessment.as_of),
        as_of_day: assessment.as_of_day,
        visits: criteria.rows.iter().zip(why).map(|(row, why)| own_row(criteria_row(patient, row), why)).collect(),
        course: OwnRow(why::course(case, criteria, &rules.criteria, assessment.as_of)),
        verdict: verdict::verdict_json(assessment, words),
        table: verdict::table_json(assessment, words),
        ledger: assessment.ledger.iter().map(verdict::ledger_json).collect(),
        not_checked: assessment.not_recorded.iter().map(|own| own.token()).collect(),
        confounders: verdict::confounders_json(assessment, words),
        red_flags: verdict::red_flags_json(case, assessment, words),
        recheck: plan::recheck_json(case, assessment),
        recommendation: plan::recommendation_json(assessment),
        would_change: assessment.would_change.iter().map(plan::change_json).collect(),
        robustness: plan::robustness_json(case, assessment, words),
        forecast: futures.as_ref().ok().map(|own| ForecastJson::of(own, explain::futures(case, &futures, None))),
        plans: assessment.plans.iter().map(|own| course::plan_json(case, own)).collect(),
        kinetics: course::kinetics_json(case, assessment),
        reopened: None,
        words: words::words_json(case, assessment, words),
    }
}
