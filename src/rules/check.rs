//! Checks that hold between the numbers of a rules file.

use super::Rules;
use super::clue::Level;
use super::error::RulesError;
use super::noise::MethodNoise;

/// Levels of one clue from the most to the least reassuring; their ratios must not rise along the list.
const ORDERED: [&[Level]; 4] = [
    &[Level::StatusImproved, Level::StatusStable, Level::StatusMildlyWorse, Level::StatusWorse, Level::StatusSevere],
    &[Level::Rise20To30, Level::Rise30To40, Level::Rise40To60, Level::Rise60To100, Level::Rise100Plus],
    &[Level::NewNoneImaging, Level::NewNoneExam, Level::NewNotLooked, Level::NewOne, Level::NewSeveral],
    &[Level::RemeasuredFell, Level::RemeasuredWithin, Level::RemeasuredGrew],
];

/// Checks ranges and orders.
pub(super) fn check(rules: &Rules) -> Result<(), RulesError> {
    priors(rules)?;
    ratios(rules)?;
    noise(rules)?;
    thresholds(rules)
}

fn priors(rules: &Rules) -> Result<(), RulesError> {
    for (key, prior) in &rules.priors.0 {
        let ordered = 0.0 < prior.low && prior.low <= prior.p && prior.p <= prior.high && prior.high < 1.0;
        if !ordered {
            let wanted = "between 0 and 1 with low <= p <= high";
            return Err(RulesError::out_of_range(format!("prior {}", key.token()), prior.p, wanted));
        }
    }
    Ok(())
}

fn ratios(rules: &Rules) -> Result<(), RulesError> {
    for ratio in rules.ratios.all() {
        let ordered = 0.0 < ratio.low && ratio.low <= ratio.lr && ratio.lr <= ratio.high && ratio.high.is_finite();
        if !ordered {
            let wanted = "above 0 with low <= lr <= high";
            return Err(RulesError::out_of_range(format!("ratio {}", ratio.level.token()), ratio.lr, wanted));
        }
    }
    let lr = |level: Level| rules.ratios.get(level).map_or(1.0, |ratio| ratio.lr);
    for pair in ORDERED.iter().flat_map(|levels| levels.windows(2)) {
        if let [better, worse] = pair
            && lr(*worse) > lr(*better)
        {
            let wanted = "at most the ratio of the more reassuring level";
            return Err(RulesError::out_of_range(format!("ratio {}", worse.token()), lr(*worse), wanted));
        }
    }
    Ok(())
}

fn noise(rules: &Rules) -> Result<(), RulesError> {
    let table = &rules.noise;
    let rows: [(&str, &MethodNoise); 9] = [
        ("caliper", &table.caliper),
        ("caliper_ill_defined", &table.caliper_ill_defined),
        ("ultrasound", &table.ultrasound),
        ("ct_thin", &table.ct_thin),
        ("ct_thick", &table.ct_thick),
        ("mri", &table.mri),
        ("radiograph", &table.radiograph),
        ("palpation", &table.palpation),
        ("unknown", &table.unknown),
    ];
    for (name, row) in rows {
        for cv in [row.same_observer_cv, row.different_observer_cv] {
            if !(cv > 0.0 && cv < 1.0) {
                return Err(RulesError::out_of_range(format!("noise of {name}"), cv, "between 0 and 1"));
            }
        }
        if !(row.floor_mm > 0.0 && row.floor_mm < 100.0) {
            return Err(RulesError::out_of_range(format!("noise floor of {name}"), row.floor_mm, "0 to 100 mm"));
        }
    }
    Ok(())
}

fn thresholds(rules: &Rules) -> Result<(), RulesError> {
    let shares = [
        ("damping", rules.combining.damping),
        ("confounder_factor", rules.combining.confounder_factor),
        ("posterior_least", rules.combining.posterior_least),
        ("posterior_most", rules.combining.posterior_most),
        ("leaning_pseudo_posterior", rules.labels.leaning_pseudo_posterior),
        ("leaning_true_posterior", rules.labels.leaning_true_posterior),
        ("leaning_pseudo_noise_below", rules.labels.leaning_pseudo_noise_below),
        ("growth_below_rule_probability", rules.labels.growth_below_rule_probability),
        ("fall_share", rules.labels.fall_share),
        ("responded_share", rules.levels.responded_share),
        ("dominant_share", rules.confounders.dominant_share),
    ];
    if let Some((name, value)) = shares.into_iter().find(|(_, value)| !(*value > 0.0 && *value <= 1.0)) {
        return Err(RulesError::out_of_range(name, value, "above 0 and at most 1"));
    }
    if rules.labels.leaning_true_posterior >= rules.labels.leaning_pseudo_posterior {
        let value = rules.labels.leaning_true_posterior;
        return Err(RulesError::out_of_range("leaning_true_posterior", value, "under leaning_pseudo_posterior"));
    }
    if rules.labels.leaning_ratio <= 1.0 {
        return Err(RulesError::out_of_range("leaning_ratio", rules.labels.leaning_ratio, "above 1"));
    }
    if !rules.levels.timing_edges_days.is_sorted() {
        return Err(RulesError::out_of_range("timing_edges_days", 0.0, "in rising order"));
    }
    if !rules.levels.rise_edges_percent.is_sorted() {
        return Err(RulesError::out_of_range("rise_edges_percent", 0.0, "in rising order"));
    }
    let decision = &rules.decision;
    for ratio in [decision.ratio_stable_slow, decision.ratio_stable, decision.ratio_worse] {
        if !(1.0..=100.0).contains(&ratio) {
            return Err(RulesError::out_of_range("decision", ratio, "a ratio of 1 to 100"));
        }
    }
    if !(1.0..=1000.0).contains(&rules.noise.repeat_table_freedom) {
        return Err(RulesError::out_of_range("repeat_table_freedom", rules.noise.repeat_table_freedom, "1 to 1000"));
    }
    let recheck = &rules.recheck;
    let offsets = [
        0,
        recheck.check_from_days,
        recheck.provisional_from_days,
        recheck.confirm_from_days,
        recheck.due_days,
        recheck.latest_days,
    ];
    if !offsets.is_sorted() {
        return Err(RulesError::out_of_range("recheck", f64::from(recheck.due_days), "in rising order"));
    }
    Ok(())
}
