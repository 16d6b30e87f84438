//! What stands behind each visit's categories, and what they come to, as cells of the JSON of `assess`.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::columns::{Cell, Row};
use crate::criteria::{
    Burden, CriteriaRow, CriteriaTable, FurtherRow, Ground, Irrc, Overall, Reason, Spell, TargetResponse, further,
    outcome,
};
use crate::domain::{Case, LesionId, NonTarget};
use crate::explain::rule_words;
use crate::rules::CriteriaSettings;
use crate::store::tokens::Token as _;

/// The other criteria, the reasons and the words of every visit, in the order of the rows.
pub(super) fn visits(case: &Case, table: &CriteriaTable, settings: &CriteriaSettings) -> Vec<Row> {
    let settings = &settings.read(&case.readings);
    let others: BTreeMap<Date, FurtherRow> = further(case, settings);
    let cells = |row: &CriteriaRow| {
        let beside = others.get(&row.date);
        let words = rule_words(case, row, beside, settings);
        let mut cells = the_others(beside.copied().unwrap_or_default());
        cells.push(("irecist_flags", Cell::List(row.irecist.flags.iter().map(|flag| flag.token()).collect())));
        cells.push(("why", Cell::Texts(words.why)));
        cells.push(("disagreement", Cell::Texts(words.disagreement)));
        cells.push(("reasons", Cell::Rows(row.reasons.iter().map(|reason| reason_cells(case, reason)).collect())));
        cells
    };
    table.rows.iter().map(cells).collect()
}

fn the_others(row: FurtherRow) -> Row {
    let overall = |value: Option<Overall>| value.map_or(Cell::Empty, |own| Cell::Token(own.token()));
    let immune = |value: Option<Irrc>| value.map_or(Cell::Empty, |own| Cell::Token(own.token()));
    let group = |value: Option<TargetResponse>| value.map_or(Cell::Empty, |own| Cell::Token(own.token()));
    let split = row.itrecist;
    vec![
        ("who", overall(row.who)),
        ("irrecist", immune(row.irrecist.map(|own| own.response))),
        ("irrecist_best", immune(row.irrecist.map(|own| own.best))),
        ("imrecist_best", immune(row.irrecist.map(|own| own.im_best))),
        ("itrecist_injected", group(split.and_then(|own| own.injected).map(|own| own.response))),
        ("itrecist_other", group(split.and_then(|own| own.non_injected).map(|own| own.response))),
        ("vcog_lymphoma", overall(row.vcog_lymphoma)),
    ]
}

/// What the rows come to.
pub(super) fn course(case: &Case, table: &CriteriaTable, settings: &CriteriaSettings, as_of: Date) -> Row {
    let known = case.known_on(as_of);
    let settings = &settings.read(&case.readings);
    let outcome = outcome(&known, table, settings);
    let overall = |value: Option<Overall>| value.map_or(Cell::Empty, |own| Cell::Token(own.token()));
    let day = |date: Option<Date>| date.map_or(Cell::Empty, |date| Cell::Whole(case.day_of(date)));
    let days = |spell: Option<Spell>| spell.map_or(Cell::Empty, |own| Cell::Whole(own.days()));
    let ended = |spell: Option<Spell>| {
        spell.map_or(Cell::Empty, |own| Cell::Token(if own.ended { "ended" } else { "lasting" }))
    };
    let ground = |ground: Ground| match ground {
        Ground::Called => "called",
        Ground::Confirmed => "confirmed",
        Ground::StoppedUnconfirmed(_) => "unconfirmed_therapy_stopped",
        Ground::DiedUnconfirmed(_) => "unconfirmed_died",
    };
    let immune = outcome.iprogression;
    vec![
        ("best_crecist", overall(outcome.best)),
        ("best_crecist_confirmed", overall(outcome.best_confirmed)),
        ("best_irecist", outcome.ibor.map_or(Cell::Empty, |own| Cell::Token(own.token()))),
        ("crecist_progression_called_day", day(outcome.progression.map(|own| own.called_on))),
        ("crecist_progression_dated_day", day(outcome.progression.map(|own| own.dated_to))),
        ("irecist_progression_called_day", day(immune.map(|own| own.called_on))),
        ("irecist_progression_dated_day", day(immune.map(|own| own.dated_to))),
        ("irecist_progression_ground", immune.map_or(Cell::Empty, |own| Cell::Token(ground(own.ground)))),
        ("crecist_response_days", days(outcome.response)),
        ("crecist_response", ended(outcome.response)),
        ("irecist_response_days", days(outcome.iresponse)),
        ("irecist_response", ended(outcome.iresponse)),
        ("readings", Cell::List(case.readings.iter().map(|reading| reading.word()).collect())),
    ]
}

