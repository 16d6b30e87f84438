//! Every step of every write failing in every way, counted; the README's table is made from the counts.
//!
//! `REASSESS_REGENERATE_README=1 cargo test --test it store_matrix` writes the table.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::Path;

use reassess::store::journal::left_behind;
use reassess::store::{
    Disk as _, Expected, Fault, Journal, MemoryDisk, Paths, Settings, Stamp, Summary, Unsaved, list_backups, save_case,
    write_atomically,
};

use crate::store::{case_named, text_of};

const CASE_PATH: &str = "/cases/bella.reassess.ron";
const BEGIN: &str = "<!-- fault matrix: made by tests/it/store_matrix.rs -->\n";
const END: &str = "<!-- end of fault matrix -->\n";

/// What is whole after a fault.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whole {
    Old,
    New,
}

/// One kind of write: made ready, done, and looked at afterwards.
struct Write {
    name: &'static str,
    prepare: fn(&MemoryDisk),
    /// Whether it said that it was done.
    work: fn(&MemoryDisk) -> bool,
    /// What is there; panics when it is neither the old nor the new, whole.
    look: fn(&MemoryDisk) -> Whole,
}

fn home() -> Paths {
    Paths::under(Path::new("/home"))
}

fn save(disk: &MemoryDisk, name: &str, expected: Expected) -> bool {
    let case = case_named(name);
    save_case(disk, Path::new(CASE_PATH), &case, &Summary::of(&case, "not_progression", "1.0"), expected).is_ok()
}

fn unsaved(name: &str) -> Unsaved {
    Unsaved { original: None, text: text_of(&case_named(name)), typed: Vec::new() }
}

fn settings(scale_percent: u16) -> Settings {
    Settings { scale_percent, ..Settings::default() }
}

fn old_or_new(content: &[u8], old: &str, new: &str) -> Whole {
    if content == old.as_bytes() {
        Whole::Old
    } else {
        assert_eq!(String::from_utf8_lossy(content), new, "neither the old nor the new");
        Whole::New
    }
}

const WRITES: [Write; 5] = [
    Write {
        name: "a case, with its backup and the one before",
        prepare: |disk| {
            disk.put(CASE_PATH, text_of(&case_named("old")).as_bytes());
            disk.put("/cases/bella.reassess.ron.bak", text_of(&case_named("older")).as_bytes());
        },
        work: |disk| save(disk, "new", Expected::Unchanged(Stamp::of(text_of(&case_named("old")).as_bytes(), None))),
        look: |disk| {
            let content = disk.read(Path::new(CASE_PATH)).unwrap();
            let whole = old_or_new(&content, &text_of(&case_named("old")), &text_of(&case_named("new")));
            let kept = list_backups(disk, Path::new(CASE_PATH)).unwrap();
            let names: Vec<_> =
                kept.iter().map(|kept| kept.file.as_ref().unwrap().case.patient.name.as_str()).collect();
            assert!(names.contains(&"older"), "an earlier version is gone: {names:?}");
            assert!(whole == Whole::Old || names.contains(&"old"), "the version before is gone: {names:?}");
            whole
        },
    },
    Write {
        name: "a case for the first time",
        prepare: |disk| disk.create_dir_all(Path::new("/cases")).unwrap(),
        work: |disk| save(disk, "new", Expected::Nothing),
        look: |disk| match disk.read(Path::new(CASE_PATH)) {
            Ok(content) => old_or_new(&content, "", &text_of(&case_named("new"))),
            Err(_) => Whole::Old,
        },
    },
    Write {
        name: "unsaved work kept aside",
        prepare: |disk| {
            disk.create_dir_all(&home().journals()).unwrap();
            Journal::start(disk, &home()).unwrap().write(disk, &unsaved("old")).unwrap();
        },
        work: |disk| {
            let Ok(mut found) = left_behind(disk, &home()) else { return false };
            found.pop().is_some_and(|found| found.adopt().write(disk, &unsaved("new")).is_ok())
        },
        look: |disk| {
            let found = left_behind(disk, &home()).unwrap();
            let text = found[0].unsaved.as_ref().unwrap().text.clone();
            old_or_new(text.as_bytes(), &unsaved("old").text, &unsaved("new").text)
        },
    },
    Write {
        name: "the settings",
        prepare: |disk| {
            disk.create_dir_all(&home().config).unwrap();
            settings(120).save(disk, &home()).unwrap();
        },
        work: |disk| settings(140).save(disk, &home()).is_ok(),
        look: |disk| {
            let (found, notice) = Settings::load(disk, &home());
            assert_eq!(notice, None, "the settings are damaged");
            old_or_new(found.scale_percent.to_string().as_bytes(), "120", "140")
        },
    },
    Write {
        name: "an export over an older one",
        prepare: |disk| disk.put("/cases/bella.csv", b"old"),
        work: |disk| write_atomically(disk, Path::new("/cases/bella.csv"), b"new").is_ok(),
        look: |disk| old_or_new(&disk.read(Path::new("/cases/bella.csv")).unwrap(), "old", "new"),
    },
];

