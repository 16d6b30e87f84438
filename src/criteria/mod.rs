//! Response criteria as exact, pure state machines over one shared vocabulary.

mod consecutive;
pub mod evaluate;
pub mod further;
pub mod history;
pub mod irecist;
pub mod irrc;
pub mod irrecist;
pub mod itrecist;
pub mod measurable;
mod new_growth;
pub mod new_lesions;
pub mod outcome;
mod reason;
pub mod recist;
pub mod selection;
pub mod target;
pub mod vcog_lymphoma;
mod vocabulary;
pub mod who;

pub use evaluate::{evaluate, evaluate_series};
pub use further::{FurtherRow, further};
pub use itrecist::ItRecistRow;
pub use outcome::{Ground, Outcome, Progression, Spell, outcome};
pub use reason::Reason;
pub use vocabulary::{
    Burden, CriteriaRow, CriteriaTable, Driver, IrecistFlag, IrecistRow, IrecistState, Irrc, Overall, Percent,
    TargetResponse,
};
