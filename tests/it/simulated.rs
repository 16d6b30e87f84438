//! Simulated dogs with stated truth: where the ledger's posterior is calibrated, and how it fails where it is not.
//!
//! A simulation, no evidence about any dog. The figures are in `assets/validation/simulated_dogs.md`.
//!
//! Clues are drawn for dogs whose rise is swelling or growth, each by a pair of levels whose frequencies have the
//! ratio that the world gives them; every combination of levels is then assessed as a whole record, so the shares are
//! exact and need no random numbers. Only the measurement error is drawn.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::assess::assess;
use reassess::domain::*;
use reassess::rules::{Level, Rules};

use crate::stories::{Story, day};

/// A clue as it is recorded at one of two levels: one that speaks for swelling, one for growth.
struct Pair {
    levels: [Level; 2],
    record: fn(Story, usize) -> Story,
}

/// The level at a place: 0 for swelling, anything else for growth.
fn pick<T>(levels: [T; 2], place: usize) -> T {
    let [for_swelling, for_growth] = levels;
    if place == 0 { for_swelling } else { for_growth }
}

const PAIRS: [Pair; 5] = [
    Pair {
        levels: [Level::StatusStable, Level::StatusWorse],
        record: |story, place| story.graded(0, [0, 0, 0]).graded(42, pick([[0, 0, 0], [2, 0, 0]], place)),
    },
    Pair {
        levels: [Level::LdhFavorable, Level::LdhUnfavorable],
        record: |story, place| {
            story.change(42, |visit| visit.labs.ldh = Some(pick([LdhTrend::Normal, LdhTrend::Rising], place)))
        },
    },
    Pair {
        levels: [Level::NlrFalling, Level::NlrRising],
        record: |story, place| {
            story.change(42, |visit| visit.labs.nlr = Some(pick([NlrTrend::Falling, NlrTrend::Rising], place)))
        },
    },
    Pair {
        levels: [Level::UltrasoundHypovascular, Level::UltrasoundVascular],
        record: |story, place| {
            let look = pick([UltrasoundCharacter::Hypovascular, UltrasoundCharacter::Vascular], place);
            story.change(42, |visit| visit.labs.ultrasound_character = Some(look))
        },
    },
    Pair {
        levels: [Level::BiopsyInflammation, Level::BiopsyViable],
        record: |story, place| {
            story.change(42, |visit| visit.labs.biopsy = Some(pick([Biopsy::Inflammation, Biopsy::ViableTumor], place)))
        },
    },
];

/// How often the first level is seen given growth, and given swelling, where the ratios are the shipped ones to a power.
fn frequencies(pair: &Pair, power: f64) -> (f64, f64) {
    let rules = Rules::shipped().unwrap();
    let [for_swelling, for_growth] = pair.levels.map(|level| rules.ratios.get(level).unwrap().lr.powf(power));
    // Both frequencies of each hypothesis add to one.
    let given_growth = (1.0 - for_growth) / (for_swelling - for_growth);
    (given_growth, given_growth * for_swelling)
}

/// One kind of dog: its share among those simulated, the share of it that is swelling, and the posterior shown.
#[derive(Clone, Copy)]
struct Kind {
    share: f64,
    swelling: f64,
    shown: f64,
}

/// Every combination of levels, each dog's rise at week 6 by 33 %, of which `prior` is swelling.
fn world(prior: f64, power: f64, pairs: &[Pair]) -> Vec<Kind> {
    let rules = Rules::shipped().unwrap();
    (0..1_usize << pairs.len())
        .map(|combination| {
            let mut story = Story::new().sized(0, &[40.0]).sized(42, &[53.2]);
            let (mut swelling, mut growth) = (prior, 1.0 - prior);
            for (place, pair) in pairs.iter().enumerate() {
                let level = combination >> place & 1;
                story = (pair.record)(story, level);
                let (given_growth, given_swelling) = frequencies(pair, power);
                swelling *= if level == 0 { given_swelling } else { 1.0 - given_swelling };
                growth *= if level == 0 { given_growth } else { 1.0 - given_growth };
            }
            let weighing = assess(&story.0, rules, day(42)).verdict.weighing.unwrap();
            let share = swelling + growth;
            Kind { share, swelling: swelling / share, shown: weighing.posterior }
        })
        .collect()
}

/// What the ledger starts from once timing and size are counted, which every simulated dog shares.
fn start() -> f64 {
    let story = Story::new().sized(0, &[40.0]).sized(42, &[53.2]);
    assess(&story.0, Rules::shipped().unwrap(), day(42)).verdict.weighing.unwrap().posterior
}

/// Mean shown minus mean true, and the slope of the true log odds on those shown, each kind weighed by its share.
fn calibration(kinds: &[Kind]) -> (f64, f64) {
    let logit = |p: f64| (p / (1.0 - p)).ln();
    let mean = |of: &dyn Fn(&Kind) -> f64| kinds.iter().map(|own| own.share * of(own)).sum::<f64>();
    let bias = mean(&|own| own.shown - own.swelling);
    let (x, y) = (mean(&|own| logit(own.shown)), mean(&|own| logit(own.swelling)));
    let product = mean(&|own| (logit(own.shown) - x) * (logit(own.swelling) - y));
    (bias, product / mean(&|own| (logit(own.shown) - x).powi(2)))
}

