//! From the schema of a file to the newest, one function a step.
//!
//! A step takes the wire form of its schema and returns that of the next; each schema has a file in
//! `tests/data/schema/` that must open for ever.
//! A step names every field on both sides, so that the compiler asks what a new field is in an older file: usually
//! its default, which stands for "not recorded".

use ron::error::SpannedError;

use super::schema::locate::options;
use super::schema::v1::{
    CaseV1, EventV1, FindingV1, LabsV1, LesionV1, PatientV1, SignsV1, TherapyV1, TumorV1, VisitV1,
};
use super::schema::{
    CURRENT_SCHEMA, CaseWire, EventWire, FindingWire, LabsWire, LesionWire, PatientWire, SignsWire, TherapyWire,
    TumorWire, VisitWire,
};

/// Reads a file of a schema into the newest wire form.
///
/// A file that does not say its schema is read as the newest, whose refusal then names the missing field.
///
/// # Errors
/// [`SpannedError`] where the text is not of that schema.
pub(super) fn newest_from_text(text: &str, schema: Option<u32>) -> Result<CaseWire, SpannedError> {
    match schema {
        Some(1) => options().from_str(text).map(one_to_two),
        _ => options().from_str(text),
    }
}

/// Whether a text that is refused as an older schema would be taken as the newest.
pub(super) fn is_newest_in_all_but_name(text: &str) -> bool {
    options().from_str::<CaseWire>(text).is_ok()
}

/// Schema 2 only adds what may be recorded; what schema 1 held means the same.
fn one_to_two(case: CaseV1) -> CaseWire {
    let CaseV1 { _schema: _, summary, patient, tumor, therapy, time_base, source, notes, lesions, visits, events } =
        case;
    CaseWire {
        schema: CURRENT_SCHEMA,
        summary,
        patient: patient_to_2(patient),
        tumor: tumor_to_2(tumor),
        therapy: therapy_to_2(therapy),
        time_base,
        source,
        notes,
        // Schema 1 knew the usual readings alone.
        readings: Vec::new(),
        lesions: lesions.into_iter().map(lesion_to_2).collect(),
        visits: visits.into_iter().map(visit_to_2).collect(),
        events: events.into_iter().map(event_to_2).collect(),
        plans: Vec::new(),
        repeatability: Vec::new(),
        routine: None,
        shown: None,
    }
}

fn patient_to_2(patient: PatientV1) -> PatientWire {
    let PatientV1 { name, species, breed, sex, age_years, owner } = patient;
    PatientWire { name, species, breed, sex, age_years, owner }
}

fn tumor_to_2(tumor: TumorV1) -> TumorWire {
    let TumorV1 { kind, stage, group, diagnosis } = tumor;
    TumorWire { kind, stage, group, diagnosis }
}

fn therapy_to_2(therapy: TherapyV1) -> TherapyWire {
    let TherapyV1 { class, drug, start } = therapy;
    TherapyWire { class, drug, start }
}

fn lesion_to_2(lesion: LesionV1) -> LesionWire {
    let LesionV1 { id, name, organ, kind, role, measure, new_class, ill_defined, critical_site } = lesion;
    LesionWire { id, name, organ, kind, role, measure, new_class, ill_defined, critical_site }
}

fn visit_to_2(visit: VisitV1) -> VisitWire {
    let VisitV1 { date, unscheduled, findings, non_target, non_target_change, new_lesion_search, signs, labs, note } =
        visit;
    VisitWire {
        date,
        unscheduled,
        findings: findings.into_iter().map(finding_to_2).collect(),
        non_target,
        non_target_change,
        new_lesion_search,
        signs: signs_to_2(signs),
        labs: labs_to_2(labs),
        note,
    }
}

fn finding_to_2(finding: FindingV1) -> FindingWire {
    let FindingV1 {
        lesion,
        state,
        size,
        volume_mm3,
        parts,
        entered,
        method,
        observer,
        slice_mm,
        injected,
        equivocal,
        note,
    } = finding;
    FindingWire {
        lesion,
        state,
        size,
        volume_mm3,
        parts,
        // Schema 1 did not know merged lesions.
        into: String::new(),
        readings: Vec::new(),
        entered,
        method,
        observer,
        slice_mm,
        injected,
        equivocal,
        note,
    }
}

fn signs_to_2(signs: SignsV1) -> SignsWire {
    let SignsV1 {
        pain,
        lethargy,
        appetite,
        overall,
        performance,
        weight_kg,
        quality_of_life,
        fever,
        infection,
        critical_compromise,
        alarms,
    } = signs;
    SignsWire {
        pain,
        lethargy,
        appetite,
        overall,
        performance,
        weight_kg,
        quality_of_life,
        fever,
        infection,
        critical_compromise,
        alarms,
    }
}

fn labs_to_2(labs: LabsV1) -> LabsWire {
    let LabsV1 { ldh, nlr, ctdna, biopsy, ultrasound_character } = labs;
    LabsWire { ldh, nlr, ctdna, biopsy, ultrasound_character, pet: String::new(), immune_activity: None }
}

fn event_to_2(event: EventV1) -> EventWire {
    let EventV1 { date, kind, lesion, dose, text } = event;
    EventWire { date, kind, lesion, dose, text }
}
