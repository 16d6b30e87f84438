//! A [`ChartInput`] from a case and what was computed of it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::input::{
    ChartInput, Estimate, EventDay, LesionTrack, Look, PointState, RecheckDays, Reference, SignsDay, SizePoint,
};
use crate::assess::{Assessment, Futures, RecheckKind};
use crate::criteria::Burden;
use crate::criteria::target::progression_line;
use crate::domain::{Case, DateForm, Finding, Lesion, LesionId, Method, Role, TherapyClass, TimeBase};
use crate::forecast::Band;
use crate::rules::{CriteriaSettings, NoiseTable, Rules};
use crate::series::noise::{Z_95, lesion_log_sd, point_log_sd};
use crate::series::{Basis, Point, Series, TargetSize};

/// A case and what was computed of it.
#[derive(Clone, Copy, Debug)]
pub struct CaseParts<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its target series.
    pub series: &'a Series,
    /// Measurement noise by method.
    pub noise: &'a NoiseTable,
    /// Settings of the criteria, for the progression line.
    pub criteria: &'a CriteriaSettings,
    /// The pseudoprogression window, first and last day from the therapy start.
    pub window_days: (i32, i32),
    /// When to look again.
    pub recheck: Option<RecheckDays>,
}

/// How far on either side a recheck without a window of its own is shaded, in days.
const ROUTINE_REACH_DAYS: i32 = 3;

impl RecheckDays {
    /// The days of a recheck plan; `None` when it names no day that may stand on the chart.
    ///
    /// A plan without a window, as for routine follow-up, is shaded three days either side.
    pub fn from_plan(case: &Case, assessment: &Assessment) -> Option<Self> {
        let plan = &assessment.recheck;
        let due = case.day_of(plan.due?);
        let day = |date: Option<Date>| date.map(|date| case.day_of(date));
        Some(Self {
            from: day(plan.confirm_from).unwrap_or(due - ROUTINE_REACH_DAYS),
            due,
            latest: day(plan.latest).unwrap_or(due + ROUTINE_REACH_DAYS),
            second_due: day(plan.second_due),
            moved: None,
            look: look(assessment)?,
        })
    }
}

/// What kind of look the plan's day is; `None` where a red flag asks for an examination now and nothing waits for a
/// later size, so that no later day may stand beside it.
fn look(assessment: &Assessment) -> Option<Look> {
    let open = assessment.episode.as_ref().is_some_and(|own| own.open);
    match assessment.recheck.kind {
        RecheckKind::RedFlag => open.then_some(Look::Formal),
        RecheckKind::Routine => Some(Look::Routine),
        RecheckKind::Window | RecheckKind::RemeasureNow => Some(Look::Recheck),
    }
}

impl ChartInput {
    /// Takes everything that is drawn from a case and its assessment; the draft and the fans are set by the caller.
    ///
    /// # Examples
    /// ```
    /// use jiff::civil::date;
    /// use reassess::assess::assess;
    /// use reassess::chart::{ChartInput, View, build};
    /// use reassess::domain::Case;
    /// use reassess::rules::Rules;
    /// let (case, rules) = (Case::default(), Rules::shipped().unwrap());
    /// let assessment = assess(&case, rules, date(2026, 4, 23));
    /// let model = build(&ChartInput::from_assessment(&case, &assessment, rules), &View::default());
    /// assert_eq!(model.empty_words, "No sizes yet");
    /// ```
    pub fn from_assessment(case: &Case, assessment: &Assessment, rules: &Rules) -> Self {
        let recheck = RecheckDays::from_plan(case, assessment);
        let parts = CaseParts {
            case,
            series: &assessment.series,
            noise: &rules.noise,
            criteria: &rules.criteria,
            window_days: assessment.window_days,
            recheck,
        };
        Self { deciding: assessment.deciding, ..Self::from_case(&parts) }
    }

