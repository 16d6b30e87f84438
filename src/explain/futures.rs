//! The two futures in one sentence.

use super::format::{of_100, when};
use super::phrases;
use super::words::{SettledWords, TellingWords};
use crate::assess::{Assessment, Deciding, DecidingSize, Futures, RecheckReason, Withheld};
use crate::criteria::Burden;
use crate::domain::Dated;
use crate::domain::clock::date_from_day;
use crate::forecast::Telling;
use crate::series::Basis;

/// What the two futures say on the day of the recheck, or why they are not drawn.
///
/// `day` is where the recheck is tried out, from the therapy start; `None` is the recommended day. Empty where no
/// enlargement is open.
pub fn futures<'a>(case: impl Into<Dated<'a>>, found: &Result<Futures, Withheld>, day: Option<i32>) -> String {
    let case = case.into();
    let futures = match found {
        Ok(futures) => futures,
        Err(why) => return phrases::withheld(*why).to_owned(),
    };
    if let Some(why) = futures.withheld {
        return phrases::withheld(why).to_owned();
    }
    let Some(day) = day.map(|day| futures.held_to_fans(day)).or_else(|| futures.due()) else { return String::new() };
    let Deciding { above, below, .. } = futures.deciding(day);
    let zero = case.day_zero().unwrap_or_default();
    let date = when(case, date_from_day(zero, day));
    let size = |own: DecidingSize| (size_words(own.size, futures.basis()), own.by_rule);
    let confirms = !futures.is_below_rule();
    phrases::futures_part(&date, above.map(size), below.map(size), confirms, futures.label_below())
}

/// What a recheck is expected to settle, by day and by how it is measured; empty where no futures are drawn.
pub fn recheck_design(futures: &Futures) -> String {
    let Some(design) = futures.design() else { return String::new() };
    let part = |telling: Telling| of_100(telling.settles);
    let days: Vec<(i32, String)> = design.days.iter().map(|(days, own)| (*days, part(*own))).collect();
    phrases::recheck_design(&days, design.three_readings.map(part), design.ct.map(part))
}

/// Why the recheck is on its day: what one more size should settle, by day and by how it is measured; `None` where no
/// futures are drawn.
pub fn recheck_settles<'a>(
    case: impl Into<Dated<'a>>,
    assessment: &Assessment,
    futures: &Futures,
) -> Option<SettledWords> {
    let case = case.into();
    let design = futures.design()?;
    let plan = &assessment.recheck;
    let zero = case.day_zero().unwrap_or_default();
    let due = plan.due.map(|date| case.day_of(date));
    let words = |name: String, own: Telling, recommended: bool| {
        #[expect(clippy::cast_possible_truncation, reason = "a share that is drawn")]
        let settled = own.settles as f32;
        TellingWords { name, settled, count: of_100(own.settles), recommended }
    };
    let mut days: Vec<(i32, Telling)> =
        design.days.iter().map(|(after, own)| (futures.from_day() + after, *own)).collect();
    // The recommended day stands among the others even where it is none of theirs.
    if let Some(day) = due.filter(|due| days.iter().all(|(day, _)| day != due)) {
        days.extend(design.due.map(|own| (day, own)));
        days.sort_by_key(|(day, _)| *day);
    }
    let settled_on =
        |wanted: Option<i32>| days.iter().find(|(day, _)| Some(*day) == wanted).map(|(_, own)| own.settles);
    let gained = settled_on(due).zip(days.last()).map(|(now, (day, last))| (*day, last.settles - now));
    // A count that rounds to nothing is no gain.
    let gained = gained.filter(|(_, gain)| *gain >= 0.005);
    let until = gained.map(|(day, gain)| (when(case, date_from_day(zero, day)), of_100(gain)));
    let second = plan.second_due.map(|date| when(case, date));
    let sharper = [(phrases::THREE_READINGS, design.three_readings), (phrases::CT_FOR_CALIPERS, design.ct)];
    Some(SettledWords {
        head: phrases::SETTLES_HEAD.to_owned(),
        days: days
            .iter()
            .map(|(day, own)| {
                let recommended = Some(*day) == due;
                words(phrases::settles_on(&when(case, date_from_day(zero, *day)), recommended), *own, recommended)
            })
            .collect(),
        sharper: sharper.into_iter().filter_map(|(name, own)| Some(words(name.to_owned(), own?, false))).collect(),
        why: phrases::why_this_day(plan.why == RecheckReason::StillUnconfirmed, second, until),
    })
}

/// A forecast size in words, to the precision that is measured.
fn size_words(size: f64, basis: Basis) -> String {
    let words = match basis {
        Basis::Diameters => {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a size of at most 2 m")]
            let tenths = (size.clamp(0.0, 2000.0) * 10.0).round() as u32;
            Burden::Diameters(tenths)
        }
        Basis::Volumes => Burden::Volume(size),
    };
    words.to_string().replace(' ', "\u{a0}")
}
