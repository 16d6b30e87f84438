//! A folder of cases as a list: searched, sorted, filtered, overdue rechecks first.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::view::View;
use crate::assess::{CaseCourse, CaseOutcomes, assess};
use crate::chart::{self, ChartInput, CohortCase, CohortPlot, Geometry, Model, cohort};
use crate::domain::{Case, day_from_date};
use crate::rules::Rules;
use crate::store::{CASE_EXTENSION, Facts, LibraryCase, LibraryIndex};

/// The folder, inside a folder of cases, of those put away.
pub const ARCHIVE: &str = "Archive";

/// By what a list is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SortBy {
    /// Overdue first, the longest overdue at the top; then by the day the next size is due.
    #[default]
    Due,
    /// By name.
    Name,
    /// By tumor, then name.
    Tumor,
    /// The last visit first.
    LastVisit,
}

impl SortBy {
    /// Every order with its word.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Due, "Next due"), (Self::Name, "Name"), (Self::Tumor, "Tumor"), (Self::LastVisit, "Last visit")];
}

/// What of a list is shown, and in which order.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LibraryFilter {
    /// Words that must all occur in name, tumor, therapy or file name.
    pub search: String,
    /// Only this tumor.
    pub tumor: Option<String>,
    /// Only this therapy.
    pub therapy: Option<String>,
    /// The order.
    pub sort: SortBy,
}

/// The open list.
#[derive(Clone, Debug, Default)]
pub struct Library {
    /// The folder looked at.
    pub folder: PathBuf,
    /// Its cases; empty until it was looked at.
    pub cases: Vec<LibraryCase>,
    /// What is shown of them.
    pub filter: LibraryFilter,
    /// The plot drawn of what is shown; `None` shows cards.
    pub plot: Option<CohortPlot>,
    /// That plot, as last drawn.
    pub drawn: Option<Arc<Model>>,
    /// Files are still being read.
    pub is_reading: bool,
    /// Why the folder cannot be listed; empty when it can.
    pub trouble: String,
}

impl Library {
    /// Takes in what was found.
    pub fn take(&mut self, index: LibraryIndex, is_reading: bool) {
        self.cases = index.into_cases();
        self.is_reading = is_reading;
        self.trouble.clear();
    }

    /// Draws the chosen plot of what is shown.
    pub fn redraw(&mut self, today: Date, rules: &Rules) {
        self.drawn = self.plot.map(|plot| {
            let shown = shown(&self.cases, &self.filter, today);
            let cases: Vec<CohortCase<'_>> = shown.into_iter().map(cohort_case).collect();
            Arc::new(cohort(&cases, plot, rules))
        });
    }

    /// The tumors of the list, each once.
    pub fn tumors(&self) -> BTreeSet<String> {
        self.texts(|case| case.listed.summary().map(|own| own.tumor.clone()))
    }

    /// The therapies of the list, each once.
    pub fn therapies(&self) -> BTreeSet<String> {
        self.texts(|case| case.listed.summary().map(|own| own.therapy.clone()))
    }

    fn texts(&self, of: impl Fn(&LibraryCase) -> Option<String>) -> BTreeSet<String> {
        self.cases.iter().filter_map(of).filter(|text| !text.is_empty()).collect()
    }
}

/// What a list shows of a whole case, by these rules; the small chart is that of the window.
pub fn facts(case: &Case, rules: &Rules) -> Facts {
    let Some(last) = case.last_known() else { return Facts::default() };
    let assessment = assess(case, rules, last);
    let chart = chart::build(&ChartInput::from_assessment(case, &assessment, rules), &View::default().chart);
    let plan = &assessment.recheck;
    let dated = |date: Option<Date>| date.filter(|_| case.time_base == crate::domain::TimeBase::Calendar);
    Facts {
        token: assessment.verdict.token.token().to_owned(),
        due: dated(plan.due),
        latest: dated(plan.latest),
        sizes: strong_points(&chart),
        line: chart.marks.iter().find_map(|mark| match mark.geometry {
            Geometry::HorizontalLine { value, .. } if mark.id.0 == "line/progression" => Some(value),
            _ => None,
        }),
        repeats: crate::series::learned(case),
        outcomes: Some(CaseOutcomes::of(case, rules)),
        course: Some(CaseCourse::of(case, rules)),
    }
}

