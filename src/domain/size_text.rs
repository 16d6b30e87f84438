//! Reads the text of a size cell: "24", "24,5", "2.4 cm", "31 x 24 x 20", "12 cm3", "14 x 9 + 8 x 6", "absent",
//! "too small", "merged into T1", and repeated readings of one size: "31 / 32 / 30".

use thiserror::Error;

use super::axes::{Axes, InvalidAxes};
use super::case::Case;
use super::lesion::{LesionId, LesionKind};
use super::measurement::{Finding, Size};
use super::repeats::{InvalidRepeats, Repeats};
use super::units::{InvalidLength, InvalidVolume, Length, LengthUnit, Volume};

/// A size text understood.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadSize {
    /// What the text says.
    pub finding: Finding,
    /// The readings that it is the mean of, where there were several.
    pub repeats: Option<Repeats>,
    /// The axes were not longest first and have been put so.
    pub reordered: bool,
}

/// Why a size text is not understood.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SizeTextError {
    /// Nothing was typed.
    #[error("nothing typed")]
    Empty,
    /// One of the lengths is not a length.
    #[error("“{part}” is {reason}")]
    Length {
        /// The text at fault.
        part: String,
        /// What is wrong with it.
        reason: InvalidLength,
    },
    /// The volume is not a volume.
    #[error("“{part}” is {reason}")]
    Volume {
        /// The text at fault.
        part: String,
        /// What is wrong with it.
        reason: InvalidVolume,
    },
    /// More than three axes.
    #[error("more than three lengths; write one to three, like 31 x 24 x 20")]
    TooManyAxes,
    /// The lengths do not make axes.
    #[error(transparent)]
    Axes(#[from] InvalidAxes),
    /// Readings that do not belong together.
    #[error(transparent)]
    Repeats(#[from] InvalidRepeats),
    /// A number is missing beside a separator, as in "31 x".
    #[error("a length is missing beside ×; finish it, like 31 x 24")]
    Unfinished,
    /// A reading is missing beside a slash, as in "31 /".
    #[error("a reading is missing beside /; finish it, like 31 / 32 / 30")]
    UnfinishedReading,
    /// A size is missing beside a plus, as in "31 +".
    #[error("a part is missing beside +; give the size of each part, like 14 x 9 + 8 x 6")]
    UnfinishedParts,
    /// A part is not a size in lengths.
    #[error("“{part}” is not the size of a part; give lengths for each, like 14 x 9 + 8 x 6")]
    Part {
        /// The text at fault.
        part: String,
    },
    /// The lesion named is none it can have merged into.
    #[error("“{name}” is not another lesion of the same role; write merged into and its name, like merged into T1")]
    MergedInto {
        /// The name as typed.
        name: String,
    },
}

/// Reads the text of a size cell of a case: a size text, or "merged into T1" (also "merged T1", "m T1").
///
/// A lesion merges into another one of its role.
///
/// # Errors
/// [`SizeTextError`].
pub fn read_finding(case: &Case, lesion: LesionId, text: &str) -> Result<ReadSize, SizeTextError> {
    let own = case.lesion(lesion);
    let Some(name) = merged_name(text) else { return read_size(text, own.map(|own| own.kind).unwrap_or_default()) };
    let others =
        || case.lesions().iter().filter(|other| other.id != lesion && own.is_some_and(|own| own.role == other.role));
    let exact = others().find(|other| other.name.trim() == name);
    let into = exact.or_else(|| others().find(|other| other.name.trim().to_lowercase() == name.to_lowercase()));
    let into = into.ok_or_else(|| SizeTextError::MergedInto { name: name.to_owned() })?;
    Ok(ReadSize { finding: Finding::Merged(into.id), repeats: None, reordered: false })
}

/// The name behind "merged into", "merged" or "m"; `None` where the text does not begin so.
fn merged_name(text: &str) -> Option<&str> {
    let mut words = text.split_whitespace();
    let first = words.next()?.to_lowercase();
    if first != "m" && first != "merged" {
        return None;
    }
    let rest = text.trim().get(first.len()..)?.trim();
    let strip = |word: &str| {
        let (head, tail) = (rest.get(..word.len())?, rest.get(word.len()..)?);
        (head.eq_ignore_ascii_case(word) && tail.starts_with(char::is_whitespace)).then(|| tail.trim())
    };
    Some(strip("into").or_else(|| strip("with")).unwrap_or(rest))
}

/// Reads a size text, lengths in millimeters unless a unit says otherwise.
///
/// A single length of a node is its short axis. Readings between slashes are repeated ones, whose mean is the size; a
/// unit after the last counts for all that have none.
///
/// # Errors
/// [`SizeTextError`] names the part at fault and what to write instead.
///
/// # Examples
/// ```
/// use reassess::domain::{Finding, LesionKind, Size, read_size};
/// let read = read_size("3.1 x 2,4 cm", LesionKind::NonNodal).unwrap();
/// let Finding::Measured(Size::Axes(axes)) = read.finding else { panic!("a size was typed") };
/// assert_eq!(axes.to_string(), "31 × 24 mm");
/// ```
pub fn read_size(text: &str, kind: LesionKind) -> Result<ReadSize, SizeTextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(SizeTextError::Empty);
    }
    if text.contains('/') {
        return repeated(text, kind);
    }
    read_one(text, kind)
}

