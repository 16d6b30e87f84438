//! The record as known on the day of assessment, with the series and rule categories made from it once.

use jiff::civil::Date;

use crate::criteria::{self, Burden, CriteriaRow, CriteriaTable, IrecistState};
use crate::domain::{Case, Event, EventKind, LesionId, Visit, day_from_date};
use crate::forecast::Precision;
use crate::rules::Rules;
use crate::series::{self, Basis, ChangeNoise, Point, Series};

/// What every step of the assessment reads.
pub(super) struct Record<'a> {
    pub(super) case: &'a Case,
    pub(super) rules: &'a Rules,
    pub(super) series: Series,
    pub(super) table: CriteriaTable,
    pub(super) precision: Precision,
}

impl<'a> Record<'a> {
    /// Builds the series and the rule categories of a case that holds nothing later than the day of assessment.
    pub(super) fn new(case: &'a Case, rules: &'a Rules) -> Self {
        let series = series::build(case);
        let table = criteria::evaluate_series(case, &series, &rules.criteria);
        Self { case, rules, series, table, precision: Precision::Full }
    }

    /// The same with forecasts this close to a long run.
    pub(super) fn with_precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    pub(super) fn row(&self, place: usize) -> Option<&CriteriaRow> {
        self.table.rows.get(place)
    }

    /// The point of a date.
    pub(super) fn point(&self, date: Date) -> Option<&Point> {
        self.series.points.iter().find(|point| point.date == date)
    }

    /// The point of a row.
    pub(super) fn point_of(&self, place: usize) -> Option<&Point> {
        self.point(self.row(place)?.date)
    }

    /// The point of the nadir before a row; the baseline where there is none.
    pub(super) fn nadir_of(&self, place: usize) -> Option<&Point> {
        self.row(place)?.nadir_date.and_then(|date| self.point(date)).or_else(|| self.series.baseline_point())
    }

    /// The last point from the baseline on, before a row, with an evaluable sum.
    pub(super) fn point_before(&self, place: usize) -> Option<&Point> {
        let date = self.row(place)?.date;
        let from = self.series.baseline?;
        let earlier = self.series.points.iter().skip(from).take_while(|point| point.date < date);
        earlier.filter(|point| self.series.sum_of(point).is_some()).last()
    }

    /// The noise of the change between two points.
    pub(super) fn change(&self, first: &Point, second: &Point) -> Option<ChangeNoise> {
        series::change(first, second, &self.series, &self.rules.noise)
    }

    /// The change from the nadir to a row.
    pub(super) fn change_from_nadir(&self, place: usize) -> Option<ChangeNoise> {
        self.change(self.nadir_of(place)?, self.point_of(place)?)
    }

    /// A share of diameters as a share on the basis of the series.
    pub(super) fn share(&self, of_diameter: f64) -> f64 {
        match self.series.basis {
            Basis::Diameters => of_diameter,
            Basis::Volumes => of_diameter.powi(3),
        }
    }

    /// A ratio on the basis of the series as a rise of diameter, in percent.
    pub(super) fn rise_percent(&self, ratio: f64) -> f64 {
        let of_diameter = match self.series.basis {
            Basis::Diameters => ratio,
            Basis::Volumes => ratio.cbrt(),
        };
        100.0 * (of_diameter - 1.0)
    }

    /// The lowest complete sum from the baseline to a row, that row included.
    pub(super) fn lowest_to(&self, place: usize) -> Option<Burden> {
        let row = self.row(place)?;
        let complete = self.point_of(place).is_some_and(|point| point.complete);
        let own = row.burden.filter(|_| complete);
        match (row.nadir, own) {
            (Some(nadir), Some(own)) => Some(if own.value() < nadir.value() { own } else { nadir }),
            (nadir, own) => nadir.or(own),
        }
    }

    /// The progression line over a nadir: `max(1.2 N, N + 5 mm)`, or `1.728 N` in volume.
    pub(super) fn line_over(&self, nadir: Burden) -> Burden {
        let settings = &self.rules.criteria;
        match nadir {
            Burden::Diameters(tenths) => {
                let by_percent = (tenths * (100 + settings.progression_percent)).div_ceil(100);
                Burden::Diameters(by_percent.max(tenths + settings.progression_floor_tenths))
            }
            Burden::Volume(mm3) => {
                Burden::Volume(mm3 * (1.0 + f64::from(settings.progression_percent) / 100.0).powi(3))
            }
        }
    }

    /// The target that grew most in diameter (in volume on a volume basis) between two points.
    pub(super) fn most_grown(&self, first: &Point, second: &Point) -> Option<LesionId> {
        let basis = self.series.basis;
        let mut best: Option<(LesionId, f64)> = None;
        for target in second.targets.iter().filter(|target| self.series.is_summed(target.lesion)) {
            let Some(now) = target.on(basis) else { continue };
            // A mass is held against all that merged into it.
            let before = second.mass(target.lesion).filter_map(|part| first.target(part)?.on(basis)).sum::<f64>();
            // A tie goes to the lesion of the lower identity, so that the order of lesions does not matter.
            let better =
                best.is_none_or(|(id, most)| now - before > most || (now - before == most && target.lesion < id));
            if better {
                best = Some((target.lesion, now - before));
            }
        }
        best.filter(|(_, growth)| *growth > 0.0).map(|(lesion, _)| lesion)
    }

    /// Visits from one date on.
    pub(super) fn visits_from(&self, date: Date) -> impl DoubleEndedIterator<Item = &Visit> {
        self.case.visits().iter().filter(move |visit| visit.date >= date)
    }

    /// Events of some kinds, at least one day and at most `days` before `date`.
    ///
    /// What is done on the day of a visit is done after measuring, so it cannot have changed that size.
    pub(super) fn events_before(&self, date: Date, days: i32, kinds: &[EventKind]) -> impl Iterator<Item = &Event> {
        self.case.events().iter().filter(move |event| {
            let ago = day_from_date(event.date, date);
            kinds.contains(&event.kind) && ago > 0 && ago <= days
        })
    }

    /// Days on which a lesion was injected, before a date.
    pub(super) fn injections(&self, lesion: Option<LesionId>, before: Date) -> Vec<Date> {
        let concerns = |event: &Event| event.lesion.is_none() || lesion.is_none() || event.lesion == lesion;
        let dates = |kind: EventKind| {
            let events = self.case.events().iter();
            events
                .filter(move |event| event.kind == kind && event.date < before && concerns(event))
                .map(|event| event.date)
                .collect::<Vec<_>>()
        };
        let injections = dates(EventKind::Injection);
        if !injections.is_empty() {
            return injections;
        }
        // The lesion is marked as injected and no day is recorded: a dose of this line is the day it happened.
        let marked = lesion.is_some_and(|lesion| {
            let earlier = self.case.visits().iter().filter(|visit| visit.date <= before);
            earlier.filter_map(|visit| visit.measurements.get(&lesion)).any(|own| own.injected == Some(true))
        });
        if !marked {
            return Vec::new();
        }
        let doses = dates(EventKind::Dose);
        if doses.is_empty() {
            self.case.therapy.start.filter(|start| *start < before).into_iter().collect()
        } else {
            doses
        }
    }

    /// Whether a row is open progression.
    pub(super) fn is_unconfirmed(&self, place: usize) -> bool {
        self.row(place).is_some_and(|row| row.irecist.state == IrecistState::IUpd)
    }
}
