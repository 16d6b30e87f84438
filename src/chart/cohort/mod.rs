//! Many cases in one picture: spider, waterfall and swimmer plots as the same [`Model`] as the chart of one case.
//!
//! What cannot be drawn is named with its reason; nothing depends on the order in which the cases come.

mod category;
mod spider;
mod swimmer;
#[cfg(test)]
mod tests;
mod waterfall;
mod words;

use std::collections::BTreeSet;

use self::category::Category;
use super::model::{Mark, MarkId, Model, Tick, XAxis, YAxis};
use super::ticks;
use super::view::{Audience, Scale};
use crate::assess::CaseCourse;
use crate::domain::DateForm;
use crate::rules::Rules;

/// A way to draw many cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CohortPlot {
    /// A line a case: its change from baseline by week of therapy.
    Spider,
    /// A bar a case: its best change from baseline, the largest growth at the left.
    Waterfall,
    /// A lane a case: its time on therapy, and what happened when.
    Swimmer,
}

impl CohortPlot {
    /// Every plot, in the order switches list them.
    pub const ALL: [Self; 3] = [Self::Spider, Self::Waterfall, Self::Swimmer];

    /// The word on its switch.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Spider => "Spider",
            Self::Waterfall => "Waterfall",
            Self::Swimmer => "Swimmer",
        }
    }

    /// The stable token of file names.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Spider => "spider",
            Self::Waterfall => "waterfall",
            Self::Swimmer => "swimmer",
        }
    }
}

/// One case among many.
#[derive(Clone, Debug, PartialEq)]
pub struct CohortCase<'a> {
    /// What it is known by among them; the identity of its mark is made of it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// Tumor and therapy, as recorded; empty where neither is.
    pub about: String,
    /// Its course, or why there is none.
    pub course: Result<&'a CaseCourse, &'static str>,
}

/// The identity of the mark that stands for a case.
pub fn case_mark(key: &str) -> MarkId {
    MarkId::new(format!("case/{key}"))
}

/// Draws cases by these rules.
///
/// # Examples
/// ```
/// use reassess::chart::{CohortPlot, cohort};
/// use reassess::rules::Rules;
/// let model = cohort(&[], CohortPlot::Spider, Rules::shipped().unwrap());
/// assert_eq!(model.empty_words, "No case to draw");
/// ```
pub fn cohort(cases: &[CohortCase<'_>], plot: CohortPlot, rules: &Rules) -> Model {
    let sifted = sift(cases, plot);
    let mut model = match plot {
        CohortPlot::Spider => spider::model(&sifted, rules),
        CohortPlot::Waterfall => waterfall::model(&sifted, rules),
        CohortPlot::Swimmer => swimmer::model(&sifted),
    };
    if sifted.drawn.is_empty() {
        model.empty_words = words::nothing_drawn(&sifted, plot);
        model.marks.clear();
    }
    model.notes.extend(words::left_out(&sifted));
    model.notes.push(words::OF_THESE_CASES.to_owned());
    model
}

/// One case that is drawn.
struct Drawn<'a> {
    /// The identity of its mark.
    id: MarkId,
    /// What it is called on the plot.
    name: String,
    case: &'a CohortCase<'a>,
    course: &'a CaseCourse,
}

impl Drawn<'_> {
    fn category(&self) -> Category {
        Category::of(self.course.best)
    }

    /// The identity of a smaller mark of this case.
    fn part(&self, name: &str) -> MarkId {
        MarkId::new(format!("{}/{name}", self.id))
    }
}

/// The cases told apart into those drawn, by name, and those that cannot be.
struct Sifted<'a> {
    drawn: Vec<Drawn<'a>>,
    /// The names of the others, each with why.
    left_out: Vec<(String, &'static str)>,
    all: &'a [CohortCase<'a>],
}

