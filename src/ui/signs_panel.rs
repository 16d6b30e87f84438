//! Clinical signs and other findings of one visit.

use eframe::egui::{Id, RichText, Ui};
use jiff::civil::Date;

use super::context::Panel;
use super::measured_by;
use super::texts;
use super::theme::{GRID, Theme, plain, size, strong};
use super::widgets::{Field, FieldOutcome, check, combo, field, row_label, section, segments};
use crate::app::command::Command;
use crate::app::edit::Edit;
use crate::domain::{
    Alarm, Biopsy, CtDna, Grade, LdhTrend, NewLesionSearch, NlrTrend, NonTarget, NonTargetChange, Overall, Performance,
    Pet, QualityOfLife, Role, UltrasoundCharacter, Visit, Weight,
};
use crate::explain;

const LABEL_WIDTH: f32 = 96.0;

/// A sign's name, its value, and how a new value is put into the visit.
type SignRow<T> = (&'static str, Option<T>, fn(&mut Visit, Option<T>));

/// The three graded signs and the weight of the shown visit, as they stand under the sizes.
pub(super) fn show_short(ui: &mut Ui, panel: &mut Panel<'_>) {
    let Some((date, visit)) = shown_visit(panel) else { return };
    head(ui, panel, date);
    grades(ui, panel, &visit);
    weight(ui, panel, &visit);
    new_lesion_search(ui, panel, &visit);
    measured_by::row(ui, panel, &visit, LABEL_WIDTH);
    let theme = Theme::of(ui);
    ui.label(plain("Hover a grade for its definition (VCOG v1.1)", size::SMALL, theme.muted));
}

/// Everything recorded of the shown visit besides sizes.
pub(super) fn show_all(ui: &mut Ui, panel: &mut Panel<'_>) {
    let theme = Theme::of(ui);
    let Some((date, visit)) = shown_visit(panel) else {
        ui.label(plain("Signs belong to a visit. Add one under Sizes", size::BODY, theme.muted));
        return;
    };
    visit_chooser(ui, panel, date);
    ui.add_space(GRID / 2.0);
    grades(ui, panel, &visit);
    overall(ui, panel, &visit);
    performance(ui, panel, &visit);
    weight(ui, panel, &visit);
    quality_of_life(ui, panel, &visit);
    ui.add_space(GRID);
    new_lesion_search(ui, panel, &visit);
    non_target(ui, panel, &visit);
    ui.add_space(GRID);
    section(ui, "Laboratory, tissue, ultrasound");
    labs(ui, panel, &visit);
    ui.add_space(GRID);
    section(ui, "Must not wait: tick what was seen at this visit");
    alarms(ui, panel, &visit);
    compromise(ui, panel, &visit);
    yes_no(ui, panel, &visit);
}

fn shown_visit(panel: &Panel<'_>) -> Option<(Date, Visit)> {
    let date = panel.session.shown_visit()?;
    panel.case().visit(date).map(|visit| (date, visit.clone()))
}

fn send(panel: &mut Panel<'_>, visit: &Visit, what: &str, change: impl FnOnce(&mut Visit)) {
    let mut visit = visit.clone();
    change(&mut visit);
    panel.send(Command::Edit(Edit::SetVisit { visit: Box::new(visit), what: what.to_owned() }));
}

fn head(ui: &mut Ui, panel: &Panel<'_>, date: Date) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let words = panel.dated().when(date);
        ui.label(strong(format!("Signs, {words}"), size::BODY, theme.text));
    });
}

fn visit_chooser(ui: &mut Ui, panel: &mut Panel<'_>, shown: Date) {
    let dates: Vec<(Date, String)> =
        panel.case().visits().iter().map(|visit| (visit.date, panel.dated().when(visit.date))).collect();
    let choices: Vec<(Date, &str)> = dates.iter().map(|(date, words)| (*date, words.as_str())).collect();
    ui.horizontal(|ui| {
        row_label(ui, "Visit", LABEL_WIDTH);
        if let Some(date) = combo(ui, "Visit whose signs are shown", 130.0, &choices, shown) {
            panel.send(Command::SelectVisit(date));
        }
    });
}

