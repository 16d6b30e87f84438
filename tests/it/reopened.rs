//! A case saved under other rules says on opening what changed and why.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::assess::{ChangeReason, Shown, reopened};
use reassess::cli::Exit;
use reassess::domain::Case;
use reassess::explain;
use reassess::rules::Rules;
use reassess::store::Summary;
use reassess::store::case_file::{from_text, to_text};

use crate::cli::run;
use crate::stories::{classic, day};

/// Saved by a version that never was, under rules 0.9 with another prior and another ratio.
const SAVED: &str = include_str!("../data/saved_under_0_9.reassess.ron");

fn saved() -> (Case, Shown) {
    let file = from_text(SAVED).unwrap();
    (file.case, *file.summary.shown.unwrap())
}

#[test]
fn a_case_saved_under_other_rules_says_what_changed_and_why() {
    let (case, shown) = saved();
    let found = reopened(&case, &shown, Rules::shipped().unwrap()).unwrap();
    assert!(found.label_changed() && found.changed() && !found.same_versions());
    assert_eq!(
        (found.was.label.as_str(), found.now.label.as_str()),
        ("unconfirmed_leaning_pseudo", "unconfirmed_indeterminate")
    );
    assert!(found.why.iter().any(|why| matches!(why, ChangeReason::Prior { .. })), "{:?}", found.why);
    let ratio = |why: &ChangeReason| matches!(why, ChangeReason::Ratio { level, .. } if level == "timing_2_to_8_weeks");
    assert!(found.why.iter().any(ratio), "{:?}", found.why);
    let newest = Rules::shipped().unwrap().version.clone();
    let words = explain::reopened(&found);
    let expected = format!(
        "Saved under rules 0.9 as “unconfirmed, leaning pseudoprogression”; rules {newest} say “cannot tell yet”"
    );
    assert!(words.headline.starts_with("Saved under rules 0.9 as “"), "{} against {expected}", words.headline);
    let text = words.lines.join("\n");
    for part in ["Before looking: 60 of 100 then, 10 of 100 now.", "ratio 1.6 then, 1.1 now", "Changelog, Rules 1.0"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn what_is_saved_now_is_not_news() {
    let story = classic();
    let assessment = story.assess_last();
    let text = to_text(&story.0, &Summary::with(&story.0, &assessment)).unwrap();
    let file = from_text(&text).unwrap();
    let shown = file.summary.shown.unwrap();
    assert_eq!(*shown, Shown::of(&assessment), "the record comes back as it was");
    assert_eq!(reopened(&file.case, &shown, Rules::shipped().unwrap()), None);
}

#[test]
fn a_file_changed_by_hand_is_told_from_one_under_other_rules() {
    let story = classic();
    let shown = Shown::of(&story.assess_last());
    let other = classic().sized(70, &[47.0]);
    let rules = Rules::shipped().unwrap();
    let found = reopened(&other.0.known_on(day(42)), &shown, rules);
    assert_eq!(found, None, "the same record");
    let mut changed = story.0.clone();
    changed
        .set_measurement(
            day(42),
            reassess::domain::LesionId(0),
            Some(crate::stories::reading(41.0, reassess::domain::Method::Ct, "KM")),
        )
        .unwrap();
    let found = reopened(&changed, &shown, rules).unwrap();
    assert!(found.same_versions() && found.label_changed());
    let words = explain::reopened(&found);
    assert!(words.lines.concat().contains("changed outside Reassess"), "{words:?}");
}

#[test]
fn older_files_without_a_record_say_nothing() {
    let file = from_text(include_str!("../data/schema/1.reassess.ron")).unwrap();
    assert_eq!(file.summary.shown, None);
}

#[test]
fn the_command_line_says_what_changed_since_a_case_was_saved() {
    let files = [("/old.reassess.ron", SAVED)];
    let ran = run(&files, &["assess", "/old.reassess.ron", "--format", "json"]);
    assert_eq!(ran.exit, Exit::Done, "{}", ran.out);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    let found = &json["reopened"];
    assert_eq!(found["changed"], true);
    assert_eq!((&found["was"]["rules_version"], &found["was"]["prior"]), (&"0.9".into(), &0.6.into()), "{found}");
    assert_eq!(found["was"]["label"], "unconfirmed_leaning_pseudo");
    assert_eq!(found["now"]["label"], "unconfirmed_indeterminate");
    let words = run(&files, &["assess", "/old.reassess.ron"]).out;
    assert!(words.contains("Saved under rules 0.9 as “"), "{words}");
}
