//! What was found beside the clues: confounders, red flags, and what nobody recorded.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::status::StatusCause;
use crate::domain::{Alarm, LesionId};

/// Something that would have been weighed or checked, had it been recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotRecorded {
    /// The first dose of the current line.
    TherapyStart,
    /// The class of the therapy.
    TherapyClass,
    /// Whether new lesions were looked for.
    NewLesionSearch,
    /// Pain.
    Pain,
    /// Lethargy.
    Lethargy,
    /// Appetite.
    Appetite,
    /// Earlier signs to compare with.
    EarlierSigns,
    /// Body weight.
    Weight,
    /// Cytology or histology of the grown lesion.
    Biopsy,
    /// LDH.
    Ldh,
    /// NLR.
    Nlr,
    /// Circulating tumor DNA.
    CtDna,
    /// Look on ultrasound.
    Ultrasound,
    /// A size before therapy.
    PreTherapySize,
    /// How a size was measured.
    Method,
    /// Who measured.
    Observer,
    /// Whether there was an infection.
    Infection,
    /// How the diagnosis was made.
    Diagnosis,
}

/// What a confounder does to the verdict (`domain.md` section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Blocks the label.
    Block,
    /// Caps the label at indeterminate.
    Cap,
    /// Halves the evidence.
    Damp,
    /// Said, not weighed.
    Flag,
}

impl Effect {
    /// The letter of `domain.md` section 7.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Block => "B",
            Self::Cap => "C",
            Self::Damp => "D",
            Self::Flag => "F",
        }
    }
}

/// A confounder of `domain.md` section 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfounderCode {
    /// The therapy is not immune-based.
    NotImmune,
    /// The baseline was made after the start.
    BaselineAfterStart,
    /// The baseline is older than 28 days.
    OldBaseline,
    /// A target was not assessed at the baseline and is left out.
    IncompleteBaseline,
    /// The method changed between the sizes compared.
    MethodChanged,
    /// The observer changed, with a method that depends on who measures.
    ObserverChanged,
    /// The slice thickness changed.
    SliceChanged,
    /// A compared diameter is under 10 mm.
    SmallLesion,
    /// A size is the 5 mm default of a lesion too small to measure.
    DefaultSize,
    /// The rise is progression by rule but inside the repeatability limit.
    WithinRepeatability,
    /// A steroid was started, stopped or changed.
    Steroid,
    /// Radiation.
    Radiation,
    /// A biopsy or aspirate.
    Biopsy,
    /// Surgery.
    Surgery,
    /// An injection into the lesion.
    Injection,
    /// Tigilanol tiglate, electrochemotherapy or ablation.
    Ablation,
    /// A vaccination, in a case with nodes.
    Vaccination,
    /// Infection, abscess or fever.
    Infection,
    /// A mast cell tumor, which swells when handled.
    MastCell,
    /// A cystic or hemorrhagic tumor, which grows by bleeding.
    Hemorrhagic,
    /// Lymphoma, whose nodes swell for many reasons.
    Lymphoma,
    /// Chemotherapy, a kinase inhibitor or an anti-inflammatory drug was started.
    OtherDrug,
    /// A new line of therapy was started.
    NewTherapy,
    /// The therapy was stopped before this size, so that a fall is not one on the same therapy.
    TherapyStopped,
    /// More than 8 weeks between the sizes compared.
    LongGap,
    /// Under 10 days between the sizes compared.
    ShortGap,
    /// Body weight changed by 10 % or more.
    WeightChange,
    /// One lesion is over 70 % of the sum.
    DominantLesion,
    /// A lesion broke into parts.
    Fragmented,
    /// Lesions merged or came apart between the sizes compared.
    Merged,
    /// Worse signs within 72 hours of a dose.
    SignsAfterDose,
    /// The last visit could not be evaluated; the label is of the visit before.
    LastNotEvaluable,
    /// A new lesion was found and is not entered, so that no rule could count it.
    NewLesionNotEntered,
}

/// A confounder found in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Confounder {
    /// What it is.
    pub code: ConfounderCode,
    /// Everything it does, worst first.
    pub effects: BTreeSet<Effect>,
    /// The lesion it concerns, where it concerns one.
    pub lesion: Option<LesionId>,
    /// The day it happened, where it happened on one.
    pub date: Option<Date>,
}

/// What must not wait (`domain.md` 8.3, sharpened in the shipped rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RedFlagCode {
    /// An alarm of the record.
    Alarm(Alarm),
    /// A compromise in the clinician's own words.
    Compromise,
    /// A brain or spinal tumor with worse signs or more steroid.
    CentralNervousWorse,
    /// Rapid growth.
    RapidGrowth,
    /// Clinical status severe.
    SevereStatus,
    /// Clinical status worse with rapid growth.
    WorseWithRapidGrowth,
    /// A new lesion in a new organ.
    NewOrgan,
    /// Pain of grade 3 or more despite an analgesic.
    PainDespiteAnalgesia,
    /// An infected lesion.
    InfectedLesion,
    /// A diagnosis without cytology or histology.
    UnconfirmedDiagnosis,
}

