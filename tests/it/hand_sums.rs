//! The ledger against sums done by hand: the printed ones with the printed rules, and as many with the shipped rules.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::assess::{Weighing, assess};
use reassess::domain::*;
use reassess::rules::{Clue, Level, Rules};

use crate::stories::{Story, day};

/// The likelihood ratios as the evidence review printed them.
const PRINTED: &str = include_str!("../data/rules_domain_5_5.ron");

/// The shipped rules, whose forecast the printed table has nothing of.
const SHIPPED: &str = include_str!("../../assets/rules.ron");

/// The printed rules without the cap, which the printed sums do not apply, at a damping.
fn printed(damping: f64) -> Rules {
    let (_, forecast) = SHIPPED.split_once("\n    forecast: (").unwrap();
    let (head, _) = PRINTED.split_once("\n    forecast: (").unwrap();
    let mut rules = Rules::parse(&format!("{head}\n    forecast: ({forecast}")).unwrap();
    rules.combining.posterior_least = 0.0;
    rules.combining.posterior_most = 1.0;
    rules.combining.damping = damping;
    rules
}

fn weigh(story: &Story, rules: &Rules) -> Weighing {
    let assessment = assess(&story.0, rules, story.0.visits().last().unwrap().date);
    assessment.verdict.weighing.unwrap()
}

/// Week 6, +25 %, nothing new on imaging; grades of 1 before, so that 1 is stable and 0 is better.
fn picture(grades: [u8; 3]) -> Story {
    Story::new()
        .sized(0, &[40.0])
        .graded(0, [1, 1, 1])
        .sized(42, &[50.0])
        .graded(42, grades)
        .searched(42, NewLesionSearch::NoneFoundImaging)
}

/// The five pictures of the printed sums: stable, improved, stable in people, stable and injected, grim.
fn pictures() -> [Story; 5] {
    let stable = picture([1, 1, 1]);
    let improved = picture([0, 1, 1]);
    let mut people = stable.clone();
    people.0.patient.species = Species::Human;
    let injected = stable.clone().class(TherapyClass::Intralesional).event(20, EventKind::Injection);
    let grim = Story::new()
        .sized(0, &[40.0])
        .graded(0, [0, 0, 0])
        .sized(140, &[68.0])
        .graded(140, [2, 0, 0])
        .new_lesion(140, "gingiva", 11.0)
        .new_lesion(140, "gingiva", 12.0);
    [stable, improved, people, injected, grim]
}

/// Favorable ctDNA alone. No first dose, so days alone are known; no signs and no search; +15 % with a new lesion would
/// add a row, so growth below the rule.
fn by_ctdna() -> Story {
    let mut ctdna = Story::new().sized(0, &[12.0]).sized(42, &[16.9]);
    ctdna.0.therapy.start = None;
    ctdna.0.time_base = TimeBase::DaysOnly;
    ctdna.change(42, |visit| visit.labs.ctdna = Some(CtDna::Undetectable))
}

#[test]
fn printed_sums_come_out_to_their_digits() {
    let [stable, improved, people, injected, grim] = pictures();
    for (name, story, undamped, damped) in [
        ("1.6 x 1.6 x 1.6 x 1.4 = 5.73 on 0.10", &stable, 0.389, 0.274),
        ("improved, 8.24 on 0.10", &improved, 0.478, 0.327),
        ("5.73 on 0.15", &people, 0.503, 0.375),
        ("5.73 on 0.30, injected", &injected, 0.711, 0.593),
        ("0.5 x 0.27 x 0.57 x 0.36 = 0.028 on 0.10", &grim, 0.003, 0.009),
    ] {
        for (damping, expected) in [(1.0, undamped), (0.7, damped)] {
            let posterior = weigh(story, &printed(damping)).posterior;
            assert!((posterior - expected).abs() < 5e-4, "{name}, damping {damping}: {posterior}, printed {expected}");
        }
    }
}

