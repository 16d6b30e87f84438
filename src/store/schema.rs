//! Schema 2 of the case file, as it is written.
//!
//! Until a version of the program goes out with it, schema 2 may still gain fields: each optional, with a default on
//! reading, left out of the file when it says nothing, and given its meaning for older files in `store::migrations`.
//! After that it moves to a frozen copy beside `v1`, and a change makes schema 3.
//! The types here are plain; `store::from_wire` checks them on the way in.
//! Choices are stable words, dates ISO texts, lengths decimal millimeters in a text, volumes numbers.
//! An empty text stands for what was not recorded, and is left out of the file.

pub(super) mod header;
pub(super) mod locate;
pub(super) mod v1;

use serde::{Deserialize, Serialize};

/// The newest schema, which this version writes.
pub const CURRENT_SCHEMA: u32 = 2;

// The states of a finding, as in the table contract.
pub(super) const MEASURED: &str = "measured";
pub(super) const ABSENT: &str = "absent";
pub(super) const TOO_SMALL: &str = "too_small";
pub(super) const NOT_EVALUABLE: &str = "not_evaluable";
pub(super) const PRESENT: &str = "present";
pub(super) const FRAGMENTED: &str = "fragmented";
pub(super) const MERGED: &str = "merged";

/// A whole file.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "CaseFile")]
pub(super) struct CaseWire {
    pub(super) schema: u32,
    pub(super) summary: SummaryWire,
    pub(super) patient: PatientWire,
    pub(super) tumor: TumorWire,
    pub(super) therapy: TherapyWire,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) time_base: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) source: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) notes: String,
    /// Where the case reads the response criteria in another way than the usual one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) readings: Vec<String>,
    #[serde(default)]
    pub(super) lesions: Vec<LesionWire>,
    #[serde(default)]
    pub(super) visits: Vec<VisitWire>,
    #[serde(default)]
    pub(super) events: Vec<EventWire>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) plans: Vec<PlanWire>,
    /// The clinic's own repeatability that the noise goes by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) repeatability: Vec<RepeatabilityWire>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) routine: Option<RoutineWire>,
    /// What was concluded when the file was last saved, so that a later version can say what changed and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) shown: Option<ShownWire>,
}

/// How well an observer repeats a size.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Repeatability")]
pub(super) struct RepeatabilityWire {
    pub(super) observer: String,
    pub(super) method: String,
    pub(super) sets: u32,
    pub(super) degrees_of_freedom: u32,
    /// SD of one reading of one diameter, on the log scale.
    pub(super) log_sd: f64,
}

/// How often the case is seen while nothing is open.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Routine")]
pub(super) struct RoutineWire {
    pub(super) days: u16,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) source: String,
}

/// A verdict as it was shown.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Shown")]
pub(super) struct ShownWire {
    /// The rules and the program behind it.
    pub(super) rules_version: String,
    pub(super) app_version: String,
    /// The day it was concluded of.
    pub(super) as_of: String,
    pub(super) label: String,
    pub(super) recommendation: String,
    /// The iRECIST category of the visit; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) category: String,
    /// The numbers, while an enlargement was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) weighing: Option<ShownWeighingWire>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) ledger: Vec<ShownRowWire>,
}

/// The numbers of a verdict as they were shown.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Weighing")]
pub(super) struct ShownWeighingWire {
    pub(super) noise: f64,
    pub(super) swelling: f64,
    pub(super) growth: f64,
    pub(super) prior: f64,
    pub(super) damping: f64,
}

/// A row of the ledger as it was shown: what was seen, and the ratio it counted with.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Row")]
pub(super) struct ShownRowWire {
    pub(super) level: String,
    pub(super) ratio: f64,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) unused: bool,
}

/// A committed plan.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Plan")]
pub(super) struct PlanWire {
    pub(super) committed: String,
    pub(super) visit: String,
    pub(super) from: String,
    pub(super) due: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) size: Option<PlanSizeWire>,
    pub(super) below: PlanSizeWire,
    pub(super) at_or_above: PlanSizeWire,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) if_below: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) if_between: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) if_at_or_above: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) label: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) rules_version: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) app_version: String,
}

