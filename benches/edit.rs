//! One edit: from a changed size to everything the window shows of it, at 5 lesions x 12 visits.
//!
//! `cargo bench --bench edit`

use jiff::civil::{Date, date};
use reassess::app::derived::derive;
use reassess::app::view::View;
use reassess::assess::assess;
use reassess::criteria::evaluate;
use reassess::domain::clock::date_from_day;
use reassess::domain::{Axes, Case, Finding, Grade, Length, Lesion, LesionId, Measurement, Size, TherapyClass, Visit};
use reassess::rules::Rules;

const START: Date = date(2026, 1, 5);

fn main() {
    divan::main();
}

/// Five lesions at twelve visits three weeks apart, the first shrinking, the others growing.
fn case() -> Case {
    let mut case = Case::default();
    case.therapy.start = Some(START);
    case.therapy.class = TherapyClass::Checkpoint;
    for id in 0..5 {
        case.add_lesion(Lesion::target(LesionId(id), format!("T{id}"))).ok();
    }
    for number in 0..12_u32 {
        let mut visit = Visit::on(date_from_day(START, 21 * number.cast_signed()));
        visit.signs.pain = Grade::new(0).ok();
        for id in 0..5 {
            let tenths = if id == 0 { 300 - 5 * number } else { 200 + 20 * id + 9 * number };
            if let Ok(longest) = Length::from_tenths(tenths) {
                let finding = Finding::Measured(Size::Axes(Axes::longest_only(longest)));
                visit.measurements.insert(LesionId(id), Measurement::of(finding));
            }
        }
        case.add_visit(visit).ok();
    }
    case
}

#[divan::bench]
fn criteria(bencher: divan::Bencher<'_, '_>) {
    let (case, Ok(rules)) = (case(), Rules::shipped()) else { return };
    bencher.bench(|| evaluate(divan::black_box(&case), &rules.criteria));
}

#[divan::bench]
fn assessment(bencher: divan::Bencher<'_, '_>) {
    let (case, Ok(rules)) = (case(), Rules::shipped()) else { return };
    let last = date_from_day(START, 231);
    bencher.bench(|| assess(divan::black_box(&case), rules, last));
}

#[divan::bench]
fn everything_shown(bencher: divan::Bencher<'_, '_>) {
    let (case, Ok(rules)) = (case(), Rules::shipped()) else { return };
    bencher.bench(|| derive(divan::black_box(&case), View::default(), rules, START, None));
}
