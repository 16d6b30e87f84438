//! Every sentence of a verdict, for both voices.
//!
//! Short, with units; no certainty that is not there; no number without whom it was counted in.

use crate::assess::{Advice, CannotReason, ConfounderCode, Effect, NotRecorded, RedFlagCode, Strength, Token, Unused};
use crate::domain::Alarm;
use crate::rules::{Clue, Level, PriorKey, Tier};

/// At most six words.
pub(super) const fn headline(token: Token, within_error: bool) -> &'static str {
    match token {
        Token::NotProgression if within_error => "Not progression: within measurement error",
        Token::NotProgression => "Not progression",
        Token::GrowthBelowRule => "Growing, below the rule’s line",
        Token::UnconfirmedLeaningPseudo => "Unconfirmed: leaning pseudoprogression",
        Token::UnconfirmedLeaningTrue => "Unconfirmed: leaning true progression",
        Token::UnconfirmedIndeterminate => "Unconfirmed: cannot tell yet",
        Token::TrueProgression => "True progression, confirmed",
        Token::ConfirmedWithinNoise => "Confirmed by rule, within error",
        Token::PseudoDefinite => "Pseudoprogression, in retrospect",
        Token::PseudoProbable => "Probable pseudoprogression, in retrospect",
        Token::NotConfirmed => "Progression not confirmed",
        Token::ConfoundedResponse => "Smaller, after another treatment",
        Token::ResponseAfterConfirmed => "Response after confirmed progression",
        Token::CannotAssess => "Cannot assess",
    }
}

/// The label inside a sentence.
pub(super) const fn label(token: Token) -> &'static str {
    match token {
        Token::NotProgression => "not progression",
        Token::GrowthBelowRule => "growth below the rule’s line",
        Token::UnconfirmedLeaningPseudo => "leaning pseudoprogression",
        Token::UnconfirmedLeaningTrue => "leaning true progression",
        Token::UnconfirmedIndeterminate => "unconfirmed, cannot tell yet",
        Token::TrueProgression => "true progression",
        Token::ConfirmedWithinNoise => "confirmed by rule, within error",
        Token::PseudoDefinite => "pseudoprogression",
        Token::PseudoProbable => "probable pseudoprogression",
        Token::NotConfirmed => "progression not confirmed",
        Token::ConfoundedResponse => "a fall that another treatment may explain",
        Token::ResponseAfterConfirmed => "response after confirmed progression",
        Token::CannotAssess => "cannot assess",
    }
}

/// One sentence under a headline that needs no numbers.
pub(super) const fn subline(token: Token) -> &'static str {
    match token {
        Token::NotProgression => "No rule of progression is met",
        Token::GrowthBelowRule => "More than measurement error, less than the rule counts; watched as an enlargement",
        Token::UnconfirmedLeaningPseudo => "The clues favor swelling; only the next look can show it",
        Token::UnconfirmedLeaningTrue => "The clues favor growth; the next look or a sample decides",
        Token::UnconfirmedIndeterminate => "The next look decides",
        Token::TrueProgression => "Grew again after the first enlargement, beyond measurement error or elsewhere",
        Token::ConfirmedWithinNoise => "The further rise is one that measurement error alone could make: remeasure now",
        Token::PseudoDefinite => "The enlargement was followed by a response on the same therapy",
        Token::PseudoProbable => "The enlargement was followed by a fall beyond measurement error that held",
        Token::NotConfirmed => "Back under the line; swelling and measurement error cannot be told apart",
        Token::ConfoundedResponse => {
            "The fall may come from the other treatment, so it is not counted as pseudoprogression"
        }
        Token::ResponseAfterConfirmed => "Smaller on the same therapy after confirmation; one dog has been reported so",
        Token::CannotAssess => "Something stands in the way of a verdict",
    }
}

/// What opened the episode, before the subline.
pub(super) fn opened_by(by_size: bool, by_new: bool, visits: usize) -> String {
    let what = match (by_size, by_new) {
        (true, true) => "Over the line, with a new lesion",
        (true, false) if visits > 1 => return format!("Over the line at {visits} visits, not confirmed"),
        (true, false) => "One enlargement over the line",
        (false, true) => "A new lesion",
        (false, false) => "Non-target disease has grown",
    };
    what.to_owned()
}

