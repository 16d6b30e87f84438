//! Pictures and pages for paper, made without a window.
//!
//! A chart comes from its model through the painter of the screen; a page is set here and written as PDF.
//! Nothing reads a file or the clock: fonts beyond Inter, the day and the case file are given.

mod clinician;
#[cfg(test)]
mod fixture;
mod flow;
mod grid;
mod handout;
mod paper;
mod pdf;
mod raster;
pub mod scores;
mod shapes;
mod sheet;
pub mod svg;
mod tables;
#[cfg(test)]
mod tests;
mod typeface;

use std::collections::BTreeSet;

use thiserror::Error;

pub use paper::Paper;
pub use pdf::{Attachment, CASE_MEDIA_TYPE};
pub use raster::{Pixels, pixels_of_svg};
pub use sheet::Sheet;
pub use svg::chart_svg;
pub use typeface::FontFile;

use flow::{Pages, Shape};
use pdf::About;
use typeface::Typefaces;

/// Why a page could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ReportError {
    /// The embedded typeface could not be read.
    #[error("the typeface inside the program cannot be read; install Reassess again")]
    Typeface,
    /// Letters without a shape in any font given.
    #[error(
        "no font on this computer has {}; install one that has, such as Noto Sans, or write the name in other letters",
        named(letters)
    )]
    MissingLetters {
        /// The letters.
        letters: BTreeSet<char>,
    },
    /// The page breaks a rule of PDF/A or could not be written.
    #[error("the page could not be written: {0}")]
    Refused(String),
}

/// "“犬” (U+72AC) and “腫” (U+816B)".
fn named(letters: &BTreeSet<char>) -> String {
    const MOST: usize = 8;
    let some: Vec<String> =
        letters.iter().take(MOST).map(|&letter| format!("“{letter}” (U+{:04X})", u32::from(letter))).collect();
    let more = letters.len().saturating_sub(MOST);
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{rest}", some.join(", "))
}

/// The owner's page as PDF; it carries no case file.
///
/// # Errors
/// [`ReportError::MissingLetters`] names letters that neither Inter nor `fallback` has.
pub fn handout_pdf(sheet: &Sheet<'_>, fallback: &[FontFile]) -> Result<Vec<u8>, ReportError> {
    let faces = Typefaces::new(fallback)?;
    let pages = handout::pages(sheet, &faces);
    let title = format!("{}: for the owner", sheet.name());
    written(&pages, &faces, sheet, title, None)
}

/// The clinician's report as PDF, with the case file inside.
///
/// # Errors
/// [`ReportError::MissingLetters`] names letters that neither Inter nor `fallback` has.
pub fn report_pdf(
    sheet: &Sheet<'_>,
    attachment: Option<&Attachment>,
    fallback: &[FontFile],
) -> Result<Vec<u8>, ReportError> {
    let faces = Typefaces::new(fallback)?;
    let pages = clinician::pages(sheet, &faces);
    let title = format!("{}: clinician’s report", sheet.name());
    written(&pages, &faces, sheet, title, attachment)
}

fn written(
    pages: &Pages,
    faces: &Typefaces,
    sheet: &Sheet<'_>,
    title: String,
    attachment: Option<&Attachment>,
) -> Result<Vec<u8>, ReportError> {
    let letters: BTreeSet<char> = words_of(pages).iter().flat_map(|words| faces.missing(words)).collect();
    if !letters.is_empty() {
        return Err(ReportError::MissingLetters { letters });
    }
    let about = About { title, made_on: sheet.made_on, app_version: &sheet.assessment.app_version, attachment };
    pdf::write(pages, faces, &about)
}

/// Everything written on the pages, charts included.
fn words_of(pages: &Pages) -> Vec<String> {
    let shapes = pages.sheets.iter().flatten().map(|item| &item.shape);
    let words = shapes.filter_map(|shape| match shape {
        Shape::Words { text, .. } => Some(text.clone()),
        // The content of its elements; tags and attributes are of plain letters.
        Shape::Chart { svg, .. } => Some(svg.clone()),
        Shape::Fill { .. } | Shape::Rule { .. } => None,
    });
    words.collect()
}

/// The letters of the words that Inter has no shape for; a caller looks for fonts that have.
pub fn letters_beyond_inter(words: &str) -> BTreeSet<char> {
    Typefaces::new(&[]).map(|faces| faces.missing(words)).unwrap_or_default()
}
