//! Golden cases of what comes next: what would change a label does change it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use reassess::assess::{ConfounderCode, Effect, Flip, Token, WouldChange};
use reassess::criteria::{Burden, IrecistState};
use reassess::domain::*;
use reassess::rules::Level;

use crate::golden::{check, has};
use crate::stories::{Story, classic, reading};

#[test]
fn later_visits_never_change_an_earlier_assessment() {
    let story = classic().sized(70, &[60.0]).event(50, EventKind::SteroidStart).graded(70, [3, 3, 3]);
    assert_eq!(story.assess(42), classic().assess(42));
}

/// The token that a next size at the recheck gives.
fn at_recheck(story: &Story, size: Burden) -> Token {
    let on = story.0.day_of(story.assess_last().recheck.due.unwrap());
    story.clone().sized(on, &[size.value()]).assess_last().verdict.token
}

#[test]
fn next_sizes_do_what_they_say() {
    for story in [
        classic(),
        Story::new().sized(0, &[60.0]).sized(42, &[75.0]),
        Story::new().sized(0, &[20.0]).sized(30, &[31.0]),
    ] {
        let changes = story.assess_last().would_change;
        let mut named = 0;
        for change in changes {
            let (size, to, step) = match change {
                WouldChange::NextAtOrAbove { size, to } => (size, to, -0.1),
                WouldChange::NextBelow { size: Burden::Diameters(tenths), to } => {
                    (Burden::Diameters(tenths - 1), to, 0.1)
                }
                _ => continue,
            };
            named += 1;
            assert_eq!(at_recheck(&story, size), to, "{size}");
            let Burden::Diameters(tenths) = size else { panic!("diameters") };
            let other = if step < 0.0 { tenths - 1 } else { tenths + 1 };
            assert_ne!(at_recheck(&story, Burden::Diameters(other)), to, "{other} tenths is on the other side");
        }
        assert!(named >= 3, "the sizes that decide are named");
    }
}

#[test]
fn clues_that_would_change_the_label_do() {
    let assessment = classic().assess_last();
    let change = WouldChange::Clue { level: Level::CtDnaUnfavorable, to: Token::UnconfirmedLeaningTrue };
    assert!(assessment.would_change.contains(&change), "{:?}", assessment.would_change);
    let story = classic().change(42, |visit| visit.labs.ctdna = Some(CtDna::Up));
    check(&story, Token::UnconfirmedLeaningTrue);
}

#[test]
fn a_label_on_the_edge_says_that_one_reading_decides() {
    let edge = Story::new().sized(0, &[40.0]).sized(42, &[48.2]).assess_last().robustness;
    assert!(
        edge.flips.iter().any(|flip| matches!(flip, Flip::LastReadBy { to: Token::NotProgression, .. })),
        "{edge:?}"
    );
    let clear = Story::new().sized(0, &[40.0]).sized(42, &[41.0]).assess_last().robustness;
    assert!(clear.holds(), "{clear:?}");
}

#[test]
fn non_target_disease_alone_is_followed_too() {
    let mut case = Story::new().0;
    case.remove_lesion(LesionId(0)).unwrap();
    let spots = Lesion { role: Role::NonTarget, ..Lesion::target(LesionId(5), "Lung spots") };
    case.add_lesion(spots).unwrap();
    let seen = |non_target: NonTarget, change: Option<NonTargetChange>| {
        move |visit: &mut Visit| {
            visit.measurements.insert(LesionId(5), Measurement::of(Finding::Present));
            visit.non_target = Some(non_target);
            visit.non_target_change = change;
        }
    };
    let story = Story(case)
        .change(0, seen(NonTarget::Present, None))
        .change(42, seen(NonTarget::Progression, Some(NonTargetChange::Increase)));
    let assessment = check(&story, Token::UnconfirmedIndeterminate);
    assert_eq!(assessment.verdict.weighing.as_ref().unwrap().p_noise, 0.0, "not a matter of size");
    let words = reassess::explain::clinician(&story.0, &assessment);
    assert_eq!(words.subline, "Non-target disease has grown; later sizes decide");
    let grown = story.change(70, seen(NonTarget::Progression, Some(NonTargetChange::Increase)));
    check(&grown, Token::TrueProgression);
}

#[test]
fn a_size_under_the_line_by_another_method_is_no_all_clear() {
    let story = Story::new().sized(-2, &[40.0]).change(20, |visit| {
        visit.measurements.insert(LesionId(0), reading(41.0, Method::Caliper, "KM"));
    });
    let assessment = check(&story, Token::CannotAssess);
    assert!(has(&assessment, ConfounderCode::MethodChanged, Effect::Block), "{:?}", assessment.confounders);
    assert_eq!(assessment.criteria.rows[0].irecist.state, IrecistState::ISd, "the category stands");
    // What can only swell a lesion leaves a size under the line where it is.
    let injected = Story::new().sized(-2, &[40.0]).event(15, EventKind::Injection).sized(20, &[41.0]);
    check(&injected, Token::NotProgression);
}
