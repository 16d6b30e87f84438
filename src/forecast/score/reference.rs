//! Growth curves that another program fitted to the same series: those of the R package tumgr.
//!
//! They were fitted to every size of a series, the one they are held against included, so what is scored is how well
//! they pass through a size that they have seen. That favors them.

use std::collections::BTreeMap;

use super::Subject;
use super::next_size::NextSize;
use crate::forecast::score::bootstrap::{Interval, over_patients};
use crate::forecast::score::comparators::{Comparator, log_diameter};

/// One fitted curve: the size as a share of the first, by days from the first size, the first being day 1
/// (`domain.md` 4.2).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve {
    /// `exp(-d t) + exp(g t) - 1`.
    DecayGrowth {
        /// Rate of decay a day.
        decay: f64,
        /// Rate of growth a day.
        growth: f64,
    },
    /// `(1 - p) exp(g t) + p exp(-d t)`.
    Shares {
        /// The share that decays.
        share: f64,
        /// Rate of growth a day.
        growth: f64,
        /// Rate of decay a day.
        decay: f64,
    },
    /// `exp(g t)`.
    Growth {
        /// Rate of growth a day.
        growth: f64,
    },
    /// `exp(-d t)`.
    Decay {
        /// Rate of decay a day.
        decay: f64,
    },
}

impl Curve {
    /// The curve of a model by its name in tumgr and its parameters by theirs; `None` where one is missing.
    pub fn named(model: &str, parameters: &BTreeMap<String, f64>) -> Option<Self> {
        let get = |name: &str| parameters.get(name).copied();
        match model {
            "gd" => Some(Self::DecayGrowth { decay: get("d")?, growth: get("g")? }),
            "gdphi" => Some(Self::Shares { share: get("p")?, growth: get("gt")?, decay: get("dt")? }),
            "gx" => Some(Self::Growth { growth: get("gx")? }),
            "dx" => Some(Self::Decay { decay: get("dx")? }),
            _ => None,
        }
    }

    /// The size as a share of the first, at a day from the first size.
    pub fn share(self, days: f64) -> f64 {
        let t = days + 1.0;
        match self {
            Self::DecayGrowth { decay, growth } => (-decay * t).exp() + (growth * t).exp() - 1.0,
            Self::Shares { share, growth, decay } => (1.0 - share) * (growth * t).exp() + share * (-decay * t).exp(),
            Self::Growth { growth } => (growth * t).exp(),
            Self::Decay { decay } => (-decay * t).exp(),
        }
    }
}

/// The curves of one patient.
pub type Curves = BTreeMap<String, Vec<Curve>>;

/// How well the last size of each series is met, by the mean error of its logarithm.
#[derive(Clone, Debug, PartialEq)]
pub struct LastSizes {
    /// Series with fitted curves.
    pub series: usize,
    /// The method in words, with the mean absolute error of ln diameter.
    pub methods: Vec<(&'static str, Interval)>,
}

/// Scores the last size of every series that has curves; `None` where there is none.
///
/// Of a patient's curves the one nearest to all its sizes is taken, which favors them once more.
pub fn last_sizes(subjects: &[Subject], sizes: &[NextSize], curves: &Curves) -> Option<LastSizes> {
    let mut rows: Vec<(NextSize, f64)> = Vec::new();
    for row in sizes.iter().filter(|row| row.is_last) {
        let Some(subject) = subjects.get(row.subject) else { continue };
        let Some(own) = curves.get(&subject.id) else { continue };
        if let Some(error) = best_error(subject, own, row) {
            rows.push((row.clone(), error));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let mean = |pick: &dyn Fn(&(NextSize, f64)) -> f64| {
        over_patients(rows.len(), |counts| {
            let (mut sum, mut all) = (0.0, 0.0);
            for (row, &count) in rows.iter().zip(counts) {
                sum += f64::from(count) * pick(row);
                all += f64::from(count);
            }
            sum / all
        })
    };
    let mut methods = vec![("model", mean(&|(row, _)| row.model.error))];
    for (place, comparator) in Comparator::ALL.into_iter().enumerate() {
        let own = move |(row, _): &(NextSize, f64)| row.comparators.get(place).map_or(f64::NAN, |loss| loss.error);
        methods.push((comparator.words(), mean(&own)));
    }
    methods.push(("tumgr, having seen the size", mean(&|(_, error)| *error)));
    Some(LastSizes { series: rows.len(), methods })
}

/// The error at the scored size of the curve that is nearest to the whole series.
fn best_error(subject: &Subject, curves: &[Curve], row: &NextSize) -> Option<f64> {
    let first = subject.sizes.points().first()?;
    let basis = subject.sizes.basis();
    let start = log_diameter(basis, first.known_size());
    let fitted = |curve: &Curve, day: i32| {
        let share = curve.share(f64::from(day) - f64::from(first.day));
        // A share of a size is one of its diameter, since only diameters were fitted.
        (share > 0.0 && share.is_finite()).then(|| start + share.ln())
    };
    let squares = |curve: &Curve| -> f64 {
        let miss = |point: &crate::forecast::Observation| {
            fitted(curve, point.day).map_or(10.0, |log| log - log_diameter(basis, point.known_size()))
        };
        subject.sizes.points().iter().map(|point| miss(point).powi(2)).sum()
    };
    let best = curves.iter().min_by(|a, b| squares(a).total_cmp(&squares(b)))?;
    Some((fitted(best, row.day)? - row.actual).abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn curves_are_read_by_name_and_start_near_one() {
        let of = |pairs: &[(&str, f64)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect();
        let gd = Curve::named("gd", &of(&[("g", 0.01), ("d", 0.02)])).unwrap();
        // A day after the first size, t is 2.
        assert!((gd.share(1.0) - ((-0.04_f64).exp() + 0.02_f64.exp() - 1.0)).abs() < 1e-12, "{gd:?}");
        assert_eq!(Curve::named("gd", &of(&[("g", 0.01)])), None);
        assert_eq!(Curve::named("cubic", &of(&[])), None);
        let half = Curve::named("gdphi", &of(&[("p", 0.5), ("gt", 0.0), ("dt", 0.1)])).unwrap();
        assert!((half.share(9.0) - (0.5 + 0.5 * (-1.0_f64).exp())).abs() < 1e-12, "{half:?}");
    }
}
