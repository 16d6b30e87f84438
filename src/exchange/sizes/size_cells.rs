//! The numbers of one row: axes, a single value with its unit and measure, or a volume.

use super::columns::{Field, HeadingUnit};
use super::row::RowCells;
use crate::domain::units::Decimal;
use crate::domain::{
    Axes, Finding, InvalidLength, InvalidVolume, Length, LengthUnit, LesionKind, Size, Volume, read_size,
};
use crate::exchange::tokens::{CellToken as _, State, ValueMeasure, ValueUnit};

/// Said of a value that stands beside lengths and differs from them.
const OTHER_THAN_LENGTHS: &str = "the value is another size than the lengths of this row";

/// A number of a row: zero means gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Given<T> {
    Zero,
    Size(T),
}

/// The numbers of one row, before the kind of the lesion is known.
#[derive(Clone, Debug, PartialEq, Default)]
pub(super) struct SizeCells {
    pub(super) length: Option<Given<Length>>,
    pub(super) width: Option<Given<Length>>,
    pub(super) height: Option<Given<Length>>,
    pub(super) short_axis: Option<Given<Length>>,
    /// A value that does not say whether it is a longest diameter or a short axis.
    pub(super) unstated: Option<Given<Length>>,
    pub(super) volume: Option<Given<Volume>>,
    /// A word standing where a size is expected: "absent", "NE".
    pub(super) word: Option<State>,
    /// Some cell could not be read and the size must not be made without it.
    pub(super) unreadable: bool,
    /// The cells as they stood, joined.
    pub(super) entered: String,
}

/// A size of a row once its lesion's kind is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum RowSize {
    Nothing,
    Zero,
    Size { size: Size, volume_left_out: Option<Volume> },
}

impl SizeCells {
    /// Reads the size cells of a row and reports what is wrong with them.
    pub(super) fn read(cells: &mut RowCells<'_, '_>, measure: Option<ValueMeasure>) -> Self {
        let mut size = Self::default();
        let mut entered = Vec::new();
        let mut entered_unit = "";
        for field in [Field::Length, Field::Width, Field::Height, Field::ShortAxis] {
            let Some(cell) = cells.cell(field) else { continue };
            let HeadingUnit::Length(unit) = cells.unit(field) else { continue };
            entered.push(cell);
            if unit == LengthUnit::Centimeters {
                entered_unit = " cm";
            }
            size.read_length(cells, field, cell, unit);
        }
        if let Some(cell) = cells.cell(Field::Value)
            && let Some(unit) = size.read_value(cells, cell, measure)
            && entered.is_empty()
        {
            entered.push(cell);
            entered_unit = unit;
        }
        if let Some(cell) = cells.cell(Field::Volume)
            && let HeadingUnit::VolumeMm3(mm3_per_unit) = cells.unit(Field::Volume)
        {
            if entered.is_empty() {
                entered.push(cell);
                entered_unit = if mm3_per_unit > 1.0 { " cm3" } else { " mm3" };
            }
            size.read_volume(cells, Field::Volume, cell, mm3_per_unit);
        }
        let stated = [size.length, size.short_axis];
        if size.unstated.is_some() && stated.iter().any(Option::is_some) {
            if !stated.contains(&size.unstated) {
                cells.problem(Some(Field::Value), OTHER_THAN_LENGTHS, "the lengths are used");
            }
            size.unstated = None;
        }
        size.entered = format!("{}{entered_unit}", entered.join(" x "));
        size
    }

    fn read_length(&mut self, cells: &mut RowCells<'_, '_>, field: Field, cell: &str, unit: LengthUnit) {
        let primary = matches!(field, Field::Length | Field::ShortAxis | Field::Value);
        if primary && let Some(word) = state_word(cell) {
            self.word = Some(word);
            return;
        }
        if matches!(field, Field::Length | Field::Value) && cell.contains(['x', 'X', '×', '*']) {
            self.read_product(cells, field, cell, unit);
            return;
        }
        match Self::length_of(cells, cell, unit) {
            Ok(length) => self.put(cells, field, length),
            Err(reason) => {
                let done = if primary { "the size was not used" } else { "it was left out" };
                cells.problem(Some(field), format!("“{cell}” is {reason}"), done);
                self.unreadable |= primary;
            }
        }
    }

