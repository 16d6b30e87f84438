//! The clues of the ledger and the levels at which each is seen.

/// What kind of evidence a number rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Counted in dogs.
    DogsCounted,
    /// A small series of dogs.
    DogsSmallSeries,
    /// Counted in people.
    People,
    /// Expert judgment, anchored on what is named in the source.
    Opinion,
}

/// One kind of evidence about an enlargement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clue {
    /// Weeks from the first dose of the current line to the enlarging visit.
    Timing,
    /// Clinical status against the pre-therapy or last stable visit.
    Status,
    /// Size of the rise over the nadir.
    Rise,
    /// New lesions, and whether they were looked for.
    NewLesions,
    /// A response before the rise.
    RespondedFirst,
    /// Growth pace against the pace before therapy.
    Pace,
    /// Some lesions shrink while others grow.
    Dissociated,
    /// Circulating tumor DNA.
    CtDna,
    /// Lactate dehydrogenase.
    Ldh,
    /// Neutrophil-to-lymphocyte ratio.
    Nlr,
    /// Look on ultrasound.
    Ultrasound,
    /// Cytology or histology.
    Biopsy,
    /// A new size while the episode is open.
    Remeasured,
    /// FDG-PET.
    Pet,
    /// A mild immune-related effect that suggests activity.
    ImmuneActivity,
}

/// Which of the three rows of the table a clue belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClueGroup {
    /// When it grew.
    Timing,
    /// How the animal is.
    Symptoms,
    /// Sizes, new lesions, and everything seen or sampled.
    Imaging,
    /// Blood and tissue, which the three rows do not hold.
    Laboratory,
}

macro_rules! levels {
    ($($variant:ident => $clue:ident, $token:literal, $doc:literal);+ $(;)?) => {
        /// The level at which a clue is seen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Level { $(#[doc = $doc] $variant),+ }

        impl Level {
            /// Every level, in the order the rules file lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The clue it is a level of.
            pub const fn clue(self) -> Clue {
                match self { $(Self::$variant => Clue::$clue),+ }
            }

            /// The stable token of the rules file and of machine output.
            pub const fn token(self) -> &'static str {
                match self { $(Self::$variant => $token),+ }
            }
        }
    };
}

