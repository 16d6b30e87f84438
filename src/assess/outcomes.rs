//! What happened after each enlargement, counted over cases.
//!
//! An enlargement is the first size over the progression line of an open episode: the visit at which iRECIST turns to
//! unconfirmed progression with the target sum as a driver (`RULES.md` section 1). Everything counted is recorded
//! sizes; measurement error alone takes some of them back under the line.

use jiff::civil::Date;

use super::confounders::treatment_explains;
use super::record::Record;
use crate::criteria::{Burden, Driver, IrecistState};
use crate::domain::{Case, EventKind, Species, day_from_date};
use crate::rules::Rules;
use crate::series::noise::Z_95;

/// What the looks after an enlargement said, each enlargement once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// Confirmed by iRECIST.
    Confirmed,
    /// Fell 30 % or more (in diameter) off the peak within 26 weeks of the enlarging visit.
    FellFromPeak,
    /// Fell back under the line, and not by that much.
    FellUnderLine,
    /// Looked at again, and neither of these.
    StillOver,
    /// The therapy was stopped or changed, or another treatment begun that could itself explain a fall, before the
    /// next look (from 28 days before the enlargement on).
    TherapyChanged,
    /// Died before the next look.
    Died,
    /// Not looked at again.
    NotLooked,
}

impl Fate {
    /// Every fate, in the order of lists.
    pub const ALL: [Self; 7] = [
        Self::Confirmed,
        Self::FellFromPeak,
        Self::FellUnderLine,
        Self::StillOver,
        Self::TherapyChanged,
        Self::Died,
        Self::NotLooked,
    ];

    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::FellFromPeak => "fell_from_peak",
            Self::FellUnderLine => "fell_under_line",
            Self::StillOver => "still_over",
            Self::TherapyChanged => "therapy_changed",
            Self::Died => "died",
            Self::NotLooked => "not_looked",
        }
    }

    /// The fate of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.token() == token)
    }

    /// Whether there was a look on the same therapy.
    pub const fn was_looked_at(self) -> bool {
        matches!(self, Self::Confirmed | Self::FellFromPeak | Self::FellUnderLine | Self::StillOver)
    }
}

/// When after the therapy start an enlargement was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SeenIn {
    /// Before the pseudoprogression window of the article.
    BeforeWindow,
    /// In it: weeks 2 to 8.
    Window,
    /// After it.
    Later,
    /// The therapy start is not recorded.
    UnknownWeek,
}

impl SeenIn {
    /// Every span, in the order of lists.
    pub const ALL: [Self; 4] = [Self::BeforeWindow, Self::Window, Self::Later, Self::UnknownWeek];

    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::BeforeWindow => "before_window",
            Self::Window => "window",
            Self::Later => "later",
            Self::UnknownWeek => "unknown",
        }
    }

    /// The span of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.token() == token)
    }
}

/// One enlargement of a case and what came of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enlargement {
    /// The enlarging visit's day from the therapy start (from the first visit where there is none).
    pub opened_day: i32,
    /// When that was.
    pub seen_in: SeenIn,
    /// The rise over the nadir in percent of diameter; `None` after a nadir of 0.
    pub rise_percent: Option<f64>,
    /// The day of the first later look on the same therapy at which every target was assessed.
    pub next_look_day: Option<i32>,
    /// What came of it.
    pub fate: Fate,
    /// It was confirmed and fell 30 % or more off its peak afterwards.
    pub fell_after_confirmed: bool,
}

/// The enlargements of a case, earliest first, by the whole record.
pub fn enlargements(case: &Case, rules: &Rules) -> Vec<Enlargement> {
    let record = Record::new(case, rules);
    let rows = &record.table.rows;
    let opens = |place: &usize| {
        record.row(*place).is_some_and(|row| {
            let irecist = &row.irecist;
            irecist.state == IrecistState::IUpd && irecist.block_start == Some(row.date)
        })
    };
    let openings: Vec<usize> = (0..rows.len()).filter(opens).collect();
    let until = |at: usize| openings.get(at + 1).copied().unwrap_or(rows.len());
    let by_size = |place: usize| record.row(place).is_some_and(|row| row.irecist.drivers.contains(&Driver::Target));
    let followed = openings.iter().enumerate().filter(|(_, place)| by_size(**place));
    followed.filter_map(|(at, &place)| enlargement(&record, place, until(at))).collect()
}

