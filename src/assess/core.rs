//! One pass from the record to the label; run again for every "what if".

use super::clues::{Clues, clues, grown_lesion, grown_was_injected};
use super::confounders::{confounders, line_broken, name_what_decided};
use super::episode::Episode;
use super::findings::{Confounder, ConfounderCode, Effect};
use super::label::{Leaning, Unconfirmed, settled, unconfirmed};
use super::ledger::{LedgerRow, Unused};
use super::record::Record;
use super::size_row;
use super::stand::{Stand, episode, stand};
use super::verdict::{CannotReason, Strength, Token, Verdict, Weighing};
use super::weigh;
use crate::criteria::Driver;
use crate::domain::{EventKind, Species, TherapyClass, TimeBase, TumorGroup};
use crate::rules::{Clue, Level, PriorKey, Rules};

/// What one pass finds.
pub(super) struct Core {
    pub(super) stand: Stand,
    pub(super) episode: Option<Episode>,
    pub(super) verdict: Verdict,
    pub(super) ledger: Vec<LedgerRow>,
    pub(super) clues: Option<Clues>,
    pub(super) confounders: Vec<Confounder>,
    pub(super) basis: Option<Basis>,
}

/// What the label of an open episode rests on beside the ledger.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Basis {
    pub(super) prior_key: PriorKey,
    /// Probability that the size is noise, whatever else drives the progression.
    pub(super) size_noise: f64,
    /// The target sum alone drives the progression.
    pub(super) target_only: bool,
    /// A clinical sign is worse.
    pub(super) sign_worse: bool,
    /// A later fall would be one on the same, immune-based therapy.
    pub(super) fall_counts: bool,
}

/// Whether the range of assumptions is wanted, which costs more than all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WithRange {
    Yes,
    No,
}

/// One pass.
pub(super) fn core(record: &Record<'_>, with_range: WithRange) -> Core {
    let stand = stand(record);
    let episode = episode(record, stand);
    let by_size = episode.as_ref().is_some_and(Episode::by_size);
    let weighed = match (stand, &episode) {
        (Stand::Below { first, last } | Stand::Open { first, last }, Some(episode)) => Some((episode, first, last)),
        _ => None,
    };
    let clues = weighed.map(|(episode, first, last)| clues(record, episode, first, last));
    let status = clues.as_ref().and_then(|own| own.status);
    let mut confounders = confounders(record, stand, by_size, status);
    let timeless = record.case.therapy.start.is_none() && record.case.time_base == TimeBase::Calendar;
    let blocks = |own: &Confounder| own.effects.contains(&Effect::Block);
    let blocked = timeless || confounders.iter().any(blocks);
    // An injection or an infection can only swell, so a size under the line stays under it whatever they do; a size
    // read by another method may be wrong either way.
    let unread = confounders.iter().any(|own| own.code == ConfounderCode::MethodChanged && blocks(own));
    let mut ledger = clues.as_ref().map(|own| weigh::rows(&own.seen, record.rules)).unwrap_or_default();
    if let Some((_, first, last)) = weighed.filter(|(episode, ..)| episode.by_size()) {
        size_row::weigh_size(record, first, last, &mut ledger);
    }
    let within_error = within_error(record, stand);
    if (blocked && !matches!(stand, Stand::Cannot(_) | Stand::Quiet { .. }))
        || (unread && matches!(stand, Stand::Quiet { .. }))
    {
        for row in &mut ledger {
            row.used = false;
            row.unused = Some(Unused::Blocked);
        }
        // Without a first dose no label may speak of the therapy; the rule categories and red flags stand.
        let mut reasons = blocking_reasons(&confounders);
        if timeless {
            reasons.push(CannotReason::NoFirstDose);
        }
        let verdict = cannot(reasons, within_error);
        return Core { stand, episode, verdict, ledger, clues, confounders, basis: None };
    }
    let basis = weighed.map(|(episode, first, last)| Basis {
        prior_key: prior_key(record, Some(first)),
        size_noise: size_noise(record, episode, first, last),
        target_only: episode.drivers == [Driver::Target],
        sign_worse: status.is_some_and(super::status::Status::is_worse),
        fall_counts: record.case.therapy.class != TherapyClass::NotImmune && !line_broken(record, first, last),
    });
    let verdict = match (settled(record, stand), &basis) {
        (Some(Token::CannotAssess), _) => {
            let reason = if let Stand::Cannot(reason) = stand { reason } else { CannotReason::Confounder };
            cannot(vec![reason], within_error)
        }
        (Some(token), basis) => {
            let weighing =
                basis.as_ref().and_then(|own| weigh_up(own, &ledger, &confounders, record.rules, with_range));
            let strength = if weighing.is_some() { Strength::Open } else { Strength::Settled };
            Verdict { token, strength, cannot: Vec::new(), open_because: None, within_error, weighing }
        }
        (None, Some(basis)) => {
            let Unconfirmed { token, strength, open_because } = leaning(basis, &ledger, &confounders, record.rules);
            let weighing = weigh_up(basis, &ledger, &confounders, record.rules, with_range);
            Verdict { token, strength, cannot: Vec::new(), open_because, within_error, weighing }
        }
        (None, None) => cannot(vec![CannotReason::NotEvaluable], within_error),
    };
    let verdict = with_new_lesion(verdict, &confounders);
    name_what_decided(record, stand, by_size, verdict.token, &mut confounders);
    Core { stand, episode, verdict, ledger, clues, confounders, basis }
}

