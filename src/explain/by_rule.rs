//! Each rule category in words: why, where the criteria disagree, and what the rows come to.

use jiff::civil::Date;

use super::format::{list, when};
use super::phrases;
use crate::criteria::selection::{NotTarget, Selection, of_one_organ};
use crate::criteria::{
    Burden, CriteriaRow, CriteriaTable, Driver, FurtherRow, Ground, IrecistState, Irrc, Outcome, Overall, Percent,
    Reason, TargetResponse,
};
use crate::domain::units::Tenths;
use crate::domain::volume::sphere_diameter_mm;
use crate::domain::{Case, Dated, Lesion, LesionId, LesionKind, Reading, Role};
use crate::rules::CriteriaSettings;

/// One visit in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RuleWords {
    /// Why each category is what it is, in the order in which the rules are read.
    pub why: Vec<String>,
    /// Where the criteria disagree; empty where they do not.
    pub disagreement: Vec<String>,
}

/// A reading of the papers that a case may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingWords {
    /// Which.
    pub reading: Reading,
    /// What it is about: "A further 5 mm is measured from".
    pub question: &'static str,
    /// What is usual: "the first iUPD".
    pub usual: &'static str,
    /// What this reading says: "the visit before".
    pub other: &'static str,
    /// Where the choice comes from.
    pub source: &'static str,
}

/// Every reading in words.
pub fn reading_words() -> impl Iterator<Item = ReadingWords> {
    Reading::ALL.into_iter().map(|(reading, _)| {
        let [question, usual, other, source] = phrases::reading(reading);
        ReadingWords { reading, question, usual, other, source }
    })
}

/// Why a visit has its categories, and where they disagree.
pub fn rule_words<'a>(
    case: impl Into<Dated<'a>>,
    row: &CriteriaRow,
    further: Option<&FurtherRow>,
    settings: &CriteriaSettings,
) -> RuleWords {
    let case = case.into();
    let why = row.reasons.iter().filter_map(|reason| sentence(case, reason, settings)).collect();
    let disagreement = disagreement(row, further).into_iter().map(ToOwned::to_owned).collect();
    RuleWords { why, disagreement }
}

fn names(case: &Case, lesions: &[LesionId]) -> String {
    let names: Vec<String> =
        lesions.iter().filter_map(|id| case.lesion(*id)).map(|lesion| lesion.name.clone()).collect();
    list(&names)
}

/// "+23.3 %", with a true minus.
fn percent(percent: Percent) -> String {
    let sign = if percent.0 > 0 { "+" } else { "" };
    format!("{sign}{percent} %").replace('-', "\u{2212}")
}

/// "+14 mm"; nothing on a volume basis, which has no absolute rule.
fn rise(from: Burden, to: Burden) -> Option<String> {
    let (Burden::Diameters(from), Burden::Diameters(to)) = (from, to) else { return None };
    Some(signed_mm(i64::from(to) - i64::from(from)))
}

fn signed_mm(tenths: i64) -> String {
    let sign = if tenths > 0 { "+" } else { "" };
    format!("{sign}{} mm", Tenths(tenths)).replace('-', "\u{2212}")
}

fn mm(tenths: u32) -> String {
    format!("{} mm", Tenths(i64::from(tenths)))
}

/// The percentage that is progression on the basis of a sum: 20 %, or 72.8 % of volume.
fn progression_percent(settings: &CriteriaSettings, basis: Burden) -> String {
    match basis {
        Burden::Diameters(_) => format!("{} %", settings.progression_percent),
        Burden::Volume(_) => {
            let factor = 1.0 + f64::from(settings.progression_percent) / 100.0;
            format!("{:.1} %", 100.0 * (factor.powi(3) - 1.0))
        }
    }
}

