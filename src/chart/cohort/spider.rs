//! The spider plot: a line a case, its change from baseline by week of therapy.

use super::super::lines::label;
use super::super::model::{Dash, Fill, Geometry, Mark, MarkId, Model, Symbol};
use super::super::palette::Role;
use super::{Drawn, MOST_PERCENT, Sifted, category, change_axis, model_of, week_axis, words};
use crate::assess::{Milestone, SizeChange};
use crate::criteria::Percent;
use crate::domain::DAYS_PER_WEEK;
use crate::rules::Rules;

/// The part of the width kept free right of the last size, for the names.
const FREE_SHARE: f64 = 0.14;

pub(super) fn model(sifted: &Sifted<'_>, rules: &Rules) -> Model {
    let drawn = &sifted.drawn;
    let changes = || drawn.iter().flat_map(|own| own.course.changes.iter());
    let first = changes().map(|own| own.day).chain([0]).min().unwrap_or(0);
    let last = changes().map(|own| own.day).max().unwrap_or(0);
    let y = change_axis("Sum of diameters", changes().map(|own| percent(own.percent)));
    let mut marks = grounds(rules);
    marks.extend(drawn.iter().map(track));
    marks.extend(drawn.iter().flat_map(|own| progressions(own, y.range.1)));
    let titles = ["Change from baseline, case by case", "Change from baseline", "Change"];
    let x = week_axis(f64::from(first), f64::from(last), FREE_SHARE);
    let mut model = model_of(titles, summary(sifted, rules), x, y, marks);
    model.key = category::key(drawn);
    if !drawn.is_empty() {
        model.notes = notes(drawn);
    }
    model
}

/// A change on the axis.
pub(super) fn percent(own: Percent) -> f64 {
    own.0 as f64 / 10.0
}

/// The window, the baseline and the two thresholds.
fn grounds(rules: &Rules) -> Vec<Mark> {
    let (from, to) = (rules.levels.window_from_days, rules.levels.window_to_days);
    let weeks = (from / DAYS_PER_WEEK, to / DAYS_PER_WEEK);
    let window = Mark {
        id: MarkId::new("window"),
        role: Role::Window,
        geometry: Geometry::Span { from: f64::from(from), to: f64::from(to) },
        label: Some(label("Pseudoprogression window", format!("weeks {}–{}", weeks.0, weeks.1), 3)),
        words: format!("Pseudoprogression window, weeks {}–{} from therapy start", weeks.0, weeks.1),
        card: Vec::new(),
        link: None,
    };
    std::iter::once(window).chain(thresholds(rules)).collect()
}

/// The baseline and what response and progression are counted by.
pub(super) fn thresholds(rules: &Rules) -> Vec<Mark> {
    let settings = &rules.criteria;
    let line = |id: &str, role: Role, value: f64, dash: Dash, text: String, words: String| Mark {
        id: MarkId::new(format!("line/{id}")),
        role,
        geometry: Geometry::HorizontalLine { from: None, value, dash },
        label: (!text.is_empty()).then(|| label(text, "", 2)),
        words,
        card: Vec::new(),
        link: None,
    };
    let (up, down) = (settings.progression_percent, settings.response_percent);
    vec![
        line("baseline", Role::Axis, 0.0, Dash::Solid, String::new(), "Baseline, no change".to_owned()),
        line(
            "progression",
            Role::Growth,
            f64::from(up),
            Dash::Dashed,
            format!("+{up}\u{a0}%"),
            format!("{up}\u{a0}% over the baseline; progression is counted from the smallest size, not from here"),
        ),
        line(
            "response",
            Role::Response,
            -f64::from(down),
            Dash::Dashed,
            format!("\u{2212}{down}\u{a0}%, partial response"),
            format!("{down}\u{a0}% under the baseline, from which a partial response is counted"),
        ),
    ]
}

