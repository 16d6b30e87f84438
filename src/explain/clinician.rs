//! The clinician's voice.

use super::format::{list, when};
use super::phrases;
use super::words::{ClinicianWords, DecidingWords, RedFlagWords};
use super::{committed, course, kinetics, next, notes, readings, sum, table};
use crate::assess::{
    self, Against, Assessment, Confounder, ConfounderCode, Effect, EpisodeKind, Lean, OpenReason, RecheckReason,
    RedFlag, Token, WouldChange,
};
use crate::criteria::{CriteriaRow, IrecistState, Irrc, Overall};
use crate::domain::{Case, Dated, TherapyClass, capitalized};

/// At most this many "what would change this" lines; the rest is in the ledger.
const MOST_CHANGES: usize = 4;

/// An assessment in a clinician's words.
pub fn clinician<'a>(case: impl Into<Dated<'a>>, assessment: &Assessment) -> ClinicianWords {
    let case = case.into();
    let verdict = &assessment.verdict;
    let weighing = verdict.weighing.as_ref();
    let next::Lines { short, more } = next::lines(case, assessment);
    let [not_recorded, not_recorded_short] = not_recorded(assessment);
    ClinicianWords {
        headline: phrases::headline(verdict.token, verdict.within_error).to_owned(),
        subline: subline(case, assessment),
        notes: notes::notes(case, assessment),
        strength: if verdict.token.is_unconfirmed() {
            let by_prior = [OpenReason::GrowthByPriorAlone, OpenReason::SwellingByPriorAlone];
            let held = verdict.open_because.is_some_and(|why| !by_prior.contains(&why));
            if held { phrases::HELD.to_owned() } else { phrases::strength(verdict.strength).to_owned() }
        } else {
            String::new()
        },
        three_explanations: weighing
            .map(|own| phrases::three_explanations(super::format::three_of_100(own)))
            .unwrap_or_default(),
        strongest: strongest(assessment),
        table: table::rows(case, assessment),
        next_headline: next::headline(case, assessment),
        next_lines: short.iter().map(|own| own.text.clone()).chain(more.iter().cloned()).collect(),
        next_short: short,
        next_more: more,
        advice_lines: assessment.recommendation.advice.iter().map(|own| phrases::advice(*own).to_owned()).collect(),
        plans: committed::plans(case, assessment),
        plan_defaults: committed::defaults(case, assessment),
        kinetics: kinetics::words(case, assessment),
        readings: readings::lines(&case, assessment),
        red_flags: assessment.red_flags.iter().map(|flag| red_flag(case, flag, verdict.token)).collect(),
        confounder_lines: assessment.confounders.iter().map(|own| confounder(case, own, assessment)).collect(),
        not_recorded,
        not_recorded_short,
        would_change: would_change(assessment),
        one_decides: if assessment.recheck.why == RecheckReason::Died {
            String::new()
        } else {
            notes::one_decides(case, assessment)
        },
        robustness: robustness(assessment),
        disagreement: disagreement(case, assessment),
        before_after: weighing.map_or_else(|| no_sum(assessment), sum::before_after),
        hand_sum: weighing.map(|own| sum::by_hand(own, &assessment.ledger)).unwrap_or_default(),
        ledger: assessment.ledger.iter().map(sum::ledger_row).collect(),
        chart_summary: course::summary(case, assessment),
        footer: phrases::footer(&assessment.rules_version),
    }
}

fn subline(case: Dated<'_>, assessment: &Assessment) -> String {
    let verdict = &assessment.verdict;
    if let (RecheckReason::Died, Some(date), true) =
        (assessment.recheck.why, assessment.recheck.anchor, verdict.token.is_unconfirmed())
    {
        return phrases::never_decided(&when(case, date));
    }
    if verdict.token == Token::ConfoundedResponse && case.therapy.class == TherapyClass::NotImmune {
        return phrases::FELL_NOT_IMMUNE.to_owned();
    }
    if verdict.token == Token::CannotAssess {
        if let Some(first) = next::first_size_later(&case, assessment) {
            return phrases::nothing_yet(&when(case, assessment.as_of), &when(case, first));
        }
        let reasons: Vec<String> = verdict.cannot.iter().map(|own| phrases::cannot(*own).to_owned()).collect();
        return if reasons.is_empty() { phrases::subline(verdict.token).to_owned() } else { reasons.join("; ") };
    }
    let stop = assessment.confounders.iter().find(|own| own.code == ConfounderCode::TherapyStopped);
    if let (Token::ConfoundedResponse, Some(date)) = (verdict.token, stop.and_then(|own| own.date)) {
        return phrases::therapy_stopped(&when(case, date));
    }
    match &assessment.episode {
        Some(episode) if verdict.token.is_unconfirmed() && episode.kind == EpisodeKind::Rule => {
            let visits = assessment.criteria.rows.iter().filter(|row| row.date >= episode.opened);
            // A size back under the line leaves the episode open until it can be read as a reset, and is not over it.
            let over = |row: &&CriteriaRow| row.irecist.state == IrecistState::IUpd && row.crecist == Overall::Pd;
            let unconfirmed = visits.filter(over).count();
            let opened = phrases::opened_by(&episode.drivers, unconfirmed);
            phrases::unconfirmed_subline(&opened, verdict.token)
        }
        _ => phrases::subline(verdict.token).to_owned(),
    }
}

