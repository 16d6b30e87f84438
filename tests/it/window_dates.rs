//! The form of dates, chosen once: every screen and page follows, no file does.

use eframe::egui::Key;
use jiff::civil::date;
use reassess::app::command::{Command, ExportKind, HelpPage};
use reassess::app::edit::Edit;
use reassess::app::export::{ExportRequest, file, words};
use reassess::app::view::{Middle, Tab, View};
use reassess::domain::{DateForm, Event, EventKind};
use reassess::report::Paper;
use reassess::rules::Rules;
use reassess::store::demo::Demo;
use reassess::store::{Settings, Summary, case_file};

use crate::window_support::Window;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The dates with a month in words that a text holds: "12 Mar", "Mar 12".
fn dates_in_words(text: &str) -> Vec<String> {
    let parts: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let is_day = |part: &str| part.len() <= 2 && part.chars().all(|c| c.is_ascii_digit());
    let pairs = parts.windows(2).filter(|pair| match pair {
        [one, two] => (is_day(one) && MONTHS.contains(two)) || (MONTHS.contains(one) && is_day(two)),
        _ => false,
    });
    pairs.map(|pair| pair.join(" ")).collect()
}

fn wants(dates: DateForm) -> Command {
    Command::Settings(Box::new(Settings { first_run_seen: true, dates, decision_aid: true, ..Settings::default() }))
}

/// Everything the window can show of a case, screen by screen.
fn screens(dates: DateForm) -> Vec<(String, Vec<String>)> {
    let (dose, text) = ("1 mg/kg".to_owned(), String::new());
    let event = Event { date: date(2026, 4, 2), kind: EventKind::Dose, lesion: None, dose, text };
    let first = vec![
        Command::OpenDemo("first_enlargement".to_owned()),
        wants(dates),
        Command::Edit(Edit::AddEvent(event)),
        Command::ShowSum(true),
    ];
    let mut window = Window::open([1280.0, 2400.0], false, first);
    let mut seen: Vec<(String, Vec<String>)> = Vec::new();
    for (_, name) in Tab::ALL {
        window.click(name);
        seen.push((name.to_owned(), window.texts()));
    }
    for fold in ["More dates", "Benefit against harm of waiting"] {
        window.click(fold);
        seen.push((fold.to_owned(), window.texts()));
    }
    let commands = [
        Command::ShowMiddle(Middle::Criteria),
        Command::ShowOwner(true),
        Command::Palette,
        Command::Help(HelpPage::Evidence),
    ];
    for command in commands {
        let name = format!("{command:?}");
        let first = vec![Command::OpenDemo("first_enlargement".to_owned()), wants(dates), command];
        let window = Window::open([1280.0, 2400.0], false, first);
        seen.push((name, window.texts()));
    }
    window.click("Sizes");
    window.type_into("Gingiva, visit 3", "370 x 310 x 250");
    seen.push(("a slip".to_owned(), window.texts()));
    window.ctrl(Key::Z);
    window.click("Edit");
    seen.push(("undo and redo".to_owned(), window.texts()));
    seen
}

#[test]
fn every_screen_follows_the_form_chosen() {
    for (form, expected) in [(DateForm::Iso, "2026-04-23"), (DateForm::MonthFirst, "Apr 23, 2026")] {
        let screens = screens(form);
        for (screen, texts) in &screens {
            let day_first = texts.iter().filter(|text| {
                let found = dates_in_words(text);
                let is_wrong = |own: &String| form == DateForm::Iso || own.starts_with(|c: char| c.is_ascii_digit());
                found.iter().any(is_wrong)
            });
            // The form in which dates are typed and the choices of the palette are examples, not dates of the case.
            let is_example = |text: &&String| text.contains("12 Mar 2026") || text.starts_with("Dates as ");
            let wrong: Vec<&String> = day_first.filter(|text| !is_example(text)).collect();
            assert_eq!(wrong, Vec::<&String>::new(), "{form:?}, {screen}");
        }
        let all: String = screens.iter().flat_map(|(_, texts)| texts.clone()).collect();
        assert!(all.contains(expected), "{form:?}");
    }
}

#[test]
fn pages_and_pictures_follow_and_files_do_not() {
    let rules = Rules::shipped().unwrap();
    let case = Demo::of_id("first_enlargement").unwrap().open().unwrap().case;
    let made = |kind, dates| {
        let request = ExportRequest { kind, paper: Paper::A4, made_on: date(2026, 5, 12) };
        file(&case, request, View { dates, ..View::default() }, rules, |_| Vec::new()).unwrap().bytes
    };
    let svg = String::from_utf8(made(ExportKind::Svg, DateForm::Iso)).unwrap();
    assert!(svg.contains("2026-04-23") && dates_in_words(&svg).is_empty(), "{:?}", dates_in_words(&svg));
    let copied = words(&case, View { dates: DateForm::Iso, ..View::default() }, rules, date(2026, 5, 12));
    assert!(dates_in_words(&copied).is_empty(), "{copied}");
    for kind in [ExportKind::Handout, ExportKind::Report] {
        assert_ne!(made(kind, DateForm::Iso), made(kind, DateForm::DayFirst), "{kind:?} follows");
    }
    assert_eq!(made(ExportKind::Csv, DateForm::MonthFirst), made(ExportKind::Csv, DateForm::DayFirst));
    let text = case_file::to_text(&case, &Summary::of(&case, "", &rules.version)).unwrap();
    assert!(text.contains("2026-04-23"), "a case file keeps ISO dates, whatever is shown");
}

#[test]
fn a_date_shown_in_any_form_is_left_as_it_is() {
    for dates in DateForm::ALL {
        let mut window =
            Window::open([1280.0, 800.0], false, vec![Command::OpenDemo("first_enlargement".to_owned()), wants(dates)]);
        let days = |window: &Window| {
            let case = window.harness.state().session().document.case().clone();
            case.visits().iter().map(|visit| visit.date).collect::<Vec<_>>()
        };
        let before = days(&window);
        let shown = window.value("Date of visit 2");
        // Typed again with a space, it is another text of the same day.
        window.type_into("Date of visit 2", &format!("{shown} "));
        assert_eq!(days(&window), before, "“{shown}”");
        window.click("Therapy");
        let start = window.value("First dose");
        window.type_into("First dose", &format!("{start} "));
        let therapy = &window.harness.state().session().document.case().therapy;
        assert_eq!(therapy.start, Some(date(2026, 3, 12)), "“{start}”");
    }
}

#[test]
fn the_form_is_chosen_on_the_page_of_settings_and_by_name() {
    let mut window = Window::demo("first_enlargement");
    window.ctrl(Key::Comma);
    window.click("Dates: Apr 24, 2026");
    window.click("Close");
    assert!(window.shows("Apr 23, 2026"), "{:?}", window.texts());
    window.ctrl(Key::K);
    window.type_here("dates as 2026-04-24");
    window.harness.key_press(Key::Enter);
    window.harness.run();
    assert_eq!(window.value("Date of visit 3"), "2026-04-23");
    let kept = window.harness.state().session().settings.dates;
    assert_eq!(kept, DateForm::Iso);
}
