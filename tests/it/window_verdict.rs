//! The verdict area: the plan form, repeated readings, what changed since a save, the decision aid, and one pair of
//! deciding sizes wherever sizes decide.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::sync::Arc;

use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use reassess::app::command::Command;
use reassess::assess::{Assessment, assess, offered_plan};
use reassess::chart::{ChartInput, Quantity, View, build};
use reassess::domain::{LesionId, PlannedActions};
use reassess::explain::clinician;
use reassess::rules::Rules;
use reassess::store::demo;
use reassess::store::{Disk as _, MemoryDisk, Settings};

use crate::stories::day;
use crate::window_support::Window;

fn assessed(window: &Window) -> Assessment {
    let case = window.harness.state().session().document.case();
    assess(case, Rules::shipped().unwrap(), case.visits().last().unwrap().date)
}

#[test]
fn a_plan_is_committed_locked_and_stands_beside_the_result() {
    let mut window = Window::demo("first_enlargement");
    let deciding = assessed(&window).deciding.unwrap();
    let [below, above] = [deciding.below, deciding.above].map(|own| deciding.burden(own.unwrap()).to_string());
    window.harness.get_by_role_and_label(Role::Button, "Commit this plan").click();
    window.harness.run();
    for (field, text) in
        [(format!("Below {below}"), "keep on"), ("In between".to_owned(), "wait"), (format!("{above} or more"), "stop")]
    {
        let find = |window: &Window| {
            window.harness.get_by_role_and_label(Role::TextInput, &field).focus();
        };
        find(&window);
        window.harness.run();
        window.harness.key_press_modifiers(eframe::egui::Modifiers::COMMAND, eframe::egui::Key::A);
        window.harness.run();
        window.harness.get_by_role_and_label(Role::TextInput, &field).type_text(text);
        window.harness.run();
    }
    window.harness.get_by_role_and_label(Role::Button, "Commit").click_accesskit();
    window.harness.run();
    let [plan] = window.harness.state().session().document.case().plans() else { panic!("one plan") };
    assert_eq!(plan.actions.between, "wait");
    assert!(window.shows(&format!("Below {below}: keep on")), "{:?}", window.texts());
    // Locked: no field of it is left, and no second one is offered.
    assert!(window.harness.query_by_role_and_label(Role::TextInput, "In between").is_none());
    assert!(window.harness.query_by_role_and_label(Role::Button, "Commit this plan").is_none());
    window.type_into("Date of a new visit", "21 May 2026");
    let lesion = window.harness.state().session().document.case().lesions()[0].name.clone();
    window.type_into(&format!("{lesion}, visit 4"), "90 x 70 x 60");
    let lesions = window.harness.state().session().document.case().lesions().len();
    if lesions > 1 {
        let second = window.harness.state().session().document.case().lesions()[1].name.clone();
        window.type_into(&format!("{second}, visit 4"), "30 x 20");
    }
    assert!(window.shows("Planned: stop"), "the result stands beside the plan: {:?}", window.texts());
}

#[test]
fn repeated_readings_are_typed_in_one_cell() {
    let mut window = Window::open([1280.0, 800.0], false, Vec::new());
    window.click("Start a case");
    window.type_into("Date of visit 1", "10 Mar 2026");
    window.type_without_enter("T1, visit 1", "31 / 32 / 30");
    assert!(window.shows("mean of 3 readings: 31 mm"), "{:?}", window.texts());
    window.harness.key_press(eframe::egui::Key::Enter);
    window.harness.run();
    assert_eq!(window.value("T1, visit 1"), "31");
    let case = window.harness.state().session().document.case();
    let own = &case.visits()[0].measurements[&LesionId(0)];
    assert_eq!(own.repeats.as_ref().map(|own| own.readings().len()), Some(3));
}

#[test]
fn a_case_saved_under_other_rules_opens_with_what_changed() {
    let disk = Arc::new(MemoryDisk::new());
    let text = include_str!("../data/saved_under_0_9.reassess.ron");
    disk.create_dir_all(std::path::Path::new("/cases")).unwrap();
    disk.put("/cases/bella.reassess.ron", text.as_bytes());
    let open = Command::OpenPath("/cases/bella.reassess.ron".into());
    let mut window = Window::open_on(disk, [1280.0, 800.0], false, vec![open]);
    assert!(window.shows("Saved under rules 0.9 as “"), "{:?}", window.texts());
    assert!(window.shows("Before looking: 60 of 100 then, 10 of 100 now."));
    window.ctrl(eframe::egui::Key::S);
    assert!(!window.shows("Saved under rules 0.9"), "the file now holds what these rules say: {:?}", window.texts());
    let saved =
        String::from_utf8(window.disk.read(std::path::Path::new("/cases/bella.reassess.ron")).unwrap()).unwrap();
    let newest = &Rules::shipped().unwrap().version;
    assert!(saved.contains("shown: (") && saved.contains(&format!("rules_version: \"{newest}\"")), "{saved}");
}

