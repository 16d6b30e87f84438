//! Keeping words apart: where labels go so that none covers another.
//!
//! Pure geometry in points; the painter measures its words, asks here, and draws.

/// A rectangle by its top left corner and size, in points; y grows downward.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub x: f32,
    /// Top edge.
    pub y: f32,
    /// Width.
    pub width: f32,
    /// Height.
    pub height: f32,
}

impl Area {
    /// A rectangle.
    pub const fn new(x: f32, y: f32, width: f32, height: f32) -> Self {
        Self { x, y, width, height }
    }

    /// The area that both cover; 0 when they do not touch.
    pub fn overlap(self, other: Self) -> f32 {
        let width = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let height = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        if width > 0.0 && height > 0.0 { width * height } else { 0.0 }
    }

    /// How much of this lies outside `frame`.
    pub fn outside(self, frame: Self) -> f32 {
        (self.width * self.height - self.overlap(frame)).max(0.0)
    }
}

/// One label with the places it may take, the best first.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Where it may go.
    pub places: Vec<Area>,
    /// Labels of higher rank choose first; a label of rank 0 is left out rather than squeezed in.
    pub rank: u8,
}

/// Chooses a place for every label.
///
/// Labels choose by rank, then in the order given; each takes its first place that lies inside `frame` and covers
/// neither an obstacle nor other words, those of `words` being placed already.
/// Where no place is free, a label of rank 0 gets `None` and any other the place that covers least.
pub fn place(wanted: &[Wanted], obstacles: &[Area], words: &[Area], frame: Area) -> Vec<Option<Area>> {
    by_rank(wanted, words, |label, words| best_place(label, obstacles, words, frame))
}

/// Chooses places as [`place`] does, and leaves out whatever would stand on other words or outside of `frame`: where the
/// frame is too low for all, a few that can be read say more than all on one heap.
pub fn place_sparingly(wanted: &[Wanted], obstacles: &[Area], words: &[Area], frame: Area) -> Vec<Option<Area>> {
    by_rank(wanted, words, |label, words| {
        let is_readable = |area: &Area| over(*area, words) + area.outside(frame) < 0.5;
        best_place(label, obstacles, words, frame).filter(is_readable)
    })
}

/// Lets each label choose in its turn, by what is left free of words.
fn by_rank(wanted: &[Wanted], words: &[Area], choose: impl Fn(&Wanted, &[Area]) -> Option<Area>) -> Vec<Option<Area>> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by_key(|&index| std::cmp::Reverse(wanted.get(index).map_or(0, |label| label.rank)));
    let mut placed: Vec<Option<Area>> = vec![None; wanted.len()];
    let mut words = words.to_vec();
    for index in order {
        let Some(label) = wanted.get(index) else { continue };
        let chosen = choose(label, &words);
        words.extend(chosen);
        if let Some(slot) = placed.get_mut(index) {
            *slot = chosen;
        }
    }
    placed
}

/// The place of a label that covers least.
fn best_place(label: &Wanted, obstacles: &[Area], words: &[Area], frame: Area) -> Option<Area> {
    // Words over words are unreadable, words over marks only unlovely, words outside are cut off.
    let cost = |area: Area| 8.0 * over(area, words) + over(area, obstacles) + 4.0 * area.outside(frame);
    let best = label.places.iter().copied().map(|area| (cost(area), area)).reduce(|best, next| {
        // A later place must be better by more than a hair, so that the order of preference decides ties.
        if next.0 + 0.01 < best.0 { next } else { best }
    });
    best.filter(|(cost, _)| *cost < 0.5 || label.rank > 0).map(|(_, area)| area)
}

/// How much of others an area covers.
fn over(area: Area, others: &[Area]) -> f32 {
    others.iter().map(|other| area.overlap(*other)).sum()
}

