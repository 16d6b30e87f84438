//! The words of plots of many cases: every count with its denominator and its species.

use std::collections::BTreeMap;

use super::super::format::Clock;
pub(super) use super::super::format::signed_words as change_words;
use super::{CohortPlot, Drawn, Sifted};
use crate::domain::{DateForm, Species};

/// Under every plot of many cases.
pub(super) const OF_THESE_CASES: &str = "These recorded cases, not a rate for dogs or people: who was treated, recorded and \
     measured again was chosen.";

/// So many names are listed for one reason.
const MOST_NAMES: usize = 12;

/// "18 Mar" has no place among cases: "week 6", "at therapy start".
pub(super) fn week_words(day: i32) -> String {
    Clock { day_zero: None, start_known: true, dates: DateForm::default() }.week_words(day)
}

/// "4 of 12 dogs, 1 of 3 people": those for which `holds`; `None` where there is none.
pub(super) fn part_of(drawn: &[Drawn<'_>], holds: impl Fn(&Drawn<'_>) -> bool) -> Option<String> {
    let words = parts_of(|species| {
        let own = || drawn.iter().filter(|own| own.course.species == species);
        (own().filter(|own| holds(own)).count(), own().count())
    });
    drawn.iter().any(holds).then_some(words)
}

/// Dogs before people, each with its denominator; `count` gives part and whole.
fn parts_of(count: impl Fn(Species) -> (usize, usize)) -> String {
    let of = |species: Species| {
        let (part, all) = count(species);
        (all > 0).then(|| format!("{part} of {}", species.count_words(all)))
    };
    [Species::Dog, Species::Human].into_iter().filter_map(of).collect::<Vec<_>>().join(", ")
}

/// "12 of 15 dogs, 2 of 2 people drawn".
pub(super) fn drawn_words(sifted: &Sifted<'_>) -> String {
    let known = || sifted.all.iter().filter_map(|case| case.course.ok());
    let words = parts_of(|species| {
        let drawn = sifted.drawn.iter().filter(|own| own.course.species == species).count();
        (drawn, known().filter(|course| course.species == species).count())
    });
    let unread = sifted.all.len() - known().count();
    match (words.is_empty(), unread) {
        (_, 0) => format!("{words} drawn"),
        (true, _) => format!("0 of {unread} cases drawn"),
        (false, unread) => format!("{words} drawn; {unread} more without a course to draw"),
    }
}

/// One sentence for an empty plot.
pub(super) fn nothing_drawn(sifted: &Sifted<'_>, plot: CohortPlot) -> String {
    if sifted.all.is_empty() {
        return "No case to draw".to_owned();
    }
    let cases =
        if sifted.all.len() == 1 { "The case".to_owned() } else { format!("None of {} cases", sifted.all.len()) };
    let verb = if sifted.all.len() == 1 { "does not have" } else { "has" };
    match plot {
        CohortPlot::Spider => format!("{cases} {verb} a therapy start, a baseline and a later size"),
        CohortPlot::Waterfall => format!("{cases} {verb} a baseline and a later size"),
        CohortPlot::Swimmer => format!("{cases} {verb} a therapy start and a visit after it"),
    }
}

/// A sentence a reason, with the names.
pub(super) fn left_out(sifted: &Sifted<'_>) -> Vec<String> {
    let mut reasons: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, reason) in &sifted.left_out {
        reasons.entry(reason).or_default().push(name);
    }
    let all = sifted.all.len();
    let line = |(reason, names): (&str, Vec<&str>)| {
        let listed = names.iter().take(MOST_NAMES).copied().collect::<Vec<_>>().join(", ");
        let more = names.len().saturating_sub(MOST_NAMES);
        let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("Not drawn, {} of {all} cases, {reason}: {listed}{rest}", names.len())
    };
    reasons.into_iter().map(line).collect()
}

/// What the changes are of, where not all are of diameters as measured.
pub(super) fn volumes(drawn: &[Drawn<'_>]) -> Option<String> {
    let part = part_of(drawn, |own| own.course.by_volume)?;
    Some(format!("Measured by volume, {part}: drawn as the change of the diameter that it amounts to (cube root)"))
}

/// A case by its name, species, tumor and therapy.
pub(super) fn identity(own: &Drawn<'_>) -> String {
    let species = match own.course.species {
        Species::Dog => "dog",
        Species::Human => "person",
    };
    let about = if own.case.about.is_empty() { String::new() } else { format!(", {}", own.case.about) };
    format!("{}, {species}{about}", own.case.name)
}

/// "best response partial response (iRECIST)".
pub(super) fn best_words(own: &Drawn<'_>) -> String {
    format!("best response: {} (iRECIST)", own.category().words())
}
