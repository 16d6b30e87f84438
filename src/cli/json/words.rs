//! The words in the JSON of an assessment.

use serde::Serialize;

use crate::assess::Assessment;
use crate::domain::Case;
use crate::explain::{ClinicianWords, owner};

#[derive(Serialize)]
pub(super) struct WordsJson<'a> {
    clinician: ClinicianJson<'a>,
    owner: OwnerJson,
}

#[derive(Serialize)]
struct ClinicianJson<'a> {
    headline: &'a str,
    subline: &'a str,
    /// What must be known of the label: that it is of an earlier visit, or why it does not lean.
    notes: &'a [String],
    strength: &'a str,
    three_explanations: &'a str,
    /// What was seen that speaks most for growth, and most against it.
    strongest: Vec<&'a str>,
    /// What moves the error of the last sizes: means of readings, an observer's own repeatability.
    readings: &'a [String],
    next_headline: &'a str,
    next: &'a [String],
    advice: &'a [String],
    not_recorded: &'a str,
    would_change: &'a [String],
    disagreement: &'a str,
    before_after: &'a str,
    hand_sum: &'a [String],
    course: &'a str,
    footer: &'a str,
}

#[derive(Serialize)]
struct OwnerJson {
    sentence: String,
    what_now: String,
    next_date: String,
    call_sooner: Vec<String>,
    what_is_known: String,
    disclaimer: String,
}

fn clinician_json(words: &ClinicianWords) -> ClinicianJson<'_> {
    ClinicianJson {
        headline: &words.headline,
        subline: &words.subline,
        notes: &words.notes,
        strength: &words.strength,
        three_explanations: &words.three_explanations,
        strongest: words.strongest.iter().map(|own| own.text.as_str()).collect(),
        readings: &words.readings,
        next_headline: &words.next_headline,
        next: &words.next_lines,
        advice: &words.advice_lines,
        not_recorded: &words.not_recorded,
        would_change: &words.would_change,
        disagreement: &words.disagreement,
        before_after: &words.before_after,
        hand_sum: &words.hand_sum,
        course: &words.chart_summary,
        footer: &words.footer,
    }
}

fn owner_json(case: &Case, assessment: &Assessment) -> OwnerJson {
    let words = owner(case, assessment);
    OwnerJson {
        sentence: words.sentence,
        what_now: words.what_now,
        next_date: words.next_date,
        call_sooner: words.call_sooner,
        what_is_known: words.what_is_known,
        disclaimer: words.disclaimer,
    }
}

pub(super) fn words_json<'a>(case: &Case, assessment: &Assessment, words: &'a ClinicianWords) -> WordsJson<'a> {
    WordsJson { clinician: clinician_json(words), owner: owner_json(case, assessment) }
}
