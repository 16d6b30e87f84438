//! Words as they stand at the head of a sentence.

/// The text with its first letter as a capital.
///
/// # Examples
/// ```
/// use reassess::domain::capitalized;
/// assert_eq!(capitalized("baseline 45 mm"), "Baseline 45 mm");
/// assert_eq!(capitalized(""), "");
/// ```
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
