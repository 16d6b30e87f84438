//! The course of a case as one field of the library's index:
//! "dog start diameters iPR 84|0:0:yes 28:-350:yes|84:response".

use super::tokens::Token as _;
use crate::assess::{CaseCourse, Milestone, SizeChange};
use crate::criteria::{IrecistState, Percent};
use crate::domain::Species;

/// What stands where there is no best response.
const NO_RESPONSE: &str = "none";

/// The course as text.
pub(super) fn course_text(course: &CaseCourse) -> String {
    let changes = course.changes.iter().map(|own| {
        let before = if own.before_other { "yes" } else { "no" };
        format!("{}:{}:{before}", own.day, own.percent.0)
    });
    let milestones = course.milestones.iter().map(|(day, own)| format!("{day}:{}", own.token()));
    format!(
        "{} {} {} {} {}|{}|{}",
        course.species.word(),
        if course.start_known { "start" } else { "first_visit" },
        if course.by_volume { "volumes" } else { "diameters" },
        course.best.map_or(NO_RESPONSE, IrecistState::token),
        course.last_day,
        changes.collect::<Vec<_>>().join(" "),
        milestones.collect::<Vec<_>>().join(" "),
    )
}

/// The course of a text; `None` where it is not understood.
pub(super) fn course_of(text: &str) -> Option<CaseCourse> {
    let parts: Vec<&str> = text.split('|').collect();
    let [head, changes, milestones] = parts.as_slice() else { return None };
    let words: Vec<&str> = head.split(' ').collect();
    let [species, start, basis, best, last_day] = words.as_slice() else { return None };
    Some(CaseCourse {
        species: Species::of_word(species)?,
        start_known: one_of(start, "start", "first_visit")?,
        by_volume: one_of(basis, "volumes", "diameters")?,
        best: if *best == NO_RESPONSE { None } else { Some(IrecistState::from_token(best)?) },
        last_day: last_day.parse().ok()?,
        changes: changes.split_whitespace().map(change).collect::<Option<_>>()?,
        milestones: milestones.split_whitespace().map(milestone).collect::<Option<_>>()?,
    })
}

fn one_of(word: &str, yes: &str, no: &str) -> Option<bool> {
    if word == yes { Some(true) } else { (word == no).then_some(false) }
}

fn change(text: &str) -> Option<SizeChange> {
    let fields: Vec<&str> = text.split(':').collect();
    let [day, tenths, before] = fields.as_slice() else { return None };
    Some(SizeChange {
        day: day.parse().ok()?,
        percent: Percent(tenths.parse().ok()?),
        before_other: one_of(before, "yes", "no")?,
    })
}

fn milestone(text: &str) -> Option<(i32, Milestone)> {
    let (day, token) = text.split_once(':')?;
    Some((day.parse().ok()?, Milestone::from_token(token)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_is_read_as_written_and_nothing_else_is() {
        let course = CaseCourse {
            species: Species::Human,
            start_known: false,
            by_volume: true,
            changes: vec![
                SizeChange { day: -7, percent: Percent(0), before_other: true },
                SizeChange { day: 28, percent: Percent(-1000), before_other: false },
            ],
            best: None,
            milestones: vec![(3, Milestone::TherapyChanged), (28, Milestone::CompleteResponse)],
            last_day: 400,
        };
        let text = course_text(&course);
        assert_eq!(
            text,
            "human first_visit volumes none 400|-7:0:yes 28:-1000:no|3:therapy_changed 28:complete_response"
        );
        assert_eq!(course_of(&text), Some(course.clone()));
        let bare = CaseCourse { changes: Vec::new(), milestones: Vec::new(), ..course };
        assert_eq!(course_of(&course_text(&bare)), Some(bare));
        for cut in 0..text.len() - "_response".len() {
            assert!(
                course_of(&text[..cut]).is_none_or(|read| course_text(&read) == text[..cut].trim_end()),
                "cut after {cut}"
            );
        }
        assert_eq!(course_of("cat start volumes none 1||"), None);
        assert_eq!(course_of("dog start volumes PR 1||"), None);
        assert_eq!(course_of("dog start volumes none 1|1:2:maybe|"), None);
    }
}
