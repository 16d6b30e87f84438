//! Red flags, confounders, and what was not recorded.

use crate::assess::{ConfounderCode, Effect, NotRecorded, RedFlagCode, StatusCause, Token};
use crate::domain::Alarm;

/// A red flag by name.
pub(in crate::explain) fn red_flag(code: RedFlagCode, text: &str, lesion: &str, causes: &str) -> String {
    let words = match code {
        RedFlagCode::Alarm(alarm) => self::alarm(alarm),
        RedFlagCode::Compromise => return format!("Compromise: {text}"),
        RedFlagCode::NewOrgan if !lesion.is_empty() => return format!("New lesion in a new organ: {lesion}"),
        RedFlagCode::NewOrgan => "New lesion in a new organ",
        RedFlagCode::CentralNervousWorse => "Brain or spinal tumor with worse signs or more steroid",
        RedFlagCode::RapidGrowth => "Rapid growth",
        RedFlagCode::SevereStatus => "Severe clinical status",
        RedFlagCode::WorseWithRapidGrowth => "Worse signs with rapid growth",
        RedFlagCode::PainDespiteAnalgesia => "Severe pain despite an analgesic",
        RedFlagCode::InfectedLesion => "Infected lesion",
        RedFlagCode::UnconfirmedDiagnosis => "Diagnosis without cytology or histology",
    };
    if causes.is_empty() { words.to_owned() } else { format!("{words}: {causes}") }
}

/// What made a clinical status worse.
pub(in crate::explain) fn status_cause(cause: StatusCause) -> String {
    match cause {
        StatusCause::Pain(grade) => format!("pain {}", grade.get()),
        StatusCause::Lethargy(grade) => format!("lethargy {}", grade.get()),
        StatusCause::Appetite(grade) => format!("appetite {}", grade.get()),
        StatusCause::Performance(grade) => format!("performance {}", grade.get()),
        StatusCause::QualityOfLife(points) => format!("quality of life {points} points lower"),
        StatusCause::WeightLoss { percent, days } => format!("weight down {percent:.0} % in {days} days"),
        StatusCause::Overall => "worse on the whole".to_owned(),
        StatusCause::Analgesic => "analgesic started or changed".to_owned(),
        StatusCause::Alarm(Alarm::Dyspnea) => "difficult breathing".to_owned(),
        StatusCause::Alarm(alarm) => self::alarm(alarm).to_lowercase(),
    }
}

/// An alarm by name.
pub(in crate::explain) const fn alarm(alarm: Alarm) -> &'static str {
    match alarm {
        Alarm::AirwayObstruction => "Airway obstruction",
        Alarm::UrinaryObstruction => "Urinary obstruction",
        Alarm::RectalObstruction => "Rectal obstruction",
        Alarm::CannotEat => "Cannot eat",
        Alarm::NeurologicSign => "New or worse neurologic sign",
        Alarm::Dyspnea => "Difficult breathing, or resting rate over 40 per minute",
        Alarm::Effusion => "Effusion",
        Alarm::Hemorrhage => "Hemorrhage",
        Alarm::Degranulation => "Mast cell degranulation signs",
        Alarm::Fracture => "Pathologic fracture or sudden severe lameness",
        Alarm::UncontrolledPain => "Pain not controlled by analgesia",
        Alarm::Hypercalcemia => "Hypercalcemia",
        Alarm::SevereImmuneEvent => "Suspected immune-related adverse event of grade 3 or more",
        Alarm::ImmuneCytopenia => "Immune-mediated hemolytic anemia or thrombocytopenia",
        Alarm::FeverWithLeftShift => "Fever with a left shift",
        Alarm::Collapse => "Collapse",
    }
}

/// What to do about a red flag.
pub(in crate::explain) const fn red_flag_action(code: RedFlagCode, token: Token) -> &'static str {
    match code {
        RedFlagCode::RapidGrowth if matches!(token, Token::TrueProgression) => {
            "Growth is confirmed and fast: examine and decide on therapy now."
        }
        RedFlagCode::Compromise
        | RedFlagCode::Alarm(
            Alarm::AirwayObstruction
            | Alarm::UrinaryObstruction
            | Alarm::Dyspnea
            | Alarm::Hemorrhage
            | Alarm::Degranulation
            | Alarm::Collapse
            | Alarm::NeurologicSign,
        ) => "Treat as an emergency today, whatever the label says.",
        RedFlagCode::InfectedLesion | RedFlagCode::Alarm(Alarm::FeverWithLeftShift) => {
            "Sample for culture and cytology before reading the size."
        }
        RedFlagCode::Alarm(Alarm::SevereImmuneEvent | Alarm::ImmuneCytopenia) => {
            "Work up the adverse event now; the next dose waits for it."
        }
        RedFlagCode::UnconfirmedDiagnosis => "Obtain cytology or histology before judging the response.",
        RedFlagCode::RapidGrowth => {
            "Examine, sample and re-image early: one look cannot tell fast growth from florid swelling."
        }
        _ => "Examine within 24 to 72 hours; image or sample now.",
    }
}

