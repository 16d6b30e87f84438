//! The course of one member over a series of days, with as few exponentials as it takes.

use super::families::{LARGEST_LOG, Member, Shape};

/// The shape of a member while it is followed.
enum Course {
    /// A shape that takes no exponential.
    Plain(Shape),
    Response {
        delay: f64,
        fall: Fall,
    },
    GrowThenRespond {
        growth: f64,
        turn: f64,
        fall: Fall,
    },
    Flare {
        onset: f64,
        rise: f64,
        height: f64,
        tumor: Decay,
        swelling: Decay,
    },
}

/// A fall to a floor.
struct Fall {
    floor: f64,
    decay: Decay,
}

/// `exp(-rate x weeks)` at times that rise.
struct Decay {
    rate: f64,
    weeks: f64,
    value: f64,
    /// The last step in time, and what it left.
    step: f64,
    factor: f64,
}

/// Steps in time that differ by less are the same, in weeks.
const SAME_STEP: f64 = 1e-9;

impl Decay {
    const fn new(rate: f64) -> Self {
        Self { rate, weeks: 0.0, value: 1.0, step: 0.0, factor: 1.0 }
    }

    /// Visits are mostly evenly spaced, and then a product stands for an exponential.
    fn at(&mut self, weeks: f64) -> f64 {
        let step = weeks - self.weeks;
        if (step - self.step).abs() > SAME_STEP {
            self.step = step;
            self.factor = (-self.rate * step).exp();
        }
        self.weeks = weeks;
        self.value *= self.factor;
        self.value
    }
}

impl Fall {
    const fn new(rate: f64, floor: f64) -> Self {
        Self { floor, decay: Decay::new(rate) }
    }

    fn at(&mut self, weeks: f64) -> f64 {
        if weeks <= 0.0 { 0.0 } else { (self.floor + (1.0 - self.floor) * self.decay.at(weeks)).ln() }
    }
}

impl Course {
    const fn of(shape: Shape) -> Self {
        match shape {
            Shape::Line { .. } | Shape::LateGrowth { .. } => Self::Plain(shape),
            Shape::Response { delay, rate, floor } => Self::Response { delay, fall: Fall::new(rate, floor) },
            Shape::GrowThenRespond { growth, turn, rate, floor } => {
                Self::GrowThenRespond { growth, turn, fall: Fall::new(rate, floor) }
            }
            Shape::Flare { onset, rise, height, decay, rate } => {
                Self::Flare { onset, rise, height, tumor: Decay::new(rate), swelling: Decay::new(1.0 / decay) }
            }
        }
    }

    fn at(&mut self, weeks: f64) -> f64 {
        match self {
            Self::Plain(shape) => shape.log_volume(weeks),
            Self::Response { delay, fall } => fall.at(weeks - *delay),
            Self::GrowThenRespond { growth, turn, fall } => *growth * weeks.min(*turn) + fall.at(weeks - *turn),
            Self::Flare { onset, rise, height, tumor, swelling } => {
                let after_onset = weeks - *onset;
                if after_onset <= 0.0 {
                    return 0.0;
                }
                let part = (after_onset / *rise).min(1.0);
                let ramp = part * part * (3.0 - 2.0 * part);
                let after_top = (after_onset - *rise).max(0.0);
                let volume = tumor.at(after_top) + *height * ramp * swelling.at(after_top);
                volume.max(f64::MIN_POSITIVE).ln()
            }
        }
    }
}

impl Member {
    /// Adds the log volume at each of these times, which rise, to its column: [`Self::log_volume`], in less time.
    pub(super) fn follow(&self, weeks: &[f64], columns: &mut [Vec<f64>]) {
        let mut course = Course::of(self.shape);
        for (&time, column) in weeks.iter().zip(columns) {
            let log = if time <= 0.0 { self.growth_before * time } else { course.at(time) };
            column.push(log.clamp(-LARGEST_LOG, LARGEST_LOG));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::forecast::families::Family;
    use crate::forecast::sobol;
    use crate::rules::Rules;

    #[test]
    fn followed_courses_are_those_of_single_times() {
        let rules = Rules::shipped().unwrap().forecast.human_checkpoint;
        let weeks: Vec<f64> = [-30, 0, 21, 42, 63, 70, 71, 112, 154, 196, 1000].map(|day| f64::from(day) / 7.0).into();
        for family in Family::ALL {
            for index in 0..200 {
                let scores: Vec<f64> = (0..family.dimensions()).map(|place| sobol::normal(index, place, 9)).collect();
                let member = family.member(&rules, &scores);
                let mut columns = vec![Vec::new(); weeks.len()];
                member.follow(&weeks, &mut columns);
                for (&time, column) in weeks.iter().zip(&columns) {
                    let single = member.log_volume(time);
                    assert!((column[0] - single).abs() < 1e-9 * (1.0 + single.abs()), "{member:?} at {time}");
                }
            }
        }
    }
}
