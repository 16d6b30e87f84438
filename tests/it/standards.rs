//! SDTM domains out and in, and the FHIR bundle against the rules of its published definitions.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use reassess::app::standards;
use reassess::domain::{Axes, Case, Finding, Lesion, Measurement, Size, TimeBase, Visit};
use reassess::exchange::{ReadOptions, fhir, read_sizes, sdtm};
use reassess::rules::Rules;
use reassess::store::{case_file, demo};
use serde_json::Value;

use crate::strategies;

/// What the domains carry of a case: lesions that were recorded, and what was measured of them and how.
fn carried(case: &Case) -> Case {
    let mut own = Case::default();
    case.patient.name.trim().replace('\0', "").trim().clone_into(&mut own.patient.name);
    own.time_base = case.time_base;
    own.therapy.start = case.therapy.start;
    for lesion in case.lesions() {
        if case.visits().iter().any(|visit| visit.measurements.contains_key(&lesion.id)) {
            own.add_lesion(lesion.clone()).unwrap();
        }
    }
    for visit in case.visits() {
        if !visit.measurements.is_empty() {
            let non_target = visit.non_target.filter(|stated| {
                use reassess::domain::NonTarget::{CompleteResponse, NonCrNonPd, NotEvaluable, Progression};
                matches!(stated, CompleteResponse | NonCrNonPd | Progression | NotEvaluable)
            });
            let mut measurements = visit.measurements.clone();
            // A lesion that was never recorded is not carried, and so is not what another merged into.
            for made in measurements.values_mut() {
                if matches!(made.finding, Finding::Merged(into) if own.lesion(into).is_none()) {
                    made.finding = Finding::NotEvaluable;
                }
            }
            own.add_visit(Visit { measurements, non_target, ..Visit::on(visit.date) }).unwrap();
        }
    }
    own
}

/// Lesions by name, and visits by day with what was measured and stated.
type Comparable = (BTreeMap<String, Lesion>, Vec<(String, BTreeMap<String, Measurement>, String)>);

/// Lesions by name and visits by date, without the text as entered, which the domains put in their own form.
fn comparable(case: &Case) -> Comparable {
    let name = |lesion: &Lesion| lesion.name.trim().to_owned();
    let lesions = case.lesions().iter().map(|lesion| {
        (
            name(lesion),
            Lesion { id: reassess::domain::LesionId(0), ill_defined: false, critical_site: false, ..lesion.clone() },
        )
    });
    let visits = case.visits().iter().map(|visit| {
        let made = visit.measurements.iter().map(|(id, made)| {
            (name(case.lesion(*id).unwrap()), Measurement { entered: String::new(), repeats: None, ..made.clone() })
        });
        (case.day_of(visit.date).to_string(), made.collect(), format!("{:?}", visit.non_target))
    });
    (lesions.collect(), visits.collect())
}

/// Cases whose texts and findings the domains can hold as they are; what they change is told by the export.
fn plain_case() -> impl Strategy<Value = Case> {
    strategies::case().prop_map(|case| {
        let mut own = carried(&case);
        let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
        own.patient.name = plain(&own.patient.name);
        if own.time_base == TimeBase::DaysOnly {
            own.therapy.start = Some(reassess::domain::NOMINAL_START);
        }
        for mut lesion in own.lesions().to_vec() {
            lesion.name = format!("L{}{}", plain(&lesion.name), lesion.id.0);
            lesion.organ.0 = plain(&lesion.organ.0);
            lesion.ill_defined = false;
            lesion.critical_site = false;
            // A record of sums is of its longest diameters alone.
            lesion.measure = reassess::domain::Measure::SingleLesion;
            own.update_lesion(lesion).unwrap();
        }
        for mut visit in own.visits().to_vec() {
            for made in visit.measurements.values_mut() {
                made.observer = plain(&made.observer);
                made.note = plain(&made.note);
                made.finding = match made.finding.clone() {
                    Finding::Fragmented(_) => Finding::Present,
                    Finding::Merged(_) => Finding::NotEvaluable,
                    Finding::TooSmall(Some(Size::Axes(axes))) => {
                        Finding::TooSmall(Some(Size::Axes(axes.longest().map_or(axes, Axes::longest_only))))
                    }
                    other => other,
                };
            }
            own.update_visit(visit.date, visit).unwrap();
        }
        own
    })
}

