//! Labels, headlines and what stands under them.

use crate::assess::{CannotReason, Effect, OpenReason, Strength, Token};
use crate::criteria::Driver;

/// At most six words.
pub(in crate::explain) const fn headline(token: Token, within_error: bool) -> &'static str {
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
        Token::ConfoundedResponse => "Smaller; a treatment may explain it",
        Token::ResponseAfterConfirmed => "Response after confirmed progression",
        Token::CannotAssess => "Cannot assess",
    }
}

/// The label inside a sentence.
pub(in crate::explain) const fn label(token: Token) -> &'static str {
    match token {
        Token::NotProgression => "not progression",
        Token::GrowthBelowRule => "growth below the rule’s line",
        Token::UnconfirmedLeaningPseudo => "leaning pseudoprogression",
        Token::UnconfirmedLeaningTrue => "leaning true progression",
        Token::UnconfirmedIndeterminate => "cannot tell yet",
        Token::TrueProgression => "true progression",
        Token::ConfirmedWithinNoise => "confirmed by rule, within error",
        Token::PseudoDefinite => "pseudoprogression",
        Token::PseudoProbable => "probable pseudoprogression",
        Token::NotConfirmed => "progression not confirmed",
        Token::ConfoundedResponse => "a fall that a change of treatment may explain",
        Token::ResponseAfterConfirmed => "response after confirmed progression",
        Token::CannotAssess => "cannot assess",
    }
}

/// One sentence under a headline that needs no numbers.
pub(in crate::explain) const fn subline(token: Token) -> &'static str {
    match token {
        Token::NotProgression => "No rule of progression is met",
        Token::GrowthBelowRule => "More than measurement error, less than the rule counts; watched as an enlargement",
        Token::UnconfirmedLeaningPseudo => "The clues favor swelling; only the next look can show it",
        Token::UnconfirmedLeaningTrue => "The clues favor growth; the next look or a sample decides",
        Token::UnconfirmedIndeterminate => "Later sizes decide",
        Token::TrueProgression => "Grew again after the first enlargement, beyond measurement error or elsewhere",
        Token::ConfirmedWithinNoise => "The further rise is one that measurement error alone could make: remeasure now",
        Token::PseudoDefinite => {
            "The enlargement was followed by a response, or a fall of 30 % or more, on the same therapy"
        }
        Token::PseudoProbable => "The enlargement was followed by a fall beyond measurement error that held",
        Token::NotConfirmed => "Back under the line; swelling and measurement error cannot be told apart",
        Token::ConfoundedResponse => {
            "A treatment begun or stopped may explain the fall, so it is not counted as pseudoprogression"
        }
        Token::ResponseAfterConfirmed => "Smaller on the same therapy after confirmation; one dog has been reported so",
        Token::CannotAssess => "Something stands in the way of a verdict",
    }
}

/// What opened the episode, before the subline.
pub(in crate::explain) fn opened_by(drivers: &[Driver], visits: usize) -> String {
    let what = match (drivers.contains(&Driver::Target), drivers.contains(&Driver::NewLesion)) {
        (true, true) => "Over the line, with a new lesion",
        (true, false) if visits > 1 => return format!("Over the line at {visits} visits, not confirmed"),
        (true, false) => "One enlargement over the line",
        (false, true) => "A new lesion",
        (false, false) => "Non-target disease has grown",
    };
    what.to_owned()
}

/// Joins what opened an episode with what decides it.
pub(in crate::explain) fn unconfirmed_subline(opened_by: &str, token: Token) -> String {
    let decides = match token {
        Token::UnconfirmedLeaningPseudo => "the clues favor swelling, and only the next look can show it",
        Token::UnconfirmedLeaningTrue => "the clues favor growth; the next look or a sample decides",
        _ => "later sizes decide",
    };
    format!("{opened_by}; {decides}")
}

/// An open enlargement that a death left undecided.
pub(in crate::explain) fn never_decided(date: &str) -> String {
    format!("The record ends with the death of {date}, before a later size could decide")
}

/// A fall under a therapy that is not immune-based.
pub(in crate::explain) const FELL_NOT_IMMUNE: &str =
    "The therapy is not immune-based, so the fall is not counted as pseudoprogression";

