//! Several readings of one lesion at one visit, and what they say of how well an observer repeats a size.

use std::collections::BTreeMap;

use thiserror::Error;

use super::axes::Axes;
use super::measurement::{Method, Size};
use super::units::{Length, Volume};

/// The most readings of one lesion at one visit.
pub const MAX_READINGS: usize = 5;

/// The largest SD on the log scale that repeated readings are believed to have: sizes that differ e-fold.
pub const MAX_LOG_SD: f64 = 1.0;

/// Two or more readings of one lesion at one visit, all of the same kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeats {
    readings: Vec<Size>,
    mean: Size,
}

/// How far readings lie apart, on the log scale of one diameter (of the volume where it was segmented).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spread {
    /// The variance of one reading, unbiased; pooled over the axes.
    pub log_variance: f64,
    /// How many independent differences it rests on.
    pub degrees_of_freedom: u32,
}

/// Why readings do not belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidRepeats {
    /// One or none.
    #[error("repeated readings are two or more; write them like 31 / 32 / 30")]
    TooFew,
    /// More than [`MAX_READINGS`].
    #[error("more than {MAX_READINGS} readings; write two or three, like 31 / 32 / 30")]
    TooMany,
    /// Not all of one kind.
    #[error("the readings are not all of the same lengths; write as many lengths in each, like 31 x 24 / 32 x 25")]
    Mixed,
    /// A reading that is no size.
    #[error("a reading is not a size; a lesion that is absent or too small has no repeated readings")]
    NotSizes,
}

impl Repeats {
    /// Takes readings together.
    ///
    /// # Errors
    /// [`InvalidRepeats`] unless there are two to [`MAX_READINGS`] of the same axes, or all are volumes.
    pub fn new(readings: Vec<Size>) -> Result<Self, InvalidRepeats> {
        if readings.len() < 2 {
            return Err(InvalidRepeats::TooFew);
        }
        if readings.len() > MAX_READINGS {
            return Err(InvalidRepeats::TooMany);
        }
        let mut kinds = readings.iter().map(kind);
        let first = kinds.next();
        if kinds.any(|kind| Some(kind) != first) {
            return Err(InvalidRepeats::Mixed);
        }
        let mean = mean_of(&readings).ok_or(InvalidRepeats::NotSizes)?;
        Ok(Self { readings, mean })
    }

    /// The readings, in the order taken.
    pub fn readings(&self) -> &[Size] {
        &self.readings
    }

    /// How many there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.readings.len()).unwrap_or(u32::MAX)
    }

    /// Their mean, axis by axis, to a tenth of a millimeter.
    pub const fn mean(&self) -> Size {
        self.mean
    }

    /// How far they lie apart.
    pub fn spread(&self) -> Spread {
        let volumes: Vec<f64> = self.readings.iter().filter_map(volume_mm3).collect();
        let mut columns = vec![volumes];
        columns.extend((0..3).map(|place| {
            let tenths = self.readings.iter().filter_map(|size| axes_tenths(size).get(place).copied().flatten());
            tenths.map(f64::from).collect()
        }));
        let (mut squares, mut freedom) = (0.0, 0);
        for logs in columns.iter().filter(|column| column.len() == self.readings.len()) {
            let logs: Vec<f64> = logs.iter().map(|size| size.ln()).collect();
            let mean = logs.iter().sum::<f64>() / f64::from(self.count());
            squares += logs.iter().map(|own| (own - mean).powi(2)).sum::<f64>();
            freedom += self.count() - 1;
        }
        Spread { log_variance: squares / f64::from(freedom.max(1)), degrees_of_freedom: freedom }
    }
}

fn mean_of(readings: &[Size]) -> Option<Size> {
    let count = u32::try_from(readings.len()).ok().filter(|count| *count > 0)?;
    let volumes: Vec<f64> = readings.iter().filter_map(volume_mm3).collect();
    if volumes.len() == readings.len() {
        return Volume::from_mm3(volumes.iter().sum::<f64>() / f64::from(count)).ok().map(Size::Volume);
    }
    let axis = |place: usize| {
        let sum: u32 =
            readings.iter().map(|size| axes_tenths(size).get(place).copied().flatten()).sum::<Option<_>>()?;
        // Half away from zero, as every length is rounded.
        Length::from_tenths((2 * sum + count) / (2 * count)).ok()
    };
    Axes::new(axis(0), axis(1), axis(2)).ok().map(|(axes, _)| Size::Axes(axes))
}

/// Which axes a size has; `None` stands for a volume.
fn kind(size: &Size) -> Option<[bool; 3]> {
    match size {
        Size::Axes(axes) => Some([axes.longest(), axes.perpendicular(), axes.height()].map(|axis| axis.is_some())),
        Size::Volume(_) => None,
    }
}

fn volume_mm3(size: &Size) -> Option<f64> {
    match size {
        Size::Volume(volume) => Some(volume.mm3()),
        Size::Axes(_) => None,
    }
}

fn axes_tenths(size: &Size) -> [Option<u32>; 3] {
    match size {
        Size::Axes(axes) => [axes.longest(), axes.perpendicular(), axes.height()].map(|axis| axis.map(Length::tenths)),
        Size::Volume(_) => [None; 3],
    }
}

/// How well one observer repeats a size by one method, pooled over lesions and visits.
#[derive(Clone, Debug, PartialEq)]
pub struct Repeatability {
    /// Who measured.
    pub observer: String,
    /// By what.
    pub method: Method,
    /// How many lesions, each at one visit, were read more than once.
    pub sets: u32,
    /// How many independent differences the SD rests on.
    pub degrees_of_freedom: u32,
    /// The SD of one reading of one diameter, on the log scale.
    pub log_sd: f64,
}

