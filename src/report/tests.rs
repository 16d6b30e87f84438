//! What is set on pages: everything, in order, inside the paper.

use super::fixture::{Ready, long};
use super::flow::{Child, Item, Kind, Pages, Shape};
use super::typeface::{Typefaces, clean};
use super::*;
use crate::chart::Model;
use crate::domain::{Case, cell_text};

/// Words in order of reading; lines of one part are joined by a space.
fn read(pages: &Pages) -> String {
    fn part(pages: &Pages, element: usize, out: &mut Vec<String>) {
        let own = &pages.elements[element];
        for child in &own.children {
            match *child {
                Child::Element(place) => part(pages, place, out),
                Child::Item { page, place } => match &pages.sheets[page][place].shape {
                    Shape::Words { text, .. } => out.push(text.clone()),
                    Shape::Chart { .. } => out.push(format!("[{}]", "chart")),
                    Shape::Fill { .. } | Shape::Rule { .. } => {}
                },
            }
        }
    }
    let mut words = Vec::new();
    part(pages, 0, &mut words);
    words.join(" ")
}

/// Without spaces, since a long word may be broken into lines.
fn dense(text: &str) -> String {
    clean(text).chars().filter(|letter| !letter.is_whitespace()).collect()
}

fn assert_in_order(text: &str, parts: &[&str]) {
    let text = dense(text);
    let mut from = 0;
    for part in parts {
        let part = dense(part);
        let found = text[from..].find(&part);
        assert!(
            found.is_some(),
            "“{part}” is missing or out of order after: …{}",
            &text[..from].chars().rev().take(60).collect::<String>()
        );
        from += found.unwrap() + part.len();
    }
}

fn items(pages: &Pages) -> impl Iterator<Item = &Item> {
    pages.sheets.iter().flatten()
}

fn assert_inside(pages: &Pages, faces: &Typefaces) {
    let (width, height) = pages.size_pt;
    for item in items(pages) {
        let (left, top, right, bottom) = match &item.shape {
            Shape::Words { x, baseline, face, text } => {
                let end = x + faces.width(text, face.size, face.strong);
                (*x, baseline - face.size, end, baseline + 0.3 * face.size)
            }
            Shape::Fill { area, .. } | Shape::Chart { area, .. } => {
                (area.x, area.y, area.x + area.width, area.y + area.height)
            }
            Shape::Rule { from, to, .. } => (from.0, from.1, to.0, to.1),
        };
        let inside = left >= 30.0 && top >= 20.0 && right <= width - 30.0 && bottom <= height - 15.0;
        assert!(inside, "outside the paper: {:?}", item.shape);
    }
}

fn marks_of(svg: &str) -> BTreeSet<String> {
    let parts = svg.split("data-mark=\"").skip(1);
    parts.filter_map(|part| part.split('"').next()).map(str::to_owned).collect()
}

fn assert_marks(pages: &Pages, model: &Model) {
    let charts: Vec<&String> = items(pages)
        .filter_map(|item| if let Shape::Chart { svg, .. } = &item.shape { Some(svg) } else { None })
        .collect();
    let expected: BTreeSet<String> = model.marks.iter().map(|mark| mark.id.to_string()).collect();
    assert_eq!(charts.len(), 1);
    assert_eq!(marks_of(charts[0]), expected, "the drawing has every mark of the model and no other");
    let told = pages.elements.iter().find_map(|own| match &own.kind {
        Kind::Figure(words) => Some(words.clone()),
        _ => None,
    });
    let told = told.unwrap();
    assert!(expected.iter().all(|id| told.contains(&format!("[{id}]"))), "and so have its words: {told}");
}

