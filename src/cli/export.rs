//! `reassess export`: a case written to a file.

use super::args::ExportOptions;
use super::criteria::shipped_rules;
use super::output::{say, write_file};
use super::{Exit, Io, assess, input, json};
use crate::app::export::chart_svg;
use crate::app::view::View;
use crate::exchange::csv_out::sizes_table;

/// What the ending of a file asks for.
enum Format {
    /// The sizes as a table.
    Sizes,
    /// The chart as of the last visit.
    Chart,
    /// The assessment of the last visit.
    Assessment,
}

pub(super) fn run(options: &ExportOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let ending = options.to.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let format = match ending.as_str() {
        "csv" => Format::Sizes,
        "svg" => Format::Chart,
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
    let text = match format {
        Format::Sizes => sizes_table(&case),
        Format::Chart => chart_svg(&case, View::default(), rules),
        Format::Assessment => json::assessment_text(&case, &assess::last(&case, rules), rules),
    };
    write_file(io, &options.to, text.as_bytes())?;
    if matches!(format, Format::Sizes) {
        let alarms: usize = case.visits().iter().map(|visit| visit.signs.alarms.len()).sum();
        let left_out = case.events().len() + alarms;
        if left_out > 0 {
            say(io, &format!("reassess: a sizes table has no room for events and alarms; left out: {left_out}"));
        }
    }
    Ok(())
}
