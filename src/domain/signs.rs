//! Clinical signs, laboratory trends and tissue findings of a visit.
//!
//! Everything is optional: what was not recorded is unknown, never grade 0.

use std::collections::BTreeSet;

use thiserror::Error;

/// A VCOG-CTCAE v1.1 grade, 0 (none) to 4 (life-threatening).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(u8);

/// Modified ECOG performance status, 0 (fully active) to 3 (disabled).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Performance(u8);

/// Yazbek and Fantoni quality of life, 0 (worst) to 36 (best).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QualityOfLife(u8);

/// Body weight in whole grams.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weight(u32);

/// Why a number is not a sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidSign {
    /// A VCOG grade outside 0-4.
    #[error("a VCOG grade is a whole number from 0 to 4")]
    Grade,
    /// A performance status outside 0-3.
    #[error("a performance status is a whole number from 0 to 3")]
    Performance,
    /// A quality of life outside 0-36.
    #[error("a quality of life score is a whole number from 0 to 36")]
    QualityOfLife,
    /// A weight that is not above 0 and at most 200 kg.
    #[error("a weight is above 0 and at most 200 kg")]
    Weight,
}

macro_rules! bounded_score {
    ($name:ident, $max:literal, $reason:expr) => {
        impl $name {
            /// The highest score.
            pub const MAX: u8 = $max;

            /// Takes a score in range.
            ///
            /// # Errors
            /// The variant of [`InvalidSign`] that names the range.
            pub const fn new(score: u8) -> Result<Self, InvalidSign> {
                if score <= Self::MAX { Ok(Self(score)) } else { Err($reason) }
            }

            /// The score.
            pub const fn get(self) -> u8 {
                self.0
            }
        }
    };
}

bounded_score!(Grade, 4, InvalidSign::Grade);
bounded_score!(Performance, 3, InvalidSign::Performance);
bounded_score!(QualityOfLife, 36, InvalidSign::QualityOfLife);

impl Weight {
    /// Takes a weight in kilograms.
    ///
    /// # Errors
    /// [`InvalidSign::Weight`].
    pub fn from_kg(kg: f64) -> Result<Self, InvalidSign> {
        let grams = (kg * 1000.0).round();
        if (1.0..=200_000.0).contains(&grams) {
            // The range check above makes this exact.
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to 1..=200000")]
            Ok(Self(grams as u32))
        } else {
            Err(InvalidSign::Weight)
        }
    }

    /// The weight in kilograms.
    pub fn kg(self) -> f64 {
        f64::from(self.0) / 1000.0
    }
}

/// A general impression, used only where no grade is recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Overall {
    /// Better than before.
    Better,
    /// As before.
    Same,
    /// Worse than before.
    Worse,
}

/// Lactate dehydrogenase against its reference interval and earlier values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LdhTrend {
    /// Within the reference interval.
    Normal,
    /// High and falling.
    Falling,
    /// Rising.
    Rising,
    /// High.
    High,
}

/// Neutrophil-to-lymphocyte ratio against the value before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NlrTrend {
    /// Falling.
    Falling,
    /// Rising.
    Rising,
}

/// Circulating tumor DNA.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CtDna {
    /// Not detected.
    Undetectable,
    /// More than ten times lower.
    Down,
    /// Higher.
    Up,
}

/// What cytology or histology of the grown lesion shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Biopsy {
    /// Inflammation or necrosis with few viable tumor cells.
    Inflammation,
    /// Viable tumor without inflammation.
    ViableTumor,
    /// Both.
    Mixed,
}

/// How the grown lesion looks on ultrasound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UltrasoundCharacter {
    /// Edematous, poorly perfused.
    Hypovascular,
    /// Well perfused.
    Vascular,
}

/// FDG-PET by the PERCIMT criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Pet {
    /// No progression.
    NoProgression,
    /// Progression.
    Progression,
}

