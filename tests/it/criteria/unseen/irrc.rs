//! irRC: the total tumor burden in two dimensions.

use super::{Rest, Story, news, sum};

/// The burden of a visit in hundredths of mm² as far as it is known, new lesions included, and whether that is all.
///
/// Nothing where no target was measured.
fn burden(story: &Story, k: usize) -> Option<(i64, bool)> {
    let mut areas: Vec<Option<i64>> = story.days.get(k)?.targets.iter().map(|seen| seen.area()).collect();
    if areas.iter().all(Option::is_none) {
        return None;
    }
    areas.extend(news(story, k).iter().map(|new| new.area));
    Some(sum(&areas))
}

/// Category and burden, visit by visit after the baseline; nothing where there are no index lesions.
pub(super) fn rows(story: &Story) -> Vec<(&'static str, Option<i64>)> {
    let mut rows = Vec::new();
    let mut first_of_run: Option<i64> = None;
    for (k, day) in story.days.iter().enumerate().skip(1) {
        if story.nodes.is_empty() {
            rows.push(("", None));
            continue;
        }
        let (Some((now, all)), Some((baseline, _))) = (burden(story, k), burden(story, 0)) else {
            rows.push(("NE", None));
            continue;
        };
        let complete = |j: usize| burden(story, j).filter(|(_, all)| *all).map(|(burden, _)| burden);
        let nadir = (0..k).filter_map(complete).min().unwrap_or(baseline);
        let others_gone =
            matches!(day.rest, Rest::Nothing | Rest::Gone) && news(story, k).iter().all(|new| !new.present);
        let word = if now > nadir && 100 * now >= 125 * nadir {
            match first_of_run {
                Some(first) if day.on - first >= 26 => "irPD_c",
                Some(_) => "irPD_u",
                None => {
                    first_of_run = Some(day.on);
                    "irPD_u"
                }
            }
        } else if !all {
            rows.push(("NE", None));
            continue;
        } else {
            first_of_run = None;
            if now == 0 && others_gone {
                "irCR"
            } else if 2 * now <= baseline {
                "irPR"
            } else {
                "irSD"
            }
        };
        rows.push((word, Some(now)));
    }
    rows
}