const FAULTS: [(Fault, &str); 7] = [
    (Fault::Error, "error"),
    (Fault::ShortWrite, "short write"),
    (Fault::SilentLoss, "half written, no error"),
    (Fault::FullDisk, "disk full"),
    (Fault::Kill, "kill"),
    (Fault::PowerCut, "power cut"),
    (Fault::PowerCutNamesFirst, "power cut, names first"),
];

/// How often a fault was tried, and how often the old and the new were whole afterwards.
#[derive(Clone, Copy, Default)]
struct Count {
    tried: usize,
    old: usize,
    new: usize,
}

fn try_all(write: &Write) -> BTreeMap<usize, Count> {
    let disk = MemoryDisk::new();
    (write.prepare)(&disk);
    disk.forget_steps();
    assert!((write.work)(&disk), "{} is done without a fault", write.name);
    let steps = disk.steps();
    let mut counts = BTreeMap::new();
    for (place, (fault, words)) in FAULTS.iter().enumerate() {
        let count: &mut Count = counts.entry(place).or_default();
        for (number, step) in steps.iter().enumerate() {
            let disk = MemoryDisk::new();
            (write.prepare)(&disk);
            disk.fail_at(number, *fault);
            let said_done = (write.work)(&disk);
            disk.restart();
            let whole = (write.look)(&disk);
            let ended = matches!(fault, Fault::Kill | Fault::PowerCut | Fault::PowerCutNamesFirst);
            let told_truly = said_done == (whole == Whole::New);
            assert!(ended || told_truly, "{}, {words} at {step}: what was said is not what was done", write.name);
            count.tried += 1;
            match whole {
                Whole::Old => count.old += 1,
                Whole::New => count.new += 1,
            }
        }
    }
    counts
}

#[test]
fn the_readme_says_what_every_fault_leaves() {
    let names: Vec<&str> = FAULTS.iter().map(|(_, words)| *words).collect();
    let mut lines = vec![
        format!("| while writing | steps | {} |", names.join(" | ")),
        format!("|---|---|{}", "---|".repeat(FAULTS.len())),
    ];
    let mut all = 0;
    for write in &WRITES {
        let counts = try_all(write);
        let steps = counts.values().next().unwrap().tried;
        all += counts.values().map(|count| count.tried).sum::<usize>();
        let cells: Vec<String> = counts.values().map(|count| format!("{} + {}", count.old, count.new)).collect();
        lines.push(format!("| {} | {steps} | {} |", write.name, cells.join(" | ")));
    }
    let made = format!("{}\n\nTried {all} times; neither whole: 0 times.\n", lines.join("\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the README's place for the table");
    let (shown, after) = rest.split_once(END).expect("the end of the README's table");
    if std::env::var_os("REASSESS_REGENERATE_README").is_some() {
        let text = format!("{before}{BEGIN}{made}{END}{after}");
        write_atomically(&reassess::store::RealDisk, &path, text.as_bytes()).unwrap();
    } else {
        assert_eq!(shown, made, "the README's table is stale; see the head of this file");
    }
}
