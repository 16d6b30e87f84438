//! All criteria over one case, one row a visit.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::history::{History, TimePoint, history};
use super::irecist::Step;
use super::irrc::IrrcRow;
use super::reason::Reason;
use super::recist::RecistRow;
use super::target::{is_progression, is_response, percent_change, progression_line, response_line};
use super::vocabulary::{Burden, CriteriaRow, CriteriaTable, Overall, TargetResponse};
use super::{irecist, irrc, recist};
use crate::domain::{Case, LesionId, NonTarget};
use crate::rules::CriteriaSettings;
use crate::series::{self, Basis, Series};

/// Applies every criterion to every visit after the baseline.
///
/// The readings that the case chose stand over the settings. A row rests only on visits up to its own: cutting the case after a visit leaves the rows before it as they are.
pub fn evaluate(case: &Case, settings: &CriteriaSettings) -> CriteriaTable {
    evaluate_series(case, &series::build(case), settings)
}

/// The same over a series already built from the case.
pub fn evaluate_series(case: &Case, series: &Series, settings: &CriteriaSettings) -> CriteriaTable {
    let settings = &settings.read(&case.readings);
    let history = history(case, series, settings);
    let baseline = history.as_ref().and_then(|history| history.baseline.sum);
    CriteriaTable {
        basis: series.basis,
        baseline_date: series.baseline_point().map(|point| point.date),
        baseline,
        baseline_flags: series.baseline_flags.clone(),
        rows: history.map_or_else(Vec::new, |history| rows(&history, series.basis, settings)),
    }
}

fn rows(history: &History, basis: Basis, settings: &CriteriaSettings) -> Vec<CriteriaRow> {
    let recist = recist::rows(history, settings);
    let irecist = irecist::steps(history, settings);
    let irrc = irrc::rows(history, settings).filter(|_| basis == Basis::Diameters);
    let mut irrc = irrc.into_iter().flatten();
    history
        .later
        .iter()
        .zip(recist)
        .zip(irecist)
        .map(|((point, recist), irecist)| row(history, basis, point, &recist, irecist, irrc.next(), settings))
        .collect()
}

fn row(
    history: &History,
    basis: Basis,
    point: &TimePoint,
    recist: &RecistRow,
    irecist: Step,
    irrc: Option<IrrcRow>,
    settings: &CriteriaSettings,
) -> CriteriaRow {
    // The sums of a visit with a target not assessed are shown only where they are, or stand beside, a progression.
    let burden = point.sum.filter(|_| point.complete || recist.overall == Overall::Pd);
    let nadir = recist.nadir.map(|(sum, _)| sum);
    let nadir_date = recist.nadir.map(|(_, place)| date_at(history, place));
    let reasons = reasons(history, point, recist, burden, irecist.reasons, irrc, settings);
    let against = |reference: Option<Burden>| percent_change(burden?, reference?);
    let abs_from_nadir_tenths = match (burden, nadir) {
        (Some(Burden::Diameters(now)), Some(Burden::Diameters(nadir))) => Some(i64::from(now) - i64::from(nadir)),
        _ => None,
    };
    CriteriaRow {
        visit: point.visit,
        date: point.date,
        day: point.day,
        burden,
        nadir,
        nadir_date,
        pct_from_baseline: against(history.baseline.sum),
        pct_from_nadir: against(nadir),
        abs_from_nadir_tenths,
        target_response: recist.literal,
        recist11: (basis == Basis::Diameters).then_some(recist.overall),
        crecist: recist.overall,
        irecist: irecist.row,
        irrc: irrc.map(|row| row.response),
        irrc_ttb_mm2: irrc.and_then(|row| row.burden_mm2),
        ibor: irecist.ibor,
        irecist_progression_day: irecist.progression_day,
        suspected_on: proved(point).into_keys().next(),
        reasons,
    }
}

/// The date of a place in a history, 0 being the baseline.
fn date_at(history: &History, place: usize) -> Date {
    let later = place.checked_sub(1).and_then(|place| history.later.get(place));
    later.map_or(history.baseline.date, |point| point.date)
}

