//! iRECIST as a state machine (Seymour 2017; `domain.md` 1.4).
//!
//! A first progression is unconfirmed (iUPD) and opens a block.
//! The block ends when a later visit, not too early, confirms it (iCPD, which ends the criterion) or resets the bar.

use jiff::civil::Date;

use super::history::{History, TimePoint};
use super::new_growth::{GrowthReference, further_growth, new_target_sums};
use super::reason::Reason;
use super::recist::{Memory, literal_response, lower, overall_response};
use super::target::rose_by;
use super::vocabulary::{Burden, Driver, IrecistFlag, IrecistRow, IrecistState, Overall, TargetResponse};
use crate::domain::{LesionId, NonTarget, NonTargetChange};
use crate::rules::{CriteriaSettings, FurtherRiseReference};

/// One visit by iRECIST, with what led to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The category and what lies behind it.
    pub row: IrecistRow,
    /// Best overall response as known at this visit.
    pub ibor: IrecistState,
    /// The day of progression, once confirmed: that of the first iUPD of the block that was.
    pub progression_day: Option<i32>,
    /// The rules that fired.
    pub reasons: Vec<Reason>,
}

/// Runs the state machine over every visit after the baseline.
pub fn steps(history: &History, settings: &CriteriaSettings) -> Vec<Step> {
    let mut machine = Machine {
        history,
        settings,
        nadir: history.baseline.sum.filter(|_| history.baseline.complete),
        memory: Memory::default(),
        growth: GrowthReference::default(),
        block: None,
        confirmed: None,
    };
    let mut ibor = IrecistState::Ne;
    history
        .later
        .iter()
        .map(|point| {
            let mut step = machine.step(point);
            ibor = best(ibor, step.row.state);
            step.ibor = ibor;
            step.progression_day = machine.confirmed.as_ref().map(|confirmed| confirmed.progression_day);
            step
        })
        .collect()
}

/// An open unconfirmed progression.
struct Block {
    date: Date,
    day: i32,
    target: Option<TargetResponse>,
    drivers: Vec<Driver>,
    /// The reference of a further rise: the first iUPD, or the last visit with a size, by the settings.
    reference: TimePoint,
    /// The first iUPD itself.
    first: TimePoint,
}

struct Confirmed {
    on: Date,
    progression_day: i32,
    drivers: Vec<Driver>,
}

struct Machine<'a> {
    history: &'a History,
    settings: &'a CriteriaSettings,
    nadir: Option<Burden>,
    memory: Memory,
    growth: GrowthReference,
    block: Option<Block>,
    confirmed: Option<Confirmed>,
}

