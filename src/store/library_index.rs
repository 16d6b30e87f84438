//! What a folder of cases was found to hold, kept so that the next look reads only the files that changed.
//!
//! Everything in it comes from the files; without it, or where it is damaged, it is made again from them alone.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use jiff::civil::Date;
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefMutIterator as _, ParallelIterator as _};

use super::atomic::{WriteError, write_atomically};
use super::case_file::Summary;
use super::course_text::{course_of, course_text};
use super::disk::{Disk, Metadata};
use super::file_name::is_case_file;
use super::library::{Listed, Top, top_of};
use super::save::load_case;
use super::tokens::Token as _;
use crate::assess::{CaseCourse, CaseOutcomes, Enlargement, Fate, SeenIn};
use crate::domain::{Case, Method, Repeatability, Species};

/// The form of the file; another one is not read but made again.
const FORM: &str = "reassess library 4";

/// What was concluded from a whole case, for lists and small charts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// The token of the verdict by the rules of the index.
    pub token: String,
    /// The day the next size is due.
    pub due: Option<Date>,
    /// The last day for it; `None` where the due day is all there is.
    pub latest: Option<Date>,
    /// Day from the therapy start and size on the chart's axis, by day.
    pub sizes: Vec<(f64, f64)>,
    /// The progression line on that axis.
    pub line: Option<f64>,
    /// What its repeated readings say of each observer.
    pub repeats: Vec<Repeatability>,
    /// Its enlargements and what came of each.
    pub outcomes: Option<CaseOutcomes>,
    /// Its change from baseline and what happened on which day, for plots of many cases.
    pub course: Option<CaseCourse>,
}

/// One case of a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct LibraryCase {
    /// The file and what its top says.
    pub listed: Listed,
    /// What was concluded; `None` until the whole file has been read, and where it cannot be.
    pub facts: Option<Facts>,
    len_bytes: u64,
    /// The whole file was read, whether it could be or not.
    is_complete: bool,
}

/// The cases of one folder under one version of the rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LibraryIndex {
    folder: PathBuf,
    rules_version: String,
    cases: Vec<LibraryCase>,
}

impl LibraryIndex {
    /// The kept index of `folder`; empty where there is none, it is of other rules, or it cannot be read.
    pub fn load(disk: &dyn Disk, file: &Path, folder: &Path, rules_version: &str) -> Self {
        let empty = Self { folder: folder.to_owned(), rules_version: rules_version.to_owned(), cases: Vec::new() };
        let Ok(bytes) = disk.read(file) else { return empty };
        let cases = read(&bytes, folder, rules_version).unwrap_or_default();
        Self { cases, ..empty }
    }

    /// The cases, the last changed first.
    pub fn cases(&self) -> &[LibraryCase] {
        &self.cases
    }

