//! The words that tables use for the values of the domain, in both directions.
//!
//! A table of tokens lists each value with its own token first; the reader also takes the other spellings. Tokens are
//! compared without case, spaces and punctuation, so `nonCR_nonPD` and `non-CR/non-PD` are one.

use super::table::squash;
use crate::domain::{
    Biopsy, CtDna, EventKind, LdhTrend, LesionKind, Method, NewClass, NewLesionSearch, NlrTrend, NonTarget,
    NonTargetChange, Overall, Role, Species, UltrasoundCharacter,
};

/// A value with its spellings; the first is the one written.
type Tokens<T> = (T, &'static [&'static str]);

/// A value that tables write as a word.
pub(super) trait Token: Copy + PartialEq + 'static {
    /// Every value with its spellings, in the order of the contract.
    const TOKENS: &'static [Tokens<Self>];

    /// The value of this cell.
    fn of_cell(cell: &str) -> Option<Self> {
        // Most cells are spelled exactly, which spares comparing the squashed spellings.
        let exact = |tokens: &[&str]| tokens.contains(&cell);
        let squashed = squash(cell);
        let spelled = |tokens: &[&str]| tokens.iter().any(|token| squash(token) == squashed);
        let value = |(value, _): &Tokens<Self>| *value;
        let by = |fits: &dyn Fn(&[&str]) -> bool| Self::TOKENS.iter().find(|(_, tokens)| fits(tokens)).map(value);
        by(&exact).or_else(|| by(&spelled))
    }

    /// The token written for this value.
    fn token(self) -> &'static str {
        Self::TOKENS.iter().find(|(value, _)| *value == self).and_then(|(_, tokens)| tokens.first()).unwrap_or(&"")
    }

    /// The tokens in a message: "none, present or CR".
    fn choices() -> String {
        let firsts: Vec<&str> = Self::TOKENS.iter().filter_map(|(_, tokens)| tokens.first().copied()).collect();
        match firsts.split_last() {
            Some((last, [])) => (*last).to_owned(),
            Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
            None => String::new(),
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
    CubicMillimeters,
}

macro_rules! tokens {
    ($name:ty { $($value:expr => $tokens:expr),+ $(,)? }) => {
        impl Token for $name {
            const TOKENS: &'static [Tokens<Self>] = &[$(($value, &$tokens)),+];
        }
    };
}

tokens!(bool { true => ["yes", "y", "true", "1"], false => ["no", "n", "false", "0"] });
tokens!(State {
    Self::Measured => ["measured", "volume"],
    Self::Absent => ["absent", "gone", "resolved"],
    Self::TooSmall => ["too_small", "too small to measure"],
    Self::NotEvaluable => ["not_evaluable", "NE", "not_evaluated", "not_assessed"],
    Self::Present => ["present"],
    Self::Fragmented => ["fragmented"],
    Self::ConflictingDuplicate => ["conflicting_duplicate"],
    Self::SuspectSource => ["suspect_source"],
});
tokens!(ValueMeasure {
    Self::LongestDiameter => ["longest_diameter"],
    Self::ShortAxis => ["short_axis"],
    Self::SumOfDiameters => ["sum_of_diameters"],
    Self::Volume => ["volume"],
});
tokens!(ValueUnit {
    Self::Millimeters => ["mm"],
    Self::Centimeters => ["cm"],
    Self::CubicCentimeters => ["cm3", "ml", "cc", "ccm"],
    Self::CubicMillimeters => ["mm3"],
});
tokens!(LesionKind {
    Self::NonNodal => ["non_nodal"],
    Self::Nodal => ["nodal", "node", "lymph_node"],
});
tokens!(Role {
    Self::Target => ["target"],
    Self::NonTarget => ["non_target"],
    Self::New => ["new", "new_lesion"],
});
tokens!(NewClass { Self::Target => ["NLT"], Self::NonTarget => ["NLNT"] });
tokens!(Method {
    Self::Caliper => ["caliper", "calipers"],
    Self::Ultrasound => ["ultrasound", "US"],
    Self::Ct => ["ct"],
    Self::Mri => ["mri"],
    Self::Radiograph => ["radiograph", "x-ray"],
    Self::Palpation => ["palpation"],
});
tokens!(NonTarget {
    Self::None => ["none"],
    Self::Present => ["present"],
    Self::CompleteResponse => ["CR"],
    Self::NonCrNonPd => ["nonCR_nonPD"],
    Self::Progression => ["PD"],
    Self::NotEvaluable => ["NE"],
});
tokens!(NonTargetChange {
    Self::Increase => ["increase"],
    Self::Same => ["same"],
    Self::Decrease => ["decrease"],
});
tokens!(NewLesionSearch {
    Self::NoneFoundImaging => ["none_found_imaging"],
    Self::NoneFoundExam => ["none_found_exam", "yes"],
    Self::Found => ["found"],
    Self::NotLooked => ["not_looked", "no"],
});
tokens!(Overall { Self::Better => ["better"], Self::Same => ["same"], Self::Worse => ["worse"] });
tokens!(LdhTrend {
    Self::Normal => ["normal"],
    Self::Falling => ["falling"],
    Self::Rising => ["rising"],
    Self::High => ["high"],
});
tokens!(NlrTrend { Self::Falling => ["falling"], Self::Rising => ["rising"] });
tokens!(CtDna { Self::Undetectable => ["undetectable"], Self::Down => ["down"], Self::Up => ["up"] });
tokens!(Biopsy {
    Self::Inflammation => ["inflammation"],
    Self::ViableTumor => ["viable_tumor", "viable_tumour"],
    Self::Mixed => ["mixed"],
});
tokens!(UltrasoundCharacter { Self::Hypovascular => ["hypovascular"], Self::Vascular => ["vascular"] });
tokens!(Species { Self::Dog => ["dog", "canine"], Self::Human => ["human"] });

/// The kind of event that a cell names.
pub(super) fn event_kind_of_cell(cell: &str) -> Option<EventKind> {
    let cell = squash(cell);
    EventKind::ALL.iter().find(|(_, token, _)| squash(token) == cell).map(|(kind, ..)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Token + std::fmt::Debug>() {
        for (value, tokens) in T::TOKENS {
            for token in *tokens {
                assert_eq!(T::of_cell(token), Some(*value), "{token} is spelled twice or not read");
            }
            assert_eq!(T::of_cell(value.token()), Some(*value));
        }
        assert_eq!(T::of_cell("something else"), None);
    }

    #[test]
    fn every_token_reads_back_as_its_value() {
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
        check::<Species>();
        assert_eq!(NonTarget::of_cell("non-CR/non-PD"), Some(NonTarget::NonCrNonPd));
        assert_eq!(bool::choices(), "yes or no");
        assert_eq!(event_kind_of_cell("Steroid start"), Some(EventKind::SteroidStart));
    }
}
