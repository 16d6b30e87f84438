//! The pages of help.

use eframe::egui::{self, Ui};

use super::{body, buttons, scrolled, title};
use crate::app::command::{Answer, HelpPage};
use crate::ui::context::Panel;
use crate::ui::theme::{Theme, plain, size, strong};
use crate::ui::{shortcuts, texts};

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, page: HelpPage) {
    let theme = Theme::of(ui);
    match page {
        HelpPage::Shortcuts => {
            title(ui, "Keyboard shortcuts");
            scrolled(ui, f32::INFINITY, |ui| keys(ui, theme));
        }
        HelpPage::Evidence => {
            title(ui, "How the verdict is reached");
            scrolled(ui, 420.0, |ui| {
                for paragraph in texts::EVIDENCE {
                    body(ui, paragraph);
                }
                ui.label(strong("Not a diagnosis", size::BODY, theme.text));
                body(ui, texts::DISCLAIMER);
            });
        }
        HelpPage::About => {
            title(ui, "Reassess");
            body(
                ui,
                &format!(
                    "Version {}, rules {}, case files of schema {}",
                    env!("CARGO_PKG_VERSION"),
                    panel.derived.assessment.rules_version,
                    crate::store::CURRENT_SCHEMA
                ),
            );
            body(ui, texts::PURPOSE);
            body(ui, texts::DISCLAIMER);
            body(ui, "MIT or Apache-2.0. Typeface: Inter, SIL Open Font License 1.1.");
        }
    }
    buttons(ui, panel, &[("Close", Answer::Cancel)]);
}

/// Every key with what it does: the window's, then the table's.
fn keys(ui: &mut Ui, theme: Theme) {
    egui::Grid::new("shortcuts").num_columns(2).spacing([24.0, 6.0]).show(ui, |ui| {
        let global = shortcuts::all();
        let global = global.iter().map(|(shortcut, words, _)| (ui.format_shortcut(shortcut), *words));
        let of_table = texts::TABLE_KEYS.into_iter().map(|(keys, words)| (keys.to_owned(), words));
        for (keys, words) in global.chain(of_table).collect::<Vec<_>>() {
            ui.label(strong(keys, size::BODY, theme.text));
            ui.add(egui::Label::new(plain(words, size::BODY, theme.text)).wrap());
            ui.end_row();
        }
    });
}
