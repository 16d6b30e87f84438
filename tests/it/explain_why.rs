//! Why a verdict says what it says: the strongest reasons, no sum, gaps, and what is no reason for growth.

use reassess::assess::{Against, LedgerRow, Weighing, strongest};
use reassess::explain::clinician;
use reassess::rules::Clue;

use crate::explain::{assessed, leaning_true, stories, with_caliper};
use crate::stories::{Story, classic};

/// The strongest reasons found by leaving each row of the ledger out of the sum in turn.
fn by_leaving_out(weighing: &Weighing, ledger: &[LedgerRow]) -> [Option<Clue>; 2] {
    let used: Vec<_> = ledger.iter().filter(|row| row.used).collect();
    let growth = |left_out: Option<Clue>| {
        let evidence: f64 = used
            .iter()
            .filter(|row| Some(row.clue) != left_out)
            .map(|row| row.lr.ln() * if row.undamped { weighing.size_weight } else { weighing.damping })
            .sum();
        let odds = weighing.prior / (1.0 - weighing.prior) * evidence.exp();
        (1.0 - weighing.p_noise) / (1.0 + odds)
    };
    let all = growth(None);
    let moves = || used.iter().map(|row| (all - growth(Some(row.clue)), row.clue));
    let most = moves().filter(|(by, _)| *by > 0.002).max_by(|one, other| one.0.total_cmp(&other.0));
    let least = moves().filter(|(by, _)| *by < -0.002).min_by(|one, other| one.0.total_cmp(&other.0));
    // Without measurement error, growth would have its share of the whole.
    let by_error = all / (1.0 - weighing.p_noise) - all;
    [most.map(|own| own.1), least.filter(|own| -own.0 > by_error).map(|own| own.1)]
}

#[test]
fn the_strongest_reasons_are_those_whose_leaving_out_moves_growth_most() {
    let mut seen = 0;
    for (name, _, assessment) in assessed() {
        let Some(weighing) = &assessment.verdict.weighing else { continue };
        seen += 1;
        let found = strongest(weighing, &assessment.ledger);
        let [most, least] = by_leaving_out(weighing, &assessment.ledger);
        assert_eq!(found.for_growth, most, "{name}");
        match found.against_growth {
            Some(Against::Clue(clue)) => assert_eq!(Some(clue), least, "{name}"),
            Some(Against::MeasurementError) => assert!(least.is_none() && weighing.p_noise > 0.0, "{name}"),
            None => assert!(least.is_none(), "{name}"),
        }
    }
    assert!(seen > 3, "{seen} stories weigh something");
}

#[test]
fn the_strongest_reasons_are_said_each_way() {
    let said = |story: &Story| {
        let strongest = clinician(&story.0, &story.assess_last()).strongest;
        strongest.into_iter().map(|own| own.text).collect::<Vec<_>>()
    };
    let quiet = Story::new().sized(0, &[40.0]).graded(0, [0, 0, 0]).sized(42, &[52.0]).graded(42, [0, 0, 0]);
    let only_before = "nothing seen; few such rises are swelling (10 of 100)";
    assert_eq!(
        said(&quiet),
        [format!("Most for growth: {only_before}"), "Most against: measurement error (13 of 100)".to_owned()]
    );
    let tissue =
        stories().into_iter().find(|(name, ..)| *name == "leaning_pseudo_by_tissue").map(|(_, story, _)| story);
    let [_, against] = said(&tissue.unwrap()).try_into().unwrap();
    assert!(against.starts_with("Most against: ctDNA, not detected"), "{against}");
    let [growth, _] = said(&leaning_true()).try_into().unwrap();
    assert!(growth.starts_with("Most for growth: clinical status, "), "{growth}");
    // Just over the line by calipers, where error explains more than any clue.
    let near = with_caliper(with_caliper(Story::new(), -2, 40.0, "KM"), 42, 48.0, "TS");
    let [_, against] = said(&near).try_into().unwrap();
    assert!(against.starts_with("Most against: measurement error ("), "{against}");
    let grew = Story::new().sized(0, &[30.0]).sized(28, &[44.0]).sized(56, &[62.0]);
    assert!(said(&grew).is_empty(), "settled by later sizes");
}

#[test]
fn a_change_that_is_no_reason_for_growth_says_so() {
    let imaging = |story: &Story| clinician(&story.0, &story.assess_last()).table.swap_remove(2).says;
    assert_eq!(imaging(&Story::new().sized(0, &[40.0]).sized(42, &[44.0])), "under the line: not counted as growth");
    assert_eq!(imaging(&Story::new().sized(0, &[40.0]).sized(42, &[38.0])), "no enlargement to weigh");
    let turned = Story::new().sized(0, &[40.0]).sized(42, &[52.0]).sized(84, &[42.0]);
    assert_eq!(imaging(&turned), "went back: no reason for growth now");
    let grew = Story::new().sized(0, &[30.0]).sized(28, &[44.0]).sized(56, &[62.0]);
    assert_eq!(imaging(&grew), "settled by later sizes");
}

#[test]
fn a_verdict_without_a_sum_says_why() {
    let why = |story: &Story| clinician(&story.0, &story.assess_last()).before_after;
    let grew = Story::new().sized(0, &[30.0]).sized(28, &[44.0]).sized(56, &[62.0]);
    assert_eq!(why(&grew), "No sum: later sizes have settled it.");
    assert_eq!(why(&Story::new().sized(0, &[40.0]).sized(42, &[41.0])), "No sum: there is no enlargement to weigh.");
    assert_eq!(why(&Story::new().sized(0, &[40.0])), "", "nothing can be said yet");
    assert!(why(&classic()).starts_with("Before looking, swelling in 10 of 100 true rises"));
}

#[test]
fn a_gap_that_holds_the_verdict_is_told_from_one_that_is_noted() {
    let lines = |last: i32| {
        let story = Story::new().sized(0, &[40.0]).sized(last, &[90.0]);
        let words = clinician(&story.0, &story.assess_last());
        let held = words.notes.into_iter().find(|note| note.starts_with("Held"));
        (held, words.confounder_lines.into_iter().find(|line| line.contains("weeks between sizes")))
    };
    assert_eq!(lines(70), (None, Some("More than 8 weeks between sizes (21 May 2026): noted".to_owned())));
    let (held, line) = lines(90);
    assert_eq!(held.as_deref(), Some("Held at cannot tell: more than 12 weeks between sizes."));
    assert!(line.is_some_and(|line| line.starts_with("More than 12 weeks between sizes")));
}

#[test]
fn the_short_list_of_what_is_missing_counts_the_rest() {
    let words = clinician(&classic().0, &classic().assess_last());
    let listed = |line: &str| line.trim_start_matches("Not recorded: ").split(", ").count();
    let (all, short) = (listed(&words.not_recorded), &words.not_recorded_short);
    assert!(all > 6, "{}", words.not_recorded);
    assert!(short.ends_with(&format!(" and {} more", all - 5)), "{short}");
    let first = short.split(" and ").next().unwrap_or_default();
    assert!(words.not_recorded.starts_with(first), "{short}");
}
