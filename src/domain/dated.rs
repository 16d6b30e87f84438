//! A case together with the form in which its dates are shown.

use std::ops::Deref;

use jiff::civil::Date;

use super::case::{Case, TimeBase};
use super::clock::DateForm;

/// A case as someone reads it: the record, and the form of its dates, which is the reader's and not the record's.
#[derive(Clone, Copy, Debug)]
pub struct Dated<'a> {
    case: &'a Case,
    form: DateForm,
}

impl<'a> Dated<'a> {
    /// The case with its dates in this form.
    pub const fn new(case: &'a Case, form: DateForm) -> Self {
        Self { case, form }
    }

    /// The record.
    pub const fn case(self) -> &'a Case {
        self.case
    }

    /// The form of its dates.
    pub const fn form(self) -> DateForm {
        self.form
    }

    /// Another case with its dates in the same form.
    pub const fn with(self, case: &Case) -> Dated<'_> {
        Dated { case, form: self.form }
    }

    /// A date: "12 Mar 2026", or "day 28" where only days are known.
    pub fn when(self, date: Date) -> String {
        match self.time_base {
            TimeBase::Calendar => self.form.words(date),
            TimeBase::DaysOnly => self.day_words(date),
        }
    }

    /// A date without its year, which stands nearby: "12 Mar".
    pub fn short_when(self, date: Date) -> String {
        match self.time_base {
            TimeBase::Calendar => self.form.short_words(date),
            TimeBase::DaysOnly => self.day_words(date),
        }
    }

    /// A date with its day of the week: "Thursday 12 Mar 2026".
    pub fn when_with_weekday(self, date: Date) -> String {
        match self.time_base {
            TimeBase::Calendar => self.form.words_with_weekday(date),
            TimeBase::DaysOnly => format!("{} of treatment", self.day_words(date)),
        }
    }

    fn day_words(self, date: Date) -> String {
        format!("day {}", self.day_of(date))
    }
}

impl Deref for Dated<'_> {
    type Target = Case;

    fn deref(&self) -> &Case {
        self.case
    }
}

/// The case with its dates in the usual form, for where nobody has chosen one.
impl<'a> From<&'a Case> for Dated<'a> {
    fn from(case: &'a Case) -> Self {
        Self::new(case, DateForm::default())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::Visit;

    #[test]
    fn a_case_of_days_alone_has_no_dates_in_any_form() {
        let mut case = Case::default();
        case.time_base = TimeBase::DaysOnly;
        case.add_visit(Visit::on(date(2026, 3, 1))).unwrap();
        let day = date(2026, 3, 29);
        let before = Dated::from(&case).when(day);
        assert!(before.starts_with("day "), "{before}");
        for form in DateForm::ALL {
            let case = Dated::new(&case, form);
            assert_eq!([case.when(day), case.short_when(day)], [before.clone(), before.clone()]);
            assert_eq!(case.when_with_weekday(day), format!("{before} of treatment"));
        }
        case.time_base = TimeBase::Calendar;
        assert_eq!(Dated::new(&case, DateForm::Iso).when(day), "2026-03-29");
    }
}
