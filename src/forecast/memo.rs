//! What was weighed before is kept, so that typing a size weighs anew what the size changes and nothing else.
//!
//! A forecast is a pure function of parameters and sizes, so what is kept never goes stale; it is kept a thread.

use std::cell::RefCell;
use std::sync::Arc;

use super::fans::RatioCurve;
use super::fit::Fit;
use super::forecaster::{Forecaster, ParameterSet};
use super::observations::Observations;
use super::precision::Precision;
use crate::rules::ForecastRules;

/// Parameter sets kept a thread: a cohort of dogs has a few tumor types and therapies.
const FORECASTERS: usize = 24;

/// Series of sizes kept a thread; an edit asks for the last one and for the one before the last visit.
const FITS: usize = 12;

/// Ratio curves kept a thread; robustness asks for the same one at every size that it tries.
const CURVES: usize = 6;

/// The newest first; the oldest falls out.
#[derive(Debug)]
struct Kept<K, V> {
    most: usize,
    entries: Vec<(K, Arc<V>)>,
}

impl<K: PartialEq, V> Kept<K, V> {
    const fn new(most: usize) -> Self {
        Self { most, entries: Vec::new() }
    }

    fn get_or_make(&mut self, key: K, make: impl FnOnce(&K) -> V) -> Arc<V> {
        let found = self.entries.iter().position(|(own, _)| *own == key);
        let entry = if let Some(place) = found {
            self.entries.remove(place)
        } else {
            let value = Arc::new(make(&key));
            (key, value)
        };
        let value = Arc::clone(&entry.1);
        self.entries.insert(0, entry);
        self.entries.truncate(self.most);
        value
    }
}

#[derive(Debug)]
struct Memo {
    /// The rules that everything kept was made with.
    rules: Option<ForecastRules>,
    forecasters: Kept<(ParameterSet, Precision), Forecaster>,
    fits: Kept<(ParameterSet, Precision, Observations), Fit>,
    curves: Kept<(ParameterSet, Precision, Observations, i32), Option<RatioCurve>>,
}

thread_local! {
    static MEMO: RefCell<Memo> = const {
        RefCell::new(Memo {
            rules: None,
            forecasters: Kept::new(FORECASTERS),
            fits: Kept::new(FITS),
            curves: Kept::new(CURVES),
        })
    };
}

impl Memo {
    /// Forgets everything where the rules are others.
    fn hold(&mut self, rules: &ForecastRules) {
        if self.rules.as_ref() != Some(rules) {
            self.forecasters.entries.clear();
            self.fits.entries.clear();
            self.curves.entries.clear();
            self.rules = Some(rules.clone());
        }
    }

    fn fit(
        &mut self,
        rules: &ForecastRules,
        set: ParameterSet,
        observations: &Observations,
        precision: Precision,
    ) -> Arc<Fit> {
        let Self { forecasters, fits, .. } = self;
        fits.get_or_make((set, precision, observations.clone()), |_| {
            let make = |_: &_| Forecaster::with_precision(rules, set, precision);
            forecasters.get_or_make((set, precision), make).fit(observations)
        })
    }
}

/// A series weighed with a parameter set: as [`Forecaster::fit`], and quicker where it was asked for before.
pub fn fit(rules: &ForecastRules, set: ParameterSet, observations: &Observations, precision: Precision) -> Arc<Fit> {
    MEMO.with_borrow_mut(|memo| {
        memo.hold(rules);
        memo.fit(rules, set, observations, precision)
    })
}

/// The ratio of the two futures of a series on a day: as [`Fit::ratio_curve`], kept as the fit is.
pub fn ratio_curve(
    rules: &ForecastRules,
    set: ParameterSet,
    observations: &Observations,
    day: i32,
    precision: Precision,
) -> Arc<Option<RatioCurve>> {
    MEMO.with_borrow_mut(|memo| {
        memo.hold(rules);
        let fit = memo.fit(rules, set, observations, precision);
        memo.curves.get_or_make((set, precision, observations.clone(), day), |_| fit.ratio_curve(day))
    })
}

#[cfg(test)]
mod tests {
    use super::super::observations::Observation;
    use super::*;
    use crate::rules::Rules;
    use crate::series::Basis;

    #[test]
    fn what_is_kept_is_what_a_new_fit_gives() {
        let rules = &Rules::shipped().unwrap().forecast;
        let of = |last: f64| {
            let point = |day, size| Observation { day, size, log_sd: 0.07, below: None };
            Observations::new(Basis::Diameters, vec![point(-3, 30.0), point(28, 33.0), point(56, last)]).unwrap()
        };
        let forecaster = Forecaster::new(rules, ParameterSet::HumanCheckpoint);
        for last in [41.0, 44.0, 41.0] {
            let kept = fit(rules, ParameterSet::HumanCheckpoint, &of(last), Precision::Full);
            let again = fit(rules, ParameterSet::HumanCheckpoint, &of(last), Precision::Full);
            assert!(Arc::ptr_eq(&kept, &again), "asked for twice, made once");
            assert_eq!(kept.quantiles(84, &[0.1, 0.9]), forecaster.fit(&of(last)).quantiles(84, &[0.1, 0.9]));
        }
        let mut other = rules.clone();
        other.human_checkpoint.residual.walk_per_week *= 4.0;
        let wider = fit(&other, ParameterSet::HumanCheckpoint, &of(41.0), Precision::Full);
        let kept = fit(rules, ParameterSet::HumanCheckpoint, &of(41.0), Precision::Full);
        assert_ne!(wider.quantiles(84, &[0.9]), kept.quantiles(84, &[0.9]), "other rules, another forecast");
    }
}
