//! Clues, their levels, and the sum by hand.

use crate::assess::Unused;
use crate::domain::capitalized;
use crate::rules::{Clue, Level, PriorKey, Tier};

/// When it was seen to have grown; without an enlargement, when it was last measured.
pub(in crate::explain) fn timing_seen(week: i32, day: i32, window: (i32, i32), enlarged: bool) -> String {
    let place = place_in_window(day, window);
    if enlarged { format!("first seen in week {week}, {place}") } else { format!("week {week}, {place}") }
}

/// The same, counted from a later line of therapy.
pub(in crate::explain) fn timing_of_new_line(week: i32, day: i32, window: (i32, i32)) -> String {
    format!("first seen in week {week} of the new line, {}", place_in_window(day, window))
}

const fn place_in_window(day: i32, window: (i32, i32)) -> &'static str {
    if day < window.0 {
        "before the window"
    } else if day <= window.1 {
        "in the window"
    } else {
        "after the window"
    }
}

/// What was seen at an earlier visit than the last.
pub(in crate::explain) fn seen_on(seen: &str, date: &str) -> String {
    format!("{seen}, on {date}")
}

/// What a row of the table says.
pub(in crate::explain) fn says(ln_lr: f64, next_to_nothing: bool) -> &'static str {
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

pub(in crate::explain) const NOT_RECORDED: &str = "not recorded";
pub(in crate::explain) const NOTHING_OPEN: &str = "no enlargement to weigh";
pub(in crate::explain) const SETTLED: &str = "settled by later sizes";
/// The change of a size, where it is no reason for growth.
pub(in crate::explain) const UNDER_THE_LINE: &str = "under the line: not counted as growth";
pub(in crate::explain) const WENT_BACK: &str = "went back: no reason for growth now";
pub(in crate::explain) const NO_SUM_NOTHING_OPEN: &str = "No sum: there is no enlargement to weigh.";
pub(in crate::explain) const NO_SUM_SETTLED: &str = "No sum: later sizes have settled it.";
pub(in crate::explain) const NOT_WEIGHED: &str = "not weighed";
pub(in crate::explain) const TITLES: [&str; 3] = ["Timing", "Symptoms", "Imaging"];

/// Clinical status in the table.
pub(in crate::explain) fn status_seen(level: Level, causes: &str, grades: &str) -> String {
    let word = match level {
        Level::StatusImproved => "better",
        Level::StatusMildlyWorse => "one sign newly mild",
        Level::StatusWorse => "worse",
        Level::StatusSevere => "severe",
        _ => "stable",
    };
    let word = if causes.is_empty() { word.to_owned() } else { format!("{word} ({causes})") };
    if grades.is_empty() { word } else { format!("{word}, {grades}") }
}

/// What a change is from: a size under the nadir is the new nadir, and is told from the one before.
pub(in crate::explain) const fn from_nadir(is_lower: bool) -> &'static str {
    if is_lower { "from the nadir before" } else { "from nadir" }
}

/// A change of the sum of diameters.
pub(in crate::explain) fn change_of_sum(percent: &str, from: &str) -> String {
    format!("{percent} % of the sum {from}")
}

/// The change at the first rise before the change now.
pub(in crate::explain) fn first_then(first: &str, now: &str) -> String {
    format!("{first} % at first, now {now}")
}

/// A change of volume, with that of the diameter of the equal sphere.
pub(in crate::explain) fn change_of_volume(percent: &str, diameter: Option<&str>, from: &str) -> String {
    match diameter {
        Some(diameter) => format!("{percent} % of volume {from} ({diameter} % in diameter)"),
        None => format!("{percent} % of volume {from}"),
    }
}

/// New lesions in the table.
pub(in crate::explain) const fn new_lesions_seen(level: Level) -> &'static str {
    match level {
        Level::NewNoneImaging => "no new lesion on imaging",
        Level::NewNoneExam => "no new lump felt",
        Level::NewNotLooked => "new lesions not looked for",
        Level::NewOne => "one new lesion",
        _ => "new lesions, or a new organ",
    }
}

/// A clue by name.
pub(in crate::explain) const fn clue(clue: Clue) -> &'static str {
    match clue {
        Clue::Timing => "Timing",
        Clue::Status => "Clinical status",
        Clue::Rise => "Size when first seen",
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
        Clue::Pet => "FDG-PET",
        Clue::ImmuneActivity => "Immune activity",
    }
}

/// A level in words.
pub(in crate::explain) const fn level(level: Level) -> &'static str {
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
        Level::Rise20To30 => "20 to 30 % over the nadir, by diameter",
        Level::Rise30To40 => "30 to 40 % over the nadir, by diameter",
        Level::Rise40To60 => "40 to 60 % over the nadir, by diameter",
        Level::Rise60To100 => "60 to 100 % over the nadir, by diameter",
        Level::Rise100Plus => "100 % or more over the nadir, by diameter",
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
        Level::PetNoProgression => "no progression",
        Level::PetProgression => "progression",
        Level::ImmuneActivity => "hair or skin whitening, or the like",
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
pub(in crate::explain) const fn found(level: Level) -> &'static str {
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
        Level::PetNoProgression => "no progression on PET",
        Level::PetProgression => "progression on PET",
        Level::RemeasuredFell => "smaller beyond measurement error when measured again",
        Level::RemeasuredGrew => "bigger beyond measurement error when measured again",
        other => self::level(other),
    }
}

