//! The ledger and its sum in words, so that it can be done again by hand.

use super::format::{count, of_100, ratio, three_digits, three_of_100};
use super::notes::lowered;
use super::phrases;
use super::words::LedgerWords;
use crate::assess::{Against, LedgerRow, Strongest, Weighing, strongest};
use crate::rules::Clue;

/// "Before looking, swelling in 10 of 100 true rises; after, 18 …"
pub(super) fn before_after(weighing: &Weighing) -> String {
    phrases::before_after(
        &of_100(weighing.prior),
        &of_100(weighing.posterior),
        &of_100(weighing.posterior_range.0),
        &of_100(weighing.posterior_range.1),
        phrases::prior_of(weighing.prior_key),
        phrases::counted(weighing.prior_key),
    )
}

/// What was seen that speaks most for growth, and most against it.
pub(super) fn strongest_reasons(weighing: &Weighing, ledger: &[LedgerRow]) -> [String; 2] {
    let Strongest { for_growth, against_growth } = strongest(weighing, ledger);
    let seen = |clue: Clue| {
        let level = ledger.iter().find(|row| row.used && row.clue == clue).map_or("", |row| phrases::level(row.level));
        phrases::clue_seen(&lowered(phrases::clue(clue)), level)
    };
    let for_growth = for_growth.map_or_else(|| phrases::only_before_looking(&of_100(weighing.prior)), seen);
    let against = match against_growth {
        Some(Against::Clue(clue)) => seen(clue),
        Some(Against::MeasurementError) => phrases::error_takes(&three_of_100(weighing)[0].to_string()),
        None => phrases::NOTHING_SEEN.to_owned(),
    };
    [phrases::most_for_growth(&for_growth), phrases::most_against_growth(&against)]
}

/// Three lines from the prior to the three explanations.
pub(super) fn by_hand(weighing: &Weighing, ledger: &[LedgerRow]) -> Vec<String> {
    let used: Vec<&LedgerRow> = ledger.iter().filter(|row| row.used).collect();
    let odds = weighing.prior / (1.0 - weighing.prior);
    let (whole, damping): (Vec<&LedgerRow>, Vec<&LedgerRow>) = used.iter().partition(|row| row.undamped);
    let product: f64 = damping.iter().map(|row| row.lr).product();
    let damped = weighing.evidence_sum.exp();
    let after = odds * damped;
    let first = phrases::hand_prior(
        &count(weighing.prior),
        &count(1.0 - weighing.prior),
        &three_digits(odds),
        phrases::prior_of(weighing.prior_key),
    );
    let second = if used.is_empty() {
        phrases::HAND_NO_EVIDENCE.to_owned()
    } else {
        let factors = |rows: &[&LedgerRow]| rows.iter().map(|row| ratio(row.lr)).collect::<Vec<_>>().join(" × ");
        // The ratio of a new size is computed, not judged, and two digits of it would not give the product printed.
        let size = whole.iter().map(|row| three_digits(row.lr)).collect::<Vec<_>>().join(" × ");
        let power = ratio(weighing.damping);
        let size_power = (weighing.size_weight < 1.0).then(|| ratio(weighing.size_weight));
        let size_power = size_power.as_deref();
        match (damping.is_empty(), whole.is_empty()) {
            (true, _) => phrases::hand_size_alone(&size, size_power, &three_digits(damped)),
            (false, true) => {
                phrases::hand_evidence(&factors(&damping), &three_digits(product), &power, &three_digits(damped))
            }
            (false, false) => {
                let part = three_digits(product.powf(weighing.damping));
                let others = phrases::hand_evidence(&factors(&damping), &three_digits(product), &power, &part);
                phrases::hand_size(&others, &size, size_power, &three_digits(damped))
            }
        }
    };
    let held = weighing.held_by_cap.then(|| {
        let is_raised = weighing.posterior > after / (1.0 + after);
        if is_raised { phrases::Limit::Least } else { phrases::Limit::Most }
    });
    let mut third = phrases::hand_posterior(
        &three_digits(odds),
        &three_digits(damped),
        &three_digits(after),
        &of_100(weighing.posterior),
        held,
    );
    let [error, swelling, growth] = three_of_100(weighing);
    if error > 0 {
        third.push_str(&phrases::hand_noise(error, swelling, growth));
    }
    vec![first, second, third]
}

/// One row of the ledger.
pub(super) fn ledger_row(row: &LedgerRow) -> LedgerWords {
    let measured = row
        .measured
        .as_ref()
        .map(|own| phrases::measured(&ratio(own.lr), &ratio(own.low), &ratio(own.high), &own.what));
    // With the digits that the sum by hand takes it with.
    let own = if row.undamped { three_digits(row.lr) } else { ratio(row.lr) };
    LedgerWords {
        clue: phrases::clue(row.clue).to_owned(),
        level: phrases::level(row.level).to_owned(),
        ratio: if row.low == row.high { own } else { format!("{own} ({}–{})", ratio(row.low), ratio(row.high)) },
        tier: phrases::tier(row.tier).to_owned(),
        source: row.source.clone(),
        measured: measured.unwrap_or_default(),
        unused: row.unused.map(|own| phrases::unused(own).to_owned()).unwrap_or_default(),
    }
}
