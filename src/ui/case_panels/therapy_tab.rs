//! The entry tab of therapy and events.

use eframe::egui::{self, Id, Ui};

use super::{FIELD_WIDTH, LABEL_WIDTH, combo_row, text_row};
use crate::app::command::Command;
use crate::app::dates::{read_calendar_date, read_visit_date};
use crate::app::edit::Edit;
use crate::domain::{Event, EventKind, LesionId, RoutineInterval, TherapyClass, TimeBase};
use crate::ui::context::Panel;
use crate::ui::theme::{GRID, Theme, plain, size};
use crate::ui::widgets::{Field, FieldOutcome, combo, field, link_button, row_label, section};

/// Therapy and the events of the case.
pub(in crate::ui) fn therapy_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
    let therapy = panel.case().therapy.clone();
    let classes = TherapyClass::ALL.map(|class| (class, class.words()));
    if let Some(class) = combo_row(ui, "Class", &classes, therapy.class) {
        panel.send(Command::Edit(Edit::SetTherapy(crate::domain::Therapy { class, ..therapy.clone() })));
    }
    if let Some(drug) = text_row(ui, "Drug", "e.g. gilvetmab", &therapy.drug) {
        panel.send(Command::Edit(Edit::SetTherapy(crate::domain::Therapy { drug, ..therapy.clone() })));
    }
    if panel.case().time_base == TimeBase::Calendar {
        let dates = panel.session.view.dates;
        let shown = therapy.start.map_or_else(String::new, |start| dates.words(start));
        if let Some(text) = text_row(ui, "First dose", "e.g. 12 Mar 2026", &shown) {
            let start = if text.is_empty() {
                Ok(None)
            } else {
                read_calendar_date(&text, panel.session.today(), dates).map(Some)
            };
            match start {
                Ok(start) => panel.send(Command::Edit(Edit::SetTherapy(crate::domain::Therapy { start, ..therapy }))),
                Err(reason) => panel.send(Command::Tell(reason)),
            }
        }
    } else {
        let theme = Theme::of(ui);
        ui.label(plain(
            "Visits are known by their day from the start; day 0 is the first dose",
            size::SMALL,
            theme.muted,
        ));
    }
    routine(ui, panel);
    ui.add_space(GRID);
    section(ui, "Doses, other treatments and events");
    events(ui, panel);
}

/// How often the case is seen while nothing is open, and where that comes from.
fn routine(ui: &mut Ui, panel: &mut Panel<'_>) {
    let own = panel.case().routine.clone();
    let usual = panel.session.rules().recheck.routine_days.to_string();
    let shown = own.as_ref().map_or_else(String::new, |own| own.days().to_string());
    if let Some(text) = text_row(ui, "Seen every, days", &format!("{usual}, as usual"), &shown) {
        let source = own.as_ref().map(|own| own.source().to_owned()).unwrap_or_default();
        let routine = if text.is_empty() {
            Ok(None)
        } else {
            let days = text
                .trim_end_matches(['d', ' '])
                .parse()
                .ok()
                .ok_or_else(|| format!("“{text}” is not a number of days"));
            days.and_then(|days| RoutineInterval::new(days, source).map_err(|error| error.to_string())).map(Some)
        };
        match routine {
            Ok(routine) => panel.send(Command::Edit(Edit::SetRoutine(routine))),
            Err(reason) => panel.send(Command::Tell(reason)),
        }
    }
    if let Some(own) = own
        && let Some(source) = text_row(ui, "  as said by", "e.g. trial protocol", own.source())
    {
        panel.send(Command::Edit(Edit::SetRoutine(RoutineInterval::new(own.days(), source).ok())));
    }
}