/// Moves intervals along one direction so that none overlaps, each as near to its wish as the others allow.
///
/// `wishes` are centers, `lengths` their lengths; the order of the wishes is kept and the result stays inside
/// `low..=high` while there is room (otherwise it starts at `low`).
/// Neighbors that would overlap are pooled and centered together, which is least squares.
pub fn spread(wishes: &[f32], lengths: &[f32], low: f32, high: f32) -> Vec<f32> {
    struct Pool {
        members: Vec<usize>,
        length: f32,
        start: f32,
    }
    let length_of = |index: usize| lengths.get(index).copied().unwrap_or(0.0);
    let wish_of = |index: usize| wishes.get(index).copied().unwrap_or(low);
    let mut order: Vec<usize> = (0..wishes.len()).collect();
    order.sort_by(|&a, &b| wish_of(a).total_cmp(&wish_of(b)));
    let best_start = |members: &[usize], length: f32| {
        let mut offset = 0.0;
        let mut sum = 0.0;
        for &index in members {
            sum += wish_of(index) - offset - length_of(index) / 2.0;
            offset += length_of(index);
        }
        let start = if members.is_empty() { low } else { sum / members.len() as f32 };
        start.min(high - length).max(low)
    };
    let mut pools: Vec<Pool> = Vec::new();
    for index in order {
        let mut pool = Pool { members: vec![index], length: length_of(index), start: 0.0 };
        pool.start = best_start(&pool.members, pool.length);
        while let Some(before) = pools.pop_if(|before| before.start + before.length > pool.start) {
            let mut members = before.members;
            members.extend(pool.members);
            let length = before.length + pool.length;
            pool = Pool { start: best_start(&members, length), members, length };
        }
        pools.push(pool);
    }
    let mut centers = vec![low; wishes.len()];
    for pool in pools {
        let mut at = pool.start;
        for index in pool.members {
            if let Some(center) = centers.get_mut(index) {
                *center = at + length_of(index) / 2.0;
            }
            at += length_of(index);
        }
    }
    centers
}