    /// One length; a unit in the cell stands over the unit of the heading.
    fn length_of(cells: &RowCells<'_, '_>, cell: &str, unit: LengthUnit) -> Result<Given<Length>, InvalidLength> {
        let own_unit = |suffix: &str| {
            let start = cell.len().checked_sub(suffix.len())?;
            cell.get(start..).filter(|end| end.eq_ignore_ascii_case(suffix))?;
            cell.get(..start).map(str::trim_end)
        };
        let (number, unit) = if let Some(number) = own_unit("mm") {
            (number, LengthUnit::Millimeters)
        } else if let Some(number) = own_unit("cm") {
            (number, LengthUnit::Centimeters)
        } else {
            (cell, unit)
        };
        if cells.decimals.groups_thousands(number) {
            return Err(InvalidLength::ThousandsSeparator);
        }
        match Length::parse(number, unit) {
            Ok(length) => Ok(Given::Size(length)),
            Err(InvalidLength::Zero) => Ok(Given::Zero),
            Err(reason) => Err(reason),
        }
    }

    /// "31 x 24 x 20" in one cell.
    fn read_product(&mut self, cells: &mut RowCells<'_, '_>, field: Field, cell: &str, unit: LengthUnit) {
        let unit = if unit == LengthUnit::Centimeters { "cm" } else { "mm" };
        let with_unit =
            if cell.ends_with(|c: char| c.is_ascii_digit()) { format!("{cell} {unit}") } else { cell.to_owned() };
        let read = read_size(&with_unit, LesionKind::NonNodal);
        if read.as_ref().is_ok_and(|read| read.repeats.is_some()) {
            let found = format!("“{cell}” holds repeated readings, which this table cannot carry");
            cells.problem(Some(field), found, "their mean was used");
        }
        match read.map(|read| read.finding) {
            Ok(Finding::Measured(Size::Axes(axes))) => {
                for (field, axis) in [
                    (Field::Length, axes.longest()),
                    (Field::Width, axes.perpendicular()),
                    (Field::Height, axes.height()),
                ] {
                    if let Some(length) = axis {
                        self.put(cells, field, Given::Size(length));
                    }
                }
            }
            Ok(_) => {
                cells.problem(Some(field), format!("“{cell}” is not a size"), "the size was not used");
                self.unreadable = true;
            }
            Err(reason) => {
                cells.problem(Some(field), reason.to_string(), "the size was not used");
                self.unreadable = true;
            }
        }
    }

