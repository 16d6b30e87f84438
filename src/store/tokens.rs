//! The stable words that stand for each choice in files and tables.

use crate::domain::visit::{NewLesionSearch, NonTarget, NonTargetChange};
use crate::domain::{
    Alarm, Biopsy, CtDna, Diagnosis, EventKind, LdhTrend, LesionKind, Measure, Method, NewClass, NlrTrend, Overall,
    Pet, Reading, Role, Sex, Species, TherapyClass, TimeBase, TumorGroup, UltrasoundCharacter,
};

/// A choice with a stable word for each of its values.
pub trait Token: Copy + PartialEq + Sized + 'static {
    /// What the choice is about, as it reads in a message: "a species".
    const WHAT: &'static str;

    /// Every value with its word, in the order messages list them.
    fn table() -> Vec<(Self, &'static str)>;

    /// The word of this value.
    fn word(self) -> &'static str {
        Self::table().into_iter().find(|(value, _)| *value == self).map_or("", |(_, word)| word)
    }

    /// The value of this word.
    fn of_word(word: &str) -> Option<Self> {
        Self::table().into_iter().find(|(_, own)| *own == word).map(|(value, _)| value)
    }

    /// Every word, joined for a message.
    fn words() -> String {
        Self::table().iter().map(|(_, word)| format!("\"{word}\"")).collect::<Vec<_>>().join(", ")
    }
}

macro_rules! tokens {
    ($($type:ident, $what:literal { $($variant:ident => $word:literal),+ $(,)? })+) => {
        $(impl Token for $type {
            const WHAT: &'static str = $what;

            fn table() -> Vec<(Self, &'static str)> {
                vec![$((Self::$variant, $word)),+]
            }

            // A match, so that a new value without a word does not compile.
            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        })+
    };
}

tokens! {
    Species, "a species" { Dog => "dog", Human => "human" }
    Sex, "a sex" {
        Female => "female", SpayedFemale => "spayed_female", Male => "male", CastratedMale => "castrated_male",
    }
    TumorGroup, "a tumor group" {
        Other => "other", Melanoma => "melanoma", MastCell => "mast_cell", Lymphoma => "lymphoma",
        Hemorrhagic => "hemorrhagic", CentralNervous => "central_nervous",
    }
    Diagnosis, "a way of diagnosis" {
        Histology => "histology", Cytology => "cytology", Unconfirmed => "unconfirmed",
    }
    TimeBase, "a time base" { Calendar => "calendar", DaysOnly => "days_only" }
    LesionKind, "a kind of lesion" { NonNodal => "non_nodal", Nodal => "nodal" }
    Role, "a role" { Target => "target", NonTarget => "non_target", New => "new" }
    Measure, "a measure" { SingleLesion => "single_lesion", SumOfDiameters => "sum_of_diameters" }
    NewClass, "a class of new lesion" { Target => "NLT", NonTarget => "NLNT" }
    NonTarget, "a state of non-target disease" {
        None => "none", Present => "present", CompleteResponse => "CR", NonCrNonPd => "nonCR_nonPD",
        Progression => "PD", NotEvaluable => "NE",
    }
    NonTargetChange, "a change of non-target disease" {
        Increase => "increase", Same => "same", Decrease => "decrease",
    }
    NewLesionSearch, "a search for new lesions" {
        NoneFoundImaging => "none_found_imaging", NoneFoundExam => "none_found_exam", Found => "found",
        NotLooked => "not_looked",
    }
    Overall, "a general impression" { Better => "better", Same => "same", Worse => "worse" }
    LdhTrend, "an LDH trend" { Normal => "normal", Falling => "falling", Rising => "rising", High => "high" }
    NlrTrend, "an NLR trend" { Falling => "falling", Rising => "rising" }
    CtDna, "a ctDNA result" { Undetectable => "undetectable", Down => "down", Up => "up" }
    Biopsy, "a biopsy result" {
        Inflammation => "inflammation", ViableTumor => "viable_tumor", Mixed => "mixed",
    }
    UltrasoundCharacter, "a look on ultrasound" { Hypovascular => "hypovascular", Vascular => "vascular" }
    Pet, "a PET result" { NoProgression => "no_progression", Progression => "progression" }
    Alarm, "an alarm" {
        AirwayObstruction => "airway_obstruction", UrinaryObstruction => "urinary_obstruction",
        RectalObstruction => "rectal_obstruction", CannotEat => "cannot_eat", NeurologicSign => "neurologic_sign",
        Dyspnea => "dyspnea", Effusion => "effusion", Hemorrhage => "hemorrhage", Degranulation => "degranulation",
        Fracture => "fracture", UncontrolledPain => "uncontrolled_pain", Hypercalcemia => "hypercalcemia",
        SevereImmuneEvent => "severe_immune_event", ImmuneCytopenia => "immune_cytopenia",
        FeverWithLeftShift => "fever_with_left_shift", Collapse => "collapse",
    }
}

impl Token for TherapyClass {
    const WHAT: &'static str = "a therapy class";

    fn table() -> Vec<(Self, &'static str)> {
        Self::ALL.into_iter().map(|class| (class, class.token())).collect()
    }
}

impl Token for Method {
    const WHAT: &'static str = "a method";

    fn table() -> Vec<(Self, &'static str)> {
        Self::ALL.into_iter().map(|method| (method, method.token())).collect()
    }
}

impl Token for Reading {
    const WHAT: &'static str = "a reading of the criteria";

    fn table() -> Vec<(Self, &'static str)> {
        Self::ALL.to_vec()
    }
}

impl Token for EventKind {
    const WHAT: &'static str = "a kind of event";

    fn table() -> Vec<(Self, &'static str)> {
        Self::ALL.into_iter().map(|(kind, token, _)| (kind, token)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check<T: Token + std::fmt::Debug>() {
        for (value, word) in T::table() {
            assert_eq!(T::of_word(word), Some(value), "{word} names one value of {}", T::WHAT);
            assert_eq!(value.word(), word);
        }
    }

    #[test]
    fn every_word_names_exactly_one_value() {
        check::<Alarm>();
        check::<EventKind>();
        check::<Method>();
        check::<NonTarget>();
        check::<Sex>();
        check::<TherapyClass>();
        assert_eq!(Species::of_word("cat"), None);
        assert_eq!(Species::words(), "\"dog\", \"human\"");
    }
}