/// Something that must not wait, noted at a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alarm {
    /// Airway obstruction.
    AirwayObstruction,
    /// Urinary obstruction.
    UrinaryObstruction,
    /// Rectal obstruction.
    RectalObstruction,
    /// Cannot eat.
    CannotEat,
    /// A new or worse neurological sign.
    NeurologicSign,
    /// Difficult breathing, or a resting respiratory rate over 40 per minute.
    Dyspnea,
    /// Pleural, pericardial or abdominal effusion.
    Effusion,
    /// Hemoabdomen or other hemorrhage.
    Hemorrhage,
    /// Vomiting, melena, collapse or hypotension with a mast cell tumor.
    Degranulation,
    /// Pathologic fracture or sudden severe lameness.
    Fracture,
    /// Pain that analgesia does not control.
    UncontrolledPain,
    /// Hypercalcemia.
    Hypercalcemia,
    /// A suspected immune-related adverse event of grade 3 or more.
    SevereImmuneEvent,
    /// Immune-mediated hemolytic anemia or thrombocytopenia.
    ImmuneCytopenia,
    /// Fever with a left shift.
    FeverWithLeftShift,
    /// Collapse.
    Collapse,
}

impl Alarm {
    /// Every alarm, in the order they are listed.
    pub const ALL: [Self; 16] = [
        Self::AirwayObstruction,
        Self::UrinaryObstruction,
        Self::RectalObstruction,
        Self::CannotEat,
        Self::NeurologicSign,
        Self::Dyspnea,
        Self::Effusion,
        Self::Hemorrhage,
        Self::Degranulation,
        Self::Fracture,
        Self::UncontrolledPain,
        Self::Hypercalcemia,
        Self::SevereImmuneEvent,
        Self::ImmuneCytopenia,
        Self::FeverWithLeftShift,
        Self::Collapse,
    ];
}

/// Clinical signs of one visit.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Signs {
    /// Pain, VCOG v1.1.
    pub pain: Option<Grade>,
    /// Lethargy, VCOG v1.1.
    pub lethargy: Option<Grade>,
    /// Appetite loss, VCOG v1.1.
    pub appetite: Option<Grade>,
    /// General impression, used only where no grade is recorded.
    pub overall: Option<Overall>,
    /// Performance status.
    pub performance: Option<Performance>,
    /// Body weight.
    pub weight: Option<Weight>,
    /// Quality of life.
    pub quality_of_life: Option<QualityOfLife>,
    /// Fever.
    pub fever: Option<bool>,
    /// Infection, abscess or draining tract at the lesion.
    pub infection: Option<bool>,
    /// What the tumor's site compromises, in words; empty when nothing is said.
    pub critical_compromise: String,
    /// What must not wait.
    pub alarms: BTreeSet<Alarm>,
}

impl Signs {
    /// Whether nothing at all is recorded.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// Laboratory trends, tissue and ultrasound of one visit.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Labs {
    /// Lactate dehydrogenase.
    pub ldh: Option<LdhTrend>,
    /// Neutrophil-to-lymphocyte ratio.
    pub nlr: Option<NlrTrend>,
    /// Circulating tumor DNA.
    pub ctdna: Option<CtDna>,
    /// Cytology or histology of the grown lesion.
    pub biopsy: Option<Biopsy>,
    /// Look on ultrasound.
    pub ultrasound_character: Option<UltrasoundCharacter>,
    /// FDG-PET.
    pub pet: Option<Pet>,
    /// A mild immune-related effect that suggests activity, such as whitening hair or skin in melanoma.
    pub immune_activity: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_outside_their_range_are_refused() {
        assert_eq!(Grade::new(5), Err(InvalidSign::Grade));
        assert_eq!(Performance::new(4), Err(InvalidSign::Performance));
        assert_eq!(QualityOfLife::new(37), Err(InvalidSign::QualityOfLife));
        for kg in [0.0, -1.0, 201.0, f64::NAN, f64::INFINITY] {
            assert_eq!(Weight::from_kg(kg), Err(InvalidSign::Weight), "{kg} kg");
        }
        assert!((Weight::from_kg(31.2).unwrap().kg() - 31.2).abs() < 1e-9, "31.2 kg round trip");
    }
}