    /// Draws the two futures, and what decides between them on the day of the recheck.
    ///
    /// `day` is where the reader moved the recheck to; `None` leaves it on the recommended day.
    pub fn with_futures(&mut self, futures: &Futures, day: Option<i32>) {
        if futures.withheld.is_some() {
            return;
        }
        let mut fans = futures.two_fans();
        // The size of the last visit is known; from there the futures open.
        fans.days.insert(0, futures.from_day());
        let known = futures.last_size();
        let point = Band { q05: known, q25: known, q50: known, q75: known, q95: known };
        for rows in [&mut fans.swelling, &mut fans.growth] {
            rows.insert(0, point);
        }
        self.fans = Some(fans);
        if let Some(recheck) = &mut self.recheck {
            let day = day.map(|day| futures.held_to_fans(day));
            recheck.moved = day.filter(|day| *day != recheck.due);
            if let Some(day) = recheck.moved {
                self.deciding = Some(futures.deciding(day));
            }
        }
    }

    /// Draws the size of the lesion at the visit on this date as being typed, and the sum with it.
    ///
    /// Nothing changes when there is no such visit.
    pub fn mark_draft(&mut self, date: Date, lesion: LesionId) {
        if let Some(place) = self.points.iter().position(|point| point.date == date) {
            self.draft = Some(self.points.remove(place));
        }
        let of_lesion = self.lesions.iter_mut().filter(|track| track.id == lesion).flat_map(|track| &mut track.points);
        for point in of_lesion.filter(|point| point.date == date) {
            "being typed".clone_into(&mut point.method);
        }
    }

    /// Takes everything that is drawn from a case; draft, deciding sizes and fans are set by the caller.
    pub fn from_case(parts: &CaseParts<'_>) -> Self {
        let CaseParts { case, series, criteria, .. } = *parts;
        let nadir = nadir(series);
        Self {
            patient: case.patient.name.clone(),
            basis: series.basis,
            day_zero: case.day_zero().filter(|_| case.time_base == TimeBase::Calendar),
            dates: DateForm::default(),
            start_known: case.therapy.start.is_some(),
            swelling_expected: case.therapy.class != TherapyClass::NotImmune,
            window_days: parts.window_days,
            points: sums(parts),
            lesions: case.lesions().iter().map(|lesion| track(parts, lesion)).collect(),
            baseline: series.baseline_point().map(reference),
            nadir: nadir.map(reference),
            progression_sum_mm: line_over(nadir.and_then(|own| own.sum_tenths).map(Burden::Diameters), criteria),
            progression_volume_mm3: line_over(nadir.and_then(|own| own.volume_mm3).map(Burden::Volume), criteria),
            recheck: parts.recheck,
            events: case
                .events()
                .iter()
                .map(|event| EventDay {
                    day: case.day_of(event.date),
                    date: event.date,
                    kind: event.kind,
                    lesion: event.lesion,
                    text: one_line(&event.dose, &event.text),
                })
                .collect(),
            signs: case
                .visits()
                .iter()
                .map(|visit| SignsDay {
                    day: case.day_of(visit.date),
                    date: visit.date,
                    pain: visit.signs.pain,
                    lethargy: visit.signs.lethargy,
                    appetite: visit.signs.appetite,
                })
                .collect(),
            draft: None,
            deciding: None,
            fans: None,
            futures_words: String::new(),
        }
    }
}

/// The smallest size that is progression over a nadir; `None` over nothing, where any size is.
fn line_over(nadir: Option<Burden>, criteria: &CriteriaSettings) -> Option<f64> {
    let nadir = nadir.filter(|size| size.value() > 0.0)?;
    Some(progression_line(nadir, criteria).value())
}

/// The visit with the smallest full sum from the baseline on; the latest where several tie.
fn nadir(series: &Series) -> Option<&Point> {
    let from = series.baseline?;
    let full = series.points.iter().skip(from).filter(|point| point.complete);
    full.filter(|point| series.sum_of(point).is_some()).min_by(|a, b| {
        let size = |point: &Point| series.sum_of(point).unwrap_or(f64::INFINITY);
        size(a).total_cmp(&size(b)).then(b.day.cmp(&a.day))
    })
}

