//! The therapy whose effect is in question.

use jiff::civil::Date;

/// The classes of therapy that priors are given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum TherapyClass {
    /// Systemic checkpoint antibody.
    Checkpoint,
    /// Systemic or inhaled cytokine.
    Cytokine,
    /// Adoptive cells.
    Cell,
    /// Vaccine.
    Vaccine,
    /// Immune agent injected into the lesion.
    Intralesional,
    /// Oncolytic virus or bacterium.
    Oncolytic,
    /// Another immune therapy.
    OtherImmune,
    /// Not an immune therapy.
    NotImmune,
    /// Unknown.
    #[default]
    Unknown,
}

impl TherapyClass {
    /// Every class, in the order menus list them.
    pub const ALL: [Self; 9] = [
        Self::Checkpoint,
        Self::Cytokine,
        Self::Cell,
        Self::Vaccine,
        Self::Intralesional,
        Self::Oncolytic,
        Self::OtherImmune,
        Self::NotImmune,
        Self::Unknown,
    ];

    /// The stable token of tables, files and the command line.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Checkpoint => "checkpoint",
            Self::Cytokine => "cytokine",
            Self::Cell => "cell",
            Self::Vaccine => "vaccine",
            Self::Intralesional => "intralesional",
            Self::Oncolytic => "oncolytic",
            Self::OtherImmune => "other-immune",
            Self::NotImmune => "not-immune",
            Self::Unknown => "unknown",
        }
    }

    /// The words a clinician reads.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Checkpoint => "checkpoint antibody",
            Self::Cytokine => "cytokine",
            Self::Cell => "adoptive cells",
            Self::Vaccine => "vaccine",
            Self::Intralesional => "injected into the lesion",
            Self::Oncolytic => "oncolytic virus or bacterium",
            Self::OtherImmune => "other immune therapy",
            Self::NotImmune => "not an immune therapy",
            Self::Unknown => "class not recorded",
        }
    }

    /// The class of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.token() == token)
    }
}

/// The current line of therapy.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Therapy {
    /// Its class.
    pub class: TherapyClass,
    /// The drug or product, as typed.
    pub drug: String,
    /// The first dose of the current line; day 0.
    pub start: Option<Date>,
}
