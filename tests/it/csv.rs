//! Good, messy and wrong tables: what is read, what is reported with line and column, and what is refused.
#![expect(clippy::panic, reason = "a test may panic")]

use jiff::civil::date;
use reassess::domain::{
    Case, Finding, LesionId, LesionKind, Measure, Method, NOMINAL_START, NewClass, NonTarget, Role, Size, TimeBase,
};
use reassess::exchange::{DateOrder, ExcelDates, Import, ImportError, ReadOptions, read_sizes};

fn read(table: &str) -> Import {
    read_with(table, &ReadOptions::default())
}

fn read_with(table: &str, options: &ReadOptions) -> Import {
    match read_sizes(table.as_bytes(), "t.csv", options) {
        Ok(import) => import,
        Err(error) => panic!("{error}: {:#?}\n{table}", error.problems()),
    }
}

/// Every visit as "day lesion finding", in the order of the case.
fn findings(case: &Case) -> Vec<String> {
    let mut lines = Vec::new();
    for visit in case.visits() {
        for lesion in case.lesions() {
            if let Some(made) = visit.measurements.get(&lesion.id) {
                lines.push(format!("{} {} {}", case.day_of(visit.date), lesion.name, shown(&made.finding)));
            }
        }
    }
    lines
}

fn shown(finding: &Finding) -> String {
    match finding {
        Finding::Measured(Size::Axes(axes)) => axes.to_string(),
        Finding::Measured(Size::Volume(volume)) => format!("{} cm3", volume.cm3()),
        Finding::TooSmall(Some(Size::Axes(axes))) => format!("too small, {axes}"),
        Finding::Fragmented(parts) => {
            let parts: Vec<String> = parts.iter().map(ToString::to_string).collect();
            format!("parts {}", parts.join(" + "))
        }
        other => format!("{other:?}"),
    }
}

fn problems(import: &Import) -> Vec<String> {
    import.problems.iter().map(ToString::to_string).collect()
}

/// The one case of a table without problems.
pub(crate) fn clean(table: &str) -> Case {
    let mut import = read(table);
    assert_eq!(problems(&import), Vec::<String>::new(), "{table}");
    assert_eq!(import.cases.len(), 1, "{table}");
    import.cases.remove(0).case
}

#[test]
fn every_good_form_of_a_size_reads() {
    for (table, expected) in [
        ("day,length_mm\n0,24", "0 T1 24 mm"),
        ("day,Length (mm)\n0,24.45", "0 T1 24.5 mm"),
        ("DAY;LD_CM\n0;2,45", "0 T1 24.5 mm"),
        ("day\tlongest diameter mm\n0\t24,5", "0 T1 24.5 mm"),
        ("day,length_mm\n0,\"24,5\"", "0 T1 24.5 mm"),
        ("day,length_mm,width_mm,height_mm\n0,31,24,20", "0 T1 31 × 24 × 20 mm"),
        ("day,ld_mm,perp_mm\n0,24,31", "0 T1 31 × 24 mm"),
        ("day,length_mm\n0,31 x 24 x 20", "0 T1 31 × 24 × 20 mm"),
        ("day,length_mm\n0,2.4 cm", "0 T1 24 mm"),
        ("day,kind,short_axis_mm\n0,nodal,12", "0 T1 12 mm short axis"),
        ("day,kind,length_mm,sa_mm\n0,nodal,22,12", "0 T1 22 × 12 mm"),
        ("day,value,unit,measure\n0,24,mm,longest_diameter", "0 T1 24 mm"),
        ("day,value,unit,kind\n0,2.4,cm,longest_diameter", "0 T1 24 mm"),
        ("day,value,unit,kind,measure\n0,12,mm,nodal,", "0 T1 12 mm short axis"),
        ("day,value,unit,kind,measure\n0,12,mm,node,short_axis", "0 T1 12 mm short axis"),
        ("day,value,unit,measure\n0,5.5,cm3,volume", "0 T1 5.5 cm3"),
        ("day,value,unit\n0,5.5,mL", "0 T1 5.5 cm3"),
        ("day,value,unit,measure\n0,5500,mm3,volume", "0 T1 5.5 cm3"),
        ("day,volume_cm3\n0,5.5", "0 T1 5.5 cm3"),
        ("day,volume_ml\n0,5.5", "0 T1 5.5 cm3"),
        ("day,Volume (mm³)\n0,5500", "0 T1 5.5 cm3"),
        ("day,length_mm\n0,0", "0 T1 Absent"),
        ("day,volume_cm3\n0,0.0", "0 T1 Absent"),
        ("day,length_mm,state\n0,,absent", "0 T1 Absent"),
        ("day,length_mm,state\n0,0,absent", "0 T1 Absent"),
        ("day,length_mm,flag\n0,,too_small", "0 T1 TooSmall(None)"),
        ("day,length_mm,status\n0,4,too small", "0 T1 too small, 4 mm"),
        ("day,length_mm,state\n0,,not_evaluable", "0 T1 NotEvaluable"),
        ("day,length_mm\n0,NE", "0 T1 NotEvaluable"),
        ("day,length_mm,state\n0,24,volume", "0 T1 24 mm"),
        ("day,state,role\n0,present,non_target", "0 T1 Present"),
        ("day,lesion,length_mm,state\n0,Gingiva,24,measured", "0 Gingiva 24 mm"),
        ("day,length_mm,state\n0,12,fragmented\n0,8,fragmented", "0 T1 parts 12 mm + 8 mm"),
        ("day,length_mm,state\n0,12,fragmented\n0,0,fragmented", "0 T1 parts 12 mm"),
        ("day,volume_cm3,state\n0,2,fragmented\n0,3,fragmented", "0 T1 5 cm3"),
        ("day,length_mm\n-7.0,24", "-7 T1 24 mm"),
        ("day,length_mm\n\u{2212}7,24", "-7 T1 24 mm"),
    ] {
        assert_eq!(findings(&clean(table)), [expected], "{table}");
    }
}

