//! Repeated readings and an observer's own repeatability, in words.

use super::phrases;
use crate::assess::Assessment;
use crate::domain::{Case, Repeatability};
use crate::rules::NoiseTable;
use crate::series::repeats::{table_relative_sd, used_relative_sd};

/// A share as a percentage with one decimal where that tells something.
fn percent(share: f64) -> String {
    let text = format!("{:.1}", 100.0 * share);
    format!("{}\u{a0}%", text.strip_suffix(".0").unwrap_or(&text))
}

/// What moves the error of the last sizes, one line each.
pub(super) fn lines(case: &Case, assessment: &Assessment) -> Vec<String> {
    let noise = &assessment.reading_noise;
    let mut lines: Vec<String> = Vec::new();
    for own in &noise.means {
        let name = case.lesion(own.lesion).map(|lesion| lesion.name.as_str()).unwrap_or_default();
        let (seen, used, one) = (percent(own.seen_sd), percent(own.used_sd), percent(own.one_reading_sd));
        lines.push(phrases::mean_of_readings(name, own.count, &seen, own.degrees_of_freedom, &used, &one));
    }
    lines.extend(noise.own.iter().map(|own| in_words(&own.own, own.table_sd, own.used_sd)));
    lines
}

/// "KM, calipers: SD 5 % in 6 sizes read more than once (8 differences); table 7 %, together 6.2 %".
pub fn repeatability(own: &Repeatability, table: &NoiseTable) -> String {
    in_words(own, table_relative_sd(own.method, table), used_relative_sd(own, table))
}

fn in_words(own: &Repeatability, table_sd: f64, used_sd: f64) -> String {
    let who = format!("{}, {}", own.observer, own.method.words());
    let sds = [own.relative_sd(), table_sd, used_sd].map(percent);
    phrases::own_repeatability(&who, own.sets, own.degrees_of_freedom, sds)
}
