//! Reads the tumor domains as a sizes table, so that every rule of reading is the same.

use std::collections::BTreeMap;

use super::{LESION_QUALIFIERS, METHODS, NON_TARGET, Package, RESULT_QUALIFIERS, ROLES, of_theirs};
use crate::exchange::problem::{ImportError, Problem};
use crate::exchange::table::{Table, TableChoice, TableRow};

/// The columns of the sizes table that the domains fill, with the variable that each comes from.
const COLUMNS: [(&str, &str); 22] = [
    ("patient", "USUBJID"),
    ("date", "TRDTC"),
    ("day", "TRDY"),
    ("lesion", "TRLNKID"),
    ("organ", "TULOC"),
    ("kind", "KIND"),
    ("role", "TRGRPID"),
    ("measure", "MEASURE"),
    ("new_class", "NEWCLASS"),
    ("length_mm", "TRORRES of LDIAM"),
    ("width_mm", "TRORRES of LPERP"),
    ("height_mm", "HEIGHT"),
    ("short_axis_mm", "TRORRES of LPERP"),
    ("volume_mm3", "TRORRES of VOLUME"),
    ("state", "TRORRES of TUMSTATE"),
    ("equivocal", "EQUIVOC"),
    ("method", "TRMETHOD"),
    ("observer", "TREVALID"),
    ("slice_mm", "SLICE"),
    ("injected", "INJECTED"),
    ("note", "TRNOTE"),
    ("non_target", "RSORRES of NTRGRESP"),
];

/// Whether text is a table of tumor results by itself.
pub(in crate::exchange) fn is_results_text(bytes: &[u8]) -> bool {
    const HEAD: usize = 4096;
    let head = bytes.get(..bytes.len().min(HEAD)).unwrap_or(bytes);
    head.windows(8).any(|window| window.eq_ignore_ascii_case(b"TRTESTCD"))
}

/// Makes a sizes table of a package, or of results by themselves.
///
/// # Errors
/// [`ImportError`] when a domain is no table or lacks what it needs.
pub(in crate::exchange) fn read_package(bytes: &[u8], file: &str) -> Result<Table, ImportError> {
    let results_alone = !bytes.starts_with(b"PK\x03\x04");
    let package = if results_alone { Package::default() } else { Package::of_bytes(bytes, file)? };
    let results = if results_alone { bytes } else { package.tr.as_bytes() };
    let tr = Domain::read(results, &format!("{file}, TR"), &["USUBJID", "TRTESTCD"])?;
    let lesions = Lesions::read(&package, file)?;
    let qualifiers = qualifiers(&package.supp_tr, &format!("{file}, SUPPTR"))?;
    let responses = non_target_responses(&package.rs, &format!("{file}, RS"))?;
    let mut reader = Reader { tr: &tr, problems: tr.table.problems.clone(), rows: Vec::new(), places: BTreeMap::new() };
    let accepted_only = tr.table.rows.iter().any(|row| tr.cell(row, "TRACPTFL").eq_ignore_ascii_case("y"));
    for row in &tr.table.rows {
        reader.take(row, &lesions, &qualifiers, accepted_only);
    }
    for (subject, time, response) in responses {
        reader.response(&subject, &time, &response);
    }
    let headings = TableRow {
        line: tr.table.headings.line,
        cells: COLUMNS.iter().map(|(_, variable)| (*variable).to_owned()).collect(),
    };
    let meanings = COLUMNS.iter().map(|(ours, _)| Some((*ours).to_owned())).collect();
    let Reader { problems, rows, .. } = reader;
    if rows.is_empty() {
        return Err(ImportError::Empty { file: file.to_owned() });
    }
    Ok(Table { file: tr.table.file.clone(), delimiter: '\t', headings, meanings, rows, dates: None, problems })
}

/// A table with the places of its variables.
struct Domain {
    table: Table,
    places: BTreeMap<String, usize>,
}