#[test]
fn a_merged_lesion_names_the_one_whose_size_is_that_of_both() {
    let merged = ["0 T2 Merged(LesionId(1))", "0 T1 24 mm"];
    for table in [
        "day,lesion,merged_into,length_mm\n0,T2,t1,\n0,T1,,24",
        "day,lesion,Merged into,state,length_mm\n0,T2,T1,not_evaluable,\n0,T1,,,24",
    ] {
        assert_eq!(findings(&clean(table)), merged, "{table}");
    }
    for (table, expected, told) in [
        ("day,lesion,merged_into,length_mm\n0,T2,T9,\n0,T1,,24", "0 T2 NotEvaluable", "not another lesion"),
        ("day,lesion,merged_into,length_mm\n0,T2,T2,\n0,T1,,24", "0 T2 NotEvaluable", "not another lesion"),
        ("day,lesion,merged_into,length_mm\n0,T2,T1,9\n0,T1,,24", merged[0], "the size of the mass counts"),
        ("day,lesion,merged_into,state,length_mm\n0,T2,T1,absent,\n0,T1,,,24", merged[0], "“absent” of a lesion"),
        ("day,lesion,role,merged_into,length_mm\n0,T2,new,T1,\n0,T1,,,24", merged[0], "not of its role"),
    ] {
        let import = read(table);
        assert_eq!(findings(&import.cases[0].case).first().map(String::as_str), Some(expected), "{table}");
        let [problem] = &problems(&import)[..] else { panic!("{table}: {:?}", problems(&import)) };
        assert!(problem.contains(told), "{problem}");
    }
}

