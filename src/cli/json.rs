//! The JSON of the command line (`CONTRACTS.md` 3), the one place of the command line that knows serde.

mod course;

use jiff::civil::Date;
use serde::Serialize;
use serde::ser::{SerializeMap as _, SerializeSeq as _, Serializer};

use super::columns::{Cell, Row, criteria_row, ten_thousandths};
use super::why;
use crate::assess::{
    Assessment, ClueSummary, DecidingSize, Flip, Futures, LedgerRow, Weighing, Withheld, WouldChange, futures,
};
use crate::criteria::Burden;
use crate::domain::{Case, TimeBase};
use crate::explain::{self, ClinicianWords, clinician, owner};
use crate::forecast::{Band, Telling};
use crate::rules::{Rules, Tier};
use crate::series::Basis;
use crate::store::tokens::Token as _;

/// Rows as a JSON array of objects, in the order of the columns; what is empty in CSV is null.
pub(super) fn rows_text(rows: &[Row]) -> String {
    let rows: Vec<RowJson<'_>> = rows.iter().map(RowJson).collect();
    text(&rows)
}

/// One assessment as a JSON object.
pub(super) fn assessment_text(case: &Case, assessment: &Assessment, rules: &Rules) -> String {
    text(&assessment_json(case, assessment, &clinician(case, assessment), rules))
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

#[derive(Serialize)]
struct VerdictJson<'a> {
    token: &'static str,
    words: &'a str,
    strength: &'static str,
    within_error: bool,
    cannot: Vec<&'static str>,
    p_pseudo: Option<f64>,
    p_true: Option<f64>,
    p_noise: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
    prior: Option<f64>,
    prior_key: Option<&'static str>,
    evidence_sum: Option<f64>,
    damping: Option<f64>,
    posterior: Option<f64>,
}

#[derive(Serialize)]
struct TableJson {
    timing: ClueJson,
    symptoms: ClueJson,
    imaging: ClueJson,
}

#[derive(Serialize)]
struct ClueJson {
    lean: &'static str,
    words: String,
    evidence_tier: Option<&'static str>,
    ln_lr: f64,
}

#[derive(Serialize)]
struct LedgerJson<'a> {
    clue: &'static str,
    level: &'static str,
    lr: f64,
    low: f64,
    high: f64,
    tier: &'static str,
    source: &'a str,
    used: bool,
}

#[derive(Serialize)]
struct ConfounderJson {
    code: &'static str,
    /// The worst effect.
    effect: &'static str,
    effects: Vec<&'static str>,
    words: String,
}

#[derive(Serialize)]
struct RedFlagJson {
    code: &'static str,
    day: i32,
    words: String,
    action: String,
}

#[derive(Serialize)]
struct RecheckJson {
    kind: &'static str,
    why: &'static str,
    check_from: Option<String>,
    provisional_from: Option<String>,
    confirm_from: Option<String>,
    due: Option<String>,
    second_due: Option<String>,
    latest: Option<String>,
    check_from_day: Option<i32>,
    provisional_from_day: Option<i32>,
    confirm_from_day: Option<i32>,
    due_day: Option<i32>,
    second_due_day: Option<i32>,
    latest_day: Option<i32>,
    decides_above: Option<f64>,
    decides_below: Option<f64>,
    /// By rule alone.
    confirmed_from: Option<f64>,
    not_confirmed_below: Option<f64>,
    /// The unit of these sizes.
    unit: Option<&'static str>,
}

#[derive(Serialize)]
struct RecommendationJson {
    kind: &'static str,
    advice: Vec<&'static str>,
}

#[derive(Serialize)]
struct ChangeJson {
    /// `clue`, `next_at_or_above` or `next_below`.
    when: &'static str,
    level: Option<&'static str>,
    size: Option<f64>,
    to: &'static str,
}

#[derive(Serialize)]
struct RobustnessJson {
    holds: bool,
    flips: Vec<FlipJson>,
    words: String,
}

