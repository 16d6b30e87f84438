//! Domain values as the wire form of a case file.

use jiff::civil::Date;

use super::schema::{
    ABSENT, CURRENT_SCHEMA, CaseWire, EventWire, FRAGMENTED, FindingWire, LabsWire, LesionWire, MERGED, NOT_EVALUABLE,
    PRESENT, PatientWire, PlanSizeWire, PlanWire, RepeatabilityWire, RoutineWire, ShownWire, SignsWire, SummaryWire,
    TOO_SMALL, TherapyWire, TumorWire, VisitWire,
};
use super::tokens::Token;
use crate::domain::{
    Axes, Case, CommittedPlan, Finding, Grade, Labs, Lesion, LesionId, Measurement, Patient, Performance, PlanSize,
    QualityOfLife, Repeatability, Repeats, RoutineInterval, Signs, Size, Therapy, Tumor, Weight,
};

/// The wire form of a case; fails only where a case names a lesion it does not have.
pub(super) fn wire_from_case(case: &Case, summary: SummaryWire, shown: Option<ShownWire>) -> Result<CaseWire, String> {
    let name_of = |id: LesionId| {
        case.lesion(id).map(|lesion| lesion.name.clone()).ok_or_else(|| format!("lesion {} is not in the case", id.0))
    };
    let mut visits = Vec::with_capacity(case.visits().len());
    for visit in case.visits() {
        let mut findings = Vec::with_capacity(visit.measurements.len());
        for (&id, measurement) in &visit.measurements {
            let into = match measurement.finding {
                Finding::Merged(into) => name_of(into)?,
                _ => String::new(),
            };
            findings.push(finding_wire(name_of(id)?, into, measurement));
        }
        visits.push(VisitWire {
            date: visit.date.to_string(),
            unscheduled: visit.unscheduled,
            findings,
            non_target: words_of(visit.non_target),
            non_target_change: words_of(visit.non_target_change),
            new_lesion_search: words_of(visit.new_lesion_search),
            signs: signs_wire(&visit.signs),
            labs: labs_wire(&visit.labs),
            note: visit.note.clone(),
        });
    }
    let mut events = Vec::with_capacity(case.events().len());
    for event in case.events() {
        events.push(EventWire {
            date: event.date.to_string(),
            kind: event.kind.word().to_owned(),
            lesion: event.lesion.map(name_of).transpose()?.unwrap_or_default(),
            dose: event.dose.clone(),
            text: event.text.clone(),
        });
    }
    let Patient { name, species, breed, sex, age_years, owner } = &case.patient;
    let Tumor { kind, stage, group, diagnosis } = &case.tumor;
    let Therapy { class, drug, start } = &case.therapy;
    Ok(CaseWire {
        schema: CURRENT_SCHEMA,
        summary,
        patient: PatientWire {
            name: name.clone(),
            species: species.word().to_owned(),
            breed: breed.clone(),
            sex: words_of(*sex),
            age_years: *age_years,
            owner: owner.clone(),
        },
        tumor: TumorWire {
            kind: kind.clone(),
            stage: stage.clone(),
            group: group.word().to_owned(),
            diagnosis: words_of(*diagnosis),
        },
        therapy: TherapyWire { class: class.word().to_owned(), drug: drug.clone(), start: date_text(*start) },
        time_base: unless_usual(case.time_base),
        source: case.source.clone(),
        notes: case.notes.clone(),
        readings: case.readings.iter().map(|reading| reading.word().to_owned()).collect(),
        lesions: case.lesions().iter().map(lesion_wire).collect(),
        visits,
        events,
        plans: case.plans().iter().map(plan_wire).collect(),
        repeatability: case.repeatability().iter().map(repeatability_wire).collect(),
        routine: case.routine.as_ref().map(routine_wire),
        shown,
    })
}

fn repeatability_wire(own: &Repeatability) -> RepeatabilityWire {
    let Repeatability { observer, method, sets, degrees_of_freedom, log_sd } = own;
    RepeatabilityWire {
        observer: observer.clone(),
        method: method.word().to_owned(),
        sets: *sets,
        degrees_of_freedom: *degrees_of_freedom,
        log_sd: *log_sd,
    }
}

fn routine_wire(routine: &RoutineInterval) -> RoutineWire {
    RoutineWire { days: routine.days(), source: routine.source().to_owned() }
}

fn plan_wire(plan: &CommittedPlan) -> PlanWire {
    let CommittedPlan {
        committed,
        visit,
        size,
        from,
        due,
        below,
        at_or_above,
        actions,
        label,
        rules_version,
        app_version,
    } = plan;
    PlanWire {
        committed: committed.to_string(),
        visit: visit.to_string(),
        from: from.to_string(),
        due: due.to_string(),
        size: size.map(plan_size_wire),
        below: plan_size_wire(*below),
        at_or_above: plan_size_wire(*at_or_above),
        if_below: actions.below.clone(),
        if_between: actions.between.clone(),
        if_at_or_above: actions.at_or_above.clone(),
        label: label.clone(),
        rules_version: rules_version.clone(),
        app_version: app_version.clone(),
    }
}

