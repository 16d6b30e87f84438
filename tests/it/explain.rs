//! Both voices for some golden cases, and what may never be said.

use std::fmt::Write as _;

use reassess::assess::{Assessment, Token};
use reassess::domain::*;
use reassess::explain::{ClinicianWords, OwnerWords, clinician, owner};

use crate::stories::{Story, classic, day, reading};

/// Everything a reader of either voice sees.
fn page(story: &Story) -> String {
    let assessment = story.assess_last();
    let mut page = String::new();
    clinician_page(&mut page, &clinician(&story.0, &assessment));
    owner_page(&mut page, &owner(&story.0, &assessment));
    page
}

fn clinician_page(page: &mut String, words: &ClinicianWords) {
    let mut line = |name: &str, text: &str| {
        if !text.is_empty() {
            writeln!(page, "{name}: {text}").ok();
        }
    };
    for flag in &words.red_flags {
        line("red flag", &format!("{} | {}", flag.what, flag.action));
    }
    line("headline", &words.headline);
    line("subline", &words.subline);
    for note in &words.notes {
        line("note", note);
    }
    line("strength", &words.strength);
    line("bar", &words.three_explanations);
    for own in &words.strongest {
        line("strongest", &own.text);
    }
    for row in &words.table {
        line(&row.title, &format!("{} | {} | {}", row.seen, row.says, row.tier));
    }
    line("next", &words.next_headline);
    let lists = [
        ("  ", &words.next_lines),
        ("advice", &words.advice_lines),
        ("confounder", &words.confounder_lines),
        ("would change", &words.would_change),
    ];
    for (name, lines) in lists {
        for text in lines {
            line(name, text);
        }
    }
    line("robust", &words.one_decides);
    line("robust", &words.robustness);
    line("criteria", &words.disagreement);
    line("prior", &words.before_after);
    for text in &words.hand_sum {
        line("sum", text);
    }
    for row in &words.ledger {
        line("ledger", &format!("{} | {} | {} | {} | {}", row.clue, row.level, row.ratio, row.tier, row.unused));
    }
    line("missing", &words.not_recorded);
    line("course", &words.chart_summary);
    line("foot", &words.footer);
}

fn owner_page(page: &mut String, words: &OwnerWords) {
    writeln!(page, "--- owner").ok();
    writeln!(page, "{}\n{}\nnext: {}", words.sentence, words.what_now, words.next_date).ok();
    for sign in &words.call_sooner {
        writeln!(page, "- {sign}").ok();
    }
    writeln!(page, "{}\n{}", words.what_is_known, words.disclaimer).ok();
}

pub(crate) fn leaning_true() -> Story {
    Story::new()
        .sized(0, &[40.0])
        .graded(0, [0, 0, 0])
        .sized(49, &[62.0])
        .graded(49, [2, 1, 0])
        .new_lesion(49, "lung", 12.0)
        .new_lesion(49, "lung", 9.0)
}

pub(crate) fn with_caliper(story: Story, on: i32, mm: f64, observer: &str) -> Story {
    let observer = observer.to_owned();
    story.change(on, move |visit| {
        visit.measurements.insert(LesionId(0), reading(mm, Method::Caliper, &observer));
    })
}