/// Why a repeatability is not one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum InvalidRepeatability {
    /// Nobody named.
    #[error("a repeatability needs an observer")]
    NoObserver,
    /// Nothing it rests on.
    #[error("a repeatability rests on at least one set of readings and one degree of freedom")]
    NoReadings,
    /// An SD that cannot be.
    #[error("the SD is not between 0 and 1 on the log scale")]
    OutOfRange,
}

impl Repeatability {
    /// Checks what was read from a file.
    ///
    /// # Errors
    /// [`InvalidRepeatability`].
    pub fn check(self) -> Result<Self, InvalidRepeatability> {
        if self.observer.trim().is_empty() {
            return Err(InvalidRepeatability::NoObserver);
        }
        if self.sets == 0 || self.degrees_of_freedom == 0 {
            return Err(InvalidRepeatability::NoReadings);
        }
        if (0.0..=MAX_LOG_SD).contains(&self.log_sd) { Ok(self) } else { Err(InvalidRepeatability::OutOfRange) }
    }

    /// The relative SD of one diameter.
    pub fn relative_sd(&self) -> f64 {
        (self.log_sd * self.log_sd).exp_m1().sqrt()
    }

    fn variance(&self) -> f64 {
        self.log_sd * self.log_sd
    }
}

/// Pools what is known of each observer and method, by observer, then method.
pub fn pooled(known: impl IntoIterator<Item = Repeatability>) -> Vec<Repeatability> {
    let mut by_whom: BTreeMap<(String, Method), Repeatability> = BTreeMap::new();
    for own in known {
        let key = (own.observer.trim().to_owned(), own.method);
        match by_whom.get_mut(&key) {
            None => drop(by_whom.insert(key, own)),
            Some(sum) => {
                let freedom = sum.degrees_of_freedom.saturating_add(own.degrees_of_freedom);
                let squares = sum.variance() * f64::from(sum.degrees_of_freedom)
                    + own.variance() * f64::from(own.degrees_of_freedom);
                sum.log_sd = (squares / f64::from(freedom.max(1))).sqrt();
                sum.degrees_of_freedom = freedom;
                sum.sets = sum.sets.saturating_add(own.sets);
            }
        }
    }
    by_whom.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn axes(tenths: &[u32]) -> Size {
        let mut lengths = tenths.iter().map(|tenths| Length::from_tenths(*tenths).ok());
        let (first, second, third) = (lengths.next().flatten(), lengths.next().flatten(), lengths.next().flatten());
        Size::Axes(Axes::new(first, second, third).unwrap().0)
    }

    #[test]
    fn readings_are_averaged_axis_by_axis() {
        let one = Repeats::new(vec![axes(&[310]), axes(&[320]), axes(&[300])]).unwrap();
        assert_eq!(one.mean(), axes(&[310]), "31, 32, 30 mm");
        let half = Repeats::new(vec![axes(&[310, 240]), axes(&[311, 250])]).unwrap();
        assert_eq!(half.mean(), axes(&[311, 245]), "half a tenth rounds up");
        let volume = |mm3| Size::Volume(Volume::from_mm3(mm3).unwrap());
        let volumes = Repeats::new(vec![volume(1000.0), volume(1100.0)]).unwrap();
        assert_eq!(volumes.mean(), volume(1050.0), "volumes");
    }

    #[test]
    fn the_spread_is_the_pooled_sd_of_the_logarithms() {
        // ln 30, 31, 32: SD 0.0323 by hand.
        let one = Repeats::new(vec![axes(&[310]), axes(&[320]), axes(&[300])]).unwrap().spread();
        assert_eq!(one.degrees_of_freedom, 2);
        assert!((one.log_variance.sqrt() - 0.0323).abs() < 1e-4, "{}", one.log_variance.sqrt());
        // Two axes, the second without a difference: half the variance, twice the freedom.
        let two = Repeats::new(vec![axes(&[310, 200]), axes(&[320, 200]), axes(&[300, 200])]).unwrap().spread();
        assert_eq!(two.degrees_of_freedom, 4);
        assert!((2.0 * two.log_variance - one.log_variance).abs() < 1e-12);
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let volume = Size::Volume(Volume::from_mm3(1000.0).unwrap());
        for (readings, why) in [
            (vec![axes(&[310])], InvalidRepeats::TooFew),
            (vec![axes(&[310]); 6], InvalidRepeats::TooMany),
            (vec![axes(&[310]), axes(&[310, 240])], InvalidRepeats::Mixed),
            (vec![axes(&[310]), volume], InvalidRepeats::Mixed),
        ] {
            assert_eq!(Repeats::new(readings), Err(why));
        }
    }

    #[test]
    fn an_observer_s_readings_are_pooled_by_their_freedom() {
        let own = |observer: &str, degrees_of_freedom, log_sd| Repeatability {
            observer: observer.to_owned(),
            method: Method::Caliper,
            sets: 1,
            degrees_of_freedom,
            log_sd,
        };
        let pooled = pooled([own("KM", 1, 0.10), own("AB", 2, 0.02), own(" KM", 3, 0.02)]);
        assert_eq!(pooled.len(), 2, "one for each observer");
        let km = pooled.iter().find(|own| own.observer == "KM").unwrap();
        // (1 x 0.01 + 3 x 0.0004) / 4 = 0.0028.
        assert!((km.log_sd - 0.0028_f64.sqrt()).abs() < 1e-12, "{}", km.log_sd);
        assert_eq!((km.sets, km.degrees_of_freedom), (2, 4));
    }
}
