//! The entry tabs besides sizes and signs: therapy and events, lesions, patient and tumor.

use eframe::egui::{self, Id, TextEdit, Ui, vec2};

use super::context::Panel;
use super::entry_table::{cell_id, focus_next_frame};
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{
    Field, FieldOutcome, check, combo, field, link_button, quiet_button, row_label, section, segments,
};
use crate::app::command::Command;
use crate::app::dates::{read_calendar_date, read_visit_date, visit_date_words};
use crate::app::edit::Edit;
use crate::domain::{
    Diagnosis, Event, EventKind, Lesion, LesionId, LesionKind, NewClass, Organ, Patient, Role, Sex, Species,
    TherapyClass, TimeBase, Tumor, TumorGroup, date_words,
};

const LABEL_WIDTH: f32 = 96.0;
const FIELD_WIDTH: f32 = 230.0;

/// One labeled text field; returns the new text when it was left changed.
fn text_row(ui: &mut Ui, label: &str, hint: &str, shown: &str) -> Option<String> {
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        let look = Field { id: Id::unique(("case field", label.to_owned())), name: label, hint, width: FIELD_WIDTH };
        match field(ui, shown, &look) {
            FieldOutcome::Committed(text) => Some(text.trim().to_owned()),
            FieldOutcome::Quiet => None,
        }
    })
    .inner
}

/// One labeled drop-down; returns the new choice when it changed.
fn combo_row<T: Copy + PartialEq>(ui: &mut Ui, label: &str, choices: &[(T, &str)], chosen: T) -> Option<T> {
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        combo(ui, label, FIELD_WIDTH, choices, chosen)
    })
    .inner
}

/// Patient, tumor and notes.
pub(super) fn case_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
    let patient = panel.case().patient.clone();
    let tumor = panel.case().tumor.clone();
    section(ui, "Patient");
    let set = |panel: &mut Panel<'_>, patient: Patient| panel.send(Command::Edit(Edit::SetPatient(patient)));
    if let Some(name) = text_row(ui, "Name", "Bella", &patient.name) {
        set(panel, Patient { name, ..patient.clone() });
    }
    if let Some(breed) = text_row(ui, "Breed", "Golden Retriever", &patient.breed) {
        set(panel, Patient { breed, ..patient.clone() });
    }
    let mut sexes = vec![(None, "not recorded")];
    sexes.extend(Sex::ALL.map(|sex| (Some(sex), sex.words())));
    if let Some(sex) = combo_row(ui, "Sex", &sexes, patient.sex) {
        set(panel, Patient { sex, ..patient.clone() });
    }
    let age = patient.age_years.map_or_else(String::new, |years| years.to_string());
    if let Some(text) = text_row(ui, "Age, years", "9", &age) {
        match text.parse::<u8>() {
            Ok(years) if years <= 120 => set(panel, Patient { age_years: Some(years), ..patient.clone() }),
            _ if text.is_empty() => set(panel, Patient { age_years: None, ..patient.clone() }),
            _ => panel.send(Command::Tell(format!("“{text}” is not an age; type whole years, like 9"))),
        }
    }
    let species = [(Species::Dog, "dog"), (Species::Human, "person, in data of people")];
    if let Some(species) = combo_row(ui, "Species", &species, patient.species) {
        set(panel, Patient { species, ..patient.clone() });
    }
    if let Some(owner) = text_row(ui, "Owner", "optional", &patient.owner) {
        set(panel, Patient { owner, ..patient });
    }
    ui.add_space(GRID);
    section(ui, "Tumor");
    let set = |panel: &mut Panel<'_>, tumor: Tumor| panel.send(Command::Edit(Edit::SetTumor(tumor)));
    if let Some(kind) = text_row(ui, "Type", "Oral melanoma", &tumor.kind) {
        let group = if tumor.group == TumorGroup::Other { TumorGroup::of_words(&kind) } else { tumor.group };
        set(panel, Tumor { kind, group, ..tumor.clone() });
    }
    if let Some(stage) = text_row(ui, "Stage", "III", &tumor.stage) {
        set(panel, Tumor { stage, ..tumor.clone() });
    }
    let groups = TumorGroup::ALL.map(|group| (group, group.words()));
    if let Some(group) = combo_row(ui, "Rules for", &groups, tumor.group) {
        set(panel, Tumor { group, ..tumor.clone() });
    }
    let diagnoses = [
        (None, "not recorded"),
        (Some(Diagnosis::Histology), "histology"),
        (Some(Diagnosis::Cytology), "cytology"),
        (Some(Diagnosis::Unconfirmed), "neither: unconfirmed"),
    ];
    if let Some(diagnosis) = combo_row(ui, "Diagnosed by", &diagnoses, tumor.diagnosis) {
        set(panel, Tumor { diagnosis, ..tumor });
    }
    ui.add_space(GRID);
    notes(ui, panel);
}