#[test]
fn lesions_visits_and_signs_are_read() {
    let case = clean(
        "id,day,lesion,organ,kind,role,length_mm,short_axis_mm,state,new_class,equivocal,method,observer,slice_mm,\
         injected,note,non_target,non_target_change,unscheduled,new_lesion_search,pain,lethargy,appetite,overall,\
         performance,weight_kg,qol,ldh,nlr,ctdna,biopsy,ultrasound_character,fever,infection,critical_compromise\n\
         Bella,0,T1,oral,,,31,,,,,CT,Kim,2.5,yes,first,none,,,,,,,,,,,,,,,,,,\n\
         Bella,0,N1,neck,nodal,,,12,,,,,,,,,,,,,,,,,,,,,,,,,,,\n\
         Bella,28,N2,lung,,new,11,,,NLT,yes,,,,,,,,,,,,,,,,,,,,,,,,\n\
         Bella,28,T1,,,,40,,,,,,,,no,,non-CR/non-PD,increase,yes,found,2,1,0,worse,1,31.2,20,rising,falling,up,mixed,\
         vascular,no,yes,swallows badly\n\
         Bella,42,,,,,,,,,,,,,,,,,,no,1,,,,,,,,,,,,,,\n",
    );
    assert_eq!(case.patient.name, "Bella");
    let [t1, n1, n2] = case.lesions() else { panic!("three lesions: {:?}", case.lesions()) };
    assert_eq!((t1.organ.0.as_str(), t1.kind, t1.role), ("oral", LesionKind::NonNodal, Role::Target));
    assert_eq!((n1.kind, n2.role, n2.new_class), (LesionKind::Nodal, Role::New, Some(NewClass::Target)));
    let [first, second, third] = case.visits() else { panic!("three visits") };
    let made = &first.measurements[&t1.id];
    assert_eq!((made.method, made.observer.as_str(), made.injected), (Some(Method::Ct), "Kim", Some(true)));
    assert_eq!((made.slice.map(reassess::domain::Length::tenths), made.note.as_str()), (Some(25), "first"));
    assert_eq!(made.entered, "31");
    assert!(second.measurements[&n2.id].equivocal, "the new lesion is equivocal");
    assert_eq!(second.non_target, Some(NonTarget::NonCrNonPd));
    assert!(second.unscheduled, "an early scan");
    assert_eq!(second.signs.pain.map(reassess::domain::Grade::get), Some(2));
    assert_eq!(second.signs.appetite.map(reassess::domain::Grade::get), Some(0));
    assert_eq!(second.signs.weight.map(reassess::domain::Weight::kg), Some(31.2));
    assert_eq!((second.signs.fever, second.signs.infection), (Some(false), Some(true)));
    assert_eq!(second.signs.critical_compromise, "swallows badly");
    assert!(second.labs.biopsy.is_some() && second.labs.ctdna.is_some(), "tissue and ctDNA are read");
    assert!(third.measurements.is_empty(), "a visit with signs alone measures nothing");
    assert_eq!(first.signs.pain, None);
}

#[test]
fn a_lesion_with_a_part_of_unknown_size_is_not_evaluable() {
    for parts in
        ["0,12,fragmented\n0,,fragmented", "0,,fragmented\n0,12,fragmented", "0,12,fragmented\n0,abc,fragmented"]
    {
        let import = read(&format!("day,length_mm,state\n{parts}\n"));
        assert_eq!(findings(&import.cases[0].case), ["0 T1 NotEvaluable"], "{parts}");
        let said = problems(&import).iter().any(|problem| problem.contains("the lesion counts as not evaluable"));
        assert!(said, "{parts}: {:?}", import.problems);
    }
}

#[test]
fn sums_of_diameters_are_marked() {
    let case = clean("day,lesion,value,unit,kind,flag\n0,SUM,74.5,mm,sum_of_diameters,measured");
    assert_eq!(case.lesions().first().map(|lesion| lesion.measure), Some(Measure::SumOfDiameters));
}

#[test]
fn days_dates_and_the_start_agree() {
    let by_day = clean("day,length_mm\n-3,20\n28,24");
    assert_eq!((by_day.time_base, by_day.therapy.start), (TimeBase::DaysOnly, Some(NOMINAL_START)));
    let start = Some(date(2026, 3, 1));
    let options = ReadOptions { therapy_start: start, ..ReadOptions::default() };
    let placed = read_with("day,length_mm\n-3,20\n28,24", &options).cases.remove(0).case;
    assert_eq!((placed.time_base, placed.therapy.start), (TimeBase::Calendar, start));
    assert_eq!(placed.visits().last().map(|visit| visit.date), Some(date(2026, 3, 29)));
    let both = clean("date,day,length_mm\n2026-03-01,0,20\n29 Mar 2026,28,24\n,35,25");
    assert_eq!(both, read_with("day,date,length_mm\n0,,20\n28,,24\n35,,25", &options).cases.remove(0).case);
    assert_eq!(clean("date,length_mm\n2026-03-01,20").therapy.start, None);
}

