//! The short lines of the case bar and the title.

use jiff::civil::Date;

use crate::domain::{Case, DAYS_PER_WEEK, Dated, TherapyClass, TimeBase, day_from_date};

/// Breed, sex and age: "Golden Retriever, spayed female, 9 y".
pub fn case_line(case: &Case) -> String {
    let patient = &case.patient;
    let parts = [
        patient.breed.trim().to_owned(),
        patient.sex.map(|sex| sex.words().to_owned()).unwrap_or_default(),
        patient.age_years.map(|years| format!("{years} y")).unwrap_or_default(),
    ];
    join(&parts, ", ")
}

/// Tumor, stage, drug and its start: "Oral melanoma, stage III · gilvetmab since 12 Mar 2026".
pub fn therapy_line<'a>(case: impl Into<Dated<'a>>) -> String {
    let case = case.into();
    let tumor = &case.tumor;
    let stage = tumor.stage.trim();
    let stage = if stage.is_empty() { String::new() } else { format!("stage {stage}") };
    let tumor = join(&[tumor.kind.trim().to_owned(), stage], ", ");
    let drug = match (case.therapy.drug.trim(), case.therapy.class) {
        ("", TherapyClass::Unknown) => String::new(),
        ("", class) => class.words().to_owned(),
        (drug, _) => drug.to_owned(),
    };
    let since = match (case.time_base, case.therapy.start) {
        (TimeBase::Calendar, Some(start)) => format!("since {}", case.form().words(start)),
        (TimeBase::Calendar, None) if !case.is_empty() => "therapy start not recorded".to_owned(),
        _ => String::new(),
    };
    let separator = if drug.is_empty() || case.therapy.start.is_some() { " " } else { ", " };
    join(&[tumor, join(&[drug, since], separator)], " · ")
}

/// The week of therapy at the last visit, or today while the case is fresh: "week 6 of therapy".
///
/// The week of the last visit is what the chart shows; a case opened months later must not read as week 40.
pub fn week_words(case: &Case, today: Date) -> String {
    let Some(start) = case.therapy.start else { return String::new() };
    let last = case.visits().last().map_or(today, |visit| visit.date);
    let days = day_from_date(start, last);
    if days < 0 {
        return "before therapy".to_owned();
    }
    let week = days / DAYS_PER_WEEK;
    if case.visits().is_empty() { String::new() } else { format!("week {week} of therapy at the last visit") }
}

fn join(parts: &[String], separator: &str) -> String {
    let present: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    present.join(separator)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Sex, Visit};

    #[test]
    fn lines_leave_out_what_is_not_recorded() {
        let mut case = Case::default();
        assert_eq!((case_line(&case), therapy_line(&case)), (String::new(), String::new()));
        case.patient.sex = Some(Sex::SpayedFemale);
        case.patient.age_years = Some(9);
        case.tumor.kind = "Oral melanoma".to_owned();
        case.therapy.drug = "gilvetmab".to_owned();
        case.therapy.start = Some(date(2026, 3, 12));
        assert_eq!(case_line(&case), "spayed female, 9 y");
        assert_eq!(therapy_line(&case), "Oral melanoma · gilvetmab since 12 Mar 2026");
        case.add_visit(Visit::on(date(2026, 4, 23))).unwrap();
        assert_eq!(week_words(&case, date(2026, 12, 1)), "week 6 of therapy at the last visit");
    }
}
