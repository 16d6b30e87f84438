//! Response criteria as exact, pure state machines over one shared vocabulary.

pub mod evaluate;
pub mod history;
pub mod irecist;
pub mod irrc;
pub mod measurable;
mod new_growth;
pub mod new_lesions;
mod reason;
pub mod recist;
pub mod selection;
pub mod target;
mod vocabulary;

pub use evaluate::{evaluate, evaluate_series};
pub use reason::Reason;
pub use vocabulary::{
    Burden, CriteriaRow, CriteriaTable, Driver, IrecistFlag, IrecistRow, IrecistState, Irrc, Overall, Percent,
    TargetResponse,
};
