//! What hostile bytes are given to, and what must hold of the answer.
//!
//! Shared by the smoke test of every build (`tests/it/fuzz.rs`) and the coverage-guided runner (`tests/fuzz/fuzz.rs`).

use std::io::{Cursor, Write as _};
use std::path::Path;

use jiff::civil::{Date, date};
use reassess::app::edit::{self, Edit};
use reassess::domain::clock::date_from_day;
use reassess::domain::{
    Case, Event, EventKind, Finding, Lesion, LesionId, LesionKind, Role, Visit, date_words, read_size,
};
use reassess::exchange::{DateOrder, Import, ReadOptions, csv_out, read_date, read_sizes};
use reassess::store::{MemoryDisk, Paths, Summary, case_file, journal};
use zip::write::SimpleFileOptions;

/// What is done with the bytes.
pub(crate) type Target = fn(&[u8]);

/// Every target by name.
pub(crate) const TARGETS: [(&str, Target); 7] = [
    ("case", case),
    ("csv", csv),
    ("workbook", workbook),
    ("size", size),
    ("date", typed_date),
    ("journal", journal_of),
    ("commands", commands),
];

/// A case file: what is read is written and read back the same.
fn case(bytes: &[u8]) {
    let Ok(file) = case_file::from_bytes(bytes) else { return };
    let summary = Summary::of(&file.case, "", "");
    if let Ok(text) = case_file::to_text(&file.case, &summary) {
        let again = case_file::from_text(&text).map(|file| file.case);
        assert_eq!(again.as_ref().ok(), Some(&file.case), "{:?}", again.as_ref().err());
    }
}

/// A sizes table: counts agree, and what is read is written and read back with the same visits.
fn csv(bytes: &[u8]) {
    let order = match bytes.first() {
        Some(b'd') => Some(DateOrder::DayFirst),
        Some(b'm') => Some(DateOrder::MonthFirst),
        _ => None,
    };
    let options = ReadOptions { date_order: order, ..ReadOptions::default() };
    if let Ok(import) = read_sizes(bytes, "t", &options) {
        check_import(&import);
    }
}

fn check_import(import: &Import) {
    assert!(import.refused * 5 <= import.rows, "{} of {} refused", import.refused, import.rows);
    for own in &import.cases {
        assert!(!own.case.visits().is_empty(), "a case without a visit");
        let written = csv_out::sizes_table(&own.case);
        if written.lines().count() > 1 {
            let options = ReadOptions { therapy_start: own.case.therapy.start, ..ReadOptions::default() };
            let again = read_sizes(written.as_bytes(), "t", &options);
            let visits = |case: &Case| case.visits().len();
            let count = again.as_ref().ok().and_then(|again| again.cases.first()).map(|again| visits(&again.case));
            assert!(count.is_some_and(|count| count <= visits(&own.case)), "{written}\n{again:?}");
        }
    }
}

/// A workbook: as it is, or as the sheet inside an archive that is otherwise whole.
fn workbook(bytes: &[u8]) {
    let archive = match bytes.split_first() {
        Some((b'X', sheet)) => excel(sheet),
        Some((b'O', content)) => open_document(content),
        _ => Some(bytes.to_vec()),
    };
    if let Some(archive) = archive
        && let Ok(import) = read_sizes(&archive, "t", &ReadOptions::default())
    {
        check_import(&import);
    }
}

fn archive(parts: &[(&str, &[u8])]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        archive.start_file(*name, stored).ok()?;
        archive.write_all(content).ok()?;
    }
    archive.finish().ok().map(Cursor::into_inner)
}

/// The sheet is what stands before a zero byte; the shared texts stand after it.
fn excel(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut parts = bytes.splitn(2, |&byte| byte == 0);
    let (sheet, texts) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            b"<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"rId1\" Type=\"worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/styles.xml", b"<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/sharedStrings.xml", texts),
    ])
}

fn open_document(content: &[u8]) -> Option<Vec<u8>> {
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", content),
    ])
}

/// A typed size: what is shown of it reads back as it was.
fn size(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for kind in [LesionKind::NonNodal, LesionKind::Nodal] {
        let Ok(read) = read_size(&text, kind) else { continue };
        let shown = reassess::domain::cell_text(&read.finding);
        let Finding::Measured(reassess::domain::Size::Axes(axes)) = &read.finding else { continue };
        // A node by its short axis is shown without saying so, and a volume is shown rounded.
        if axes.longest().is_some() && (kind == LesionKind::NonNodal || axes.perpendicular().is_some()) {
            assert_eq!(read_size(&shown, kind).map(|again| again.finding), Ok(read.finding), "{text:?}");
        }
    }
}

