//! Schema 1 of the case file, as it was read and written by the first version; frozen.
//!
//! Nothing here changes any more: a field that came later is unknown to a file that says it is of schema 1.
//! The summary is shared, since its shape never changes.

use serde::Deserialize;

use super::SummaryWire;

/// A whole file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "CaseFile")]
pub(in crate::store) struct CaseV1 {
    /// Said by the file; whoever reads this form knows it already.
    #[serde(rename = "schema")]
    pub(in crate::store) _schema: u32,
    pub(in crate::store) summary: SummaryWire,
    pub(in crate::store) patient: PatientV1,
    pub(in crate::store) tumor: TumorV1,
    pub(in crate::store) therapy: TherapyV1,
    #[serde(default)]
    pub(in crate::store) time_base: String,
    #[serde(default)]
    pub(in crate::store) source: String,
    #[serde(default)]
    pub(in crate::store) notes: String,
    #[serde(default)]
    pub(in crate::store) lesions: Vec<LesionV1>,
    #[serde(default)]
    pub(in crate::store) visits: Vec<VisitV1>,
    #[serde(default)]
    pub(in crate::store) events: Vec<EventV1>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Patient")]
pub(in crate::store) struct PatientV1 {
    pub(in crate::store) name: String,
    pub(in crate::store) species: String,
    #[serde(default)]
    pub(in crate::store) breed: String,
    #[serde(default)]
    pub(in crate::store) sex: String,
    #[serde(default)]
    pub(in crate::store) age_years: Option<u8>,
    #[serde(default)]
    pub(in crate::store) owner: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Tumor")]
pub(in crate::store) struct TumorV1 {
    pub(in crate::store) kind: String,
    #[serde(default)]
    pub(in crate::store) stage: String,
    pub(in crate::store) group: String,
    #[serde(default)]
    pub(in crate::store) diagnosis: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Therapy")]
pub(in crate::store) struct TherapyV1 {
    pub(in crate::store) class: String,
    #[serde(default)]
    pub(in crate::store) drug: String,
    #[serde(default)]
    pub(in crate::store) start: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Lesion")]
pub(in crate::store) struct LesionV1 {
    pub(in crate::store) id: u32,
    pub(in crate::store) name: String,
    #[serde(default)]
    pub(in crate::store) organ: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) role: String,
    #[serde(default)]
    pub(in crate::store) measure: String,
    #[serde(default)]
    pub(in crate::store) new_class: String,
    #[serde(default)]
    pub(in crate::store) ill_defined: bool,
    #[serde(default)]
    pub(in crate::store) critical_site: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Visit")]
pub(in crate::store) struct VisitV1 {
    pub(in crate::store) date: String,
    #[serde(default)]
    pub(in crate::store) unscheduled: bool,
    #[serde(default)]
    pub(in crate::store) findings: Vec<FindingV1>,
    #[serde(default)]
    pub(in crate::store) non_target: String,
    #[serde(default)]
    pub(in crate::store) non_target_change: String,
    #[serde(default)]
    pub(in crate::store) new_lesion_search: String,
    #[serde(default)]
    pub(in crate::store) signs: SignsV1,
    #[serde(default)]
    pub(in crate::store) labs: LabsV1,
    #[serde(default)]
    pub(in crate::store) note: String,
}

/// One lesion at one visit; the lesion is told by its name.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Finding")]
pub(in crate::store) struct FindingV1 {
    pub(in crate::store) lesion: String,
    #[serde(default)]
    pub(in crate::store) state: String,
    #[serde(default)]
    pub(in crate::store) size: String,
    #[serde(default)]
    pub(in crate::store) volume_mm3: Option<f64>,
    #[serde(default)]
    pub(in crate::store) parts: Vec<String>,
    #[serde(default)]
    pub(in crate::store) entered: String,
    #[serde(default)]
    pub(in crate::store) method: String,
    #[serde(default)]
    pub(in crate::store) observer: String,
    #[serde(default)]
    pub(in crate::store) slice_mm: String,
    #[serde(default)]
    pub(in crate::store) injected: Option<bool>,
    #[serde(default)]
    pub(in crate::store) equivocal: bool,
    #[serde(default)]
    pub(in crate::store) note: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "Signs")]
pub(in crate::store) struct SignsV1 {
    pub(in crate::store) pain: Option<u8>,
    pub(in crate::store) lethargy: Option<u8>,
    pub(in crate::store) appetite: Option<u8>,
    pub(in crate::store) overall: String,
    pub(in crate::store) performance: Option<u8>,
    pub(in crate::store) weight_kg: Option<f64>,
    pub(in crate::store) quality_of_life: Option<u8>,
    pub(in crate::store) fever: Option<bool>,
    pub(in crate::store) infection: Option<bool>,
    pub(in crate::store) critical_compromise: String,
    pub(in crate::store) alarms: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename = "Labs")]
pub(in crate::store) struct LabsV1 {
    pub(in crate::store) ldh: String,
    pub(in crate::store) nlr: String,
    pub(in crate::store) ctdna: String,
    pub(in crate::store) biopsy: String,
    pub(in crate::store) ultrasound_character: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename = "Event")]
pub(in crate::store) struct EventV1 {
    pub(in crate::store) date: String,
    pub(in crate::store) kind: String,
    #[serde(default)]
    pub(in crate::store) lesion: String,
    #[serde(default)]
    pub(in crate::store) dose: String,
    #[serde(default)]
    pub(in crate::store) text: String,
}
