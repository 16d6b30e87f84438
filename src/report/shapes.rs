//! Painter's shapes as SVG elements.

use std::fmt::Write as _;

use eframe::egui::emath::Rot2;
use eframe::egui::epaint::{BandShape, ColorMode, Mesh, PathStroke, RectShape, TextShape};
use eframe::egui::{Color32, FontFamily, Pos2, Rect, Shape, Stroke, StrokeKind, pos2};

use crate::plot::fonts::SEMIBOLD;

/// The clip paths of a picture, each rectangle once.
#[derive(Debug, Default)]
pub(super) struct Clips {
    rects: Vec<Rect>,
}

impl Clips {
    /// The identity of this rectangle's clip path.
    pub(super) fn id(&mut self, rect: Rect) -> String {
        let place = self.rects.iter().position(|own| *own == rect).unwrap_or_else(|| {
            self.rects.push(rect);
            self.rects.len() - 1
        });
        format!("clip{place}")
    }

    /// Every clip path.
    pub(super) fn all(&self) -> impl Iterator<Item = (String, Rect)> {
        self.rects.iter().enumerate().map(|(place, rect)| (format!("clip{place}"), *rect))
    }
}

/// Writes one shape.
///
/// A backend's own callback has no picture; the painter of charts makes none.
pub(super) fn write_shape(out: &mut String, shape: &Shape) {
    match shape {
        Shape::Noop | Shape::Callback(_) => {}
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| write_shape(out, shape)),
        Shape::Circle(circle) => element(
            out,
            &format!(
                "circle cx=\"{}\" cy=\"{}\" r=\"{}\"",
                number(circle.center.x),
                number(circle.center.y),
                number(circle.radius)
            ),
            circle.fill,
            circle.stroke,
        ),
        Shape::Ellipse(ellipse) => {
            let (x, y) = (number(ellipse.center.x), number(ellipse.center.y));
            let turn = number(ellipse.angle.to_degrees());
            element(
                out,
                &format!(
                    "ellipse cx=\"{x}\" cy=\"{y}\" rx=\"{}\" ry=\"{}\" transform=\"rotate({turn} {x} {y})\"",
                    number(ellipse.radius.x),
                    number(ellipse.radius.y)
                ),
                ellipse.fill,
                ellipse.stroke,
            );
        }
        Shape::LineSegment { points: [from, to], stroke } => element(
            out,
            &format!(
                "line x1=\"{}\" y1=\"{}\" x2=\"{}\" y2=\"{}\"",
                number(from.x),
                number(from.y),
                number(to.x),
                number(to.y)
            ),
            Color32::TRANSPARENT,
            *stroke,
        ),
        Shape::Path(path) => {
            let name = if path.closed { "polygon" } else { "polyline" };
            let joins = "stroke-linejoin=\"round\"";
            let head = format!("{name} points=\"{}\" {joins}", points(&path.points));
            element(out, &head, path.fill, plain(&path.stroke));
        }
        Shape::Band(shape) => band(out, shape),
        Shape::Rect(shape) => rect(out, shape),
        Shape::Text(shape) => text(out, shape),
        Shape::Mesh(shape) => mesh(out, shape),
        Shape::QuadraticBezier(curve) => {
            let [start, control, end] = curve.points.map(point);
            let close = if curve.closed { " Z" } else { "" };
            let head = format!("path d=\"M {start} Q {control} {end}{close}\"");
            element(out, &head, curve.fill, plain(&curve.stroke));
        }
        Shape::CubicBezier(curve) => {
            let [start, first, second, end] = curve.points.map(point);
            let close = if curve.closed { " Z" } else { "" };
            let head = format!("path d=\"M {start} C {first} {second} {end}{close}\"");
            element(out, &head, curve.fill, plain(&curve.stroke));
        }
    }
}

fn element(out: &mut String, head: &str, fill: Color32, stroke: Stroke) {
    let _ = write!(out, "<{head} {}{}/>", filled(fill), stroked(stroke));
}

fn band(out: &mut String, shape: &BandShape) {
    let turn = Rot2::from_angle(shape.angle);
    let edge = |x: f32, y: f32| (turn * pos2(x, y).to_vec2()).to_pos2();
    let upper = shape.points.iter().map(|step| edge(step.x, step.y.min));
    let lower = shape.points.iter().rev().map(|step| edge(step.x, step.y.max));
    let outline: Vec<Pos2> = upper.chain(lower).collect();
    element(out, &format!("polygon points=\"{}\"", points(&outline)), shape.fill, shape.stroke);
}

fn rect(out: &mut String, shape: &RectShape) {
    // SVG strokes lie on the edge, so an inner or outer stroke moves the edge by half its width.
    let half = shape.stroke.width / 2.0;
    let rect = match shape.stroke_kind {
        StrokeKind::Inside => shape.rect.shrink(half),
        StrokeKind::Middle => shape.rect,
        StrokeKind::Outside => shape.rect.expand(half),
    };
    let turn = if shape.angle == 0.0 {
        String::new()
    } else {
        let center = rect.center();
        format!(" transform=\"rotate({} {} {})\"", number(shape.angle.to_degrees()), number(center.x), number(center.y))
    };
    let head = format!(
        "rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{turn}",
        number(rect.left()),
        number(rect.top()),
        number(rect.width().max(0.0)),
        number(rect.height().max(0.0)),
        shape.corner_radius.nw
    );
    element(out, &head, shape.fill, shape.stroke);
}

