//! What the rows of a case come to: best responses, dates of progression, time in response (`domain.md` 1.2, 1.4).

use jiff::civil::Date;

use super::vocabulary::{CriteriaRow, CriteriaTable, IrecistState, Overall};
use crate::domain::{Case, EventKind, day_from_date};
use crate::rules::CriteriaSettings;

/// The course of a case as known at its last row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// cRECIST: the best response up to the first progression, with no confirmation asked for.
    pub best: Option<Overall>,
    /// cRECIST: the same with complete and partial responses confirmed at least 4 weeks later.
    pub best_confirmed: Option<Overall>,
    /// iRECIST: the best response before a confirmed progression.
    pub ibor: Option<IrecistState>,
    /// cRECIST: the first progression, which ends it.
    pub progression: Option<Progression>,
    /// iRECIST: the progression that was confirmed, or that stands unconfirmed where nothing can confirm it any more.
    pub iprogression: Option<Progression>,
    /// cRECIST: from the first response to progression.
    pub response: Option<Spell>,
    /// iRECIST: the same, to the first iUPD of the run that was confirmed.
    pub iresponse: Option<Spell>,
}

/// A progression with the day it was called and the day it is dated to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Progression {
    /// The visit at which it was called; for iRECIST, the one that confirmed it.
    pub called_on: Date,
    /// The visit it is dated to: that of the first iUPD of the run, or that at which a new lesion, proved later, was
    /// first suspected.
    pub dated_to: Date,
    /// Why it counts.
    pub ground: Ground,
}

/// Why a progression counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    /// RECIST: as called.
    Called,
    /// iRECIST: confirmed.
    Confirmed,
    /// iRECIST: never confirmed, and the therapy was stopped on this day.
    StoppedUnconfirmed(Date),
    /// iRECIST: never confirmed, and the animal died on this day.
    DiedUnconfirmed(Date),
}

/// Time in response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spell {
    /// The visit of the first response.
    pub from: Date,
    /// The visit of the progression, or the last one.
    pub to: Date,
    /// Whether progression ended it; else it still lasted at the last visit.
    pub ended: bool,
}

impl Spell {
    /// Its length in days.
    pub fn days(self) -> i32 {
        day_from_date(self.from, self.to)
    }
}

/// Reads the course off the rows.
pub fn outcome(case: &Case, table: &CriteriaTable, settings: &CriteriaSettings) -> Outcome {
    let rows = table.rows.as_slice();
    let Some(last) = rows.last() else { return Outcome::default() };
    let first_pd = rows.iter().position(|row| row.crecist == Overall::Pd);
    let counted = rows.get(..first_pd.map_or(rows.len(), |place| place + 1)).unwrap_or(rows);
    let progression = first_pd.and_then(|place| rows.get(place)).map(|row| Progression {
        called_on: row.date,
        dated_to: row.suspected_on.map_or(row.date, |date| date.min(row.date)),
        ground: Ground::Called,
    });
    let iprogression = immune_progression(case, rows);
    let ended = |progression: Option<Progression>| progression.map(|own| own.dated_to);
    Outcome {
        best: table.baseline_date.map(|start| best(start, counted, settings, false)),
        best_confirmed: table.baseline_date.map(|start| best(start, counted, settings, true)),
        ibor: Some(last.ibor),
        response: spell(rows, ended(progression), |row| matches!(row.crecist, Overall::Cr | Overall::Pr)),
        iresponse: spell(rows, ended(iprogression), |row| {
            matches!(row.irecist.state, IrecistState::ICr | IrecistState::IPr)
        }),
        progression,
        iprogression,
    }
}

/// The best overall response up to and including the first progression (Eisenhauer 2009, table 3).
///
/// Stable disease counts from its least time after the baseline on, and so does a response that was not confirmed.
fn best(start: Date, rows: &[CriteriaRow], settings: &CriteriaSettings, confirmed: bool) -> Overall {
    let stands =
        |row: &CriteriaRow, allowed: &[Overall]| !confirmed || confirms(rows, row, allowed, settings.second_look_days);
    let any =
        |response: Overall, allowed: &[Overall]| rows.iter().any(|row| row.crecist == response && stands(row, allowed));
    let lasting = |row: &&CriteriaRow| day_from_date(start, row.date) >= settings.stable_min_days;
    let stable = |response: Overall| rows.iter().filter(lasting).any(|row| row.crecist == response);
    if any(Overall::Cr, &[Overall::Cr]) {
        Overall::Cr
    } else if any(Overall::Cr, &[Overall::Cr, Overall::Pr]) || any(Overall::Pr, &[Overall::Cr, Overall::Pr]) {
        Overall::Pr
    } else if [Overall::Sd, Overall::Pr, Overall::Cr].into_iter().any(stable) {
        Overall::Sd
    } else if stable(Overall::NonCrNonPd) {
        Overall::NonCrNonPd
    } else if rows.iter().any(|row| row.crecist == Overall::Pd) {
        Overall::Pd
    } else {
        Overall::Ne
    }
}

/// Whether a later visit, far enough away and with nothing else but visits not evaluable between, is one of `allowed`.
fn confirms(rows: &[CriteriaRow], row: &CriteriaRow, allowed: &[Overall], days: i32) -> bool {
    let later = rows.iter().filter(|later| later.date > row.date);
    later
        .take_while(|later| later.crecist == Overall::Ne || allowed.contains(&later.crecist))
        .any(|later| later.crecist != Overall::Ne && later.day - row.day >= days)
}

fn immune_progression(case: &Case, rows: &[CriteriaRow]) -> Option<Progression> {
    let dated_to = |block: Date| {
        let first = rows.iter().find(|row| row.date == block);
        first.and_then(|row| row.suspected_on).map_or(block, |suspected| suspected.min(block))
    };
    if let Some(row) = rows.iter().find(|row| row.irecist.state == IrecistState::ICpd) {
        let block = row.irecist.block_start?;
        return Some(Progression { called_on: row.date, dated_to: dated_to(block), ground: Ground::Confirmed });
    }
    // The run that is open at the last visit; nothing confirms it once the therapy is stopped or the animal has died.
    let block = rows.last()?.irecist.block_start?;
    let mut since = case.events().iter().filter(|event| event.date >= block);
    let ground = since.find_map(|event| match event.kind {
        EventKind::Death => Some(Ground::DiedUnconfirmed(event.date)),
        EventKind::TherapyStop => Some(Ground::StoppedUnconfirmed(event.date)),
        _ => None,
    })?;
    Some(Progression { called_on: block, dated_to: dated_to(block), ground })
}

/// The time from the first response to the progression; `None` where no response came before it.
fn spell(rows: &[CriteriaRow], progression: Option<Date>, responds: impl Fn(&CriteriaRow) -> bool) -> Option<Spell> {
    let first = rows.iter().find(|row| responds(row) && progression.is_none_or(|date| row.date < date))?;
    let to = progression.or_else(|| rows.last().map(|row| row.date))?;
    Some(Spell { from: first.date, to, ended: progression.is_some() })
}