/// What a case of the list is known by among the others: its file's name without the ending.
pub fn case_key(case: &LibraryCase) -> String {
    let name = case.listed.path.file_name().unwrap_or_default().to_string_lossy();
    name.strip_suffix(CASE_EXTENSION).unwrap_or(&name).to_owned()
}

/// A case of the list as plots draw it.
fn cohort_case(case: &LibraryCase) -> CohortCase<'_> {
    let key = case_key(case);
    let summary = case.listed.summary();
    let name = summary.map(|own| own.name.trim()).filter(|name| !name.is_empty());
    CohortCase {
        name: name.unwrap_or(&key).to_owned(),
        about: summary.map(crate::store::Summary::about).unwrap_or_default(),
        course: match &case.facts {
            None => Err("not read yet, or cannot be read"),
            Some(facts) => facts.course.as_ref().ok_or("no visit recorded"),
        },
        key,
    }
}

/// The points of the chart's main line.
fn strong_points(chart: &Model) -> Vec<(f64, f64)> {
    let points = chart.marks.iter().filter_map(|mark| match mark.geometry {
        Geometry::Point { day, value, strong: true, .. } => Some((day, value)),
        _ => None,
    });
    let mut points: Vec<(f64, f64)> = points.collect();
    points.sort_by(|a, b| a.0.total_cmp(&b.0));
    points
}

/// Days by which the next size is overdue; `None` when it is not.
pub fn overdue_days(case: &LibraryCase, today: Date) -> Option<i32> {
    let facts = case.facts.as_ref()?;
    let late = day_from_date(facts.latest.or(facts.due)?, today);
    (late > 0).then_some(late)
}

/// The cases that a filter leaves, in its order.
pub fn shown<'a>(cases: &'a [LibraryCase], filter: &LibraryFilter, today: Date) -> Vec<&'a LibraryCase> {
    let text = |case: &LibraryCase, of: fn(&crate::store::Summary) -> &String| {
        case.listed.summary().map(|own| of(own).clone()).unwrap_or_default()
    };
    let fits = |wanted: &Option<String>, own: String| wanted.as_ref().is_none_or(|wanted| *wanted == own);
    let mut shown: Vec<&LibraryCase> = cases
        .iter()
        .filter(|case| {
            case.listed.matches(&filter.search)
                && fits(&filter.tumor, text(case, |own| &own.tumor))
                && fits(&filter.therapy, text(case, |own| &own.therapy))
        })
        .collect();
    let name = |case: &LibraryCase| text(case, |own| &own.name).to_lowercase();
    match filter.sort {
        SortBy::Due => shown.sort_by(|a, b| by_due(a, b, today)),
        SortBy::Name => shown.sort_by_cached_key(|case| name(case)),
        SortBy::Tumor => shown.sort_by_cached_key(|case| (text(case, |own| &own.tumor).to_lowercase(), name(case))),
        SortBy::LastVisit => {
            shown.sort_by_key(|case| std::cmp::Reverse(case.listed.summary().and_then(|own| own.last_visit)));
        }
    }
    shown
}

