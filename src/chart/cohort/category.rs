//! Best responses by color and form.

use super::super::model::{Fill, KeyItem, Symbol};
use super::super::palette::Role;
use super::{Drawn, words};
use crate::criteria::IrecistState;

/// A best overall response by iRECIST, as plots show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Category {
    Complete,
    Partial,
    Stable,
    Unconfirmed,
    Confirmed,
    NotEvaluable,
}

impl Category {
    const ALL: [Self; 6] =
        [Self::Complete, Self::Partial, Self::Stable, Self::Unconfirmed, Self::Confirmed, Self::NotEvaluable];

    pub(super) const fn of(best: Option<IrecistState>) -> Self {
        match best {
            Some(IrecistState::ICr) => Self::Complete,
            Some(IrecistState::IPr) => Self::Partial,
            Some(IrecistState::ISd) => Self::Stable,
            Some(IrecistState::IUpd) => Self::Unconfirmed,
            Some(IrecistState::ICpd) => Self::Confirmed,
            Some(IrecistState::Ne | IrecistState::NonIcrNonIupd) | None => Self::NotEvaluable,
        }
    }

    pub(super) const fn role(self) -> Role {
        match self {
            Self::Complete | Self::Partial => Role::Response,
            Self::Stable => Role::InkSoft,
            Self::Unconfirmed => Role::Unconfirmed,
            Self::Confirmed => Role::Growth,
            Self::NotEvaluable => Role::Error,
        }
    }

    pub(super) const fn form(self) -> (Symbol, Fill) {
        match self {
            Self::Complete => (Symbol::Circle, Fill::Solid),
            Self::Partial => (Symbol::Circle, Fill::Open),
            Self::Stable => (Symbol::Square, Fill::Open),
            Self::Unconfirmed => (Symbol::TriangleUp, Fill::Open),
            Self::Confirmed => (Symbol::TriangleUp, Fill::Solid),
            Self::NotEvaluable => (Symbol::Cross, Fill::Open),
        }
    }

    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Complete => "complete response",
            Self::Partial => "partial response",
            Self::Stable => "stable disease",
            Self::Unconfirmed => "unconfirmed progression",
            Self::Confirmed => "confirmed progression",
            Self::NotEvaluable => "not evaluable",
        }
    }
}

/// The categories that are there, each with how many of how many.
pub(super) fn key(drawn: &[Drawn<'_>]) -> Vec<KeyItem> {
    let items = Category::ALL.into_iter().filter_map(|category| {
        let counted = words::part_of(drawn, |own| own.category() == category)?;
        Some(KeyItem {
            role: category.role(),
            symbol: category.form(),
            words: format!("best: {}, {counted}", category.words()),
        })
    });
    items.collect()
}
