//! The app without a toolkit: document, commands, undo, effects and their events, derived results.

pub mod document;
pub mod edit;
pub mod draft;
pub mod block;
pub mod slip;
mod kind;
pub mod dates;
pub mod view;
pub mod words;
pub mod rules_table;
pub mod derived;
pub mod export;
pub mod paper;
pub mod files;
pub mod compare;
pub mod library;
pub mod dialog;
pub mod command;
pub mod event;
pub mod session;
pub mod standards;
pub mod table;
pub mod perform;
mod watch;
