//! Response criteria as exact, pure state machines over one shared vocabulary.

mod vocabulary;

pub use vocabulary::{
    Burden, CriteriaRow, CriteriaTable, Driver, IrecistFlag, IrecistRow, IrecistState, Irrc, Overall, Percent,
    TargetResponse,
};
