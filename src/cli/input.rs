//! Reads the files that commands work on and says what was wrong with them.

use std::path::{Path, PathBuf};

use super::args::TableOptions;
use super::output::say;
use super::{Exit, Io};
use crate::assess::Shown;
use crate::domain::{Case, TimeBase};
use crate::exchange::{
    ImportError, ImportedCase, MAX_TABLE_BYTES, Problem, TABLE_ENDINGS, join_events, join_patients, read_sizes,
};
use crate::store::{is_case_file as names_case_file, load_case};

/// How many problems of a refused table are listed; the first few show what is wrong with all.
const LISTED_OF_REFUSED: usize = 20;

/// Reads a sizes table with what is joined to it; everything wrong is said.
///
/// # Errors
/// How to end, once said.
pub(super) fn read_table(options: &TableOptions, io: &mut Io<'_>) -> Result<Vec<ImportedCase>, Exit> {
    let bytes = read_bytes(&options.table, io)?;
    let table_name = name_of(&options.table);
    let import = read_sizes(&bytes, &table_name, &options.read).map_err(|error| refuse(&error, io))?;
    let mut cases = import.cases;
    say_problems(&import.problems, io);
    hint_date_order(import.ambiguous_dates, io);
    let mut problem_count = import.problems.len();
    let mut unused = vec![format!("{} of {} in {table_name}", import.refused, import.rows)];
    if let Some(events) = &options.events {
        let (bytes, name) = (read_bytes(events, io)?, name_of(events));
        let joined = join_events(&bytes, &name, &options.read, &mut cases).map_err(|error| refuse(&error, io))?;
        say_problems(&joined.problems, io);
        hint_date_order(joined.ambiguous_dates, io);
        problem_count += joined.problems.len();
        unused.push(format!("{} of {} in {name}", joined.refused, joined.rows));
    }
    let before = cases.len();
    if let Some(patients) = &options.patients {
        let bytes = read_bytes(patients, io)?;
        let problems = join_patients(&bytes, &name_of(patients), &mut cases).map_err(|error| refuse(&error, io))?;
        say_problems(&problems, io);
        problem_count += problems.len();
    }
    let left_out = before - cases.len();
    if problem_count > 0 {
        let patients =
            if left_out > 0 { format!("; patients left out: {left_out} of {before}") } else { String::new() };
        say(io, &format!("reassess: problems: {problem_count}; rows not used: {}{patients}", unused.join(", ")));
        if options.strict {
            say(io, "reassess: refused, since --strict allows no problem");
            return Err(Exit::Refused);
        }
    }
    if left_out > 0 && cases.is_empty() {
        say(io, "reassess: refused, since no patient is left to assess");
        return Err(Exit::Refused);
    }
    if cases.iter().any(|own| own.case.time_base == TimeBase::Calendar && own.case.therapy.start.is_none()) {
        let table = options.table.display();
        say(io, &format!("reassess: {table} has dates; name the first dose with --therapy-start DATE"));
        return Err(Exit::Usage);
    }
    Ok(cases)
}

/// Reads one case: a case file, or a sizes table with one patient.
///
/// # Errors
/// How to end, once said.
pub(super) fn read_case(options: &TableOptions, io: &mut Io<'_>) -> Result<Case, Exit> {
    read_shown_case(options, io).map(|(case, _)| case)
}

/// Reads many cases: every case file of a folder, a case file, or the patients of a sizes table, each with its name.
///
/// A file of a folder that cannot be read is said and left out, as others there are whole; one that was named refuses.
///
/// # Errors
/// How to end, once said.
pub(super) fn read_cases(
    options: &TableOptions,
    paths: &[PathBuf],
    io: &mut Io<'_>,
) -> Result<Vec<ImportedCase>, Exit> {
    let mut cases = Vec::new();
    for path in paths {
        if io.disk.metadata(path).is_ok_and(|metadata| metadata.is_folder) {
            cases.extend(read_folder(path, io)?);
            continue;
        }
        let options = TableOptions { table: path.clone(), ..options.clone() };
        if is_case_file(path, io)? {
            let case = read_case(&options, io)?;
            cases.push(ImportedCase { patient_id: case_name(&case, path), case });
        } else {
            cases.extend(read_table(&options, io)?);
        }
    }
    Ok(cases)
}

