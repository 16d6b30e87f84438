//! Reads the patients table (`CONTRACTS.md` 3) and joins it to cases by patient.

use std::collections::BTreeSet;

use super::problem::{ImportError, Problem};
use super::sizes::{ImportedCase, is_patient_heading};
use super::table::{Table, TableChoice, squash};
use super::tokens::CellToken as _;
use super::unescaped;
use crate::domain::{Case, Measure, Species, TherapyClass, TumorGroup};

/// The columns of a patients table that are used; the rest, outcomes too, is ignored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Patient,
    Species,
    TherapyClass,
    Drug,
    TumorType,
    Measure,
}

/// Reads a patients table and fills in species, therapy, tumor and measure of the cases it names.
///
/// A patient of a species that this version does not assess is removed from the cases, with a problem: what is known of
/// dogs or people would otherwise be applied to it without a word.
///
/// # Errors
/// [`ImportError`] when the bytes are no table or it has no patient column.
pub fn join_patients(bytes: &[u8], name: &str, cases: &mut Vec<ImportedCase>) -> Result<Vec<Problem>, ImportError> {
    let table = Table::read(bytes, name, TableChoice::default(), |heading| field_of_heading(heading).is_some())?;
    let mut fields: Vec<(Field, usize)> = Vec::new();
    for (place, heading) in table.headings.cells.iter().enumerate() {
        if let Some(field) = field_of_heading(heading)
            && fields.iter().all(|(own, _)| *own != field)
        {
            fields.push((field, place));
        }
    }
    if fields.iter().all(|(field, _)| *field != Field::Patient) {
        let headings = table.headings_words();
        return Err(ImportError::MissingColumn { file: name.to_owned(), needed: "“patient_id”", headings });
    }
    let mut problems = table.problems.clone();
    let mut joined: BTreeSet<&str> = BTreeSet::new();
    let mut places: Vec<(&str, usize)> =
        cases.iter().enumerate().map(|(place, own)| (own.patient_id.as_str(), place)).collect();
    places.sort_unstable();
    let mut updates: Vec<(usize, Field, &str, usize, usize)> = Vec::new();
    for row in &table.rows {
        let cell = |place: usize| row.cells.get(place).map_or("", |cell| unescaped(cell));
        let patient = fields.iter().find(|(field, _)| *field == Field::Patient).map_or("", |(_, place)| cell(*place));
        let Ok(found) = places.binary_search_by_key(&patient, |(id, _)| id) else { continue };
        let Some((_, case)) = places.get(found).copied() else { continue };
        if !joined.insert(patient) {
            problems.push(Problem {
                file: name.to_owned(),
                line: row.line,
                column: fields.first().map(|(_, place)| table.column(*place)),
                found: format!("patient “{patient}” has a row already"),
                done: "the first is used".to_owned(),
            });
            continue;
        }
        for (field, place) in &fields {
            updates.push((case, *field, cell(*place), *place, row.line));
        }
    }
    let without = cases.len() - joined.len();
    let mut left_out: BTreeSet<usize> = BTreeSet::new();
    for (case, field, cell, place, line) in updates {
        let Some(own) = cases.get_mut(case).filter(|_| !cell.is_empty()) else { continue };
        if let Err(found) = fill_in(&mut own.case, field, cell) {
            let column = Some(table.column(place));
            let done = if field == Field::Species {
                left_out.insert(case);
                "the patient is left out"
            } else {
                "it was not used"
            };
            problems.push(Problem { file: name.to_owned(), line, column, found, done: done.to_owned() });
        }
    }
    if without > 0 {
        problems.push(Problem {
            file: name.to_owned(),
            line: table.headings.line,
            column: None,
            found: format!("{without} of the {} patients of the sizes table have no row here", cases.len()),
            done: "species and therapy are those given for the whole table".to_owned(),
        });
    }
    let mut place = 0..;
    cases.retain(|_| place.next().is_none_or(|place| !left_out.contains(&place)));
    problems.sort_by_key(|problem| problem.line);
    Ok(problems)
}

/// The therapy class that a cell of a patients table names: a class of ours, or a drug class that has one.
///
/// # Examples
/// ```
/// use reassess::domain::TherapyClass;
/// use reassess::exchange::therapy_class_of_words;
/// assert_eq!(therapy_class_of_words("anti-PD-L1"), Some(TherapyClass::Checkpoint));
/// assert_eq!(therapy_class_of_words("vaccine + losartan"), Some(TherapyClass::Vaccine));
/// ```
pub fn therapy_class_of_words(words: &str) -> Option<TherapyClass> {
    let squashed = squash(words);
    let own = TherapyClass::ALL.into_iter().find(|class| squash(class.token()) == squashed);
    own.or_else(|| match squashed.as_str() {
        "antipdl1" | "antipd1" => Some(TherapyClass::Checkpoint),
        "chemotherapy" => Some(TherapyClass::NotImmune),
        vaccine if vaccine.starts_with("vaccine") => Some(TherapyClass::Vaccine),
        _ => None,
    })
}