/// Why nothing can be said.
pub(in crate::explain) const fn cannot(reason: CannotReason) -> &'static str {
    match reason {
        CannotReason::NoSizes => "No size is recorded yet",
        CannotReason::NoBaseline => "No size can serve as the baseline",
        CannotReason::OnlyBaseline => "Nothing has been measured since the baseline",
        CannotReason::NotEvaluable => "A target was not assessed at the last visit",
        CannotReason::Confounder => "A confounder blocks the verdict",
        CannotReason::NoFirstDose => "The first dose is not recorded; enter it under Therapy",
        CannotReason::NewLesionNotEntered => "A new lesion was found but is not entered; add it with role new",
    }
}

/// Nothing was measured by the day of assessment, and something was later.
pub(in crate::explain) fn nothing_yet(day: &str, first: &str) -> String {
    format!("Nothing had been measured by {day}; the first size is of {first}")
}

/// A size may be a slip of the pen.
pub(in crate::explain) const SLIP_OPEN: &str =
    "A size is asked about in the table; until that is answered the verdict counts it as typed.";

/// The last visit could not be evaluated, so the label is of an earlier one.
pub(in crate::explain) fn label_of_before(lesions: &str, visit: &str, before: &str) -> String {
    let why = if lesions.is_empty() {
        "could not be evaluated".to_owned()
    } else {
        format!("could not be evaluated ({lesions} not measured)")
    };
    format!("The visit of {visit} {why}: this is the label of {before}.")
}

/// Why a label does not lean although the numbers are where one would.
pub(in crate::explain) fn open_because(reason: OpenReason, count: &str, prior: &str, caps: &str) -> String {
    match reason {
        OpenReason::GrowthByPriorAlone => format!(
            "Growth stands at {count} of 100 only because few such rises are swelling to begin with ({prior} of 100): \
             that alone is not evidence."
        ),
        OpenReason::SwellingByPriorAlone => format!(
            "Swelling stands at {count} of 100 only because many such rises are swelling to begin with ({prior} of \
             100): that alone is not evidence."
        ),
        OpenReason::GrowthCapped => format!("What was seen points to growth, but is held at cannot tell: {caps}."),
        OpenReason::SwellingCapped => format!("What was seen points to swelling, but is held at cannot tell: {caps}."),
        OpenReason::SwellingMayBeError => {
            "What was seen points to swelling, but measurement error explains the rise as well.".to_owned()
        }
        OpenReason::SwellingCannotCount => {
            "What was seen points to swelling, but a later fall would not count as pseudoprogression: the therapy is \
             not immune-based, or was stopped or changed."
                .to_owned()
        }
    }
}

/// What was seen that raises the share of growth most.
pub(in crate::explain) fn most_for_growth(what: &str) -> String {
    format!("Most for growth: {what}")
}

/// What was seen that lowers the share of growth most.
pub(in crate::explain) fn most_against_growth(what: &str) -> String {
    format!("Most against: {what}")
}

/// Where nothing seen raises it.
pub(in crate::explain) fn only_before_looking(prior: &str) -> String {
    format!("nothing seen; few such rises are swelling ({prior} of 100)")
}

pub(in crate::explain) const NOTHING_SEEN: &str = "nothing seen";

/// What measurement error takes of the whole.
pub(in crate::explain) fn error_takes(count: &str) -> String {
    format!("measurement error ({count} of 100)")
}

/// A clue with what was seen of it.
pub(in crate::explain) fn clue_seen(clue: &str, level: &str) -> String {
    format!("{clue}, {level}")
}

/// Enlargements before this one that came to nothing.
pub(in crate::explain) fn went_back(dates: &str, several: bool) -> String {
    let (rises, them) = if several { ("Rises", "they") } else { ("A rise", "it") };
    format!("{rises} over the line before this one, on {dates}: {them} went back under it.")
}

/// What holds a label or halves the evidence, beside the headline.
pub(in crate::explain) fn held_back(effect: Effect, names: &str) -> String {
    match effect {
        Effect::Block | Effect::Cap => format!("Held at cannot tell: {names}."),
        Effect::Damp | Effect::Flag => format!("The evidence counts half: {names}."),
    }
}

/// How strong, for an unconfirmed label.
pub(in crate::explain) const fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Open => "the evidence does not tell",
        Strength::Weak => "weak evidence",
        Strength::Moderate => "moderate evidence",
        Strength::Strong => "strong evidence",
        Strength::Settled => "",
    }
}

/// Beside a label that stays open although what was seen points one way.
pub(in crate::explain) const HELD: &str = "what was seen is held back";

/// The three explanations as counts of 100.
pub(in crate::explain) fn three_explanations([error, swelling, growth]: [u32; 3]) -> String {
    format!("error {error} · swelling {swelling} · growth {growth} of 100")
}
