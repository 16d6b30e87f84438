//! Properties of the verdict that hold for any record.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use reassess::app::derived::derive;
use reassess::app::view::View;
use reassess::assess::{
    Assessment, ConfounderCode, LedgerRow, RecheckKind, RecheckReason, Token, Unused, assess, decision_aid, preview,
};
use reassess::criteria::IrecistState;
use reassess::domain::clock::date_from_day;
use reassess::domain::*;
use reassess::forecast::Precision;
use reassess::rules::{Clue, Rules};
use reassess::store::demo;

use crate::stories::{Story, day, reading};

/// Days to the next visit, sizes in tenths, grades (5 is missing), search, and method and observer of a visit.
type Seen = (i32, Vec<u32>, [u8; 3], u8, u8);

/// A record with anything in it.
#[derive(Clone, Debug)]
struct Anything {
    class: usize,
    group: usize,
    visits: Vec<Seen>,
    labs: [u8; 4],
    event: Option<(i32, usize)>,
    new_lesion: Option<usize>,
}

fn grade() -> impl Strategy<Value = u8> {
    prop_oneof![4 => Just(0_u8), 2 => 0..6_u8]
}

fn anything() -> impl Strategy<Value = Anything> {
    let visit = (3..80_i32, prop::collection::vec(200..520_u32, 2), [grade(), grade(), grade()], 0..5_u8, 0..4_u8);
    (
        0..9_usize,
        prop_oneof![4 => Just(0_usize), 1 => 0..6_usize],
        prop::collection::vec(visit, 2..5),
        [0..3_u8, 0..3_u8, 0..3_u8, 0..3_u8],
        prop::option::weighted(0.3, (0..250_i32, 0..17_usize)),
        prop::option::weighted(0.3, 0..6_usize),
    )
        .prop_map(|(class, group, visits, labs, event, new_lesion)| Anything {
            class,
            group,
            visits,
            labs,
            event,
            new_lesion,
        })
}

impl Anything {
    fn story(&self) -> Story {
        let mut story = Story::new();
        story.0.therapy.class = *TherapyClass::ALL.get(self.class).unwrap();
        story.0.tumor.group = *TumorGroup::ALL.get(self.group).unwrap();
        story.0.add_lesion(Lesion::target(LesionId(1), "T2")).unwrap();
        let mut on = -3;
        for (gap, sizes, grades, search, reader) in &self.visits {
            let method = if *reader < 3 { Method::Ct } else { Method::Caliper };
            let observer = if reader % 2 == 0 { "KM" } else { "TS" };
            story = story
                .change(on, |visit| {
                    for (id, tenths) in (0..).zip(sizes) {
                        visit.measurements.insert(LesionId(id), reading(f64::from(*tenths) / 10.0, method, observer));
                    }
                    visit.new_lesion_search = match search {
                        0 => Some(NewLesionSearch::NoneFoundImaging),
                        1 => Some(NewLesionSearch::NoneFoundExam),
                        2 => Some(NewLesionSearch::NotLooked),
                        _ => None,
                    };
                })
                .graded(on, *grades);
            on += gap;
        }
        let last = story.last_day();
        let labs = self.labs;
        story = story.change(last, |visit| {
            visit.labs.ldh = [Some(LdhTrend::Normal), Some(LdhTrend::Rising)].get(labs[0] as usize).copied().flatten();
            visit.labs.nlr = [Some(NlrTrend::Falling), Some(NlrTrend::Rising)].get(labs[1] as usize).copied().flatten();
            visit.labs.ctdna = [Some(CtDna::Undetectable), Some(CtDna::Up)].get(labs[2] as usize).copied().flatten();
            visit.labs.biopsy =
                [Some(Biopsy::Inflammation), Some(Biopsy::ViableTumor)].get(labs[3] as usize).copied().flatten();
        });
        if let Some((on, kind)) = self.event {
            story = story.event(on, EventKind::ALL.get(kind).unwrap().0);
        }
        if let Some(place) = self.new_lesion {
            let dates: Vec<i32> = story.0.visits().iter().map(|visit| story.0.day_of(visit.date)).collect();
            if let Some(on) = dates.get(place).filter(|on| **on > 0) {
                story = story.new_lesion(*on, "lung", 12.0);
            }
        }
        story
    }
}

impl Story {
    fn last_day(&self) -> i32 {
        self.0.visits().last().map_or(0, |visit| self.0.day_of(visit.date))
    }
}

