//! One frame: take in what came back, draw the panels, carry out what they asked for.

use std::time::Duration;

use eframe::egui::{
    self, Align, CentralPanel, Event as InputEvent, Frame, Key, Layout, Margin, Modifiers, Panel as EguiPanel, Rect,
    ThemePreference, Ui, UiBuilder, ViewportCommand,
};
use jiff::civil::Date;

use super::context::Panel;
use super::outside::Outside;
use super::texts;
use super::theme::{self, Contrast, GRID, Theme, plain, size, strong};
use super::widgets::{line_with_end, link_button, primary_button, word_choice};
use super::{
    case_bar, case_panels, chart_panel, criteria_panel, dialogs, empty_state, entry_table, focus_ring, library_view,
    owner_view, shortcuts, signs_panel, verdict_panel,
};
use crate::app::command::{CellsCommand, Command, Effect};
use crate::app::derived::DerivedCache;
use crate::app::session::{Notice, Session, window_title};
use crate::app::view::{Middle, Tab};
use crate::plot::PlotState;
use crate::rules::Rules;
use crate::store::Settings;
use crate::store::settings::{Theme as ThemeChoice, WindowSize};

/// Below this width, in points, chart and verdict take turns.
const NARROW: f32 = 1000.0;

/// The height of the line at the foot of the window, its margins included.
const FOOT: f32 = 33.0;

/// What the clock says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Now {
    /// The local date.
    pub today: Date,
    /// How long it will stay so.
    pub until_midnight: Duration,
}

/// Reads the clock; tests give a fixed one.
pub type Clock = fn() -> Now;

/// The app as eframe runs it.
pub struct ReassessApp {
    session: Session,
    derived: DerivedCache,
    outside: Box<dyn Outside>,
    clock: Clock,
    plot: PlotState,
    owner_plot: PlotState,
    library_plot: PlotState,
    escape_held_seconds: f32,
    had_focus: bool,
    title: String,
    may_close: bool,
}

impl ReassessApp {
    /// The app with its settings, its way to the outside, and first commands to carry out.
    pub fn new(
        ctx: &egui::Context,
        rules: &'static Rules,
        settings: Settings,
        clock: Clock,
        outside: Box<dyn Outside>,
        first: Vec<Command>,
    ) -> Self {
        theme::install(ctx);
        let mut app = Self {
            session: Session::new(rules, settings, clock().today),
            derived: DerivedCache::default(),
            outside,
            clock,
            plot: PlotState::default(),
            owner_plot: PlotState::default(),
            library_plot: PlotState::default(),
            escape_held_seconds: 0.0,
            had_focus: true,
            title: String::new(),
            may_close: false,
        };
        apply_look(ctx, &app.session.settings);
        ctx.set_zoom_factor(f32::from(app.session.settings.scale_percent) / 100.0);
        app.carry_out(ctx, None, first);
        app
    }

    /// The state, for tests.
    pub const fn session(&self) -> &Session {
        &self.session
    }

    fn carry_out(&mut self, ctx: &egui::Context, frame: Option<&eframe::Frame>, commands: Vec<Command>) {
        for command in commands {
            let before = self.session.settings.clone();
            let document_before = self.session.document.id();
            let effects = self.session.handle(command);
            self.perform(ctx, frame, effects);
            let now = &self.session.settings;
            if (now.theme, now.high_contrast) != (before.theme, before.high_contrast) {
                apply_look(ctx, now);
            }
            if now.scale_percent != before.scale_percent {
                ctx.set_zoom_factor(f32::from(now.scale_percent) / 100.0);
            }
            if self.session.document.id() != document_before {
                self.plot.reset_zoom();
            }
        }
    }

    fn perform(&mut self, ctx: &egui::Context, frame: Option<&eframe::Frame>, effects: Vec<Effect>) {
        for effect in effects {
            if effect == Effect::Close {
                self.may_close = true;
                ctx.send_viewport_cmd(ViewportCommand::Close);
            } else {
                self.outside.perform(effect, ctx, frame);
            }
        }
    }

    fn take_in(&mut self, ctx: &egui::Context, frame: Option<&eframe::Frame>) {
        for event in self.outside.poll() {
            let document_before = self.session.document.id();
            let effects = self.session.absorb(event);
            self.perform(ctx, frame, effects);
            if self.session.document.id() != document_before {
                self.plot.reset_zoom();
                ctx.request_repaint();
            }
        }
    }

