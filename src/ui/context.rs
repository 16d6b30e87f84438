//! What a panel may see: everything, read only. What it may do: push commands.

use crate::app::command::Command;
use crate::app::derived::Derived;
use crate::app::session::Session;
use crate::domain::{Case, Dated};

/// The state a panel draws from and the list it pushes commands to.
pub(super) struct Panel<'a> {
    /// The state.
    pub(super) session: &'a Session,
    /// What follows from it.
    pub(super) derived: &'a Derived,
    /// What the user asked for in this frame.
    pub(super) commands: &'a mut Vec<Command>,
}

impl Panel<'_> {
    /// The committed case.
    pub(super) fn case(&self) -> &Case {
        self.session.document.case()
    }

    /// The committed case with its dates in the form chosen.
    pub(super) fn dated(&self) -> Dated<'_> {
        self.session.dated()
    }

    /// Asks for something.
    pub(super) fn send(&mut self, command: Command) {
        self.commands.push(command);
    }
}
