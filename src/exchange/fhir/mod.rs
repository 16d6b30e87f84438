//! A case as a FHIR R4 bundle: the patient with the animal extension, a body structure for each lesion, and an
//! observation for each finding, in the form of mCODE's tumor size where the longest diameter is known.
//!
//! The bundle holds what was measured, not what is concluded from it.

mod wire;

use crate::domain::{Case, Finding, Size, Visit};

/// The bundle as text, and what it has no room for, each in a sentence.
pub fn bundle(case: &Case) -> (String, Vec<String>) {
    (wire::bundle_text(case), left_out(case))
}

fn left_out(case: &Case) -> Vec<String> {
    let bare = |visit: &Visit| Visit { measurements: visit.measurements.clone(), ..Visit::on(visit.date) };
    let beyond = case.visits().iter().filter(|visit| **visit != bare(visit)).count();
    let in_parts = case.visits().iter().flat_map(|visit| visit.measurements.values());
    let in_parts =
        in_parts.filter(|made| matches!(&made.finding, Finding::Fragmented(parts) if parts.len() > 1)).count();
    let merged = case.visits().iter().flat_map(|visit| visit.measurements.values());
    let merged = merged.filter(|made| matches!(made.finding, Finding::Merged(_))).count();
    let measurements = case.visits().iter().flat_map(|visit| visit.measurements.values());
    let means = measurements.filter(|made| made.repeats.is_some()).count();
    let owner = usize::from(!case.patient.owner.is_empty());
    [
        (beyond, "visits with signs, laboratory findings, searches for new lesions or notes"),
        (in_parts, "lesions in parts, written as a note"),
        (merged, "names of the lesions that others merged into"),
        (means, "sizes read more than once, written as their mean"),
        (case.events().len(), "events"),
        (owner, "name of an owner"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("left out: {count} {what}"))
    .collect()
}

/// The longest diameter of a finding with its other diameters, in millimeters, longest first.
fn dimensions(finding: &Finding) -> Option<(f64, Vec<f64>)> {
    let (Finding::Measured(Size::Axes(axes)) | Finding::TooSmall(Some(Size::Axes(axes)))) = finding else {
        return None;
    };
    let others = [axes.perpendicular(), axes.height()].into_iter().flatten().map(crate::domain::Length::mm).collect();
    Some((axes.longest()?.mm(), others))
}