/// One enlargement; looks are the rows up to `until`, at which the next one opened.
fn enlargement(record: &Record<'_>, opened: usize, until: usize) -> Option<Enlargement> {
    let row = record.row(opened)?;
    let first = row.burden?;
    let settings = &record.rules.labels;
    let line = row.nadir.map(|nadir| record.line_over(nadir));
    let fall_share = record.share(settings.fall_share);
    let mut next_look_day = None;
    let (mut confirmed, mut fell_far, mut fell_under, mut fell_after_confirmed) = (false, false, false, false);
    let mut peak = first.value();
    for place in opened + 1..until {
        let Some((look, size)) = looked_at(record, place) else { continue };
        if treatment_explains(record, opened, look) {
            break;
        }
        next_look_day = next_look_day.or_else(|| Some(record.case.day_of(look)));
        peak = peak.max(size.value());
        let own = record.row(place)?;
        // A smaller sum answers nothing while new lesions or non-target disease progress.
        let elsewhere = own.irecist.drivers.iter().any(|driver| *driver != Driver::Target);
        let in_time = day_from_date(row.date, look) <= settings.swelling_within_days;
        let falls_far = in_time && size.value() <= fall_share * peak;
        if own.irecist.state == IrecistState::ICpd {
            fell_after_confirmed |= confirmed && falls_far;
            confirmed |= !(fell_far || fell_under);
        } else if !elsewhere {
            fell_far |= falls_far;
            fell_under |= line.is_some_and(|line| size.value() < line.value());
        }
    }
    let fate = if confirmed {
        Fate::Confirmed
    } else if fell_far {
        Fate::FellFromPeak
    } else if fell_under {
        Fate::FellUnderLine
    } else if next_look_day.is_some() {
        Fate::StillOver
    } else {
        without_look(record, opened, until)
    };
    Some(Enlargement {
        opened_day: row.day,
        seen_in: seen_in(record, row.day),
        rise_percent: row
            .nadir
            .filter(|nadir| nadir.value() > 0.0)
            .map(|nadir| record.rise_percent(first.value() / nadir.value())),
        next_look_day,
        fate,
        fell_after_confirmed,
    })
}

/// The date and size of a row at which every target was assessed.
fn looked_at(record: &Record<'_>, place: usize) -> Option<(Date, Burden)> {
    let row = record.row(place)?;
    record.point_of(place).filter(|point| point.complete)?;
    Some((row.date, row.burden?))
}

/// What kept an enlargement from being looked at again on the same therapy.
fn without_look(record: &Record<'_>, opened: usize, until: usize) -> Fate {
    let Some(date) = record.row(opened).map(|row| row.date) else { return Fate::NotLooked };
    let looked = (opened + 1..until).find_map(|place| looked_at(record, place)).map(|(look, _)| look);
    let death = record.case.events().iter().find(|event| event.kind == EventKind::Death && event.date >= date);
    // Where nobody looked again, a treatment counts up to death or the end of the record; that day is one of them.
    let last = record.case.events().last().map(|event| event.date);
    let end =
        looked.or_else(|| death.map(|event| event.date)).or_else(|| last?.tomorrow().ok()).filter(|end| *end > date);
    match end {
        Some(end) if treatment_explains(record, opened, end) => Fate::TherapyChanged,
        _ if looked.is_none() && death.is_some() => Fate::Died,
        _ => Fate::NotLooked,
    }
}

fn seen_in(record: &Record<'_>, day: i32) -> SeenIn {
    let levels = &record.rules.levels;
    match record.case.therapy.start {
        None => SeenIn::UnknownWeek,
        Some(_) if day < levels.window_from_days => SeenIn::BeforeWindow,
        Some(_) if day <= levels.window_to_days => SeenIn::Window,
        Some(_) => SeenIn::Later,
    }
}

