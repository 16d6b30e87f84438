//! The pages of help.

use eframe::egui::{self, Ui};

use super::{body, buttons, title};
use crate::app::command::{Answer, HelpPage};
use crate::ui::context::Panel;
use crate::ui::theme::{Theme, plain, size, strong};
use crate::ui::{shortcuts, texts};

pub(super) fn show(ui: &mut Ui, panel: &mut Panel<'_>, page: HelpPage) {
    let theme = Theme::of(ui);
    match page {
        HelpPage::Shortcuts => {
            title(ui, "Keyboard shortcuts");
            egui::Grid::new("shortcuts").num_columns(2).spacing([24.0, 6.0]).show(ui, |ui| {
                for (shortcut, words, _) in shortcuts::all() {
                    ui.label(strong(ui.format_shortcut(&shortcut), size::BODY, theme.text));
                    ui.label(plain(words, size::BODY, theme.text));
                    ui.end_row();
                }
                for (keys, words) in texts::TABLE_KEYS {
                    ui.label(strong(keys, size::BODY, theme.text));
                    ui.label(plain(words, size::BODY, theme.text));
                    ui.end_row();
                }
            });
        }
        HelpPage::Evidence => {
            title(ui, "How the verdict is reached");
            egui::ScrollArea::vertical().max_height(420.0).show(ui, |ui| {
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
