//! Who the case is about and what tumor it has.

/// The species, which decides which evidence is about whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Species {
    /// A dog.
    #[default]
    Dog,
    /// A person, in data sets of people.
    Human,
}

impl Species {
    /// So many of this species: "1 dog", "12 dogs", "3 people".
    pub fn count_words(self, count: usize) -> String {
        match (self, count) {
            (Self::Dog, 1) => "1 dog".to_owned(),
            (Self::Dog, many) => format!("{many} dogs"),
            (Self::Human, 1) => "1 person".to_owned(),
            (Self::Human, many) => format!("{many} people"),
        }
    }
}

/// Sex and neuter status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sex {
    /// Intact female.
    Female,
    /// Spayed female.
    SpayedFemale,
    /// Intact male.
    Male,
    /// Castrated male.
    CastratedMale,
}

impl Sex {
    /// Every value, in the order menus list them.
    pub const ALL: [Self; 4] = [Self::Female, Self::SpayedFemale, Self::Male, Self::CastratedMale];

    /// The words a clinician reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Female => "female",
            Self::SpayedFemale => "spayed female",
            Self::Male => "male",
            Self::CastratedMale => "castrated male",
        }
    }
}

/// Who the case is about.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Patient {
    /// The dog's name, or a patient identifier.
    pub name: String,
    /// The species.
    pub species: Species,
    /// The breed, as typed.
    pub breed: String,
    /// Sex and neuter status.
    pub sex: Option<Sex>,
    /// Age in whole years at the therapy start.
    pub age_years: Option<u8>,
    /// The owner's name; optional.
    pub owner: String,
}

/// Tumor groups that rules treat apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum TumorGroup {
    /// Any tumor without rules of its own here.
    #[default]
    Other,
    /// Melanoma.
    Melanoma,
    /// Mast cell tumor, which swells when handled.
    MastCell,
    /// Lymphoma, whose nodes swell for many reasons.
    Lymphoma,
    /// Hemangiosarcoma and other cystic or hemorrhagic tumors, which grow by bleeding.
    Hemorrhagic,
    /// Brain or spinal cord tumor.
    CentralNervous,
}

impl TumorGroup {
    /// Every group, in the order menus list them.
    pub const ALL: [Self; 6] =
        [Self::Other, Self::Melanoma, Self::MastCell, Self::Lymphoma, Self::Hemorrhagic, Self::CentralNervous];

    /// The words a clinician reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Other => "other",
            Self::Melanoma => "melanoma",
            Self::MastCell => "mast cell tumor",
            Self::Lymphoma => "lymphoma",
            Self::Hemorrhagic => "hemangiosarcoma, cystic or hemorrhagic",
            Self::CentralNervous => "brain or spinal cord",
        }
    }

    /// The group that the words of a tumor type name.
    pub fn of_words(tumor: &str) -> Self {
        let tumor = tumor.to_lowercase();
        let any = |words: &[&str]| words.iter().any(|word| tumor.contains(word));
        if any(&["mast cell", "mct", "mastocyt"]) {
            Self::MastCell
        } else if any(&["lymphoma", "lymphosarcoma"]) {
            Self::Lymphoma
        } else if any(&["hemangiosarcoma", "haemangiosarcoma", "hsa", "cystic"]) {
            Self::Hemorrhagic
        } else if any(&["glioma", "mening", "astrocyt", "oligodendro", "brain", "spinal"]) {
            Self::CentralNervous
        } else if tumor.contains("melanoma") {
            Self::Melanoma
        } else {
            Self::Other
        }
    }
}

/// How the diagnosis was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Diagnosis {
    /// By histology.
    Histology,
    /// By cytology.
    Cytology,
    /// Without cytology or histology.
    Unconfirmed,
}

/// The tumor.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Tumor {
    /// Its type, as typed: "Oral melanoma".
    pub kind: String,
    /// Its stage, as typed.
    pub stage: String,
    /// The group whose rules apply.
    pub group: TumorGroup,
    /// How the diagnosis was made; unknown when `None`.
    pub diagnosis: Option<Diagnosis>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tumor_words_find_their_group() {
        for (words, group) in [
            ("Oral melanoma", TumorGroup::Melanoma),
            ("glioma (Astrocytoma, low grade)", TumorGroup::CentralNervous),
            ("Cutaneous MCT", TumorGroup::MastCell),
            ("Splenic hemangiosarcoma", TumorGroup::Hemorrhagic),
            ("NSCLC", TumorGroup::Other),
        ] {
            assert_eq!(TumorGroup::of_words(words), group, "{words}");
        }
    }
}