impl Domain {
    fn read(bytes: &[u8], file: &str, needed: &'static [&'static str]) -> Result<Self, ImportError> {
        let table = Table::read(bytes, file, TableChoice::default(), |heading| {
            needed.iter().any(|own| own.eq_ignore_ascii_case(heading))
        })?;
        let mut places = BTreeMap::new();
        for (place, heading) in table.headings.cells.iter().enumerate() {
            places.entry(heading.trim().to_uppercase()).or_insert(place);
        }
        if let Some(missing) = needed.iter().find(|own| !places.contains_key(**own)) {
            let headings = table.headings_words();
            return Err(ImportError::MissingColumn { file: file.to_owned(), needed: missing, headings });
        }
        Ok(Self { table, places })
    }

    fn cell<'t>(&self, row: &'t TableRow, variable: &str) -> &'t str {
        self.places.get(variable).and_then(|place| row.cells.get(*place)).map_or("", String::as_str)
    }
}

/// The qualifiers of a domain: by subject, record and name.
type Qualifiers = BTreeMap<(String, String, String), String>;

fn qualifiers(text: &str, file: &str) -> Result<Qualifiers, ImportError> {
    if text.is_empty() {
        return Ok(Qualifiers::new());
    }
    let supp = Domain::read(text.as_bytes(), file, &["USUBJID", "IDVARVAL", "QNAM", "QVAL"])?;
    let cell = |row, variable| supp.cell(row, variable).to_owned();
    let one = |row| ((cell(row, "USUBJID"), cell(row, "IDVARVAL"), cell(row, "QNAM")), cell(row, "QVAL"));
    Ok(supp.table.rows.iter().map(one).collect())
}

/// What TU and its qualifiers say, by subject and link.
struct Lesions(BTreeMap<(String, String), Lesion>);

#[derive(Clone, Default)]
struct Lesion {
    role: &'static str,
    organ: String,
    qualifiers: [String; 3],
}

impl Lesions {
    fn read(package: &Package, file: &str) -> Result<Self, ImportError> {
        let mut lesions = BTreeMap::new();
        if package.tu.is_empty() {
            return Ok(Self(lesions));
        }
        let tu = Domain::read(package.tu.as_bytes(), &format!("{file}, TU"), &["USUBJID", "TULNKID"])?;
        let supp = qualifiers(&package.supp_tu, &format!("{file}, SUPPTU"))?;
        for row in &tu.table.rows {
            let cell = |variable| tu.cell(row, variable).to_owned();
            let role = [cell("TUORRES"), cell("TUSTRESC")]
                .iter()
                .map(|word| of_theirs(ROLES, word))
                .find(|own| !own.is_empty());
            let qualifier =
                |name: &str| supp.get(&(cell("USUBJID"), cell("TUSEQ"), name.to_owned())).cloned().unwrap_or_default();
            let mut qualifiers = LESION_QUALIFIERS.map(|(_, name, _)| qualifier(name));
            if let [kind, ..] = &mut qualifiers
                && kind.is_empty()
                && cell("TULOC").to_uppercase().contains("LYMPH NODE")
            {
                "nodal".clone_into(kind);
            }
            let lesion = Lesion { role: role.unwrap_or_default(), organ: cell("TULOC"), qualifiers };
            lesions.entry((cell("USUBJID"), cell("TULNKID"))).or_insert(lesion);
        }
        Ok(Self(lesions))
    }

    fn of(&self, subject: &str, link: &str) -> Lesion {
        self.0.get(&(subject.to_owned(), link.to_owned())).cloned().unwrap_or_default()
    }
}

/// Subject, date and day of every response of the lesions that are not targets.
fn non_target_responses(text: &str, file: &str) -> Result<Vec<(String, [String; 2], String)>, ImportError> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let rs = Domain::read(text.as_bytes(), file, &["USUBJID", "RSTESTCD", "RSORRES"])?;
    let mut found = Vec::new();
    for row in rs.table.rows.iter().filter(|row| rs.cell(row, "RSTESTCD").eq_ignore_ascii_case("NTRGRESP")) {
        let response = of_theirs(NON_TARGET, rs.cell(row, "RSORRES"));
        if !response.is_empty() {
            let time = [rs.cell(row, "RSDTC").to_owned(), day_of_study_day(rs.cell(row, "RSDY"))];
            found.push((rs.cell(row, "USUBJID").to_owned(), time, response.to_owned()));
        }
    }
    Ok(found)
}