/// Stacks labels over a row of things: each centered over its own, moved inside `low..=high`, and put on the first
/// row from the top on which it covers none before it. Returns the row and the center of each.
pub fn stack(wishes: &[f32], widths: &[f32], gap: f32, low: f32, high: f32) -> Vec<(usize, f32)> {
    let mut rows: Vec<Vec<(f32, f32)>> = Vec::new();
    let mut places = Vec::with_capacity(wishes.len());
    for (wish, width) in wishes.iter().zip(widths) {
        let half = width / 2.0;
        let center = wish.min(high - half).max(low + half);
        let free = |row: &Vec<(f32, f32)>| {
            row.iter().all(|(other, other_half)| (center - other).abs() >= half + other_half + gap)
        };
        let row = rows.iter().position(free).unwrap_or(rows.len());
        if row == rows.len() {
            rows.push(Vec::new());
        }
        if let Some(row) = rows.get_mut(row) {
            row.push((center, half));
        }
        places.push((row, center));
    }
    places
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_free_label_takes_its_first_place() {
        let wanted = Wanted { places: vec![Area::new(10.0, 10.0, 20.0, 10.0)], rank: 0 };
        let placed = place(std::slice::from_ref(&wanted), &[], &[], Area::new(0.0, 0.0, 100.0, 100.0));
        assert_eq!(placed, [Some(wanted.places[0])]);
    }

    #[test]
    fn higher_rank_chooses_first_and_the_lowest_gives_way() {
        let spot = Area::new(10.0, 10.0, 20.0, 10.0);
        let beside = Area::new(40.0, 10.0, 20.0, 10.0);
        let wanted = [
            Wanted { places: vec![spot], rank: 0 },
            Wanted { places: vec![spot, beside], rank: 1 },
            Wanted { places: vec![spot], rank: 2 },
        ];
        let placed = place(&wanted, &[], &[], Area::new(0.0, 0.0, 100.0, 100.0));
        assert_eq!(placed, [None, Some(beside), Some(spot)]);
    }

    #[test]
    fn a_needed_label_takes_the_place_that_covers_least() {
        let frame = Area::new(0.0, 0.0, 100.0, 100.0);
        let obstacles = [Area::new(0.0, 0.0, 60.0, 100.0)];
        let wanted =
            [Wanted { places: vec![Area::new(10.0, 0.0, 40.0, 10.0), Area::new(40.0, 0.0, 40.0, 10.0)], rank: 1 }];
        assert_eq!(place(&wanted, &obstacles, &[], frame), [Some(Area::new(40.0, 0.0, 40.0, 10.0))]);
    }

    #[test]
    fn where_there_is_little_room_words_give_way_to_words() {
        let spot = Area::new(10.0, 10.0, 20.0, 10.0);
        let wanted = [Wanted { places: vec![spot], rank: 1 }, Wanted { places: vec![spot], rank: 2 }];
        let frame = Area::new(0.0, 0.0, 100.0, 100.0);
        assert_eq!(place_sparingly(&wanted, &[], &[], frame), [None, Some(spot)]);
        assert_eq!(place_sparingly(&wanted, &[], &[spot], frame), [None, None]);
        assert_eq!(place_sparingly(&wanted, &[spot], &[], frame), [None, Some(spot)], "over a mark it can be read");
    }

    #[test]
    fn labels_apart_stay_where_they_wish() {
        assert_eq!(spread(&[80.0, 20.0], &[10.0, 10.0], 0.0, 100.0), [80.0, 20.0]);
    }

    #[test]
    fn labels_together_move_apart_evenly_and_stay_inside() {
        assert_eq!(spread(&[50.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [45.0, 55.0]);
        assert_eq!(spread(&[2.0, 2.0], &[10.0, 10.0], 0.0, 100.0), [5.0, 15.0]);
        assert_eq!(spread(&[99.0, 99.0, 99.0], &[10.0, 10.0, 10.0], 0.0, 100.0), [75.0, 85.0, 95.0]);
    }

    #[test]
    fn labels_over_spans_stack_only_when_they_must() {
        assert_eq!(stack(&[50.0, 200.0], &[80.0, 60.0], 8.0, 0.0, 300.0), [(0, 50.0), (0, 200.0)]);
        assert_eq!(stack(&[50.0, 90.0], &[80.0, 60.0], 8.0, 0.0, 300.0), [(0, 50.0), (1, 90.0)]);
        assert_eq!(stack(&[5.0], &[80.0], 8.0, 0.0, 300.0), [(0, 40.0)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn spread_never_overlaps_and_keeps_the_order(wishes in prop::collection::vec(-50.0_f32..450.0, 1..12)) {
            let lengths = vec![14.0; wishes.len()];
            let centers = spread(&wishes, &lengths, 0.0, 400.0);
            let mut sorted: Vec<(f32, f32)> = wishes.iter().copied().zip(centers.iter().copied()).collect();
            sorted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
            for pair in sorted.windows(2) {
                prop_assert!(pair[1].1 - pair[0].1 >= 14.0 - 1e-2, "{pair:?} overlap");
            }
            for center in centers {
                prop_assert!((7.0 - 1e-2..=393.0 + 1e-2).contains(&center), "{center} is outside");
            }
        }

        #[test]
        fn labels_placed_without_need_never_overlap(spots in prop::collection::vec((0.0_f32..90.0, 0.0_f32..90.0), 1..20)) {
            let wanted: Vec<Wanted> = spots
                .iter()
                .map(|&(x, y)| Wanted { places: vec![Area::new(x, y, 20.0, 10.0), Area::new(x, y + 12.0, 20.0, 10.0)], rank: 0 })
                .collect();
            let placed = place(&wanted, &[], &[], Area::new(0.0, 0.0, 120.0, 120.0));
            let areas: Vec<Area> = placed.into_iter().flatten().collect();
            for (index, area) in areas.iter().enumerate() {
                for other in &areas[index + 1..] {
                    prop_assert!(area.overlap(*other) < 0.5, "{area:?} and {other:?} overlap");
                }
            }
        }
    }
}
