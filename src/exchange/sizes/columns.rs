//! Which heading of a sizes table means which field.

use std::collections::BTreeMap;

use crate::domain::LengthUnit;
use crate::exchange::problem::Problem;
use crate::exchange::table::{Table, squash};

/// A field of the sizes table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Patient,
    Date,
    Day,
    Lesion,
    Organ,
    Kind,
    Role,
    Length,
    Width,
    Height,
    ShortAxis,
    Value,
    Unit,
    Measure,
    Volume,
    State,
    MergedInto,
    NewClass,
    Equivocal,
    Method,
    Observer,
    Slice,
    Injected,
    Note,
    NonTarget,
    NonTargetChange,
    Unscheduled,
    NewLesionSearch,
    Pain,
    Lethargy,
    Appetite,
    Overall,
    Performance,
    Weight,
    QualityOfLife,
    Ldh,
    Nlr,
    CtDna,
    Biopsy,
    UltrasoundCharacter,
    Pet,
    ImmuneActivity,
    Fever,
    Infection,
    CriticalCompromise,
    VisitNote,
}

/// The unit that a heading states.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum HeadingUnit {
    /// The field has none.
    None,
    /// A length in this unit.
    Length(LengthUnit),
    /// A volume in units of so many cubic millimeters.
    VolumeMm3(f64),
}

/// Headings as [`squash`] leaves them, for fields without a unit.
const NAMES: [(&str, Field); 46] = [
    ("patient", Field::Patient),
    ("id", Field::Patient),
    ("patientid", Field::Patient),
    ("subject", Field::Patient),
    ("usubjid", Field::Patient),
    ("date", Field::Date),
    ("day", Field::Day),
    ("lesion", Field::Lesion),
    ("organ", Field::Organ),
    ("kind", Field::Kind),
    ("role", Field::Role),
    ("value", Field::Value),
    ("unit", Field::Unit),
    ("measure", Field::Measure),
    ("state", Field::State),
    ("flag", Field::State),
    ("status", Field::State),
    ("mergedinto", Field::MergedInto),
    ("newclass", Field::NewClass),
    ("equivocal", Field::Equivocal),
    ("method", Field::Method),
    ("observer", Field::Observer),
    ("injected", Field::Injected),
    ("note", Field::Note),
    ("nontarget", Field::NonTarget),
    ("nontargetchange", Field::NonTargetChange),
    ("unscheduled", Field::Unscheduled),
    ("newlesionsearch", Field::NewLesionSearch),
    ("pain", Field::Pain),
    ("lethargy", Field::Lethargy),
    ("appetite", Field::Appetite),
    ("overall", Field::Overall),
    ("performance", Field::Performance),
    ("weightkg", Field::Weight),
    ("qol", Field::QualityOfLife),
    ("ldh", Field::Ldh),
    ("nlr", Field::Nlr),
    ("ctdna", Field::CtDna),
    ("biopsy", Field::Biopsy),
    ("ultrasoundcharacter", Field::UltrasoundCharacter),
    ("pet", Field::Pet),
    ("immuneactivity", Field::ImmuneActivity),
    ("fever", Field::Fever),
    ("infection", Field::Infection),
    ("criticalcompromise", Field::CriticalCompromise),
    ("visitnote", Field::VisitNote),
];

/// Headings of lengths, to be followed by their unit.
const LENGTHS: [(&str, Field); 9] = [
    ("length", Field::Length),
    ("ld", Field::Length),
    ("longestdiameter", Field::Length),
    ("width", Field::Width),
    ("perp", Field::Width),
    ("height", Field::Height),
    ("shortaxis", Field::ShortAxis),
    ("sa", Field::ShortAxis),
    ("slice", Field::Slice),
];

/// What a heading means, with its unit and whether that unit was written; `None` when it is not one of ours.
pub(super) fn field_of_heading(heading: &str) -> Option<(Field, HeadingUnit, bool)> {
    let heading = squash(heading);
    if let Some((_, field)) = NAMES.iter().find(|(name, _)| *name == heading) {
        return Some((*field, HeadingUnit::None, true));
    }
    if let Some(unit) = heading.strip_prefix("volume") {
        let mm3_per_unit = match unit {
            "cm3" | "ml" | "cc" | "ccm" => 1000.0,
            "mm3" => 1.0,
            _ => return None,
        };
        return Some((Field::Volume, HeadingUnit::VolumeMm3(mm3_per_unit), true));
    }
    LENGTHS.iter().find_map(|(name, field)| {
        let (unit, written) = match heading.strip_prefix(name)? {
            "mm" => (LengthUnit::Millimeters, true),
            "cm" => (LengthUnit::Centimeters, true),
            "" => (LengthUnit::Millimeters, false),
            _ => return None,
        };
        Some((*field, HeadingUnit::Length(unit), written))
    })
}

