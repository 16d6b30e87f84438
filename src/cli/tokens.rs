//! Stable tokens of machine output for codes that have words alone elsewhere.

use crate::assess::{Advice, CannotReason, ConfounderCode, NotRecorded, RecheckKind, RecheckReason, RedFlagCode};
use crate::store::tokens::Token as _;

/// The token of a red flag; an alarm has that of the case file.
pub(super) fn red_flag(code: RedFlagCode) -> &'static str {
    match code {
        RedFlagCode::Alarm(alarm) => alarm.word(),
        RedFlagCode::Compromise => "compromise",
        RedFlagCode::CentralNervousWorse => "central_nervous_worse",
        RedFlagCode::RapidGrowth => "rapid_growth",
        RedFlagCode::SevereStatus => "severe_status",
        RedFlagCode::WorseWithRapidGrowth => "worse_with_rapid_growth",
        RedFlagCode::NewOrgan => "new_organ",
        RedFlagCode::PainDespiteAnalgesia => "pain_despite_analgesia",
        RedFlagCode::InfectedLesion => "infected_lesion",
        RedFlagCode::UnconfirmedDiagnosis => "unconfirmed_diagnosis",
    }
}

/// The token of a confounder.
pub(super) const fn confounder(code: ConfounderCode) -> &'static str {
    match code {
        ConfounderCode::NotImmune => "not_immune",
        ConfounderCode::BaselineAfterStart => "baseline_after_start",
        ConfounderCode::OldBaseline => "old_baseline",
        ConfounderCode::IncompleteBaseline => "incomplete_baseline",
        ConfounderCode::MethodChanged => "method_changed",
        ConfounderCode::ObserverChanged => "observer_changed",
        ConfounderCode::SliceChanged => "slice_changed",
        ConfounderCode::SmallLesion => "small_lesion",
        ConfounderCode::DefaultSize => "default_size",
        ConfounderCode::WithinRepeatability => "within_repeatability",
        ConfounderCode::Steroid => "steroid",
        ConfounderCode::Radiation => "radiation",
        ConfounderCode::Biopsy => "biopsy",
        ConfounderCode::Surgery => "surgery",
        ConfounderCode::Injection => "injection",
        ConfounderCode::Ablation => "ablation",
        ConfounderCode::Vaccination => "vaccination",
        ConfounderCode::Infection => "infection",
        ConfounderCode::MastCell => "mast_cell",
        ConfounderCode::Hemorrhagic => "hemorrhagic",
        ConfounderCode::Lymphoma => "lymphoma",
        ConfounderCode::OtherDrug => "other_drug",
        ConfounderCode::NewTherapy => "new_therapy",
        ConfounderCode::LongGap => "long_gap",
        ConfounderCode::ShortGap => "short_gap",
        ConfounderCode::WeightChange => "weight_change",
        ConfounderCode::DominantLesion => "dominant_lesion",
        ConfounderCode::Fragmented => "fragmented",
        ConfounderCode::SignsAfterDose => "signs_after_dose",
        ConfounderCode::LastNotEvaluable => "last_not_evaluable",
    }
}

/// The token of something that was not recorded.
pub(super) const fn not_recorded(what: NotRecorded) -> &'static str {
    match what {
        NotRecorded::TherapyStart => "therapy_start",
        NotRecorded::TherapyClass => "therapy_class",
        NotRecorded::NewLesionSearch => "new_lesion_search",
        NotRecorded::Pain => "pain",
        NotRecorded::Lethargy => "lethargy",
        NotRecorded::Appetite => "appetite",
        NotRecorded::EarlierSigns => "earlier_signs",
        NotRecorded::Weight => "weight",
        NotRecorded::Biopsy => "biopsy",
        NotRecorded::Ldh => "ldh",
        NotRecorded::Nlr => "nlr",
        NotRecorded::CtDna => "ctdna",
        NotRecorded::Ultrasound => "ultrasound",
        NotRecorded::PreTherapySize => "pre_therapy_size",
        NotRecorded::Method => "method",
        NotRecorded::Observer => "observer",
        NotRecorded::Infection => "infection",
        NotRecorded::Diagnosis => "diagnosis",
    }
}

/// The token of a reason for which nothing can be said.
pub(super) const fn cannot(reason: CannotReason) -> &'static str {
    match reason {
        CannotReason::NoSizes => "no_sizes",
        CannotReason::NoBaseline => "no_baseline",
        CannotReason::OnlyBaseline => "only_baseline",
        CannotReason::NotEvaluable => "not_evaluable",
        CannotReason::Confounder => "confounder",
    }
}

/// The token of a kind of follow-up.
pub(super) const fn recheck_kind(kind: RecheckKind) -> &'static str {
    match kind {
        RecheckKind::RedFlag => "red_flag",
        RecheckKind::RemeasureNow => "remeasure_now",
        RecheckKind::Window => "window",
        RecheckKind::Routine => "routine",
    }
}

/// The token of the reason of a recheck.
pub(super) const fn recheck_reason(why: RecheckReason) -> &'static str {
    match why {
        RecheckReason::RedFlag => "red_flag",
        RecheckReason::OpenEpisode => "open_episode",
        RecheckReason::StillUnconfirmed => "still_unconfirmed",
        RecheckReason::TooSlow => "too_slow",
        RecheckReason::FallMustHold => "fall_must_hold",
        RecheckReason::Confirmed => "confirmed",
        RecheckReason::NothingOpen => "nothing_open",
    }
}

/// The token of an advice.
pub(super) const fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::ExamineNow => "examine_now",
        Advice::RemeasureNow => "remeasure_now",
        Advice::SampleNow => "sample_now",
        Advice::DiscussChange => "discuss_change",
        Advice::SameMethod => "same_method",
        Advice::CompleteRecord => "complete_record",
    }
}
