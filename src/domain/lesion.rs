//! Lesions: what they are and which part they play in the criteria.

/// Identifies a lesion inside one case; never reused, never shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LesionId(pub u32);

/// Whether a lesion is a lymph node, which is measured by its short axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum LesionKind {
    /// Anything but a lymph node; the longest diameter counts.
    #[default]
    NonNodal,
    /// A lymph node; the short axis counts.
    Nodal,
}

/// The part a lesion plays in the criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Role {
    /// Measured and summed.
    #[default]
    Target,
    /// Followed, not summed.
    NonTarget,
    /// Appeared after the baseline.
    New,
}

/// Which numbers this lesion's record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// One lesion.
    #[default]
    SingleLesion,
    /// A sum of diameters made elsewhere, recorded as one number a visit.
    SumOfDiameters,
}

/// How a new lesion counts in iRECIST.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NewClass {
    /// New lesion, target: measurable, with a sum of its own.
    Target,
    /// New lesion, non-target.
    NonTarget,
}

/// The organ a lesion is in, as typed; empty when unknown.
///
/// Two lesions are of one organ when their names match without regard to case and outer spaces.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Organ(pub String);

impl Organ {
    /// The name by which organs are compared; `None` when unknown.
    pub fn key(&self) -> Option<String> {
        let key = self.0.trim().to_lowercase();
        (!key.is_empty()).then_some(key)
    }
}

/// One lesion of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Lesion {
    /// Its identity inside the case.
    pub id: LesionId,
    /// Its name, unique in the case: "T1", "Gingiva".
    pub name: String,
    /// Where it is.
    pub organ: Organ,
    /// Lymph node or not.
    pub kind: LesionKind,
    /// Its part in the criteria.
    pub role: Role,
    /// One lesion, or a sum made elsewhere.
    pub measure: Measure,
    /// A clinician's own call for a new lesion; `None` applies the measurability rule.
    pub new_class: Option<NewClass>,
    /// A subcutaneous mass without a clear edge, which calipers measure less well.
    pub ill_defined: bool,
    /// A site where growth threatens airway, brain, cord or outflow.
    pub critical_site: bool,
}

impl Lesion {
    /// A target lesion of unknown organ that is not a node.
    pub fn target(id: LesionId, name: impl Into<String>) -> Self {
        Self {
            id,
            name: name.into(),
            organ: Organ::default(),
            kind: LesionKind::default(),
            role: Role::default(),
            measure: Measure::default(),
            new_class: None,
            ill_defined: false,
            critical_site: false,
        }
    }
}