/// The enlargements of one case among many, with what they are told apart by.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseOutcomes {
    /// The species.
    pub species: Species,
    /// Its enlargements, earliest first.
    pub enlargements: Vec<Enlargement>,
}

impl CaseOutcomes {
    /// Those of a case.
    pub fn of(case: &Case, rules: &Rules) -> Self {
        Self { species: case.patient.species, enlargements: enlargements(case, rules) }
    }
}

/// How often each fate was met, in one species and one span of weeks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FateCount {
    /// The species.
    pub species: Species,
    /// When the enlargements were seen; `None` for all together.
    pub seen_in: Option<SeenIn>,
    /// Patients with at least one of them.
    pub patients: usize,
    /// The enlargements: the denominator.
    pub enlargements: usize,
    /// How many of them met each fate, in the order of [`Fate::ALL`].
    pub fates: [usize; 7],
    /// How many of those confirmed fell 30 % or more off the peak afterwards.
    pub fell_after_confirmed: usize,
}

impl FateCount {
    /// How many met one fate.
    pub fn of(&self, fate: Fate) -> usize {
        Fate::ALL.iter().zip(self.fates).find(|(own, _)| **own == fate).map_or(0, |(_, count)| count)
    }

    /// How many were looked at again on the same therapy: the denominator of what the looks said.
    pub fn looked_at(&self) -> usize {
        Fate::ALL.iter().zip(self.fates).filter(|(fate, _)| fate.was_looked_at()).map(|(_, count)| count).sum()
    }
}

/// Counts what happened, dogs before people, all weeks before each span; what has no enlargement is left out.
pub fn count_outcomes(cases: &[&CaseOutcomes]) -> Vec<FateCount> {
    let spans = || std::iter::once(None).chain(SeenIn::ALL.into_iter().map(Some));
    let groups =
        [Species::Dog, Species::Human].into_iter().flat_map(|species| spans().map(move |span| (species, span)));
    let counts = groups.map(|(species, seen_in)| {
        let mut count =
            FateCount { species, seen_in, patients: 0, enlargements: 0, fates: [0; 7], fell_after_confirmed: 0 };
        for case in cases.iter().filter(|case| case.species == species) {
            let own = case.enlargements.iter().filter(|own| seen_in.is_none_or(|span| own.seen_in == span));
            let before = count.enlargements;
            for one in own {
                count.enlargements += 1;
                count.fell_after_confirmed += usize::from(one.fell_after_confirmed);
                if let Some((slot, _)) = count.fates.iter_mut().zip(Fate::ALL).find(|(_, fate)| *fate == one.fate) {
                    *slot += 1;
                }
            }
            count.patients += usize::from(count.enlargements > before);
        }
        count
    });
    counts.filter(|count| count.enlargements > 0).collect()
}

/// The 95 % interval of a share counted as `part` of `whole` (Wilson 1927); `None` under 5, where it tells nothing.
///
/// # Examples
/// ```
/// use reassess::assess::wilson;
/// let (low, high) = wilson(2, 10).unwrap();
/// assert!((low - 0.0567).abs() < 1e-4 && (high - 0.5098).abs() < 1e-4);
/// assert_eq!(wilson(1, 4), None);
/// ```
pub fn wilson(part: usize, whole: usize) -> Option<(f64, f64)> {
    if whole < LEAST_FOR_INTERVAL || part > whole {
        return None;
    }
    let count = |number: usize| u32::try_from(number).ok().map(f64::from);
    let (part, whole) = (count(part)?, count(whole)?);
    Some(wilson_of_share(part / whole, whole))
}

/// Wilson's 95 % interval of a share of `whole`, however few.
pub fn wilson_of_share(share: f64, whole: f64) -> (f64, f64) {
    let z2 = Z_95 * Z_95;
    let middle = share + z2 / (2.0 * whole);
    let half = Z_95 * (share * (1.0 - share) / whole + z2 / (4.0 * whole * whole)).sqrt();
    let scale = 1.0 + z2 / whole;
    (((middle - half) / scale).max(0.0), ((middle + half) / scale).min(1.0))
}

/// The least denominator of an interval.
const LEAST_FOR_INTERVAL: usize = 5;