fn sift<'a>(cases: &'a [CohortCase<'a>], plot: CohortPlot) -> Sifted<'a> {
    let mut sorted: Vec<&CohortCase<'_>> = cases.iter().collect();
    // What lies behind the name decides only between cases of one name, so that any order of cases draws the same.
    sorted.sort_by_cached_key(|case| {
        let course = case.course.ok().map(|own| (own.last_day, own.changes.clone(), own.milestones.clone()));
        (case.name.to_lowercase(), case.key.clone(), course)
    });
    let species: BTreeSet<bool> =
        sorted.iter().filter_map(|case| Some(case.course.ok()?.species == crate::domain::Species::Human)).collect();
    let mut sifted = Sifted { drawn: Vec::new(), left_out: Vec::new(), all: cases };
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for case in sorted {
        match case.course.and_then(|course| reason(course, plot).map_or(Ok(course), Err)) {
            Err(reason) => sifted.left_out.push((case.name.clone(), reason)),
            Ok(course) => {
                let mut key = case.key.clone();
                let mut number = 1_u32;
                while !taken.insert(key.clone()) {
                    number += 1;
                    key = format!("{} {number}", case.key);
                }
                let is_mixed = species.len() > 1 && course.species == crate::domain::Species::Human;
                let name = if is_mixed { format!("{} (person)", case.name) } else { case.name.clone() };
                sifted.drawn.push(Drawn { id: case_mark(&key), name, case, course });
            }
        }
    }
    sifted
}

/// Why a case is not on this plot; `None` when it is.
fn reason(course: &CaseCourse, plot: CohortPlot) -> Option<&'static str> {
    let sizes = || {
        if course.changes.is_empty() {
            Some("no baseline with every target assessed")
        } else if course.later().is_empty() {
            Some("no later size with every target assessed")
        } else {
            None
        }
    };
    let start = || (!course.start_known).then_some("therapy start not recorded");
    match plot {
        CohortPlot::Spider => start().or_else(sizes),
        CohortPlot::Waterfall => sizes()
            .or_else(|| course.best_change().is_none().then_some("every later size came after another treatment")),
        CohortPlot::Swimmer => start().or_else(|| (course.last_day <= 0).then_some("no visit after the therapy start")),
    }
}

/// The highest change that an axis holds, in percent; what grew more runs out at the top, with its value.
const MOST_PERCENT: f64 = 150.0;

/// The axis of changes in percent that holds these.
fn change_axis(label: &str, changes: impl Iterator<Item = f64>) -> YAxis {
    let (low, high) = changes.fold((-40.0_f64, 30.0_f64), |(low, high), own| (low.min(own), high.max(own)));
    let (low, high, _) = ticks::nice_range(low, high.min(MOST_PERCENT));
    let held = (low.max(-100.0), high);
    // Symbols at the ends of bars and lines stand free of the axis below.
    let range = (held.0 - 0.06 * (held.1 - held.0), held.1);
    let mut ticks = ticks::linear(held);
    for tick in &mut ticks {
        if tick.value > 0.0 {
            tick.text.insert(0, '+');
        }
    }
    YAxis {
        label: label.to_owned(),
        unit: "% change from baseline".to_owned(),
        scale: Scale::Linear,
        range,
        ticks,
        note: String::new(),
        visible: true,
        named: false,
    }
}

/// The axis of weeks from `first` to `last` day, with this share of the width kept free at the right.
fn week_axis(first: f64, last: f64, free: f64) -> XAxis {
    let span = (last - first).max(LEAST_DAYS);
    let range = (first - 0.02 * span, first + span * (1.0 + free));
    XAxis {
        label: "weeks from therapy start".to_owned(),
        ticks: ticks::weeks(range, ticks::week_step(range.1 - range.0)),
        range,
        dates: Vec::new(),
        day_zero: None,
        date_form: DateForm::default(),
        named: false,
    }
}

/// The shortest time shown, in days.
const LEAST_DAYS: f64 = 56.0;

/// A tick that names a case.
fn name_tick(place: usize, name: &str) -> Tick {
    Tick { value: place_of(place), text: name.to_owned() }
}

/// A place among cases as a number of an axis.
const fn place_of(place: usize) -> f64 {
    place as f64
}

/// A model of these parts, for clinicians.
fn model_of(titles: [&str; 3], summary: String, x: XAxis, y: YAxis, marks: Vec<Mark>) -> Model {
    let [title, long, short] = titles.map(str::to_owned);
    Model {
        title,
        short_titles: [long, short],
        summary,
        x,
        y,
        lanes: Vec::new(),
        marks,
        key: Vec::new(),
        notes: Vec::new(),
        empty_words: String::new(),
        futures_words: String::new(),
        handle: None,
        audience: Audience::Clinician,
    }
}