/// How reassuring an unconfirmed label is.
fn reassurance(token: Token) -> Option<u8> {
    match token {
        Token::UnconfirmedLeaningTrue => Some(0),
        Token::UnconfirmedIndeterminate => Some(1),
        Token::UnconfirmedLeaningPseudo => Some(2),
        _ => None,
    }
}

/// Fails when the second assessment is more reassuring than the first.
fn not_more_reassuring(before: &Assessment, after: &Assessment) -> Result<(), TestCaseError> {
    if let (Some(first), Some(second)) = (reassurance(before.verdict.token), reassurance(after.verdict.token)) {
        prop_assert!(second <= first, "{:?} became {:?}", before.verdict, after.verdict);
    }
    if let (Some(first), Some(second)) = (&before.verdict.weighing, &after.verdict.weighing) {
        prop_assert!(second.posterior <= first.posterior + 1e-12, "{first:?} became {second:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128,
        failure_persistence: Some(Box::new(prop::test_runner::FileFailurePersistence::Direct(
            "tests/proptest-regressions/assess.txt",
        ))),
        ..ProptestConfig::default()
    })]

    #[test]
    fn the_three_explanations_add_to_one(record in anything()) {
        let assessment = record.story().assess_last();
        if let Some(own) = assessment.verdict.weighing {
            prop_assert!((own.p_noise + own.p_pseudo + own.p_true - 1.0).abs() < 1e-12, "{own:?}");
            prop_assert!(own.low <= own.p_pseudo + 1e-9 && own.p_pseudo <= own.high + 1e-9, "{own:?}");
            for p in [own.p_noise, own.p_pseudo, own.p_true, own.low, own.high, own.posterior] {
                prop_assert!((0.0..=1.0).contains(&p), "{own:?}");
            }
        }
    }

    #[test]
    fn no_leaning_without_evidence(record in anything()) {
        let assessment = record.story().assess_last();
        let evidence = assessment.verdict.weighing.as_ref().map_or(0.0, |own| own.evidence_sum);
        match assessment.verdict.token {
            Token::UnconfirmedLeaningPseudo => prop_assert!(evidence >= 2_f64.ln()),
            Token::UnconfirmedLeaningTrue => prop_assert!(evidence <= -2_f64.ln()),
            _ => {}
        }
        if assessment.ledger.iter().all(|row| !row.used)
            && let Some(own) = assessment.verdict.weighing
        {
            prop_assert!((own.posterior - own.prior).abs() < 1e-12, "nothing weighed gives the prior");
        }
    }

    #[test]
    fn a_worse_sign_is_never_more_reassuring(record in anything(), item in 0..3_usize) {
        let story = record.story();
        let last = story.last_day();
        let worse = story.clone().change(last, |visit| {
            let signs = &mut visit.signs;
            let grade = [&mut signs.pain, &mut signs.lethargy, &mut signs.appetite].into_iter().nth(item).unwrap();
            *grade = grade.map(|own| Grade::new(own.get() + 1).unwrap_or(own));
        });
        not_more_reassuring(&story.assess_last(), &worse.assess_last())?;
    }

    #[test]
    fn a_new_lesion_is_never_more_reassuring(record in anything(), organ in 0..2_usize) {
        let story = record.story();
        let last = story.last_day();
        prop_assume!(last > 1);
        let before = story.assess_last();
        let after = story.new_lesion(last, ["gingiva", "lung"][organ], 14.0).assess_last();
        not_more_reassuring(&before, &after)?;
        if before.verdict.token == Token::NotProgression {
            prop_assert_ne!(after.verdict.token, Token::NotProgression, "a new lesion is progression");
        }
    }

    #[test]
    fn a_red_flag_is_never_more_reassuring(record in anything(), alarm in 0..16_usize) {
        let story = record.story();
        let last = story.last_day();
        let before = story.assess_last();
        let after = story.change(last, |visit| { visit.signs.alarms.insert(Alarm::ALL[alarm]); }).assess_last();
        not_more_reassuring(&before, &after)?;
        // After a death nothing is urgent any more.
        prop_assert!(after.recommendation.kind == RecheckKind::RedFlag || after.recheck.why == RecheckReason::Died);
    }

    #[test]
    fn jitter_inside_the_error_never_swings_a_leaning_to_its_opposite(record in anything(), shift in -1.0..1.0_f64) {
        let story = record.story();
        let last = story.last_day();
        let before = story.assess_last().verdict.token;
        // One SD of CT by one reader.
        let factor = (0.05 * shift).exp();
        let moved = story.change(last, |visit| {
            for own in visit.measurements.values_mut() {
                if let Finding::Measured(Size::Axes(axes)) = &own.finding {
                    let mm = axes.longest().unwrap().mm() * factor;
                    own.finding = reading(mm, Method::Ct, "KM").finding;
                }
            }
        });
        let after = moved.assess_last().verdict.token;
        let opposite = |a, b| a == Token::UnconfirmedLeaningPseudo && b == Token::UnconfirmedLeaningTrue;
        prop_assert!(!opposite(before, after) && !opposite(after, before), "{before:?} became {after:?}");
    }

    #[test]
    fn the_order_of_lesions_changes_nothing(record in anything()) {
        let story = record.story();
        let mut turned = story.clone();
        turned.0.move_lesion(LesionId(1), 0).unwrap();
        let (before, after) = (story.assess_last(), turned.assess_last());
        prop_assert_eq!(before.verdict.token, after.verdict.token);
        prop_assert_eq!(before.recheck, after.recheck);
        prop_assert_eq!(before.ledger, after.ledger);
    }

    #[test]
    fn shifting_every_date_changes_nothing_but_dates(record in anything(), days in -4000..4000_i32) {
        let story = record.story();
        let mut moved = story.clone();
        moved.0.therapy.start = story.0.therapy.start.map(|date| date_from_day(date, days));
        let dates: Vec<_> = story.0.visits().iter().map(|visit| visit.date).collect();
        for date in &dates {
            moved.0.remove_visit(*date).unwrap();
        }
        while moved.0.remove_event(0).is_some() {}
        for visit in story.0.visits() {
            moved.0.add_visit(Visit { date: date_from_day(visit.date, days), ..visit.clone() }).unwrap();
        }
        for event in story.0.events() {
            moved.0.add_event(Event { date: date_from_day(event.date, days), ..event.clone() }).unwrap();
        }
        let (before, after) = (story.assess_last(), moved.assess_last());
        prop_assert_eq!(before.verdict, after.verdict);
        prop_assert_eq!(before.as_of_day, after.as_of_day);
        prop_assert_eq!(before.recheck.due.map(|date| date_from_day(date, days)), after.recheck.due);
    }

    #[test]
    fn a_later_visit_leaves_earlier_assessments_alone(record in anything()) {
        let story = record.story();
        let dates: Vec<_> = story.0.visits().iter().map(|visit| visit.date).collect();
        let rules = Rules::shipped().unwrap();
        for date in dates {
            let cut = Story(story.0.known_on(date));
            let (whole, cut) = (assess(&story.0, rules, date), assess(&cut.0, rules, date));
            prop_assert_eq!(whole.verdict, cut.verdict);
            prop_assert_eq!(whole.red_flags, cut.red_flags);
        }
    }

    #[test]
    fn a_label_does_not_depend_on_the_day_it_is_read(record in anything(), later in 0..400_i32) {
        let story = record.story();
        // Events after the last visit are no part of what the label is about.
        let last = story.last_day();
        prop_assume!(story.0.events().iter().all(|event| event.date <= day(last)));
        prop_assert_eq!(story.assess(last).verdict, story.assess(last + later).verdict);
    }

    #[test]
    fn the_label_follows_the_rule_state(record in anything()) {
        let assessment = record.story().assess_last();
        let token = assessment.verdict.token;
        let state = assessment.criteria.rows.last().map(|row| row.irecist.state);
        if token == Token::CannotAssess {
            return Ok(());
        }
        let fits = match state {
            None => false,
            Some(IrecistState::IUpd | IrecistState::Ne) => token.is_unconfirmed(),
            Some(IrecistState::ICpd) => matches!(
                token,
                Token::TrueProgression
                    | Token::ConfirmedWithinNoise
                    | Token::ResponseAfterConfirmed
                    | Token::ConfoundedResponse
            ),
            Some(_) => matches!(
                token,
                Token::NotProgression
                    | Token::GrowthBelowRule
                    | Token::PseudoDefinite
                    | Token::PseudoProbable
                    | Token::NotConfirmed
                    | Token::ConfoundedResponse
            ),
        };
        prop_assert!(fits, "{state:?} gives {token:?}");
        prop_assert_eq!(assessment.verdict.weighing.is_some(), assessment.episode.is_some_and(|own| own.open));
    }

    #[test]
    fn anything_typed_is_assessed(tenths in prop::collection::vec((1..20_000_u32, 0..6_u8), 1..8), gap in 1..4000_i32) {
        let mut story = Story::new();
        for (place, (size, finding)) in (0..).zip(&tenths) {
            let own = match finding {
                0 => Measurement::of(Finding::Absent),
                1 => Measurement::of(Finding::TooSmall(None)),
                2 => Measurement::of(Finding::NotEvaluable),
                _ => reading(f64::from(*size) / 10.0, Method::Palpation, ""),
            };
            story = story.change(place * gap - 1, |visit| {
                visit.measurements.insert(LesionId(0), own);
            });
        }
        let assessment = story.assess_last();
        let words = reassess::explain::clinician(&story.0, &assessment);
        prop_assert!(!words.headline.is_empty() && !words.chart_summary.contains("NaN"), "{words:?}");
        prop_assert!(!reassess::explain::owner(&story.0, &assessment).sentence.is_empty());
    }
}

