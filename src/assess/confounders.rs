//! Confounders of `domain.md` section 7 that the record can show, and what each does.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::clues::grown_lesion;
use super::findings::{Confounder, ConfounderCode, Effect};
use super::record::Record;
use super::stand::{Stand, peak_point};
use super::status::Status;
use super::verdict::Token;
use crate::criteria::IrecistState;
use crate::domain::{
    Alarm, Event, EventKind, Finding, LesionId, LesionKind, Method, NewLesionSearch, Role, TherapyClass, TumorGroup,
    day_from_date,
};
use crate::series::{BaselineFlag, Point};

/// The sizes that the label compares, and the visits at which they were read.
pub(super) struct Compared<'a> {
    from: &'a Point,
    to: &'a Point,
    /// Visits whose sizes matter: the last one, and while the episode is open the enlarging visit too.
    readings: Vec<Date>,
    /// The lesion that grew most.
    grown: Option<LesionId>,
    /// The rise is progression by rule and rests on the target sum.
    by_size: bool,
}

/// The comparison behind a stand; `None` where nothing is compared.
pub(super) fn compared<'a>(record: &'a Record<'_>, stand: Stand, by_size: bool) -> Option<Compared<'a>> {
    let (first, last, from) = match stand {
        // Once confirmed or reset, the later sizes speak; what clouded the enlarging visit is asked by `opening`.
        Stand::Cannot(_) => return None,
        Stand::Quiet { last } => (last, last, record.nadir_of(last)?),
        Stand::Below { first, last } | Stand::Open { first, last } => (first, last, record.nadir_of(first)?),
        Stand::Confirmed { first, last, .. } => (first, last, record.point_of(first)?),
        Stand::Closed { first, last, .. } => {
            (first, last, peak_point(record, first, last).or_else(|| record.point_of(first))?)
        }
    };
    let to = record.point_of(last)?;
    let mut readings = vec![to.date];
    if matches!(stand, Stand::Below { .. } | Stand::Open { .. }) && record.row(first)?.date != to.date {
        readings.insert(0, record.row(first)?.date);
    }
    Some(Compared { from, to, readings, grown: grown_lesion(record, first), by_size })
}

/// Everything found, worst first.
pub(super) fn confounders(record: &Record<'_>, stand: Stand, by_size: bool, status: Option<Status>) -> Vec<Confounder> {
    let mut found = Found::default();
    therapy(record, &mut found);
    baseline(record, &mut found);
    if let Some(compared) = compared(record, stand, by_size) {
        sizes(record, stand, &compared, &mut found);
        gaps(record, &compared, &mut found);
        events(record, &compared, &mut found);
        local(record, &compared, &mut found);
        animal(record, &compared, &mut found);
        mergers(record, &compared, &mut found);
    }
    if let Some(status) = status.filter(|own| own.after_dose) {
        found.add(ConfounderCode::SignsAfterDose, [Effect::Flag], None, Some(status.date));
    }
    if let Some(date) = new_lesion_not_entered(record) {
        // Where progression stands already, another new lesion adds to it; elsewhere it would be the progression.
        let stands = matches!(stand, Stand::Open { .. } | Stand::Confirmed { .. });
        found.add(
            ConfounderCode::NewLesionNotEntered,
            [if stands { Effect::Cap } else { Effect::Block }],
            None,
            Some(date),
        );
    }
    let last_row = record.table.rows.last();
    if let (Stand::Open { .. } | Stand::Confirmed { .. }, Some(row)) = (stand, last_row)
        && row.irecist.state == IrecistState::Ne
    {
        found.add(ConfounderCode::LastNotEvaluable, [Effect::Flag], None, Some(row.date));
    }
    found.sorted()
}

#[derive(Default)]
struct Found(Vec<Confounder>);

impl Found {
    fn add(
        &mut self,
        code: ConfounderCode,
        effects: impl IntoIterator<Item = Effect>,
        lesion: Option<LesionId>,
        date: Option<Date>,
    ) {
        let effects: BTreeSet<Effect> = effects.into_iter().collect();
        match self.0.iter_mut().find(|own| own.code == code) {
            Some(own) => {
                own.effects.extend(effects);
                own.date = own.date.max(date);
            }
            None => self.0.push(Confounder { code, effects, lesion, date }),
        }
    }

    fn sorted(mut self) -> Vec<Confounder> {
        self.0.sort_by_key(|own| (own.effects.first().copied(), own.code));
        self.0
    }
}

