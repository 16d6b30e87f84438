//! What an assessment is made of, beside the verdict and the rule categories.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::verdict::Token;
use crate::criteria::{Burden, Driver};
use crate::domain::LesionId;
use crate::rules::{Clue, Level, Tier};

/// Which way a clue points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lean {
    /// Toward swelling, that is pseudoprogression.
    Swelling,
    /// Toward growth, that is true progression.
    Growth,
    /// Neither way, or next to nothing.
    Neither,
    /// Nothing was recorded, or no episode is open.
    NotRecorded,
}

impl Lean {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Swelling => "swelling",
            Self::Growth => "growth",
            Self::Neither => "neither",
            Self::NotRecorded => "not_recorded",
        }
    }
}

/// One row of the three-row table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClueSummary {
    /// Which way it points.
    pub lean: Lean,
    /// Sum of ln likelihood ratios of its rows, undamped; above 0 toward swelling. The length of its bar.
    pub ln_lr: f64,
    /// The weakest evidence among its rows; `None` without rows.
    pub tier: Option<Tier>,
}

/// The three-row table; its words are made by `explain`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ThreeClues {
    /// When it grew.
    pub timing: ClueSummary,
    /// How the animal is.
    pub symptoms: ClueSummary,
    /// Sizes and new lesions.
    pub imaging: ClueSummary,
}

/// A likelihood ratio measured on data, shown beside the one that is used.
#[derive(Clone, Debug, PartialEq)]
pub struct Measured {
    /// The measured ratio.
    pub lr: f64,
    /// Its 95 % interval, lower end.
    pub low: f64,
    /// Its 95 % interval, upper end.
    pub high: f64,
    /// On whom and against what it was measured.
    pub what: String,
}

/// Why a row that was seen is not used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unused {
    /// LDH within 6 weeks of a local treatment, which moves it by itself.
    LocalTreatment,
    /// NLR with a steroid, which moves it by itself.
    Steroid,
    /// Worse signs within 72 hours of a dose, which may be its adverse effect.
    AfterDose,
    /// A size unchanged by less than error, where growth at its pace could not have shown yet.
    TooSlow,
    /// Nothing is weighed because a confounder blocks.
    Blocked,
}

/// One row of the ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// The clue.
    pub clue: Clue,
    /// The level seen.
    pub level: Level,
    /// Likelihood ratio; above 1 favors swelling.
    pub lr: f64,
    /// Lower end of its range.
    pub low: f64,
    /// Upper end of its range.
    pub high: f64,
    /// What it rests on.
    pub tier: Tier,
    /// Where it comes from.
    pub source: String,
    /// What was measured on data, where it was.
    pub measured: Option<Measured>,
    /// Whether it is in the sum.
    pub used: bool,
    /// Why not, when it is not.
    pub unused: Option<Unused>,
}

/// Something that would have been weighed or checked, had it been recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NotRecorded {
    /// The first dose of the current line.
    TherapyStart,
    /// The class of the therapy.
    TherapyClass,
    /// Whether new lesions were looked for.
    NewLesionSearch,
    /// Pain.
    Pain,
    /// Lethargy.
    Lethargy,
    /// Appetite.
    Appetite,
    /// Earlier signs to compare with.
    EarlierSigns,
    /// Body weight.
    Weight,
    /// Cytology or histology of the grown lesion.
    Biopsy,
    /// LDH.
    Ldh,
    /// NLR.
    Nlr,
    /// Circulating tumor DNA.
    CtDna,
    /// Look on ultrasound.
    Ultrasound,
    /// A size before therapy.
    PreTherapySize,
    /// How a size was measured.
    Method,
    /// Who measured.
    Observer,
    /// Whether there was an infection.
    Infection,
    /// How the diagnosis was made.
    Diagnosis,
}

/// What a confounder does to the verdict (`domain.md` section 7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Blocks the label.
    Block,
    /// Caps the label at indeterminate.
    Cap,
    /// Halves the evidence.
    Damp,
    /// Said, not weighed.
    Flag,
}

impl Effect {
    /// The letter of `domain.md` section 7.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Block => "B",
            Self::Cap => "C",
            Self::Damp => "D",
            Self::Flag => "F",
        }
    }
}

