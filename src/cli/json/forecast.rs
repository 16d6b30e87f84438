//! The two futures in the JSON of an assessment.

use serde::Serialize;

use super::unit_of;
use crate::assess::{Futures, Withheld};
use crate::cli::columns::ten_thousandths;
use crate::explain;
use crate::forecast::{Band, Telling};
use crate::series::Basis;

/// The two futures and both together, by day.
#[derive(Serialize)]
pub(super) struct ForecastJson {
    days: Vec<i32>,
    unit: &'static str,
    swelling: Vec<BandJson>,
    growth: Vec<BandJson>,
    mixture: Vec<BandJson>,
    /// Why the two futures are not drawn: a token, or null.
    withheld: Option<&'static str>,
    words: String,
    /// Null where no futures are drawn.
    recheck_design: Option<DesignJson>,
}

/// What one more size is expected to tell.
#[derive(Serialize)]
pub(super) struct DesignJson {
    days: Vec<TellingJson>,
    three_readings: Option<TellingJson>,
    ct: Option<TellingJson>,
    words: String,
}

#[derive(Serialize)]
pub(super) struct TellingJson {
    /// Days after the last size; null for the recommended day.
    after_days: Option<i32>,
    /// The share of the doubt between swelling and growth that it settles.
    settles: f64,
    /// The probability that one future comes out at least twice as likely.
    decides: f64,
}

impl TellingJson {
    fn of(after_days: Option<i32>, telling: Telling) -> Self {
        Self { after_days, settles: ten_thousandths(telling.settles), decides: ten_thousandths(telling.decides) }
    }
}

#[derive(Serialize)]
pub(super) struct BandJson {
    q05: f64,
    q25: f64,
    q50: f64,
    q75: f64,
    q95: f64,
}

impl ForecastJson {
    pub(super) fn of(futures: &Futures, words: String) -> Self {
        let fans = futures.fans();
        let rows = |bands: &[Band]| bands.iter().map(|band| BandJson::of(band, futures.basis())).collect();
        Self {
            swelling: rows(&fans.swelling),
            growth: rows(&fans.growth),
            mixture: rows(&fans.mixture),
            days: fans.days,
            unit: unit_of(futures.basis()),
            withheld: futures.withheld.map(Withheld::token),
            words,
            recheck_design: futures.design().map(|design| DesignJson {
                days: design.days.iter().map(|(days, own)| TellingJson::of(Some(*days), *own)).collect(),
                three_readings: design.three_readings.map(|own| TellingJson::of(None, own)),
                ct: design.ct.map(|own| TellingJson::of(None, own)),
                words: explain::recheck_design(futures),
            }),
        }
    }
}

impl BandJson {
    fn of(band: &Band, basis: Basis) -> Self {
        let size = |size: f64| size_on(size, basis);
        Self { q05: size(band.q05), q25: size(band.q25), q50: size(band.q50), q75: size(band.q75), q95: size(band.q95) }
    }
}

/// A forecast size to a tenth of a millimeter, or in cubic centimeters to four decimals.
pub(super) fn size_on(size: f64, basis: Basis) -> f64 {
    match basis {
        Basis::Diameters => (size * 10.0).round() / 10.0,
        Basis::Volumes => ten_thousandths(size / 1000.0),
    }
}