/// Several readings, and their mean as the size.
fn repeated(text: &str, kind: LesionKind) -> Result<ReadSize, SizeTextError> {
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(SizeTextError::UnfinishedReading);
    }
    let shared = parts.last().map_or("", |last| unit_of(last));
    let mut sizes = Vec::with_capacity(parts.len());
    let mut reordered = false;
    for part in parts {
        let own = if unit_of(part).is_empty() { format!("{part} {shared}") } else { part.to_owned() };
        let read = read_one(own.trim(), kind)?;
        reordered |= read.reordered;
        match read.finding {
            Finding::Measured(size) => sizes.push(size),
            _ => return Err(InvalidRepeats::NotSizes.into()),
        }
    }
    let repeats = Repeats::new(sizes)?;
    Ok(ReadSize { finding: Finding::Measured(repeats.mean()), repeats: Some(repeats), reordered })
}

fn read_one(text: &str, kind: LesionKind) -> Result<ReadSize, SizeTextError> {
    if let Some(finding) = state_word(text) {
        return Ok(ReadSize { finding, repeats: None, reordered: false });
    }
    if text.contains('+') {
        return read_parts(text, kind);
    }
    if let Some((number, mm3_per_unit)) = volume_unit(text) {
        let volume = Volume::parse(number, mm3_per_unit)
            .map_err(|reason| SizeTextError::Volume { part: number.trim().to_owned(), reason })?;
        return Ok(ReadSize { finding: Finding::Measured(Size::Volume(volume)), repeats: None, reordered: false });
    }
    let parts: Vec<&str> = text.split(['x', 'X', '×', '*']).map(str::trim).collect();
    if parts.len() > 3 {
        return Err(SizeTextError::TooManyAxes);
    }
    if parts.len() > 1 && parts.iter().any(|part| part.is_empty()) {
        return Err(SizeTextError::Unfinished);
    }
    // A unit after the last length counts for all of them; a unit on an earlier one counts for that one.
    let shared_unit = parts.last().and_then(|part| length_unit(part).1);
    let mut lengths = Vec::with_capacity(3);
    for part in &parts {
        let (number, own_unit) = length_unit(part);
        let unit = own_unit.or(shared_unit).unwrap_or(LengthUnit::Millimeters);
        match Length::parse(number, unit) {
            Ok(length) => lengths.push(length),
            Err(InvalidLength::Zero) if parts.len() == 1 => {
                return Ok(ReadSize { finding: Finding::Absent, repeats: None, reordered: false });
            }
            Err(reason) => return Err(SizeTextError::Length { part: (*part).to_owned(), reason }),
        }
    }
    let mut lengths = lengths.into_iter();
    let (first, second, third) = (lengths.next(), lengths.next(), lengths.next());
    let (axes, reordered) = match (kind, second) {
        (LesionKind::Nodal, None) => Axes::new(None, first, None)?,
        _ => Axes::new(first, second, third)?,
    };
    Ok(ReadSize { finding: Finding::Measured(Size::Axes(axes)), repeats: None, reordered })
}