/// The change that each grade of each sign makes of the shown visit, by its name: "Pain 0".
pub(super) fn graded(panel: &Panel<'_>) -> Vec<(String, Command)> {
    let Some((_, visit)) = shown_visit(panel) else { return Vec::new() };
    let of_sign = |(name, _, set): SignRow<Grade>| {
        let changes = (0..=Grade::MAX).filter_map(|grade| {
            let mut visit = visit.clone();
            set(&mut visit, Some(Grade::new(grade).ok()?));
            let edit = Edit::SetVisit { visit: Box::new(visit), what: name.to_lowercase() };
            Some((format!("{name} {grade}"), Command::Edit(edit)))
        });
        changes.collect::<Vec<_>>()
    };
    grade_rows(&visit).into_iter().flat_map(of_sign).collect()
}

/// The three graded signs.
fn grade_rows(visit: &Visit) -> [SignRow<Grade>; 3] {
    [
        ("Pain", visit.signs.pain, |visit, grade| visit.signs.pain = grade),
        ("Lethargy", visit.signs.lethargy, |visit, grade| visit.signs.lethargy = grade),
        ("Appetite loss", visit.signs.appetite, |visit, grade| visit.signs.appetite = grade),
    ]
}

fn grades(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    for (name, chosen, set) in grade_rows(visit) {
        let definitions = texts::grade_definitions(name);
        let choices: Vec<(u8, String, &str)> = (0..=Grade::MAX)
            .map(|grade| (grade, grade.to_string(), definitions.get(usize::from(grade)).copied().unwrap_or_default()))
            .collect();
        let choices: Vec<(u8, &str, &str)> =
            choices.iter().map(|(grade, label, hover)| (*grade, label.as_str(), *hover)).collect();
        ui.horizontal(|ui| {
            row_label(ui, name, LABEL_WIDTH);
            if let Some(choice) = segments(ui, name, &choices, chosen.map(Grade::get), true) {
                let grade = choice.and_then(|grade| Grade::new(grade).ok());
                send(panel, visit, &name.to_lowercase(), |visit| set(visit, grade));
            }
        });
    }
}

fn overall(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let hover = "Used only where no grade is recorded";
    let choices =
        [(Overall::Better, "better", hover), (Overall::Same, "same", hover), (Overall::Worse, "worse", hover)];
    ui.horizontal(|ui| {
        row_label(ui, "Overall", LABEL_WIDTH);
        if let Some(choice) = segments(ui, "Overall", &choices, visit.signs.overall, true) {
            send(panel, visit, "overall impression", |visit| visit.signs.overall = choice);
        }
    });
}

fn performance(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let choices = [
        (0_u8, "0", "Fully active"),
        (1, "1", "Less active, an acceptable pet"),
        (2, "2", "Severely compromised: gets up only to eat, sleep and eliminate acceptably"),
        (3, "3", "Completely disabled, force-fed, cannot eliminate acceptably"),
    ];
    ui.horizontal(|ui| {
        row_label(ui, "Performance", LABEL_WIDTH);
        let chosen = visit.signs.performance.map(Performance::get);
        if let Some(choice) = segments(ui, "Performance status", &choices, chosen, true) {
            let status = choice.and_then(|status| Performance::new(status).ok());
            send(panel, visit, "performance status", |visit| visit.signs.performance = status);
        }
    });
}

/// A number typed into a field: cleared by an empty text, refused with a sentence.
fn number_row<T: Copy>(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    visit: &Visit,
    (label, unit, shown): (&str, &str, String),
    read: impl Fn(&str) -> Result<T, String>,
    set: impl Fn(&mut Visit, Option<T>),
) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        row_label(ui, label, LABEL_WIDTH);
        let id = Id::unique((label.to_owned(), visit.date.to_string()));
        let outcome = field(ui, &shown, &Field { id, name: label, hint: "–", width: 76.0 });
        ui.label(plain(unit, size::SMALL, theme.muted));
        let FieldOutcome::Committed(text) = outcome else { return };
        if text.trim().is_empty() {
            send(panel, visit, &label.to_lowercase(), |visit| set(visit, None));
            return;
        }
        match read(&text) {
            Ok(value) => send(panel, visit, &label.to_lowercase(), |visit| set(visit, Some(value))),
            Err(reason) => panel.send(Command::Tell(format!("“{}”: {reason}", text.trim()))),
        }
    });
}