fn events(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let events: Vec<Event> = panel.case().events().to_vec();
    for (place, event) in events.iter().enumerate() {
        ui.horizontal(|ui| {
            let date = panel.dated().when(event.date);
            row_label(ui, &date, LABEL_WIDTH);
            let lesion = event.lesion.and_then(|id| panel.case().lesion(id)).map(|lesion| format!(", {}", lesion.name));
            let dose = if event.dose.is_empty() { String::new() } else { format!(", {}", event.dose) };
            let text = if event.text.is_empty() { String::new() } else { format!(": {}", event.text) };
            let words = format!("{}{}{dose}{text}", event.kind.words(), lesion.unwrap_or_default());
            ui.add(egui::Label::new(plain(words, size::BODY, theme.text)).truncate());
            if link_button(ui, "Remove").accessible_name(format!("Remove event {}", place + 1)).clicked() {
                panel.send(Command::Edit(Edit::RemoveEvent(place)));
            }
        });
    }
    add_event(ui, panel);
}

/// What the line for a new event holds until its date is given.
#[derive(Clone)]
struct NewEvent {
    kind: EventKind,
    lesion: Option<LesionId>,
    dose: String,
    text: String,
}

fn add_event(ui: &mut Ui, panel: &mut Panel<'_>) {
    let id = Id::unique("new event");
    let fresh = || NewEvent { kind: EventKind::Dose, lesion: None, dose: String::new(), text: String::new() };
    let mut event: NewEvent = ui.data(|data| data.get_temp(id)).unwrap_or_else(fresh);
    event.lesion = event.lesion.filter(|&lesion| panel.case().lesion(lesion).is_some());
    let kinds: Vec<(EventKind, &str)> = EventKind::ALL.iter().map(|&(kind, _, words)| (kind, words)).collect();
    let lesions = panel.case().lesions().to_vec();
    let mut of_lesion = vec![(None, "no one lesion")];
    of_lesion.extend(lesions.iter().map(|lesion| (Some(lesion.id), lesion.name.as_str())));
    let mut added = false;
    ui.add_space(GRID / 2.0);
    ui.horizontal(|ui| {
        row_label(ui, "New event", LABEL_WIDTH);
        event.kind = combo(ui, "Kind of the new event", FIELD_WIDTH, &kinds, event.kind).unwrap_or(event.kind);
    });
    ui.horizontal(|ui| {
        row_label(ui, "  lesion", LABEL_WIDTH);
        event.lesion =
            combo(ui, "Lesion of the new event", FIELD_WIDTH, &of_lesion, event.lesion).unwrap_or(event.lesion);
    });
    for (label, name, hint, text) in [
        ("  dose", "Dose of the new event", "10 mg/kg IV", &mut event.dose),
        ("  note", "Note on the new event", "", &mut event.text),
    ] {
        ui.horizontal(|ui| {
            row_label(ui, label, LABEL_WIDTH);
            let look = Field { id: Id::unique(name), name, hint, width: FIELD_WIDTH };
            if let FieldOutcome::Committed(typed) = field(ui, text, &look) {
                typed.trim().clone_into(text);
            }
        });
    }
    ui.horizontal(|ui| {
        row_label(ui, "  date", LABEL_WIDTH);
        let look = Field {
            id: Id::unique("new event date"),
            name: "Date of the new event",
            hint: "e.g. 26 Mar 2026",
            width: 120.0,
        };
        let FieldOutcome::Committed(text) = field(ui, "", &look) else { return };
        if text.trim().is_empty() {
            return;
        }
        match read_visit_date(&text, panel.dated(), None, panel.session.today()) {
            Ok(date) => {
                let NewEvent { kind, lesion, dose, text } = event.clone();
                panel.send(Command::Edit(Edit::AddEvent(Event { date, kind, lesion, dose, text })));
                added = true;
            }
            Err(reason) => panel.send(Command::Tell(reason)),
        }
    });
    let theme = Theme::of(ui);
    ui.label(plain("Enter in the date adds the event", size::SMALL, theme.muted));
    if added {
        // The next dose is like this one; lesion and note are of this event alone.
        event.text.clear();
    }
    ui.data_mut(|data| data.insert_temp(id, event));
}
