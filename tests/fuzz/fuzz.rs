//! The coverage-guided runner: `REASSESS_FUZZ=csv fuzz tests/fuzz/corpus/csv`.
//!
//! The rooms under test are compiled into this one crate, so that they alone carry the coverage counters and neither the
//! window nor its hundreds of crates are built.
#![no_main]
#![allow(missing_docs, dead_code, unused_imports, unreachable_pub, reason = "the rooms are a part of the program here")]

extern crate self as reassess;

use std::sync::LazyLock;

#[path = "../../src/domain/mod.rs"]
pub mod domain;
#[path = "../../src/rules/mod.rs"]
pub mod rules;
#[path = "../../src/series/mod.rs"]
pub mod series;
#[path = "../../src/criteria/mod.rs"]
pub mod criteria;
#[path = "../../src/forecast/mod.rs"]
pub mod forecast;
#[path = "../../src/assess/mod.rs"]
pub mod assess;
#[path = "../../src/chart/mod.rs"]
pub mod chart;
#[path = "../../src/explain/mod.rs"]
pub mod explain;
#[path = "../../src/exchange/mod.rs"]
pub mod exchange;
#[path = "../../src/store/mod.rs"]
pub mod store;
#[path = "."]
pub mod app {
    #[path = "../../src/app/block.rs"]
    pub mod block;
    #[path = "../../src/app/dates.rs"]
    pub mod dates;
    #[path = "../../src/app/edit.rs"]
    pub mod edit;
    #[path = "../../src/app/kind.rs"]
    pub mod kind;
    #[path = "../../src/app/slip.rs"]
    pub mod slip;
}
/// The two small types of the pages that settings and fonts name; the pages themselves need the drawing crates.
#[path = "."]
pub mod report {
    #[path = "../../src/report/paper.rs"]
    mod paper;
    pub use paper::Paper;

    #[derive(Clone, Debug)]
    pub struct FontFile {
        pub bytes: std::sync::Arc<Vec<u8>>,
        pub index: u32,
    }
}
mod targets;

static TARGET: LazyLock<targets::Target> = LazyLock::new(|| {
    let wanted = std::env::var("REASSESS_FUZZ").expect("REASSESS_FUZZ names the target");
    targets::TARGETS.iter().find(|(name, _)| *name == wanted).expect("a target of this name").1
});

libfuzzer_sys::fuzz_target!(|data: &[u8]| (*TARGET)(data));
