//! A made-up case for the tests of this folder.

use jiff::civil::date;

use super::input::{
    ChartInput, Estimate, EventDay, LesionTrack, Look, PointState, RecheckDays, Reference, SignsDay, SizePoint,
};
use super::view::{Quantity, View};
use crate::assess::{Deciding, DecidingSize};
use crate::domain::clock::date_from_day;
use crate::domain::{DateForm, EventKind, Grade, LesionId, Role};
use crate::series::Basis;

fn estimate(value: f64, share: f64) -> Estimate {
    Estimate { value, low: value / (1.0 + share), high: value * (1.0 + share) }
}

/// A visit of two lesions.
pub(super) fn point(day: i32, sum_mm: f64, volume_mm3: f64, method: &str) -> SizePoint {
    SizePoint {
        day,
        date: date_from_day(date(2026, 3, 12), day),
        volume_mm3: Some(estimate(volume_mm3, 0.3)),
        sum_mm: Some(estimate(sum_mm, 0.1)),
        state: PointState::Measured,
        assessed: 2,
        targets: 2,
        method: method.to_owned(),
    }
}

/// Bella of the design: 45, 48, then 55 mm.
pub(super) fn input() -> ChartInput {
    let start = date(2026, 3, 12);
    let reference = Reference { date: date(2026, 3, 10), day: -2, volume_mm3: Some(9_500.0), sum_mm: Some(45.0) };
    ChartInput {
        patient: "Bella".to_owned(),
        basis: Basis::Diameters,
        day_zero: Some(start),
        dates: DateForm::default(),
        start_known: true,
        swelling_expected: true,
        window_days: (14, 56),
        points: vec![
            point(-2, 45.0, 9_500.0, "CT"),
            point(21, 48.0, 11_500.0, "calipers"),
            point(42, 55.0, 17_500.0, "CT"),
        ],
        lesions: vec![LesionTrack {
            id: LesionId(0),
            name: "Gingiva".to_owned(),
            role: Role::Target,
            points: vec![
                point(-2, 28.0, 6_300.0, "CT"),
                point(21, 31.0, 8_400.0, "calipers"),
                point(42, 37.0, 15_000.0, "CT"),
            ],
        }],
        baseline: Some(reference),
        nadir: Some(reference),
        progression_sum_mm: Some(54.0),
        progression_volume_mm3: Some(9_500.0 * 1.728),
        recheck: Some(RecheckDays {
            from: 68,
            due: 70,
            latest: 98,
            second_due: None,
            moved: None,
            look: Look::Recheck,
        }),
        events: [0, 14, 28, 42]
            .map(|day| EventDay {
                day,
                date: date_from_day(start, day),
                kind: EventKind::Dose,
                lesion: None,
                text: String::new(),
            })
            .to_vec(),
        signs: vec![SignsDay {
            day: 42,
            date: date(2026, 4, 23),
            pain: Grade::new(0).ok(),
            lethargy: Grade::new(1).ok(),
            appetite: None,
        }],
        draft: None,
        deciding: Some(Deciding {
            day: 70,
            basis: Basis::Diameters,
            above: Some(DecidingSize { size: 60.0, by_rule: true }),
            below: Some(DecidingSize { size: 50.0, by_rule: false }),
        }),
        fans: None,
        futures_words: String::new(),
    }
}

pub(super) fn view(quantity: Quantity) -> View {
    View { quantity, ..View::default() }
}
