//! The typefaces of a page: Inter in two weights, and what the caller found for letters that Inter lacks.

use std::collections::BTreeSet;
use std::sync::Arc;

use krilla::text::Font;
use ttf_parser::Face as Outlines;

use super::ReportError;
use crate::plot::fonts::{INTER_REGULAR, INTER_SEMIBOLD};

/// A font file for letters that Inter lacks.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// The whole file.
    pub bytes: Arc<Vec<u8>>,
    /// Which face of a collection; 0 for a file with one.
    pub index: u32,
}

/// The bytes of a face: compiled in, or shared with the caller.
#[derive(Clone)]
enum Bytes {
    Embedded(&'static [u8]),
    Shared(Arc<Vec<u8>>),
}

impl Bytes {
    fn get(&self) -> &[u8] {
        match self {
            Self::Embedded(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

/// One face, for measuring and for writing.
struct Face {
    bytes: Bytes,
    index: u32,
    font: Font,
}

impl Face {
    fn embedded(bytes: &'static [u8]) -> Option<Self> {
        Some(Self { bytes: Bytes::Embedded(bytes), index: 0, font: Font::new(bytes.into(), 0)? })
    }

    fn shared(file: &FontFile) -> Option<Self> {
        let font = Font::new(Arc::clone(&file.bytes).into(), file.index)?;
        Some(Self { bytes: Bytes::Shared(Arc::clone(&file.bytes)), index: file.index, font })
    }

    fn outlines(&self) -> Option<Outlines<'_>> {
        Outlines::parse(self.bytes.get(), self.index).ok()
    }
}

/// A stretch of words in one face.
pub(super) struct Run<'a> {
    /// The font to write it with.
    pub(super) font: Font,
    /// The words.
    pub(super) text: &'a str,
    /// Its width in points.
    pub(super) width: f32,
}

/// The typefaces of a report.
pub(super) struct Typefaces {
    regular: Face,
    semibold: Face,
    fallback: Vec<Face>,
}

impl Typefaces {
    /// Inter, and behind it these files; one that cannot be read is passed over, and its letters are then missing.
    pub(super) fn new(fallback: &[FontFile]) -> Result<Self, ReportError> {
        let embedded = |bytes| Face::embedded(bytes).ok_or(ReportError::Typeface);
        Ok(Self {
            regular: embedded(INTER_REGULAR)?,
            semibold: embedded(INTER_SEMIBOLD)?,
            fallback: fallback.iter().filter_map(Face::shared).collect(),
        })
    }

    /// The files behind Inter, for charts.
    pub(super) fn fallback_bytes(&self) -> impl Iterator<Item = &[u8]> {
        self.fallback.iter().map(|face| face.bytes.get())
    }

    /// The letters that no face has.
    pub(super) fn missing(&self, text: &str) -> BTreeSet<char> {
        let faces: Vec<Outlines<'_>> =
            std::iter::once(&self.regular).chain(&self.fallback).filter_map(Face::outlines).collect();
        let absent = |letter: &char| !faces.iter().any(|face| has(face, *letter));
        clean(text).chars().filter(|letter| !letter.is_whitespace()).filter(absent).collect()
    }

    /// Words cut into stretches of one face each.
    pub(super) fn runs<'a>(&self, text: &'a str, size: f32, strong: bool) -> Vec<Run<'a>> {
        let first = if strong { &self.semibold } else { &self.regular };
        let faces: Vec<(&Face, Outlines<'_>)> =
            std::iter::once(first).chain(&self.fallback).filter_map(|face| Some((face, face.outlines()?))).collect();
        let Some((own, _)) = faces.first() else { return Vec::new() };
        let mut runs: Vec<(usize, usize, f32)> = Vec::new();
        let mut last = usize::MAX;
        for (start, letter) in text.char_indices() {
            let place = faces.iter().position(|(_, face)| has(face, letter)).unwrap_or_default();
            // A space belongs to the words before it.
            let place = if letter == ' ' && last != usize::MAX { last } else { place };
            let width = faces.get(place).map_or(0.0, |(_, face)| advance(face, letter, size));
            match runs.last_mut() {
                Some(run) if place == last => run.2 += width,
                _ => runs.push((start, place, width)),
            }
            last = place;
        }
        let ends: Vec<usize> = runs.iter().skip(1).map(|run| run.0).chain([text.len()]).collect();
        runs.iter()
            .zip(ends)
            .map(|(&(start, place, width), end)| Run {
                font: faces.get(place).map_or(own, |(face, _)| face).font.clone(),
                text: text.get(start..end).unwrap_or_default(),
                width,
            })
            .collect()
    }

    /// The width of words on one line, in points, without kerning.
    pub(super) fn width(&self, text: &str, size: f32, strong: bool) -> f32 {
        self.runs(text, size, strong).iter().map(|run| run.width).sum()
    }

    /// Words broken into lines no wider than `room`; a word wider than that is broken between letters.
    pub(super) fn wrapped(&self, text: &str, size: f32, strong: bool, room: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for paragraph in clean(text).split('\n') {
            let mut line = String::new();
            for word in paragraph.split(' ').filter(|word| !word.is_empty()) {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, size, strong) <= room {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                line = self.broken(word, size, strong, room, &mut lines);
            }
            lines.push(line);
        }
        while lines.len() > 1 && lines.last().is_some_and(String::is_empty) {
            lines.pop();
        }
        lines
    }

    /// Pushes the full lines of one long word and returns the rest.
    fn broken(&self, word: &str, size: f32, strong: bool, room: f32, lines: &mut Vec<String>) -> String {
        if self.width(word, size, strong) <= room {
            return word.to_owned();
        }
        let mut rest = String::new();
        let mut filled = 0.0;
        for letter in word.chars() {
            let width = self.width(letter.encode_utf8(&mut [0; 4]), size, strong);
            if !rest.is_empty() && filled + width > room {
                lines.push(std::mem::take(&mut rest));
                filled = 0.0;
            }
            rest.push(letter);
            filled += width;
        }
        rest
    }

    /// Words cut to at most `most` lines, the last ending in an ellipsis where something was cut.
    pub(super) fn clipped(&self, text: &str, size: f32, strong: bool, room: f32, most: usize) -> Vec<String> {
        let mut lines = self.wrapped(text, size, strong, room);
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                while !last.is_empty() && self.width(&format!("{last}…"), size, strong) > room {
                    last.pop();
                }
                last.push('…');
            }
        }
        lines
    }
}

