//! Clinical status against the pre-therapy and the last earlier visit (`domain.md` 6.4).
//!
//! What was not recorded is unknown, never grade 0; "new" needs an earlier recorded grade.

use jiff::civil::Date;

use super::record::Record;
use crate::domain::{Alarm, EventKind, Grade, Overall, Performance, QualityOfLife, Signs, Visit, day_from_date};
use crate::rules::{Level, StatusRules};

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
    let latest =
        record.visits_from(from).rev().find_map(|visit| level_at(record, visit, from).map(|level| (visit, level)));
    let (visit, level) = latest?;
    let doses = [EventKind::Dose, EventKind::Injection];
    let after_dose = level > Level::StatusStable
        && record.events_before(visit.date, record.rules.status.after_dose_days, &doses).next().is_some();
    Some(Status { date: visit.date, level, after_dose })
}

/// The level at a visit, against the pre-therapy visit and the last one before `from`; the worse of the two where the
/// second says worse.
fn level_at(record: &Record<'_>, visit: &Visit, from: Date) -> Option<Level> {
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
    let absolute = absolute(&visit.signs, rules).or_else(|| analgesic.then_some(Level::StatusWorse));
    let against_last = compare(visit, &earlier, rules);
    let against_start = if pre_therapy.is_empty() { against_last } else { compare(visit, &pre_therapy, rules) };
    let compared = match (against_start, against_last) {
        (Some(start), Some(last)) if last > Level::StatusStable => Some(start.max(last)),
        (start, last) => start.or(last),
    };
    match (absolute, compared) {
        (Some(absolute), Some(compared)) => Some(absolute.max(compared)),
        (absolute, compared) => absolute.or(compared),
    }
}

/// What is severe whatever came before.
fn absolute(signs: &Signs, rules: &StatusRules) -> Option<Level> {
    let grades = [signs.pain, signs.lethargy, signs.appetite];
    let severe_grade = grades.into_iter().flatten().any(|grade| grade.get() >= rules.severe_grade);
    let severe_alarm =
        [Alarm::Dyspnea, Alarm::Collapse, Alarm::NeurologicSign].iter().any(|alarm| signs.alarms.contains(alarm));
    (severe_grade || severe_alarm).then_some(Level::StatusSevere)
}

/// How one item compares with its last earlier record.
#[derive(Default)]
struct Items {
    better: u32,
    worse: u32,
    known: u32,
    worst: Option<Level>,
}

impl Items {
    fn worsen(&mut self, level: Level) {
        self.worse += 1;
        self.worst = self.worst.max(Some(level));
    }
}

fn last<T>(earlier: &[&Visit], pick: impl Fn(&Signs) -> Option<T>) -> Option<(Date, T)> {
    earlier.iter().rev().find_map(|visit| pick(&visit.signs).map(|value| (visit.date, value)))
}

fn compare(visit: &Visit, earlier: &[&Visit], rules: &StatusRules) -> Option<Level> {
    let signs = &visit.signs;
    let mut items = Items::default();
    let picks: [fn(&Signs) -> Option<Grade>; 3] = [|own| own.pain, |own| own.lethargy, |own| own.appetite];
    let mut graded = false;
    for pick in picks {
        let Some(now) = pick(signs) else { continue };
        graded = true;
        grade(&mut items, now, last(earlier, pick).map(|(_, before)| before), rules);
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
            Some(Overall::Worse) => items.worsen(Level::StatusWorse),
            None => {}
        }
    }
    if items.worse >= 2 {
        items.worst = items.worst.max(Some(Level::StatusWorse));
    }
    match items {
        Items { worst: Some(worst), .. } => Some(worst),
        Items { better: 1.., .. } => Some(Level::StatusImproved),
        Items { known: 1.., .. } => Some(Level::StatusStable),
        _ => None,
    }
}

fn grade(items: &mut Items, now: Grade, before: Option<Grade>, rules: &StatusRules) {
    match before {
        Some(before) if now > before => {
            let level = if now.get() >= rules.worse_grade { Level::StatusWorse } else { Level::StatusMildlyWorse };
            items.worsen(level);
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
            items.worsen(if severe { Level::StatusSevere } else { Level::StatusWorse });
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
    if before.saturating_sub(now) > rules.quality_of_life_worse {
        items.worsen(Level::StatusWorse);
    } else if before.saturating_sub(now) >= rules.quality_of_life_step {
        items.worsen(Level::StatusMildlyWorse);
    } else {
        items.known += 1;
        items.better += u32::from(now.saturating_sub(before) >= rules.quality_of_life_step);
    }
}

/// Weight counts when it is lost; weight alone never makes a status stable.
fn weight(items: &mut Items, visit: &Visit, earlier: &[&Visit], rules: &StatusRules) {
    let (Some(now), Some((date, before))) = (visit.signs.weight, last(earlier, |own| own.weight)) else { return };
    let lost = 100.0 * (before.kg() - now.kg()) / before.kg();
    let days = day_from_date(date, visit.date);
    if lost >= rules.weight_loss_severe_percent && days <= rules.weight_loss_severe_days {
        items.worsen(Level::StatusSevere);
    } else if lost >= rules.weight_loss_worse_percent {
        items.worsen(Level::StatusWorse);
    }
}
