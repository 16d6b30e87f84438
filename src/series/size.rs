//! What one finding adds to a sum of diameters, a volume or a product of diameters.

use crate::domain::volume::sphere_mm3;
use crate::domain::{Axes, Finding, Length, Lesion, LesionKind, Measure, Size, VolumeFormula};

/// What a finding adds to the sum of diameters, in tenths of a millimeter; 0 when gone, `None` when not assessed.
///
/// A lymph node adds its short axis, anything else its longest diameter (`domain.md` 1.1).
/// A lesion that is present and too small to measure adds 5 mm unless a size was read; fragments add up.
/// A segmented volume has no diameter: a sphere of equal volume is never taken for one.
/// What merged into another lesion has no size of its own ([`crate::series::TargetSize::merged_into`]).
pub fn diameter_tenths(lesion: &Lesion, finding: &Finding) -> Option<u32> {
    match finding {
        Finding::Absent => Some(0),
        Finding::NotEvaluable | Finding::Present | Finding::Merged(_) | Finding::Measured(Size::Volume(_)) => None,
        Finding::Measured(Size::Axes(axes)) => counted_diameter(lesion, *axes),
        Finding::TooSmall(size) => {
            let read = match size {
                Some(Size::Axes(axes)) => counted_diameter(lesion, *axes).or_else(|| any_diameter(*axes)),
                Some(Size::Volume(_)) | None => None,
            };
            Some(read.unwrap_or(Length::TOO_SMALL_DEFAULT.tenths()))
        }
        Finding::Fragmented(parts) => sum_of(parts, |axes| counted_diameter(lesion, axes), u32::saturating_add),
    }
}

/// The product of the two largest perpendicular diameters, in hundredths of a square millimeter; 0 when gone,
/// `None` when not assessed or when two diameters were not recorded.
pub fn product_hundredths(finding: &Finding) -> Option<u64> {
    match finding {
        Finding::Absent => Some(0),
        Finding::NotEvaluable | Finding::Present | Finding::Merged(_) | Finding::Measured(Size::Volume(_)) => None,
        Finding::Measured(Size::Axes(axes)) => product(*axes),
        Finding::TooSmall(size) => {
            let side = match size {
                Some(Size::Axes(axes)) => product(*axes).or_else(|| any_diameter(*axes).map(square)),
                Some(Size::Volume(_)) | None => None,
            };
            Some(side.unwrap_or_else(|| square(Length::TOO_SMALL_DEFAULT.tenths())))
        }
        Finding::Fragmented(parts) => sum_of(parts, product, u64::saturating_add),
    }
}

/// The volume by one formula, in cubic millimeters; 0 when gone, `None` when not assessed or when the formula needs
/// an axis that was not recorded.
///
/// A lesion too small to measure is taken as 5 mm in every axis.
pub fn volume_mm3(formula: VolumeFormula, finding: &Finding) -> Option<f64> {
    match finding {
        Finding::Absent => Some(0.0),
        Finding::NotEvaluable | Finding::Present | Finding::Merged(_) => None,
        Finding::Measured(size) => volume_of(formula, *size),
        Finding::TooSmall(size) => {
            let read = size.and_then(|size| volume_of(formula, size));
            Some(read.unwrap_or_else(|| default_volume_mm3(formula)))
        }
        Finding::Fragmented(parts) => sum_of(parts, |axes| formula.volume_mm3(axes), |sum, part| sum + part),
    }
}

/// The axes that a volume formula must be able to use: those of sizes actually measured.
pub fn measured_axes(finding: &Finding) -> Vec<Axes> {
    match finding {
        Finding::Measured(Size::Axes(axes)) | Finding::TooSmall(Some(Size::Axes(axes))) => vec![*axes],
        Finding::Fragmented(parts) => parts.clone(),
        _ => Vec::new(),
    }
}

/// Whether the size was given as a volume.
pub fn is_segmented(finding: &Finding) -> bool {
    matches!(finding, Finding::Measured(Size::Volume(_)) | Finding::TooSmall(Some(Size::Volume(_))))
}

fn counted_diameter(lesion: &Lesion, axes: Axes) -> Option<u32> {
    let length = match (lesion.measure, lesion.kind) {
        (Measure::SumOfDiameters, _) => axes.longest().or_else(|| axes.perpendicular()),
        (Measure::SingleLesion, LesionKind::Nodal) => axes.perpendicular(),
        (Measure::SingleLesion, LesionKind::NonNodal) => axes.longest(),
    };
    length.map(Length::tenths)
}