/// Stories that between them reach every label.
pub(crate) fn stories() -> Vec<(&'static str, Story, Token)> {
    let rise = || Story::new().sized(0, &[40.0]).sized(42, &[52.0]);
    let tissue = classic().change(42, |visit| {
        visit.labs.ctdna = Some(CtDna::Undetectable);
        visit.labs.biopsy = Some(Biopsy::Inflammation);
    });
    vec![
        ("classic_picture", classic(), Token::UnconfirmedIndeterminate),
        ("leaning_true_with_red_flag", leaning_true(), Token::UnconfirmedLeaningTrue),
        ("leaning_pseudo_by_tissue", tissue, Token::UnconfirmedLeaningPseudo),
        ("swelling_then_shrink", rise().sized(70, &[44.0]).sized(98, &[26.0]), Token::PseudoDefinite),
        ("fall_that_held", rise().sized(70, &[44.0]).sized(98, &[44.0]), Token::PseudoProbable),
        ("reset", rise().sized(70, &[47.5]), Token::NotConfirmed),
        ("steroid_then_fall", rise().event(50, EventKind::SteroidStart).sized(70, &[30.0]), Token::ConfoundedResponse),
        ("steady_rise", Story::new().sized(0, &[30.0]).sized(42, &[38.0]).sized(70, &[44.0]), Token::TrueProgression),
        (
            "five_millimeters_on_a_large_sum",
            Story::new().sized(0, &[60.0]).sized(42, &[74.0]).sized(70, &[79.5]),
            Token::ConfirmedWithinNoise,
        ),
        (
            "response_after_confirmation",
            Story::new().sized(0, &[30.0]).sized(42, &[38.0]).sized(70, &[44.0]).sized(120, &[20.0]),
            Token::ResponseAfterConfirmed,
        ),
        ("small_and_doubling", Story::new().sized(0, &[12.0]).sized(42, &[16.9]), Token::GrowthBelowRule),
        ("stable_within_error", Story::new().sized(0, &[40.0]).sized(42, &[42.0]), Token::NotProgression),
        ("switch_of_method", with_caliper(Story::new().sized(0, &[40.0]), 42, 52.0, "KM"), Token::CannotAssess),
        ("only_a_baseline", Story::new().sized(0, &[40.0]), Token::CannotAssess),
    ]
}

pub(crate) fn assessed() -> impl Iterator<Item = (&'static str, Story, Assessment)> {
    stories().into_iter().map(|(name, story, token)| {
        let assessment = story.assess_last();
        assert_eq!(assessment.verdict.token, token, "{name}");
        (name, story, assessment)
    })
}

#[test]
fn both_voices_read_as_reviewed() {
    for (name, story, token) in stories() {
        assert_eq!(story.assess_last().verdict.token, token, "{name}");
        insta::assert_snapshot!(name, page(&story));
    }
}

#[test]
fn every_label_is_reached() {
    let reached: std::collections::BTreeSet<Token> =
        assessed().map(|(_, _, assessment)| assessment.verdict.token).collect();
    assert_eq!(reached, Token::ALL.into_iter().collect());
}

#[test]
fn banned_words_are_never_said() {
    let source = [
        include_str!("../../src/explain/phrases/clues.rs"),
        include_str!("../../src/explain/phrases/decision.rs"),
        include_str!("../../src/explain/phrases/findings.rs"),
        include_str!("../../src/explain/phrases/kinetics.rs"),
        include_str!("../../src/explain/phrases/outlook.rs"),
        include_str!("../../src/explain/phrases/owner.rs"),
        include_str!("../../src/explain/phrases/plan.rs"),
        include_str!("../../src/explain/phrases/readings.rs"),
        include_str!("../../src/explain/phrases/reopened.rs"),
        include_str!("../../src/explain/phrases/verdict.rs"),
    ];
    let source = source.concat().to_lowercase();
    let pages = stories().iter().map(|(_, story, _)| page(story).to_lowercase()).collect::<String>();
    let banned = [
        "promise",
        "blame",
        "likely",
        "panic",
        "guarantee",
        "cure",
        "hopeless",
        "tumour",
        "haem",
        "oedema",
        "metre",
        "colour",
        "analyse",
    ];
    for text in [source, pages] {
        for word in text.split(|letter: char| !letter.is_alphabetic()) {
            assert!(!banned.iter().any(|start| word.starts_with(start)), "“{word}” is said");
        }
    }
}

#[test]
fn a_headline_has_at_most_six_words() {
    for (name, story, assessment) in assessed() {
        let words = clinician(&story.0, &assessment);
        assert!(words.headline.split_whitespace().count() <= 6, "{name}: {}", words.headline);
        assert!(!words.headline.ends_with('.'), "a label has no period: {}", words.headline);
    }
}

