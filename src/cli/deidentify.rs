//! `reassess deidentify`: the sizes of many cases as one table without who they are about.

use super::args::DeidentifyOptions;
use super::output::{keep_what_is_there, result_to, say};
use super::{Exit, Io, input};
use crate::exchange::deidentified::deidentified;

pub(super) fn run(options: &DeidentifyOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    if !options.consent_noted {
        say(
            io,
            "reassess: nothing was written: sizes leave the clinic only with consent; \
             say with --consent-noted that it is noted for every patient",
        );
        return Err(Exit::Usage);
    }
    if let Some(out) = &options.out {
        keep_what_is_there(io, out, options.force)?;
    }
    let cases = input::read_cases(&options.input, &options.paths, io)?;
    let made = deidentified(cases.iter().map(|own| &own.case));
    if made.patients == 0 {
        say(io, "reassess: no case has a size, so there is no table to write");
        return Err(Exit::Refused);
    }
    result_to(io, options.out.as_deref(), &made.table)?;
    say(io, &format!("reassess: patients written: {}; cases left out: {}", made.patients, made.left_out));
    say(io, "reassess: without names, not anonymous: a rare course can still be recognized by who knows it");
    Ok(())
}
