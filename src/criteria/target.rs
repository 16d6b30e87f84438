//! Target response and the arithmetic of sums (`domain.md` 1.2, 2.2).
//!
//! Diameters are compared as integers: 20.0 % is progression and -30.0 % is a partial response, exactly.
//! Volumes use the cubes of the same factors and no absolute floor.

use super::history::TimePoint;
use super::vocabulary::{Burden, Percent, TargetResponse};
use crate::domain::volume::sphere_diameter_mm;
use crate::rules::CriteriaSettings;

/// The literal target response of one visit, with no memory but the nadir.
pub fn target_response(
    point: &TimePoint,
    baseline: Burden,
    nadir: Burden,
    settings: &CriteriaSettings,
) -> TargetResponse {
    if point.complete && point.targets.iter().all(|target| target.gone) {
        return TargetResponse::Cr;
    }
    match point.sum {
        // The assessed targets may reach progression alone.
        Some(now) if is_progression(now, nadir, settings) => TargetResponse::Pd,
        Some(now) if point.complete && is_response(now, baseline, settings) => TargetResponse::Pr,
        Some(_) if point.complete => TargetResponse::Sd,
        _ => TargetResponse::Ne,
    }
}

/// Whether a sum is progression over a nadir: by percent and by the absolute floor; any size after a nadir of 0.
pub fn is_progression(now: Burden, nadir: Burden, settings: &CriteriaSettings) -> bool {
    let percent = settings.progression_percent;
    match (now, nadir) {
        (Burden::Diameters(now), Burden::Diameters(0)) => now > 0,
        (Burden::Diameters(now), Burden::Diameters(nadir)) => {
            let rise = i64::from(now) - i64::from(nadir);
            100 * rise >= i64::from(percent) * i64::from(nadir) && rise >= i64::from(settings.progression_floor_tenths)
        }
        _ if nadir.value() <= 0.0 => now.value() > 0.0,
        _ => now.value() * MILLION >= nadir.value() * cube(100 + percent) * (1.0 - UNREAD),
    }
}

/// Whether a sum is a partial response against the baseline.
pub fn is_response(now: Burden, baseline: Burden, settings: &CriteriaSettings) -> bool {
    let kept_percent = 100_u32.saturating_sub(settings.response_percent);
    match (now, baseline) {
        (Burden::Diameters(now), Burden::Diameters(baseline)) => {
            100 * u64::from(now) <= u64::from(kept_percent) * u64::from(baseline)
        }
        _ => now.value() * MILLION <= baseline.value() * cube(kept_percent) * (1.0 + UNREAD),
    }
}

/// The smallest sum that is progression over a nadir.
pub fn progression_line(nadir: Burden, settings: &CriteriaSettings) -> Burden {
    match nadir {
        Burden::Diameters(0) => Burden::Diameters(1),
        Burden::Diameters(nadir) => {
            let by_percent = (u64::from(settings.progression_percent) * u64::from(nadir)).div_ceil(100);
            let rise = by_percent.max(u64::from(settings.progression_floor_tenths));
            Burden::Diameters(u32::try_from(u64::from(nadir) + rise).unwrap_or(u32::MAX))
        }
        Burden::Volume(nadir) => Burden::Volume(nadir * cube(100 + settings.progression_percent) / MILLION),
    }
}

/// The largest sum that is a partial response against the baseline.
pub fn response_line(baseline: Burden, settings: &CriteriaSettings) -> Burden {
    let kept_percent = 100_u32.saturating_sub(settings.response_percent);
    match baseline {
        Burden::Diameters(baseline) => {
            let line = u64::from(kept_percent) * u64::from(baseline) / 100;
            Burden::Diameters(u32::try_from(line).unwrap_or(u32::MAX))
        }
        Burden::Volume(baseline) => Burden::Volume(baseline * cube(kept_percent) / MILLION),
    }
}

/// Whether a sum rose by at least this many tenths of a millimeter.
///
/// On a volume basis the millimeters are those of the sphere of equal volume, which has no published threshold of its
/// own.
pub fn rose_by(from: Burden, to: Burden, tenths: u32) -> bool {
    if let (Burden::Diameters(from), Burden::Diameters(to)) = (from, to) {
        return i64::from(to) - i64::from(from) >= i64::from(tenths);
    }
    let rise_mm = sphere_diameter_mm(to.value()) - sphere_diameter_mm(from.value());
    rise_mm * 10.0 >= f64::from(tenths)
}

/// The change against a reference, half away from zero to a tenth of a percent; `None` when the reference is 0.
pub fn percent_change(now: Burden, reference: Burden) -> Option<Percent> {
    match (now, reference) {
        (Burden::Diameters(now), Burden::Diameters(reference)) => {
            let (now, reference) = (i64::from(now), i64::from(reference));
            let change = 1000 * (now - reference);
            // Twice the quotient plus one, halved: rounds the magnitude half up.
            let rounded = (2 * change.abs() + reference).checked_div(2 * reference)?;
            Some(Percent(rounded * change.signum()))
        }
        _ if reference.value() > 0.0 => {
            let exact = 1000.0 * (now.value() - reference.value()) / reference.value();
            // What is written as a half is one, although no binary number may be.
            let tenths = (exact + exact.signum() * UNREAD).round();
            #[expect(clippy::cast_possible_truncation, reason = "a ratio of checked volumes; the cast saturates")]
            Some(Percent(tenths as i64))
        }
        _ => None,
    }
}

