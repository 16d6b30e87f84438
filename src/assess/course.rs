//! The course of one case as plots of many cases draw it: its change from baseline, and what happened on which day.
//!
//! Changes are of diameter, so that one axis and one set of thresholds hold for all: where only volumes were measured,
//! a change is that of the diameter it amounts to (its cube root), as everywhere a share of diameter is asked of a
//! volume.

use jiff::civil::Date;

use super::record::Record;
use crate::criteria::{IrecistState, Percent};
use crate::domain::{Case, EventKind, Species, TherapyClass};
use crate::rules::Rules;
use crate::series::Basis;

/// One size with every target assessed, against the baseline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SizeChange {
    /// The day from the therapy start (from the first visit where there is none).
    pub day: i32,
    /// The change of diameter.
    pub percent: Percent,
    /// No other treatment of the tumor had begun since the baseline; only such sizes make a best change.
    pub before_other: bool,
}

/// Something in a course that a plot marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Milestone {
    /// The first partial response (iRECIST).
    Response,
    /// The first complete response (iRECIST).
    CompleteResponse,
    /// The first unconfirmed progression (iUPD).
    Unconfirmed,
    /// The first confirmed progression (iCPD).
    Confirmed,
    /// The first radiation, surgery, chemotherapy or kinase inhibitor since the baseline.
    OtherTreatment,
    /// Another line of therapy began.
    TherapyChanged,
    /// The therapy was stopped.
    TherapyStopped,
    /// The patient died.
    Died,
}

impl Milestone {
    /// Every milestone, in the order of lists.
    pub const ALL: [Self; 8] = [
        Self::Response,
        Self::CompleteResponse,
        Self::Unconfirmed,
        Self::Confirmed,
        Self::OtherTreatment,
        Self::TherapyChanged,
        Self::TherapyStopped,
        Self::Died,
    ];

    /// The stable token of identities and files.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::CompleteResponse => "complete_response",
            Self::Unconfirmed => "unconfirmed",
            Self::Confirmed => "confirmed",
            Self::OtherTreatment => "other_treatment",
            Self::TherapyChanged => "therapy_changed",
            Self::TherapyStopped => "therapy_stopped",
            Self::Died => "died",
        }
    }

    /// The milestone of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|own| own.token() == token)
    }

    /// Whether the line of therapy is over with it.
    pub const fn ends_therapy(self) -> bool {
        matches!(self, Self::TherapyChanged | Self::TherapyStopped | Self::Died)
    }
}

/// The course of one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseCourse {
    /// The species.
    pub species: Species,
    /// Whether days count from a recorded therapy start.
    pub start_known: bool,
    /// Only volumes were measured, so that changes are those of the diameter they amount to.
    pub by_volume: bool,
    /// Full sizes by day, the baseline first; empty without a baseline that a change can be counted from.
    pub changes: Vec<SizeChange>,
    /// The best overall response by iRECIST, up to the first other treatment; `None` without a visit after the baseline.
    pub best: Option<IrecistState>,
    /// What happened, by day; each kind at most once.
    pub milestones: Vec<(i32, Milestone)>,
    /// The day of the last visit, or of the last milestone where that is later.
    pub last_day: i32,
}

impl CaseCourse {
    /// The course of a case, by the whole record.
    pub fn of(case: &Case, rules: &Rules) -> Self {
        let record = Record::new(case, rules);
        let other = first_other(&record);
        let counts = |date: Date| other.is_none_or(|other| date <= other);
        let mut milestones = milestones(&record, other, counts);
        milestones.sort_unstable();
        let last_visit = case.visits().last().map_or(0, |visit| case.day_of(visit.date));
        let counted = record.table.rows.iter().rfind(|row| counts(row.date));
        Self {
            species: case.patient.species,
            start_known: case.therapy.start.is_some(),
            by_volume: record.series.basis == Basis::Volumes,
            changes: changes(&record, counts),
            best: counted.map(|row| row.ibor),
            last_day: milestones.last().map_or(last_visit, |(day, _)| last_visit.max(*day)),
            milestones,
        }
    }

    /// The sizes after the baseline.
    pub fn later(&self) -> &[SizeChange] {
        self.changes.get(1..).unwrap_or_default()
    }

    /// The lowest change after the baseline and before any other treatment.
    pub fn best_change(&self) -> Option<Percent> {
        self.later().iter().filter(|own| own.before_other).map(|own| own.percent).min()
    }

    /// The day of a milestone.
    pub fn day_of(&self, milestone: Milestone) -> Option<i32> {
        self.milestones.iter().find(|(_, own)| *own == milestone).map(|(day, _)| *day)
    }

    /// When and how the line of therapy ended; `None` where it was going on at the last visit.
    pub fn therapy_end(&self) -> Option<(i32, Milestone)> {
        self.milestones.iter().copied().find(|(_, own)| own.ends_therapy())
    }
}