fn sentence(case: Dated<'_>, reason: &Reason, settings: &CriteriaSettings) -> Option<String> {
    Some(match reason {
        Reason::TargetsGone => phrases::TARGETS_GONE.to_owned(),
        Reason::RiseOverNadir { nadir, nadir_date, now, percent, line, reached } => {
            over_nadir(case, *nadir, *nadir_date, *now, *percent, *line, *reached, settings)
        }
        Reason::BelowAbsoluteFloor { rise_tenths, floor_tenths } => {
            phrases::below_floor(&signed_mm(*rise_tenths), &mm(*floor_tenths))
        }
        Reason::AgainstBaseline { baseline, baseline_date, percent: change, line, reached, .. } => {
            let change = percent((*change)?);
            let date = when(case, *baseline_date);
            phrases::against_baseline(&change, &baseline.to_string(), &date, &line.to_string(), *reached)
        }
        Reason::Reappeared(lesions) => phrases::reappeared(&names(&case, lesions)),
        Reason::NonTargetReappeared => phrases::NON_TARGET_REAPPEARED.to_owned(),
        Reason::ResponseKept => phrases::RESPONSE_KEPT.to_owned(),
        Reason::NotAssessed(lesions) => phrases::not_assessed(&names(&case, lesions)),
        Reason::InParts(lesions) => phrases::in_parts(&names(&case, lesions)),
        Reason::Merged { lesion, into } => phrases::merged(&names(&case, &[*lesion]), &names(&case, &[*into])),
        Reason::NonTarget(state) => phrases::non_target(*state).to_owned(),
        Reason::NewLesions(lesions) => phrases::new_lesions(&names(&case, lesions)),
        Reason::FirstSeen(lesions) => phrases::first_seen(&names(&case, lesions)),
        Reason::Equivocal(lesions) => phrases::equivocal(&names(&case, lesions)),
        Reason::Proved { lesions, suspected_on } => phrases::proved(&names(&case, lesions), &when(case, *suspected_on)),
        Reason::FirstUnconfirmed(drivers) => {
            let day = |days: i32| format!("day {days}");
            let earliest = settings.confirm_min_days - settings.confirm_tolerance_days;
            phrases::first_unconfirmed(&driver_list(drivers), &day(earliest), &day(settings.confirm_max_days))
        }
        Reason::FurtherRise { from, since, now, needed_tenths, reached } => {
            let change = rise(*from, *now).unwrap_or_else(|| sphere_rise(*from, *now));
            let needed = mm(*needed_tenths);
            let (now, from) = (now.to_string(), from.to_string());
            phrases::further_rise(&now, &from, &when(case, *since), &change, &needed, *reached)
        }
        Reason::NonTargetIncrease => phrases::NON_TARGET_INCREASE.to_owned(),
        Reason::AdditionalNewLesions(lesions) => phrases::additional_new(&names(&case, lesions)),
        Reason::NewLesionSumRise { from_tenths, to_tenths } => {
            phrases::new_sum_rise(&mm(*from_tenths), &mm(*to_tenths))
        }
        Reason::NewLesionsGrew(lesions) => phrases::new_grew(&names(&case, lesions)),
        Reason::OtherCategory(driver) => phrases::other_category(phrases::driver(*driver)),
        Reason::NotIncreased => phrases::NOT_INCREASED.to_owned(),
        Reason::NewLesionsHold => phrases::NEW_LESIONS_HOLD.to_owned(),
        Reason::TooEarly { days, earliest } => phrases::too_early(*days, *earliest),
        Reason::Late { days, latest, counts } => phrases::late(*days, *latest, *counts),
        Reason::BarReset => phrases::BAR_RESET.to_owned(),
        Reason::ResetNeedsFall { from, since, now } => {
            phrases::reset_needs_fall(&now.to_string(), &from.to_string(), &when(case, *since))
        }
        Reason::NewLesionsPrecludeComplete => phrases::NEW_PRECLUDE_COMPLETE.to_owned(),
        Reason::ConfirmedBefore { on } => phrases::confirmed_before(&when(case, *on)),
        Reason::TotalBurden { nadir_mm2, now_mm2, .. } => {
            let number = |mm2: f64| format!("{mm2:.0}");
            let change = if *nadir_mm2 > 0.0 {
                let sign = if now_mm2 > nadir_mm2 { "+" } else { "" };
                format!("{sign}{:.1} %", 100.0 * (now_mm2 / nadir_mm2 - 1.0)).replace('-', "\u{2212}")
            } else {
                phrases::FROM_NOTHING.to_owned()
            };
            phrases::total_burden(&number(*now_mm2), &number(*nadir_mm2), &change)
        }
    })
}

