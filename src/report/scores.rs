//! Pictures of how well the forecast did, as SVG text.

use std::fmt::Write as _;

use crate::assess::wilson_of_share;
use crate::chart::{Palette, Role};
use crate::forecast::score::Interval;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 360.0;
const MARGIN: f64 = 64.0;

/// Groups of equal size into which probabilities are put.
const GROUPS: usize = 5;

/// A picture being drawn, with both axes from the left bottom.
struct Picture {
    body: String,
    x: (f64, f64),
    y: (f64, f64),
}

impl Picture {
    fn new(title: &str, x: (f64, f64), y: (f64, f64), labels: (&str, &str)) -> Self {
        let mut picture = Self { body: String::new(), x, y };
        picture.words(WIDTH / 2.0, 24.0, "middle", Role::Ink, title);
        picture.words(WIDTH / 2.0, HEIGHT - 12.0, "middle", Role::InkSoft, labels.0);
        let turn = format!(" transform=\"rotate(-90 16 {:.1})\"", HEIGHT / 2.0);
        picture.text(16.0, HEIGHT / 2.0, "middle", Role::InkSoft, labels.1, &turn);
        picture
    }

    fn across(&self, x: f64) -> f64 {
        MARGIN + (x - self.x.0) / (self.x.1 - self.x.0) * (WIDTH - 1.5 * MARGIN)
    }

    fn up(&self, y: f64) -> f64 {
        HEIGHT - MARGIN * 0.8 - (y - self.y.0) / (self.y.1 - self.y.0) * (HEIGHT - 1.6 * MARGIN)
    }

    fn text(&mut self, x: f64, y: f64, anchor: &str, role: Role, words: &str, extra: &str) {
        let words = words.replace('&', "&amp;").replace('<', "&lt;");
        // Writing to a string cannot fail.
        let _ = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{}\"{extra}>{words}</text>",
            color(role)
        );
    }

    fn words(&mut self, x: f64, y: f64, anchor: &str, role: Role, words: &str) {
        self.text(x, y, anchor, role, words, "");
    }

    fn line(&mut self, from: (f64, f64), to: (f64, f64), role: Role, dashed: bool) {
        let dash = if dashed { " stroke-dasharray=\"4 3\"" } else { "" };
        let (x1, y1) = (self.across(from.0), self.up(from.1));
        let (x2, y2) = (self.across(to.0), self.up(to.1));
        let _ = writeln!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{}\" stroke-width=\"1.4\"{dash}/>",
            color(role)
        );
    }

    fn dot(&mut self, at: (f64, f64), role: Role) {
        let (x, y) = (self.across(at.0), self.up(at.1));
        let _ = writeln!(self.body, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"{}\"/>", color(role));
    }

    /// Ticks of both axes at these values.
    fn axes(&mut self, across: &[f64], up: &[f64], decimals: usize) {
        self.line((self.x.0, self.y.0), (self.x.1, self.y.0), Role::Axis, false);
        self.line((self.x.0, self.y.0), (self.x.0, self.y.1), Role::Axis, false);
        for &x in across {
            let place = (self.across(x), self.up(self.y.0) + 16.0);
            self.words(place.0, place.1, "middle", Role::InkSoft, &format!("{x:.decimals$}"));
        }
        for &y in up {
            let place = (self.across(self.x.0) - 6.0, self.up(y) + 4.0);
            self.words(place.0, place.1, "end", Role::InkSoft, &format!("{y:.decimals$}"));
        }
    }

    fn finished(self) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" font-family=\"Inter, sans-serif\" font-size=\"12\">\n\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"{}\"/>\n{}</svg>\n",
            color(Role::Background),
            self.body
        )
    }
}

fn color(role: Role) -> String {
    let rgb = Palette::Print.rgb(role);
    format!("#{:02x}{:02x}{:02x}", rgb.0, rgb.1, rgb.2)
}

