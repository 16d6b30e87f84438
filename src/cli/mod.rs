//! The command line: assess, cohort, outcomes, plots, deidentify, criteria, validate and export, the same library without a window.
//!
//! Everything is written to the handles of [`Io`], so that a test runs a command as the program does.

mod args;
mod assess;
mod cohort;
mod columns;
mod criteria;
mod deidentify;
mod export;
mod forecast;
mod input;
mod json;
mod outcomes;
mod output;
mod plots;
mod validate;
mod why;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use self::args::Command;
use jiff::civil::Date;

use crate::store::Disk;

/// What a command reads and writes through.
pub struct Io<'a> {
    /// Results.
    pub out: &'a mut (dyn Write + Send),
    /// All else.
    pub err: &'a mut (dyn Write + Send),
    /// Files.
    pub disk: &'a dyn Disk,
    /// The day it is, which a page names as the day it was made on.
    pub today: Date,
    /// Whether standard error is a terminal that a progress bar may be drawn on.
    pub progress: bool,
}

/// How a command ended; the numbers are the exit codes of `CONTRACTS.md` 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The input was refused.
    Refused = 1,
    /// Wrong usage.
    Usage = 2,
    /// No display.
    NoDisplay = 3,
    /// A file could not be written.
    NotWritten = 4,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What the arguments ask for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Request {
    /// The window, on a case where one is named.
    Window(Option<PathBuf>),
    /// A command.
    Command(Box<CommandRequest>),
}

/// A command with its options.
#[derive(Clone, Debug, PartialEq)]
pub struct CommandRequest(Command);

/// Reads the arguments, the name of the program first.
///
/// # Errors
/// How to end, where help or the version was asked for or the usage is wrong; the text is then written.
pub fn parse(args: impl IntoIterator<Item = OsString>, io: &mut Io<'_>) -> Result<Request, Exit> {
    args::parse(args).map_err(|shown| {
        let text = shown.render().to_string();
        if shown.use_stderr() {
            output::say(io, text.trim_end());
            Exit::Usage
        } else {
            output::result(io, &text)
        }
    })
}

/// Runs a command.
pub fn run(request: CommandRequest, io: &mut Io<'_>) -> Exit {
    let ended = match request.0 {
        Command::Assess(options) => assess::run(&options, io),
        Command::Cohort(options) => cohort::run(&options, io),
        Command::Outcomes(options) => outcomes::run(&options, io),
        Command::Plots(options) => plots::run(&options, io),
        Command::Deidentify(options) => deidentify::run(&options, io),
        Command::Criteria(options) => criteria::run(&options, io),
        Command::Validate(options) => validate::run(&options, io),
        Command::Export(options) => export::run(&options, io),
    };
    ended.err().unwrap_or(Exit::Done)
}

/// Says that there is no display and what works without one.
pub fn no_display(io: &mut Io<'_>) -> Exit {
    output::say(
        io,
        "reassess: there is no display for the window; these commands work without one: \
         assess, cohort, outcomes, plots, deidentify, criteria, validate, export (see reassess --help)",
    );
    Exit::NoDisplay
}
