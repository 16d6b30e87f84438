//! Every criterion over a cohort of 8,000 visits, on one core.
//!
//! `cargo bench --bench criteria`

use jiff::civil::{Date, date};
use reassess::criteria::{evaluate, further};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Length, Lesion, LesionId, LesionKind, Measurement, NonTarget, Role, Size, Visit,
};
use reassess::rules::Rules;

const START: Date = date(2026, 1, 5);
const PATIENTS: u32 = 1000;
/// After the baseline.
const VISITS: u32 = 8;

fn main() {
    divan::main();
}

/// Three masses, a node and from the third visit on a new lesion, falling and rising by the patient's number.
fn patient(number: u32) -> Case {
    let mut case = Case::default();
    case.therapy.start = Some(START);
    for id in 0..5 {
        let lesion = Lesion::target(LesionId(id), format!("L{id}"));
        let kind = if id == 3 { LesionKind::Nodal } else { LesionKind::NonNodal };
        let role = if id == 4 { Role::New } else { Role::Target };
        case.add_lesion(Lesion { kind, role, ..lesion }).ok();
    }
    for place in 0..=VISITS {
        let mut visit = Visit::on(date_from_day(START, 28 * place.cast_signed()));
        visit.non_target = Some(if place == 0 { NonTarget::Present } else { NonTarget::NonCrNonPd });
        for id in 0..5_u32 {
            if id == 4 && place < 3 {
                continue;
            }
            let percent = 60 + (number * 7 + place * 31 + id * 13) % 90;
            let (longest, short) = ((200 + 20 * id) * percent / 100, (160 + 10 * id) * percent / 100);
            if let Ok((axes, _)) = Axes::new(Length::from_tenths(longest).ok(), Length::from_tenths(short).ok(), None) {
                visit.measurements.insert(LesionId(id), Measurement::of(Finding::Measured(Size::Axes(axes))));
            }
        }
        case.add_visit(visit).ok();
    }
    case
}

#[divan::bench]
fn all_engines_over_8000_visits(bencher: divan::Bencher<'_, '_>) {
    let Ok(rules) = Rules::shipped() else { return };
    let cohort: Vec<Case> = (0..PATIENTS).map(patient).collect();
    bencher.bench(|| {
        let both = |case: &Case| evaluate(case, &rules.criteria).rows.len() + further(case, &rules.criteria).len();
        divan::black_box(&cohort).iter().map(both).sum::<usize>()
    });
}
