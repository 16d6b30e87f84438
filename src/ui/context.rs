//! What a panel may see: everything, read only. What it may do: push commands.

use crate::app::command::Command;
use crate::app::derived::Derived;
use crate::app::session::Session;
use crate::domain::Case;

/// The state a panel draws from and the list it pushes commands to.
pub struct Panel<'a> {
    /// The state.
    pub session: &'a Session,
    /// What follows from it.
    pub derived: &'a Derived,
    /// What the user asked for in this frame.
    pub commands: &'a mut Vec<Command>,
}

impl Panel<'_> {
    /// The committed case.
    pub fn case(&self) -> &Case {
        self.session.document.case()
    }

    /// Asks for something.
    pub fn send(&mut self, command: Command) {
        self.commands.push(command);
    }
}
