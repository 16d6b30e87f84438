//! Colors, type and spacing of the window; the one place of the app where they are made.

use crate::chart::Palette;
use crate::plot::fonts::SEMIBOLD;
use crate::report::Pixels;
use eframe::egui::{self, Color32, ColorImage, CornerRadius, FontFamily, FontId, Margin, RichText, Stroke, Vec2, vec2};

/// The grid everything is set on, in points.
pub const GRID: f32 = 8.0;

/// Type sizes in points.
pub mod size {
    /// Explanations and units.
    pub const SMALL: f32 = 12.0;
    /// Nearly everything.
    pub const BODY: f32 = 13.5;
    /// The next step, section heads.
    pub const HEAD: f32 = 15.5;
    /// The verdict and the dog's name.
    pub const TITLE: f32 = 21.0;
}

/// The colors of one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Dark or light.
    pub dark: bool,
    /// Behind the panels.
    pub background: Color32,
    /// The case bar, the foot and fields.
    pub surface: Color32,
    /// A chip or an inactive segment.
    pub chip: Color32,
    /// Hairlines.
    pub line: Color32,
    /// Text.
    pub text: Color32,
    /// Explanations; 4.5:1 at least.
    pub muted: Color32,
    /// The accent, as a fill under `on_accent` and as text.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// The selected row.
    pub accent_soft: Color32,
    /// Swelling, as text and as a bar.
    pub swelling: Color32,
    /// Growth, as text and as a bar.
    pub growth: Color32,
    /// Measurement error, as a bar.
    pub noise: Color32,
    /// A red flag's ground.
    pub alarm_soft: Color32,
    /// A red flag's text.
    pub alarm: Color32,
}

impl Theme {
    /// Light, for consult rooms and shared screens.
    pub const LIGHT: Self = Self {
        dark: false,
        background: Color32::from_rgb(0xf7, 0xf9, 0xfb),
        surface: Color32::WHITE,
        chip: Color32::from_rgb(0xea, 0xee, 0xf2),
        line: Color32::from_rgb(0xe1, 0xe6, 0xeb),
        text: Color32::from_rgb(0x1a, 0x22, 0x2d),
        muted: Color32::from_rgb(0x5a, 0x67, 0x76),
        accent: Color32::from_rgb(0x00, 0x69, 0x5c),
        on_accent: Color32::WHITE,
        accent_soft: Color32::from_rgb(0xe6, 0xf3, 0xf0),
        swelling: Color32::from_rgb(0x00, 0x6a, 0xa7),
        growth: Color32::from_rgb(0xb8, 0x4c, 0x00),
        noise: Color32::from_rgb(0x8b, 0x98, 0xa6),
        alarm_soft: Color32::from_rgb(0xfd, 0xe9, 0xdf),
        alarm: Color32::from_rgb(0xa1, 0x36, 0x00),
    };

    /// Dark, as good.
    pub const DARK: Self = Self {
        dark: true,
        background: Color32::from_rgb(0x13, 0x19, 0x20),
        surface: Color32::from_rgb(0x1a, 0x22, 0x2b),
        chip: Color32::from_rgb(0x29, 0x33, 0x3e),
        line: Color32::from_rgb(0x2c, 0x37, 0x42),
        text: Color32::from_rgb(0xe9, 0xee, 0xf3),
        muted: Color32::from_rgb(0xa3, 0xb0, 0xbd),
        accent: Color32::from_rgb(0x5c, 0xc4, 0xb3),
        on_accent: Color32::from_rgb(0x0a, 0x1f, 0x1b),
        accent_soft: Color32::from_rgb(0x1c, 0x35, 0x34),
        swelling: Color32::from_rgb(0x6f, 0xbb, 0xf2),
        growth: Color32::from_rgb(0xff, 0x9d, 0x5c),
        noise: Color32::from_rgb(0x7f, 0x8c, 0x9a),
        alarm_soft: Color32::from_rgb(0x48, 0x26, 0x18),
        alarm: Color32::from_rgb(0xff, 0xb1, 0x84),
    };

