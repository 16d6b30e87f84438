//! Lengths in whole tenths of a millimeter and volumes in cubic millimeters.
//!
//! Response criteria have exact edges (20.0 % and 5 mm), so lengths are integers and rules compare integers.

use std::fmt;

use thiserror::Error;

/// The longest length accepted, in tenths of a millimeter: two meters.
///
/// No lesion and no sum of diameters comes near it; a larger number is a slip of the unit or of a finger.
pub const MAX_LENGTH_TENTHS: u32 = 20_000;

/// The largest volume accepted, in cubic millimeters: 100 liters.
pub const MAX_VOLUME_MM3: f64 = 1e8;

/// A length above zero in whole tenths of a millimeter.
///
/// # Examples
/// ```
/// use reassess::domain::{Length, LengthUnit};
/// let length = Length::parse("2,45", LengthUnit::Centimeters).unwrap();
/// assert_eq!(length.tenths(), 245);
/// assert_eq!(length.to_string(), "24.5");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Length(u32);

/// The unit a length was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LengthUnit {
    /// Millimeters.
    Millimeters,
    /// Centimeters.
    Centimeters,
}

/// Why a text or number is not a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidLength {
    /// The text is not a plain decimal number.
    #[error("not a number; write digits with at most one decimal point or comma, like 24.5")]
    NotANumber,
    /// The text looks like a number with a thousands separator.
    #[error("written like a number with a thousands separator; write it without, like 1234.5")]
    ThousandsSeparator,
    /// The number is below zero.
    #[error("below zero; a length is above zero, and a lesion that is gone is entered as absent")]
    Negative,
    /// The number is zero, or rounds to zero at a tenth of a millimeter.
    #[error("zero; a lesion that is gone is entered as absent, one too small to measure as too small")]
    Zero,
    /// The number is above [`MAX_LENGTH_TENTHS`].
    #[error("over 2000 mm; check the unit")]
    TooLarge,
}

impl Length {
    /// Five millimeters, the size recorded for a lesion that is present but too small to measure (RECIST 1.1).
    pub const TOO_SMALL_DEFAULT: Self = Self(50);

    /// Takes a length in tenths of a millimeter.
    ///
    /// # Errors
    /// [`InvalidLength::Zero`] or [`InvalidLength::TooLarge`].
    pub const fn from_tenths(tenths: u32) -> Result<Self, InvalidLength> {
        if tenths == 0 {
            Err(InvalidLength::Zero)
        } else if tenths > MAX_LENGTH_TENTHS {
            Err(InvalidLength::TooLarge)
        } else {
            Ok(Self(tenths))
        }
    }

    /// Reads a plain decimal, point or comma, and rounds it half away from zero to a tenth of a millimeter.
    ///
    /// # Errors
    /// Every variant of [`InvalidLength`].
    pub fn parse(text: &str, unit: LengthUnit) -> Result<Self, InvalidLength> {
        let decimal = Decimal::parse(text)?;
        let shift = match unit {
            LengthUnit::Millimeters => 1,
            LengthUnit::Centimeters => 2,
        };
        let tenths = decimal.scaled(shift).ok_or(InvalidLength::TooLarge)?;
        if decimal.negative {
            return Err(InvalidLength::Negative);
        }
        Self::from_tenths(u32::try_from(tenths).unwrap_or(u32::MAX))
    }

    /// The length in tenths of a millimeter.
    pub const fn tenths(self) -> u32 {
        self.0
    }

    /// The length in millimeters.
    pub fn mm(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl fmt::Display for Length {
    /// Writes millimeters with at most one decimal and no unit.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Tenths(i64::from(self.0)))
    }
}

/// Writes whole tenths as a decimal number with at most one decimal: 245 is "24.5", 240 is "24".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tenths(pub i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, tenth) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        if tenth == 0 { write!(f, "{sign}{whole}") } else { write!(f, "{sign}{whole}.{tenth}") }
    }
}

/// A volume above zero in cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Volume(f64);

/// Why a number is not a volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidVolume {
    /// The text is not a plain decimal number, or not a finite one.
    #[error("not a number; write digits with at most one decimal point or comma, like 12.4")]
    NotANumber,
    /// The text looks like a number with a thousands separator.
    #[error("written like a number with a thousands separator; write it without, like 1234.5")]
    ThousandsSeparator,
    /// The number is zero or below.
    #[error("zero or below; a lesion that is gone is entered as absent")]
    NotPositive,
    /// The number is above [`MAX_VOLUME_MM3`].
    #[error("over 100 liters; check the unit")]
    TooLarge,
}

impl Volume {
    /// Takes a volume in cubic millimeters.
    ///
    /// # Errors
    /// Every variant of [`InvalidVolume`] but the thousands separator.
    pub fn from_mm3(mm3: f64) -> Result<Self, InvalidVolume> {
        if !mm3.is_finite() {
            Err(InvalidVolume::NotANumber)
        } else if mm3 <= 0.0 {
            Err(InvalidVolume::NotPositive)
        } else if mm3 > MAX_VOLUME_MM3 {
            Err(InvalidVolume::TooLarge)
        } else {
            Ok(Self(mm3))
        }
    }