/// A typed date: what is read is written in words and read back the same.
fn typed_date(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for order in [None, Some(DateOrder::DayFirst), Some(DateOrder::MonthFirst)] {
        if let Ok(read) = read_date(&text, order) {
            assert_eq!(read_date(&date_words(read), None), Ok(read), "{text:?}");
            assert_eq!(read_date(&read.to_string(), None), Ok(read), "{text:?}");
        }
    }
}

/// A journal left behind: it is listed whatever it holds.
fn journal_of(bytes: &[u8]) {
    let disk = MemoryDisk::new();
    let paths = Paths::under(Path::new("/home"));
    disk.put(paths.journals().join("1.journal.ron"), bytes);
    let found = journal::left_behind(&disk, &paths).unwrap_or_default();
    assert_eq!(found.len(), 1, "the journal is listed");
    for left in found {
        assert_eq!(left.raw, bytes, "the bytes stay to be looked at");
        left.case().ok();
        left.discard(&disk).ok();
    }
}

/// Edits in any order: the case stays whole, and its file reads back.
fn commands(bytes: &[u8]) {
    let mut bytes = bytes.iter().copied();
    let mut case = Case::default();
    // Beyond this, a case only grows and nothing new is met.
    for _ in 0..200 {
        let Some(what) = bytes.next() else { break };
        let edit = edit_of(what, &case, &mut bytes);
        let before = case.clone();
        match edit::apply(&case, edit) {
            Ok((next, _)) => case = next,
            Err(_) => assert_eq!(case, before, "a refused edit changes nothing"),
        }
        check_case(&case);
    }
    let summary = Summary::of(&case, "", "");
    if let Ok(text) = case_file::to_text(&case, &summary) {
        assert_eq!(case_file::from_text(&text).map(|file| file.case).ok().as_ref(), Some(&case), "{text}");
    }
    csv_out::sizes_table(&case);
}

/// What every case holds, whatever was done to it.
pub(crate) fn check_case(case: &Case) {
    assert!(case.visits().is_sorted_by(|a, b| a.date < b.date), "visits are in order");
    assert!(case.events().is_sorted_by_key(|event| event.date), "events are in order");
    for visit in case.visits() {
        assert!(visit.measurements.keys().all(|id| case.lesion(*id).is_some()), "no measurement is orphaned");
    }
    assert!(
        case.events().iter().all(|event| event.lesion.is_none_or(|id| case.lesion(id).is_some())),
        "no event is orphaned"
    );
}

/// One edit out of the next few bytes; few dates, lesions and texts, so that edits meet each other.
pub(crate) fn edit_of(what: u8, case: &Case, bytes: &mut impl Iterator<Item = u8>) -> Edit {
    const TEXTS: [&str; 12] =
        ["31 x 24 x 20", "24,5", "2.4 cm", "12 cm3", "absent", "too small", "ne", "present", "0", "31 x", "x", "5 + 4"];
    let mut next = || bytes.next().unwrap_or(0);
    let day = |byte: u8| -> Date { date_from_day(date(2026, 1, 1), i32::from(byte % 40) * 7) };
    let lesion = |byte: u8| LesionId(u32::from(byte % 8));
    let text = |byte: u8| TEXTS.get(usize::from(byte) % TEXTS.len()).copied().unwrap_or_default().to_owned();
    match what % 16 {
        0..=4 => Edit::SetSize { date: day(next()), lesion: lesion(next()), text: text(next()) },
        5 | 6 => Edit::AddVisit(day(next())),
        7 => Edit::MoveVisit { from: day(next()), to: day(next()) },
        8 => Edit::RemoveVisit(day(next())),
        9 | 10 => {
            let byte = next();
            let mut added = Lesion::target(lesion(byte), format!("L{}", next() % 9));
            added.kind = if byte % 3 == 0 { LesionKind::Nodal } else { LesionKind::NonNodal };
            added.role =
                [Role::Target, Role::NonTarget, Role::New].get(usize::from(byte % 5)).copied().unwrap_or_default();
            Edit::AddLesion(added)
        }
        11 => Edit::RemoveLesion(lesion(next())),
        12 => Edit::MoveLesion { lesion: lesion(next()), place: usize::from(next()) },
        13 => {
            let mut therapy = case.therapy.clone();
            let byte = next();
            therapy.start = (byte % 4 != 0).then(|| day(byte));
            Edit::SetTherapy(therapy)
        }
        14 => {
            let byte = next();
            Edit::AddEvent(Event {
                date: day(next()),
                kind: if byte % 2 == 0 { EventKind::Dose } else { EventKind::SteroidStart },
                lesion: (byte % 3 == 0).then(|| lesion(next())),
                dose: String::new(),
                text: text(next()),
            })
        }
        _ => {
            let mut visit = case.visit(day(next())).cloned().unwrap_or_else(|| Visit::on(date(2026, 1, 1)));
            visit.note = text(next());
            visit.unscheduled = next() % 2 == 0;
            Edit::SetVisit { visit: Box::new(visit), what: "note".to_owned() }
        }
    }
}
