//! The other criteria side by side, for those who report them; the verdict rests on none of them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::history::history;
use super::irrecist::IrRecistRow;
use super::itrecist::ItRecistRow;
use super::vocabulary::Overall;
use super::{irrecist, itrecist, vcog_lymphoma, who};
use crate::domain::Case;
use crate::rules::CriteriaSettings;
use crate::series;

/// One visit by the other criteria; `None` where one does not apply to the case.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct FurtherRow {
    /// WHO; needs two diameters.
    pub who: Option<Overall>,
    /// irRECIST and imRECIST; need diameters.
    pub irrecist: Option<IrRecistRow>,
    /// itRECIST; needs an injected target.
    pub itrecist: Option<ItRecistRow>,
    /// VCOG peripheral nodal lymphoma; needs targets that are nodes with longest diameters.
    pub vcog_lymphoma: Option<Overall>,
}

/// Applies the other criteria to every visit after the baseline, by date.
///
/// Lymphoma nodes may be known by their longest diameter alone, which RECIST cannot use: such visits have no row in
/// [`super::evaluate()`] and have one here.
pub fn further(case: &Case, settings: &CriteriaSettings) -> BTreeMap<Date, FurtherRow> {
    let settings = &settings.read(&case.readings);
    let mut rows: BTreeMap<Date, FurtherRow> = BTreeMap::new();
    if let Some(history) = history(case, &series::build(case), settings) {
        let who = who::rows(&history);
        let irrecist = irrecist::rows(&history, settings);
        let itrecist = itrecist::rows(case, &history, settings);
        for (place, point) in history.later.iter().enumerate() {
            let row = rows.entry(point.date).or_default();
            row.who = at(who.as_deref(), place);
            row.irrecist = at(irrecist.as_deref(), place);
            row.itrecist = at(itrecist.as_deref(), place);
        }
    }
    for (date, overall) in vcog_lymphoma::rows(case, settings).into_iter().flatten() {
        rows.entry(date).or_default().vcog_lymphoma = Some(overall);
    }
    rows
}

fn at<T: Copy>(rows: Option<&[T]>, place: usize) -> Option<T> {
    rows.and_then(|rows| rows.get(place)).copied()
}
