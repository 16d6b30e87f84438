//! The top of the window: whose case it is, whether it is saved, which view, and the menus.

use eframe::egui::{
    self, Align, Button, Key, KeyboardShortcut, Layout, RichText, ScrollArea, Ui, containers::menu::MenuButton, vec2,
};

use super::context::Panel;
use super::dialogs::give_back;
use super::focus_ring;
use super::menu_keys;
use super::shortcuts;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{check, line_with_end, segments};
use crate::app::command::{CellsCommand, Command, ExportKind, HelpPage, LibraryCommand};
use crate::app::view::Middle;
use crate::app::words::{case_line, therapy_line, week_words};
use crate::chart::Audience;
use crate::report::Paper;
use crate::store::settings::Theme as ThemeChoice;
use crate::store::{Settings, demo};

/// Draws the bar.
pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    line_with_end(
        ui,
        "case bar",
        panel,
        |ui, panel| {
            ui.allocate_ui_with_layout(vec2(ui.available_width(), 46.0), Layout::top_down(Align::Min), |ui| {
                identity(ui, panel);
            });
        },
        |ui, panel| {
            saved_state(ui, panel);
            ui.add_space(GRID);
            audience(ui, panel);
            ui.add_space(GRID);
            menus(ui, panel);
        },
    );
}

fn identity(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let case = panel.case();
    ui.spacing_mut().item_spacing.y = 1.0;
    let week = week_words(case, panel.session.today());
    let line = therapy_line(panel.dated());
    if week.is_empty() && line.is_empty() {
        // A name alone stands in the middle of the two lines.
        ui.add_space(9.0);
    }
    ui.horizontal(|ui| {
        let name = case.patient.name.trim();
        let shown = if name.is_empty() { "New case" } else { name };
        ui.add(egui::Label::new(strong(shown, size::TITLE, theme.text)).truncate());
        ui.add(egui::Label::new(plain(case_line(case), size::SMALL, theme.muted)).truncate());
    });
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        let separator = if line.is_empty() || week.is_empty() { "" } else { " · " };
        ui.add(egui::Label::new(plain(format!("{line}{separator}"), size::SMALL, theme.muted)).truncate());
        ui.add(egui::Label::new(strong(week, size::SMALL, theme.text)).truncate());
    });
}

fn saved_state(ui: &mut Ui, panel: &Panel<'_>) {
    let theme = Theme::of(ui);
    let session = panel.session;
    let (text, color) = if session.is_saving() {
        ("Saving …", theme.muted)
    } else if session.has_unsaved_work() {
        ("Unsaved changes", theme.growth)
    } else if session.document.file().is_some() {
        ("Saved", theme.muted)
    } else {
        ("", theme.muted)
    };
    if !text.is_empty() {
        ui.label(plain(text, size::SMALL, color));
    }
}

fn audience(ui: &mut Ui, panel: &mut Panel<'_>) {
    let choices = [(false, "Clinician", "Everything"), (true, "Owner", "What the owner is shown (F5)")];
    ui.scope(|ui| {
        if let Some(Some(owner)) = segments(ui, "View", &choices, Some(panel.session.view.owner), false) {
            panel.send(Command::ShowOwner(owner));
        }
    });
}

fn menus(ui: &mut Ui, panel: &mut Panel<'_>) {
    type Entries = fn(&mut Ui, &mut Panel<'_>);
    const MENUS: [(&str, Entries); 4] =
        [("File", file_menu), ("Edit", edit_menu), ("View", view_menu), ("Help", help_menu)];
    ui.spacing_mut().item_spacing.x = 10.0;
    for (place, (name, entries)) in MENUS.into_iter().enumerate() {
        let left_by_key = menu(ui, name, (place, MENUS.len()), |ui| entries(ui, panel));
        if left_by_key {
            give_back(ui, panel, None);
        }
    }
}

/// A menu of the bar; returns whether it was just left by keyboard.
fn menu(ui: &mut Ui, name: &str, place: (usize, usize), add: impl FnOnce(&mut Ui)) -> bool {
    let theme = Theme::of(ui);
    let button = Button::new(plain(name, size::BODY, theme.text)).frame(false);
    let (response, shown) = MenuButton::from_button(button).ui(ui, |ui| {
        in_window(ui, |ui| {
            ui.set_min_width(250.0);
            menu_keys::walked(ui, name, add);
        });
    });
    menu_keys::title(ui, name, place, &response, shown.is_some());
    let keys = [Key::Escape, Key::Enter, Key::Space];
    let is_left = shown.is_some_and(|shown| shown.response.should_close());
    is_left && ui.input(|input| keys.into_iter().any(|key| input.key_pressed(key)))
}

/// Entries that scroll where the window is lower than they are.
fn in_window(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    /// For the bar over a menu, and the frame around it.
    const AROUND: f32 = 72.0;
    let most = (ui.ctx().content_rect().height() - AROUND).max(80.0);
    focus_ring::scrolled(ScrollArea::vertical().max_height(most).min_scrolled_height(most), ui, add);
}

/// A menu inside a menu.
fn submenu(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui)) {
    let shown = ui.menu_button(name, |ui| in_window(ui, |ui| menu_keys::walked(ui, name, add)));
    menu_keys::entry(ui, &shown.response);
    if menu_keys::is_by_key(ui, &shown.response) {
        menu_keys::begin(ui, name);
    }
}