#[test]
fn excel_serials_are_read_in_both_systems() {
    let import = read("date,length_mm\n46093,20\n46121,24");
    assert_eq!(import.cases[0].case.visits()[0].date, date(2026, 3, 12));
    assert_eq!(
        problems(&import),
        ["t.csv, line 2, column 1 (date): dates are Excel serial numbers; they are read in the 1900 system; \
          if dates are four years early, use the 1904 system (--date-1904 on the command line)"]
    );
    let options = ReadOptions { excel_dates: Some(ExcelDates::From1904), ..ReadOptions::default() };
    let import = read_with("date,length_mm\n44631,20", &options);
    assert_eq!((import.cases[0].case.visits()[0].date, import.problems.len()), (date(2026, 3, 12), 0));
}

#[test]
fn an_ambiguous_date_is_refused_until_its_order_is_given() {
    let table =
        "date,length_mm\n03/04/2026,20\n04/04/2026,20\n2026-05-01,21\n2026-06-01,22\n2026-07-01,23\n2026-08-01,23\n";
    let import = read(table);
    assert_eq!((import.refused, import.ambiguous_dates, import.rows), (1, 1, 6));
    for (order, month) in [(DateOrder::DayFirst, 4), (DateOrder::MonthFirst, 3)] {
        let import = read_with(table, &ReadOptions { date_order: Some(order), ..ReadOptions::default() });
        assert_eq!(import.refused, 0);
        assert_eq!(import.cases[0].case.visits()[0].date.month(), month, "{order:?}");
    }
    let all = read_sizes(b"date,length_mm\n03/04/2026,20\n", "t.csv", &ReadOptions::default()).unwrap_err();
    assert!(matches!(all, ImportError::TooManyRefused { ambiguous_dates: 1, .. }), "{all:?}");
}

/// Twelve rows that are fine, so that a few refused ones stay under a fifth.
const FINE: &str = "\n100,20,,,,\n107,20,,,,\n114,20,,,,\n121,20,,,,\n128,20,,,,\n135,20,,,,\n142,20,,,,\n149,20,,,,\n\
                    156,20,,,,\n163,20,,,,\n170,20,,,,\n177,20,,,,\n";

#[test]
fn wrong_cells_are_named_with_line_and_column() {
    let heading = "day,length_mm,state,role,pain,weight_kg\n";
    for (row, expected) in [
        (
            "0,abc,,,,",
            "line 2, column 2 (length_mm): “abc” is not a number; write digits with at most one decimal point or comma, like 24.5; the size was not used",
        ),
        ("0,-3,,,,", "line 2, column 2 (length_mm): “-3” is below zero"),
        ("0,NaN,,,,", "line 2, column 2 (length_mm): “NaN” is not a number"),
        ("0,1e3,,,,", "line 2, column 2 (length_mm): “1e3” is not a number"),
        ("0,99999,,,,", "line 2, column 2 (length_mm): “99999” is over 2000 mm"),
        (
            "0,\"1,234.5\",,,,",
            "line 2, column 2 (length_mm): “1,234.5” is written like a number with a thousands separator",
        ),
        (
            "0,\"1,234\",,,,",
            "line 2, column 2 (length_mm): “1,234” is written like a number with a thousands separator",
        ),
        ("0,1 234,,,,", "line 2, column 2 (length_mm): “1 234” is written like a number with a thousands separator"),
        ("0,31 x,,,,", "line 2, column 2 (length_mm): a length is missing beside ×"),
        ("0,5 inches,,,,", "line 2, column 2 (length_mm): “5 inches” is not a number"),
        (
            "x,20,,,,",
            "line 2, column 1 (day): “x” is not a whole number of days from the therapy start; the row was not used",
        ),
        ("1.5,20,,,,", "line 2, column 1 (day): “1.5” is not a whole number"),
        (",20,,,,", "line 2: neither a date nor a day; the row was not used"),
        ("999999999,20,,,,", "line 2, column 1 (day): too far from the therapy start"),
        ("0,,,,,", "line 2: no size, state or sign in this row"),
        ("0,,measured,,,", "line 2: no size, state or sign in this row"),
        ("0,20,smaller,,,", "line 2, column 3 (state): “smaller” is not one of measured, absent, too_small"),
        ("0,20,absent,,,", "line 2, column 3 (state): “absent”, with the size 20; the size was not used"),
        (
            "0,20,,primary,,",
            "line 2, column 4 (role): “primary” is not one of target, non_target or new; the size was not used",
        ),
    ] {
        let import = read(&format!("{heading}{row}{FINE}"));
        assert_eq!(import.refused, 1, "{row}");
        let problems = problems(&import);
        assert_eq!(problems.len(), 1, "{row}: {problems:?}");
        assert!(problems[0].starts_with(&format!("t.csv, {expected}")), "{row}:\n{}\n{expected}", problems[0]);
        assert_eq!(import.cases[0].case.visits().len(), 12, "{row}: the other rows are all there");
    }
}

