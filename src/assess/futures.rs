//! The two futures of an open enlargement: where the next size should lie if it is swelling, and if it is growth.

use std::sync::Arc;

use super::Assessment;
use super::core::prior_key;
use super::episode::{Episode, EpisodeKind};
use super::plan::{RecheckReason, WouldChange};
use super::record::Record;
use super::verdict::Token;
use crate::criteria::Burden;
use crate::domain::{Case, Method, Species};
use crate::forecast::{
    CanineTumor, DecidingSizes, Explanations, Fans, Fit, NotForecastable, Observations, ParameterSet, Telling, memo,
};
use crate::rules::forecast::SizeRatioRules;
use crate::rules::{PriorKey, Rules};
use crate::series::Basis;

/// How far the fans reach after the last size, in days: the latest day of a recheck (`RULES.md` 5).
pub const FAN_DAYS: i32 = 56;

/// Days between the places at which the fans are laid out.
const FAN_STEP_DAYS: i32 = 7;

/// Under this effective number of members a fan is ragged.
const LEAST_EFFECTIVE: f64 = 25.0;

/// The forecast of a case as known on one day.
#[derive(Clone, Debug)]
pub struct Futures {
    fit: Arc<Fit>,
    explanations: Option<Explanations>,
    size_ratio: SizeRatioRules,
    /// Why no fans are drawn; `None` where they are.
    pub withheld: Option<Withheld>,
    /// What the rule decides by.
    rule: RuleSizes,
    due: Option<i32>,
    /// The enlargement is none by rule yet.
    below_rule: bool,
    /// The SD of the mean of three readings, as a share of that of one.
    three_readings: f64,
    /// The SD of CT as a share of that of calipers; `None` where the last size was not by calipers alone.
    ct_for_calipers: Option<f64>,
}

/// A size that decides at a recheck, in millimeters or cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DecidingSize {
    /// The size.
    pub size: f64,
    /// The rule decides here; otherwise one future is at least twice as likely as the other.
    pub by_rule: bool,
}

/// The sizes at which the label changes by rule, in millimeters or cubic millimeters.
#[derive(Clone, Copy, Debug, PartialEq)]
struct RuleSizes {
    /// At this size or above progression is confirmed, beyond measurement error where the size alone drives it.
    above: Option<f64>,
    /// Under this size progression is not confirmed.
    below: Option<f64>,
    /// The label just under that size.
    below_gives: Option<Token>,
}

fn rule_sizes(changes: &[WouldChange]) -> RuleSizes {
    // Each kind stands with its largest size first, which decides the most.
    let above = changes.iter().find_map(|change| match change {
        WouldChange::NextAtOrAbove { size, .. } => Some(size.value()),
        _ => None,
    });
    let below = changes.iter().find_map(|change| match change {
        WouldChange::NextBelow { size, to } => Some((size.value(), *to)),
        _ => None,
    });
    RuleSizes { above, below: below.map(|(size, _)| size), below_gives: below.map(|(_, to)| to) }
}

/// What would decide at a recheck, on the basis of the series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Deciding {
    /// The day of the recheck.
    pub day: i32,
    /// What the sizes are of.
    pub basis: Basis,
    /// At or above this it is growth.
    pub above: Option<DecidingSize>,
    /// Below this it is swelling, or progression is not confirmed.
    pub below: Option<DecidingSize>,
}

/// What a recheck is expected to tell, by its day and by how it is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct RecheckDesign {
    /// Days after the last size, each with what a size measured as the last would tell.
    pub days: Vec<(i32, Telling)>,
    /// A size measured as the last on the recommended day.
    pub due: Option<Telling>,
    /// The mean of three readings on that day.
    pub three_readings: Option<Telling>,
    /// CT in place of calipers on the recommended day; `None` where the last size was not by calipers alone.
    pub ct: Option<Telling>,
}

/// Days after the last size at which a recheck is weighed (`MODEL.md` 5).
const DESIGN_DAYS: [i32; 6] = [21, 28, 35, 42, 49, 56];

/// Why the two futures are not drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// No enlargement is open, so there are no two futures.
    NothingOpen,
    /// Something stands in the way of any verdict.
    Blocked,
    /// The enlargement is not one of the sizes followed: a new lesion or another category.
    NotBySize,
    /// One size shows no course.
    OneSize,
    /// A target was not assessed at the last visit.
    LastNotComplete,
    /// The last size is only known to lie under a limit.
    TooSmall,
    /// No course of the families explains these sizes well.
    Unsteady,
    /// The sizes make no series.
    NoSeries(NotForecastable),
    /// The rules name no course for this patient.
    NoParameters,
}

impl Withheld {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::NothingOpen => "nothing_open",
            Self::Blocked => "blocked",
            Self::NotBySize => "not_by_size",
            Self::OneSize => "one_size",
            Self::LastNotComplete => "last_not_complete",
            Self::TooSmall => "too_small",
            Self::Unsteady => "unsteady",
            Self::NoSeries(_) => "no_series",
            Self::NoParameters => "no_parameters",
        }
    }
}

