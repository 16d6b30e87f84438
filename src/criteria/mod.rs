//! Response criteria as exact, pure state machines over one shared vocabulary.

pub mod evaluate;
mod reason;
mod vocabulary;

pub use evaluate::evaluate;
pub use reason::Reason;
pub use vocabulary::{
    Burden, CriteriaRow, CriteriaTable, Driver, IrecistFlag, IrecistRow, IrecistState, Irrc, Overall, Percent,
    TargetResponse,
};