fn notes(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    section(ui, "Notes");
    let id = Id::unique("case notes");
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = typed.clone().unwrap_or_else(|| panel.case().notes.clone());
    let response = ui
        .add(TextEdit::multiline(&mut text).id(id).desired_rows(3).desired_width(LABEL_WIDTH + FIELD_WIDTH))
        .accessible_name("Notes");
    if response.has_focus() {
        ui.data_mut(|data| data.insert_temp(id, text));
    } else if typed.is_some() {
        ui.data_mut(|data| data.remove::<String>(id));
        if text != panel.case().notes {
            panel.send(Command::Edit(Edit::SetNotes(text)));
        }
    }
    let source = panel.case().source.clone();
    if !source.is_empty() {
        ui.add_space(GRID);
        ui.add(egui::Label::new(plain(source, size::SMALL, theme.muted)).wrap());
    }
}

/// Therapy and the events of the case.
pub(super) fn therapy_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
    let therapy = panel.case().therapy.clone();
    let classes = TherapyClass::ALL.map(|class| (class, class.words()));
    if let Some(class) = combo_row(ui, "Class", &classes, therapy.class) {
        panel.send(Command::Edit(Edit::SetTherapy(crate::domain::Therapy { class, ..therapy.clone() })));
    }
    if let Some(drug) = text_row(ui, "Drug", "gilvetmab", &therapy.drug) {
        panel.send(Command::Edit(Edit::SetTherapy(crate::domain::Therapy { drug, ..therapy.clone() })));
    }
    if panel.case().time_base == TimeBase::Calendar {
        let shown = therapy.start.map_or_else(String::new, date_words);
        if let Some(text) = text_row(ui, "First dose", "12 Mar 2026", &shown) {
            let start =
                if text.is_empty() { Ok(None) } else { read_calendar_date(&text, panel.session.today()).map(Some) };
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
    ui.add_space(GRID);
    section(ui, "Doses, other treatments and events");
    events(ui, panel);
}

fn events(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let events: Vec<Event> = panel.case().events().to_vec();
    for (place, event) in events.iter().enumerate() {
        ui.horizontal(|ui| {
            let date = visit_date_words(panel.case(), event.date);
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
            hint: "26 Mar 2026",
            width: 120.0,
        };
        let FieldOutcome::Committed(text) = field(ui, "", &look) else { return };
        if text.trim().is_empty() {
            return;
        }
        match read_visit_date(&text, panel.case(), None, panel.session.today()) {
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

/// Lesions: name, organ, kind, role.
pub(super) fn lesions_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let lesions: Vec<Lesion> = panel.case().lesions().to_vec();
    for (place, lesion) in lesions.iter().enumerate() {
        ui.push_id(lesion.id.0, |ui| lesion_rows(ui, panel, lesion, place, lesions.len()));
        ui.add_space(GRID / 2.0);
        let (rule, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), egui::Sense::hover());
        ui.painter().hline(rule.x_range(), rule.center().y, (1.0, theme.line));
    }
    ui.horizontal(|ui| {
        let adds = [("Add lesion", LesionKind::NonNodal, Role::Target), ("Add node", LesionKind::Nodal, Role::Target)];
        for (label, kind, role) in adds {
            if quiet_button(ui, label).clicked() {
                add_lesion(ui, panel, kind, role);
            }
        }
        if quiet_button(ui, "Add new lesion").on_hover_text("One that appeared after the baseline").clicked() {
            add_lesion(ui, panel, LesionKind::NonNodal, Role::New);
        }
    });
}

/// Adds a lesion with the first free name of its kind.
pub(super) fn add_lesion(ui: &Ui, panel: &mut Panel<'_>, kind: LesionKind, role: Role) {
    let stem = match (kind, role) {
        (_, Role::New) => "New ",
        (LesionKind::Nodal, _) => "LN",
        (LesionKind::NonNodal, _) => "T",
    };
    let taken = |name: &str| panel.case().lesions().iter().any(|lesion| lesion.name == name);
    let most = panel.case().lesions().len() + 1;
    let name = (1..=most).map(|number| format!("{stem}{number}")).find(|name| !taken(name)).unwrap_or_default();
    let lesion = Lesion { kind, role, ..Lesion::target(panel.case().fresh_lesion_id(), name) };
    if let Some(date) = panel.session.shown_visit() {
        focus_next_frame(ui, cell_id(date, lesion.id));
    }
    panel.send(Command::Edit(Edit::AddLesion(lesion)));
}

fn lesion_rows(ui: &mut Ui, panel: &mut Panel<'_>, lesion: &Lesion, place: usize, count: usize) {
    let theme = Theme::of(ui);
    let update = |panel: &mut Panel<'_>, lesion: Lesion| panel.send(Command::Edit(Edit::UpdateLesion(lesion)));
    let LesionId(number) = lesion.id;
    ui.horizontal(|ui| {
        ui.label(strong(&lesion.name, size::BODY, theme.text));
        if place > 0 && link_button(ui, "Move left").accessible_name(format!("Move {} left", lesion.name)).clicked() {
            panel.send(Command::Edit(Edit::MoveLesion { lesion: lesion.id, place: place - 1 }));
        }
        if place + 1 < count
            && link_button(ui, "Move right").accessible_name(format!("Move {} right", lesion.name)).clicked()
        {
            panel.send(Command::Edit(Edit::MoveLesion { lesion: lesion.id, place: place + 1 }));
        }
        if link_button(ui, "Remove").accessible_name(format!("Remove {}", lesion.name)).clicked() {
            panel.send(Command::Edit(Edit::RemoveLesion(lesion.id)));
        }
    });
    ui.horizontal(|ui| {
        let look = Field {
            id: Id::unique(("lesion name", number)),
            name: &format!("Name of lesion {}", place + 1),
            hint: "name",
            width: 120.0,
        };
        if let FieldOutcome::Committed(name) = field(ui, &lesion.name, &look) {
            update(panel, Lesion { name: name.trim().to_owned(), ..lesion.clone() });
        }
        let look = Field {
            id: Id::unique(("lesion organ", number)),
            name: &format!("Organ of {}", lesion.name),
            hint: "organ",
            width: 140.0,
        };
        if let FieldOutcome::Committed(organ) = field(ui, &lesion.organ.0, &look) {
            update(panel, Lesion { organ: Organ(organ.trim().to_owned()), ..lesion.clone() });
        }
    });
    ui.horizontal_wrapped(|ui| {
        let kinds = [
            (LesionKind::NonNodal, "mass", "Longest diameter counts"),
            (LesionKind::Nodal, "node", "Short axis counts"),
        ];
        if let Some(Some(kind)) = segments(ui, &format!("Kind of {}", lesion.name), &kinds, Some(lesion.kind), false) {
            update(panel, Lesion { kind, ..lesion.clone() });
        }
        ui.add_space(GRID);
        let roles = [
            (Role::Target, "target", "Measured and summed"),
            (Role::NonTarget, "non-target", "Followed, not summed"),
            (Role::New, "new", "Appeared after the baseline"),
        ];
        if let Some(Some(role)) = segments(ui, &format!("Role of {}", lesion.name), &roles, Some(lesion.role), false) {
            update(panel, Lesion { role, ..lesion.clone() });
        }
    });
    if lesion.role == Role::New {
        ui.horizontal(|ui| {
            let classes = [
                (NewClass::Target, "counts as target", "Measurable: has a sum of its own (NLT)"),
                (NewClass::NonTarget, "counts as non-target", "Not measurable (NLNT)"),
            ];
            let chosen = segments(ui, &format!("Class of {}", lesion.name), &classes, lesion.new_class, true);
            if let Some(new_class) = chosen {
                update(panel, Lesion { new_class, ..lesion.clone() });
            }
        });
    }
    ui.horizontal(|ui| {
        let mut ill_defined = lesion.ill_defined;
        if check(ui, &mut ill_defined, "ill-defined edge").changed() {
            update(panel, Lesion { ill_defined, ..lesion.clone() });
        }
        let mut critical_site = lesion.critical_site;
        if check(ui, &mut critical_site, "critical site")
            .on_hover_text("Growth threatens airway, brain, cord or outflow")
            .changed()
        {
            update(panel, Lesion { critical_site, ..lesion.clone() });
        }
    });
}