/// Which parameters the forecast of a case uses: those of people, or a dog's by tumor type and prior.
pub(super) fn parameters(case: &Case, rules: &Rules, key: PriorKey) -> Option<ParameterSet> {
    match case.patient.species {
        Species::Human => Some(ParameterSet::HumanCheckpoint),
        Species::Dog => {
            let prior = rules.priors.get(key)?;
            CanineTumor::of_type(&case.tumor.kind, &rules.doubling_bands, prior.p).map(ParameterSet::CanineDefault)
        }
    }
}

/// Which parameters the forecast of a case uses while no enlargement is open.
pub fn forecast_parameters(case: &Case, rules: &Rules) -> Option<ParameterSet> {
    parameters(case, rules, prior_key(&Record::new(case, rules), None))
}

/// The forecast of a case from the sizes known on the day of its assessment.
///
/// # Errors
/// Why there can be none at all; where there is one and yet no fans are drawn, [`Futures::withheld`] says why.
pub fn futures(case: &Case, assessment: &Assessment, rules: &Rules) -> Result<Futures, Withheld> {
    let observations = Observations::from_series(case, &assessment.series, &rules.noise).map_err(Withheld::NoSeries)?;
    let weighing = assessment.verdict.weighing.as_ref();
    let key = weighing.map_or(assessment.prior_key, |own| own.prior_key);
    let set = parameters(case, rules, key).ok_or(Withheld::NoParameters)?;
    let fit = memo::fit(&rules.forecast, set, &observations, assessment.precision);
    let last_visit = assessment.visit.map(|date| case.day_of(date));
    let episode = assessment.episode.as_ref().filter(|own| own.open);
    let plan = &assessment.recheck;
    Ok(Futures {
        withheld: withheld(assessment, episode, &fit, last_visit),
        explanations: weighing.map(|own| Explanations {
            swelling: own.p_pseudo,
            growth: own.p_true,
            neither: own.p_noise,
        }),
        size_ratio: rules.forecast.size_ratio,
        rule: rule_sizes(&assessment.would_change),
        // What one rater does to every reading alike does not average out.
        three_readings: (1.0 / 3.0_f64.sqrt()).max(rules.noise.shared_rater_share),
        ct_for_calipers: by_calipers(case, assessment)
            .then(|| rules.noise.ct_thin.same_observer_cv / rules.noise.caliper.same_observer_cv),
        below_rule: episode.is_some_and(|own| own.kind == EpisodeKind::BelowRule),
        due: plan.due.filter(|_| episode.is_some()).map(|date| case.day_of(date)),
        fit,
    })
}

/// The one pair of sizes that decides at the recommended recheck, shown wherever a deciding size is: where the two
/// futures part or the rule decides, whichever a size meets first; the rule alone where no futures are drawn.
///
/// `None` where no enlargement is open or nothing would decide.
pub(super) fn deciding(case: &Case, assessment: &Assessment, rules: &Rules) -> Option<Deciding> {
    let due = assessment.recheck.due.filter(|_| assessment.episode.as_ref().is_some_and(|own| own.open))?;
    let day = case.day_of(due);
    let rule = rule_sizes(&assessment.would_change);
    if rule.above.is_none() && rule.below.is_none() {
        return None;
    }
    match futures(case, assessment, rules) {
        Ok(futures) if futures.withheld.is_none() => Some(futures.deciding(day)),
        _ => {
            let by_rule = |size: Option<f64>| size.map(|size| DecidingSize { size, by_rule: true });
            let basis = assessment.series.basis;
            Some(Deciding { day, basis, above: by_rule(rule.above), below: by_rule(rule.below) })
        }
    }
}

/// A size as it is read and shown: to a tenth of a millimeter, or a hundredth of a cubic centimeter.
fn as_read(size: f64, basis: Basis) -> f64 {
    match basis {
        Basis::Diameters => (size * 10.0).round() / 10.0,
        Basis::Volumes => (size / 10.0).round() * 10.0,
    }
}

impl Deciding {
    /// One of its sizes as a burden of the criteria.
    pub fn burden(&self, own: DecidingSize) -> Burden {
        match self.basis {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a sum of at most 100 lengths")]
            Basis::Diameters => Burden::Diameters((own.size * 10.0).round().max(0.0) as u32),
            Basis::Volumes => Burden::Volume(own.size),
        }
    }
}

/// Whether every size of the last visit was taken with calipers.
fn by_calipers(case: &Case, assessment: &Assessment) -> bool {
    let visit = assessment.visit.and_then(|date| case.visit(date));
    let mut methods = visit.into_iter().flat_map(|visit| visit.measurements.values()).map(|own| own.method).peekable();
    methods.peek().is_some() && methods.all(|method| method == Some(Method::Caliper))
}