    /// Black on white.
    pub const HIGH_LIGHT: Self = Self {
        dark: false,
        background: Color32::WHITE,
        surface: Color32::WHITE,
        chip: Color32::from_rgb(0xee, 0xee, 0xee),
        line: Color32::from_rgb(0x59, 0x59, 0x59),
        text: Color32::BLACK,
        muted: Color32::from_rgb(0x26, 0x26, 0x26),
        accent: Color32::from_rgb(0x00, 0x4d, 0x43),
        on_accent: Color32::WHITE,
        accent_soft: Color32::from_rgb(0xdd, 0xf2, 0xee),
        swelling: Color32::from_rgb(0x00, 0x44, 0x77),
        growth: Color32::from_rgb(0x7a, 0x2e, 0x00),
        noise: Color32::from_rgb(0x59, 0x59, 0x59),
        alarm_soft: Color32::WHITE,
        alarm: Color32::from_rgb(0x8a, 0x1c, 0x00),
    };

    /// White on black.
    pub const HIGH_DARK: Self = Self {
        dark: true,
        background: Color32::BLACK,
        surface: Color32::BLACK,
        chip: Color32::from_rgb(0x22, 0x22, 0x22),
        line: Color32::from_rgb(0xa6, 0xa6, 0xa6),
        text: Color32::WHITE,
        muted: Color32::from_rgb(0xe0, 0xe0, 0xe0),
        accent: Color32::from_rgb(0x7d, 0xf0, 0xdc),
        on_accent: Color32::BLACK,
        accent_soft: Color32::from_rgb(0x00, 0x33, 0x2c),
        swelling: Color32::from_rgb(0x9c, 0xd6, 0xff),
        growth: Color32::from_rgb(0xff, 0xbe, 0x91),
        noise: Color32::from_rgb(0xa6, 0xa6, 0xa6),
        alarm_soft: Color32::BLACK,
        alarm: Color32::from_rgb(0xff, 0xc9, 0xa8),
    };

    /// The chart's colors beside this theme.
    pub const fn palette(&self) -> Palette {
        if self.dark { Palette::Dark } else { Palette::Light }
    }

    /// The theme in force.
    pub fn of(ui: &egui::Ui) -> Self {
        let contrast: Contrast = ui.data(|data| data.get_temp(contrast_id())).unwrap_or_default();
        Self::choose(if ui.visuals().dark_mode { egui::Theme::Dark } else { egui::Theme::Light }, contrast)
    }

    const fn choose(which: egui::Theme, contrast: Contrast) -> Self {
        match (which, contrast) {
            (egui::Theme::Light, Contrast::Usual) => Self::LIGHT,
            (egui::Theme::Dark, Contrast::Usual) => Self::DARK,
            (egui::Theme::Light, Contrast::High) => Self::HIGH_LIGHT,
            (egui::Theme::Dark, Contrast::High) => Self::HIGH_DARK,
        }
    }
}

/// A length or share of the screen from a computed number.
#[expect(clippy::cast_possible_truncation, reason = "a screen needs no more digits than an f32 has")]
pub const fn points(value: f64) -> f32 {
    value as f32
}

/// A font of the heavier weight.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// Text of the heavier weight.
pub fn strong(text: impl Into<String>, size: f32, color: Color32) -> RichText {
    RichText::new(text).font(semibold(size)).color(color)
}

/// Text of the usual weight.
pub fn plain(text: impl Into<String>, size: f32, color: Color32) -> RichText {
    RichText::new(text).font(FontId::proportional(size)).color(color)
}

/// A drawn picture as the toolkit holds pictures.
pub(super) fn picture(pixels: &Pixels) -> ColorImage {
    let size = [pixels.width, pixels.height].map(|side| usize::try_from(side).unwrap_or_default());
    ColorImage::from_rgba_unmultiplied(size, &pixels.rgba)
}

/// Gives the context both themes, the type sizes and the spacing.
pub fn install(ctx: &egui::Context) {
    ctx.set_fonts(crate::plot::fonts::definitions());
    set_contrast(ctx, Contrast::Usual);
}

/// How far text and edges stand out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Contrast {
    /// 4.5:1 and more.
    #[default]
    Usual,
    /// 7:1 and more, without shades.
    High,
}

/// Takes the colors of a contrast, light and dark.
pub fn set_contrast(ctx: &egui::Context, contrast: Contrast) {
    ctx.data_mut(|data| data.insert_temp(contrast_id(), contrast));
    for which in [egui::Theme::Light, egui::Theme::Dark] {
        ctx.style_mut_of(which, |style| set_style(style, Theme::choose(which, contrast)));
    }
}

