//! SDTM tumor domains in and out: TU (which lesions), TR (what was measured), RS (the responses).
//!
//! The variables are those of SDTMIG 3.4 and of CDISC's response supplement for RECIST 1.1. What the domains have no
//! variable for stands in SUPPTU and SUPPTR, as the model asks; signs, laboratory findings and events belong to other
//! domains and are left out, which the export says.

mod package;
mod read;
mod write;

pub use package::{Package, is_package};
pub(super) use read::{is_results_text, read_package};
pub use write::{Response, write};

/// Pairs of a stable word of ours and the word of the standard.
type Words = &'static [(&'static str, &'static str)];

/// How a lesion was measured; the standard's list has no palpation apart from the physical examination.
const METHODS: Words = &[
    ("caliper", "CALIPER MEASUREMENT"),
    ("ultrasound", "ULTRASOUND"),
    ("ct", "CT SCAN"),
    ("mri", "MRI"),
    ("radiograph", "X-RAY"),
    ("palpation", "PHYSICAL EXAMINATION"),
];

/// The part of a lesion.
const ROLES: Words = &[("target", "TARGET"), ("non_target", "NON-TARGET"), ("new", "NEW")];

/// The response of the lesions that are not targets, as recorded for the visit.
const NON_TARGET: Words = &[("CR", "CR"), ("nonCR_nonPD", "NON-CR/NON-PD"), ("PD", "PD"), ("NE", "NE")];

/// The qualifiers of a measurement that TR has no variable for: our column, the name, the label.
const RESULT_QUALIFIERS: [(&str, &str, &str); 6] = [
    ("height_mm", "HEIGHT", "Third Dimension (mm)"),
    ("slice_mm", "SLICE", "Slice Thickness (mm)"),
    ("injected", "INJECTED", "Injected Lesion"),
    ("equivocal", "EQUIVOC", "Equivocal New Lesion"),
    ("state", "STATE", "State as Recorded"),
    ("note", "TRNOTE", "Note"),
];

/// The qualifiers of a lesion that TU has no variable for.
const LESION_QUALIFIERS: [(&str, &str, &str); 3] = [
    ("kind", "KIND", "Nodal or Non-Nodal"),
    ("measure", "MEASURE", "Measure Recorded"),
    ("new_class", "NEWCLASS", "New Lesion Class"),
];

fn of_ours(words: Words, ours: &str) -> &'static str {
    words.iter().find(|(own, _)| *own == ours).map_or("", |(_, theirs)| theirs)
}

fn of_theirs(words: Words, theirs: &str) -> &'static str {
    let theirs = theirs.trim();
    words.iter().find(|(_, own)| own.eq_ignore_ascii_case(theirs)).map_or("", |(ours, _)| ours)
}
