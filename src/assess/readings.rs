//! What repeated readings and an observer's own repeatability make of the error of the last sizes.

use super::record::Record;
use crate::domain::{LesionId, Repeatability};
use crate::series::repeats::{table_relative_sd, used_relative_sd};
use crate::series::{Basis, TargetSize, lesion_log_sd};

/// A target whose last size is the mean of several readings.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanOfReadings {
    /// The lesion.
    pub lesion: LesionId,
    /// How many readings.
    pub count: u32,
    /// The SD of one reading as they lie apart, as a share.
    pub seen_sd: f64,
    /// How many independent differences that rests on.
    pub degrees_of_freedom: u32,
    /// The SD that the size counts with, as a share.
    pub used_sd: f64,
    /// The SD that one reading would count with, as a share.
    pub one_reading_sd: f64,
}

/// An observer's own repeatability that the noise goes by.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnRepeatability {
    /// As it was taken over.
    pub own: Repeatability,
    /// The table's SD of one reading by one observer, as a share.
    pub table_sd: f64,
    /// The SD used, as a share.
    pub used_sd: f64,
}

/// How sizes were read, where that is not once each with the noise of the table.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ReadingNoise {
    /// Targets of the last visit whose size is a mean.
    pub means: Vec<MeanOfReadings>,
    /// The clinic's own repeatability in use.
    pub own: Vec<OwnRepeatability>,
}

pub(super) fn reading_noise(record: &Record<'_>) -> ReadingNoise {
    let last =
        record.table.rows.last().and_then(|row| record.point(row.date)).or_else(|| record.series.baseline_point());
    let targets = last.map(|point| point.targets.as_slice()).unwrap_or_default();
    let table = &record.rules.noise;
    let own = record.case.repeatability().iter().map(|own| OwnRepeatability {
        own: own.clone(),
        table_sd: table_relative_sd(own.method, table),
        used_sd: used_relative_sd(own, table),
    });
    ReadingNoise { means: targets.iter().filter_map(|target| mean(record, target)).collect(), own: own.collect() }
}

fn mean(record: &Record<'_>, target: &TargetSize) -> Option<MeanOfReadings> {
    let reread = target.reread?;
    // A diameter where there is one: it is what is read.
    let basis = if target.diameter_tenths.is_some() { Basis::Diameters } else { Basis::Volumes };
    let sd = |target: &TargetSize| {
        lesion_log_sd(target, &record.series, &record.rules.noise, true, basis)
            .map(|log_sd| log_sd.powi(2).exp_m1().sqrt())
    };
    Some(MeanOfReadings {
        lesion: target.lesion,
        count: reread.count,
        seen_sd: reread.spread.log_variance.exp_m1().sqrt(),
        degrees_of_freedom: reread.spread.degrees_of_freedom,
        used_sd: sd(target)?,
        one_reading_sd: sd(&TargetSize { reread: None, ..target.clone() })?,
    })
}
