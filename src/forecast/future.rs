//! Whether a fall of 30 % will be seen, over the joint course of the coming visits.

use std::sync::LazyLock;

use super::fit::{Fit, Kept};
use super::process::{Innovation, weeks};
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
        let known = process.steps().len();
        let days: Vec<i32> = visits.iter().take(MOST_VISITS).map(|&day| day.max(start.day)).collect();
        for &day in &days {
            process.extend(weeks(day));
        }
        let steps: Vec<Innovation> = process.steps().iter().skip(known).copied().collect();
        let line = match self.observations.basis() {
            Basis::Diameters => 3.0 * FALL_FACTOR.ln(),
            Basis::Volumes => FALL_FACTOR.powi(3).ln(),
        };
        let first = self.observations.log_volume(start.known_size()) - self.weigher.origin;
        let mut members: Vec<Followed> = self.kept.iter().map(Followed::of).collect();
        for (visit, &day) in days.iter().enumerate() {
            for (member, course) in members.iter_mut().zip(self.courses_on(day)) {
                if let Some(slot) = member.courses.get_mut(visit) {
                    *slot = course;
                }
            }
        }
        // In order of where they lead, the even coordinate chooses members evenly.
        let last = days.len().saturating_sub(1);
        let leads = |member: &Followed| member.courses.get(last).copied().unwrap_or(0.0);
        members.sort_by(|one, other| leads(one).total_cmp(&leads(other)));
        let mut sum = 0.0;
        for member in &mut members {
            sum += member.reached;
            member.reached = sum;
        }
        let mut falls = 0_usize;
        let repeat_share = self.next_repeat_share();
        // A lesion that is gone and stays gone has not fallen again.
        let least = if start.size <= 0.0 { first } else { f64::NEG_INFINITY };
        for coordinates in COORDINATES.chunks(2 * MOST_VISITS + 1) {
            let Some((choice, chances)) = coordinates.split_first() else { continue };
            let place = members.partition_point(|member| member.reached < choice * sum);
            let Some(member) = members.get(place) else { continue };
            let mut lasting = member.lasting;
            let (mut peak, mut before) = (first, first);
            for ((step, course), chances) in steps.iter().zip(&member.courses).zip(chances.chunks_exact(2)) {
                let [innovation, repetition] = chances else { continue };
                let own = member.scatter * self.weigher.student.quantile(*innovation);
                let read = course + lasting + step.sd * own;
                lasting += step.gain * own;
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

/// A member whose course is followed.
struct Followed {
    /// Its weight, then the sum of the weights up to it.
    reached: f64,
    lasting: f64,
    scatter: f64,
    /// Log volume at each visit.
    courses: [f64; MOST_VISITS],
}

impl Followed {
    const fn of(kept: &Kept) -> Self {
        Self { reached: kept.weight, lasting: kept.lasting, scatter: kept.member.scatter, courses: [0.0; MOST_VISITS] }
    }
}
