//! Which one thing seen moves the share of growth most, each way.

use super::ledger::LedgerRow;
use super::table::NEXT_TO_NOTHING;
use super::verdict::Weighing;
use crate::rules::Clue;

/// What moves the share of growth by less than this, of one, is not named.
const LEAST_MOVE: f64 = 0.005;

/// The strongest reasons for and against growth among what was seen; what is so before looking is not among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Strongest {
    /// The clue without which growth would have the smallest share; `None` where none raises it.
    pub for_growth: Option<Clue>,
    /// What lowers the share of growth most; `None` where nothing does.
    pub against_growth: Option<Against>,
}

/// A reason against growth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Against {
    /// That the true size may be under the progression line.
    MeasurementError,
    /// A clue that favors swelling.
    Clue(Clue),
}

/// Leaves out each row of the sum, and then measurement error, and compares the share of growth without it.
///
/// The caps of the posterior are left aside, since a held posterior would make every clue look idle.
pub fn strongest(weighing: &Weighing, ledger: &[LedgerRow]) -> Strongest {
    let log_odds = (weighing.prior / (1.0 - weighing.prior)).ln() + weighing.evidence_sum;
    let growth_at = |log_odds: f64| 1.0 / (1.0 + log_odds.exp());
    let real = 1.0 - weighing.p_noise;
    let growth = real * growth_at(log_odds);
    let raised = |row: &LedgerRow| {
        let weight = if row.undamped { weighing.size_weight } else { weighing.damping };
        growth - real * growth_at(log_odds - weight * row.lr.ln())
    };
    // What the table calls next to no evidence is no reason.
    let tells = |row: &&LedgerRow| row.used && row.lr.ln().abs() >= NEXT_TO_NOTHING.ln();
    let moves: Vec<(f64, Clue)> = ledger.iter().filter(tells).map(|row| (raised(row), row.clue)).collect();
    let by_error = growth_at(log_odds) - growth;
    let clues = moves.iter().map(|(raised, clue)| (-raised, Against::Clue(*clue)));
    Strongest {
        for_growth: largest(moves.iter().copied()),
        against_growth: largest(clues.chain([(by_error, Against::MeasurementError)])),
    }
}

/// The reason with the largest move, the first of equals.
fn largest<T>(moves: impl Iterator<Item = (f64, T)>) -> Option<T> {
    let worth_naming = moves.filter(|(by, _)| *by >= LEAST_MOVE);
    worth_naming.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, what)| what)
}