/// Where each field stands in a table.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    /// The place of each field, counted from 0, and the unit of its heading.
    fields: BTreeMap<Field, (usize, HeadingUnit)>,
    /// Places of columns that are not ours, or second ones of a field, with their headings.
    pub(super) unknown: Vec<(usize, String)>,
}

impl Columns {
    /// Finds the fields of a table and reports headings that are unknown, doubled or without a unit.
    pub(super) fn of(table: &Table, problems: &mut Vec<Problem>) -> Self {
        let mut columns = Self { fields: BTreeMap::new(), unknown: Vec::new() };
        for (place, heading) in table.headings.cells.iter().enumerate() {
            let mut report = |found: String, done: &str| {
                problems.push(Problem {
                    file: table.file.clone(),
                    line: table.headings.line,
                    column: Some(table.column(place)),
                    found,
                    done: done.to_owned(),
                });
            };
            let used = table.rows.iter().any(|row| row.cells.get(place).is_some_and(|cell| !cell.is_empty()));
            let meaning = table.meanings.get(place).cloned().flatten();
            let chosen_as_note = meaning.is_none();
            match meaning.and_then(|meaning| field_of_heading(&meaning)) {
                Some((field, ..)) if columns.place(field).is_some() => {
                    let first = columns.place(field).map_or(0, |first| first + 1);
                    report(
                        format!("“{heading}” says the same as column {first}"),
                        "the first column is used, this one is kept as notes",
                    );
                    columns.unknown.push((place, heading.clone()));
                }
                Some((field, unit, written)) => {
                    if !written {
                        let hint = format!("“{heading}” names no unit; write “{heading} (mm)” or “{heading} (cm)”");
                        report(hint, "it is read as millimeters");
                    }
                    columns.fields.insert(field, (place, unit));
                }
                None if heading.is_empty() && !used => {}
                None if chosen_as_note => columns.unknown.push((place, heading.clone())),
                None => {
                    report(format!("“{heading}” is not a column of a sizes table"), "it is kept as notes");
                    columns.unknown.push((place, heading.clone()));
                }
            }
        }
        columns
    }

    /// The place of a field.
    pub(super) fn place(&self, field: Field) -> Option<usize> {
        self.fields.get(&field).map(|(place, _)| *place)
    }

    /// The unit that a field's heading states.
    pub(super) fn unit(&self, field: Field) -> HeadingUnit {
        self.fields.get(&field).map_or(HeadingUnit::None, |(_, unit)| *unit)
    }

    /// Whether any field from which a row can be of use is there: a size, a state or something about the visit.
    pub(super) fn any_value(&self) -> bool {
        self.fields.keys().any(|field| {
            matches!(
                field,
                Field::Length | Field::Width | Field::ShortAxis | Field::Value | Field::Volume | Field::State
            ) || *field >= Field::NonTarget
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_understood_with_their_units() {
        let mm = HeadingUnit::Length(LengthUnit::Millimeters);
        let cm = HeadingUnit::Length(LengthUnit::Centimeters);
        for (heading, expected) in [
            ("length_mm", Some((Field::Length, mm, true))),
            ("Length (mm)", Some((Field::Length, mm, true))),
            ("LD cm", Some((Field::Length, cm, true))),
            ("longest-diameter-mm", Some((Field::Length, mm, true))),
            ("perp_mm", Some((Field::Width, mm, true))),
            ("sa_cm", Some((Field::ShortAxis, cm, true))),
            ("Height", Some((Field::Height, mm, false))),
            ("volume_ml", Some((Field::Volume, HeadingUnit::VolumeMm3(1000.0), true))),
            ("Volume (cm³)", Some((Field::Volume, HeadingUnit::VolumeMm3(1000.0), true))),
            ("volume_mm3", Some((Field::Volume, HeadingUnit::VolumeMm3(1.0), true))),
            ("USUBJID", Some((Field::Patient, HeadingUnit::None, true))),
            ("Status", Some((Field::State, HeadingUnit::None, true))),
            ("volume", None),
            ("length_inch", None),
            ("breed", None),
            ("", None),
        ] {
            assert_eq!(field_of_heading(heading), expected, "{heading}");
        }
    }
}