/// What blocks, as reasons.
fn blocking_reasons(confounders: &[Confounder]) -> Vec<CannotReason> {
    let blocks = confounders.iter().filter(|own| own.effects.contains(&Effect::Block));
    let mut reasons: Vec<CannotReason> = blocks
        .map(|own| match own.code {
            ConfounderCode::NewLesionNotEntered => CannotReason::NewLesionNotEntered,
            _ => CannotReason::Confounder,
        })
        .collect();
    reasons.sort_unstable_by_key(|own| *own != CannotReason::NewLesionNotEntered);
    reasons.dedup();
    reasons
}

/// A found lesion that is not entered leaves no reassuring label: entered, it would be progression.
fn with_new_lesion(verdict: Verdict, confounders: &[Confounder]) -> Verdict {
    if !confounders.iter().any(|own| own.code == ConfounderCode::NewLesionNotEntered) {
        return verdict;
    }
    match verdict.token {
        Token::TrueProgression | Token::ConfirmedWithinNoise => verdict,
        token if token.is_unconfirmed() => verdict,
        _ => {
            let mut reasons = verdict.cannot;
            reasons.insert(0, CannotReason::NewLesionNotEntered);
            cannot(reasons, verdict.within_error)
        }
    }
}

fn cannot(reasons: Vec<CannotReason>, within_error: bool) -> Verdict {
    Verdict {
        token: Token::CannotAssess,
        strength: Strength::Open,
        cannot: reasons,
        open_because: None,
        within_error,
        weighing: None,
    }
}

/// Whether any confounder damps.
fn is_damped(confounders: &[Confounder]) -> bool {
    confounders.iter().any(|own| own.effects.contains(&Effect::Damp))
}

/// Which of the three unconfirmed labels a ledger gives.
pub(super) fn leaning(basis: &Basis, ledger: &[LedgerRow], confounders: &[Confounder], rules: &Rules) -> Unconfirmed {
    let Some(prior) = weigh::prior(basis.prior_key, rules) else {
        return Unconfirmed { token: Token::UnconfirmedIndeterminate, strength: Strength::Open, open_because: None };
    };
    let sum = weigh::sum(prior, ledger, is_damped(confounders), rules);
    let leaning = Leaning {
        sum,
        size_noise: basis.size_noise,
        target_only: basis.target_only,
        sign_worse: basis.sign_worse,
        fall_counts: basis.fall_counts,
        confounders,
    };
    unconfirmed(&leaning, rules)
}

fn weigh_up(
    basis: &Basis,
    ledger: &[LedgerRow],
    confounders: &[Confounder],
    rules: &Rules,
    with_range: WithRange,
) -> Option<Weighing> {
    let prior = weigh::prior(basis.prior_key, rules)?;
    let sum = weigh::sum(prior, ledger, is_damped(confounders), rules);
    // Measurement error explains a size alone, not a new lesion or another category beside it.
    let p_noise = if basis.target_only { basis.size_noise } else { 0.0 };
    let real = 1.0 - p_noise;
    let posterior_range = match with_range {
        WithRange::Yes => weigh::range(prior, ledger, &sum, rules),
        WithRange::No => (sum.posterior, sum.posterior),
    };
    Some(Weighing {
        p_noise,
        p_pseudo: real * sum.posterior,
        p_true: real * (1.0 - sum.posterior),
        low: real * posterior_range.0,
        high: real * posterior_range.1,
        prior_key: basis.prior_key,
        prior: prior.p,
        prior_range: (prior.low, prior.high),
        evidence_sum: sum.evidence,
        damping: sum.damping,
        size_weight: sum.size_weight,
        posterior: sum.posterior,
        posterior_range,
        held_by_cap: sum.held,
    })
}