fn track(own: &Drawn<'_>) -> Mark {
    let changes = &own.course.changes;
    let category = own.category();
    let (symbol, fill) = category.form();
    let start = changes.first().map(|first| format!("baseline {}", words::week_words(first.day)));
    let later = own.course.later().iter().map(|own| {
        let other = if own.before_other { "" } else { " after another treatment" };
        format!("{} {}{other}", words::week_words(own.day), words::change_words(own.percent))
    });
    let said = start.into_iter().chain(later);
    let last = changes.last().map(|last| {
        format!("{} at the last full size, {}", words::change_words(last.percent), words::week_words(last.day))
    });
    let lowest = own.course.best_change().map(|best| format!("lowest {}", words::change_words(best)));
    let head = words::identity(own);
    Mark {
        id: own.id.clone(),
        role: category.role(),
        geometry: Geometry::Track {
            points: changes.iter().map(at).collect(),
            unbroken: changes.iter().filter(|own| own.before_other).count(),
            symbol,
            fill,
        },
        label: Some(label(own.name.clone(), "", 0)),
        words: format!("{head}: {}; {}", said.collect::<Vec<_>>().join(", "), words::best_words(own)),
        card: [Some(head), last, lowest, Some(words::best_words(own))].into_iter().flatten().collect(),
        link: None,
    }
}

/// The visits at which progression was seen first, and confirmed.
///
/// One over the top of the axis is marked where its line leaves it.
fn progressions(own: &Drawn<'_>, top: f64) -> Vec<Mark> {
    let of = |milestone: Milestone, role: Role, fill: Fill, what: &str| {
        let day = own.course.day_of(milestone)?;
        // A visit without a full size has no place on the line; its day is in the words of the swimmer plot.
        let place = own.course.changes.iter().skip(1).position(|change| change.day == day)?;
        let (before, change) = (own.course.changes.get(place)?, own.course.changes.get(place + 1)?);
        let (x, y) = held_to(top, at(before), at(change));
        Some(Mark {
            id: own.part(milestone.token()),
            role,
            geometry: Geometry::Point { day: x, value: y, symbol: Symbol::TriangleUp, fill, strong: false },
            label: None,
            words: format!(
                "{}: {what} in {}, {} from baseline",
                own.case.name,
                words::week_words(day),
                words::change_words(change.percent)
            ),
            card: Vec::new(),
            link: None,
        })
    };
    let found = [
        of(Milestone::Unconfirmed, Role::Unconfirmed, Fill::Open, "first unconfirmed progression (iUPD)"),
        of(Milestone::Confirmed, Role::Growth, Fill::Solid, "progression confirmed (iCPD)"),
    ];
    found.into_iter().flatten().collect()
}

/// A size on the axes.
fn at(own: &SizeChange) -> (f64, f64) {
    (f64::from(own.day), percent(own.percent))
}

/// The end of a piece of a line, or where it leaves the axis at the top.
fn held_to(top: f64, from: (f64, f64), to: (f64, f64)) -> (f64, f64) {
    if to.1 <= top {
        return to;
    }
    let share = if from.1 < top { (top - from.1) / (to.1 - from.1) } else { 1.0 };
    (from.0 + share * (to.0 - from.0), top)
}

fn summary(sifted: &Sifted<'_>, rules: &Rules) -> String {
    let down = -f64::from(rules.criteria.response_percent);
    let fell = words::part_of(&sifted.drawn, |own| {
        own.course.later().last().is_some_and(|last| percent(last.percent) <= down)
    });
    let under = words::change_words(Percent(-10 * i64::from(rules.criteria.response_percent)));
    let last = fell.map_or_else(
        || format!("none at {under} or less at its last full size"),
        |fell| format!("at {under} or less at the last full size: {fell}"),
    );
    let drawn = words::drawn_words(sifted);
    if sifted.drawn.is_empty() { drawn } else { format!("{drawn}; {last}") }
}

fn notes(drawn: &[Drawn<'_>]) -> Vec<String> {
    let beyond = words::part_of(drawn, |own| own.course.changes.iter().any(|own| percent(own.percent) > MOST_PERCENT));
    let broken = words::part_of(drawn, |own| own.course.changes.iter().any(|own| !own.before_other));
    let notes = [
        Some(
            "Triangles on a line mark its first progression by iRECIST, open until confirmed; it is counted from the \
             smallest size and by new lesions too, so no level of this axis is a progression line for all"
                .to_owned(),
        ),
        broken.map(|part| format!("Broken after another treatment of the tumor began, {part}")),
        beyond.map(|part| format!("Runs out at the top, over +{MOST_PERCENT:.0}\u{a0}%, {part}")),
        words::volumes(drawn),
    ];
    notes.into_iter().flatten().collect()
}
