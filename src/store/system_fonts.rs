//! Fonts of this computer, looked through only when a name is written in letters that Inter lacks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ttf_parser::{Face, Permissions};

use super::disk::Disk;
use crate::report::FontFile;

/// How deep folders of fonts are nested.
const DEEPEST: usize = 4;
/// The most files looked at.
const MOST_FILES: usize = 4_000;
/// A larger file is no font that a page should carry.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// The folders where this system and this user keep fonts.
pub fn system_folders() -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = if cfg!(windows) {
        vec![r"C:\Windows\Fonts".into()]
    } else if cfg!(target_os = "macos") {
        vec!["/System/Library/Fonts".into(), "/Library/Fonts".into()]
    } else {
        vec!["/usr/share/fonts".into(), "/usr/local/share/fonts".into()]
    };
    folders.extend(directories::UserDirs::new().and_then(|user| user.font_dir().map(Path::to_owned)));
    if cfg!(windows) {
        let local = directories::BaseDirs::new().map(|user| user.data_local_dir().join(r"Microsoft\Windows\Fonts"));
        folders.extend(local);
    }
    folders
}

/// Fonts that together have as many of the letters as can be had, plain upright faces first.
///
/// A font that its maker does not let be embedded is passed over.
pub fn with_letters(disk: &dyn Disk, folders: &[PathBuf], letters: &BTreeSet<char>) -> Vec<FontFile> {
    let mut files = Vec::new();
    for folder in folders {
        collect(disk, folder, DEEPEST, &mut files);
    }
    files.sort_by_key(|path| (unlike_text(path), path.clone()));
    let mut missing = letters.clone();
    let mut found = Vec::new();
    for path in files {
        if missing.is_empty() {
            break;
        }
        let Ok(bytes) = disk.read(&path) else { continue };
        let Some(index) = best_face(&bytes, &mut missing) else { continue };
        found.push(FontFile { bytes: Arc::new(bytes), index });
    }
    found
}

fn collect(disk: &dyn Disk, folder: &Path, depth: usize, files: &mut Vec<PathBuf>) {
    // A folder that is not there, as most are not, holds no font.
    let Ok(entries) = disk.list(folder) else { return };
    for entry in entries {
        if files.len() >= MOST_FILES {
            return;
        }
        if entry.metadata.is_folder {
            if depth > 0 {
                collect(disk, &entry.path, depth - 1, files);
            }
        } else if is_font(&entry.path) && entry.metadata.len_bytes <= MOST_BYTES {
            files.push(entry.path);
        }
    }
}

fn is_font(path: &Path) -> bool {
    let extension = path.extension().map(|own| own.to_string_lossy().to_lowercase());
    extension.is_some_and(|own| matches!(own.as_str(), "ttf" | "otf" | "ttc" | "otc"))
}

/// How far a file's name is from that of an upright sans serif of ordinary weight.
fn unlike_text(path: &Path) -> u32 {
    let name = path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    let special =
        ["mono", "serif", "italic", "oblique", "bold", "black", "light", "thin", "condensed", "emoji", "symbol"];
    let away: u32 = special.iter().map(|word| u32::from(name.contains(word))).sum();
    3 * away + u32::from(!name.contains("sans")) + u32::from(!name.contains("regular"))
}

/// The first face of a file that has any of the letters, which are then no longer missing.
fn best_face(bytes: &[u8], missing: &mut BTreeSet<char>) -> Option<u32> {
    let count = ttf_parser::fonts_in_collection(bytes).unwrap_or(1);
    (0..count).find(|&index| {
        let Ok(face) = Face::parse(bytes, index) else { return false };
        let outlines = face.tables().glyf.is_some() || face.tables().cff.is_some();
        let may = face.permissions() != Some(Permissions::Restricted) && face.is_subsetting_allowed();
        if !outlines || !may {
            return false;
        }
        let before = missing.len();
        missing.retain(|&letter| face.glyph_index(letter).is_none_or(|glyph| glyph.0 == 0));
        missing.len() < before
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plot::fonts::{INTER_REGULAR, INTER_SEMIBOLD};
    use crate::store::MemoryDisk;

    #[test]
    fn the_plain_face_is_taken_and_what_is_no_font_passed_over() {
        let disk = MemoryDisk::new();
        disk.put("/f/a/Inter-SemiBold.otf", INTER_SEMIBOLD);
        disk.put("/f/a/b/Inter-Regular.otf", INTER_REGULAR);
        disk.put("/f/broken.ttf", b"not a font");
        disk.put("/f/notes.txt", b"x");
        let folders = [PathBuf::from("/f"), PathBuf::from("/nowhere")];
        let letters = |text: &str| text.chars().collect::<BTreeSet<char>>();
        let found = with_letters(&disk, &folders, &letters("Żσ"));
        assert_eq!(found.len(), 1, "one face has both");
        assert_eq!(found[0].bytes.as_slice(), INTER_REGULAR, "the regular one");
        assert!(with_letters(&disk, &folders, &letters("犬")).is_empty(), "nothing has it");
        assert!(with_letters(&disk, &folders, &BTreeSet::new()).is_empty(), "nothing is asked for");
    }
}