impl Burden {
    /// The two together; a length and a volume are never mixed, and the first would stand.
    pub(super) fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Diameters(one), Self::Diameters(other)) => Self::Diameters(one.saturating_add(other)),
            (Self::Volume(one), Self::Volume(other)) => Self::Volume(one + other),
            (one, _) => one,
        }
    }
}

const MILLION: f64 = 1e6;

/// Volumes are decimal numbers held as binary ones, and sums of them: differences this small against the whole were
/// never read off anything, and must not decide at an edge.
const UNREAD: f64 = 1e-9;

/// The cube of a percentage as a count of millionths, so that 1.728 and 0.343 are exact.
fn cube(percent: u32) -> f64 {
    f64::from(percent).powi(3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edges_of_progression_and_response_are_exact() {
        let settings = CriteriaSettings::standard();
        let d = Burden::Diameters;
        for (now, reference, progression, response) in [
            (720, 600, true, false),
            (719, 600, false, false),
            (240, 200, false, false),
            (250, 200, true, false),
            (249, 200, false, false),
            (1, 0, true, false),
            (0, 0, false, true),
            (700, 1000, false, true),
            (701, 1000, false, false),
        ] {
            assert_eq!(is_progression(d(now), d(reference), &settings), progression, "{now} over {reference}");
            assert_eq!(is_response(d(now), d(reference), &settings), response, "{now} under {reference}");
        }
    }

    #[test]
    fn volumes_use_the_cubes_and_no_floor() {
        let settings = CriteriaSettings::standard();
        let v = Burden::Volume;
        assert!(is_progression(v(1728.0), v(1000.0), &settings), "+72.8 % is progression");
        assert!(!is_progression(v(1727.9), v(1000.0), &settings), "just under it is not");
        assert!(is_progression(v(1.728), v(1.0), &settings), "however small");
        assert!(is_response(v(343.0), v(1000.0), &settings), "-65.7 % is a response");
        assert!(!is_response(v(343.1), v(1000.0), &settings), "just over it is not");
        assert!(!is_response(v(0.343_001), v(1.0), &settings), "by however little that can be read");
    }

    #[test]
    fn volumes_at_the_edge_as_written_are_at_the_edge() {
        let settings = CriteriaSettings::standard();
        // Hundredths of a cubic centimeter, and 1.728 and 0.343 times as much with every digit written out.
        let volume = |digits: u64, decimals: u32| {
            let unit = 10_u64.pow(decimals);
            let width = decimals as usize;
            let cm3: f64 = format!("{}.{:0width$}", digits / unit, digits % unit).parse().unwrap();
            Burden::Volume(cm3 * 1000.0)
        };
        for hundredths in 1..20_000_u64 {
            let whole = volume(hundredths, 2);
            assert!(is_progression(volume(hundredths * 1728, 5), whole, &settings), "1.728 x {hundredths}");
            assert!(!is_progression(volume(hundredths * 1728 - 1, 5), whole, &settings), "under 1.728 x {hundredths}");
            assert!(is_response(volume(hundredths * 343, 5), whole, &settings), "0.343 x {hundredths}");
            assert!(!is_response(volume(hundredths * 343 + 1, 5), whole, &settings), "over 0.343 x {hundredths}");
        }
    }

    #[test]
    fn lines_are_where_the_rules_turn() {
        let settings = CriteriaSettings::standard();
        for reference in 0..3000 {
            let (nadir, baseline) = (Burden::Diameters(reference), Burden::Diameters(reference));
            let Burden::Diameters(line) = progression_line(nadir, &settings) else { panic!("a line of diameters") };
            assert!(is_progression(Burden::Diameters(line), nadir, &settings), "line {line} of {reference}");
            assert!(!is_progression(Burden::Diameters(line - 1), nadir, &settings), "under line {line} of {reference}");
            let Burden::Diameters(line) = response_line(baseline, &settings) else { panic!("a line of diameters") };
            assert!(is_response(Burden::Diameters(line), baseline, &settings), "line {line} of {reference}");
            assert!(!is_response(Burden::Diameters(line + 1), baseline, &settings), "over line {line} of {reference}");
        }
    }

    #[test]
    fn percentages_round_half_away_from_zero() {
        let d = Burden::Diameters;
        for (now, reference, text) in [
            (380, 300, "26.7"),
            (220, 300, "-26.7"),
            (2001, 2000, "0.1"),
            (1999, 2000, "-0.1"),
            (20_009, 20_000, "0.0"),
            (20_010, 20_000, "0.1"),
            (19_990, 20_000, "-0.1"),
            (300, 300, "0.0"),
            (0, 300, "-100.0"),
        ] {
            assert_eq!(percent_change(d(now), d(reference)).unwrap().to_string(), text, "{now} against {reference}");
        }
        assert_eq!(percent_change(d(5), d(0)), None, "no percentage of nothing");
        let v = Burden::Volume;
        for (now, reference, text) in [
            (1000.5, 1000.0, "0.1"),
            (999.5, 1000.0, "-0.1"),
            (1000.49, 1000.0, "0.0"),
            (2470.0, 400.0, "517.5"),
            (1728.0, 1000.0, "72.8"),
            (0.0, 1000.0, "-100.0"),
        ] {
            assert_eq!(percent_change(v(now), v(reference)).unwrap().to_string(), text, "{now} against {reference}");
        }
    }
}