#[test]
fn owners_read_short_sentences_and_no_probability() {
    for (name, story, assessment) in assessed() {
        let words = owner(&story.0, &assessment);
        // What is known is the fixed wording of the rules, with its count in parentheses.
        for text in [&words.sentence, &words.what_now, &words.disclaimer].into_iter().chain(&words.call_sooner) {
            for sentence in text.split(['.', '?', '!']) {
                let count = sentence.split_whitespace().count();
                assert!(count <= 20, "{name}: {count} words in “{sentence}”");
            }
            assert!(!text.contains('%') && !text.contains("of 100"), "{name}: a probability in “{text}”");
        }
        if let Some(weighing) = &assessment.verdict.weighing {
            let told = format!("{words:?}");
            for p in [weighing.p_pseudo, weighing.posterior, weighing.prior] {
                let count = format!(" {:.0} of 100", 100.0 * p);
                assert!(!told.contains(&count), "{name}: {count}");
            }
        }
        if assessment.episode.is_some() {
            assert!(!words.what_is_known.contains("5 to 10"), "{name}: the count of all treated after growth was seen");
        }
    }
}

#[test]
fn an_owner_is_never_told_to_wait_with_a_red_flag() {
    let story = classic().change(42, |visit| {
        visit.signs.alarms.insert(Alarm::Dyspnea);
    });
    let words = owner(&story.0, &story.assess_last());
    assert!(words.what_now.contains("now"), "{}", words.what_now);
    assert!(words.next_date.is_empty(), "no date to wait for: {}", words.next_date);
}

#[test]
fn an_emergency_is_not_contradicted() {
    for (name, story, token) in stories() {
        let story = story.clone().change(story.0.day_of(story.0.visits().last().unwrap().date), |visit| {
            visit.signs.alarms.insert(Alarm::Hemorrhage);
        });
        let assessment = story.assess_last();
        let words = owner(&story.0, &assessment);
        let told = format!("{} {} {}", words.sentence, words.what_now, words.next_date);
        for calm in ["next visit will", "only the next visit", "look again", "watch", "come back", "Next visit"] {
            assert!(!told.contains(calm), "{name}, {token:?}: “{calm}” in “{told}”");
        }
        assert_eq!((words.call_sooner.len(), words.what_is_known.as_str()), (0, ""), "{name}: today is soon enough");
        let words = clinician(&story.0, &assessment);
        assert!(words.next_headline.starts_with("Now"), "{name}: {}", words.next_headline);
    }
}

#[test]
fn days_stand_for_dates_that_are_not_known() {
    let mut story = classic();
    story.0.time_base = TimeBase::DaysOnly;
    let page = page(&story);
    assert!(page.contains("Recheck day 70, 28 days after the rise, CT again"), "{page}");
    assert!(!page.contains("2026"), "no invented date: {page}");
}

#[test]
fn the_sum_by_hand_gives_the_posterior() {
    for (name, story, assessment) in assessed() {
        let Some(weighing) = &assessment.verdict.weighing else { continue };
        let words = clinician(&story.0, &assessment);
        assert_eq!(words.hand_sum.len(), 3, "{name}");
        let product: f64 = assessment.ledger.iter().filter(|row| row.used).map(|row| row.lr).product();
        let odds = weighing.prior / (1.0 - weighing.prior) * product.powf(weighing.damping);
        let by_hand = odds / (1.0 + odds);
        assert!(weighing.held_by_cap || (by_hand - weighing.posterior).abs() < 1e-9, "{name}: {by_hand}");
        let sign = if weighing.held_by_cap { "held at" } else { "=" };
        let shown = format!("{sign} {:.0} of 100", 100.0 * weighing.posterior);
        assert!(words.hand_sum[2].contains(&shown), "{name}: {:?}", words.hand_sum);
    }
}

