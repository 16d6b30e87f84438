//! Arbitrary values of the domain for property tests.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use reassess::domain::units::{MAX_LENGTH_TENTHS, MAX_VOLUME_MM3};
use reassess::domain::{
    Axes, Case, CommittedPlan, Event, EventKind, Finding, Grade, Labs, Length, Lesion, LesionId, Measurement, Method,
    Organ, Patient, Performance, PlanSize, PlannedActions, QualityOfLife, Repeatability, Repeats, RoutineInterval,
    Signs, Size, Therapy, Tumor, Visit, Volume, Weight,
};
use reassess::store::tokens::Token;

/// Any text, short: letters, signs, quotes, line breaks, control characters.
pub(crate) fn text() -> BoxedStrategy<String> {
    prop_oneof![
        3 => Just(String::new()),
        3 => "[A-Za-z0-9 .,äéž-]{0,12}",
        1 => "(?s).{0,8}",
        1 => select(vec!["\"", "\\", "\"#", "r#\"", "//", "/*", "\u{0}", "\r\n", "\u{feff}", "\u{202e}", "犬", "{", "("])
            .prop_map(str::to_owned),
    ]
    .boxed()
}

/// Any value of a choice.
pub(crate) fn choice<T: Token + std::fmt::Debug>() -> BoxedStrategy<T> {
    select(T::table().into_iter().map(|(value, _)| value).collect::<Vec<_>>()).boxed()
}

/// Any date a visit may have.
pub(crate) fn visit_date() -> BoxedStrategy<Date> {
    (1980_i16..=2200, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Date::new(year, month, day).unwrap()).boxed()
}

/// Any length.
pub(crate) fn length() -> BoxedStrategy<Length> {
    (1..=MAX_LENGTH_TENTHS).prop_map(|tenths| Length::from_tenths(tenths).unwrap()).boxed()
}

/// Any volume, from the smallest number above zero.
pub(crate) fn volume() -> BoxedStrategy<Volume> {
    prop_oneof![
        (1_u64..=MAX_VOLUME_MM3.to_bits()).prop_map(|bits| Volume::from_mm3(f64::from_bits(bits)).unwrap()),
        (1.0..=1e6).prop_map(|mm3| Volume::from_mm3(mm3).unwrap()),
    ]
    .boxed()
}

/// Any axes.
pub(crate) fn axes() -> BoxedStrategy<Axes> {
    prop_oneof![
        length().prop_map(Axes::longest_only),
        length().prop_map(Axes::short_axis_only),
        (length(), length(), option::of(length())).prop_map(|(first, second, third)| Axes::new(
            Some(first),
            Some(second),
            third
        )
        .unwrap()
        .0),
    ]
    .boxed()
}

/// Any size.
pub(crate) fn size() -> BoxedStrategy<Size> {
    prop_oneof![3 => axes().prop_map(Size::Axes), 1 => volume().prop_map(Size::Volume)].boxed()
}

/// Any finding.
pub(crate) fn finding() -> BoxedStrategy<Finding> {
    prop_oneof![
        6 => size().prop_map(Finding::Measured),
        1 => Just(Finding::Absent),
        1 => option::of(size()).prop_map(Finding::TooSmall),
        1 => Just(Finding::NotEvaluable),
        1 => Just(Finding::Present),
        1 => vec(axes(), 0..4).prop_map(Finding::Fragmented),
    ]
    .boxed()
}

/// Any repeated readings.
pub(crate) fn repeats() -> BoxedStrategy<Repeats> {
    let of_axes = (axes(), vec(length(), 9)).prop_map(|(first, more)| {
        let mut more = more.into_iter();
        let mut like = |own: Option<Length>| own.and_then(|_| more.next());
        let mut next = || {
            let (longest, short, height) = (like(first.longest()), like(first.perpendicular()), like(first.height()));
            Size::Axes(Axes::new(longest, short, height).unwrap().0)
        };
        vec![next(), next(), next()]
    });
    let of_volumes = vec((1.0..=1e6).prop_map(|mm3| Size::Volume(Volume::from_mm3(mm3).unwrap())), 2..=5);
    prop_oneof![of_axes, of_volumes].prop_map(|readings| Repeats::new(readings).unwrap()).boxed()
}

