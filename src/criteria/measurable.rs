//! What is large enough to be measured (`domain.md` 1.2, 1.3).

use crate::domain::{Finding, Lesion, LesionKind, Measurement, Method};
use crate::rules::CriteriaSettings;
use crate::series::size::diameter_tenths;

/// CT or MRI slices over this thickness ask for lesions of at least twice the slice.
const THICK_SLICE_TENTHS: u32 = 50;

/// Whose minimum sizes apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standard {
    /// RECIST 1.1.
    Recist11,
    /// cRECIST v1.0, which differs on radiographs.
    Crecist,
}

/// Whether a lesion is measurable: 10 mm, a node 15 mm in its short axis, more on thick slices and on radiographs.
pub fn is_measurable(
    lesion: &Lesion,
    measurement: &Measurement,
    standard: Standard,
    settings: &CriteriaSettings,
) -> bool {
    if !matches!(measurement.finding, Finding::Measured(_) | Finding::Fragmented(_)) {
        return false;
    }
    let least = least_tenths(lesion, measurement, standard, settings);
    diameter_tenths(lesion, &measurement.finding).is_some_and(|tenths| tenths >= least)
}

fn least_tenths(lesion: &Lesion, measurement: &Measurement, standard: Standard, settings: &CriteriaSettings) -> u32 {
    if lesion.kind == LesionKind::Nodal {
        return settings.measurable_node_tenths;
    }
    match measurement.method {
        Some(Method::Radiograph) => match standard {
            Standard::Recist11 => settings.measurable_radiograph_recist_tenths,
            Standard::Crecist => settings.measurable_radiograph_crecist_tenths,
        },
        Some(Method::Ct | Method::Mri) => match measurement.slice {
            Some(slice) if slice.tenths() > THICK_SLICE_TENTHS => {
                settings.measurable_tenths.max(slice.tenths().saturating_mul(2))
            }
            _ => settings.measurable_tenths,
        },
        _ => settings.measurable_tenths,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Axes, Length, LesionId, Size};

    #[test]
    fn the_least_size_depends_on_lesion_method_and_slice() {
        let settings = CriteriaSettings::standard();
        let mass = Lesion::target(LesionId(0), "T1");
        let node = Lesion { kind: LesionKind::Nodal, ..Lesion::target(LesionId(1), "N1") };
        let of = |tenths: u32, method: Option<Method>, slice: u32| {
            let length = Length::from_tenths(tenths).unwrap();
            let axes = Axes::new(Some(length), Some(length), None).unwrap().0;
            let slice = Length::from_tenths(slice).ok();
            Measurement { method, slice, ..Measurement::of(Finding::Measured(Size::Axes(axes))) }
        };
        for (name, lesion, measurement, recist, crecist) in [
            ("10 mm", &mass, of(100, None, 0), true, true),
            ("9.9 mm", &mass, of(99, None, 0), false, false),
            ("node of 14.9 mm", &node, of(149, None, 0), false, false),
            ("node of 15 mm", &node, of(150, None, 0), true, true),
            ("radiograph", &mass, of(150, Some(Method::Radiograph), 0), false, true),
            ("slices of 8 mm", &mass, of(150, Some(Method::Ct), 80), false, false),
            ("slices of 5 mm", &mass, of(100, Some(Method::Ct), 50), true, true),
        ] {
            let given = |standard| is_measurable(lesion, &measurement, standard, &settings);
            assert_eq!((given(Standard::Recist11), given(Standard::Crecist)), (recist, crecist), "{name}");
        }
    }
}