/// Joins what opened an episode with what decides it.
pub(super) fn unconfirmed_subline(opened_by: &str, token: Token) -> String {
    let decides = match token {
        Token::UnconfirmedLeaningPseudo => "the clues favor swelling, and only the next look can show it",
        Token::UnconfirmedLeaningTrue => "the clues favor growth; the next look or a sample decides",
        _ => "the next look decides",
    };
    format!("{opened_by}; {decides}")
}

/// Why nothing can be said.
pub(super) const fn cannot(reason: CannotReason) -> &'static str {
    match reason {
        CannotReason::NoSizes => "No size is recorded yet",
        CannotReason::NoBaseline => "No size can serve as the baseline",
        CannotReason::OnlyBaseline => "Nothing has been measured since the baseline",
        CannotReason::NotEvaluable => "A target was not assessed at the last visit",
        CannotReason::Confounder => "A confounder blocks the verdict",
    }
}

/// How strong, for an unconfirmed label.
pub(super) const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Open => "the evidence does not tell",
        Strength::Weak => "weak evidence",
        Strength::Moderate => "moderate evidence",
        Strength::Strong => "strong evidence",
        Strength::Settled => "",
    }
}

/// The three explanations as counts of 100.
pub(super) fn three_explanations([error, swelling, growth]: [u32; 3]) -> String {
    format!("error {error} · swelling {swelling} · growth {growth} of 100")
}

/// When it grew.
pub(super) fn timing_seen(week: i32, day: i32, window: (i32, i32)) -> String {
    if day < window.0 {
        format!("week {week}, before the window")
    } else if day <= window.1 {
        format!("in the window, week {week}")
    } else {
        format!("week {week}, after the window")
    }
}

/// What a row of the table says.
pub(super) fn says(ln_lr: f64, next_to_nothing: bool) -> &'static str {
    let ratio = ln_lr.abs().exp();
    match (next_to_nothing, ln_lr > 0.0) {
        (true, _) => "next to no evidence",
        (false, true) if ratio < 2.0 => "favors swelling a little",
        (false, true) if ratio < 5.0 => "favors swelling",
        (false, true) => "favors swelling strongly",
        (false, false) if ratio < 2.0 => "favors growth a little",
        (false, false) if ratio < 5.0 => "favors growth",
        (false, false) => "favors growth strongly",
    }
}

pub(super) const NOT_RECORDED: &str = "not recorded";
pub(super) const NOTHING_OPEN: &str = "no enlargement to weigh";
pub(super) const NOT_WEIGHED: &str = "not weighed";
pub(super) const TITLES: [&str; 3] = ["Timing", "Symptoms", "Imaging"];

/// Clinical status in the table.
pub(super) fn status_seen(level: Level, grades: &str) -> String {
    let word = match level {
        Level::StatusImproved => "better",
        Level::StatusMildlyWorse => "one sign newly mild",
        Level::StatusWorse => "worse",
        Level::StatusSevere => "severe",
        _ => "stable",
    };
    if grades.is_empty() { word.to_owned() } else { format!("{word}, {grades}") }
}

/// New lesions in the table.
pub(super) const fn new_lesions_seen(level: Level) -> &'static str {
    match level {
        Level::NewNoneImaging => "no new lesion on imaging",
        Level::NewNoneExam => "no new lump felt",
        Level::NewNotLooked => "new lesions not looked for",
        Level::NewOne => "one new lesion",
        _ => "new lesions, or a new organ",
    }
}

/// A clue by name.
pub(super) const fn clue(clue: Clue) -> &'static str {
    match clue {
        Clue::Timing => "Timing",
        Clue::Status => "Clinical status",
        Clue::Rise => "Size of the rise",
        Clue::NewLesions => "New lesions",
        Clue::RespondedFirst => "Responded first",
        Clue::Pace => "Growth pace",
        Clue::Dissociated => "Mixed course",
        Clue::CtDna => "ctDNA",
        Clue::Ldh => "LDH",
        Clue::Nlr => "NLR",
        Clue::Ultrasound => "Ultrasound",
        Clue::Biopsy => "Cytology or histology",
        Clue::Remeasured => "Measured again",
    }
}

