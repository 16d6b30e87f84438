//! The entry tab of the patient and the tumor.

use eframe::egui::{self, FontId, Id, TextEdit, Ui};

use super::{FIELD_WIDTH, LABEL_WIDTH, combo_row, text_row};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::domain::{Diagnosis, Patient, Sex, Species, Tumor, TumorGroup};
use crate::ui::context::Panel;
use crate::ui::theme::{GRID, Theme, plain, size};
use crate::ui::widgets::{Look, field_frame, section};

/// Patient, tumor and notes.
pub(in crate::ui) fn case_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
    let patient = panel.case().patient.clone();
    let tumor = panel.case().tumor.clone();
    section(ui, "Patient");
    let set = |panel: &mut Panel<'_>, patient: Patient| panel.send(Command::Edit(Edit::SetPatient(patient)));
    if let Some(name) = text_row(ui, "Name", "e.g. Bella", &patient.name) {
        set(panel, Patient { name, ..patient.clone() });
    }
    letters_without_a_font(ui, &patient.name);
    if let Some(breed) = text_row(ui, "Breed", "e.g. Golden Retriever", &patient.breed) {
        set(panel, Patient { breed, ..patient.clone() });
    }
    let mut sexes = vec![(None, "not recorded")];
    sexes.extend(Sex::ALL.map(|sex| (Some(sex), sex.words())));
    if let Some(sex) = combo_row(ui, "Sex", &sexes, patient.sex) {
        set(panel, Patient { sex, ..patient.clone() });
    }
    let age = patient.age_years.map_or_else(String::new, |years| years.to_string());
    if let Some(text) = text_row(ui, "Age, years", "e.g. 9", &age) {
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
    if let Some(kind) = text_row(ui, "Type", "e.g. Oral melanoma", &tumor.kind) {
        let group = if tumor.group == TumorGroup::Other { TumorGroup::of_words(&kind) } else { tumor.group };
        set(panel, Tumor { kind, group, ..tumor.clone() });
    }
    if let Some(stage) = text_row(ui, "Stage", "e.g. III", &tumor.stage) {
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
    super::observers::show(ui, panel);
    ui.add_space(GRID);
    notes(ui, panel);
}

/// Says which letters of a name the window and the pages cannot show here, which would otherwise be empty boxes.
fn letters_without_a_font(ui: &mut Ui, name: &str) {
    let font = FontId::proportional(size::BODY);
    let unseen = ui.fonts_mut(|fonts| {
        let mut unseen = String::new();
        for letter in name.chars().filter(|letter| !letter.is_ascii() && !letter.is_whitespace()) {
            if !unseen.contains(letter) && !fonts.has_glyph(&font, letter) {
                unseen.push(letter);
            }
        }
        unseen
    });
    if !unseen.is_empty() {
        let words = format!("No font on this computer has “{unseen}”: install one that has, such as Noto Sans CJK");
        let theme = Theme::of(ui);
        ui.add(egui::Label::new(plain(words, size::SMALL, theme.alarm)).wrap());
    }
}

fn notes(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    section(ui, "Notes");
    let id = Id::unique("case notes");
    let typed: Option<String> = ui.data(|data| data.get_temp(id));
    let mut text = typed.clone().unwrap_or_else(|| panel.case().notes.clone());
    let response = ui
        .add(
            TextEdit::multiline(&mut text)
                .id(id)
                .desired_rows(3)
                .desired_width(LABEL_WIDTH + FIELD_WIDTH)
                .frame(field_frame(ui, id, Look::Field)),
        )
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
