//! The categories of each criterion by visit, with why, as the window shows them.

use jiff::civil::Date;

use crate::criteria::measurable::Standard;
use crate::criteria::selection::suggest_targets;
use crate::criteria::{
    Burden, CriteriaRow, CriteriaTable, FurtherRow, IrecistState, Irrc, Overall, Percent, TargetResponse, further,
    outcome,
};
use crate::domain::{Dated, LesionId, Role};
use crate::explain::{RuleWords, outcome_words, rule_words, selection_words};
use crate::rules::CriteriaSettings;
use crate::series::Basis;

/// Ends the name of a criterion that goes by volumes.
const BY_VOLUME: &str = ", by volume";

/// Stands where a criterion says nothing.
const NOTHING: &str = "–";

/// One cell of one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The token, "iUPD", or a number.
    pub words: String,
    /// Any kind of progression.
    pub is_progression: bool,
}

/// One criterion's row, or one of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionRow {
    /// The criterion's name.
    pub criterion: &'static str,
    /// Where it comes from and what it takes, for a hint.
    pub about: &'static str,
    /// Shown beside the verdict, not only in the whole table.
    pub is_main: bool,
    /// One category a visit, the baseline first.
    pub categories: Vec<Category>,
}

/// One visit of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RulesVisit {
    /// Its date.
    pub date: Date,
    /// The date in short words.
    pub short: String,
    /// The date in full.
    pub words: String,
    /// Why its categories are what they are; empty for the baseline.
    pub why: RuleWords,
}

/// The table: visits across, criteria down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesTable {
    /// The visits from the baseline on.
    pub visits: Vec<RulesVisit>,
    /// One row a criterion that applies.
    pub rows: Vec<CriterionRow>,
    /// What the rows come to, as names and values.
    pub outcome: Vec<(&'static str, String)>,
    /// How the chosen targets stand beside those that the rules suggest.
    pub selection: Vec<String>,
    /// The lesions whose role the rules would change, each with the one they suggest.
    pub suggested_roles: Vec<(LesionId, Role)>,
    /// The categories of the last visit beside the verdict: "cRECIST PD · iRECIST iUPD", "by volume: cRECIST PD";
    /// empty without a baseline.
    pub last_words: String,
}

/// Builds the table; empty without a baseline.
pub fn rules_table(case: Dated<'_>, table: &CriteriaTable, settings: &CriteriaSettings) -> RulesTable {
    let Some(baseline) = table.baseline_date else { return RulesTable::default() };
    let settings = &settings.read(&case.readings);
    let others = further(&case, settings);
    let visit =
        |date: Date, why: RuleWords| RulesVisit { date, short: case.short_when(date), words: case.when(date), why };
    let later = table.rows.iter().map(|row| visit(row.date, rule_words(case, row, others.get(&row.date), settings)));
    let visits = std::iter::once(visit(baseline, RuleWords::default())).chain(later).collect();
    let mut rows = numbers(table);
    rows.extend(criteria(table));
    let beside: Vec<FurtherRow> =
        table.rows.iter().map(|row| others.get(&row.date).copied().unwrap_or_default()).collect();
    rows.extend(the_others(&beside));
    let first = case.visit(baseline);
    let selection = first.map(|visit| suggest_targets(case.lesions(), visit, Standard::Crecist, settings));
    RulesTable {
        visits,
        last_words: last_words(&rows),
        rows,
        outcome: outcome_words(case, table, &outcome(&case, table, settings)),
        suggested_roles: selection.as_ref().map_or_else(Vec::new, |own| own.departures(case.lesions())),
        selection: selection.map_or_else(Vec::new, |own| selection_words(&case, &own, settings)),
    }
}

fn last_words(rows: &[CriterionRow]) -> String {
    let main: Vec<&CriterionRow> = rows.iter().filter(|row| row.is_main).collect();
    // What is true of all is said once, since there is little room.
    let by_volume = main.iter().all(|row| row.criterion.ends_with(BY_VOLUME));
    let said = main.iter().filter_map(|row| {
        let name = if by_volume { row.criterion.trim_end_matches(BY_VOLUME) } else { row.criterion };
        Some(format!("{name}\u{a0}{}", row.categories.last()?.words))
    });
    let said = said.collect::<Vec<_>>().join(" · ");
    if by_volume && !said.is_empty() { format!("by volume: {said}") } else { said }
}

fn plain(words: impl Into<String>) -> Category {
    Category { words: words.into(), is_progression: false }
}

/// A row with what stands at the baseline.
fn row(
    criterion: &'static str,
    about: &'static str,
    first: impl Into<String>,
    rest: impl Iterator<Item = Category>,
) -> CriterionRow {
    let categories = std::iter::once(plain(first)).chain(rest).collect();
    CriterionRow { criterion, about, is_main: false, categories }
}

fn main_row(row: CriterionRow) -> CriterionRow {
    CriterionRow { is_main: true, ..row }
}

fn category<T: ToString>(value: Option<T>, is_progression: impl Fn(&T) -> bool) -> Category {
    let Some(value) = value else { return plain(NOTHING) };
    Category { words: value.to_string(), is_progression: is_progression(&value) }
}

