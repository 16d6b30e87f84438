//! What comes next, in words.

use jiff::civil::Date;

use super::format::when;
use super::phrases;
use super::words::DecidingWords;
use crate::assess::{
    Assessment, CannotReason, DecidingSize, EpisodeKind, Lean, RecheckKind, RecheckReason, Token, WouldChange,
};
use crate::domain::clock::date_from_day;
use crate::domain::{Case, Dated, Method, TimeBase, day_from_date};

/// The recommendation in one line.
pub(super) fn headline(case: Dated<'_>, assessment: &Assessment) -> String {
    let plan = &assessment.recheck;
    let due = plan.due.map(|date| when(case, date));
    match (plan.kind, due) {
        (RecheckKind::RedFlag, _) => phrases::NEXT_RED_FLAG.to_owned(),
        _ if assessment.verdict.cannot.contains(&CannotReason::NewLesionNotEntered) => {
            phrases::NEXT_ENTER_LESION.to_owned()
        }
        _ if plan.why == RecheckReason::Died => {
            phrases::died(&plan.anchor.map(|date| when(case, date)).unwrap_or_default())
        }
        (RecheckKind::Routine | RecheckKind::RemeasureNow, _)
            if assessment.verdict.cannot.contains(&CannotReason::NoFirstDose) =>
        {
            phrases::NEXT_ENTER_DOSE.to_owned()
        }
        (RecheckKind::RemeasureNow, _) => phrases::NEXT_REMEASURE.to_owned(),
        (_, None) => match first_size_later(&case, assessment) {
            Some(first) => phrases::next_first_size(&when(case, first)),
            None => phrases::NEXT_NOTHING.to_owned(),
        },
        (RecheckKind::Window, Some(due)) if plan.overdue => {
            phrases::next_overdue(&plan.latest.map_or(due, |latest| when(case, latest)))
        }
        (RecheckKind::Window, Some(due)) if is_past(assessment, plan.due) => phrases::next_due_since(&due),
        (RecheckKind::Window, Some(due)) if plan.why == RecheckReason::StillUnconfirmed => {
            phrases::next_again(&due, method(&case, assessment))
        }
        (RecheckKind::Window, Some(date)) => {
            let day = plan.anchor.zip(plan.due).map_or(0, |(anchor, due)| day_from_date(anchor, due));
            let after = match case.time_base {
                TimeBase::Calendar => phrases::day_of_rise(day),
                // The date is a day of therapy itself; two days side by side would not tell which is which.
                TimeBase::DaysOnly => phrases::days_after_rise(day),
            };
            phrases::next_recheck(&date, &after, method(&case, assessment))
        }
        (RecheckKind::Routine, Some(_)) if assessment.verdict.token == Token::TrueProgression => {
            phrases::NEXT_DECIDE.to_owned()
        }
        (RecheckKind::Routine, Some(due)) if plan.overdue => phrases::routine_overdue(&due),
        (RecheckKind::Routine, Some(due)) => phrases::next_routine(&due),
    }
}

/// Whether a planned day is over on the day of assessment, so that it is no plan any more.
pub(super) fn is_past(assessment: &Assessment, date: Option<Date>) -> bool {
    date.is_some_and(|date| date < assessment.as_of)
}

/// The method of the last sizes, where one method measured them all.
pub(super) fn method(case: &Case, assessment: &Assessment) -> &'static str {
    let visit = assessment.visit.and_then(|date| case.visit(date));
    let mut methods: Vec<Method> =
        visit.into_iter().flat_map(|visit| visit.measurements.values()).filter_map(|own| own.method).collect();
    methods.sort_unstable();
    methods.dedup();
    match methods.as_slice() {
        [only] => only.words(),
        _ => "",
    }
}

/// What the next sizes would mean, and the other dates.
#[derive(Default)]
pub(super) struct Lines {
    /// At most three lines that decide.
    pub(super) short: Vec<DecidingWords>,
    /// The rest.
    pub(super) more: Vec<String>,
}

/// The most deciding lines shown without asking.
const MOST_SHORT: usize = 3;

/// The first day with a size, where nothing has been measured by the day of assessment and something was later.
pub(super) fn first_size_later(case: &Case, assessment: &Assessment) -> Option<Date> {
    if !assessment.verdict.cannot.contains(&CannotReason::NoSizes) {
        return None;
    }
    let later = case.visits().iter().filter(|visit| visit.date > assessment.as_of);
    later.filter(|visit| !visit.measurements.is_empty()).map(|visit| visit.date).next()
}

/// The lines under the headline: those that decide, then the rest.
pub(super) fn lines(case: Dated<'_>, assessment: &Assessment) -> Lines {
    let plan = &assessment.recheck;
    let mut short: Vec<DecidingWords> = Vec::new();
    let mut more = Vec::new();
    let plain = |text: String| DecidingWords { text, lean: Lean::Neither };
    let open = assessment.episode.as_ref().filter(|own| own.open);
    if plan.kind == RecheckKind::RedFlag && open.is_some() {
        let past = is_past(assessment, plan.due);
        short.extend(plan.due.map(|date| plain(phrases::formal_recheck(&when(case, date), past))));
    }
    sizes(case, assessment, &mut short, &mut more);
    more.extend(windows(case, assessment));
    let second = plan.second_due.filter(|date| !is_past(assessment, Some(*date)));
    more.extend(second.map(|date| phrases::second_due(&when(case, date))));
    if assessment.verdict.token == Token::TrueProgression && plan.kind != RecheckKind::RedFlag {
        let past = is_past(assessment, plan.due);
        short.extend(plan.due.map(|date| plain(phrases::next_size_on(&when(case, date), past))));
    }
    if assessment.verdict.token == Token::NotConfirmed {
        short.push(plain(phrases::FALL_MUST_HOLD.to_owned()));
    }
    if short.len() > MOST_SHORT {
        let rest = short.split_off(MOST_SHORT);
        more.splice(0..0, rest.into_iter().map(|own| own.text));
    }
    Lines { short, more }
}