/// `1 - P(true rise >= 20 %)` from the measurement error of a size against the nadir, flat prior, at the visit of the
/// open episode where it is lowest: an enlargement was real if any of its sizes was, and a later fall is weighed by the
/// size row alone. 0 for an episode that size does not drive, and after a nadir of 0, where any size is a rise.
fn size_noise(record: &Record<'_>, episode: &Episode, first: usize, last: usize) -> f64 {
    if !episode.by_size() {
        return 0.0;
    }
    let nadir = record.nadir_of(first);
    let noise_at = |place: usize| {
        let change = nadir.zip(record.point_of(place)).and_then(|(from, to)| record.change(from, to))?;
        Some(1.0 - change.p_rise_by_rule)
    };
    let Some(at_last) = noise_at(last) else { return 0.0 };
    (first..last).filter_map(noise_at).fold(at_last, f64::min)
}

/// Whether the change from the nadir to the last size is inside the repeatability limit.
fn within_error(record: &Record<'_>, stand: Stand) -> bool {
    let place = match stand {
        Stand::Cannot(_) => return false,
        Stand::Quiet { last }
        | Stand::Below { last, .. }
        | Stand::Open { last, .. }
        | Stand::Confirmed { last, .. }
        | Stand::Closed { last, .. } => last,
    };
    record.change_from_nadir(place).is_some_and(|change| change.within_noise())
}

/// Which prior applies to the enlargement at a row (`RULES.md` section 3); without one, to the therapy as a whole.
pub(super) fn prior_key(record: &Record<'_>, first: Option<usize>) -> PriorKey {
    let class = record.case.therapy.class;
    if class == TherapyClass::NotImmune {
        return PriorKey::NotImmune;
    }
    if record.case.patient.species == Species::Human {
        return PriorKey::Human;
    }
    let local = matches!(class, TherapyClass::Intralesional | TherapyClass::Oncolytic);
    let injected = first.is_some_and(|first| grown_was_injected(record, first));
    match class {
        TherapyClass::Unknown => PriorKey::Unknown,
        _ if injected => PriorKey::Injected,
        _ if first.is_some_and(|first| radiated(record, first)) => PriorKey::WithRadiation,
        TherapyClass::Intralesional => PriorKey::Uninjected,
        TherapyClass::Vaccine => PriorKey::Vaccine,
        _ if local && ever_injected(record) => PriorKey::Uninjected,
        _ => PriorKey::Systemic,
    }
}

fn ever_injected(record: &Record<'_>) -> bool {
    let by_event = record.case.events().iter().any(|event| event.kind == EventKind::Injection);
    by_event
        || record
            .case
            .visits()
            .iter()
            .flat_map(|visit| visit.measurements.values())
            .any(|own| own.injected == Some(true))
}

/// Radiation of the lesion that grew, within the time that radiation confounds.
fn radiated(record: &Record<'_>, first: usize) -> bool {
    let rules = &record.rules.confounders;
    let days = if record.case.tumor.group == TumorGroup::CentralNervous {
        rules.radiation_central_days
    } else {
        rules.radiation_days
    };
    let Some(date) = record.row(first).map(|row| row.date) else { return false };
    let grown = grown_lesion(record, first);
    let mut radiations = record.events_before(date, days, &[EventKind::Radiation]);
    radiations.any(|event| event.lesion.is_none() || grown.is_none() || event.lesion == grown)
}

/// The label when one clue is seen at another level.
pub(super) fn with_level(found: &Core, level: Level, rules: &Rules) -> Option<Token> {
    let basis = found.basis?;
    if !matches!(found.stand, Stand::Open { .. }) {
        return None;
    }
    let by_size = found.episode.as_ref().is_some_and(Episode::by_size);
    if level.clue() == Clue::Remeasured && !by_size {
        return None;
    }
    // Signs that are no worse are not weighed beside an alarm, and a milder sign than the worst one adds nothing.
    let comforts = matches!(level, Level::StatusStable | Level::StatusImproved);
    let milder = |row: &LedgerRow| row.clue == Clue::Status && row.level > level && level > Level::StatusStable;
    if (comforts && found.clues.as_ref().is_some_and(|own| own.alarmed))
        || (level.clue() == Clue::Status && found.ledger.iter().any(milder))
    {
        return None;
    }
    let mut ledger: Vec<LedgerRow> = found.ledger.iter().filter(|row| row.clue != level.clue()).cloned().collect();
    ledger.push(weigh::row(level, None, rules)?);
    let basis = Basis {
        target_only: basis.target_only && !matches!(level, Level::NewOne | Level::NewSeveral),
        sign_worse: match level {
            Level::StatusImproved | Level::StatusStable => false,
            Level::StatusMildlyWorse | Level::StatusWorse | Level::StatusSevere => true,
            _ => basis.sign_worse,
        },
        ..basis
    };
    Some(leaning(&basis, &ledger, &found.confounders, rules).token)
}
