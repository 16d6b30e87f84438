//! The walls of the house, read from the source tree: who may know whom, who may touch files, who may make colors.
#![expect(clippy::expect_used, reason = "a test may panic")]

use std::collections::BTreeMap;
use std::path::Path;

/// Every source file under `src`, by its path from there, without its tests.
fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeMap::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("the source tree is there") {
            let path = entry.expect("an entry of the source tree").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(&root).expect("under src").to_string_lossy().replace('\\', "/");
                let text = std::fs::read_to_string(&path).expect("source is text");
                found.insert(name, without_tests_and_comments(&text));
            }
        }
    }
    assert!(found.len() > 60, "the source tree was found: {} files", found.len());
    found
}

/// Test modules stand last in a file; comments may name what code may not.
fn without_tests_and_comments(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn room(name: &str) -> &str {
    name.split('/').next().unwrap_or_default().trim_end_matches(".rs")
}

/// Lists every file for which `allowed` is false and which holds one of the words.
fn offenders(words: &[&str], allowed: impl Fn(&str) -> bool) -> Vec<String> {
    sources()
        .iter()
        .filter(|(name, _)| !allowed(name))
        .flat_map(|(name, text)| {
            words.iter().filter(|word| text.contains(**word)).map(move |word| format!("{name} has {word}"))
        })
        .collect()
}

/// The rooms in reading order; each may use only those before it.
const ORDER: [&str; 14] = [
    "domain", "rules", "series", "criteria", "forecast", "assess", "chart", "explain", "plot", "report", "store",
    "exchange", "app", "ui",
];

/// `domain` to `explain`.
const PURE: [&str; 8] = ["domain", "rules", "series", "criteria", "forecast", "assess", "chart", "explain"];

#[test]
fn only_plot_report_ui_and_main_know_the_toolkit() {
    let found =
        offenders(&["egui", "eframe", "epaint"], |name| matches!(room(name), "plot" | "report" | "ui" | "main"));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_core_knows_no_files_environment_clock_or_log() {
    let words =
        ["std::fs", "fs_err", "std::env", "env::var", "::now()", "std::time", "log::", "std::thread", "tempfile"];
    let found = offenders(&words, |name| !PURE.contains(&room(name)));
    // The version of the program is compiled in; it is not read from the environment of a run.
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn only_store_and_exchange_touch_files() {
    let words = ["std::fs", "fs_err", "tempfile::", "File::open", "File::create", "read_to_string(", "OpenOptions"];
    let found = offenders(&words, |name| matches!(room(name), "store" | "exchange"));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn serde_stays_at_the_edges() {
    let allowed = |name: &str| {
        matches!(
            name,
            "rules/raw.rs" | "rules/forecast_raw.rs" | "store/schema.rs" | "store/settings.rs" | "cli/json.rs"
        ) || name.starts_with("store/schema/")
            || name.starts_with("cli/json/")
            || (name.starts_with("exchange/") && name.ends_with("/wire.rs"))
    };
    // Every use of serde names the crate; `Serialize` alone is also a word of other libraries.
    assert_eq!(offenders(&["serde::", "derive(Serialize", "Deserialize"], allowed), Vec::<String>::new());
}

#[test]
fn colors_are_made_in_two_places() {
    let words = ["from_rgb(", "from_rgba", "from_gray(", "Rgb {", "Color32::from_"];
    let allowed = |name: &str| matches!(name, "chart/palette.rs" | "ui/theme.rs" | "plot/style.rs");
    assert_eq!(offenders(&words, allowed), Vec::<String>::new());
}

#[test]
fn dates_are_shown_in_the_form_that_the_reader_chose() {
    // `date_words` writes the usual form, which only messages about files and the command line may take for granted.
    let readers = ["chart", "explain", "plot", "report", "app", "ui"];
    let words = [" date_words", "(date_words", "::date_words", "{date_words", "strftime(\"%"];
    let clock_time = |name: &str| name == "app/files.rs";
    let found = offenders(&words, |name| !readers.contains(&room(name)) || clock_time(name));
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_sentences_of_a_verdict_stand_in_the_phrases() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        let may = name.starts_with("explain/phrases") || !matches!(room(&name), "assess" | "explain");
        let code: String =
            text.lines().filter(|line| !line.contains("reason = ") && !line.contains("debug_assert")).collect();
        for literal in code.split('"').skip(1).step_by(2).filter(|_| !may) {
            // Four words are a sentence or a part of one; formats, tokens and the terms of the field are shorter.
            let words =
                literal.split(' ').filter(|word| word.len() > 1 && word.chars().all(char::is_alphabetic)).count();
            if words >= 4 {
                found.push(format!("{name}: “{literal}”"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn widgets_never_change_a_case() {
    let found = offenders(&["&mut Case", "&mut case."], |name| room(name) != "ui");
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn rooms_use_only_the_rooms_before_them() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        let Some(place) = ORDER.iter().position(|own| *own == room(&name)) else { continue };
        for later in ORDER.iter().skip(place + 1).chain(&["cli"]) {
            // `store` and `exchange` stand beside each other, and so do `plot` and `report` to what follows them.
            if text.contains(&format!("crate::{later}")) {
                found.push(format!("{name} uses {later}"));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn cli_and_ui_do_not_know_each_other() {
    let cli = offenders(&["crate::ui"], |name| room(name) != "cli");
    let ui = offenders(&["crate::cli"], |name| room(name) != "ui");
    assert_eq!((cli, ui), (Vec::new(), Vec::new()));
}

#[test]
fn no_file_is_longer_than_is_read_in_one_go() {
    let long: Vec<String> = sources()
        .iter()
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > 600)
        .map(|(name, lines)| format!("{name} has {lines} lines"))
        .collect();
    assert_eq!(long, Vec::<String>::new());
}

#[test]
fn no_test_file_is_forgotten() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    let main = std::fs::read_to_string(folder.join("main.rs")).expect("the list of test files");
    for entry in std::fs::read_dir(&folder).expect("the folder of tests") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") else { continue };
        assert!(main.contains(&format!("mod {module};")), "{name} is not listed in tests/it/main.rs");
    }
}

#[test]
fn the_top_level_holds_what_it_may() {
    const MAY: [&str; 10] = [
        "Cargo.lock",
        "Cargo.toml",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "README.md",
        "assets",
        "benches",
        "src",
        "tests",
    ];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names =
        std::fs::read_dir(root).expect("the package's folder").map(|entry| entry.expect("an entry").file_name());
    let others: Vec<String> = names
        .map(|name| name.to_string_lossy().into_owned())
        .filter(|name| !MAY.contains(&name.as_str()) && !name.starts_with('.') && name != "target")
        .collect();
    assert_eq!(others, Vec::<String>::new());
}
