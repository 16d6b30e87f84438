//! Sizes, changes, days and dates in the chart's words; each number is rounded once, here.

use jiff::civil::Date;

use super::input::{ChartInput, Estimate, Reference, SizePoint};
use super::view::Quantity;
use crate::criteria::Percent;
use crate::domain::DateForm;
use crate::domain::clock::date_from_day;
use crate::domain::units::Tenths;
use crate::series::Basis;

/// Cubic millimeters in a cubic centimeter.
const MM3_PER_CM3: f64 = 1000.0;

/// Turns recorded sizes into values of the y axis, and values into words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    quantity: Quantity,
    /// What the criteria go by.
    basis: Basis,
    /// Percent of baseline of one millimeter or cubic millimeter; `None` without a baseline above zero.
    percent_per_unit: Option<f64>,
}

impl Measure {
    pub(super) fn new(input: &ChartInput, quantity: Quantity) -> Self {
        let baseline = input.baseline.and_then(|reference| on_basis(reference, input.basis));
        let percent_per_unit = baseline.filter(|size| *size > 0.0).map(|size| 100.0 / size);
        Self { quantity, basis: input.basis, percent_per_unit }
    }

    /// Whether values are made from volumes rather than diameters.
    pub(super) const fn basis(self) -> Basis {
        match self.quantity {
            Quantity::Volume => Basis::Volumes,
            Quantity::SumOfDiameters => Basis::Diameters,
            Quantity::PercentOfBaseline => self.basis,
        }
    }

    /// What the criteria go by.
    pub(super) const fn rule_basis(self) -> Basis {
        self.basis
    }

    /// Whether values of the series' own basis can be drawn.
    pub(super) fn shows_basis(self) -> bool {
        self.basis() == self.basis
    }

    /// The value on the axis of a recorded millimeter or cubic millimeter of [`Measure::basis`].
    pub(super) fn axis(self, recorded: f64) -> Option<f64> {
        let value = match self.quantity {
            Quantity::Volume => recorded / MM3_PER_CM3,
            Quantity::SumOfDiameters => recorded,
            Quantity::PercentOfBaseline => recorded * self.percent_per_unit?,
        };
        value.is_finite().then_some(value)
    }

    /// The recorded size of a point, in millimeters or cubic millimeters of [`Measure::basis`].
    pub(super) fn recorded(self, point: &SizePoint) -> Option<Estimate> {
        match self.basis() {
            Basis::Volumes => point.volume_mm3,
            Basis::Diameters => point.sum_mm,
        }
    }

    /// The size of a point on the axis.
    pub(super) fn estimate(self, point: &SizePoint) -> Option<Estimate> {
        let recorded = self.recorded(point)?;
        Some(Estimate {
            value: self.axis(recorded.value)?,
            low: self.axis(recorded.low)?,
            high: self.axis(recorded.high)?,
        })
    }

    /// The recorded size of a reference, in millimeters or cubic millimeters of [`Measure::basis`].
    pub(super) fn reference(self, reference: &Reference) -> Option<f64> {
        on_basis(*reference, self.basis())
    }

    /// A recorded size in words: "54 mm", "5.29 cm³".
    pub(super) fn recorded_words(self, recorded: f64) -> String {
        words_on(self.basis(), recorded)
    }

    /// A size on the series' own basis in words, whatever the axis shows.
    pub(super) fn rule_words(self, size: f64) -> String {
        words_on(self.basis, size)
    }

    /// A size drawn at `recorded`: what it is called, and on an axis of the other basis its place there.
    ///
    /// `by_rule` is the size of the rule, which the verdict names, where the axis is not of the series' own basis.
    pub(super) fn size_and_place(self, recorded: f64, by_rule: Option<f64>) -> (String, String) {
        let on_axis = self.axis_words(recorded);
        match by_rule {
            Some(size) => (self.rule_words(size), format!(" (≈\u{a0}{on_axis})")),
            None => (on_axis, String::new()),
        }
    }

    /// A recorded size in the words of the axis: as [`Measure::recorded_words`], or "122.2 %".
    pub(super) fn axis_words(self, recorded: f64) -> String {
        match (self.quantity, self.axis(recorded)) {
            (Quantity::PercentOfBaseline, Some(percent)) => format!("{}\u{a0}%", tenths(percent)),
            _ => self.recorded_words(recorded),
        }
    }