/// One of the two.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "PlanSize")]
pub(super) struct PlanSizeWire {
    /// Whole tenths of a millimeter of a sum of diameters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) sum_tenths_mm: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) volume_mm3: Option<f64>,
}

/// What every version can show of a file without understanding the rest; frozen from schema 1 on.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Summary")]
pub(super) struct SummaryWire {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) tumor: String,
    #[serde(default)]
    pub(super) therapy: String,
    #[serde(default)]
    pub(super) start: String,
    #[serde(default)]
    pub(super) last_visit: String,
    #[serde(default)]
    pub(super) label: String,
    #[serde(default)]
    pub(super) rules_version: String,
    #[serde(default)]
    pub(super) app_version: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Patient")]
pub(super) struct PatientWire {
    pub(super) name: String,
    pub(super) species: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) breed: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) sex: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) age_years: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) owner: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Tumor")]
pub(super) struct TumorWire {
    pub(super) kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) stage: String,
    pub(super) group: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) diagnosis: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Therapy")]
pub(super) struct TherapyWire {
    pub(super) class: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) drug: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) start: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Lesion")]
pub(super) struct LesionWire {
    pub(super) id: u32,
    pub(super) name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) organ: String,
    pub(super) kind: String,
    pub(super) role: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) measure: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) new_class: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) ill_defined: bool,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) critical_site: bool,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Visit")]
pub(super) struct VisitWire {
    pub(super) date: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) unscheduled: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) findings: Vec<FindingWire>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) non_target: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) non_target_change: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) new_lesion_search: String,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) signs: SignsWire,
    #[serde(default, skip_serializing_if = "is_default")]
    pub(super) labs: LabsWire,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
}

/// One lesion at one visit; the lesion is told by its name.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Finding")]
pub(super) struct FindingWire {
    pub(super) lesion: String,
    /// A word of the table contract; left out when a size says that the lesion was measured.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) state: String,
    /// "37 x 31 x 25 mm", "37 mm", "17 mm short axis".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) size: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) volume_mm3: Option<f64>,
    /// The sizes of a lesion in parts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) parts: Vec<String>,
    /// The name of the lesion that a merged one can no longer be told apart from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) into: String,
    /// The readings that the size is the mean of, each written like the size; volumes in mm3.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) readings: Vec<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) entered: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) method: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) observer: String,
    /// Decimal millimeters.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) slice_mm: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) injected: Option<bool>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub(super) equivocal: bool,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) note: String,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Signs")]
pub(super) struct SignsWire {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) pain: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) lethargy: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) appetite: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) overall: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) performance: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) weight_kg: Option<f64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) quality_of_life: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fever: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) infection: Option<bool>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) critical_compromise: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) alarms: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Labs")]
pub(super) struct LabsWire {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) ldh: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) nlr: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) ctdna: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) biopsy: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) ultrasound_character: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) pet: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) immune_activity: Option<bool>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields, rename = "Event")]
pub(super) struct EventWire {
    pub(super) date: String,
    pub(super) kind: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) lesion: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) dose: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(super) text: String,
}

/// Unsaved work: whose it is, and the case file text as it would have been saved.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename = "Unsaved")]
pub(super) struct UnsavedWire {
    pub(super) journal: u32,
    /// The file the work belongs to; empty when it was never saved.
    #[serde(default)]
    pub(super) original: String,
    /// The length and hash of that file when it was read or last saved; 0 when it was never saved.
    #[serde(default)]
    pub(super) original_len_bytes: u64,
    #[serde(default)]
    pub(super) original_hash: u64,
    /// What was typed into size cells and is not part of the case.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cells: Vec<TypedWire>,
    pub(super) case: String,
}

/// A text typed into the size cell of a lesion at a visit.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename = "Typed")]
pub(super) struct TypedWire {
    pub(super) date: String,
    pub(super) lesion: u32,
    pub(super) text: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes every field by reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
