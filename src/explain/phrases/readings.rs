//! Repeated readings and an observer's own repeatability.

fn differences(count: u32) -> String {
    if count == 1 { "1 difference".to_owned() } else { format!("{count} differences") }
}

/// The error of a size that is a mean.
pub(in crate::explain) fn mean_of_readings(
    lesion: &str,
    count: u32,
    seen: &str,
    degrees_of_freedom: u32,
    used: &str,
    one: &str,
) -> String {
    format!(
        "{lesion} is the mean of {count} readings, SD {seen} ({}): it counts with {used}, one reading with {one}.",
        differences(degrees_of_freedom)
    )
}

/// What an observer repeats, the table's figure, and the two together.
pub(in crate::explain) fn own_repeatability(
    who: &str,
    sets: u32,
    degrees_of_freedom: u32,
    [own, table, used]: [String; 3],
) -> String {
    let sizes = if sets == 1 { "1 size".to_owned() } else { format!("{sets} sizes") };
    format!(
        "{who}: SD {own} in {sizes} read more than once ({}); table {table}, together {used}.",
        differences(degrees_of_freedom)
    )
}
