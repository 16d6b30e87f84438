//! Plots of many cases: in words, as pictures, from the command line, and by keyboard in the window.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::ffi::OsString;
use std::path::Path;
use std::sync::Arc;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use jiff::civil::date;
use reassess::app::command::{Command, LibraryCommand};
use reassess::assess::CaseCourse;
use reassess::chart::{CohortCase, CohortPlot, Model, cohort, text_alternative};
use reassess::cli::{self, Exit, Io, Request};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Axes, Case, Event, EventKind, Finding, Length, Lesion, LesionId, Measurement, Size, TherapyClass, Visit,
};
use reassess::plot::PlotStyle;
use reassess::report::chart_svg;
use reassess::rules::Rules;
use reassess::store::{Disk as _, MemoryDisk, Summary, case_file, demo};

use crate::window_support::Window;

/// So many invented dogs with all kinds of courses; the same each time.
pub(crate) fn invented(count: u32) -> Vec<Case> {
    const NAMES: [&str; 12] = [
        "Bella",
        "Rex",
        "Luna",
        "Max",
        "Nora",
        "Balu",
        "Frieda",
        "Otto",
        "Maximilian von Hohenstein",
        "Kira",
        "Zoë Łaska",
        "Sam",
    ];
    const TUMORS: [&str; 3] = ["Oral melanoma", "Osteosarcoma", "Soft tissue sarcoma"];
    let made = (0..count).map(|number| {
        let mut case = Case::default();
        let name = NAMES.iter().cycle().nth(number as usize).unwrap();
        case.patient.name = if number < 12 { (*name).to_owned() } else { format!("{name} {}", number / 12 + 1) };
        (*TUMORS.iter().cycle().nth(number as usize).unwrap()).clone_into(&mut case.tumor.kind);
        case.therapy.class = TherapyClass::Checkpoint;
        let start = date(2025, 3, 3);
        case.therapy.start = (number % 17 != 16).then_some(start);
        case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
        let visits = if number % 13 == 12 { 1 } else { 2 + number % 6 };
        let slope = i64::from(number * 37 % 29) - 14;
        for visit in 0..visits {
            let wave = i64::from((number * 53 + visit * 31) % 23) - 11;
            let tenths = (400 + slope * i64::from(visit) * 9 + wave * 3).max(50);
            let axes = Axes::longest_only(Length::from_tenths(u32::try_from(tenths).unwrap()).unwrap());
            let day = 28 * visit.cast_signed() + if visit == 0 { 0 } else { (number % 7).cast_signed() - 3 };
            let mut made = Visit::on(date_from_day(start, day));
            made.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(Size::Axes(axes))));
            case.add_visit(made).unwrap();
        }
        let last = 28 * visits.cast_signed() - 20;
        let event = match number % 6 {
            1 => Some((last, EventKind::TherapyStop)),
            2 => Some((last + 9, EventKind::Death)),
            4 if number % 4 == 0 => Some((30, EventKind::Radiation)),
            _ => None,
        };
        if let Some((day, kind)) = event {
            let date = date_from_day(start, day);
            case.add_event(Event { date, kind, lesion: None, dose: String::new(), text: String::new() }).unwrap();
        }
        case
    });
    made.collect()
}

/// A disk with these cases in the folder /c, each in a file of its number.
pub(crate) fn disk_of(cases: &[Case]) -> Arc<MemoryDisk> {
    let disk = MemoryDisk::new();
    for (number, case) in cases.iter().enumerate() {
        let text = case_file::to_text(case, &Summary::of(case, "", "1.0")).unwrap();
        disk.put(format!("/c/case{number:03}.reassess.ron"), text.as_bytes());
    }
    Arc::new(disk)
}

fn demos() -> Vec<Case> {
    demo::all().iter().map(|demo| demo.open().unwrap().case).collect()
}

fn drawn(cases: &[Case], plot: CohortPlot) -> Model {
    let rules = Rules::shipped().unwrap();
    let courses: Vec<CaseCourse> = cases.iter().map(|case| CaseCourse::of(case, rules)).collect();
    let cases: Vec<CohortCase<'_>> = cases
        .iter()
        .zip(&courses)
        .enumerate()
        .map(|(number, (case, course))| CohortCase {
            key: format!("case{number:03}"),
            name: case.patient.name.clone(),
            about: case.tumor.kind.clone(),
            course: Ok(course),
        })
        .collect();
    cohort(&cases, plot, rules)
}

#[test]
fn the_demonstration_cases_in_words() {
    for plot in CohortPlot::ALL {
        insta::assert_snapshot!(format!("plots_{}", plot.token()), text_alternative(&drawn(&demos(), plot)));
    }
}

