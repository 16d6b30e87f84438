//! Every sentence of a verdict, for both voices.
//!
//! Short, with units; no certainty that is not there; no number without whom it was counted in.

mod clues;
mod criteria;
mod findings;
mod futures;
mod kinetics;
mod outlook;
mod owner;
mod plan;
mod verdict;

pub(super) use clues::*;
pub(super) use criteria::*;
pub(super) use findings::*;
pub(super) use futures::*;
pub(super) use kinetics::*;
pub(super) use outlook::*;
pub(super) use owner::*;
pub(super) use plan::*;
pub(super) use verdict::*;