/// Quantile losses against repeating the last size, with their intervals.
pub fn losses_svg(group: &str, methods: &[(&str, Interval)]) -> String {
    let ends = methods.iter().flat_map(|(_, ratio)| [ratio.low, ratio.high]).filter(|end| end.is_finite());
    let (low, high) = ends.fold((0.9_f64, 1.1_f64), |(low, high), end| (low.min(end), high.max(end)));
    let x = (low - 0.25 * (high - low), high + 0.05);
    let title = format!("Next size, {group}");
    let mut picture = Picture::new(&title, x, (0.0, methods.len() as f64), ("quantile loss / that of repeating", ""));
    picture.axes(&[low, 1.0, high], &[], 2);
    picture.line((1.0, 0.0), (1.0, methods.len() as f64), Role::InkSoft, true);
    for (place, (method, ratio)) in methods.iter().rev().enumerate() {
        let y = place as f64 + 0.4;
        picture.line((ratio.low, y), (ratio.high, y), Role::Ink, false);
        picture.dot((ratio.estimate, y), Role::Swelling);
        let at = (picture.across(x.0) + 6.0, picture.up(y + 0.25));
        picture.words(at.0, at.1, "start", Role::Ink, method);
    }
    picture.finished()
}

/// The share of sizes under each quantile against what the quantile says.
pub fn coverage_svg(group: &str, shares: &[f64], held: &[Interval]) -> String {
    let title = format!("Quantiles of the next size, {group}");
    let mut picture = Picture::new(&title, (0.0, 1.0), (0.0, 1.0), ("said", "share of sizes below"));
    picture.axes(&[0.0, 0.25, 0.5, 0.75, 1.0], &[0.0, 0.25, 0.5, 0.75, 1.0], 2);
    picture.line((0.0, 0.0), (1.0, 1.0), Role::InkSoft, true);
    for (share, own) in shares.iter().zip(held) {
        picture.line((*share, own.low), (*share, own.high), Role::Ink, false);
        picture.dot((*share, own.estimate), Role::Swelling);
    }
    picture.finished()
}

/// What was said of an outcome against how often it came, in five groups of equal size with Wilson's 95 % intervals.
pub fn outcome_svg(group: &str, outcome: &str, pairs: &[(f64, bool)]) -> String {
    let title = format!("{outcome}, {group}");
    let mut picture = Picture::new(&title, (0.0, 1.0), (0.0, 1.0), ("said", "came true"));
    picture.axes(&[0.0, 0.25, 0.5, 0.75, 1.0], &[0.0, 0.25, 0.5, 0.75, 1.0], 2);
    picture.line((0.0, 0.0), (1.0, 1.0), Role::InkSoft, true);
    let mut sorted = pairs.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    for own in sorted.chunks(sorted.len().div_ceil(GROUPS).max(1)) {
        let count = own.len() as f64;
        let said = own.iter().map(|(p, _)| p).sum::<f64>() / count;
        let came = own.iter().filter(|(_, outcome)| *outcome).count() as f64 / count;
        let (low, high) = wilson_of_share(came, count);
        picture.line((said, low), (said, high), Role::Ink, false);
        picture.dot((said, came), Role::Growth);
    }
    picture.finished()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_quantile_and_group_is_a_dot() {
        let interval = Interval { estimate: 0.93, low: 0.9, high: 0.96 };
        let dots = |svg: &str| svg.matches("<circle").count();
        assert_eq!(dots(&losses_svg("dogs", &[("model", interval), ("repeat", interval)])), 2);
        assert_eq!(dots(&coverage_svg("dogs", &[0.1, 0.5, 0.9], &[interval; 3])), 3);
        let pairs: Vec<(f64, bool)> = (0..40).map(|n| (f64::from(n) / 40.0, n % 3 == 0)).collect();
        let svg = outcome_svg("dogs & cats", "fall", &pairs);
        assert_eq!(dots(&svg), GROUPS);
        assert!(svg.contains("dogs &amp; cats"), "escaped");
    }

    #[test]
    fn wilsons_interval_is_that_of_the_textbook() {
        // 10 of 100: 5.5 % to 17.4 %.
        let (low, high) = wilson_of_share(0.1, 100.0);
        assert!((low - 0.055).abs() < 0.001 && (high - 0.174).abs() < 0.001, "{low} to {high}");
    }
}
