//! Why a visit has its category, where the criteria disagree about it, and what the rows come to.

use crate::criteria::{Driver, Ground};
use crate::domain::{NonTarget, Reading};

/// The sum against its nadir; `change` is "+23.3 %, +14 mm".
pub(in crate::explain) fn over_nadir(now: &str, nadir: &str, date: &str, change: &str, says: &str) -> String {
    format!("{now} against a nadir of {nadir} on {date}: {change}; {says}")
}

/// What a sum at or over the line is.
pub(in crate::explain) fn line_reached(percent: &str, floor: Option<&str>) -> String {
    match floor {
        Some(floor) => format!("RECIST calls {percent} and {floor} progression"),
        None => format!("the volume equivalent of RECIST calls {percent} progression"),
    }
}

/// Where the line is that a sum did not reach.
pub(in crate::explain) fn line_not_reached(line: &str) -> String {
    format!("progression from {line}")
}

pub(in crate::explain) fn after_zero(now: &str, date: &str) -> String {
    format!("{now} after every target was gone on {date}: any size is progression")
}

pub(in crate::explain) fn still_zero(date: &str) -> String {
    format!("Nothing to measure, as on {date}")
}

pub(in crate::explain) fn below_floor(rise: &str, floor: &str) -> String {
    format!("The percentage is reached, the {floor} that RECIST also asks for are not: {rise}")
}

pub(in crate::explain) fn against_baseline(
    change: &str,
    baseline: &str,
    date: &str,
    line: &str,
    reached: bool,
) -> String {
    let says = if reached { "a partial response is" } else { "a partial response would be" };
    format!("{change} against the baseline of {baseline} on {date}; {says} {line} or less")
}

pub(in crate::explain) const TARGETS_GONE: &str = "Every target is gone, or a node under 10 mm: complete";
pub(in crate::explain) const RESPONSE_KEPT: &str = "A partial response is kept until progression is met";
pub(in crate::explain) const NEW_PRECLUDE_COMPLETE: &str = "New lesions are still there, so it is not complete";
pub(in crate::explain) const NON_TARGET_INCREASE: &str = "Non-target disease increased further: iRECIST confirms";
pub(in crate::explain) const NOT_INCREASED: &str =
    "Still progression and not increased by enough to confirm: iRECIST stays unconfirmed";
pub(in crate::explain) const NEW_LESIONS_HOLD: &str =
    "The new lesions neither went nor shrank and the targets did not respond: iRECIST stays unconfirmed";
pub(in crate::explain) const BAR_RESET: &str =
    "The progression was not confirmed: iRECIST resets the bar, and it must occur anew";

pub(in crate::explain) fn reappeared(lesions: &str) -> String {
    format!("Back after a complete response: {lesions}; progression at any size")
}

pub(in crate::explain) const NON_TARGET_REAPPEARED: &str =
    "Back after a complete response: non-target disease; progression";

pub(in crate::explain) fn not_assessed(lesions: &str) -> String {
    format!("Not assessed: {lesions}")
}

pub(in crate::explain) fn in_parts(lesions: &str) -> String {
    format!("In parts, whose sizes are added: {lesions}")
}

pub(in crate::explain) fn merged(lesion: &str, into: &str) -> String {
    format!(
        "{lesion} has merged into {into}: the size of {into} is that of both, and {lesion} adds nothing and is not gone"
    )
}

pub(in crate::explain) const fn non_target(state: NonTarget) -> &'static str {
    match state {
        NonTarget::None => "No non-target disease",
        NonTarget::Present | NonTarget::NonCrNonPd => "Non-target disease persists, not unequivocally worse",
        NonTarget::CompleteResponse => "Non-target disease is gone",
        NonTarget::Progression => "Non-target disease progressed unequivocally: progression",
        NonTarget::NotEvaluable => "Non-target disease was not evaluated",
    }
}

pub(in crate::explain) fn new_lesions(lesions: &str) -> String {
    format!("New lesions, not known to be gone: {lesions}; progression by cRECIST")
}

pub(in crate::explain) fn first_seen(lesions: &str) -> String {
    format!("Never seen before: {lesions}")
}

pub(in crate::explain) fn equivocal(lesions: &str) -> String {
    format!("Suspected, not counted until certain: {lesions}; image again")
}

pub(in crate::explain) fn proved(lesions: &str, date: &str) -> String {
    format!("Suspected on {date} and certain now: {lesions}; the progression is dated to {date}")
}

/// What drives a progression.
pub(in crate::explain) const fn driver(driver: Driver) -> &'static str {
    match driver {
        Driver::Target => "the target sum",
        Driver::NonTarget => "non-target disease",
        Driver::NewLesion => "new lesions",
    }
}

pub(in crate::explain) fn first_unconfirmed(drivers: &str, from: &str, to: &str) -> String {
    format!("iRECIST: progression by {drivers}, unconfirmed; a further increase from {from} to {to} confirms")
}