    /// The cases by themselves.
    pub fn into_cases(self) -> Vec<LibraryCase> {
        self.cases
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Whether whole files are still to be read.
    pub fn is_incomplete(&self) -> bool {
        self.cases.iter().any(|case| !case.is_complete)
    }

    /// Looks at the folder again and reads the top of what is new or changed; returns how many that were.
    ///
    /// A file is taken as unchanged while its length and its time of change are.
    ///
    /// # Errors
    /// [`io::Error`] when the folder cannot be listed.
    pub fn refresh(&mut self, disk: &dyn Disk) -> io::Result<usize> {
        let entries = disk.list(&self.folder)?;
        let mut known: BTreeMap<PathBuf, LibraryCase> =
            std::mem::take(&mut self.cases).into_iter().map(|case| (case.listed.path.clone(), case)).collect();
        let mut fresh = Vec::new();
        for entry in entries.into_iter().filter(|entry| !entry.metadata.is_folder && is_case_file(&entry.path)) {
            match known.remove(&entry.path) {
                Some(case) if case.is_of(&entry.metadata) => self.cases.push(case),
                _ => fresh.push(entry),
            }
        }
        let count = fresh.len();
        // In parallel, since a folder on a network answers each file late.
        let read: Vec<LibraryCase> = fresh
            .into_par_iter()
            .map(|entry| LibraryCase {
                len_bytes: entry.metadata.len_bytes,
                listed: Listed { modified: entry.metadata.modified, top: top_of(disk, &entry.path), path: entry.path },
                facts: None,
                is_complete: false,
            })
            .collect();
        self.cases.extend(read);
        self.cases.sort_by(|a, b| {
            let newest_first = b.listed.modified.cmp(&a.listed.modified);
            newest_first.then_with(|| a.listed.path.cmp(&b.listed.path))
        });
        Ok(count)
    }

    /// Reads at most `most` whole cases that have not been read yet; returns whether any is left.
    pub fn complete(&mut self, disk: &dyn Disk, most: usize, facts: impl Fn(&Case) -> Facts + Sync) -> bool {
        let mut waiting: Vec<&mut LibraryCase> = self.cases.iter_mut().filter(|case| !case.is_complete).collect();
        let is_left = waiting.len() > most;
        waiting.truncate(most);
        waiting.par_iter_mut().for_each(|case| {
            case.is_complete = true;
            let readable = matches!(case.listed.top, Top::Readable(_));
            let loaded = readable.then(|| load_case(disk, &case.listed.path).ok()).flatten();
            case.facts = loaded.map(|loaded| facts(&loaded.file.case));
        });
        is_left
    }

    /// Keeps the index for the next time.
    ///
    /// # Errors
    /// [`WriteError`]; a list without an index is only slower.
    pub fn save(&self, disk: &dyn Disk, file: &Path) -> Result<(), WriteError> {
        let failed = |source| WriteError { doing: "make the folder of the index", source, path: file.to_owned() };
        disk.create_dir_all(file.parent().unwrap_or(file)).map_err(failed)?;
        write_atomically(disk, file, &written(self).unwrap_or_default())
    }
}

impl LibraryCase {
    fn is_of(&self, metadata: &Metadata) -> bool {
        // A file whose time is not told may have changed.
        self.len_bytes == metadata.len_bytes && metadata.modified.is_some() && self.listed.modified == metadata.modified
    }
}

fn written(index: &LibraryIndex) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let folder = index.folder.to_string_lossy();
    out.write_record([FORM, &index.rules_version, &folder])?;
    for case in &index.cases {
        // What is damaged or newer is looked at each time; a name that is not text cannot be written here.
        let (Top::Readable(summary), true) = (&case.listed.top, case.is_complete) else { continue };
        let name = case.listed.path.file_name().and_then(|name| name.to_str());
        let since = case.listed.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let (Some(name), Some(since)) = (name, since) else { continue };
        let date = |date: Option<Date>| date.map_or_else(String::new, |date| date.to_string());
        let mut record = vec![
            name.to_owned(),
            since.as_nanos().to_string(),
            case.len_bytes.to_string(),
            summary.name.clone(),
            summary.tumor.clone(),
            summary.therapy.clone(),
            date(summary.start),
            date(summary.last_visit),
            summary.label.clone(),
            summary.rules_version.clone(),
            summary.app_version.clone(),
        ];
        if let Some(facts) = &case.facts {
            let sizes: Vec<String> = facts.sizes.iter().map(|(day, size)| format!("{day}:{size}")).collect();
            let line = facts.line.map_or_else(String::new, |line| line.to_string());
            record.extend([facts.token.clone(), date(facts.due), date(facts.latest), line, sizes.join(" ")]);
            record.push(facts.outcomes.as_ref().map_or_else(String::new, outcomes_text));
            record.push(facts.course.as_ref().map_or_else(String::new, course_text));
            for own in &facts.repeats {
                let Repeatability { observer, method, sets, degrees_of_freedom, log_sd } = own;
                let numbers = [sets.to_string(), degrees_of_freedom.to_string(), log_sd.to_string()];
                record.extend([observer.clone(), method.token().to_owned()].into_iter().chain(numbers));
            }
        }
        out.write_record(&record)?;
    }
    out.into_inner().map_err(|error| error.into_error().into())
}

/// `None` where the file is of another form, folder or rules, or anything in it is not understood.
fn read(bytes: &[u8], folder: &Path, rules_version: &str) -> Option<Vec<LibraryCase>> {
    let mut records = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes).into_records();
    let head = records.next()?.ok()?;
    let own: Vec<&str> = head.iter().collect();
    if own != [FORM, rules_version, &*folder.to_string_lossy()] {
        return None;
    }
    records.map(|record| one(&record.ok()?, folder)).collect()
}