fn contrast_id() -> egui::Id {
    egui::Id::unique("high contrast")
}

fn set_style(style: &mut egui::Style, theme: Theme) {
    use egui::TextStyle;
    style.text_styles = [
        (TextStyle::Small, FontId::proportional(size::SMALL)),
        (TextStyle::Body, FontId::proportional(size::BODY)),
        (TextStyle::Button, FontId::proportional(size::BODY)),
        (TextStyle::Heading, semibold(size::TITLE)),
        (TextStyle::Monospace, FontId::monospace(size::SMALL)),
    ]
    .into();
    style.spacing.item_spacing = Vec2::splat(GRID);
    style.spacing.button_padding = vec2(10.0, 4.0);
    style.spacing.menu_margin = Margin::same(6);
    style.spacing.window_margin = Margin::same(20);
    style.spacing.interact_size = vec2(32.0, 26.0);
    style.spacing.scroll = egui::style::ScrollStyle::thin();
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.25;

    let visuals = &mut style.visuals;
    *visuals = if theme.dark { egui::Visuals::dark() } else { egui::Visuals::light() };
    visuals.panel_fill = theme.background;
    visuals.window_fill = theme.surface;
    visuals.window_stroke = Stroke::new(1.0, theme.line);
    visuals.window_corner_radius = CornerRadius::same(10);
    visuals.menu_corner_radius = CornerRadius::same(8);
    visuals.extreme_bg_color = theme.surface;
    visuals.faint_bg_color = theme.chip;
    visuals.hyperlink_color = theme.accent;
    visuals.weak_text_color = Some(theme.muted);
    visuals.error_fg_color = theme.alarm;
    visuals.warn_fg_color = theme.alarm;
    visuals.selection.bg_fill = theme.accent.gamma_multiply(if theme.dark { 0.45 } else { 0.22 });
    visuals.selection.stroke = Stroke::new(1.0, theme.text);
    visuals.striped = false;
    visuals.text_cursor.blink = false;
    let radius = CornerRadius::same(6);
    let widgets = &mut visuals.widgets;
    for (state, fill, line) in [
        (&mut widgets.noninteractive, theme.background, theme.line),
        (&mut widgets.inactive, theme.chip, Color32::TRANSPARENT),
        (&mut widgets.hovered, theme.chip, theme.accent),
        (&mut widgets.active, theme.accent_soft, theme.accent),
        (&mut widgets.open, theme.accent_soft, theme.accent),
    ] {
        state.bg_fill = fill;
        state.weak_bg_fill = fill;
        state.bg_stroke = Stroke::new(1.0, line);
        state.fg_stroke = Stroke::new(1.0, theme.text);
        state.corner_radius = radius;
        state.expansion = 0.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance and contrast as WCAG 2.1 defines them.
    fn contrast(first: Color32, second: Color32) -> f64 {
        let luminance = |color: Color32| {
            let linear = |byte: u8| {
                let value = f64::from(byte) / 255.0;
                if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
        };
        let (lighter, darker) = (luminance(first).max(luminance(second)), luminance(first).min(luminance(second)));
        (lighter + 0.05) / (darker + 0.05)
    }

    #[test]
    fn text_stands_out_from_every_ground_it_is_set_on() {
        for (theme, least) in
            [(Theme::LIGHT, 4.5), (Theme::DARK, 4.5), (Theme::HIGH_LIGHT, 7.0), (Theme::HIGH_DARK, 7.0)]
        {
            for ground in [theme.background, theme.surface, theme.accent_soft] {
                for text in [theme.text, theme.muted, theme.accent, theme.swelling, theme.growth] {
                    let found = contrast(text, ground);
                    assert!(found >= least, "{text:?} on {ground:?} has {found:.2}:1 (dark: {})", theme.dark);
                }
            }
            for (text, ground) in [
                (theme.on_accent, theme.accent),
                (theme.alarm, theme.alarm_soft),
                (theme.text, theme.chip),
                (theme.muted, theme.chip),
            ] {
                let found = contrast(text, ground);
                assert!(found >= least, "{text:?} on {ground:?} has {found:.2}:1 (dark: {})", theme.dark);
            }
            assert!(contrast(theme.noise, theme.background) >= 2.5, "the error bar is seen");
        }
    }
}
