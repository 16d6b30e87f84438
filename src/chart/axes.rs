//! The ranges and ticks of the two axes.

use jiff::civil::Date;

use super::format::{Clock, Future, Measure};
use super::input::{ChartInput, SizePoint};
use super::model::{Tick, XAxis, YAxis};
use super::ticks;
use super::view::{Audience, Quantity, Scale, View};
use crate::domain::DateForm;
use crate::domain::clock::date_from_day;
use crate::series::Basis;

/// The sum's axis leaves zero only when every size and line lies above this share of the largest.
///
/// A zero that far below the data would press a 20 % rise into a tenth of the height, and a sum of diameters has no
/// natural zero to compare areas with; the axis says that it does not start at zero.
/// Volumes and percentages always start at zero.
const ZOOM_SHARE: f64 = 0.5;

/// The axis of a chart without sizes.
const EMPTY_RANGE: (f64, f64) = (0.0, 10.0);

/// Error bars may stretch the axis to at most this multiple of the largest size; longer ones run out at the top.
const MOST_ERROR_STRETCH: f64 = 2.5;

/// Forecast fans may stretch the axis to at most this multiple of the largest size; wider ones run out at the top.
const MOST_FAN_STRETCH: f64 = 1.5;

/// The shortest time shown, in days: the window and two weeks after it.
const LEAST_DAYS: f64 = 70.0;

/// The part of the width kept free right of the last size, for what comes next and for the labels of lines.
const FREE_SHARE: f64 = 0.22;

/// Futures over a smaller part of the width than this cannot carry their names.
const NARROW_FUTURES: f64 = 0.25;

/// The part of the width kept free right of narrow futures, where their names stand then.
const NAMES_SHARE: f64 = 0.22;

pub(super) fn y_axis(input: &ChartInput, view: View, measure: Measure) -> YAxis {
    let mut extent = Extent::default();
    for point in visible_points(input, view) {
        if let Some(estimate) = measure.estimate(point) {
            extent.include(estimate.value);
            extent.include_error(estimate.low, estimate.high);
        }
    }
    for reference in input.baseline.iter().chain(&input.nadir) {
        extent.include_maybe(measure.reference(reference).and_then(|size| measure.axis(size)));
    }
    extent.include_maybe(progression(input, measure).and_then(|line| measure.axis(line.recorded)));
    if let Some(future) = Future::new(input, measure) {
        let axis = |size: f64| measure.axis(future.recorded(size));
        for own in input.deciding.iter().flat_map(|deciding| [deciding.above, deciding.below]).flatten() {
            extent.include_maybe(axis(own.size));
        }
        for row in input.fans.iter().flat_map(|fans| fans.swelling.iter().chain(&fans.growth)) {
            extent.include_fan(axis(row.q05), axis(row.q95));
        }
    }
    let (range, ticks, mut note) = match view.scale {
        Scale::Linear => linear_axis(&extent, view),
        Scale::Log => {
            let (low, high) = extent.positive();
            let range = ticks::nice_log_range(low, high);
            (range, ticks::log(range), "log scale".to_owned())
        }
    };
    if let Some(words) = sizes_of_rule(input, measure).filter(|_| view.audience == Audience::Clinician) {
        note = if note.is_empty() { words.to_owned() } else { format!("{note}; {words}") };
    }
    let label = match (view.quantity, measure.basis()) {
        (Quantity::Volume, _) => "Volume",
        (Quantity::SumOfDiameters, _) => "Sum of diameters",
        (Quantity::PercentOfBaseline, Basis::Diameters) => "Sum of diameters, % of baseline",
        (Quantity::PercentOfBaseline, Basis::Volumes) => "Volume, % of baseline",
    };
    YAxis {
        label: label.to_owned(),
        unit: measure.unit().to_owned(),
        scale: view.scale,
        range,
        ticks,
        note,
        visible: view.audience == Audience::Clinician,
        named: false,
    }
}

/// That sizes of the rule stand beside an axis of the other unit.
fn sizes_of_rule(input: &ChartInput, measure: Measure) -> Option<&'static str> {
    if is_misread(input, measure) {
        return Some(match input.basis {
            Basis::Diameters => "the rule’s line stands on the sum: shapes have changed",
            Basis::Volumes => "the rule’s line stands on the volume: shapes have changed",
        });
    }
    progression(input, measure)?.by_rule?;
    Some(match input.basis {
        Basis::Diameters => "the rule’s mm drawn at their volume",
        Basis::Volumes => "the rule’s cm³ drawn at their diameter",
    })
}

