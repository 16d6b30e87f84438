//! The whole window without a display: the real app, a disk in memory, dialogs answered from a list, a fixed day.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::cell::RefCell;
use std::collections::VecDeque;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use eframe::egui;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use jiff::civil::date;
use reassess::app::command::{Command, Effect, LibraryCommand};
use reassess::app::event::Event;
use reassess::app::perform::Background;
use reassess::domain::Case;
use reassess::rules::Rules;
use reassess::store::demo::Demo;
use reassess::store::{Disk as _, MemoryDisk, Paths, Settings, Summary, case_file};
use reassess::ui::{Now, Outside, ReassessApp};

use crate::soft_renderer::SoftRenderer;

/// The day it is in every window test.
pub(crate) fn fixed_now() -> Now {
    Now { today: date(2026, 4, 24), until_midnight: Duration::from_hours(1) }
}

/// What the test outside holds.
#[derive(Default)]
pub(crate) struct World {
    /// Paths to answer the next file dialogs with; `None` cancels. With none left the dialog fails to open.
    pub(crate) dialog_answers: VecDeque<Option<PathBuf>>,
    /// Every effect asked for.
    pub(crate) effects: Vec<Effect>,
    events: Vec<Event>,
}

/// Carries effects out at once, on a disk in memory.
struct TestOutside {
    background: Background,
    world: Rc<RefCell<World>>,
}

impl Outside for TestOutside {
    fn perform(&mut self, effect: Effect, ctx: &egui::Context, _frame: Option<&eframe::Frame>) {
        let mut world = self.world.borrow_mut();
        world.effects.push(effect.clone());
        let events = match effect {
            Effect::Pick { pick, .. } => vec![match world.dialog_answers.pop_front() {
                Some(path) => Event::Picked { pick, path },
                None => Event::PickFailed(pick),
            }],
            other => self.background.perform(other),
        };
        world.events.extend(events);
        ctx.request_repaint();
    }

    fn poll(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.world.borrow_mut().events)
    }
}

/// A file as the system hands it over when it is dropped on the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl egui::DroppedFile for Dropped {
    fn path(&self) -> &std::path::Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        Err("the app reads the path itself".to_owned())
    }
}

/// A window with its disk and its world.
pub(crate) struct Window {
    /// Drives the app.
    pub(crate) harness: Harness<'static, ReassessApp>,
    /// The disk in memory.
    pub(crate) disk: Arc<MemoryDisk>,
    /// Dialog answers and effects.
    pub(crate) world: Rc<RefCell<World>>,
}

impl Window {
    /// Opens a window of this size and carries out the first commands.
    pub(crate) fn open(size: [f32; 2], dark: bool, first: Vec<Command>) -> Self {
        Self::open_on(Arc::new(MemoryDisk::new()), size, dark, first)
    }

    /// Opens a window on a disk that already holds something.
    pub(crate) fn open_on(disk: Arc<MemoryDisk>, size: [f32; 2], dark: bool, first: Vec<Command>) -> Self {
        let settings = Settings { first_run_seen: true, ..Settings::default() };
        Self::open_with(disk, settings, size, dark, first)
    }

    /// Opens a window with these settings.
    pub(crate) fn open_with(
        disk: Arc<MemoryDisk>,
        settings: Settings,
        size: [f32; 2],
        dark: bool,
        first: Vec<Command>,
    ) -> Self {
        let rules = Rules::shipped().unwrap();
        disk.create_dir_all(std::path::Path::new("/home/vet")).unwrap();
        let world = Rc::new(RefCell::new(World::default()));
        let outside = TestOutside {
            background: Background::new(disk.clone(), Paths::under(std::path::Path::new("/home/vet")), rules),
            world: Rc::clone(&world),
        };
        let theme = if dark { egui::Theme::Dark } else { egui::Theme::Light };
        let mut harness = Harness::builder()
            .with_size(size)
            .with_theme(theme)
            .with_max_steps(12)
            .renderer(SoftRenderer::default())
            .build_eframe(move |cc| {
                ReassessApp::new(&cc.egui_ctx, rules, settings, fixed_now, Box::new(outside), first)
            });
        harness.run();
        Self { harness, disk, world }
    }

    /// A window on a demonstration case.
    pub(crate) fn demo(id: &str) -> Self {
        Self::open([1280.0, 800.0], false, vec![Command::OpenDemo(id.to_owned())])
    }

