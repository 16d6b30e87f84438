//! The verdict as it was shown, to and from its wire form.

use super::from_wire::{At as _, Invalid, date_of, invalid};
use super::schema::locate::Step;
use super::schema::{ShownRowWire, ShownWeighingWire, ShownWire};
use crate::assess::{Shown, ShownNumber, ShownRow, ShownWeighing};

pub(super) fn wire(shown: &Shown) -> ShownWire {
    let Shown { rules_version, app_version, as_of, label, recommendation, category, weighing, ledger } = shown;
    let row = |row: &ShownRow| ShownRowWire { level: row.level.clone(), ratio: row.ratio.get(), unused: !row.used };
    ShownWire {
        rules_version: rules_version.clone(),
        app_version: app_version.clone(),
        as_of: as_of.to_string(),
        label: label.clone(),
        recommendation: recommendation.clone(),
        category: category.clone(),
        weighing: weighing.as_ref().map(|own| ShownWeighingWire {
            noise: own.noise.get(),
            swelling: own.swelling.get(),
            growth: own.growth.get(),
            prior: own.prior.get(),
            damping: own.damping.get(),
        }),
        ledger: ledger.iter().map(row).collect(),
    }
}

pub(super) fn shown(wire: &ShownWire) -> Result<Shown, Invalid> {
    let mut ledger = Vec::with_capacity(wire.ledger.len());
    for (place, row) in wire.ledger.iter().enumerate() {
        let ratio = number(row.ratio, "ratio").at(Step::Item(place)).field("ledger")?;
        ledger.push(ShownRow { level: row.level.clone(), ratio, used: !row.unused });
    }
    Ok(Shown {
        rules_version: wire.rules_version.clone(),
        app_version: wire.app_version.clone(),
        as_of: date_of(&wire.as_of).field("as_of")?,
        label: wire.label.clone(),
        recommendation: wire.recommendation.clone(),
        category: wire.category.clone(),
        weighing: wire.weighing.as_ref().map(weighing).transpose().field("weighing")?,
        ledger,
    })
}

fn weighing(wire: &ShownWeighingWire) -> Result<ShownWeighing, Invalid> {
    Ok(ShownWeighing {
        noise: number(wire.noise, "noise")?,
        swelling: number(wire.swelling, "swelling")?,
        growth: number(wire.growth, "growth")?,
        prior: number(wire.prior, "prior")?,
        damping: number(wire.damping, "damping")?,
    })
}

fn number(value: f64, name: &'static str) -> Result<ShownNumber, Invalid> {
    ShownNumber::new(value).ok_or_else(|| invalid(format!("{value} is not a number from 0 to 10000"))).field(name)
}