    /// A recorded size without the decimals that the data do not bear, for owners: "55 mm", "17.6 cm³", "11.0 cm³";
    /// all of one chart have as many.
    pub(super) fn rounded_words(self, recorded: f64) -> String {
        match (self.quantity, self.axis(recorded)) {
            (Quantity::PercentOfBaseline, Some(percent)) => format!("{}\u{a0}%", whole(percent)),
            (Quantity::Volume, Some(cm3)) => format!("{cm3:.1}\u{a0}cm³"),
            _ => format!("{}\u{a0}mm", whole(recorded)),
        }
    }

    /// A range of recorded sizes in words: "49–62 mm".
    pub(super) fn range_words(self, low: f64, high: f64) -> String {
        match self.basis() {
            Basis::Diameters => format!("{}–{}\u{a0}mm", millimeters(low), millimeters(high)),
            Basis::Volumes => format!("{}–{}\u{a0}cm³", cubic_centimeters(low), cubic_centimeters(high)),
        }
    }

    /// A range of recorded sizes in the words of the axis: as [`Measure::range_words`], or "89–124.4 % of baseline
    /// (40–56 mm)".
    pub(super) fn axis_range_words(self, low: f64, high: f64) -> String {
        let recorded = self.range_words(low, high);
        match (self.quantity, self.axis(low), self.axis(high)) {
            (Quantity::PercentOfBaseline, Some(from), Some(to)) => {
                format!("{}–{}\u{a0}% of baseline ({recorded})", tenths(from), tenths(to))
            }
            _ => recorded,
        }
    }

    /// The unit of the axis.
    pub(super) const fn unit(self) -> &'static str {
        match self.quantity {
            Quantity::Volume => "cm³",
            Quantity::SumOfDiameters => "mm",
            Quantity::PercentOfBaseline => "%",
        }
    }

    /// The change from one recorded size to another: "+22.2 %"; `None` from nothing.
    pub(super) fn change_words(self, from: f64, to: f64) -> Option<String> {
        change(self.basis(), from, to).map(signed_words)
    }
}

/// Turns sizes of the future, which are on the basis of the series, into recorded sizes of the axis.
///
/// On the other basis a future size is drawn as the last one with every axis lengthened alike, so that a volume goes
/// with the cube of a diameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Future {
    /// The last size on the basis of the series, and as shown.
    last: (f64, f64),
    power: f64,
    /// Whether the axis is of the series' own basis.
    pub(super) exact: bool,
}

impl Future {
    /// `None` where the last size is not known on both bases.
    pub(super) fn new(input: &ChartInput, measure: Measure) -> Option<Self> {
        if measure.shows_basis() {
            return Some(Self { last: (1.0, 1.0), power: 1.0, exact: true });
        }
        let last =
            input.points.iter().chain(&input.draft).filter(|point| point.is_complete()).max_by_key(|own| own.day)?;
        let (diameters, volume) = (last.sum_mm?.value, last.volume_mm3?.value);
        if diameters <= 0.0 || volume <= 0.0 {
            return None;
        }
        Some(match input.basis {
            Basis::Diameters => Self { last: (diameters, volume), power: 3.0, exact: false },
            Basis::Volumes => Self { last: (volume, diameters), power: 1.0 / 3.0, exact: false },
        })
    }

    /// The recorded size, in millimeters or cubic millimeters of the axis.
    pub(super) fn recorded(self, size: f64) -> f64 {
        if self.exact { size } else { self.last.1 * (size / self.last.0).powf(self.power) }
    }
}

/// A change with its sign and unit: "+22.2 %".
pub(super) fn signed_words(percent: Percent) -> String {
    let sign = if percent.0 > 0 { "+" } else { "" };
    format!("{sign}{percent}\u{a0}%").replace('-', "\u{2212}")
}

/// The change in tenths of a percent, rounded half away from zero; diameters in whole tenths of a millimeter.
fn change(basis: Basis, from: f64, to: f64) -> Option<Percent> {
    if from <= 0.0 {
        return None;
    }
    match basis {
        Basis::Diameters => {
            let (from, to) = (whole(from * 10.0), whole(to * 10.0));
            let twice = (to - from) * 2_000;
            let rounded = (twice.abs() + from).div_euclid(2 * from.max(1));
            Some(Percent(rounded * twice.signum()))
        }
        Basis::Volumes => Some(Percent(whole((to / from - 1.0) * 1000.0))),
    }
}

