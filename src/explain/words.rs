//! The filled sentences.

use jiff::civil::Date;

use crate::assess::Lean;

/// One row of the three-row table in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClueWords {
    /// "Timing", "Symptoms" or "Imaging".
    pub title: String,
    /// What was seen: "in the window, week 6".
    pub seen: String,
    /// What it says: "next to no evidence".
    pub says: String,
    /// Which way it leans.
    pub lean: Lean,
    /// What it rests on: "people", "opinion".
    pub tier: String,
}

/// One row of the ledger in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerWords {
    /// The clue: "Timing".
    pub clue: String,
    /// The level: "2 to 8 weeks from the first dose".
    pub level: String,
    /// The ratio with its range: "1.1 (0.6–1.8)".
    pub ratio: String,
    /// What it rests on: "people".
    pub tier: String,
    /// Where it comes from.
    pub source: String,
    /// The measured ratio beside it; empty when there is none.
    pub measured: String,
    /// Why it is not in the sum; empty when it is.
    pub unused: String,
}

/// One red flag in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RedFlagWords {
    /// What: "Difficult breathing".
    pub what: String,
    /// What to do.
    pub action: String,
}

/// What one range of next sizes would mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecidingWords {
    /// "60 mm or more: true progression."
    pub text: String,
    /// Toward which explanation such a size would point; `Neither` for a line that is not of a size.
    pub lean: Lean,
}

/// One entry of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarWords {
    /// Which of the plan's days it is, a stable word: "due".
    pub key: &'static str,
    /// The visit the day counts from.
    pub counted_from: Date,
    /// The day.
    pub day: Date,
    /// "Bella: recheck, CT again".
    pub title: String,
    /// What to do.
    pub text: String,
}

/// A committed plan in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanWords {
    /// "Plan committed 24 Apr 2026 at 55 mm, for 21 May 2026".
    pub head: String,
    /// What will be done under, between and over the deciding sizes.
    pub lines: Vec<DecidingWords>,
    /// "21 May 2026: 62 mm, at or over 60 mm. Planned: …"; empty while the size is awaited.
    pub result: String,
    /// What to know of that result; mostly empty.
    pub notes: Vec<String>,
}

/// One interval between two sizes, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntervalWords {
    /// "10 Mar 2026 to 2 Apr 2026".
    pub when: String,
    /// "doubling in 60 d (34 d or more)".
    pub doubling: String,
    /// "+42 % of volume a month".
    pub rate: String,
    /// "1.8 times the rate before therapy", "before therapy", or empty.
    pub fold: String,
}

/// Growth by interval and the named definitions of hyperprogression.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct KineticsWords {
    /// The intervals, in order.
    pub intervals: Vec<IntervalWords>,
    /// A definition with its rule, and whether it is met.
    pub definitions: Vec<(String, String)>,
    /// What the table is and is not.
    pub note: String,
}

/// What one more size should settle if it is read on a day, or in a way.
#[derive(Clone, Debug, PartialEq)]
pub struct TellingWords {
    /// "21 May 2026, recommended", "mean of three readings".
    pub name: String,
    /// The share of the doubt that is settled, 0 to 1.
    pub settled: f32,
    /// The same of 100: "34".
    pub count: String,
    /// Whether it is the recommended day.
    pub recommended: bool,
}

/// Why the recheck is on its day.
#[derive(Clone, Debug, PartialEq)]
pub struct SettledWords {
    /// What the counts are of.
    pub head: String,
    /// By day, in order.
    pub days: Vec<TellingWords>,
    /// On the recommended day, by how it is measured.
    pub sharper: Vec<TellingWords>,
    /// Why this day and no other.
    pub why: String,
}

