//! The entry tab of the lesions.

use eframe::egui::{self, Id, Ui, vec2};

use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::domain::{Lesion, LesionId, LesionKind, NewClass, Organ, Role};
use crate::ui::context::Panel;
use crate::ui::entry_table::{cell_id, focus_next_frame};
use crate::ui::theme::{GRID, Theme, size, strong};
use crate::ui::widgets::{Field, FieldOutcome, check, field, link_button, quiet_button, segments};

/// Lesions: name, organ, kind, role.
pub(in crate::ui) fn lesions_tab(ui: &mut Ui, panel: &mut Panel<'_>) {
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
pub(in crate::ui) fn add_lesion(ui: &Ui, panel: &mut Panel<'_>, kind: LesionKind, role: Role) {
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