    /// The form value, unit, measure; gives the unit as it is shown when the cell was used.
    fn read_value(
        &mut self,
        cells: &mut RowCells<'_, '_>,
        cell: &str,
        measure: Option<ValueMeasure>,
    ) -> Option<&'static str> {
        let unit = match cells.cell(Field::Unit) {
            None => None,
            Some(unit) => {
                let read = ValueUnit::of_cell(unit);
                if read.is_none() {
                    let found = format!("“{unit}” is not a unit; write {}", ValueUnit::choices());
                    cells.problem(Some(Field::Unit), found, "the size was not used");
                    self.unreadable = true;
                    return None;
                }
                read
            }
        };
        match (measure, unit) {
            (Some(ValueMeasure::Volume) | None, Some(ValueUnit::CubicCentimeters | ValueUnit::Milliliters)) => {
                self.read_volume(cells, Field::Value, cell, 1000.0);
                Some(" cm3")
            }
            (Some(ValueMeasure::Volume) | None, Some(ValueUnit::CubicMillimeters)) => {
                self.read_volume(cells, Field::Value, cell, 1.0);
                Some(" mm3")
            }
            (Some(ValueMeasure::Volume), None) => {
                let found = format!("the volume “{cell}” has no unit; write cm3, ml or mm3");
                cells.problem(Some(Field::Value), found, "the size was not used");
                self.unreadable = true;
                None
            }
            (Some(ValueMeasure::Volume), Some(ValueUnit::Millimeters | ValueUnit::Centimeters))
            | (Some(_), Some(ValueUnit::CubicCentimeters | ValueUnit::Milliliters | ValueUnit::CubicMillimeters)) => {
                let found = format!("the unit of “{cell}” does not fit its measure");
                cells.problem(Some(Field::Unit), found, "the size was not used");
                self.unreadable = true;
                None
            }
            (_, unit) => {
                if unit.is_none() {
                    cells.problem_once(
                        Field::Value,
                        "a value has no unit",
                        "values without a unit are read as millimeters",
                    );
                }
                let (length_unit, shown) = match unit {
                    Some(ValueUnit::Centimeters) => (LengthUnit::Centimeters, " cm"),
                    _ => (LengthUnit::Millimeters, ""),
                };
                let field = match measure {
                    Some(ValueMeasure::ShortAxis) => Field::ShortAxis,
                    None => Field::Value,
                    Some(_) => Field::Length,
                };
                self.read_length_of_value(cells, field, cell, length_unit);
                Some(shown)
            }
        }
    }

    fn read_length_of_value(&mut self, cells: &mut RowCells<'_, '_>, field: Field, cell: &str, unit: LengthUnit) {
        if state_word(cell).is_some() || cell.contains(['x', 'X', '×', '*']) {
            self.read_length(cells, Field::Value, cell, unit);
            return;
        }
        match Self::length_of(cells, cell, unit) {
            Ok(length) => self.put(cells, field, length),
            Err(reason) => {
                cells.problem(Some(Field::Value), format!("“{cell}” is {reason}"), "the size was not used");
                self.unreadable = true;
            }
        }
    }

    fn read_volume(&mut self, cells: &mut RowCells<'_, '_>, field: Field, cell: &str, mm3_per_unit: f64) {
        if let Some(word) = state_word(cell) {
            self.word = Some(word);
            return;
        }
        let volume = if cells.decimals.groups_thousands(cell) {
            Err(InvalidVolume::ThousandsSeparator)
        } else {
            Volume::parse(cell, mm3_per_unit)
        };
        let is_zero = || Decimal::parse(cell).is_ok_and(|decimal| decimal.plain().parse() == Ok(0.0));
        let read = match volume {
            Ok(volume) => Given::Size(volume),
            Err(InvalidVolume::NotPositive) if is_zero() => Given::Zero,
            Err(reason) => {
                cells.problem(Some(field), format!("“{cell}” is {reason}"), "the size was not used");
                self.unreadable = true;
                return;
            }
        };
        if self.volume.is_some_and(|first| first != read) {
            cells.problem(
                Some(field),
                format!("“{cell}” is another volume than the value of this row"),
                "the first is used",
            );
        } else {
            self.volume = Some(read);
        }
    }

    fn put(&mut self, cells: &mut RowCells<'_, '_>, field: Field, length: Given<Length>) {
        let slot = match field {
            Field::Length => &mut self.length,
            Field::Width => &mut self.width,
            Field::Height => &mut self.height,
            Field::ShortAxis => &mut self.short_axis,
            _ => &mut self.unstated,
        };
        match *slot {
            None => *slot = Some(length),
            Some(first) if first != length => {
                cells.problem(Some(Field::Value), OTHER_THAN_LENGTHS, "the lengths are used");
            }
            Some(_) => {}
        }
    }

    /// Makes the size, now that the kind of the lesion is known.
    ///
    /// # Errors
    /// A sentence, when the numbers contradict each other.
    pub(super) fn size(&self, kind: LesionKind) -> Result<RowSize, String> {
        let (mut length, mut short) = (self.length, self.short_axis.or(self.width));
        match kind {
            LesionKind::Nodal => short = short.or(self.unstated),
            LesionKind::NonNodal => length = length.or(self.unstated),
        }
        let given: Vec<Given<Length>> = [length, short, self.height].into_iter().flatten().collect();
        if given.is_empty() {
            return Ok(match self.volume {
                None => RowSize::Nothing,
                Some(Given::Zero) => RowSize::Zero,
                Some(Given::Size(volume)) => RowSize::Size { size: Size::Volume(volume), volume_left_out: None },
            });
        }
        if given.iter().all(|length| *length == Given::Zero) {
            return match self.volume {
                Some(Given::Size(_)) => Err("the diameters are 0 and the volume is not".to_owned()),
                _ => Ok(RowSize::Zero),
            };
        }
        let [length, short, height] = [length, short, self.height].map(|length| match length {
            Some(Given::Size(length)) => Some(length),
            _ => None,
        });
        if given.contains(&Given::Zero) {
            return Err("one diameter is 0 and another is not".to_owned());
        }
        let volume_left_out = match self.volume {
            Some(Given::Size(volume)) => Some(volume),
            _ => None,
        };
        let (axes, _) = Axes::new(length, short, height).map_err(|reason| reason.to_string())?;
        Ok(RowSize::Size { size: Size::Axes(axes), volume_left_out })
    }
}

/// A state written where a size is expected.
fn state_word(cell: &str) -> Option<State> {
    if cell.starts_with(char::is_alphabetic) { State::of_cell(cell) } else { None }
}