/// What a clinician reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClinicianWords {
    /// At most six words: "Unconfirmed: cannot tell yet".
    pub headline: String,
    /// One sentence under it.
    pub subline: String,
    /// What must be known of this label: that it is of an earlier visit, why it does not lean, what holds it back;
    /// mostly empty.
    pub notes: Vec<String>,
    /// How strong: "weak evidence"; empty where strength does not apply.
    pub strength: String,
    /// "error 37 · swelling 11 · growth 52 of 100"; empty while no episode is open.
    pub three_explanations: String,
    /// What was seen that speaks most for growth and most against it; empty without an open episode.
    pub strongest: Vec<DecidingWords>,
    /// Timing, Symptoms, Imaging.
    pub table: Vec<ClueWords>,
    /// "Recheck 21 May 2026, day 28, CT again".
    pub next_headline: String,
    /// What the next sizes would mean, and the other dates: [`Self::next_short`], then [`Self::next_more`].
    pub next_lines: Vec<String>,
    /// The two or three of them that decide.
    pub next_short: Vec<DecidingWords>,
    /// The others.
    pub next_more: Vec<String>,
    /// What else to do.
    pub advice_lines: Vec<String>,
    /// The committed plans, the last one first.
    pub plans: Vec<PlanWords>,
    /// What would be done by default under, between and over the deciding sizes; to be changed before committing.
    pub plan_defaults: [String; 3],
    /// Growth by interval.
    pub kinetics: KineticsWords,
    /// How repeated readings and an observer's own repeatability move the error of the last sizes; mostly empty.
    pub readings: Vec<String>,
    /// Red flags, to be shown above everything else.
    pub red_flags: Vec<RedFlagWords>,
    /// Confounders and what each does.
    pub confounder_lines: Vec<String>,
    /// "Not recorded: LDH, ctDNA, …"; empty when all is.
    pub not_recorded: String,
    /// The same with the first names alone and the number of the rest, where there are many.
    pub not_recorded_short: String,
    /// What would change the label.
    pub would_change: Vec<String>,
    /// Which reading or visit decides the label alone; empty where none does.
    pub one_decides: String,
    /// That there is none; empty where there is one.
    pub robustness: String,
    /// Where the criteria disagree: "cRECIST would stop here; iRECIST waits for 21 May 2026."; empty where they agree.
    pub disagreement: String,
    /// "Before looking, swelling in 10 of 100 true rises; after, 18 …", with species and who counted; why there is no
    /// sum where later sizes have settled the verdict or nothing is open.
    pub before_after: String,
    /// The sum a clinician can redo, in three lines; empty without an open episode.
    pub hand_sum: Vec<String>,
    /// The ledger, row by row.
    pub ledger: Vec<LedgerWords>,
    /// The course of the sizes in one or two sentences, for those who cannot see the chart.
    pub chart_summary: String,
    /// Rules version and that nothing here is validated in dogs.
    pub footer: String,
}

impl ClinicianWords {
    /// The sentences that stand with the headline: what must be known of the label, and what decides it alone.
    pub fn beside_headline(&self) -> impl Iterator<Item = &String> {
        self.notes.iter().chain(Some(&self.one_decides).filter(|line| !line.is_empty()))
    }
}

/// What an owner reads; never a probability of pseudoprogression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnerWords {
    /// One sentence on what was seen.
    pub sentence: String,
    /// What happens now.
    pub what_now: String,
    /// The next date in words; empty when there is none.
    pub next_date: String,
    /// When to call sooner; empty with a red flag, which is talked about today.
    pub call_sooner: Vec<String>,
    /// What is known, with whom it was counted in; empty with a red flag.
    pub what_is_known: String,
    /// The count behind it, where there is one to draw.
    pub count: Option<OwnerCount>,
    /// What this page is not.
    pub disclaimer: String,
}

/// So many of a hundred, as dots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnerCount {
    /// At least so many of 100.
    pub low: u8,
    /// At most so many.
    pub high: u8,
    /// Who was counted: "people on these drugs whose tumors had grown on a scan".
    pub who: &'static str,
    /// What the counted part had: "were later not confirmed as growing".
    pub what: &'static str,
}
