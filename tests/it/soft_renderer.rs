//! A renderer for UI tests that needs no GPU: textured triangles painted by the CPU, the same bytes on every machine.
//!
//! Colors are premultiplied and blended in gamma space, as the window's renderers do.
//! A top-left fill rule keeps shared edges from being painted twice; textures are sampled bilinearly.
#![expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "pixels are small whole numbers")]
#![expect(clippy::iter_over_hash_type, reason = "each texture is set and freed by itself, in any order")]
#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "a test may panic")]
#![expect(clippy::many_single_char_names, reason = "corners a, b, c and texture coordinates u, v are usual")]

use std::collections::BTreeMap;

use eframe::egui::epaint::{ImageData, Primitive, Vertex};
use eframe::egui::{self, Color32, TextureId, TexturesDelta};

/// Paints what a harness lays out.
#[derive(Default)]
pub(crate) struct SoftRenderer {
    textures: BTreeMap<u64, Texture>,
}

struct Texture {
    width: usize,
    height: usize,
    pixels: Vec<Color32>,
}

/// The number of a texture; tests load none of their own kind.
fn key(id: TextureId) -> u64 {
    match id {
        TextureId::Managed(id) => id,
        TextureId::User(id) => u64::MAX - id,
    }
}

impl Texture {
    fn at(&self, x: f32, y: f32) -> [f32; 4] {
        let column = (x.max(0.0) as usize).min(self.width - 1);
        let row = (y.max(0.0) as usize).min(self.height - 1);
        self.pixels[row * self.width + column].to_array().map(f32::from)
    }

    fn sample(&self, u: f32, v: f32) -> [f32; 4] {
        let (x, y) = (u * self.width as f32 - 0.5, v * self.height as f32 - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        if fx == 0.0 && fy == 0.0 {
            return self.at(left, top);
        }
        let (a, b) = (self.at(left, top), self.at(left + 1.0, top));
        let (c, d) = (self.at(left, top + 1.0), self.at(left + 1.0, top + 1.0));
        std::array::from_fn(|i| (a[i] * (1.0 - fx) + b[i] * fx) * (1.0 - fy) + (c[i] * (1.0 - fx) + d[i] * fx) * fy)
    }
}

/// The picture being painted.
struct Canvas {
    width: i32,
    pixels: Vec<[f32; 4]>,
}

impl Canvas {
    fn triangle(&mut self, clip: [i32; 4], texture: &Texture, mut corners: [Vertex; 3], scale: f32) {
        let place = |v: &Vertex| (f64::from(v.pos.x * scale), f64::from(v.pos.y * scale));
        let edge = |a: (f64, f64), b: (f64, f64), c: (f64, f64)| (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0);
        let mut area = edge(place(&corners[0]), place(&corners[1]), place(&corners[2]));
        if area == 0.0 {
            return;
        }
        if area < 0.0 {
            corners.swap(1, 2);
            area = -area;
        }
        let (a, b, c) = (place(&corners[0]), place(&corners[1]), place(&corners[2]));
        let top_left = |a: (f64, f64), b: (f64, f64)| (a.1 == b.1 && b.0 > a.0) || b.1 < a.1;
        let owned = [top_left(b, c), top_left(c, a), top_left(a, b)];
        let x0 = (a.0.min(b.0).min(c.0).floor() as i32).max(clip[0]);
        let x1 = (a.0.max(b.0).max(c.0).ceil() as i32).min(clip[2]);
        let y0 = (a.1.min(b.1).min(c.1).floor() as i32).max(clip[1]);
        let y1 = (a.1.max(b.1).max(c.1).ceil() as i32).min(clip[3]);
        let colors = corners.map(|v| v.color.to_array().map(f32::from));
        // Most triangles are of one color, which is then looked up once.
        let source_at = |share: [f32; 3]| -> [f32; 4] {
            let mix = |f: &dyn Fn(usize) -> f32| share[0] * f(0) + share[1] * f(1) + share[2] * f(2);
            let texel = texture.sample(mix(&|i| corners[i].uv.x), mix(&|i| corners[i].uv.y));
            std::array::from_fn(|i| texel[i] * mix(&|corner| colors[corner][i]) / 255.0)
        };
        let flat = corners.iter().all(|v| v.uv == corners[0].uv && v.color == corners[0].color);
        let plain = flat.then(|| source_at([1.0, 0.0, 0.0]));
        let step = [b.1 - c.1, c.1 - a.1, a.1 - b.1];
        for y in y0..y1 {
            let left = (f64::from(x0) + 0.5, f64::from(y) + 0.5);
            let first = [edge(b, c, left), edge(c, a, left), edge(a, b, left)];
            for x in x0..x1 {
                let along = f64::from(x - x0);
                let edges = [first[0] + along * step[0], first[1] + along * step[1], first[2] + along * step[2]];
                let inside = |i: usize| edges[i] > 0.0 || (edges[i] == 0.0 && owned[i]);
                if !(inside(0) && inside(1) && inside(2)) {
                    continue;
                }
                let source = plain.unwrap_or_else(|| source_at(edges.map(|edge| (edge / area) as f32)));
                let pixel = &mut self.pixels[(y * self.width + x) as usize];
                if source[3] >= 255.0 {
                    *pixel = source.map(f32::round);
                    continue;
                }
                let behind = 1.0 - source[3] / 255.0;
                for i in 0..4 {
                    pixel[i] = (source[i] + pixel[i] * behind).round();
                }
            }
        }
    }
}

impl egui_kittest::TestRenderer for SoftRenderer {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        for (id, images) in delta.set.drain() {
            for patch in images {
                let ImageData::Color(image) = &patch.image;
                let [width, height] = image.size;
                match patch.pos {
                    None => {
                        let texture = Texture { width, height, pixels: image.pixels.clone() };
                        self.textures.insert(key(id), texture);
                    }
                    Some([left, top]) => {
                        let texture = self.textures.get_mut(&key(id)).expect("a patch to a known texture");
                        for row in 0..height {
                            let start = (top + row) * texture.width + left;
                            texture.pixels[start..start + width]
                                .copy_from_slice(&image.pixels[row * width..(row + 1) * width]);
                        }
                    }
                }
            }
        }
        for id in delta.free.drain() {
            self.textures.remove(&key(id));
        }
    }

