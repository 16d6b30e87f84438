//! The decision aid in words.

use super::format::{of_100, ratio, when};
use super::phrases;
use crate::assess::{Assessment, DecisionAid, Waiting};
use crate::domain::Dated;
use crate::domain::clock::date_from_day;

/// The decision aid in words, kept apart from the verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionWords {
    /// What the ratio means as it stands.
    pub ratio: String,
    /// Where it starts, and why.
    pub start: String,
    /// What it comes to.
    pub outcome: String,
    /// What waiting costs, by recheck day.
    pub waiting: Vec<String>,
    /// What the aid is not.
    pub note: String,
}

/// The aid in words.
pub fn decision<'a>(case: impl Into<Dated<'a>>, assessment: &Assessment, aid: &DecisionAid) -> DecisionWords {
    let case = case.into();
    let latest = assessment.episode.as_ref().map(|own| own.latest);
    let waiting = |own: &Waiting| {
        let day = latest.map(|date| when(case, date_from_day(date, own.after_days))).unwrap_or_default();
        let rise = format!("{:.0}", 100.0 * own.diameter_rise);
        let range = own.rise_95.map(|(low, high)| {
            let signed =
                |share: f64| format!("{}{:.0}", if share < -0.005 { "\u{2212}" } else { "+" }, (100.0 * share).abs());
            (signed(low), signed(high))
        });
        phrases::waiting(&day, own.after_days, &format!("{:.1}", own.volume_factor), &rise, range)
    };
    let mut lines: Vec<String> = Vec::new();
    match aid.doubling_days {
        Some(days) => {
            lines.push(phrases::waiting_head(&format!("{days:.0}")));
            lines.extend(aid.waiting.iter().map(waiting));
        }
        None => lines.push(phrases::NO_PACE.to_owned()),
    }
    DecisionWords {
        ratio: phrases::harm_ratio(&ratio(aid.ratio)),
        start: phrases::ratio_start(&ratio(aid.start.0), aid.start.1),
        outcome: phrases::decision(&of_100(aid.threshold), &of_100(aid.swelling), aid.favors_staying()),
        waiting: lines,
        note: phrases::DECISION_NOTE.to_owned(),
    }
}