#[test]
fn a_report_of_twelve_visits_holds_everything_in_order_on_either_paper() {
    let ready = Ready::of(long());
    let faces = Typefaces::new(&[]).unwrap();
    for paper in Paper::ALL {
        let sheet = ready.sheet(paper);
        let pages = clinician::pages(&sheet, &faces);
        assert!(pages.sheets.len() >= 3, "{} pages", pages.sheets.len());
        assert_inside(&pages, &faces);
        assert_marks(&pages, &ready.chart);
        let words = &ready.words;
        let text = read(&pages);
        let mut parts = vec![ready.case.patient.name.as_str(), "Owner: Maria-Magdalena Wiśniewska-Großschädl"];
        parts.extend([words.headline.as_str(), &words.subline, "[chart]", &words.chart_summary]);
        parts.extend(words.table.iter().flat_map(|row| [row.title.as_str(), &row.seen, &row.says]));
        parts.push(&words.next_headline);
        parts.extend(words.next_lines.iter().map(String::as_str));
        parts.push(&words.not_recorded);
        parts.extend(words.ledger.iter().flat_map(|row| [row.clue.as_str(), &row.level, &row.ratio]));
        parts.extend(words.hand_sum.iter().map(String::as_str));
        parts.extend(["Sizes", "Criteria by visit", "Clinical signs", "Doses and other events", "Not a diagnosis."]);
        parts.push(&words.footer);
        assert_in_order(&text, &parts);
        let mut cells: Vec<String> = Vec::new();
        for visit in ready.case.visits() {
            cells.push(sheet.when(visit.date));
            cells.extend(visit.measurements.values().map(|own| cell_text(&own.finding)));
        }
        let sizes = text.split("Criteria by visit").next().unwrap_or_default();
        assert_in_order(sizes, &cells.iter().map(String::as_str).collect::<Vec<_>>());
        for (number, page) in pages.sheets.iter().enumerate() {
            let seen: Vec<&str> = page
                .iter()
                .filter_map(|item| if let Shape::Words { text, .. } = &item.shape { Some(text.as_str()) } else { None })
                .collect();
            let seen = dense(&seen.join(" "));
            let foot = format!("{}Page {} of {}", words.footer, number + 1, pages.sheets.len());
            assert!(seen.contains(&dense(&words.footer)) && seen.contains("Notadiagnosis"), "page {number}: {foot}");
        }
    }
}

#[test]
fn the_owners_page_is_one_page_whatever_the_names() {
    let faces = Typefaces::new(&[]).unwrap();
    let mut endless = long();
    endless.patient.name = "Barty ".repeat(200);
    for (case, own_words) in [(long(), true), (endless, false), (Case::default(), true)] {
        let ready = Ready::of(case);
        for paper in Paper::ALL {
            let pages = handout::pages(&ready.sheet(paper), &faces);
            assert_eq!(pages.sheets.len(), 1);
            assert_inside(&pages, &faces);
            assert_marks(&pages, &ready.owner_chart);
            let text = read(&pages);
            let owner = &ready.owner;
            let mut parts = vec!["[chart]", "What happens now", owner.what_now.as_str()];
            parts.extend(owner.call_sooner.iter().map(String::as_str));
            parts.extend([owner.what_is_known.as_str(), &owner.disclaimer, "rules"]);
            assert_in_order(&text, &parts);
            if own_words {
                assert_in_order(&text, &[owner.sentence.as_str(), "In your own words"]);
            }
        }
    }
}

#[test]
fn a_table_that_goes_on_has_its_heads_again_and_they_are_read_once() {
    let ready = Ready::of(long());
    let faces = Typefaces::new(&[]).unwrap();
    let pages = clinician::pages(&ready.sheet(Paper::A4), &faces);
    let heads = |read: bool| {
        let seen = items(&pages).filter(|item| item.element.is_some() == read);
        let is_head = |text: &str| matches!(text, "Visit" | "Date");
        seen.filter(|item| matches!(&item.shape, Shape::Words { text, .. } if is_head(text))).count()
    };
    // Sizes, criteria and signs by visit; events by date.
    assert_eq!(heads(true), 4, "each table's head is read once");
    assert!(heads(false) >= 1, "and seen again where a table goes on");
}

#[test]
fn a_column_that_holds_nothing_is_left_out() {
    let ready = Ready::of(long());
    let faces = Typefaces::new(&[]).unwrap();
    let text = read(&clinician::pages(&ready.sheet(Paper::A4), &faces));
    let events = text.split("Doses and other events").nth(1).unwrap();
    assert!(events.contains("Dose Note") && !events.contains("Lesion Dose"), "no event is of a lesion: {events}");
}
