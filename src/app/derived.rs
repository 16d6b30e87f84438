//! What follows from the case: computed once for each change, never stored.

use std::cell::OnceCell;
use std::sync::Arc;

use jiff::civil::Date;

use super::rules_table::{RulesTable, rules_table};
use super::session::Session;
use super::view::View;
use crate::assess::{self, Assessment, Futures, RecheckKind, Withheld};
use crate::chart::{self, Audience, ChartInput, Model, Quantity, TablePart};
use crate::domain::{Case, DateForm, Dated, LesionId};
use crate::explain::{self, ClinicianWords, OwnerWords, SettledWords};
use crate::rules::Rules;

/// Everything the panels show that is not the case itself.
#[derive(Clone, Debug)]
pub struct Derived {
    /// What is concluded.
    pub assessment: Assessment,
    /// For the clinician.
    pub words: ClinicianWords,
    /// For the owner.
    pub owner: OwnerWords,
    /// The chart as the clinician set it.
    pub chart: Model,
    /// The owner's chart.
    pub owner_chart: Model,
    /// The two futures, or why there can be none.
    pub futures: Result<Futures, Withheld>,
    /// What the futures say on the day of the recheck, or why they are not drawn; may be empty.
    pub futures_words: String,
    /// What both charts are made from, before the futures of the chosen recheck.
    input: ChartInput,
    /// Categories by criterion and visit.
    pub rules_table: RulesTable,
    /// The chart as a table, once asked for.
    table: OnceCell<Vec<TablePart>>,
    /// Why the recheck is on its day, once asked for.
    design: OnceCell<Option<SettledWords>>,
    /// The size being typed is part of all this.
    pub is_preview: bool,
}

/// What the derived results depend on; the charts alone depend on the view as well.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    document: u64,
    revision: u64,
    draft: Option<(Date, LesionId, String)>,
    today: Date,
    dates: DateForm,
}

/// Keeps the last derived results until something they depend on changes.
#[derive(Debug, Default)]
pub struct DerivedCache {
    kept: Option<(Key, View, Derived)>,
    assessed: usize,
    redrawn: usize,
}

impl DerivedCache {
    /// The results for the session as it is now.
    ///
    /// A change of what the chart shows, such as dragging the recheck, redraws the charts and nothing else.
    pub fn of(&mut self, session: &Session) -> &Derived {
        let key = Key {
            document: session.document.id(),
            revision: session.document.revision(),
            draft: session.draft.as_ref().map(|draft| {
                let (date, lesion) = draft.cell();
                (date, lesion, draft.text().to_owned())
            }),
            today: session.today(),
            dates: session.view.dates,
        };
        let stale = self.kept.as_ref().is_none_or(|(kept, ..)| *kept != key);
        if stale {
            self.kept = None;
            self.assessed += 1;
        }
        let (_, view, derived) = self.kept.get_or_insert_with(|| (key, session.view, derive_session(session)));
        if (view.chart, view.recheck) != (session.view.chart, session.view.recheck) {
            derived.redraw(session.document.case(), session.view);
            self.redrawn += 1;
        }
        *view = session.view;
        derived
    }

    /// How often the case was assessed, and how often the charts alone were drawn anew.
    pub const fn work_done(&self) -> (usize, usize) {
        (self.assessed, self.redrawn)
    }
}

impl Derived {
    /// Why the recheck is on its day: what one more size should settle; worked out when it is first asked for.
    pub fn recheck_design<'a>(&self, case: impl Into<Dated<'a>>) -> Option<&SettledWords> {
        let case = case.into();
        let words = || explain::recheck_settles(case, &self.assessment, self.futures.as_ref().ok()?);
        self.design.get_or_init(words).as_ref()
    }

    /// The clinician's chart as a table; made when it is first asked for.
    pub fn chart_table(&self) -> &[TablePart] {
        self.table.get_or_init(|| chart::table(&self.chart))
    }

    /// Draws both charts anew, with the recheck on the day the view puts it.
    pub fn redraw(&mut self, case: &Case, view: View) {
        let drawn = draw(case, &self.assessment, &self.futures, &self.input, view);
        (self.chart, self.owner_chart, self.futures_words) = (drawn.chart, drawn.owner_chart, drawn.futures_words);
        self.table = OnceCell::new();
    }
}

