//! Every value of every worked case, typed by hand from the papers, through `Case` and `evaluate`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;

use jiff::civil::Date;
use reassess::criteria::measurable::Standard;
use reassess::criteria::selection::{NotTarget, suggest_targets};
use reassess::criteria::target::{progression_line, response_line};
use reassess::criteria::{Burden, CriteriaRow, CriteriaTable, Irrc, Overall, evaluate, further};
use reassess::domain::volume::sphere_diameter_mm;
use reassess::domain::{
    Axes, Case, Event, EventKind, Finding, Length, LengthUnit, Lesion, LesionId, LesionKind, Measurement, NewClass,
    NonTarget, NonTargetChange, Organ, Role, Size, Visit, VolumeFormula,
};
use reassess::rules::CriteriaSettings;
use reassess::series::noise::log_sd_from_cv;
use reassess::series::{self, Basis, ChangeNoise, GrowthRates};
use serde_json::Value;

const CASES: &str = include_str!("../../data/worked_cases.json");

fn document() -> Value {
    serde_json::from_str(CASES).unwrap()
}

fn length(value: &Value) -> Option<Length> {
    // JSON holds millimeters as numbers; 0 stands for a lesion that is gone.
    Length::parse(&value.as_f64()?.to_string(), LengthUnit::Millimeters).ok()
}

fn axes(entry: &Value) -> Axes {
    let second = if entry["sa_mm"].is_null() { &entry["perp_mm"] } else { &entry["sa_mm"] };
    Axes::new(length(&entry["ld_mm"]), length(second), None).unwrap().0
}

fn finding(entry: &Value) -> Finding {
    match entry["status"].as_str().unwrap_or("measured") {
        "measured" => Finding::Measured(Size::Axes(axes(entry))),
        "absent" => Finding::Absent,
        "not_assessed" => Finding::NotEvaluable,
        "too_small_to_measure" => Finding::TooSmall(None),
        "fragmented" => Finding::Fragmented(entry["fragments"].as_array().unwrap().iter().map(axes).collect()),
        other => panic!("status {other} is not known"),
    }
}

fn lesion(entry: &Value, id: u32, role: Role) -> Lesion {
    Lesion {
        role,
        organ: Organ(entry["organ"].as_str().unwrap().to_owned()),
        kind: if entry["kind"] == "nodal" { LesionKind::Nodal } else { LesionKind::NonNodal },
        new_class: match entry["cls"].as_str() {
            Some("NLT") => Some(NewClass::Target),
            Some("NLNT") => Some(NewClass::NonTarget),
            _ => None,
        },
        ..Lesion::target(LesionId(id), entry["id"].as_str().unwrap())
    }
}

fn id_of(case: &mut Case, entry: &Value, role: Role) -> LesionId {
    let name = entry["id"].as_str().unwrap();
    if let Some(known) = case.lesions().iter().find(|lesion| lesion.name == name) {
        return known.id;
    }
    let id = case.fresh_lesion_id();
    case.add_lesion(lesion(entry, id.0, role)).unwrap();
    id
}

fn case_of(worked: &Value) -> Case {
    let mut case = Case::default();
    let mut seen_new = BTreeSet::new();
    for entry in worked["visits"].as_array().unwrap() {
        let date: Date = entry["date"].as_str().unwrap().parse().unwrap();
        let mut visit = Visit::on(date);
        for target in entry["targets"].as_array().unwrap() {
            let id = id_of(&mut case, target, Role::Target);
            visit.measurements.insert(id, Measurement::of(finding(target)));
        }
        for new in entry["new_lesions"].as_array().unwrap() {
            let id = id_of(&mut case, new, Role::New);
            let equivocal = new["equivocal"] == true;
            visit.measurements.insert(id, Measurement { equivocal, ..Measurement::of(finding(new)) });
            seen_new.insert(id);
        }
        // In these cases a new lesion that is no longer listed is gone.
        for id in &seen_new {
            visit.measurements.entry(*id).or_insert_with(|| Measurement::of(Finding::Absent));
        }
        visit.non_target = match entry["non_target"].as_str().unwrap() {
            "none" => Some(NonTarget::None),
            "present" => Some(NonTarget::Present),
            "CR" => Some(NonTarget::CompleteResponse),
            "nonCR_nonPD" => Some(NonTarget::NonCrNonPd),
            "PD" => Some(NonTarget::Progression),
            "NE" => Some(NonTarget::NotEvaluable),
            other => panic!("non-target {other} is not known"),
        };
        visit.non_target_change = match entry["non_target_change_since_last"].as_str() {
            Some("increase") => Some(NonTargetChange::Increase),
            Some("same") => Some(NonTargetChange::Same),
            Some("decrease") => Some(NonTargetChange::Decrease),
            _ => None,
        };
        visit.unscheduled = entry["unscheduled_for_new_symptom"] == true;
        case.therapy.start = case.therapy.start.or(Some(date));
        case.add_visit(visit).unwrap();
    }
    case
}

