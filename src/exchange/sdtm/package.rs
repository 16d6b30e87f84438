//! The domains of one case as CSV files in one archive.

use std::io::{Cursor, Read as _, Write as _};

use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::exchange::limits::{MAX_TABLE_BYTES, too_large};
use crate::exchange::problem::ImportError;

/// The files of a package by their names.
const NAMES: [&str; 5] = ["tu.csv", "tr.csv", "rs.csv", "supptu.csv", "supptr.csv"];

/// The text of each domain; one that is empty is not written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Package {
    /// Tumor identification.
    pub tu: String,
    /// Tumor results.
    pub tr: String,
    /// Responses.
    pub rs: String,
    /// What TU has no variable for.
    pub supp_tu: String,
    /// What TR has no variable for.
    pub supp_tr: String,
}

impl Package {
    const fn parts(&self) -> [&String; 5] {
        [&self.tu, &self.tr, &self.rs, &self.supp_tu, &self.supp_tr]
    }

    /// The archive; the same package gives the same bytes.
    ///
    /// # Errors
    /// [`std::io::Error`] when a domain is too large for an archive.
    pub fn to_bytes(&self) -> std::io::Result<Vec<u8>> {
        let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in NAMES.iter().zip(self.parts()).filter(|(_, text)| !text.is_empty()) {
            archive.start_file(*name, SimpleFileOptions::default())?;
            archive.write_all(text.as_bytes())?;
        }
        Ok(archive.finish()?.into_inner())
    }

    /// Reads an archive; names are taken without regard to case and folder.
    ///
    /// # Errors
    /// [`ImportError`] when the archive is damaged, too large, or has no `tr.csv`.
    pub(super) fn of_bytes(bytes: &[u8], file: &str) -> Result<Self, ImportError> {
        let broken = |reason: String| ImportError::BrokenWorkbook { file: file.to_owned(), reason };
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(error.to_string()))?;
        let mut package = Self::default();
        let mut left = MAX_TABLE_BYTES as u64;
        for place in 0..archive.len() {
            let part = archive.by_index(place).map_err(|error| broken(error.to_string()))?;
            let Some(known) = part.name().ok().and_then(|name| known_name(&name)) else { continue };
            let mut content = Vec::new();
            part.take(left + 1).read_to_end(&mut content).map_err(|error| broken(error.to_string()))?;
            let Some(rest) = left.checked_sub(content.len() as u64) else {
                return Err(too_large(file, format!("unpacks to more than {} MB", MAX_TABLE_BYTES / 1024 / 1024)));
            };
            left = rest;
            let text = String::from_utf8_lossy(&content).into_owned();
            let slot = match known {
                "tu.csv" => &mut package.tu,
                "tr.csv" => &mut package.tr,
                "rs.csv" => &mut package.rs,
                "supptu.csv" => &mut package.supp_tu,
                _ => &mut package.supp_tr,
            };
            *slot = text;
        }
        Ok(package)
    }
}

fn known_name(name: &str) -> Option<&'static str> {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    NAMES.into_iter().find(|known| *known == last)
}

/// Whether bytes are an archive with a domain of tumor results.
pub fn is_package(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
        && ZipArchive::new(Cursor::new(bytes)).is_ok_and(|archive| {
            archive.file_names().any(|name| name.is_ok_and(|name| known_name(&name) == Some("tr.csv")))
        })
}