#[test]
fn every_mark_key_and_note_is_in_the_picture_and_in_the_text() {
    for cases in [demos(), invented(3), invented(60)] {
        for plot in CohortPlot::ALL {
            let model = drawn(&cases, plot);
            let svg = chart_svg(&model, (900.0, 1100.0), &PlotStyle::print());
            let text = text_alternative(&model);
            assert!(model.marks.len() >= cases.len() / 2, "{plot:?} of {}", cases.len());
            for mark in &model.marks {
                assert!(svg.contains(&format!("data-mark=\"{}\"", mark.id)), "{plot:?}: {} is not drawn", mark.id);
                assert!(text.contains(&format!("[{}]", mark.id)), "{plot:?}: {} is not told", mark.id);
            }
            for item in &model.key {
                assert!(svg.contains(&format!(">{}</text>", item.words)), "{plot:?}: {} is not drawn", item.words);
                assert!(text.contains(&item.words), "{plot:?}: {} is not told", item.words);
            }
            for note in &model.notes {
                assert!(text.contains(note.as_str()), "{plot:?}: {note} is not told");
                let first: String = note.split(' ').take(3).collect::<Vec<_>>().join(" ");
                assert!(svg.contains(&first), "{plot:?}: {note} is not drawn");
            }
            assert_eq!(svg, chart_svg(&model, (900.0, 1100.0), &PlotStyle::print()), "the same bytes");
        }
    }
}

#[test]
fn a_case_that_is_not_drawn_is_named() {
    let cases = invented(60);
    for plot in CohortPlot::ALL {
        let model = drawn(&cases, plot);
        let drawn = model.marks.iter().filter(|mark| !mark.card.is_empty()).count();
        let said: usize = model
            .notes
            .iter()
            .filter_map(|note| note.strip_prefix("Not drawn, ")?.split(' ').next()?.parse::<usize>().ok())
            .sum();
        assert!(said > 0, "{plot:?}: some cannot be drawn");
        assert_eq!(drawn + said, 60, "{plot:?}: {:?}", model.notes);
    }
}

/// Runs `reassess plots` on a disk in memory.
fn run(disk: &MemoryDisk, args: &[&str]) -> (Exit, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = Io { out: &mut out, err: &mut err, disk, today: date(2026, 5, 12), progress: false };
    let args = ["reassess", "plots"].iter().chain(args).map(OsString::from);
    let exit = match cli::parse(args, &mut io) {
        Ok(Request::Command(command)) => cli::run(*command, &mut io),
        Ok(_) => Exit::NoDisplay,
        Err(exit) => exit,
    };
    assert!(out.is_empty(), "the pictures are the result");
    (exit, String::from_utf8(err).unwrap())
}

#[test]
fn the_command_writes_three_pictures_and_says_what_is_on_them() {
    let disk = disk_of(&demos());
    let (exit, said) = run(&disk, &["/c", "--out", "/out/plots"]);
    assert_eq!(exit, Exit::Done, "{said}");
    for plot in CohortPlot::ALL {
        let svg =
            String::from_utf8(disk.read(Path::new(&format!("/out/plots/{}.svg", plot.token()))).unwrap()).unwrap();
        assert!(svg.contains("data-mark=\"case/Bella\""), "{plot:?}: a mark is known by its case");
        assert!(said.contains(&format!("wrote /out/plots/{}.svg: ", plot.token())), "{said}");
    }
    assert!(said.contains(" dogs, ") && said.contains(" people drawn"), "{said}");
    let (exit, said) = run(&disk, &["/c", "--out", "/out/plots"]);
    assert_eq!(exit, Exit::NotWritten, "{said}");
    assert!(said.contains("spider.svg exists; replace it with --force"), "{said}");
    assert_eq!(run(&disk, &["/c", "--out", "/out/plots", "--force", "--format", "png"]).0, Exit::Done);
    let png = disk.read(Path::new("/out/plots/waterfall.png")).unwrap();
    assert!(png.starts_with(b"\x89PNG"), "a picture of pixels");
}

#[test]
fn the_command_reads_a_table_and_refuses_what_cannot_be_drawn() {
    let disk = MemoryDisk::new();
    disk.put("/t.csv", b"patient,day,lesion,length_mm\nA,0,T1,40\nA,28,T1,30\nB,0,T1,20\n");
    let (exit, said) = run(&disk, &["/t.csv", "--out", "/out"]);
    assert_eq!(exit, Exit::Done, "{said}");
    assert!(said.contains("1 of 2 dogs drawn"), "{said}");
    assert!(said.contains("Not drawn, 1 of 2 cases, no later size with every target assessed: B"), "{said}");
    disk.put("/one.csv", b"patient,day,lesion,length_mm\nB,0,T1,20\n");
    let (exit, said) = run(&disk, &["/one.csv", "--out", "/none"]);
    assert_eq!(exit, Exit::Refused);
    assert!(said.contains("waterfall: The case does not have a baseline and a later size"), "{said}");
    assert!(disk.metadata(Path::new("/none/spider.svg")).is_err(), "nothing is written");
}

