//! What a page is made from: the record, what was concluded, the words and the charts, as the window shows them.

use jiff::civil::Date;

use super::paper::Paper;
use crate::assess::Assessment;
use crate::chart::Model;
use crate::domain::Dated;
use crate::explain::{ClinicianWords, OwnerWords};

/// One case, ready for paper.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    /// The record, with the form of its dates.
    pub case: Dated<'a>,
    /// What was concluded from it.
    pub assessment: &'a Assessment,
    /// That in a clinician's words.
    pub words: &'a ClinicianWords,
    /// That in an owner's words.
    pub owner: &'a OwnerWords,
    /// The clinician's chart.
    pub chart: &'a Model,
    /// The owner's chart.
    pub owner_chart: &'a Model,
    /// Breed, sex and age in one line.
    pub case_line: &'a str,
    /// Tumor, drug and its start in one line.
    pub therapy_line: &'a str,
    /// The week of therapy in words.
    pub week_words: &'a str,
    /// The day the page is made on.
    pub made_on: Date,
    /// The paper.
    pub paper: Paper,
}

impl Sheet<'_> {
    /// The patient's name, or that there is none.
    pub(super) fn name(&self) -> &str {
        match self.case.patient.name.trim() {
            "" => "Patient without a name",
            name => name,
        }
    }

    /// A date as the case knows it.
    pub(super) fn when(&self, date: Date) -> String {
        self.case.when(date)
    }

    /// The visit the page is about, in words; empty before the first.
    pub(super) fn visit_words(&self) -> String {
        let visit = self.case.visits().last();
        visit.map_or_else(String::new, |visit| format!("As of the visit of {}", self.when(visit.date)))
    }

    /// The programs and rules behind the page.
    pub(super) fn versions(&self) -> String {
        let Assessment { app_version, rules_version, .. } = self.assessment;
        format!("Made with Reassess {app_version}, rules {rules_version}, on {}.", self.case.form().words(self.made_on))
    }
}