fn field_of_heading(heading: &str) -> Option<Field> {
    match squash(heading).as_str() {
        "species" => Some(Field::Species),
        "therapyclass" => Some(Field::TherapyClass),
        "drug" => Some(Field::Drug),
        "tumourtype" | "tumortype" => Some(Field::TumorType),
        "measure" => Some(Field::Measure),
        _ => is_patient_heading(heading).then_some(Field::Patient),
    }
}

fn fill_in(case: &mut Case, field: Field, cell: &str) -> Result<(), String> {
    match field {
        Field::Patient => {}
        Field::Species => {
            case.patient.species = Species::of_cell(cell)
                .ok_or_else(|| format!("species “{cell}” is not one this version assesses ({})", Species::choices()))?;
        }
        Field::TherapyClass => {
            let classes = || TherapyClass::ALL.map(TherapyClass::token).join(", ");
            case.therapy.class =
                therapy_class_of_words(cell).ok_or_else(|| format!("“{cell}” is not one of {}", classes()))?;
        }
        Field::Drug => cell.clone_into(&mut case.therapy.drug),
        Field::TumorType => {
            cell.clone_into(&mut case.tumor.kind);
            case.tumor.group = TumorGroup::of_words(cell);
        }
        Field::Measure => set_measure(case, cell),
    }
    Ok(())
}

/// Free text like "sum of target lesion diameters"; only a sum changes how a series is read.
fn set_measure(case: &mut Case, words: &str) {
    let words = words.to_lowercase();
    let is_sum = words.replace('_', " ").starts_with("sum of");
    let [lesion] = case.lesions() else { return };
    if is_sum && lesion.measure == Measure::SingleLesion {
        let mut lesion = lesion.clone();
        lesion.measure = Measure::SumOfDiameters;
        // The name is unchanged, so the update cannot be refused.
        case.update_lesion(lesion).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{ReadOptions, read_sizes};

    #[test]
    fn patients_fill_in_what_the_sizes_do_not_say() {
        let sizes = "patient,day,length_mm\na,0,20\nb,0,20\nc,0,20\n";
        let mut cases = read_sizes(sizes.as_bytes(), "sizes", &ReadOptions::default()).unwrap().cases;
        let patients = "patient_id,species,tumour_type,therapy_class,measure,death_day\n\
                        b,dog,oral melanoma,\"vaccine + x\",sum of target lesion diameters,99\n\
                        a,human,NSCLC,anti-PD-1,\"single target lesion, longest diameter\",\n\
                        z,dog,,,,\n\
                        a,dog,,,,\n";
        let problems = join_patients(patients.as_bytes(), "patients", &mut cases).unwrap();
        let [a, b, c] = cases.as_slice() else { panic!("three patients") };
        assert_eq!((a.case.therapy.class, a.case.tumor.kind.as_str()), (TherapyClass::Checkpoint, "NSCLC"));
        assert_eq!((b.case.therapy.class, b.case.tumor.group), (TherapyClass::Vaccine, TumorGroup::Melanoma));
        assert_eq!(b.case.lesions()[0].measure, Measure::SumOfDiameters);
        assert_eq!(c.case.therapy.class, TherapyClass::Unknown);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "patients, line 1: 1 of the 3 patients of the sizes table have no row here; \
                 species and therapy are those given for the whole table",
                "patients, line 5, column 1 (patient_id): patient “a” has a row already; the first is used",
            ]
        );
    }

    #[test]
    fn a_patient_of_another_species_is_left_out() {
        let sizes = "patient,day,length_mm\na,0,20\nb,0,20\nc,0,20\n";
        let mut cases = read_sizes(sizes.as_bytes(), "sizes", &ReadOptions::default()).unwrap().cases;
        let patients = "patient,species\na,dog\nb,cat\nc,\n";
        let problems = join_patients(patients.as_bytes(), "patients", &mut cases).unwrap();
        let left: Vec<&str> = cases.iter().map(|own| own.patient_id.as_str()).collect();
        assert_eq!(left, ["a", "c"]);
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        let expected = "patients, line 3, column 2 (species): species “cat” is not one this version assesses \
                        (dog or human); the patient is left out";
        assert_eq!(problems, [expected]);
    }

    #[test]
    fn therapy_classes_and_their_synonyms_are_read() {
        for class in TherapyClass::ALL {
            assert_eq!(therapy_class_of_words(class.token()), Some(class));
        }
        assert_eq!(therapy_class_of_words("Anti-PD-L1"), Some(TherapyClass::Checkpoint));
        assert_eq!(therapy_class_of_words("chemotherapy"), Some(TherapyClass::NotImmune));
        assert_eq!(therapy_class_of_words("homeopathy"), None);
    }
}