fn derive_session(session: &Session) -> Derived {
    let committed = Arc::clone(session.document.case());
    let preview = session
        .draft
        .as_ref()
        .filter(|draft| !draft.is_unchanged(&committed))
        .and_then(|draft| Some((draft.preview(&committed)?, draft.cell())));
    match preview {
        Some((case, cell)) => derive(&case, session.view, session.rules(), session.today(), Some(cell)),
        None => derive(&committed, session.view, session.rules(), session.today(), None),
    }
}

/// Assesses a case as of its last visit (a death after it included) and lays out everything that is shown of it.
///
/// `draft` is the visit and the lesion whose size is being typed; the point of the visit is drawn hollow.
pub fn derive(case: &Case, view: View, rules: &Rules, today: Date, draft: Option<(Date, LesionId)>) -> Derived {
    let as_of = case.last_known().unwrap_or(today);
    // Between two keys there is no time for the closest forecast; what stays is assessed with it.
    let assessment = if draft.is_some() { assess::preview } else { assess::assess }(case, rules, as_of);
    let dated = Dated::new(case, view.dates);
    let words = explain::clinician(dated, &assessment);
    let owner = explain::owner(dated, &assessment);
    let mut input = ChartInput::from_assessment(case, &assessment, rules);
    input.dates = view.dates;
    if let Some((date, lesion)) = draft {
        input.mark_draft(date, lesion);
        // While a lesion of the visit is still to be typed, its sum would look like a fall.
        input.draft = input.draft.filter(chart::SizePoint::is_complete);
    }
    let rules_table = rules_table(dated, &assessment.criteria, &rules.criteria);
    let futures = assess::futures(case, &assessment, rules);
    let Drawn { chart, owner_chart, futures_words } = draw(case, &assessment, &futures, &input, view);
    Derived {
        chart,
        owner_chart,
        futures,
        futures_words,
        assessment,
        words,
        owner,
        input,
        rules_table,
        table: OnceCell::new(),
        design: OnceCell::new(),
        is_preview: draft.is_some(),
    }
}

/// What changes with the day the reader puts the recheck on, or with what the chart is to show.
struct Drawn {
    chart: Model,
    owner_chart: Model,
    futures_words: String,
}

/// Draws both charts and says what the futures say, with the recheck on the day the view puts it.
fn draw(
    case: &Case,
    assessment: &Assessment,
    futures: &Result<Futures, Withheld>,
    input: &ChartInput,
    view: View,
) -> Drawn {
    let futures_words = explain::futures(Dated::new(case, view.dates), futures, view.recheck);
    let recommended = input.recheck;
    let mut input = input.clone();
    input.futures_words.clone_from(&futures_words);
    if let Ok(futures) = futures {
        input.with_futures(futures, view.recheck);
    }
    let chart = chart::build(&input, &chart::View { audience: Audience::Clinician, ..view.chart });
    let owner_view = chart::View {
        quantity: owner_quantity(view.chart.quantity),
        audience: Audience::Owner,
        ..chart::View::default()
    };
    // The owner is told one date, the recommended one; where the next step is now, a later date beside it would say
    // otherwise.
    input.recheck = recommended.filter(|_| assessment.recheck.kind != RecheckKind::RedFlag);
    input.futures_words = String::new();
    Drawn { chart, owner_chart: chart::build(&input, &owner_view), futures_words }
}

/// The owner sees the clinician's quantity, but for the percentage, which says nothing about the lump on the dog.
const fn owner_quantity(chosen: Quantity) -> Quantity {
    match chosen {
        Quantity::Volume => Quantity::Volume,
        Quantity::SumOfDiameters | Quantity::PercentOfBaseline => Quantity::SumOfDiameters,
    }
}