fn withheld(
    assessment: &Assessment,
    episode: Option<&Episode>,
    fit: &Fit,
    last_visit: Option<i32>,
) -> Option<Withheld> {
    let last = fit.observations().last();
    let Some(episode) = episode else {
        let blocked = assessment.verdict.token == Token::CannotAssess;
        return Some(if blocked { Withheld::Blocked } else { Withheld::NothingOpen });
    };
    if assessment.recheck.why == RecheckReason::Died {
        Some(Withheld::NothingOpen)
    } else if assessment.verdict.weighing.is_none() {
        Some(Withheld::Blocked)
    } else if !episode.by_size() {
        Some(Withheld::NotBySize)
    } else if last_visit.is_some_and(|day| day != last.day) {
        Some(Withheld::LastNotComplete)
    } else if fit.observations().points().len() < 2 {
        Some(Withheld::OneSize)
    } else if last.is_censored() {
        Some(Withheld::TooSmall)
    } else if fit.effective_sample_size() < LEAST_EFFECTIVE {
        Some(Withheld::Unsteady)
    } else {
        None
    }
}

impl Futures {
    /// The series weighed.
    pub fn fit(&self) -> &Fit {
        &self.fit
    }

    /// Diameters or volumes.
    pub fn basis(&self) -> Basis {
        self.fit.observations().basis()
    }

    /// The day of the last size, from which the fans open.
    pub fn from_day(&self) -> i32 {
        self.fit.observations().last().day
    }

    /// The last size, in millimeters or cubic millimeters.
    pub fn last_size(&self) -> f64 {
        self.fit.observations().last().known_size()
    }

    /// The day of the recommended recheck, where an enlargement is open.
    pub const fn due(&self) -> Option<i32> {
        self.due
    }

    /// The label just under the line of the rule, where a size there decides.
    pub const fn label_below(&self) -> Option<Token> {
        self.rule.below_gives
    }

    /// Whether the enlargement is growth that the rule does not count yet, so that its line opens a progression.
    pub const fn is_below_rule(&self) -> bool {
        self.below_rule
    }

    /// The fans of the two futures by week after the last size.
    pub fn two_fans(&self) -> Fans {
        self.fit.two_fans(&self.fan_days())
    }

    /// The same with the forecast as a whole, which carries the verdict's posterior while an enlargement is open, since
    /// the sizes do not vote twice (`RULES.md` 4).
    pub fn fans(&self) -> Fans {
        self.fit.fans(&self.fan_days(), self.explanations)
    }

    fn fan_days(&self) -> Vec<i32> {
        let from = self.from_day();
        (1..=FAN_DAYS / FAN_STEP_DAYS).map(|step| from + step * FAN_STEP_DAYS).collect()
    }

    /// The sizes at which the two futures part on a day: roots of the ratio of their heights.
    pub fn parting_sizes(&self, day: i32) -> DecidingSizes {
        self.fit.deciding_sizes(day, self.size_ratio)
    }

    /// The sizes that decide on a day: where the futures part or where the rule does, whichever a size meets first.
    ///
    /// A size between the rule's line and the parting of the futures is by rule no longer progression, and yet says
    /// nothing, so the lower of the two stands below. A size under the line is no progression by rule, so no future of
    /// growth decides there; nor does swelling where the rule confirms.
    pub fn deciding(&self, day: i32) -> Deciding {
        let parting = self.parting_sizes(day);
        let growth = parting.growth_at_least.filter(|size| self.rule.below.is_none_or(|line| *size >= line));
        let shows_swelling = matches!(self.rule.below_gives, Some(Token::PseudoDefinite | Token::PseudoProbable));
        let lesser = |parting: Option<f64>, rule: Option<f64>| {
            let parting = parting.map(|size| DecidingSize { size: as_read(size, self.basis()), by_rule: false });
            let rule = rule.map(|size| DecidingSize { size, by_rule: true });
            match (parting, rule) {
                (Some(one), Some(other)) => Some(if one.size < other.size { one } else { other }),
                (one, other) => one.or(other),
            }
        };
        Deciding {
            day,
            basis: self.basis(),
            above: lesser(growth, self.rule.above),
            // Where a size under the line shows swelling by itself, no likelier future has to be waited for.
            below: lesser(parting.swelling_at_most.filter(|_| !shows_swelling), self.rule.below),
        }
    }

    /// What a recheck would tell by day, and how much three readings or CT would sharpen it; `None` where no futures
    /// are drawn.
    pub fn design(&self) -> Option<RecheckDesign> {
        let own = self.explanations.filter(|_| self.withheld.is_none())?;
        let real = own.swelling + own.growth;
        let swelling = if real > 0.0 { own.swelling / real } else { return None };
        let telling = |day: i32, noise: f64| self.fit.telling(day, swelling, noise, self.size_ratio);
        let after = |days: i32| self.from_day() + days;
        let days: Vec<(i32, Telling)> =
            DESIGN_DAYS.into_iter().filter_map(|days| Some((days, telling(after(days), 1.0)?))).collect();
        let due = self.held_to_fans(self.due?);
        Some(RecheckDesign {
            due: telling(due, 1.0),
            three_readings: telling(due, self.three_readings),
            ct: self.ct_for_calipers.and_then(|noise| telling(due, noise)),
            days,
        })
    }

    /// A day moved into those that a recheck can have: after the last size, while the fans reach.
    pub fn held_to_fans(&self, day: i32) -> i32 {
        day.clamp(self.from_day() + 1, self.from_day() + FAN_DAYS)
    }
}