/// One reason: its rule first, then what it rests on. Sizes are in mm, or cm3 on a volume basis.
fn reason_cells(case: &Case, reason: &Reason) -> Row {
    let mut cells: Row = vec![("rule", Cell::Token(reason.token()))];
    let day = |date: Date| Cell::Whole(case.day_of(date));
    let names = |lesions: &[LesionId]| {
        let known = lesions.iter().filter_map(|id| case.lesion(*id));
        Cell::Texts(known.map(|lesion| lesion.name.clone()).collect())
    };
    let yes = |reached: bool| Cell::Token(if reached { "yes" } else { "no" });
    match reason {
        Reason::RiseOverNadir { nadir, nadir_date, now, percent, line, reached } => cells.extend([
            ("now", size(*now)),
            ("nadir", size(*nadir)),
            ("nadir_day", day(*nadir_date)),
            ("percent", percent.map_or(Cell::Empty, Cell::Percent)),
            ("line", size(*line)),
            ("reached", yes(*reached)),
        ]),
        Reason::AgainstBaseline { baseline, baseline_date, now, percent, line, reached } => cells.extend([
            ("now", size(*now)),
            ("baseline", size(*baseline)),
            ("baseline_day", day(*baseline_date)),
            ("percent", percent.map_or(Cell::Empty, Cell::Percent)),
            ("line", size(*line)),
            ("reached", yes(*reached)),
        ]),
        Reason::BelowAbsoluteFloor { rise_tenths, floor_tenths } => {
            cells.extend([("rise", Cell::Tenths(*rise_tenths)), ("floor", tenths(*floor_tenths))]);
        }
        Reason::FurtherRise { from, since, now, needed_tenths, reached } => cells.extend([
            ("now", size(*now)),
            ("from", size(*from)),
            ("since_day", day(*since)),
            ("needed", tenths(*needed_tenths)),
            ("reached", yes(*reached)),
        ]),
        Reason::ResetNeedsFall { from, since, now } => {
            cells.extend([("now", size(*now)), ("from", size(*from)), ("since_day", day(*since))]);
        }
        Reason::NewLesionSumRise { from_tenths, to_tenths } => {
            cells.extend([("from", tenths(*from_tenths)), ("now", tenths(*to_tenths))]);
        }
        Reason::Merged { lesion, into } => {
            cells.extend([("lesions", names(&[*lesion])), ("into", names(&[*into]))]);
        }
        Reason::NotAssessed(lesions)
        | Reason::InParts(lesions)
        | Reason::Reappeared(lesions)
        | Reason::NewLesions(lesions)
        | Reason::FirstSeen(lesions)
        | Reason::Equivocal(lesions)
        | Reason::AdditionalNewLesions(lesions)
        | Reason::NewLesionsGrew(lesions) => cells.push(("lesions", names(lesions))),
        Reason::Proved { lesions, suspected_on } => {
            cells.extend([("lesions", names(lesions)), ("suspected_day", day(*suspected_on))]);
        }
        Reason::NonTarget(state) => cells.push(("state", Cell::Token(non_target(*state)))),
        Reason::FirstUnconfirmed(drivers) => {
            cells.push(("drivers", Cell::List(drivers.iter().map(|driver| driver.token()).collect())));
        }
        Reason::OtherCategory(driver) => cells.push(("drivers", Cell::List(vec![driver.token()]))),
        Reason::TooEarly { days, earliest } => {
            cells.extend([("days", Cell::Whole(*days)), ("earliest", Cell::Whole(*earliest))]);
        }
        Reason::Late { days, latest, counts } => {
            cells.extend([("days", Cell::Whole(*days)), ("latest", Cell::Whole(*latest)), ("counts", yes(*counts))]);
        }
        Reason::ConfirmedBefore { on } => cells.push(("confirmed_day", day(*on))),
        Reason::TotalBurden { baseline_mm2, nadir_mm2, now_mm2 } => cells.extend([
            ("now_mm2", Cell::Probability(*now_mm2)),
            ("nadir_mm2", Cell::Probability(*nadir_mm2)),
            ("baseline_mm2", Cell::Probability(*baseline_mm2)),
        ]),
        Reason::TargetsGone
        | Reason::ResponseKept
        | Reason::NonTargetReappeared
        | Reason::NonTargetIncrease
        | Reason::NotIncreased
        | Reason::NewLesionsHold
        | Reason::BarReset
        | Reason::NewLesionsPrecludeComplete => {}
    }
    cells
}

fn tenths(tenths: u32) -> Cell {
    Cell::Tenths(i64::from(tenths))
}

fn size(burden: Burden) -> Cell {
    match burden {
        Burden::Diameters(tenths) => Cell::Tenths(i64::from(tenths)),
        Burden::Volume(mm3) => Cell::Volume(mm3 / 1000.0),
    }
}

const fn non_target(state: NonTarget) -> &'static str {
    match state {
        NonTarget::None => "none",
        NonTarget::Present | NonTarget::NonCrNonPd => "non-CR/non-PD",
        NonTarget::CompleteResponse => "CR",
        NonTarget::Progression => "PD",
        NonTarget::NotEvaluable => "NE",
    }
}