    /// Size and zoom of the window, as it is left.
    fn remember_window(&mut self, ctx: &egui::Context, frame: &eframe::Frame) {
        let (size, maximized) = ctx.input(|input| {
            let viewport = input.viewport();
            (viewport.inner_rect.map(|rect| rect.size()), viewport.maximized.unwrap_or_default())
        });
        let mut settings = self.session.settings.clone();
        if let Some(size) = size {
            // Points of the window are those of its zoom; it opens in points of no zoom.
            let size = size * ctx.zoom_factor();
            settings.window = (!maximized).then(|| WindowSize { width: whole(size.x), height: whole(size.y) });
        }
        settings.scale_percent = whole(ctx.zoom_factor() * 100.0).clamp(50, 300);
        if settings != self.session.settings {
            self.carry_out(ctx, Some(frame), vec![Command::Settings(Box::new(settings))]);
        }
    }

    /// The day is read again when the window gets the focus and at local midnight.
    fn watch_the_day(&mut self, ctx: &egui::Context) {
        let focused = ctx.input(|input| input.focused);
        let now = (self.clock)();
        if (focused && !self.had_focus) || now.today != self.session.today() {
            self.session.set_today(now.today);
        }
        self.had_focus = focused;
        ctx.request_repaint_after(now.until_midnight + Duration::from_secs(1));
    }

    fn commands_of_input(ui: &Ui, commands: &mut Vec<Command>) {
        let in_text = ui.text_edit_focused();
        for (shortcut, _, command) in shortcuts::all() {
            let edits_history = matches!(command, Command::Undo | Command::Redo);
            if edits_history && in_text {
                continue;
            }
            if ui.input_mut(|input| input.consume_shortcut(&shortcut)) {
                commands.push(command);
            }
        }
        let (pasted, dropped) = ui.input(|input| {
            let pasted = input.events.iter().find_map(|event| match event {
                InputEvent::Paste(text) if entry_table::is_block(text) => Some(text.clone()),
                _ => None,
            });
            let dropped = input.raw.dropped_files.first().map(|file| file.path().to_owned());
            (pasted, dropped)
        });
        if let Some(text) = pasted.filter(|_| !in_text) {
            commands.push(Command::Cells(CellsCommand::Paste(text)));
        }
        if let Some(path) = dropped {
            commands.push(Command::OpenPath(path));
        }
    }

    fn draw(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let derived = self.derived.of(&self.session);
        let mut panel = Panel { session: &self.session, derived, commands };
        if self.session.view.owner {
            owner_view::show(ui, &mut panel, &mut self.owner_plot, &mut self.escape_held_seconds);
        } else if self.session.library.is_some() {
            library_view::show(ui, &mut panel, &mut self.library_plot);
        } else {
            clinician(ui, &mut panel, &mut self.plot);
        }
        dialogs::show(ui, &mut panel);
        focus_ring::show(ui);
    }
}

impl eframe::App for ReassessApp {
    fn logic(&mut self, ctx: &egui::Context, frame: &mut eframe::Frame) {
        self.take_in(ctx, Some(frame));
        self.watch_the_day(ctx);
        if ctx.input(|input| input.viewport().close_requested())
            && !self.may_close
            && (self.session.has_unsaved_work() || self.session.is_saving())
        {
            ctx.send_viewport_cmd(ViewportCommand::CancelClose);
            self.carry_out(ctx, Some(frame), vec![Command::Quit]);
        }
        if ctx.input(|input| input.viewport().close_requested()) {
            self.remember_window(ctx, frame);
        }
        let title = window_title(&self.session);
        if title != self.title {
            ctx.send_viewport_cmd(ViewportCommand::Title(title.clone()));
            self.title = title;
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let mut commands = Vec::new();
        if self.session.dialog.is_none() {
            Self::commands_of_input(ui, &mut commands);
        }
        self.draw(ui, &mut commands);
        if !commands.is_empty() {
            let ctx = ui.ctx().clone();
            self.carry_out(&ctx, Some(frame), commands);
            // What the commands changed is drawn in the next frame.
            ctx.request_repaint();
        }
    }
}

/// A length or percentage of the screen as a whole number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what a u16 holds")]
fn whole(value: f32) -> u16 {
    value.clamp(0.0, 16_000.0).round() as u16
}

fn apply_look(ctx: &egui::Context, settings: &Settings) {
    theme::set_contrast(ctx, if settings.high_contrast { Contrast::High } else { Contrast::Usual });
    ctx.set_theme(match settings.theme {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light => ThemePreference::Light,
        ThemeChoice::Dark => ThemePreference::Dark,
    });
}

fn clinician(ui: &mut Ui, panel: &mut Panel<'_>, plot: &mut PlotState) {
    let theme = Theme::of(ui);
    let bar = Frame::NONE.fill(theme.surface).inner_margin(Margin::symmetric(20, 6));
    EguiPanel::top("case bar").frame(bar).show(ui, |ui| case_bar::show(ui, panel));
    if !panel.session.settings.first_run_seen {
        let frame = Frame::NONE.fill(theme.accent_soft).inner_margin(Margin::symmetric(20, 10));
        EguiPanel::top("first run").frame(frame).show(ui, |ui| first_run(ui, panel));
    }
    // Tab and screen readers go by the order of drawing, so what stands last or at the right has its room kept first and
    // is drawn after what stands before it.
    let foot_frame = Frame::NONE.fill(theme.surface).inner_margin(Margin::symmetric(20, 5));
    let foot_room = room_of(ui, EguiPanel::bottom("foot").exact_size(FOOT).frame(foot_frame));
    areas(ui, panel, plot);
    if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::G)) {
        go_to_chart(ui, panel);
    }
    fill(ui, foot_room, "in the foot", |ui| foot(ui, panel));
}