#[derive(Serialize)]
struct FlipJson {
    /// `without_visit` or `last_read_as`.
    when: &'static str,
    day: i32,
    size: Option<f64>,
    to: &'static str,
}

#[derive(Serialize)]
struct WordsJson<'a> {
    clinician: ClinicianJson<'a>,
    owner: OwnerJson,
}

#[derive(Serialize)]
struct ClinicianJson<'a> {
    headline: &'a str,
    subline: &'a str,
    /// What must be known of the label: that it is of an earlier visit, or why it does not lean.
    notes: &'a [String],
    strength: &'a str,
    three_explanations: &'a str,
    next_headline: &'a str,
    next: &'a [String],
    advice: &'a [String],
    not_recorded: &'a str,
    would_change: &'a [String],
    disagreement: &'a str,
    before_after: &'a str,
    hand_sum: &'a [String],
    course: &'a str,
    footer: &'a str,
}

#[derive(Serialize)]
struct OwnerJson {
    sentence: String,
    what_now: String,
    next_date: String,
    call_sooner: Vec<String>,
    what_is_known: String,
    disclaimer: String,
}

/// The two futures and both together, by day.
#[derive(Serialize)]
struct ForecastJson {
    days: Vec<i32>,
    unit: &'static str,
    swelling: Vec<BandJson>,
    growth: Vec<BandJson>,
    mixture: Vec<BandJson>,
    /// Why the two futures are not drawn: a token, or null.
    withheld: Option<&'static str>,
    words: String,
    /// Null where no futures are drawn.
    recheck_design: Option<DesignJson>,
}

/// What one more size is expected to tell.
#[derive(Serialize)]
struct DesignJson {
    days: Vec<TellingJson>,
    three_readings: Option<TellingJson>,
    ct: Option<TellingJson>,
    words: String,
}

#[derive(Serialize)]
struct TellingJson {
    /// Days after the last size; null for the recommended day.
    after_days: Option<i32>,
    /// The share of the doubt between swelling and growth that it settles.
    settles: f64,
    /// The probability that one future comes out at least twice as likely.
    decides: f64,
}

impl TellingJson {
    fn of(after_days: Option<i32>, telling: Telling) -> Self {
        Self { after_days, settles: ten_thousandths(telling.settles), decides: ten_thousandths(telling.decides) }
    }
}

#[derive(Serialize)]
struct BandJson {
    q05: f64,
    q25: f64,
    q50: f64,
    q75: f64,
    q95: f64,
}

impl ForecastJson {
    fn of(futures: &Futures, words: String) -> Self {
        let fans = futures.fans();
        let rows = |bands: &[Band]| bands.iter().map(|band| BandJson::of(band, futures.basis())).collect();
        Self {
            swelling: rows(&fans.swelling),
            growth: rows(&fans.growth),
            mixture: rows(&fans.mixture),
            days: fans.days,
            unit: unit_of(futures.basis()),
            withheld: futures.withheld.map(Withheld::token),
            words,
            recheck_design: futures.design().map(|design| DesignJson {
                days: design.days.iter().map(|(days, own)| TellingJson::of(Some(*days), *own)).collect(),
                three_readings: design.three_readings.map(|own| TellingJson::of(None, own)),
                ct: design.ct.map(|own| TellingJson::of(None, own)),
                words: explain::recheck_design(futures),
            }),
        }
    }
}

impl BandJson {
    fn of(band: &Band, basis: Basis) -> Self {
        let size = |size: f64| size_on(size, basis);
        Self { q05: size(band.q05), q25: size(band.q25), q50: size(band.q50), q75: size(band.q75), q95: size(band.q95) }
    }
}