    fn render(&mut self, ctx: &egui::Context, output: &egui::FullOutput) -> Result<image::RgbaImage, String> {
        let scale = ctx.pixels_per_point();
        let size = ctx.content_rect().size() * scale;
        let (width, height) = (size.x.round() as i32, size.y.round() as i32);
        let mut canvas = Canvas { width, pixels: vec![[0.0; 4]; (width * height) as usize] };
        for clipped in ctx.tessellate(output.shapes.clone(), scale) {
            let rect = clipped.clip_rect * scale;
            let clip = [
                (rect.min.x.round() as i32).clamp(0, width),
                (rect.min.y.round() as i32).clamp(0, height),
                (rect.max.x.round() as i32).clamp(0, width),
                (rect.max.y.round() as i32).clamp(0, height),
            ];
            let Primitive::Mesh(mesh) = clipped.primitive else {
                return Err("a callback cannot be painted by the CPU".to_owned());
            };
            let Some(texture) = self.textures.get(&key(mesh.texture_id)) else {
                return Err(format!("no texture {:?}", mesh.texture_id));
            };
            for corners in mesh.indices.chunks_exact(3) {
                let corners = [corners[0], corners[1], corners[2]].map(|index| mesh.vertices[index as usize]);
                canvas.triangle(clip, texture, corners, scale);
            }
        }
        let mut image = image::RgbaImage::new(width as u32, height as u32);
        for (pixel, color) in image.pixels_mut().zip(&canvas.pixels) {
            let [r, g, b, a] = color.map(|channel| channel as u8);
            pixel.0 = Color32::from_rgba_premultiplied(r, g, b, a).to_srgba_unmultiplied();
        }
        Ok(image)
    }
}