fn library(cases: &[Case]) -> Window {
    let look = Command::Library(LibraryCommand::Look("/c".into()));
    let mut window = Window::open_on(disk_of(cases), [1280.0, 800.0], false, vec![look]);
    window.harness.run_steps(8);
    window
}

fn press(window: &mut Window, key: Key) {
    window.harness.key_press(key);
    window.harness.run();
}

/// Presses Tab until the control of this role and name has the focus.
fn tab_to(window: &mut Window, role: Role, name: &str) {
    let reached = (0..200).any(|_| {
        press(window, Key::Tab);
        window.harness.query_all_by_role(role).any(|node| {
            let access = node.accesskit_node();
            access.is_focused() && access.label().is_some_and(|label| label.starts_with(name))
        })
    });
    assert!(reached, "{role:?} {name} is not reached by Tab: {:?}", window.texts());
}

fn picture(window: &Window) -> String {
    window.harness.get_by_role(Role::Image).accesskit_node().label().unwrap()
}

#[test]
fn by_keyboard_a_plot_is_chosen_its_cases_gone_through_and_one_opened() {
    let mut window = library(&invented(12));
    for plot in CohortPlot::ALL {
        tab_to(&mut window, Role::Tab, plot.words());
        press(&mut window, Key::Space);
        let model = window.harness.state().session().library.as_ref().unwrap().drawn.clone().unwrap();
        assert_eq!(picture(&window), format!("{}. {}", model.title, model.summary), "{plot:?}");
    }
    tab_to(&mut window, Role::CheckBox, "In words");
    press(&mut window, Key::Space);
    assert!(window.shows("Bella, dog, Oral melanoma"), "{:?}", window.texts());
    press(&mut window, Key::Space);
    tab_to(&mut window, Role::Image, "Time on therapy");
    press(&mut window, Key::ArrowDown);
    let model = window.harness.state().session().library.as_ref().unwrap().drawn.clone().unwrap();
    let first = model.marks.iter().find(|mark| !mark.card.is_empty()).unwrap().clone();
    assert!(first.card.iter().all(|line| window.shows(line)), "{:?} in {:?}", first.card, window.texts());
    press(&mut window, Key::Enter);
    let session = window.harness.state().session();
    assert!(session.library.is_none(), "the case is shown");
    assert!(first.card[0].starts_with(&session.document.case().patient.name), "{:?}", first.card);
}

#[test]
fn a_plot_follows_the_filter_and_says_when_nothing_can_be_drawn() {
    let mut cases = invented(3);
    cases.push(invented(13).pop().unwrap());
    let mut window = library(&cases);
    window.click("Waterfall");
    assert!(picture(&window).contains("3 of 4 dogs drawn"), "{}", picture(&window));
    assert!(window.shows("Not drawn, 1 of 4 cases, no later size with every target assessed: Bella 2"), "named");
    window.type_without_enter("Search", "Bella 2");
    assert!(picture(&window).contains("0 of 1 dog drawn"), "{}", picture(&window));
    let model = window.harness.state().session().library.as_ref().unwrap().drawn.clone().unwrap();
    assert_eq!(model.empty_words, "The case does not have a baseline and a later size");
    window.type_without_enter("Search", "nobody");
    assert!(window.shows("No case fits the search."), "{:?}", window.texts());
}

#[test]
fn the_palette_shows_a_plot_and_saves_it_as_it_is_shown() {
    let mut window = library(&invented(5));
    window.ctrl(Key::K);
    window.type_here("spider");
    press(&mut window, Key::Enter);
    assert!(picture(&window).starts_with("Change from baseline"), "{}", picture(&window));
    window.answer_dialog("/home/vet/spider.svg");
    window.ctrl(Key::K);
    window.type_here("plot as svg");
    press(&mut window, Key::Enter);
    window.harness.run_steps(4);
    let svg = String::from_utf8(window.disk.read(Path::new("/home/vet/spider.svg")).unwrap()).unwrap();
    let model = window.harness.state().session().library.as_ref().unwrap().drawn.clone().unwrap();
    for mark in &model.marks {
        assert!(svg.contains(&format!("data-mark=\"{}\"", mark.id)), "{} is on screen and in the file", mark.id);
    }
    assert!(window.shows("Wrote /home/vet/spider.svg"), "{:?}", window.texts());
}
