//! `reassess export`: a case written to a file.

use std::path::Path;

use super::args::ExportOptions;
use super::criteria::shipped_rules;
use super::output::{keep_what_is_there, say, write_file};
use super::{Exit, Io, assess, input, json};
use crate::app::command::ExportKind;
use crate::app::export::{self, ExportRequest};
use crate::app::standards::{self, Exported};
use crate::app::view::View;
use crate::chart::Audience;
use crate::domain::Case;
use crate::exchange::csv_out::sizes_table;
use crate::exchange::ics;
use crate::explain::calendar;
use crate::store::system_fonts;

/// What the ending of a file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// The sizes as a table.
    Sizes,
    /// The chart as of the last visit.
    Drawn(ExportKind),
    /// The page of the audience that the options name.
    Page,
    /// The assessment of the last visit.
    Assessment,
    /// A FHIR bundle.
    Fhir,
    /// The tumor domains of SDTM.
    Sdtm,
    /// The recheck dates still to come.
    Calendar,
}

/// The endings with what they ask for; a longer one stands before the one it ends with.
const FORMATS: [(&str, Format); 8] = [
    (".fhir.json", Format::Fhir),
    (".sdtm.zip", Format::Sdtm),
    (".pdf", Format::Page),
    (".csv", Format::Sizes),
    (".svg", Format::Drawn(ExportKind::Svg)),
    (".png", Format::Drawn(ExportKind::Png)),
    (".json", Format::Assessment),
    (".ics", Format::Calendar),
];

pub(super) fn run(options: &ExportOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let Some(format) = format_of(&options.to) else {
        let endings = FORMATS.map(|(ending, _)| ending).join(", ");
        say(io, &format!("reassess: this version exports {endings}, not “{}”", options.to.display()));
        return Err(Exit::Usage);
    };
    let case = input::read_case(&options.input, io)?;
    keep_what_is_there(io, &options.to, options.force)?;
    let exported = exported(&case, format, options, io)?;
    write_file(io, &options.to, &exported.bytes)?;
    for sentence in &exported.left_out {
        say(io, &format!("reassess: {sentence}"));
    }
    Ok(())
}

fn format_of(path: &Path) -> Option<Format> {
    let name = path.file_name()?.to_string_lossy().to_lowercase();
    FORMATS.iter().find(|(ending, _)| name.ends_with(ending)).map(|(_, format)| *format)
}

/// The bytes of the file; what cannot be made is said.
fn exported(case: &Case, format: Format, options: &ExportOptions, io: &mut Io<'_>) -> Result<Exported, Exit> {
    let rules = shipped_rules(io)?;
    let whole = |bytes: Vec<u8>| Exported { bytes, left_out: Vec::new() };
    Ok(match format {
        Format::Sizes => Exported { left_out: left_out_of_sizes(case), ..whole(sizes_table(case).into_bytes()) },
        Format::Drawn(kind) => whole(drawn(case, kind, options, io)?),
        Format::Page => {
            let kind = match options.audience {
                Audience::Owner => ExportKind::Handout,
                Audience::Clinician => ExportKind::Report,
            };
            whole(drawn(case, kind, options, io)?)
        }
        Format::Assessment => whole(json::assessment_text(case, &assess::last(case, rules), None, rules).into_bytes()),
        Format::Calendar => {
            let entries = calendar(case, &assess::last(case, rules), io.today);
            if entries.is_empty() {
                say(io, "reassess: there is no date ahead to put in a calendar; see reassess assess");
                return Err(Exit::Refused);
            }
            whole(ics::calendar(case, &entries, io.today).into_bytes())
        }
        Format::Fhir => standards::fhir(case),
        Format::Sdtm => standards::sdtm(case, rules).map_err(|error| {
            say(io, &format!("reassess: {} could not be made: {error}", options.to.display()));
            Exit::NotWritten
        })?,
    })
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

fn left_out_of_sizes(case: &Case) -> Vec<String> {
    let alarms: usize = case.visits().iter().map(|visit| visit.signs.alarms.len()).sum();
    let left_out = case.events().len() + alarms;
    let mut lines = Vec::new();
    if left_out > 0 {
        lines.push(format!("a sizes table has no room for events and alarms; left out: {left_out}"));
    }
    let measurements = case.visits().iter().flat_map(|visit| visit.measurements.values());
    let means = measurements.filter(|own| own.repeats.is_some()).count();
    if means > 0 {
        lines.push(format!(
            "a sizes table holds one size a lesion and visit; means of repeated readings written: {means}"
        ));
    }
    lines
}
