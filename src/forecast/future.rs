//! Whether a fall of 30 % will be seen, over the joint course of the coming visits.

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

impl Fit {
    /// The probability that within 182 days, measured every 42 days, some size is at most 0.7 of the running peak
    /// (0.343 in volume); the last size is in the peak.
    ///
    /// Courses of kept members are followed with quasi-random innovations, each visit's size being known to the next.
    pub fn p_fall30(&self) -> f64 {
        let start = self.observations.last().day;
        let visits = FALL_WITHIN_DAYS / FALL_EVERY_DAYS;
        let days: Vec<i32> = (1..=visits).map(|visit| start.saturating_add(visit * FALL_EVERY_DAYS)).collect();
        self.probability_of_fall(&days)
    }

    /// The same over visits on these days, which rise.
    pub fn probability_of_fall(&self, visits: &[i32]) -> f64 {
        let start = self.observations.last();
        let mut process = self.weigher.process.clone();
        let known = process.rows().len();
        let days: Vec<f64> = visits.iter().map(|&day| weeks(day.max(start.day))).collect();
        for &day in &days {
            process.extend(day);
        }
        let rows: Vec<&Row> = process.rows().iter().skip(known).collect();
        let line = match self.observations.basis() {
            Basis::Diameters => 3.0 * FALL_FACTOR.ln(),
            Basis::Volumes => FALL_FACTOR.powi(3).ln(),
        };
        let first = self.observations.log_volume(start.known_size()) - self.weigher.origin;
        let members: Vec<(&Kept, &[f64])> = self.members().collect();
        let mut reached = Vec::with_capacity(members.len());
        let mut sum = 0.0;
        for (kept, _) in &members {
            sum += kept.weight;
            reached.push(sum);
        }
        let mut falls = 0_usize;
        let mut whitened = Vec::with_capacity(known + rows.len());
        for course in 0..COURSES {
            let place = reached.partition_point(|&reached| reached < sobol::uniform(course, 0, STREAM) * sum);
            let Some((kept, residuals)) = members.get(place) else { continue };
            whitened.clear();
            whitened.extend_from_slice(residuals);
            let mut peak = first;
            let mut before = first;
            for (step, (row, &time)) in rows.iter().zip(&days).enumerate() {
                let z = self.weigher.student.quantile(sobol::uniform(course, 2 * step + 1, STREAM));
                let foretold = row.foretold(&whitened);
                let own = kept.member.scatter * z;
                whitened.push(own);
                let read = kept.member.log_volume(time) + foretold + row.sd * own;
                let repeats = sobol::uniform(course, 2 * step + 2, STREAM) < self.next_repeat_share();
                let size = if repeats { before } else { read };
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
