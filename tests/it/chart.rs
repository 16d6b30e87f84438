//! Charts as they are seen: painted by the CPU into `target/looks`, and checked.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::PathBuf;

use eframe::egui::{self, Key, Modifiers, Pos2, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use reassess::chart::{Audience, ChartInput, Model, Palette, Quantity, Rgb, Role, Scale, View, build};
use reassess::domain::{EventKind, Lesion, LesionId};
use reassess::plot::{self, PlotState, PlotStyle};
use reassess::rules::Rules;

use crate::chart_cases as cases;
use crate::soft_renderer::SoftRenderer;
use crate::stories::{Story, classic};

/// A chart in a window of its own.
struct Window {
    model: Model,
    style: PlotStyle,
    state: PlotState,
    hovered: Option<String>,
    clicked: Option<String>,
}

fn window(input: &ChartInput, view: View, palette: Palette, size: (f32, f32)) -> Harness<'static, Window> {
    let style = match view.audience {
        Audience::Clinician => PlotStyle::clinician(palette),
        Audience::Owner => PlotStyle::owner(palette),
    };
    let window =
        Window { model: build(input, &view), style, state: PlotState::default(), hovered: None, clicked: None };
    let mut harness = Harness::builder()
        .with_size(Vec2::new(size.0, size.1))
        .renderer(SoftRenderer::default())
        .with_context_setup(|ctx| ctx.set_fonts(plot::fonts::definitions()))
        .build_ui_state(
            |ui, window: &mut Window| {
                let Rgb(red, green, blue) = window.style.palette.rgb(Role::Background);
                let screen = ui.ctx().content_rect();
                let ground = egui::Color32::from_rgb(red, green, blue);
                ui.painter().with_clip_rect(screen).rect_filled(screen, 0.0, ground);
                let outcome = plot::show(ui, &window.model, &window.style, &mut window.state);
                window.hovered = outcome.hovered.map(|id| id.0);
                if let Some(id) = outcome.clicked {
                    window.clicked = Some(id.0);
                }
            },
            window,
        );
    harness.run();
    harness
}

/// Paints what is seen now and keeps it for a person to look at.
fn look(harness: &mut Harness<'_, Window>, name: &str) -> image::RgbaImage {
    let image = harness.render().unwrap();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/looks");
    std::fs::create_dir_all(&folder).unwrap();
    image.save(folder.join(format!("{name}.png"))).unwrap();
    image
}

fn colors(image: &image::RgbaImage) -> BTreeSet<Rgb> {
    image.pixels().map(|pixel| Rgb(pixel.0[0], pixel.0[1], pixel.0[2])).collect()
}

/// Paints a chart and checks that these roles can be seen in it.
fn check(name: &str, input: &ChartInput, view: View, palette: Palette, size: (f32, f32), roles: &[Role]) {
    let mut harness = window(input, view, palette, size);
    let seen = colors(&look(&mut harness, name));
    for role in roles {
        assert!(seen.contains(&palette.rgb(*role)), "{name}: nothing is painted as {role:?}");
    }
}

fn sum() -> View {
    View { quantity: Quantity::SumOfDiameters, ..View::default() }
}

const USUAL: [Role; 6] = [Role::Background, Role::Ink, Role::Error, Role::Window, Role::Growth, Role::Accent];

#[test]
fn the_chart_of_the_design_in_light_and_dark() {
    for (palette, name) in [(Palette::Light, "sum-light"), (Palette::Dark, "sum-dark")] {
        check(name, &cases::bella(), sum(), palette, (602.0, 780.0), &USUAL);
    }
    check("volume-light", &cases::bella(), View::default(), Palette::Light, (602.0, 780.0), &USUAL);
    let log = View { scale: Scale::Log, per_lesion: true, ..View::default() };
    check("volume-log-lesions", &cases::bella(), log, Palette::Light, (760.0, 560.0), &USUAL);
    let percent = View { quantity: Quantity::PercentOfBaseline, ..View::default() };
    check("percent-dark", &cases::bella(), percent, Palette::Dark, (760.0, 560.0), &USUAL);
}

#[test]
fn the_two_futures() {
    for (palette, name) in [(Palette::Light, "fans-light"), (Palette::Dark, "fans-dark")] {
        check(name, &cases::bella_with_fans(), sum(), palette, (760.0, 560.0), &USUAL);
    }
}

#[test]
fn the_owners_chart() {
    let owner = View { audience: Audience::Owner, ..sum() };
    let roles = [Role::Background, Role::Ink, Role::Window, Role::Recheck];
    check("owner-light", &cases::bella_with_fans(), owner, Palette::Light, (860.0, 620.0), &roles);
    check("owner-dark", &cases::bella_with_fans(), owner, Palette::Dark, (860.0, 620.0), &roles);
    check("owner-busy", &cases::busy(), owner, Palette::Light, (860.0, 620.0), &roles);
}

#[test]
fn hard_charts_stay_readable() {
    let lesions = View { per_lesion: true, ..sum() };
    for (name, size) in [("busy-760", (760.0, 560.0)), ("busy-1400", (1400.0, 1100.0))] {
        check(name, &cases::busy(), lesions, Palette::Light, size, &[Role::LesionA, Role::LesionB, Role::Treatment]);
    }
    check("busy-dark", &cases::busy(), View::default(), Palette::Dark, (760.0, 560.0), &[Role::SignSevere]);
    check("empty", &cases::empty(), View::default(), Palette::Light, (760.0, 560.0), &[Role::Background, Role::Grid]);
    check("one-point", &cases::one_point(), View::default(), Palette::Light, (760.0, 560.0), &[Role::Ink]);
    check("vanishing", &cases::vanishing(), View::default(), Palette::Light, (760.0, 560.0), &[Role::Ink]);
    let log = View { scale: Scale::Log, ..View::default() };
    check("vanishing-log", &cases::vanishing(), log, Palette::Light, (760.0, 560.0), &[Role::Ink]);
    check("typing", &cases::typing(), sum(), Palette::Light, (760.0, 560.0), &[Role::Ink]);
    check("tiny", &cases::busy(), lesions, Palette::Light, (260.0, 180.0), &[Role::Ink]);
}

