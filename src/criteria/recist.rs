//! RECIST 1.1 and cRECIST v1.0: the overall response of each visit (`domain.md` 1.2, 1.3).
//!
//! Both share every rule here; they differ in which lesions are measurable ([`super::measurable::Standard`]).
//! The response is that of the time point: progression does not end it, and a response is kept until progression.

use super::history::{History, TimePoint};
use super::target::target_response;
use super::vocabulary::{Burden, Overall, TargetResponse};
use crate::domain::NonTarget;
use crate::rules::CriteriaSettings;

/// The RECIST view of one visit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RecistRow {
    /// The literal target response; not evaluable where there is no target disease.
    pub literal: TargetResponse,
    /// The target response with memory; `None` where there is no target disease.
    pub target: Option<TargetResponse>,
    /// Non-target disease is back after a complete response.
    pub non_target_back: bool,
    /// The overall response.
    pub overall: Overall,
    /// The smallest fully evaluable sum before this visit, and the latest place of it (0 is the baseline).
    pub nadir: Option<(Burden, usize)>,
}

/// What earlier visits left behind.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Memory {
    /// A partial or complete response of the targets stands.
    pub response_stands: bool,
    /// The last evaluable overall response was complete.
    pub was_complete: bool,
}

/// Applies the rules to every visit after the baseline.
pub fn rows(history: &History, settings: &CriteriaSettings) -> Vec<RecistRow> {
    let mut memory = Memory::default();
    let mut nadir = history.baseline.sum.filter(|_| history.baseline.complete).map(|sum| (sum, 0));
    let mut rows = Vec::with_capacity(history.later.len());
    for (place, point) in history.later.iter().enumerate() {
        let literal = literal_response(history, point, nadir.map(|(sum, _)| sum), settings);
        let target = point.has_targets().then(|| memory.target(literal, point));
        let non_target = memory.non_target(point);
        let overall = overall_response(target, non_target, point.present_new_lesions().next().is_some());
        memory.keep(target, overall);
        let non_target_back = non_target != point.non_target;
        rows.push(RecistRow { literal, target, non_target_back, overall, nadir });
        nadir = lower(nadir, point, place + 1);
    }
    rows
}

/// The target response without memory but the nadir.
pub fn literal_response(
    history: &History,
    point: &TimePoint,
    nadir: Option<Burden>,
    settings: &CriteriaSettings,
) -> TargetResponse {
    match (history.baseline.sum, nadir) {
        (Some(baseline), Some(nadir)) => target_response(point, baseline, nadir, settings),
        _ => TargetResponse::Ne,
    }
}

impl Memory {
    /// The target response once memory is applied: what comes back after a complete response is progression, and a
    /// response is kept while progression is not met.
    pub fn target(self, literal: TargetResponse, point: &TimePoint) -> TargetResponse {
        let back = point.targets.iter().any(|target| target.size.is_some() && !target.gone);
        if self.was_complete && back {
            return TargetResponse::Pd;
        }
        match literal {
            TargetResponse::Sd if self.response_stands => TargetResponse::Pr,
            literal => literal,
        }
    }

    /// Non-target disease once memory is applied: what comes back after a complete response is progression.
    pub fn non_target(self, point: &TimePoint) -> NonTarget {
        match point.non_target {
            NonTarget::Present | NonTarget::NonCrNonPd if self.was_complete => NonTarget::Progression,
            stated => stated,
        }
    }

    /// Takes a visit into memory; one that is not evaluable changes nothing.
    pub fn keep(&mut self, target: Option<TargetResponse>, overall: Overall) {
        if overall != Overall::Ne {
            self.was_complete = overall == Overall::Cr;
        }
        self.response_stands = match target {
            _ if overall == Overall::Pd => false,
            Some(TargetResponse::Cr | TargetResponse::Pr) => true,
            Some(TargetResponse::Sd | TargetResponse::Pd) => false,
            Some(TargetResponse::Ne) | None => self.response_stands,
        };
    }
}

/// The overall response of a time point (Eisenhauer 2009, tables 1 and 2).
///
/// `target` is `None` where there is no target disease.
pub fn overall_response(target: Option<TargetResponse>, non_target: NonTarget, new_lesion: bool) -> Overall {
    if new_lesion || non_target == NonTarget::Progression || target == Some(TargetResponse::Pd) {
        return Overall::Pd;
    }
    match (target, non_target) {
        (Some(TargetResponse::Cr), NonTarget::None | NonTarget::CompleteResponse)
        | (None, NonTarget::CompleteResponse) => Overall::Cr,
        (Some(TargetResponse::Cr | TargetResponse::Pr), _) => Overall::Pr,
        (Some(TargetResponse::Sd), _) => Overall::Sd,
        (None, NonTarget::Present | NonTarget::NonCrNonPd) => Overall::NonCrNonPd,
        _ => Overall::Ne,
    }
}

/// The nadir once a fully evaluable visit is taken in; the latest of equals.
pub fn lower(nadir: Option<(Burden, usize)>, point: &TimePoint, place: usize) -> Option<(Burden, usize)> {
    match (nadir, point.sum.filter(|_| point.complete)) {
        (Some((lowest, _)), Some(now)) if now.value() <= lowest.value() => Some((now, place)),
        (None, Some(now)) => Some((now, place)),
        (nadir, _) => nadir,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_overall_tables_hold() {
        use {NonTarget as N, Overall as O, TargetResponse as T};
        for (target, non_target, new_lesion, expected) in [
            (Some(T::Cr), N::CompleteResponse, false, O::Cr),
            (Some(T::Cr), N::None, false, O::Cr),
            (Some(T::Cr), N::NonCrNonPd, false, O::Pr),
            (Some(T::Cr), N::NotEvaluable, false, O::Pr),
            (Some(T::Pr), N::NotEvaluable, false, O::Pr),
            (Some(T::Pr), N::CompleteResponse, false, O::Pr),
            (Some(T::Sd), N::NonCrNonPd, false, O::Sd),
            (Some(T::Sd), N::NotEvaluable, false, O::Sd),
            (Some(T::Ne), N::NonCrNonPd, false, O::Ne),
            (Some(T::Pd), N::CompleteResponse, false, O::Pd),
            (Some(T::Cr), N::Progression, false, O::Pd),
            (Some(T::Cr), N::CompleteResponse, true, O::Pd),
            (Some(T::Ne), N::None, true, O::Pd),
            (None, N::CompleteResponse, false, O::Cr),
            (None, N::NonCrNonPd, false, O::NonCrNonPd),
            (None, N::NotEvaluable, false, O::Ne),
            (None, N::Progression, false, O::Pd),
            (None, N::NonCrNonPd, true, O::Pd),
        ] {
            let overall = overall_response(target, non_target, new_lesion);
            assert_eq!(overall, expected, "{target:?} with {non_target:?}, new lesion {new_lesion}");
        }
    }
}
