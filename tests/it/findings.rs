//! Clinical status, confounders and red flags, one row each.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;

use reassess::assess::{ConfounderCode, Effect, RedFlagCode, Token, Unused};
use reassess::domain::*;
use reassess::rules::{Clue, Level, PriorKey};

use crate::stories::{Story, day, reading};

/// 40 to 52 mm by CT in 42 days, nothing else.
fn rise() -> Story {
    Story::new().sized(0, &[40.0]).sized(42, &[52.0])
}

fn signs(story: Story, on: i32, edit: impl Fn(&mut Signs)) -> Story {
    story.change(on, |visit| edit(&mut visit.signs))
}

fn status_of(story: &Story) -> Option<Level> {
    let assessment = story.assess_last();
    assessment.ledger.iter().find(|row| row.clue == Clue::Status).map(|row| row.level)
}

type Edit = fn(&mut Signs);

fn grades(signs: &mut Signs, [pain, lethargy, appetite]: [u8; 3]) {
    signs.pain = Grade::new(pain).ok();
    signs.lethargy = Grade::new(lethargy).ok();
    signs.appetite = Grade::new(appetite).ok();
}

#[test]
fn clinical_status_follows_its_table() {
    let rows: [(&str, Edit, Edit, Option<Level>); 20] = [
        ("nothing recorded", |_| {}, |_| {}, None),
        ("unchanged", |own| grades(own, [1, 0, 0]), |own| grades(own, [1, 0, 0]), Some(Level::StatusStable)),
        ("one better", |own| grades(own, [1, 0, 0]), |own| grades(own, [0, 0, 0]), Some(Level::StatusImproved)),
        (
            "one better, one worse",
            |own| grades(own, [1, 0, 0]),
            |own| grades(own, [0, 1, 0]),
            Some(Level::StatusMildlyWorse),
        ),
        (
            "one newly grade 1",
            |own| grades(own, [0, 0, 0]),
            |own| grades(own, [0, 1, 0]),
            Some(Level::StatusMildlyWorse),
        ),
        ("one newly grade 2", |own| grades(own, [0, 0, 0]), |own| grades(own, [0, 0, 2]), Some(Level::StatusWorse)),
        ("two newly grade 1", |own| grades(own, [0, 0, 0]), |own| grades(own, [1, 1, 0]), Some(Level::StatusWorse)),
        ("grade 3", |own| grades(own, [3, 0, 0]), |own| grades(own, [3, 0, 0]), Some(Level::StatusSevere)),
        ("grade 2 without an earlier one", |_| {}, |own| own.pain = Grade::new(2).ok(), None),
        ("grade 0 without an earlier one", |_| {}, |own| own.pain = Grade::new(0).ok(), Some(Level::StatusStable)),
        ("dyspnea", |_| {}, |own| own.alarms.extend([Alarm::Dyspnea]), Some(Level::StatusSevere)),
        (
            "performance 0 to 1",
            |own| own.performance = Performance::new(0).ok(),
            |own| own.performance = Performance::new(1).ok(),
            Some(Level::StatusWorse),
        ),
        (
            "performance 1 to 2",
            |own| own.performance = Performance::new(1).ok(),
            |own| own.performance = Performance::new(2).ok(),
            Some(Level::StatusSevere),
        ),
        (
            "quality of life 30 to 34",
            |own| own.quality_of_life = QualityOfLife::new(30).ok(),
            |own| own.quality_of_life = QualityOfLife::new(34).ok(),
            Some(Level::StatusImproved),
        ),
        (
            "quality of life 34 to 30",
            |own| own.quality_of_life = QualityOfLife::new(34).ok(),
            |own| own.quality_of_life = QualityOfLife::new(30).ok(),
            Some(Level::StatusMildlyWorse),
        ),
        (
            "quality of life 34 to 27",
            |own| own.quality_of_life = QualityOfLife::new(34).ok(),
            |own| own.quality_of_life = QualityOfLife::new(27).ok(),
            Some(Level::StatusWorse),
        ),
        (
            "5 % of weight lost",
            |own| own.weight = Weight::from_kg(40.0).ok(),
            |own| own.weight = Weight::from_kg(38.0).ok(),
            Some(Level::StatusWorse),
        ),
        (
            "10 % of weight lost in 6 weeks",
            |own| own.weight = Weight::from_kg(40.0).ok(),
            |own| own.weight = Weight::from_kg(36.0).ok(),
            Some(Level::StatusSevere),
        ),
        (
            "weight alone is not enough for stable",
            |own| own.weight = Weight::from_kg(40.0).ok(),
            |own| own.weight = Weight::from_kg(40.0).ok(),
            None,
        ),
        ("overall worse, no grade", |_| {}, |own| own.overall = Some(Overall::Worse), Some(Level::StatusWorse)),
    ];
    for (name, before, now, expected) in rows {
        let story = signs(signs(rise(), 0, before), 42, now);
        assert_eq!(status_of(&story), expected, "{name}");
    }
}

