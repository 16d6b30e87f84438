//! Charts of made-up cases, shared by the tests of chart, plot and report.
#![expect(clippy::indexing_slicing, reason = "a test may panic")]

use jiff::civil::date;
use reassess::assess::{Deciding, DecidingSize};
use reassess::chart::{
    ChartInput, Estimate, EventDay, LesionTrack, Look, PointState, RecheckDays, Reference, SignsDay, SizePoint,
};
use reassess::domain::clock::date_from_day;
use reassess::domain::{DateForm, EventKind, Grade, LesionId, Role};
use reassess::forecast::{Band, Fans};
use reassess::series::Basis;

/// A size with a 95 % range of this log SD.
fn estimate(value: f64, log_sd: f64) -> Estimate {
    let factor = (1.96 * log_sd).exp();
    Estimate { value, low: value / factor, high: value * factor }
}

/// One visit.
pub(crate) fn point(day: i32, sum_mm: f64, volume_mm3: f64, method: &str, targets: usize) -> SizePoint {
    let log_sd = if method == "CT" { 0.04 } else { 0.07 };
    SizePoint {
        day,
        date: date_from_day(date(2026, 3, 12), day),
        volume_mm3: Some(estimate(volume_mm3, 1.8 * log_sd)),
        sum_mm: Some(estimate(sum_mm, log_sd)),
        state: PointState::Measured,
        assessed: targets,
        targets,
        method: method.to_owned(),
    }
}

fn event(day: i32, kind: EventKind, text: &str) -> EventDay {
    EventDay { day, date: date_from_day(date(2026, 3, 12), day), kind, lesion: None, text: text.to_owned() }
}

fn signs(day: i32, pain: u8, lethargy: u8, appetite: u8) -> SignsDay {
    SignsDay {
        day,
        date: date_from_day(date(2026, 3, 12), day),
        pain: Grade::new(pain).ok(),
        lethargy: Grade::new(lethargy).ok(),
        appetite: Grade::new(appetite).ok(),
    }
}

/// Nothing entered.
pub(crate) fn empty() -> ChartInput {
    ChartInput {
        patient: String::new(),
        basis: Basis::Diameters,
        day_zero: None,
        dates: DateForm::default(),
        start_known: false,
        swelling_expected: true,
        window_days: (14, 56),
        points: Vec::new(),
        lesions: Vec::new(),
        baseline: None,
        nadir: None,
        progression_sum_mm: None,
        progression_volume_mm3: None,
        recheck: None,
        events: Vec::new(),
        signs: Vec::new(),
        draft: None,
        deciding: None,
        fans: None,
        futures_words: String::new(),
    }
}

/// Bella: 45, 48, then 55 mm, with a recheck ahead.
pub(crate) fn bella() -> ChartInput {
    let reference = Reference { date: date(2026, 3, 10), day: -2, volume_mm3: Some(8_900.0), sum_mm: Some(45.0) };
    ChartInput {
        patient: "Bella".to_owned(),
        day_zero: Some(date(2026, 3, 12)),
        start_known: true,
        points: vec![
            point(-2, 45.0, 8_900.0, "CT", 2),
            point(21, 48.0, 11_000.0, "calipers", 2),
            point(42, 55.0, 17_600.0, "CT", 2),
        ],
        lesions: vec![
            lesion(0, "Gingiva", &[(-2, 28.0, 6_300.0), (21, 31.0, 8_400.0), (42, 37.0, 15_000.0)]),
            lesion(1, "Mandibular node", &[(-2, 17.0, 2_600.0), (21, 17.0, 2_600.0), (42, 18.0, 2_600.0)]),
        ],
        baseline: Some(reference),
        nadir: Some(reference),
        progression_sum_mm: Some(54.0),
        progression_volume_mm3: Some(8_900.0 * 1.728),
        recheck: Some(RecheckDays {
            from: 68,
            due: 70,
            latest: 98,
            second_due: None,
            moved: None,
            look: Look::Recheck,
        }),
        events: [0, 14, 28, 42].map(|day| event(day, EventKind::Dose, "")).to_vec(),
        signs: vec![signs(-2, 0, 2, 0), signs(21, 0, 0, 0), signs(42, 0, 0, 0)],
        deciding: Some(Deciding {
            day: 70,
            basis: Basis::Diameters,
            above: Some(DecidingSize { size: 60.0, by_rule: true }),
            below: Some(DecidingSize { size: 50.0, by_rule: false }),
        }),
        ..empty()
    }
}

fn lesion(id: u32, name: &str, sizes: &[(i32, f64, f64)]) -> LesionTrack {
    let points = sizes.iter().map(|&(day, mm, mm3)| point(day, mm, mm3, "CT", 1)).collect();
    LesionTrack { id: LesionId(id), name: name.to_owned(), role: Role::Target, points }
}

/// Bella with the two futures drawn.
pub(crate) fn bella_with_fans() -> ChartInput {
    let days: Vec<i32> = (0..=10).map(|step| 42 + 7 * step).collect();
    let future = |rate: f64| {
        days.iter()
            .map(|day| {
                let weeks = f64::from(day - 42) / 7.0;
                let middle = 55.0 * (rate * weeks).exp();
                let spread = 0.03 + 0.012 * weeks;
                let at = |z: f64| middle * (z * spread).exp();
                Band { q05: at(-1.64), q25: at(-0.67), q50: middle, q75: at(0.67), q95: at(1.64) }
            })
            .collect::<Vec<Band>>()
    };
    ChartInput {
        fans: Some(Fans { swelling: future(-0.028), growth: future(0.026), mixture: Vec::new(), days }),
        ..bella()
    }
}

