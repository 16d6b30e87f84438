//! Every command by its name: typed in part, chosen with the arrows, done with Enter.

use eframe::egui::{self, Align, Button, Id, Key, Layout, Modifiers, Ui, vec2};
use jiff::civil::Date;

use crate::app::command::{Answer, CellsCommand, Command, ExportKind, HelpPage, LibraryCommand};
use crate::app::edit::Edit;
use crate::app::view::{ChartChoice, Middle, Tab};
use crate::chart::{Audience, CohortPlot, Quantity, Scale};
use crate::domain::{DateForm, LesionKind, Role};
use crate::store::settings::Theme as ThemeChoice;
use crate::store::{Settings, demo};
use crate::ui::case_panels::{add_lesion, field_id};
use crate::ui::context::Panel;
use crate::ui::empty_state::start_case;
use crate::ui::entry_table::{focus_next_frame, new_visit_id};
use crate::ui::plan_panel;
use crate::ui::shortcuts;
use crate::ui::signs_panel;
use crate::ui::theme::{Theme, plain, size};
use crate::ui::widgets::{Field, Look, line_edit};

/// So many are listed at once.
const MOST: usize = 12;

/// What a name that begins as typed scores beside any other.
const AS_TYPED: u32 = 1_000;

/// What choosing an entry does.
#[derive(Clone)]
enum Act {
    Send(Command),
    /// Goes to the field for a new visit's date.
    NewVisit,
    NewLesion,
    CopyTable,
    StartCase,
    CommitPlan,
    /// Goes to a field of a tab.
    Field(Tab, Id),
}

struct Entry {
    name: String,
    keys: String,
    act: Act,
}

impl Entry {
    /// Whether it opens a demonstration case in place of what is open.
    fn is_demo(&self) -> bool {
        self.name.starts_with("Demonstration: ")
    }
}

/// What was typed so far, and the place chosen.
#[derive(Clone, Default)]
struct State {
    text: String,
    chosen: usize,
}

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let id = Id::unique("palette");
    let mut state: State = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    let (down, up, enter) = (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter));
    let field = Id::unique("palette field");
    if ui.memory(|memory| memory.focused().is_none_or(|focused| focused != field)) {
        ui.memory_mut(|memory| memory.request_focus(field));
    }
    let look = Field { id: field, name: "Command", hint: "type a command", width: ui.available_width() };
    if line_edit(ui, &mut state.text, &look, Look::Field).changed() {
        state.chosen = 0;
    }
    let mut found = matching(entries(ui, panel), &state.text);
    if !panel.case().is_empty() {
        // Enter must not put another case in place of this one unless it was named.
        found.retain(|entry| !entry.is_demo() || names_it(&entry.name, &state.text));
    }
    if found.is_empty() {
        ui.label(plain("No command of that name", size::BODY, theme.muted));
    }
    let last = found.len().min(MOST).saturating_sub(1);
    state.chosen = (state.chosen + usize::from(down)).saturating_sub(usize::from(up)).min(last);
    let mut chosen = None;
    for (place, entry) in found.into_iter().take(MOST).enumerate() {
        let fill = if place == state.chosen { theme.accent_soft } else { egui::Color32::TRANSPARENT };
        let row = ui.allocate_ui_with_layout(
            vec2(ui.available_width(), 28.0),
            Layout::left_to_right(Align::Center).with_main_justify(true),
            |ui| {
                let text = plain(entry.name.clone(), size::BODY, theme.text);
                ui.add(Button::new(text).fill(fill).frame(true).shortcut_text(entry.keys.clone()))
            },
        );
        if row.inner.clicked() || (enter && place == state.chosen) {
            chosen = Some(entry.act);
        }
    }
    ui.data_mut(|data| data.insert_temp(id, state));
    if let Some(act) = chosen {
        ui.data_mut(|data| data.remove::<State>(id));
        panel.send(Command::Answer(Answer::Cancel));
        carry_out(ui, panel, act);
    } else if ui.input(|input| input.key_pressed(Key::Escape)) {
        ui.data_mut(|data| data.remove::<State>(id));
    }
}

fn carry_out(ui: &Ui, panel: &mut Panel<'_>, act: Act) {
    match act {
        Act::Send(command) => panel.send(command),
        Act::NewVisit => {
            panel.send(Command::ShowTab(Tab::Sizes));
            focus_next_frame(ui, new_visit_id());
        }
        Act::StartCase => start_case(ui, panel),
        Act::CommitPlan => plan_panel::open(ui, panel),
        Act::Field(tab, field) => {
            panel.send(Command::ShowTab(tab));
            focus_next_frame(ui, field);
        }
        Act::CopyTable => {
            panel.send(Command::Cells(CellsCommand::Select(None)));
            panel.send(Command::Cells(CellsCommand::Copy));
        }
        Act::NewLesion => {
            panel.send(Command::ShowTab(Tab::Sizes));
            add_lesion(ui, panel, LesionKind::NonNodal, Role::Target);
        }
    }
}

