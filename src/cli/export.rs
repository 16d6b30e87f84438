//! `reassess export`: a case written to a file.

use std::path::Path;

use super::args::ExportOptions;
use super::criteria::shipped_rules;
use super::output::{keep_what_is_there, say, write_file};
use super::{Exit, Io, assess, input, json};
use crate::app::command::ExportKind;
use crate::app::export::{self, ExportError, ExportRequest, Exported};
use crate::app::view::View;
use crate::chart::Audience;
use crate::domain::Case;
use crate::explain::calendar;
use crate::store::system_fonts;

/// What the ending of a file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// A file as the window makes it.
    Of(ExportKind),
    /// The page of the audience that the options name.
    Page,
    /// The assessment of the last visit.
    Assessment,
    /// The recheck dates still to come.
    Calendar,
}

/// The endings with what they ask for; a longer one stands before the one it ends with.
const FORMATS: [(&str, Format); 8] = [
    (".fhir.json", Format::Of(ExportKind::Fhir)),
    (".sdtm.zip", Format::Of(ExportKind::Sdtm)),
    (".pdf", Format::Page),
    (".csv", Format::Of(ExportKind::Csv)),
    (".svg", Format::Of(ExportKind::Svg)),
    (".png", Format::Of(ExportKind::Png)),
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

/// The file; what cannot be made is said.
fn exported(case: &Case, format: Format, options: &ExportOptions, io: &mut Io<'_>) -> Result<Exported, Exit> {
    let rules = shipped_rules(io)?;
    match format {
        Format::Of(kind) => made(case, kind, options, io),
        Format::Page => {
            let kind = match options.audience {
                Audience::Owner => ExportKind::Handout,
                Audience::Clinician => ExportKind::Report,
            };
            made(case, kind, options, io)
        }
        Format::Assessment => {
            let text = json::assessment_text(case, &assess::last(case, rules), None, rules);
            Ok(Exported { bytes: text.into_bytes(), left_out: Vec::new() })
        }
        Format::Calendar => {
            if calendar(case, &assess::last(case, rules), io.today).is_empty() {
                say(io, "reassess: there is no date ahead to put in a calendar; see reassess assess");
                return Err(Exit::Refused);
            }
            made(case, ExportKind::Calendar, options, io)
        }
    }
}

/// A file as the window makes it; what cannot be made is said.
fn made(case: &Case, kind: ExportKind, options: &ExportOptions, io: &mut Io<'_>) -> Result<Exported, Exit> {
    let rules = shipped_rules(io)?;
    let made_on = match kind {
        ExportKind::Handout | ExportKind::Report => options.made_on.unwrap_or(io.today),
        _ => io.today,
    };
    let request = ExportRequest { kind, paper: options.paper, made_on };
    let disk = io.disk;
    let fonts = |letters: &_| system_fonts::with_letters(disk, &system_fonts::system_folders(), letters);
    export::file(case, request, View::default(), rules, fonts).map_err(|error| match error {
        ExportError::Report(error) => {
            say(io, &format!("reassess: {error}"));
            Exit::Refused
        }
        ExportError::Archive(error) => {
            say(io, &format!("reassess: {} could not be made: {error}", options.to.display()));
            Exit::NotWritten
        }
    })
}