fn linear_axis(extent: &Extent, view: View) -> ((f64, f64), Vec<Tick>, String) {
    if extent.firm.is_empty() {
        return (EMPTY_RANGE, ticks::linear(EMPTY_RANGE), String::new());
    }
    let high = extent.high();
    // An owner reads heights as sizes, so the owner's chart always starts at zero.
    let may_zoom = view.quantity == Quantity::SumOfDiameters && view.audience == Audience::Clinician;
    let zoomed = may_zoom && extent.lowest_size() > ZOOM_SHARE * extent.highest_size();
    let low = if zoomed { extent.low() } else { 0.0 };
    let (mut first, last, step) = ticks::nice_range(low, high);
    if zoomed && first > 0.0 && extent.low() - first < 0.25 * step {
        // The lowest size should not sit on the axis.
        first -= step;
    }
    let range = (first.max(0.0), last);
    let ticks = ticks::linear(range);
    let note = match ticks.first() {
        Some(tick) if range.0 > 0.0 => format!("axis starts at {}\u{a0}mm", tick.text),
        _ => String::new(),
    };
    (range, ticks, note)
}

/// The progression line, as drawn and as the rule has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct ProgressionLine {
    /// In millimeters or cubic millimeters of the axis.
    pub(super) recorded: f64,
    /// In those of the series, where the axis is of the other basis.
    pub(super) by_rule: Option<f64>,
}

/// The progression line on the measure's basis.
///
/// On the other basis it goes through [`Future`] as the deciding sizes do, so that a size under the line of the rule
/// is drawn under this one; without a last size to scale by it is the equivalent over the nadir.
pub(super) fn progression(input: &ChartInput, measure: Measure) -> Option<ProgressionLine> {
    if is_misread(input, measure) {
        return None;
    }
    scaled_progression(input, measure)
}

/// Whether a size since the nadir would stand on the other side of the line than by the rule, because the shape of a
/// lesion has changed; such a line is not drawn.
fn is_misread(input: &ChartInput, measure: Measure) -> bool {
    let Some(ProgressionLine { recorded, by_rule: Some(by_rule) }) = scaled_progression(input, measure) else {
        return false;
    };
    let size = |point: &SizePoint, basis: Basis| match basis {
        Basis::Diameters => point.sum_mm.as_ref().map(|own| own.value),
        Basis::Volumes => point.volume_mm3.as_ref().map(|own| own.value),
    };
    let since = input.nadir.as_ref().map_or(i32::MIN, |nadir| nadir.day);
    input.points.iter().filter(|point| point.day > since && point.is_complete()).any(|point| {
        let both = size(point, input.basis).zip(size(point, measure.basis()));
        // A size at the line is at it on both axes; what rounding leaves is no misreading.
        both.is_some_and(|(by, drawn)| (by >= by_rule) != (drawn >= recorded * (1.0 - 1e-6)))
    })
}

fn scaled_progression(input: &ChartInput, measure: Measure) -> Option<ProgressionLine> {
    let on = |basis| match basis {
        Basis::Diameters => input.progression_sum_mm,
        Basis::Volumes => input.progression_volume_mm3,
    };
    let future = Future::new(input, measure).filter(|future| !future.exact);
    match (future, on(input.basis)) {
        (Some(future), Some(line)) => Some(ProgressionLine { recorded: future.recorded(line), by_rule: Some(line) }),
        _ => on(measure.basis()).map(|recorded| ProgressionLine { recorded, by_rule: None }),
    }
}

fn visible_points(input: &ChartInput, view: View) -> impl Iterator<Item = &SizePoint> {
    let lesions = view.per_lesion.then_some(&input.lesions).into_iter().flatten();
    input.points.iter().chain(&input.draft).chain(lesions.flat_map(|track| &track.points))
}