/// One visit alone.
pub(crate) fn one_point() -> ChartInput {
    let mut input = bella();
    input.points.truncate(1);
    input.lesions.iter_mut().for_each(|track| track.points.truncate(1));
    input.signs.truncate(1);
    input.events.truncate(1);
    ChartInput { recheck: None, deciding: None, ..input }
}

/// Twelve visits of six lesions over more than a year, with gaps, a steroid, other events and long names.
pub(crate) fn busy() -> ChartInput {
    let days = [-20, -1, 21, 42, 63, 90, 118, 160, 204, 260, 310, 365];
    let names = [
        "Right tonsil",
        "Left medial retropharyngeal lymph node, cranial part, as seen on the transverse slices",
        "Lung, right caudal lobe",
        "Lung, left cranial lobe",
        "Spleen",
        "Skin, left flank",
    ];
    let shape = |place: f64, day: i32| {
        let time = f64::from(day) / 100.0;
        (18.0 + 5.0 * place) * (0.75 + 0.35 * ((time - 1.4 - 0.1 * place).powi(2)) / 2.0)
    };
    let lesions: Vec<LesionTrack> = names
        .iter()
        .enumerate()
        .map(|(place, name)| {
            let sizes: Vec<(i32, f64, f64)> = days
                .iter()
                .map(|&day| {
                    let mm = (shape(place as f64, day) * 10.0).round() / 10.0;
                    (day, mm, mm.powi(3) * 0.52)
                })
                .collect();
            lesion(u32::try_from(place).unwrap_or(0), name, &sizes)
        })
        .collect();
    let total = |day: i32, size: &dyn Fn(&SizePoint) -> Option<Estimate>| -> f64 {
        lesions
            .iter()
            .flat_map(|track| &track.points)
            .filter(|point| point.day == day)
            .filter_map(|point| size(point).map(|estimate| estimate.value))
            .sum()
    };
    let mut points: Vec<SizePoint> = days
        .iter()
        .map(|&day| {
            let (mm, mm3) = (total(day, &|point| point.sum_mm), total(day, &|point| point.volume_mm3));
            point(day, (mm * 10.0).round() / 10.0, mm3, if day % 2 == 0 { "CT" } else { "calipers" }, 6)
        })
        .collect();
    points[4].state = PointState::NotEvaluable;
    points[4].assessed = 0;
    points[4].sum_mm = None;
    points[4].volume_mm3 = None;
    points[8].assessed = 5;
    let reference = |point: &SizePoint| Reference {
        date: point.date,
        day: point.day,
        volume_mm3: point.volume_mm3.map(|estimate| estimate.value),
        sum_mm: point.sum_mm.map(|estimate| estimate.value),
    };
    let (baseline, nadir) = (reference(&points[1]), reference(&points[6]));
    ChartInput {
        patient: "Sir Barnaby Featherstonehaugh of Little Wittering".to_owned(),
        day_zero: Some(date(2026, 3, 12)),
        start_known: true,
        progression_sum_mm: nadir.sum_mm.map(|sum| (sum * 1.2).max(sum + 5.0)),
        progression_volume_mm3: nadir.volume_mm3.map(|volume| volume * 1.728),
        baseline: Some(baseline),
        nadir: Some(nadir),
        points,
        lesions,
        recheck: Some(RecheckDays {
            from: 391,
            due: 393,
            latest: 421,
            second_due: Some(449),
            moved: None,
            look: Look::Recheck,
        }),
        events: vec![
            event(0, EventKind::TherapyStart, "gilvetmab 10 mg/kg"),
            event(14, EventKind::Dose, ""),
            event(28, EventKind::Dose, ""),
            event(42, EventKind::Dose, ""),
            event(56, EventKind::Dose, ""),
            event(70, EventKind::SteroidStart, "prednisolone 1 mg/kg"),
            event(112, EventKind::SteroidStop, ""),
            event(118, EventKind::Biopsy, "fine-needle aspirate of the tonsil"),
            event(160, EventKind::Radiation, "6 × 6 Gy"),
            event(163, EventKind::Infection, ""),
        ],
        signs: days.iter().zip(0_u8..).map(|(&day, place)| signs(day, place % 5, place / 3, 0)).collect(),
        ..empty()
    }
}

/// One lesion that shrinks to nothing, by day numbers alone.
pub(crate) fn vanishing() -> ChartInput {
    let mut points = vec![
        point(-1, 30.0, 14_000.0, "calipers", 1),
        point(20, 14.0, 1_400.0, "calipers", 1),
        point(41, 5.0, 65.0, "calipers", 1),
        point(62, 0.0, 0.0, "calipers", 1),
    ];
    points[2].state = PointState::TooSmall;
    points[3].state = PointState::Absent;
    points[3].sum_mm = Some(Estimate::exact(0.0));
    points[3].volume_mm3 = Some(Estimate::exact(0.0));
    let baseline = Reference { date: points[0].date, day: -1, volume_mm3: Some(14_000.0), sum_mm: Some(30.0) };
    let nadir = Reference { date: points[3].date, day: 62, volume_mm3: Some(0.0), sum_mm: Some(0.0) };
    ChartInput { start_known: true, points, baseline: Some(baseline), nadir: Some(nadir), ..empty() }
}

/// Bella with a size being typed.
pub(crate) fn typing() -> ChartInput {
    ChartInput { draft: Some(point(70, 52.0, 14_900.0, "CT", 2)), ..bella() }
}