fn therapy(record: &Record<'_>, found: &mut Found) {
    if record.case.therapy.class == TherapyClass::NotImmune {
        found.add(ConfounderCode::NotImmune, [Effect::Flag], None, None);
    }
    match record.case.tumor.group {
        TumorGroup::MastCell => found.add(ConfounderCode::MastCell, [Effect::Cap], None, None),
        TumorGroup::Hemorrhagic => found.add(ConfounderCode::Hemorrhagic, [Effect::Cap], None, None),
        TumorGroup::Lymphoma => found.add(ConfounderCode::Lymphoma, [Effect::Cap], None, None),
        TumorGroup::Other | TumorGroup::Melanoma | TumorGroup::CentralNervous => {}
    }
}

fn baseline(record: &Record<'_>, found: &mut Found) {
    for flag in &record.table.baseline_flags {
        match flag {
            BaselineFlag::AfterStart => {
                found.add(ConfounderCode::BaselineAfterStart, [Effect::Flag], None, record.table.baseline_date);
            }
            BaselineFlag::Old { days_before_start } => {
                let caps = *days_before_start > record.rules.confounders.baseline_cap_days;
                let effect = if caps { Effect::Cap } else { Effect::Flag };
                found.add(ConfounderCode::OldBaseline, [effect], None, record.table.baseline_date);
            }
            BaselineFlag::Incomplete => {
                found.add(ConfounderCode::IncompleteBaseline, [Effect::Flag], None, record.table.baseline_date);
            }
        }
    }
}

fn sizes(record: &Record<'_>, stand: Stand, compared: &Compared<'_>, found: &mut Found) {
    let rules = &record.rules.confounders;
    for now in compared.to.targets.iter().filter(|own| record.series.is_summed(own.lesion)) {
        let Some(before) = compared.from.target(now.lesion) else { continue };
        let lesion = Some(now.lesion);
        if let (Some(early), Some(late)) = (before.method, now.method) {
            if early != late {
                found.add(ConfounderCode::MethodChanged, [Effect::Block], lesion, Some(compared.to.date));
            }
            let depends = matches!(late, Method::Caliper | Method::Ultrasound | Method::Radiograph | Method::Palpation);
            let both_known = !before.observer.is_empty() && !now.observer.is_empty();
            if depends && both_known && before.observer != now.observer {
                found.add(ConfounderCode::ObserverChanged, [Effect::Cap], lesion, Some(compared.to.date));
            }
        }
        if let (Some(early), Some(late)) = (before.slice_tenths, now.slice_tenths)
            && early != late
        {
            found.add(ConfounderCode::SliceChanged, [Effect::Damp, Effect::Flag], lesion, Some(compared.to.date));
        }
        let diameters = [before.diameter_tenths, now.diameter_tenths];
        if diameters.into_iter().flatten().any(|tenths| tenths > 0 && tenths < rules.small_tenths) {
            found.add(ConfounderCode::SmallLesion, [Effect::Cap], lesion, None);
        }
        if before.too_small || now.too_small {
            found.add(ConfounderCode::DefaultSize, [Effect::Flag], lesion, None);
        }
    }
    let enlarged = matches!(stand, Stand::Open { .. } | Stand::Below { .. });
    if enlarged && compared.by_size && record.change(compared.from, compared.to).is_some_and(|own| own.within_noise()) {
        found.add(ConfounderCode::WithinRepeatability, [Effect::Cap], None, Some(compared.to.date));
    }
    dominant(record, compared, found);
}

fn dominant(record: &Record<'_>, compared: &Compared<'_>, found: &mut Found) {
    let basis = record.series.basis;
    let sizes: Vec<(LesionId, f64)> = compared
        .to
        .targets
        .iter()
        .filter(|own| record.series.is_summed(own.lesion))
        .filter_map(|own| Some((own.lesion, own.on(basis)?)))
        .collect();
    let sum: f64 = sizes.iter().map(|(_, size)| size).sum();
    if sizes.len() < 2 || sum <= 0.0 {
        return;
    }
    if let Some((lesion, _)) = sizes.iter().find(|(_, size)| size / sum > record.rules.confounders.dominant_share) {
        found.add(ConfounderCode::DominantLesion, [Effect::Flag], Some(*lesion), None);
    }
}

/// The time between consecutive sizes up to each reading.
fn gaps(record: &Record<'_>, compared: &Compared<'_>, found: &mut Found) {
    let rules = &record.rules.confounders;
    let sized: Vec<&Point> = record
        .series
        .points
        .iter()
        .skip(record.series.baseline.unwrap_or(0))
        .filter(|point| record.series.sum_of(point).is_some())
        .collect();
    for pair in sized.windows(2) {
        let [early, late] = pair else { continue };
        if !compared.readings.contains(&late.date) {
            continue;
        }
        let days = day_from_date(early.date, late.date);
        if days > rules.gap_cap_days {
            found.add(ConfounderCode::LongGap, [Effect::Cap], None, Some(late.date));
        } else if days > rules.gap_flag_days {
            found.add(ConfounderCode::LongGap, [Effect::Flag], None, Some(late.date));
        } else if days < rules.gap_short_days {
            found.add(ConfounderCode::ShortGap, [Effect::Damp], None, Some(late.date));
        }
    }
}

