//! The chart without a picture: as sentences, with every mark.

use super::model::{Fill, Mark, Model, Symbol, Tick};
use super::view::Scale;

/// The chart in words: what it shows, its axes, then a line a mark, with the mark's identity in brackets.
pub fn text_alternative(model: &Model) -> String {
    let scale = match model.y.scale {
        Scale::Linear => "",
        Scale::Log => ", log scale",
    };
    let mut lines = vec![
        model.title.clone(),
        if model.empty_words.is_empty() { model.summary.clone() } else { model.empty_words.clone() },
        format!("Across: {}, {}", model.x.label, ends(&model.x.ticks)),
        if model.y.unit.is_empty() {
            format!("Up: {}, {}", model.y.label, ends(&model.y.ticks))
        } else {
            format!("Up: {} in {}, {}{scale}", model.y.label, model.y.unit, ends(&model.y.ticks))
        },
    ];
    lines.extend(model.notes.iter().cloned());
    let note = match model.y.scale {
        Scale::Linear => model.y.note.as_str(),
        // The axis' own line has said so.
        Scale::Log => model.y.note.trim_start_matches("log scale").trim_start_matches("; "),
    };
    if !note.is_empty() {
        lines.push(note.to_owned());
    }
    if !model.futures_words.is_empty() {
        lines.push(model.futures_words.clone());
    }
    lines.extend(model.key.iter().map(|item| format!("{}: {}", form_words(item.symbol), item.words)));
    lines.extend(model.marks.iter().map(|mark| format!("- {} [{}]", words_and_label(mark), mark.id)));
    lines.push(String::new());
    lines.join("\n")
}

/// A mark's words, with its label where that says more.
fn words_and_label(mark: &Mark) -> String {
    let label = mark.label.as_ref().map(|label| joined(&label.text, &label.detail)).unwrap_or_default();
    if label.is_empty() || mark.words.contains(&label) {
        mark.words.clone()
    } else {
        format!("{} ({label})", mark.words)
    }
}

/// A form by its name.
fn form_words((symbol, fill): (Symbol, Fill)) -> String {
    let form = match symbol {
        Symbol::Circle => "circle",
        Symbol::Square => "square",
        Symbol::Diamond => "diamond",
        Symbol::TriangleUp => "triangle",
        Symbol::TriangleDown => "triangle pointing down",
        Symbol::Pentagon => "pentagon",
        Symbol::Cross => return "Cross".to_owned(),
        Symbol::Arrow => return "Arrow".to_owned(),
    };
    let fill = if fill == Fill::Solid { "Filled" } else { "Open" };
    format!("{fill} {form}")
}

fn ends(ticks: &[Tick]) -> String {
    match (ticks.first(), ticks.last()) {
        (Some(first), Some(last)) => format!("{} to {}", first.text, last.text),
        _ => "no ticks".to_owned(),
    }
}

fn joined(text: &str, detail: &str) -> String {
    if detail.is_empty() { text.to_owned() } else { format!("{text}, {detail}") }
}

#[cfg(test)]
mod tests {
    use super::super::build::build;
    use super::super::fixture::{input, view};
    use super::super::view::{Quantity, View};
    use super::*;

    #[test]
    fn every_mark_and_every_label_is_in_the_text() {
        for quantity in Quantity::ALL {
            let model = build(&input(), &View { per_lesion: true, ..view(quantity) });
            let text = text_alternative(&model);
            for mark in &model.marks {
                assert!(text.contains(&format!("[{}]", mark.id)), "{} is missing from:\n{text}", mark.id);
                if let Some(label) = &mark.label {
                    assert!(text.contains(&label.text), "label {} is missing from:\n{text}", label.text);
                }
            }
        }
    }

    #[test]
    fn the_text_reads_as_sentences() {
        let text = text_alternative(&build(&input(), &view(Quantity::SumOfDiameters)));
        let head: Vec<&str> = text.lines().take(7).collect();
        insta::assert_snapshot!(head.join("\n"), @r"
        Sum of diameters of 2 target lesions
        3 sizes; sum of diameters 45 mm, 48 mm, then 55 mm on 23 Apr 2026, week 6; over the progression line of 54 mm
        Across: weeks from therapy start, 12 Mar 2026, 0 to 14
        Up: Sum of diameters in mm, 35 to 65
        axis starts at 35 mm
        - Pseudoprogression window, weeks 2–8 from therapy start [window]
        - Recheck, window 19 May 2026 to 18 Jun 2026, recommended 21 May 2026, week 10 (Recheck, 21 May 2026) [recheck]
        ");
    }
}