/// A level in words.
pub(super) const fn level(level: Level) -> &'static str {
    match level {
        Level::TimingUnder2 => "under 2 weeks from the first dose",
        Level::TimingUnder2Injected => "under 2 weeks, injected lesion",
        Level::Timing2To8 => "2 to 8 weeks from the first dose",
        Level::Timing8To12 => "8 to 12 weeks from the first dose",
        Level::Timing12To16 => "12 to 16 weeks from the first dose",
        Level::Timing16To26 => "16 to 26 weeks from the first dose",
        Level::Timing26Plus => "26 weeks or later from the first dose",
        Level::StatusImproved => "better",
        Level::StatusStable => "stable",
        Level::StatusMildlyWorse => "mildly worse",
        Level::StatusWorse => "worse",
        Level::StatusSevere => "severe",
        Level::Rise20To30 => "20 to 30 % over the nadir",
        Level::Rise30To40 => "30 to 40 % over the nadir",
        Level::Rise40To60 => "40 to 60 % over the nadir",
        Level::Rise60To100 => "60 to 100 % over the nadir",
        Level::Rise100Plus => "100 % or more over the nadir",
        Level::NewNoneImaging => "none found by imaging",
        Level::NewNoneExam => "none found by examination only",
        Level::NewNotLooked => "not looked for",
        Level::NewOne => "one",
        Level::NewSeveral => "two or more, or in a new organ",
        Level::RespondedFirst => "30 % or more below baseline before the rise",
        Level::PaceSlower => "slower than before therapy",
        Level::PaceFaster => "at least twice as fast as before therapy",
        Level::Dissociated => "some lesions shrink while others grow",
        Level::CtDnaFavorable => "not detected, or over ten times lower",
        Level::CtDnaUnfavorable => "higher",
        Level::LdhFavorable => "normal or falling",
        Level::LdhUnfavorable => "high or rising",
        Level::NlrFalling => "falling",
        Level::NlrRising => "rising",
        Level::UltrasoundHypovascular => "edematous, poorly perfused",
        Level::UltrasoundVascular => "well perfused",
        Level::BiopsyInflammation => "inflammation or necrosis, few tumor cells",
        Level::BiopsyMixed => "inflammation and viable tumor",
        Level::BiopsyViable => "viable tumor, no inflammation",
        Level::RemeasuredFell => "smaller, beyond measurement error",
        Level::RemeasuredWithin => "the same within measurement error",
        Level::RemeasuredGrew => "bigger, beyond measurement error",
    }
}

/// A level as something that may still be found.
pub(super) const fn found(level: Level) -> &'static str {
    match level {
        Level::NewOne => "a new lesion",
        Level::NewSeveral => "two new lesions, or one in a new organ",
        Level::StatusImproved => "the animal clearly better",
        Level::StatusStable => "the animal stable",
        Level::StatusMildlyWorse => "one sign newly of grade 1",
        Level::StatusWorse => "pain, lethargy or appetite loss newly of grade 2",
        Level::BiopsyInflammation => "inflammation on cytology or histology",
        Level::BiopsyViable => "viable tumor without inflammation on cytology or histology",
        Level::CtDnaFavorable => "ctDNA gone or over ten times lower",
        Level::CtDnaUnfavorable => "ctDNA higher",
        Level::UltrasoundHypovascular => "an edematous, poorly perfused lesion on ultrasound",
        Level::UltrasoundVascular => "a well perfused lesion on ultrasound",
        Level::RemeasuredFell => "smaller beyond measurement error when measured again",
        Level::RemeasuredGrew => "bigger beyond measurement error when measured again",
        other => self::level(other),
    }
}

/// What a number rests on.
pub(super) const fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::DogsCounted => "dogs, counted",
        Tier::DogsSmallSeries => "dogs, small series",
        Tier::People => "people",
        Tier::Opinion => "opinion",
    }
}

/// Why a row is not in the sum.
pub(super) const fn unused(why: Unused) -> &'static str {
    match why {
        Unused::LocalTreatment => "not weighed within 6 weeks of a local treatment",
        Unused::Steroid => "not weighed with a steroid",
        Unused::AfterDose => "not weighed within 72 hours of a dose",
        Unused::TooSlow => "not weighed: growth at this pace could not have shown yet",
        Unused::Blocked => "not weighed: a confounder blocks",
    }
}

/// What a prior is of.
pub(super) const fn prior_of(key: PriorKey) -> &'static str {
    match key {
        PriorKey::Systemic => "dogs on systemic immune therapy",
        PriorKey::Vaccine => "dogs given a tumor vaccine",
        PriorKey::Injected => "dogs, a lesion injected within 4 weeks",
        PriorKey::Uninjected => "dogs, a lesion not injected while others are",
        PriorKey::WithRadiation => "dogs, immune therapy with radiation to the lesion",
        PriorKey::NotImmune => "dogs, therapy that is not immune-based",
        PriorKey::Unknown => "dogs, therapy class not recorded",
        PriorKey::Human => "people on immune therapy",
    }
}

