//! Random edits of a case, as a clinic makes them; the generator of the model test and of `benches/long_use.rs`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use jiff::ToSpan as _;
use jiff::civil::date;
use reassess::app::edit::Edit;
use reassess::domain::{Case, Lesion, Patient};

/// A small source of chance that a seed repeats (Steele, Lea and Flood 2014, `SplitMix64`).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number from 0 to below `limit`.
    pub(crate) const fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// The edit of this number on a case of at most 20 lesions and 300 visits; some are refused, as a second visit on a day.
pub(crate) fn random_edit(dice: &mut Dice, now: &Case, number: u64) -> Edit {
    let day = date(2026, 1, 1) + i64::try_from(dice.below(300)).unwrap().days();
    let visit = now.visits().len().checked_sub(1).map(|last| {
        let place = usize::try_from(dice.below(last as u64 + 1)).unwrap();
        now.visits()[place].clone()
    });
    match (dice.below(8), visit, now.lesions().first()) {
        (0 | 1, _, None) | (0, ..) if now.lesions().len() < 20 => {
            Edit::AddLesion(Lesion::target(now.fresh_lesion_id(), format!("T{number}")))
        }
        (1, ..) => Edit::SetPatient(Patient { name: format!("Bella {number}"), ..now.patient.clone() }),
        (2, ..) => Edit::SetNotes(format!("note {number}")),
        (3, Some(visit), _) => Edit::RemoveVisit(visit.date),
        (4, Some(mut visit), _) => {
            visit.note = format!("seen {number}");
            Edit::SetVisit { visit: Box::new(visit), what: "note".to_owned() }
        }
        (5 | 6, Some(visit), Some(lesion)) => Edit::SetSize {
            date: visit.date,
            lesion: lesion.id,
            text: format!("{} x {}", 10 + dice.below(40), 5 + dice.below(5)),
        },
        // Some of these are refused, because there is a visit on that day; the model then does not change either.
        _ => Edit::AddVisit(day),
    }
}
