//! One frame of the whole window without a screen: panels laid out, drawn as shapes and tessellated, at 1280 x 800.
//!
//! `cargo bench --bench frame`. The bar is 8 ms a frame at 200 visits x 20 lesions. First it prints when an idle window
//! asks for its next frame.
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::io::Write as _;
use std::time::Duration;

use divan::Bencher;
use eframe::App as _;
use eframe::egui::{
    self, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, RawInput, Rect, TouchPhase, ViewportId, pos2,
    vec2,
};
use jiff::civil::{Date, date};
use reassess::app::command::{Command, Effect};
use reassess::app::edit::Edit;
use reassess::app::event::Event as Answer;
use reassess::app::view::{ChartChoice, Middle};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Finding, Grade, Length, Lesion, LesionId, Measurement, Size, Therapy, TherapyClass, Visit,
};
use reassess::rules::Rules;
use reassess::store::Settings;
use reassess::ui::{Now, Outside, ReassessApp};

const START: Date = date(2022, 1, 3);
const SIZE: egui::Vec2 = vec2(1280.0, 800.0);
/// Visits and lesions.
const CASES: [(u32, u32); 2] = [(12, 5), (200, 20)];

fn main() {
    for (visits, lesions) in CASES {
        let mut window = Window::open((visits, lesions));
        let next = window.frame(Vec::new());
        let words =
            format!("{visits} visits x {lesions} lesions: an idle window asks for its next frame in {next:?}\n");
        std::io::stdout().write_all(words.as_bytes()).unwrap();
    }
    divan::main();
}

/// The worker's share of the work is done on another thread and is not part of a frame.
struct Nowhere;

impl Outside for Nowhere {
    fn perform(&mut self, _effect: Effect, _ctx: &egui::Context, _frame: Option<&eframe::Frame>) {}

    fn poll(&mut self) -> Vec<Answer> {
        Vec::new()
    }
}

/// A visit a week, every lesion measured, the first shrinking and the others growing slowly.
fn visit(number: u32, lesions: u32) -> Visit {
    let mut visit = Visit::on(date_from_day(START, 7 * number.cast_signed()));
    visit.signs.pain = Grade::new(0).ok();
    for id in 0..lesions {
        let tenths = if id == 0 { 300 - number } else { 200 + 20 * id + number };
        let finding = Finding::Measured(Size::Axes(Axes::longest_only(Length::from_tenths(tenths).unwrap())));
        visit.measurements.insert(LesionId(id), Measurement::of(finding));
    }
    visit
}

fn commands((visits, lesions): (u32, u32)) -> Vec<Command> {
    let therapy = Therapy { start: Some(START), class: TherapyClass::Checkpoint, ..Case::default().therapy };
    let edits = std::iter::once(Edit::SetTherapy(therapy))
        .chain((0..lesions).map(|id| Edit::AddLesion(Lesion::target(LesionId(id), format!("T{id}")))))
        .chain((0..visits).flat_map(|number| {
            let visit = visit(number, lesions);
            [Edit::AddVisit(visit.date), Edit::SetVisit { visit: Box::new(visit), what: "sizes".to_owned() }]
        }));
    let last = date_from_day(START, 7 * (visits.cast_signed() - 1));
    let one = Edit::SetSize { date: last, lesion: LesionId(1), text: "61".to_owned() };
    edits.chain([one]).map(Command::Edit).collect()
}

fn clock() -> Now {
    Now { today: date(2026, 4, 24), until_midnight: Duration::from_hours(1) }
}

struct Window {
    ctx: egui::Context,
    app: ReassessApp,
    frame: eframe::Frame,
    seconds: f64,
    number: u32,
}

impl Window {
    /// A window that has nothing left to do.
    fn open(size: (u32, u32)) -> Self {
        Self::open_with(size, Vec::new())
    }