/// Whether anyone has counted it.
pub(super) const fn counted(key: PriorKey) -> &'static str {
    match key {
        PriorKey::Human => "counted on 152 people whose rise was measured again",
        _ => "judged, in dogs nobody has counted",
    }
}

/// The prior and posterior as natural frequencies.
pub(super) fn before_after(before: &str, after: &str, low: &str, high: &str, of: &str, counted: &str) -> String {
    format!(
        "Before looking: {before} of 100; after: {after} of 100 (range of assumptions {low}–{high}). \
         Counted are true rises that later turn out to be swelling; {of}; {counted}."
    )
}

/// The sum by hand, first line.
pub(super) fn hand_prior(prior: &str, rest: &str, odds: &str, of: &str) -> String {
    format!("Prior odds {prior} : {rest} = {odds} ({of})")
}

/// The sum by hand, second line.
pub(super) fn hand_evidence(factors: &str, product: &str, damping: &str, damped: &str) -> String {
    format!("Evidence {factors} = {product}; to the power {damping} = {damped}")
}

pub(super) const HAND_NO_EVIDENCE: &str = "Evidence: no clue is weighed, factor 1";

/// The sum by hand, third line.
pub(super) fn hand_posterior(odds: &str, damped: &str, product: &str, posterior: &str, held: bool) -> String {
    let cap = if held { ", held to the limit without tissue or ctDNA" } else { "" };
    format!("{odds} × {damped} = {product}; {product} / (1 + {product}) = {posterior} of 100{cap}")
}

/// The end of the third line, where error takes its share first.
pub(super) fn hand_noise(error: u32, swelling: u32, growth: u32) -> String {
    format!("; error takes {error}, leaving swelling {swelling} and growth {growth} of 100")
}

/// The ledger's measured ratio.
pub(super) fn measured(lr: &str, low: &str, high: &str, what: &str) -> String {
    format!("measured {lr} ({low}–{high}): {what}")
}

pub(super) const NEXT_NOTHING: &str = "Enter a first size";
pub(super) const NEXT_RED_FLAG: &str = "Do not wait: examine now";
pub(super) const NEXT_REMEASURE: &str = "Remeasure now, same person";

/// The recheck headline.
pub(super) fn next_recheck(date: &str, day: i32, method: &str) -> String {
    if method.is_empty() {
        format!("Recheck {date}, day {day}")
    } else {
        format!("Recheck {date}, day {day}, {method} again")
    }
}

/// The recheck headline after a first recheck that did not decide.
pub(super) fn next_again(date: &str, method: &str) -> String {
    if method.is_empty() { format!("Recheck {date}") } else { format!("Recheck {date}, {method} again") }
}

pub(super) fn next_overdue(date: &str) -> String {
    format!("Recheck overdue since {date}")
}

pub(super) fn next_routine(date: &str) -> String {
    format!("Routine visit {date}")
}

/// What the next size would mean.
pub(super) fn decides_below(size: &str, label: &str) -> String {
    format!("Below {size}: {label}.")
}

pub(super) fn decides_above(size: &str, label: &str) -> String {
    format!("{size} or more: {label}.")
}

pub(super) fn decides_between(date: &str) -> String {
    format!("Between: still unconfirmed; look again {date}.")
}

pub(super) fn check_from(date: &str) -> String {
    format!("An examination from {date} on informs; it cannot confirm.")
}

pub(super) fn confirm_from(provisional: &str, confirm: &str, latest: &str) -> String {
    format!("Images from {provisional} are provisional, from {confirm} they can confirm; latest {latest}.")
}

pub(super) fn second_due(date: &str) -> String {
    format!("Growth this slow cannot show in 28 days: plan {date} as well.")
}

pub(super) fn formal_recheck(date: &str) -> String {
    format!("The formal recheck stays {date}.")
}

pub(super) const FALL_MUST_HOLD: &str = "A fall beyond measurement error has to hold at the next visit to count.";

/// What else to do.
pub(super) const fn advice(advice: Advice) -> &'static str {
    match advice {
        Advice::ExamineNow => {
            "Image or sample now; discuss a change of therapy. A steroid given for swelling confounds the next size."
        }
        Advice::RemeasureNow => "Have the same person measure three times now and enter the mean.",
        Advice::SampleNow => {
            "A sample now would tell more than waiting; a recheck remains sensible if the animal is well."
        }
        Advice::DiscussChange => "Discuss a change of therapy or rescue.",
        Advice::SameMethod => "Same method, same person, same settings at the recheck.",
        Advice::CompleteRecord => "Record what is missing: it would be weighed.",
    }
}

