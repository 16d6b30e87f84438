//! The typefaces: Inter in two weights, embedded, with egui's own fonts behind it.

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

/// The family of emphasized words.
pub const SEMIBOLD: &str = "semibold";

/// Inter Regular, under the SIL Open Font License (`assets/fonts/OFL.txt`).
pub const INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");

/// Inter Semi Bold, under the SIL Open Font License (`assets/fonts/OFL.txt`).
pub const INTER_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");

/// Inter first for proportional words, its semibold as a family of its own, and egui's fonts for what Inter lacks.
pub fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    let behind = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    for (name, data) in [("Inter", INTER_REGULAR), ("Inter SemiBold", INTER_SEMIBOLD)] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(data)));
    }
    let with = |name: &str| [vec![name.to_owned()], behind.clone()].concat();
    fonts.families.insert(FontFamily::Proportional, with("Inter"));
    fonts.families.insert(FontFamily::Name(SEMIBOLD.into()), with("Inter SemiBold"));
    fonts
}