/// Reads the parts of a lesion that has split: "14 x 9 + 8 x 6"; a unit after the last part counts for all.
fn read_parts(text: &str, kind: LesionKind) -> Result<ReadSize, SizeTextError> {
    let parts: Vec<&str> = text.split('+').map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        return Err(SizeTextError::UnfinishedParts);
    }
    let in_centimeters = parts.last().is_some_and(|part| length_unit(part).1 == Some(LengthUnit::Centimeters));
    let (mut axes, mut reordered) = (Vec::with_capacity(parts.len()), false);
    for part in parts {
        let unit = if in_centimeters && length_unit(part).1.is_none() { " cm" } else { "" };
        let read = read_size(&format!("{part}{unit}"), kind)?;
        let Finding::Measured(Size::Axes(own)) = read.finding else {
            return Err(SizeTextError::Part { part: part.to_owned() });
        };
        axes.push(own);
        reordered |= read.reordered;
    }
    Ok(ReadSize { finding: Finding::Fragmented(axes), repeats: None, reordered })
}

fn state_word(text: &str) -> Option<Finding> {
    match text.to_lowercase().replace(['-', '_'], " ").as_str() {
        "a" | "absent" | "gone" | "resolved" => Some(Finding::Absent),
        "t" | "ts" | "too small" => Some(Finding::TooSmall(None)),
        "n" | "ne" | "not evaluable" | "not evaluated" | "not assessed" => Some(Finding::NotEvaluable),
        "p" | "present" => Some(Finding::Present),
        _ => None,
    }
}

fn volume_unit(text: &str) -> Option<(&str, f64)> {
    const UNITS: [(&str, f64); 7] =
        [("cm³", 1000.0), ("cm3", 1000.0), ("ccm", 1000.0), ("cc", 1000.0), ("ml", 1000.0), ("mm³", 1.0), ("mm3", 1.0)];
    UNITS.iter().find_map(|&(unit, mm3)| strip_unit(text, unit).map(|number| (number, mm3)))
}

/// The unit at the end of a text, as written; empty when there is none.
fn unit_of(text: &str) -> &str {
    let start = volume_unit(text)
        .map_or_else(|| length_unit(text).1.map(|_| length_unit(text).0.len()), |(number, _)| Some(number.len()));
    start.and_then(|start| text.get(start..)).map_or("", str::trim)
}

fn length_unit(part: &str) -> (&str, Option<LengthUnit>) {
    if let Some(number) = strip_unit(part, "mm") {
        (number, Some(LengthUnit::Millimeters))
    } else if let Some(number) = strip_unit(part, "cm") {
        (number, Some(LengthUnit::Centimeters))
    } else {
        (part, None)
    }
}

