//! Cases of anything at all: nothing panics, and what comes out is ordered and finite.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use jiff::civil::date;
use proptest::collection::{btree_map, btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use reassess::criteria::{FurtherRow, evaluate, further};
use reassess::domain::clock::date_from_day;
use reassess::domain::units::MAX_LENGTH_TENTHS;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, LesionKind, Measure, Measurement, Method, NonTarget, Organ, Role,
    Size, Visit, Volume,
};
use reassess::rules::CriteriaSettings;
use reassess::series::{self, GrowthRates};

fn length() -> impl Strategy<Value = Length> {
    prop_oneof![1..=MAX_LENGTH_TENTHS, 1..=400_u32].prop_map(|tenths| Length::from_tenths(tenths).unwrap())
}

fn axes() -> impl Strategy<Value = Axes> {
    (option::of(length()), option::of(length()), option::of(length()))
        .prop_filter_map("axes need a length", |(one, other, height)| Axes::new(one, other, height).ok())
        .prop_map(|(axes, _)| axes)
}

fn size() -> impl Strategy<Value = Size> {
    let volume = prop_oneof![1.0..1e8_f64, Just(1e-3)].prop_map(|mm3| Size::Volume(Volume::from_mm3(mm3).unwrap()));
    prop_oneof![3 => axes().prop_map(Size::Axes), 1 => volume]
}

fn measurement() -> impl Strategy<Value = Measurement> {
    let finding = prop_oneof![
        6 => size().prop_map(Finding::Measured),
        1 => Just(Finding::Absent),
        1 => option::of(size()).prop_map(Finding::TooSmall),
        1 => Just(Finding::NotEvaluable),
        1 => Just(Finding::Present),
        1 => vec(axes(), 0..3).prop_map(Finding::Fragmented),
    ];
    let method = option::of(select(Method::ALL.to_vec()));
    (finding, method, option::of(length()), any::<bool>()).prop_map(|(finding, method, slice, equivocal)| Measurement {
        method,
        slice,
        equivocal,
        ..Measurement::of(finding)
    })
}

fn lesion() -> impl Strategy<Value = Lesion> {
    let role = select(vec![Role::Target, Role::Target, Role::NonTarget, Role::New]);
    let kind = select(vec![LesionKind::NonNodal, LesionKind::Nodal]);
    let measure = select(vec![Measure::SingleLesion, Measure::SingleLesion, Measure::SumOfDiameters]);
    (role, kind, measure, select(vec!["", "lung", "Lung "])).prop_map(|(role, kind, measure, organ)| Lesion {
        role,
        kind,
        measure,
        organ: Organ(organ.to_owned()),
        ..Lesion::target(LesionId(0), "")
    })
}

fn cases() -> impl Strategy<Value = Case> {
    let non_target = option::of(select(vec![
        NonTarget::None,
        NonTarget::Present,
        NonTarget::CompleteResponse,
        NonTarget::Progression,
        NonTarget::NotEvaluable,
    ]));
    let merged = btree_map(0..8_u32, 0..8_u32, 0..3);
    let visit = (btree_map(0..8_u32, measurement(), 0..8), merged, non_target);
    (vec(lesion(), 0..8), btree_set(-60..300_i32, 0..7), vec(visit, 7), any::<bool>()).prop_map(
        |(lesions, days, visits, with_start)| {
            let mut case = Case::default();
            let start = date(2026, 1, 5);
            case.therapy.start = with_start.then_some(start);
            for (id, lesion) in (0_u32..).zip(lesions) {
                case.add_lesion(Lesion { id: LesionId(id), name: format!("L{id}"), ..lesion }).unwrap();
            }
            for (day, (found, merged, non_target)) in days.into_iter().zip(visits) {
                let mut visit = Visit::on(date_from_day(start, day));
                let known = found.into_iter().map(|(id, measurement)| (LesionId(id), measurement));
                visit.measurements = known.filter(|(id, _)| case.lesion(*id).is_some()).collect();
                for (id, into) in merged {
                    let (id, into) = (LesionId(id), LesionId(into));
                    if id != into && case.lesion(id).is_some() && case.lesion(into).is_some() {
                        visit.measurements.insert(id, Measurement::of(Finding::Merged(into)));
                    }
                }
                visit.non_target = non_target;
                case.add_visit(visit).unwrap();
            }
            case
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn anything_gives_ordered_and_finite_rows(case in cases()) {
        let table = evaluate(&case, &CriteriaSettings::standard());
        let visits: Vec<i32> = table.rows.iter().map(|row| row.visit).collect();
        prop_assert!(visits.iter().copied().eq((1..).take(visits.len())), "visits count up: {:?}", visits);
        for row in &table.rows {
            prop_assert!(row.burden.is_none_or(|burden| burden.value().is_finite()), "a finite burden");
            prop_assert!(row.irrc_ttb_mm2.is_none_or(f64::is_finite), "a finite total burden");
            prop_assert!(Some(row.date) > table.baseline_date, "rows come after the baseline");
        }
        further(&case, &CriteriaSettings::standard());
        let series = series::build(&case);
        for (first, second) in series.points.iter().zip(series.points.iter().skip(1)) {
            let rates = GrowthRates::between(first, second, &series);
            prop_assert!(rates.is_none_or(|rates| rates.specific_per_day.is_finite()), "a finite rate");
        }
    }

    #[test]
    fn cutting_anything_leaves_earlier_rows(case in cases()) {
        let settings = CriteriaSettings::standard();
        let whole = evaluate(&case, &settings).rows;
        for (place, row) in whole.iter().enumerate() {
            let cut = evaluate(&case.known_on(row.date), &settings);
            prop_assert_eq!(Some(cut.rows.as_slice()), whole.get(..=place));
        }
        // A scan by the day after the start may yet become the baseline of the nodes' longest diameters.
        let whole = further(&case, &settings);
        for visit in case.visits().iter().filter(|visit| case.day_of(visit.date) > 1) {
            let cut = further(&case.known_on(visit.date), &settings);
            let Some(row) = cut.get(&visit.date) else {
                prop_assert_eq!(whole.get(&visit.date), None);
                continue;
            };
            // Whether anything was injected at all, a later visit may say.
            let own = whole.get(&visit.date).map(|own| FurtherRow { itrecist: row.itrecist, ..*own });
            prop_assert_eq!(own, Some(*row), "{}", visit.date);
        }
    }
}
