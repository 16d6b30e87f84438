//! What happened after each enlargement: counted by hand from the sizes of the demonstration cases and of made-up ones.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use std::ffi::OsString;

use jiff::civil::date;
use reassess::assess::{CaseOutcomes, Fate, SeenIn, count_outcomes, enlargements};
use reassess::cli::{self, Exit, Io, Request};
use reassess::domain::{Case, Species};
use reassess::exchange::{ReadOptions, join_events, read_sizes};
use reassess::explain;
use reassess::rules::Rules;
use reassess::store::{Demo, MemoryDisk, demo};

/// The fates of one case, each with the day of its enlargement and of the next look.
fn fates(case: &Case) -> Vec<(i32, Option<i32>, Fate)> {
    let rules = Rules::shipped().unwrap();
    enlargements(case, rules).iter().map(|own| (own.opened_day, own.next_look_day, own.fate)).collect()
}

fn demo_case(id: &str) -> Case {
    Demo::of_id(id).unwrap().open().unwrap().case
}

/// A dog with one target, its longest diameters by day, and events.
fn dog(sizes: &[(i32, f64)], events: &[(i32, &str)]) -> Case {
    let rows = sizes.iter().map(|(day, mm)| format!("A,{day},{mm}\n"));
    let table: String = std::iter::once("patient,day,length_mm\n".to_owned()).chain(rows).collect();
    let mut cases = read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default()).unwrap().cases;
    let rows = events.iter().map(|(day, kind)| format!("A,{day},{kind}\n"));
    let table: String = std::iter::once("patient,day,kind\n".to_owned()).chain(rows).collect();
    if !events.is_empty() {
        let joined = join_events(table.as_bytes(), "e.csv", &ReadOptions::default(), &mut cases).unwrap();
        assert!(joined.problems.is_empty(), "{:?}", joined.problems);
    }
    cases.remove(0).case
}

#[test]
fn demonstration_cases_are_counted_as_by_hand() {
    use Fate::{Confirmed, FellFromPeak, NotLooked, StillOver};
    for (id, expected) in [
        ("first_enlargement", vec![(42, None, NotLooked)]),
        // The volume went on growing; with 90 days between the looks nothing was 5 mm more by iRECIST.
        ("real_dog_d01", vec![(240, Some(330), StillOver)]),
        ("real_dog_d07", vec![(263, Some(321), StillOver)]),
        ("real_dog_d09", vec![]),
        ("real_person_progression", vec![(38, Some(80), Confirmed)]),
        // 37.5 mm at its largest, 23.6 mm on day 163: 63 % of it, 127 days after the enlargement.
        ("real_person_rise_then_fall", vec![(36, Some(80), FellFromPeak)]),
        ("real_person_sum", vec![(120, Some(162), Confirmed)]),
        // 34 to 20 mm; 31 to 21 mm, 68 % of the peak; 23 to 25 mm over a line of 22 mm.
        (
            "real_person_up_and_back",
            vec![(38, Some(80), FellFromPeak), (311, Some(353), FellFromPeak), (416, Some(458), StillOver)],
        ),
        ("steady_rise", vec![(42, Some(70), Confirmed)]),
        ("swelling_then_shrink", vec![(42, Some(70), FellFromPeak)]),
    ] {
        assert_eq!(fates(&demo_case(id)), expected, "{id}");
    }
}

