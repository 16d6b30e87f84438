//! Whether a fall of 30 % will be seen, over the joint course of the coming visits.

use std::sync::LazyLock;

use super::fit::{Fit, Kept};
use super::process::{Innovation, weeks};
use super::sobol;
use super::student::Student;
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

/// Coordinates of one course: one to choose the member, then two a visit: its innovation and whether it repeats.
type Coordinates = (f64, [[f64; 2]; MOST_VISITS]);

/// The coordinates of every course, in order of the one that chooses the member.
static COORDINATES: LazyLock<Vec<Coordinates>> = LazyLock::new(|| {
    let of_course = |course| {
        let at = |place| sobol::uniform(course, place, STREAM);
        (at(0), std::array::from_fn(|visit| [at(2 * visit + 1), at(2 * visit + 2)]))
    };
    let mut all: Vec<Coordinates> = (0..COURSES).map(of_course).collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    all
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
    /// Courses of kept members are followed with quasi-random innovations, each visit's size being known to the next, and
    /// a course is followed as one that has not fallen yet (conditional Monte Carlo).
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
        // A lesion that is gone and stays gone has not fallen again.
        let least = if start.size <= 0.0 { first } else { f64::NEG_INFINITY };
        let from = Start { first, line, least, repeat_share: self.next_repeat_share() };
        // One loop a distribution, so that no choice is left inside.
        match self.weigher.student {
            Student::One => falls(&steps, &members, from, |z| Student::One.below(z), |p| Student::One.quantile(p)),
            Student::Two => falls(&steps, &members, from, |z| Student::Two.below(z), |p| Student::Two.quantile(p)),
            Student::Three => {
                falls(&steps, &members, from, |z| Student::Three.below(z), |p| Student::Three.quantile(p))
            }
            Student::Four => falls(&steps, &members, from, |z| Student::Four.below(z), |p| Student::Four.quantile(p)),
        }
    }

    /// How often the next sizes repeat the one before; never where sizes are not read to whole millimeters.
    fn next_repeat_share(&self) -> f64 {
        let reads_whole = self.observations.reading_step().is_some() && !self.observations.last().is_censored();
        if reads_whole { self.repeat_share } else { 0.0 }
    }
}

/// Where courses start.
#[derive(Clone, Copy)]
struct Start {
    /// The last size, as a log volume.
    first: f64,
    /// What a fall adds to the peak.
    line: f64,
    /// The least size that a course can come to.
    least: f64,
    repeat_share: f64,
}

/// The share of courses that fall.
fn falls(
    steps: &[Innovation],
    members: &[Followed],
    start: Start,
    below: impl Fn(f64) -> f64 + Copy,
    quantile: impl Fn(f64) -> f64 + Copy,
) -> f64 {
    // In order of how near to a fall they lead, the even coordinate chooses members evenly.
    let last = steps.len().saturating_sub(1);
    let leads = |member: &Followed| {
        let course = member.courses.get(last).copied().unwrap_or(0.0);
        (course + member.lasting - start.first - start.line) / member.scatter
    };
    let mut ordered: Vec<(f64, &Followed)> = members.iter().map(|member| (leads(member), member)).collect();
    ordered.sort_by(|one, other| one.0.total_cmp(&other.0));
    let total: f64 = members.iter().map(|member| member.weight).sum();
    let mut ordered = ordered.into_iter().map(|(_, member)| member);
    let Some(mut member) = ordered.next() else { return 0.0 };
    let (mut reached, mut fallen) = (member.weight, 0.0);
    for (choice, chances) in COORDINATES.iter() {
        while reached < choice * total {
            let Some(next) = ordered.next() else { break };
            member = next;
            reached += next.weight;
        }
        fallen += member.chance_of_fall(steps, chances, start, below, quantile);
    }
    fallen / COURSES as f64
}

/// A member whose course is followed.
struct Followed {
    weight: f64,
    lasting: f64,
    scatter: f64,
    /// Log volume at each visit.
    courses: [f64; MOST_VISITS],
}

impl Followed {
    const fn of(kept: &Kept) -> Self {
        Self { weight: kept.weight, lasting: kept.lasting, scatter: kept.member.scatter, courses: [0.0; MOST_VISITS] }
    }

    /// The chance that some visit of one course is a fall.
    ///
    /// The chance of a fall is added as it is, and the course goes on as one without: what is left to the coordinates
    /// is smooth, and far fewer courses do.
    fn chance_of_fall(
        &self,
        steps: &[Innovation],
        chances: &[[f64; 2]],
        start: Start,
        below: impl Fn(f64) -> f64,
        quantile: impl Fn(f64) -> f64,
    ) -> f64 {
        let Start { first, line, least, repeat_share } = start;
        let mut lasting = self.lasting;
        let (mut peak, mut before) = (first, first);
        let mut without_fall = 1.0;
        for ((step, course), [innovation, repetition]) in steps.iter().zip(&self.courses).zip(chances) {
            let fall = peak + line;
            let sd = self.scatter * step.sd;
            let under = if least > fall { 0.0 } else { below((fall - course - lasting) / sd) };
            let falls_now = (1.0 - repeat_share) * under;
            without_fall *= 1.0 - falls_now;
            let repeats = *repetition * (1.0 - falls_now) < repeat_share;
            let share = if repeats { *innovation } else { under + (1.0 - under) * innovation };
            let own = self.scatter * quantile(share);
            if !repeats {
                before = (course + lasting + step.sd * own).max(least);
            }
            lasting += step.gain * own;
            peak = peak.max(before);
        }
        1.0 - without_fall
    }
}
