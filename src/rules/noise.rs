//! Measurement noise by method and observer (`domain.md` 3.2, `CONTRACTS.md` 1).

/// Relative standard deviation of one diameter, by who measured, and the absolute floor below which it cannot fall.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MethodNoise {
    /// Relative SD when one observer measured both sizes.
    pub same_observer_cv: f64,
    /// Relative SD when two observers measured, or it is not known who did.
    pub different_observer_cv: f64,
    /// The smallest SD, in millimeters.
    pub floor_mm: f64,
}

/// The noise table, one row a method.
#[derive(Clone, Debug, PartialEq)]
pub struct NoiseTable {
    /// Calipers on a discrete mass.
    pub caliper: MethodNoise,
    /// Calipers on an ill-defined subcutaneous mass.
    pub caliper_ill_defined: MethodNoise,
    /// Ultrasound.
    pub ultrasound: MethodNoise,
    /// CT with slices of 3 mm or less, or of unknown thickness.
    pub ct_thin: MethodNoise,
    /// CT with slices over 3 mm; the floor is at least half a slice.
    pub ct_thick: MethodNoise,
    /// MRI.
    pub mri: MethodNoise,
    /// Radiograph.
    pub radiograph: MethodNoise,
    /// Palpation.
    pub palpation: MethodNoise,
    /// Method not recorded.
    pub unknown: MethodNoise,
    /// Relative SD of a segmented volume.
    pub segmented_volume_cv: f64,
    /// Added to the relative SD of a change when the method changed.
    pub method_change_extra_cv: f64,
    /// The least relative SD of a change when the method changed.
    pub method_change_least_cv: f64,
    /// A sum's relative SD is never below this share of its lesions' own, since one rater's bias does not average out.
    pub shared_rater_share: f64,
    /// On how many differences between repeated readings the table counts as resting, beside those of an observer.
    pub repeat_table_freedom: f64,
}
