//! What happened after each enlargement, in words: never a share without what it is of.

use super::format::of_100;
use super::phrases;
use crate::assess::{Fate, FateCount, wilson};
use crate::domain::clock::DAYS_PER_WEEK;

/// One species and one span of weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutcomeGroup {
    /// When: "Weeks 2–8 of therapy".
    pub when: String,
    /// Of what: "5 enlargements in 5 dogs".
    pub of: String,
    /// How many were looked at again.
    pub looked_at: String,
    /// What these looks said: the count, and the words.
    pub looks: Vec<(String, &'static str)>,
    /// Why the others were not looked at: the count, and the words; those that did not happen are left out.
    pub others: Vec<(String, &'static str)>,
    /// What else is to be said.
    pub note: Option<String>,
}

/// The groups in words, and what is to be said under them; `window_days` are those of the rules.
pub fn outcomes(counts: &[FateCount], window_days: (i32, i32)) -> (Vec<OutcomeGroup>, Vec<&'static str>) {
    if counts.is_empty() {
        return (Vec::new(), vec![phrases::NO_ENLARGEMENT]);
    }
    let weeks = (window_days.0 / DAYS_PER_WEEK, window_days.1 / DAYS_PER_WEEK);
    let groups = counts.iter().map(|count| group(count, weeks)).collect();
    (groups, vec![phrases::ERROR_TOO, phrases::COUNT_OF_THESE])
}

fn group(count: &FateCount, weeks: (i32, i32)) -> OutcomeGroup {
    let looked_at = count.looked_at();
    let confirmed = count.of(Fate::Confirmed);
    let looks = Fate::ALL.into_iter().filter(|fate| fate.was_looked_at() && looked_at > 0);
    let others = Fate::ALL.into_iter().filter(|fate| !fate.was_looked_at() && count.of(*fate) > 0);
    OutcomeGroup {
        when: phrases::seen_in(count.seen_in, weeks),
        of: phrases::enlargements_in(count.enlargements, count.patients, count.species),
        looked_at: phrases::looked_at(looked_at, count.enlargements),
        looks: looks.map(|fate| (part_of(count.of(fate), looked_at), phrases::fate(fate))).collect(),
        others: others
            .map(|fate| (format!("{} of {}", count.of(fate), count.enlargements), phrases::fate(fate)))
            .collect(),
        note: (confirmed > 0).then(|| phrases::fell_after_confirmed(count.fell_after_confirmed, confirmed)),
    }
}

fn part_of(part: usize, whole: usize) -> String {
    let ends = wilson(part, whole).map(|(low, high)| (of_100(low), of_100(high)));
    phrases::part_of(part, whole, ends.as_ref().map(|(low, high)| (low.as_str(), high.as_str())))
}