const STEROID: [EventKind; 3] = [EventKind::SteroidStart, EventKind::SteroidStop, EventKind::SteroidChange];

/// What happened to the animal at most so long before a reading.
fn events(record: &Record<'_>, compared: &Compared<'_>, found: &mut Found) {
    let rules = &record.rules.confounders;
    let group = record.case.tumor.group;
    let radiation_days =
        if group == TumorGroup::CentralNervous { rules.radiation_central_days } else { rules.radiation_days };
    let steroid: &[Effect] = match group {
        TumorGroup::Lymphoma | TumorGroup::MastCell | TumorGroup::CentralNervous => &[Effect::Damp, Effect::Cap],
        TumorGroup::Other | TumorGroup::Melanoma | TumorGroup::Hemorrhagic => &[Effect::Damp],
    };
    let rows: [(&[EventKind], i32, ConfounderCode, &[Effect]); 7] = [
        (&STEROID, rules.steroid_days, ConfounderCode::Steroid, steroid),
        (&[EventKind::Radiation], radiation_days, ConfounderCode::Radiation, &[Effect::Cap]),
        (&[EventKind::Biopsy], rules.biopsy_days, ConfounderCode::Biopsy, &[Effect::Cap]),
        (&[EventKind::Surgery], rules.surgery_days, ConfounderCode::Surgery, &[Effect::Cap]),
        (
            &[EventKind::Chemotherapy, EventKind::Tki, EventKind::Nsaid],
            record.rules.labels.confounding_before_days,
            ConfounderCode::OtherDrug,
            &[Effect::Flag],
        ),
        (&[EventKind::Infection], rules.infection_days, ConfounderCode::Infection, &[Effect::Block]),
        (&[EventKind::Vaccination], rules.vaccination_days, ConfounderCode::Vaccination, &[Effect::Cap]),
    ];
    for (kinds, days, code, effects) in rows {
        for date in &compared.readings {
            for event in record.events_before(*date, days, kinds).filter(|event| concerns(event, compared)) {
                // A vaccination swells nodes, and nothing else that is measured.
                if code == ConfounderCode::Vaccination && !grown_is_node(record, compared) {
                    continue;
                }
                found.add(code, effects.iter().copied(), event.lesion, Some(event.date));
            }
        }
    }
    if let Some(start) = record.case.therapy.start {
        let restarts = record.events_before(compared.to.date, i32::MAX, &[EventKind::TherapyStart]);
        if let Some(event) = restarts.filter(|event| event.date > start).last() {
            found.add(ConfounderCode::NewTherapy, [Effect::Flag], None, Some(event.date));
        }
    }
    if let Some(stop) = therapy_stop(record, compared.to.date) {
        found.add(ConfounderCode::TherapyStopped, [Effect::Flag], None, Some(stop));
    }
}

/// Whether an event concerns the lesion that grew; one without a lesion concerns all.
fn concerns(event: &Event, compared: &Compared<'_>) -> bool {
    event.lesion.is_none() || compared.grown.is_none() || event.lesion == compared.grown
}

fn grown_is_node(record: &Record<'_>, compared: &Compared<'_>) -> bool {
    compared.grown.and_then(|id| record.case.lesion(id)).is_some_and(|lesion| lesion.kind == LesionKind::Nodal)
}

/// Injections and ablations of the lesion that grew.
fn local(record: &Record<'_>, compared: &Compared<'_>, found: &mut Found) {
    let rules = &record.rules.confounders;
    for date in &compared.readings {
        for injected in record.injections(compared.grown, *date) {
            let days = day_from_date(injected, *date);
            if is_tigilanol(&record.case.therapy.drug) && days <= rules.ablation_days {
                found.add(ConfounderCode::Ablation, [Effect::Block], compared.grown, Some(injected));
            } else if days <= rules.injection_block_days {
                found.add(ConfounderCode::Injection, [Effect::Block], compared.grown, Some(injected));
            } else if days <= rules.injection_cap_days {
                found.add(ConfounderCode::Injection, [Effect::Cap], compared.grown, Some(injected));
            }
        }
        let kinds = [EventKind::Injection, EventKind::Surgery, EventKind::Other];
        let ablations = record.events_before(*date, rules.ablation_days, &kinds);
        for event in ablations.filter(|event| names_ablation(event) && concerns(event, compared)) {
            found.add(ConfounderCode::Ablation, [Effect::Block], event.lesion, Some(event.date));
        }
    }
}

