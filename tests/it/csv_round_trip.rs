//! Tables written and read again: nothing is lost that a table has room for, and no cell can run.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;
use reassess::domain::clock::date_from_day;
use reassess::domain::{Case, Finding, LesionId, NOMINAL_START, Size, TimeBase, Volume, day_from_date};
use reassess::exchange::csv_out::sizes_table;
use reassess::exchange::{ImportError, ReadOptions, read_sizes};

use crate::csv::clean;
use crate::strategies;

#[test]
fn formulas_leave_with_an_apostrophe_and_come_back_without() {
    let case = clean("patient,day,length_mm,note\n'=cmd|x,0,20,'+1\n");
    assert_eq!(case.patient.name, "=cmd|x");
    let table = sizes_table(&case);
    assert_eq!(table, "patient,day,lesion,role,length_mm,state,note\n'=cmd|x,0,T1,target,20,measured,'+1\n");
    assert_eq!(clean(&table), case);
}

/// The case as a table can hold it.
fn holdable(case: &Case) -> Case {
    let text = |text: &str| text.replace('\0', "").trim().to_owned();
    let mut held = Case::default();
    held.patient.name = text(&case.patient.name);
    "t.csv".clone_into(&mut held.source);
    held.time_base = case.time_base;
    let shift = match case.time_base {
        TimeBase::Calendar => 0,
        TimeBase::DaysOnly => case.day_zero().map_or(0, |zero| day_from_date(zero, NOMINAL_START)),
    };
    held.therapy.start = match case.time_base {
        TimeBase::Calendar => case.therapy.start,
        TimeBase::DaysOnly => Some(NOMINAL_START),
    };
    for lesion in case.lesions() {
        if case.visits().iter().any(|visit| visit.measurements.contains_key(&lesion.id)) {
            let mut lesion = lesion.clone();
            lesion.id = held.fresh_lesion_id();
            lesion.name = text(&lesion.name);
            lesion.organ.0 = text(&lesion.organ.0);
            (lesion.ill_defined, lesion.critical_site) = (false, false);
            held.add_lesion(lesion).unwrap();
        }
    }
    for visit in case.visits() {
        let mut kept = visit.clone();
        kept.date = date_from_day(visit.date, shift);
        kept.note = text(&visit.note);
        kept.signs.critical_compromise = text(&visit.signs.critical_compromise);
        kept.signs.alarms.clear();
        kept.measurements.clear();
        for (id, made) in &visit.measurements {
            let name = text(&case.lesion(*id).unwrap().name);
            let id = held.lesions().iter().find(|lesion| lesion.name == name).unwrap().id;
            let mut made = made.clone();
            if let Finding::Merged(into) = made.finding {
                let into = text(&case.lesion(into).unwrap().name);
                let into = held.lesions().iter().find(|lesion| lesion.name == into);
                made.finding = into.map_or(Finding::NotEvaluable, |into| Finding::Merged(into.id));
            }
            made.entered.clear();
            // A table holds one size; readings are left with the case.
            made.repeats = None;
            (made.observer, made.note) = (text(&made.observer), text(&made.note));
            kept.measurements.insert(id, made);
        }
        if kept == reassess::domain::Visit::on(kept.date) {
            continue;
        }
        held.add_visit(kept).unwrap();
    }
    held
}

fn without_entered(mut case: Case) -> Case {
    let dates: Vec<_> = case.visits().iter().map(|visit| visit.date).collect();
    for date in dates {
        let mut visit = case.visit(date).unwrap().clone();
        visit.measurements.values_mut().for_each(|made| made.entered.clear());
        case.update_visit(date, visit).unwrap();
    }
    case
}

/// Cases whose every part a table can hold: parts that exist, a start near the visits, years that stay in range.
pub(crate) fn tabular() -> impl Strategy<Value = Case> {
    strategies::case().prop_filter("a table can hold it", |case| {
        let parts_exist = |finding: &Finding| !matches!(finding, Finding::Fragmented(parts) if parts.is_empty());
        let findings_hold =
            case.visits().iter().all(|visit| visit.measurements.values().all(|made| parts_exist(&made.finding)));
        let zero = case.day_zero().unwrap_or(NOMINAL_START);
        let near = |day: i32| (-7000..=60_000).contains(&day);
        let dates_hold = case.visits().iter().all(|visit| near(day_from_date(zero, visit.date)));
        findings_hold && dates_hold && !case.visits().is_empty()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..ProptestConfig::default()
    })]

    #[test]
    fn writing_then_reading_a_table_loses_nothing(case in tabular()) {
        let expected = holdable(&case);
        prop_assume!(!expected.visits().is_empty());
        let table = sizes_table(&case);
        let import = read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default());
        let import = import.map_err(|error| TestCaseError::fail(format!("{error}: {:#?}\n{table}", error.problems())))?;
        prop_assert_eq!(import.refused, 0, "{:#?}\n{}", &import.problems, &table);
        let [own] = import.cases.as_slice() else { return Err(TestCaseError::fail(table)) };
        prop_assert_eq!(without_entered(own.case.clone()), expected, "{}", table);
    }

    #[test]
    fn any_bytes_are_answered(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _answer = read_sizes(&bytes, "t.csv", &ReadOptions::default());
    }

    #[test]
    fn any_cells_are_answered_and_every_row_counted(
        rows in proptest::collection::vec(("[-0-9a-zA-Z,.; \"x/]{0,12}", "[-0-9a-zA-Z,.; \"x]{0,12}", "[a-z_]{0,12}"), 1..8),
    ) {
        let lines: Vec<String> = rows.iter().map(|(day, size, state)| format!("{day}\t{size}\t{state}\n")).collect();
        let table = format!("day\tlength_mm\tstate\n{}", lines.concat());
        let (rows, refused, problems) = match read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default()) {
            Ok(import) => (import.rows, import.refused, import.problems),
            Err(ImportError::TooManyRefused { rows, refused, problems, .. }) => (rows, refused, problems),
            Err(_) => return Ok(()),
        };
        let named: std::collections::BTreeSet<usize> = problems.iter().map(|problem| problem.line).collect();
        prop_assert!(refused <= rows, "{refused} of {rows}");
        prop_assert!(named.len() >= refused, "every refused row is named: {problems:?}\n{table}");
    }
}

#[test]
fn volumes_keep_every_digit() {
    let mut case = clean("day,volume_mm3\n0,1");
    let mut visit = case.visits()[0].clone();
    let odd = Volume::from_mm3(1_234.567_890_123_456_7).unwrap();
    visit.measurements.get_mut(&LesionId(0)).unwrap().finding = Finding::Measured(Size::Volume(odd));
    case.update_visit(visit.date, visit.clone()).unwrap();
    let back = clean(&sizes_table(&case));
    assert_eq!(back.visits()[0].measurements[&LesionId(0)].finding, Finding::Measured(Size::Volume(odd)));
}