#[test]
fn the_decision_aid_is_off_until_the_settings_ask_for_it() {
    let demo = Command::OpenDemo("first_enlargement".to_owned());
    // Tall enough that the open fold is in sight.
    let mut off = Window::open([1280.0, 1200.0], false, vec![demo]);
    assert!(!off.shows("Decision aid"));
    let headline = clinician(off.harness.state().session().dated(), &assessed(&off)).headline;
    assert!(off.shows(&headline));
    off.ctrl(eframe::egui::Key::Comma);
    off.click("offer benefit against harm and the price of waiting");
    off.click("Close");
    off.click("Benefit against harm of waiting");
    assert!(off.shows("It changes neither the label nor the recheck"), "{:?}", off.texts());
    assert!(off.shows(&headline), "the label is as it was");
    let settings = Settings { first_run_seen: true, decision_aid: true, ..Settings::default() };
    let flagged = Command::OpenDemo("red_flag_airway".to_owned());
    let flagged = Window::open_with(Arc::new(MemoryDisk::new()), settings, [1280.0, 800.0], false, vec![flagged]);
    assert!(!flagged.shows("Decision aid"), "a red flag is not weighed against waiting");
}

#[test]
fn a_size_that_is_asked_about_is_said_beside_the_verdict() {
    let mut window = Window::demo("first_enlargement");
    let lesion = window.harness.state().session().document.case().lesions()[0].name.clone();
    assert!(!window.shows("counts it as typed"));
    window.type_into(&format!("{lesion}, visit 3"), "370 x 310 x 250");
    assert!(window.shows("the verdict counts it as typed"), "{:?}", window.texts());
}

/// Chart, panel, plan and JSON name one pair; it is the one of the assessment.
#[test]
fn one_pair_of_sizes_decides_everywhere() {
    let rules = Rules::shipped().unwrap();
    let (mut by_futures, mut by_rule) = (0, 0);
    let view = View { quantity: Quantity::SumOfDiameters, ..View::default() };
    let mut cases: Vec<_> = demo::all().iter().map(|demo| demo.open().unwrap().case).collect();
    cases.extend([crate::stories::classic().0, crate::stories::classic().sized(56, &[53.0]).0]);
    for case in cases {
        let visits: Vec<_> = case.visits().iter().map(|visit| visit.date).collect();
        for date in visits {
            let known = case.known_on(date);
            let assessment = assess(&known, rules, date);
            let words = clinician(&known, &assessment);
            let mut input = ChartInput::from_assessment(&known, &assessment, rules);
            if let Ok(futures) = reassess::assess::futures(&known, &assessment, rules) {
                input.with_futures(&futures, None);
            }
            assert_eq!(input.deciding, assessment.deciding, "{} {date}", known.patient.name);
            let Some(pair) = assessment.deciding else { continue };
            let model = build(&input, &view);
            for (own, id) in [(pair.below, "deciding/swelling"), (pair.above, "deciding/growth")] {
                let Some(own) = own else { continue };
                let size = pair.burden(own).to_string();
                let said = words.next_lines.iter().any(|line| line.contains(&size));
                assert!(said, "{} {date}: {size} is not in {:?}", known.patient.name, words.next_lines);
                if pair.basis == reassess::series::Basis::Diameters {
                    let mark = model.marks.iter().find(|mark| mark.id.0 == id).unwrap();
                    let label = mark.label.as_ref().unwrap().text.replace('\u{a0}', " ");
                    assert!(label.contains(&size), "{id}: {label}, not {size}");
                }
                if own.by_rule { by_rule += 1 } else { by_futures += 1 }
            }
            if let Some(plan) = offered_plan(&assessment, day(500), PlannedActions::default()) {
                let plan = [plan.below, plan.at_or_above].map(|own| reassess::assess::burden(own).to_string());
                assert_eq!(plan, [pair.below, pair.above].map(|own| pair.burden(own.unwrap()).to_string()));
            }
        }
    }
    assert!(by_futures > 2 && by_rule > 2, "both kinds are met: {by_futures} by the futures, {by_rule} by rule");
}