fn item(ui: &mut Ui, label: &str, shortcut: Option<KeyboardShortcut>) -> bool {
    let mut button = Button::new(RichText::new(label).size(size::BODY)).frame(false).min_size(vec2(238.0, 26.0));
    if let Some(shortcut) = shortcut {
        button = button.shortcut_text(ui.format_shortcut(&shortcut));
    }
    let response = ui.add(button);
    menu_keys::entry(ui, &response);
    if response.clicked() {
        ui.close();
    }
    response.clicked()
}

fn file_menu(ui: &mut Ui, panel: &mut Panel<'_>) {
    let entries = [
        ("New case", Some(shortcuts::NEW), Command::New),
        ("Open …", Some(shortcuts::OPEN), Command::OpenDialog),
        ("Library of cases", Some(shortcuts::LIBRARY), Command::Library(LibraryCommand::Show)),
        ("Import sizes …", Some(shortcuts::IMPORT), Command::ImportDialog),
        ("Save", Some(shortcuts::SAVE), Command::Save),
        ("Save as …", Some(shortcuts::SAVE_AS), Command::SaveAs),
        ("Export sizes as CSV …", Some(shortcuts::EXPORT), Command::ExportDialog(ExportKind::Csv)),
    ];
    for (label, shortcut, command) in entries {
        if item(ui, label, shortcut) {
            panel.send(command);
        }
    }
    submenu(ui, "Export in another form", |ui| {
        for (label, kind) in [
            ("Chart as SVG …", ExportKind::Svg),
            ("Chart as PNG …", ExportKind::Png),
            ("Picture of the window …", ExportKind::Picture),
            ("Sizes as SDTM domains …", ExportKind::Sdtm),
            ("Case as FHIR bundle …", ExportKind::Fhir),
        ] {
            if item(ui, label, None) {
                panel.send(Command::ExportDialog(kind));
            }
        }
    });
    ui.separator();
    paper_entries(ui, panel);
    let recents = panel.session.settings.recents.clone();
    if !recents.is_empty() {
        ui.separator();
        submenu(ui, "Open recent", |ui| {
            for path in recents {
                let name =
                    path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
                let response = ui.button(name).on_hover_text(path.display().to_string());
                menu_keys::entry(ui, &response);
                if response.clicked() {
                    ui.close();
                    panel.send(Command::OpenPath(path));
                }
            }
        });
    }
    ui.separator();
    for (label, command) in [
        ("Earlier versions …", Command::EarlierVersions),
        ("Unsaved work …", Command::UnsavedWork),
        ("Move to the trash …", Command::Trash),
    ] {
        if item(ui, label, None) {
            panel.send(command);
        }
    }
    ui.separator();
    if item(ui, "Quit", Some(shortcuts::QUIT)) {
        panel.send(Command::Quit);
    }
}

/// The pages for owner and clinician, as files and through the viewer, and their paper.
fn paper_entries(ui: &mut Ui, panel: &mut Panel<'_>) {
    let enabled = !panel.case().is_empty();
    ui.add_enabled_ui(enabled, |ui| {
        let entries = [
            ("Hand-out for the owner as PDF …", None, Command::ExportDialog(ExportKind::Handout)),
            ("Report as PDF …", None, Command::ExportDialog(ExportKind::Report)),
            ("Print hand-out", None, Command::Print(Audience::Owner)),
            ("Print report", Some(shortcuts::PRINT), Command::Print(Audience::Clinician)),
        ];
        for (label, shortcut, command) in entries {
            if item(ui, label, shortcut) {
                panel.send(command);
            }
        }
    });
    let settings = &panel.session.settings;
    let chosen = settings.paper;
    submenu(ui, &format!("Paper: {}", chosen.words()), |ui| {
        for paper in Paper::ALL {
            let response = ui.radio(chosen == paper, paper.words());
            menu_keys::entry(ui, &response);
            if response.clicked() {
                let settings = Settings { paper, ..panel.session.settings.clone() };
                panel.send(Command::Settings(Box::new(settings)));
                ui.close();
            }
        }
    });
}