fn is_tigilanol(drug: &str) -> bool {
    let drug = drug.to_lowercase();
    ["tigilanol", "stelfonta"].iter().any(|name| drug.contains(name))
}

/// Local treatments that have no kind of their own are known by their words.
fn names_ablation(event: &Event) -> bool {
    let words = format!("{} {}", event.text, event.dose).to_lowercase();
    let names = ["tigilanol", "stelfonta", "electrochemo", "ablat", "cryo", "histotripsy", "h-fire", "electroporation"];
    names.iter().any(|name| words.contains(name))
}

/// Infection, weight and lesions in parts.
fn animal(record: &Record<'_>, compared: &Compared<'_>, found: &mut Found) {
    for date in &compared.readings {
        let Some(visit) = record.case.visit(*date) else { continue };
        let signs = &visit.signs;
        let infected = signs.infection == Some(true)
            || signs.fever == Some(true)
            || signs.alarms.contains(&Alarm::FeverWithLeftShift);
        if infected {
            found.add(ConfounderCode::Infection, [Effect::Block], None, Some(*date));
        }
        let fragmented = visit.measurements.iter().find(|(_, own)| matches!(own.finding, Finding::Fragmented(_)));
        if let Some((lesion, _)) = fragmented {
            found.add(ConfounderCode::Fragmented, [Effect::Flag], Some(*lesion), Some(*date));
        }
    }
    let weight_of = |date: Date| record.case.visit(date).and_then(|visit| visit.signs.weight);
    if let (Some(before), Some(now)) = (weight_of(compared.from.date), weight_of(compared.to.date)) {
        let percent = 100.0 * (now.kg() - before.kg()).abs() / before.kg() + 1e-9;
        if percent >= record.rules.confounders.weight_change_percent {
            found.add(ConfounderCode::WeightChange, [Effect::Flag], None, Some(compared.to.date));
        }
    }
}

/// Lesions that have merged, or come apart, since the size compared with: one size is held against several.
fn mergers(record: &Record<'_>, compared: &Compared<'_>, found: &mut Found) {
    let merged_on = |date: Date| -> BTreeSet<(LesionId, LesionId)> {
        let measurements = record.case.visit(date).into_iter().flat_map(|visit| &visit.measurements);
        // Non-target lesions have no size that is compared.
        let sized =
            measurements.filter(|(id, _)| record.case.lesion(**id).is_some_and(|own| own.role != Role::NonTarget));
        let merged = sized.filter_map(|(id, own)| match own.finding {
            Finding::Merged(into) => Some((*id, into)),
            _ => None,
        });
        merged.collect()
    };
    let before = merged_on(compared.from.date);
    for date in &compared.readings {
        if let Some((lesion, _)) = merged_on(*date).symmetric_difference(&before).next() {
            found.add(ConfounderCode::Merged, [Effect::Cap], Some(*lesion), Some(*date));
        }
    }
}

/// What clouded the enlarging visit of an episode that was reset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Opening {
    /// Nothing that blocks.
    Clear,
    /// A local treatment whose swelling is expected: its going is no pseudoprogression.
    Treated,
    /// An infection: nothing can be said of the rise.
    Infected,
    /// Another method than the nadir's: the rise may not have been one.
    Unmeasured,
}

/// What clouded an enlarging visit.
pub(super) fn opening(record: &Record<'_>, first: usize, by_size: bool) -> Opening {
    let found = confounders(record, Stand::Open { first, last: first }, by_size, None);
    let blocks =
        |code: ConfounderCode| found.iter().any(|own| own.code == code && own.effects.contains(&Effect::Block));
    if blocks(ConfounderCode::Infection) {
        Opening::Infected
    } else if blocks(ConfounderCode::Injection) || blocks(ConfounderCode::Ablation) {
        Opening::Treated
    } else if blocks(ConfounderCode::MethodChanged) {
        Opening::Unmeasured
    } else {
        Opening::Clear
    }
}

