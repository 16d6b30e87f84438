//! From the record to the verdict: clues, ledger, label, confounders, red flags, recheck.
//!
//! Everything is a pure function of the case as known on one day and the rules.
//! Three things are kept apart: the rule category (exact), the verdict (probabilistic), the recommendation.

mod clues;
mod committed;
mod confounders;
mod core;
mod course;
mod decision;
mod episode;
mod findings;
mod futures;
mod kinetics;
mod label;
mod ledger;
mod missing;
mod next_sizes;
mod outcomes;
mod outlook;
mod plan;
mod readings;
mod recheck;
mod record;
mod red_flags;
mod shown;
mod size_row;
mod stand;
mod status;
mod strongest;
mod table;
mod verdict;
mod weigh;

use jiff::civil::Date;

use self::core::{WithRange, core, prior_key};
use self::record::Record;
use crate::criteria::CriteriaTable;
use crate::domain::Case;
use crate::forecast::Precision;
use crate::rules::{PriorKey, Rules};
use crate::series::Series;

pub use committed::{PlanOutcome, PlanResult, PlanSide, burden, offered_plan};
pub use course::{CaseCourse, Milestone, SizeChange};
pub use decision::{DecisionAid, LARGEST_RATIO, LEAST_RATIO, RatioStart, Waiting, decision_aid};
pub use episode::{Episode, EpisodeKind};
pub use findings::{Confounder, ConfounderCode, Effect, NotRecorded, RedFlag, RedFlagCode};
pub use futures::{Deciding, DecidingSize, FAN_DAYS, Futures, RecheckDesign, Withheld, forecast_parameters, futures};
pub use kinetics::{Definition, Interval, Kinetics, Met};
pub use ledger::{ClueSummary, Lean, LedgerRow, Measured, ThreeClues, Unused};
pub use outcomes::{
    CaseOutcomes, Enlargement, Fate, FateCount, SeenIn, count_outcomes, enlargements, wilson, wilson_of_share,
};
pub use plan::{Advice, Flip, Recheck, RecheckKind, RecheckReason, Recommendation, Robustness, WouldChange};
pub use readings::{MeanOfReadings, OwnRepeatability, ReadingNoise};
pub use shown::{ChangeReason, Reopened, Shown, ShownNumber, ShownRow, ShownWeighing, reopened};
pub use status::StatusCause;
pub use strongest::{Against, Strongest, strongest};
pub use verdict::{CannotReason, OpenReason, Strength, Token, Verdict, Weighing};

/// The version of this program, which a verdict names beside the version of its rules.
pub const APP_VERSION: &str = env!("CARGO_PKG_VERSION");

/// Everything that is concluded from a case as known on one day.
#[derive(Clone, Debug, PartialEq)]
pub struct Assessment {
    /// The version of the rules used.
    pub rules_version: String,
    /// The version of the program.
    pub app_version: String,
    /// The day of assessment; nothing later was used.
    pub as_of: Date,
    /// How close its forecast comes to a long run.
    pub precision: Precision,
    /// Its day from the therapy start.
    pub as_of_day: i32,
    /// The pseudoprogression window of the article, first and last day from the start.
    pub window_days: (i32, i32),
    /// The last visit with a size, which the label is about.
    pub visit: Option<Date>,
    /// Sizes over time, from which everything else follows.
    pub series: Series,
    /// The rule categories of every visit.
    pub criteria: CriteriaTable,
    /// Which prior applies to the therapy as a whole; that of an enlargement stands in its weighing.
    pub prior_key: PriorKey,
    /// The enlargement in question: open, or the last one.
    pub episode: Option<Episode>,
    /// The verdict.
    pub verdict: Verdict,
    /// Timing, symptoms, imaging.
    pub table: ThreeClues,
    /// What made the clinical status of the ledger worse; empty where it is not.
    pub status_causes: Vec<StatusCause>,
    /// The ledger, one row a clue seen.
    pub ledger: Vec<LedgerRow>,
    /// What nobody recorded.
    pub not_recorded: Vec<NotRecorded>,
    /// What stands in the way, worst first.
    pub confounders: Vec<Confounder>,
    /// What must not wait.
    pub red_flags: Vec<RedFlag>,
    /// When to look again.
    pub recheck: Recheck,
    /// The one recommendation.
    pub recommendation: Recommendation,
    /// What would move the label.
    pub would_change: Vec<WouldChange>,
    /// The sizes that decide at the recommended recheck: one pair, wherever sizes are shown to decide.
    pub deciding: Option<Deciding>,
    /// Whether one reading decides the label.
    pub robustness: Robustness,
    /// The committed plans, each with the size it waited for; they move nothing else.
    pub plans: Vec<PlanOutcome>,
    /// How the last sizes were read, where that moves their error.
    pub reading_noise: ReadingNoise,
    /// Growth by interval, and the named definitions of hyperprogression.
    pub kinetics: Kinetics,
}

