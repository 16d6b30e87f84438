//! Whether a fall of 30 % will be seen, over the joint course of the coming visits.

use std::sync::LazyLock;

use super::fit::{Fit, Kept};
use super::process::{Row, weeks};
use super::sobol;
use crate::series::Basis;

/// Days within which the fall must be seen (`CONTRACTS.md` 3, `p_fall30`).
pub const FALL_WITHIN_DAYS: i32 = 182;

/// Days between the visits at which it is looked for.
pub const FALL_EVERY_DAYS: i32 = 42;

/// What is left of the running peak's diameter at a fall of 30 %.
const FALL_FACTOR: f64 = 0.7;

/// Courses that are followed; a power of two keeps the Sobol set balanced.
const COURSES: usize = 4096;

/// The stream of the Sobol sets, apart from those of the families.
const STREAM: u32 = 100;

/// The most visits that are followed.
const MOST_VISITS: usize = 12;

/// For every course, one coordinate to choose the member, then two a visit: its innovation and whether it repeats.
static COORDINATES: LazyLock<Vec<f64>> = LazyLock::new(|| {
    let of_course = |course| (0..=2 * MOST_VISITS).map(move |place| sobol::uniform(course, place, STREAM));
    (0..COURSES).flat_map(of_course).collect()
});

impl Fit {
    /// The probability that within 182 days, measured every 42 days, some size is at most 0.7 of the running peak
    /// (0.343 in volume); the last size is in the peak.
    ///
    /// At an enlargement it is said as falls were met among people measured again, who were not all measured four times.
    pub fn p_fall30(&self) -> f64 {
        let modeled = self.modeled_fall30();
        if self.is_enlarged() { self.calibration.fall.of(modeled) } else { modeled }
    }

    /// The same as the members give it, without the calibration.
    ///
    /// Courses of kept members are followed with quasi-random innovations, each visit's size being known to the next.
    pub fn modeled_fall30(&self) -> f64 {
        let start = self.observations.last().day;
        let visits = FALL_WITHIN_DAYS / FALL_EVERY_DAYS;
        let days: Vec<i32> = (1..=visits).map(|visit| start.saturating_add(visit * FALL_EVERY_DAYS)).collect();
        self.probability_of_fall(&days)
    }

    /// The same over visits on these days, which rise; of more than twelve, the first twelve.
    pub fn probability_of_fall(&self, visits: &[i32]) -> f64 {
        let start = self.observations.last();
        let mut process = self.weigher.process.clone();
        let known = process.rows().len();
        let days: Vec<f64> = visits.iter().take(MOST_VISITS).map(|&day| weeks(day.max(start.day))).collect();
        for &day in &days {
            process.extend(day);
        }
        let rows: Vec<&Row> = process.rows().iter().skip(known).collect();
        let line = match self.observations.basis() {
            Basis::Diameters => 3.0 * FALL_FACTOR.ln(),
            Basis::Volumes => FALL_FACTOR.powi(3).ln(),
        };
        let first = self.observations.log_volume(start.known_size()) - self.weigher.origin;
        let mut members: Vec<(&Kept, &[f64])> = self.members().collect();
        // In order of where they lead, the even coordinate chooses members evenly.
        let leads = |kept: &Kept| days.last().map_or(0.0, |&day| kept.member.log_volume(day));
        members.sort_by_cached_key(|(kept, _)| Ordered(leads(kept)));
        let mut reached = Vec::with_capacity(members.len());
        let mut sum = 0.0;
        for (kept, _) in &members {
            sum += kept.weight;
            reached.push(sum);
        }
        let mut falls = 0_usize;
        let mut whitened = Vec::with_capacity(known + rows.len());
        let repeat_share = self.next_repeat_share();
        // A lesion that is gone and stays gone has not fallen again.
        let least = if start.size <= 0.0 { first } else { f64::NEG_INFINITY };
        for coordinates in COORDINATES.chunks(2 * MOST_VISITS + 1) {
            let Some((choice, steps)) = coordinates.split_first() else { continue };
            let place = reached.partition_point(|&reached| reached < choice * sum);
            let Some((kept, residuals)) = members.get(place) else { continue };
            whitened.clear();
            whitened.extend_from_slice(residuals);
            let (mut peak, mut before) = (first, first);
            for ((row, &time), step) in rows.iter().zip(&days).zip(steps.chunks_exact(2)) {
                let [innovation, repetition] = step else { continue };
                let foretold = row.foretold(&whitened);
                let own = kept.member.scatter * self.weigher.student.quantile(*innovation);
                whitened.push(own);
                let read = kept.member.log_volume(time) + foretold + row.sd * own;
                let size = if *repetition < repeat_share { before } else { read.max(least) };
                if size <= peak + line {
                    falls += 1;
                    break;
                }
                peak = peak.max(size);
                before = size;
            }
        }
        falls as f64 / COURSES as f64
    }

    /// How often the next sizes repeat the one before; never where sizes are not read to whole millimeters.
    fn next_repeat_share(&self) -> f64 {
        let reads_whole = self.observations.reading_step().is_some() && !self.observations.last().is_censored();
        if reads_whole { self.repeat_share } else { 0.0 }
    }
}

/// A number by its total order.
#[derive(Clone, Copy, PartialEq)]
struct Ordered(f64);

impl Eq for Ordered {}

impl Ord for Ordered {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Ordered {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