/// The baseline at 0, then every visit at which every target was assessed.
fn changes(record: &Record<'_>, counts: impl Fn(Date) -> bool) -> Vec<SizeChange> {
    let table = &record.table;
    let (Some(date), Some(baseline)) = (table.baseline_date, table.baseline.filter(|own| own.value() > 0.0)) else {
        return Vec::new();
    };
    let is_full = |date: Date| record.point(date).is_some_and(|point| point.complete);
    let first = SizeChange { day: record.case.day_of(date), percent: Percent(0), before_other: true };
    let later = table.rows.iter().filter(|row| is_full(row.date)).filter_map(|row| {
        let percent = match record.series.basis {
            Basis::Diameters => row.pct_from_baseline?,
            Basis::Volumes => tenths(record.rise_percent(row.burden?.value() / baseline.value())),
        };
        Some(SizeChange { day: row.day, percent, before_other: counts(row.date) })
    });
    std::iter::once(first).filter(|_| is_full(date)).chain(later).collect()
}

fn tenths(percent: f64) -> Percent {
    // Volumes are finite and baselines above zero, so a change is far within the whole numbers.
    #[expect(clippy::cast_possible_truncation, reason = "saturates far beyond any size")]
    let tenths = (percent * 10.0).round() as i64;
    Percent(tenths)
}

fn milestones(record: &Record<'_>, other: Option<Date>, counts: impl Fn(Date) -> bool) -> Vec<(i32, Milestone)> {
    let day_of = |date: Date| record.case.day_of(date);
    let first = |state: IrecistState| record.table.rows.iter().find(|row| row.irecist.state == state);
    let answer = |state: IrecistState| first(state).filter(|row| counts(row.date)).map(|row| row.day);
    let complete = answer(IrecistState::ICr);
    // What answered completely at once is marked once.
    let partial = answer(IrecistState::IPr).filter(|day| complete.is_none_or(|complete| *day < complete));
    let start = record.case.therapy.start;
    let event = |kind: EventKind, after: bool| {
        let events = record.case.events().iter().filter(move |event| event.kind == kind);
        let since = move |date: Date| start.is_none_or(|start| if after { date > start } else { date >= start });
        events.map(|event| event.date).find(|date| since(*date)).map(day_of)
    };
    let found = [
        (partial, Milestone::Response),
        (complete, Milestone::CompleteResponse),
        (first(IrecistState::IUpd).map(|row| row.day), Milestone::Unconfirmed),
        (first(IrecistState::ICpd).map(|row| row.day), Milestone::Confirmed),
        (other.filter(|date| !is_change_of_line(record, *date)).map(day_of), Milestone::OtherTreatment),
        (start.and_then(|_| event(EventKind::TherapyStart, true)), Milestone::TherapyChanged),
        (event(EventKind::TherapyStop, false), Milestone::TherapyStopped),
        (event(EventKind::Death, false), Milestone::Died),
    ];
    found.into_iter().filter_map(|(day, milestone)| Some((day?, milestone))).collect()
}

/// The first day after the baseline and the therapy start on which another treatment of the tumor, or another line,
/// began.
///
/// What began with the therapy or before it is part of what is judged, and so are the drugs of a line that is not
/// immune.
fn first_other(record: &Record<'_>) -> Option<Date> {
    let start = record.case.therapy.start;
    let from = record.table.baseline_date.max(start);
    let drugs_are_the_line = record.case.therapy.class == TherapyClass::NotImmune;
    let mut later = record.case.events().iter().filter(|event| from.is_none_or(|from| event.date > from));
    let other = later.find(|event| match event.kind {
        EventKind::Radiation | EventKind::Surgery => true,
        EventKind::Chemotherapy | EventKind::Tki => !drugs_are_the_line,
        EventKind::TherapyStart => start.is_some(),
        _ => false,
    })?;
    Some(other.date)
}

