//! The order of the rows of a sizes table, and with it that of lesions and visits, changes no category.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reassess::criteria::{Reason, evaluate, further};
use reassess::domain::{Axes, Case, Finding, Length, LesionId, Measurement, Size, Volume};
use reassess::exchange::csv_out::sizes_table;
use reassess::exchange::{ReadOptions, read_sizes};
use reassess::rules::CriteriaSettings;

use crate::criteria::fixture::START;
use crate::criteria::random::{History, case_of, histories};

/// What the criteria say of every visit, in words and rounded numbers; lesions are told apart by nothing but names.
fn said(case: &Case) -> Vec<String> {
    let settings = CriteriaSettings::standard();
    let others = further(case, &settings);
    let mut lines: Vec<String> = Vec::new();
    for row in evaluate(case, &settings).rows {
        let mut reasons: Vec<&str> = row.reasons.iter().map(Reason::token).collect();
        reasons.sort_unstable();
        lines.push(format!(
            "{} {} {:?} {:?} {:?} {:?} {} {} {:?} {} {:?} {:?} {:?} {:?} {:?} {:?} {reasons:?}",
            row.visit,
            row.day,
            row.burden.map(|sum| sum.to_string()),
            row.nadir.map(|sum| sum.to_string()),
            row.pct_from_baseline,
            row.pct_from_nadir,
            row.target_response,
            row.crecist,
            row.irecist,
            row.ibor,
            row.irecist_progression_day,
            row.suspected_on,
            row.irrc,
            row.irrc_ttb_mm2,
            others.get(&row.date).map(|other| (other.who, other.irrecist)),
            others.get(&row.date).map(|other| other.itrecist.is_some()),
        ));
    }
    // Lymphoma counts visits that the others do not.
    lines.extend(others.iter().map(|(date, other)| format!("{date} {:?}", other.vcog_lymphoma)));
    lines
}

fn axes(tenths: u32) -> Axes {
    let side = Length::from_tenths(tenths).ok();
    Axes::new(side, side, None).unwrap().0
}

/// The case of a history, from one visit on with the second target merged into the first, the first in two parts, or
/// every target as a volume from the start.
fn made(history: &History, from: usize, how: u8) -> Case {
    let mut case = case_of(history, START, false);
    let dates: Vec<_> = case.visits().iter().map(|visit| visit.date).collect();
    let mut set = |date, id, finding| {
        case.set_measurement(date, LesionId(id), Some(Measurement::of(finding))).unwrap();
    };
    for (place, (date, day)) in dates.iter().zip(&history.visits).enumerate() {
        let later = place > from.min(1) && place >= from;
        match (how, day.sizes.as_slice()) {
            (1, [Some(one), Some(other), ..]) if later && one + other > 0 => {
                set(*date, 0, Finding::Measured(Size::Axes(axes(one + other))));
                set(*date, 1, Finding::Merged(LesionId(0)));
            }
            (2, [Some(one), ..]) if later && *one > 1 => {
                set(*date, 0, Finding::Fragmented(vec![axes(1), axes(one - 1)]));
            }
            (3, sizes) => {
                for (id, size) in (0..).zip(sizes) {
                    if let Some(tenths) = size.filter(|tenths| *tenths > 0) {
                        let volume = Volume::from_mm3(f64::from(tenths).powi(3) / 1000.0).unwrap();
                        set(*date, id, Finding::Measured(Size::Volume(volume)));
                    }
                }
            }
            _ => {}
        }
    }
    case
}

/// A case, its table's heading, and its rows in another order.
fn shuffled() -> impl Strategy<Value = (Case, String, Vec<String>)> {
    (histories(), 0..4_usize, 0..4_u8).prop_flat_map(|(history, from, how)| {
        let case = made(&history, from, how);
        let table = sizes_table(&case);
        let mut lines = table.lines().map(str::to_owned);
        let head = lines.next().unwrap_or_default();
        (Just(case), Just(head), Just(lines.collect::<Vec<_>>()).prop_shuffle())
    })
}

#[test]
fn the_order_of_rows_in_a_table_changes_no_category() {
    let (tried, moved) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let config = ProptestConfig { failure_persistence: None, cases: 1500, ..ProptestConfig::default() };
    let check = |(case, head, rows): (Case, String, Vec<String>)| {
        let table = format!("{head}\n{}\n", rows.join("\n"));
        let import = read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default());
        let import = import.map_err(|error| TestCaseError::fail(format!("{error}\n{table}")))?;
        let [own] = import.cases.as_slice() else { return Ok(()) };
        prop_assert_eq!(&import.problems, &[], "{}", table);
        tried.set(tried.get() + 1);
        let names = |case: &Case| case.lesions().iter().map(|lesion| lesion.name.clone()).collect::<Vec<_>>();
        moved.set(moved.get() + u32::from(names(&own.case) != names(&case)));
        prop_assert_eq!(said(&own.case), said(&case), "{}", table);
        Ok(())
    };
    TestRunner::new(config).run(&shuffled(), check).unwrap();
    assert!(tried.get() > 1000, "{} tables read", tried.get());
    assert!(moved.get() > 300, "lesions in another order in {} tables", moved.get());
}
