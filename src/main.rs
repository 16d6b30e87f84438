//! The `reassess` program: arguments to a window or a command.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

use reassess::cli::{self, Exit, Io, Request};
use reassess::store::RealDisk;

fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let progress = err.is_terminal();
    let mut io = Io { out: &mut out, err: &mut err, disk: &RealDisk, progress };
    let exit = match cli::parse(std::env::args_os(), &mut io) {
        Ok(Request::Command(command)) => cli::run(*command, &mut io),
        Ok(Request::Window(case)) if has_display() => return open_window(case),
        Ok(_) => cli::no_display(&mut io),
        Err(exit) => exit,
    };
    exit.into()
}

/// Whether a window can be opened; only Linux and its kin can be without a display.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Opens the window, on a case where one is named.
fn open_window(case: Option<PathBuf>) -> ExitCode {
    // The window is not part of this version yet; its room fills this in.
    drop(case);
    ExitCode::from(Exit::NoDisplay)
}
