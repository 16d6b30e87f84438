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
/// Two lesions are of one organ when their names match without regard to case and spaces. The lungs are one organ,
/// whichever side or lobe is named, and so are the kidneys (`domain.md` 1.2).
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Organ(pub String);

impl Organ {
    /// The name by which organs are compared; `None` when unknown.
    pub fn key(&self) -> Option<String> {
        let key = self.0.to_lowercase();
        let words: Vec<&str> = key.split([' ', ',', '-']).filter(|word| !word.is_empty()).collect();
        let of_the_pair = words.iter().find_map(|word| PAIRED.iter().find(|(_, names)| names.contains(word)));
        if let Some((organ, names)) = of_the_pair
            && words.iter().all(|word| names.contains(word) || SIDES.contains(word))
        {
            return Some((*organ).to_owned());
        }
        let key = key.split_whitespace().collect::<Vec<_>>().join(" ");
        (!key.is_empty()).then_some(key)
    }
}

/// Paired organs that the criteria count as one, and what they are called.
const PAIRED: [(&str, &[&str]); 2] =
    [("lung", &["lung", "lungs", "pulmonary"]), ("kidney", &["kidney", "kidneys", "renal"])];

/// Words that say where in such a pair.
const SIDES: [&str; 15] = [
    "left",
    "right",
    "l",
    "r",
    "both",
    "bilateral",
    "cranial",
    "caudal",
    "middle",
    "accessory",
    "lobe",
    "lobes",
    "pole",
    "cortex",
    "parenchyma",
];

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