#[test]
fn an_overall_impression_is_used_only_without_grades() {
    let story = signs(rise(), 0, |own| grades(own, [0, 0, 0]));
    let story = signs(story, 42, |own| {
        grades(own, [0, 0, 0]);
        own.overall = Some(Overall::Worse);
    });
    assert_eq!(status_of(&story), Some(Level::StatusStable));
}

#[test]
fn worse_than_the_last_visit_counts_even_when_as_before_therapy() {
    let story = signs(rise(), 0, |own| grades(own, [1, 1, 0])).change(21, |visit| grades(&mut visit.signs, [0, 0, 0]));
    let story = signs(story, 42, |own| grades(own, [1, 1, 0]));
    assert_eq!(status_of(&story), Some(Level::StatusWorse));
}

#[test]
fn worse_signs_right_after_a_dose_are_not_weighed() {
    let story = signs(signs(rise(), 0, |own| grades(own, [0, 0, 0])), 42, |own| grades(own, [0, 2, 0]));
    let after = story.clone().event(40, EventKind::Dose).assess_last();
    let row = after.ledger.iter().find(|row| row.clue == Clue::Status).unwrap();
    assert_eq!((row.used, row.unused), (false, Some(Unused::AfterDose)));
    assert!(after.confounders.iter().any(|own| own.code == ConfounderCode::SignsAfterDose), "and it is said");
    let earlier = story.event(38, EventKind::Dose).assess_last();
    assert!(earlier.ledger.iter().all(|row| row.used), "four days are not 72 hours");
}

#[test]
fn a_started_analgesic_is_worse() {
    let story = signs(signs(rise(), 0, |own| grades(own, [0, 0, 0])), 42, |own| grades(own, [0, 0, 0]));
    assert_eq!(status_of(&story.event(30, EventKind::AnalgesicChange)), Some(Level::StatusWorse));
}

/// The effects of a confounder in a story.
fn effects(story: &Story, code: ConfounderCode) -> Vec<Effect> {
    let found = story.assess_last().confounders.into_iter().find(|own| own.code == code);
    found.map(|own| own.effects.into_iter().collect()).unwrap_or_default()
}

fn group(group: TumorGroup) -> Story {
    let mut story = rise();
    story.0.tumor.group = group;
    story
}

/// One lesion grows beside two of 10 mm, the second of which is merged into the first, then of 20 mm, on these days.
fn merged(on: &[i32], role: Role) -> Story {
    let mut story = Story::new().sized(0, &[40.0]).sized(42, &[60.0]);
    for id in [1, 2] {
        story.0.add_lesion(Lesion { role, ..Lesion::target(LesionId(id), format!("X{id}")) }).unwrap();
    }
    for own in [0, 42] {
        story = story.change(own, |visit| {
            let (size, other) = if on.contains(&own) {
                (20.0, Measurement::of(Finding::Merged(LesionId(1))))
            } else {
                (10.0, reading(10.0, Method::Ct, "KM"))
            };
            visit.measurements.insert(LesionId(1), reading(size, Method::Ct, "KM"));
            visit.measurements.insert(LesionId(2), other);
        });
    }
    story
}