#[expect(clippy::too_many_arguments, reason = "the fields of one reason")]
fn over_nadir(
    case: Dated<'_>,
    nadir: Burden,
    date: Date,
    now: Burden,
    change: Option<Percent>,
    line: Burden,
    reached: bool,
    settings: &CriteriaSettings,
) -> String {
    let date = when(case, date);
    let Some(change) = change else {
        return if reached { phrases::after_zero(&now.to_string(), &date) } else { phrases::still_zero(&date) };
    };
    let mut changes = vec![percent(change)];
    changes.extend(rise(nadir, now));
    let says = if reached {
        let floor = matches!(now, Burden::Diameters(_)).then(|| mm(settings.progression_floor_tenths));
        phrases::line_reached(&progression_percent(settings, now), floor.as_deref())
    } else {
        phrases::line_not_reached(&line.to_string())
    };
    phrases::over_nadir(&now.to_string(), &nadir.to_string(), &date, &changes.join(", "), &says)
}

/// The rise of the sphere of equal volume.
fn sphere_rise(from: Burden, to: Burden) -> String {
    let mm = sphere_diameter_mm(to.value()) - sphere_diameter_mm(from.value());
    let sign = if mm > 0.0 { "+" } else { "" };
    phrases::of_equal_sphere(&format!("{sign}{mm:.1} mm").replace('-', "\u{2212}"))
}

fn driver_list(drivers: &[Driver]) -> String {
    let drivers: Vec<String> = drivers.iter().map(|own| phrases::driver(*own).to_owned()).collect();
    list(&drivers)
}

/// Where the criteria part at a visit (`domain.md` 1.7), the one that matters most first.
fn disagreement(row: &CriteriaRow, further: Option<&FurtherRow>) -> Vec<&'static str> {
    let progression = row.crecist == Overall::Pd;
    let by_area = matches!(row.irrc, Some(Irrc::IrPdUnconfirmed | Irrc::IrPdConfirmed));
    let area_known = row.irrc.is_some_and(|irrc| irrc != Irrc::Ne);
    let state = row.irecist.state;
    let by = |driver: Driver| row.irecist.drivers.contains(&driver);
    let mut found = Vec::new();
    match state {
        IrecistState::IUpd if progression => found.push(phrases::WAIT_DECIDES),
        IrecistState::ICr | IrecistState::IPr | IrecistState::ISd | IrecistState::NonIcrNonIupd if progression => {
            found.push(phrases::RESET_DECIDES);
        }
        IrecistState::ICpd if !progression => found.push(phrases::ENDED_DECIDES),
        _ => {}
    }
    if by_area && !progression {
        let floor = row.reasons.iter().any(|reason| matches!(reason, Reason::BelowAbsoluteFloor { .. }));
        found.push(if floor { phrases::FLOOR_DECIDES } else { phrases::AREA_DECIDES });
    }
    if row.irrc == Some(Irrc::IrPdConfirmed) && state == IrecistState::IUpd {
        found.push(phrases::STANDING_DECIDES);
    }
    if progression && area_known && !by_area && row.target_response != TargetResponse::Pd {
        if by(Driver::NewLesion) {
            found.push(phrases::NEW_LESION_DECIDES);
        }
        if by(Driver::NonTarget) {
            found.push(phrases::NON_TARGET_DECIDES);
        }
    }
    if row.crecist == Overall::Cr && row.irrc.is_some_and(|irrc| irrc != Irrc::IrCr) && area_known {
        found.push(phrases::NODE_DECIDES);
    }
    found.extend(further.map_or_else(Vec::new, |further| of_the_others(row, further, progression)));
    found
}

