//! Growth rates and the named definitions of hyperprogression.

use crate::assess::{Definition, Met};

pub(in crate::explain) fn interval(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

pub(in crate::explain) const RATE_MAY_BE_ZERO: &str = "cannot be told from no growth over this interval alone";

pub(in crate::explain) fn doubles(days: &str, fastest: &str, slowest: &str) -> String {
    format!("volume doubles in {days} (95 %: {fastest} to {slowest})")
}

pub(in crate::explain) fn halves(days: &str, fastest: &str, slowest: &str) -> String {
    format!("volume halves in {days} (95 %: {fastest} to {slowest})")
}

pub(in crate::explain) fn volume_a_month(percent: &str) -> String {
    format!("{percent} % of volume a month")
}

pub(in crate::explain) const BEFORE_THERAPY: &str = "before therapy";

pub(in crate::explain) fn fold(times: &str) -> String {
    format!("{times} times the rate before therapy")
}

/// A definition of hyperprogression with its rule (S38).
pub(in crate::explain) const fn definition(definition: Definition) -> &'static str {
    match definition {
        Definition::Champiat => "Champiat 2017: progression at the first evaluation, growth rate at least doubled",
        Definition::SaadaBouzid => "Saâda-Bouzid 2017: millimeters a month at least doubled",
        Definition::Kato => "Kato 2017: over 50 %, pace over doubled, within two months",
        Definition::Ferrara => "Ferrara 2018: progression at the first evaluation, growth rate over 50 points higher",
        Definition::Kas => "Kas 2020: growth rate over 100 points higher",
        Definition::Matos => "Matos 2020: over 40 % and 10 mm within 8 weeks, or 20 % with spread",
        Definition::LoRusso => "Lo Russo 2019: three of 50 %, two new lesions, a new organ, worse performance",
    }
}

/// Whether it is met.
pub(in crate::explain) const fn met(met: Met) -> &'static str {
    match met {
        Met::Yes => "met",
        Met::No => "not met",
        Met::NeedsPreTherapy => "needs a size before the baseline",
        Met::NoGrowthBefore => "no growth before therapy to compare with",
        Met::NeedsDiameters => "needs diameters",
    }
}

pub(in crate::explain) const KINETICS_NOTE: &str = "The definitions were made in people and do not name the same ones; \
     none is weighed. Time to treatment failure, part of two of them, is not recorded. One look cannot tell fast growth \
     from florid swelling.";
