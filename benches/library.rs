//! A folder of 10,000 cases: listed and searched from a warm index, and made anew from the files.
//!
//! `cargo bench --bench library`
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::path::PathBuf;

use jiff::civil::{Date, date};
use reassess::app::library::{self, LibraryFilter};
use reassess::domain::clock::date_from_day;
use reassess::domain::{Axes, Case, Finding, Length, Lesion, LesionId, Measurement, Size, TherapyClass, Visit};
use reassess::rules::Rules;
use reassess::store::{Disk as _, LibraryIndex, RealDisk, Summary, case_file};

const START: Date = date(2026, 1, 5);
const CASES: u32 = 10_000;

fn main() {
    divan::main();
}

fn case(number: u32) -> Case {
    let mut case = Case::default();
    case.patient.name = format!("Dog {number}");
    let tumor = match number % 3 {
        0 => "Oral melanoma",
        1 => "Glioma",
        _ => "Osteosarcoma",
    };
    tumor.clone_into(&mut case.tumor.kind);
    case.therapy.start = Some(START);
    case.therapy.class = TherapyClass::Checkpoint;
    case.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
    for visit in 0..4_u32 {
        let mut made = Visit::on(date_from_day(START, 21 * visit.cast_signed()));
        let length = Length::from_tenths(200 + number % 50 + 20 * visit).unwrap();
        let axes = Axes::longest_only(length);
        made.measurements.insert(LesionId(0), Measurement::of(Finding::Measured(Size::Axes(axes))));
        case.add_visit(made).unwrap();
    }
    case
}

struct Folder {
    _held: tempfile::TempDir,
    cases: PathBuf,
    index: PathBuf,
}

fn folder() -> Folder {
    let held = tempfile::tempdir().unwrap();
    let (cases, index) = (held.path().join("cases"), held.path().join("library.csv"));
    RealDisk.create_dir_all(&cases).unwrap();
    for number in 0..CASES {
        let case = case(number);
        let text = case_file::to_text(&case, &Summary::of(&case, "not_progression", "1.0")).unwrap();
        fs_err::write(cases.join(format!("{number}.reassess.ron")), text).unwrap();
    }
    Folder { _held: held, cases, index }
}

fn fresh(folder: &Folder) -> LibraryIndex {
    LibraryIndex::load(&RealDisk, &folder.index, &folder.cases, &Rules::shipped().unwrap().version)
}

fn searched(index: &LibraryIndex) -> usize {
    let filter = LibraryFilter { search: "glioma 77".to_owned(), ..LibraryFilter::default() };
    library::shown(index.cases(), &filter, date(2026, 5, 12)).len()
}

/// Bar: under 0.5 s.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn warm_list_and_search(bencher: divan::Bencher<'_, '_>) {
    let folder = folder();
    let rules = Rules::shipped().unwrap();
    let mut index = fresh(&folder);
    index.refresh(&RealDisk).unwrap();
    index.complete(&RealDisk, usize::MAX, |case| library::facts(case, rules));
    index.save(&RealDisk, &folder.index).unwrap();
    bencher.bench_local(|| {
        let mut index = fresh(&folder);
        assert_eq!(index.refresh(&RealDisk).unwrap(), 0, "nothing is read again");
        searched(&index)
    });
}

/// The list alone, without an index: the tops of 10,000 files.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn cold_list_and_search(bencher: divan::Bencher<'_, '_>) {
    let folder = folder();
    bencher.bench_local(|| {
        let mut index = fresh(&folder);
        assert_eq!(index.refresh(&RealDisk).unwrap(), CASES as usize, "every file is read");
        searched(&index)
    });
}
