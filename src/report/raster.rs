//! A chart as pixels, from the same SVG as on paper.

use std::fmt;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, PremultipliedColorU8, Transform};

use super::ReportError;
use super::pdf::font_database;
use super::typeface::{FontFile, Typefaces};

/// The most pixels of a side.
const MOST_PIXELS: f32 = 16_384.0;

/// A picture: rows from the top, four bytes a pixel (red, green, blue, opacity, not premultiplied).
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// The bytes.
    pub rgba: Vec<u8>,
}

impl fmt::Debug for Pixels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pixels {} by {}", self.width, self.height)
    }
}

impl Pixels {
    /// As a PNG file.
    ///
    /// # Errors
    /// [`ReportError::Refused`] when it cannot be encoded.
    pub fn png(&self) -> Result<Vec<u8>, ReportError> {
        let refused = |error: png::EncodingError| ReportError::Refused(error.to_string());
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, self.width, self.height);
        encoder.set_color(png::ColorType::Rgba);
        let mut writer = encoder.write_header().map_err(refused)?;
        writer.write_image_data(&self.rgba).map_err(refused)?;
        writer.finish().map_err(refused)?;
        Ok(bytes)
    }
}

/// An SVG as pixels, at this many pixels a point (300 dots an inch are 4.17).
///
/// # Errors
/// [`ReportError`] when the picture cannot be read or has no size.
pub fn pixels_of_svg(svg: &str, pixels_a_point: f32, fallback: &[FontFile]) -> Result<Pixels, ReportError> {
    let faces = Typefaces::new(fallback)?;
    let options = usvg::Options { fontdb: Arc::new(font_database(&faces)), ..usvg::Options::default() };
    let refused = |reason: String| ReportError::Refused(reason);
    let tree = usvg::Tree::from_str(svg, &options).map_err(|error| refused(error.to_string()))?;
    let side = |points: f32| (points * pixels_a_point).round().clamp(1.0, MOST_PIXELS);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 1 to 16384")]
    let (width, height) = (side(tree.size().width()) as u32, side(tree.size().height()) as u32);
    let mut picture = Pixmap::new(width, height).ok_or_else(|| refused("a picture of no size".to_owned()))?;
    let scale = Transform::from_scale(
        width as f32 / tree.size().width().max(f32::MIN_POSITIVE),
        height as f32 / tree.size().height().max(f32::MIN_POSITIVE),
    );
    resvg::render(&tree, scale, &mut picture.as_mut());
    let pixels = picture.pixels().iter().map(PremultipliedColorU8::demultiply);
    let rgba = pixels.flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect();
    Ok(Pixels { width, height, rgba })
}