impl Machine<'_> {
    fn step(&mut self, point: &TimePoint) -> Step {
        if let Some(confirmed) = &self.confirmed {
            let reasons = vec![Reason::ConfirmedBefore { on: confirmed.on }];
            return step(IrecistState::ICpd, confirmed.drivers.clone(), None, None, reasons);
        }
        let literal = literal_response(self.history, point, self.nadir, self.settings);
        let new_progress = self.growth.progressed(point, self.settings);
        let outcome = match self.block.take() {
            None => self.without_block(point, literal, &new_progress),
            Some(block) => self.with_block(block, point, literal, &new_progress),
        };
        self.growth.take_in(point);
        self.nadir = lower(self.nadir.map(|sum| (sum, 0)), point, 0).map(|(sum, _)| sum);
        outcome
    }

    fn without_block(&mut self, point: &TimePoint, literal: TargetResponse, new_progress: &[Reason]) -> Step {
        let target = point.has_targets().then(|| self.memory.target(literal, point));
        // After a complete response any disease that is back is progression, a known new lesion too.
        let back = self.memory.was_complete && point.present_new_lesions().next().is_some();
        let drivers = drivers(target, self.memory.non_target(point), back || !new_progress.is_empty());
        if !drivers.is_empty() {
            let mut reasons = new_progress.to_vec();
            reasons.push(Reason::FirstUnconfirmed(drivers.clone()));
            return self.open(point, target, drivers, reasons, None);
        }
        self.respond(point, target, None)
    }

    fn with_block(
        &mut self,
        block: Block,
        point: &TimePoint,
        literal: TargetResponse,
        new_progress: &[Reason],
    ) -> Step {
        // What is remembered ended when the block opened, or by the settings holds on to a partial response.
        let target = point.has_targets().then(|| self.memory.target(literal, point));
        let days = point.day - block.day;
        let (confirming, mut reasons) = self.confirming(&block, point, target, new_progress);
        // Non-target disease alone, not evaluated, says as little as targets not assessed.
        let not_evaluable = match target {
            Some(target) => target == TargetResponse::Ne,
            None => matches!(point.non_target, NonTarget::NotEvaluable | NonTarget::None),
        };
        if not_evaluable && confirming.is_empty() {
            let row = step(IrecistState::Ne, Vec::new(), Some(block.date), None, Vec::new());
            self.block = Some(block);
            return row;
        }
        let earliest = self.settings.confirm_min_days - self.settings.confirm_tolerance_days;
        let too_early = days < earliest;
        let additional_on_sign =
            point.unscheduled && reasons.iter().any(|reason| matches!(reason, Reason::AdditionalNewLesions(_)));
        let holds = self.why_it_holds(&block, point, target);
        let may_reset = days >= self.settings.reset_from_days.unwrap_or(earliest);
        let resets = may_reset && confirming.is_empty() && holds.is_none();
        if too_early && !additional_on_sign && !resets {
            reasons.push(Reason::TooEarly { days, earliest });
            return self.hold(block, point, target, Some(IrecistFlag::TooEarly), reasons);
        }
        if !confirming.is_empty() {
            return self.confirm(&block, point, target, confirming, reasons);
        }
        if let Some(why) = holds {
            reasons.push(why);
            return self.hold(block, point, target, None, reasons);
        }
        self.respond(point, target, Some(IrecistFlag::Reset))
    }

    /// Why a visit that confirms nothing does not reset the bar either; `None` where it does.
    fn why_it_holds(&self, block: &Block, point: &TimePoint, target: Option<TargetResponse>) -> Option<Reason> {
        if self.new_lesions_hold(block, point, target) {
            return Some(Reason::NewLesionsHold);
        }
        if target == Some(TargetResponse::Pd) || point.non_target == NonTarget::Progression {
            return Some(Reason::NotIncreased);
        }
        let by_target = target == Some(TargetResponse::Sd) && block.drivers.contains(&Driver::Target);
        let (from, now) = block.first.sum.zip(point.sum_over_assessed_at(&block.first))?;
        let fell = rose_by(now, from, self.settings.reset_fall_tenths) || self.settings.reset_fall_tenths == 0;
        (by_target && !fell).then_some(Reason::ResetNeedsFall { from, since: block.date, now })
    }

    /// The categories that confirm the block at this visit, and what they rest on.
    fn confirming(
        &self,
        block: &Block,
        point: &TimePoint,
        target: Option<TargetResponse>,
        new_progress: &[Reason],
    ) -> (Vec<Driver>, Vec<Reason>) {
        let (mut confirming, mut reasons) = (Vec::new(), Vec::new());
        let target_progresses = target == Some(TargetResponse::Pd);
        if block.drivers.contains(&Driver::Target) {
            if let (Some(from), Some(now)) = (block.reference.sum, point.sum_over_assessed_at(&block.reference)) {
                let needed_tenths = self.settings.confirm_rise_tenths;
                let reached = target_progresses && rose_by(from, now, needed_tenths);
                reasons.push(Reason::FurtherRise { from, since: block.reference.date, now, needed_tenths, reached });
                if reached {
                    confirming.push(Driver::Target);
                }
            }
        } else if target_progresses {
            confirming.push(Driver::Target);
            reasons.push(Reason::OtherCategory(Driver::Target));
        }
        if point.non_target == NonTarget::Progression {
            if !block.drivers.contains(&Driver::NonTarget) {
                confirming.push(Driver::NonTarget);
                reasons.push(Reason::OtherCategory(Driver::NonTarget));
            } else if point.non_target_change == Some(NonTargetChange::Increase) {
                confirming.push(Driver::NonTarget);
                reasons.push(Reason::NonTargetIncrease);
            }
        }
        let additional: Vec<LesionId> =
            point.present_new_ids().into_iter().filter(|id| !block.first.present_new_ids().contains(id)).collect();
        if block.drivers.contains(&Driver::NewLesion) {
            let grown = further_growth(&block.reference, point, self.settings);
            if !additional.is_empty() || !grown.is_empty() {
                confirming.push(Driver::NewLesion);
            }
            reasons.extend(grown);
        } else if !additional.is_empty() || !new_progress.is_empty() {
            confirming.push(Driver::NewLesion);
            reasons.push(Reason::OtherCategory(Driver::NewLesion));
        }
        if !additional.is_empty() {
            reasons.push(Reason::AdditionalNewLesions(additional));
        }
        (confirming, reasons)
    }

    /// Whether new lesions keep the progression open: they are there, neither fewer nor smaller, and the targets have
    /// not responded since the block began.
    fn new_lesions_hold(&self, block: &Block, point: &TimePoint, target: Option<TargetResponse>) -> bool {
        let before = block.first.present_new_ids();
        let now = point.present_new_ids();
        let floor = self.settings.confirm_rise_tenths;
        let (from, to) = new_target_sums(&block.first, point);
        let smaller = i64::from(from) - i64::from(to) >= i64::from(floor);
        let fewer = now.len() < before.len() || smaller;
        if now.is_empty() || (fewer && self.settings.fewer_new_lesions_reset) {
            return false;
        }
        let responds = |target| matches!(target, Some(TargetResponse::Pr | TargetResponse::Cr));
        let shrank = match (block.first.sum, point.sum_over_assessed_at(&block.first)) {
            (Some(from), Some(now)) => rose_by(now, from, floor),
            _ => false,
        };
        let better = responds(target) && (!responds(block.target) || shrank);
        !better
    }

    fn open(
        &mut self,
        point: &TimePoint,
        target: Option<TargetResponse>,
        drivers: Vec<Driver>,
        reasons: Vec<Reason>,
        flag: Option<IrecistFlag>,
    ) -> Step {
        let row = step(IrecistState::IUpd, drivers.clone(), Some(point.date), flag, reasons);
        let responds = matches!(target, Some(TargetResponse::Pr | TargetResponse::Cr));
        self.memory = Memory { response_stands: self.settings.response_kept_in_block && responds, was_complete: false };
        self.block = Some(Block {
            date: point.date,
            day: point.day,
            target,
            drivers,
            reference: point.clone(),
            first: point.clone(),
        });
        row
    }

    /// Progression stays unconfirmed.
    fn hold(
        &mut self,
        mut block: Block,
        point: &TimePoint,
        target: Option<TargetResponse>,
        flag: Option<IrecistFlag>,
        reasons: Vec<Reason>,
    ) -> Step {
        let new_lesions = point.present_new_lesions().next().is_some() && block.drivers.contains(&Driver::NewLesion);
        let row =
            step(IrecistState::IUpd, drivers(target, point.non_target, new_lesions), Some(block.date), flag, reasons);
        // Without target disease only the sizes of new lesions rise, and those not assessed stay as last known.
        let has_sizes = point.sum.is_some() || !point.has_targets();
        if self.settings.further_rise_reference == FurtherRiseReference::LastVisit && has_sizes {
            block.reference = point.clone();
        }
        self.block = Some(block);
        row
    }

    fn confirm(
        &mut self,
        block: &Block,
        point: &TimePoint,
        target: Option<TargetResponse>,
        confirming: Vec<Driver>,
        mut reasons: Vec<Reason>,
    ) -> Step {
        let days = point.day - block.day;
        let late = days > self.settings.confirm_max_days;
        if late {
            let counts = self.settings.late_confirmation_counts;
            reasons.push(Reason::Late { days, latest: self.settings.confirm_max_days, counts });
            if !counts {
                // A refused confirmation is a progression of its own, to be confirmed in its own window.
                reasons.push(Reason::FirstUnconfirmed(confirming.clone()));
                return self.open(point, target, confirming, reasons, Some(IrecistFlag::Late));
            }
        }
        self.confirmed = Some(Confirmed { on: point.date, progression_day: block.day, drivers: confirming.clone() });
        step(IrecistState::ICpd, confirming, Some(block.date), late.then_some(IrecistFlag::Late), reasons)
    }

    /// A visit without progression.
    fn respond(&mut self, point: &TimePoint, target: Option<TargetResponse>, flag: Option<IrecistFlag>) -> Step {
        let overall = overall_response(target, point.non_target, false);
        let new_lesions = point.present_new_lesions().next().is_some();
        let state = match overall {
            Overall::Cr if new_lesions && target.is_none() => IrecistState::NonIcrNonIupd,
            Overall::Cr if new_lesions => IrecistState::IPr,
            Overall::Cr => IrecistState::ICr,
            Overall::Pr => IrecistState::IPr,
            Overall::Sd => IrecistState::ISd,
            // Progression was ruled out by the caller.
            Overall::Ne | Overall::Pd => IrecistState::Ne,
            Overall::NonCrNonPd => IrecistState::NonIcrNonIupd,
        };
        let mut reasons = Vec::new();
        if flag == Some(IrecistFlag::Reset) {
            reasons.push(Reason::BarReset);
        }
        if overall == Overall::Cr && new_lesions {
            reasons.push(Reason::NewLesionsPrecludeComplete);
        }
        let complete = if state == IrecistState::ICr { Overall::Cr } else { demoted(overall) };
        self.memory.keep(target, complete);
        step(state, Vec::new(), None, flag, reasons)
    }
}