/// What a number rests on.
pub(in crate::explain) const fn tier(tier: Tier) -> &'static str {
    match tier {
        Tier::DogsCounted => "dogs, counted",
        Tier::DogsSmallSeries => "dogs, small series",
        Tier::People => "people",
        Tier::Opinion => "opinion",
    }
}

/// Why a row is not in the sum.
pub(in crate::explain) const fn unused(why: Unused) -> &'static str {
    match why {
        Unused::LocalTreatment => "not weighed within 6 weeks of a local treatment",
        Unused::Steroid => "not weighed with a steroid",
        Unused::AfterDose => "not weighed within 72 hours of a dose",
        Unused::TooSlow => "not weighed: growth at this pace could not have shown yet",
        Unused::BesideAlarm => "not weighed beside a red flag",
        Unused::Blocked => "not weighed while no verdict can be given",
    }
}

/// What a prior is of.
pub(in crate::explain) const fn prior_of(key: PriorKey) -> &'static str {
    match key {
        PriorKey::Systemic => "dogs on systemic immune therapy",
        PriorKey::Vaccine => "dogs given a tumor vaccine",
        PriorKey::Injected => "dogs, a lesion injected within 4 weeks",
        PriorKey::Uninjected => "dogs, a lesion not injected while others are",
        PriorKey::WithRadiation => "dogs, immune therapy with radiation to the lesion",
        PriorKey::NotImmune => "therapy that is not immune-based",
        PriorKey::Unknown => "dogs, therapy class not recorded",
        PriorKey::Human => "people on immune therapy",
    }
}

/// Whether anyone has counted it.
pub(in crate::explain) const fn counted(key: PriorKey) -> &'static str {
    match key {
        PriorKey::Human => "counted on 152 people whose rise was measured again",
        _ => "judged, in dogs nobody has counted",
    }
}

/// The prior and posterior as natural frequencies.
pub(in crate::explain) fn before_after(
    before: &str,
    after: &str,
    low: &str,
    high: &str,
    of: &str,
    counted: &str,
) -> String {
    let of = capitalized(of);
    format!(
        "Before looking, swelling in {before} of 100 true rises; after, {after} (range of assumptions {low}–{high}). \
         {of}; {counted}."
    )
}

/// The sum by hand, first line.
pub(in crate::explain) fn hand_prior(prior: &str, rest: &str, odds: &str, of: &str) -> String {
    format!("Prior odds {prior} : {rest} = {odds} ({of})")
}

/// The sum by hand, second line.
pub(in crate::explain) fn hand_evidence(factors: &str, product: &str, damping: &str, damped: &str) -> String {
    format!("Evidence {factors} = {product}; to the power {damping} = {damped}")
}

/// The second line with the size row, which counts in full unless a confounder damps.
pub(in crate::explain) fn hand_size(others: &str, size: &str, power: Option<&str>, product: &str) -> String {
    format!("{others}; times {} = {product}", size_weighed(size, power))
}

pub(in crate::explain) fn hand_size_alone(size: &str, power: Option<&str>, product: &str) -> String {
    let size = size_weighed(size, power);
    if power.is_none() { format!("Evidence {size}") } else { format!("Evidence {size} = {product}") }
}

fn size_weighed(size: &str, power: Option<&str>) -> String {
    match power {
        None => format!("{size} of the new size in full"),
        Some(power) => format!("{size} of the new size to the power {power}"),
    }
}

pub(in crate::explain) const HAND_NO_EVIDENCE: &str = "Evidence: no clue is weighed, factor 1";

/// Which end of the range that clues alone may reach holds a posterior.
#[derive(Clone, Copy, Debug)]
pub(in crate::explain) enum Limit {
    /// The low end.
    Least,
    /// The high end.
    Most,
}

/// The sum by hand, third line.
pub(in crate::explain) fn hand_posterior(
    odds: &str,
    damped: &str,
    product: &str,
    posterior: &str,
    held: Option<Limit>,
) -> String {
    let share = format!("{odds} × {damped} = {product}; {product} / (1 + {product})");
    let limit = match held {
        None => return format!("{share} = {posterior} of 100"),
        Some(Limit::Least) => "the least",
        Some(Limit::Most) => "the most",
    };
    format!("{share}, held at {posterior} of 100, {limit} without tissue or ctDNA")
}

/// The end of the third line, where error takes its share first.
pub(in crate::explain) fn hand_noise(error: u32, swelling: u32, growth: u32) -> String {
    format!("; error takes {error}, leaving swelling {swelling} and growth {growth} of 100")
}

/// The ledger's measured ratio.
pub(in crate::explain) fn measured(lr: &str, low: &str, high: &str, what: &str) -> String {
    format!("measured {lr} ({low}–{high}): {what}")
}
