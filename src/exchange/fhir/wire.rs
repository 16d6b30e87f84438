//! The JSON of a bundle.

use serde_json::{Map, Value, json};

use super::dimensions;
use crate::domain::{Case, Finding, Lesion, Measurement, Method, Sex, Size, Species, TimeBase, Visit, day_from_date};

const LOINC: &str = "http://loinc.org";
const SNOMED: &str = "http://snomed.info/sct";
const UCUM: &str = "http://unitsofmeasure.org";
const TUMOR_SIZE: &str = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-tumor-size";
const ANIMAL: &str = "http://hl7.org/fhir/StructureDefinition/patient-animal";

/// The bundle of a case.
pub(super) fn bundle_text(case: &Case) -> String {
    let mut entries = vec![entry(&patient_id(), &patient(case))];
    for (number, lesion) in case.lesions().iter().enumerate() {
        entries.push(entry(&lesion_id(number), &body_structure(lesion)));
    }
    let mut count = 0;
    for visit in case.visits() {
        for (number, lesion) in case.lesions().iter().enumerate() {
            if let Some(made) = visit.measurements.get(&lesion.id) {
                count += 1;
                entries.push(entry(&observation_id(count), &observation(case, visit, number, made)));
            }
        }
    }
    let bundle = json!({ "resourceType": "Bundle", "type": "collection", "entry": entries });
    // A value made of text and numbers is always written.
    let mut text = serde_json::to_string_pretty(&bundle).unwrap_or_default();
    text.push('\n');
    text
}

/// Names that hold inside this bundle alone.
fn patient_id() -> String {
    "urn:uuid:00000000-0000-4000-8000-000000000000".to_owned()
}

fn lesion_id(number: usize) -> String {
    format!("urn:uuid:00000000-0000-4000-8001-{number:012x}")
}

fn observation_id(number: usize) -> String {
    format!("urn:uuid:00000000-0000-4000-8002-{number:012x}")
}

fn entry(name: &str, resource: &Value) -> Value {
    json!({ "fullUrl": name, "resource": resource })
}

fn coding(system: &str, code: &str, display: &str) -> Value {
    json!({ "coding": [{ "system": system, "code": code, "display": display }] })
}

/// Text in a concept; a string of FHIR is never empty and has no control characters.
fn words(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    clean.trim().to_owned()
}

/// Puts a value where there is something to say.
fn put(object: &mut Map<String, Value>, key: &str, text: &str, make: impl FnOnce(String) -> Value) {
    let text = words(text);
    if !text.is_empty() {
        object.insert(key.to_owned(), make(text));
    }
}

fn patient(case: &Case) -> Value {
    let mut patient = Map::new();
    patient.insert("resourceType".to_owned(), "Patient".into());
    if case.patient.species == Species::Dog {
        patient.insert("extension".to_owned(), json!([animal(case)]));
    }
    put(&mut patient, "name", &case.patient.name, |name| json!([{ "text": name }]));
    if let Some(sex) = case.patient.sex {
        let gender = match sex {
            Sex::Female | Sex::SpayedFemale => "female",
            Sex::Male | Sex::CastratedMale => "male",
        };
        patient.insert("gender".to_owned(), gender.into());
    }
    Value::Object(patient)
}

/// The animal extension; people have none, since it would make them animals.
fn animal(case: &Case) -> Value {
    let part = |name: &str, concept: Value| json!({ "url": name, "valueCodeableConcept": concept });
    let mut parts = vec![part("species", coding("http://hl7.org/fhir/animal-species", "canislf", "Dog"))];
    let breed = words(&case.patient.breed);
    if !breed.is_empty() {
        parts.push(part("breed", json!({ "text": breed })));
    }
    if let Some(sex) = case.patient.sex {
        let (code, display) = match sex {
            Sex::Female | Sex::Male => ("intact", "Intact"),
            Sex::SpayedFemale | Sex::CastratedMale => ("neutered", "Neutered"),
        };
        parts.push(part("genderStatus", coding("http://hl7.org/fhir/animal-genderstatus", code, display)));
    }
    json!({ "url": ANIMAL, "extension": parts })
}

fn body_structure(lesion: &Lesion) -> Value {
    let organ = words(&lesion.organ.0);
    // A tumor is nothing without its place; where none was recorded, the name of the lesion stands in.
    let place = if organ.is_empty() { words(&lesion.name) } else { organ };
    let mut structure = Map::new();
    structure.insert("resourceType".to_owned(), "BodyStructure".into());
    put(&mut structure, "identifier", &lesion.name, |name| json!([{ "use": "usual", "value": name }]));
    put(&mut structure, "location", &place, |place| json!({ "text": place }));
    structure.insert("patient".to_owned(), json!({ "reference": patient_id() }));
    Value::Object(structure)
}

