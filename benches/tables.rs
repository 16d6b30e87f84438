//! A sizes table of 100,000 rows: read, and written again.
//!
//! `cargo bench --bench tables`. Bar: read in under 1 s.
#![expect(clippy::unwrap_used, reason = "a benchmark may panic")]

use std::fmt::Write as _;

use divan::{Bencher, black_box};
use reassess::exchange::csv_out::sizes_table;
use reassess::exchange::{Import, ReadOptions, read_sizes};

const PATIENTS: u32 = 500;
const VISITS: u32 = 20;
const LESIONS: u32 = 10;

fn main() {
    divan::main();
}

fn table() -> String {
    let mut text = "patient,day,lesion,organ,length_mm,width_mm,method,observer,pain\n".to_owned();
    for patient in 0..PATIENTS {
        for visit in 0..VISITS {
            for lesion in 0..LESIONS {
                let length = 200 + 20 * lesion + (patient + visit) % 50;
                let (whole, tenth) = (length / 10, length % 10);
                let day = 21 * visit;
                writeln!(text, "P{patient},{day},T{lesion},lung,{whole}.{tenth},{whole},ct,KM,0").unwrap();
            }
        }
    }
    text
}

fn read(text: &str) -> Import {
    let import = read_sizes(text.as_bytes(), "table.csv", &ReadOptions::default()).unwrap();
    assert_eq!(import.cases.len(), PATIENTS as usize, "every patient is there");
    import
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn read_100_000_rows(bencher: Bencher<'_, '_>) {
    let text = table();
    bencher.bench_local(|| read(black_box(&text)));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn write_100_000_rows(bencher: Bencher<'_, '_>) {
    let import = read(&table());
    bencher.bench_local(|| import.cases.iter().map(|own| sizes_table(black_box(&own.case)).len()).sum::<usize>());
}