#[test]
fn what_is_wrong_beside_a_size_leaves_the_size() {
    let heading = "day,length_mm,state,role,pain,weight_kg,width_mm,method,kind,injected,slice_mm,new_class\n";
    for (row, expected) in [
        (
            "0,20,,,7,,,,,,,",
            "line 2, column 5 (pain): “7” is not a score: a VCOG grade is a whole number from 0 to 4; it is taken as not recorded",
        ),
        ("0,20,,,,300,,,,,,", "line 2, column 6 (weight_kg): “300” is not a weight in kg"),
        ("0,20,,,,fat,,,,,,", "line 2, column 6 (weight_kg): “fat” is not a number"),
        ("0,20,,,,,x,,,,,", "line 2, column 7 (width_mm): “x” is not a number"),
        ("0,20,,,,,,guess,,,,", "line 2, column 8 (method): “guess” is not one of caliper, ultrasound"),
        (
            "0,20,,,,,,,round,,,",
            "line 2, column 9 (kind): “round” is not one of non_nodal or nodal; it is taken as non_nodal",
        ),
        ("0,20,,,,,,,,maybe,,", "line 2, column 10 (injected): “maybe” is not one of yes or no"),
        ("0,20,,,,,,,,,thin,", "line 2, column 11 (slice_mm): “thin” is not a number"),
        ("0,20,,,,,,,,,,TL", "line 2, column 12 (new_class): “TL” is not one of NLT or NLNT"),
        ("0,20,present,,,,,,,,,", "line 2, column 3 (state): “present”, with the size 20; it is taken as measured"),
        ("0,20,,,,,,,,,,,surplus", "line 2: 1 more cells than headings; they are kept as notes"),
    ] {
        let import = read(&format!("{heading}{row}"));
        let problems = problems(&import);
        assert_eq!(problems.len(), 1, "{row}: {problems:?}");
        assert!(problems[0].starts_with(&format!("t.csv, {expected}")), "{row}:\n{}\n{expected}", problems[0]);
        assert_eq!(findings(&import.cases[0].case), ["0 T1 20 mm"], "{row}");
    }
}

#[test]
fn contradictions_keep_the_first_and_are_named() {
    check_reports(&[
        (
            "day,length_mm\n0,20\n0,23\n7,20\n14,20\n21,20\n28,20",
            "line 3: “23” for lesion T1 on this day, but line 2 says “20”; the first is used",
            "0 T1 20 mm",
        ),
        (
            "day,length_mm,state\n0,20,\n0,5,fragmented\n7,20,\n14,20,\n21,20,\n28,20,",
            "line 3: “5” for lesion T1 on this day, but line 2 says “20”; the first is used",
            "0 T1 20 mm",
        ),
        (
            "day,lesion,length_mm,organ\n0,T1,20,lung\n7,T1,20,liver",
            "line 3, column 4 (organ): “liver”, but an earlier row of lesion T1 says “lung”; the first is used",
            "0 T1 20 mm",
        ),
        (
            "day,lesion,length_mm,role\n0,T1,20,target\n7,T1,20,new",
            "line 3, column 4 (role): “new”, but an earlier row of lesion T1 says “target”; the first is used",
            "0 T1 20 mm",
        ),
        (
            "day,lesion,length_mm,pain\n0,T1,20,1\n0,T2,9,2",
            "line 3, column 4 (pain): “2”, but line 2 says “1” for this visit; the first is used",
            "0 T1 20 mm",
        ),
        (
            "day,lesion,length_mm,unscheduled\n0,T1,20,no\n0,T2,9,yes",
            "line 3, column 4 (unscheduled): “yes”, but line 2 says “no” for this visit; the first is used",
            "0 T1 20 mm",
        ),
        (
            "date,day,length_mm\n2026-03-01,0,20\n2026-03-08,8,20\n2026-03-15,14,20\n2026-03-22,21,20\n\
             2026-03-29,28,20\n2026-04-05,35,20",
            "line 3, column 2 (day): 2026-03-08 is day 7 from 2026-03-01, not day 8; the row was not used",
            "0 T1 20 mm",
        ),
        (
            "day,length_mm,value,unit\n0,20,21,mm",
            "line 2, column 3 (value): the value is another size than the lengths of this row; the lengths are used",
            "0 T1 20 mm",
        ),
        (
            "day,length_mm,volume_cm3\n0,20,4",
            "line 2, column 3 (volume_cm3): a volume of 4 cm3 beside diameters; the diameters are used",
            "0 T1 20 mm",
        ),
        (
            "day,length_mm,state\n0,20,not_evaluable",
            "line 2, column 3 (state): “not_evaluable”, with the size 20; the size was not used",
            "0 T1 NotEvaluable",
        ),
        (
            "day,length_mm,state\n0,0,too_small",
            "line 2, column 3 (state): too small, with a size of 0; it is taken as 5 mm",
            "0 T1 TooSmall(None)",
        ),
    ]);
}

