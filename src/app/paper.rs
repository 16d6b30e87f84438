//! A case on paper: the owner's page and the clinician's report, from what the window shows.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::derived::{Derived, derive};
use super::export::summary;
use super::view::View;
use super::words::{case_line, therapy_line, week_words};
use crate::chart::Audience;
use crate::domain::{Case, Dated};
use crate::report::{self, Attachment, FontFile, Paper, ReportError, Sheet};
use crate::rules::Rules;
use crate::store::{self, case_file};

/// Which page is made, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// For the owner, one page; for the clinician, the whole report with the case file inside.
    pub audience: Audience,
    /// The paper.
    pub paper: Paper,
    /// The day it is made on.
    pub made_on: Date,
}

/// A page of a case as PDF. `fonts` is asked once, for letters that Inter lacks.
///
/// # Errors
/// [`ReportError::MissingLetters`] names letters that no font has.
pub fn pdf(
    case: &Case,
    page: Page,
    view: View,
    rules: &Rules,
    fonts: impl FnOnce(&BTreeSet<char>) -> Vec<FontFile>,
) -> Result<Vec<u8>, ReportError> {
    let derived = derive(case, view, rules, page.made_on, None);
    let dated = Dated::new(case, view.dates);
    match written(dated, page, &derived, rules, &[]) {
        Err(ReportError::MissingLetters { letters }) => written(dated, page, &derived, rules, &fonts(&letters)),
        other => other,
    }
}

fn written(
    dated: Dated<'_>,
    page: Page,
    derived: &Derived,
    rules: &Rules,
    fonts: &[FontFile],
) -> Result<Vec<u8>, ReportError> {
    let case = dated.case();
    let (case_line, therapy_line) = (case_line(case), therapy_line(dated));
    let week_words = week_words(case, page.made_on);
    let sheet = Sheet {
        case: dated,
        assessment: &derived.assessment,
        words: &derived.words,
        owner: &derived.owner,
        chart: &derived.chart,
        owner_chart: &derived.owner_chart,
        case_line: &case_line,
        therapy_line: &therapy_line,
        week_words: &week_words,
        made_on: page.made_on,
        paper: page.paper,
    };
    match page.audience {
        Audience::Owner => report::handout_pdf(&sheet, fonts),
        Audience::Clinician => {
            let summary = summary(case, rules);
            // A case that cannot be saved cannot be attached either; the page says all the same.
            let attachment = case_file::to_text(case, &summary)
                .ok()
                .map(|text| Attachment { name: store::suggested_file_name(&case.patient.name), text });
            report::report_pdf(&sheet, attachment.as_ref(), fonts)
        }
    }
}