fn one(record: &csv::StringRecord, folder: &Path) -> Option<LibraryCase> {
    let text = |place: usize| record.get(place).map(str::to_owned);
    let date = |place: usize| -> Option<Option<Date>> {
        let own = record.get(place)?;
        if own.is_empty() { Some(None) } else { own.parse().ok().map(Some) }
    };
    let since = std::time::Duration::from_nanos(record.get(1)?.parse().ok()?);
    let summary = Summary {
        name: text(3)?,
        tumor: text(4)?,
        therapy: text(5)?,
        start: date(6)?,
        last_visit: date(7)?,
        label: text(8)?,
        rules_version: text(9)?,
        app_version: text(10)?,
        shown: None,
    };
    let facts = match record.get(11) {
        None => None,
        Some(token) => Some(Facts {
            token: token.to_owned(),
            due: date(12)?,
            latest: date(13)?,
            line: if record.get(14)?.is_empty() { None } else { Some(finite(record.get(14)?)?) },
            sizes: record.get(15)?.split_whitespace().map(size).collect::<Option<_>>()?,
            outcomes: if record.get(16)?.is_empty() { None } else { Some(outcomes_of(record.get(16)?)?) },
            course: if record.get(17)?.is_empty() { None } else { Some(course_of(record.get(17)?)?) },
            repeats: record.iter().skip(18).collect::<Vec<_>>().chunks(5).map(repeatability).collect::<Option<_>>()?,
        }),
    };
    Some(LibraryCase {
        listed: Listed {
            path: folder.join(record.get(0)?),
            modified: Some(UNIX_EPOCH + since),
            top: Top::Readable(summary),
        },
        facts,
        len_bytes: record.get(2)?.parse().ok()?,
        is_complete: true,
    })
}

/// "dog 42:window:22.2:70:confirmed:no …": the species, then each enlargement.
fn outcomes_text(outcomes: &CaseOutcomes) -> String {
    let number = |number: Option<String>| number.unwrap_or_default();
    let own = outcomes.enlargements.iter().map(|own| {
        let rise = number(own.rise_percent.map(|percent| percent.to_string()));
        let next = number(own.next_look_day.map(|day| day.to_string()));
        let after = if own.fell_after_confirmed { "yes" } else { "no" };
        format!("{}:{}:{rise}:{next}:{}:{after}", own.opened_day, own.seen_in.token(), own.fate.token())
    });
    std::iter::once(outcomes.species.word().to_owned()).chain(own).collect::<Vec<_>>().join(" ")
}

fn outcomes_of(text: &str) -> Option<CaseOutcomes> {
    let mut words = text.split(' ');
    let species = Species::of_word(words.next()?)?;
    Some(CaseOutcomes { species, enlargements: words.map(enlargement).collect::<Option<_>>()? })
}

fn enlargement(text: &str) -> Option<Enlargement> {
    let fields: Vec<&str> = text.split(':').collect();
    let [opened, seen_in, rise, next, fate, after] = fields.as_slice() else { return None };
    Some(Enlargement {
        opened_day: opened.parse().ok()?,
        seen_in: SeenIn::from_token(seen_in)?,
        rise_percent: if rise.is_empty() { None } else { Some(finite(rise)?) },
        next_look_day: if next.is_empty() { None } else { Some(next.parse().ok()?) },
        fate: Fate::from_token(fate)?,
        fell_after_confirmed: *after == "yes",
    })
}

fn repeatability(fields: &[&str]) -> Option<Repeatability> {
    let [observer, method, sets, freedom, log_sd] = fields else { return None };
    let own = Repeatability {
        observer: (*observer).to_owned(),
        method: Method::of_word(method)?,
        sets: sets.parse().ok()?,
        degrees_of_freedom: freedom.parse().ok()?,
        log_sd: finite(log_sd)?,
    };
    own.check().ok()
}

