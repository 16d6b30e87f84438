//! Clinical status against the pre-therapy and the last earlier visit (`domain.md` 6.4).
//!
//! What was not recorded is unknown, never grade 0; "new" needs an earlier recorded grade.

use jiff::civil::Date;

use super::record::Record;
use crate::domain::{Alarm, EventKind, Grade, Overall, Performance, QualityOfLife, Signs, Visit, day_from_date};
use crate::rules::{Level, StatusRules};

/// What made a clinical status worse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StatusCause {
    /// Pain of this grade.
    Pain(Grade),
    /// Lethargy of this grade.
    Lethargy(Grade),
    /// Loss of appetite of this grade.
    Appetite(Grade),
    /// Performance of this grade.
    Performance(Performance),
    /// Quality of life lower by so many points.
    QualityOfLife(u8),
    /// Weight lost.
    WeightLoss {
        /// In percent of the earlier weight.
        percent: f64,
        /// Between the two weights.
        days: i32,
    },
    /// Worse on the whole, where no grade is recorded.
    Overall,
    /// An analgesic was started or changed.
    Analgesic,
    /// An alarm that makes the status severe by itself.
    Alarm(Alarm),
}

/// Clinical status at one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Status {
    /// The visit whose signs these are.
    pub(super) date: Date,
    /// The level.
    pub(super) level: Level,
    /// Worse signs that may be the adverse effect of a dose, so that they are not weighed.
    pub(super) after_dose: bool,
}

impl Status {
    /// Whether any sign is worse.
    pub(super) fn is_worse(self) -> bool {
        self.level > Level::StatusStable
    }
}

/// The status at the last visit from `from` on whose signs allow one, against visits before `from`.
pub(super) fn status(record: &Record<'_>, from: Date) -> Option<Status> {
    let (visit, level, _) = latest(record, from)?;
    let doses = [EventKind::Dose, EventKind::Injection];
    let after_dose = level > Level::StatusStable
        && record.events_before(visit.date, record.rules.status.after_dose_days, &doses).next().is_some();
    Some(Status { date: visit.date, level, after_dose })
}

/// What made the status of [`status`] worse; empty where it is not.
pub(super) fn causes(record: &Record<'_>, from: Date) -> Vec<StatusCause> {
    let Some((_, level, found)) = latest(record, from) else { return Vec::new() };
    let decisive = found.iter().any(|(own, _)| *own == level);
    let mut causes: Vec<StatusCause> = Vec::new();
    // Two milder signs may make a level that neither has alone; then both are named.
    for (_, cause) in found.into_iter().filter(|(own, _)| !decisive || *own == level) {
        let kind = std::mem::discriminant(&cause);
        let named = |own: &StatusCause| std::mem::discriminant(own) == kind && !matches!(own, StatusCause::Alarm(_));
        if !causes.contains(&cause) && !causes.iter().any(named) {
            causes.push(cause);
        }
    }
    causes
}

type Causes = Vec<(Level, StatusCause)>;

fn latest<'a>(record: &'a Record<'_>, from: Date) -> Option<(&'a Visit, Level, Causes)> {
    let visits = record.visits_from(from).rev();
    visits.into_iter().find_map(|visit| level_at(record, visit, from).map(|(level, causes)| (visit, level, causes)))
}

