//! The words of table cells: those of `store::tokens`, and the other spellings that tables use.
//!
//! Cells are compared without case, spaces and punctuation, so `nonCR_nonPD` and `non-CR/non-PD` are one.

use super::table::squash;
use crate::domain::{
    Biopsy, CtDna, EventKind, LdhTrend, LesionKind, Method, NewClass, NewLesionSearch, NlrTrend, NonTarget,
    NonTargetChange, Overall, Pet, Role, Species, UltrasoundCharacter,
};
use crate::store::tokens::Token;

/// A choice that a table cell names, by its stable word or by another spelling.
pub(super) trait CellToken: Token {
    /// Spellings besides the stable words.
    const ALIASES: &'static [(&'static str, Self)];

    /// The value that a cell names.
    fn of_cell(cell: &str) -> Option<Self> {
        Self::of_word(cell).or_else(|| {
            let cell = squash(cell);
            let own = Self::table().into_iter().find(|(_, word)| squash(word) == cell).map(|(value, _)| value);
            own.or_else(|| Self::ALIASES.iter().find(|(alias, _)| squash(alias) == cell).map(|(_, value)| *value))
        })
    }

    /// The stable words in a message: "none, present or CR".
    fn choices() -> String {
        let words: Vec<&str> = Self::table().into_iter().map(|(_, word)| word).collect();
        match words.split_last() {
            Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
            _ => words.concat(),
        }
    }
}

/// What the `state` column says of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Measured,
    Absent,
    TooSmall,
    NotEvaluable,
    Present,
    Fragmented,
    ConflictingDuplicate,
    SuspectSource,
}

/// What a value in the `value` column measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueMeasure {
    LongestDiameter,
    ShortAxis,
    SumOfDiameters,
    Volume,
}

/// The unit of the `value` column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueUnit {
    Millimeters,
    Centimeters,
    CubicCentimeters,
    Milliliters,
    CubicMillimeters,
}

macro_rules! own_tokens {
    ($($type:ident, $what:literal { $($variant:ident => $word:literal),+ $(,)? })+) => {
        $(impl Token for $type {
            const WHAT: &'static str = $what;

            fn table() -> Vec<(Self, &'static str)> {
                vec![$((Self::$variant, $word)),+]
            }
        })+
    };
}

own_tokens! {
    State, "a state" {
        Measured => "measured", Absent => "absent", TooSmall => "too_small", NotEvaluable => "not_evaluable",
        Present => "present", Fragmented => "fragmented", ConflictingDuplicate => "conflicting_duplicate",
        SuspectSource => "suspect_source",
    }
    ValueMeasure, "a measure" {
        LongestDiameter => "longest_diameter", ShortAxis => "short_axis", SumOfDiameters => "sum_of_diameters",
        Volume => "volume",
    }
    ValueUnit, "a unit" {
        Millimeters => "mm", Centimeters => "cm", CubicCentimeters => "cm3", Milliliters => "ml",
        CubicMillimeters => "mm3",
    }
}

impl Token for bool {
    const WHAT: &'static str = "a yes or no";

    fn table() -> Vec<(Self, &'static str)> {
        vec![(true, "yes"), (false, "no")]
    }
}

macro_rules! aliases {
    ($($type:ty { $($alias:literal => $value:expr),* $(,)? })+) => {
        $(impl CellToken for $type {
            const ALIASES: &'static [(&'static str, Self)] = &[$(($alias, $value)),*];
        })+
    };
}

aliases! {
    bool { "y" => true, "true" => true, "1" => true, "n" => false, "false" => false, "0" => false }
    State {
        "volume" => Self::Measured, "NE" => Self::NotEvaluable, "not evaluated" => Self::NotEvaluable,
        "not assessed" => Self::NotEvaluable, "gone" => Self::Absent, "resolved" => Self::Absent,
        "too small to measure" => Self::TooSmall,
    }
    ValueMeasure {}
    ValueUnit { "cc" => Self::CubicCentimeters, "ccm" => Self::CubicCentimeters }
    LesionKind { "node" => Self::Nodal, "lymph node" => Self::Nodal }
    Role { "new lesion" => Self::New }
    NewClass {}
    Method { "calipers" => Self::Caliper, "US" => Self::Ultrasound, "x-ray" => Self::Radiograph }
    NonTarget {}
    NonTargetChange {}
    NewLesionSearch { "yes" => Self::NoneFoundExam, "no" => Self::NotLooked }
    Overall {}
    LdhTrend {}
    NlrTrend {}
    CtDna {}
    Biopsy { "viable_tumour" => Self::ViableTumor }
    UltrasoundCharacter {}
    Pet {}
    Species { "canine" => Self::Dog }
    EventKind {}
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: CellToken + std::fmt::Debug>() {
        let words = T::table().into_iter().map(|(value, word)| (word, value));
        for (word, value) in words.chain(T::ALIASES.iter().copied()) {
            assert_eq!(T::of_cell(word), Some(value), "{word} is spelled twice or not read");
            assert_eq!(T::of_cell(&format!(" {} ", word.to_uppercase())), Some(value), "{word} in capitals");
        }
        assert_eq!(T::of_cell("something else"), None);
    }

    #[test]
    fn every_spelling_reads_as_one_value() {
        check::<bool>();
        check::<State>();
        check::<ValueMeasure>();
        check::<ValueUnit>();
        check::<LesionKind>();
        check::<Role>();
        check::<NewClass>();
        check::<Method>();
        check::<NonTarget>();
        check::<NonTargetChange>();
        check::<NewLesionSearch>();
        check::<Overall>();
        check::<LdhTrend>();
        check::<NlrTrend>();
        check::<CtDna>();
        check::<Biopsy>();
        check::<UltrasoundCharacter>();
        check::<Pet>();
        check::<Species>();
        check::<EventKind>();
        assert_eq!(NonTarget::of_cell("non-CR/non-PD"), Some(NonTarget::NonCrNonPd));
        assert_eq!(bool::choices(), "yes or no");
        assert_eq!(EventKind::of_cell("Steroid start"), Some(EventKind::SteroidStart));
    }
}
