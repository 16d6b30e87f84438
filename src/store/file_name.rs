//! File names of cases that every system accepts.

use std::path::{Path, PathBuf};

use thiserror::Error;

/// What every case file's name ends in.
pub const CASE_EXTENSION: &str = ".reassess.ron";

/// The longest name suggested, in bytes of UTF-8; systems take 255 with the extension, a backup's and a temporary's.
const MAX_STEM_BYTES: usize = 120;

/// The longest name taken, in bytes of UTF-8; with the dot and the ending of a lock or backup it stays under 255.
const MAX_NAME_BYTES: usize = 240;

/// Names that Windows keeps for devices, whatever extension follows.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];

/// A file name for the case of this patient, accents kept, everything a system refuses replaced.
///
/// # Examples
/// ```
/// use reassess::store::suggested_file_name;
/// assert_eq!(suggested_file_name("Zoë"), "Zoë.reassess.ron");
/// assert_eq!(suggested_file_name("Bella / right flank?"), "Bella - right flank.reassess.ron");
/// assert_eq!(suggested_file_name("CON"), "CON case.reassess.ron");
/// assert_eq!(suggested_file_name(""), "Untitled.reassess.ron");
/// ```
pub fn suggested_file_name(patient: &str) -> String {
    let replaced: String = patient.chars().filter(|c| !is_invisible(*c)).map(allowed).collect();
    let words = replaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut stem = words.as_str();
    while stem.len() > MAX_STEM_BYTES {
        let mut chars = stem.chars();
        chars.next_back();
        stem = chars.as_str();
    }
    // Windows drops dots and spaces at the end; a dot at the start hides the file elsewhere.
    let stem = stem.trim_matches(|c: char| c == '.' || c == '-' || c.is_whitespace());
    if stem.is_empty() {
        format!("Untitled{CASE_EXTENSION}")
    } else if is_reserved(stem) {
        match stem.split_once('.') {
            Some((device, rest)) => format!("{device} case.{rest}{CASE_EXTENSION}"),
            None => format!("{stem} case{CASE_EXTENSION}"),
        }
    } else {
        format!("{stem}{CASE_EXTENSION}")
    }
}

/// The path with the extension of a case file, added where a dialog or a typist left it out.
///
/// # Examples
/// ```
/// use std::path::Path;
/// use reassess::store::with_case_extension;
/// assert_eq!(with_case_extension(Path::new("v/bella")), Path::new("v/bella.reassess.ron"));
/// assert_eq!(with_case_extension(Path::new("v/bella.ron")), Path::new("v/bella.reassess.ron"));
/// assert_eq!(with_case_extension(Path::new("v/Bella.Reassess.RON")), Path::new("v/Bella.Reassess.RON"));
/// ```
pub fn with_case_extension(path: &Path) -> PathBuf {
    let Some(name) = path.file_name() else { return path.join(suggested_file_name("")) };
    let lower = name.to_string_lossy().to_lowercase();
    let mut longer = name.to_os_string();
    if lower.ends_with(CASE_EXTENSION) {
        return path.to_owned();
    } else if lower.strip_suffix(".reassess").is_some() {
        longer.push(".ron");
    } else if lower.strip_suffix(".ron").is_some() {
        longer = path.file_stem().unwrap_or_default().to_os_string();
        longer.push(CASE_EXTENSION);
    } else {
        longer.push(CASE_EXTENSION);
    }
    path.with_file_name(longer)
}

/// Why a typed name is not taken for a case file.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NameError {
    /// Windows takes it for a device.
    #[error("\u{201c}{0}\u{201d} is the name of a device on Windows; choose another, such as \u{201c}{0} case\u{201d}")]
    Device(String),
    /// Windows refuses a sign in it.
    #[error("a file name cannot hold {0} on Windows; choose one without it")]
    Sign(String),
    /// Windows drops what it ends in.
    #[error("Windows drops a dot or a space at the end of a name; choose one without it")]
    Ending,
    /// Too long for some systems, with what a backup adds.
    #[error("the name is too long; choose one of at most {MAX_NAME_BYTES} letters without accents, or fewer with")]
    TooLong,
}