#[test]
fn a_merger_holds_a_leaning_verdict_at_cannot_tell() {
    let biopsied = |on: &[i32]| {
        merged(on, Role::Target).change(42, |visit| {
            visit.labs.ctdna = Some(CtDna::Undetectable);
            visit.labs.biopsy = Some(Biopsy::Inflammation);
        })
    };
    let token = |story: &Story| story.assess_last().verdict.token;
    assert_eq!(token(&biopsied(&[])), Token::UnconfirmedLeaningPseudo, "apart");
    assert_eq!(token(&biopsied(&[42])), Token::UnconfirmedIndeterminate, "merged at the enlargement");
    assert_eq!(token(&biopsied(&[0, 42])), Token::UnconfirmedLeaningPseudo, "merged all along");
}

#[test]
fn confounders_follow_their_table() {
    use ConfounderCode as Code;
    use Effect::{Block, Cap, Damp, Flag};
    let rows: [(&str, Story, Code, &[Effect]); 35] = [
        ("nothing", rise(), Code::Steroid, &[]),
        ("steroid 28 days before", rise().event(14, EventKind::SteroidStart), Code::Steroid, &[Damp]),
        ("steroid 29 days before", rise().event(13, EventKind::SteroidStart), Code::Steroid, &[]),
        ("steroid on the day", rise().event(42, EventKind::SteroidStart), Code::Steroid, &[]),
        (
            "steroid, lymphoma",
            group(TumorGroup::Lymphoma).event(20, EventKind::SteroidStop),
            Code::Steroid,
            &[Cap, Damp],
        ),
        ("radiation", rise().event(1, EventKind::Radiation), Code::Radiation, &[Cap]),
        ("biopsy 14 days before", rise().event(28, EventKind::Biopsy), Code::Biopsy, &[Cap]),
        ("biopsy 15 days before", rise().event(27, EventKind::Biopsy), Code::Biopsy, &[]),
        ("surgery 28 days before", rise().event(14, EventKind::Surgery), Code::Surgery, &[Cap]),
        ("surgery 29 days before", rise().event(13, EventKind::Surgery), Code::Surgery, &[]),
        ("injection 14 days before", rise().event(28, EventKind::Injection), Code::Injection, &[Block]),
        ("injection 15 days before", rise().event(27, EventKind::Injection), Code::Injection, &[Cap]),
        ("injection 29 days before", rise().event(13, EventKind::Injection), Code::Injection, &[]),
        ("infection", rise().event(35, EventKind::Infection), Code::Infection, &[Block]),
        ("fever", signs(rise(), 42, |own| own.fever = Some(true)), Code::Infection, &[Block]),
        ("no fever", signs(rise(), 42, |own| own.fever = Some(false)), Code::Infection, &[]),
        ("chemotherapy", rise().event(20, EventKind::Chemotherapy), Code::OtherDrug, &[Flag]),
        ("vaccination, not a node", rise().event(20, EventKind::Vaccination), Code::Vaccination, &[]),
        ("mast cell tumor", group(TumorGroup::MastCell), Code::MastCell, &[Cap]),
        ("hemangiosarcoma", group(TumorGroup::Hemorrhagic), Code::Hemorrhagic, &[Cap]),
        ("lymphoma", group(TumorGroup::Lymphoma), Code::Lymphoma, &[Cap]),
        ("not immune", rise().class(TherapyClass::NotImmune), Code::NotImmune, &[Flag]),
        ("56 days between", Story::new().sized(0, &[40.0]).sized(56, &[52.0]), Code::LongGap, &[]),
        ("57 days between", Story::new().sized(0, &[40.0]).sized(57, &[52.0]), Code::LongGap, &[Flag]),
        ("85 days between", Story::new().sized(0, &[40.0]).sized(85, &[52.0]), Code::LongGap, &[Cap]),
        ("9 days between", Story::new().sized(0, &[40.0]).sized(9, &[52.0]), Code::ShortGap, &[Damp]),
        ("10 days between", Story::new().sized(0, &[40.0]).sized(10, &[52.0]), Code::ShortGap, &[]),
        ("9.9 mm at the nadir", Story::new().sized(0, &[9.9]).sized(42, &[20.0]), Code::SmallLesion, &[Cap]),
        ("10 mm at the nadir", Story::new().sized(0, &[10.0]).sized(42, &[20.0]), Code::SmallLesion, &[]),
        ("baseline 57 days old", Story::new().sized(-57, &[40.0]).sized(42, &[52.0]), Code::OldBaseline, &[Cap]),
        ("merged at the enlargement", merged(&[42], Role::Target), Code::Merged, &[Cap]),
        ("merged at both sizes", merged(&[0, 42], Role::Target), Code::Merged, &[]),
        ("come apart at the enlargement", merged(&[0], Role::Target), Code::Merged, &[Cap]),
        ("non-target lesions merged", merged(&[42], Role::NonTarget), Code::Merged, &[]),
        ("never merged", merged(&[], Role::Target), Code::Merged, &[]),
    ];
    for (name, story, code, expected) in rows {
        assert_eq!(effects(&story, code), expected, "{name}");
    }
}