fn of_the_others(row: &CriteriaRow, further: &FurtherRow, progression: bool) -> Vec<&'static str> {
    let mut found = Vec::new();
    if further.who == Some(Overall::Pd) && !progression {
        found.push(phrases::ONE_LESION_DECIDES);
    }
    let added = further
        .irrecist
        .is_some_and(|own| !matches!(own.response, Irrc::IrPdUnconfirmed | Irrc::IrPdConfirmed | Irrc::Ne));
    if added && progression && row.irecist.drivers.contains(&Driver::NewLesion) {
        found.push(phrases::ADDED_DECIDES);
    }
    if let Some((injected, other)) = further.itrecist.and_then(|own| own.injected.zip(own.non_injected))
        && (injected.response == TargetResponse::Pd) != (other.response == TargetResponse::Pd)
    {
        found.push(phrases::INJECTED_DECIDES);
    }
    if further.vcog_lymphoma.is_some_and(|own| own != row.crecist) {
        found.push(phrases::LONGEST_DECIDES);
    }
    found
}

/// What the rows come to, as lines of a name and its value.
pub fn outcome_words<'a>(
    case: impl Into<Dated<'a>>,
    table: &CriteriaTable,
    outcome: &Outcome,
) -> Vec<(&'static str, String)> {
    let case = case.into();
    let mut lines = Vec::new();
    if let Some((best, confirmed)) = outcome.best.zip(outcome.best_confirmed) {
        lines.push((phrases::BEST_CRECIST, phrases::best(best.token(), confirmed.token())));
    }
    lines.extend(outcome.ibor.map(|ibor| (phrases::BEST_IRECIST, ibor.token().to_owned())));
    if let Some(progression) = outcome.progression {
        let dated = Some(progression.dated_to).filter(|date| *date != progression.called_on);
        let dated = dated.map(|date| when(case, date));
        lines.push((
            phrases::PROGRESSION_CRECIST,
            phrases::called(&when(case, progression.called_on), dated.as_deref()),
        ));
    }
    if let Some(progression) = outcome.iprogression {
        let end = match progression.ground {
            Ground::StoppedUnconfirmed(date) | Ground::DiedUnconfirmed(date) => when(case, date),
            Ground::Called | Ground::Confirmed => String::new(),
        };
        let (dated, called) = (when(case, progression.dated_to), when(case, progression.called_on));
        lines.push((
            phrases::PROGRESSION_IRECIST,
            phrases::immune_progression(progression.ground, &dated, &called, &end),
        ));
    }
    for (name, spell) in
        [(phrases::IN_RESPONSE_CRECIST, outcome.response), (phrases::IN_RESPONSE_IRECIST, outcome.iresponse)]
    {
        lines.extend(spell.map(|own| (name, phrases::in_response(own.days(), &when(case, own.from), own.ended))));
    }
    if table.rows.is_empty() { Vec::new() } else { lines }
}

/// How the clinician's targets stand beside those the rules suggest; one line where they are the same.
pub fn selection_words(case: &Case, selection: &Selection, settings: &CriteriaSettings) -> Vec<String> {
    let radiograph = Tenths(i64::from(settings.measurable_radiograph_crecist_tenths)).to_string();
    let minimum = phrases::radiograph_minimum(&radiograph);
    let departures = selection.departures(case.lesions());
    if departures.is_empty() {
        return vec![phrases::selection_agrees(&minimum)];
    }
    let mut lines: Vec<String> = departures
        .into_iter()
        .filter_map(|(id, suggested)| {
            let lesion = case.lesion(id)?;
            Some(match selection.reasons.get(&id) {
                Some(reason) if suggested == Role::NonTarget => {
                    phrases::kept_as_target(&lesion.name, &not_target(case, selection, lesion, *reason))
                }
                _ => phrases::kept_as_non_target(&lesion.name),
            })
        })
        .collect();
    lines.push(phrases::selection_rule(&minimum, &names(case, &selection.targets)));
    lines
}

/// Why the rules pass a lesion over, naming those that they take instead.
fn not_target(case: &Case, selection: &Selection, lesion: &Lesion, reason: NotTarget) -> String {
    match reason {
        NotTarget::NotMeasurable => phrases::NOT_MEASURABLE.to_owned(),
        NotTarget::Full => phrases::full(&names(case, &selection.targets)),
        NotTarget::OrganFull => {
            let same = |id: &LesionId| case.lesion(*id).is_some_and(|other| of_one_organ(other, lesion));
            let others: Vec<LesionId> = selection.targets.iter().copied().filter(same).collect();
            phrases::organ_full(lesion.kind == LesionKind::Nodal, &names(case, &others))
        }
    }
}
