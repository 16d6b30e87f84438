//! The owner’s sentences.

use crate::assess::{RecheckKind, Token};
use crate::explain::words::OwnerCount;

/// Why nothing can be judged yet.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::explain) enum Unjudged {
    /// Only a baseline has been measured.
    FirstSize,
    /// A new lesion was found that the record does not hold yet.
    NotEntered,
    /// There is a size, and something stands in the way of reading it.
    Meaning,
    /// Anything else, or nothing.
    Other,
}

/// Where the last size stands, as an owner may hear it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::explain) enum LastSize {
    /// Progression by rule.
    OverLine,
    /// No progression by rule.
    UnderLine,
    /// The same, and smaller than at the baseline by more than measurement error.
    Smaller,
    /// Nothing is left to measure.
    Gone,
}

/// What an owner's sentence turns on beside the label.
#[derive(Clone, Copy)]
pub(in crate::explain) struct Seen {
    /// The enlargement was one of size.
    pub(in crate::explain) by_size: bool,
    /// Where the last size stands.
    pub(in crate::explain) last: LastSize,
    /// The therapy is one after which tumors can swell.
    pub(in crate::explain) immune: bool,
    /// Why nothing can be judged yet, where an owner can be told.
    pub(in crate::explain) unjudged: Unjudged,
    /// A red flag stands, so nothing waits for the next visit.
    pub(in crate::explain) urgent: bool,
}

/// The owner's sentences: what was seen. Each has at most 20 words.
pub(in crate::explain) fn owner_sentence(token: Token, name: &str, seen: Seen) -> String {
    let Seen { by_size, last, immune, unjudged, urgent } = seen;
    let under_line = last != LastSize::OverLine;
    let bigger = if by_size && under_line && token.is_unconfirmed() {
        format!("{name} tumor had grown and has become smaller since.")
    } else if by_size {
        format!("{name} tumor is bigger.")
    } else {
        "There is something new since the last visit.".to_owned()
    };
    match token {
        Token::NotProgression if last == LastSize::Gone => format!("{name} tumor can no longer be measured."),
        Token::NotProgression if last == LastSize::Smaller => format!("{name} tumor is smaller."),
        Token::NotProgression => format!("{name} tumor has not grown beyond what measuring can show."),
        Token::GrowthBelowRule => format!("{name} tumor is a little bigger. It is too early to say what this means."),
        Token::UnconfirmedLeaningPseudo if urgent => format!("{bigger} Several signs point to swelling."),
        Token::UnconfirmedLeaningTrue if urgent => format!("{bigger} Several signs point to growth."),
        Token::ConfirmedWithinNoise if urgent => {
            format!("{name} tumor measures bigger again, by no more than measuring can err.")
        }
        Token::ResponseAfterConfirmed if urgent => format!("{name} tumor is smaller after it had grown."),
        Token::UnconfirmedLeaningPseudo => {
            format!("{bigger} Several signs point to swelling, but only the next visit can show it.")
        }
        Token::UnconfirmedLeaningTrue => {
            format!("{bigger} Several signs point to growth. The next visit will tell us more.")
        }
        Token::UnconfirmedIndeterminate if !immune => format!("{bigger} The next visit will tell us more."),
        Token::UnconfirmedIndeterminate => format!("{bigger} We cannot tell yet whether it is swelling or growth."),
        Token::TrueProgression if under_line => {
            "The growth was confirmed. The tumor has become smaller since, not enough to change that.".to_owned()
        }
        Token::TrueProgression => "A later look confirms that the cancer is growing.".to_owned(),
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
        Token::ConfoundedResponse if !immune => format!("{name} tumor is smaller."),
        Token::ConfoundedResponse => format!("{name} tumor is smaller. A change of treatment may be the reason."),
        Token::ResponseAfterConfirmed => {
            format!("{name} tumor is smaller after it had grown. We will watch it closely.")
        }
        Token::CannotAssess if unjudged == Unjudged::NotEntered => {
            "Something new was found. We complete the record before we judge what it means.".to_owned()
        }
        Token::CannotAssess if unjudged == Unjudged::FirstSize => {
            "This is the first measurement. Later ones are compared with it.".to_owned()
        }
        Token::CannotAssess if unjudged == Unjudged::Meaning => {
            "Today we cannot judge what the size of the tumor means.".to_owned()
        }
        Token::CannotAssess => "Today we cannot judge whether the tumor has changed.".to_owned(),
    }
}

/// The record ends with a death.
pub(in crate::explain) fn owner_died(name: &str, date: &str) -> String {
    match name.trim() {
        "" => format!("The patient died on {date}."),
        name => format!("{name} died on {date}."),
    }
}

pub(in crate::explain) const OWNER_CONDOLENCE: &str = "We are sorry for your loss.";

/// The owner's sentences: what happens now.
pub(in crate::explain) fn owner_now(token: Token, kind: RecheckKind, date: &str, overdue: bool) -> String {
    if kind == RecheckKind::RedFlag {
        return "Something needs attention now. Please talk with us today; we do not wait for the next visit."
            .to_owned();
    }
    if kind == RecheckKind::RemeasureNow {
        return "We measure again now, by the same person.".to_owned();
    }
    if overdue {
        return "The next look is overdue. Please call us now to arrange it.".to_owned();
    }
    match (token, date.is_empty()) {
        (Token::CannotAssess, true) => "We complete the record first, then tell you when to come back.".to_owned(),
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
pub(in crate::explain) const CALL_SOONER: [&str; 4] = [
    "trouble breathing or swallowing",
    "new pain, or much less energy",
    "not eating for a day",
    "bleeding, collapse, or a new lump",
];

/// What is known, once growth has been seen (S41): the fixed wording of the rules.
pub(in crate::explain) const KNOWN_AFTER_GROWTH: &str = "Of 100 people on these drugs whose tumors had grown on a scan, about 15 \
     (studies: 8 to 26) were later not confirmed as growing. In dogs nobody has counted yet.";

/// What is known before any growth (the article's count of all people treated, S1).
pub(in crate::explain) const KNOWN_BEFORE_GROWTH: &str = "Of 100 people on these drugs, 5 to 10 had a tumor that swelled first; \
     90 to 95 did not. In dogs nobody has counted yet.";

/// The numbers of [`KNOWN_AFTER_GROWTH`].
pub(in crate::explain) const COUNT_AFTER_GROWTH: OwnerCount = OwnerCount {
    low: 8,
    high: 26,
    who: "people whose tumors had grown on a scan",
    what: "later not confirmed as growing",
};

/// The numbers of [`KNOWN_BEFORE_GROWTH`].
pub(in crate::explain) const COUNT_BEFORE_GROWTH: OwnerCount =
    OwnerCount { low: 5, high: 10, who: "people on these drugs", what: "swelled first" };

/// For a therapy that is not immune-based.
pub(in crate::explain) const KNOWN_NOT_IMMUNE: &str =
    "This treatment does not work through the immune system, so swelling of this kind is not expected.";

pub(in crate::explain) const OWNER_DISCLAIMER: &str = "This page supports a talk with your veterinarian. It is not a diagnosis and has \
     not been validated in dogs.";

/// "Bella’s", or "the" without a name.
pub(in crate::explain) fn possessive(name: &str) -> String {
    match name.trim() {
        "" => "The".to_owned(),
        name => format!("{name}’s"),
    }
}