fn edit_menu(ui: &mut Ui, panel: &mut Panel<'_>) {
    let document = &panel.session.document;
    let undo = document.undo_label().map_or_else(|| "Undo".to_owned(), |label| format!("Undo {label}"));
    let redo = document.redo_label().map_or_else(|| "Redo".to_owned(), |label| format!("Redo {label}"));
    let (can_undo, can_redo) = (document.undo_label().is_some(), document.redo_label().is_some());
    ui.add_enabled_ui(can_undo, |ui| {
        if item(ui, &undo, Some(shortcuts::UNDO)) {
            panel.send(Command::Undo);
        }
    });
    ui.add_enabled_ui(can_redo, |ui| {
        if item(ui, &redo, Some(shortcuts::REDO)) {
            panel.send(Command::Redo);
        }
    });
    ui.separator();
    for (label, command) in [
        ("Copy chart as a picture", Command::CopyChart),
        ("Copy chart as words", Command::CopyChartWords),
        ("Copy verdict and sizes as words", Command::CopyWords),
    ] {
        if item(ui, label, None) {
            panel.send(command);
        }
    }
    if item(ui, "Every command …", Some(shortcuts::PALETTE)) {
        panel.send(Command::Palette);
    }
    if item(ui, "Copy all sizes as a table", None) {
        panel.send(Command::Cells(CellsCommand::Select(None)));
        panel.send(Command::Cells(CellsCommand::Copy));
    }
}

fn view_menu(ui: &mut Ui, panel: &mut Panel<'_>) {
    let settings = panel.session.settings.clone();
    for (choice, label) in
        [(ThemeChoice::System, "Theme of the system"), (ThemeChoice::Light, "Light"), (ThemeChoice::Dark, "Dark")]
    {
        let response = ui.radio(settings.theme == choice, label);
        menu_keys::entry(ui, &response);
        if response.clicked() {
            let mut settings = settings.clone();
            settings.theme = choice;
            panel.send(Command::Settings(Box::new(settings)));
        }
    }
    let mut high = settings.high_contrast;
    let response = check(ui, &mut high, "High contrast");
    menu_keys::entry(ui, &response);
    if response.changed() {
        let settings = Settings { high_contrast: high, ..settings.clone() };
        panel.send(Command::Settings(Box::new(settings)));
    }
    if item(ui, "Settings …", Some(shortcuts::SETTINGS)) {
        panel.send(Command::SettingsPage);
    }
    ui.separator();
    if item(ui, "Owner view", Some(shortcuts::OWNER)) {
        panel.send(Command::ShowOwner(true));
    }
    ui.label(plain("In the middle", size::SMALL, Theme::of(ui).muted));
    ui.add_enabled_ui(!panel.case().is_empty(), |ui| {
        for (middle, words) in Middle::ALL {
            let response = ui.radio(panel.session.view.middle == middle, words);
            menu_keys::entry(ui, &response);
            if response.clicked() {
                panel.send(Command::ShowMiddle(middle));
                ui.close();
            }
        }
    });
    ui.separator();
    ui.label(plain("The owner sees", size::SMALL, Theme::of(ui).muted));
    for (words, mut on, turned) in panel.session.view.owner_parts.choices() {
        let response = check(ui, &mut on, words);
        menu_keys::entry(ui, &response);
        if response.changed() {
            panel.send(Command::OwnerParts(turned));
        }
    }
    ui.separator();
    ui.label(plain("Ctrl + and Ctrl − zoom, Ctrl 0 resets", size::SMALL, Theme::of(ui).muted));
}

fn help_menu(ui: &mut Ui, panel: &mut Panel<'_>) {
    submenu(ui, "Demonstration cases", |ui| demo_entries(ui, panel));
    ui.separator();
    for (label, shortcut, page) in [
        ("How the verdict is reached", None, HelpPage::Evidence),
        ("Keyboard shortcuts", Some(shortcuts::HELP), HelpPage::Shortcuts),
        ("About Reassess", None, HelpPage::About),
    ] {
        if item(ui, label, shortcut) {
            panel.send(Command::Help(page));
        }
    }
}

/// The demonstration cases as buttons, invented ones first.
pub(super) fn demo_entries(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    for (head, invented) in [("Invented dogs", true), ("Real, published", false)] {
        ui.label(plain(head, size::SMALL, theme.muted));
        for demo in demo::all().iter().filter(|demo| demo.invented == invented) {
            let response = ui.add(Button::new(demo.title).frame(false)).on_hover_text(demo.what_it_shows);
            menu_keys::entry(ui, &response);
            if response.clicked() {
                ui.close();
                panel.send(Command::OpenDemo(demo.id.to_owned()));
            }
        }
    }
}