fn round_trip(case: &Case) -> Case {
    let (package, _) = sdtm::write(case, &[]);
    let bytes = package.to_bytes().unwrap();
    let import = read_sizes(&bytes, "t.sdtm.zip", &ReadOptions::default())
        .unwrap_or_else(|error| panic!("{error}: {:#?}\n{}\n{}", error.problems(), package.tr, package.supp_tr));
    import.cases.into_iter().next().unwrap().case
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn sdtm_out_and_in_keeps_what_was_measured(case in plain_case()) {
        prop_assume!(!case.visits().is_empty());
        // Study days reach as far as a case does.
        prop_assume!(case.therapy.start.is_none_or(|start| (1980..=2200).contains(&start.year())));
        let again = round_trip(&case);
        prop_assert_eq!(comparable(&again), comparable(&case));
    }

    #[test]
    fn a_bundle_of_any_case_keeps_the_rules(case in strategies::case()) {
        check_bundle(&fhir::bundle(&case).0);
    }
}

#[test]
fn the_demonstration_case_goes_out_and_comes_back() {
    let file = demo::all().first().unwrap().open().unwrap();
    let exported = standards::sdtm(&file.case, Rules::shipped().unwrap()).unwrap();
    let import = read_sizes(&exported.bytes, "t.sdtm.zip", &ReadOptions::default()).unwrap();
    assert!(import.problems.is_empty(), "{:?}", import.problems);
    assert_eq!(comparable(&import.cases[0].case), comparable(&carried(&file.case)));
    assert!(!exported.left_out.is_empty(), "signs are left out, and the export says so");
}

#[test]
fn results_of_other_programs_are_read() {
    // The form of CDISC's example for RECIST 1.1: a sum, a lesion too small to measure, a scan not done, a state, and an
    // evaluator whose record was not accepted.
    let tr = "STUDYID,DOMAIN,USUBJID,TRSEQ,TRGRPID,TRLNKID,TRTESTCD,TRORRES,TRORRESU,TRSTRESC,TRSTRESN,TRSTRESU,TRSTAT,TRREASND,TRMETHOD,TREVALID,TRACPTFL,TRDTC,TRDY\n\
        S,TR,90001,1,TARGET,T01,LPERP,17,mm,17,17,mm,,,CT SCAN,R1,Y,2026-03-01,-1\n\
        S,TR,90001,2,TARGET,T02,LDIAM,2.3,cm,23,23,mm,,,CT SCAN,R1,Y,2026-03-01,-1\n\
        S,TR,90001,3,TARGET,T02,LDIAM,21,mm,21,21,mm,,,CT SCAN,R2,,2026-03-01,-1\n\
        S,TR,90001,4,NON-TARGET,NT01,TUMSTATE,PRESENT,,PRESENT,,,,,CT SCAN,R1,Y,2026-03-01,-1\n\
        S,TR,90001,5,TARGET,,SUMDIAM,40,mm,40,40,mm,,,,R1,Y,2026-03-01,-1\n\
        S,TR,90001,6,TARGET,T01,LPERP,,,,,,NOT DONE,SCAN NOT PERFORMED,,R1,Y,2026-04-12,42\n\
        S,TR,90001,7,TARGET,T02,LDIAM,TOO SMALL TO MEASURE,,5,5,mm,,,CT SCAN,R1,Y,2026-04-12,42\n\
        S,TR,90001,8,NEW,NEW01,TUMSTATE,ABSENT,,ABSENT,,,,,CT SCAN,R1,Y,2026-04-12,42\n";
    let import = read_sizes(tr.as_bytes(), "tr.csv", &ReadOptions::default()).unwrap();
    let case = &import.cases[0].case;
    assert_eq!(import.cases[0].patient_id, "90001");
    let shown = |visit: usize| -> Vec<String> {
        case.visits()[visit].measurements.values().map(|made| reassess::domain::cell_text(&made.finding)).collect()
    };
    assert_eq!(shown(0), ["17", "23", "present"]);
    assert_eq!(shown(1), ["not evaluated", "too small", "absent"]);
    assert_eq!(case.therapy.start.map(|start| start.to_string()).as_deref(), Some("2026-03-02"), "study day 1");
    let said: Vec<String> = import.problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].contains("line 4") && said[0].contains("TRACPTFL"), "{said:?}");
}