fn lesion_name(case: &Case, lesion: Option<crate::domain::LesionId>) -> String {
    lesion.and_then(|id| case.lesion(id)).map(|own| own.name.clone()).unwrap_or_default()
}

fn red_flag(case: Dated<'_>, flag: &RedFlag, token: Token) -> RedFlagWords {
    let causes: Vec<String> = flag.causes.iter().map(|own| phrases::status_cause(*own)).collect();
    RedFlagWords {
        what: phrases::red_flag(flag.code, &flag.text, &lesion_name(&case, flag.lesion), &causes.join(", ")),
        action: phrases::red_flag_action(flag.code, token).to_owned(),
    }
}

/// Whether anything is weighed or would be, so that a confounder has something to act on.
fn weighs(assessment: &Assessment) -> bool {
    assessment.verdict.token == Token::CannotAssess || assessment.episode.as_ref().is_some_and(|own| own.open)
}

fn confounder(case: Dated<'_>, confounder: &Confounder, assessment: &Assessment) -> String {
    let weighs = weighs(assessment);
    let token = assessment.verdict.token;
    // What also does more is not merely noted, and a block leaves nothing to hold or to halve.
    let blocked = token == Token::CannotAssess;
    let acts = |own: &&Effect| weighs && **own != Effect::Flag && (!blocked || **own == Effect::Block);
    let leans = matches!(token, Token::UnconfirmedLeaningPseudo | Token::UnconfirmedLeaningTrue);
    let words = |own: &Effect| match own {
        // A cap gives way to what is more than size.
        Effect::Cap if leans => phrases::CAP_GIVES_WAY,
        own => phrases::effect(*own),
    };
    let mut effects: Vec<String> = confounder.effects.iter().filter(acts).map(|own| words(own).to_owned()).collect();
    if effects.is_empty() {
        let noted = if weighs { phrases::effect(Effect::Flag) } else { phrases::NOTED_UNWEIGHED };
        effects.push(noted.to_owned());
    }
    if let (ConfounderCode::TherapyStopped, Some(date)) = (confounder.code, confounder.date) {
        return format!("{}: {}", phrases::therapy_stopped(&when(case, date)), list(&effects));
    }
    let lesion = lesion_name(&case, confounder.lesion);
    let date = confounder.date.map(|date| when(case, date)).unwrap_or_default();
    let about: Vec<String> = [lesion, date].into_iter().filter(|own| !own.is_empty()).collect();
    let about = if about.is_empty() { String::new() } else { format!(" ({})", about.join(", ")) };
    format!("{}{about}: {}", confounder_name(confounder), list(&effects))
}

/// What a confounder is called; a gap long enough to hold the verdict is another than one that is noted.
pub(super) fn confounder_name(confounder: &Confounder) -> &'static str {
    match confounder.code {
        ConfounderCode::LongGap if confounder.effects.contains(&Effect::Cap) => phrases::HOLDING_GAP,
        code => phrases::confounder(code),
    }
}

/// At most this many names of what is not recorded stand in the short line.
const MOST_NOT_RECORDED: usize = 5;

/// What was not recorded: all of it, and in short.
fn not_recorded(assessment: &Assessment) -> [String; 2] {
    let names: Vec<&str> = assessment.not_recorded.iter().map(|own| phrases::not_recorded(*own)).collect();
    if names.is_empty() {
        return Default::default();
    }
    let all = phrases::not_recorded_line(&names.join(", "));
    match names.split_at_checked(MOST_NOT_RECORDED) {
        // One more name is no longer than saying so.
        Some((first, more)) if more.len() > 1 => {
            let short = phrases::not_recorded_short(&first.join(", "), more.len());
            [all, short]
        }
        _ => [all.clone(), all],
    }
}

