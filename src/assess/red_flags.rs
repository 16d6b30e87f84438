//! Red flags: what must not wait, whatever the label says (`RULES.md` section 6).

use jiff::civil::Date;

use super::clues::{in_new_organ, rates_before_and_on};
use super::findings::{RedFlag, RedFlagCode};
use super::recheck::died;
use super::record::Record;
use super::status::{StatusCause, causes, status};
use crate::domain::{Alarm, Diagnosis, EventKind, LesionId, Role, TumorGroup, day_from_date};
use crate::rules::Level;
use crate::series::GrowthRates;

/// Every red flag at or after the last visit with a size.
pub(super) fn red_flags(record: &Record<'_>) -> Vec<RedFlag> {
    let mut flags = Vec::new();
    if died(record).is_some() {
        return flags;
    }
    let visits = record.case.visits();
    let last_sized = record.table.rows.last().map(|row| row.date).or(record.table.baseline_date);
    let Some(from) = last_sized.or_else(|| visits.last().map(|visit| visit.date)) else { return flags };
    let mut add = |code: RedFlagCode, date: Date, lesion: Option<LesionId>, text: &str| {
        if !flags.iter().any(|own: &RedFlag| own.code == code) {
            flags.push(RedFlag { code, date, lesion, text: text.to_owned(), causes: Vec::new() });
        }
    };
    for visit in record.visits_from(from) {
        for alarm in &visit.signs.alarms {
            add(RedFlagCode::Alarm(*alarm), visit.date, None, "");
        }
        let compromise = visit.signs.critical_compromise.trim();
        if !compromise.is_empty() {
            add(RedFlagCode::Compromise, visit.date, None, compromise);
        }
        if visit.signs.infection == Some(true) {
            add(RedFlagCode::InfectedLesion, visit.date, None, "");
        }
        let analgesic = record
            .case
            .events()
            .iter()
            .any(|event| event.kind == EventKind::AnalgesicChange && event.date <= visit.date);
        let severe_pain = visit.signs.pain.is_some_and(|pain| pain.get() >= record.rules.status.severe_grade);
        if severe_pain && analgesic && !visit.signs.alarms.contains(&Alarm::UncontrolledPain) {
            add(RedFlagCode::PainDespiteAnalgesia, visit.date, None, "");
        }
    }
    let rapid = rapid_growth(record);
    let level = status(record, from).map(|own| own.level);
    let worse = level.is_some_and(|level| level >= Level::StatusWorse);
    if let Some(date) = rapid {
        add(RedFlagCode::RapidGrowth, date, None, "");
        if worse {
            add(RedFlagCode::WorseWithRapidGrowth, date, None, "");
        }
    }
    // What is severe by an alarm alone has a flag of its own, with its own urgency.
    let by_alarm = |cause: &StatusCause| matches!(cause, StatusCause::Alarm(_));
    if level == Some(Level::StatusSevere) && !causes(record, from).iter().all(by_alarm) {
        add(RedFlagCode::SevereStatus, from, None, "");
    }
    if record.case.tumor.group == TumorGroup::CentralNervous && (worse || steroid_raised(record, from)) {
        add(RedFlagCode::CentralNervousWorse, from, None, "");
    }
    for (lesion, date) in new_organs(record, from) {
        add(RedFlagCode::NewOrgan, date, Some(lesion), "");
    }
    if record.case.tumor.diagnosis == Some(Diagnosis::Unconfirmed) {
        add(RedFlagCode::UnconfirmedDiagnosis, from, None, "");
    }
    for flag in &mut flags {
        if matches!(flag.code, RedFlagCode::SevereStatus | RedFlagCode::WorseWithRapidGrowth) {
            flag.causes = causes(record, from);
        }
    }
    flags.sort_by_key(|flag| flag.code);
    flags
}

fn steroid_raised(record: &Record<'_>, from: Date) -> bool {
    let kinds = [EventKind::SteroidStart, EventKind::SteroidChange];
    let after = record.case.events().iter().any(|event| kinds.contains(&event.kind) && event.date >= from);
    after || record.events_before(from, record.rules.confounders.steroid_days, &kinds).next().is_some()
}

/// New lesions in a new organ, first seen at the last visit with a size or since the open episode began.
fn new_organs<'a>(record: &'a Record<'_>, from: Date) -> impl Iterator<Item = (LesionId, Date)> + 'a {
    let episode = record.table.rows.last().and_then(|row| row.irecist.block_start);
    let since = episode.map_or(from, |start| start.min(from));
    record.case.lesions().iter().filter(|lesion| lesion.role == Role::New && in_new_organ(record, lesion)).filter_map(
        move |lesion| {
            let sightings =
                record.case.visits().iter().filter_map(|visit| Some((visit.date, visit.measurements.get(&lesion.id)?)));
            let seen = sightings.filter(|(_, own)| {
                !own.equivocal
                    && !matches!(own.finding, crate::domain::Finding::Absent | crate::domain::Finding::NotEvaluable)
            });
            let first = seen.map(|(date, _)| date).next()?;
            (first >= since).then_some((lesion.id, first))
        },
    )
}

/// Rapid growth up to the last size (`domain.md` 4.3), where the rise is more than measurement error.
fn rapid_growth(record: &Record<'_>) -> Option<Date> {
    let rules = &record.rules.red_flags;
    let last = record.table.rows.len().checked_sub(1)?;
    let now = record.point_of(last)?;
    let nadir = record.nadir_of(last)?;
    let before = record.point_before(last)?;
    let rose = record.change(nadir, now).is_some_and(|change| change.rose());
    let rose_last = record.change(before, now).is_some_and(|change| change.rose());
    let doubling = GrowthRates::between(before, now, &record.series).filter(|_| rose_last).is_some_and(|rates| {
        let fast = rates.doubling_days.is_some_and(|days| days > 0.0 && days < rules.rapid_doubling_days);
        fast && rates.days >= f64::from(rules.rapid_interval_days)
    });
    if doubling {
        return Some(now.date);
    }
    if !rose {
        return None;
    }
    let by_pace = rates_before_and_on(record, last).map(|(pre, on)| {
        on.percent_per_month - pre.percent_per_month > rules.growth_rate_difference
            && on.percent_per_month >= rules.growth_rate_ratio * pre.percent_per_month
    });
    let rapid = by_pace.unwrap_or_else(|| {
        let (Some(from), Some(to)) = (record.series.sum_of(nadir), record.series.sum_of(now)) else { return false };
        let percent = record.rise_percent(to / from);
        let tenths = match record.series.basis {
            crate::series::Basis::Diameters => 10.0 * (to - from),
            // In volume the millimeters are those of the equal spheres.
            crate::series::Basis::Volumes => {
                10.0 * (crate::domain::volume::sphere_diameter_mm(to) - crate::domain::volume::sphere_diameter_mm(from))
            }
        };
        // Sums are whole tenths; the guard keeps an exact 40 % or 5 mm from falling under the edge in a division.
        percent + 1e-9 >= rules.rapid_percent
            && tenths + 1e-9 >= f64::from(rules.rapid_tenths)
            && day_from_date(nadir.date, now.date) <= rules.rapid_within_days
    });
    rapid.then_some(now.date)
}
