//! The three-row table in words.

use jiff::civil::Date;

use super::format::{week, when};
use super::phrases;
use super::words::ClueWords;
use crate::assess::{Assessment, ClueSummary, Lean, LedgerRow, StatusCause, Token};
use crate::criteria::Percent;
use crate::domain::{Case, Dated, Signs};
use crate::rules::{Clue, ClueGroup, Level};

/// Timing, symptoms, imaging.
pub(super) fn rows(case: Dated<'_>, assessment: &Assessment) -> Vec<ClueWords> {
    let table = &assessment.table;
    let parts = [
        (ClueGroup::Timing, table.timing, timing(&case, assessment)),
        (ClueGroup::Symptoms, table.symptoms, symptoms(case, assessment)),
        (ClueGroup::Imaging, table.imaging, imaging(case, assessment)),
    ];
    parts
        .into_iter()
        .zip(phrases::TITLES)
        .map(|((group, summary, seen), title)| ClueWords {
            title: title.to_owned(),
            seen,
            says: says(assessment, group, summary),
            lean: summary.lean,
            tier: summary.tier.map(|own| phrases::tier(own).to_owned()).unwrap_or_default(),
        })
        .collect()
}

fn says(assessment: &Assessment, group: ClueGroup, summary: ClueSummary) -> String {
    let changed = group == ClueGroup::Imaging;
    match &assessment.episode {
        None if changed && rose(assessment) => return phrases::UNDER_THE_LINE.to_owned(),
        None => return phrases::NOTHING_OPEN.to_owned(),
        Some(episode) if !episode.open && changed && went_back(assessment.verdict.token) => {
            return phrases::WENT_BACK.to_owned();
        }
        Some(episode) if !episode.open && assessment.verdict.token == Token::CannotAssess => {
            return phrases::NOT_WEIGHED.to_owned();
        }
        Some(episode) if !episode.open => return phrases::SETTLED.to_owned(),
        Some(_) => {}
    }
    let rows: Vec<&LedgerRow> = assessment.ledger.iter().filter(|row| row.clue.group() == group).collect();
    if rows.is_empty() {
        return phrases::NOT_RECORDED.to_owned();
    }
    if rows.iter().all(|row| !row.used) {
        let why = rows.first().and_then(|row| row.unused);
        return why.map_or(phrases::NOT_WEIGHED, phrases::unused).to_owned();
    }
    phrases::says(summary.ln_lr, summary.lean == Lean::Neither).to_owned()
}

/// Whether the last size is over the nadir.
fn rose(assessment: &Assessment) -> bool {
    assessment.criteria.rows.last().and_then(|row| row.pct_from_nadir).is_some_and(|percent| percent.0 > 0)
}

/// Whether the label says that an enlargement was followed by smaller sizes.
const fn went_back(token: Token) -> bool {
    matches!(token, Token::PseudoDefinite | Token::PseudoProbable | Token::NotConfirmed | Token::ConfoundedResponse)
}

fn timing(case: &Case, assessment: &Assessment) -> String {
    if case.therapy.start.is_none() {
        return phrases::NOT_RECORDED.to_owned();
    }
    let opened = assessment.episode.as_ref().map(|own| own.opened_day);
    let latest = || assessment.visit.map(|date| case.day_of(date));
    let enlarged = opened.is_some();
    if let Some(day) = assessment.episode.as_ref().and_then(|own| own.line_day) {
        return phrases::timing_of_new_line(week(day), day, assessment.window_days);
    }
    opened.or_else(latest).map_or_else(
        || phrases::NOT_RECORDED.to_owned(),
        |day| phrases::timing_seen(week(day), day, assessment.window_days, enlarged),
    )
}

/// What was seen at a visit before the last says so: it may not pass for today's.
fn dated(case: Dated<'_>, assessment: &Assessment, seen: String, on: Option<Date>) -> String {
    match on.filter(|on| assessment.visit.is_some_and(|last| *on < last)) {
        Some(on) => phrases::seen_on(&seen, &when(case, on)),
        None => seen,
    }
}