fn plan_size_wire(size: PlanSize) -> PlanSizeWire {
    match size {
        PlanSize::Diameters(tenths) => PlanSizeWire { sum_tenths_mm: Some(tenths), volume_mm3: None },
        PlanSize::Volume(volume) => PlanSizeWire { sum_tenths_mm: None, volume_mm3: Some(volume.mm3()) },
    }
}

fn lesion_wire(lesion: &Lesion) -> LesionWire {
    let Lesion { id, name, organ, kind, role, measure, new_class, ill_defined, critical_site } = lesion;
    LesionWire {
        id: id.0,
        name: name.clone(),
        organ: organ.0.clone(),
        kind: kind.word().to_owned(),
        role: role.word().to_owned(),
        measure: unless_usual(*measure),
        new_class: words_of(*new_class),
        ill_defined: *ill_defined,
        critical_site: *critical_site,
    }
}

/// `into` is the name of the lesion that a merged one merged into.
fn finding_wire(lesion: String, into: String, measurement: &Measurement) -> FindingWire {
    let Measurement { finding, repeats, entered, method, observer, slice, injected, equivocal, note } = measurement;
    let mut wire = FindingWire {
        lesion,
        entered: entered.clone(),
        method: words_of(*method),
        observer: observer.clone(),
        slice_mm: slice.map_or_else(String::new, |slice| slice.to_string()),
        injected: *injected,
        equivocal: *equivocal,
        note: note.clone(),
        readings: repeats.iter().flat_map(Repeats::readings).map(reading_text).collect(),
        ..FindingWire::default()
    };
    let size = match finding {
        Finding::Measured(size) => Some(*size),
        Finding::TooSmall(size) => {
            TOO_SMALL.clone_into(&mut wire.state);
            *size
        }
        Finding::Absent => {
            ABSENT.clone_into(&mut wire.state);
            None
        }
        Finding::NotEvaluable => {
            NOT_EVALUABLE.clone_into(&mut wire.state);
            None
        }
        Finding::Present => {
            PRESENT.clone_into(&mut wire.state);
            None
        }
        Finding::Fragmented(parts) => {
            FRAGMENTED.clone_into(&mut wire.state);
            wire.parts = parts.iter().map(|axes| axes_text(*axes)).collect();
            None
        }
        Finding::Merged(_) => {
            MERGED.clone_into(&mut wire.state);
            wire.into = into;
            None
        }
    };
    match size {
        Some(Size::Axes(axes)) => wire.size = axes_text(axes),
        Some(Size::Volume(volume)) => wire.volume_mm3 = Some(volume.mm3()),
        None => {}
    }
    wire
}

/// A reading as the size of a finding, with its unit.
fn reading_text(size: &Size) -> String {
    match size {
        Size::Axes(axes) => axes_text(*axes),
        Size::Volume(volume) => format!("{} mm3", volume.mm3()),
    }
}

fn axes_text(axes: Axes) -> String {
    axes.to_string().replace('×', "x")
}

fn signs_wire(signs: &Signs) -> SignsWire {
    let Signs {
        pain,
        lethargy,
        appetite,
        overall,
        performance,
        weight,
        quality_of_life,
        fever,
        infection,
        critical_compromise,
        alarms,
    } = signs;
    SignsWire {
        pain: pain.map(Grade::get),
        lethargy: lethargy.map(Grade::get),
        appetite: appetite.map(Grade::get),
        overall: words_of(*overall),
        performance: performance.map(Performance::get),
        weight_kg: weight.map(Weight::kg),
        quality_of_life: quality_of_life.map(QualityOfLife::get),
        fever: *fever,
        infection: *infection,
        critical_compromise: critical_compromise.clone(),
        alarms: alarms.iter().map(|alarm| alarm.word().to_owned()).collect(),
    }
}

fn labs_wire(labs: &Labs) -> LabsWire {
    let Labs { ldh, nlr, ctdna, biopsy, ultrasound_character, pet, immune_activity } = labs;
    LabsWire {
        ldh: words_of(*ldh),
        nlr: words_of(*nlr),
        ctdna: words_of(*ctdna),
        biopsy: words_of(*biopsy),
        ultrasound_character: words_of(*ultrasound_character),
        pet: words_of(*pet),
        immune_activity: *immune_activity,
    }
}

fn date_text(date: Option<Date>) -> String {
    date.map_or_else(String::new, |date| date.to_string())
}

fn words_of<T: Token>(value: Option<T>) -> String {
    value.map_or_else(String::new, |value| value.word().to_owned())
}

/// A word left out of the file when it is the usual one.
fn unless_usual<T: Token + Default>(value: T) -> String {
    if value == T::default() { String::new() } else { value.word().to_owned() }
}
