//! The sizes of several cases as one table without who they are about.
//!
//! Patients are numbered by what was measured, not by name or file. Days from the therapy start stand for dates, so
//! that all dates of a patient are shifted by one offset and none can be had back. What anyone typed as text is left
//! out or replaced by a number: names, owners, breeds, drugs, notes, observers, lesions, and organs that are not plain
//! words of anatomy. Events are left out.
//! It is not anonymous: a rare course can still be recognized by who knows it.

use std::collections::BTreeMap;

use super::csv_out::{sizes_table, tables};
use crate::domain::clock::date_from_day;
use crate::domain::{Case, InvalidCase, Lesion, Measurement, NOMINAL_START, Organ, TimeBase, Visit, Weight};
use crate::store::tokens::Token as _;

/// The columns after those of a sizes table, the same on every row of a patient.
const PATIENT_COLUMNS: [&str; 5] = ["species", "therapy_class", "tumor_group", "age_band", "consent"];

/// What the column `consent` says; a table is written only after this was asked.
pub const CONSENT: &str = "consent noted: yes, by who wrote this table";

/// Plain words of anatomy that an organ may keep.
const ANATOMY: [&str; 44] = [
    "abdominal",
    "adrenal",
    "anal",
    "bladder",
    "bone",
    "brain",
    "cutaneous",
    "ear",
    "eye",
    "gingiva",
    "head",
    "heart",
    "intestine",
    "kidney",
    "larynx",
    "left",
    "limb",
    "lip",
    "liver",
    "lung",
    "lymph",
    "mammary",
    "mandible",
    "mandibular",
    "maxilla",
    "mediastinum",
    "mouth",
    "nasal",
    "neck",
    "node",
    "oral",
    "pancreas",
    "prostate",
    "right",
    "skin",
    "spine",
    "spleen",
    "stomach",
    "subcutaneous",
    "tail",
    "thyroid",
    "toe",
    "tongue",
    "tonsil",
];

/// A table with what had to be left out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deidentified {
    /// The sizes table, as CSV.
    pub table: String,
    /// The patients in it.
    pub patients: usize,
    /// Cases without a size, or with days that no table can hold.
    pub left_out: usize,
}

/// The table of these cases. The caller has asked for consent, which the table says was noted.
pub fn deidentified<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Deidentified {
    let mut observers = BTreeMap::new();
    let mut left_out = 0;
    let mut numbered: Vec<(String, Case, Vec<String>)> = Vec::new();
    for case in cases {
        match without_names(case, &mut observers) {
            Ok(own) if own.visits().iter().any(|visit| !visit.measurements.is_empty()) => {
                numbered.push((sizes_table(&own), own, about(case)));
            }
            Ok(_) | Err(_) => left_out += 1,
        }
    }
    // By content, so that the order tells nothing of names.
    numbered.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.2.cmp(&b.2)));
    let width = numbered.len().to_string().len().max(3);
    for (place, (_, case, _)) in numbered.iter_mut().enumerate() {
        case.patient.name = format!("S{:0width$}", place + 1);
    }
    let cases: Vec<(&Case, Vec<String>)> = numbered.iter().map(|(_, case, about)| (case, about.clone())).collect();
    Deidentified { table: tables(&cases, &PATIENT_COLUMNS), patients: cases.len(), left_out }
}

/// What is kept of who the case is about.
fn about(case: &Case) -> Vec<String> {
    let age = match case.patient.age_years {
        None => "",
        Some(0..5) => "under 5 years",
        Some(5..10) => "5 to 9 years",
        Some(_) => "10 years or over",
    };
    let (species, group) = (case.patient.species.word(), case.tumor.group.word());
    [species, case.therapy.class.token(), group, age, CONSENT].map(str::to_owned).to_vec()
}

/// The case with days for dates and nothing that anyone typed as text; `observers` numbers those met so far.
fn without_names(case: &Case, observers: &mut BTreeMap<String, usize>) -> Result<Case, InvalidCase> {
    let mut own = Case::default();
    own.time_base = TimeBase::DaysOnly;
    own.patient.species = case.patient.species;
    own.therapy.class = case.therapy.class;
    own.therapy.start = Some(NOMINAL_START);
    let mut organs: BTreeMap<String, usize> = BTreeMap::new();
    for (place, lesion) in case.lesions().iter().enumerate() {
        let organ = Organ(organ(&lesion.organ, &mut organs));
        own.add_lesion(Lesion { name: format!("L{}", place + 1), organ, ..lesion.clone() })?;
    }
    for visit in case.visits() {
        let mut visit =
            Visit { date: date_from_day(NOMINAL_START, case.day_of(visit.date)), note: String::new(), ..visit.clone() };
        if !visit.signs.critical_compromise.trim().is_empty() {
            "recorded".clone_into(&mut visit.signs.critical_compromise);
        }
        visit.signs.weight = visit.signs.weight.and_then(|weight| Weight::from_kg(weight.kg().round()).ok());
        for made in visit.measurements.values_mut() {
            let observer = match made.observer.trim() {
                "" => String::new(),
                name => format!("R{}", number(observers, name)),
            };
            *made =
                Measurement { entered: String::new(), note: String::new(), repeats: None, observer, ..made.clone() };
        }
        own.add_visit(visit)?;
    }
    Ok(own)
}

/// The organ in plain words of anatomy, else a number within the case, so that what is of one organ stays so.
fn organ(organ: &Organ, met: &mut BTreeMap<String, usize>) -> String {
    let Some(key) = organ.key() else { return String::new() };
    if key.split([' ', ',']).filter(|word| !word.is_empty()).all(|word| ANATOMY.contains(&word)) {
        return key;
    }
    format!("organ {}", number(met, &key))
}

fn number(met: &mut BTreeMap<String, usize>, name: &str) -> usize {
    let next = met.len() + 1;
    *met.entry(name.to_owned()).or_insert(next)
}
