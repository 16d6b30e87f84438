//! The verdict: its label, its strength and the numbers behind it.

use crate::rules::PriorKey;

/// The label of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Token {
    /// The rule category is not progression.
    NotProgression,
    /// Growth that the 5 mm floor or the 20 % step of the rule does not count.
    GrowthBelowRule,
    /// Unconfirmed progression; the evidence leans toward pseudoprogression.
    UnconfirmedLeaningPseudo,
    /// Unconfirmed progression; the evidence leans toward true progression.
    UnconfirmedLeaningTrue,
    /// Unconfirmed progression; cannot tell yet.
    UnconfirmedIndeterminate,
    /// Confirmed progression.
    TrueProgression,
    /// Confirmed by rule, by a rise that measurement error alone could make.
    ConfirmedWithinNoise,
    /// Pseudoprogression: the enlargement was followed by a response or a fall of 30 % off the peak.
    PseudoDefinite,
    /// Pseudoprogression, probable: a fall beyond measurement error that held at the next visit.
    PseudoProbable,
    /// The progression was not confirmed; swelling and measurement error cannot be told apart.
    NotConfirmed,
    /// A fall after a treatment that could itself explain it.
    ConfoundedResponse,
    /// A response after confirmed progression on the same therapy.
    ResponseAfterConfirmed,
    /// A missing baseline or a confounder stands in the way.
    CannotAssess,
}

impl Token {
    /// Every label, in the order of `RULES.md` section 2.
    pub const ALL: [Self; 13] = [
        Self::NotProgression,
        Self::GrowthBelowRule,
        Self::UnconfirmedLeaningPseudo,
        Self::UnconfirmedLeaningTrue,
        Self::UnconfirmedIndeterminate,
        Self::TrueProgression,
        Self::ConfirmedWithinNoise,
        Self::PseudoDefinite,
        Self::PseudoProbable,
        Self::NotConfirmed,
        Self::ConfoundedResponse,
        Self::ResponseAfterConfirmed,
        Self::CannotAssess,
    ];

    /// The stable token of tables and files.
    pub const fn token(self) -> &'static str {
        match self {
            Self::NotProgression => "not_progression",
            Self::GrowthBelowRule => "growth_below_rule",
            Self::UnconfirmedLeaningPseudo => "unconfirmed_leaning_pseudo",
            Self::UnconfirmedLeaningTrue => "unconfirmed_leaning_true",
            Self::UnconfirmedIndeterminate => "unconfirmed_indeterminate",
            Self::TrueProgression => "true_progression",
            Self::ConfirmedWithinNoise => "confirmed_within_noise",
            Self::PseudoDefinite => "pseudo_definite",
            Self::PseudoProbable => "pseudo_probable",
            Self::NotConfirmed => "not_confirmed",
            Self::ConfoundedResponse => "confounded_response",
            Self::ResponseAfterConfirmed => "response_after_confirmed",
            Self::CannotAssess => "cannot_assess",
        }
    }

    /// The label of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.token() == token)
    }

    /// Whether this is one of the three unconfirmed labels.
    pub const fn is_unconfirmed(self) -> bool {
        matches!(self, Self::UnconfirmedLeaningPseudo | Self::UnconfirmedLeaningTrue | Self::UnconfirmedIndeterminate)
    }
}

/// How much a label rests on.
///
/// The steps of the unconfirmed labels are those of Kass and Raftery (J Am Stat Assoc 1995;90:773) for a ratio of
/// 3.2 and 10, taken on the damped evidence alone, never on the prior.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// The evidence does not tell.
    Open,
    /// A ratio under 3.2.
    Weak,
    /// A ratio of 3.2 to 10.
    Moderate,
    /// A ratio of 10 or more.
    Strong,
    /// Settled by later sizes and the rule, not by odds.
    Settled,
}