/// Assesses a case as it was known on a day.
///
/// # Examples
/// ```
/// use jiff::civil::date;
/// use reassess::assess::{Token, assess};
/// use reassess::domain::Case;
/// use reassess::rules::Rules;
/// let assessment = assess(&Case::default(), Rules::shipped().unwrap(), date(2026, 4, 23));
/// assert_eq!(assessment.verdict.token, Token::CannotAssess);
/// ```
pub fn assess(case: &Case, rules: &Rules, as_of: Date) -> Assessment {
    assess_with(case, rules, as_of, Precision::Full)
}

/// The same in less time, with a forecast that is a little less close to a long run: while a size is being typed.
pub fn preview(case: &Case, rules: &Rules, as_of: Date) -> Assessment {
    assess_with(case, rules, as_of, Precision::Quick)
}

fn assess_with(case: &Case, rules: &Rules, as_of: Date, precision: Precision) -> Assessment {
    let known = case.known_on(as_of);
    let record = Record::new(&known, rules).with_precision(precision);
    let found = core(&record, WithRange::Yes);
    let red_flags = red_flags::red_flags(&record);
    let recheck =
        recheck::recheck(&record, found.stand, found.episode.as_ref(), found.verdict.token, &red_flags, as_of);
    let visit = record.table.rows.last().map(|row| row.date).or(record.table.baseline_date);
    let from = found.episode.as_ref().filter(|own| own.open).map(|own| own.opened).or(visit);
    let opened = found.episode.as_ref().filter(|own| own.open).map(|own| own.opened);
    let status_causes = opened.map(|opened| status::causes(&record, opened)).unwrap_or_default();
    let not_recorded = missing::not_recorded(&record, from, found.clues.as_ref());
    let recommendation =
        recheck::recommendation(&found.verdict, &recheck, found.episode.as_ref(), &not_recorded, &found.confounders);
    let would_change = outlook::would_change(&record, &found, &recheck);
    let robustness = outlook::robustness(&record, &found);
    let plans = committed::outcomes(&record);
    let kinetics = kinetics::kinetics(&record);
    let mut assessment = Assessment {
        rules_version: rules.version.clone(),
        app_version: APP_VERSION.to_owned(),
        as_of,
        precision,
        as_of_day: known.day_of(as_of),
        window_days: (rules.levels.window_from_days, rules.levels.window_to_days),
        visit,
        table: table::three_clues(&found.ledger),
        status_causes,
        episode: found.episode,
        verdict: found.verdict,
        ledger: found.ledger,
        not_recorded,
        confounders: found.confounders,
        red_flags,
        recheck,
        recommendation,
        would_change,
        robustness,
        plans,
        reading_noise: readings::reading_noise(&record),
        kinetics,
        prior_key: prior_key(&record, None),
        deciding: None,
        criteria: record.table,
        series: record.series,
    };
    assessment.deciding = futures::deciding(&known, &assessment, rules);
    assessment
}