/// Any repeatability of any observers, each once.
fn repeatability() -> BoxedStrategy<Vec<Repeatability>> {
    let one = (choice::<Method>(), 1_u32..50, 1_u32..200, 0.0..=1.0);
    btree_map("[A-Za-zé .]{0,6}X", one, 0..3)
        .prop_map(|all| {
            let mut seen = BTreeSet::new();
            let own = |(observer, (method, sets, degrees_of_freedom, log_sd))| Repeatability {
                observer,
                method,
                sets,
                degrees_of_freedom,
                log_sd,
            };
            all.into_iter().map(own).filter(|own| seen.insert((own.observer.trim().to_owned(), own.method))).collect()
        })
        .boxed()
}

/// Any measurement.
pub(crate) fn measurement() -> BoxedStrategy<Measurement> {
    (
        finding(),
        text(),
        option::of(choice::<Method>()),
        text(),
        option::of(length()),
        option::of(any::<bool>()),
        any::<bool>(),
        (text(), option::of(repeats())),
    )
        .prop_map(|(finding, entered, method, observer, slice, injected, equivocal, (note, repeats))| Measurement {
            finding: repeats.as_ref().map_or(finding, |own| Finding::Measured(own.mean())),
            repeats,
            entered,
            method,
            observer,
            slice,
            injected,
            equivocal,
            note,
        })
        .boxed()
}

/// Any signs.
pub(crate) fn signs() -> BoxedStrategy<Signs> {
    let grade = || option::of((0..=Grade::MAX).prop_map(|score| Grade::new(score).unwrap()));
    let performance = option::of((0..=Performance::MAX).prop_map(|score| Performance::new(score).unwrap()));
    let quality = option::of((0..=QualityOfLife::MAX).prop_map(|score| QualityOfLife::new(score).unwrap()));
    let weight = option::of((1_u32..=200_000).prop_map(|grams| Weight::from_kg(f64::from(grams) / 1000.0).unwrap()));
    (
        (grade(), grade(), grade()),
        option::of(choice()),
        (performance, quality, weight),
        (option::of(any::<bool>()), option::of(any::<bool>())),
        text(),
        btree_set(choice(), 0..4),
    )
        .prop_map(|(grades, overall, scores, flags, critical_compromise, alarms)| Signs {
            pain: grades.0,
            lethargy: grades.1,
            appetite: grades.2,
            overall,
            performance: scores.0,
            weight: scores.2,
            quality_of_life: scores.1,
            fever: flags.0,
            infection: flags.1,
            critical_compromise,
            alarms,
        })
        .boxed()
}

/// Any laboratory findings.
pub(crate) fn labs() -> BoxedStrategy<Labs> {
    let tissue = (option::of(choice()), option::of(choice()), option::of(choice()), option::of(any::<bool>()));
    (option::of(choice()), option::of(choice()), option::of(choice()), tissue)
        .prop_map(|(ldh, nlr, ctdna, (biopsy, ultrasound_character, pet, immune_activity))| Labs {
            ldh,
            nlr,
            ctdna,
            biopsy,
            ultrasound_character,
            pet,
            immune_activity,
        })
        .boxed()
}

fn lesions() -> BoxedStrategy<Vec<Lesion>> {
    let one = (text(), text(), choice(), choice(), choice(), option::of(choice()), any::<(bool, bool)>());
    // Identities need not be in order; the place in the list makes names unique.
    btree_map(any::<u32>(), one, 0..5)
        .prop_map(|lesions| {
            let lesion =
                |(place, (id, (name, organ, kind, role, measure, new_class, (ill_defined, critical_site))))| Lesion {
                    id: LesionId(id),
                    name: format!("{name}{place}"),
                    organ: Organ(organ),
                    kind,
                    role,
                    measure,
                    new_class,
                    ill_defined,
                    critical_site,
                };
            lesions.into_iter().enumerate().map(lesion).rev().collect()
        })
        .boxed()
}

fn visit(ids: Vec<LesionId>) -> BoxedStrategy<Visit> {
    let findings = if ids.is_empty() {
        Just(BTreeMap::new()).boxed()
    } else {
        let most = ids.len();
        let merged = option::of((select(ids.clone()), select(ids.clone()), measurement()));
        (btree_map(select(ids), measurement(), 0..=most), merged)
            .prop_map(|(mut findings, merged)| {
                if let Some((lesion, into, measurement)) = merged.filter(|(lesion, into, _)| lesion != into) {
                    findings
                        .insert(lesion, Measurement { finding: Finding::Merged(into), repeats: None, ..measurement });
                }
                findings
            })
            .boxed()
    };
    let non_target = (option::of(choice()), option::of(choice()), option::of(choice()));
    (visit_date(), findings, non_target, any::<bool>(), signs(), labs(), text())
        .prop_map(|(date, measurements, non_target, unscheduled, signs, labs, note)| Visit {
            date,
            measurements,
            non_target: non_target.0,
            non_target_change: non_target.1,
            unscheduled,
            new_lesion_search: non_target.2,
            signs,
            labs,
            note,
        })
        .boxed()
}