/// The day of the therapy from a study day, which has no zero; what is no number is left for the reader to report.
fn day_of_study_day(text: &str) -> String {
    match text.trim().parse::<i32>() {
        Ok(day) if day > 0 => (day - 1).to_string(),
        _ => text.to_owned(),
    }
}

/// Subject, link, date, day and evaluator: the records that make one row.
type Key = [String; 5];

struct Reader<'t> {
    tr: &'t Domain,
    problems: Vec<Problem>,
    rows: Vec<TableRow>,
    places: BTreeMap<Key, usize>,
}

impl Reader<'_> {
    fn take(&mut self, row: &TableRow, lesions: &Lesions, qualifiers: &Qualifiers, accepted_only: bool) {
        let cell = |variable: &str| self.tr.cell(row, variable).to_owned();
        if accepted_only && !cell("TRACPTFL").eq_ignore_ascii_case("y") {
            return self.note(
                row.line,
                "TRACPTFL",
                "another evaluator's record was accepted",
                "the record was not used",
            );
        }
        let (subject, link) = (cell("USUBJID"), cell("TRLNKID"));
        let test = cell("TRTESTCD").to_uppercase();
        let is_sum_of_record = lesions.of(&subject, &link).qualifiers.get(1).is_some_and(|own| !own.is_empty());
        let column = match test.as_str() {
            "LDIAM" | "DIAMETER" => "length_mm",
            "LPERP" => "width_mm",
            "VOLUME" => "volume_mm3",
            "TUMSTATE" | "LNSTATE" => "state",
            "SUMDIAM" if is_sum_of_record => "length_mm",
            // Sums and changes are computed anew; a link is what tells a lesion's record from a summary.
            _ if link.is_empty() => return,
            _ => {
                let found = format!("“{test}” is not a test of a size");
                return self.note(row.line, "TRTESTCD", &found, "the record was not used");
            }
        };
        let lesion = lesions.of(&subject, &link);
        let qualifier = |name: &str| {
            qualifiers.get(&(subject.clone(), cell("TRSEQ"), name.to_owned())).cloned().unwrap_or_default()
        };
        let key = [subject.clone(), link.clone(), cell("TRDTC"), cell("TRDY"), cell("TREVALID")];
        let place = self.place_of(&key, row.line);
        let role = of_theirs(ROLES, &cell("TRGRPID"));
        let role = if role.is_empty() { lesion.role } else { role };
        let nodal = test == "LNSTATE" || lesion.qualifiers.first().is_some_and(|kind| kind == "nodal");
        self.put(place, "patient", &subject);
        self.put(place, "date", &cell("TRDTC"));
        self.put(place, "day", &day_of_study_day(&cell("TRDY")));
        self.put(place, "lesion", &link);
        self.put(place, "organ", &lesion.organ);
        self.put(place, "role", role);
        for (value, (ours, ..)) in lesion.qualifiers.iter().zip(LESION_QUALIFIERS) {
            self.put(place, ours, value);
        }
        if nodal {
            self.put(place, "kind", "nodal");
        }
        for (ours, name, _) in RESULT_QUALIFIERS {
            self.put(place, ours, &qualifier(name));
        }
        let method = of_theirs(METHODS, &cell("TRMETHOD"));
        self.put(place, "method", if method.is_empty() { "" } else { method });
        if method.is_empty() && !cell("TRMETHOD").is_empty() {
            let found = format!("“{}” is not a method of ours", cell("TRMETHOD"));
            self.note(row.line, "TRMETHOD", &found, "the method is taken as not recorded");
        }
        self.put(place, "observer", &cell("TREVALID"));
        self.put_result(place, row, column);
    }

    fn put_result(&mut self, place: usize, row: &TableRow, column: &'static str) {
        let cell = |variable: &str| self.tr.cell(row, variable).to_owned();
        let (original, standard) = (cell("TRORRES"), cell("TRSTRESC"));
        if cell("TRSTAT").eq_ignore_ascii_case("not done") {
            self.put(place, "state", "not_evaluable");
            let reason = cell("TRREASND");
            if !reason.eq_ignore_ascii_case("not evaluable") {
                self.put(place, "note", &reason);
            }
            return;
        }
        if column == "state" {
            let word = if original.is_empty() { standard } else { original };
            let state = match word.to_uppercase().as_str() {
                "ABSENT" => "absent",
                "NOT EVALUABLE" => "not_evaluable",
                "PRESENT" => "present",
                _ => {
                    // "UNEQUIVOCAL PROGRESSION", "PATHOLOGICAL": the lesion is there; the word is kept.
                    self.put(place, "note", &word);
                    "present"
                }
            };
            // A state beside a size adds nothing unless the lesion is gone.
            if state == "absent" || !self.has_size(place) {
                self.put(place, "state", state);
            }
            return;
        }
        let too_small = original.eq_ignore_ascii_case("too small to measure");
        if too_small {
            self.put(place, "state", "too_small");
        }
        let unit = |variable: &str| cell(variable).to_lowercase();
        let (number, unit) =
            if too_small || original.is_empty() { (standard, unit("TRSTRESU")) } else { (original, unit("TRORRESU")) };
        // Five millimeters is what "too small" means anyway.
        if too_small && column != "volume_mm3" && number == "5" {
            return;
        }
        if let Some(found) = self.rows.get(place).and_then(|row| row.cells.get(position("state")))
            && found == "present"
        {
            self.set(place, "state", "");
        }
        match (column, unit.as_str()) {
            ("volume_mm3", "mm3") => self.put(place, column, &number),
            ("volume_mm3", "ml" | "cm3") => match number.parse::<f64>() {
                Ok(cm3) => self.put(place, column, &(cm3 * 1000.0).to_string()),
                Err(_) => self.put(place, column, &number),
            },
            ("volume_mm3", other) => {
                let found = format!("“{other}” is not a unit of volume");
                self.note(row.line, "TRORRESU", &found, "the size was not used");
            }
            (_, "" | "mm") => self.put(place, column, &number),
            (_, "cm") => self.put(place, column, &format!("{number} cm")),
            (_, other) => {
                let found = format!("“{other}” is not a unit of length");
                self.note(row.line, "TRORRESU", &found, "the size was not used");
            }
        }
    }

    /// The response of one visit, on any of its rows.
    fn response(&mut self, subject: &str, time: &[String; 2], response: &str) {
        let [date, day] = time;
        let same = |row: &TableRow, column, text: &str| row.cells.get(position(column)).is_some_and(|own| own == text);
        let place = self.rows.iter().position(|row| {
            same(row, "patient", subject)
                && (if date.is_empty() { same(row, "day", day) } else { same(row, "date", date) })
        });
        if let Some(place) = place {
            self.put(place, "non_target", response);
        }
    }

    fn place_of(&mut self, key: &Key, line: usize) -> usize {
        if let Some(place) = self.places.get(key) {
            return *place;
        }
        let place = self.rows.len();
        self.rows.push(TableRow { line, cells: vec![String::new(); COLUMNS.len()] });
        self.places.insert(key.clone(), place);
        place
    }

    fn has_size(&self, place: usize) -> bool {
        let sizes = ["length_mm", "width_mm", "volume_mm3"];
        let row = self.rows.get(place);
        row.is_some_and(|row| sizes.iter().any(|own| row.cells.get(position(own)).is_some_and(|cell| !cell.is_empty())))
    }

    /// Fills a cell that is still blank.
    fn put(&mut self, place: usize, column: &str, text: &str) {
        let cell = self.rows.get_mut(place).and_then(|row| row.cells.get_mut(position(column)));
        if let Some(cell) = cell.filter(|cell| cell.is_empty()) {
            text.clone_into(cell);
        }
    }

    fn set(&mut self, place: usize, column: &str, text: &str) {
        if let Some(cell) = self.rows.get_mut(place).and_then(|row| row.cells.get_mut(position(column))) {
            text.clone_into(cell);
        }
    }

    fn note(&mut self, line: usize, variable: &str, found: &str, done: &str) {
        let column = self.tr.places.get(variable).map(|place| self.tr.table.column(*place));
        let file = self.tr.table.file.clone();
        self.problems.push(Problem { file, line, column, found: found.to_owned(), done: done.to_owned() });
    }
}

fn position(column: &str) -> usize {
    COLUMNS.iter().position(|(own, _)| *own == column).unwrap_or(usize::MAX)
}