pub(super) fn x_axis(input: &ChartInput, view: View, clock: Clock) -> XAxis {
    let sizes = || input.points.iter().chain(&input.draft).map(|point| point.day);
    let events = || input.events.iter().map(|event| event.day).chain(input.signs.iter().map(|signs| signs.day));
    let first = f64::from(sizes().chain(events()).chain([0]).min().unwrap_or(0));
    let last = f64::from(sizes().chain(events()).chain([0]).max().unwrap_or(0));
    let mut future = last;
    if let Some(recheck) = input.recheck {
        future = future.max(f64::from(recheck.latest.max(recheck.due)));
        future = future.max(recheck.second_due.map_or(future, f64::from));
    }
    if let Some(day) = input.fans.as_ref().and_then(|fans| fans.days.last()) {
        future = future.max(f64::from(*day));
    }
    // Room left of the first size keeps its point, and the words beside it, inside the frame.
    let span = (future - first).max(LEAST_DAYS);
    let before = if view.audience == Audience::Owner { 0.13 } else { 0.09 };
    let from = first - (before * span).max(5.0);
    let with_free_end = from + (last - from) / (1.0 - FREE_SHARE);
    let mut to = with_free_end.max(future + 0.03 * span).max(from + LEAST_DAYS);
    let clinician = view.audience == Audience::Clinician;
    if clinician && input.fans.is_some() && future - last < NARROW_FUTURES * (to - from) {
        to = to.max(from + (future - from) / (1.0 - NAMES_SHARE));
    }
    let range = (from, to);
    let label = match (view.audience, clock.start_known) {
        (Audience::Owner, true) => "weeks since treatment began",
        (Audience::Owner, false) => "weeks since the first visit",
        (Audience::Clinician, true) => "weeks from therapy start",
        (Audience::Clinician, false) if input.points.is_empty() => "weeks",
        (Audience::Clinician, false) => "weeks from the first visit; therapy start not recorded",
    };
    let label = match clock.day_zero {
        Some(day_zero) if view.audience == Audience::Clinician => format!("{label}, {}", clock.dates.words(day_zero)),
        _ => label.to_owned(),
    };
    let ticks = match view.audience {
        Audience::Clinician => ticks::weeks(range, ticks::week_step(to - from)),
        Audience::Owner => owner_weeks(range),
    };
    XAxis {
        label,
        range,
        dates: if view.audience == Audience::Clinician {
            dates(clock.day_zero, &ticks, clock.dates)
        } else {
            Vec::new()
        },
        ticks,
        day_zero: clock.day_zero,
        date_form: clock.dates,
        named: false,
    }
}

/// Fewer, fuller words: "week 4", "week 8".
fn owner_weeks(range: (f64, f64)) -> Vec<Tick> {
    let step = ticks::week_step(range.1 - range.0).saturating_mul(2).max(4);
    let mut ticks = ticks::weeks(range, step);
    ticks.retain(|tick| tick.value > 0.0);
    for tick in &mut ticks {
        tick.text = format!("week {}", tick.text);
    }
    ticks
}

impl XAxis {
    /// The dates of these ticks, for a part of the axis; empty when dates are not shown.
    pub fn dates_at(&self, ticks: &[Tick]) -> Vec<Tick> {
        if self.dates.is_empty() { Vec::new() } else { dates(self.day_zero, ticks, self.date_form) }
    }
}

/// The dates of ticks; the year of day 0 stands in the axis' name, any other where it is first seen.
fn dates(day_zero: Option<Date>, ticks: &[Tick], form: DateForm) -> Vec<Tick> {
    let Some(day_zero) = day_zero else { return Vec::new() };
    let mut year = Some(day_zero.year());
    let mut dates = Vec::with_capacity(ticks.len());
    for tick in ticks {
        #[expect(clippy::cast_possible_truncation, reason = "ticks lie on whole days within a case's range")]
        let day = tick.value as i32;
        let date = date_from_day(day_zero, day);
        let text = if year == Some(date.year()) { form.short_words(date) } else { form.words(date) };
        year = Some(date.year());
        dates.push(Tick { value: tick.value, text });
    }
    dates
}

/// The values an axis must hold.
#[derive(Clone, Debug, Default)]
struct Extent {
    /// Sizes and lines, which must be seen whole.
    firm: Vec<f64>,
    /// Ends of error bars.
    errors: Vec<f64>,
    /// Edges of fans.
    fans: Vec<f64>,
}

impl Extent {
    fn include(&mut self, value: f64) {
        if value.is_finite() && value >= 0.0 {
            self.firm.push(value);
        }
    }

    fn include_maybe(&mut self, value: Option<f64>) {
        if let Some(value) = value {
            self.include(value);
        }
    }

    fn include_error(&mut self, low: f64, high: f64) {
        self.errors.extend([low, high].into_iter().filter(|value| value.is_finite()));
    }

    fn include_fan(&mut self, low: Option<f64>, high: Option<f64>) {
        self.fans.extend([low, high].into_iter().flatten().filter(|value| value.is_finite()));
    }

    fn high(&self) -> f64 {
        let firm = self.firm.iter().copied().fold(0.0, f64::max);
        let errors = self.errors.iter().copied().fold(0.0, f64::max).min(firm * MOST_ERROR_STRETCH);
        let fans = self.fans.iter().copied().fold(0.0, f64::max).min(firm * MOST_FAN_STRETCH);
        firm.max(errors).max(fans)
    }

    fn lowest_size(&self) -> f64 {
        self.firm.iter().copied().fold(f64::INFINITY, f64::min)
    }

    fn highest_size(&self) -> f64 {
        self.firm.iter().copied().fold(0.0, f64::max)
    }

    fn low(&self) -> f64 {
        let low = self.firm.iter().chain(&self.errors).chain(&self.fans).copied().fold(f64::INFINITY, f64::min);
        if low.is_finite() { low.max(0.0) } else { 0.0 }
    }

