//! The columns that say something about a visit as a whole, read and written by one table.

use super::columns::Field;
use crate::domain::units::Decimal;
use crate::domain::{Grade, InvalidSign, Performance, QualityOfLife, Visit, Weight};
use crate::exchange::formula::{text_cell, unescaped};
use crate::exchange::tokens::CellToken;

/// A column about the visit.
#[derive(Debug)]
pub(in crate::exchange) struct VisitField {
    pub(super) field: Field,
    /// The heading it is written under.
    pub(in crate::exchange) heading: &'static str,
    /// Takes a cell into a visit, or says what the cell should be.
    pub(super) set: fn(&mut Visit, &str) -> Result<(), String>,
    /// The cell of a visit; empty when it is unknown.
    pub(in crate::exchange) text: fn(&Visit) -> String,
    /// Copies the field from one visit to another.
    pub(super) copy: fn(&Visit, &mut Visit),
}

fn read_token<T: CellToken>(cell: &str) -> Result<Option<T>, String> {
    T::of_cell(cell).map(Some).ok_or_else(|| format!("not one of {}", T::choices()))
}

fn read_score<T>(
    cell: &str,
    new: fn(u8) -> Result<T, InvalidSign>,
    out_of_range: InvalidSign,
) -> Result<Option<T>, String> {
    let whole = cell.strip_suffix(".0").unwrap_or(cell);
    let score = whole.parse().ok().ok_or(out_of_range).and_then(new);
    score.map(Some).map_err(|reason| format!("not a score: {reason}"))
}

fn read_weight(cell: &str) -> Result<Option<Weight>, String> {
    let number = Decimal::parse(cell).map_err(|reason| reason.to_string())?;
    let kg = number.plain().parse().unwrap_or(f64::NAN);
    Weight::from_kg(kg).map(Some).map_err(|reason| format!("not a weight in kg: {reason}"))
}

fn token_text<T: CellToken>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.word().to_owned())
}

macro_rules! visit_field {
    ($field:ident, $heading:literal, $($path:ident).+, $read:expr, $text:expr) => {
        VisitField {
            field: Field::$field,
            heading: $heading,
            set: |visit, cell| {
                visit.$($path).+ = $read(cell)?;
                Ok(())
            },
            text: |visit| $text(&visit.$($path).+),
            copy: |from, to| to.$($path).+.clone_from(&from.$($path).+),
        }
    };
    ($field:ident, $heading:literal, $($path:ident).+) => {
        visit_field!($field, $heading, $($path).+, read_token, |value: &Option<_>| token_text(*value))
    };
}

/// Every column about the visit but its note, in the order of the contract.
pub(in crate::exchange) static VISIT_FIELDS: [VisitField; 21] = [
    visit_field!(NonTarget, "non_target", non_target),
    visit_field!(NonTargetChange, "non_target_change", non_target_change),
    visit_field!(
        Unscheduled,
        "unscheduled",
        unscheduled,
        |cell| read_token::<bool>(cell).map(|read| read == Some(true)),
        |value: &bool| if *value { "yes".to_owned() } else { String::new() }
    ),
    visit_field!(NewLesionSearch, "new_lesion_search", new_lesion_search),
    visit_field!(
        Pain,
        "pain",
        signs.pain,
        |cell| read_score(cell, Grade::new, InvalidSign::Grade),
        |grade: &Option<Grade>| grade.map_or_else(String::new, |grade| grade.get().to_string())
    ),
    visit_field!(
        Lethargy,
        "lethargy",
        signs.lethargy,
        |cell| read_score(cell, Grade::new, InvalidSign::Grade),
        |grade: &Option<Grade>| grade.map_or_else(String::new, |grade| grade.get().to_string())
    ),
    visit_field!(
        Appetite,
        "appetite",
        signs.appetite,
        |cell| read_score(cell, Grade::new, InvalidSign::Grade),
        |grade: &Option<Grade>| grade.map_or_else(String::new, |grade| grade.get().to_string())
    ),
    visit_field!(Overall, "overall", signs.overall),
    visit_field!(
        Performance,
        "performance",
        signs.performance,
        |cell| read_score(cell, Performance::new, InvalidSign::Performance),
        |score: &Option<Performance>| score.map_or_else(String::new, |score| score.get().to_string())
    ),
    visit_field!(Weight, "weight_kg", signs.weight, read_weight, |weight: &Option<Weight>| weight
        .map_or_else(String::new, |weight| weight.kg().to_string())),
    visit_field!(
        QualityOfLife,
        "qol",
        signs.quality_of_life,
        |cell| read_score(cell, QualityOfLife::new, InvalidSign::QualityOfLife),
        |score: &Option<QualityOfLife>| score.map_or_else(String::new, |score| score.get().to_string())
    ),
    visit_field!(Ldh, "ldh", labs.ldh),
    visit_field!(Nlr, "nlr", labs.nlr),
    visit_field!(CtDna, "ctdna", labs.ctdna),
    visit_field!(Biopsy, "biopsy", labs.biopsy),
    visit_field!(UltrasoundCharacter, "ultrasound_character", labs.ultrasound_character),
    visit_field!(Pet, "pet", labs.pet),
    visit_field!(ImmuneActivity, "immune_activity", labs.immune_activity),
    visit_field!(Fever, "fever", signs.fever),
    visit_field!(Infection, "infection", signs.infection),
    visit_field!(
        CriticalCompromise,
        "critical_compromise",
        signs.critical_compromise,
        |cell| Ok::<_, String>(unescaped(cell).to_owned()),
        |text: &String| text_cell(text).into_owned()
    ),
];
