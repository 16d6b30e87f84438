//! The literal target response of every visit of real patients, computed independently.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeMap;

use reassess::criteria::evaluate;
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Length, LengthUnit, Lesion, LesionId, Measure, Measurement, NOMINAL_START, Size, TimeBase,
    Visit, Volume,
};
use reassess::rules::CriteriaSettings;

const MEASUREMENTS: &str = include_str!("../../data/measurements.csv");
const EXPECTED: &str = include_str!("../../data/expected_recist_visits.csv");

fn rows(text: &str) -> Vec<BTreeMap<String, String>> {
    csv::Reader::from_reader(text.as_bytes()).deserialize().map(Result::unwrap).collect()
}

fn cases() -> BTreeMap<String, Case> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for row in rows(MEASUREMENTS) {
        if matches!(row["flag"].as_str(), "conflicting_duplicate" | "suspect_source") {
            continue;
        }
        let case = cases.entry(row["patient_id"].clone()).or_insert_with(|| {
            let mut case = Case::default();
            case.time_base = TimeBase::DaysOnly;
            case.therapy.start = Some(NOMINAL_START);
            let measure =
                if row["kind"] == "sum_of_diameters" { Measure::SumOfDiameters } else { Measure::SingleLesion };
            case.add_lesion(Lesion { measure, ..Lesion::target(LesionId(0), row["lesion"].as_str()) }).unwrap();
            case
        });
        let size = |text: &str| match row["unit"].as_str() {
            "mm" => Size::Axes(Axes::longest_only(Length::parse(text, LengthUnit::Millimeters).unwrap())),
            _ => Size::Volume(Volume::parse(text, 1000.0).unwrap()),
        };
        let finding = match row["flag"].as_str() {
            "measured" => Finding::Measured(size(&row["value"])),
            "absent" => Finding::Absent,
            "too_small" => Finding::TooSmall(Some(size(&row["value"]))),
            "not_evaluable" => Finding::NotEvaluable,
            other => panic!("flag {other} is not known"),
        };
        let mut visit = Visit::on(date_from_day(NOMINAL_START, row["day"].parse().unwrap()));
        visit.measurements.insert(LesionId(0), Measurement::of(finding));
        case.add_visit(visit).unwrap();
    }
    cases
}

#[test]
fn target_response_of_every_real_visit_agrees() {
    let cases = cases();
    let mut given = BTreeMap::new();
    for (patient, case) in &cases {
        for row in evaluate(case, &CriteriaSettings::standard()).rows {
            given.insert((patient.clone(), row.day), row.target_response.token());
        }
    }
    let expected = rows(EXPECTED);
    let wrong: Vec<String> = expected
        .iter()
        .filter_map(|row| {
            let found = given.get(&(row["patient_id"].clone(), row["day"].parse().unwrap())).copied();
            let agrees = found == Some(row["target_response"].as_str());
            (!agrees).then(|| format!("{row:?}: {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} differ:\n{}", wrong.len(), expected.len(), wrong.join("\n"));
    assert_eq!(expected.len(), 3677, "every visit of the table was compared");
    let by_diameter = given.keys().filter(|(patient, _)| !patient.starts_with("D-")).count();
    assert_eq!(by_diameter, expected.len(), "no visit of a series of diameters is beyond the table");
}

#[test]
fn cutting_a_real_case_leaves_earlier_rows_as_they_are() {
    let settings = CriteriaSettings::standard();
    for (patient, case) in cases().iter().step_by(7) {
        let whole = evaluate(case, &settings);
        for (place, row) in whole.rows.iter().enumerate() {
            let cut = evaluate(&case.known_on(row.date), &settings);
            assert_eq!(Some(cut.rows.as_slice()), whole.rows.get(..=place), "{patient} cut on {}", row.date);
        }
    }
}