#[test]
fn what_is_assumed_is_said_once() {
    check_reports(&[
        (
            "day,state\n0,present",
            "line 2, column 2 (state): target T1 is present without a size; it counts as not evaluable",
            "0 T1 Present",
        ),
        (
            "day,value\n0,20",
            "line 2, column 2 (value): a value has no unit; values without a unit are read as millimeters",
            "0 T1 20 mm",
        ),
        (
            "day,length_mm,LD (cm)\n0,20,3",
            "line 1, column 3 (LD (cm)): “LD (cm)” says the same as column 2; the first column is used, this one is kept as notes",
            "0 T1 20 mm",
        ),
        (
            "day,length_mm,breed\n0,20,Boxer",
            "line 1, column 3 (breed): “breed” is not a column of a sizes table; it is kept as notes",
            "0 T1 20 mm",
        ),
        (
            "day,length\n0,20",
            "line 1, column 2 (length): “length” names no unit; write “length (mm)” or “length (cm)”; it is read as millimeters",
            "0 T1 20 mm",
        ),
        (
            "day,lesion,short_axis_mm\n0,N1,12",
            "line 2, column 2 (lesion): lesion N1 has a short axis alone and no kind; it is taken as a node",
            "0 N1 12 mm short axis",
        ),
        (
            "day,lesion,short_axis_mm,kind\n0,T1,12,non_nodal",
            "line 2, column 2 (lesion): lesion T1 is not a node and has no longest diameter; it counts as not assessed",
            "0 T1 12 mm short axis",
        ),
        (
            "day,lesion,length_mm,kind\n0,N1,22,nodal",
            "line 2, column 2 (lesion): lesion N1 is a node and has no short axis, which alone counts; it counts as not assessed",
            "0 N1 22 mm",
        ),
        (
            "day,lesion,length_mm\n0,T1,22\n7,t1,24",
            "line 3, column 2 (lesion): lesion “t1” differs from “T1” in its capitals alone; they are kept as two lesions",
            "0 T1 22 mm",
        ),
        (
            "day,length_mm,note\n0,20,\"open\n7,20,x",
            "line 2, column 3 (note): a quotation mark opens and does not close; it was read as an ordinary character",
            "0 T1 20 mm",
        ),
    ]);
}

/// Checks tables that each have one problem, and the first finding of each.
fn check_reports(cases: &[(&str, &str, &str)]) {
    for (table, expected, kept) in cases {
        let import = read(table);
        assert_eq!(problems(&import), [format!("t.csv, {expected}")], "{table}");
        let findings = import.cases.first().map(|own| findings(&own.case)).unwrap_or_default();
        assert_eq!(findings.first().map(String::as_str), Some(*kept), "{table}");
    }
}

#[test]
fn units_that_do_not_fit_are_refused() {
    for (row, column) in [
        ("0,20,furlong,longest_diameter", "column 3 (unit)"),
        ("0,20,cm3,longest_diameter", "column 3 (unit)"),
        ("0,20,mm,volume", "column 3 (unit)"),
        ("0,20,,volume", "column 2 (value)"),
    ] {
        let table = format!("day,value,unit,measure\n{row}\n");
        let error = read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default()).unwrap_err();
        assert!(error.problems().iter().any(|problem| problem.to_string().contains(column)), "{row}: {error:?}");
    }
}