/// Every label from the least to the most reassuring; labels of one line are not compared.
///
/// "Cannot assess" stands apart: it reassures nobody and worries nobody, and is never taken for either.
const ORDER: [&[Token]; 6] = [
    &[Token::TrueProgression],
    &[Token::ConfirmedWithinNoise, Token::UnconfirmedLeaningTrue],
    &[Token::UnconfirmedIndeterminate, Token::GrowthBelowRule],
    &[Token::UnconfirmedLeaningPseudo, Token::ResponseAfterConfirmed, Token::ConfoundedResponse],
    &[Token::NotConfirmed],
    &[Token::PseudoProbable, Token::PseudoDefinite, Token::NotProgression],
];

fn rank(token: Token) -> Option<usize> {
    ORDER.iter().position(|line| line.contains(&token))
}

#[test]
fn the_order_of_reassurance_holds_every_label_once() {
    for token in Token::ALL {
        let lines = ORDER.iter().filter(|line| line.contains(&token)).count();
        assert_eq!(lines, usize::from(token != Token::CannotAssess), "{token:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// Over all labels, not the unconfirmed ones alone.
    #[test]
    fn bad_news_never_moves_a_label_up(record in anything(), item in 0..3_usize, alarm in 0..16_usize, what in 0..3_u8) {
        let story = record.story();
        let last = story.last_day();
        prop_assume!(last > 1);
        let before = story.assess_last().verdict.token;
        let worse = match what {
            0 => story.change(last, |visit| {
                let signs = &mut visit.signs;
                let grade = [&mut signs.pain, &mut signs.lethargy, &mut signs.appetite].into_iter().nth(item).unwrap();
                *grade = grade.map(|own| Grade::new(own.get() + 1).unwrap_or(own));
            }),
            1 => story.new_lesion(last, ["gingiva", "lung", "skin"][item], 14.0),
            _ => story.change(last, |visit| { visit.signs.alarms.insert(Alarm::ALL[alarm]); }),
        };
        let after = worse.assess_last().verdict.token;
        if let (Some(first), Some(second)) = (rank(before), rank(after)) {
            prop_assert!(second <= first, "{before:?} became {after:?}");
        }
    }

    #[test]
    fn removing_every_clue_returns_the_prior(record in anything()) {
        let mut story = record.story();
        let dates: Vec<i32> = story.0.visits().iter().map(|visit| story.0.day_of(visit.date)).collect();
        for on in dates {
            story = story.change(on, |visit| {
                visit.signs = Signs::default();
                visit.labs = Labs::default();
                visit.new_lesion_search = None;
            });
        }
        // A new analgesic makes a status worse, so it is a clue as well.
        let is_clue = |event: &Event| event.kind == EventKind::AnalgesicChange;
        while let Some(place) = story.0.events().iter().position(is_clue) {
            story.0.remove_event(place);
        }
        let mut rules = Rules::shipped().unwrap().clone();
        // What sizes and dates alone say is taken out by ratios of one.
        let text = include_str!("../../assets/rules.ron");
        let mut flat = String::new();
        for line in text.lines() {
            let by_size = ["timing_", "rise_", "new_", "responded", "pace_", "dissociated", "remeasured"];
            let is_ratio = by_size.iter().any(|start| line.contains(&format!("(level: \"{start}")));
            let ratio = line.find(", tier:").filter(|_| is_ratio).zip(line.find(", lr:"));
            match ratio {
                Some((end, start)) => {
                    flat.push_str(&line[..start]);
                    flat.push_str(", lr: 1.0, low: 1.0, high: 1.0");
                    flat.push_str(&line[end..]);
                }
                None => flat.push_str(line),
            }
            flat.push('\n');
        }
        rules.ratios = Rules::parse(&flat).unwrap().ratios;
        let last = story.0.visits().last().unwrap().date;
        let assessment = assess(&story.0, &rules, last);
        if let Some(own) = &assessment.verdict.weighing
            // A size measured again speaks for itself, whatever its printed ratio.
            && assessment.ledger.iter().all(|row| row.clue != Clue::Remeasured)
        {
            prop_assert!((own.posterior - own.prior).abs() < 1e-9, "{own:?}");
        }
    }

    /// Every confounder that an entry of the record can bring, whatever its effect.
    #[test]
    fn a_confounder_moves_toward_cannot_tell(record in anything(), kind in 0..CONFOUNDERS.len(), ago in 1..27_i32) {
        let story = record.story();
        let last = story.last_day();
        prop_assume!(last > ago + 1);
        let before = story.assess_last();
        let (name, confound) = CONFOUNDERS[kind];
        let after = confound(story, last, ago).assess_last();
        if before.verdict.token.is_unconfirmed() {
            let kept = after.verdict.token == before.verdict.token;
            // Another reader or method may bring a rise back inside measurement error, which is no leaning either.
            let open = matches!(after.verdict.token, Token::UnconfirmedIndeterminate | Token::CannotAssess);
            // LDH after a local treatment and NLR with a steroid are set aside, and what they spoke for goes with them.
            let set_aside = |row: &LedgerRow| matches!(row.unused, Some(Unused::LocalTreatment | Unused::Steroid));
            let fewer = after.ledger.iter().any(set_aside);
            prop_assert!(kept || open || fewer, "{name}: {:?} became {:?}", before.verdict.token, after.verdict.token);
        }
        if let (Some(first), Some(second)) = (&before.verdict.weighing, &after.verdict.weighing) {
            // A row that the confounder itself sets aside, or a size row that another noise makes, is another matter.
            let used = |own: &Assessment| {
                let rows = own.ledger.iter().filter(|row| row.used);
                rows.map(|row| (row.level, row.lr.to_bits())).collect::<Vec<_>>()
            };
            if first.prior_key == second.prior_key && used(&before) == used(&after) {
                prop_assert!(second.evidence_sum.abs() <= first.evidence_sum.abs() + 1e-12, "{name}: {first:?} {second:?}");
            }
        }
    }

    /// What is switched on in the settings is computed from a finished assessment, and nothing of it flows back.
    #[test]
    fn the_decision_aid_changes_no_label(record in anything(), tenths in 10..200_u16) {
        let story = record.story();
        let rules = Rules::shipped().unwrap();
        let assessment = story.assess_last();
        let kept = assessment.clone();
        let aid = decision_aid(&story.0, &assessment, rules, Some(f64::from(tenths) / 10.0));
        prop_assert_eq!(&assessment, &kept);
        prop_assert_eq!(&story.assess_last(), &kept);
        let open = kept.verdict.weighing.is_some() && kept.recheck.kind != RecheckKind::RedFlag;
        prop_assert_eq!(aid.is_some(), open, "offered while an enlargement is open and nothing forbids waiting");
        if let Some(aid) = aid {
            prop_assert!((aid.threshold - 1.0 / (1.0 + aid.ratio)).abs() < 1e-12);
            prop_assert!(aid.waiting.windows(2).all(|two| two[0].volume_factor < two[1].volume_factor), "{aid:?}");
            let words = format!("{:?}", reassess::explain::decision(&story.0, &kept, &aid));
            prop_assert!(!words.contains("NaN") && !words.contains("inf"), "{words}");
        }
    }
}

/// Brings a confounder into a record: at its last day, or so many days before.
type Confound = fn(Story, i32, i32) -> Story;

/// Everything an entry can bring; radiation and injections are apart, since they move the prior by design.
const CONFOUNDERS: [(&str, Confound); 17] = [
    ("steroid started", |story, last, ago| story.event(last - ago, EventKind::SteroidStart)),
    ("steroid stopped", |story, last, ago| story.event(last - ago, EventKind::SteroidStop)),
    ("steroid changed", |story, last, ago| story.event(last - ago, EventKind::SteroidChange)),
    ("surgery", |story, last, ago| story.event(last - ago, EventKind::Surgery)),
    ("biopsy", |story, last, ago| story.event(last - ago, EventKind::Biopsy)),
    ("infection", |story, last, ago| story.event(last - ago, EventKind::Infection)),
    ("vaccination", |story, last, ago| story.event(last - ago, EventKind::Vaccination)),
    ("chemotherapy", |story, last, ago| story.event(last - ago, EventKind::Chemotherapy)),
    ("tyrosine kinase inhibitor", |story, last, ago| story.event(last - ago, EventKind::Tki)),
    ("anti-inflammatory", |story, last, ago| story.event(last - ago, EventKind::Nsaid)),
    ("infection seen", |story, last, _| story.change(last, |visit| visit.signs.infection = Some(true))),
    ("fever", |story, last, _| story.change(last, |visit| visit.signs.fever = Some(true))),
    ("another observer", |story, last, _| measured(story, last, |own| "someone else".clone_into(&mut own.observer))),
    ("another method", |story, last, _| measured(story, last, |own| own.method = Some(Method::Palpation))),
    ("thicker slices", |story, last, _| {
        measured(story, last, |own| own.slice = Length::parse("5", LengthUnit::Millimeters).ok())
    }),
    ("a bleeding tumor", |mut story, _, _| {
        story.0.tumor.group = TumorGroup::Hemorrhagic;
        story
    }),
    ("a mast cell tumor", |mut story, _, _| {
        story.0.tumor.group = TumorGroup::MastCell;
        story
    }),
];

fn measured(story: Story, on: i32, edit: impl Fn(&mut Measurement)) -> Story {
    story.change(on, |visit| visit.measurements.values_mut().for_each(edit))
}

/// The list above brings every confounder of the record that it names, so that the property is not of nothing.
#[test]
fn the_confounders_of_the_property_are_found() {
    let by_ct = crate::stories::classic();
    // Another person matters where sizes are read by hand, another slice where they are read from slices.
    let by_hand = [-2, 42]
        .into_iter()
        .fold(by_ct.clone(), |story, on| measured(story, on, |own| own.method = Some(Method::Caliper)));
    let thin = Length::parse("2", LengthUnit::Millimeters).unwrap();
    let by_thin_slices =
        [-2, 42].into_iter().fold(by_ct.clone(), |story, on| measured(story, on, |own| own.slice = Some(thin)));
    let found =
        |story: &Story| -> Vec<ConfounderCode> { story.assess_last().confounders.iter().map(|own| own.code).collect() };
    for (name, confound) in CONFOUNDERS {
        let is_new = [&by_ct, &by_hand, &by_thin_slices].into_iter().any(|story| {
            let before = found(story);
            found(&confound(story.clone(), 42, 10)).iter().any(|code| !before.contains(code))
        });
        // A fever alone is a sign, and a vaccination confounds the node it drains to; the story has no node.
        assert!(is_new || ["fever", "vaccination"].contains(&name), "{name} is not found");
    }
}

#[test]
fn a_size_being_typed_is_assessed_quickly_and_says_the_same() {
    let rules = Rules::shipped().unwrap();
    for demo in demo::all() {
        let case = demo.open().unwrap().case;
        let last = case.visits().last().unwrap().date;
        let (quick, full) = (preview(&case, rules, last), assess(&case, rules, last));
        assert_eq!([quick.precision, full.precision], [Precision::Quick, Precision::Full]);
        assert_eq!(quick.verdict.token, full.verdict.token, "{}", demo.id);
        let growth = |own: &Assessment| own.verdict.weighing.as_ref().map(|own| own.p_true);
        let (quick, full) = (growth(&quick).unwrap_or_default(), growth(&full).unwrap_or_default());
        assert!((quick - full).abs() < 0.01, "{}: {quick} while it is typed, {full} then", demo.id);
        let lesion = case.lesions().first().unwrap().id;
        for (typed, precision) in [(Some((last, lesion)), Precision::Quick), (None, Precision::Full)] {
            let shown = derive(&case, View::default(), rules, last, typed);
            assert_eq!(shown.assessment.precision, precision, "{}", demo.id);
        }
    }
}