/// Every row of a text at its baseline, held to the width it was laid out with, so that another typeface fits too.
fn text(out: &mut String, shape: &TextShape) {
    let section = shape.galley.job.sections.first();
    let size = section.map_or(12.0, |section| section.format.font_id.size);
    let semibold = section.is_some_and(|section| section.format.font_id.family == FontFamily::Name(SEMIBOLD.into()));
    let weight = if semibold { " font-weight=\"600\"" } else { "" };
    let color = shape
        .override_text_color
        .or_else(|| section.map(|section| section.format.color))
        .filter(|color| *color != Color32::PLACEHOLDER)
        .unwrap_or(shape.fallback_color)
        .gamma_multiply(shape.opacity_factor);
    for row in &shape.galley.rows {
        let (Some(first), Some(last)) = (row.row.glyphs.first(), row.row.glyphs.last()) else { continue };
        let words = if let [_] = shape.galley.rows.as_slice() {
            shape.galley.job.text.clone()
        } else {
            row.row.glyphs.iter().map(|glyph| glyph.chr).collect()
        };
        let (x, y) = (row.pos.x + first.pos.x, row.pos.y + first.pos.y);
        let place = if shape.angle == 0.0 {
            format!("x=\"{}\" y=\"{}\"", number(shape.pos.x + x), number(shape.pos.y + y))
        } else {
            format!(
                "transform=\"translate({} {}) rotate({})\" x=\"{}\" y=\"{}\"",
                number(shape.pos.x),
                number(shape.pos.y),
                number(shape.angle.to_degrees()),
                number(x),
                number(y)
            )
        };
        let width = last.pos.x + last.advance_width - first.pos.x;
        let _ = write!(
            out,
            "<text {place} font-size=\"{}\"{weight} textLength=\"{}\" {}>{}</text>",
            number(size),
            number(width),
            filled(color),
            content(&words)
        );
    }
}

/// Triangles of one color each; edges are drawn crisp, so that neighbors leave no seam.
fn mesh(out: &mut String, mesh: &Mesh) {
    for corners in mesh.indices.chunks_exact(3) {
        let vertices = corners.iter().filter_map(|&index| mesh.vertices.get(index as usize));
        let (places, colors): (Vec<Pos2>, Vec<Color32>) = vertices.map(|vertex| (vertex.pos, vertex.color)).unzip();
        let Some(&color) = colors.first() else { continue };
        let head = format!("polygon points=\"{}\" shape-rendering=\"crispEdges\"", points(&places));
        element(out, &head, color, Stroke::NONE);
    }
}

fn plain(stroke: &PathStroke) -> Stroke {
    match &stroke.color {
        ColorMode::Solid(color) => Stroke::new(stroke.width, *color),
        // A gradient along a path has no single color; no chart has one.
        ColorMode::UV(_) => Stroke::new(stroke.width, Color32::GRAY),
    }
}

/// `fill="#d55e00"` with its opacity where it is not full.
fn filled(color: Color32) -> String {
    if color == Color32::TRANSPARENT {
        return "fill=\"none\"".to_owned();
    }
    let (hex, opacity) = hex(color);
    if opacity.is_empty() { format!("fill=\"{hex}\"") } else { format!("fill=\"{hex}\" fill-opacity=\"{opacity}\"") }
}

/// The attributes of a stroke, with a space before them; nothing for no stroke.
fn stroked(stroke: Stroke) -> String {
    if stroke.width <= 0.0 || stroke.color == Color32::TRANSPARENT {
        return String::new();
    }
    let (hex, opacity) = hex(stroke.color);
    let opacity = if opacity.is_empty() { String::new() } else { format!(" stroke-opacity=\"{opacity}\"") };
    format!(" stroke=\"{hex}\" stroke-width=\"{}\"{opacity}", number(stroke.width))
}

/// A color and its opacity; the opacity is empty when full.
fn hex(color: Color32) -> (String, String) {
    let [red, green, blue, alpha] = color.to_srgba_unmultiplied();
    let opacity = if alpha == 255 { String::new() } else { number(f32::from(alpha) / 255.0) };
    (format!("#{red:02x}{green:02x}{blue:02x}"), opacity)
}

fn points(points: &[Pos2]) -> String {
    points.iter().copied().map(point).collect::<Vec<_>>().join(" ")
}

fn point(at: Pos2) -> String {
    format!("{},{}", number(at.x), number(at.y))
}