/// What the next visit remembers of a complete response that new lesions preclude.
fn demoted(overall: Overall) -> Overall {
    if overall == Overall::Cr { Overall::Pr } else { overall }
}

fn step(
    state: IrecistState,
    drivers: Vec<Driver>,
    block_start: Option<Date>,
    flag: Option<IrecistFlag>,
    reasons: Vec<Reason>,
) -> Step {
    let row = IrecistRow { state, drivers, block_start, flags: flag.into_iter().collect() };
    Step { row, ibor: state, progression_day: None, reasons }
}

fn drivers(target: Option<TargetResponse>, non_target: NonTarget, new_lesion: bool) -> Vec<Driver> {
    [
        (target == Some(TargetResponse::Pd), Driver::Target),
        (non_target == NonTarget::Progression, Driver::NonTarget),
        (new_lesion, Driver::NewLesion),
    ]
    .into_iter()
    .filter_map(|(progresses, driver)| progresses.then_some(driver))
    .collect()
}

/// The better of two states for the best overall response: responses before confirmed progression come first.
fn best(one: IrecistState, other: IrecistState) -> IrecistState {
    let rank = |state| match state {
        IrecistState::ICr => 0,
        IrecistState::IPr => 1,
        IrecistState::ISd => 2,
        IrecistState::NonIcrNonIupd => 3,
        IrecistState::ICpd => 4,
        IrecistState::IUpd => 5,
        IrecistState::Ne => 6,
    };
    if rank(other) < rank(one) { other } else { one }
}
