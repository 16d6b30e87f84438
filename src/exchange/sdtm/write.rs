//! Writes a case as the tumor domains.

use std::borrow::Cow;

use jiff::civil::Date;

use super::{LESION_QUALIFIERS, METHODS, NON_TARGET, Package, RESULT_QUALIFIERS, ROLES, of_ours};
use crate::domain::{
    Axes, Case, Finding, Lesion, LesionKind, Measure, Measurement, Size, TimeBase, Visit, day_from_date,
};
use crate::exchange::formula::text_cell;
use crate::store::tokens::Token as _;

/// The study that a case outside any study is of; the model asks for one.
const STUDY: &str = "REASSESS";

/// One response of one visit, as the criteria give it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The visit.
    pub date: Date,
    /// The criteria: "RECIST 1.1", "iRECIST".
    pub criteria: &'static str,
    /// The short name of what is assessed: "OVRLRESP", "TRGRESP".
    pub short_name: &'static str,
    /// The response: "PD".
    pub result: String,
}

/// One lesion at one visit, cell by cell.
#[derive(Default)]
struct Result {
    short_name: &'static str,
    name: &'static str,
    original: String,
    original_unit: &'static str,
    standard: String,
    standard_unit: &'static str,
    not_done: bool,
}

/// The domains of a case, and what they have no room for, each in a sentence.
pub fn write(case: &Case, responses: &[Response]) -> (Package, Vec<String>) {
    let subject = text_cell(&case.patient.name);
    let subject = if subject.is_empty() { Cow::Borrowed("1") } else { subject };
    let mut left_out = LeftOut::default();
    let mut tables = Tables::new();
    for (number, lesion) in (1_usize..).zip(case.lesions()) {
        let Some(visit) = case.visits().iter().find(|visit| visit.measurements.contains_key(&lesion.id)) else {
            left_out.lesions += 1;
            continue;
        };
        let method = visit.measurements.get(&lesion.id).and_then(|made| made.method);
        let role = of_ours(ROLES, lesion.role.word());
        let mut row = start_of_row("TU", &subject, number);
        row.extend([
            text_cell(&lesion.name),
            "TUMIDENT".into(),
            "Tumor Identification".into(),
            role.into(),
            role.into(),
        ]);
        row.extend([text_cell(&lesion.organ.0), method_word(method), "INVESTIGATOR".into()]);
        row.extend(time_of(case, visit));
        tables.tu.row(&row);
        for (cell, (_, name, label)) in lesion_qualifiers(lesion).into_iter().zip(LESION_QUALIFIERS) {
            tables.qualifier(false, &subject, number, name, label, &cell);
        }
    }
    let mut sequence = 0;
    for (visit_number, visit) in (1_usize..).zip(case.visits()) {
        left_out.count_visit(visit);
        for lesion in case.lesions() {
            let Some(made) = visit.measurements.get(&lesion.id) else { continue };
            left_out.merged += usize::from(matches!(made.finding, Finding::Merged(_)));
            left_out.means += usize::from(made.repeats.is_some());
            left_out.summed += usize::from(matches!(&made.finding, Finding::Fragmented(parts) if parts.len() > 1));
            for (place, result) in results(lesion, made).into_iter().enumerate() {
                sequence += 1;
                tables.tr.row(&result_row(case, visit, visit_number, lesion, made, &result, sequence, &subject));
                if place == 0 {
                    for (cell, (_, name, label)) in result_qualifiers(made).into_iter().zip(RESULT_QUALIFIERS) {
                        tables.qualifier(true, &subject, sequence, name, label, &cell);
                    }
                }
            }
        }
    }
    let mut sequence = 0;
    for (visit_number, visit) in (1_usize..).zip(case.visits()) {
        let stated = visit.non_target.map(|non_target| of_ours(NON_TARGET, non_target.word()));
        let stated = stated.filter(|result| !result.is_empty()).map(|result| ("NTRGRESP", "RECIST 1.1", result));
        let computed = responses.iter().filter(|own| own.date == visit.date);
        let computed = computed.map(|own| (own.short_name, own.criteria, own.result.as_str()));
        for (short_name, criteria, result) in stated.into_iter().chain(computed) {
            sequence += 1;
            let name = match short_name {
                "OVRLRESP" => "Overall Response",
                "TRGRESP" => "Target Response",
                _ => "Non-target Response",
            };
            let mut row = start_of_row("RS", &subject, sequence);
            row.extend([short_name, name, criteria, result, result, "INVESTIGATOR"].map(Cow::Borrowed));
            row.push(visit_number.to_string().into());
            row.extend(time_of(case, visit));
            tables.rs.row(&row);
        }
    }
    left_out.events = case.events().len();
    (tables.package(), left_out.sentences())
}

fn start_of_row<'a>(domain: &'static str, subject: &str, sequence: usize) -> Vec<Cow<'a, str>> {
    vec![STUDY.into(), domain.into(), subject.to_owned().into(), sequence.to_string().into()]
}

fn method_word(method: Option<crate::domain::Method>) -> Cow<'static, str> {
    method.map_or("", |method| of_ours(METHODS, method.token())).into()
}