levels! {
    TimingUnder2 => Timing, "timing_under_2_weeks", "Under 2 weeks from the first dose.";
    TimingUnder2Injected => Timing, "timing_under_2_weeks_injected", "Under 2 weeks, in an injected lesion.";
    Timing2To8 => Timing, "timing_2_to_8_weeks", "2 to under 8 weeks.";
    Timing8To12 => Timing, "timing_8_to_12_weeks", "8 to under 12 weeks.";
    Timing12To16 => Timing, "timing_12_to_16_weeks", "12 to under 16 weeks.";
    Timing16To26 => Timing, "timing_16_to_26_weeks", "16 to under 26 weeks.";
    Timing26Plus => Timing, "timing_26_weeks_on", "26 weeks or later.";
    StatusImproved => Status, "status_improved", "Better, nothing worse.";
    StatusStable => Status, "status_stable", "Unchanged.";
    StatusMildlyWorse => Status, "status_mildly_worse", "One item newly of grade 1.";
    StatusWorse => Status, "status_worse", "Worse.";
    StatusSevere => Status, "status_severe", "Severe.";
    Rise20To30 => Rise, "rise_20_to_30_percent", "20 to under 30 % over the nadir.";
    Rise30To40 => Rise, "rise_30_to_40_percent", "30 to under 40 %.";
    Rise40To60 => Rise, "rise_40_to_60_percent", "40 to under 60 %.";
    Rise60To100 => Rise, "rise_60_to_100_percent", "60 to under 100 %.";
    Rise100Plus => Rise, "rise_100_percent_on", "100 % or more.";
    NewNoneImaging => NewLesions, "new_none_by_imaging", "None found by imaging.";
    NewNoneExam => NewLesions, "new_none_by_examination", "None found by examination only.";
    NewNotLooked => NewLesions, "new_not_looked", "Not looked for.";
    NewOne => NewLesions, "new_one", "One, in an organ already involved or not named.";
    NewSeveral => NewLesions, "new_several_or_new_organ", "Two or more, or in a new organ.";
    RespondedFirst => RespondedFirst, "responded_first", "The nadir was 30 % or more below the baseline.";
    PaceSlower => Pace, "pace_slower", "Slower than before therapy.";
    PaceFaster => Pace, "pace_at_least_double", "At least twice as fast as before therapy.";
    Dissociated => Dissociated, "dissociated", "Some lesions shrink by 30 % or more while others grow.";
    CtDnaFavorable => CtDna, "ctdna_favorable", "Not detected, or more than ten times lower.";
    CtDnaUnfavorable => CtDna, "ctdna_unfavorable", "Higher.";
    LdhFavorable => Ldh, "ldh_normal_or_falling", "Normal or falling.";
    LdhUnfavorable => Ldh, "ldh_high_or_rising", "High or rising.";
    NlrFalling => Nlr, "nlr_falling", "Falling.";
    NlrRising => Nlr, "nlr_rising", "Rising.";
    UltrasoundHypovascular => Ultrasound, "ultrasound_hypovascular", "Edematous, poorly perfused.";
    UltrasoundVascular => Ultrasound, "ultrasound_vascular", "Well perfused.";
    BiopsyInflammation => Biopsy, "biopsy_inflammation", "Inflammation or necrosis, few viable tumor cells.";
    BiopsyMixed => Biopsy, "biopsy_mixed", "Inflammation and viable tumor.";
    BiopsyViable => Biopsy, "biopsy_viable_tumor", "Viable tumor without inflammation.";
    RemeasuredFell => Remeasured, "remeasured_fell", "Fell by more than the repeatability limit.";
    RemeasuredWithin => Remeasured, "remeasured_within", "Changed by less than the repeatability limit.";
    RemeasuredGrew => Remeasured, "remeasured_grew", "Grew by more than the repeatability limit.";
    PetNoProgression => Pet, "pet_no_progression", "No progression on PET (PERCIMT).";
    PetProgression => Pet, "pet_progression", "Progression on PET (PERCIMT).";
    ImmuneActivity => ImmuneActivity, "immune_activity", "Whitening hair or skin, or the like.";
}

impl Level {
    /// The level of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|level| level.token() == token)
    }
}

impl Clue {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Timing => "timing",
            Self::Status => "status",
            Self::Rise => "rise",
            Self::NewLesions => "new_lesions",
            Self::RespondedFirst => "responded_first",
            Self::Pace => "pace",
            Self::Dissociated => "dissociated",
            Self::CtDna => "ctdna",
            Self::Ldh => "ldh",
            Self::Nlr => "nlr",
            Self::Ultrasound => "ultrasound",
            Self::Biopsy => "biopsy",
            Self::Remeasured => "remeasured",
            Self::Pet => "pet",
            Self::ImmuneActivity => "immune_activity",
        }
    }

    /// The row of the three-row table it belongs to.
    pub const fn group(self) -> ClueGroup {
        match self {
            Self::Timing => ClueGroup::Timing,
            Self::Status => ClueGroup::Symptoms,
            Self::Rise
            | Self::NewLesions
            | Self::RespondedFirst
            | Self::Pace
            | Self::Dissociated
            | Self::Ultrasound
            | Self::Pet
            | Self::Remeasured => ClueGroup::Imaging,
            Self::CtDna | Self::Ldh | Self::Nlr | Self::Biopsy | Self::ImmuneActivity => ClueGroup::Laboratory,
        }
    }
}

impl Tier {
    /// Every tier, strongest first.
    pub const ALL: [Self; 4] = [Self::DogsCounted, Self::DogsSmallSeries, Self::People, Self::Opinion];

    /// The stable token of the rules file and of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::DogsCounted => "dogs_counted",
            Self::DogsSmallSeries => "dogs_small_series",
            Self::People => "people",
            Self::Opinion => "opinion",
        }
    }

    /// The tier of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tier| tier.token() == token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_unique_and_read_back() {
        for &level in Level::ALL {
            assert_eq!(Level::from_token(level.token()), Some(level));
        }
        for tier in Tier::ALL {
            assert_eq!(Tier::from_token(tier.token()), Some(tier));
        }
    }
}