    /// Lets the next file dialog answer with this path.
    pub(crate) fn answer_dialog(&self, path: &str) {
        self.world.borrow_mut().dialog_answers.push_back(Some(PathBuf::from(path)));
    }

    /// Drops a file on the window.
    pub(crate) fn drop_file(&mut self, path: &str) {
        let file = Arc::new(Dropped(PathBuf::from(path)));
        self.harness.input_mut().dropped_files.push(file);
        self.harness.run();
    }

    /// Clicks the control of this name.
    pub(crate) fn click(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.harness.run();
    }

    /// Types into the field of this name, replacing what it holds, and confirms with Enter.
    pub(crate) fn type_into(&mut self, label: &str, text: &str) {
        self.type_without_enter(label, text);
        self.harness.key_press(egui::Key::Enter);
        self.harness.run();
    }

    /// Types into the field of this name and leaves the cursor there.
    pub(crate) fn type_without_enter(&mut self, label: &str, text: &str) {
        self.harness.get_by_label(label).focus();
        self.harness.run();
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
        self.harness.run();
        self.harness.get_by_label(label).type_text(text);
        self.harness.run();
    }

    /// Types wherever the cursor is, as a person does who trusts it to be there.
    pub(crate) fn type_here(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run();
    }

    /// Presses a key with Ctrl.
    pub(crate) fn ctrl(&mut self, key: egui::Key) {
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, key);
        self.harness.run();
    }

    /// Chooses the first command found by these letters.
    pub(crate) fn by_palette(&mut self, letters: &str) {
        self.ctrl(egui::Key::K);
        self.type_here(letters);
        self.harness.key_press(egui::Key::Enter);
        self.harness.run();
    }

    /// Whether some text on screen holds these words.
    pub(crate) fn shows(&self, words: &str) -> bool {
        self.texts().iter().any(|text| text.contains(words))
    }

    /// Every label and value on screen.
    pub(crate) fn texts(&self) -> Vec<String> {
        let mut texts = Vec::new();
        collect(&self.harness.root(), &mut texts);
        texts
    }

    /// The value of the field of this name.
    pub(crate) fn value(&self, label: &str) -> String {
        self.harness.get_by_label(label).value().unwrap_or_default()
    }
}

/// What has the keyboard, of all that is named.
pub(crate) fn focused(node: Node<'_>) -> Option<Node<'_>> {
    let access = node.accesskit_node();
    if access.is_focused() && access.label().is_some() {
        return Some(node);
    }
    node.children().find_map(focused)
}

/// The library of a folder with four cases of one day: two demonstrations, one without a size, one that cannot be read.
pub(crate) fn library() -> Window {
    let disk = Arc::new(MemoryDisk::new());
    let put = |name: &str, mut case: Case| {
        name.clone_into(&mut case.patient.name);
        let summary = Summary::of(&case, "", &Rules::shipped().unwrap().version);
        let text = case_file::to_text(&case, &summary).unwrap();
        disk.put(format!("/cases/{name}.reassess.ron"), text.as_bytes());
    };
    for (id, name) in [("first_enlargement", "Bella"), ("steady_rise", "Rex")] {
        put(name, Demo::of_id(id).unwrap().open().unwrap().case);
    }
    put("Maximilian-Alexander von und zu Hohenstein-Wittelsbach der Dritte", Case::default());
    disk.put("/cases/broken.reassess.ron", b"(nothing of ours)");
    let look = Command::Library(LibraryCommand::Look(PathBuf::from("/cases")));
    Window::open_on(disk, [1280.0, 800.0], false, vec![look])
}

/// A save that met another version of the file.
pub(crate) fn conflict() -> Window {
    const PATH: &str = "/home/vet/Bella.reassess.ron";
    let mut window = Window::demo("first_enlargement");
    window.answer_dialog(PATH);
    window.ctrl(egui::Key::S);
    let path = std::path::Path::new(PATH);
    let text = String::from_utf8(window.disk.read(path).unwrap()).unwrap();
    window.disk.put(path, text.replace("37 x 31 x 25", "35 x 30 x 25").as_bytes());
    window.type_into("Gingiva, visit 3", "40 x 31 x 25");
    window.ctrl(egui::Key::S);
    assert!(window.shows("Not saved: the file holds something else"), "{:?}", window.texts());
    window
}

fn collect(node: &Node<'_>, texts: &mut Vec<String>) {
    let access = node.accesskit_node();
    texts.extend(access.label());
    texts.extend(access.value());
    for child in node.children() {
        collect(&child, texts);
    }
}