/// The date, and the study day, which has no zero.
fn time_of<'a>(case: &Case, visit: &Visit) -> [Cow<'a, str>; 2] {
    let date = match case.time_base {
        TimeBase::Calendar => visit.date.to_string(),
        TimeBase::DaysOnly => String::new(),
    };
    let start = match case.time_base {
        TimeBase::Calendar => case.therapy.start,
        TimeBase::DaysOnly => case.day_zero(),
    };
    let day = start.map(|start| day_from_date(start, visit.date)).map(|day| if day < 0 { day } else { day + 1 });
    [date.into(), day.map_or_else(String::new, |day| day.to_string()).into()]
}

#[expect(clippy::too_many_arguments, reason = "one cell each, and nothing to group them by")]
fn result_row<'a>(
    case: &Case,
    visit: &Visit,
    visit_number: usize,
    lesion: &'a Lesion,
    made: &'a Measurement,
    result: &Result,
    sequence: usize,
    subject: &str,
) -> Vec<Cow<'a, str>> {
    let mut row = start_of_row("TR", subject, sequence);
    let number = if result.standard.parse::<f64>().is_ok() { result.standard.clone() } else { String::new() };
    row.extend([of_ours(ROLES, lesion.role.word()).into(), text_cell(&lesion.name)]);
    row.extend([result.short_name.into(), result.name.into(), result.original.clone().into()]);
    row.extend([
        result.original_unit.into(),
        result.standard.clone().into(),
        number.into(),
        result.standard_unit.into(),
    ]);
    let (status, reason) = if result.not_done { ("NOT DONE", "NOT EVALUABLE") } else { ("", "") };
    row.extend([status.into(), reason.into(), method_word(made.method)]);
    row.extend(["INVESTIGATOR".into(), text_cell(&made.observer), visit_number.to_string().into()]);
    row.extend(time_of(case, visit));
    row
}

fn lesion_qualifiers(lesion: &Lesion) -> [String; 3] {
    [
        lesion.kind.word().to_owned(),
        if lesion.measure == Measure::SumOfDiameters { "sum_of_diameters" } else { "" }.to_owned(),
        lesion.new_class.map_or("", |class| class.word()).to_owned(),
    ]
}

fn result_qualifiers(made: &Measurement) -> [String; 6] {
    let height = match &made.finding {
        Finding::Measured(Size::Axes(axes)) | Finding::TooSmall(Some(Size::Axes(axes))) => axes.height(),
        _ => None,
    };
    let too_small = matches!(made.finding, Finding::TooSmall(_));
    [
        height.map_or_else(String::new, |height| height.to_string()),
        made.slice.map_or_else(String::new, |slice| slice.to_string()),
        made.injected.map_or("", |yes| if yes { "yes" } else { "no" }).to_owned(),
        if made.equivocal { "yes" } else { "" }.to_owned(),
        // Of several results of one lesion, the first alone says that it was too small.
        if too_small { "too_small" } else { "" }.to_owned(),
        text_cell(&made.note).into_owned(),
    ]
}

/// What TR says of one lesion at one visit: one record a number, or one for a state.
fn results(lesion: &Lesion, made: &Measurement) -> Vec<Result> {
    let state = |word: &str| {
        let word = word.to_owned();
        vec![Result {
            short_name: "TUMSTATE",
            name: "Tumor State",
            original: word.clone(),
            standard: word,
            ..Result::default()
        }]
    };
    match &made.finding {
        Finding::Measured(size) => sized(lesion, *size, None),
        Finding::TooSmall(Some(size)) => sized(lesion, *size, Some("TOO SMALL TO MEASURE")),
        Finding::TooSmall(None) => {
            let (short_name, name) = main_test(lesion);
            let original = "TOO SMALL TO MEASURE".to_owned();
            vec![Result {
                short_name,
                name,
                original,
                standard: "5".to_owned(),
                standard_unit: "mm",
                ..Result::default()
            }]
        }
        Finding::Absent => state("ABSENT"),
        Finding::Present => state("PRESENT"),
        Finding::NotEvaluable | Finding::Merged(_) => {
            let (short_name, name) = main_test(lesion);
            vec![Result { short_name, name, not_done: true, ..Result::default() }]
        }
        Finding::Fragmented(parts) => {
            let longest: u32 = parts.iter().filter_map(|part| part.longest()).map(crate::domain::Length::tenths).sum();
            match crate::domain::Length::from_tenths(longest) {
                Ok(longest) => sized(lesion, Size::Axes(Axes::longest_only(longest)), None),
                Err(_) => state("PRESENT"),
            }
        }
    }
}

const fn main_test(lesion: &Lesion) -> (&'static str, &'static str) {
    match lesion.kind {
        LesionKind::NonNodal => ("LDIAM", "Longest Diameter"),
        LesionKind::Nodal => ("LPERP", "Longest Perpendicular"),
    }
}

