//! Tells a decimal comma from a thousands separator by the table around it.
//!
//! "1,234" is 1.2 mm in one country and 1234 mm in another. A table shows which by its other numbers.

use super::columns::{Columns, Field};
use crate::exchange::table::Table;

/// The fields whose numbers are looked at.
const NUMBERS: [Field; 8] = [
    Field::Length,
    Field::Width,
    Field::Height,
    Field::ShortAxis,
    Field::Value,
    Field::Volume,
    Field::Slice,
    Field::Weight,
];

/// How the numbers of a table are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Decimals {
    /// Some number has a point that cannot separate thousands.
    point: bool,
    /// Some number has a comma that cannot separate thousands.
    comma: bool,
    /// Cells are separated by commas, so that a number with a comma had to be quoted.
    comma_delimited: bool,
}

impl Decimals {
    pub(super) fn of(table: &Table, columns: &Columns) -> Self {
        let mut decimals = Self { point: false, comma: false, comma_delimited: table.delimiter == ',' };
        for place in NUMBERS.iter().filter_map(|field| columns.place(*field)) {
            for cell in table.rows.iter().filter_map(|row| row.cells.get(place)) {
                match lone_separator(cell) {
                    Some('.') if !may_group_thousands(cell) => decimals.point = true,
                    Some(',') if !may_group_thousands(cell) => decimals.comma = true,
                    _ => {}
                }
            }
        }
        decimals
    }

    /// Whether the one separator of this number is to be taken for a thousands separator.
    pub(super) fn groups_thousands(self, number: &str) -> bool {
        match lone_separator(number) {
            Some(',') => may_group_thousands(number) && (self.point || (self.comma_delimited && !self.comma)),
            Some('.') => may_group_thousands(number) && self.comma && !self.point,
            _ => false,
        }
    }
}

/// The one point or comma of a number.
fn lone_separator(number: &str) -> Option<char> {
    let mut separators = number.chars().filter(|c| matches!(c, '.' | ','));
    separators.next().filter(|_| separators.next().is_none())
}

/// One to three digits, not beginning with 0, then exactly three.
fn may_group_thousands(number: &str) -> bool {
    let Some((whole, fraction)) = number.trim().split_once(['.', ',']) else { return false };
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    (1..=3).contains(&whole.len())
        && !whole.starts_with('0')
        && fraction.len() == 3
        && digits(whole)
        && digits(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_before_three_digits_is_told_by_the_table() {
        let style = |point, comma, comma_delimited| Decimals { point, comma, comma_delimited };
        for (decimals, number, grouped) in [
            (style(false, false, true), "1,234", true),
            (style(false, true, true), "1,234", false),
            (style(false, false, false), "1,234", false),
            (style(true, false, false), "1,234", true),
            (style(false, false, true), "0,234", false),
            (style(false, false, true), "24,5", false),
            (style(false, true, false), "1.234", true),
            (style(true, false, true), "1.234", false),
            (style(false, false, true), "1.234", false),
            (style(false, false, true), "1234", false),
        ] {
            assert_eq!(decimals.groups_thousands(number), grouped, "{number} in {decimals:?}");
        }
    }
}