    /// The lowest and highest value above zero, for a log axis.
    fn positive(&self) -> (f64, f64) {
        let above_zero = || self.firm.iter().copied().filter(|value| *value > 0.0);
        let firm = above_zero().fold(f64::INFINITY, f64::min);
        // Error bars are no longer than the data on a log axis, so they may stretch it as well.
        let floor = firm / 4.0;
        let low = self.errors.iter().chain(&self.fans).copied().filter(|value| *value > floor).fold(firm, f64::min);
        let high = if self.high() > 0.0 { self.high() } else { low * 10.0 };
        (low, high)
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::super::fixture::{input, view};
    use super::super::view::{Quantity, Scale};
    use super::*;

    #[test]
    fn volume_and_percent_start_at_zero_and_the_sum_says_when_it_does_not() {
        for quantity in Quantity::ALL {
            let model = build(&input(), &view(quantity));
            if quantity == Quantity::SumOfDiameters {
                assert!(model.y.range.0 > 0.0, "45 to 55 mm is drawn from {:?}", model.y.range);
                assert_eq!(model.y.note, "axis starts at 35\u{a0}mm");
            } else {
                assert_eq!(model.y.range.0, 0.0, "{quantity:?}");
                let of_the_rule =
                    if quantity == Quantity::Volume { "the rule’s mm drawn at their volume" } else { "" };
                assert_eq!(model.y.note, of_the_rule, "{quantity:?}");
            }
        }
    }

    #[test]
    fn a_sum_that_fell_far_starts_at_zero() {
        let mut input = input();
        if let Some(last) = input.points.last_mut() {
            last.sum_mm = Some(crate::chart::Estimate::exact(12.0));
        }
        assert_eq!(build(&input, &view(Quantity::SumOfDiameters)).y.range.0, 0.0);
    }

    #[test]
    fn a_size_is_on_the_same_side_of_the_line_on_every_axis_as_in_the_rule() {
        for (size, over) in [(40.0, false), (53.5, false), (54.0, true), (54.5, true), (70.0, true)] {
            for quantity in Quantity::ALL {
                let measure = Measure::new(&input(), quantity);
                let line = progression(&input(), measure).unwrap();
                let drawn = Future::new(&input(), measure).unwrap().recorded(size);
                assert_eq!(drawn >= line.recorded, over, "{size} mm at {drawn}, the line at {line:?}, {quantity:?}");
                let rule = (quantity == Quantity::Volume).then_some(54.0);
                assert_eq!(line.by_rule, rule, "{quantity:?}");
            }
        }
    }

    #[test]
    fn without_a_size_on_both_bases_the_line_is_the_equivalent_over_the_nadir() {
        let mut input = input();
        for point in &mut input.points {
            point.sum_mm = None;
        }
        let line = progression(&input, Measure::new(&input, Quantity::Volume)).unwrap();
        assert_eq!(line, ProgressionLine { recorded: 9_500.0 * 1.728, by_rule: None });
    }

    #[test]
    fn every_axis_has_few_ticks_and_holds_every_size() {
        for quantity in Quantity::ALL {
            for scale in [Scale::Linear, Scale::Log] {
                let model = build(&input(), &View { scale, ..view(quantity) });
                assert!((4..=8).contains(&model.y.ticks.len()), "{quantity:?} {scale:?}: {:?}", model.y.ticks);
                assert!((4..=10).contains(&model.x.ticks.len()), "{:?}", model.x.ticks);
                let measure = Measure::new(&input(), quantity);
                for point in &input().points {
                    let size = measure.estimate(point).unwrap().value;
                    assert!(model.y.range.0 <= size && size <= model.y.range.1, "{size} in {:?}", model.y.range);
                }
            }
        }
    }

    #[test]
    fn dates_name_another_year_once_and_vanish_when_unknown() {
        let mut input = input();
        let model = build(&input, &view(Quantity::Volume));
        assert_eq!(model.x.label, "weeks from therapy start, 12 Mar 2026");
        assert!(model.x.dates.iter().all(|tick| !tick.text.contains("20")), "{:?}", model.x.dates);
        input.points[2].day = 364;
        let model = build(&input, &view(Quantity::Volume));
        let years = model.x.dates.iter().filter(|tick| tick.text.contains("2027")).count();
        assert_eq!(years, 1, "{:?}", model.x.dates);
        let undated = ChartInput { day_zero: None, ..input };
        assert!(build(&undated, &view(Quantity::Volume)).x.dates.is_empty(), "days alone have no dates");
    }

    #[test]
    fn a_year_of_visits_still_has_few_weeks_labeled() {
        let mut input = input();
        let mut late = input.points[2].clone();
        late.day = 364;
        input.points.push(late);
        let model = build(&input, &view(Quantity::Volume));
        assert!(model.x.ticks.len() <= 10, "{:?}", model.x.ticks);
        assert!(model.x.range.1 > 400.0, "there is room right of the last size");
    }
}
