//! irRC: the total tumor burden in two dimensions.

use super::{Rest, Story, news};

/// The burden of a visit in hundredths of mm², new measurable lesions included; none where it is not evaluable.
fn burden(story: &Story, k: usize) -> Option<i64> {
    let mut total = 0;
    for seen in &story.days.get(k)?.targets {
        total += seen.area()?;
    }
    for (place, new) in news(story, k).iter().enumerate() {
        if !new.proven {
            continue;
        }
        match new.area {
            // Measurable from 5 by 5 mm on, and once measurable for good.
            Some(area) if measurable_by(story, place, k) => total += area,
            Some(_) => {}
            // Unknown now: it matters if it ever was part of the burden.
            None if measurable_by(story, place, k) => return None,
            None => {}
        }
    }
    Some(total)
}

/// Whether this new lesion was 5 by 5 mm or more at any visit up to `k`.
fn measurable_by(story: &Story, place: usize, k: usize) -> bool {
    (0..=k).any(|j| {
        let seen = story.days.get(j).and_then(|day| day.news.get(place));
        let counted = news(story, j).get(place).is_some_and(|new| new.present);
        counted && matches!(seen, Some((super::Seen::Sized { short, .. }, _)) if *short >= 50)
    })
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
        let (Some(now), Some(baseline)) = (burden(story, k), burden(story, 0)) else {
            rows.push(("NE", None));
            continue;
        };
        let nadir = (0..k).filter_map(|j| burden(story, j)).min().unwrap_or(baseline);
        let others_gone = matches!(day.rest, Rest::Nothing | Rest::Gone) && news(story, k).iter().all(|new| !new.present);
        let word = if now > nadir && 100 * now >= 125 * nadir {
            match first_of_run {
                Some(first) if day.on - first >= 26 => "irPD_c",
                Some(_) => "irPD_u",
                None => {
                    first_of_run = Some(day.on);
                    "irPD_u"
                }
            }
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
