//! The arguments (`CONTRACTS.md` 3), read with clap's builder.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, value_parser};
use jiff::civil::Date;

use super::{CommandRequest, Request};
use crate::app::command::ExportKind;
use crate::chart::Audience;
use crate::domain::{Species, TherapyClass};
use crate::exchange::{DateOrder, ExcelDates, Mapping, ReadOptions, read_date};
use crate::report::Paper;
use crate::store::tokens::Token as _;

/// A command with its options.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Command {
    Assess(AssessOptions),
    Cohort(CohortOptions),
    Outcomes(OutcomesOptions),
    Plots(PlotsOptions),
    Deidentify(DeidentifyOptions),
    Criteria(CriteriaOptions),
    Validate(ValidateOptions),
    Export(ExportOptions),
}

/// How a table is read.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct TableOptions {
    pub(super) table: PathBuf,
    pub(super) read: ReadOptions,
    /// Any problem refuses the table.
    pub(super) strict: bool,
    pub(super) patients: Option<PathBuf>,
    pub(super) events: Option<PathBuf>,
}

/// Which visits are assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum AsOf {
    Last,
    EveryVisit,
    Date(Date),
}

/// How rows are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowFormat {
    Csv,
    Json,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct AssessOptions {
    pub(super) input: TableOptions,
    pub(super) json: bool,
    pub(super) as_of: AsOf,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CohortOptions {
    pub(super) input: TableOptions,
    pub(super) out: Option<PathBuf>,
    pub(super) every_visit: bool,
    pub(super) format: RowFormat,
}

/// How counts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CountFormat {
    Text,
    Rows(RowFormat),
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct OutcomesOptions {
    /// How tables are read; its own table is not used.
    pub(super) input: TableOptions,
    /// Folders of cases, case files and sizes tables.
    pub(super) paths: Vec<PathBuf>,
    pub(super) format: CountFormat,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct PlotsOptions {
    /// How tables are read; its own table is not used.
    pub(super) input: TableOptions,
    /// Folders of cases, case files and sizes tables.
    pub(super) paths: Vec<PathBuf>,
    /// The folder for the pictures.
    pub(super) out: PathBuf,
    pub(super) kind: ExportKind,
    pub(super) force: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct DeidentifyOptions {
    /// How tables are read; its own table is not used.
    pub(super) input: TableOptions,
    /// Folders of cases, case files and sizes tables.
    pub(super) paths: Vec<PathBuf>,
    pub(super) consent_noted: bool,
    pub(super) out: Option<PathBuf>,
    pub(super) force: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct CriteriaOptions {
    pub(super) input: TableOptions,
    pub(super) format: RowFormat,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ValidateOptions {
    pub(super) input: TableOptions,
    /// A folder for tables and pictures.
    pub(super) out: Option<PathBuf>,
    /// Growth curves that another program fitted to the same series.
    pub(super) fits: Option<PathBuf>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct ExportOptions {
    pub(super) input: TableOptions,
    pub(super) to: PathBuf,
    pub(super) force: bool,
    pub(super) audience: Audience,
    pub(super) paper: Paper,
    pub(super) made_on: Option<Date>,
}

/// Reads the arguments; the error is also how help and the version are shown.
pub(super) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Request, clap::Error> {
    let matches = program().try_get_matches_from(args)?;
    let Some((name, options)) = matches.subcommand() else {
        return Ok(Request::Window(matches.get_one::<PathBuf>("case").cloned()));
    };
    let command = match name {
        "assess" => Command::Assess(AssessOptions {
            input: table_options(options, "file"),
            json: text(options, "format") == Some("json"),
            as_of: options.get_one::<AsOf>("as-of").copied().unwrap_or(AsOf::Last),
        }),
        "cohort" => Command::Cohort(CohortOptions {
            input: table_options(options, "table"),
            out: options.get_one::<PathBuf>("out").cloned(),
            every_visit: text(options, "as-of") == Some("every-visit"),
            format: row_format(options),
        }),
        "outcomes" => Command::Outcomes(OutcomesOptions {
            input: table_options(options, "cases"),
            paths: options.get_many::<PathBuf>("cases").into_iter().flatten().cloned().collect(),
            format: match text(options, "format") {
                Some("csv") => CountFormat::Rows(RowFormat::Csv),
                Some("json") => CountFormat::Rows(RowFormat::Json),
                _ => CountFormat::Text,
            },
        }),
        "plots" => Command::Plots(PlotsOptions {
            input: table_options(options, "cases"),
            paths: options.get_many::<PathBuf>("cases").into_iter().flatten().cloned().collect(),
            out: options.get_one::<PathBuf>("out").cloned().unwrap_or_default(),
            kind: if text(options, "format") == Some("png") { ExportKind::Png } else { ExportKind::Svg },
            force: options.get_flag("force"),
        }),
        "deidentify" => Command::Deidentify(DeidentifyOptions {
            input: table_options(options, "cases"),
            paths: options.get_many::<PathBuf>("cases").into_iter().flatten().cloned().collect(),
            consent_noted: options.get_flag("consent-noted"),
            out: options.get_one::<PathBuf>("out").cloned(),
            force: options.get_flag("force"),
        }),
        "criteria" => {
            Command::Criteria(CriteriaOptions { input: table_options(options, "table"), format: row_format(options) })
        }
        "export" => Command::Export(ExportOptions {
            input: table_options(options, "case"),
            to: options.get_one::<PathBuf>("to").cloned().unwrap_or_default(),
            force: options.get_flag("force"),
            audience: if text(options, "audience") == Some("owner") { Audience::Owner } else { Audience::Clinician },
            paper: if text(options, "paper") == Some("letter") { Paper::Letter } else { Paper::A4 },
            made_on: options.get_one::<Date>("made-on").copied(),
        }),
        _ => Command::Validate(ValidateOptions {
            input: table_options(options, "table"),
            out: options.get_one::<PathBuf>("out").cloned(),
            fits: options.get_one::<PathBuf>("fits").cloned(),
        }),
    };
    Ok(Request::Command(Box::new(CommandRequest(command))))
}

fn program() -> clap::Command {
    clap::Command::new("reassess")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Pseudoprogression or true progression? Serial tumor sizes against the therapy start")
        .long_about(
            "Pseudoprogression or true progression? Serial tumor sizes against the therapy start.\n\n\
             Without a command the window opens. Not a diagnosis; not validated in dogs.",
        )
        .after_help(
            "Results go to standard output, all else to standard error.\n\
             Exit codes: 0 done; 1 the input was refused; 2 wrong usage; 3 no display; 4 a file could not be written.",
        )
        .args_conflicts_with_subcommands(true)
        .arg(path("case", "A case to open in the window").value_name("CASE"))
        .subcommand(assess())
        .subcommand(cohort())
        .subcommand(outcomes())
        .subcommand(plots())
        .subcommand(deidentify())
        .subcommand(criteria())
        .subcommand(validate())
        .subcommand(export())
}

fn assess() -> clap::Command {
    let command = clap::Command::new("assess")
        .about("Assesses one case: a case file, or a sizes table with one patient")
        .arg(path("file", "A case file, or a sizes table with one patient").value_name("FILE").required(true))
        .arg(choice("format", ["text", "json"], "How to write the assessment"))
        .arg(
            Arg::new("as-of")
                .long("as-of")
                .value_name("DATE|last|every-visit")
                .value_parser(parse_as_of)
                .help("Use what was known on this day [default: last]"),
        )
        .arg(events());
    reading(command)
}

fn cohort() -> clap::Command {
    let command = clap::Command::new("cohort")
        .about("Assesses many patients, one row a patient and visit")
        .arg(table())
        .arg(patients())
        .arg(events())
        .arg(path("out", "Write to this file instead of standard output").long("out").value_name("FILE"))
        .arg(choice("as-of", ["every-visit", "last"], "Which visits to assess"))
        .arg(choice("format", ["csv", "json"], "How to write the rows"));
    reading(command)
}

fn outcomes() -> clap::Command {
    let command = clap::Command::new("outcomes")
        .about("Counts what happened after each enlargement of many cases")
        .arg(many_cases())
        .arg(patients())
        .arg(events())
        .arg(choice("format", ["text", "csv", "json"], "Counts in words, or one row an enlargement"));
    reading(command)
}

fn plots() -> clap::Command {
    let command = clap::Command::new("plots")
        .about("Draws many cases as spider, waterfall and swimmer plots")
        .arg(many_cases())
        .arg(patients())
        .arg(events())
        .arg(path("out", "The folder to write the pictures to").long("out").value_name("DIR").required(true))
        .arg(choice("format", ["svg", "png"], "What kind of pictures"))
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace files that exist"));
    reading(command)
}

fn deidentify() -> clap::Command {
    let command = clap::Command::new("deidentify")
        .about("Writes the sizes of many cases as one table without names, dates or notes")
        .arg(many_cases())
        .arg(patients())
        .arg(events())
        .arg(
            Arg::new("consent-noted")
                .long("consent-noted")
                .action(ArgAction::SetTrue)
                .help("Say that consent of every owner is noted; nothing is written without it"),
        )
        .arg(path("out", "Write to this file instead of standard output").long("out").value_name("FILE"))
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace a file that exists"));
    reading(command)
}

fn criteria() -> clap::Command {
    let command = clap::Command::new("criteria")
        .about("Writes the rule categories of every visit alone")
        .arg(table())
        .arg(events())
        .arg(choice("format", ["csv", "json"], "How to write the rows"));
    reading(command)
}

fn validate() -> clap::Command {
    let command = clap::Command::new("validate")
        .about("Scores the forecast against what happened, with intervals")
        .arg(table())
        .arg(patients())
        .arg(path("out", "A folder for tables (CSV) and plots (SVG)").long("out").value_name("DIR"))
        .arg(path("fits", "Growth curves of the same series by tumgr, to compare with").long("fits").value_name("CSV"));
    reading(command)
}

fn export() -> clap::Command {
    let command = clap::Command::new("export")
        .about("Writes a case to a file; its ending tells the format")
        .arg(path("case", "A case file, or a sizes table with one patient").value_name("CASE").required(true))
        .arg(
            path("to", "The file to write: .pdf, .csv, .svg, .png, .json, .fhir.json or .sdtm.zip")
                .long("to")
                .value_name("FILE")
                .required(true),
        )
        .arg(Arg::new("force").long("force").action(ArgAction::SetTrue).help("Replace a file that exists"))
        .arg(choice("audience", ["clinician", "owner"], "Whom a .pdf is for"))
        .arg(choice("paper", ["a4", "letter"], "The paper of a .pdf"))
        .arg(
            Arg::new("made-on")
                .long("made-on")
                .value_name("DATE")
                .value_parser(|text: &str| read_date(text, None))
                .help("The day a .pdf says it was made on [default: today]"),
        )
        .arg(events());
    reading(command)
}

/// The options of reading a table, which every command takes.
fn reading(command: clap::Command) -> clap::Command {
    let classes = TherapyClass::ALL.map(TherapyClass::token);
    let species: Vec<&str> = Species::table().into_iter().map(|(_, word)| word).collect();
    command
        .next_help_heading("Reading a table")
        .arg(choice("therapy-class", classes, "The class of the therapy").hide_default_value(true))
        .arg(
            Arg::new("therapy-start")
                .long("therapy-start")
                .value_name("DATE")
                .value_parser(|text: &str| read_date(text, None))
                .help("The first dose; needed where the table has dates"),
        )
        .arg(choice("species", species, "The species of every patient"))
        .arg(
            Arg::new("date-order")
                .long("date-order")
                .value_name("ORDER")
                .value_parser(["dmy", "mdy"])
                .help("The order of day and month in dates like 03/04/2026"),
        )
        .arg(
            Arg::new("sheet")
                .long("sheet")
                .value_name("NAME")
                .help("The sheet of a workbook [default: the one whose headings are understood best]"),
        )
        .arg(
            Arg::new("date-1904")
                .long("date-1904")
                .action(ArgAction::SetTrue)
                .help("Excel date serials count from 1904, as in old Mac workbooks"),
        )
        .arg(
            Arg::new("strict")
                .long("strict")
                .action(ArgAction::SetTrue)
                .help("Refuse a table in which anything could not be read as it stands"),
        )
}

fn table() -> Arg {
    path("table", "The sizes table: CSV, TSV, XLSX or ODS, one row a lesion and visit")
        .value_name("TABLE")
        .required(true)
}

fn many_cases() -> Arg {
    path("cases", "Folders of case files, case files, or sizes tables")
        .value_name("FOLDER_OR_CASES")
        .action(ArgAction::Append)
        .num_args(1..)
        .required(true)
}

fn patients() -> Arg {
    path("patients", "A table with species, therapy class and tumor of each patient").long("patients").value_name("CSV")
}

fn events() -> Arg {
    path("events", "A table of doses, concurrent treatments and other events").long("events").value_name("CSV")
}

fn path(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name).value_parser(value_parser!(PathBuf)).help(help)
}

/// An option with a few values, the first being the default; therapy class and species default to their own.
fn choice(name: &'static str, values: impl IntoIterator<Item = &'static str>, help: &'static str) -> Arg {
    let values: Vec<&str> = values.into_iter().collect();
    let default = if name == "therapy-class" { values.last() } else { values.first() };
    let default = default.copied().unwrap_or_default();
    Arg::new(name).long(name).value_parser(PossibleValuesParser::new(values)).default_value(default).help(help)
}

fn parse_as_of(text: &str) -> Result<AsOf, String> {
    match text {
        "last" => Ok(AsOf::Last),
        "every-visit" => Ok(AsOf::EveryVisit),
        date => read_date(date, None).map(AsOf::Date),
    }
}

fn text<'m>(matches: &'m ArgMatches, name: &str) -> Option<&'m str> {
    matches.get_one::<String>(name).map(String::as_str)
}

fn row_format(matches: &ArgMatches) -> RowFormat {
    if text(matches, "format") == Some("json") { RowFormat::Json } else { RowFormat::Csv }
}

fn table_options(matches: &ArgMatches, table: &str) -> TableOptions {
    // Not every command has these options.
    let optional = |name: &str| matches.try_get_one::<PathBuf>(name).ok().flatten().cloned();
    TableOptions {
        table: matches.get_one::<PathBuf>(table).cloned().unwrap_or_default(),
        read: ReadOptions {
            date_order: match text(matches, "date-order") {
                Some("dmy") => Some(DateOrder::DayFirst),
                Some("mdy") => Some(DateOrder::MonthFirst),
                _ => None,
            },
            excel_dates: matches.get_flag("date-1904").then_some(ExcelDates::From1904),
            therapy_start: matches.get_one::<Date>("therapy-start").copied(),
            therapy_class: text(matches, "therapy-class").and_then(TherapyClass::from_token).unwrap_or_default(),
            species: text(matches, "species").and_then(Species::of_word).unwrap_or_default(),
            sheet: text(matches, "sheet").map(str::to_owned),
            mapping: Mapping::default(),
        },
        strict: matches.get_flag("strict"),
        patients: optional("patients"),
        events: optional("events"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definition_is_sound() {
        program().debug_assert();
    }

    #[test]
    fn a_path_alone_is_a_case_for_the_window() {
        let parse = |args: &[&str]| parse(args.iter().map(OsString::from)).ok();
        assert_eq!(parse(&["reassess"]), Some(Request::Window(None)));
        assert_eq!(parse(&["reassess", "a.ron"]), Some(Request::Window(Some(PathBuf::from("a.ron")))));
        assert_eq!(parse(&["reassess", "a.ron", "b.ron"]), None);
        assert!(matches!(parse(&["reassess", "criteria", "t.csv"]), Some(Request::Command(_))), "a command");
        assert_eq!(parse(&["reassess", "criteria"]), None);
    }
}
