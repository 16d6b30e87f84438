//! What was weighed before is kept, so that typing a size weighs anew what the size changes and nothing else.
//!
//! A forecast is a pure function of parameters and sizes, so what is kept never goes stale; it is kept a thread.

use std::cell::RefCell;
use std::sync::Arc;

use super::fit::Fit;
use super::forecaster::{Forecaster, ParameterSet, Plan};
use super::observations::Observations;
use crate::rules::ForecastRules;

/// Parameter sets kept a thread: a cohort of dogs has a few tumor types and therapies.
const FORECASTERS: usize = 24;

/// Series of days kept a thread.
const PLANS: usize = 6;

/// Series of sizes kept a thread; an edit asks for the last one and for the one before the last visit.
const FITS: usize = 12;

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
    forecasters: Kept<ParameterSet, Forecaster>,
    plans: Kept<(ParameterSet, Vec<i32>), Plan>,
    fits: Kept<(ParameterSet, Observations), Fit>,
}

thread_local! {
    static MEMO: RefCell<Memo> = const {
        RefCell::new(Memo {
            rules: None,
            forecasters: Kept::new(FORECASTERS),
            plans: Kept::new(PLANS),
            fits: Kept::new(FITS),
        })
    };
}

/// A series weighed with a parameter set: as [`Forecaster::fit`], and quicker where it was asked for before.
pub fn fit(rules: &ForecastRules, set: ParameterSet, observations: &Observations) -> Arc<Fit> {
    MEMO.with_borrow_mut(|memo| {
        if memo.rules.as_ref() != Some(rules) {
            memo.forecasters.entries.clear();
            memo.plans.entries.clear();
            memo.fits.entries.clear();
            memo.rules = Some(rules.clone());
        }
        let Memo { forecasters, plans, fits, .. } = memo;
        fits.get_or_make((set, observations.clone()), |_| {
            let days: Vec<i32> = observations.days().collect();
            let plan = plans.get_or_make((set, days), |(_, days)| {
                forecasters.get_or_make(set, |set| Forecaster::new(rules, *set)).plan(days)
            });
            plan.fit(observations)
        })
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
            let kept = fit(rules, ParameterSet::HumanCheckpoint, &of(last));
            let again = fit(rules, ParameterSet::HumanCheckpoint, &of(last));
            assert!(Arc::ptr_eq(&kept, &again), "asked for twice, made once");
            assert_eq!(kept.quantiles(84, &[0.1, 0.9]), forecaster.fit(&of(last)).quantiles(84, &[0.1, 0.9]));
        }
        let mut other = rules.clone();
        other.human_checkpoint.residual.walk_per_week *= 4.0;
        let wider = fit(&other, ParameterSet::HumanCheckpoint, &of(41.0));
        let kept = fit(rules, ParameterSet::HumanCheckpoint, &of(41.0));
        assert_ne!(wider.quantiles(84, &[0.9]), kept.quantiles(84, &[0.9]), "other rules, another forecast");
    }
}
