//! Priors: the probability of swelling given a real rise, by therapy class.

use super::clue::Tier;

/// Which prior applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PriorKey {
    /// Systemic checkpoint antibody, cytokine, cells, oncolytic agent or other immune therapy, in dogs.
    Systemic,
    /// Vaccine, in dogs.
    Vaccine,
    /// A lesion injected within 4 weeks, in dogs.
    Injected,
    /// Another lesion under intralesional therapy, in dogs.
    Uninjected,
    /// Immune therapy with radiation to the lesion within 12 weeks, in dogs.
    WithRadiation,
    /// Not an immune therapy.
    NotImmune,
    /// Therapy class not recorded, in dogs.
    Unknown,
    /// People on immune therapy, in data sets of people.
    Human,
}

impl PriorKey {
    /// Every key, in the order the rules file lists them.
    pub const ALL: [Self; 8] = [
        Self::Systemic,
        Self::Vaccine,
        Self::Injected,
        Self::Uninjected,
        Self::WithRadiation,
        Self::NotImmune,
        Self::Unknown,
        Self::Human,
    ];

    /// The stable token of the rules file and of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Systemic => "systemic",
            Self::Vaccine => "vaccine",
            Self::Injected => "injected_within_4_weeks",
            Self::Uninjected => "uninjected",
            Self::WithRadiation => "with_radiation",
            Self::NotImmune => "not_immune",
            Self::Unknown => "unknown",
            Self::Human => "human",
        }
    }

    /// The key of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|key| key.token() == token)
    }
}

/// A prior with its range.
#[derive(Clone, Debug, PartialEq)]
pub struct Prior {
    /// Probability of swelling given a real rise.
    pub p: f64,
    /// Lower end of its range.
    pub low: f64,
    /// Upper end of its range.
    pub high: f64,
    /// What it rests on.
    pub tier: Tier,
    /// Where it comes from.
    pub source: String,
}

/// All priors, one a key.
#[derive(Clone, Debug, PartialEq)]
pub struct Priors(pub(super) Vec<(PriorKey, Prior)>);

impl Priors {
    /// The prior of a key; parsing made sure that every key has one.
    pub fn get(&self, key: PriorKey) -> Option<&Prior> {
        self.0.iter().find(|(own, _)| *own == key).map(|(_, prior)| prior)
    }
}