pub(in crate::explain) fn further_rise(
    now: &str,
    from: &str,
    date: &str,
    change: &str,
    needed: &str,
    reached: bool,
) -> String {
    let says = if reached { format!("{needed} more confirm") } else { format!("it takes {needed} more to confirm") };
    format!("iRECIST: {now} against {from} on {date}, {change}; {says}")
}

/// A rise on a volume basis.
pub(in crate::explain) fn of_equal_sphere(rise: &str) -> String {
    format!("{rise} in the sphere of equal volume")
}

pub(in crate::explain) const FROM_NOTHING: &str = "from nothing";

pub(in crate::explain) fn additional_new(lesions: &str) -> String {
    format!("More new lesions since the first iUPD: {lesions}; iRECIST confirms")
}

pub(in crate::explain) fn new_sum_rise(from: &str, to: &str) -> String {
    format!("The new lesions grew together from {from} to {to}")
}

pub(in crate::explain) fn new_grew(lesions: &str) -> String {
    format!("New lesions that grew: {lesions}")
}

pub(in crate::explain) fn other_category(driver: &str) -> String {
    format!("Progression in a category that was not part of the first iUPD: {driver}; iRECIST confirms")
}

pub(in crate::explain) fn too_early(days: i32, earliest: i32) -> String {
    format!("{days} days after the first iUPD: before day {earliest} a scan neither confirms nor resets")
}

pub(in crate::explain) fn late(days: i32, latest: i32, counts: bool) -> String {
    let says = if counts { "confirmed late, and flagged" } else { "not counted, a new window begins" };
    format!("{days} days after the first iUPD, over {latest}: {says}")
}

pub(in crate::explain) fn reset_needs_fall(now: &str, from: &str, date: &str) -> String {
    format!("{now} against {from} on {date}: stable, and by this case’s reading a reset needs a fall of 5 mm")
}

pub(in crate::explain) fn confirmed_before(date: &str) -> String {
    format!("Progression was confirmed on {date}; iRECIST ends there. Responses after it are reported")
}

pub(in crate::explain) fn total_burden(now: &str, nadir: &str, change: &str) -> String {
    format!("irRC: {now} mm² in two diameters, new lesions included, against a nadir of {nadir} mm²: {change}")
}

/// Where the criteria disagree about a visit.
pub(in crate::explain) const FLOOR_DECIDES: &str =
    "Enough percent and under 5 mm: stable by diameters; by area irRC counts progression";
pub(in crate::explain) const AREA_DECIDES: &str =
    "An area grows faster than a diameter: irRC counts progression, the sum of diameters is none";
pub(in crate::explain) const NEW_LESION_DECIDES: &str =
    "A new lesion is progression by cRECIST, and by iRECIST once confirmed; irRC adds its size and counts none";
pub(in crate::explain) const STANDING_DECIDES: &str =
    "Unchanged is confirmed by irRC, which asks that it still be there; iRECIST asks for more growth";
pub(in crate::explain) const NON_TARGET_DECIDES: &str =
    "Non-target growth is progression by cRECIST; irRC lets it preclude a complete response alone";
pub(in crate::explain) const NODE_DECIDES: &str =
    "Nodes under 10 mm are normal by cRECIST; irRC has no rule for nodes, so it is not complete there";
pub(in crate::explain) const WAIT_DECIDES: &str = "cRECIST would stop here; iRECIST waits for confirmation";
pub(in crate::explain) const RESET_DECIDES: &str =
    "cRECIST ended at an earlier progression that iRECIST did not confirm";
pub(in crate::explain) const ENDED_DECIDES: &str =
    "iRECIST ended at its confirmed progression; cRECIST looks at this visit alone";
pub(in crate::explain) const ONE_LESION_DECIDES: &str =
    "One lesion alone grew by a quarter in area: progression by WHO, not by a sum";
pub(in crate::explain) const ADDED_DECIDES: &str =
    "irRECIST adds the new lesions to the sum, which is not progression with them";
pub(in crate::explain) const INJECTED_DECIDES: &str =
    "The injected and the other lesions differ: a swollen injected lesion says little of the rest";
pub(in crate::explain) const LONGEST_DECIDES: &str =
    "Lymphoma criteria take the longest diameters of nodes, RECIST their short axes";

/// What the rows come to, by name.
pub(in crate::explain) const BEST_CRECIST: &str = "Best response, cRECIST";
pub(in crate::explain) const BEST_IRECIST: &str = "Best response, iRECIST";
pub(in crate::explain) const PROGRESSION_CRECIST: &str = "Progression, cRECIST";
pub(in crate::explain) const PROGRESSION_IRECIST: &str = "Progression, iRECIST";
pub(in crate::explain) const IN_RESPONSE_CRECIST: &str = "Time in response, cRECIST";
pub(in crate::explain) const IN_RESPONSE_IRECIST: &str = "Time in response, iRECIST";

pub(in crate::explain) fn best(response: &str, confirmed: &str) -> String {
    format!("{response}; with confirmation after 4 weeks {confirmed}")
}