/// A confounder of `domain.md` section 7.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfounderCode {
    /// The therapy is not immune-based.
    NotImmune,
    /// The enlarging visit is before the first dose.
    BeforeTherapy,
    /// The baseline was made after the start.
    BaselineAfterStart,
    /// The baseline is older than 28 days.
    OldBaseline,
    /// A target was not assessed at the baseline and is left out.
    IncompleteBaseline,
    /// The method changed between the sizes compared.
    MethodChanged,
    /// The observer changed, with a method that depends on who measures.
    ObserverChanged,
    /// The slice thickness changed.
    SliceChanged,
    /// A compared diameter is under 10 mm.
    SmallLesion,
    /// A size is the 5 mm default of a lesion too small to measure.
    DefaultSize,
    /// The rise is progression by rule but inside the repeatability limit.
    WithinRepeatability,
    /// A steroid was started, stopped or changed.
    Steroid,
    /// Radiation.
    Radiation,
    /// A biopsy or aspirate.
    Biopsy,
    /// Surgery.
    Surgery,
    /// An injection into the lesion.
    Injection,
    /// Tigilanol tiglate, electrochemotherapy or ablation.
    Ablation,
    /// A vaccination, in a case with nodes.
    Vaccination,
    /// Infection, abscess or fever.
    Infection,
    /// A mast cell tumor, which swells when handled.
    MastCell,
    /// A cystic or hemorrhagic tumor, which grows by bleeding.
    Hemorrhagic,
    /// Lymphoma, whose nodes swell for many reasons.
    Lymphoma,
    /// Chemotherapy, a kinase inhibitor or an anti-inflammatory drug was started.
    OtherDrug,
    /// A new line of therapy was started.
    NewTherapy,
    /// More than 8 weeks between the sizes compared.
    LongGap,
    /// Under 10 days between the sizes compared.
    ShortGap,
    /// Body weight changed by 10 % or more.
    WeightChange,
    /// One lesion is over 70 % of the sum.
    DominantLesion,
    /// A lesion broke into parts.
    Fragmented,
    /// Worse signs within 72 hours of a dose.
    SignsAfterDose,
    /// The last visit could not be evaluated; the label is of the visit before.
    LastNotEvaluable,
}

/// A confounder found in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct Confounder {
    /// What it is.
    pub code: ConfounderCode,
    /// Everything it does, worst first.
    pub effects: BTreeSet<Effect>,
    /// The lesion it concerns, where it concerns one.
    pub lesion: Option<LesionId>,
    /// The day it happened, where it happened on one.
    pub date: Option<Date>,
}

/// What must not wait (`domain.md` 8.3, sharpened in the shipped rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RedFlagCode {
    /// An alarm of the record.
    Alarm(crate::domain::Alarm),
    /// A compromise in the clinician's own words.
    Compromise,
    /// A brain or spinal tumor with worse signs or more steroid.
    CentralNervousWorse,
    /// Rapid growth.
    RapidGrowth,
    /// Clinical status severe.
    SevereStatus,
    /// Clinical status worse with rapid growth.
    WorseWithRapidGrowth,
    /// A new lesion in a new organ.
    NewOrgan,
    /// Pain of grade 3 or more despite an analgesic.
    PainDespiteAnalgesia,
    /// An infected lesion.
    InfectedLesion,
    /// A diagnosis without cytology or histology.
    UnconfirmedDiagnosis,
}

/// A red flag found in the record.
#[derive(Clone, Debug, PartialEq)]
pub struct RedFlag {
    /// What it is.
    pub code: RedFlagCode,
    /// The visit at which it stands.
    pub date: Date,
    /// The lesion it concerns, where it concerns one.
    pub lesion: Option<LesionId>,
    /// The clinician's own words, for [`RedFlagCode::Compromise`]; empty otherwise.
    pub text: String,
}

/// Which kind of follow-up is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecheckKind {
    /// A red flag: do not wait.
    RedFlag,
    /// Remeasure now: the rule was met by a rise inside measurement error.
    RemeasureNow,
    /// A recheck inside the window that can confirm.
    Window,
    /// Routine follow-up.
    Routine,
}

/// Why the recheck is as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecheckReason {
    /// A red flag stands.
    RedFlag,
    /// An open episode: the dates count from its first visit.
    OpenEpisode,
    /// Still unconfirmed after the first recheck: four weeks from the last visit.
    StillUnconfirmed,
    /// An open episode whose growth is too slow to tell at four weeks: a second date is added.
    TooSlow,
    /// A fall that has to hold at the next visit.
    FallMustHold,
    /// Progression is confirmed; the next look follows the plan made now.
    Confirmed,
    /// Nothing open.
    NothingOpen,
}

