//! The verdict in the JSON of an assessment: label, table, ledger, confounders, red flags.

use serde::Serialize;

use crate::assess::{Assessment, ClueSummary, Confounder, LedgerRow, RedFlag, Weighing};
use crate::cli::columns::ten_thousandths;
use crate::domain::Case;
use crate::explain::ClinicianWords;
use crate::rules::Tier;

#[derive(Serialize)]
pub(super) struct VerdictJson<'a> {
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
pub(super) struct TableJson {
    timing: ClueJson,
    symptoms: ClueJson,
    imaging: ClueJson,
}

#[derive(Serialize)]
pub(super) struct ClueJson {
    lean: &'static str,
    words: String,
    evidence_tier: Option<&'static str>,
    ln_lr: f64,
}

#[derive(Serialize)]
pub(super) struct LedgerJson<'a> {
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
pub(super) struct ConfounderJson {
    code: &'static str,
    /// The worst effect.
    effect: &'static str,
    effects: Vec<&'static str>,
    words: String,
}

#[derive(Serialize)]
pub(super) struct RedFlagJson {
    code: &'static str,
    day: i32,
    words: String,
    action: String,
}

pub(super) fn verdict_json<'a>(assessment: &Assessment, words: &'a ClinicianWords) -> VerdictJson<'a> {
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

pub(super) fn table_json(assessment: &Assessment, words: &ClinicianWords) -> TableJson {
    let row = |summary: &ClueSummary, place: usize| ClueJson {
        lean: summary.lean.token(),
        words: words.table.get(place).map_or_else(String::new, |own| format!("{}: {}", own.seen, own.says)),
        evidence_tier: summary.tier.map(Tier::token),
        ln_lr: ten_thousandths(summary.ln_lr),
    };
    let table = &assessment.table;
    TableJson { timing: row(&table.timing, 0), symptoms: row(&table.symptoms, 1), imaging: row(&table.imaging, 2) }
}

pub(super) fn ledger_json(row: &LedgerRow) -> LedgerJson<'_> {
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

pub(super) fn confounders_json(assessment: &Assessment, words: &ClinicianWords) -> Vec<ConfounderJson> {
    let json = |(place, own): (usize, &Confounder)| ConfounderJson {
        code: own.code.token(),
        effect: own.effects.first().map_or("", |effect| effect.token()),
        effects: own.effects.iter().map(|effect| effect.token()).collect(),
        words: words.confounder_lines.get(place).cloned().unwrap_or_default(),
    };
    assessment.confounders.iter().enumerate().map(json).collect()
}

pub(super) fn red_flags_json(case: &Case, assessment: &Assessment, words: &ClinicianWords) -> Vec<RedFlagJson> {
    let json = |(place, own): (usize, &RedFlag)| {
        let (what, action) =
            words.red_flags.get(place).map_or_else(Default::default, |own| (own.what.clone(), own.action.clone()));
        RedFlagJson { code: own.code.token(), day: case.day_of(own.date), words: what, action }
    };
    assessment.red_flags.iter().enumerate().map(json).collect()
}
