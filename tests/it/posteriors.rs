//! Posteriors against those that a short script works out from `rules.ron` alone (`tests/independent/posteriors.py`).

use std::collections::{BTreeMap, BTreeSet};

use reassess::domain::*;

use crate::stories::{Story, classic};

const WORKED: &str = include_str!("../data/posteriors.csv");

/// A rise to `mm` from 40 mm on a day, nothing else recorded.
fn rise(on: i32, mm: f64) -> Story {
    Story::new().sized(0, &[40.0]).sized(on, &[mm])
}

/// Week 6, +25 %, with grades before and at the rise.
fn graded(before: [u8; 3], now: [u8; 3]) -> Story {
    rise(42, 50.0).graded(0, before).graded(42, now)
}

fn with(edit: impl FnOnce(&mut Visit)) -> Story {
    rise(42, 50.0).change(42, edit)
}

fn stories() -> BTreeMap<&'static str, Story> {
    let mut people = rise(42, 50.0);
    people.0.patient.species = Species::Human;
    BTreeMap::from([
        ("classic", classic()),
        ("week_1", rise(12, 50.0)),
        ("week_6", rise(42, 50.0)),
        ("week_10", rise(70, 60.0)),
        ("week_14", rise(98, 68.0)),
        ("week_20", rise(140, 80.0)),
        ("week_26", rise(182, 50.0)),
        ("improved", graded([1, 0, 0], [0, 0, 0])),
        ("mildly_worse", graded([0, 0, 0], [1, 0, 0])),
        ("worse", graded([0, 0, 0], [2, 0, 0])),
        ("severe", graded([0, 0, 0], [3, 0, 0])),
        ("examined_only", with(|visit| visit.new_lesion_search = Some(NewLesionSearch::NoneFoundExam))),
        ("one_new", rise(42, 50.0).new_lesion(42, "gingiva", 12.0)),
        ("new_organ", rise(42, 50.0).new_lesion(42, "lung", 12.0)),
        ("vaccine_ldh", with(|visit| visit.labs.ldh = Some(LdhTrend::Normal)).class(TherapyClass::Vaccine)),
        ("people", people),
        ("not_immune", rise(42, 50.0).class(TherapyClass::NotImmune)),
        ("ctdna_up", with(|visit| visit.labs.ctdna = Some(CtDna::Up))),
        (
            "viable_tumor",
            graded([0, 0, 0], [2, 0, 0]).change(42, |visit| visit.labs.biopsy = Some(Biopsy::ViableTumor)),
        ),
        (
            "tissue_and_ctdna",
            with(|visit| {
                visit.labs.ctdna = Some(CtDna::Undetectable);
                visit.labs.biopsy = Some(Biopsy::Inflammation);
            }),
        ),
        (
            "ultrasound_nlr",
            with(|visit| {
                visit.labs.nlr = Some(NlrTrend::Falling);
                visit.labs.ultrasound_character = Some(UltrasoundCharacter::Hypovascular);
            }),
        ),
        (
            "pet_and_activity",
            with(|visit| {
                visit.labs.pet = Some(Pet::NoProgression);
                visit.labs.immune_activity = Some(true);
            }),
        ),
        ("responded_first", Story::new().sized(0, &[60.0]).sized(35, &[40.0]).sized(70, &[50.0])),
        ("steroid", graded([0, 0, 0], [2, 0, 0]).event(30, EventKind::SteroidStart)),
        ("held_at_the_floor", rise(42, 68.0).graded(0, [0, 0, 0]).graded(42, [3, 0, 0]).class(TherapyClass::Vaccine)),
    ])
}

#[test]
fn posteriors_are_those_of_an_independent_script() {
    let stories = stories();
    let mut seen = BTreeSet::new();
    for line in WORKED.lines().skip(1) {
        let cells: Vec<&str> = line.split(',').collect();
        let [name, prior, damped, levels, posterior] = cells.as_slice() else { panic!("{line}") };
        let assessment = stories.get(name).unwrap_or_else(|| panic!("no record {name}")).assess_last();
        let weighing = assessment.verdict.weighing.as_ref().unwrap_or_else(|| panic!("{name} is not weighed"));
        assert_eq!(weighing.prior_key.token(), *prior, "{name}");
        let used = assessment.ledger.iter().filter(|row| row.used).map(|row| row.level.token());
        let wanted: BTreeSet<&str> = levels.split(' ').collect();
        assert_eq!(used.collect::<BTreeSet<_>>(), wanted, "{name}");
        let damping = if *damped == "1" { 0.35 } else { 0.7 };
        assert!((weighing.damping - damping).abs() < 1e-12, "{name}: damping {}", weighing.damping);
        let worked: f64 = posterior.parse().unwrap();
        assert!((weighing.posterior - worked).abs() < 1e-6, "{name}: {}, worked out {worked}", weighing.posterior);
        seen.insert(*name);
    }
    assert_eq!(seen.len(), stories.len(), "every record has a line and every line a record");
    assert!(seen.len() >= 15, "{}", seen.len());
}