#[test]
fn where_clues_overlap_as_assumed_the_posterior_is_the_share() {
    // The damping says that clues together tell 0.7 of what each tells alone.
    let kinds = world(start(), 0.7, &PAIRS);
    let total: f64 = kinds.iter().map(|own| own.share).sum();
    assert!((total - 1.0).abs() < 1e-12, "every dog is counted once");
    for own in &kinds {
        assert!((own.shown - own.swelling).abs() < 1e-9, "shown {}, true {}", own.shown, own.swelling);
    }
}

#[test]
fn where_clues_are_independent_the_posterior_is_too_timid() {
    let (bias, slope) = calibration(&world(start(), 1.0, &PAIRS));
    assert!((bias + 0.018).abs() < 1e-3, "bias {bias:+.4}");
    assert!((slope - 1.0 / 0.7).abs() < 0.01, "true log odds move 1 / 0.7 times as far: {slope}");
}

#[test]
fn where_one_clue_is_counted_twice_the_posterior_is_too_bold() {
    // LDH and NLR of the same illness: the second says nothing new.
    let mut kinds = Vec::new();
    let rules = Rules::shipped().unwrap();
    let (given_growth, given_swelling) = frequencies(&PAIRS[1], 1.0);
    for level in 0..2 {
        let mut story = Story::new().sized(0, &[40.0]).sized(42, &[53.2]);
        for pair in &PAIRS[1..4] {
            story = (pair.record)(story, level);
        }
        let seen = |p: f64| if level == 0 { p } else { 1.0 - p };
        let (swelling, growth) = (start() * seen(given_swelling), (1.0 - start()) * seen(given_growth));
        let shown = assess(&story.0, rules, day(42)).verdict.weighing.unwrap().posterior;
        kinds.push(Kind { share: swelling + growth, swelling: swelling / (swelling + growth), shown });
    }
    let (bias, slope) = calibration(&kinds);
    assert!((bias - 0.038).abs() < 1e-3, "bias {bias:+.4}");
    assert!(slope < 0.75, "true log odds move less than those shown: {slope}");
}

#[test]
fn a_wrong_prior_shifts_every_posterior() {
    for (truth, wanted) in [(0.04, 0.059), (0.20, -0.061)] {
        let (bias, slope) = calibration(&world(truth, 0.7, &PAIRS));
        assert!((slope - 1.0).abs() < 0.05, "the clues are right, the start is not: {slope}");
        assert!((bias - wanted).abs() < 1e-3, "true share {truth}: bias {bias:+.4}, noted {wanted}");
    }
}

#[test]
fn the_caps_hold_back_what_would_be_said_too_surely() {
    // Without tissue the posterior stays from 0.03 to 0.85, so dogs beyond it are told too timidly, never too surely.
    let pairs = &PAIRS[..4];
    for own in world(start(), 0.7, pairs) {
        assert!((0.03..=0.85).contains(&own.shown), "{}", own.shown);
        if (own.shown - own.swelling).abs() > 1e-9 {
            assert!(own.swelling < 0.03 || own.swelling > 0.85, "only the caps stand between: {}", own.swelling);
        }
    }
}

/// The next number of a fixed sequence, from 0 to 1 (`SplitMix64`; Steele, Lea and Flood, OOPSLA 2014).
fn uniform(state: &mut u64) -> f64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A normal deviate (Box and Muller 1958).
fn normal(state: &mut u64) -> f64 {
    let radius = (-2.0 * (1.0 - uniform(state)).ln()).sqrt();
    radius * (std::f64::consts::TAU * uniform(state)).cos()
}

#[test]
fn the_share_of_error_is_calibrated_where_every_change_is_as_common() {
    // True changes flat in their logarithm from halved to tripled, measured with the error the rules give CT.
    let (mut state, sd) = (7_u64, (1.0_f64 + 0.05 * 0.05).ln().sqrt());
    let (mut shown, mut under, mut dogs) = (0.0, 0.0, 0.0);
    for _ in 0..1500 {
        let change = -0.7 + 1.8 * uniform(&mut state);
        let before = 80.0 * (sd * normal(&mut state)).exp();
        let after = 80.0 * (change + sd * normal(&mut state)).exp();
        let story = Story::new().sized(0, &[before]).sized(42, &[after]);
        let assessment = story.assess_last();
        let Some(weighing) = &assessment.verdict.weighing else { continue };
        // The dogs nearest to the line, where error matters.
        if assessment.verdict.token.is_unconfirmed() && weighing.p_noise > 0.02 {
            shown += weighing.p_noise;
            under += f64::from(u8::from(change < 1.2_f64.ln()));
            dogs += 1.0;
        }
    }
    let (shown, under) = (shown / dogs, under / dogs);
    assert!(dogs > 80.0, "{dogs}");
    let three_se = 3.0 * (shown * (1.0 - shown) / dogs).sqrt();
    assert!((shown - under).abs() < three_se, "shown {shown}, true {under}, within {three_se}");
}