/// A number with at most two decimals and no needless zeros.
pub(super) fn number(value: f32) -> String {
    if !value.is_finite() {
        return "0".to_owned();
    }
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// Words as content of an element; what XML cannot hold is left out.
pub(super) fn content(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for letter in words.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\n' | '\t' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

/// Words as the value of an attribute in double quotes.
pub(super) fn attribute(words: &str) -> String {
    content(words).replace('"', "&quot;").replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use eframe::egui::epaint::{
        BandPoint, CircleShape, CubicBezierShape, EllipseShape, PathShape, QuadraticBezierShape,
    };
    use eframe::egui::vec2;

    use super::*;

    fn svg(shape: &Shape) -> String {
        let mut out = String::new();
        write_shape(&mut out, shape);
        out
    }

    #[test]
    fn every_kind_of_shape_is_written() {
        let red = Color32::from_rgb(255, 0, 0);
        let stroke = Stroke::new(2.0, red);
        let at = pos2(1.0, 2.0);
        let mut triangle = Mesh::default();
        for corner in [at, pos2(5.0, 2.0), pos2(1.0, 6.0)] {
            triangle.colored_vertex(corner, red);
        }
        triangle.add_triangle(0, 1, 2);
        let cases = [
            (Shape::Noop, ""),
            (Shape::circle_filled(at, 3.0, red), "<circle cx=\"1\" cy=\"2\" r=\"3\" fill=\"#ff0000\"/>"),
            (
                Shape::Circle(CircleShape::stroke(at, 3.0, stroke)),
                "<circle cx=\"1\" cy=\"2\" r=\"3\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"2\"/>",
            ),
            (
                Shape::Ellipse(EllipseShape::filled(at, vec2(3.0, 4.0), red)),
                "<ellipse cx=\"1\" cy=\"2\" rx=\"3\" ry=\"4\" transform=\"rotate(0 1 2)\" fill=\"#ff0000\"/>",
            ),
            (
                Shape::line_segment([at, pos2(3.0, 4.5)], stroke),
                "<line x1=\"1\" y1=\"2\" x2=\"3\" y2=\"4.5\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"2\"/>",
            ),
            (
                Shape::Path(PathShape::line(vec![at, pos2(3.0, 4.0)], stroke)),
                "<polyline points=\"1,2 3,4\" stroke-linejoin=\"round\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"2\"/>",
            ),
            (
                Shape::Band(BandShape::filled(
                    vec![BandPoint::new(0.0, 1.0..=2.0), BandPoint::new(4.0, 0.0..=3.0)],
                    red,
                )),
                "<polygon points=\"0,1 4,0 4,3 0,2\" fill=\"#ff0000\"/>",
            ),
            (
                Shape::rect_filled(Rect::from_min_size(at, vec2(3.0, 4.0)), 2.0, red),
                "<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" rx=\"2\" fill=\"#ff0000\"/>",
            ),
            (
                Shape::Mesh(Arc::new(triangle)),
                "<polygon points=\"1,2 5,2 1,6\" shape-rendering=\"crispEdges\" fill=\"#ff0000\"/>",
            ),
            (
                Shape::QuadraticBezier(QuadraticBezierShape::from_points_stroke(
                    [at, pos2(2.0, 2.0), pos2(3.0, 2.0)],
                    false,
                    Color32::TRANSPARENT,
                    stroke,
                )),
                "<path d=\"M 1,2 Q 2,2 3,2\" fill=\"none\" stroke=\"#ff0000\" stroke-width=\"2\"/>",
            ),
            (
                Shape::CubicBezier(CubicBezierShape::from_points_stroke(
                    [at, pos2(2.0, 2.0), pos2(3.0, 2.0), pos2(4.0, 2.0)],
                    true,
                    red,
                    Stroke::NONE,
                )),
                "<path d=\"M 1,2 C 2,2 3,2 4,2 Z\" fill=\"#ff0000\"/>",
            ),
        ];
        for (shape, expected) in cases {
            assert_eq!(svg(&shape), expected);
        }
        let twice = Shape::Vec(vec![Shape::circle_filled(at, 3.0, red), Shape::circle_filled(at, 3.0, red)]);
        assert_eq!(svg(&twice).matches("<circle").count(), 2, "a group writes each");
    }

    #[test]
    fn words_cannot_break_out_of_the_picture() {
        assert_eq!(content("a <b> & \"c\"\u{0}\u{8}"), "a &lt;b&gt; &amp; \"c\"");
        assert_eq!(attribute("a\"b\nc"), "a&quot;b c");
    }

    #[test]
    fn numbers_are_short_and_never_strange() {
        for (value, text) in
            [(1.0, "1"), (1.5, "1.5"), (-0.001, "0"), (f32::NAN, "0"), (10.126, "10.13"), (100.0, "100")]
        {
            assert_eq!(number(value), text);
        }
    }

    #[test]
    fn opacity_is_written_only_where_it_is_not_full() {
        assert_eq!(filled(Color32::from_rgb(1, 2, 3)), "fill=\"#010203\"");
        assert!(filled(Color32::from_rgba_unmultiplied(0, 0, 0, 128)).ends_with("fill-opacity=\"0.5\""), "half");
    }
}