fn evaluated(worked: &Value, settings: &CriteriaSettings) -> CriteriaTable {
    evaluate(&case_of(worked), settings)
}

/// Every field of a row beside its expected value, where one is asserted.
fn compare(name: &str, row: &CriteriaRow, expected: &Value, checked: &mut usize) {
    let number = |key: &str, value: Option<f64>| (key.to_owned(), value.map(Value::from), expected[key].clone());
    let word = |key: &str, value: Option<&str>| (key.to_owned(), value.map(Value::from), expected[key].clone());
    let crecist =
        ("recist11_crecist".to_owned(), Some(Value::from(row.crecist.token())), expected["recist11_crecist"].clone());
    for (key, value, expected) in [
        number("sod_mm", row.burden.map(Burden::value)),
        number("pct_from_baseline", row.pct_from_baseline.map(|percent| percent.to_string().parse().unwrap())),
        number("pct_from_nadir", row.pct_from_nadir.map(|percent| percent.to_string().parse().unwrap())),
        number("abs_from_nadir_mm", row.abs_from_nadir_tenths.map(|tenths| tenths as f64 / 10.0)),
        number("irrc_ttb_mm2", row.irrc_ttb_mm2),
        word("recist11_crecist", row.recist11.map(Overall::token)),
        crecist,
        word("irecist", Some(row.irecist.state.token())),
        word("irrc", row.irrc.map(Irrc::token)),
    ] {
        let Some(value) = value else {
            assert!(expected.is_null(), "{name} {key}: nothing, expected {expected}");
            continue;
        };
        match (value.as_f64(), expected.as_f64()) {
            _ if expected.is_null() => {}
            (Some(value), Some(expected)) => {
                assert!((value - expected).abs() < 1e-9, "{name} {key}: {value}, expected {expected}");
            }
            _ => assert_eq!(value, expected, "{name} {key}"),
        }
        *checked += usize::from(!expected.is_null());
    }
}

#[test]
fn every_worked_value_comes_out() {
    let (mut rows, mut checked) = (0, 0);
    for worked in document()["cases"].as_array().unwrap() {
        let id = worked["id"].as_str().unwrap();
        let table = evaluated(worked, &CriteriaSettings::standard());
        let expected = worked["expected"].as_array().unwrap();
        assert_eq!(table.rows.len(), expected.len(), "{id}: a row for each visit after the baseline");
        for (row, expected) in table.rows.iter().zip(expected) {
            compare(&format!("{id} visit {}", row.visit), row, expected, &mut checked);
            rows += 1;
        }
        let last = table.rows.last().unwrap();
        assert_eq!(last.ibor.token(), worked["ibor"], "{id}: best overall response");
        let first_pd = table.rows.iter().find(|row| row.crecist.token() == "PD").map(|row| row.visit);
        assert_eq!(Value::from(first_pd), worked["recist_first_pd_visit"], "{id}: first PD");
        assert!(worked["irecist_progression_date"].is_null(), "{id}: no case states a date of progression");
        if let Some(visit) = worked["irecist_progression_visit"].as_i64() {
            let day = last.irecist_progression_day.unwrap();
            let progressed = table.rows.iter().find(|row| row.day == day).unwrap();
            assert_eq!(i64::from(progressed.visit), visit, "{id}: visit of progression");
        } else {
            assert_eq!(last.irecist_progression_day, None, "{id}: no confirmed progression");
        }
    }
    assert_eq!((rows, checked), (55, 468), "rows and values compared");
}

#[test]
fn three_week_mode_confirms_earlier() {
    let settings = CriteriaSettings { confirm_min_days: 21, ..CriteriaSettings::standard() };
    let document = document();
    let worked = document["cases"].as_array().unwrap().iter().find(|worked| worked["id"] == "W17").unwrap();
    let states: Vec<&str> = evaluated(worked, &settings).rows.iter().map(|row| row.irecist.state.token()).collect();
    let expected: Vec<&str> =
        worked["irecist_vet21_expected"].as_array().unwrap().iter().map(|state| state.as_str().unwrap()).collect();
    assert_eq!(states, expected, "W17 with confirmation from 21 days on");
}