fn overall(value: Option<Overall>) -> Category {
    category(value, |value| *value == Overall::Pd)
}

fn immune(value: Option<Irrc>) -> Category {
    category(value, |value| matches!(value, Irrc::IrPdUnconfirmed | Irrc::IrPdConfirmed))
}

/// "+23.3 %", with a true minus.
fn percent_text(percent: Option<Percent>) -> String {
    let Some(percent) = percent else { return NOTHING.to_owned() };
    let sign = if percent.0 > 0 { "+" } else { "" };
    format!("{sign}{percent} %").replace('-', "\u{2212}")
}

fn size_text(burden: Option<Burden>) -> String {
    burden.map_or_else(|| NOTHING.to_owned(), |burden| burden.to_string())
}

fn numbers(table: &CriteriaTable) -> Vec<CriterionRow> {
    let of = |text: fn(&CriteriaRow) -> String| table.rows.iter().map(move |row| plain(text(row)));
    let sum = match table.basis {
        Basis::Diameters => "Sum",
        Basis::Volumes => "Volume",
    };
    if table.baseline.is_none() {
        return Vec::new();
    }
    vec![
        row(sum, "Of all targets", size_text(table.baseline), of(|row| size_text(row.burden))),
        row("From baseline", "A response is a fall of 30 %", NOTHING, of(|row| percent_text(row.pct_from_baseline))),
        row(
            "From nadir",
            "Progression is a rise of 20 % and 5 mm",
            NOTHING,
            of(|row| percent_text(row.pct_from_nadir)),
        ),
    ]
}

fn criteria(table: &CriteriaTable) -> Vec<CriterionRow> {
    // A volume-only series has volume equivalents, which are labeled so wherever they are shown.
    let (crecist_name, irecist_name) = match table.basis {
        Basis::Diameters => ("cRECIST", "iRECIST"),
        Basis::Volumes => ("cRECIST, by volume", "iRECIST, by volume"),
    };
    let rows = || table.rows.iter();
    let mut found = vec![
        row(
            "Targets alone",
            "The target response, with no memory but the nadir",
            "base",
            rows().map(|row| category(Some(row.target_response), |own| *own == TargetResponse::Pd)),
        ),
        main_row(row(
            crecist_name,
            "cRECIST v1.0 (Nguyen 2015), the rules of RECIST 1.1 in dogs",
            "base",
            rows().map(|row| overall(Some(row.crecist))),
        )),
        main_row(row(
            irecist_name,
            "iRECIST (Seymour 2017): progression must be confirmed",
            "base",
            rows().map(|row| {
                category(Some(row.irecist.state), |own| matches!(own, IrecistState::IUpd | IrecistState::ICpd))
            }),
        )),
    ];
    if rows().any(|row| row.irrc.is_some()) {
        let irrc =
            row("irRC", "irRC (Wolchok 2009): by area, new lesions added", "base", rows().map(|row| immune(row.irrc)));
        found.push(main_row(irrc));
    }
    if rows().any(|row| row.recist11.is_some()) {
        let about = "RECIST 1.1 (Eisenhauer 2009): cRECIST has its rules, and measures smaller lesions on radiographs";
        found.insert(1, row("RECIST 1.1", about, "base", rows().map(|row| overall(row.recist11))));
    }
    found
}

fn the_others(beside: &[FurtherRow]) -> Vec<CriterionRow> {
    let mut found = Vec::new();
    let mut add = |name, about, cells: Vec<Category>| {
        if cells.iter().any(|cell| cell.words != NOTHING) {
            found.push(row(name, about, "base", cells.into_iter()));
        }
    };
    let each = |cell: fn(&FurtherRow) -> Category| beside.iter().map(cell).collect::<Vec<_>>();
    add("WHO", "WHO: products of two diameters; progression of any one lesion", each(|row| overall(row.who)));
    let added = "New lesions are added to the sum; a second look at least 4 weeks later confirms";
    add("irRECIST", added, each(|row| immune(row.irrecist.map(|own| own.response))));
    add(
        "irRECIST, best",
        "Best before a confirmed progression",
        each(|row| plain_irrc(row.irrecist.map(|own| own.best))),
    );
    let after = "imRECIST (Hodi 2018): best, also after a progression";
    add("imRECIST, best", after, each(|row| plain_irrc(row.irrecist.map(|own| own.im_best))));
    let group = |response: Option<TargetResponse>| category(response, |own| *own == TargetResponse::Pd);
    let injected = |row: &FurtherRow| row.itrecist.and_then(|own| own.injected).map(|own| own.response);
    let other = |row: &FurtherRow| row.itrecist.and_then(|own| own.non_injected).map(|own| own.response);
    let split = "itRECIST (Goldmacher 2020): injected and other targets each with a sum of its own";
    add("itRECIST, injected", split, beside.iter().map(|row| group(injected(row))).collect());
    add("itRECIST, other", split, beside.iter().map(|row| group(other(row))).collect());
    let nodal = "VCOG peripheral nodal lymphoma v1.0 (Vail 2010): longest diameters of nodes";
    add("VCOG lymphoma", nodal, each(|row| overall(row.vcog_lymphoma)));
    found
}

fn plain_irrc(value: Option<Irrc>) -> Category {
    category(value, |_| false)
}
