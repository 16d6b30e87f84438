//! The size being typed: read as it grows, drawn hollow, never saved.

use jiff::civil::Date;

use super::edit::measurement_from_text;
use crate::domain::{Case, Finding, LesionId, SizeTextError, finding_text};

/// What a text says.
#[derive(Clone, Debug, PartialEq)]
struct Read {
    finding: Finding,
    /// How many readings it is the mean of.
    readings: Option<u32>,
}

/// A cell being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    date: Date,
    lesion: LesionId,
    text: String,
    reading: Result<Option<Read>, SizeTextError>,
}

impl Draft {
    /// Reads the text so far.
    pub fn new(case: &Case, date: Date, lesion: LesionId, text: String) -> Self {
        let reading = measurement_from_text(case, date, lesion, &text).map(|measurement| {
            measurement.map(|own| Read { readings: own.repeats.map(|own| own.count()), finding: own.finding })
        });
        Self { date, lesion, text, reading }
    }

    /// The visit and lesion of the cell.
    pub const fn cell(&self) -> (Date, LesionId) {
        (self.date, self.lesion)
    }

    /// Whether it is of this cell.
    pub fn is_of(&self, date: Date, lesion: LesionId) -> bool {
        self.cell() == (date, lesion)
    }

    /// The text so far.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the text is understood; an empty one is, and clears the cell.
    pub const fn reads(&self) -> bool {
        self.reading.is_ok()
    }

    /// Whether committing would change nothing.
    pub fn is_unchanged(&self, case: &Case) -> bool {
        let own = case.visit(self.date).and_then(|visit| visit.measurements.get(&self.lesion));
        let shown = own.map_or_else(String::new, |own| finding_text(case, &own.finding));
        let entered = own.map_or("", |own| own.entered.as_str());
        self.text.trim() == shown || self.text.trim() == entered
    }

    /// What was understood, in words with the unit: "reads 35 × 29 mm, height missing".
    pub fn reading_back(&self, case: &Case) -> String {
        match &self.reading {
            Ok(None) => "empty: not recorded".to_owned(),
            Ok(Some(Read { finding, readings: None })) => format!("reads {}", finding_words(case, finding)),
            Ok(Some(Read { finding, readings: Some(count) })) => {
                format!("mean of {count} readings: {}", finding_words(case, finding))
            }
            Err(reason) => reason.to_string(),
        }
    }

    /// The case with this size in it, when it reads.
    pub fn preview(&self, case: &Case) -> Option<Case> {
        let measurement = measurement_from_text(case, self.date, self.lesion, &self.text).ok()?;
        let mut preview = case.clone();
        preview.set_measurement(self.date, self.lesion, measurement).ok()?;
        Some(preview)
    }
}

/// A finding in words with its unit.
pub fn finding_words(case: &Case, finding: &Finding) -> String {
    match finding {
        Finding::Measured(crate::domain::Size::Axes(axes)) => {
            let missing = match (axes.longest(), axes.perpendicular(), axes.height()) {
                (Some(_), Some(_), None) => ", height missing",
                (Some(_), None, None) => ", width and height missing",
                _ => "",
            };
            format!("{axes}{missing}")
        }
        Finding::TooSmall(None) => "too small to measure: counts as 5 mm".to_owned(),
        Finding::Absent => "absent: the lesion is gone".to_owned(),
        Finding::NotEvaluable => "not evaluated at this visit".to_owned(),
        Finding::Present => "present, not measured".to_owned(),
        Finding::Fragmented(parts) => {
            format!("in {} parts, which are added: {}", parts.len(), finding_text(case, finding))
        }
        Finding::Merged(into) => {
            let into = case.lesion(*into).map_or("another lesion", |own| own.name.as_str());
            format!("merged into {into}: give the size of the whole mass there")
        }
        other => finding_text(case, other),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{Lesion, Visit};

    #[test]
    fn a_draft_reads_back_what_it_understood() {
        let mut case = Case::default();
        case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
        case.add_visit(Visit::on(date(2026, 5, 21))).unwrap();
        let draft = |text: &str| Draft::new(&case, date(2026, 5, 21), LesionId(0), text.to_owned());
        assert_eq!(draft("35 x 29").reading_back(&case), "reads 35 × 29 mm, height missing");
        assert!(!draft("35 x").reads(), "unfinished");
        let mean = "mean of 3 readings: 35 mm, width and height missing";
        assert_eq!(draft("35 / 36 / 34").reading_back(&case), mean);
        assert!(draft("").is_unchanged(&case), "nothing typed into an empty cell");
        let preview = draft("3.5 cm").preview(&case).unwrap();
        assert_eq!(preview.visits()[0].measurements.len(), 1);
        assert!(case.visits()[0].measurements.is_empty(), "the case itself is untouched");
    }
}
