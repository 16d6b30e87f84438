//! The `reassess` program: arguments to a window or a command.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use reassess::cli::{self, Io, Request};
use reassess::rules::Rules;
use reassess::store::RealDisk;
use reassess::ui;

fn main() -> ExitCode {
    let (mut out, mut err) = (io::stdout(), io::stderr());
    let progress = err.is_terminal();
    let mut io = Io { out: &mut out, err: &mut err, disk: &RealDisk, today: today(), progress };
    let exit = match cli::parse(std::env::args_os(), &mut io) {
        Ok(Request::Command(command)) => cli::run(*command, &mut io),
        Ok(Request::Window(case)) if has_display() => return open_window(case.as_deref()),
        Ok(_) => cli::no_display(&mut io),
        Err(exit) => exit,
    };
    exit.into()
}

/// The local day.
#[expect(clippy::disallowed_methods, reason = "the command line's one look at the clock")]
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

/// Whether a window can be opened; only Linux and its kin can be without a display.
fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}

/// Opens the window, on a case where one is named.
///
/// `REASSESS_HOME` puts settings and unsaved work elsewhere; `REASSESS_RENDERER` (glow, wgpu) names the one to try
/// first.
fn open_window(case: Option<&Path>) -> ExitCode {
    let rules = match Rules::shipped() {
        Ok(rules) => rules,
        Err(error) => {
            // A test reads the shipped rules, so this stands only for a binary that was tampered with.
            writeln!(io::stderr(), "reassess: {error}").ok();
            return ExitCode::FAILURE;
        }
    };
    let home = std::env::var_os("REASSESS_HOME").filter(|home| !home.is_empty()).map(PathBuf::from);
    let renderer = std::env::var("REASSESS_RENDERER").ok();
    ui::run(rules, case, home.as_deref(), renderer.as_deref())
}