    /// Reads a plain decimal, point or comma, in units of `mm3_per_unit` cubic millimeters (1000 for cm3 and mL).
    ///
    /// # Errors
    /// Every variant of [`InvalidVolume`].
    pub fn parse(text: &str, mm3_per_unit: f64) -> Result<Self, InvalidVolume> {
        let decimal = Decimal::parse(text).map_err(|reason| match reason {
            InvalidLength::ThousandsSeparator => InvalidVolume::ThousandsSeparator,
            _ => InvalidVolume::NotANumber,
        })?;
        let number: f64 = decimal.plain().parse().unwrap_or(f64::NAN);
        Self::from_mm3(number * mm3_per_unit)
    }

    /// The volume in cubic millimeters.
    pub fn mm3(self) -> f64 {
        self.0
    }

    /// The volume in cubic centimeters.
    pub fn cm3(self) -> f64 {
        self.0 / 1000.0
    }
}

/// A plain decimal number as written: no exponent, no unit, one point or comma.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    whole: String,
    fraction: String,
}

impl Decimal {
    /// Reads `[+-]digits[.,digits]`; spaces around it are passed over.
    ///
    /// # Errors
    /// [`InvalidLength::NotANumber`] or [`InvalidLength::ThousandsSeparator`].
    pub fn parse(text: &str) -> Result<Self, InvalidLength> {
        let text = text.trim();
        let (negative, unsigned) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let separators = unsigned.chars().filter(|c| matches!(c, '.' | ',')).count();
        let only_number_signs =
            unsigned.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}'));
        if !unsigned.chars().any(|c| c.is_ascii_digit()) || !only_number_signs {
            return Err(InvalidLength::NotANumber);
        }
        if separators > 1 || unsigned.contains(['\'', ' ', '\u{a0}', '\u{202f}']) {
            return Err(InvalidLength::ThousandsSeparator);
        }
        let (whole, fraction) = unsigned.split_once(['.', ',']).unwrap_or((unsigned, ""));
        Ok(Self { negative, whole: whole.to_owned(), fraction: fraction.to_owned() })
    }

    /// The magnitude times 10 to the `shift`, rounded half away from zero; `None` when it does not fit.
    fn scaled(&self, shift: usize) -> Option<u64> {
        let mut digits = self.whole.clone();
        let mut fraction = self.fraction.chars();
        digits.extend((0..shift).map(|_| fraction.next().unwrap_or('0')));
        let round_up = fraction.next().is_some_and(|digit| digit >= '5');
        let digits = digits.trim_start_matches('0');
        if digits.len() > 18 {
            return None;
        }
        let value: u64 = if digits.is_empty() { 0 } else { digits.parse().ok()? };
        Some(value + u64::from(round_up))
    }

    /// The number with a decimal point, as Rust's own parser reads it.
    pub fn plain(&self) -> String {
        let sign = if self.negative { "-" } else { "" };
        let whole = if self.whole.is_empty() { "0" } else { &self.whole };
        let fraction = if self.fraction.is_empty() { "0" } else { &self.fraction };
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_exactly_and_rounded_half_away_from_zero() {
        for (text, unit, tenths) in [
            ("24", LengthUnit::Millimeters, 240),
            ("24.5", LengthUnit::Millimeters, 245),
            ("24,5", LengthUnit::Millimeters, 245),
            ("24.45", LengthUnit::Millimeters, 245),
            ("24.449", LengthUnit::Millimeters, 244),
            ("2.4", LengthUnit::Centimeters, 240),
            ("2.445", LengthUnit::Centimeters, 245),
            (".5", LengthUnit::Millimeters, 5),
            ("0.05", LengthUnit::Millimeters, 1),
            ("2000", LengthUnit::Millimeters, 20_000),
        ] {
            assert_eq!(Length::parse(text, unit).map(Length::tenths), Ok(tenths), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_length_says_why() {
        for (text, reason) in [
            ("", InvalidLength::NotANumber),
            ("abc", InvalidLength::NotANumber),
            ("1e3", InvalidLength::NotANumber),
            ("NaN", InvalidLength::NotANumber),
            ("1,234.5", InvalidLength::ThousandsSeparator),
            ("1 234", InvalidLength::ThousandsSeparator),
            ("1'234", InvalidLength::ThousandsSeparator),
            ("-3", InvalidLength::Negative),
            ("0", InvalidLength::Zero),
            ("0.04", InvalidLength::Zero),
            ("2000.1", InvalidLength::TooLarge),
            ("99999999999999999999999999", InvalidLength::TooLarge),
        ] {
            assert_eq!(Length::parse(text, LengthUnit::Millimeters), Err(reason), "{text}");
        }
    }

    #[test]
    fn lengths_are_written_without_needless_decimals() {
        assert_eq!(Length(245).to_string(), "24.5");
        assert_eq!(Length(240).to_string(), "24");
        assert_eq!(Tenths(-5).to_string(), "-0.5");
    }

    #[test]
    fn volumes_refuse_what_is_not_positive_and_finite() {
        assert_eq!(Volume::parse("12,4", 1000.0).map(Volume::mm3), Ok(12_400.0));
        assert_eq!(Volume::from_mm3(f64::NAN), Err(InvalidVolume::NotANumber));
        assert_eq!(Volume::from_mm3(0.0), Err(InvalidVolume::NotPositive));
        assert_eq!(Volume::from_mm3(1e9), Err(InvalidVolume::TooLarge));
        assert_eq!(Volume::parse("1,2,3", 1.0), Err(InvalidVolume::ThousandsSeparator));
    }
}
