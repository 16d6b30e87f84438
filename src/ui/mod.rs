//! The window: egui widgets that read the session and push commands.

pub mod theme;
pub mod widgets;
pub mod shortcuts;
pub mod texts;
mod context;
mod measured_by;
mod entry_table;
mod signs_panel;
mod case_panels;
mod case_bar;
mod chart_panel;
mod chart_table;
mod growth_panel;
mod next_panel;
mod criteria_panel;
mod plan_panel;
mod design_panel;
mod under_fold;
mod verdict_panel;
mod owner_view;
mod library_counts;
mod library_plots;
mod library_view;
mod empty_state;
mod crash;
mod focus_ring;
mod menu_keys;
mod decision_panel;
mod dialogs;
mod root;
pub mod outside;
pub mod launch;

pub use launch::run;
pub use outside::{Outside, RealOutside};
pub use root::{Clock, Now, ReassessApp};