impl Strength {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Weak => "weak",
            Self::Moderate => "moderate",
            Self::Strong => "strong",
            Self::Settled => "settled",
        }
    }
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CannotReason {
    /// No visit with a size.
    NoSizes,
    /// No size at or before the first dose, and none to stand in.
    NoBaseline,
    /// Nothing measured after the baseline yet.
    OnlyBaseline,
    /// A target was not assessed at the last visit.
    NotEvaluable,
    /// A confounder blocks; it is among the confounders with effect `B`.
    Confounder,
    /// A new lesion was found and is not entered, so that no rule could count it.
    NewLesionNotEntered,
    /// The first dose is not recorded, so nothing can be said of the therapy.
    NoFirstDose,
}

impl CannotReason {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::NoSizes => "no_sizes",
            Self::NoBaseline => "no_baseline",
            Self::OnlyBaseline => "only_baseline",
            Self::NotEvaluable => "not_evaluable",
            Self::Confounder => "confounder",
            Self::NewLesionNotEntered => "new_lesion_not_entered",
            Self::NoFirstDose => "no_first_dose",
        }
    }
}

/// Why an unconfirmed label stays at "cannot tell" although the posterior alone is where a label would lean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OpenReason {
    /// The prior puts growth that high; the evidence does not.
    GrowthByPriorAlone,
    /// The evidence points to growth and a confounder caps.
    GrowthCapped,
    /// The prior puts swelling that high; the evidence does not.
    SwellingByPriorAlone,
    /// The evidence points to swelling and a confounder caps.
    SwellingCapped,
    /// The evidence points to swelling, and the rise is as well explained by measurement error.
    SwellingMayBeError,
    /// The evidence points to swelling, and a later fall would not count: the therapy is not immune-based, or was
    /// stopped or changed.
    SwellingCannotCount,
}

/// The three explanations and the sum that gives them; there while an episode is open and nothing blocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighing {
    /// Probability that the true size is under the progression line; 0 when the episode is not driven by size.
    pub p_noise: f64,
    /// Probability of swelling (pseudoprogression): `(1 - p_noise) x posterior`.
    pub p_pseudo: f64,
    /// Probability of growth (true progression): `(1 - p_noise) x (1 - posterior)`.
    pub p_true: f64,
    /// 10th percentile of `p_pseudo` over the range of assumptions.
    pub low: f64,
    /// 90th percentile of `p_pseudo` over the range of assumptions.
    pub high: f64,
    /// Which prior applies.
    pub prior_key: PriorKey,
    /// Probability of swelling given a real rise, before looking.
    pub prior: f64,
    /// The published or judged range of the prior.
    pub prior_range: (f64, f64),
    /// Sum of ln likelihood ratios of the rows used, times the damping; of a size row, times [`Self::size_weight`].
    pub evidence_sum: f64,
    /// 0.7, halved once when a confounder damps.
    pub damping: f64,
    /// What a size row, which counts in full, is multiplied with: 1, halved once when a confounder damps.
    pub size_weight: f64,
    /// Probability of swelling given a real rise, after looking; held to the caps.
    pub posterior: f64,
    /// 10th and 90th percentile of the posterior over the range of assumptions.
    pub posterior_range: (f64, f64),
    /// Whether a cap (0.03 to 0.85 without tissue or ctDNA) held the posterior.
    pub held_by_cap: bool,
}

/// The verdict on the visit assessed.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The label.
    pub token: Token,
    /// How much it rests on.
    pub strength: Strength,
    /// Why nothing can be said, for [`Token::CannotAssess`]; empty otherwise.
    pub cannot: Vec<CannotReason>,
    /// Why the label does not lean, where the posterior alone would.
    pub open_because: Option<OpenReason>,
    /// The change since the nadir is inside the repeatability limit of the measurements.
    pub within_error: bool,
    /// The numbers, while an episode is open and nothing blocks.
    pub weighing: Option<Weighing>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unique_and_read_back() {
        for token in Token::ALL {
            assert_eq!(Token::from_token(token.token()), Some(token));
        }
    }
}