/// The strongest reasons, each leaning its way; measurement error leans neither.
fn strongest(assessment: &Assessment) -> Vec<DecidingWords> {
    let Some(weighing) = &assessment.verdict.weighing else { return Vec::new() };
    let by_error = assess::strongest(weighing, &assessment.ledger).against_growth == Some(Against::MeasurementError);
    let leans = [Lean::Growth, if by_error { Lean::Neither } else { Lean::Swelling }];
    let texts = sum::strongest_reasons(weighing, &assessment.ledger);
    texts.into_iter().zip(leans).map(|(text, lean)| DecidingWords { text, lean }).collect()
}

/// Why there is no sum, where a verdict stands without one.
fn no_sum(assessment: &Assessment) -> String {
    let token = assessment.verdict.token;
    match &assessment.episode {
        _ if token == Token::CannotAssess || token.is_unconfirmed() => String::new(),
        None => phrases::NO_SUM_NOTHING_OPEN.to_owned(),
        Some(_) => phrases::NO_SUM_SETTLED.to_owned(),
    }
}

/// Clues that would change the label, those to one label in one line.
fn would_change(assessment: &Assessment) -> Vec<String> {
    let mut by_label: Vec<(Token, Vec<String>)> = Vec::new();
    for change in &assessment.would_change {
        let WouldChange::Clue { level, to } = change else { continue };
        let found = phrases::found(*level).to_owned();
        match by_label.iter_mut().find(|(own, _)| own == to) {
            Some((_, all)) => all.push(found),
            None => by_label.push((*to, vec![found])),
        }
    }
    if by_label.is_empty() {
        let open = assessment.verdict.token.is_unconfirmed();
        return if open { vec![phrases::NOTHING_WOULD_CHANGE.to_owned()] } else { Vec::new() };
    }
    let lines = by_label.into_iter().take(MOST_CHANGES);
    lines.map(|(to, found)| phrases::would_change(&sentence_start(&found.join("; or ")), phrases::label(to))).collect()
}

fn sentence_start(text: &str) -> String {
    // "ctDNA" keeps its small letters.
    if text.starts_with("ct") { text.to_owned() } else { capitalized(text) }
}

/// That nothing decides alone; what does stands beside the headline.
fn robustness(assessment: &Assessment) -> String {
    let judged = assessment.verdict.token != Token::CannotAssess && !assessment.criteria.rows.is_empty();
    if judged && assessment.robustness.holds() { phrases::HOLDS.to_owned() } else { String::new() }
}

fn disagreement(case: Dated<'_>, assessment: &Assessment) -> String {
    if assessment.recheck.why == RecheckReason::Died {
        return String::new();
    }
    let Some(row) = assessment.criteria.rows.last() else { return String::new() };
    let mut sentences: Vec<String> = Vec::new();
    let progression = row.crecist == Overall::Pd;
    match row.irecist.state {
        IrecistState::IUpd if progression => {
            if next::is_past(assessment, assessment.recheck.due) {
                sentences.push(phrases::STOPS_HERE_OVERDUE.to_owned());
            } else {
                let until = assessment.recheck.due.map(|date| when(case, date)).unwrap_or_default();
                sentences.push(phrases::stops_here(&until));
            }
        }
        IrecistState::IPr | IrecistState::ISd | IrecistState::ICr if progression => {
            sentences.push(phrases::STOPPED_EARLIER.to_owned());
        }
        _ => {}
    }
    sentences.extend(by_area(row).or_else(|| fell_after_area(assessment)).map(ToOwned::to_owned));
    sentences.join(" ")
}

/// A progression that irRC had confirmed before the sizes fell.
fn fell_after_area(assessment: &Assessment) -> Option<&'static str> {
    use Token::{ConfoundedResponse, NotConfirmed, PseudoDefinite, PseudoProbable};
    let token = assessment.verdict.token;
    let fell = matches!(token, PseudoDefinite | PseudoProbable | NotConfirmed | ConfoundedResponse);
    let confirmed = assessment.criteria.rows.iter().any(|row| row.irrc == Some(Irrc::IrPdConfirmed));
    (fell && confirmed).then_some(phrases::AREA_CONFIRMED_EARLIER)
}

fn by_area(row: &CriteriaRow) -> Option<&'static str> {
    match row.irrc {
        Some(Irrc::IrPdUnconfirmed | Irrc::IrPdConfirmed) if row.crecist != Overall::Pd => Some(phrases::AREA_FIRST),
        Some(Irrc::IrPdConfirmed) if row.irecist.state == IrecistState::IUpd => Some(phrases::AREA_CONFIRMS),
        _ => None,
    }
}
