//! Committed plans and growth rates in the JSON of an assessment.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{iso, size_number, size_unit};
use crate::assess::{Assessment, Interval, PlanOutcome, burden};
use crate::cli::columns::ten_thousandths;
use crate::domain::Case;

#[derive(Serialize)]
pub(super) struct PlanJson<'a> {
    committed: Option<String>,
    visit_day: i32,
    due_day: i32,
    below: f64,
    at_or_above: f64,
    /// The unit of the two sizes.
    unit: &'static str,
    if_below: &'a str,
    if_between: &'a str,
    if_at_or_above: &'a str,
    label: &'a str,
    rules_version: &'a str,
    /// Null while the size is awaited.
    result: Option<PlanResultJson>,
}

#[derive(Serialize)]
struct PlanResultJson {
    day: i32,
    size: f64,
    /// `below`, `between` or `at_or_above`.
    side: &'static str,
    early: bool,
}

#[derive(Serialize)]
pub(super) struct KineticsJson {
    intervals: Vec<IntervalJson>,
    /// `yes`, `no`, or why it cannot be told, by definition.
    hyperprogression: BTreeMap<&'static str, &'static str>,
}

#[derive(Serialize)]
struct IntervalJson {
    from_day: i32,
    to_day: i32,
    /// Volume doubling time; negative is the time to halve.
    doubling_days: Option<f64>,
    /// Natural logarithm of volume, per day, with its 95 % interval.
    specific_per_day: f64,
    low: f64,
    high: f64,
    percent_volume_per_month: f64,
    mm_per_month: Option<f64>,
    fold_over_pre_therapy: Option<f64>,
    may_be_zero: bool,
}

pub(super) fn plan_json<'a>(case: &Case, outcome: &'a PlanOutcome) -> PlanJson<'a> {
    let plan = &outcome.plan;
    let actions = &plan.actions;
    PlanJson {
        committed: iso(case, plan.committed),
        visit_day: case.day_of(plan.visit),
        due_day: case.day_of(plan.due),
        below: size_number(burden(plan.below)),
        at_or_above: size_number(burden(plan.at_or_above)),
        unit: size_unit(burden(plan.below)),
        if_below: &actions.below,
        if_between: &actions.between,
        if_at_or_above: &actions.at_or_above,
        label: &plan.label,
        rules_version: &plan.rules_version,
        result: outcome.result.as_ref().map(|own| PlanResultJson {
            day: case.day_of(own.visit),
            size: size_number(own.size),
            side: own.side.token(),
            early: own.early,
        }),
    }
}

pub(super) fn kinetics_json(case: &Case, assessment: &Assessment) -> KineticsJson {
    let interval = |own: &Interval| IntervalJson {
        from_day: case.day_of(own.from),
        to_day: case.day_of(own.to),
        doubling_days: own.rates.doubling_days.map(ten_thousandths),
        specific_per_day: ten_thousandths(own.rates.specific_per_day),
        low: ten_thousandths(own.specific_95.0),
        high: ten_thousandths(own.specific_95.1),
        percent_volume_per_month: ten_thousandths(own.rates.percent_per_month),
        mm_per_month: own.rates.mm_per_month.map(ten_thousandths),
        fold_over_pre_therapy: own.fold.map(ten_thousandths),
        may_be_zero: own.may_be_zero,
    };
    KineticsJson {
        intervals: assessment.kinetics.intervals.iter().map(interval).collect(),
        hyperprogression: assessment.kinetics.definitions.iter().map(|(own, met)| (own.token(), met.token())).collect(),
    }
}
