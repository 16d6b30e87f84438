//! The case that speed is measured on.

use jiff::civil::Date;
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Grade, Length, Lesion, LesionId, Measurement, NOMINAL_START, Size, TherapyClass, Visit,
};

/// Visits of the case.
const VISITS: u32 = 12;

/// Five lesions at twelve visits three weeks apart: little change, then an enlargement at the eleventh visit, which is
/// measured again at the twelfth, so that the size row and the two futures are all computed.
///
/// `typed_tenths` is the first lesion's last diameter, and the last visit is `moved_days` later than planned.
pub(crate) fn open_enlargement(typed_tenths: u32, moved_days: i32) -> Case {
    let mut case = Case::default();
    case.therapy.start = Some(NOMINAL_START);
    case.therapy.class = TherapyClass::Checkpoint;
    for id in 0..5 {
        case.add_lesion(Lesion::target(LesionId(id), format!("T{id}"))).ok();
    }
    for number in 0..VISITS {
        let is_last = number + 1 == VISITS;
        let mut visit =
            Visit::on(day(number).saturating_add(jiff::Span::new().days(if is_last { moved_days } else { 0 })));
        visit.signs.pain = Grade::new(0).ok();
        for id in 0..5 {
            let grown = if number >= VISITS - 2 { 70 } else { 0 };
            let tenths = if is_last && id == 0 { typed_tenths } else { 200 + 20 * id + number + grown };
            if let Ok(longest) = Length::from_tenths(tenths) {
                let finding = Finding::Measured(Size::Axes(Axes::longest_only(longest)));
                visit.measurements.insert(LesionId(id), Measurement::of(finding));
            }
        }
        case.add_visit(visit).ok();
    }
    case
}

/// Sizes as they are typed one after another: each time another one.
pub(crate) fn sizes_typed() -> impl FnMut() -> u32 {
    let mut typed = 260;
    move || {
        typed = if typed >= 320 { 260 } else { typed + 1 };
        typed
    }
}

fn day(number: u32) -> Date {
    date_from_day(NOMINAL_START, 21 * number.cast_signed())
}
