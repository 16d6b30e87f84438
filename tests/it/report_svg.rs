//! Charts on paper: every mark is there, words are escaped, and the same chart gives the same bytes.

use reassess::chart::{Audience, ChartInput, Quantity, Scale, View, build, text_alternative};
use reassess::plot::PlotStyle;
use reassess::report::chart_svg;

use crate::chart_cases as cases;

fn views() -> Vec<View> {
    let clinician = |quantity, scale| View { quantity, scale, per_lesion: true, audience: Audience::Clinician };
    vec![
        View::default(),
        clinician(Quantity::Volume, Scale::Log),
        clinician(Quantity::SumOfDiameters, Scale::Linear),
        clinician(Quantity::PercentOfBaseline, Scale::Log),
        View { quantity: Quantity::SumOfDiameters, audience: Audience::Owner, ..View::default() },
    ]
}

fn all_cases() -> Vec<(&'static str, ChartInput)> {
    vec![
        ("bella", cases::bella()),
        ("fans", cases::bella_with_fans()),
        ("busy", cases::busy()),
        ("vanishing", cases::vanishing()),
        ("typing", cases::typing()),
        ("one point", cases::one_point()),
        ("empty", cases::empty()),
    ]
}

/// The text as it stands in XML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[test]
fn every_mark_and_label_is_in_the_picture_and_in_the_text() {
    for (name, input) in all_cases() {
        for view in views() {
            let model = build(&input, &view);
            let svg = chart_svg(&model, (540.0, 420.0), &PlotStyle::print());
            let text = text_alternative(&model);
            for mark in &model.marks {
                let tag = format!("data-mark=\"{}\"", mark.id);
                assert!(svg.contains(&tag), "{name}, {view:?}: {} is not drawn", mark.id);
                assert!(text.contains(&format!("[{}]", mark.id)), "{name}, {view:?}: {} is not told", mark.id);
                if let Some(label) = &mark.label {
                    assert!(svg.contains(&escaped(&label.text)), "{name}, {view:?}: no label “{}”", label.text);
                    assert!(text.contains(&label.text), "{name}, {view:?}: “{}” is not told", label.text);
                }
            }
        }
    }
}

#[test]
fn the_same_chart_gives_the_same_bytes() {
    let model = build(&cases::busy(), &View { per_lesion: true, ..View::default() });
    let style = PlotStyle::print();
    assert_eq!(chart_svg(&model, (540.0, 420.0), &style), chart_svg(&model, (540.0, 420.0), &style));
}

#[test]
fn names_cannot_break_the_picture() {
    let mut input = cases::bella();
    input.lesions[0].name = "<script>alert(1)</script> & \"T1\"\u{0}".to_owned();
    let model = build(&input, &View { per_lesion: true, ..View::default() });
    let svg = chart_svg(&model, (540.0, 420.0), &PlotStyle::print());
    assert!(!svg.contains("<script"), "the name is text, not an element");
    assert!(svg.contains("&lt;script&gt;"), "and it is there");
    assert!(!svg.contains('\u{0}'), "what XML cannot hold is left out");
}

#[test]
fn elements_are_balanced_and_numbers_finite() {
    for (name, input) in all_cases() {
        let svg = chart_svg(&build(&input, &View::default()), (540.0, 420.0), &PlotStyle::print());
        for tag in ["g", "svg", "text", "title", "desc", "defs", "clipPath"] {
            let opened = svg.matches(&format!("<{tag} ")).count() + svg.matches(&format!("<{tag}>")).count();
            assert_eq!(opened, svg.matches(&format!("</{tag}>")).count(), "{name}: <{tag}>");
        }
        assert!(!svg.contains("NaN") && !svg.contains("inf\""), "{name}: a number is not finite");
        assert!(svg.contains("<rect width=\"540\" height=\"420\" fill=\"#ffffff\"/>"), "{name}: white ground");
    }
}

#[test]
fn an_odd_size_still_makes_a_picture() {
    let model = build(&cases::busy(), &View::default());
    for size in [(1.0, 1.0), (-5.0, 40.0), (f32::NAN, f32::INFINITY), (120.0, 3000.0)] {
        let svg = chart_svg(&model, size, &PlotStyle::print());
        assert!(svg.ends_with("</svg>\n"), "{size:?} is drawn");
    }
}

#[test]
fn pictures_are_kept_to_be_looked_at() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("target/looks");
    std::fs::create_dir_all(&folder).unwrap();
    let view = View { quantity: Quantity::SumOfDiameters, ..View::default() };
    let svg = chart_svg(&build(&cases::bella_with_fans(), &view), (540.0, 400.0), &PlotStyle::print());
    fs_err::write(folder.join("fans.svg"), &svg).unwrap();
    assert!(svg.contains("if it is growth"), "the futures are named");
}
