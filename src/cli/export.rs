//! `reassess export`: a case written to a file.

use super::args::ExportOptions;
use super::criteria::shipped_rules;
use super::output::{say, write_file};
use super::{Exit, Io, assess, input, json};
use crate::app::command::ExportKind;
use crate::app::export::{self, ExportRequest};
use crate::app::view::View;
use crate::chart::Audience;
use crate::domain::Case;
use crate::exchange::csv_out::sizes_table;
use crate::store::system_fonts;

/// What the ending of a file asks for.
enum Format {
    /// The sizes as a table.
    Sizes,
    /// The chart as of the last visit, or a page.
    Drawn(ExportKind),
    /// The assessment of the last visit.
    Assessment,
}

pub(super) fn run(options: &ExportOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let ending = options.to.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let format = match ending.as_str() {
        "csv" => Format::Sizes,
        "svg" => Format::Drawn(ExportKind::Svg),
        "png" => Format::Drawn(ExportKind::Png),
        "pdf" => Format::Drawn(match options.audience {
            Audience::Owner => ExportKind::Handout,
            Audience::Clinician => ExportKind::Report,
        }),
        "json" => Format::Assessment,
        _ => {
            say(
                io,
                &format!(
                    "reassess: this version exports .pdf, .csv, .svg, .png and .json, not “{}”",
                    options.to.display()
                ),
            );
            return Err(Exit::Usage);
        }
    };
    let case = input::read_case(&options.input, io)?;
    if !options.force && io.disk.metadata(&options.to).is_ok() {
        say(io, &format!("reassess: {} exists; replace it with --force", options.to.display()));
        return Err(Exit::NotWritten);
    }
    let rules = shipped_rules(io)?;
    let bytes = match format {
        Format::Sizes => sizes_table(&case).into_bytes(),
        Format::Drawn(kind) => drawn(&case, kind, options, io)?,
        Format::Assessment => json::assessment_text(&case, &assess::last(&case, rules), rules).into_bytes(),
    };
    write_file(io, &options.to, &bytes)?;
    if matches!(format, Format::Sizes) {
        let alarms: usize = case.visits().iter().map(|visit| visit.signs.alarms.len()).sum();
        let left_out = case.events().len() + alarms;
        if left_out > 0 {
            say(io, &format!("reassess: a sizes table has no room for events and alarms; left out: {left_out}"));
        }
    }
    Ok(())
}

/// A chart or a page; what cannot be drawn is said.
fn drawn(case: &Case, kind: ExportKind, options: &ExportOptions, io: &mut Io<'_>) -> Result<Vec<u8>, Exit> {
    let rules = shipped_rules(io)?;
    let request = ExportRequest { kind, paper: options.paper, made_on: options.made_on.unwrap_or(io.today) };
    let disk = io.disk;
    let fonts = |letters: &_| system_fonts::with_letters(disk, &system_fonts::system_folders(), letters);
    export::bytes(case, request, View::default(), rules, fonts).map_err(|error| {
        say(io, &format!("reassess: {error}"));
        Exit::Refused
    })
}