fn weight(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let shown = visit.signs.weight.map_or_else(String::new, |weight| weight.kg().to_string());
    let read = |text: &str| {
        let kg: f64 = text.trim().trim_end_matches("kg").trim().replace(',', ".").parse().unwrap_or(f64::NAN);
        Weight::from_kg(kg).map_err(|reason| reason.to_string())
    };
    number_row(ui, panel, visit, ("Weight", "kg", shown), read, |visit, weight| visit.signs.weight = weight);
}

fn quality_of_life(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let shown = visit.signs.quality_of_life.map_or_else(String::new, |score| score.get().to_string());
    let read = |text: &str| {
        let score: u8 = text.trim().parse().unwrap_or(u8::MAX);
        QualityOfLife::new(score).map_err(|reason| reason.to_string())
    };
    let words = ("Quality of life", "0–36", shown);
    number_row(ui, panel, visit, words, read, |visit, score| visit.signs.quality_of_life = score);
}

fn new_lesion_search(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let mut new = panel.case().lesions().iter().filter(|lesion| lesion.role == Role::New);
    let is_entered = new.any(|lesion| visit.measurements.contains_key(&lesion.id));
    let choices = [
        (None, "not recorded"),
        (Some(NewLesionSearch::NoneFoundImaging), "none found, by imaging"),
        (Some(NewLesionSearch::NoneFoundExam), "none found, by examination"),
        (Some(NewLesionSearch::Found), if is_entered { "found" } else { "found: add it under Lesions" }),
        (Some(NewLesionSearch::NotLooked), "not looked for"),
    ];
    ui.horizontal(|ui| {
        row_label(ui, "New lesions", LABEL_WIDTH);
        if let Some(choice) = combo(ui, "Search for new lesions", 200.0, &choices, visit.new_lesion_search) {
            send(panel, visit, "search for new lesions", |visit| visit.new_lesion_search = choice);
        }
    });
}

fn non_target(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let choices = [
        (None, "from the lesions"),
        (Some(NonTarget::None), "no non-target disease"),
        (Some(NonTarget::Present), "present (baseline)"),
        (Some(NonTarget::CompleteResponse), "all gone"),
        (Some(NonTarget::NonCrNonPd), "persisting, not clearly worse"),
        (Some(NonTarget::Progression), "unequivocal progression"),
        (Some(NonTarget::NotEvaluable), "not evaluated"),
    ];
    ui.horizontal(|ui| {
        row_label(ui, "Non-target", LABEL_WIDTH);
        if let Some(choice) = combo(ui, "Non-target disease", 200.0, &choices, visit.non_target) {
            send(panel, visit, "non-target disease", |visit| visit.non_target = choice);
        }
    });
    let choices = [
        (NonTargetChange::Increase, "more", "More than at the visit before"),
        (NonTargetChange::Same, "same", "As at the visit before"),
        (NonTargetChange::Decrease, "less", "Less than at the visit before"),
    ];
    ui.horizontal(|ui| {
        row_label(ui, "  change", LABEL_WIDTH);
        if let Some(choice) = segments(ui, "Non-target change", &choices, visit.non_target_change, true) {
            send(panel, visit, "non-target change", |visit| visit.non_target_change = choice);
        }
    });
}