#[test]
fn the_ctdna_ratios_are_the_counted_ones() {
    // Numeric check N18: favorable in 9 of 9 with pseudoprogression and in 2 of 20 with true progression; half a case
    // is added to each cell.
    let [a, b, c, d] = [9.0_f64, 0.0, 2.0, 18.0].map(|cell| cell + 0.5);
    let (sensitivity, other) = (a / (a + b), c / (c + d));
    let error = (1.0 / a - 1.0 / (a + b) + 1.0 / c - 1.0 / (c + d)).sqrt();
    let plus = sensitivity / other;
    let (low, high) = (plus * (-1.96 * error).exp(), plus * (1.96 * error).exp());
    let minus = (1.0 - sensitivity) / (1.0 - other);
    for (value, expected, within) in
        [(plus, 7.98, 0.005), (low, 2.47, 0.005), (high, 25.8, 0.05), (minus, 0.057, 0.0005)]
    {
        assert!((value - expected).abs() <= within, "N18: {value}, expected {expected}");
    }
    let rules = Rules::shipped().unwrap();
    let shipped = |level| rules.ratios.get(level).unwrap();
    let favorable = shipped(Level::CtDnaFavorable);
    assert_eq!((favorable.lr, favorable.low, favorable.high), (plus.round(), (2.0 * low).round() / 2.0, high.round()));
    let unfavorable = shipped(Level::CtDnaUnfavorable).lr;
    assert!((unfavorable - minus).abs() < 0.005, "{unfavorable} is {minus} to two decimals");
}

#[test]
fn favorable_ctdna_alone_reaches_0_47() {
    let story = by_ctdna();
    let rules = printed(1.0);
    let assessment = assess(&story.0, &rules, day(42));
    // 0.10 / 0.90 x 8 = 0.889; with the rise of 40 to 60 % at 0.9: 0.8; 0.8 / 1.8 = 0.444. Without it: 0.471.
    let weighing = assessment.verdict.weighing.unwrap();
    assert!((weighing.posterior - 0.444).abs() < 5e-4, "{}", weighing.posterior);
    let rise = assessment.ledger.iter().find(|row| row.clue == Clue::Rise).unwrap().lr;
    let odds = weighing.posterior / (1.0 - weighing.posterior) / rise;
    assert!((odds / (1.0 + odds) - 0.47).abs() < 5e-3, "the printed 0.47 without the size row");
}

/// The pictures printed at the end of `domain.md` 5.5, by hand with the shipped rules, to four digits.
///
/// Each line: prior odds x product = undamped odds; prior odds x product ^ 0.7 = damped odds; odds / (1 + odds).
#[test]
fn the_printed_pictures_by_the_shipped_rules() {
    let [stable, improved, people, injected, grim] = pictures();
    let ctdna = by_ctdna();
    for (name, story, undamped, damped) in [
        // 1.1 x 1.6 x 1.2 x 1.4 = 2.9568; ^0.7 = 2.1359. 0.1111 x 2.9568 = 0.3285; 0.1111 x 2.1359 = 0.2373.
        ("stable on 0.10", &stable, 0.2473, 0.1918),
        // 1.1 x 2.3 x 1.2 x 1.4 = 4.2504; ^0.7 = 2.7536. 0.1111 x 4.2504 = 0.4723; 0.1111 x 2.7536 = 0.3060.
        ("improved on 0.10", &improved, 0.3208, 0.2343),
        // Counted in people: 0.12 / 0.88 = 0.1364. x 2.9568 = 0.4032; x 2.1359 = 0.2913.
        ("stable on 0.12", &people, 0.2873, 0.2256),
        // 0.30 / 0.70 = 0.4286. x 2.9568 = 1.2672; x 2.1359 = 0.9154.
        ("stable on 0.30, injected", &injected, 0.5589, 0.4779),
        // 0.8 x 0.27 x 0.7 x 0.36 = 0.05443; ^0.7 = 0.1303. 0.1111 x 0.05443 = 0.0060; 0.1111 x 0.1303 = 0.0145.
        ("grim on 0.10", &grim, 0.0060, 0.0143),
        // 8 alone, the rise of 41 % being 1.0; ^0.7 = 4.2871. 0.1111 x 8 = 0.8889; 0.1111 x 4.2871 = 0.4763.
        ("favorable ctDNA on 0.10", &ctdna, 0.4706, 0.3227),
    ] {
        for (damping, expected) in [(1.0, undamped), (0.7, damped)] {
            let mut rules = Rules::shipped().unwrap().clone();
            rules.combining.damping = damping;
            (rules.combining.posterior_least, rules.combining.posterior_most) = (0.0, 1.0);
            let posterior = weigh(story, &rules).posterior;
            assert!((posterior - expected).abs() < 5e-5, "{name}, damping {damping}: {posterior}, by hand {expected}");
        }
    }
    // As shipped, without tissue or ctDNA, no posterior is under 3 of 100.
    assert!((weigh(&grim, Rules::shipped().unwrap()).posterior - 0.03).abs() < 1e-12);
}