#[test]
fn rows_set_aside_are_reported_and_not_refused() {
    let import = read("day,length_mm,flag\n0,20,measured\n0,23,conflicting_duplicate\n7,99,suspect_source\n");
    assert_eq!((import.refused, import.problems.len()), (0, 2));
    assert_eq!(findings(&import.cases[0].case), ["0 T1 20 mm"]);
    assert_eq!(
        problems(&import)[1],
        "t.csv, line 4, column 3 (flag): “suspect_source”, size “99”; the row was set aside"
    );
}

#[test]
fn identical_rows_are_one() {
    let import = read("day,length_mm,observer\n0,20,\n0,20,Kim\n");
    assert_eq!(import.problems, []);
    let visit = &import.cases[0].case.visits()[0];
    assert_eq!(visit.measurements[&LesionId(0)].observer, "Kim");
}

#[test]
fn unknown_columns_and_surplus_cells_are_kept_as_notes() {
    let import = read("day,length_mm,breed,note\n0,20,Boxer,first,more\n");
    assert_eq!(import.cases[0].case.visits()[0].measurements[&LesionId(0)].note, "first; breed: Boxer; more");
    let import = read("day,length_mm,note\n0,20,\n7,20,\n14,20,\n21,20,\n28,,sedated\n");
    assert_eq!(import.cases[0].case.visits()[4].note, "sedated");
    assert_eq!(import.refused, 1);
}

#[test]
fn several_patients_need_their_names() {
    let import = read("patient,day,length_mm\nb,0,1\na,0,2\nb,7,3\n,7,4\na,14,5\na,21,6\n");
    let ids: Vec<&str> = import.cases.iter().map(|own| own.patient_id.as_str()).collect();
    assert_eq!(ids, ["b", "a"]);
    assert_eq!(
        problems(&import),
        ["t.csv, line 5, column 1 (patient): no patient, while the table holds several; the row was not used"]
    );
    assert_eq!(read("patient,day,length_mm\nb,0,1\n,7,4\n").cases.len(), 1);
}

#[test]
fn over_a_fifth_refused_refuses_all() {
    let table = |good: usize| {
        let rows: Vec<String> = (0..good).map(|day| format!("{day},20\n")).collect();
        format!("day,length_mm\n{}999,abc\n", rows.concat())
    };
    assert_eq!(read(&table(4)).refused, 1);
    let error = read_sizes(table(3).as_bytes(), "t.csv", &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 of the 4 rows of t.csv could not be used, more than 20 %, so nothing was imported"
    );
    assert_eq!(error.problems().len(), 1);
}

#[test]
fn tables_without_what_they_need_are_refused() {
    for (table, expected) in [
        ("", "t.csv holds no rows"),
        ("day,length_mm\n", "t.csv holds no rows"),
        ("length_mm\n20\n", "t.csv has no column “date” or “day”; its headings are: length_mm"),
        ("day,breed\n0,Boxer\n", "t.csv has no column of sizes, like “length_mm”"),
        ("%PDF-1.7", "t.csv is a PDF document, not a table of text; save the sheet as XLSX or CSV"),
    ] {
        let error = read_sizes(table.as_bytes(), "t.csv", &ReadOptions::default()).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
}

#[test]
fn encodings_and_line_ends_read_the_same() {
    let table = "day,observer,length_mm\n0,Zoë,20\n7,Zoë,21\n";
    let expected = clean(table);
    let utf16: Vec<u8> = std::iter::once(0xFEFF).chain(table.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let windows: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [
        utf16,
        windows,
        [b"\xEF\xBB\xBF", table.as_bytes()].concat(),
        table.replace('\n', "\r\n").into_bytes(),
        table.replace('\n', "\r").into_bytes(),
        table.replace(',', ";").into_bytes(),
        table.replace(',', "\t").into_bytes(),
        format!("sep=,\n\n{table}\n\n").into_bytes(),
    ] {
        let import = read_sizes(&bytes, "t.csv", &ReadOptions::default()).unwrap();
        assert_eq!(import.cases[0].case, expected, "{:?}", String::from_utf8_lossy(&bytes));
        assert_eq!(import.problems, []);
    }
}
