//! Where two versions of one case differ, so that a question about them can show both.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::domain::{Case, DateForm, Dated, LesionId, Visit, finding_text};

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is: "T1 on 23 Apr 2026".
    pub what: String,
    /// How it is in the one version.
    pub mine: String,
    /// How it is in the other.
    pub theirs: String,
}

const NOT_THERE: &str = "not there";

/// Every difference between two versions, dates in the form of the first, in the order a case is read; equal cases have none, others at least one.
pub fn differences<'a>(mine: impl Into<Dated<'a>>, theirs: &Case) -> Vec<Difference> {
    let dated = mine.into();
    let (mine, form) = (dated.case(), dated.form());
    let mut found = Vec::new();
    let mut note = |what: &str, mine: String, theirs: String| {
        if mine != theirs {
            found.push(Difference { what: what.to_owned(), mine: said(mine), theirs: said(theirs) });
        }
    };
    let both = |read: fn(&Case) -> String| (read(mine), read(theirs));
    for (what, (mine, theirs)) in [
        ("Name", both(|case| case.patient.name.clone())),
        ("Breed", both(|case| case.patient.breed.clone())),
        ("Sex", both(|case| case.patient.sex.map_or_else(String::new, |sex| sex.words().to_owned()))),
        ("Age", both(|case| case.patient.age_years.map_or_else(String::new, |years| format!("{years} y")))),
        ("Owner", both(|case| case.patient.owner.clone())),
        ("Tumor", both(|case| case.tumor.kind.clone())),
        ("Stage", both(|case| case.tumor.stage.clone())),
        ("Therapy", both(|case| case.therapy.class.words().to_owned())),
        ("Drug", both(|case| case.therapy.drug.clone())),
        ("First dose", (first_dose(mine, form), first_dose(theirs, form))),
        ("Notes", both(|case| case.notes.clone())),
        ("Lesions", both(lesion_names)),
    ] {
        note(what, mine, theirs);
    }
    let dates: BTreeSet<Date> = mine.visits().iter().chain(theirs.visits()).map(|visit| visit.date).collect();
    for date in dates {
        match (mine.visit(date), theirs.visit(date)) {
            (Some(mine_then), Some(theirs_then)) => {
                visit_differences((mine, mine_then), (theirs, theirs_then), form, &mut note);
            }
            (mine_then, theirs_then) => {
                let words = |case: &Case, visit: Option<&Visit>| {
                    visit.map_or_else(|| NOT_THERE.to_owned(), |visit| sizes_words(case, visit))
                };
                note(&format!("Visit {}", form.words(date)), words(mine, mine_then), words(theirs, theirs_then));
            }
        }
    }
    note("Events", events_words(mine, form), events_words(theirs, form));
    if found.is_empty() && mine != theirs {
        found.push(Difference {
            what: "Other details".to_owned(),
            mine: "as here".to_owned(),
            theirs: "otherwise".to_owned(),
        });
    }
    found
}

fn visit_differences(
    (mine, mine_then): (&Case, &Visit),
    (theirs, theirs_then): (&Case, &Visit),
    form: DateForm,
    note: &mut impl FnMut(&str, String, String),
) {
    let date = form.words(mine_then.date);
    let ids: BTreeSet<LesionId> =
        mine_then.measurements.keys().chain(theirs_then.measurements.keys()).copied().collect();
    let mut other = mine_then.clone();
    other.measurements.clone_from(&theirs_then.measurements);
    for id in ids {
        let name = mine.lesion(id).or_else(|| theirs.lesion(id)).map_or("lesion", |lesion| lesion.name.as_str());
        let size = |case: &Case, visit: &Visit| {
            visit.measurements.get(&id).map_or_else(String::new, |own| finding_text(case, &own.finding))
        };
        let (mine_size, theirs_size) = (size(mine, mine_then), size(theirs, theirs_then));
        if mine_size == theirs_size && mine_then.measurements.get(&id) != theirs_then.measurements.get(&id) {
            note(&format!("{name} on {date}, how measured"), "as here".to_owned(), "otherwise".to_owned());
        }
        note(&format!("{name} on {date}"), mine_size, theirs_size);
    }
    if other != *theirs_then {
        note(&format!("Signs and notes on {date}"), "as here".to_owned(), "otherwise".to_owned());
    }
}

fn sizes_words(case: &Case, visit: &Visit) -> String {
    let sizes: Vec<String> = visit
        .measurements
        .iter()
        .filter_map(|(id, own)| Some(format!("{} {}", case.lesion(*id)?.name, finding_text(case, &own.finding))))
        .collect();
    if sizes.is_empty() { "without sizes".to_owned() } else { sizes.join("; ") }
}

fn lesion_names(case: &Case) -> String {
    case.lesions().iter().map(|lesion| lesion.name.as_str()).collect::<Vec<_>>().join(", ")
}

fn first_dose(case: &Case, form: DateForm) -> String {
    case.therapy.start.map_or_else(String::new, |start| form.words(start))
}

fn events_words(case: &Case, form: DateForm) -> String {
    let last = case.events().last();
    last.map_or_else(String::new, |last| {
        format!("{}, last {} on {}", case.events().len(), last.kind.words(), form.words(last.date))
    })
}

fn said(text: String) -> String {
    const MOST: usize = 60;
    if text.trim().is_empty() {
        "not recorded".to_owned()
    } else if text.chars().count() > MOST {
        text.chars().take(MOST).chain(std::iter::once('…')).collect()
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::app::edit::{Edit, apply};
    use crate::domain::Lesion;

    #[test]
    fn every_kind_of_change_is_named_with_both_sides() {
        let mut mine = Case::default();
        mine.add_lesion(Lesion::target(LesionId(0), "T1")).unwrap();
        mine.add_visit(Visit::on(date(2026, 4, 2))).unwrap();
        let edit = |case: &Case, edit| apply(case, edit).unwrap().0;
        let size = |text: &str| Edit::SetSize { date: date(2026, 4, 2), lesion: LesionId(0), text: text.to_owned() };
        mine = edit(&mine, size("31 x 24"));
        assert_eq!(differences(&mine, &mine), []);
        let mut theirs = edit(&mine, size("35 x 24"));
        theirs = edit(&theirs, Edit::AddVisit(date(2026, 4, 23)));
        "Rex".clone_into(&mut theirs.patient.name);
        let found = differences(&mine, &theirs);
        let lines: Vec<String> =
            found.iter().map(|found| format!("{}: {} | {}", found.what, found.mine, found.theirs)).collect();
        assert_eq!(
            lines,
            [
                "Name: not recorded | Rex",
                "T1 on 2 Apr 2026: 31 × 24 | 35 × 24",
                "Visit 23 Apr 2026: not there | without sizes",
            ]
        );
        let mut other = mine.clone();
        other.source = "elsewhere".to_owned();
        assert_eq!(differences(&mine, &other).len(), 1, "whatever is not named still counts");
    }
}