fn event(ids: Vec<LesionId>) -> BoxedStrategy<Event> {
    let lesion = if ids.is_empty() { Just(None).boxed() } else { option::of(select(ids)).boxed() };
    (visit_date(), choice::<EventKind>(), lesion, text(), text())
        .prop_map(|(date, kind, lesion, dose, text)| Event { date, kind, lesion, dose, text })
        .boxed()
}

fn deciding_size() -> BoxedStrategy<PlanSize> {
    prop_oneof![any::<u32>().prop_map(PlanSize::Diameters), volume().prop_map(PlanSize::Volume)].boxed()
}

/// Any committed plan.
pub(crate) fn plan() -> BoxedStrategy<CommittedPlan> {
    let dates = [visit_date(), visit_date(), visit_date(), visit_date()];
    let sizes = (option::of(deciding_size()), deciding_size(), deciding_size());
    let texts = [text(), text(), text(), text(), text(), text()];
    (dates, sizes, texts)
        .prop_map(|([committed, visit, from, due], (size, below, at_or_above), texts)| {
            let [if_below, if_between, if_above, label, rules_version, app_version] = texts;
            let actions = PlannedActions { below: if_below, between: if_between, at_or_above: if_above };
            CommittedPlan {
                committed,
                visit,
                size,
                from,
                due,
                below,
                at_or_above,
                actions,
                label,
                rules_version,
                app_version,
            }
        })
        .boxed()
}

fn patient() -> BoxedStrategy<Patient> {
    (text(), choice(), text(), option::of(choice()), option::of(any::<u8>()), text())
        .prop_map(|(name, species, breed, sex, age_years, owner)| Patient {
            name,
            species,
            breed,
            sex,
            age_years,
            owner,
        })
        .boxed()
}

/// Any case that checked methods allow, with every field filled in one way or another.
pub(crate) fn case() -> BoxedStrategy<Case> {
    let tumor = (text(), text(), choice(), option::of(choice())).prop_map(|(kind, stage, group, diagnosis)| Tumor {
        kind,
        stage,
        group,
        diagnosis,
    });
    let start = option::of(prop_oneof![
        9 => visit_date(),
        1 => (-9999_i16..=9999).prop_map(|year| Date::new(year, 12, 31).unwrap()),
    ]);
    let therapy = (choice(), text(), start).prop_map(|(class, drug, start)| Therapy { class, drug, start });
    let readings = btree_set(choice(), 0..4);
    let routine = option::of((1_u16..=730, text()))
        .prop_map(|own| own.map(|(days, source)| RoutineInterval::new(days, source).unwrap()));
    let noted = (text(), text(), routine, repeatability());
    (patient(), tumor, therapy, choice(), noted, readings, lesions())
        .prop_flat_map(|(patient, tumor, therapy, time_base, noted, readings, lesions)| {
            let (source, notes, routine, repeatability) = noted;
            let ids: Vec<LesionId> = lesions.iter().map(|lesion| lesion.id).collect();
            let parts = (vec(visit(ids.clone()), 0..5), vec(event(ids), 0..5), vec(plan(), 0..3));
            parts.prop_map(move |(visits, events, plans)| {
                let mut case = Case::default();
                case.patient = patient.clone();
                case.tumor = tumor.clone();
                case.therapy = therapy.clone();
                case.time_base = time_base;
                case.source.clone_from(&source);
                case.notes.clone_from(&notes);
                case.readings.clone_from(&readings);
                case.routine.clone_from(&routine);
                case.set_repeatability(repeatability.clone()).unwrap();
                for lesion in &lesions {
                    case.add_lesion(lesion.clone()).unwrap();
                }
                let mut dates = BTreeSet::new();
                for visit in visits {
                    if dates.insert(visit.date) {
                        case.add_visit(visit).unwrap();
                    }
                }
                for event in events {
                    case.add_event(event).unwrap();
                }
                let mut planned = BTreeSet::new();
                for plan in plans {
                    if planned.insert(plan.visit) {
                        case.commit_plan(plan).unwrap();
                    }
                }
                case
            })
        })
        .boxed()
}
