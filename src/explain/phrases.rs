//! Every sentence of a verdict, for both voices.
//!
//! Short, with units; no certainty that is not there; no number without whom it was counted in.

mod clues;
mod criteria;
mod decision;
mod findings;
mod futures;
mod kinetics;
mod outcomes;
mod outlook;
mod owner;
mod plan;
mod readings;
mod reopened;
mod verdict;

pub(super) use clues::*;
pub(super) use criteria::*;
pub(super) use decision::*;
pub(super) use findings::*;
pub(super) use futures::*;
pub(super) use kinetics::*;
pub(super) use outcomes::*;
pub(super) use outlook::*;
pub(super) use owner::*;
pub(super) use plan::*;
pub(super) use readings::*;
pub(super) use reopened::*;
pub(super) use verdict::*;
