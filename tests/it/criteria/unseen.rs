//! A second, deliberately naive implementation of the criteria, written from the text of the criteria alone.
//!
//! It was written and held against the worked cases before the engines were looked at, and shares no code with them:
//! plain numbers, plain loops, everything recomputed from the first visit on, categories as the words of the tables.
//! Where the text leaves a point open, `unseen.md` names it and the reading taken.
#![expect(clippy::indexing_slicing, reason = "a test may panic")]

mod cards;
mod cases;
mod compare;
mod irecist;
mod irrc;
mod recist;
mod stories;

/// What was seen of one lesion at one visit; lengths in tenths of a millimeter, areas in hundredths of mm².
#[derive(Clone, Copy, Debug, PartialEq)]
enum Seen {
    /// Nobody wrote anything down.
    NoEntry,
    NotEvaluable,
    Gone,
    /// Seen, not sized.
    Unsized,
    /// Measured; fragments are summed before they come here, and too small is 5 by 5 mm.
    Sized {
        long: i64,
        short: i64,
        area: i64,
    },
}

impl Seen {
    /// The length that counts: the short axis of a node, the longest diameter of anything else.
    fn length(self, node: bool) -> Option<i64> {
        match self {
            Self::NoEntry | Self::NotEvaluable | Self::Unsized => None,
            Self::Gone => Some(0),
            Self::Sized { long, short, .. } => Some(if node { short } else { long }),
        }
    }

    fn area(self) -> Option<i64> {
        match self {
            Self::NoEntry | Self::NotEvaluable | Self::Unsized => None,
            Self::Gone => Some(0),
            Self::Sized { area, .. } => Some(area),
        }
    }
}

/// Non-target disease as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rest {
    /// There never was any.
    Nothing,
    /// All gone.
    Gone,
    /// Still there, not unequivocally worse.
    Still,
    /// Unequivocally worse.
    Worse,
    Unknown,
}

/// One visit.
#[derive(Clone, Debug)]
struct Day {
    on: i64,
    targets: Vec<Seen>,
    rest: Rest,
    /// Whether non-target disease was noted to have increased since the visit before.
    rest_increased: bool,
    /// New lesions, and whether each is equivocal at this visit.
    news: Vec<(Seen, bool)>,
    unscheduled: bool,
}

/// One patient; the first day is the baseline.
#[derive(Clone, Debug, Default)]
struct Story {
    /// Whether each target is a node.
    nodes: Vec<bool>,
    /// Whether each target is injected.
    injected: Vec<bool>,
    /// Whether each new lesion is a node.
    new_nodes: Vec<bool>,
    /// Whether each new lesion is a target one (NLT).
    new_targets: Vec<bool>,
    days: Vec<Day>,
}

/// The sum of what is known, and whether that is all of it.
fn sum(values: &[Option<i64>]) -> (i64, bool) {
    let mut known = 0;
    let mut all = true;
    for value in values {
        match value {
            Some(value) => known += value,
            None => all = false,
        }
    }
    (known, all)
}

/// The lengths of the targets on a day.
fn lengths(story: &Story, day: &Day) -> Vec<Option<i64>> {
    day.targets.iter().zip(&story.nodes).map(|(seen, node)| seen.length(*node)).collect()
}

/// Every target is gone; a node is as soon as its short axis is under 10 mm. Unknown is not gone.
fn targets_gone(story: &Story, day: &Day) -> bool {
    lengths(story, day).iter().zip(&story.nodes).all(|(length, node)| match length {
        Some(length) => *length == 0 || (*node && *length < 100),
        None => false,
    })
}

/// Some target is certainly there; a node is from 10 mm on.
fn some_target_there(story: &Story, day: &Day) -> bool {
    lengths(story, day).iter().zip(&story.nodes).any(|(length, node)| match length {
        Some(length) => *length >= 100 || (!*node && *length > 0),
        None => false,
    })
}

/// What is known of one new lesion at a visit.
#[derive(Clone, Copy, Debug)]
struct NewNow {
    /// It has been seen unequivocally at this visit or before.
    proven: bool,
    /// It is there: proven, and not gone since. Silence never makes a lesion go.
    present: bool,
    /// Its length as last known; 0 when gone.
    length: Option<i64>,
    /// Its length is of this visit.
    assessed: bool,
    /// What it adds to a burden of products; nothing under 5 by 5 mm, unknown where it counted and was not measured.
    area: Option<i64>,
}

/// The new lesions at visit `k`, from all that was seen up to it.
fn news(story: &Story, k: usize) -> Vec<NewNow> {
    let mut all = Vec::new();
    for (place, node) in story.new_nodes.iter().enumerate() {
        let mut now = NewNow { proven: false, present: false, length: None, assessed: false, area: Some(0) };
        for day in story.days.iter().take(k + 1) {
            let (seen, equivocal) = day.news.get(place).copied().unwrap_or((Seen::NoEntry, false));
            now.assessed = now.length == Some(0);
            // What counted and is not measured in two diameters leaves the burden unknown.
            now.area = now.area.filter(|area| *area == 0);
            // A new lesion must be unequivocal, one that had gone and is suspected to be back too.
            let normal = matches!(seen, Seen::Sized { short, .. } if *node && short < 100);
            if equivocal && !now.present && !normal {
                continue;
            }
            match seen {
                Seen::Gone if now.proven => {
                    now.present = false;
                    now.length = Some(0);
                    now.assessed = true;
                    now.area = Some(0);
                }
                Seen::NoEntry | Seen::NotEvaluable | Seen::Gone => {}
                Seen::Unsized => {
                    now.proven = true;
                    now.present = true;
                    now.length = now.length.filter(|length| *length > 0);
                    now.assessed = now.length.is_none();
                }
                Seen::Sized { long, short, area } => {
                    // A node under 10 mm is normal: no lesion before it was one, and none any more.
                    if normal && !now.proven {
                        continue;
                    }
                    now.proven = true;
                    now.present = !normal;
                    now.length = if normal { Some(0) } else { seen.length(*node) };
                    now.assessed = true;
                    now.area = Some(if long.min(short) >= 50 { area } else { 0 });
                }
            }
        }
        all.push(now);
    }
    all
}

/// At least a fifth and at least 5 mm over the lowest.
fn a_fifth_and_five_mm(now: i64, lowest: i64) -> bool {
    10 * (now - lowest) >= 2 * lowest && now - lowest >= 50
}

impl Story {
    /// Which new lesions are target ones by their size when they were certain first: 10 mm, a node 15 mm, of one visit
    /// the larger before the smaller, and no more than two nodes, which are one organ.
    fn new_targets_by_size(&self) -> Vec<bool> {
        let mut chosen = vec![false; self.new_nodes.len()];
        let mut decided = chosen.clone();
        let mut nodes_chosen = 0;
        for day in &self.days {
            let mut first_certain = Vec::new();
            for (place, (seen, equivocal)) in day.news.iter().enumerate() {
                let node = self.new_nodes[place];
                let normal = matches!(seen, Seen::Sized { short, .. } if node && *short < 100);
                let certain = matches!(seen, Seen::Sized { .. } | Seen::Unsized) && !equivocal && !normal;
                if certain && !decided[place] {
                    decided[place] = true;
                    first_certain.push((seen.length(node).unwrap_or(0), place));
                }
            }
            first_certain.sort_by_key(|(length, place)| (-length, *place));
            for (length, place) in first_certain {
                let node = self.new_nodes[place];
                chosen[place] = length >= if node { 150 } else { 100 } && !(node && nodes_chosen == 2);
                nodes_chosen += i64::from(node && chosen[place]);
            }
        }
        chosen
    }
}
