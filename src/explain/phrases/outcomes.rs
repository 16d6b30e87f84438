//! What happened after each enlargement, counted.

use crate::assess::{Fate, SeenIn};
use crate::domain::Species;

/// Under every count.
pub(in crate::explain) const COUNT_OF_THESE: &str = "A count of these recorded cases, not a rate for dogs or people: \
     who was recorded, looked at again and kept on the therapy was chosen, and small counts tell little.";
/// What a fall under the line can be.
pub(in crate::explain) const ERROR_TOO: &str =
    "Measurement error alone takes some sizes back under the line: back under it is not yet pseudoprogression.";
/// Where no case has an enlargement.
pub(in crate::explain) const NO_ENLARGEMENT: &str =
    "No size of these cases went over the progression line, so there is nothing to count yet.";

/// "9 enlargements in 9 dogs".
pub(in crate::explain) fn enlargements_in(count: usize, patients: usize, species: Species) -> String {
    let what = if count == 1 { "enlargement" } else { "enlargements" };
    format!("{count} {what} in {}", species.count_words(patients))
}

/// When they were seen.
pub(in crate::explain) fn seen_in(span: Option<SeenIn>, weeks: (i32, i32)) -> String {
    let (from, to) = weeks;
    match span {
        None => "All weeks of therapy".to_owned(),
        Some(SeenIn::BeforeWindow) => format!("Before week {from} of therapy"),
        Some(SeenIn::Window) => format!("Weeks {from}\u{2013}{to} of therapy"),
        Some(SeenIn::Later) => format!("After week {to} of therapy"),
        Some(SeenIn::UnknownWeek) => "Therapy start not recorded".to_owned(),
    }
}

/// What happened.
pub(in crate::explain) const fn fate(fate: Fate) -> &'static str {
    match fate {
        Fate::Confirmed => "confirmed as progression (iRECIST)",
        Fate::FellFromPeak => "fell 30 % or more off the peak within 26 weeks",
        Fate::FellUnderLine => "fell back under the line, by less than that",
        Fate::StillOver => "over the line, or progressing elsewhere, when last looked at",
        Fate::TherapyChanged => "therapy changed, or another treatment begun, before the next look",
        Fate::Died => "died before the next look",
        Fate::NotLooked => "not looked at again",
    }
}

/// The denominator of what the looks said.
pub(in crate::explain) fn looked_at(part: usize, whole: usize) -> String {
    format!("{part} of {whole} looked at again on the same therapy; of these:")
}

/// "2 of 5", with what may be said of it.
pub(in crate::explain) fn part_of(part: usize, whole: usize, interval: Option<(&str, &str)>) -> String {
    match interval {
        Some((low, high)) => format!("{part} of {whole} (95 % interval {low} to {high} of 100)"),
        None => format!("{part} of {whole} (too few for an interval)"),
    }
}

/// Those that fell after all.
pub(in crate::explain) fn fell_after_confirmed(part: usize, whole: usize) -> String {
    format!("{part} of the {whole} confirmed fell 30 % or more off the peak afterwards")
}