/// Ctrl+G from anywhere: the point of the size chosen last, or of the visit shown.
fn go_to_chart(ui: &Ui, panel: &mut Panel<'_>) {
    let chosen = panel.session.view.block.map(|block| block.anchor.0);
    let date = chosen.filter(|&date| panel.case().visit(date).is_some()).or_else(|| panel.session.shown_visit());
    let Some(date) = date else { return };
    if panel.session.view.middle == Middle::Criteria {
        panel.send(Command::ShowMiddle(Middle::Chart));
    }
    ui.data_mut(|data| data.insert_temp(verdict_first_id(), false));
    chart_panel::show_visit(ui, date);
}

/// Where a narrow window remembers that the verdict stands in place of the chart.
fn verdict_first_id() -> egui::Id {
    egui::Id::unique("verdict in place of the chart")
}

/// The three areas between bar and foot, or what to do with an empty case.
fn areas(ui: &mut Ui, panel: &mut Panel<'_>, plot: &mut PlotState) {
    let theme = Theme::of(ui);
    if panel.case().is_empty() {
        let frame = Frame::NONE.fill(theme.background).inner_margin(Margin::same(16));
        CentralPanel::default().frame(frame).show(ui, |ui| empty_state::show(ui, panel));
        return;
    }
    let side = Frame::NONE.fill(theme.background).inner_margin(Margin { left: 20, right: 16, top: 12, bottom: 8 });
    let right = Frame { inner_margin: Margin { left: 20, right: 16, top: 12, bottom: 4 }, ..side };
    let center = Frame { inner_margin: Margin { left: 20, right: 20, top: 12, bottom: 8 }, ..side };
    let width = ui.available_width();
    let is_narrow = width < NARROW;
    EguiPanel::left("entry")
        .default_size((width * 0.32).clamp(320.0, 640.0))
        .size_range(280.0..=(width * if is_narrow { 0.5 } else { 0.38 }).max(300.0))
        .frame(side)
        .show(ui, |ui| entry(ui, panel));
    if is_narrow {
        CentralPanel::default().frame(center).show(ui, |ui| one_of_two(ui, panel, plot));
        return;
    }
    let verdict = EguiPanel::right("verdict")
        .default_size((width * 0.288).clamp(320.0, 520.0))
        .size_range(280.0..=(width * 0.38).max(300.0))
        .frame(right);
    let verdict_room = room_of(ui, verdict);
    CentralPanel::default().frame(center).show(ui, |ui| middle(ui, panel, plot));
    fill(ui, verdict_room, "in the verdict", |ui| verdict_panel::show(ui, panel));
}

/// Keeps a panel's room, to be filled once what stands before it is drawn.
fn room_of(ui: &mut Ui, panel: EguiPanel) -> Rect {
    let taken = panel.show(ui, |ui| {
        let room = ui.available_rect_before_wrap();
        ui.take_available_space();
        room
    });
    taken.inner
}

/// Draws into a room that was kept.
fn fill(ui: &mut Ui, room: Rect, name: &str, add: impl FnOnce(&mut Ui)) {
    // A line around what has the cursor may stand a little out of the room.
    const LINE: f32 = 4.0;
    let room_ui = UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Min)).id_salt(name);
    let mut child = ui.new_child(room_ui);
    child.set_clip_rect(room.expand(LINE).intersect(ui.clip_rect()));
    add(&mut child);
}

