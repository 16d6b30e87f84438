//! What the rows of a patient say about its lesions.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::columns::Field;
use super::reporter::Reporter;
use super::row::Row;
use crate::domain::case::MAX_LESIONS;
use crate::domain::{Case, Lesion, LesionId, LesionKind, Measure, NewClass, Organ, Role};
use crate::exchange::tokens::ValueMeasure;
use crate::store::tokens::Token as _;

/// Adds the lesions that rows give something for, and tells each row its lesion.
pub(super) fn collect_lesions(
    rows: &[Row],
    dates: &[Option<Date>],
    case: &mut Case,
    reporter: &mut Reporter<'_>,
) -> Vec<Option<LesionId>> {
    let mut drafts: Vec<LesionDraft> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    let mut of_rows = Vec::with_capacity(rows.len());
    for (row, date) in rows.iter().zip(dates) {
        if date.is_none() || row.set_aside || row.size_refused || !row.gives_something() {
            of_rows.push(None);
            continue;
        }
        let name = row.lesion_name();
        let place = match places.get(name) {
            Some(place) => *place,
            None if drafts.len() >= MAX_LESIONS => {
                let found = format!("more than {MAX_LESIONS} lesions of one patient");
                reporter.note(row.line, Some(Field::Lesion), found, "the size was not used");
                of_rows.push(None);
                continue;
            }
            None => {
                places.insert(name, drafts.len());
                let alike = places.keys().find(|own| **own != name && own.to_lowercase() == name.to_lowercase());
                if let Some(alike) = alike {
                    let found = format!("lesion “{name}” differs from “{alike}” in its capitals alone");
                    reporter.note(row.line, Some(Field::Lesion), found, "they are kept as two lesions");
                }
                drafts.push(LesionDraft { line: row.line, ..LesionDraft::default() });
                drafts.len() - 1
            }
        };
        if let Some(draft) = drafts.get_mut(place) {
            draft.take(row, reporter);
        }
        of_rows.push(u32::try_from(place).ok().map(LesionId));
    }
    let mut named: Vec<(usize, &str)> = places.into_iter().map(|(name, place)| (place, name)).collect();
    named.sort_unstable();
    for (draft, (place, name)) in drafts.iter().zip(named) {
        let id = LesionId(u32::try_from(place).unwrap_or(u32::MAX));
        draft.check_axes(name, reporter);
        // Names are distinct and not empty, and their number was checked, so this cannot be refused.
        case.add_lesion(draft.lesion(id, name)).ok();
    }
    of_rows
}

/// What the rows of one lesion say of it; the first row that says something is believed.
#[derive(Default)]
struct LesionDraft {
    /// The line of its first row.
    line: usize,
    organ: String,
    kind: Option<LesionKind>,
    role: Option<Role>,
    measure: Option<ValueMeasure>,
    new_class: Option<NewClass>,
    /// The fields in which its sizes stand.
    sizes: BTreeSet<Field>,
}

impl LesionDraft {
    fn take(&mut self, row: &Row, reporter: &mut Reporter<'_>) {
        let mut differ = |field: Field, first: &str, found: &str| {
            let found = format!("“{found}”, but an earlier row of lesion {} says “{first}”", row.lesion_name());
            reporter.note(row.line, Some(field), found, "the first is used");
        };
        if self.organ.is_empty() {
            self.organ.clone_from(&row.organ);
        } else if !row.organ.is_empty() && row.organ != self.organ {
            differ(Field::Organ, &self.organ, &row.organ);
        }
        merge(&mut self.kind, row.kind, |first, found| differ(Field::Kind, first.word(), found.word()));
        merge(&mut self.role, row.role, |first, found| differ(Field::Role, first.word(), found.word()));
        merge(&mut self.new_class, row.new_class, |first, found| differ(Field::NewClass, first.word(), found.word()));
        let is_sum = |measure: ValueMeasure| measure == ValueMeasure::SumOfDiameters;
        if self.measure.zip(row.measure).is_some_and(|(first, found)| is_sum(first) != is_sum(found)) {
            let [first, found] =
                [self.measure, row.measure].map(|measure| measure.map_or("", |measure| measure.word()));
            differ(Field::Measure, first, found);
        }
        self.measure = self.measure.or(row.measure);
        let size = &row.size;
        for (field, given) in [
            (Field::Length, size.length.is_some()),
            (Field::Width, size.width.is_some()),
            (Field::ShortAxis, size.short_axis.is_some()),
            (Field::Value, size.unstated.is_some()),
            (Field::Volume, size.volume.is_some()),
        ] {
            if given {
                self.sizes.insert(field);
            }
        }
    }

    /// Whether its short axis is all that is ever given; a node alone is measured so.
    fn has_short_axis_alone(&self) -> bool {
        self.sizes.iter().eq([&Field::ShortAxis])
    }

    /// Reports a lesion whose sizes are not those that count for its kind.
    fn check_axes(&self, name: &str, reporter: &mut Reporter<'_>) {
        let (found, done) = match self.kind {
            None if self.has_short_axis_alone() => ("has a short axis alone and no kind", "it is taken as a node"),
            Some(LesionKind::NonNodal) if self.has_short_axis_alone() => {
                ("is not a node and has no longest diameter", "it counts as not assessed")
            }
            Some(LesionKind::Nodal) if self.sizes.iter().eq([&Field::Length]) => {
                ("is a node and has no short axis, which alone counts", "it counts as not assessed")
            }
            _ => return,
        };
        reporter.note(self.line, Some(Field::Lesion), format!("lesion {name} {found}"), done);
    }

    fn lesion(&self, id: LesionId, name: &str) -> Lesion {
        let mut lesion = Lesion::target(id, name);
        lesion.organ = Organ(self.organ.clone());
        let default = if self.has_short_axis_alone() { LesionKind::Nodal } else { LesionKind::NonNodal };
        lesion.kind = self.kind.unwrap_or(default);
        lesion.role = self.role.unwrap_or_default();
        lesion.new_class = self.new_class;
        lesion.measure = match self.measure {
            Some(ValueMeasure::SumOfDiameters) => Measure::SumOfDiameters,
            _ => Measure::SingleLesion,
        };
        lesion
    }
}

fn merge<T: Copy + PartialEq>(slot: &mut Option<T>, found: Option<T>, differ: impl FnOnce(T, T)) {
    match (*slot, found) {
        (Some(first), Some(found)) if first != found => differ(first, found),
        (first, found) => *slot = first.or(found),
    }
}