/// A confounder by name.
pub(in crate::explain) const fn confounder(code: ConfounderCode) -> &'static str {
    match code {
        ConfounderCode::NotImmune => {
            "Therapy is not immune-based; pseudoprogression is not expected and cRECIST applies"
        }
        ConfounderCode::BaselineAfterStart => "First size is after the start; earlier growth is hidden in it",
        ConfounderCode::OldBaseline => {
            "Baseline older than 28 days at the start; growth before therapy counts as later"
        }
        ConfounderCode::IncompleteBaseline => "A target not assessed at the baseline is left out of the sums",
        ConfounderCode::MethodChanged => "Another method than the size it is compared with",
        ConfounderCode::ObserverChanged => "Another person measured",
        ConfounderCode::SliceChanged => "Another slice thickness",
        ConfounderCode::SmallLesion => "A compared diameter is under 10 mm, where error dominates",
        ConfounderCode::DefaultSize => "A size is the 5 mm that stand for too small to measure",
        ConfounderCode::WithinRepeatability => "The rise is progression by rule and inside measurement error",
        ConfounderCode::Steroid => "Steroid started, stopped or changed within 4 weeks",
        ConfounderCode::Radiation => "Radiation before this size",
        ConfounderCode::Biopsy => "Biopsy or aspirate within 14 days before this size",
        ConfounderCode::Surgery => "Surgery within 28 days before this size",
        ConfounderCode::Injection => "Injected before this size; swelling is expected",
        ConfounderCode::Ablation => "Local ablation within 28 days; swelling, then slough is expected",
        ConfounderCode::Vaccination => "Vaccination within 4 weeks; nodes swell",
        ConfounderCode::Infection => "Infection or fever",
        ConfounderCode::MastCell => "Mast cell tumors swell when handled",
        ConfounderCode::Hemorrhagic => "Cystic or hemorrhagic tumors grow by bleeding",
        ConfounderCode::Lymphoma => "Lymphoma nodes swell for many reasons",
        ConfounderCode::OtherDrug => "Chemotherapy, kinase inhibitor or NSAID started; a later fall proves nothing",
        ConfounderCode::NewTherapy => "A new line of therapy was started",
        ConfounderCode::TherapyStopped => "The therapy was stopped; a later fall does not count as pseudoprogression",
        ConfounderCode::LongGap => LONG_GAP,
        ConfounderCode::ShortGap => "Under 10 days between sizes",
        ConfounderCode::WeightChange => "Body weight changed by 10 % or more",
        ConfounderCode::DominantLesion => "One lesion makes over 70 % of the sum",
        ConfounderCode::Fragmented => "A lesion has broken into parts",
        ConfounderCode::Merged => "Lesions have merged or come apart; one size is held against several",
        ConfounderCode::SignsAfterDose => "Signs within 72 hours of a dose",
        ConfounderCode::NewLesionNotEntered => "A new lesion was found but is not entered; add it with role new",
        ConfounderCode::LastNotEvaluable => {
            "The last visit could not be evaluated; this is the label of the one before"
        }
    }
}

const LONG_GAP: &str = "More than 8 weeks between sizes";

/// A gap so long that the verdict is held.
pub(in crate::explain) const HOLDING_GAP: &str = "More than 12 weeks between sizes";

/// A stop of the therapy with its date.
pub(in crate::explain) fn therapy_stopped(date: &str) -> String {
    format!("The therapy was stopped on {date}; a later fall does not count as pseudoprogression")
}

/// What a confounder does.
pub(in crate::explain) const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Block => "blocks the verdict",
        Effect::Cap => "holds the verdict at cannot tell",
        Effect::Damp => "halves the evidence",
        Effect::Flag => "noted",
    }
}

/// A cap beside a label that rests on more than size.
pub(in crate::explain) const CAP_GIVES_WAY: &str = "would hold a verdict on size alone, not this one";

/// A confounder where there is nothing that it could act on.
pub(in crate::explain) const NOTED_UNWEIGHED: &str = "noted; nothing is weighed";

/// What was not recorded.
pub(in crate::explain) const fn not_recorded(what: NotRecorded) -> &'static str {
    match what {
        NotRecorded::TherapyStart => "first dose",
        NotRecorded::TherapyClass => "therapy class",
        NotRecorded::NewLesionSearch => "search for new lesions",
        NotRecorded::Pain => "pain",
        NotRecorded::Lethargy => "lethargy",
        NotRecorded::Appetite => "appetite",
        NotRecorded::EarlierSigns => "earlier signs",
        NotRecorded::Weight => "weight",
        NotRecorded::Biopsy => "cytology",
        NotRecorded::Ldh => "LDH",
        NotRecorded::Nlr => "NLR",
        NotRecorded::CtDna => "ctDNA",
        NotRecorded::Ultrasound => "ultrasound look",
        NotRecorded::PreTherapySize => "a size before the baseline",
        NotRecorded::Method => "method",
        NotRecorded::Observer => "who measured",
        NotRecorded::Infection => "fever or infection",
        NotRecorded::Diagnosis => "how the diagnosis was made",
    }
}

pub(in crate::explain) fn not_recorded_line(list: &str) -> String {
    format!("Not recorded: {list}")
}

/// The first of them, where there are many.
pub(in crate::explain) fn not_recorded_short(first: &str, more: usize) -> String {
    format!("Not recorded: {first} and {more} more")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn the_weeks_of_a_long_gap_are_those_of_the_rules() {
        let rules = &Rules::shipped().unwrap().confounders;
        assert!(LONG_GAP.contains(&format!("than {} weeks", rules.gap_flag_days / 7)), "{LONG_GAP}");
        assert!(HOLDING_GAP.contains(&format!("than {} weeks", rules.gap_cap_days / 7)), "{HOLDING_GAP}");
    }
}