/// A forecast size to a tenth of a millimeter, or in cubic centimeters to four decimals.
fn size_on(size: f64, basis: Basis) -> f64 {
    match basis {
        Basis::Diameters => (size * 10.0).round() / 10.0,
        Basis::Volumes => ten_thousandths(size / 1000.0),
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
        verdict: verdict_json(assessment, words),
        table: table_json(assessment, words),
        ledger: assessment.ledger.iter().map(ledger_json).collect(),
        not_checked: assessment.not_recorded.iter().map(|own| own.token()).collect(),
        confounders: confounders_json(assessment, words),
        red_flags: red_flags_json(case, assessment, words),
        recheck: recheck_json(case, assessment, futures.as_ref().ok()),
        recommendation: RecommendationJson {
            kind: assessment.recommendation.kind.token(),
            advice: assessment.recommendation.advice.iter().map(|own| own.token()).collect(),
        },
        would_change: assessment.would_change.iter().map(change_json).collect(),
        robustness: RobustnessJson {
            holds: assessment.robustness.holds(),
            flips: assessment.robustness.flips.iter().map(|flip| flip_json(case, flip)).collect(),
            words: words.robustness.clone(),
        },
        forecast: futures.as_ref().ok().map(|own| ForecastJson::of(own, explain::futures(case, &futures, None))),
        plans: assessment.plans.iter().map(|own| course::plan_json(case, own)).collect(),
        kinetics: course::kinetics_json(case, assessment),
        words: WordsJson { clinician: clinician_json(words), owner: owner_json(case, assessment) },
    }
}

fn verdict_json<'a>(assessment: &Assessment, words: &'a ClinicianWords) -> VerdictJson<'a> {
    let verdict = &assessment.verdict;
    let weighing = verdict.weighing.as_ref();
    let number = |of: fn(&Weighing) -> f64| weighing.map(|own| ten_thousandths(of(own)));
    VerdictJson {
        token: verdict.token.token(),
        words: &words.headline,
        strength: verdict.strength.token(),
        within_error: verdict.within_error,
        cannot: verdict.cannot.iter().map(|own| own.token()).collect(),
        p_pseudo: number(|own| own.p_pseudo),
        p_true: number(|own| own.p_true),
        p_noise: number(|own| own.p_noise),
        low: number(|own| own.low),
        high: number(|own| own.high),
        prior: number(|own| own.prior),
        prior_key: weighing.map(|own| own.prior_key.token()),
        evidence_sum: number(|own| own.evidence_sum),
        damping: number(|own| own.damping),
        posterior: number(|own| own.posterior),
    }
}

fn table_json(assessment: &Assessment, words: &ClinicianWords) -> TableJson {
    let row = |summary: &ClueSummary, place: usize| ClueJson {
        lean: summary.lean.token(),
        words: words.table.get(place).map_or_else(String::new, |own| format!("{}: {}", own.seen, own.says)),
        evidence_tier: summary.tier.map(Tier::token),
        ln_lr: ten_thousandths(summary.ln_lr),
    };
    let table = &assessment.table;
    TableJson { timing: row(&table.timing, 0), symptoms: row(&table.symptoms, 1), imaging: row(&table.imaging, 2) }
}

fn ledger_json(row: &LedgerRow) -> LedgerJson<'_> {
    LedgerJson {
        clue: row.clue.token(),
        level: row.level.token(),
        lr: ten_thousandths(row.lr),
        low: ten_thousandths(row.low),
        high: ten_thousandths(row.high),
        tier: row.tier.token(),
        source: &row.source,
        used: row.used,
    }
}

fn confounders_json(assessment: &Assessment, words: &ClinicianWords) -> Vec<ConfounderJson> {
    let json = |(place, own): (usize, &crate::assess::Confounder)| ConfounderJson {
        code: own.code.token(),
        effect: own.effects.first().map_or("", |effect| effect.token()),
        effects: own.effects.iter().map(|effect| effect.token()).collect(),
        words: words.confounder_lines.get(place).cloned().unwrap_or_default(),
    };
    assessment.confounders.iter().enumerate().map(json).collect()
}

fn red_flags_json(case: &Case, assessment: &Assessment, words: &ClinicianWords) -> Vec<RedFlagJson> {
    let json = |(place, own): (usize, &crate::assess::RedFlag)| {
        let (what, action) =
            words.red_flags.get(place).map_or_else(Default::default, |own| (own.what.clone(), own.action.clone()));
        RedFlagJson { code: own.code.token(), day: case.day_of(own.date), words: what, action }
    };
    assessment.red_flags.iter().enumerate().map(json).collect()
}