#[test]
fn the_bundle_of_the_demonstration_case_keeps_the_rules() {
    let file = demo::all().first().unwrap().open().unwrap();
    let (text, left_out) = fhir::bundle(&file.case);
    check_bundle(&text);
    assert!(text.contains("patient-animal") && text.contains("canislf"), "a dog is an animal");
    assert!(left_out.iter().any(|sentence| sentence.contains("signs")), "{left_out:?}");
    let _whole = case_file::to_text(&file.case, &reassess::store::Summary::of(&file.case, "", "")).unwrap();
    // The rules can fail.
    for (from, to) in [("\"final\"", "\"done\""), ("33728-7", "33729-5"), ("\"code\": \"mm\"", "\"code\": \"in\"")] {
        assert!(text.contains(from), "{from} is there to be broken");
        let broken = text.replace(from, to);
        assert!(std::panic::catch_unwind(|| check_bundle(&broken)).is_err(), "{from} for {to} is seen");
    }
}

#[test]
fn a_case_of_days_alone_has_no_dates_in_its_bundle() {
    let mut case = demo::all().first().unwrap().open().unwrap().case;
    case.time_base = TimeBase::DaysOnly;
    let (text, _) = fhir::bundle(&case);
    assert!(!text.contains("effectiveDateTime") && text.contains("from the therapy start"), "{text}");
}

/// The rules of FHIR R4 (Bundle, Patient, `BodyStructure`, Observation), of the extension patient-animal, and of
/// mCODE's tumor size, as far as they concern what is written. Checked: the shape, required parts, fixed and bound codes
/// that are closed, references, and the invariants of a bundle and of an observation. Not checked: terminology servers,
/// open value sets, and the parts of mCODE that ask for a profiled patient and a coded location.
fn check_bundle(text: &str) {
    let bundle: Value = serde_json::from_str(text).unwrap();
    assert_eq!((&bundle["resourceType"], &bundle["type"]), (&"Bundle".into(), &"collection".into()), "a collection");
    no_empty_values(&bundle);
    let entries = bundle["entry"].as_array().unwrap();
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry["fullUrl"].as_str().unwrap()).collect();
    assert_eq!(names.len(), entries.len(), "bdl-7: full URLs are unique");
    assert!(names.iter().all(|name| is_urn(name)), "full URLs are UUIDs: {names:?}");
    let refers = |value: &Value, kind: &str| {
        let name = value["reference"].as_str().unwrap();
        let found = entries.iter().find(|entry| entry["fullUrl"] == name).unwrap_or_else(|| panic!("{name} is here"));
        assert_eq!(found["resource"]["resourceType"], kind, "of the kind asked for");
    };
    let mut patients = 0;
    for entry in entries {
        let resource = &entry["resource"];
        match resource["resourceType"].as_str().unwrap() {
            "Patient" => {
                patients += 1;
                check_patient(resource);
            }
            "BodyStructure" => {
                refers(&resource["patient"], "Patient");
                assert!(resource["location"]["text"].is_string(), "a tumor has a location");
                assert!(!resource["identifier"].as_array().unwrap().is_empty(), "a tumor has an identifier");
            }
            "Observation" => {
                assert!(
                    ["registered", "preliminary", "final", "amended", "corrected"]
                        .contains(&resource["status"].as_str().unwrap()),
                    "the status is of the closed list"
                );
                assert!(resource["code"].is_object(), "an observation has a code");
                refers(&resource["subject"], "Patient");
                for focus in resource["focus"].as_array().unwrap() {
                    refers(focus, "BodyStructure");
                }
                let has_value = resource.as_object().unwrap().keys().any(|key| key.starts_with("value"));
                assert!(!(has_value && resource.get("dataAbsentReason").is_some()), "obs-6: a value or a reason");
                assert!(
                    has_value || resource.get("component").is_some() || resource.get("dataAbsentReason").is_some(),
                    "an observation says something"
                );
                if let Some(date) = resource.get("effectiveDateTime") {
                    assert!(date.as_str().unwrap().parse::<jiff::civil::Date>().is_ok(), "{date} is a date");
                }
                if resource["meta"]["profile"][0].as_str().is_some_and(|profile| profile.ends_with("mcode-tumor-size"))
                {
                    check_tumor_size(resource);
                }
            }
            other => panic!("{other} is not written"),
        }
    }
    assert_eq!(patients, 1, "one patient");
}