/// The chart, or the criteria in its place.
fn middle(ui: &mut Ui, panel: &mut Panel<'_>, plot: &mut PlotState) {
    if panel.session.view.middle == Middle::Criteria {
        criteria_panel::show(ui, panel);
    } else {
        chart_panel::show(ui, panel, plot);
    }
}

/// In a narrow window chart and verdict take turns in one area.
fn one_of_two(ui: &mut Ui, panel: &mut Panel<'_>, plot: &mut PlotState) {
    let id = verdict_first_id();
    let mut verdict: bool = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.spacing_mut().button_padding.x = 0.0;
        if let Some(chosen) = word_choice(ui, &[(false, "Chart"), (true, "Verdict")], verdict, true) {
            verdict = chosen;
        }
        let theme = Theme::of(ui);
        let headline = panel.derived.words.headline.clone();
        ui.add(egui::Label::new(strong(headline, size::BODY, theme.text)).truncate());
    });
    ui.data_mut(|data| data.insert_temp(id, verdict));
    ui.add_space(GRID / 2.0);
    if verdict {
        verdict_panel::show(ui, panel);
    } else {
        middle(ui, panel, plot);
    }
}

/// Until it was read once: what this is and what it is not.
fn first_run(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    line_with_end(
        ui,
        "first run",
        panel,
        |ui, _| {
            let words = format!("{} {}", texts::PURPOSE, texts::DISCLAIMER);
            ui.add(egui::Label::new(plain(words, size::SMALL, theme.text)).wrap());
        },
        |ui, panel| {
            if primary_button(ui, "I understand").clicked() {
                panel.send(dialogs::seen_first_run(&panel.session.settings));
            }
        },
    );
}

/// The last message where there is one, else the keys; at the right, which file this is.
fn foot(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        ui.set_min_height(22.0);
        let file = panel.session.document.file();
        let name = file.and_then(|file| file.path.file_name()).map(|name| name.display().to_string());
        let source = panel.case().source.lines().next().unwrap_or_default().to_owned();
        let shown = name.unwrap_or_else(|| if source.is_empty() { "not saved yet".to_owned() } else { source });
        let notice = panel.session.notice.clone();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // A long source must leave room for what is said.
            let most = if notice.is_some() { ui.available_width() * 0.4 } else { ui.available_width() * 0.65 };
            ui.scope(|ui| {
                ui.set_max_width(most);
                ui.add(egui::Label::new(plain(shown, size::SMALL, theme.muted)).truncate());
            });
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                let Some(notice) = notice else {
                    let keys = "Ctrl+K commands   Ctrl+Z undo   F5 owner view   F1 keys";
                    ui.label(plain(keys, size::SMALL, theme.muted));
                    return;
                };
                show_notice(ui, panel, &notice);
            });
        });
    });
}

/// The last message, with the link that takes it away.
pub(super) fn show_notice(ui: &mut Ui, panel: &mut Panel<'_>, notice: &Notice) {
    let theme = Theme::of(ui);
    let color = if notice.is_error { theme.alarm } else { theme.accent };
    if link_button(ui, "Dismiss").clicked() {
        panel.send(Command::DismissNotice);
    }
    if notice.can_undo && link_button(ui, "Undo").clicked() {
        panel.send(Command::Undo);
    }
    let label = egui::Label::new(strong(notice.text.clone(), size::SMALL, color)).truncate();
    ui.add(label).on_hover_text(&notice.text);
}

fn entry(ui: &mut Ui, panel: &mut Panel<'_>) {
    entry_table::take_focus(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 14.0;
        ui.spacing_mut().button_padding.x = 0.0;
        if let Some(tab) = word_choice(ui, &Tab::ALL, panel.session.view.tab, true) {
            panel.send(Command::ShowTab(tab));
        }
    });
    ui.add_space(GRID / 2.0);
    focus_ring::scrolled(egui::ScrollArea::vertical().id_salt("entry").auto_shrink(false), ui, |ui| {
        match panel.session.view.tab {
            Tab::Sizes => sizes_tab(ui, panel),
            Tab::Signs => signs_panel::show_all(ui, panel),
            Tab::Therapy => case_panels::therapy_tab(ui, panel),
            Tab::Lesions => case_panels::lesions_tab(ui, panel),
            Tab::Case => case_panels::case_tab(ui, panel),
        }
    });
}

fn sizes_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
    entry_table::show(ui, panel);
    ui.add_space(2.0 * GRID);
    signs_panel::show_short(ui, panel);
}