fn recheck_json(case: &Case, assessment: &Assessment, futures: Option<&Futures>) -> RecheckJson {
    let recheck = &assessment.recheck;
    let date = |date: Option<Date>| date.and_then(|date| iso(case, date));
    let day = |date: Option<Date>| date.map(|date| case.day_of(date));
    let unit = recheck.decides_above.or(recheck.decides_below).map(size_unit);
    // Where the two futures part before the rule does, their sizes decide (`MODEL.md` 2 and 5).
    let parted =
        futures.filter(|own| own.withheld.is_none()).and_then(|own| Some((own.deciding(own.due()?), own.basis())));
    let (decides_above, decides_below) = match parted {
        Some((deciding, basis)) => {
            let number = |own: Option<DecidingSize>| own.map(|own| size_on(own.size, basis));
            (number(deciding.above), number(deciding.below))
        }
        None => (recheck.decides_above.map(size_number), recheck.decides_below.map(size_number)),
    };
    RecheckJson {
        kind: recheck.kind.token(),
        why: recheck.why.token(),
        check_from: date(recheck.check_from),
        provisional_from: date(recheck.provisional_from),
        confirm_from: date(recheck.confirm_from),
        due: date(recheck.due),
        second_due: date(recheck.second_due),
        latest: date(recheck.latest),
        check_from_day: day(recheck.check_from),
        provisional_from_day: day(recheck.provisional_from),
        confirm_from_day: day(recheck.confirm_from),
        due_day: day(recheck.due),
        second_due_day: day(recheck.second_due),
        latest_day: day(recheck.latest),
        decides_above,
        decides_below,
        confirmed_from: recheck.decides_above.map(size_number),
        not_confirmed_below: recheck.decides_below.map(size_number),
        unit: unit.or_else(|| parted.map(|(_, basis)| unit_of(basis))),
    }
}

fn change_json(change: &WouldChange) -> ChangeJson {
    let (when, level, size, to) = match change {
        WouldChange::Clue { level, to } => ("clue", Some(level.token()), None, to),
        WouldChange::NextAtOrAbove { size, to } => ("next_at_or_above", None, Some(size_number(*size)), to),
        WouldChange::NextBelow { size, to } => ("next_below", None, Some(size_number(*size)), to),
    };
    ChangeJson { when, level, size, to: to.token() }
}

fn flip_json(case: &Case, flip: &Flip) -> FlipJson {
    match flip {
        Flip::WithoutVisit { date, to } => {
            FlipJson { when: "without_visit", day: case.day_of(*date), size: None, to: to.token() }
        }
        Flip::LastReadBy { date, size, to } => {
            let size = Some(size_number(*size));
            FlipJson { when: "last_read_as", day: case.day_of(*date), size, to: to.token() }
        }
    }
}

fn clinician_json(words: &ClinicianWords) -> ClinicianJson<'_> {
    ClinicianJson {
        headline: &words.headline,
        subline: &words.subline,
        notes: &words.notes,
        strength: &words.strength,
        three_explanations: &words.three_explanations,
        next_headline: &words.next_headline,
        next: &words.next_lines,
        advice: &words.advice_lines,
        not_recorded: &words.not_recorded,
        would_change: &words.would_change,
        disagreement: &words.disagreement,
        before_after: &words.before_after,
        hand_sum: &words.hand_sum,
        course: &words.chart_summary,
        footer: &words.footer,
    }
}

fn owner_json(case: &Case, assessment: &Assessment) -> OwnerJson {
    let words = owner(case, assessment);
    OwnerJson {
        sentence: words.sentence,
        what_now: words.what_now,
        next_date: words.next_date,
        call_sooner: words.call_sooner,
        what_is_known: words.what_is_known,
        disclaimer: words.disclaimer,
    }
}