/// Adds what made the label of a settled episode and is not found at its last size: what clouded the enlarging visit,
/// and the treatments that could explain the fall.
pub(super) fn name_what_decided(
    record: &Record<'_>,
    stand: Stand,
    by_size: bool,
    token: Token,
    found: &mut Vec<Confounder>,
) {
    let (Stand::Closed { first, last, .. } | Stand::Confirmed { first, last, .. }) = stand else { return };
    let mut more = Vec::new();
    if matches!(stand, Stand::Closed { .. }) && opening(record, first, by_size) != Opening::Clear {
        let at_opening = confounders(record, Stand::Open { first, last: first }, by_size, None);
        more.extend(at_opening.into_iter().filter(|own| own.effects.contains(&Effect::Block)));
    }
    if let (Token::ConfoundedResponse, Some(fall)) = (token, record.row(last).map(|row| row.date)) {
        more.extend(treatments_before(record, first, fall));
    }
    for own in more {
        if found.iter().all(|other| other.code != own.code) {
            found.push(own);
        }
    }
    found.sort_by_key(|own| (own.effects.first().copied(), own.code));
}

/// The last visit after the baseline that says a new lesion was found while none is seen there or before.
fn new_lesion_not_entered(record: &Record<'_>) -> Option<Date> {
    let baseline = record.table.baseline_date;
    let claims = record.case.visits().iter().rev().filter(|visit| {
        visit.new_lesion_search == Some(NewLesionSearch::Found) && baseline.is_none_or(|date| visit.date > date)
    });
    let seen_by = |date: Date| {
        let new = record.case.lesions().iter().filter(|lesion| lesion.role == Role::New);
        let mut entered = new.flat_map(|lesion| {
            let visits = record.case.visits().iter().filter(move |visit| visit.date <= date);
            visits.filter_map(|visit| visit.measurements.get(&lesion.id))
        });
        entered.any(|own| !matches!(own.finding, Finding::Absent | Finding::NotEvaluable))
    };
    claims.map(|visit| visit.date).find(|date| !seen_by(*date))
}

/// The last stop of the current line before a date; a stop before its first dose ended an earlier line.
fn therapy_stop(record: &Record<'_>, before: Date) -> Option<Date> {
    let start = record.case.therapy.start;
    let stops = record.events_before(before, i32::MAX, &[EventKind::TherapyStop]);
    stops.map(|event| event.date).filter(|date| start.is_none_or(|start| *date >= start)).last()
}

/// Whether a treatment that could itself explain a fall was begun between 28 days before the enlarging visit and the
/// fall (`RULES.md` section 2), or the line of therapy was changed or stopped: only a fall on the same therapy counts
/// (section 1).
pub(super) fn treatment_explains(record: &Record<'_>, first: usize, fall: Date) -> bool {
    !treatments_before(record, first, fall).is_empty()
}

/// Whether the line of therapy was stopped by the last size, or changed since shortly before the enlarging visit.
pub(super) fn line_broken(record: &Record<'_>, first: usize, last: usize) -> bool {
    let Some((opened, now)) = record.row(first).zip(record.row(last)).map(|(from, to)| (from.date, to.date)) else {
        return false;
    };
    let Some(start) = record.case.therapy.start else { return false };
    let from = record.rules.labels.confounding_before_days;
    record.case.events().iter().any(|event| match event.kind {
        EventKind::TherapyStop => event.date >= start && event.date <= now,
        EventKind::TherapyStart => event.date > start && event.date <= now && day_from_date(event.date, opened) <= from,
        _ => false,
    })
}

/// The treatments of [`treatment_explains`], each kind with its last date.
fn treatments_before(record: &Record<'_>, first: usize, fall: Date) -> Vec<Confounder> {
    let Some(opened) = record.row(first).map(|row| row.date) else { return Vec::new() };
    let days = day_from_date(opened, fall).saturating_add(record.rules.labels.confounding_before_days);
    let kinds: [(&[EventKind], ConfounderCode); 4] = [
        (&[EventKind::SteroidStart, EventKind::SteroidChange], ConfounderCode::Steroid),
        (&[EventKind::Radiation], ConfounderCode::Radiation),
        (&[EventKind::Chemotherapy, EventKind::Tki], ConfounderCode::OtherDrug),
        (&[EventKind::Surgery], ConfounderCode::Surgery),
    ];
    let mut found = Found::default();
    for (kinds, code) in kinds {
        for event in record.events_before(fall, days, kinds) {
            found.add(code, [Effect::Flag], event.lesion, Some(event.date));
        }
    }
    let later_line = |date: Date| record.case.therapy.start.is_some_and(|start| date > start);
    for event in record.events_before(fall, days, &[EventKind::TherapyStart]).filter(|event| later_line(event.date)) {
        found.add(ConfounderCode::NewTherapy, [Effect::Flag], None, Some(event.date));
    }
    if let Some(stop) = therapy_stop(record, fall) {
        found.add(ConfounderCode::TherapyStopped, [Effect::Flag], None, Some(stop));
    }
    found.0
}
