//! Growth rates by interval, and the named definitions of hyperprogression side by side (`domain.md` 4.1 and 4.3).
//!
//! The definitions do not agree on whom they name, so none is used alone and none is evidence in the ledger: they are
//! shown. The flag "rapid growth" has its own rule.

use jiff::civil::Date;

use super::clues::{in_new_organ, new_lesions_from, read_rates};
use super::record::Record;
use crate::criteria::IrecistState;
use crate::domain::volume::sphere_diameter_mm;
use crate::domain::{Performance, day_from_date};
use crate::rules::Hyperprogression;
use crate::series::noise::Z_95;
use crate::series::{Basis, GrowthRates};

/// Growth between two consecutive sizes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The earlier visit.
    pub from: Date,
    /// The later visit.
    pub to: Date,
    /// It ended at or before the baseline, so it is growth before therapy.
    pub before_therapy: bool,
    /// The rates.
    pub rates: GrowthRates,
    /// 95 % interval of the specific growth rate, per day.
    pub specific_95: (f64, f64),
    /// The interval holds zero: the rate cannot be told from no growth.
    pub may_be_zero: bool,
    /// How many times the rate before therapy; `None` before it, or where that rate was not above zero.
    pub fold: Option<f64>,
}

/// Whether a named definition is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Met {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// It needs a size before therapy.
    NeedsPreTherapy,
    /// It compares with growth before therapy, and there was none.
    NoGrowthBefore,
    /// It needs sums of diameters.
    NeedsDiameters,
}

impl Met {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::NeedsPreTherapy => "needs_pre_therapy_size",
            Self::NoGrowthBefore => "no_growth_before_therapy",
            Self::NeedsDiameters => "needs_diameters",
        }
    }
}

/// A published definition of hyperprogression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Definition {
    /// Champiat 2017: progression at the first evaluation and a growth rate at least twice that before.
    Champiat,
    /// Saada-Bouzid 2017: growth kinetics at least twice those before.
    SaadaBouzid,
    /// Kato 2017, without the time to treatment failure, which is not recorded.
    Kato,
    /// Ferrara 2018: progression at the first evaluation and a growth rate over 50 points a month higher.
    Ferrara,
    /// Kas 2020: a growth rate over 100 points a month higher.
    Kas,
    /// Matos 2020: within 8 weeks, over 40 % and 10 mm, or 20 % with several new lesions or a new organ.
    Matos,
    /// Lo Russo 2019: three of five, of which the time to treatment failure is not recorded.
    LoRusso,
}

impl Definition {
    /// Every definition, in the order shown.
    pub const ALL: [Self; 7] =
        [Self::Champiat, Self::SaadaBouzid, Self::Kato, Self::Ferrara, Self::Kas, Self::Matos, Self::LoRusso];

    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Champiat => "champiat_2017",
            Self::SaadaBouzid => "saada_bouzid_2017",
            Self::Kato => "kato_2017",
            Self::Ferrara => "ferrara_2018",
            Self::Kas => "kas_2020",
            Self::Matos => "matos_2020",
            Self::LoRusso => "lo_russo_2019",
        }
    }
}

/// How fast it grew.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Kinetics {
    /// Every interval between sizes, in order.
    pub intervals: Vec<Interval>,
    /// The definitions at the last size; empty without one after the baseline.
    pub definitions: Vec<(Definition, Met)>,
}

/// Reads the growth rates of a record.
pub(super) fn kinetics(record: &Record<'_>) -> Kinetics {
    Kinetics { intervals: intervals(record), definitions: definitions(record) }
}

fn intervals(record: &Record<'_>) -> Vec<Interval> {
    let series = &record.series;
    let Some(baseline) = series.baseline_point().map(|point| point.date) else { return Vec::new() };
    let sized: Vec<_> = series.points.iter().filter(|point| series.sum_of(point).is_some()).collect();
    let mut before: Option<f64> = None;
    let mut intervals = Vec::new();
    for pair in sized.windows(2) {
        let [from, to] = pair else { continue };
        let (Some(rates), Some(change)) = (GrowthRates::between(from, to, series), record.change(from, to)) else {
            continue;
        };
        let half = Z_95 * rates.specific_sd_per_day(change.log_sd, series.basis);
        let before_therapy = to.date <= baseline;
        if before_therapy {
            before = Some(rates.specific_per_day);
        }
        let fold = before.filter(|rate| !before_therapy && *rate > 0.0).map(|rate| rates.specific_per_day / rate);
        intervals.push(Interval {
            from: from.date,
            to: to.date,
            before_therapy,
            rates,
            specific_95: (rates.specific_per_day - half, rates.specific_per_day + half),
            may_be_zero: rates.specific_per_day.abs() < half,
            fold,
        });
    }
    intervals
}

fn definitions(record: &Record<'_>) -> Vec<(Definition, Met)> {
    let Some(last) = record.table.rows.len().checked_sub(1) else { return Vec::new() };
    let (Some(from), Some(now)) = (record.nadir_of(last), record.point_of(last)) else { return Vec::new() };
    if record.series.sum_of(now).is_none() {
        return Vec::new();
    }
    let rules = &record.rules.hyperprogression;
    let facts = Facts::read(record, last, from.date, now.date, rules);
    Definition::ALL.into_iter().map(|definition| (definition, facts.met(definition, rules))).collect()
}