/// The shipped rules by hand: posterior = odds / (1 + odds), odds = prior odds x product ^ 0.7.
#[test]
fn shipped_sums_come_out_by_hand() {
    let base = || Story::new().sized(0, &[40.0]).graded(0, [0, 0, 0]);
    let at = |on: i32, mm: f64| base().sized(on, &[mm]);
    let cases: [(&str, Story, f64); 10] = [
        // 1.1 x 1.2 = 1.32; 1.32^0.7 = 1.2145; 0.1111 x 1.2145 = 0.13494; / 1.13494 = 0.1189
        ("week 6, +25 %", at(42, 50.0), 0.1189),
        // 0.9 x 1.2 = 1.08; ^0.7 = 1.0553; x 0.1111 = 0.11726; / 1.11726 = 0.1050
        ("week 1, +25 %", at(12, 50.0), 0.1050),
        // 1.0 x 1.0 = 1
        ("week 10, +50 %", at(70, 60.0), 0.1000),
        // 0.9 x 0.7 = 0.63; ^0.7 = 0.72367; x 0.1111 = 0.080408; / 1.080408 = 0.0744
        ("week 14, +70 %", at(98, 68.0), 0.0744),
        // 0.8 x 0.6 = 0.48; ^0.7 = 0.59825; x 0.1111 = 0.066472; / 1.066472 = 0.0623
        ("week 20, +100 %", at(140, 80.0), 0.0623),
        // 0.7 x 1.2 = 0.84; ^0.7 = 0.88510; x 0.1111 = 0.098345; / 1.098345 = 0.0895
        ("week 26, +25 %", at(182, 50.0), 0.0895),
        // 1.1 x 1.6 x 1.2 = 2.112; ^0.7 = 1.68773; x 0.1111 = 0.187526; / 1.187526 = 0.1579
        ("stable", at(42, 50.0).graded(42, [0, 0, 0]), 0.1579),
        // 1.1 x 0.27 x 1.2 = 0.3564; ^0.7 = 0.48563; x 0.1111 = 0.053959; / 1.053959 = 0.0512
        ("worse", at(42, 50.0).graded(42, [2, 0, 0]), 0.0512),
        // 1.1 x 1.2 x 0.8 = 1.056; ^0.7 = 1.03888; x 0.1111 = 0.115432; / 1.115432 = 0.1035
        ("one new lesion in the same organ", at(42, 50.0).new_lesion(42, "gingiva", 12.0), 0.1035),
        // vaccine 0.05: odds 0.052632; 1.1 x 1.2 x 1.5 = 1.98; ^0.7 = 1.61316; x = 0.084903; / 1.084903 = 0.0783
        (
            "vaccine, LDH normal",
            at(42, 50.0).class(TherapyClass::Vaccine).change(42, |visit| visit.labs.ldh = Some(LdhTrend::Normal)),
            0.0783,
        ),
    ];
    let rules = Rules::shipped().unwrap();
    for (name, story, expected) in cases {
        let posterior = weigh(&story, rules).posterior;
        assert!((posterior - expected).abs() < 1e-4, "{name}: {posterior}, by hand {expected}");
    }
}

#[test]
fn the_cap_holds_without_tissue_or_ctdna() {
    let rules = Rules::shipped().unwrap();
    // 0.7 x 0.12 x 0.6 x 0.36 = 0.0181; ^0.7 = 0.0604; x 0.1111 = 0.00671: under the cap of 0.03.
    let grim = Story::new()
        .sized(0, &[40.0])
        .graded(0, [0, 0, 0])
        .sized(190, &[90.0])
        .graded(190, [3, 0, 0])
        .new_lesion(190, "lung", 12.0);
    let weighing = weigh(&grim, rules);
    assert!(weighing.held_by_cap && (weighing.posterior - 0.03).abs() < 1e-12, "{weighing:?}");
    let sampled = grim.change(190, |visit| visit.labs.biopsy = Some(Biopsy::ViableTumor));
    let weighing = weigh(&sampled, rules);
    assert!(!weighing.held_by_cap && weighing.posterior < 0.01, "tissue lifts the cap: {weighing:?}");
}
