//! Keyboard shortcuts: one list for the keys, the menus and the page of help.

use eframe::egui::{Key, KeyboardShortcut, Modifiers};

use crate::app::command::{Command, ExportKind, HelpPage, LibraryCommand};
use crate::chart::Audience;

const SHIFT_COMMAND: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// A new case.
pub const NEW: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::N);
/// Open.
pub const OPEN: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::O);
/// The library.
pub const LIBRARY: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::L);
/// Import.
pub const IMPORT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::I);
/// Save.
pub const SAVE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::S);
/// Save as.
pub const SAVE_AS: KeyboardShortcut = KeyboardShortcut::new(SHIFT_COMMAND, Key::S);
/// Export as CSV.
pub const EXPORT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::E);
/// Print the report.
pub const PRINT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::P);
/// Undo.
pub const UNDO: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Z);
/// Redo.
pub const REDO: KeyboardShortcut = KeyboardShortcut::new(SHIFT_COMMAND, Key::Z);
/// Redo, as Windows has it.
pub const REDO_Y: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Y);
/// Quit.
pub const QUIT: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Q);
/// The owner view.
pub const OWNER: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::F5);
/// The list of every command.
pub const PALETTE: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::K);
/// The settings.
pub const SETTINGS: KeyboardShortcut = KeyboardShortcut::new(Modifiers::COMMAND, Key::Comma);
/// The page of shortcuts.
pub const HELP: KeyboardShortcut = KeyboardShortcut::new(Modifiers::NONE, Key::F1);

/// Every shortcut with its words and what it asks for.
///
/// Those with more modifier keys stand first, so that Ctrl+Shift+Z is not taken for Ctrl+Z.
pub fn all() -> Vec<(KeyboardShortcut, &'static str, Command)> {
    vec![
        (REDO, "Redo", Command::Redo),
        (SAVE_AS, "Save as", Command::SaveAs),
        (NEW, "New case", Command::New),
        (OPEN, "Open", Command::OpenDialog),
        (LIBRARY, "Library of cases", Command::Library(LibraryCommand::Show)),
        (IMPORT, "Import sizes", Command::ImportDialog),
        (SAVE, "Save", Command::Save),
        (EXPORT, "Export sizes as CSV", Command::ExportDialog(ExportKind::Csv)),
        (PRINT, "Print the report", Command::Print(Audience::Clinician)),
        (UNDO, "Undo", Command::Undo),
        (REDO_Y, "Redo", Command::Redo),
        (OWNER, "Owner view", Command::ShowOwner(true)),
        (PALETTE, "Every command", Command::Palette),
        (SETTINGS, "Settings", Command::SettingsPage),
        (HELP, "Keyboard shortcuts", Command::Help(HelpPage::Shortcuts)),
    ]
}
