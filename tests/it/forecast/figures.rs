//! Figures of the forecast held to a millionth, so that a faster computation stays the same computation.

use std::fmt::Write as _;

use reassess::forecast::{Explanations, Fit, Forecaster, Observations};

use super::real::subjects;
use super::{dog, people, rules};

const FIXTURE: &str = include_str!("../../data/forecast_figures.csv");

/// Every twentieth person's series cut after some visit, weighed as a person's and as a dog's.
fn series() -> Vec<(String, Observations, Forecaster)> {
    let forecasters = [people(), dog(0.1), dog(0.3)];
    let some = subjects().into_iter().step_by(20).enumerate();
    some.filter_map(|(place, subject)| {
        let count = (1 + place % 9).min(subject.sizes.points().len());
        let name = format!("{} cut after {count}", subject.id);
        Some((name, subject.sizes.first(count)?, forecasters[place % 3].clone()))
    })
    .collect()
}

/// Quantiles, probabilities, ratios, fans, deciding sizes, what a recheck tells, and the families.
fn figures(fit: &Fit) -> Vec<f64> {
    let last = fit.observations().last();
    let (day, ratio) = (last.day + 35, rules().size_ratio);
    let mut figures = fit.quantiles(day, &[0.01, 0.25, 0.5, 0.75, 0.99]);
    for share in [0.8, 1.0, 1.25] {
        let size = share * last.known_size();
        figures.extend([fit.probability_below(day, size), fit.ratio_at(day, size, ratio)]);
    }
    let deciding = fit.deciding_sizes(day, ratio);
    figures.extend([deciding.swelling_at_most, deciding.growth_at_least].map(|size| size.unwrap_or(-1.0)));
    let fans = fit.fans(&[day], Some(Explanations { swelling: 0.2, growth: 0.5, neither: 0.3 }));
    for band in [fans.swelling[0], fans.growth[0], fans.mixture[0]] {
        figures.extend([band.q05, band.q50, band.q95]);
    }
    let telling = fit.telling(day, 0.2, 0.6, ratio).unwrap();
    figures.extend([fit.p_fall30(), fit.effective_sample_size(), telling.settles, telling.decides]);
    figures.extend(fit.family_probabilities().iter().map(|(_, probability)| *probability));
    figures
}

fn printed() -> String {
    let mut text = String::new();
    for (name, sizes, forecaster) in series() {
        write!(text, "{name}").unwrap();
        for figure in figures(&forecaster.fit(&sizes)) {
            write!(text, ";{figure:.9e}").unwrap();
        }
        text.push('\n');
    }
    text
}

#[test]
fn no_figure_moves_by_a_millionth() {
    let found = printed();
    let mut compared = 0;
    for (found, stored) in found.lines().zip(FIXTURE.lines()) {
        let (mut found, mut stored) = (found.split(';'), stored.split(';'));
        let name = stored.next();
        assert_eq!(found.next(), name, "in the order of the fixture");
        for (place, (found, stored)) in found.zip(stored).enumerate() {
            let (found, stored): (f64, f64) = (found.parse().unwrap(), stored.parse().unwrap());
            let miss = (found - stored).abs() / stored.abs().max(1e-2);
            assert!(miss < 1e-6, "{name:?}, figure {place}: {found}, stored {stored}");
            compared += 1;
        }
    }
    assert_eq!(compared, 29 * 32, "every figure of every series was compared");
}

/// Makes the fixture after a change of the rules or of the model, never after one of the computation alone.
#[test]
#[ignore = "prints the fixture; run it after a change of the parameters and store it"]
fn the_figures_are_stored() {
    let printed = printed();
    assert_eq!(printed, FIXTURE, "store this as tests/data/forecast_figures.csv:\n{printed}");
}