fn strip_unit<'a>(text: &'a str, unit: &str) -> Option<&'a str> {
    let start = text.len().checked_sub(unit.len())?;
    let tail = text.get(start..)?;
    if tail.eq_ignore_ascii_case(unit) { text.get(..start).map(str::trim_end) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Lesion, Role};

    fn shown(text: &str, kind: LesionKind) -> String {
        match read_size(text, kind) {
            Ok(ReadSize { finding: Finding::Measured(Size::Axes(axes)), reordered, .. }) => {
                format!("{axes}{}", if reordered { " (reordered)" } else { "" })
            }
            Ok(ReadSize { finding: Finding::Measured(Size::Volume(volume)), .. }) => format!("{} cm3", volume.cm3()),
            Ok(ReadSize { finding: Finding::Fragmented(parts), .. }) => {
                parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" + ")
            }
            Ok(other) => format!("{:?}", other.finding),
            Err(error) => format!("error: {error}"),
        }
    }

    #[test]
    fn size_texts_read_as_a_clinician_writes_them() {
        for (text, expected) in [
            ("24", "24 mm"),
            ("24.5", "24.5 mm"),
            ("24,5", "24.5 mm"),
            ("2.4 cm", "24 mm"),
            ("2.4CM", "24 mm"),
            ("31 x 24 x 20", "31 × 24 × 20 mm"),
            ("31x24", "31 × 24 mm"),
            ("31×24×20mm", "31 × 24 × 20 mm"),
            ("3,1 * 2,4 cm", "31 × 24 mm"),
            ("24 x 31", "31 × 24 mm (reordered)"),
            ("12.4 cm3", "12.4 cm3"),
            ("12,4 mL", "12.4 cm3"),
            ("800 mm³", "0.8 cm3"),
            ("0", "Absent"),
            ("A", "Absent"),
            ("too small", "TooSmall(None)"),
            ("NE", "NotEvaluable"),
            ("present", "Present"),
            ("14 x 9 + 8x6", "14 × 9 mm + 8 × 6 mm"),
            ("1,4 + 0.8 cm", "14 mm + 8 mm"),
            ("31 / 32 / 30", "31 mm"),
            ("3.1/3,2 cm", "31.5 mm"),
            ("31 x 24 / 32 x 25 / 30 x 23 mm", "31 × 24 mm"),
            ("12 / 13 cm3", "12.5 cm3"),
        ] {
            assert_eq!(shown(text, LesionKind::NonNodal), expected, "{text}");
        }
        assert_eq!(shown("9", LesionKind::Nodal), "9 mm short axis");
        assert_eq!(shown("22 x 9", LesionKind::Nodal), "22 × 9 mm");
    }

    #[test]
    fn what_is_not_a_size_is_answered_with_what_to_write() {
        for text in [
            "",
            "31 x",
            "x 24",
            "1 x 2 x 3 x 4",
            "31 x abc",
            "-4",
            "1e9",
            "31 x 0",
            "9999 cm",
            "∞",
            "5 inches",
            "14 +",
            "14 + absent",
            "14 + 2 cm3",
            "31 /",
            "/ 31",
            "31 // 30",
            "31 / 32 x 24",
            "31 / absent",
            "1 / 2 / 3 / 4 / 5 / 6",
            "31 / 0",
            "31 mm / 32 cm3",
        ] {
            assert!(read_size(text, LesionKind::NonNodal).is_err(), "{text} should not read as a size");
        }
        assert_eq!(
            shown("31 x 2b", LesionKind::NonNodal),
            "error: “2b” is not a number; write digits with at most one decimal point or comma, like 24.5"
        );
    }

    #[test]
    fn a_lesion_merges_into_another_of_its_role() {
        let mut case = Case::default();
        for (id, name) in (0..).zip(["T1", "T2", "Left flank"]) {
            case.add_lesion(Lesion::target(LesionId(id), name)).unwrap();
        }
        case.add_lesion(Lesion { role: Role::New, ..Lesion::target(LesionId(3), "New 1") }).unwrap();
        let read = |text: &str| read_finding(&case, LesionId(1), text).map(|read| read.finding);
        for text in ["merged into T1", "Merged T1", "m t1", "merged  with T1 "] {
            assert_eq!(read(text), Ok(Finding::Merged(LesionId(0))), "{text}");
        }
        assert_eq!(read("m left flank"), Ok(Finding::Merged(LesionId(2))));
        for text in ["merged", "m T2", "merged into New 1", "merged into T9"] {
            assert!(matches!(read(text), Err(SizeTextError::MergedInto { .. })), "{text}: {:?}", read(text));
        }
        assert_eq!(read("24 mm"), read_size("24", LesionKind::NonNodal).map(|read| read.finding), "else a size");
        let shown = crate::domain::finding_text(&case, &Finding::Merged(LesionId(2)));
        assert_eq!(read(&shown), Ok(Finding::Merged(LesionId(2))), "{shown} reads back");
    }
}