fn reference(point: &Point) -> Reference {
    Reference {
        date: point.date,
        day: point.day,
        volume_mm3: point.volume_mm3,
        sum_mm: point.sum_tenths.map(|tenths| f64::from(tenths) / 10.0),
    }
}

/// The summed targets of every visit.
fn sums(parts: &CaseParts<'_>) -> Vec<SizePoint> {
    let series = parts.series;
    let mut points = Vec::with_capacity(series.points.len());
    for (place, point) in series.points.iter().enumerate() {
        let summed: Vec<&TargetSize> = point.targets.iter().filter(|target| series.is_summed(target.lesion)).collect();
        let assessed = summed.iter().filter(|target| is_assessed(target)).count();
        let neighbor = neighbor(series, place);
        let same_observer = summed.iter().all(|target| same_observer(target, neighbor));
        let error = |basis| point_log_sd(point, series, parts.noise, same_observer, basis);
        points.push(SizePoint {
            day: point.day,
            date: point.date,
            volume_mm3: point.volume_mm3.map(|size| with_error(size, error(Basis::Volumes))),
            sum_mm: point.sum_on(Basis::Diameters).map(|size| with_error(size, error(Basis::Diameters))),
            state: state_of_sum(&summed),
            assessed,
            targets: summed.len(),
            method: methods(&summed),
        });
    }
    points
}

fn state_of_sum(targets: &[&TargetSize]) -> PointState {
    let assessed: Vec<&&TargetSize> = targets.iter().filter(|target| is_assessed(target)).collect();
    if assessed.is_empty() {
        PointState::NotEvaluable
    } else if assessed.iter().all(|target| is_gone(target)) {
        PointState::Absent
    } else if assessed.iter().all(|target| target.too_small || is_gone(target)) {
        PointState::TooSmall
    } else {
        PointState::Measured
    }
}

fn is_assessed(target: &TargetSize) -> bool {
    target.diameter_tenths.is_some() || target.volume_mm3.is_some()
}

fn is_gone(target: &TargetSize) -> bool {
    target.diameter_tenths == Some(0) || (target.diameter_tenths.is_none() && target.volume_mm3 == Some(0.0))
}

/// The visit a visit's observer is compared with: the one before, for the first the one after.
fn neighbor(series: &Series, place: usize) -> Option<&Point> {
    let other = place.checked_sub(1).unwrap_or(1);
    series.points.get(other)
}

/// Whether one known observer measured this target here and at the neighboring visit.
fn same_observer(target: &TargetSize, neighbor: Option<&Point>) -> bool {
    let other = neighbor.and_then(|point| point.target(target.lesion));
    !target.observer.is_empty() && other.is_some_and(|other| other.observer == target.observer)
}

/// The 95 % range of the measurement error around a size, on the log scale (`domain.md` 3.3).
fn with_error(size: f64, log_sd: Option<f64>) -> Estimate {
    match log_sd.filter(|sd| sd.is_finite() && size > 0.0) {
        Some(sd) => Estimate { value: size, low: size * (-Z_95 * sd).exp(), high: size * (Z_95 * sd).exp() },
        None => Estimate::exact(size),
    }
}

/// The methods and observers of a visit, each once: "CT", "calipers and CT by KM".
fn methods(targets: &[&TargetSize]) -> String {
    let methods: BTreeSet<Method> = targets.iter().filter_map(|target| target.method).collect();
    let words: Vec<&str> = methods.into_iter().map(Method::words).collect();
    let observers: BTreeSet<&str> = targets.iter().map(|target| target.observer.trim()).collect();
    let observers: Vec<&str> = observers.into_iter().filter(|observer| !observer.is_empty()).collect();
    let by = by_words(&words.join(" and "), &observers.join(" and "));
    listed([by, readings(targets)])
}