#[test]
fn all_demonstrations_together_keep_dogs_and_people_apart() {
    let rules = Rules::shipped().unwrap();
    let cases: Vec<CaseOutcomes> =
        demo::all().iter().map(|demo| CaseOutcomes::of(&demo.open().unwrap().case, rules)).collect();
    let counts = count_outcomes(&cases.iter().collect::<Vec<_>>());
    let line = |species, seen_in| {
        let own = counts.iter().find(|own| own.species == species && own.seen_in == seen_in).unwrap();
        (own.patients, own.enlargements, own.fates)
    };
    // Confirmed, fell from the peak, fell under the line, still over, therapy changed, died, not looked at again.
    assert_eq!(line(Species::Dog, None), (9, 9, [1, 1, 0, 2, 0, 0, 5]));
    assert_eq!(line(Species::Dog, Some(SeenIn::Window)), (5, 5, [1, 1, 0, 0, 0, 0, 3]));
    assert_eq!(line(Species::Dog, Some(SeenIn::Later)), (4, 4, [0, 0, 0, 2, 0, 0, 2]));
    assert_eq!(line(Species::Human, None), (4, 6, [2, 3, 0, 1, 0, 0, 0]));
    assert_eq!(line(Species::Human, Some(SeenIn::Window)), (3, 3, [1, 2, 0, 0, 0, 0, 0]));
    assert_eq!(line(Species::Human, Some(SeenIn::Later)), (2, 3, [1, 1, 0, 1, 0, 0, 0]));
    assert_eq!(counts.len(), 6, "no span without an enlargement");
}