fn read_folder(folder: &Path, io: &mut Io<'_>) -> Result<Vec<ImportedCase>, Exit> {
    let mut files: Vec<PathBuf> = match io.disk.list(folder) {
        Ok(entries) => entries.into_iter().filter(|own| !own.metadata.is_folder).map(|own| own.path).collect(),
        Err(error) => return Err(unreadable(folder, &error, io)),
    };
    files.retain(|path| names_case_file(path));
    files.sort();
    let mut cases = Vec::new();
    for path in files {
        match load_case(io.disk, &path) {
            Ok(loaded) => {
                let case = loaded.file.case;
                cases.push(ImportedCase { patient_id: case_name(&case, &path), case });
            }
            Err(error) => say(io, &format!("reassess: left out: {}: {error}", path.display())),
        }
    }
    if cases.is_empty() {
        say(io, &format!("reassess: no case file that can be read lies directly in {}", folder.display()));
        return Err(Exit::Refused);
    }
    Ok(cases)
}

/// The patient's name, or where there is none, that of the file.
fn case_name(case: &Case, path: &Path) -> String {
    let name = case.patient.name.trim();
    if name.is_empty() { name_of(path) } else { name.to_owned() }
}

/// Reads one case, with what was shown when its file was saved.
///
/// # Errors
/// How to end, once said.
pub(super) fn read_shown_case(options: &TableOptions, io: &mut Io<'_>) -> Result<(Case, Option<Box<Shown>>), Exit> {
    if is_case_file(&options.table, io)? {
        let loaded = load_case(io.disk, &options.table).map_err(|error| {
            say(io, &format!("reassess: {}: {error}", options.table.display()));
            Exit::Refused
        })?;
        return Ok((loaded.file.case, loaded.file.summary.shown));
    }
    let mut cases = read_table(options, io)?.into_iter();
    match (cases.next(), cases.len()) {
        (Some(only), 0) => Ok((only.case, None)),
        (first, others) => {
            let count = others + usize::from(first.is_some());
            let table = options.table.display();
            say(io, &format!("reassess: {table} holds {count} patients, not one; use reassess cohort"));
            Err(Exit::Refused)
        }
    }
}

/// A case file by its ending, or where the ending tells nothing, by its first character.
fn is_case_file(path: &Path, io: &mut Io<'_>) -> Result<bool, Exit> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("ron") => Ok(true),
        Some(ending) if TABLE_ENDINGS.contains(&ending) => Ok(false),
        _ => {
            let head = io.disk.read_head(path, 1024).map_err(|error| unreadable(path, &error, io))?;
            let text = String::from_utf8_lossy(&head);
            Ok(text.trim_start_matches('\u{feff}').trim_start().starts_with(['(', '#']))
        }
    }
}

/// The name of a file as it stands in messages.
fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// Reads a whole file.
///
/// # Errors
/// [`Exit::Refused`], once said.
pub(super) fn read_bytes(path: &Path, io: &mut Io<'_>) -> Result<Vec<u8>, Exit> {
    let bytes = io.disk.read_head(path, MAX_TABLE_BYTES + 1).map_err(|error| unreadable(path, &error, io))?;
    if bytes.len() > MAX_TABLE_BYTES {
        let limit = MAX_TABLE_BYTES / 1024 / 1024;
        say(io, &format!("reassess: {} is over {limit} MB; split it", path.display()));
        return Err(Exit::Refused);
    }
    Ok(bytes)
}

fn unreadable(path: &Path, error: &std::io::Error, io: &mut Io<'_>) -> Exit {
    say(io, &format!("reassess: could not read {}: {error}", path.display()));
    Exit::Refused
}

fn refuse(error: &ImportError, io: &mut Io<'_>) -> Exit {
    let problems = error.problems();
    say_problems(problems.get(..LISTED_OF_REFUSED.min(problems.len())).unwrap_or_default(), io);
    if problems.len() > LISTED_OF_REFUSED {
        say(io, &format!("… and {} more problems", problems.len() - LISTED_OF_REFUSED));
    }
    say(io, &format!("reassess: {error}"));
    if let ImportError::TooManyRefused { ambiguous_dates, .. } = error {
        hint_date_order(*ambiguous_dates, io);
    }
    Exit::Refused
}

fn hint_date_order(ambiguous_dates: usize, io: &mut Io<'_>) {
    if ambiguous_dates > 0 {
        say(
            io,
            &format!(
                "reassess: dates with two readings: {ambiguous_dates}; name the order with --date-order dmy or mdy"
            ),
        );
    }
}

fn say_problems(problems: &[Problem], io: &mut Io<'_>) {
    for problem in problems {
        say(io, &problem.to_string());
    }
}
