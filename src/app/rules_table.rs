//! The categories of each criterion by visit, as the window shows them.

use crate::app::dates::visit_date_words;
use crate::criteria::{CriteriaTable, IrecistState, Irrc, Overall};
use crate::domain::{Case, TimeBase, clock::short_date_words};
use crate::series::Basis;

/// One category of one visit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The token: "iUPD".
    pub words: String,
    /// Any kind of progression.
    pub is_progression: bool,
}

/// One criterion's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CriterionRow {
    /// The criterion's name.
    pub criterion: &'static str,
    /// One category a visit, the baseline first.
    pub categories: Vec<Category>,
}

/// The table: visits across, criteria down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesTable {
    /// The visits from the baseline on, in short words.
    pub visits: Vec<String>,
    /// One row a criterion that applies.
    pub rows: Vec<CriterionRow>,
}

/// Builds the table; empty without a baseline.
pub fn rules_table(case: &Case, table: &CriteriaTable) -> RulesTable {
    let Some(baseline) = table.baseline_date else { return RulesTable::default() };
    let short = |date| match case.time_base {
        TimeBase::Calendar => short_date_words(date),
        TimeBase::DaysOnly => visit_date_words(case, date),
    };
    let dates = std::iter::once(baseline).chain(table.rows.iter().map(|row| row.date));
    let visits = dates.map(short).collect();
    let base = || Category { words: "base".to_owned(), is_progression: false };
    let with_base = |cells: Vec<Category>| std::iter::once(base()).chain(cells).collect();
    let crecist = table
        .rows
        .iter()
        .map(|row| Category { words: row.crecist.to_string(), is_progression: row.crecist == Overall::Pd });
    let irecist = table.rows.iter().map(|row| Category {
        words: row.irecist.state.to_string(),
        is_progression: matches!(row.irecist.state, IrecistState::IUpd | IrecistState::ICpd),
    });
    // A volume-only series has volume equivalents, which are labeled so wherever they are shown.
    let (crecist_name, irecist_name) = match table.basis {
        Basis::Diameters => ("cRECIST", "iRECIST"),
        Basis::Volumes => ("cRECIST, by volume", "iRECIST, by volume"),
    };
    let mut rows = vec![
        CriterionRow { criterion: crecist_name, categories: with_base(crecist.collect()) },
        CriterionRow { criterion: irecist_name, categories: with_base(irecist.collect()) },
    ];
    if table.rows.iter().any(|row| row.irrc.is_some()) {
        let irrc = table.rows.iter().map(|row| Category {
            words: row.irrc.map_or_else(|| "–".to_owned(), |state| state.to_string()),
            is_progression: matches!(row.irrc, Some(Irrc::IrPdUnconfirmed | Irrc::IrPdConfirmed)),
        });
        rows.push(CriterionRow { criterion: "irRC", categories: with_base(irrc.collect()) });
    }
    RulesTable { visits, rows }
}
