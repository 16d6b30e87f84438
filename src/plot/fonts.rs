//! The typefaces: Inter in two weights, embedded, with egui's own fonts behind it.
//!
//! egui 0.37 shapes words without OpenType features and offers no way to ask for one, so the embedded files carry
//! tabular digits as their ordinary digits (`assets/fonts/README.md`).

use std::sync::Arc;

use eframe::egui::{FontData, FontDefinitions, FontFamily};

/// The family of emphasized words.
pub const SEMIBOLD: &str = "semibold";

/// Inter Regular, under the SIL Open Font License (`assets/fonts/OFL.txt`).
pub const INTER_REGULAR: &[u8] = include_bytes!("../../assets/fonts/Inter-Regular.otf");

/// Inter Semi Bold, under the SIL Open Font License (`assets/fonts/OFL.txt`).
pub const INTER_SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/Inter-SemiBold.otf");

/// Inter first for ordinary words, its semibold as a family of its own, and egui's fonts for what Inter lacks.
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

#[cfg(test)]
mod tests {
    use eframe::egui::{Context, FontId, RawInput};

    use super::*;

    #[test]
    fn every_digit_is_equally_wide_and_every_sign_of_the_chart_is_there() {
        let ctx = Context::default();
        ctx.set_fonts(definitions());
        let output = ctx.run_ui(RawInput::default(), |ui| {
            for family in [FontFamily::Proportional, FontFamily::Name(SEMIBOLD.into())] {
                let font = FontId::new(12.0, family.clone());
                ui.fonts_mut(|fonts| {
                    let zero = fonts.glyph_width(&font, '0');
                    for digit in '1'..='9' {
                        let width = fonts.glyph_width(&font, digit);
                        // The typeface's own digits differ by a thousandth of their width, far under a pixel.
                        assert!((width - zero).abs() < 0.02, "{family:?}: {digit} is {width} wide, 0 is {zero}");
                    }
                    for sign in "≤≥±≈×·–−²³½°µσΔ→…“”".chars() {
                        assert!(fonts.has_glyph(&font, sign), "{family:?} has no {sign}");
                    }
                });
            }
        });
        output.drop_without_applying_deltas();
    }
}
