//! `reassess export`: a case written to a file.

use super::args::ExportOptions;
use super::criteria::shipped_rules;
use super::output::{say, write_file};
use super::{Exit, Io, assess, input, json};
use crate::app::command::ExportKind;
use crate::app::export;
use crate::app::view::View;

/// What the ending of a file asks for.
enum Format {
    /// What the window exports too.
    Window(ExportKind),
    /// The assessment of the last visit.
    Assessment,
}

pub(super) fn run(options: &ExportOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let ending = options.to.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let format = match ending.as_str() {
        "csv" => Format::Window(ExportKind::Csv),
        "svg" => Format::Window(ExportKind::Svg),
        "json" => Format::Assessment,
        _ => {
            say(io, &format!("reassess: this version exports .csv, .svg and .json, not “{}”", options.to.display()));
            return Err(Exit::Usage);
        }
    };
    let case = input::read_case(&options.input, io)?;
    if !options.force && io.disk.metadata(&options.to).is_ok() {
        say(io, &format!("reassess: {} exists; replace it with --force", options.to.display()));
        return Err(Exit::NotWritten);
    }
    let rules = shipped_rules(io)?;
    let last = assess::last(&case, rules);
    let content = match &format {
        // The day of the last visit stands for today, so that a file does not depend on when it was made.
        Format::Window(kind) => export::bytes(&case, *kind, View::default(), rules, last.as_of),
        Format::Assessment => json::assessment_text(&case, &last).into_bytes(),
    };
    write_file(io, &options.to, &content)?;
    if matches!(format, Format::Window(ExportKind::Csv)) {
        let alarms: usize = case.visits().iter().map(|visit| visit.signs.alarms.len()).sum();
        let left_out = case.events().len() + alarms;
        if left_out > 0 {
            say(io, &format!("reassess: a sizes table has no room for events and alarms; left out: {left_out}"));
        }
    }
    Ok(())
}