#[test]
fn injected_and_other_sums_of_the_worked_case_come_out() {
    let document = document();
    let worked = document["cases"].as_array().unwrap().iter().find(|worked| worked["id"] == "W24").unwrap();
    let mut case = case_of(worked);
    let (date, injected) = (case.therapy.start.unwrap(), case.lesions()[0].id);
    let injection = EventKind::Injection;
    let event = Event { date, kind: injection, lesion: Some(injected), dose: String::new(), text: String::new() };
    case.add_event(event).unwrap();
    let rows: Vec<_> =
        further(&case, &CriteriaSettings::standard()).into_values().map(|row| row.itrecist.unwrap()).collect();
    for (key, pick) in [("sod_injected", 0), ("sod_noninjected", 1)] {
        let groups: Vec<_> = rows.iter().map(|row| [row.injected, row.non_injected][pick].unwrap()).collect();
        let first = groups[0].baseline.value();
        let sums: Vec<f64> =
            std::iter::once(first).chain(groups.iter().map(|group| group.sum.unwrap().value())).collect();
        let expected: Vec<f64> =
            worked["itrecist_expected"][key].as_array().unwrap().iter().map(|sum| sum.as_f64().unwrap()).collect();
        assert_eq!(sums, expected, "{key}");
    }
}

#[test]
fn hyperprogression_rates_of_the_worked_case_come_out() {
    let document = document();
    let worked = document["cases"].as_array().unwrap().iter().find(|worked| worked["id"] == "W23").unwrap();
    let mut case = case_of(worked);
    let target = case.lesions()[0].id;
    let mut before = Visit::on(case.therapy.start.unwrap().saturating_sub(jiff::Span::new().days(42)));
    let size = Size::Axes(Axes::longest_only(Length::from_tenths(300).unwrap()));
    before.measurements.insert(target, Measurement::of(Finding::Measured(size)));
    case.add_visit(before).unwrap();
    let series = series::build(&case);
    let numbers: Vec<i32> = series.points.iter().map(|point| point.number).collect();
    assert_eq!(numbers, [-1, 0, 1], "a visit before the baseline is numbered backward");
    let between =
        |from: usize, to: usize| GrowthRates::between(&series.points[from], &series.points[to], &series).unwrap();
    let (pre, on) = (between(0, 1), between(1, 2));
    let expected = &worked["kinetics_expected"];
    for (key, value, within) in [
        ("tgr_pre_pct_per_month", pre.percent_per_month, 0.05),
        ("tgr_on_pct_per_month", on.percent_per_month, 0.5),
        ("tgr_ratio", on.percent_per_month / pre.percent_per_month, 0.005),
        ("delta_tgr", on.percent_per_month - pre.percent_per_month, 0.1),
        ("tgk_pre_mm_per_month", pre.mm_per_month.unwrap(), 0.005),
        ("tgk_on_mm_per_month", on.mm_per_month.unwrap(), 0.005),
        ("tgk_ratio", on.mm_per_month.unwrap() / pre.mm_per_month.unwrap(), 0.005),
        ("vdt_pre_days", pre.doubling_days.unwrap(), 0.05),
        ("vdt_on_days", on.doubling_days.unwrap(), 0.05),
    ] {
        let expected = expected[key].as_f64().unwrap();
        assert!((value - expected).abs() <= within, "{key}: {value}, expected {expected}");
    }
}

/// The named number of a numeric check.
fn checked_number(id: &str, part: &str, key: &str) -> f64 {
    let document = document();
    let checks = document["numeric_checks"].as_array().unwrap();
    let check = checks.iter().find(|check| check["id"] == id).unwrap();
    check[part][key].as_f64().unwrap()
}

