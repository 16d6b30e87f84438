//! A chart as SVG text: the painter's own shapes, written down, each group tied to its mark.
//!
//! The chart is laid out in a context without a window, at the size of the paper.
//! The same model gives the same bytes.

use std::fmt::Write as _;

use eframe::egui::{self, Rect, Vec2, ViewportId, pos2};

use super::shapes::{Clips, attribute, content, number, write_shape};
use crate::chart::{Mark, MarkId, Model, text_alternative};
use crate::plot::{self, PlotStyle, Scene};

/// Pixels a point while words are measured: fine enough that rounding to pixels is not seen in print.
const MEASURING_SCALE: f32 = 4.0;

/// The shortest side of a picture, in points.
const SHORTEST: f32 = 40.0;

/// The longest side of a picture, in points: seven meters.
const LONGEST: f32 = 20_000.0;

/// The typefaces asked for, Inter first; others are fitted to its widths.
const FONT_FAMILY: &str = "Inter, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif";

/// The chart as an SVG picture of this width and height, in points, on white.
///
/// It carries the text alternative as its description and, in each group, the mark it belongs to (`data-mark`).
pub fn chart_svg(model: &Model, size_pt: (f32, f32), style: &PlotStyle) -> String {
    let size = Vec2::new(side(size_pt.0), side(size_pt.1));
    let scene = painted(model, size, *style);
    let mut out = String::new();
    let (width, height) = (number(size.x), number(size.y));
    // Writing to a string cannot fail.
    let _ = write!(
        out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"{FONT_FAMILY}\">\n<title>{}</title>\n<desc>{}</desc>\n",
        content(&model.title),
        content(&text_alternative(model)),
    );
    let _ = writeln!(out, "<rect width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>");
    chart_body(&mut out, model, &scene);
    out.push_str("</svg>\n");
    out
}

/// A side that a picture can have.
fn side(points: f32) -> f32 {
    if points.is_nan() { SHORTEST } else { points.clamp(SHORTEST, LONGEST) }
}

/// Lays a chart out without a window.
fn painted(model: &Model, size: Vec2, style: PlotStyle) -> Scene {
    let ctx = egui::Context::default();
    ctx.set_fonts(plot::fonts::definitions());
    let rect = Rect::from_min_size(pos2(0.0, 0.0), size);
    let mut input = egui::RawInput { screen_rect: Some(rect), ..egui::RawInput::default() };
    input.viewports.entry(ViewportId::ROOT).or_default().native_pixels_per_point = Some(MEASURING_SCALE);
    let mut scene = Scene { shapes: Vec::new(), frame: rect };
    let output = ctx.run_ui(input, |ui| scene = plot::scene(ui.painter(), model, &style, rect));
    output.drop_without_applying_deltas();
    scene
}

/// The clip paths and groups of a scene.
fn chart_body(out: &mut String, model: &Model, scene: &Scene) {
    let mut clips = Clips::default();
    let mut body = String::new();
    let mut titled: Vec<&MarkId> = Vec::new();
    let mut shapes = scene.shapes.iter().peekable();
    while let Some(first) = shapes.next() {
        let clip = clips.id(first.clip);
        let _ = write!(body, "<g clip-path=\"url(#{clip})\"");
        if let Some(id) = &first.mark {
            let _ = write!(body, " data-mark=\"{}\"", attribute(&id.0));
        }
        body.push('>');
        if let Some(mark) = first.mark.as_ref().filter(|id| !titled.contains(id)).and_then(|id| model.mark(id)) {
            titled.push(&mark.id);
            let _ = write!(body, "<title>{}</title>", content(&spoken(mark)));
        }
        write_shape(&mut body, &first.shape);
        while let Some(next) = shapes.next_if(|next| next.mark == first.mark && next.clip == first.clip) {
            write_shape(&mut body, &next.shape);
        }
        body.push_str("</g>\n");
    }
    out.push_str("<defs>");
    for (id, rect) in clips.all() {
        let _ = write!(
            out,
            "<clipPath id=\"{id}\"><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/></clipPath>",
            number(rect.left()),
            number(rect.top()),
            number(rect.width()),
            number(rect.height())
        );
    }
    out.push_str("</defs>\n");
    out.push_str(&body);
}

/// What a mark is, with its label where the words do not hold it.
fn spoken(mark: &Mark) -> String {
    match &mark.label {
        Some(label) if !mark.words.contains(&label.text) => format!("{}: {}", label.text, mark.words),
        _ => mark.words.clone(),
    }
}
