//! Writing results, messages and files.

use std::io;
use std::path::Path;

use super::{Exit, Io};
use crate::store::{sweep, write_atomically};

/// Writes one line to standard error; a closed standard error is nothing to fail for.
pub(super) fn say(io: &mut Io<'_>, line: &str) {
    writeln!(io.err, "{line}").ok();
}

/// Writes a result to standard output and says how to end.
///
/// A reader that has closed the pipe has what it wanted, so that is no error.
pub(super) fn result(io: &mut Io<'_>, text: &str) -> Exit {
    match io.out.write_all(text.as_bytes()).and_then(|()| io.out.flush()) {
        Ok(()) => Exit::Done,
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(error) => {
            say(io, &format!("reassess: could not write to standard output: {error}"));
            Exit::NotWritten
        }
    }
}

/// Writes a result to a file, or to standard output where none is named.
///
/// # Errors
/// [`Exit::NotWritten`], once said.
pub(super) fn result_to(io: &mut Io<'_>, file: Option<&Path>, text: &str) -> Result<(), Exit> {
    let ended = match file {
        Some(file) => return write_file(io, file, text.as_bytes()),
        None => result(io, text),
    };
    if ended == Exit::Done { Ok(()) } else { Err(ended) }
}

/// Refuses to go on where a file of this name is there and `--force` was not given.
///
/// # Errors
/// [`Exit::NotWritten`], once said.
pub(super) fn keep_what_is_there(io: &mut Io<'_>, file: &Path, force: bool) -> Result<(), Exit> {
    if force || io.disk.metadata(file).is_err() {
        return Ok(());
    }
    say(io, &format!("reassess: {} exists; replace it with --force", file.display()));
    Err(Exit::NotWritten)
}

/// Writes a file, replacing it in one step, and takes away what a killed run left beside it.
///
/// # Errors
/// [`Exit::NotWritten`], once said.
pub(super) fn write_file(io: &mut Io<'_>, file: &Path, content: &[u8]) -> Result<(), Exit> {
    write_atomically(io.disk, file, content).map_err(|error| {
        say(io, &format!("reassess: {error}"));
        Exit::NotWritten
    })?;
    // A folder that cannot be swept keeps a hidden file; nothing depends on it.
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    sweep(io.disk, folder.unwrap_or_else(|| Path::new("."))).ok();
    Ok(())
}