fn finite(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

fn size(text: &str) -> Option<(f64, f64)> {
    let (day, size) = text.split_once(':')?;
    Some((finite(day)?, finite(size)?))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::assess::{Milestone, SizeChange};
    use crate::criteria::{IrecistState, Percent};
    use crate::store::case_file::to_text;
    use crate::store::memory_disk::MemoryDisk;

    const FOLDER: &str = "/c";

    fn put(disk: &MemoryDisk, file: &str, name: &str) {
        let mut case = Case::default();
        name.clone_into(&mut case.patient.name);
        disk.put(format!("{FOLDER}/{file}"), to_text(&case, &Summary::of(&case, "", "1.0")).unwrap().as_bytes());
    }

    fn facts(case: &Case) -> Facts {
        Facts {
            token: format!("of {}", case.patient.name),
            due: Some(date(2026, 5, 21)),
            latest: None,
            sizes: vec![(-2.0, 45.5), (21.0, 48.0)],
            line: Some(54.0),
            repeats: vec![Repeatability {
                observer: "K, \"M\"".to_owned(),
                method: Method::Caliper,
                sets: 2,
                degrees_of_freedom: 3,
                log_sd: 0.051,
            }],
            outcomes: Some(CaseOutcomes {
                species: Species::Dog,
                enlargements: vec![
                    Enlargement {
                        opened_day: -3,
                        seen_in: SeenIn::BeforeWindow,
                        rise_percent: None,
                        next_look_day: Some(30),
                        fate: Fate::Confirmed,
                        fell_after_confirmed: true,
                    },
                    Enlargement {
                        opened_day: 61,
                        seen_in: SeenIn::Later,
                        rise_percent: Some(22.25),
                        next_look_day: None,
                        fate: Fate::NotLooked,
                        fell_after_confirmed: false,
                    },
                ],
            }),
            course: Some(CaseCourse {
                species: Species::Dog,
                start_known: true,
                by_volume: false,
                changes: vec![
                    SizeChange { day: -2, percent: Percent(0), before_other: true },
                    SizeChange { day: 21, percent: Percent(-55), before_other: false },
                ],
                best: Some(IrecistState::ISd),
                milestones: vec![(-1, Milestone::OtherTreatment), (30, Milestone::Died)],
                last_day: 30,
            }),
        }
    }

    fn load(disk: &MemoryDisk, rules: &str) -> LibraryIndex {
        LibraryIndex::load(disk, Path::new("/state/library.csv"), Path::new(FOLDER), rules)
    }

    fn names(index: &LibraryIndex) -> Vec<String> {
        let mut names: Vec<String> =
            index.cases().iter().filter_map(|case| case.listed.summary()).map(|own| own.name.clone()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_kept_index_says_what_the_files_say_and_reads_only_what_changed() {
        let disk = MemoryDisk::new();
        put(&disk, "a.reassess.ron", "Anton, \"the\" dog\nof two lines");
        put(&disk, "b.reassess.ron", "Bella");
        disk.put("/c/broken.reassess.ron", b"(nothing of ours)");
        let mut first = load(&disk, "1.0");
        assert_eq!(first.refresh(&disk).unwrap(), 3);
        assert!(first.complete(&disk, 1, facts), "two are left");
        assert!(!first.complete(&disk, 9, facts), "none is left");
        first.save(&disk, Path::new("/state/library.csv")).unwrap();

        let mut warm = load(&disk, "1.0");
        assert_eq!(warm.refresh(&disk).unwrap(), 1, "the broken one is looked at again");
        warm.complete(&disk, 9, |_| panic!("nothing whole is read again"));
        assert_eq!(warm, first, "the kept index says the same");

        put(&disk, "b.reassess.ron", "Beate");
        put(&disk, "c.reassess.ron", "Carl");
        assert_eq!(warm.refresh(&disk).unwrap(), 2, "the changed and the new one");
        assert_eq!(names(&warm), ["Anton, \"the\" dog\nof two lines", "Beate", "Carl"]);
        disk.remove(Path::new("/c/a.reassess.ron")).unwrap();
        warm.refresh(&disk).unwrap();
        assert_eq!(names(&warm), ["Beate", "Carl"], "one that is gone is gone");
    }

    #[test]
    fn an_index_of_other_rules_or_damaged_is_made_again_from_the_files() {
        let disk = MemoryDisk::new();
        put(&disk, "a.reassess.ron", "Anton");
        let mut index = load(&disk, "1.0");
        index.refresh(&disk).unwrap();
        index.complete(&disk, 9, facts);
        let file = Path::new("/state/library.csv");
        index.save(&disk, file).unwrap();
        assert_eq!(load(&disk, "1.1").cases(), [], "other rules may conclude otherwise");
        let whole = disk.read(file).unwrap();
        for cut in 0..whole.len() {
            disk.put(file, &whole[..cut]);
            let mut again = load(&disk, "1.0");
            again.refresh(&disk).unwrap();
            again.complete(&disk, 9, facts);
            assert_eq!(names(&again), ["Anton"], "cut after {cut} bytes");
        }
        disk.put(file, b"\xff\xfe,,,\n1,2");
        assert_eq!(load(&disk, "1.0").cases(), []);
    }
}