fn labs(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let labs = &visit.labs;
    let ldh = [
        (None, "not recorded"),
        (Some(LdhTrend::Normal), "normal"),
        (Some(LdhTrend::Falling), "falling"),
        (Some(LdhTrend::Rising), "rising"),
        (Some(LdhTrend::High), "high"),
    ];
    let nlr = [(None, "not recorded"), (Some(NlrTrend::Falling), "falling"), (Some(NlrTrend::Rising), "rising")];
    let ctdna = [
        (None, "not recorded"),
        (Some(CtDna::Undetectable), "undetectable"),
        (Some(CtDna::Down), "down more than tenfold"),
        (Some(CtDna::Up), "up"),
    ];
    let biopsy = [
        (None, "not recorded"),
        (Some(Biopsy::Inflammation), "inflammation or necrosis"),
        (Some(Biopsy::ViableTumor), "viable tumor"),
        (Some(Biopsy::Mixed), "both"),
    ];
    let ultrasound = [
        (None, "not recorded"),
        (Some(UltrasoundCharacter::Hypovascular), "edematous, poorly perfused"),
        (Some(UltrasoundCharacter::Vascular), "well perfused"),
    ];
    lab_row(ui, panel, visit, "LDH", &ldh, labs.ldh, |visit, value| visit.labs.ldh = value);
    lab_row(ui, panel, visit, "NLR", &nlr, labs.nlr, |visit, value| visit.labs.nlr = value);
    lab_row(ui, panel, visit, "ctDNA", &ctdna, labs.ctdna, |visit, value| visit.labs.ctdna = value);
    lab_row(ui, panel, visit, "Cytology", &biopsy, labs.biopsy, |visit, value| visit.labs.biopsy = value);
    lab_row(ui, panel, visit, "Ultrasound", &ultrasound, labs.ultrasound_character, |visit, value| {
        visit.labs.ultrasound_character = value;
    });
    let pet = [
        (None, "not recorded"),
        (Some(Pet::NoProgression), "no progression (PERCIMT)"),
        (Some(Pet::Progression), "progression (PERCIMT)"),
    ];
    lab_row(ui, panel, visit, "FDG-PET", &pet, labs.pet, |visit, value| visit.labs.pet = value);
    let activity = [
        (None, "not recorded"),
        (Some(true), "seen: hair or skin whitening, or the like"),
        (Some(false), "looked for, not seen"),
    ];
    lab_row(ui, panel, visit, "Immune activity", &activity, labs.immune_activity, |visit, value| {
        visit.labs.immune_activity = value;
    });
}

fn lab_row<T: Copy + PartialEq>(
    ui: &mut Ui,
    panel: &mut Panel<'_>,
    visit: &Visit,
    name: &str,
    choices: &[(T, &str)],
    chosen: T,
    set: impl Fn(&mut Visit, T),
) {
    ui.horizontal(|ui| {
        row_label(ui, name, LABEL_WIDTH);
        if let Some(choice) = combo(ui, name, 200.0, choices, chosen) {
            send(panel, visit, name, |visit| set(visit, choice));
        }
    });
}

fn alarms(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let theme = Theme::of(ui);
    for alarm in Alarm::ALL {
        let mut seen = visit.signs.alarms.contains(&alarm);
        let color = if seen { theme.alarm } else { theme.text };
        if check(ui, &mut seen, RichText::new(explain::alarm(alarm)).color(color)).changed() {
            send(panel, visit, explain::alarm(alarm), |visit| {
                if seen {
                    visit.signs.alarms.insert(alarm);
                } else {
                    visit.signs.alarms.remove(&alarm);
                }
            });
        }
    }
}

fn compromise(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    ui.horizontal(|ui| {
        row_label(ui, "Compromise", LABEL_WIDTH);
        let id = Id::unique(("compromise", visit.date.to_string()));
        let look = Field { id, name: "What the tumor compromises", hint: "airway, urethra, …", width: 220.0 };
        if let FieldOutcome::Committed(text) = field(ui, &visit.signs.critical_compromise, &look) {
            send(panel, visit, "compromise", |visit| visit.signs.critical_compromise = text);
        }
    });
}

fn yes_no(ui: &mut Ui, panel: &mut Panel<'_>, visit: &Visit) {
    let rows: [SignRow<bool>; 2] = [
        ("Fever", visit.signs.fever, |visit, value| visit.signs.fever = value),
        ("Infection", visit.signs.infection, |visit, value| visit.signs.infection = value),
    ];
    for (name, chosen, set) in rows {
        ui.horizontal(|ui| {
            row_label(ui, name, LABEL_WIDTH);
            if let Some(choice) = segments(ui, name, &[(true, "yes", ""), (false, "no", "")], chosen, true) {
                send(panel, visit, &name.to_lowercase(), |visit| set(visit, choice));
            }
        });
    }
    let mut unscheduled = visit.unscheduled;
    if check(ui, &mut unscheduled, "An early visit made for a new sign").changed() {
        send(panel, visit, "reason for the visit", |visit| visit.unscheduled = unscheduled);
    }
}