fn entries(ui: &Ui, panel: &Panel<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut add = |name: &str, keys: &str, act: Act| {
        entries.push(Entry { name: name.to_owned(), keys: keys.to_owned(), act });
    };
    if panel.case().is_empty() {
        add("Start a case", "", Act::StartCase);
    } else {
        add("Add visit", "", Act::NewVisit);
        add("Add lesion", "", Act::NewLesion);
        if plan_panel::is_offered(panel) {
            add("Commit this plan", "", Act::CommitPlan);
        }
        for (name, tab, label) in [
            ("Start of therapy", Tab::Therapy, "First dose"),
            ("Drug", Tab::Therapy, "Drug"),
            ("Name of the dog", Tab::Case, "Name"),
            ("Type of the tumor", Tab::Case, "Type"),
        ] {
            add(name, "", Act::Field(tab, field_id(label)));
        }
    }
    if !panel.case().is_empty() {
        add("Chart: as a table, in words", "", Act::Send(Command::ShowMiddle(Middle::Table)));
        add("Chart: as a picture", "", Act::Send(Command::ShowMiddle(Middle::Chart)));
    }
    add("Copy all sizes as a table", "", Act::CopyTable);
    for (shortcut, name, command) in shortcuts::all() {
        if command != Command::Palette && shortcut != shortcuts::REDO_Y {
            add(name, &ui.format_shortcut(&shortcut), Act::Send(command));
        }
    }
    let plain = [
        ("Quit", "Ctrl+Q", Command::Quit),
        ("Earlier versions", "", Command::EarlierVersions),
        ("Unsaved work", "", Command::UnsavedWork),
        ("Move to the trash", "", Command::Trash),
        ("Export chart as SVG", "", Command::ExportDialog(ExportKind::Svg)),
        ("Export chart as PNG", "", Command::ExportDialog(ExportKind::Png)),
        ("Export sizes as SDTM domains", "", Command::ExportDialog(ExportKind::Sdtm)),
        ("Export case as FHIR bundle", "", Command::ExportDialog(ExportKind::Fhir)),
        ("Hand-out for the owner as PDF", "", Command::ExportDialog(ExportKind::Handout)),
        ("Report as PDF", "", Command::ExportDialog(ExportKind::Report)),
        ("Print hand-out", "", Command::Print(Audience::Owner)),
        ("Copy chart as a picture", "", Command::CopyChart),
        ("Copy verdict and sizes as words", "", Command::CopyWords),
        ("Copy chart as words", "", Command::CopyChartWords),
        ("Criteria, visit by visit", "", Command::ShowMiddle(Middle::Criteria)),
        ("Save a picture of the window", "", Command::ExportDialog(ExportKind::Picture)),
        ("How the verdict is reached", "", Command::Help(HelpPage::Evidence)),
        ("About Reassess", "", Command::Help(HelpPage::About)),
        ("Show the sum by hand", "", Command::ShowSum(true)),
        ("Hide the sum by hand", "", Command::ShowSum(false)),
        ("Chart: volume", "", Command::Chart(ChartChoice::Quantity(Quantity::Volume))),
        ("Chart: sum of diameters", "", Command::Chart(ChartChoice::Quantity(Quantity::SumOfDiameters))),
        ("Chart: percent of baseline", "", Command::Chart(ChartChoice::Quantity(Quantity::PercentOfBaseline))),
        ("Chart: logarithmic axis", "", Command::Chart(ChartChoice::Scale(Scale::Log))),
        ("Chart: linear axis", "", Command::Chart(ChartChoice::Scale(Scale::Linear))),
        ("Chart: a line for each lesion", "", Command::Chart(ChartChoice::PerLesion(true))),
        ("Chart: the sum only", "", Command::Chart(ChartChoice::PerLesion(false))),
    ];
    for (name, keys, command) in plain {
        add(name, keys, Act::Send(command));
    }
    for plot in CohortPlot::ALL {
        let command = Command::Library(LibraryCommand::ShowAs(Some(plot)));
        add(&format!("Library: {} plot", plot.token()), "", Act::Send(command));
    }
    add("Library: cards", "", Act::Send(Command::Library(LibraryCommand::ShowAs(None))));
    if panel.session.library.as_ref().is_some_and(|library| library.drawn.is_some()) {
        for (name, kind) in [("Save this plot as SVG", ExportKind::Svg), ("Save this plot as PNG", ExportKind::Png)] {
            add(name, "", Act::Send(Command::Library(LibraryCommand::SavePlot(kind))));
        }
    }
    for (tab, name) in Tab::ALL {
        add(&format!("Go to {name}"), "", Act::Send(Command::ShowTab(tab)));
    }
    for (name, command) in of_settings(&panel.session.settings, panel.session.today()) {
        add(&name, "", Act::Send(command));
    }
    if let Some(date) = panel.session.shown_visit() {
        let words = panel.dated().when(date);
        for (name, command) in signs_panel::graded(panel) {
            add(&format!("{name}, at the visit of {words}"), "", Act::Send(command));
        }
        add(&format!("Remove visit {words}"), "", Act::Send(Command::Edit(Edit::RemoveVisit(date))));
    }
    for demo in demo::all() {
        add(&format!("Demonstration: {}", demo.title), "", Act::Send(Command::OpenDemo(demo.id.to_owned())));
    }
    for path in &panel.session.settings.recents {
        let name = path.file_name().map_or_else(|| path.display().to_string(), |name| name.display().to_string());
        add(&format!("Open recent: {name}"), "", Act::Send(Command::OpenPath(path.clone())));
    }
    entries
}

