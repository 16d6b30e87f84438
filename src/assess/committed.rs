//! A committed plan beside the size that it waited for.

use jiff::civil::Date;

use super::Assessment;
use super::plan::RecheckKind;
use super::record::Record;
use crate::criteria::{Burden, IrecistState};
use crate::domain::{CommittedPlan, PlanSize, PlannedActions, Volume};

/// Which side of a plan a size fell on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PlanSide {
    /// Under the lower deciding size.
    Below,
    /// Between the two.
    Between,
    /// At or over the upper deciding size.
    AtOrAbove,
}

impl PlanSide {
    /// The stable token of machine output.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Below => "below",
            Self::Between => "between",
            Self::AtOrAbove => "at_or_above",
        }
    }
}

/// The size that a plan waited for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlanResult {
    /// The visit.
    pub visit: Date,
    /// Its size.
    pub size: Burden,
    /// Where it fell.
    pub side: PlanSide,
    /// It was made before the day from which a size counts for the plan.
    pub early: bool,
    /// Progression stands at that visit by something other than the size.
    pub otherwise_progression: bool,
}

/// A committed plan and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanOutcome {
    /// The plan, as committed.
    pub plan: CommittedPlan,
    /// The size it waited for; `None` while there is none.
    pub result: Option<PlanResult>,
    /// The size at the visit it was made at has been changed since.
    pub size_changed: bool,
}

/// What came of every plan, in the order committed.
pub(super) fn outcomes(record: &Record<'_>) -> Vec<PlanOutcome> {
    record.case.plans().iter().map(|plan| outcome(record, plan)).collect()
}

fn outcome(record: &Record<'_>, plan: &CommittedPlan) -> PlanOutcome {
    let mut readable = record.table.rows.iter().filter(|row| {
        let complete = record.point(row.date).is_some_and(|point| point.complete);
        row.date > plan.visit && complete && row.burden.is_some()
    });
    let counted = readable.clone().find(|row| row.date >= plan.from);
    let row = counted.or_else(|| readable.next_back());
    let result = row.and_then(|row| {
        let size = row.burden?;
        let side = side(plan, size)?;
        let progression = matches!(row.irecist.state, IrecistState::IUpd | IrecistState::ICpd);
        Some(PlanResult {
            visit: row.date,
            size,
            side,
            early: row.date < plan.from,
            otherwise_progression: progression && side == PlanSide::Below,
        })
    });
    let at_visit = record.table.rows.iter().find(|row| row.date == plan.visit).and_then(|row| row.burden);
    PlanOutcome { plan: plan.clone(), result, size_changed: at_visit.map(deciding) != plan.size.map(Some) }
}

/// `None` where the plan is of diameters and the size of volumes, or the other way about.
fn side(plan: &CommittedPlan, size: Burden) -> Option<PlanSide> {
    let under = |edge: PlanSize| match (size, edge) {
        (Burden::Diameters(own), PlanSize::Diameters(edge)) => Some(own < edge),
        (Burden::Volume(own), PlanSize::Volume(edge)) => Some(own < edge.mm3()),
        _ => None,
    };
    Some(if under(plan.below)? {
        PlanSide::Below
    } else if under(plan.at_or_above)? {
        PlanSide::Between
    } else {
        PlanSide::AtOrAbove
    })
}

/// The size of a burden in the words of a plan.
pub(super) fn deciding(size: Burden) -> Option<PlanSize> {
    match size {
        Burden::Diameters(tenths) => Some(PlanSize::Diameters(tenths)),
        Burden::Volume(mm3) => Volume::from_mm3(mm3).ok().map(PlanSize::Volume),
    }
}

/// The size of a plan as a burden.
pub fn burden(size: PlanSize) -> Burden {
    match size {
        PlanSize::Diameters(tenths) => Burden::Diameters(tenths),
        PlanSize::Volume(volume) => Burden::Volume(volume.mm3()),
    }
}

/// The plan that an assessment offers; `None` where no recheck is to decide anything, or one is committed already.
pub fn offered_plan(assessment: &Assessment, committed: Date, actions: PlannedActions) -> Option<CommittedPlan> {
    let recheck = &assessment.recheck;
    let visit = assessment.visit?;
    let open = assessment.episode.as_ref().is_some_and(|own| own.open);
    let waits = matches!(recheck.kind, RecheckKind::Window | RecheckKind::RedFlag) && open;
    let taken = assessment.plans.iter().any(|own| own.plan.visit == visit);
    if !waits || taken {
        return None;
    }
    let sizes = assessment.deciding.as_ref()?;
    let (below, at_or_above) = (sizes.burden(sizes.below?), sizes.burden(sizes.above?));
    let due = recheck.due?;
    let row = assessment.criteria.rows.iter().find(|row| row.date == visit);
    Some(CommittedPlan {
        committed,
        visit,
        size: row.and_then(|row| row.burden).and_then(deciding),
        from: recheck.confirm_from.unwrap_or(due),
        due,
        below: deciding(below)?,
        at_or_above: deciding(at_or_above)?,
        actions,
        label: assessment.verdict.token.token().to_owned(),
        rules_version: assessment.rules_version.clone(),
        app_version: assessment.app_version.clone(),
    })
}
