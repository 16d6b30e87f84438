//! The wire form of a case file as checked domain values.

use std::collections::BTreeSet;
use std::fmt::Display;

use jiff::civil::Date;

use super::hand_edit::advice;
use super::schema::locate::Step;
use super::schema::{
    ABSENT, CaseWire, EventWire, FRAGMENTED, FindingWire, LabsWire, LesionWire, MEASURED, MERGED, NOT_EVALUABLE,
    PRESENT, PatientWire, PlanSizeWire, PlanWire, RepeatabilityWire, SignsWire, SummaryWire, TOO_SMALL, TherapyWire,
    TumorWire, VisitWire,
};
use super::tokens::Token;
use crate::domain::{
    Alarm, Axes, Case, CommittedPlan, Event, Finding, Grade, Labs, Length, LengthUnit, Lesion, LesionId, Measurement,
    Organ, Patient, Performance, PlanSize, PlannedActions, QualityOfLife, Reading, Repeatability, Repeats,
    RoutineInterval, Signs, Size, Therapy, Tumor, Visit, Volume, Weight,
};

/// Every state of a finding, in the order a message lists them.
const STATES: [&str; 7] = [MEASURED, ABSENT, TOO_SMALL, NOT_EVALUABLE, PRESENT, FRAGMENTED, MERGED];

/// What is wrong with a file that RON could read: where, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Invalid {
    pub(super) path: Vec<Step>,
    pub(super) reason: String,
}

pub(super) fn invalid(reason: impl Display) -> Invalid {
    Invalid { path: Vec::new(), reason: reason.to_string() }
}

/// Says where a refusal came from, from the inside out.
pub(super) trait At<T> {
    fn at(self, step: Step) -> Result<T, Invalid>;