/// What can be set without opening the page of settings.
fn of_settings(settings: &Settings, today: Date) -> Vec<(String, Command)> {
    let mut found: Vec<(String, Command)> = Vec::new();
    let mut add = |name: &str, settings: Settings| found.push((name.to_owned(), Command::Settings(Box::new(settings))));
    for (theme, name) in [
        (ThemeChoice::Light, "Light theme"),
        (ThemeChoice::Dark, "Dark theme"),
        (ThemeChoice::System, "Theme of the system"),
    ] {
        add(name, Settings { theme, ..settings.clone() });
    }
    for form in DateForm::ALL.into_iter().filter(|form| *form != settings.dates) {
        add(&format!("Dates as {}", form.words(today)), Settings { dates: form, ..settings.clone() });
    }
    let name = if settings.high_contrast { "Usual contrast" } else { "High contrast" };
    add(name, Settings { high_contrast: !settings.high_contrast, ..settings.clone() });
    if !settings.first_run_seen {
        found.insert(0, ("I understand".to_owned(), super::seen_first_run(settings)));
    }
    found
}

/// The entries whose names hold the typed letters in order, the best first.
fn matching(entries: Vec<Entry>, typed: &str) -> Vec<Entry> {
    let mut scored: Vec<(u32, Entry)> =
        entries.into_iter().filter_map(|entry| Some((score(&entry.name, typed)?, entry))).collect();
    // A stable sort keeps the order of the list among equals; demonstrations stand behind all that is named as well.
    scored.sort_by_key(|(score, entry)| (*score < AS_TYPED, entry.is_demo(), std::cmp::Reverse(*score)));
    scored.into_iter().map(|(_, entry)| entry).collect()
}

/// How well a name holds the typed letters in order; letters at the start of words and in a row count more.
fn score(name: &str, typed: &str) -> Option<u32> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let mut total = 0;
    let mut from = 0;
    let mut last = None;
    for letter in typed.to_lowercase().chars().filter(|letter| !letter.is_whitespace()) {
        let at_start = |place: usize| {
            place == 0 || place.checked_sub(1).and_then(|before| name.get(before)).is_some_and(|c| !c.is_alphanumeric())
        };
        let rest = || name.iter().enumerate().skip(from).filter(|(_, own)| **own == letter).map(|(place, _)| place);
        let in_row = rest().find(|&place| last.is_some_and(|last: usize| place == last + 1));
        let place = in_row.or_else(|| rest().find(|&place| at_start(place))).or_else(|| rest().next())?;
        total += 1 + 3 * u32::from(in_row.is_some()) + 4 * u32::from(at_start(place));
        last = Some(place);
        from = place + 1;
    }
    let whole: String = name.iter().collect();
    let as_typed = names_it(&whole, typed);
    Some(if as_typed { total + AS_TYPED } else { total })
}

/// Whether a word of the name begins as typed: such a name is meant before one whose letters are found here and there.
fn names_it(name: &str, typed: &str) -> bool {
    let (name, typed) = (name.to_lowercase(), typed.trim().to_lowercase());
    let begins_a_word = |place: usize| {
        name.get(..place).is_some_and(|before| before.chars().next_back().is_none_or(|c| !c.is_alphanumeric()))
    };
    !typed.is_empty() && name.match_indices(&typed).any(|(place, _)| begins_a_word(place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_letters_find_names_best_first() {
        let names = [
            "Export chart as SVG",
            "Owner view",
            "Save",
            "Save as",
            "Add visit",
            "Chart: volume",
            "Demonstration: shrinks again",
            "Move to the trash",
        ];
        let entry = |name: &&str| Entry { name: (*name).to_owned(), keys: String::new(), act: Act::NewVisit };
        let found = |typed: &str| {
            let all = names.iter().map(entry).collect();
            matching(all, typed).into_iter().map(|entry| entry.name).collect::<Vec<_>>()
        };
        assert_eq!(found("ow").first().map(String::as_str), Some("Owner view"));
        assert_eq!(found("save").first().map(String::as_str), Some("Save"));
        assert_eq!(found("av").first().map(String::as_str), Some("Add visit"), "starts of words");
        assert_eq!(found("svg"), ["Export chart as SVG"]);
        assert_eq!(found("trash"), ["Move to the trash", "Demonstration: shrinks again"], "as typed first");
        assert!(found("xyz").is_empty());
        assert_eq!(found("").len(), names.len(), "nothing typed lists all in order");
    }
}
