//! Workbooks: the same table as CSV, whatever the sheet looks like, and refusals before memory is taken.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use std::io::Write as _;

use jiff::civil::date;
use reassess::domain::{Case, Finding, Size};
use reassess::exchange::{Import, ImportError, ReadOptions, join_events, join_patients, read_sizes};
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use zip::write::SimpleFileOptions;

/// The bytes of a workbook whose sheets are filled by `fill`.
pub(crate) fn workbook(fill: impl FnOnce(&mut Workbook)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(&mut book);
    book.save_to_buffer().unwrap()
}

fn write_rows(sheet: &mut Worksheet, rows: &[&[&str]]) {
    for (row, cells) in (0_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
}

fn sheet_of(rows: &[&[&str]]) -> Vec<u8> {
    workbook(|book| write_rows(book.add_worksheet(), rows))
}

fn read(bytes: &[u8]) -> Import {
    read_sizes(bytes, "t.xlsx", &ReadOptions::default()).unwrap()
}

fn longest_tenths(case: &Case) -> Vec<u32> {
    let size = |finding: &Finding| match finding {
        Finding::Measured(Size::Axes(axes)) => axes.longest().map_or(0, reassess::domain::Length::tenths),
        other => panic!("{other:?}"),
    };
    case.visits().iter().flat_map(|visit| visit.measurements.values().map(|made| size(&made.finding))).collect()
}

/// An `OpenDocument` sheet of this content.
pub(crate) fn open_document(content: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("mimetype", stored).unwrap();
    archive.write_all(b"application/vnd.oasis.opendocument.spreadsheet").unwrap();
    let packed = SimpleFileOptions::default();
    archive.start_file("META-INF/manifest.xml", packed).unwrap();
    archive
        .write_all(b"<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>")
        .unwrap();
    archive.start_file("content.xml", packed).unwrap();
    let head = "<?xml version=\"1.0\"?><office:document-content><office:body><office:spreadsheet>";
    let foot = "</office:spreadsheet></office:body></office:document-content>";
    archive.write_all(format!("{head}{content}{foot}").as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

fn ods_text(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

fn ods_row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

#[test]
fn a_sheet_reads_as_the_same_table_of_text() {
    let rows: [&[&str]; 4] = [
        &["date", "lesion", "length_mm", "width_mm", "note"],
        &["2026-03-01", "T1", "31", "24.5", "first"],
        &["2026-03-29", "T1", "35", "24,5", "text with a comma"],
        &["2026-03-29", "N1", "12", "", "=1+1"],
    ];
    let text = rows.map(|row| row.join("\t")).join("\n");
    let from_text = read_sizes(text.as_bytes(), "t.xlsx", &ReadOptions::default()).unwrap();
    let from_sheet = read(&sheet_of(&rows));
    assert_eq!(from_sheet.problems, from_text.problems);
    assert_eq!(from_sheet.cases, from_text.cases);
    assert_eq!(longest_tenths(&from_sheet.cases[0].case), [310, 350, 120]);
}

#[test]
fn date_cells_are_read_in_both_date_systems() {
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let of_1900 = workbook(|book| {
        let sheet = book.add_worksheet();
        write_rows(sheet, &[&["date", "length_mm"], &["", "20"], &["46112", "24"]]);
        sheet.write_number_with_format(1, 0, 46_093.0, &day).unwrap();
    });
    // The same days counted from 1904, with the mark that says so.
    let of_1904 = workbook(|book| {
        let sheet = book.add_worksheet();
        write_rows(sheet, &[&["date", "length_mm"], &["", "20"], &["44650", "24"]]);
        sheet.write_number_with_format(1, 0, 44_631.0, &day).unwrap();
    });
    let of_1904 = replaced(&of_1904, "xl/workbook.xml", "<workbookPr ", "<workbookPr date1904=\"1\" ");
    for bytes in [of_1900, of_1904] {
        let import = read(&bytes);
        assert!(import.problems.is_empty(), "{:?}", import.problems);
        let dates: Vec<_> = import.cases[0].case.visits().iter().map(|visit| visit.date).collect();
        assert_eq!(dates, [date(2026, 3, 12), date(2026, 3, 31)]);
    }
}

/// The workbook with one part changed.
fn replaced(bytes: &[u8], part: &str, from: &str, to: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut changed = false;
    for place in 0..archive.len() {
        let mut own = archive.by_index(place).unwrap();
        let name = own.name().unwrap().into_owned();
        let mut content = Vec::new();
        std::io::Read::read_to_end(&mut own, &mut content).unwrap();
        if name == part {
            let text = String::from_utf8(content).unwrap();
            changed = text.contains(from);
            content = text.replace(from, to).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    assert!(changed, "{part} has no {from}");
    out.finish().unwrap().into_inner()
}

#[test]
fn the_sheet_that_is_understood_is_read_and_another_can_be_named() {
    let bytes = workbook(|book| {
        write_rows(book.add_worksheet().set_name("Notes").unwrap(), &[&["Bella"], &["seen in March"]]);
        write_rows(book.add_worksheet().set_name("Sizes").unwrap(), &[&["day", "length_mm"], &["0", "20"]]);
        write_rows(book.add_worksheet().set_name("Old").unwrap(), &[&["day", "length_mm"], &["0", "50"], &["7", "51"]]);
        let hidden = book.add_worksheet();
        write_rows(hidden, &[&["day", "length_mm", "width_mm"], &["0", "90", "80"]]);
        hidden.set_hidden(true);
    });
    let import = read(&bytes);
    assert_eq!(longest_tenths(&import.cases[0].case), [200]);
    let said = import.problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        said,
        [
            "t.xlsx, sheet “Sizes”, line 1: sheet “Old” looks like a table of this kind too; “Sizes” was read; name the sheet to read the other"
        ]
    );
    let named = |sheet: &str| ReadOptions { sheet: Some(sheet.to_owned()), ..ReadOptions::default() };
    let old = read_sizes(&bytes, "t.xlsx", &named("old")).unwrap();
    assert_eq!(longest_tenths(&old.cases[0].case), [500, 510]);
    let none = read_sizes(&bytes, "t.xlsx", &named("Weights")).unwrap_err();
    assert_eq!(none.to_string(), "t.xlsx has no sheet “Weights”; its sheets are: Notes, Sizes, Old");
}

#[test]
fn headings_may_stand_under_a_title_over_several_columns_and_over_units() {
    let merged = Format::new();
    let bytes = workbook(|book| {
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "Tumor sizes, clinic A").unwrap();
        sheet.merge_range(2, 0, 3, 0, "patient", &merged).unwrap();
        sheet.merge_range(2, 1, 3, 1, "date", &merged).unwrap();
        sheet.merge_range(2, 2, 2, 3, "Size (cm)", &merged).unwrap();
        sheet.write_string(3, 2, "length").unwrap().write_string(3, 3, "width").unwrap();
        // A name merged down over the rows of its dog.
        sheet.merge_range(4, 0, 5, 0, "Bella", &merged).unwrap();
        sheet.write_string(4, 1, "2026-03-01").unwrap().write_number(4, 2, 3.1).unwrap().write_number(4, 3, 2).unwrap();
        sheet.write_string(5, 1, "2026-03-29").unwrap().write_number(5, 2, 3.5).unwrap().write_number(5, 3, 2).unwrap();
        sheet.write_string(6, 0, "Rex").unwrap().write_string(6, 1, "2026-03-29").unwrap();
        sheet.write_number(6, 2, 1).unwrap();
    });
    let import = read(&bytes);
    let patients: Vec<_> =
        import.cases.iter().map(|own| (own.patient_id.as_str(), longest_tenths(&own.case))).collect();
    assert_eq!(patients, [("Bella", vec![310, 350]), ("Rex", vec![100])]);
    let said: Vec<_> = import.problems.iter().map(ToString::to_string).collect();
    assert_eq!(said, ["t.xlsx, line 1: “Tumor sizes, clinic A” stands above the headings; it was passed over"]);
    let units = read(&sheet_of(&[&["day", "length", "width"], &["", "cm", "mm"], &["0", "2", "14"]]));
    assert_eq!(longest_tenths(&units.cases[0].case), [200]);
    assert!(units.problems.is_empty(), "{:?}", units.problems);
}

#[test]
fn an_open_document_sheet_reads_like_any_other() {
    let heads = ["date", "length_mm", "note"].map(ods_text).concat();
    let size = |value: &str| format!("<table:table-cell office:value-type=\"float\" office:value=\"{value}\"/>");
    let day = |iso: &str| format!("<table:table-cell office:value-type=\"date\" office:date-value=\"{iso}\"/>");
    let trailing = "<table:table-cell table:number-columns-repeated=\"16381\"/>";
    let content = format!(
        "<table:table table:name=\"Sizes\">{}{}{}{}</table:table>",
        ods_row(&format!("{heads}{trailing}")),
        ods_row(&format!("{}{}{}{trailing}", day("2026-03-12"), size("24.5"), ods_text("Mörchen"))),
        ods_row(&format!("{}{}{trailing}", day("2026-04-12T10:00:00"), ods_text("30,5"))),
        "<table:table-row table:number-rows-repeated=\"1048573\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>"
    );
    let import = read_sizes(&open_document(&content), "t.ods", &ReadOptions::default()).unwrap();
    assert!(import.problems.is_empty(), "{:?}", import.problems);
    let case = &import.cases[0].case;
    assert_eq!(longest_tenths(case), [245, 305]);
    assert_eq!(case.visits()[1].date, date(2026, 4, 12));
}

#[test]
fn events_and_patients_may_stand_in_the_same_workbook() {
    let bytes = workbook(|book| {
        write_rows(
            book.add_worksheet().set_name("Sizes").unwrap(),
            &[&["patient", "day", "length_mm"], &["Bella", "0", "20"], &["Bella", "28", "26"]],
        );
        write_rows(
            book.add_worksheet().set_name("Events").unwrap(),
            &[&["patient", "day", "kind"], &["Bella", "7", "dose"]],
        );
        write_rows(
            book.add_worksheet().set_name("Patients").unwrap(),
            &[&["patient_id", "tumor_type", "species"], &["Bella", "oral melanoma", "dog"]],
        );
    });
    let mut cases = read(&bytes).cases;
    let events = join_events(&bytes, "t.xlsx", &ReadOptions::default(), &mut cases).unwrap();
    assert_eq!((events.refused, cases[0].case.events().len()), (0, 1), "{:?}", events.problems);
    let problems = join_patients(&bytes, "t.xlsx", &mut cases).unwrap();
    assert_eq!(cases[0].case.tumor.kind, "oral melanoma", "{problems:?}");
}

/// What is said of a file that is refused.
fn refusal(bytes: &[u8]) -> String {
    read_sizes(bytes, "t", &ReadOptions::default()).unwrap_err().to_string()
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_workbook_is_named() {
    assert!(refusal(b"PK\x03\x04rest").contains("could not be read as a workbook"), "{}", refusal(b"PK\x03\x04rest"));
    let letters = archive(&[("letter.txt", b"dear colleague")]);
    assert!(refusal(&letters).contains("an archive without a workbook"), "{}", refusal(&letters));
    let binary = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/workbook.bin", b"")]);
    assert!(refusal(&binary).contains("save it as XLSX or CSV"), "{}", refusal(&binary));
    let whole = sheet_of(&[&["day", "length_mm"], &["0", "20"]]);
    for end in [whole.len() / 2, whole.len() - 30] {
        let cut = refusal(&whole[..end]);
        assert!(cut.contains("could not be read as a workbook"), "{cut}");
    }
}

#[test]
fn a_bomb_is_refused_before_it_is_unpacked() {
    // 300 MB of spaces take under 1 MB.
    let spaces = vec![b' '; 300 * 1024 * 1024];
    let bomb = archive(&[("[Content_Types].xml", b"<Types/>"), ("xl/media/image1.png", &spaces)]);
    assert!(bomb.len() < 1024 * 1024, "the test itself is small");
    assert_eq!(refusal(&bomb), "t unpacks to more than 256 MB; split it, or keep the rows of the patients you need");
}

#[test]
fn counts_that_ask_for_memory_are_refused() {
    let book = sheet_of(&[&["day", "length_mm"], &["0", "20"]]);
    let strings = replaced(&book, "xl/sharedStrings.xml", "uniqueCount=\"2\"", "uniqueCount=\"999999999999\"");
    assert!(refusal(&strings).contains("more texts than it has room for"), "{}", refusal(&strings));
    let far = replaced(&book, "xl/worksheets/sheet1.xml", "r=\"B2\"", "r=\"XFD1048576\"");
    assert!(refusal(&far).contains("more than 500 columns"), "{}", refusal(&far));
    let wide =
        "<table:table-cell table:number-columns-repeated=\"16384\" office:value-type=\"float\" office:value=\"1\"/>";
    let repeated = format!("<table:table table:name=\"S\">{}</table:table>", ods_row(wide).repeat(400));
    assert!(refusal(&open_document(&repeated)).contains("more than 5000000 cells"), "wide rows");
    let tall = format!(
        "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"99999999\">{}</table:table-row></table:table>",
        ods_text("x")
    );
    assert!(refusal(&open_document(&tall)).contains("more than 5000000 cells"), "tall sheet");
    let spaces = ods_row(
        "<table:table-cell office:value-type=\"string\"><text:p><text:s text:c=\"99999999999\"/></text:p></table:table-cell>",
    );
    let spaces = format!("<table:table table:name=\"S\">{spaces}</table:table>");
    assert!(refusal(&open_document(&spaces)).contains("repeated spaces"), "repeated spaces");
}

/// Found by the fuzz targets: the reader waited for the end of the table for ever.
#[test]
fn a_sheet_that_ends_early_is_refused() {
    let content = "<table:table table:name=\"S\"><table:table-row>";
    assert!(refusal(&open_document(content)).contains("not XML"), "{}", refusal(&open_document(content)));
    let book = sheet_of(&[&["day", "length_mm"], &["0", "20"]]);
    let cut = replaced(&book, "xl/worksheets/sheet1.xml", "</sheetData>", "");
    assert!(refusal(&cut).contains("not XML"), "{}", refusal(&cut));
}

#[test]
fn text_tables_have_the_same_limits() {
    let wide = format!("day,length_mm\n{}\n", ",".repeat(501));
    let wide = format!("{wide}x{}\n", ",".repeat(501));
    assert!(refusal(wide.as_bytes()).contains("more than 500 columns"), "{}", refusal(wide.as_bytes()));
    let long = format!("day,length_mm\n{}", "0,1\n".repeat(250_001));
    let error = read_sizes(long.as_bytes(), "t", &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, ImportError::TooLarge { .. }), "{error}");
}