/// When to look again.
#[derive(Clone, Debug, PartialEq)]
pub struct Recheck {
    /// Which kind.
    pub kind: RecheckKind,
    /// Why.
    pub why: RecheckReason,
    /// The visit the dates count from; `None` when nothing was ever measured.
    pub anchor: Option<Date>,
    /// From here an examination with calipers informs; it cannot confirm.
    pub check_from: Option<Date>,
    /// From here an image is provisional.
    pub provisional_from: Option<Date>,
    /// From here a visit can confirm.
    pub confirm_from: Option<Date>,
    /// The recommended day; `None` when nothing was ever measured.
    pub due: Option<Date>,
    /// A second formal day, where growth is too slow to tell at the first.
    pub second_due: Option<Date>,
    /// After this the recheck is overdue.
    pub latest: Option<Date>,
    /// The recommended (for a window, the latest) day lies before the day of assessment.
    pub overdue: bool,
    /// At this size or above, progression is confirmed by rule.
    pub decides_above: Option<Burden>,
    /// Below this size the progression is not confirmed.
    pub decides_below: Option<Burden>,
}

/// Something to do, beside looking again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// Examine within 24 to 72 hours.
    ExamineNow,
    /// Have the same person measure again now.
    RemeasureNow,
    /// Sample now.
    SampleNow,
    /// Discuss a change of therapy or rescue.
    DiscussChange,
    /// Same method, same observer, same settings at the recheck.
    SameMethod,
    /// Record what is missing.
    CompleteRecord,
}

/// The one recommendation, separate from the label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recommendation {
    /// Red flag, remeasure, recheck window or routine.
    pub kind: RecheckKind,
    /// What else to do.
    pub advice: Vec<Advice>,
}

/// What would move the label.
#[derive(Clone, Debug, PartialEq)]
pub enum WouldChange {
    /// A clue seen at this level.
    Clue {
        /// The level.
        level: Level,
        /// The label it would give.
        to: Token,
    },
    /// A next size at or above this.
    NextAtOrAbove {
        /// The size.
        size: Burden,
        /// The label it would give.
        to: Token,
    },
    /// A next size below this.
    NextBelow {
        /// The size.
        size: Burden,
        /// The label it would give.
        to: Token,
    },
}

/// One way in which the label is fragile.
#[derive(Clone, Debug, PartialEq)]
pub enum Flip {
    /// Leaving out the sizes of this visit.
    WithoutVisit {
        /// The visit.
        date: Date,
        /// The label then.
        to: Token,
    },
    /// Reading the last sizes this much differently, inside their own measurement error.
    LastReadBy {
        /// The visit.
        date: Date,
        /// The sum as it would have been.
        size: Burden,
        /// The label then.
        to: Token,
    },
}

/// Whether the label holds when one reading is left out or moved by its noise.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Robustness {
    /// Everything that would change the label; empty when it holds.
    pub flips: Vec<Flip>,
}

impl Robustness {
    /// Whether the label holds.
    pub fn holds(&self) -> bool {
        self.flips.is_empty()
    }
}

/// What opened the episode that is assessed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EpisodeKind {
    /// iRECIST turned to unconfirmed progression.
    Rule,
    /// Growth below the rule's threshold.
    BelowRule,
}

/// The enlargement that the assessment is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Episode {
    /// What opened it.
    pub kind: EpisodeKind,
    /// The enlarging visit.
    pub opened: Date,
    /// Its day from the therapy start.
    pub opened_day: i32,
    /// The last visit with a size.
    pub latest: Date,
    /// Still open: neither confirmed nor reset.
    pub open: bool,
    /// What drove it at the enlarging visit.
    pub drivers: Vec<Driver>,
    /// The nadir before the enlarging visit.
    pub nadir: Option<Burden>,
    /// The size at the enlarging visit.
    pub first: Option<Burden>,
    /// The largest size since.
    pub peak: Option<Burden>,
    /// The progression line from the lowest size so far, `max(1.2 N, N + 5 mm)` or `1.728 N` in volume.
    pub line: Option<Burden>,
    /// The rise over the nadir at the enlarging visit, in percent of diameter.
    pub rise_percent: Option<f64>,
    /// Volume doubling time of the last interval, in days; `None` when it did not grow.
    pub doubling_days: Option<f64>,
}

impl Episode {
    /// Whether the target sum drove it.
    pub fn by_size(&self) -> bool {
        self.kind == EpisodeKind::BelowRule || self.drivers.contains(&Driver::Target)
    }
}