#[test]
fn an_overdue_recheck_is_said() {
    let story = classic();
    let words = clinician(&story.0, &story.assess(120));
    assert_eq!(words.next_headline, "Recheck now: overdue since 18 Jun 2026");
    assert_eq!(day(98), jiff::civil::date(2026, 6, 18));
}

#[test]
fn confirmed_growth_with_a_red_flag_is_not_put_off() {
    let story = Story::new().sized(0, &[30.0]).sized(28, &[44.0]).sized(56, &[62.0]);
    let assessment = story.assess_last();
    assert_eq!(assessment.verdict.token, Token::TrueProgression);
    let words = clinician(&story.0, &assessment);
    assert_eq!(words.red_flags.first().map(|flag| flag.what.as_str()), Some("Rapid growth"), "{:?}", words.red_flags);
    let page = page(&story);
    for unfit in ["swelling.", "by routine"] {
        assert!(!page.contains(unfit), "“{unfit}” beside confirmed growth: {page}");
    }
}

#[test]
fn slow_growth_is_not_said_to_be_invisible() {
    let story = Story::new().sized(-120, &[40.0]).sized(42, &[49.0]);
    let words = clinician(&story.0, &story.assess_last());
    let lines = words.next_lines.concat();
    assert!(lines.contains("may not show beyond measurement error in 28 days: plan 18 Jun 2026 as well"), "{lines}");
}

#[test]
fn a_severe_status_names_what_made_it_so() {
    type Edit = fn(&mut Signs);
    let rows: [(Edit, Edit, &str); 4] = [
        (
            |own| own.weight = Weight::from_kg(40.0).ok(),
            |own| own.weight = Weight::from_kg(36.0).ok(),
            "weight down 10 % in 44 days",
        ),
        (
            |own| own.performance = Performance::new(1).ok(),
            |own| own.performance = Performance::new(2).ok(),
            "performance 2",
        ),
        (|_| {}, |own| own.alarms.extend([Alarm::Collapse]), "collapse"),
        (|_| {}, |own| own.alarms.extend([Alarm::Dyspnea]), "difficult breathing"),
    ];
    for (before, now, cause) in rows {
        let story = classic().change(-2, |visit| before(&mut visit.signs)).change(42, |visit| now(&mut visit.signs));
        let words = clinician(&story.0, &story.assess_last());
        let severe = words.red_flags.iter().find(|flag| flag.what.starts_with("Severe clinical status"));
        // An alarm has a flag of its own, with its own urgency.
        let by_alarm = matches!(cause, "collapse" | "difficult breathing");
        let named = (!by_alarm).then(|| format!("Severe clinical status: {cause}"));
        assert_eq!(severe.map(|flag| flag.what.clone()), named);
        let symptoms = words.table.iter().find(|row| row.title == "Symptoms").unwrap();
        assert_eq!(symptoms.seen, format!("severe ({cause}), all grades 0"));
    }
    let graded = classic().graded(42, [3, 0, 0]);
    let words = clinician(&graded.0, &graded.assess_last());
    assert_eq!(words.red_flags[0].what, "Severe clinical status: pain 3");
    assert_eq!(words.table[1].seen, "severe, pain 3", "said once");
}

#[test]
fn a_percentage_names_its_basis() {
    let seen = |story: &Story| clinician(&story.0, &story.assess_last()).table[2].seen.clone();
    assert!(seen(&classic()).starts_with("+30.0 % of the sum from nadir"), "{}", seen(&classic()));
    let volume = |on: i32, mm3: f64| {
        move |story: Story| {
            story.change(on, move |visit| {
                let size = Finding::Measured(Size::Volume(Volume::from_mm3(mm3).unwrap()));
                visit.measurements.insert(LesionId(0), Measurement::of(size));
            })
        }
    };
    let story = volume(42, 2586.0)(volume(0, 1000.0)(Story::new()));
    assert_eq!(seen(&story), "+158.6 % of volume from nadir (+37 % in diameter)");
}