/// Overdue first, then by due day; what has none comes last.
fn by_due(a: &LibraryCase, b: &LibraryCase, today: Date) -> Ordering {
    let late = |case: &LibraryCase| overdue_days(case, today).unwrap_or(0);
    let due = |case: &LibraryCase| case.facts.as_ref().and_then(|facts| facts.due);
    late(b).cmp(&late(a)).then_with(|| match (due(a), due(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use jiff::civil::date;

    use super::*;
    use crate::store::demo::Demo;
    use crate::store::{MemoryDisk, Summary, case_file};

    fn library() -> Library {
        let rules = Rules::shipped().unwrap();
        let disk = MemoryDisk::new();
        let put = |id: &str, name: &str| {
            let mut case = Demo::of_id(id).unwrap().open().unwrap().case;
            name.clone_into(&mut case.patient.name);
            let text = case_file::to_text(&case, &Summary::of(&case, "", &rules.version)).unwrap();
            disk.put(format!("/c/{name}.reassess.ron"), text.as_bytes());
        };
        put("first_enlargement", "Bella");
        put("steady_rise", "Rex");
        put("swelling_then_shrink", "anton");
        disk.put("/c/broken.reassess.ron", b"(nothing of ours)");
        let mut index = LibraryIndex::load(&disk, Path::new("/i.csv"), Path::new("/c"), &rules.version);
        index.refresh(&disk).unwrap();
        index.complete(&disk, 99, |case| facts(case, rules));
        let mut library = Library::default();
        library.take(index, false);
        library
    }

    fn names(library: &Library, filter: &LibraryFilter, today: Date) -> Vec<String> {
        let shown = shown(&library.cases, filter, today);
        shown.iter().map(|case| case.listed.summary().map_or("?", |own| &own.name).to_owned()).collect()
    }

    #[test]
    fn a_list_is_searched_filtered_and_sorted() {
        let library = library();
        let today = date(2026, 4, 24);
        let by_name = LibraryFilter { sort: SortBy::Name, ..LibraryFilter::default() };
        assert_eq!(names(&library, &by_name, today), ["?", "anton", "Bella", "Rex"]);
        let search = LibraryFilter { search: "BEL".to_owned(), ..LibraryFilter::default() };
        assert_eq!(names(&library, &search, today), ["Bella"]);
        let bella = library.cases.iter().find(|case| case.listed.summary().is_some_and(|own| own.name == "Bella"));
        let tumor = bella.unwrap().listed.summary().unwrap().tumor.clone();
        assert!(library.tumors().contains(&tumor), "{:?}", library.tumors());
        let filter = LibraryFilter { tumor: Some(tumor), ..LibraryFilter::default() };
        assert!(names(&library, &filter, today).contains(&"Bella".to_owned()), "kept by its own tumor");
        let none = LibraryFilter { therapy: Some("a drug of nobody".to_owned()), ..LibraryFilter::default() };
        assert_eq!(names(&library, &none, today), Vec::<String>::new());
    }

    #[test]
    fn the_longest_overdue_stands_first_and_the_unreadable_last() {
        let library = library();
        let filter = LibraryFilter::default();
        let before = shown(&library.cases, &filter, date(2020, 1, 1));
        assert!(before.iter().all(|case| overdue_days(case, date(2020, 1, 1)).is_none()), "nothing is overdue yet");
        let today = date(2030, 1, 1);
        let late: Vec<Option<i32>> =
            shown(&library.cases, &filter, today).iter().map(|case| overdue_days(case, today)).collect();
        assert!(late.windows(2).all(|pair| pair[0] >= pair[1]), "{late:?}");
        assert!(late.first().is_some_and(Option::is_some) && late.last() == Some(&None), "{late:?}");
    }

    #[test]
    fn the_small_chart_has_the_points_of_the_window() {
        let case = Demo::of_id("first_enlargement").unwrap().open().unwrap().case;
        let facts = facts(&case, Rules::shipped().unwrap());
        assert_eq!(facts.sizes.len(), 3, "{facts:?}");
        assert_eq!((facts.due, facts.token.as_str()), (Some(date(2026, 5, 21)), "unconfirmed_indeterminate"));
        assert!(facts.line.is_some_and(|line| line < facts.sizes[2].1), "the last size is over the line");
    }
}
