//! Growth by interval, in words.

use std::f64::consts::LN_2;

use super::format::when;
use super::phrases;
use super::words::{IntervalWords, KineticsWords};
use crate::assess::{Assessment, Interval};
use crate::domain::Dated;

/// The intervals and the named definitions.
pub(super) fn words(case: Dated<'_>, assessment: &Assessment) -> KineticsWords {
    let kinetics = &assessment.kinetics;
    if kinetics.intervals.is_empty() {
        return KineticsWords::default();
    }
    let definitions = kinetics.definitions.iter();
    KineticsWords {
        intervals: kinetics.intervals.iter().map(|own| interval(case, own)).collect(),
        definitions: definitions
            .map(|(own, met)| (phrases::definition(*own).to_owned(), phrases::met(*met).to_owned()))
            .collect(),
        note: phrases::KINETICS_NOTE.to_owned(),
    }
}

fn interval(case: Dated<'_>, own: &Interval) -> IntervalWords {
    let (low, high) = own.specific_95;
    let days = |per_day: f64| format!("{:.0} d", LN_2 / per_day.abs());
    let doubling = if own.may_be_zero {
        phrases::RATE_MAY_BE_ZERO.to_owned()
    } else if own.rates.specific_per_day > 0.0 {
        phrases::doubles(&days(own.rates.specific_per_day), &days(high), &days(low))
    } else {
        phrases::halves(&days(own.rates.specific_per_day), &days(low), &days(high))
    };
    let fold = match own.fold {
        _ if own.before_therapy => phrases::BEFORE_THERAPY.to_owned(),
        Some(fold) => phrases::fold(&format!("{}{:.1}", if fold <= -0.05 { "\u{2212}" } else { "" }, fold.abs())),
        None => String::new(),
    };
    let percent = own.rates.percent_per_month;
    let sign = if percent <= -0.5 { "\u{2212}" } else { "+" };
    IntervalWords {
        when: phrases::interval(&when(case, own.from), &when(case, own.to)),
        doubling,
        rate: phrases::volume_a_month(&format!("{sign}{:.0}", percent.abs())),
        fold,
    }
}