#[test]
fn assessed_cases_as_they_come() {
    let look_at = |name: &str, story: &Story, view: View| {
        let assessment = story.assess_last();
        let input = ChartInput::from_assessment(&story.0, &assessment, Rules::shipped().unwrap());
        check(name, &input, view, Palette::Light, (602.0, 640.0), &[Role::Background, Role::Ink, Role::Window]);
    };
    look_at("classic", &classic().event(0, EventKind::TherapyStart).event(21, EventKind::Dose), sum());
    look_at("classic-volume", &classic(), View::default());
    let mut two = Story::new();
    two.0.add_lesion(Lesion::target(LesionId(1), "Mandibular node")).unwrap();
    let routine = two.sized(-2, &[40.0, 12.0]).sized(42, &[33.0, 10.5]).sized(84, &[21.0, 7.0]);
    look_at("routine", &routine, View { per_lesion: true, ..sum() });
}

#[test]
fn pointing_at_a_size_shows_its_card() {
    let mut harness = window(&cases::bella_with_fans(), sum(), Palette::Light, (602.0, 780.0));
    let at = find_last_point(&mut harness);
    harness.hover_at(at);
    harness.run();
    look(&mut harness, "card");
    assert_eq!(harness.state().hovered.as_deref(), Some("point/2026-04-23"));
    for line in
        ["23 Apr 2026, week 6, CT", "55\u{a0}mm", "+22.2\u{a0}% from baseline = nadir 45\u{a0}mm of 10 Mar 2026"]
    {
        assert!(harness.query_by_value(line).is_some() || harness.query_by_label(line).is_some(), "no “{line}”");
    }
    harness.drag_at(at);
    harness.drop_at(at);
    harness.run();
    assert_eq!(harness.state().clicked.as_deref(), Some("point/2026-04-23"), "a click is told");
}

/// Where the last point is: somewhere its color is seen.
fn find_last_point(harness: &mut Harness<'_, Window>) -> Pos2 {
    let image = harness.render().unwrap();
    let ink = Palette::Light.rgb(Role::Ink);
    for y in (40..600_u16).step_by(3) {
        for x in (60..560_u16).step_by(3) {
            let pixel = image.get_pixel(u32::from(x), u32::from(y)).0;
            if Rgb(pixel[0], pixel[1], pixel[2]) != ink {
                continue;
            }
            let at = Pos2::new(f32::from(x), f32::from(y));
            harness.hover_at(at);
            harness.step();
            if harness.state().hovered.as_deref() == Some("point/2026-04-23") {
                return at;
            }
        }
    }
    panic!("the last point cannot be pointed at");
}

#[test]
fn the_keyboard_goes_from_mark_to_mark() {
    let mut harness = window(&cases::bella(), sum(), Palette::Light, (602.0, 780.0));
    harness.key_press(Key::Tab);
    harness.run();
    let mut visited = Vec::new();
    // Right stays among the sizes, down leads through the lanes.
    for key in [[Key::ArrowRight; 10], [Key::ArrowDown; 10]].concat() {
        harness.key_press(key);
        harness.run();
        visited.extend(harness.state().hovered.clone());
    }
    visited.dedup();
    look(&mut harness, "keys");
    for wanted in ["point/2026-03-10", "point/2026-04-02", "point/2026-04-23", "doses/2026-04-23"] {
        assert!(visited.iter().any(|id| id == wanted), "{wanted} is not reached: {visited:?}");
    }
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(harness.state().clicked, visited.last().cloned(), "Enter takes the mark");
    harness.key_press(Key::Escape);
    harness.run();
    assert_eq!(harness.state().hovered, None, "Escape lets go");
}

#[test]
fn zoom_narrows_and_reset_shows_everything() {
    let mut harness = window(&cases::bella(), sum(), Palette::Light, (602.0, 780.0));
    harness.hover_at(Pos2::new(300.0, 300.0));
    harness.run();
    for _ in 0..6 {
        harness.event(egui::Event::Zoom(1.2));
        harness.step();
    }
    assert!(harness.state().state.is_zoomed(), "a pinch zooms");
    harness.run();
    look(&mut harness, "zoomed");
    harness.get_by_label("Reset zoom").click();
    harness.run();
    assert!(!harness.state().state.is_zoomed(), "the button shows everything");
    assert!(harness.query_by_label("Reset zoom").is_none(), "and goes away");
}

#[test]
fn the_wheel_alone_leaves_the_chart_alone() {
    let mut harness = window(&cases::bella(), sum(), Palette::Light, (602.0, 780.0));
    harness.hover_at(Pos2::new(300.0, 300.0));
    harness.event(egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: Vec2::new(0.0, 80.0),
        modifiers: Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
    });
    harness.run_steps(12);
    assert!(!harness.state().state.is_zoomed(), "the page scrolls, not the chart");
}

#[test]
fn a_screen_reader_hears_the_summary() {
    let harness = window(&cases::bella(), sum(), Palette::Light, (602.0, 780.0));
    let name = format!("{}. {}", harness.state().model.title, harness.state().model.summary);
    assert!(harness.query_by_label(&name).is_some(), "the chart is named “{name}”");
}
