//! Growth rates by interval and the named definitions of hyperprogression (`domain.md` 4).

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::assess::{Definition, Met};
use reassess::domain::*;
use reassess::explain::clinician;

use crate::stories::{Story, day};

fn met(story: &Story) -> Vec<(Definition, Met)> {
    story.assess_last().kinetics.definitions
}

fn of(story: &Story, definition: Definition) -> Met {
    met(story).into_iter().find(|(own, _)| *own == definition).unwrap().1
}

/// Worked case W23: 30 mm six weeks before, 36 mm at the baseline, 64 mm after four weeks.
fn hyperprogressor() -> Story {
    Story::new().sized(-42, &[30.0]).sized(0, &[36.0]).sized(28, &[64.0])
}

#[test]
fn intervals_come_out_by_hand() {
    let kinetics = hyperprogressor().assess_last().kinetics;
    let [before, on] = kinetics.intervals.as_slice() else { panic!("two intervals") };
    assert!(before.before_therapy && !on.before_therapy, "the first ends at the baseline");
    // 3 ln(36/30) / 42 d = 0.01302 a day, doubling in 53.2 d; 3 ln(64/36) / 28 d = 0.06165 a day, doubling in 11.24 d.
    assert!((before.rates.specific_per_day - 0.013_023).abs() < 1e-6);
    assert!((on.rates.doubling_days.unwrap() - 11.24).abs() < 0.005);
    // 0.06165 / 0.01302 = 4.73 times.
    assert!((on.fold.unwrap() - 4.734).abs() < 0.001, "{:?}", on.fold);
    // CT by one reader: log SD of a change sqrt(2) x 0.04997 = 0.07066; 1.96 x 3 x 0.07066 / 28 = 0.01484 a day.
    assert!((on.specific_95.1 - on.specific_95.0 - 2.0 * 0.014_840).abs() < 1e-5, "{:?}", on.specific_95);
    assert!(!on.may_be_zero, "far from zero");
    let words = clinician(&hyperprogressor().0, &hyperprogressor().assess_last()).kinetics;
    assert_eq!(words.intervals[1].when, "12 Mar 2026 to 9 Apr 2026");
    assert_eq!(words.intervals[1].doubling, "volume doubles in 11 d (95 %: 9 d to 15 d)");
    assert_eq!(words.intervals[1].rate, "+553 % of volume a month");
    assert_eq!(words.intervals[1].fold, "4.7 times the rate before therapy");
    assert_eq!(words.intervals[0].fold, "before therapy");
}

#[test]
fn a_rate_inside_the_error_is_said_to_be_so() {
    let story = Story::new().sized(0, &[40.0]).sized(28, &[42.0]);
    let kinetics = story.assess_last().kinetics;
    assert!(kinetics.intervals[0].may_be_zero, "5 % in 28 days by CT");
    let words = clinician(&story.0, &story.assess_last()).kinetics;
    assert_eq!(words.intervals[0].doubling, "cannot be told from no growth over this interval alone");
    assert_eq!(kinetics.intervals[0].fold, None, "nothing before therapy to compare with");
}

#[test]
fn definitions_stand_side_by_side() {
    // Growth rates 48.6 and 553 % a month: the ratio is 11.4 and the difference 504; kinetics 4.35 and 30.4 mm a month.
    let expected = [
        (Definition::Champiat, Met::Yes),
        (Definition::SaadaBouzid, Met::Yes),
        (Definition::Kato, Met::Yes),
        (Definition::Ferrara, Met::Yes),
        (Definition::Kas, Met::Yes),
        (Definition::Matos, Met::Yes),
        (Definition::LoRusso, Met::No),
    ];
    assert_eq!(met(&hyperprogressor()), expected);
}

#[test]
fn definitions_differ_on_one_dog() {
    // 30 to 36 mm in 42 d, then 36 to 45 mm in 28 d: 48.6 and 107 % a month, so 2.2 times and 58.5 points; +25 %.
    let story = Story::new().sized(-42, &[30.0]).sized(0, &[36.0]).sized(28, &[45.0]);
    let expected = [
        (Definition::Champiat, Met::Yes),
        (Definition::SaadaBouzid, Met::Yes),
        (Definition::Kato, Met::No),
        (Definition::Ferrara, Met::Yes),
        (Definition::Kas, Met::No),
        (Definition::Matos, Met::No),
        (Definition::LoRusso, Met::No),
    ];
    assert_eq!(met(&story), expected);
}

#[test]
fn what_a_definition_lacks_is_named() {
    let alone = Story::new().sized(0, &[36.0]).sized(28, &[64.0]);
    assert_eq!(of(&alone, Definition::Champiat), Met::NeedsPreTherapy);
    assert_eq!(of(&alone, Definition::Matos), Met::Yes, "needs no size before therapy");
    // It shrank before therapy: a ratio says nothing, a difference does.
    let shrank = Story::new().sized(-42, &[40.0]).sized(0, &[36.0]).sized(28, &[64.0]);
    assert_eq!(of(&shrank, Definition::Champiat), Met::NoGrowthBefore);
    assert_eq!(of(&shrank, Definition::Kas), Met::Yes);
}

#[test]
fn edges_are_as_published() {
    // Matos: within 8 weeks, over 40 %, at least 10 mm.
    let matos =
        |from: f64, to: f64, days: i32| of(&Story::new().sized(0, &[from]).sized(days, &[to]), Definition::Matos);
    assert_eq!(matos(30.0, 42.1, 56), Met::Yes);
    assert_eq!(matos(30.0, 42.0, 56), Met::No, "over 40 %, not 40");
    assert_eq!(matos(30.0, 42.1, 57), Met::No, "8 weeks");
    assert_eq!(matos(20.0, 29.9, 28), Met::No, "under 10 mm");
    let spread = Story::new().sized(0, &[60.0]).sized(28, &[73.0]).new_lesion(28, "lung", 12.0);
    assert_eq!(of(&spread, Definition::Matos), Met::Yes, "20 % with a new organ");
    // Lo Russo: 50 %, two new lesions, one in a new organ.
    let three =
        Story::new().sized(0, &[40.0]).sized(28, &[60.0]).new_lesion(28, "lung", 12.0).new_lesion(28, "lung", 9.0);
    assert_eq!(of(&three, Definition::LoRusso), Met::Yes);
    let performance = |status: u8| {
        Story::new()
            .sized(0, &[40.0])
            .change(0, |visit| visit.signs.performance = Performance::new(0).ok())
            .sized(28, &[60.0])
            .new_lesion(28, "lung", 12.0)
            .change(28, |visit| visit.signs.performance = Performance::new(status).ok())
    };
    assert_eq!(of(&performance(2), Definition::LoRusso), Met::Yes);
    assert_eq!(of(&performance(1), Definition::LoRusso), Met::No, "worse, and not to 2");
}

#[test]
fn no_definition_is_weighed() {
    // The same dog with and without its size before therapy differs by the pace alone.
    let ledger = |story: &Story| story.assess_last().ledger.iter().map(|row| row.level.token()).collect::<Vec<_>>();
    let with = ledger(&hyperprogressor());
    let without = ledger(&Story::new().sized(0, &[36.0]).sized(28, &[64.0]));
    assert_eq!(with.iter().filter(|own| !without.contains(own)).collect::<Vec<_>>(), [&"pace_at_least_double"]);
    assert_eq!(hyperprogressor().0.day_of(day(28)), 28);
}