pub(super) fn words_on(basis: Basis, size: f64) -> String {
    match basis {
        Basis::Diameters => format!("{}\u{a0}mm", millimeters(size)),
        Basis::Volumes => format!("{}\u{a0}cm³", cubic_centimeters(size)),
    }
}

fn on_basis(reference: Reference, basis: Basis) -> Option<f64> {
    match basis {
        Basis::Diameters => reference.sum_mm,
        Basis::Volumes => reference.volume_mm3,
    }
}

/// Rounds half away from zero to a whole number.
fn whole(value: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "clamped to what an i64 holds exactly as f64")]
    let rounded = value.clamp(-9e15, 9e15).round() as i64;
    rounded
}

/// Millimeters with at most one decimal.
pub(super) fn millimeters(mm: f64) -> String {
    tenths(mm)
}

/// Any number with at most one decimal.
fn tenths(value: f64) -> String {
    Tenths(whole(value * 10.0)).to_string()
}

/// Cubic millimeters as cubic centimeters with two decimals, as in [`crate::criteria::Burden`].
fn cubic_centimeters(mm3: f64) -> String {
    format!("{:.2}", mm3 / MM3_PER_CM3)
}

/// What a reader calls a day of this chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    /// The date of day 0; `None` when dates are not known.
    pub(super) day_zero: Option<Date>,
    /// Whether day 0 is the therapy start.
    pub(super) start_known: bool,
    /// The form of the dates.
    pub(super) dates: DateForm,
}

impl Clock {
    pub(super) const fn new(input: &ChartInput) -> Self {
        Self { day_zero: input.day_zero, start_known: input.start_known, dates: input.dates }
    }

    /// The date with its year, or the day: "23 Apr 2026", "day 42".
    pub(super) fn words(self, day: i32) -> String {
        match self.day_zero {
            Some(start) => self.dates.words(date_from_day(start, day)),
            None => format!("day {day}").replace('-', "\u{2212}"),
        }
    }

    /// The week a day lies in, counted from 0 at day 0: "week 6", "5 days before therapy start".
    pub(super) fn week_words(self, day: i32) -> String {
        let zero = if self.start_known { "therapy start" } else { "the first visit" };
        match day {
            0 => format!("at {zero}"),
            1.. => format!("week {}", day.div_euclid(7)),
            -1 => format!("1 day before {zero}"),
            _ => format!("{} days before {zero}", day.unsigned_abs()),
        }
    }

    /// The day with its week: "23 Apr 2026, week 6".
    pub(super) fn day_and_week(self, day: i32) -> String {
        format!("{}, {}", self.words(day), self.week_words(day))
    }

    /// The part of an identity that names a visit: its date, or its day.
    pub(super) fn key(self, day: i32) -> String {
        match self.day_zero {
            Some(start) => date_from_day(start, day).to_string(),
            None => format!("day{day}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn changes_of_diameters_are_exact_and_rounded_half_away_from_zero() {
        for (from, to, tenths_of_percent) in [
            (45.0, 55.0, 222),
            (45.0, 54.0, 200),
            (45.0, 45.0, 0),
            (45.0, 33.0, -267),
            (200.0, 200.1, 1),
            (200.0, 199.9, -1),
        ] {
            assert_eq!(change(Basis::Diameters, from, to), Some(Percent(tenths_of_percent)), "{from} to {to}");
        }
        assert_eq!(change(Basis::Diameters, 0.0, 5.0), None, "there is no change from nothing");
        assert_eq!(change(Basis::Volumes, 1000.0, 1728.0), Some(Percent(728)));
    }

    #[test]
    fn days_are_named_by_date_or_by_number() {
        let dated = Clock { day_zero: Some(date(2026, 3, 12)), start_known: true, dates: DateForm::default() };
        assert_eq!(dated.words(42), "23 Apr 2026");
        assert_eq!(dated.key(-2), "2026-03-10");
        assert_eq!(dated.week_words(42), "week 6");
        assert_eq!(dated.week_words(41), "week 5");
        assert_eq!(dated.week_words(0), "at therapy start");
        assert_eq!(dated.week_words(-2), "2 days before therapy start");
        let undated = Clock { day_zero: None, start_known: false, dates: DateForm::default() };
        assert_eq!(undated.words(-2), "day \u{2212}2");
        assert_eq!(undated.week_words(0), "at the first visit");
    }
}