fn check_patient(patient: &Value) {
    if let Some(gender) = patient.get("gender") {
        assert!(["male", "female", "other", "unknown"].contains(&gender.as_str().unwrap()), "{gender}");
    }
    for extension in patient["extension"].as_array().into_iter().flatten() {
        assert_eq!(extension["url"], "http://hl7.org/fhir/StructureDefinition/patient-animal", "the one extension");
        assert!(extension.get("valueCodeableConcept").is_none(), "ext-1: an extension or a value");
        let parts = extension["extension"].as_array().unwrap();
        let of = |name: &str| parts.iter().filter(|part| part["url"] == name).count();
        assert_eq!(of("species"), 1, "a species");
        assert!(of("breed") <= 1 && of("genderStatus") <= 1, "at most one each");
        assert_eq!(of("species") + of("breed") + of("genderStatus"), parts.len(), "nothing else");
        assert!(parts.iter().all(|part| part["valueCodeableConcept"].is_object()), "each with a concept");
    }
}

fn check_tumor_size(observation: &Value) {
    let code = |concept: &Value| {
        let coding = &concept["coding"][0];
        (coding["system"].as_str().unwrap_or("").to_owned(), coding["code"].as_str().unwrap_or("").to_owned())
    };
    let loinc = |number: &str| ("http://loinc.org".to_owned(), number.to_owned());
    assert_eq!(code(&observation["code"]), loinc("21889-1"), "the code of a tumor size");
    assert!(observation.get("focus").is_some() != observation.get("specimen").is_some(), "focus or specimen, not both");
    let components = observation["component"].as_array().unwrap();
    let of = |number: &str| components.iter().filter(|own| code(&own["code"]) == loinc(number)).count();
    assert_eq!(of("33728-7"), 1, "one longest dimension");
    assert!(of("33729-5") <= 2, "at most two more");
    assert_eq!(of("33728-7") + of("33729-5"), components.len(), "nothing else");
    let values: Vec<f64> = components
        .iter()
        .map(|own| {
            let quantity = &own["valueQuantity"];
            assert_eq!(quantity["system"], "http://unitsofmeasure.org", "units are UCUM");
            assert!(["mm", "cm"].contains(&quantity["code"].as_str().unwrap()), "the unit is of the closed list");
            quantity["value"].as_f64().unwrap()
        })
        .collect();
    assert!(values.iter().all(|value| *value > 0.0), "sizes are above zero");
    assert!(values.is_sorted_by(|a, b| a >= b), "largest to smallest");
}

/// In FHIR's JSON nothing is null, and neither text nor list nor object is empty.
fn no_empty_values(value: &Value) {
    match value {
        Value::Null => panic!("null is written"),
        Value::String(text) => assert!(!text.trim().is_empty(), "an empty text"),
        Value::Array(values) => {
            assert!(!values.is_empty(), "an empty list");
            values.iter().for_each(no_empty_values);
        }
        Value::Object(values) => {
            assert!(!values.is_empty(), "an empty object");
            values.values().for_each(no_empty_values);
        }
        Value::Bool(_) | Value::Number(_) => {}
    }
}

fn is_urn(name: &str) -> bool {
    name.strip_prefix("urn:uuid:").is_some_and(|uuid| {
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        lengths == [8, 4, 4, 4, 12] && uuid.chars().all(|c| c == '-' || c.is_ascii_hexdigit())
    })
}
