//! The one to three measured axes of a lesion.

use std::fmt;

use thiserror::Error;

use super::units::Length;

/// Axes of one lesion, longest first.
///
/// A lymph node may be known by its short axis alone; everything else has its longest diameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Axes {
    longest: Option<Length>,
    perpendicular: Option<Length>,
    height: Option<Length>,
}

/// Why lengths do not make axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidAxes {
    /// No length at all.
    #[error("no length given")]
    Empty,
    /// A third axis without the first two.
    #[error("a height needs a length and a width beside it")]
    HeightAlone,
}

impl Axes {
    /// The longest diameter alone.
    pub const fn longest_only(longest: Length) -> Self {
        Self { longest: Some(longest), perpendicular: None, height: None }
    }

    /// The short axis of a lymph node alone.
    pub const fn short_axis_only(short_axis: Length) -> Self {
        Self { longest: None, perpendicular: Some(short_axis), height: None }
    }

    /// Builds axes from up to three lengths in any order of size; the second value tells whether they were reordered.
    ///
    /// # Errors
    /// [`InvalidAxes`] when there is no length or a height stands without the other two.
    pub fn new(
        longest: Option<Length>,
        perpendicular: Option<Length>,
        height: Option<Length>,
    ) -> Result<(Self, bool), InvalidAxes> {
        match (longest, perpendicular, height) {
            (None, None, None) => Err(InvalidAxes::Empty),
            (Some(first), Some(second), Some(third)) => {
                let given = [first, second, third];
                let mut sorted = given;
                sorted.sort_by_key(|&length| std::cmp::Reverse(length));
                let [longest, perpendicular, height] = sorted.map(Some);
                Ok((Self { longest, perpendicular, height }, given != sorted))
            }
            (Some(first), Some(second), None) => {
                let axes =
                    Self { longest: Some(first.max(second)), perpendicular: Some(first.min(second)), height: None };
                Ok((axes, first < second))
            }
            (Some(longest), None, None) => Ok((Self::longest_only(longest), false)),
            (None, Some(short_axis), None) => Ok((Self::short_axis_only(short_axis), false)),
            (_, _, Some(_)) => Err(InvalidAxes::HeightAlone),
        }
    }

    /// The longest diameter, unless only a short axis was recorded.
    pub const fn longest(self) -> Option<Length> {
        self.longest
    }

    /// The largest perpendicular diameter; for a node, the short axis.
    pub const fn perpendicular(self) -> Option<Length> {
        self.perpendicular
    }

    /// The third axis.
    pub const fn height(self) -> Option<Length> {
        self.height
    }
}

impl fmt::Display for Axes {
    /// Writes "31 × 24 × 20 mm", "31 mm" or "9 mm short axis".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.longest, self.perpendicular, self.height) {
            (None, Some(short), _) => write!(f, "{short} mm short axis"),
            (Some(l), Some(w), Some(h)) => write!(f, "{l} × {w} × {h} mm"),
            (Some(l), Some(w), None) => write!(f, "{l} × {w} mm"),
            (Some(l), None, _) => write!(f, "{l} mm"),
            (None, None, _) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mm(tenths: u32) -> Option<Length> {
        Length::from_tenths(tenths).ok()
    }

    #[test]
    fn axes_are_put_longest_first_and_say_so() {
        let (axes, reordered) = Axes::new(mm(200), mm(310), mm(240)).unwrap();
        assert!(reordered, "20 x 31 x 24 is out of order");
        assert_eq!(axes.to_string(), "31 × 24 × 20 mm");
        assert!(!Axes::new(mm(310), mm(240), None).unwrap().1, "31 x 24 is in order");
    }

    #[test]
    fn axes_need_a_length() {
        assert_eq!(Axes::new(None, None, None), Err(InvalidAxes::Empty));
        assert_eq!(Axes::new(mm(10), None, mm(10)), Err(InvalidAxes::HeightAlone));
    }
}