fn reasons(
    history: &History,
    point: &TimePoint,
    recist: &RecistRow,
    burden: Option<Burden>,
    irecist: Vec<Reason>,
    irrc: Option<IrrcRow>,
    settings: &CriteriaSettings,
) -> Vec<Reason> {
    let mut reasons = target_reasons(history, point, recist, burden, settings);
    if !point.in_parts.is_empty() {
        reasons.push(Reason::InParts(point.in_parts.clone()));
    }
    reasons.extend(point.merged.iter().map(|&(lesion, into)| Reason::Merged { lesion, into }));
    if point.non_target != NonTarget::None {
        reasons.push(Reason::NonTarget(point.non_target));
    }
    if recist.non_target_back {
        reasons.push(Reason::NonTargetReappeared);
    }
    let present = point.present_new_ids();
    if !present.is_empty() {
        reasons.push(Reason::NewLesions(present));
    }
    for (suspected_on, lesions) in proved(point) {
        reasons.push(Reason::Proved { lesions, suspected_on });
    }
    if !point.equivocal.is_empty() {
        reasons.push(Reason::Equivocal(point.equivocal.clone()));
    }
    reasons.extend(irecist);
    if let Some(IrrcRow { burden_mm2: Some(now_mm2), nadir_mm2, baseline_mm2, .. }) = irrc {
        reasons.push(Reason::TotalBurden { baseline_mm2, nadir_mm2, now_mm2 });
    }
    reasons
}

/// The new lesions that became certain at this visit after having been suspected, by the visit they were suspected from.
fn proved(point: &TimePoint) -> BTreeMap<Date, Vec<LesionId>> {
    let mut proved: BTreeMap<Date, Vec<LesionId>> = BTreeMap::new();
    for sight in point.new_lesions.iter().filter(|sight| sight.certain_on == point.date) {
        if let Some(date) = sight.suspected_on {
            proved.entry(date).or_default().push(sight.lesion);
        }
    }
    proved
}

fn target_reasons(
    history: &History,
    point: &TimePoint,
    recist: &RecistRow,
    burden: Option<Burden>,
    settings: &CriteriaSettings,
) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let lesions = |keep: fn(&super::history::TargetSight) -> bool| -> Vec<LesionId> {
        point.targets.iter().filter(|target| keep(target)).map(|target| target.lesion).collect()
    };
    let missing = lesions(|target| target.size.is_none());
    if !missing.is_empty() {
        reasons.push(Reason::NotAssessed(missing));
    }
    if recist.literal == TargetResponse::Cr {
        reasons.push(Reason::TargetsGone);
    }
    if recist.target == Some(TargetResponse::Pd) && recist.literal != TargetResponse::Pd {
        reasons.push(Reason::Reappeared(lesions(|target| {
            target.size.is_some() && !target.gone && target.merged_into.is_none()
        })));
    }
    if let (Some(now), Some((nadir, place))) = (burden, recist.nadir) {
        let percent = percent_change(now, nadir);
        let reached = is_progression(now, nadir, settings);
        let line = progression_line(nadir, settings);
        let nadir_date = date_at(history, place);
        reasons.push(Reason::RiseOverNadir { nadir, nadir_date, now, percent, line, reached });
        let no_floor = CriteriaSettings { progression_floor_tenths: 0, ..settings.clone() };
        if let (Burden::Diameters(now), Burden::Diameters(nadir), false) = (now, nadir, reached)
            && now > nadir
            && is_progression(Burden::Diameters(now), Burden::Diameters(nadir), &no_floor)
        {
            let rise_tenths = i64::from(now) - i64::from(nadir);
            reasons.push(Reason::BelowAbsoluteFloor { rise_tenths, floor_tenths: settings.progression_floor_tenths });
        }
    }
    if let (Some(now), Some(baseline)) = (burden, history.baseline.sum) {
        let percent = percent_change(now, baseline);
        let line = response_line(baseline, settings);
        let reached = is_response(now, baseline, settings);
        let baseline_date = history.baseline.date;
        reasons.push(Reason::AgainstBaseline { baseline, baseline_date, now, percent, line, reached });
    }
    if recist.target == Some(TargetResponse::Pr) && recist.literal == TargetResponse::Sd {
        reasons.push(Reason::ResponseKept);
    }
    reasons
}