/// A red flag by name.
pub(super) fn red_flag(code: RedFlagCode, text: &str, lesion: &str) -> String {
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
    words.to_owned()
}

const fn alarm(alarm: Alarm) -> &'static str {
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
pub(super) const fn red_flag_action(code: RedFlagCode) -> &'static str {
    match code {
        RedFlagCode::Alarm(
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
        RedFlagCode::RapidGrowth | RedFlagCode::WorseWithRapidGrowth => {
            "Examine, sample and re-image early: one look cannot tell fast growth from florid swelling."
        }
        _ => "Examine within 24 to 72 hours; image or sample now.",
    }
}

/// A confounder by name.
pub(super) const fn confounder(code: ConfounderCode) -> &'static str {
    match code {
        ConfounderCode::NotImmune => {
            "Therapy is not immune-based; pseudoprogression is not expected and cRECIST applies"
        }
        ConfounderCode::BeforeTherapy => "Enlarged before the first dose",
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
        ConfounderCode::LongGap => "More than 8 weeks between sizes",
        ConfounderCode::ShortGap => "Under 10 days between sizes",
        ConfounderCode::WeightChange => "Body weight changed by 10 % or more",
        ConfounderCode::DominantLesion => "One lesion makes over 70 % of the sum",
        ConfounderCode::Fragmented => "A lesion has broken into parts",
        ConfounderCode::SignsAfterDose => "Signs within 72 hours of a dose",
        ConfounderCode::LastNotEvaluable => {
            "The last visit could not be evaluated; this is the label of the one before"
        }
    }
}

/// What a confounder does.
pub(super) const fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Block => "blocks the verdict",
        Effect::Cap => "holds the verdict at cannot tell",
        Effect::Damp => "halves the evidence",
        Effect::Flag => "noted",
    }
}

/// What was not recorded.
pub(super) const fn not_recorded(what: NotRecorded) -> &'static str {
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

pub(super) fn not_recorded_line(list: &str) -> String {
    format!("Not recorded: {list}")
}

/// What would change the label.
pub(super) fn would_change(found: &str, label: &str) -> String {
    format!("{found}: {label}.")
}

pub(super) const NOTHING_WOULD_CHANGE: &str = "No single clue still to come would change this; the next size decides.";

/// Whether one reading decides.
pub(super) fn flips_when_read(label: &str, date: &str, size: &str, was: &str) -> String {
    format!("Flips to {label} had {date} been read as {size} instead of {was}: remeasure.")
}

pub(super) fn flips_without(label: &str, date: &str) -> String {
    format!("Flips to {label} without the sizes of {date}.")
}

pub(super) const HOLDS: &str =
    "Holds when any earlier visit is left out or the last sizes are read within their error.";

/// Where the criteria disagree.
pub(super) fn stops_here(until: &str) -> String {
    format!("cRECIST would stop here; iRECIST waits for {until}.")
}

pub(super) const STOPPED_EARLIER: &str = "cRECIST counted progression here; iRECIST did not confirm it.";
pub(super) const AREA_FIRST: &str =
    "irRC already counts progression, since an area grows faster than a diameter; cRECIST does not.";
pub(super) const AREA_CONFIRMS: &str =
    "irRC counts progression as confirmed, since it is still there; iRECIST asks for more growth.";

/// The course of the sizes.
pub(super) fn course(sizes: &str, unit: &str) -> String {
    format!("{sizes} {unit}")
}

pub(super) fn crossed(course: &str, what: &str, date: &str, week: Option<i32>) -> String {
    match week {
        Some(week) => {
            format!("{course}: the {what} crossed the progression line on {date}, in week {week} of therapy.")
        }
        None => format!("{course}: the {what} crossed the progression line on {date}."),
    }
}

pub(super) fn below_line(course: &str, what: &str) -> String {
    format!("{course}: the {what} is below the progression line.")
}

pub(super) fn above_line(course: &str, what: &str, date: &str) -> String {
    format!("{course}: the {what} is over the progression line on {date}.")
}

pub(super) fn other_progression(course: &str, what: &str, date: &str) -> String {
    format!("{course}: the {what} did not drive the progression seen on {date}.")
}

pub(super) const NO_COURSE: &str = "No size is recorded yet.";