pub(in crate::explain) fn called(date: &str, dated_to: Option<&str>) -> String {
    match dated_to {
        Some(dated_to) => format!("called on {date}, dated to {dated_to}"),
        None => date.to_owned(),
    }
}

pub(in crate::explain) fn immune_progression(ground: Ground, dated_to: &str, called_on: &str, end: &str) -> String {
    match ground {
        Ground::Called | Ground::Confirmed => format!("{dated_to}, confirmed on {called_on}"),
        Ground::StoppedUnconfirmed(_) => format!("{dated_to}, unconfirmed: therapy stopped on {end}"),
        Ground::DiedUnconfirmed(_) => format!("{dated_to}, unconfirmed: died on {end}"),
    }
}

pub(in crate::explain) fn in_response(days: i32, from: &str, ended: bool) -> String {
    match (ended, days) {
        (true, days) => format!("{days} days, from {from} to progression"),
        (false, 0) => format!("from {from}, still lasting"),
        (false, days) => format!("{days} days, from {from}, still lasting"),
    }
}

/// A reading: what it is about, what is usual, what this is, and where the choice comes from.
pub(in crate::explain) const fn reading(reading: Reading) -> [&'static str; 4] {
    match reading {
        Reading::RiseFromLastVisit => [
            "A further 5 mm is measured from",
            "the first iUPD",
            "the visit before",
            "Judged: the EORTC iRECIST questions let small rises add up",
        ],
        Reading::LateRefused => [
            "Confirmation later than 8 weeks",
            "counts, flagged",
            "is refused",
            "Judged: later iCPD is allowed by two published guides to iRECIST",
        ],
        Reading::NewLesionsMustGo => [
            "New lesions let the bar reset once",
            "smaller or fewer",
            "gone",
            "Judged: the EORTC iRECIST questions name both outcomes and no rule",
        ],
        Reading::ResponseKept => [
            "A partial response at another iUPD",
            "ends",
            "is kept",
            "Judged: RECIST keeps a response until progression; iRECIST does not say",
        ],
        Reading::ResetNeedsFall => [
            "Stable disease resets the bar",
            "by the letter",
            "after a fall of 5 mm",
            "Judged: the letter of iRECIST; the fall mirrors the rise that confirms",
        ],
        Reading::EarlyScanResets => {
            ["A scan before day 26", "counts for nothing", "may reset", "EORTC iRECIST questions: disregard and repeat"]
        }
        Reading::SmallNewTargets => [
            "A new lesion counts as target",
            "from 10 mm",
            "from 5 mm",
            "RECIST 1.1 measurability (node 15 mm); irRC adds new lesions from 5 x 5 mm",
        ],
        Reading::ConfirmFromThreeWeeks => [
            "Confirmation counts from",
            "4 weeks",
            "3 weeks, provisional",
            "iRECIST: 4 to 8 weeks; 3 weeks is a veterinary mode and not iRECIST",
        ],
        Reading::RadiographFrom20Mm => [
            "On radiographs cRECIST measures",
            "from 10 mm",
            "from 20 mm",
            "Judged: canine lung trials accept 10 mm; RECIST 1.1 asks for 20 mm",
        ],
        Reading::StableFromEightWeeks => [
            "Stable disease is a best response",
            "from 6 weeks",
            "from 8 weeks",
            "RECIST 1.1 leaves it to the protocol, usually 6 to 8 weeks; no canine document fixes it",
        ],
    }
}

/// Why a lesion is not suggested as a target.
pub(in crate::explain) const NOT_MEASURABLE: &str = "too small to be a target";

/// Two larger ones of its organ were taken; the lymph nodes of a dog are one organ.
pub(in crate::explain) fn organ_full(is_node: bool, larger: &str) -> String {
    if is_node {
        format!("all nodes are one organ, and two larger ones are there: {larger}")
    } else {
        format!("two larger ones of its organ are there: {larger}")
    }
}

pub(in crate::explain) fn full(larger: &str) -> String {
    format!("five larger ones are there: {larger}")
}

pub(in crate::explain) fn kept_as_target(lesion: &str, why: &str) -> String {
    format!("{lesion} is a target by your choice; by the rules it would be followed without being summed ({why})")
}

pub(in crate::explain) fn kept_as_non_target(lesion: &str) -> String {
    format!("{lesion} is followed without being summed by your choice; by the rules it would be a target")
}

pub(in crate::explain) fn selection_agrees(radiograph: &str) -> String {
    format!("The targets are those the rules suggest: up to 5, 2 of one organ, {radiograph}")
}

pub(in crate::explain) fn selection_rule(radiograph: &str, targets: &str) -> String {
    let targets = if targets.is_empty() { "none" } else { targets };
    format!("The rules suggest {targets}: the largest, up to 5, 2 of one organ, {radiograph}")
}

pub(in crate::explain) fn radiograph_minimum(mm: &str) -> String {
    format!("measurable from 10 mm, nodes from 15 mm, on radiographs from {mm} mm")
}