#[test]
fn what_came_first_decides() {
    use Fate::{Confirmed, Died, FellFromPeak, FellUnderLine, NotLooked, StillOver, TherapyChanged};
    type Course<'a> = (&'a str, &'a [(i32, f64)], &'a [(i32, &'a str)], Vec<(i32, Option<i32>, Fate)>);
    let rise = |more: &[(i32, f64)]| [&[(0, 40.0), (28, 50.0)], more].concat();
    let courses: [Course<'_>; 13] = [
        ("never over the line", &[(0, 40.0), (28, 47.0)], &[], vec![]),
        ("open", &rise(&[]), &[], vec![(28, None, NotLooked)]),
        ("died", &rise(&[]), &[(40, "death")], vec![(28, None, Died)]),
        (
            "stopped at the enlarging visit",
            &rise(&[(56, 30.0)]),
            &[(28, "therapy_stop")],
            vec![(28, None, TherapyChanged)],
        ),
        ("stopped, then died", &rise(&[]), &[(30, "therapy_stop"), (40, "death")], vec![(28, None, TherapyChanged)]),
        ("a steroid just before", &rise(&[(56, 30.0)]), &[(20, "steroid_start")], vec![(28, None, TherapyChanged)]),
        ("a steroid long before", &rise(&[(70, 30.0)]), &[(-5, "steroid_start")], vec![(28, Some(70), FellFromPeak)]),
        (
            "stopped after the look",
            &rise(&[(56, 44.0), (90, 20.0)]),
            &[(56, "therapy_stop")],
            vec![(28, Some(56), FellUnderLine)],
        ),
        ("exactly 30 % off the peak", &rise(&[(56, 35.0)]), &[], vec![(28, Some(56), FellFromPeak)]),
        ("after 26 weeks", &rise(&[(56, 50.0), (211, 35.0)]), &[], vec![(28, Some(56), FellUnderLine)]),
        ("on the line is over it", &rise(&[(56, 48.0)]), &[], vec![(28, Some(56), StillOver)]),
        ("confirmed", &rise(&[(56, 55.0), (84, 30.0)]), &[], vec![(28, Some(56), Confirmed)]),
        (
            "two enlargements",
            &rise(&[(56, 44.0), (84, 51.0), (112, 57.0)]),
            &[],
            vec![(28, Some(56), FellUnderLine), (84, Some(112), Confirmed)],
        ),
    ];
    for (name, sizes, events, expected) in courses {
        assert_eq!(fates(&dog(sizes, events)), expected, "{name}");
    }
    let after = enlargements(&dog(&rise(&[(56, 55.0), (84, 30.0)]), &[]), Rules::shipped().unwrap());
    assert!(after[0].fell_after_confirmed, "30 of 55 mm after it was confirmed");
}

#[test]
fn every_share_is_said_with_what_it_is_of() {
    let rules = Rules::shipped().unwrap();
    let cases: Vec<CaseOutcomes> =
        demo::all().iter().map(|demo| CaseOutcomes::of(&demo.open().unwrap().case, rules)).collect();
    let (groups, notes) = explain::outcomes(&count_outcomes(&cases.iter().collect::<Vec<_>>()), (14, 56));
    let all = &groups[0];
    assert_eq!((all.when.as_str(), all.of.as_str()), ("All weeks of therapy", "9 enlargements in 9 dogs"));
    assert_eq!(all.looked_at, "4 of 9 looked at again on the same therapy; of these:");
    assert_eq!(all.looks[0], ("1 of 4 (too few for an interval)".to_owned(), "confirmed as progression (iRECIST)"));
    assert_eq!(all.others, [("5 of 9".to_owned(), "not looked at again")]);
    assert_eq!(groups[1].when, "Weeks 2\u{2013}8 of therapy");
    let people = groups.iter().find(|own| own.of == "6 enlargements in 4 people").unwrap();
    // Wilson: 2 of 6 is 10 to 70 of 100.
    assert_eq!(people.looks[0].0, "2 of 6 (95 % interval 10 to 70 of 100)");
    assert!(notes.iter().any(|note| note.contains("not a rate")));
    let (none, notes) = explain::outcomes(&[], (14, 56));
    assert!(none.is_empty() && notes.len() == 1, "{notes:?}");
}

pub(crate) fn run(disk: &MemoryDisk, args: &[&str]) -> (Exit, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let mut io = Io { out: &mut out, err: &mut err, disk, today: date(2026, 5, 12), progress: false };
    let args = std::iter::once("reassess").chain(args.iter().copied()).map(OsString::from);
    let exit = match cli::parse(args, &mut io) {
        Ok(Request::Command(command)) => cli::run(*command, &mut io),
        Ok(_) => Exit::NoDisplay,
        Err(exit) => exit,
    };
    (exit, String::from_utf8(out).unwrap(), String::from_utf8(err).unwrap())
}

fn folder() -> MemoryDisk {
    let disk = MemoryDisk::new();
    for demo in demo::all() {
        disk.put(format!("/c/{}.reassess.ron", demo.id), demo.text.as_bytes());
    }
    disk.put("/c/broken.reassess.ron", b"(nothing of ours)");
    disk.put("/t.csv", b"patient,day,length_mm\nAda,0,40\nAda,28,50\nBen,0,30\nBen,28,31\n");
    disk
}

#[test]
fn the_command_counts_folders_files_and_tables_together() {
    let disk = folder();
    let (exit, out, err) = run(&disk, &["outcomes", "/c", "/t.csv"]);
    assert_eq!(exit, Exit::Done, "{err}");
    assert!(err.contains("broken.reassess.ron"), "{err}");
    assert!(out.starts_with("Cases read: 16."), "{out}");
    assert!(out.contains("All weeks of therapy: 10 enlargements in 10 dogs\n  4 of 10 looked at again"), "{out}");
    let (_, csv, _) = run(&disk, &["outcomes", "/c/real_person_up_and_back.reassess.ron", "--format", "csv"]);
    assert_eq!(
        csv,
        "patient,species,therapy_class,opened_day,seen_in,rise_percent,next_look_day,outcome,fell_after_confirmed\n\
         L4-0568,human,checkpoint,38,window,47.8,80,fell_from_peak,no\n\
         L4-0568,human,checkpoint,311,later,82.4,353,fell_from_peak,no\n\
         L4-0568,human,checkpoint,416,later,35.3,458,still_over,no\n"
    );
    let (exit, json, _) = run(&disk, &["outcomes", "/t.csv", "--format", "json"]);
    assert!(exit == Exit::Done && json.contains("\"outcome\": \"not_looked\""), "{json}");
    assert_eq!(run(&disk, &["outcomes", "/nowhere"]).0, Exit::Refused);
    assert_eq!(run(&disk, &["outcomes"]).0, Exit::Usage);
}