    fn field(self, name: &'static str) -> Result<T, Invalid>
    where
        Self: Sized,
    {
        self.at(Step::Field(name))
    }
}

impl<T> At<T> for Result<T, Invalid> {
    fn at(self, step: Step) -> Self {
        self.map_err(|mut invalid| {
            invalid.path.insert(0, step);
            invalid
        })
    }
}

/// A refusal of the domain at a field.
pub(super) fn refused<T, E: Display>(result: Result<T, E>, name: &'static str) -> Result<T, Invalid> {
    result.map_err(invalid).field(name)
}

fn word<T: Token>(text: &str, name: &'static str) -> Result<T, Invalid> {
    word_of(text).field(name)
}

fn word_of<T: Token>(text: &str) -> Result<T, Invalid> {
    let unknown = || {
        let write = advice(text, T::table().into_iter().map(|(_, word)| word), "write");
        invalid(format!("\"{text}\" is not {}{write} one of {}", T::WHAT, T::words()))
    };
    T::of_word(text).ok_or_else(unknown)
}

fn word_if_any<T: Token>(text: &str, name: &'static str) -> Result<Option<T>, Invalid> {
    if text.is_empty() { Ok(None) } else { word(text, name).map(Some) }
}

pub(super) fn date_of(text: &str) -> Result<Date, Invalid> {
    // The parser would also take a time of day and drop it.
    match text.parse() {
        Ok(date) if text == Date::to_string(&date) => Ok(date),
        Ok(_) => {
            Err(invalid(format!("\"{text}\" is not a date alone; write it as year-month-day, like \"2026-03-12\"")))
        }
        Err(error) => {
            Err(invalid(format!("\"{text}\" is not a date ({error}); write it as year-month-day, like \"2026-03-12\"")))
        }
    }
}

fn date_if_any(text: &str, name: &'static str) -> Result<Option<Date>, Invalid> {
    if text.is_empty() { Ok(None) } else { date_of(text).map(Some).field(name) }
}

/// The checked case of a wire form.
pub(super) fn case_from_wire(wire: &CaseWire) -> Result<Case, Invalid> {
    let mut case = Case::default();
    case.patient = patient(&wire.patient).field("patient")?;
    case.tumor = tumor(&wire.tumor).field("tumor")?;
    case.therapy = therapy(&wire.therapy).field("therapy")?;
    case.time_base = word_if_any(&wire.time_base, "time_base")?.unwrap_or_default();
    case.source.clone_from(&wire.source);
    case.notes.clone_from(&wire.notes);
    for (place, text) in wire.readings.iter().enumerate() {
        let reading = word_of::<Reading>(text).at(Step::Item(place)).field("readings")?;
        case.readings.insert(reading);
    }
    for (place, lesion_wire) in wire.lesions.iter().enumerate() {
        lesion(lesion_wire)
            .and_then(|lesion| case.add_lesion(lesion).map_err(invalid))
            .at(Step::Item(place))
            .field("lesions")?;
    }
    for (place, visit_wire) in wire.visits.iter().enumerate() {
        visit(visit_wire, &case)
            .and_then(|visit| case.add_visit(visit).map_err(invalid))
            .at(Step::Item(place))
            .field("visits")?;
    }
    for (place, event_wire) in wire.events.iter().enumerate() {
        event(event_wire, &case)
            .and_then(|event| case.add_event(event).map_err(invalid))
            .at(Step::Item(place))
            .field("events")?;
    }
    for (place, plan_wire) in wire.plans.iter().enumerate() {
        plan(plan_wire)
            .and_then(|plan| case.commit_plan(plan).map_err(invalid))
            .at(Step::Item(place))
            .field("plans")?;
    }
    let own = |(place, wire): (usize, &RepeatabilityWire)| repeatability(wire).at(Step::Item(place));
    let own: Vec<_> =
        wire.repeatability.iter().enumerate().map(own).collect::<Result<_, _>>().field("repeatability")?;
    refused(case.set_repeatability(own), "repeatability")?;
    if let Some(routine) = &wire.routine {
        let interval = refused(RoutineInterval::new(routine.days, routine.source.clone()), "days").field("routine")?;
        case.routine = Some(interval);
    }
    Ok(case)
}

fn repeatability(wire: &RepeatabilityWire) -> Result<Repeatability, Invalid> {
    let own = Repeatability {
        observer: wire.observer.clone(),
        method: word(&wire.method, "method")?,
        sets: wire.sets,
        degrees_of_freedom: wire.degrees_of_freedom,
        log_sd: wire.log_sd,
    };
    own.check().map_err(invalid)
}

fn plan(wire: &PlanWire) -> Result<CommittedPlan, Invalid> {
    let date = |text: &str, name: &'static str| date_of(text).field(name);
    Ok(CommittedPlan {
        committed: date(&wire.committed, "committed")?,
        visit: date(&wire.visit, "visit")?,
        from: date(&wire.from, "from")?,
        due: date(&wire.due, "due")?,
        size: wire.size.as_ref().map(deciding_size).transpose().field("size")?,
        below: deciding_size(&wire.below).field("below")?,
        at_or_above: deciding_size(&wire.at_or_above).field("at_or_above")?,
        actions: PlannedActions {
            below: wire.if_below.clone(),
            between: wire.if_between.clone(),
            at_or_above: wire.if_at_or_above.clone(),
        },
        label: wire.label.clone(),
        rules_version: wire.rules_version.clone(),
        app_version: wire.app_version.clone(),
    })
}

fn deciding_size(wire: &PlanSizeWire) -> Result<PlanSize, Invalid> {
    match (wire.sum_tenths_mm, wire.volume_mm3) {
        (Some(tenths), None) => Ok(PlanSize::Diameters(tenths)),
        (None, Some(mm3)) => refused(Volume::from_mm3(mm3), "volume_mm3").map(PlanSize::Volume),
        _ => Err(invalid("a size of a plan is either sum_tenths_mm or volume_mm3")),
    }
}

/// The start and the last visit of a summary.
pub(super) fn summary_dates(wire: &SummaryWire) -> Result<(Option<Date>, Option<Date>), Invalid> {
    Ok((date_if_any(&wire.start, "start")?, date_if_any(&wire.last_visit, "last_visit")?))
}

fn patient(wire: &PatientWire) -> Result<Patient, Invalid> {
    Ok(Patient {
        name: wire.name.clone(),
        species: word(&wire.species, "species")?,
        breed: wire.breed.clone(),
        sex: word_if_any(&wire.sex, "sex")?,
        age_years: wire.age_years,
        owner: wire.owner.clone(),
    })
}

fn tumor(wire: &TumorWire) -> Result<Tumor, Invalid> {
    Ok(Tumor {
        kind: wire.kind.clone(),
        stage: wire.stage.clone(),
        group: word(&wire.group, "group")?,
        diagnosis: word_if_any(&wire.diagnosis, "diagnosis")?,
    })
}

fn therapy(wire: &TherapyWire) -> Result<Therapy, Invalid> {
    Ok(Therapy {
        class: word(&wire.class, "class")?,
        drug: wire.drug.clone(),
        start: date_if_any(&wire.start, "start")?,
    })
}

fn lesion(wire: &LesionWire) -> Result<Lesion, Invalid> {
    Ok(Lesion {
        id: LesionId(wire.id),
        name: wire.name.clone(),
        organ: Organ(wire.organ.clone()),
        kind: word(&wire.kind, "kind")?,
        role: word(&wire.role, "role")?,
        measure: word_if_any(&wire.measure, "measure")?.unwrap_or_default(),
        new_class: word_if_any(&wire.new_class, "new_class")?,
        ill_defined: wire.ill_defined,
        critical_site: wire.critical_site,
    })
}

fn lesion_named(case: &Case, name: &str, field: &'static str) -> Result<LesionId, Invalid> {
    case.lesions()
        .iter()
        .find(|lesion| lesion.name == name)
        .map(|lesion| lesion.id)
        .ok_or_else(|| {
            let add = advice(name, case.lesions().iter().map(|lesion| lesion.name.as_str()), "add");
            invalid(format!("no lesion is named \"{name}\"{add} it under lesions, or correct the name"))
        })
        .field(field)
}

fn visit(wire: &VisitWire, case: &Case) -> Result<Visit, Invalid> {
    let mut visit = Visit::on(date_of(&wire.date).field("date")?);
    for (place, finding_wire) in wire.findings.iter().enumerate() {
        let (id, measurement) = lesion_named(case, &finding_wire.lesion, "lesion")
            .and_then(|id| Ok((id, measurement(finding_wire, case)?)))
            .at(Step::Item(place))
            .field("findings")?;
        if visit.measurements.insert(id, measurement).is_some() {
            let twice = invalid(format!("\"{}\" stands twice in this visit; keep one", finding_wire.lesion));
            return Err(twice).at(Step::Item(place)).field("findings");
        }
    }
    visit.unscheduled = wire.unscheduled;
    visit.non_target = word_if_any(&wire.non_target, "non_target")?;
    visit.non_target_change = word_if_any(&wire.non_target_change, "non_target_change")?;
    visit.new_lesion_search = word_if_any(&wire.new_lesion_search, "new_lesion_search")?;
    visit.signs = signs(&wire.signs).field("signs")?;
    visit.labs = labs(&wire.labs).field("labs")?;
    visit.note.clone_from(&wire.note);
    Ok(visit)
}

fn measurement(wire: &FindingWire, case: &Case) -> Result<Measurement, Invalid> {
    let slice = if wire.slice_mm.is_empty() {
        None
    } else {
        Some(refused(Length::parse(&wire.slice_mm, LengthUnit::Millimeters), "slice_mm")?)
    };
    let finding = finding(wire, case)?;
    Ok(Measurement {
        repeats: repeats(wire, &finding)?,
        finding,
        entered: wire.entered.clone(),
        method: word_if_any(&wire.method, "method")?,
        observer: wire.observer.clone(),
        slice,
        injected: wire.injected,
        equivocal: wire.equivocal,
        note: wire.note.clone(),
    })
}

fn finding(wire: &FindingWire, case: &Case) -> Result<Finding, Invalid> {
    let size = match (wire.size.as_str(), wire.volume_mm3) {
        ("", None) => None,
        ("", Some(mm3)) => Some(Size::Volume(refused(Volume::from_mm3(mm3), "volume_mm3")?)),
        (text, None) => Some(Size::Axes(axes(text).field("size")?)),
        (_, Some(_)) => return Err(invalid("a finding has a size or a volume_mm3, not both; remove one")),
    };
    let fragmented = wire.state == FRAGMENTED;
    if !fragmented && !wire.parts.is_empty() {
        return Err(invalid("parts belong to the state \"fragmented\"; write that state or a size")).field("parts");
    }
    if wire.state != MERGED && !wire.into.is_empty() {
        return Err(invalid("into belongs to the state \"merged\"; write that state or remove it")).field("into");
    }
    match (wire.state.as_str(), size) {
        ("" | MEASURED, Some(size)) => Ok(Finding::Measured(size)),
        ("" | MEASURED, None) => Err(invalid(
            "a finding needs a size, a volume_mm3 or a state; for a lesion that is gone write state: \"absent\"",
        )),
        (TOO_SMALL, size) => Ok(Finding::TooSmall(size)),
        (ABSENT | NOT_EVALUABLE | PRESENT | FRAGMENTED | MERGED, Some(_)) => {
            Err(invalid(format!("the state \"{}\" has no size; remove one of them", wire.state)))
        }
        (ABSENT, None) => Ok(Finding::Absent),
        (NOT_EVALUABLE, None) => Ok(Finding::NotEvaluable),
        (PRESENT, None) => Ok(Finding::Present),
        (FRAGMENTED, None) => {
            let read = |(place, text): (usize, &String)| axes(text).at(Step::Item(place)).field("parts");
            wire.parts.iter().enumerate().map(read).collect::<Result<_, _>>().map(Finding::Fragmented)
        }
        (MERGED, None) if wire.into.is_empty() => {
            Err(invalid("a merged lesion needs the name of the one it merged into; add into: \"T1\""))
        }
        (MERGED, None) if wire.into == wire.lesion => {
            Err(invalid("a lesion cannot have merged into itself; name the lesion it merged with")).field("into")
        }
        (MERGED, None) => lesion_named(case, &wire.into, "into").map(Finding::Merged),
        (unknown, _) => {
            let write = advice(unknown, STATES, "write");
            let words = STATES.map(|word| format!("\"{word}\"")).join(", ");
            Err(invalid(format!("\"{unknown}\" is not a state{write} one of {words}"))).field("state")
        }
    }
}

/// The readings of a size that was read more than once, which must be their mean.
fn repeats(wire: &FindingWire, finding: &Finding) -> Result<Option<Repeats>, Invalid> {
    if wire.readings.is_empty() {
        return Ok(None);
    }
    let read = |(place, text): (usize, &String)| reading(text).at(Step::Item(place)).field("readings");
    let sizes = wire.readings.iter().enumerate().map(read).collect::<Result<_, _>>()?;
    let repeats = refused(Repeats::new(sizes), "readings")?;
    if *finding != Finding::Measured(repeats.mean()) {
        let mean = match repeats.mean() {
            Size::Axes(axes) => axes.to_string(),
            Size::Volume(volume) => format!("{} mm3", volume.mm3()),
        };
        return Err(invalid(format!(
            "the size is not the mean of its readings, which is {mean}; write that, or correct a reading"
        )))
        .field("readings");
    }
    Ok(Some(repeats))
}

fn reading(text: &str) -> Result<Size, Invalid> {
    let Some(number) = text.strip_suffix("mm3") else { return axes(text).map(Size::Axes) };
    let no_volume = || invalid(format!("\"{text}\" is not a volume like \"12400 mm3\""));
    let mm3 = number.trim().parse().ok().ok_or_else(no_volume)?;
    Volume::from_mm3(mm3).map(Size::Volume).map_err(invalid)
}

fn axes(text: &str) -> Result<Axes, Invalid> {
    let read = |part: &str| {
        Length::parse(part, LengthUnit::Millimeters)
            .map_err(|reason| invalid(format!("\"{}\" in \"{text}\" is {reason}", part.trim())))
    };
    if let Some(number) = text.strip_suffix("mm short axis") {
        return read(number).map(Axes::short_axis_only);
    }
    let numbers = text
        .strip_suffix("mm")
        .ok_or_else(|| invalid(format!("\"{text}\" does not end in its unit; write it like \"31 x 24 x 20 mm\"")))?;
    let mut lengths = numbers.split(['x', '×']).map(read).collect::<Result<Vec<_>, _>>()?.into_iter();
    let (first, second, third) = (lengths.next(), lengths.next(), lengths.next());
    if lengths.next().is_some() {
        return Err(invalid(format!("\"{text}\" has more than three lengths")));
    }
    Axes::new(first, second, third).map(|(axes, _)| axes).map_err(invalid)
}

fn signs(wire: &SignsWire) -> Result<Signs, Invalid> {
    let grade = |score: Option<u8>, name| refused(score.map(Grade::new).transpose(), name);
    let mut alarms = BTreeSet::new();
    for (place, text) in wire.alarms.iter().enumerate() {
        alarms.insert(word_of::<Alarm>(text).at(Step::Item(place)).field("alarms")?);
    }
    Ok(Signs {
        pain: grade(wire.pain, "pain")?,
        lethargy: grade(wire.lethargy, "lethargy")?,
        appetite: grade(wire.appetite, "appetite")?,
        overall: word_if_any(&wire.overall, "overall")?,
        performance: refused(wire.performance.map(Performance::new).transpose(), "performance")?,
        weight: refused(wire.weight_kg.map(Weight::from_kg).transpose(), "weight_kg")?,
        quality_of_life: refused(wire.quality_of_life.map(QualityOfLife::new).transpose(), "quality_of_life")?,
        fever: wire.fever,
        infection: wire.infection,
        critical_compromise: wire.critical_compromise.clone(),
        alarms,
    })
}

fn labs(wire: &LabsWire) -> Result<Labs, Invalid> {
    Ok(Labs {
        ldh: word_if_any(&wire.ldh, "ldh")?,
        nlr: word_if_any(&wire.nlr, "nlr")?,
        ctdna: word_if_any(&wire.ctdna, "ctdna")?,
        biopsy: word_if_any(&wire.biopsy, "biopsy")?,
        ultrasound_character: word_if_any(&wire.ultrasound_character, "ultrasound_character")?,
        pet: word_if_any(&wire.pet, "pet")?,
        immune_activity: wire.immune_activity,
    })
}

fn event(wire: &EventWire, case: &Case) -> Result<Event, Invalid> {
    Ok(Event {
        date: date_of(&wire.date).field("date")?,
        kind: word(&wire.kind, "kind")?,
        lesion: if wire.lesion.is_empty() { None } else { Some(lesion_named(case, &wire.lesion, "lesion")?) },
        dose: wire.dose.clone(),
        text: wire.text.clone(),
    })
}
