//! The waterfall plot: a bar a case, its best change from baseline, the largest growth at the left.

use super::super::lines::label;
use super::super::model::{Geometry, Mark, Model, XAxis};
use super::spider::{percent, thresholds};
use super::{Drawn, MOST_PERCENT, Sifted, category, change_axis, model_of, name_tick, place_of, words};
use crate::criteria::Percent;
use crate::domain::DateForm;
use crate::rules::Rules;

/// Half the width of a bar, as a part of its place.
const HALF_BAR: f64 = 0.38;

/// Fewer bars do not grow wider.
const LEAST_PLACES: f64 = 12.0;

pub(super) fn model(sifted: &Sifted<'_>, rules: &Rules) -> Model {
    let mut bars: Vec<(&Drawn<'_>, Percent)> =
        sifted.drawn.iter().filter_map(|own| Some((own, own.course.best_change()?))).collect();
    // The order of names stays among equals.
    bars.sort_by_key(|(_, best)| std::cmp::Reverse(*best));
    let y = change_axis("Lowest sum of diameters", bars.iter().map(|(_, best)| percent(*best)));
    let mut marks = thresholds(rules);
    marks.extend(bars.iter().enumerate().map(|(place, (own, best))| bar(own, *best, place + 1, y.range.1)));
    let middle = f64::midpoint(1.0, place_of(bars.len()));
    let half = 0.5 * place_of(bars.len()).max(LEAST_PLACES);
    let x = XAxis {
        label: "cases, the largest growth first".to_owned(),
        range: (middle - half, middle + half),
        ticks: bars.iter().enumerate().map(|(place, (own, _))| name_tick(place + 1, &own.name)).collect(),
        dates: Vec::new(),
        day_zero: None,
        date_form: DateForm::default(),
        named: true,
    };
    let titles = ["Best change from baseline, case by case", "Best change from baseline", "Best change"];
    let mut model = model_of(titles, summary(sifted, rules), x, y, marks);
    model.key = category::key(&sifted.drawn);
    if !sifted.drawn.is_empty() {
        model.notes = notes(&sifted.drawn);
    }
    model
}

fn bar(own: &Drawn<'_>, best: Percent, place: usize, top: f64) -> Mark {
    let category = own.category();
    let at = place_of(place);
    let value = percent(best);
    let sizes = own.course.later().iter().filter(|own| own.before_other);
    let when = sizes.clone().find(|own| own.percent == best).map_or(0, |own| own.day);
    let count = sizes.count();
    let said = format!("lowest {}, {}", words::change_words(best), words::week_words(when));
    let of = if count == 1 { "of 1 size after the baseline".to_owned() } else { format!("of {count} sizes") };
    let head = words::identity(own);
    // One that runs out at the top says how far it would go.
    let rank = if value > top { 2 } else { 1 };
    Mark {
        id: own.id.clone(),
        role: category.role(),
        geometry: Geometry::Bar {
            across: (at - HALF_BAR, at + HALF_BAR),
            up: (0.0, value.min(top)),
            tip: Some(category.form()),
        },
        label: Some(label(words::change_words(best), "", rank)),
        words: format!("{head}: {said}, {of}; {}", words::best_words(own)),
        card: vec![head, format!("{said}, {of}"), words::best_words(own)],
        link: None,
    }
}

fn summary(sifted: &Sifted<'_>, rules: &Rules) -> String {
    let down = rules.criteria.response_percent;
    let reached = |most: f64| move |own: &Drawn<'_>| own.course.best_change().is_some_and(|best| percent(best) <= most);
    let under = words::change_words(Percent(-10 * i64::from(down)));
    let fell = words::part_of(&sifted.drawn, reached(-f64::from(down)));
    let fell = fell.map_or_else(|| format!("none down to {under}"), |part| format!("down to {under} or less: {part}"));
    let drawn = words::drawn_words(sifted);
    if sifted.drawn.is_empty() { drawn } else { format!("{drawn}; {fell}") }
}

fn notes(drawn: &[Drawn<'_>]) -> Vec<String> {
    let best = |own: &Drawn<'_>| own.course.best_change().map(percent);
    let beyond = words::part_of(drawn, |own| best(own).is_some_and(|best| best > MOST_PERCENT));
    let cut = words::part_of(drawn, |own| own.course.changes.iter().any(|own| !own.before_other));
    let notes = [
        Some(
            "A bar is the lowest size after the baseline; color and form are the best response by iRECIST, which new \
             lesions and non-target disease decide as well"
                .to_owned(),
        ),
        cut.map(|part| format!("Sizes after another treatment of the tumor began are not counted, {part}")),
        beyond.map(|part| format!("Runs out at the top, over +{MOST_PERCENT:.0}\u{a0}%, {part}")),
        words::volumes(drawn),
    ];
    notes.into_iter().flatten().collect()
}