#[test]
fn volumes_and_limits_of_the_numeric_checks_come_out() {
    let input = |id: &str, key: &str| checked_number(id, "input", key);
    let axes = |id: &str, keys: &[&str]| {
        let mut lengths = keys.iter().map(|key| length(&Value::from(input(id, key))));
        Axes::new(lengths.next().flatten(), lengths.next().flatten(), lengths.next().flatten()).unwrap().0
    };
    let volume = |formula: VolumeFormula, axes: Axes| formula.volume_mm3(axes).unwrap();
    let limit = |id: &str, pick: fn(ChangeNoise) -> f64| {
        let log_sd = log_sd_from_cv(input(id, "wcv")) * 2.0_f64.sqrt();
        pick(ChangeNoise::from_log(0.0, log_sd, Basis::Diameters))
    };
    let settings = CriteriaSettings::standard();
    let factor = |percent: f64| 1.0 + percent / 100.0;
    let percent_of = |line: Burden| 100.0 * (line.value() / 1e3 - 1.0);
    // The diameter and volume changes of an isotropic change of area, through the library's own spheres.
    let of_area = |percent: f64| {
        let volume = factor(percent).powf(1.5);
        let diameter = sphere_diameter_mm(1e3 * volume) / sphere_diameter_mm(1e3);
        (100.0 * (diameter - 1.0), 100.0 * (volume - 1.0))
    };
    for (id, key, value, within) in [
        ("N05", "mm3", volume(VolumeFormula::Ellipsoid, axes("N05", &["l", "w", "h"])), 0.05),
        ("N06", "mm3", volume(VolumeFormula::ModifiedEllipsoid, axes("N06", &["l", "w"])), 0.05),
        ("N07", "mm3", volume(VolumeFormula::Prolate, axes("N07", &["l", "w"])), 0.05),
        ("N08", "mm3", volume(VolumeFormula::Sphere, axes("N08", &["d"])), 0.05),
        ("N09", "up_pct", 100.0 * limit("N09", |noise| noise.limit_up), 0.05),
        ("N09", "down_pct", 100.0 * limit("N09", |noise| noise.limit_down), 0.05),
        ("N10", "up_pct", 100.0 * limit("N10", |noise| noise.limit_up), 0.05),
        ("N10", "down_pct", 100.0 * limit("N10", |noise| noise.limit_down), 0.05),
        ("N11", "up_pct", 100.0 * limit("N11", |noise| noise.limit_up), 0.05),
        ("N11", "down_pct", 100.0 * limit("N11", |noise| noise.limit_down), 0.05),
        ("N01", "area_pct", 100.0 * (factor(input("N01", "ld_change_pct")).powi(2) - 1.0), 0.05),
        ("N01", "volume_pct", percent_of(progression_line(Burden::Volume(1e3), &settings)), 1e-9),
        ("N02", "area_pct", 100.0 * (factor(input("N02", "ld_change_pct")).powi(2) - 1.0), 0.05),
        ("N02", "volume_pct", percent_of(response_line(Burden::Volume(1e3), &settings)), 1e-9),
        ("N03", "ld_pct", of_area(input("N03", "area_change_pct")).0, 0.05),
        ("N03", "volume_pct", of_area(input("N03", "area_change_pct")).1, 0.005),
        ("N04", "ld_pct", of_area(input("N04", "area_change_pct")).0, 0.005),
        ("N04", "volume_pct", of_area(input("N04", "area_change_pct")).1, 0.005),
        ("N12", "p", limit("N12", |noise| noise.p_rise_by_rule), 0.0005),
    ] {
        let expected = checked_number(id, "expected", key);
        assert!((value - expected).abs() <= within, "{id} {key}: {value}, expected {expected}");
    }
}

#[test]
fn rates_of_the_numeric_checks_come_out() {
    let input = |id: &str, key: &str| checked_number(id, "input", key);
    let rates = |id: &str| GrowthRates::from_diameters_mm(input(id, "d1"), input(id, "d2"), input(id, "days")).unwrap();
    let doubling = GrowthRates::from_volumes_mm3(1.0, 2.0, input("N15", "vdt_days")).unwrap();
    for (id, key, value, within) in [
        ("N13", "days", rates("N13").doubling_days.unwrap(), 0.005),
        ("N14", "pct_per_month", rates("N14").percent_per_month, 0.005),
        ("N15", "days", doubling.days_to_diameter_factor(1.2).unwrap(), 0.05),
    ] {
        let expected = checked_number(id, "expected", key);
        assert!((value - expected).abs() <= within, "{id} {key}: {value}, expected {expected}");
    }
}

#[test]
fn targets_are_chosen_as_worked_out() {
    let document = document();
    let cases = document["selection_cases"].as_array().unwrap();
    assert_eq!(cases.len(), 1, "selection cases");
    for worked in cases {
        let mut visit = Visit::on("2026-01-05".parse().unwrap());
        let mut case = Case::default();
        for candidate in worked["candidates"].as_array().unwrap() {
            let id = id_of(&mut case, candidate, Role::Target);
            visit.measurements.insert(id, Measurement::of(finding(candidate)));
        }
        let selection = suggest_targets(case.lesions(), &visit, Standard::Recist11, &CriteriaSettings::standard());
        let names = |ids: &[LesionId]| -> Vec<Value> {
            ids.iter().map(|id| Value::from(case.lesion(*id).unwrap().name.as_str())).collect()
        };
        assert_eq!(Value::from(names(&selection.targets)), worked["expected_targets"], "targets");
        assert_eq!(Value::from(names(&selection.non_targets)), worked["expected_non_target"], "the rest");
        let sum_mm = f64::from(selection.sum_tenths) / 10.0;
        assert_eq!(Some(sum_mm), worked["expected_baseline_sod_mm"].as_f64(), "the sum");
        let why = |name: &str| {
            let lesion = case.lesions().iter().find(|lesion| lesion.name == name).unwrap();
            selection.reasons.get(&lesion.id).copied()
        };
        assert_eq!(why("lv1"), Some(NotTarget::NotMeasurable), "9 mm");
        assert_eq!(why("ln3"), Some(NotTarget::NotMeasurable), "a short axis of 14 mm");
        assert_eq!(why("ln2"), Some(NotTarget::Full), "five are chosen");
        assert_eq!(why("sk1"), None, "a target needs no reason");
    }
}