fn sized(lesion: &Lesion, size: Size, original: Option<&str>) -> Vec<Result> {
    let one = |short_name, name, number: String, unit| Result {
        short_name,
        name,
        original: original.map_or_else(|| number.clone(), str::to_owned),
        original_unit: if original.is_some() { "" } else { unit },
        standard: number,
        standard_unit: unit,
        not_done: false,
    };
    match size {
        Size::Volume(volume) => vec![one("VOLUME", "Volume", volume.mm3().to_string(), "mm3")],
        Size::Axes(axes) => {
            let longest = axes.longest().map(|length| match lesion.measure {
                Measure::SumOfDiameters => one("SUMDIAM", "Sum of Diameter", length.to_string(), "mm"),
                Measure::SingleLesion => one("LDIAM", "Longest Diameter", length.to_string(), "mm"),
            });
            let perpendicular =
                axes.perpendicular().map(|length| one("LPERP", "Longest Perpendicular", length.to_string(), "mm"));
            longest.into_iter().chain(perpendicular).collect()
        }
    }
}

/// The domains as they are written.
struct Tables {
    tu: Rows,
    tr: Rows,
    rs: Rows,
    supp_tu: Rows,
    supp_tr: Rows,
}

impl Tables {
    fn new() -> Self {
        const SUPP: &str = "STUDYID,RDOMAIN,USUBJID,IDVAR,IDVARVAL,QNAM,QLABEL,QVAL,QORIG";
        Self {
            tu: Rows::of(
                "STUDYID,DOMAIN,USUBJID,TUSEQ,TULNKID,TUTESTCD,TUTEST,TUORRES,TUSTRESC,TULOC,TUMETHOD,TUEVAL,TUDTC,TUDY",
            ),
            tr: Rows::of(
                "STUDYID,DOMAIN,USUBJID,TRSEQ,TRGRPID,TRLNKID,TRTESTCD,TRTEST,TRORRES,TRORRESU,TRSTRESC,TRSTRESN,\
                 TRSTRESU,TRSTAT,TRREASND,TRMETHOD,TREVAL,TREVALID,VISITNUM,TRDTC,TRDY",
            ),
            rs: Rows::of(
                "STUDYID,DOMAIN,USUBJID,RSSEQ,RSTESTCD,RSTEST,RSCAT,RSORRES,RSSTRESC,RSEVAL,VISITNUM,RSDTC,RSDY",
            ),
            supp_tu: Rows::of(SUPP),
            supp_tr: Rows::of(SUPP),
        }
    }

    fn qualifier(&mut self, of_results: bool, subject: &str, sequence: usize, name: &str, label: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let (domain, variable) = if of_results { ("TR", "TRSEQ") } else { ("TU", "TUSEQ") };
        let sequence = sequence.to_string();
        let row = [STUDY, domain, subject, variable, &sequence, name, label, value, "CRF"].map(Cow::Borrowed);
        if of_results { self.supp_tr.row(&row) } else { self.supp_tu.row(&row) }
    }

    fn package(self) -> Package {
        Package {
            tu: self.tu.text(),
            tr: self.tr.text(),
            rs: self.rs.text(),
            supp_tu: self.supp_tu.text(),
            supp_tr: self.supp_tr.text(),
        }
    }
}

/// One CSV file.
struct Rows {
    writer: csv::Writer<Vec<u8>>,
    rows: usize,
}

impl Rows {
    fn of(headings: &str) -> Self {
        let mut own = Self {
            writer: csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new()),
            rows: 0,
        };
        own.writer.write_record(headings.split(',')).ok();
        own
    }

    /// Writing to memory cannot fail, and every row of a file has the same number of cells.
    fn row(&mut self, cells: &[Cow<'_, str>]) {
        self.rows += 1;
        self.writer.write_record(cells.iter().map(|cell| cell.as_bytes())).ok();
    }

    /// The file; nothing where it has no row.
    fn text(self) -> String {
        if self.rows == 0 {
            return String::new();
        }
        self.writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

/// What the domains have no room for.
#[derive(Default)]
struct LeftOut {
    lesions: usize,
    visits: usize,
    signs: usize,
    notes: usize,
    summed: usize,
    merged: usize,
    means: usize,
    events: usize,
}

impl LeftOut {
    fn count_visit(&mut self, visit: &Visit) {
        let bare = Visit {
            measurements: visit.measurements.clone(),
            note: visit.note.clone(),
            non_target: visit.non_target,
            ..Visit::on(visit.date)
        };
        self.signs += usize::from(*visit != bare);
        self.notes += usize::from(!visit.note.is_empty());
        self.visits += usize::from(visit.measurements.is_empty());
    }

    fn sentences(&self) -> Vec<String> {
        [
            (self.lesions, "lesions that were never recorded"),
            (self.visits, "visits without a lesion"),
            (self.signs, "visits with signs, laboratory findings or a search for new lesions"),
            (self.notes, "notes of visits"),
            (self.summed, "lesions in parts, written as the sum of their parts"),
            (self.merged, "lesions that merged with another, written as not done"),
            (self.means, "sizes read more than once, written as their mean"),
            (self.events, "events"),
        ]
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("left out: {count} {what}"))
        .collect()
    }
}