fn quantity(value: f64, unit: &str, code: &str) -> Value {
    json!({ "value": value, "unit": unit, "system": UCUM, "code": code })
}

fn millimeters(mm: f64) -> Value {
    quantity(mm, "mm", "mm")
}

fn observation(case: &Case, visit: &Visit, lesion: usize, made: &Measurement) -> Value {
    let mut own = Map::new();
    let mut notes: Vec<String> = vec![words(&made.note)];
    own.insert("resourceType".to_owned(), "Observation".into());
    own.insert("status".to_owned(), "final".into());
    own.insert("code".to_owned(), coding(LOINC, "21889-1", "Size Tumor"));
    own.insert("subject".to_owned(), json!({ "reference": patient_id() }));
    own.insert("focus".to_owned(), json!([{ "reference": lesion_id(lesion) }]));
    match (case.time_base, case.day_zero()) {
        (TimeBase::Calendar, _) => {
            own.insert("effectiveDateTime".to_owned(), visit.date.to_string().into());
        }
        (TimeBase::DaysOnly, start) => {
            let day = start.map_or(0, |start| day_from_date(start, visit.date));
            notes.push(format!("day {day} from the therapy start"));
        }
    }
    if let Some(method) = made.method {
        own.insert("method".to_owned(), method_concept(method));
    }
    put(&mut own, "performer", &made.observer, |name| json!([{ "display": name }]));
    if let Some((longest, others)) = dimensions(&made.finding) {
        own.insert("meta".to_owned(), json!({ "profile": [TUMOR_SIZE] }));
        let one = |code, display, mm| json!({ "code": coding(LOINC, code, display), "valueQuantity": millimeters(mm) });
        let mut components = vec![one("33728-7", "Size.maximum dimension in Tumor", longest)];
        components.extend(others.iter().map(|mm| one("33729-5", "Size additional dimension in Tumor", *mm)));
        own.insert("component".to_owned(), components.into());
    } else {
        unsized_finding(&made.finding, &mut own, &mut notes);
    }
    if matches!(made.finding, Finding::TooSmall(_)) {
        notes.push("too small to measure".to_owned());
    }
    let notes: Vec<Value> =
        notes.into_iter().filter(|note| !note.is_empty()).map(|note| json!({ "text": note })).collect();
    if !notes.is_empty() {
        own.insert("note".to_owned(), notes.into());
    }
    Value::Object(own)
}

/// A finding that mCODE's tumor size cannot hold, since that asks for the longest diameter.
fn unsized_finding(finding: &Finding, own: &mut Map<String, Value>, notes: &mut Vec<String>) {
    let mut concept = |text: &str| {
        own.insert("valueCodeableConcept".to_owned(), json!({ "text": text }));
    };
    match finding {
        Finding::Measured(Size::Volume(volume)) | Finding::TooSmall(Some(Size::Volume(volume))) => {
            own.insert("code".to_owned(), json!({ "text": "tumor volume" }));
            own.insert("valueQuantity".to_owned(), quantity(volume.cm3(), "cm3", "cm3"));
        }
        Finding::Measured(Size::Axes(axes)) | Finding::TooSmall(Some(Size::Axes(axes))) => {
            let short = axes.perpendicular().map_or(0.0, crate::domain::Length::mm);
            own.insert("code".to_owned(), json!({ "text": "short axis of a lymph node" }));
            own.insert("valueQuantity".to_owned(), millimeters(short));
        }
        Finding::Absent => concept("absent"),
        Finding::Present => concept("present, not measured"),
        Finding::TooSmall(None) => concept("too small to measure"),
        Finding::Merged(_) => concept("merged with another lesion"),
        Finding::NotEvaluable => {
            let reason = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
            own.insert("dataAbsentReason".to_owned(), coding(reason, "not-performed", "Not Performed"));
        }
        Finding::Fragmented(parts) => {
            concept("in parts");
            notes.push(parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + "));
        }
    }
}

/// The codes of imaging are SNOMED CT's; what has no certain code is said in words.
fn method_concept(method: Method) -> Value {
    let coded = match method {
        Method::Ct => Some(("77477000", "Computed tomography")),
        Method::Mri => Some(("113091000", "Magnetic resonance imaging")),
        Method::Ultrasound => Some(("16310003", "Ultrasonography")),
        Method::Radiograph => Some(("168537006", "Plain X-ray")),
        Method::Palpation => Some(("113011001", "Palpation")),
        Method::Caliper => None,
    };
    match coded {
        Some((code, display)) => {
            json!({ "coding": [{ "system": SNOMED, "code": code, "display": display }], "text": method.words() })
        }
        None => json!({ "text": method.words() }),
    }
}