fn symptoms(case: Dated<'_>, assessment: &Assessment) -> String {
    let from = assessment.episode.as_ref().filter(|own| own.open).map(|own| own.opened).or(assessment.visit);
    let visits = case.visits().iter().rev().filter(|visit| visit.date <= assessment.as_of);
    let visit = visits
        .take_while(|visit| from.is_some_and(|from| visit.date >= from))
        .find(|visit| !grades(&visit.signs).is_empty());
    let grades = visit.map(|visit| grades(&visit.signs)).unwrap_or_default();
    let on = visit.map(|visit| visit.date);
    let status = assessment.ledger.iter().find(|row| row.clue == Clue::Status);
    match status {
        Some(row) => {
            // The grades stand beside the level already.
            let graded = |own: &&StatusCause| {
                matches!(own, StatusCause::Pain(_) | StatusCause::Lethargy(_) | StatusCause::Appetite(_))
            };
            let causes = assessment.status_causes.iter().filter(|own| !graded(own));
            let causes: Vec<String> = causes.map(|own| phrases::status_cause(*own)).collect();
            dated(case, assessment, phrases::status_seen(row.level, &causes.join(", "), &grades), on)
        }
        None if grades.is_empty() => phrases::NOT_RECORDED.to_owned(),
        None => dated(case, assessment, grades, on),
    }
}

/// The grades recorded: "all grades 0", or those above 0.
fn grades(signs: &Signs) -> String {
    let named = [("pain", signs.pain), ("lethargy", signs.lethargy), ("appetite", signs.appetite)];
    let known: Vec<(&str, u8)> = named.into_iter().filter_map(|(name, grade)| Some((name, grade?.get()))).collect();
    if known.len() == named.len() && known.iter().all(|(_, grade)| *grade == 0) {
        return "all grades 0".to_owned();
    }
    let above: Vec<(&str, u8)> = known.iter().copied().filter(|(_, grade)| *grade > 0).collect();
    let shown = if above.is_empty() { known } else { above };
    shown.iter().map(|(name, grade)| format!("{name} {grade}")).collect::<Vec<_>>().join(", ")
}

fn imaging(case: Dated<'_>, assessment: &Assessment) -> String {
    // While an episode is open the ledger rests on the last visit that could be read.
    let latest = assessment.episode.as_ref().filter(|own| own.open).map(|own| own.latest);
    let rows = &assessment.criteria.rows;
    let row = latest.and_then(|date| rows.iter().find(|row| row.date == date)).or_else(|| rows.last());
    // The ledger weighs the size of the first rise, which later growth leaves as it was.
    let opened = assessment.episode.as_ref().filter(|own| own.open && own.by_size()).map(|own| own.opened);
    let first = opened.and_then(|date| rows.iter().find(|row| row.date == date)).and_then(|own| own.pct_from_nadir);
    let change = row.and_then(|row| row.pct_from_nadir.map(|percent| (percent, row))).map(|(percent, row)| {
        let from = phrases::from_nadir(percent.0 < 0);
        let now = if assessment.criteria.basis == crate::series::Basis::Volumes {
            let diameter = row.nadir.zip(row.burden).and_then(|(from, to)| diameter_percent(from.value(), to.value()));
            phrases::change_of_volume(&signed(percent), diameter.as_deref(), from)
        } else {
            phrases::change_of_sum(&signed(percent), from)
        };
        match first.filter(|first| *first != percent) {
            Some(first) => phrases::first_then(&signed(first), &now),
            None => now,
        }
    });
    let new = assessment.ledger.iter().find(|row| row.clue == Clue::NewLesions).map(|row| {
        // Lesions that are there are there at the last look; a search that found none is of its own day.
        let none = matches!(row.level, Level::NewNoneImaging | Level::NewNoneExam);
        let mut visits = case.visits().iter().rev().filter(|visit| visit.date <= assessment.as_of);
        let searched = visits.find(|visit| visit.new_lesion_search.is_some()).map(|visit| visit.date);
        dated(case, assessment, phrases::new_lesions_seen(row.level).to_owned(), searched.filter(|_| none))
    });
    let parts: Vec<String> = change.into_iter().chain(new).collect();
    if parts.is_empty() { phrases::NOT_RECORDED.to_owned() } else { parts.join(", ") }
}

/// The change of the equal sphere's diameter, in whole percent.
fn diameter_percent(from: f64, to: f64) -> Option<String> {
    let percent = (from > 0.0).then(|| 100.0 * ((to / from).cbrt() - 1.0))?;
    let sign = if percent <= -0.5 { "\u{2212}" } else { "+" };
    Some(format!("{sign}{:.0}", percent.abs()))
}

fn signed(percent: Percent) -> String {
    let sign = match percent.0 {
        0 => "",
        1.. => "+",
        _ => "\u{2212}",
    };
    format!("{sign}{}", Percent(percent.0.abs()))
}
