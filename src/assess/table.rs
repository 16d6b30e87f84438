//! The three-row table: timing, symptoms, imaging.

use super::ledger::{ClueSummary, Lean, LedgerRow, ThreeClues};
use crate::rules::ClueGroup;

/// Under this ratio (or over its inverse) a row says next to nothing and leans neither way.
pub(super) const NEXT_TO_NOTHING: f64 = 1.15;

/// Sums the rows of each group, those used.
pub(super) fn three_clues(ledger: &[LedgerRow]) -> ThreeClues {
    ThreeClues {
        timing: summary(ledger, ClueGroup::Timing),
        symptoms: summary(ledger, ClueGroup::Symptoms),
        imaging: summary(ledger, ClueGroup::Imaging),
    }
}

fn summary(ledger: &[LedgerRow], group: ClueGroup) -> ClueSummary {
    let rows = || ledger.iter().filter(move |row| row.clue.group() == group);
    if rows().next().is_none() {
        return ClueSummary { lean: Lean::NotRecorded, ln_lr: 0.0, tier: None };
    }
    let ln_lr: f64 = rows().filter(|row| row.used).map(|row| row.lr.ln()).sum();
    let lean = if ln_lr >= NEXT_TO_NOTHING.ln() {
        Lean::Swelling
    } else if ln_lr <= -NEXT_TO_NOTHING.ln() {
        Lean::Growth
    } else {
        Lean::Neither
    };
    ClueSummary { lean, ln_lr, tier: rows().map(|row| row.tier).max() }
}