pub(super) fn footer(rules_version: &str) -> String {
    format!("Rules {rules_version}. Not validated in dogs; the decision is yours.")
}

/// The owner's sentences: what was seen. Each has at most 20 words.
pub(super) fn owner_sentence(token: Token, name: &str, by_size: bool, smaller: bool) -> String {
    let bigger = if by_size {
        format!("{name} tumor is bigger.")
    } else {
        "There is something new since the last visit.".to_owned()
    };
    match token {
        Token::NotProgression if smaller => format!("{name} tumor is smaller."),
        Token::NotProgression => format!("{name} tumor has not grown beyond what measuring can show."),
        Token::GrowthBelowRule => format!("{name} tumor is a little bigger. It is too early to say what this means."),
        Token::UnconfirmedLeaningPseudo => {
            format!("{bigger} Several signs point to swelling, but only the next visit can show it.")
        }
        Token::UnconfirmedLeaningTrue => {
            format!("{bigger} Several signs point to growth. The next visit will tell us more.")
        }
        Token::UnconfirmedIndeterminate => format!("{bigger} We cannot tell yet whether it is swelling or growth."),
        Token::TrueProgression => "The second look confirms that the cancer is growing.".to_owned(),
        Token::ConfirmedWithinNoise => {
            format!("{name} tumor measures bigger again, by no more than measuring can err. We measure again.")
        }
        Token::PseudoDefinite => format!("{name} tumor is smaller again. The earlier rise was swelling."),
        Token::PseudoProbable => {
            format!("{name} tumor is smaller again and has stayed so. The earlier rise looks like swelling.")
        }
        Token::NotConfirmed => {
            "The growth seen before was not confirmed. It may have been swelling, or measuring.".to_owned()
        }
        Token::ConfoundedResponse => format!("{name} tumor is smaller. Another treatment may be the reason."),
        Token::ResponseAfterConfirmed => {
            format!("{name} tumor is smaller after it had grown. We will watch it closely.")
        }
        Token::CannotAssess => "Today we cannot judge whether the tumor has changed.".to_owned(),
    }
}

/// The owner's sentences: what happens now.
pub(super) fn owner_now(token: Token, red_flag: bool, remeasure: bool, date: &str) -> String {
    if red_flag {
        return "Something needs attention now. Please talk with us today; we do not wait for the next visit."
            .to_owned();
    }
    if remeasure {
        return "We measure again now, by the same person.".to_owned();
    }
    match (token, date.is_empty()) {
        (Token::TrueProgression, true) => "Your veterinarian will talk with you about the next steps.".to_owned(),
        (Token::TrueProgression, false) => {
            format!("Your veterinarian will talk with you about the next steps. Next visit: {date}.")
        }
        (_, true) => "We will tell you when to come back.".to_owned(),
        (token, false) if token.is_unconfirmed() || matches!(token, Token::GrowthBelowRule) => {
            format!("Keep the treatment as agreed with us. We look again on {date}.")
        }
        (_, false) => format!("We look again on {date}."),
    }
}

/// When an owner should call sooner (mock of the owner's page; `RULES.md` section 6 in plain words).
pub(super) const CALL_SOONER: [&str; 4] = [
    "trouble breathing or swallowing",
    "new pain, or much less energy",
    "not eating for a day",
    "bleeding, collapse, or a new lump",
];

/// What is known, once growth has been seen (S41): the fixed wording of the rules.
pub(super) const KNOWN_AFTER_GROWTH: &str = "Of 100 people on these drugs whose tumors had grown on a scan, about 15 \
     (studies: 8 to 26) were later not confirmed as growing. In dogs nobody has counted yet.";

/// What is known before any growth (the article's count of all people treated, S1).
pub(super) const KNOWN_BEFORE_GROWTH: &str = "Of 100 people on these drugs, 5 to 10 had a tumor that swelled first; \
     90 to 95 did not. In dogs nobody has counted yet.";

/// For a therapy that is not immune-based.
pub(super) const KNOWN_NOT_IMMUNE: &str =
    "This treatment does not work through the immune system, so swelling of this kind is not expected.";

pub(super) const OWNER_DISCLAIMER: &str = "This page supports a talk with your veterinarian. It is not a diagnosis and has \
     not been validated in dogs.";

/// "Bella’s", or "the" without a name.
pub(super) fn possessive(name: &str) -> String {
    match name.trim() {
        "" => "The".to_owned(),
        name => format!("{name}’s"),
    }
}