/// The day of the look after the recheck, where that does not decide.
pub(super) fn look_again(assessment: &Assessment) -> Option<Date> {
    let plan = &assessment.recheck;
    let due = plan.due?;
    // Where the due day is over, the next look is the one made now.
    let days = day_from_date(plan.anchor.unwrap_or(due), due).clamp(0, 28);
    Some(date_from_day(due.max(assessment.as_of), days))
}

/// The next sizes, as on the chart from low to high: under the line, at or over the one that confirms, between them.
///
/// A size that decides less, or a smaller one that says the same more surely, is among the rest.
fn sizes(case: Dated<'_>, assessment: &Assessment, short: &mut Vec<DecidingWords>, more: &mut Vec<String>) {
    let below_rule = assessment.episode.as_ref().is_some_and(|own| own.open && own.kind == EpisodeKind::BelowRule);
    let pair = assessment.deciding.as_ref();
    let of_futures =
        |own: Option<DecidingSize>| own.filter(|own| !own.by_rule).zip(pair).map(|(own, pair)| pair.burden(own));
    let futures_below =
        of_futures(pair.and_then(|own| own.below)).map(|size| phrases::swelling_below(&size.to_string()));
    let futures_above = of_futures(pair.and_then(|own| own.above)).map(|size| phrases::growth_above(&size.to_string()));
    let below = assessment.would_change.iter().filter_map(|change| match change {
        WouldChange::NextBelow { size, to } => Some(phrases::decides_below(&size.to_string(), phrases::label(*to))),
        _ => None,
    });
    let above = assessment.would_change.iter().filter_map(|change| match change {
        WouldChange::NextAtOrAbove { size, .. } if below_rule => Some(phrases::decides_line(&size.to_string())),
        WouldChange::NextAtOrAbove { size, to } => Some(phrases::decides_above(&size.to_string(), phrases::label(*to))),
        _ => None,
    });
    // Where the futures part first, their size decides; then each list stands with its largest size first.
    let (mut below, mut above) = (futures_below.into_iter().chain(below), futures_above.into_iter().chain(above));
    let both = [below.next(), above.next()];
    let decided = both.iter().all(Option::is_some);
    let leans = [Lean::Swelling, Lean::Growth];
    short.extend(both.into_iter().zip(leans).filter_map(|(text, lean)| Some(DecidingWords { text: text?, lean })));
    if let (Some(again), true) = (look_again(assessment), decided) {
        // The rule may be met by less than measurement error can make: then the size is measured again at once.
        let upper = pair.and_then(|pair| Some(pair.burden(pair.above?).value()));
        let within_error = assessment.would_change.iter().find_map(|change| match change {
            WouldChange::NextAtOrAbove { size, to: Token::ConfirmedWithinNoise }
                if upper.is_none_or(|upper| size.value() < upper) =>
            {
                Some(size.to_string())
            }
            _ => None,
        });
        let text = phrases::decides_between(&when(case, again), within_error.as_deref());
        short.push(DecidingWords { text, lean: Lean::Neither });
    }
    more.extend(above.chain(below));
}

/// From when an examination informs and an image confirms; what is past is said as now.
fn windows(case: Dated<'_>, assessment: &Assessment) -> Vec<String> {
    let plan = &assessment.recheck;
    let past = |date: Option<Date>| is_past(assessment, date);
    // Growth below the rule has nothing to confirm yet.
    let below_rule = assessment.episode.as_ref().is_some_and(|own| own.kind == EpisodeKind::BelowRule);
    let mut lines = Vec::new();
    match plan.check_from.filter(|_| !below_rule) {
        // Once an image can confirm, an examination alone is no longer the point.
        Some(_) if past(plan.confirm_from) => {}
        Some(_) if past(plan.check_from) => lines.push(phrases::CHECK_NOW.to_owned()),
        Some(date) => lines.push(phrases::check_from(&when(case, date))),
        None => {}
    }
    if let (Some(provisional), Some(confirm), Some(latest)) = (plan.provisional_from, plan.confirm_from, plan.latest) {
        let [provisional, confirm, latest] = [provisional, confirm, latest].map(|date| when(case, date));
        lines.push(match below_rule {
            _ if past(plan.latest) => phrases::latest_past(&latest, !below_rule),
            true if past(plan.confirm_from) => phrases::measure_until(&latest),
            true => phrases::measure_between(&confirm, &latest),
            false if past(plan.confirm_from) => phrases::confirm_now(&latest),
            false if past(plan.provisional_from) => phrases::provisional_now(&confirm, &latest),
            false => phrases::confirm_from(&provisional, &confirm, &latest),
        });
    }
    lines
}