/// The level at a visit, against the pre-therapy visit and the last one before `from`; the worse of the two where the
/// second says worse.
fn level_at(record: &Record<'_>, visit: &Visit, from: Date) -> Option<(Level, Causes)> {
    let mut causes = Causes::new();
    let rules = &record.rules.status;
    let baseline = record.table.baseline_date;
    let earlier: Vec<&Visit> = record.case.visits().iter().filter(|own| own.date < from).collect();
    let pre_therapy: Vec<&Visit> =
        earlier.iter().copied().filter(|own| baseline.is_none_or(|date| own.date <= date)).collect();
    let analgesic = record.case.events().iter().any(|event| {
        event.kind == EventKind::AnalgesicChange
            && event.date <= visit.date
            && earlier.last().is_some_and(|own| event.date > own.date)
    });
    let mut absolute = absolute(&visit.signs, rules, &mut causes);
    if absolute.is_none() && analgesic {
        causes.push((Level::StatusWorse, StatusCause::Analgesic));
        absolute = Some(Level::StatusWorse);
    }
    let against_last = compare(visit, &earlier, rules, &mut causes);
    let against_start =
        if pre_therapy.is_empty() { against_last } else { compare(visit, &pre_therapy, rules, &mut causes) };
    let compared = match (against_start, against_last) {
        (Some(start), Some(last)) if last > Level::StatusStable => Some(start.max(last)),
        (start, last) => start.or(last),
    };
    let level = match (absolute, compared) {
        (Some(absolute), Some(compared)) => Some(absolute.max(compared)),
        (absolute, compared) => absolute.or(compared),
    };
    let level = level?;
    // A comparison that was set aside, being with the visit that matters less, names nothing.
    causes.retain(|(own, _)| *own <= level && level > Level::StatusStable);
    Some((level, causes))
}

/// What is severe whatever came before.
fn absolute(signs: &Signs, rules: &StatusRules, causes: &mut Causes) -> Option<Level> {
    let grades = [
        signs.pain.map(|own| (own, StatusCause::Pain(own))),
        signs.lethargy.map(|own| (own, StatusCause::Lethargy(own))),
        signs.appetite.map(|own| (own, StatusCause::Appetite(own))),
    ];
    let severe_grades = grades.into_iter().flatten().filter(|(grade, _)| grade.get() >= rules.severe_grade);
    let alarms = [Alarm::Dyspnea, Alarm::Collapse, Alarm::NeurologicSign];
    let severe_alarms = alarms.into_iter().filter(|alarm| signs.alarms.contains(alarm)).map(StatusCause::Alarm);
    let severe: Vec<StatusCause> = severe_grades.map(|(_, cause)| cause).chain(severe_alarms).collect();
    causes.extend(severe.iter().map(|cause| (Level::StatusSevere, *cause)));
    // Pain that analgesia does not control and not eating are pain and loss of appetite, whatever grade stands there.
    let worse = [Alarm::UncontrolledPain, Alarm::CannotEat].into_iter().filter(|alarm| signs.alarms.contains(alarm));
    let worse: Vec<StatusCause> = worse.map(StatusCause::Alarm).collect();
    causes.extend(worse.iter().map(|cause| (Level::StatusWorse, *cause)));
    if severe.is_empty() { (!worse.is_empty()).then_some(Level::StatusWorse) } else { Some(Level::StatusSevere) }
}

/// How one item compares with its last earlier record.
#[derive(Default)]
struct Items {
    better: u32,
    worse: u32,
    known: u32,
    worst: Option<Level>,
    causes: Causes,
}

impl Items {
    fn worsen(&mut self, level: Level, cause: StatusCause) {
        self.worse += 1;
        self.causes.push((level, cause));
        self.worst = self.worst.max(Some(level));
    }
}

fn last<T>(earlier: &[&Visit], pick: impl Fn(&Signs) -> Option<T>) -> Option<(Date, T)> {
    earlier.iter().rev().find_map(|visit| pick(&visit.signs).map(|value| (visit.date, value)))
}

/// How a grade is picked, and what it is the cause of when it is worse.
type Graded = (fn(&Signs) -> Option<Grade>, fn(Grade) -> StatusCause);