/// Whether all that began on this day is another line of therapy, which is marked by itself.
fn is_change_of_line(record: &Record<'_>, date: Date) -> bool {
    let drugs = [EventKind::Radiation, EventKind::Surgery, EventKind::Chemotherapy, EventKind::Tki];
    let mut events = record.case.events().iter().filter(|event| event.date == date);
    !events.any(|event| drugs.contains(&event.kind))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::{
        Axes, Event, Finding, Length, Lesion, LesionId, Measurement, Size, TherapyClass, Visit, clock::date_from_day,
    };

    const START: Date = date(2026, 1, 5);

    /// One target of these lengths in tenths of a millimeter, by day.
    fn case(sizes: &[(i32, u32)]) -> Case {
        let mut case = Case::default();
        case.therapy.start = Some(START);
        case.therapy.class = TherapyClass::Checkpoint;
        case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
        for &(day, tenths) in sizes {
            let mut visit = Visit::on(date_from_day(START, day));
            let axes = Axes::longest_only(Length::from_tenths(tenths).unwrap());
            visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(Size::Axes(axes))));
            case.add_visit(visit).unwrap();
        }
        case
    }

    fn add(case: &mut Case, day: i32, kind: EventKind) {
        let date = date_from_day(START, day);
        case.add_event(Event { date, kind, lesion: None, dose: String::new(), text: String::new() }).unwrap();
    }

    fn course(case: &Case) -> CaseCourse {
        CaseCourse::of(case, Rules::shipped().unwrap())
    }

    fn tenths(course: &CaseCourse) -> Vec<(i32, i64, bool)> {
        course.changes.iter().map(|own| (own.day, own.percent.0, own.before_other)).collect()
    }

    #[test]
    fn changes_are_counted_from_the_baseline_by_hand() {
        // 40 mm before the start; 52 of 40 is +30.0 %, 44 is +10.0 %, 26 is -35.0 %.
        let own = course(&case(&[(-20, 360), (0, 400), (28, 520), (56, 440), (84, 260)]));
        assert_eq!(tenths(&own), [(0, 0, true), (28, 300, true), (56, 100, true), (84, -350, true)]);
        assert_eq!(own.best_change(), Some(Percent(-350)));
        assert_eq!(own.best, Some(IrecistState::IPr));
        assert_eq!(own.milestones, [(28, Milestone::Unconfirmed), (84, Milestone::Response)]);
        assert_eq!((own.last_day, own.therapy_end()), (84, None), "still on therapy");
    }

    #[test]
    fn what_follows_another_treatment_is_no_best_change() {
        let mut treated = case(&[(0, 400), (28, 380), (56, 200)]);
        add(&mut treated, 28, EventKind::Radiation);
        add(&mut treated, 70, EventKind::Death);
        let own = course(&treated);
        // What is done on the day of a visit is done after measuring.
        assert_eq!(tenths(&own), [(0, 0, true), (28, -50, true), (56, -500, false)]);
        assert_eq!(own.best_change(), Some(Percent(-50)));
        assert_eq!(own.best, Some(IrecistState::ISd), "no response is claimed for the therapy");
        assert_eq!(own.milestones, [(28, Milestone::OtherTreatment), (70, Milestone::Died)]);
        assert_eq!((own.last_day, own.therapy_end()), (70, Some((70, Milestone::Died))));
    }

    #[test]
    fn a_change_of_line_ends_the_therapy_and_is_marked_once() {
        let mut changed = case(&[(0, 400), (28, 520), (56, 300)]);
        add(&mut changed, 0, EventKind::TherapyStart);
        add(&mut changed, 30, EventKind::TherapyStop);
        add(&mut changed, 35, EventKind::TherapyStart);
        let own = course(&changed);
        assert_eq!(
            own.milestones,
            [(28, Milestone::Unconfirmed), (30, Milestone::TherapyStopped), (35, Milestone::TherapyChanged)]
        );
        assert_eq!(own.therapy_end(), Some((30, Milestone::TherapyStopped)));
        assert_eq!(tenths(&own).last(), Some(&(56, -250, false)));
    }

    #[test]
    fn the_drugs_of_a_line_that_is_not_immune_are_the_line() {
        let mut own = case(&[(0, 400), (28, 200)]);
        own.therapy.class = TherapyClass::NotImmune;
        add(&mut own, 14, EventKind::Chemotherapy);
        assert_eq!(course(&own).best_change(), Some(Percent(-500)));
    }

    #[test]
    fn a_volume_counts_as_the_diameter_it_amounts_to() {
        let mut own = case(&[]);
        for (day, mm3) in [(0, 8_000.0), (28, 1_000.0)] {
            let mut visit = Visit::on(date_from_day(START, day));
            let size = Size::Volume(crate::domain::Volume::from_mm3(mm3).unwrap());
            visit.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(size)));
            own.add_visit(visit).unwrap();
        }
        let own = course(&own);
        // An eighth of the volume is half the diameter.
        assert_eq!((tenths(&own), own.by_volume), (vec![(0, 0, true), (28, -500, true)], true));
    }

    #[test]
    fn without_a_later_size_or_a_baseline_there_is_no_change() {
        assert_eq!(course(&case(&[(0, 400)])).best_change(), None);
        assert_eq!(tenths(&course(&case(&[]))), []);
        assert_eq!(course(&case(&[])).best, None);
    }

    #[test]
    fn every_milestone_has_a_token_of_its_own() {
        for own in Milestone::ALL {
            assert_eq!(Milestone::from_token(own.token()), Some(own));
        }
    }
}