#[test]
fn a_planned_day_that_is_past_is_no_plan() {
    // A space before it, so that "4 May" is not found in "14 May".
    let named = |text: &str, from: i32, to: i32| {
        let text = format!(" {text}");
        (from..to).map(day).find(|date| text.contains(&format!(" {}", reassess::domain::clock::date_words(*date))))
    };
    for (name, story, token) in stories() {
        let last = story.0.day_of(story.0.visits().last().unwrap().date);
        for later in [12, 24, 27, 29, 43, 57, 120] {
            let assessment = story.assess(last + later);
            let words = clinician(&story.0, &assessment);
            let told = [words.next_lines.concat(), words.disagreement, words.next_headline].concat();
            for sentence in told.split('.') {
                let honest = ["overdue", "due since", "is past"].iter().any(|own| sentence.contains(own));
                let past = named(sentence, last + 1, last + later);
                assert!(past.is_none() || honest, "{name}, {token:?}, {later} days on: “{sentence}”");
            }
            let words = owner(&story.0, &assessment);
            let weekday = |date: jiff::civil::Date| date.strftime("%A %-d %b %Y").to_string();
            let past = (0..last + later).map(day).find(|date| words.what_now.contains(&weekday(*date)));
            assert_eq!(past, None, "{name}: {}", words.what_now);
        }
    }
    let story = classic();
    let words = clinician(&story.0, &story.assess(75));
    assert_eq!(words.next_headline, "Recheck now: due since 21 May 2026");
    let words = owner(&story.0, &story.assess(75));
    assert_eq!(words.what_now, "The next look is overdue. Please call us now to arrange it.");
}

#[test]
fn a_label_of_an_earlier_visit_says_so_under_the_headline() {
    let mut story = classic();
    let liver = Lesion { organ: Organ("liver".to_owned()), ..Lesion::target(LesionId(1), "Liver") };
    story.0.add_lesion(liver).unwrap();
    for (on, mm) in [(-2, 20.0), (42, 20.0)] {
        story = story.change(on, |visit| {
            visit.measurements.insert(LesionId(1), crate::stories::reading(mm, Method::Ct, "KM"));
        });
    }
    let story = story.sized(70, &[52.0]);
    let words = clinician(&story.0, &story.assess_last());
    let told =
        "The visit of 21 May 2026 could not be evaluated (Liver not measured): this is the label of 23 Apr 2026.";
    assert_eq!(words.notes, [told]);
    assert!(clinician(&story.0, &story.assess(42)).notes.is_empty(), "nothing to say of a visit that could be read");
}

#[test]
fn what_halves_the_evidence_or_decides_alone_stands_with_the_headline() {
    // A caliper rise by another person, just over the line.
    let story = with_caliper(with_caliper(Story::new(), -2, 40.0, "KM"), 42, 48.0, "TS");
    let words = clinician(&story.0, &story.assess_last());
    let beside: Vec<&str> = words.beside_headline().map(String::as_str).collect();
    let held = beside.iter().find(|line| line.starts_with("Held at cannot tell: ")).unwrap();
    assert!(held.contains("another person measured"), "{beside:?}");
    let alone = beside.iter().find(|line| line.starts_with("One reading decides: ")).unwrap();
    assert!(alone.contains("on 23 Apr 2026 instead of 48 mm"), "{beside:?}");
    assert_eq!(words.robustness, "", "nothing holds that a reading turns");

    let same = with_caliper(with_caliper(Story::new(), -2, 40.0, "KM"), 42, 80.0, "KM");
    let words = clinician(&same.0, &same.assess_last());
    let beside = |line: &&String| ["Held", "The evidence", "One"].iter().any(|start| line.starts_with(start));
    assert_eq!(words.beside_headline().filter(beside).count(), 0, "{words:?}");
    let soon = with_caliper(with_caliper(Story::new(), 34, 40.0, "KM"), 42, 80.0, "KM");
    let halved = clinician(&soon.0, &soon.assess_last());
    let halved: Vec<&String> = halved.beside_headline().filter(|line| line.contains("counts half")).collect();
    assert_eq!(halved, ["The evidence counts half: under 10 days between sizes."]);
    assert!(words.robustness.starts_with("Holds "), "{}", words.robustness);
}