    /// The same after these commands.
    fn open_with(size: (u32, u32), then: Vec<Command>) -> Self {
        let ctx = egui::Context::default();
        let settings = Settings { first_run_seen: true, ..Settings::default() };
        let rules = Rules::shipped().unwrap();
        let first = [commands(size), then].concat();
        let app = ReassessApp::new(&ctx, rules, settings, clock, Box::new(Nowhere), first);
        let mut window = Self { ctx, app, frame: eframe::Frame::_new_kittest(), seconds: 0.0, number: 0 };
        let settled = (0..200).any(|_| window.frame(Vec::new()) > Duration::from_secs(1));
        assert!(settled, "the window never comes to rest");
        assert_eq!(window.app.session().document.case().visits().len(), size.0 as usize, "the case is there");
        window
    }

    /// Draws one frame; returns when the next one is asked for.
    fn frame(&mut self, events: Vec<Event>) -> Duration {
        const SIXTIETH: f64 = 1.0 / 60.0;
        self.seconds += SIXTIETH;
        self.number += 1;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, SIZE));
        let input = RawInput { screen_rect, time: Some(self.seconds), events, ..RawInput::default() };
        let mut output = self.ctx.run_ui(input, |ui| {
            self.app.logic(ui.ctx(), &mut self.frame);
            self.app.ui(ui, &mut self.frame);
        });
        // There is no graphics card to take them.
        output.textures_delta.clear();
        let shapes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        divan::black_box(shapes);
        output.viewport_output.get(&ViewportId::ROOT).map_or(Duration::MAX, |own| own.repaint_delay)
    }

    /// Turns the wheel, down and up again.
    fn scroll(&mut self) -> Duration {
        let up = if self.number % 80 < 40 { 60.0 } else { -60.0 };
        let (unit, phase, source) = (MouseWheelUnit::Point, TouchPhase::Move, MouseWheelSource::Wheel);
        self.frame(vec![Event::MouseWheel { unit, delta: vec2(0.0, up), phase, source, modifiers: Modifiers::NONE }])
    }

    fn press(&mut self, key: Key) {
        for pressed in [true, false] {
            let modifiers = Modifiers::COMMAND;
            self.frame(vec![Event::Key { key, physical_key: None, pressed, repeat: false, modifiers }]);
        }
    }
}

/// A frame in which nothing happened.
#[divan::bench(args = CASES)]
fn idle(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let mut window = Window::open(size);
    bencher.bench_local(|| window.frame(Vec::new()));
}

/// A frame in which the pointer moved over the chart.
#[divan::bench(args = CASES)]
fn pointer_on_the_chart(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let mut window = Window::open(size);
    bencher.bench_local(|| {
        let across = f32::from(u16::try_from(window.number % 300).unwrap());
        window.frame(vec![Event::PointerMoved(pos2(460.0 + across, 400.0))])
    });
}

/// A frame in which the table was scrolled.
#[divan::bench(args = CASES)]
fn table_scrolled(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let mut window = Window::open(size);
    window.frame(vec![Event::PointerMoved(pos2(200.0, 400.0))]);
    bencher.bench_local(|| window.scroll());
}

/// A frame in which the chart's table, with every lesion in it, was scrolled.
#[divan::bench(args = CASES)]
fn chart_table_scrolled(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let table = vec![Command::ShowMiddle(Middle::Table), Command::Chart(ChartChoice::PerLesion(true))];
    let mut window = Window::open_with(size, table);
    window.frame(vec![Event::PointerMoved(pos2(640.0, 400.0))]);
    bencher.bench_local(|| window.scroll());
}

/// Everything that follows from a changed size: undone and done again, each with the two frames of the key.
#[divan::bench(args = CASES, sample_count = 20, sample_size = 1)]
fn one_edit(bencher: Bencher<'_, '_>, size: (u32, u32)) {
    let mut window = Window::open(size);
    let mut undone = false;
    bencher.bench_local(|| {
        window.press(if undone { Key::Y } else { Key::Z });
        undone = !undone;
    });
}
