//! How a chart looks, apart from what it says.

use eframe::egui::{Color32, FontFamily, FontId};

use super::fonts;
use crate::chart::{Palette, Rgb, Role};

/// Colors and sizes of one painting.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlotStyle {
    /// The colors.
    pub palette: Palette,
    /// The size of words, in points; everything else follows.
    pub text_size: f32,
    /// Whether the title is drawn above the chart (in print; on screen the panel has it).
    pub title: bool,
}

impl PlotStyle {
    /// For the clinician's window.
    pub const fn clinician(palette: Palette) -> Self {
        Self { palette, text_size: 12.0, title: false }
    }

    /// For the owner's large chart.
    pub const fn owner(palette: Palette) -> Self {
        Self { palette, text_size: 18.0, title: false }
    }

    /// For paper.
    pub const fn print() -> Self {
        Self { palette: Palette::Print, text_size: 9.0, title: true }
    }

    /// The color of a role.
    pub(super) const fn color(self, role: Role) -> Color32 {
        let Rgb(red, green, blue) = self.palette.rgb(role);
        Color32::from_rgb(red, green, blue)
    }

    /// The color of a role, partly transparent.
    pub(super) fn faded(self, role: Role, percent: u8) -> Color32 {
        self.color(role).gamma_multiply(f32::from(percent) / 100.0)
    }

    /// The font of ordinary words.
    pub(super) const fn font(self) -> FontId {
        FontId::new(self.text_size, FontFamily::Proportional)
    }

    /// The font of emphasized words.
    pub(super) fn strong_font(self) -> FontId {
        FontId::new(self.text_size, FontFamily::Name(fonts::SEMIBOLD.into()))
    }

    /// A length that grows with the words; `points` is its length beside 12-point words.
    pub(super) const fn scaled(self, points: f32) -> f32 {
        points * self.text_size / 12.0
    }
}