#[test]
fn a_block_stops_the_label_alone() {
    let blocked = rise().event(35, EventKind::Infection).assess_last();
    assert_eq!(blocked.verdict.token, Token::CannotAssess);
    assert!(blocked.verdict.weighing.is_none(), "nothing is weighed");
    assert_eq!(blocked.recheck.due, Some(day(70)), "the recheck stands");
    // Where nothing has grown there is nothing to block.
    let quiet = Story::new().sized(0, &[40.0]).sized(42, &[41.0]).event(35, EventKind::Infection).assess_last();
    assert_eq!(quiet.verdict.token, Token::NotProgression);
}

#[test]
fn an_injection_elsewhere_does_not_cloud_the_lesion_that_grew() {
    let mut story = Story::new().class(TherapyClass::Intralesional);
    story.0.add_lesion(Lesion::target(LesionId(1), "Neck")).unwrap();
    let mut story = story.sized(0, &[40.0, 20.0]).sized(42, &[56.0, 20.0]);
    let event = |lesion: u32| Event {
        date: day(35),
        kind: EventKind::Injection,
        lesion: Some(LesionId(lesion)),
        dose: String::new(),
        text: String::new(),
    };
    let mut own = story.clone();
    story.0.add_event(event(1)).unwrap();
    assert_eq!(effects(&story, ConfounderCode::Injection), []);
    assert_eq!(story.assess_last().verdict.weighing.unwrap().prior_key, PriorKey::Uninjected);
    own.0.add_event(event(0)).unwrap();
    assert_eq!(effects(&own, ConfounderCode::Injection), [Effect::Block]);
}

#[test]
fn lesions_that_grew_alike_are_told_apart_by_identity_and_not_by_order() {
    let mut story = Story::new().class(TherapyClass::Intralesional);
    story.0.add_lesion(Lesion::target(LesionId(1), "Neck")).unwrap();
    let mut story = story.sized(0, &[40.0, 40.0]).sized(42, &[56.0, 56.0]);
    let injected = Event {
        date: day(20),
        kind: EventKind::Injection,
        lesion: Some(LesionId(0)),
        dose: String::new(),
        text: String::new(),
    };
    story.0.add_event(injected).unwrap();
    let mut turned = story.clone();
    turned.0.move_lesion(LesionId(1), 0).unwrap();
    let key = |story: &Story| story.assess_last().verdict.weighing.unwrap().prior_key;
    assert_eq!((key(&story), key(&turned)), (PriorKey::Injected, PriorKey::Injected));
}

#[test]
fn tigilanol_swelling_is_expected_for_four_weeks() {
    let mut story = rise().class(TherapyClass::Intralesional).event(15, EventKind::Injection);
    story.0.therapy.drug = "Stelfonta".into();
    assert_eq!(effects(&story, ConfounderCode::Ablation), [Effect::Block]);
}

fn flags(story: &Story) -> BTreeSet<RedFlagCode> {
    story.assess_last().red_flags.into_iter().map(|flag| flag.code).collect()
}

#[test]
fn every_alarm_is_a_red_flag() {
    assert_eq!(flags(&rise()), BTreeSet::new());
    for alarm in Alarm::ALL {
        let story = signs(rise(), 42, |own| own.alarms.extend([alarm]));
        assert!(flags(&story).contains(&RedFlagCode::Alarm(alarm)), "{alarm:?}");
    }
}

