//! Made-up courses with a known truth, drawn from the model itself: what a forecast can at best be held to.

use super::families::{Family, Group};
use super::forecaster::{Forecaster, MOST_DIMENSIONS};
use super::observations::{Observation, Observations};
use super::process::{Process, weeks};
use super::score::bootstrap::SplitMix;
use super::student::Student;
use crate::series::Basis;

/// A made-up patient.
#[derive(Clone, Debug, PartialEq)]
pub struct Simulated {
    /// The family that it was drawn from.
    pub family: Family,
    /// Sizes in millimeters, one a day asked for.
    pub sizes: Vec<f64>,
}

impl Simulated {
    /// Which of the two futures is true of it, if one.
    pub const fn group(&self) -> Option<Group> {
        self.family.group()
    }
}

impl Forecaster {
    /// Draws a patient whose diameters are measured on these days, the first of `first_mm`, with this SD of ln diameter.
    ///
    /// Family, course, scatter and innovations are drawn as the forecast supposes them; sizes are not rounded, so none
    /// repeats. `None` without days.
    pub fn simulate(&self, days: &[i32], first_mm: f64, log_sd: f64, random: &mut SplitMix) -> Option<Simulated> {
        let point = |&day: &i32| Observation { day, size: first_mm, log_sd, below: None };
        let plan = Observations::new(Basis::Diameters, days.iter().map(point).collect()).ok()?;
        let process = Process::of(&plan, self.rules.residual);
        let family = self.drawn_family(random);
        let mut scores = [0.0; MOST_DIMENSIONS];
        for score in scores.iter_mut().take(family.dimensions()) {
            *score = normal(random);
        }
        let member = family.member(&self.rules, &scores);
        let student = Student::with_degrees(self.rules.residual.degrees_of_freedom);
        let start = member.log_volume(weeks(*days.first()?));
        let mut lasting = 0.0;
        let mut sizes = Vec::new();
        for (place, (step, &day)) in process.steps().iter().zip(days).enumerate() {
            // The first size is given, so its innovation is what makes it so.
            let innovation = if place == 0 { 0.0 } else { member.scatter * student.quantile(random.uniform()) };
            let log = member.log_volume(weeks(day)) - start + lasting + step.sd * innovation;
            lasting += step.gain * innovation;
            sizes.push(first_mm * (log / 3.0).clamp(-20.0, 20.0).exp());
        }
        Some(Simulated { family, sizes })
    }

    fn drawn_family(&self, random: &mut SplitMix) -> Family {
        let mut left = random.uniform();
        for family in Family::ALL {
            left -= family.share(&self.rules);
            if left < 0.0 {
                return family;
            }
        }
        Family::Stable
    }
}

/// A standard normal by Box and Muller.
fn normal(random: &mut SplitMix) -> f64 {
    let (u, v) = (random.uniform(), random.uniform());
    (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::Rules;

    #[test]
    fn family_probabilities_are_calibrated_on_courses_drawn_from_the_model() {
        let rules = Rules::shipped().unwrap().forecast.human_checkpoint;
        let forecaster = Forecaster::with_members(rules, 128);
        let mut random = SplitMix::new(11);
        let days = [-7, 42, 84, 126];
        let (mut said, mut came, mut sharp) = (0.0, 0.0, 0.0);
        let patients = 240;
        for _ in 0..patients {
            let one = forecaster.simulate(&days, 40.0, 0.07, &mut random).unwrap();
            let point = |(&day, &size): (&i32, &f64)| Observation { day, size, log_sd: 0.07, below: None };
            let sizes = Observations::new(Basis::Diameters, days.iter().zip(&one.sizes).map(point).collect()).unwrap();
            let fit = forecaster.fit(&sizes);
            let growth = fit.family_probabilities().iter().filter(|(own, _)| own.group() == Some(Group::Growth));
            let p: f64 = growth.map(|(_, p)| p).sum();
            let truth = f64::from(u8::from(one.group() == Some(Group::Growth)));
            said += p;
            came += truth;
            sharp += (p - truth).powi(2);
        }
        let count = f64::from(patients);
        // The SD of the share that came is 0.03.
        assert!(((said - came) / count).abs() < 0.07, "growth said {said}, came {came} of {patients}");
        let rate = came / count;
        assert!(sharp / count < rate * (1.0 - rate), "better than the bare rate: {}", sharp / count);
    }
}
