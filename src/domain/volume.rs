//! Volume formulas (`domain.md` 2.1), in cubic millimeters from millimeters.

use std::f64::consts::PI;

use super::axes::Axes;

/// How a volume was made from axes.
///
/// Formulas are never mixed inside one lesion's series: for 40 x 30 x 20 mm they differ by 43 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum VolumeFormula {
    /// Voxels counted on CT or MRI; the volume was given.
    Segmented,
    /// pi/6 x L x W x H: three axes.
    Ellipsoid,
    /// 1/2 x L x W^2: two axes, the usual caliper formula.
    ModifiedEllipsoid,
    /// 1/2 x L x W x H: the dosing formula of the tigilanol tiglate label, 4.5 % below the ellipsoid.
    TigilanolDosing,
    /// pi/6 x L x W^2: two axes.
    Prolate,
    /// pi/6 x D^3: one axis, or a sum of diameters taken as one.
    Sphere,
}

impl VolumeFormula {
    /// The formula as a clinician would write it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Segmented => "segmented",
            Self::Ellipsoid => "π/6 × L × W × H",
            Self::ModifiedEllipsoid => "½ × L × W²",
            Self::TigilanolDosing => "½ × L × W × H",
            Self::Prolate => "π/6 × L × W²",
            Self::Sphere => "sphere of the one diameter",
        }
    }

    /// A short stable token for files and tables.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Segmented => "segmented",
            Self::Ellipsoid => "ellipsoid",
            Self::ModifiedEllipsoid => "modified_ellipsoid",
            Self::TigilanolDosing => "tigilanol_dosing",
            Self::Prolate => "prolate",
            Self::Sphere => "sphere",
        }
    }

    /// The best default formula that these axes allow.
    pub fn best_for(axes: Axes) -> Self {
        match (axes.longest(), axes.perpendicular(), axes.height()) {
            (Some(_), Some(_), Some(_)) => Self::Ellipsoid,
            (Some(_), Some(_), None) => Self::ModifiedEllipsoid,
            _ => Self::Sphere,
        }
    }

    /// The volume in cubic millimeters, or `None` when an axis that the formula needs is missing.
    ///
    /// # Examples
    /// ```
    /// use reassess::domain::{Axes, Length, VolumeFormula};
    /// let mm = |tenths| Length::from_tenths(tenths).ok();
    /// let (axes, _) = Axes::new(mm(400), mm(300), mm(200)).unwrap();
    /// let volume = VolumeFormula::Ellipsoid.volume_mm3(axes).unwrap();
    /// assert!((volume - 12_566.4).abs() < 0.1);
    /// ```
    pub fn volume_mm3(self, axes: Axes) -> Option<f64> {
        let longest = axes.longest().or_else(|| axes.perpendicular())?.mm();
        let width = axes.longest().and_then(|_| axes.perpendicular()).map(super::Length::mm);
        let height = axes.height().map(super::Length::mm);
        match self {
            Self::Segmented => None,
            Self::Ellipsoid => Some(PI / 6.0 * longest * width? * height?),
            Self::ModifiedEllipsoid => Some(0.5 * longest * width?.powi(2)),
            Self::TigilanolDosing => Some(0.5 * longest * width? * height?),
            Self::Prolate => Some(PI / 6.0 * longest * width?.powi(2)),
            Self::Sphere => Some(sphere_mm3(longest)),
        }
    }
}

/// The volume of a sphere of this diameter, in cubic millimeters.
pub fn sphere_mm3(diameter_mm: f64) -> f64 {
    PI / 6.0 * diameter_mm.powi(3)
}

/// The diameter of the sphere of this volume, in millimeters.
pub fn sphere_diameter_mm(volume_mm3: f64) -> f64 {
    (6.0 / PI * volume_mm3).cbrt()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Length;

    #[test]
    fn formulas_give_the_worked_numbers() {
        let mm = |tenths| Length::from_tenths(tenths).ok();
        let (axes, _) = Axes::new(mm(400), mm(300), mm(200)).unwrap();
        for (formula, expected) in [
            (VolumeFormula::Ellipsoid, 12_566.4),
            (VolumeFormula::ModifiedEllipsoid, 18_000.0),
            (VolumeFormula::TigilanolDosing, 12_000.0),
            (VolumeFormula::Prolate, 18_849.6),
            (VolumeFormula::Sphere, 33_510.3),
        ] {
            let volume = formula.volume_mm3(axes).unwrap();
            assert!((volume - expected).abs() < 0.05, "{formula:?} gave {volume}");
        }
        assert_eq!(VolumeFormula::Ellipsoid.volume_mm3(Axes::new(mm(10), mm(10), None).unwrap().0), None);
    }

    #[test]
    fn sphere_and_its_diameter_are_inverse() {
        assert!((sphere_diameter_mm(sphere_mm3(21.6)) - 21.6).abs() < 1e-9, "round trip of 21.6 mm");
    }
}