fn compare(visit: &Visit, earlier: &[&Visit], rules: &StatusRules, causes: &mut Causes) -> Option<Level> {
    let signs = &visit.signs;
    let mut items = Items::default();
    let picks: [Graded; 3] = [
        (|own| own.pain, StatusCause::Pain),
        (|own| own.lethargy, StatusCause::Lethargy),
        (|own| own.appetite, StatusCause::Appetite),
    ];
    let mut graded = false;
    for (pick, cause) in picks {
        let Some(now) = pick(signs) else { continue };
        graded = true;
        grade(&mut items, now, last(earlier, pick).map(|(_, before)| before), cause(now), rules);
    }
    performance(&mut items, signs.performance, last(earlier, |own| own.performance), rules);
    quality_of_life(&mut items, signs.quality_of_life, last(earlier, |own| own.quality_of_life), rules);
    weight(&mut items, visit, earlier, rules);
    if !graded {
        match signs.overall {
            Some(Overall::Better) => {
                items.known += 1;
                items.better += 1;
            }
            Some(Overall::Same) => items.known += 1,
            Some(Overall::Worse) => items.worsen(Level::StatusWorse, StatusCause::Overall),
            None => {}
        }
    }
    if items.worse >= 2 {
        items.worst = items.worst.max(Some(Level::StatusWorse));
    }
    causes.append(&mut items.causes);
    match items {
        Items { worst: Some(worst), .. } => Some(worst),
        Items { better: 1.., .. } => Some(Level::StatusImproved),
        Items { known: 1.., .. } => Some(Level::StatusStable),
        _ => None,
    }
}

fn grade(items: &mut Items, now: Grade, before: Option<Grade>, cause: StatusCause, rules: &StatusRules) {
    match before {
        Some(before) if now > before => {
            let level = if now.get() >= rules.worse_grade { Level::StatusWorse } else { Level::StatusMildlyWorse };
            items.worsen(level, cause);
        }
        Some(before) => {
            items.known += 1;
            items.better += u32::from(now < before);
        }
        // A grade of 0 cannot be worse than anything; any other grade without an earlier one is unknown.
        None => items.known += u32::from(now.get() == 0),
    }
}

fn performance(items: &mut Items, now: Option<Performance>, before: Option<(Date, Performance)>, rules: &StatusRules) {
    match (now, before) {
        (Some(now), Some((_, before))) if now > before => {
            let severe = now.get() >= rules.severe_performance;
            let level = if severe { Level::StatusSevere } else { Level::StatusWorse };
            items.worsen(level, StatusCause::Performance(now));
        }
        (Some(now), Some((_, before))) => {
            items.known += 1;
            items.better += u32::from(now < before);
        }
        (Some(now), None) => items.known += u32::from(now.get() == 0),
        (None, _) => {}
    }
}

fn quality_of_life(
    items: &mut Items,
    now: Option<QualityOfLife>,
    before: Option<(Date, QualityOfLife)>,
    rules: &StatusRules,
) {
    let (Some(now), Some((_, before))) = (now, before) else { return };
    let (now, before) = (now.get(), before.get());
    let lost = before.saturating_sub(now);
    if lost > rules.quality_of_life_worse {
        items.worsen(Level::StatusWorse, StatusCause::QualityOfLife(lost));
    } else if lost >= rules.quality_of_life_step {
        items.worsen(Level::StatusMildlyWorse, StatusCause::QualityOfLife(lost));
    } else {
        items.known += 1;
        items.better += u32::from(now.saturating_sub(before) >= rules.quality_of_life_step);
    }
}

/// Weight counts when it is lost; weight alone never makes a status stable.
fn weight(items: &mut Items, visit: &Visit, earlier: &[&Visit], rules: &StatusRules) {
    let (Some(now), Some((date, before))) = (visit.signs.weight, last(earlier, |own| own.weight)) else { return };
    // The guard keeps an exact 5 or 10 % from falling under the edge in a division.
    let lost = 100.0 * (before.kg() - now.kg()) / before.kg() + 1e-9;
    let days = day_from_date(date, visit.date);
    let cause = StatusCause::WeightLoss { percent: lost, days };
    if lost >= rules.weight_loss_severe_percent && days <= rules.weight_loss_severe_days {
        items.worsen(Level::StatusSevere, cause);
    } else if lost >= rules.weight_loss_worse_percent {
        items.worsen(Level::StatusWorse, cause);
    }
}
