//! What changed since a case was saved, in the JSON of an assessment.

use serde::Serialize;

use super::iso;
use crate::assess::{Reopened, Shown, ShownWeighing};
use crate::domain::Case;
use crate::explain;

#[derive(Serialize)]
pub(super) struct ReopenedJson<'a> {
    /// Anything that was shown is another.
    changed: bool,
    was: ShownJson<'a>,
    now: ShownJson<'a>,
    words: Vec<String>,
}

#[derive(Serialize)]
struct ShownJson<'a> {
    rules_version: &'a str,
    app_version: &'a str,
    as_of: Option<String>,
    as_of_day: i32,
    label: &'a str,
    recommendation: &'a str,
    category: Option<&'a str>,
    p_noise: Option<f64>,
    p_pseudo: Option<f64>,
    p_true: Option<f64>,
    prior: Option<f64>,
}

pub(super) fn reopened_json<'a>(case: &Case, found: &'a Reopened) -> ReopenedJson<'a> {
    let words = explain::reopened(found);
    ReopenedJson {
        changed: found.changed(),
        was: shown(case, &found.was),
        now: shown(case, &found.now),
        words: std::iter::once(words.headline).chain(words.lines).collect(),
    }
}

fn shown<'a>(case: &Case, own: &'a Shown) -> ShownJson<'a> {
    let number = |of: fn(&ShownWeighing) -> f64| own.weighing.as_ref().map(of);
    ShownJson {
        rules_version: &own.rules_version,
        app_version: &own.app_version,
        as_of: iso(case, own.as_of),
        as_of_day: case.day_of(own.as_of),
        label: &own.label,
        recommendation: &own.recommendation,
        category: Some(own.category.as_str()).filter(|own| !own.is_empty()),
        p_noise: number(|own| own.noise.get()),
        p_pseudo: number(|own| own.swelling.get()),
        p_true: number(|own| own.growth.get()),
        prior: number(|own| own.prior.get()),
    }
}