/// "mean of 3 readings", where sizes are means; empty where each was read once.
fn readings(targets: &[&TargetSize]) -> String {
    let counts: BTreeSet<u32> = targets.iter().filter_map(|target| target.reread).map(|own| own.count).collect();
    let counts: Vec<String> = counts.into_iter().map(|count| count.to_string()).collect();
    if counts.is_empty() {
        String::new()
    } else if targets.iter().all(|target| target.reread.is_some()) {
        format!("mean of {} readings", counts.join(" or "))
    } else {
        format!("in part the mean of {} readings", counts.join(" or "))
    }
}

fn by_words(methods: &str, observers: &str) -> String {
    match (methods, observers) {
        (methods, "") => methods.to_owned(),
        ("", observers) => format!("by {observers}"),
        (methods, observers) => format!("{methods} by {observers}"),
    }
}

/// One lesion at every visit at which it was recorded.
fn track(parts: &CaseParts<'_>, lesion: &Lesion) -> LesionTrack {
    let CaseParts { case, series, noise, .. } = *parts;
    let mut points = Vec::new();
    if lesion.role == Role::Target {
        for (place, point) in series.points.iter().enumerate() {
            // The line of what merged ends there: it is within another lesion, and not gone.
            let Some(target) = point.target(lesion.id).filter(|target| target.merged_into.is_none()) else { continue };
            let same = same_observer(target, neighbor(series, place));
            let error = |basis| lesion_log_sd(target, series, noise, same, basis);
            let state = state_of_sum(&[target]);
            points.push(SizePoint {
                day: point.day,
                date: point.date,
                volume_mm3: target.volume_mm3.map(|size| with_error(size, error(Basis::Volumes))),
                sum_mm: target.on(Basis::Diameters).map(|size| with_error(size, error(Basis::Diameters))),
                state,
                assessed: usize::from(state != PointState::NotEvaluable),
                targets: 1,
                method: with_merged(case, point, lesion.id, methods(&[target])),
            });
        }
    } else {
        points.extend(case.visits().iter().filter_map(|visit| {
            let measurement = visit.measurements.get(&lesion.id)?;
            if let Finding::Merged(_) = measurement.finding {
                return None;
            }
            let method = measurement.method.map(Method::words).unwrap_or_default();
            let method = by_words(method, measurement.observer.trim());
            Some(seen(case, visit.date, lesion, &measurement.finding, method))
        }));
    }
    LesionTrack { id: lesion.id, name: lesion.name.clone(), role: lesion.role, points }
}

/// How a mass was measured, with the lesions that have merged into it by then.
fn with_merged(case: &Case, point: &Point, mass: LesionId, method: String) -> String {
    let merged = point.targets.iter().filter(|target| target.merged_into == Some(mass));
    let names: Vec<&str> =
        merged.filter_map(|target| case.lesion(target.lesion)).map(|lesion| lesion.name.as_str()).collect();
    let within = if names.is_empty() { String::new() } else { format!("with {} in it", names.join(" and ")) };
    listed([method, within])
}

/// A lesion outside the sums: its diameter where one was measured.
fn seen(case: &Case, date: Date, lesion: &Lesion, finding: &Finding, method: String) -> SizePoint {
    let tenths = crate::series::size::diameter_tenths(lesion, finding);
    let state = match finding {
        Finding::Absent => PointState::Absent,
        Finding::TooSmall(_) => PointState::TooSmall,
        Finding::Measured(_) | Finding::Fragmented(_) if tenths.is_some() => PointState::Measured,
        Finding::Present => PointState::Seen,
        _ => PointState::NotEvaluable,
    };
    SizePoint {
        day: case.day_of(date),
        date,
        volume_mm3: None,
        sum_mm: tenths.map(|tenths| Estimate::exact(f64::from(tenths) / 10.0)),
        state,
        assessed: usize::from(state != PointState::NotEvaluable),
        targets: 1,
        method,
    }
}

fn one_line(dose: &str, text: &str) -> String {
    listed([dose, text].map(|part| part.split_whitespace().collect::<Vec<_>>().join(" ")))
}

/// The parts that say something, one after the other.
fn listed(parts: [String; 2]) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