/// A red flag found in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct RedFlag {
    /// What it is.
    pub code: RedFlagCode,
    /// The visit at which it stands.
    pub date: Date,
    /// The lesion it concerns, where it concerns one.
    pub lesion: Option<LesionId>,
    /// The clinician's own words, for [`RedFlagCode::Compromise`]; empty otherwise.
    pub text: String,
    /// What made the status worse, where the flag is one of status.
    pub causes: Vec<StatusCause>,
}

impl NotRecorded {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::TherapyStart => "therapy_start",
            Self::TherapyClass => "therapy_class",
            Self::NewLesionSearch => "new_lesion_search",
            Self::Pain => "pain",
            Self::Lethargy => "lethargy",
            Self::Appetite => "appetite",
            Self::EarlierSigns => "earlier_signs",
            Self::Weight => "weight",
            Self::Biopsy => "biopsy",
            Self::Ldh => "ldh",
            Self::Nlr => "nlr",
            Self::CtDna => "ctdna",
            Self::Ultrasound => "ultrasound",
            Self::PreTherapySize => "pre_therapy_size",
            Self::Method => "method",
            Self::Observer => "observer",
            Self::Infection => "infection",
            Self::Diagnosis => "diagnosis",
        }
    }
}

impl ConfounderCode {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::NotImmune => "not_immune",
            Self::BaselineAfterStart => "baseline_after_start",
            Self::OldBaseline => "old_baseline",
            Self::IncompleteBaseline => "incomplete_baseline",
            Self::MethodChanged => "method_changed",
            Self::ObserverChanged => "observer_changed",
            Self::SliceChanged => "slice_changed",
            Self::SmallLesion => "small_lesion",
            Self::DefaultSize => "default_size",
            Self::WithinRepeatability => "within_repeatability",
            Self::Steroid => "steroid",
            Self::Radiation => "radiation",
            Self::Biopsy => "biopsy",
            Self::Surgery => "surgery",
            Self::Injection => "injection",
            Self::Ablation => "ablation",
            Self::Vaccination => "vaccination",
            Self::Infection => "infection",
            Self::MastCell => "mast_cell",
            Self::Hemorrhagic => "hemorrhagic",
            Self::Lymphoma => "lymphoma",
            Self::OtherDrug => "other_drug",
            Self::NewTherapy => "new_therapy",
            Self::TherapyStopped => "therapy_stopped",
            Self::LongGap => "long_gap",
            Self::ShortGap => "short_gap",
            Self::WeightChange => "weight_change",
            Self::DominantLesion => "dominant_lesion",
            Self::Fragmented => "fragmented",
            Self::Merged => "merged",
            Self::SignsAfterDose => "signs_after_dose",
            Self::LastNotEvaluable => "last_not_evaluable",
            Self::NewLesionNotEntered => "new_lesion_not_entered",
        }
    }
}

impl RedFlagCode {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Alarm(alarm) => alarm_token(alarm),
            Self::Compromise => "compromise",
            Self::CentralNervousWorse => "central_nervous_worse",
            Self::RapidGrowth => "rapid_growth",
            Self::SevereStatus => "severe_status",
            Self::WorseWithRapidGrowth => "worse_with_rapid_growth",
            Self::NewOrgan => "new_organ",
            Self::PainDespiteAnalgesia => "pain_despite_analgesia",
            Self::InfectedLesion => "infected_lesion",
            Self::UnconfirmedDiagnosis => "unconfirmed_diagnosis",
        }
    }
}

const fn alarm_token(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::AirwayObstruction => "airway_obstruction",
        Alarm::UrinaryObstruction => "urinary_obstruction",
        Alarm::RectalObstruction => "rectal_obstruction",
        Alarm::CannotEat => "cannot_eat",
        Alarm::NeurologicSign => "neurologic_sign",
        Alarm::Dyspnea => "dyspnea",
        Alarm::Effusion => "effusion",
        Alarm::Hemorrhage => "hemorrhage",
        Alarm::Degranulation => "degranulation",
        Alarm::Fracture => "fracture",
        Alarm::UncontrolledPain => "uncontrolled_pain",
        Alarm::Hypercalcemia => "hypercalcemia",
        Alarm::SevereImmuneEvent => "severe_immune_event",
        Alarm::ImmuneCytopenia => "immune_cytopenia",
        Alarm::FeverWithLeftShift => "fever_with_left_shift",
        Alarm::Collapse => "collapse",
    }
}