fn any_diameter(axes: Axes) -> Option<u32> {
    axes.longest().or_else(|| axes.perpendicular()).map(Length::tenths)
}

fn product(axes: Axes) -> Option<u64> {
    Some(u64::from(axes.longest()?.tenths()) * u64::from(axes.perpendicular()?.tenths()))
}

fn square(tenths: u32) -> u64 {
    u64::from(tenths) * u64::from(tenths)
}

fn volume_of(formula: VolumeFormula, size: Size) -> Option<f64> {
    match (formula, size) {
        (VolumeFormula::Segmented, Size::Volume(volume)) => Some(volume.mm3()),
        (_, Size::Volume(_)) => None,
        (_, Size::Axes(axes)) => formula.volume_mm3(axes),
    }
}

fn default_volume_mm3(formula: VolumeFormula) -> f64 {
    let side = Length::TOO_SMALL_DEFAULT;
    let cube = Axes::new(Some(side), Some(side), Some(side)).ok();
    cube.and_then(|(axes, _)| formula.volume_mm3(axes)).unwrap_or_else(|| sphere_mm3(side.mm()))
}

fn sum_of<T>(parts: &[Axes], value: impl Fn(Axes) -> Option<T>, add: impl Fn(T, T) -> T) -> Option<T> {
    let values: Option<Vec<T>> = parts.iter().map(|axes| value(*axes)).collect();
    values?.into_iter().reduce(add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LesionId, Volume};

    fn axes(longest: u32, perpendicular: u32) -> Axes {
        Axes::new(Length::from_tenths(longest).ok(), Length::from_tenths(perpendicular).ok(), None).unwrap().0
    }

    fn measured(longest: u32, perpendicular: u32) -> Finding {
        Finding::Measured(Size::Axes(axes(longest, perpendicular)))
    }

    #[test]
    fn each_finding_adds_what_the_rules_say() {
        let mass = Lesion::target(LesionId(0), "T1");
        let node = Lesion { kind: LesionKind::Nodal, ..Lesion::target(LesionId(1), "N1") };
        let volume = Size::Volume(Volume::from_mm3(1000.0).unwrap());
        let parts = Finding::Fragmented(vec![axes(80, 60), axes(60, 50)]);
        for (name, lesion, finding, diameter, product) in [
            ("mass", &mass, measured(400, 300), Some(400), Some(120_000)),
            ("node by its short axis", &node, measured(280, 180), Some(180), Some(50_400)),
            ("gone", &mass, Finding::Absent, Some(0), Some(0)),
            ("too small", &mass, Finding::TooSmall(None), Some(50), Some(2500)),
            ("too small, read", &mass, Finding::TooSmall(Some(Size::Axes(axes(40, 30)))), Some(40), Some(1200)),
            ("fragments", &mass, parts, Some(140), Some(7800)),
            ("no fragment", &mass, Finding::Fragmented(Vec::new()), None, None),
            ("volume", &mass, Finding::Measured(volume), None, None),
            ("not evaluable", &mass, Finding::NotEvaluable, None, None),
            ("seen, not sized", &mass, Finding::Present, None, None),
        ] {
            assert_eq!(diameter_tenths(lesion, &finding), diameter, "diameter: {name}");
            assert_eq!(product_hundredths(&finding), product, "product: {name}");
        }
    }

    #[test]
    fn a_node_known_by_its_longest_diameter_alone_is_not_assessed() {
        let node = Lesion { kind: LesionKind::Nodal, ..Lesion::target(LesionId(1), "N1") };
        let longest = Axes::longest_only(Length::from_tenths(240).unwrap());
        assert_eq!(diameter_tenths(&node, &Finding::Measured(Size::Axes(longest))), None);
    }

    #[test]
    fn volumes_keep_to_one_formula() {
        let two_axes = measured(400, 300);
        assert_eq!(volume_mm3(VolumeFormula::ModifiedEllipsoid, &two_axes), Some(18_000.0));
        assert_eq!(volume_mm3(VolumeFormula::Ellipsoid, &two_axes), None, "the third axis is missing");
        assert_eq!(volume_mm3(VolumeFormula::Segmented, &two_axes), None, "axes are not a segmented volume");
        assert_eq!(volume_mm3(VolumeFormula::ModifiedEllipsoid, &Finding::TooSmall(None)), Some(62.5));
    }
}