/// What the definitions ask for, at the last size.
#[expect(clippy::struct_excessive_bools, reason = "each is one published condition")]
struct Facts {
    /// Growth before therapy and on it, as read; `None` without a size before therapy.
    rates: Option<(GrowthRates, GrowthRates)>,
    diameters: bool,
    /// Progression by rule stands, and this is the first evaluation after the baseline.
    progression_first: bool,
    percent: f64,
    rise_mm: f64,
    days: i32,
    /// Days of therapy at the last size.
    days_of_therapy: i32,
    new_lesions: usize,
    new_organ: bool,
    performance_worse: bool,
}

impl Facts {
    fn read(record: &Record<'_>, last: usize, nadir: Date, now: Date, rules: &Hyperprogression) -> Self {
        let (from, to) = (record.nadir_of(last), record.point_of(last));
        let sum = |point: Option<&crate::series::Point>| point.and_then(|point| record.series.sum_of(point));
        let (from, to) = (sum(from).unwrap_or(0.0), sum(to).unwrap_or(0.0));
        let (percent, rise_mm) = match record.series.basis {
            Basis::Diameters => (record.rise_percent(to / from), to - from),
            // In volume the millimeters are those of the equal spheres.
            Basis::Volumes => (record.rise_percent(to / from), sphere_diameter_mm(to) - sphere_diameter_mm(from)),
        };
        let progression =
            record.row(last).is_some_and(|row| matches!(row.irecist.state, IrecistState::IUpd | IrecistState::ICpd));
        let baseline = record.table.baseline_date;
        let new = baseline.map(|date| new_lesions_from(record, date)).unwrap_or_default();
        Self {
            rates: read_rates(record, last),
            diameters: record.series.basis == Basis::Diameters,
            progression_first: progression && last == 0,
            percent,
            rise_mm,
            days: day_from_date(nadir, now),
            days_of_therapy: record.case.day_of(now),
            new_organ: new.iter().any(|lesion| in_new_organ(record, lesion)),
            new_lesions: new.len(),
            performance_worse: performance_worse(record, now, rules),
        }
    }

    fn met(&self, definition: Definition, rules: &Hyperprogression) -> Met {
        let yes = |met: bool| if met { Met::Yes } else { Met::No };
        let by_rates = |test: &dyn Fn(&GrowthRates, &GrowthRates) -> bool| match &self.rates {
            Some((before, on)) => yes(test(before, on)),
            None => Met::NeedsPreTherapy,
        };
        // A ratio to a rate that is not above zero says nothing; a difference does.
        let by_ratio = |test: &dyn Fn(&GrowthRates, &GrowthRates) -> bool| match &self.rates {
            Some((before, _)) if before.percent_per_month <= 0.0 => Met::NoGrowthBefore,
            _ => by_rates(test),
        };
        let higher = |points: f64| {
            move |before: &GrowthRates, on: &GrowthRates| on.percent_per_month - before.percent_per_month > points
        };
        let twice = |before: &GrowthRates, on: &GrowthRates| {
            on.percent_per_month >= rules.pace_ratio * before.percent_per_month
        };
        match definition {
            Definition::Champiat => by_ratio(&|before, on| self.progression_first && twice(before, on)),
            Definition::SaadaBouzid if !self.diameters => Met::NeedsDiameters,
            Definition::SaadaBouzid => by_ratio(&|before, on| match (before.mm_per_month, on.mm_per_month) {
                (Some(before), Some(on)) => on >= rules.pace_ratio * before,
                _ => false,
            }),
            Definition::Kato => by_ratio(&|before, on| {
                self.percent > rules.kato_percent && twice(before, on) && self.within_months(rules)
            }),
            Definition::Ferrara => {
                let higher = higher(rules.ferrara_points);
                by_rates(&move |before, on| self.progression_first && higher(before, on))
            }
            Definition::Kas => by_rates(&higher(rules.kas_points)),
            Definition::Matos => {
                let spread = self.new_lesions >= 2 || self.new_organ;
                let grew = self.percent > rules.matos_percent || (self.percent >= rules.matos_spread_percent && spread);
                yes(self.days <= rules.matos_days && grew && self.rise_mm >= rules.matos_mm)
            }
            Definition::LoRusso => {
                let items = [
                    self.percent >= rules.lo_russo_percent,
                    self.new_lesions >= 2,
                    self.new_organ,
                    self.performance_worse && self.within_months(rules),
                ];
                yes(items.into_iter().filter(|item| *item).count() >= 3)
            }
        }
    }

    fn within_months(&self, rules: &Hyperprogression) -> bool {
        self.days_of_therapy <= rules.early_days
    }
}

/// Whether performance has fallen to the definition's status from a better one.
fn performance_worse(record: &Record<'_>, now: Date, rules: &Hyperprogression) -> bool {
    let status = |before: Option<Date>| {
        let visits = record.case.visits().iter().rev().filter(move |visit| match before {
            Some(date) => visit.date <= date,
            None => visit.date <= now,
        });
        visits.into_iter().find_map(|visit| visit.signs.performance).map(Performance::get)
    };
    let (then, now) = (status(record.table.baseline_date), status(None));
    matches!((then, now), (Some(then), Some(now)) if now > then && now >= rules.performance)
}
