//! `reassess plots`: many cases in one picture each of spider, waterfall and swimmer.

use super::args::PlotsOptions;
use super::criteria::shipped_rules;
use super::output::{keep_what_is_there, say, write_file};
use super::{Exit, Io, input};
use crate::app::export::{cohort_file_name, cohort_picture};
use crate::assess::CaseCourse;
use crate::chart::{CohortCase, CohortPlot, Model, cohort};
use crate::store::{Summary, system_fonts};

pub(super) fn run(options: &PlotsOptions, io: &mut Io<'_>) -> Result<(), Exit> {
    let rules = shipped_rules(io)?;
    for plot in CohortPlot::ALL {
        keep_what_is_there(io, &options.out.join(cohort_file_name(plot, options.kind)), options.force)?;
    }
    let cases = input::read_cases(&options.input, &options.paths, io)?;
    let courses: Vec<Option<CaseCourse>> =
        cases.iter().map(|own| (!own.case.visits().is_empty()).then(|| CaseCourse::of(&own.case, rules))).collect();
    let drawn: Vec<CohortCase<'_>> = cases
        .iter()
        .zip(&courses)
        .map(|(own, course)| CohortCase {
            key: own.patient_id.clone(),
            name: own.patient_id.clone(),
            about: Summary::of(&own.case, "", &rules.version).about(),
            course: course.as_ref().ok_or("no visit recorded"),
        })
        .collect();
    let models = CohortPlot::ALL.map(|plot| (plot, cohort(&drawn, plot, rules)));
    if models.iter().all(|(_, model)| !model.empty_words.is_empty()) {
        for (plot, model) in &models {
            say(io, &format!("reassess: {}: {}", plot.token(), model.empty_words));
        }
        return Err(Exit::Refused);
    }
    io.disk.create_dir_all(&options.out).map_err(|error| {
        say(io, &format!("reassess: could not make {}: {error}", options.out.display()));
        Exit::NotWritten
    })?;
    for (plot, model) in &models {
        write(options, *plot, model, io)?;
    }
    Ok(())
}

/// Writes one plot and says what is on it and what is not; an empty one is said and not written.
fn write(options: &PlotsOptions, plot: CohortPlot, model: &Model, io: &mut Io<'_>) -> Result<(), Exit> {
    if !model.empty_words.is_empty() {
        say(io, &format!("reassess: {} not written: {}", plot.token(), model.empty_words));
        return Ok(());
    }
    let file = options.out.join(cohort_file_name(plot, options.kind));
    let disk = io.disk;
    let fonts = |letters: &_| system_fonts::with_letters(disk, &system_fonts::system_folders(), letters);
    let bytes = cohort_picture(model, options.kind, fonts).map_err(|error| {
        say(io, &format!("reassess: {error}"));
        Exit::Refused
    })?;
    write_file(io, &file, &bytes)?;
    say(io, &format!("reassess: wrote {}: {}", file.display(), model.summary));
    for note in &model.notes {
        say(io, &format!("  {note}"));
    }
    Ok(())
}
