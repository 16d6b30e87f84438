//! What makes the canine parameters those of one tumor type under one therapy.

use super::families::{Family, Group, Member};
use super::forecaster::{members_in, members_of};
use super::precision::Precision;
use crate::rules::DoublingBand;
use crate::rules::forecast::{FamilyRules, LogNormal, UsualSchedule};

/// Members of a middling family that shares are solved with; the same at every precision, since shares are the model's.
const SOLVING_MEMBERS: usize = Precision::Quick.members();

/// The standard normal score of a 90 % range's ends.
const Z_90: f64 = 1.645;

const DAYS_PER_WEEK: f64 = 7.0;

/// What makes the canine parameters those of one tumor under one therapy.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CanineTumor {
    /// Volume doubling time of the tumor type: median, in days (`domain.md` 4.4).
    pub doubling_median_days: f64,
    /// Its 5th percentile.
    pub doubling_low_days: f64,
    /// Its 95th percentile.
    pub doubling_high_days: f64,
    /// The prior of the therapy class: P(swelling | real rise).
    pub prior: f64,
}

impl CanineTumor {
    /// The tumor of this type, as typed, by the first band of the rules file whose words all occur in it; a type
    /// without a band gets all bands pooled, with the spread within and between them.
    ///
    /// `prior` is P(swelling | real rise) of the therapy class. `None` without any band.
    pub fn of_type(kind: &str, bands: &[DoublingBand], prior: f64) -> Option<Self> {
        let kind = kind.to_lowercase();
        let named = bands.iter().find(|band| band.words.iter().all(|word| kind.contains(&word.to_lowercase())));
        if let Some(band) = named {
            return Some(Self {
                doubling_median_days: band.median_days,
                doubling_low_days: band.low_days,
                doubling_high_days: band.high_days,
                prior,
            });
        }
        if bands.is_empty() {
            return None;
        }
        let count = bands.len() as f64;
        let mean = bands.iter().map(|band| band.median_days.ln()).sum::<f64>() / count;
        let variance = bands.iter().map(|band| {
            let within = (band.high_days / band.low_days).ln() / (2.0 * Z_90);
            within * within + (band.median_days.ln() - mean).powi(2)
        });
        let spread = Z_90 * (variance.sum::<f64>() / count).sqrt();
        Some(Self {
            doubling_median_days: mean.exp(),
            doubling_low_days: (mean - spread).exp(),
            doubling_high_days: (mean + spread).exp(),
            prior,
        })
    }
}

/// Puts a tumor's doubling time in.
///
/// Growth, its lag, the drift of stable tumors and the random walk go with the doubling time; response and flare are
/// timed by the immune response and stay as they are. [estimate]
pub(super) fn canine_kinetics(mut rules: FamilyRules, tumor: CanineTumor) -> FamilyRules {
    let usable = |days: f64| days.is_finite() && days > 0.0;
    if ![tumor.doubling_median_days, tumor.doubling_low_days, tumor.doubling_high_days].into_iter().all(usable) {
        return rules;
    }
    let median = tumor.doubling_median_days / DAYS_PER_WEEK;
    let slower = median / rules.progression.doubling_weeks.median;
    let spread = (tumor.doubling_high_days / tumor.doubling_low_days).max(1.0).ln() / (2.0 * Z_90);
    let doubling = LogNormal { median, geometric_sd: spread.exp() };
    rules.progression.doubling_weeks = doubling;
    rules.before_doubling_weeks = doubling;
    rules.progression.lag_weeks.median *= slower;
    rules.progression.decline_per_week.median /= slower;
    rules.stable_drift_sd /= slower;
    rules.residual.walk_per_week /= slower;
    rules
}

/// Scales the shares of the swelling families so that, of the tumors that rise over the PD line on the usual
/// schedule, the share `prior` is swelling.
///
/// The rise is that of the true size: the prior is given a real rise (`RULES.md` 1).
/// One factor on both swelling families solves it in closed form; deterministic, since the members are.
pub(super) fn solve_shares(mut rules: FamilyRules, prior: f64, schedule: UsualSchedule) -> FamilyRules {
    let rising = |family: Family| {
        let members = members_of(family, &rules, SOLVING_MEMBERS);
        let risen = members.filter(|draw| rises(&draw.member, schedule)).count();
        family.share(&rules) * risen as f64 / members_in(family, SOLVING_MEMBERS) as f64
    };
    let (mut swelling, mut other) = (0.0, 0.0);
    for family in Family::ALL {
        match family.group() {
            Some(Group::Swelling) => swelling += rising(family),
            _ => other += rising(family),
        }
    }
    if swelling > 0.0 && other > 0.0 && prior > 0.0 && prior < 1.0 {
        let factor = prior / (1.0 - prior) * other / swelling;
        rules.shares.flare *= factor;
        rules.shares.grow_then_respond *= factor;
        rules.shares = rules.shares.normalized();
    }
    rules
}

/// Whether the true volume rises over 1.728 times its lowest at some visit of the schedule.
fn rises(member: &Member, schedule: UsualSchedule) -> bool {
    let line = 3.0 * 1.2_f64.ln();
    let mut lowest = member.log_volume(0.0);
    let mut days = schedule.every_days;
    while days <= schedule.until_days {
        let log = member.log_volume(days / DAYS_PER_WEEK);
        if log >= lowest + line {
            return true;
        }
        lowest = lowest.min(log);
        days += schedule.every_days.max(1.0);
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn a_tumor_type_finds_its_band_and_another_gets_all_of_them() {
        let rules = Rules::shipped().unwrap();
        let of = |kind| CanineTumor::of_type(kind, &rules.doubling_bands, 0.1).unwrap();
        assert_eq!(of("Oral melanoma").doubling_median_days, 35.0);
        assert_eq!(of("Splenic hemangiosarcoma").doubling_median_days, 15.0);
        let other = of("Thymoma");
        assert!((30.0..70.0).contains(&other.doubling_median_days), "{other:?}");
        assert!(other.doubling_low_days < 14.0 && other.doubling_high_days > 150.0, "{other:?} spans the types");
        assert_eq!(CanineTumor::of_type("Thymoma", &[], 0.1), None);
    }
}