fn has(face: &Outlines<'_>, letter: char) -> bool {
    face.glyph_index(letter).is_some_and(|glyph| glyph.0 != 0)
}

fn advance(face: &Outlines<'_>, letter: char, size: f32) -> f32 {
    let glyph = face.glyph_index(letter).unwrap_or_default();
    let units = f32::from(face.glyph_hor_advance(glyph).unwrap_or_default());
    units * size / f32::from(face.units_per_em().max(1))
}

/// Words without what has no shape: controls become spaces, marks of direction and joining are left out.
pub(super) fn clean(text: &str) -> String {
    text.chars()
        .filter(|letter| {
            !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
        })
        .map(|letter| if letter.is_control() && letter != '\n' { ' ' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_broken_where_they_must_be() {
        let faces = Typefaces::new(&[]).unwrap();
        let lines = faces.wrapped("Unconfirmed: cannot tell yet", 10.0, false, 70.0);
        assert!(lines.len() > 1 && lines.iter().all(|line| faces.width(line, 10.0, false) <= 70.0), "{lines:?}");
        assert_eq!(lines.join(" "), "Unconfirmed: cannot tell yet");
        let long = faces.wrapped(&"W".repeat(40), 10.0, false, 70.0);
        assert!(long.len() > 3 && long.concat() == "W".repeat(40), "{long:?}");
        assert_eq!(faces.wrapped("a\n\nb\n", 10.0, false, 70.0), ["a", "", "b"]);
        let clipped = faces.clipped(&"name ".repeat(60), 10.0, true, 100.0, 2);
        assert_eq!(clipped.len(), 2);
        assert!(clipped[1].ends_with('…') && faces.width(&clipped[1], 10.0, true) <= 100.0, "{clipped:?}");
    }

    #[test]
    fn letters_without_a_shape_are_named_and_those_that_draw_nothing_are_not() {
        let faces = Typefaces::new(&[]).unwrap();
        assert_eq!(faces.missing("Bella, Żółć, Σ ≥ 3 cm³ → ✓\u{200d}\u{7}\n"), BTreeSet::new());
        assert_eq!(faces.missing("犬 Bella 犬").into_iter().collect::<String>(), "犬");
        assert_eq!(clean("a\u{feff}\u{7}b"), "a b");
    }
}