#[test]
fn red_flags_follow_their_table() {
    let diagnosed = |diagnosis: Option<Diagnosis>| {
        let mut story = rise();
        story.0.tumor.diagnosis = diagnosis;
        story
    };
    let brain = |now: [u8; 3]| {
        let story = group(TumorGroup::CentralNervous);
        signs(signs(story, 0, |own| grades(own, [0, 0, 0])), 42, move |own| grades(own, now))
    };
    let mut site = rise();
    let critical = Lesion { critical_site: true, ..site.0.lesion(LesionId(0)).unwrap().clone() };
    site.0.update_lesion(critical).unwrap();
    let rows: [(&str, Story, RedFlagCode, bool); 11] = [
        (
            "compromise",
            signs(rise(), 42, |own| own.critical_compromise = "stridor".into()),
            RedFlagCode::Compromise,
            true,
        ),
        ("a critical site alone", site, RedFlagCode::Compromise, false),
        ("infected", signs(rise(), 42, |own| own.infection = Some(true)), RedFlagCode::InfectedLesion, true),
        ("no cytology", diagnosed(Some(Diagnosis::Unconfirmed)), RedFlagCode::UnconfirmedDiagnosis, true),
        ("diagnosis not recorded", diagnosed(None), RedFlagCode::UnconfirmedDiagnosis, false),
        ("brain, stable", brain([0, 0, 0]), RedFlagCode::CentralNervousWorse, false),
        ("brain, worse", brain([0, 2, 0]), RedFlagCode::CentralNervousWorse, true),
        (
            "brain, more steroid",
            brain([0, 0, 0]).event(30, EventKind::SteroidChange),
            RedFlagCode::CentralNervousWorse,
            true,
        ),
        ("severe", signs(rise(), 42, |own| grades(own, [0, 0, 3])), RedFlagCode::SevereStatus, true),
        (
            "pain of grade 3 on an analgesic",
            signs(rise(), 42, |own| grades(own, [3, 0, 0])).event(30, EventKind::AnalgesicChange),
            RedFlagCode::PainDespiteAnalgesia,
            true,
        ),
        ("a new lesion in the same organ", rise().new_lesion(42, "Gingiva ", 12.0), RedFlagCode::NewOrgan, false),
    ];
    for (name, story, code, expected) in rows {
        assert_eq!(flags(&story).contains(&code), expected, "{name}");
    }
}

#[test]
fn a_suspected_new_lesion_does_not_count_until_it_is_certain() {
    let story = rise().new_lesion(42, "lung", 12.0).change(42, |visit| {
        for (id, own) in &mut visit.measurements {
            own.equivocal = *id == LesionId(1);
        }
    });
    let assessment = story.assess_last();
    assert!(!assessment.ledger.iter().any(|row| row.clue == Clue::NewLesions), "nothing certain, nothing searched");
    assert!(!flags(&story).contains(&RedFlagCode::NewOrgan), "no red flag");
}

#[test]
fn doubling_in_under_ten_days_is_rapid() {
    let caliper = |mm: f64| {
        move |visit: &mut Visit| {
            visit.measurements.insert(LesionId(0), reading(mm, Method::Caliper, "KM"));
        }
    };
    // 40 to 56 mm in 14 days: 14 ln 2 / (3 ln 1.4) = 9.6 days; in 15 days 10.3.
    let fast = |on: i32| Story::new().change(0, caliper(40.0)).change(on, caliper(56.0));
    assert!(flags(&fast(14)).contains(&RedFlagCode::RapidGrowth), "9.6 days");
    // The rise of 40 % and 16 mm is rapid by itself within 8 weeks, so a smaller one shows the doubling time alone.
    let small = |on: i32| Story::new().change(0, caliper(20.0)).change(on, caliper(27.0));
    assert!(flags(&small(12)).contains(&RedFlagCode::RapidGrowth), "12 ln 2 / (3 ln 1.35) = 9.2 days");
    assert!(!flags(&small(14)).contains(&RedFlagCode::RapidGrowth), "10.8 days");
}