#[test]
fn the_first_rise_is_told_apart_from_the_size_now() {
    let story = Story::new().sized(-2, &[40.0]).sized(42, &[50.0]).sized(56, &[52.0]);
    let words = clinician(&story.0, &story.assess_last());
    let [timing, _, imaging] = words.table.as_slice() else { panic!("{:?}", words.table) };
    assert_eq!(timing.seen, "first seen in week 6, in the window");
    assert!(imaging.seen.starts_with("+25.0 % at first, now +30.0 % of the sum from nadir"), "{}", imaging.seen);
}

#[test]
fn an_enlargement_that_went_back_is_told_beside_the_next_one() {
    let story = Story::new().sized(0, &[40.0]).sized(42, &[52.0]).sized(84, &[42.0]);
    assert!(clinician(&story.0, &story.assess_last()).notes.is_empty(), "nothing is open");
    let again = story.sized(126, &[52.0]);
    let notes = clinician(&again.0, &again.assess_last()).notes;
    let told = "A rise over the line before this one, on 23 Apr 2026: it went back under it.";
    assert!(notes.iter().any(|note| note == told), "{notes:?}");
}

#[test]
fn cannot_tell_over_a_high_share_of_growth_says_why() {
    let story = Story::new().class(TherapyClass::NotImmune).sized(-2, &[40.0]).sized(42, &[56.0]);
    let words = clinician(&story.0, &story.assess_last());
    assert_eq!(words.headline, "Unconfirmed: cannot tell yet");
    let [note] = words.notes.as_slice() else { panic!("{:?}", words.notes) };
    assert!(note.starts_with("Growth stands at 9"), "{note}");
    assert!(note.contains("few such rises are swelling to begin with (2 of 100)"), "{note}");

    // Another reader with calipers: worse by imaging alone, which a cap holds.
    let capped = with_caliper(with_caliper(Story::new(), -2, 40.0, "KM"), 150, 90.0, "TS")
        .event(140, EventKind::Radiation)
        .change(150, |visit| visit.labs.biopsy = Some(Biopsy::ViableTumor));
    let words = clinician(&capped.0, &capped.assess_last());
    let note = words.notes.concat();
    assert!(note.starts_with("What was seen points to growth, but is held at cannot tell: "), "{words:?}");
    assert!(note.contains("another person measured"), "{note}");
}

#[test]
fn before_the_first_visit_the_first_size_is_named() {
    let words = clinician(&classic().0, &classic().assess(-30));
    assert_eq!(words.next_headline, "The first size is of 10 Mar 2026; nothing to say before");
    assert_eq!(words.subline, "Nothing had been measured by 10 Feb 2026; the first size is of 10 Mar 2026");
    let empty = Story::new();
    assert_eq!(clinician(&empty.0, &empty.assess(0)).next_headline, "Enter a first size");
}

#[test]
fn at_most_three_lines_decide_and_nothing_is_lost() {
    for (name, story, assessment) in assessed() {
        let words = clinician(&story.0, &assessment);
        assert!(words.next_short.len() <= 3, "{name}: {:?}", words.next_short);
        let all: Vec<String> =
            words.next_short.iter().map(|own| own.text.clone()).chain(words.next_more.iter().cloned()).collect();
        assert_eq!(all, words.next_lines, "{name}");
    }
    let classic = clinician(&classic().0, &classic().assess_last());
    let short: Vec<&str> = classic.next_short.iter().map(|own| own.text.as_str()).collect();
    assert_eq!(
        short,
        [
            "Below 48 mm: progression not confirmed.",
            "56.7 mm or more: at least 2 to 1 for growth.",
            "In between: look again 18 Jun 2026."
        ]
    );
}