/// Checks a name that a case or an export is to be written under, so that the file can be opened on every system.
///
/// Folders are left alone: they are there, so their system takes them.
///
/// # Errors
/// [`NameError`] with what to do.
pub fn check_file_name(path: &Path) -> Result<(), NameError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let extension =
        if is_case_file(path) { CASE_EXTENSION.len() } else { path.extension().map_or(0, |own| own.len() + 1) };
    let stem = name.get(..name.len().saturating_sub(extension)).unwrap_or_default();
    if let Some(sign) = name.chars().find(|c| allowed(*c) != *c) {
        let shown =
            if sign.is_control() { "a control character".to_owned() } else { format!("\u{201c}{sign}\u{201d}") };
        return Err(NameError::Sign(shown));
    }
    if is_reserved(stem) {
        return Err(NameError::Device(stem.to_owned()));
    }
    if stem.ends_with(['.', ' ']) || name.ends_with(['.', ' ']) {
        return Err(NameError::Ending);
    }
    if name.len() > MAX_NAME_BYTES {
        return Err(NameError::TooLong);
    }
    Ok(())
}

/// Whether a path is named as a case file.
pub fn is_case_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| {
        let name = name.to_string_lossy().to_lowercase();
        name.ends_with(CASE_EXTENSION) && !name.starts_with('.')
    })
}

fn allowed(c: char) -> char {
    match c {
        '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '*' => '-',
        '?' => ' ',
        c if c.is_control() => ' ',
        c => c,
    }
}

/// Marks that draw nothing and can make a name read as another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn is_reserved(stem: &str) -> bool {
    let device = stem.split('.').next().unwrap_or_default().trim_end().to_lowercase();
    let numbered = ["com", "lpt"].iter().any(|port| {
        device.strip_prefix(port).is_some_and(|rest| {
            matches!(rest, "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
        })
    });
    numbered || RESERVED.contains(&device.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_systems_refuse_are_made_acceptable() {
        for (patient, expected) in [
            ("Bella", "Bella.reassess.ron"),
            ("Zoë", "Zoë.reassess.ron"),
            ("Žofka Ďáblová", "Žofka Ďáblová.reassess.ron"),
            ("犬のポチ", "犬のポチ.reassess.ron"),
            ("../../etc/passwd", "etc-passwd.reassess.ron"),
            ("a\\b:c|d", "a-b-c-d.reassess.ron"),
            ("con", "con case.reassess.ron"),
            ("Com1.old", "Com1 case.old.reassess.ron"),
            ("LPT¹", "LPT¹ case.reassess.ron"),
            ("Cony", "Cony.reassess.ron"),
            (".hidden.", "hidden.reassess.ron"),
            ("Max\u{202e}nor.", "Maxnor.reassess.ron"),
            ("line\nbreak\0nul", "line break nul.reassess.ron"),
            ("   ", "Untitled.reassess.ron"),
            ("???", "Untitled.reassess.ron"),
        ] {
            assert_eq!(suggested_file_name(patient), expected, "{patient:?}");
        }
    }

    #[test]
    fn typed_names_that_a_system_refuses_are_answered_with_what_to_do() {
        let named = |stem: &str| check_file_name(Path::new("/v").join(format!("{stem}{CASE_EXTENSION}")).as_path());
        for (stem, expected) in [
            ("CON", "device on Windows"),
            ("nul.old", "device on Windows"),
            ("Lpt9", "device on Windows"),
            ("COM\u{b9}", "device on Windows"),
            ("Bella?", "cannot hold \u{201c}?\u{201d}"),
            ("a:b", "cannot hold \u{201c}:\u{201d}"),
            ("a\tb", "cannot hold a control character"),
            ("Bella.", "drops a dot or a space"),
            ("Bella ", "drops a dot or a space"),
            (&"x".repeat(230), "too long"),
        ] {
            let refused = named(stem).expect_err(stem).to_string();
            assert!(refused.contains(expected), "{stem}: {refused}");
        }
        for stem in ["Bella", "Žofka č. 1", "犬", "Console", "com10", "con case", &suggested_stem("NUL")] {
            assert_eq!(named(stem), Ok(()), "{stem}");
        }
        let export = |name: &str| check_file_name(&Path::new("/v").join(name)).is_ok();
        assert!(export("Bella.csv") && export("Bella.fhir.json") && export("con case.pdf"), "exports");
        assert!(
            !export("NUL.csv") && !export("con.fhir.json") && !export("Bella .pdf") && !export("Bella.csv."),
            "not these"
        );
    }

    fn suggested_stem(patient: &str) -> String {
        suggested_file_name(patient).trim_end_matches(CASE_EXTENSION).to_owned()
    }

    #[test]
    fn long_names_are_cut_at_a_letter() {
        let name = suggested_file_name(&"Ď".repeat(500));
        assert!(name.len() <= MAX_STEM_BYTES + CASE_EXTENSION.len(), "{} bytes", name.len());
        assert!(name.starts_with('Ď'), "{name}");
    }
}
