//! What exists: lengths, sizes, lesions, visits, signs, therapy, events and the case that holds them.
//!
//! Everything here is a checked value.
//! Nothing here knows files, the environment, the clock, a toolkit or a serialization format.

pub mod axes;
pub mod case;
pub mod cell_text;
pub mod clock;
pub mod dated;
pub mod events;
pub mod follow_up;
pub mod lesion;
pub mod measurement;
pub mod patient;
pub mod readings;
pub mod repeats;
pub mod plan;
pub mod signs;
pub mod size_text;
pub mod therapy;
pub mod units;
pub mod visit;
pub mod volume;
pub mod words;

pub use axes::{Axes, InvalidAxes};
pub use case::{Case, InvalidCase, TimeBase};
pub use cell_text::{cell_text, finding_text};
pub use clock::{DAYS_PER_WEEK, DateForm, NOMINAL_START, date_words, day_from_date};
pub use dated::Dated;
pub use events::{Event, EventKind};
pub use follow_up::{InvalidRoutine, RoutineInterval};
pub use lesion::{Lesion, LesionId, LesionKind, Measure, NewClass, Organ, Role};
pub use measurement::{Finding, Measurement, Method, Size};
pub use patient::{Diagnosis, Patient, Sex, Species, Tumor, TumorGroup};
pub use plan::{CommittedPlan, PlanSize, PlannedActions};
pub use readings::{Reading, Readings};
pub use repeats::{InvalidRepeats, Repeatability, Repeats, Spread};
pub use signs::{
    Alarm, Biopsy, CtDna, Grade, InvalidSign, Labs, LdhTrend, NlrTrend, Overall, Performance, Pet, QualityOfLife,
    Signs, UltrasoundCharacter, Weight,
};
pub use size_text::{ReadSize, SizeTextError, read_finding, read_size};
pub use therapy::{Therapy, TherapyClass};
pub use units::{InvalidLength, InvalidVolume, Length, LengthUnit, Volume};
pub use visit::{NewLesionSearch, NonTarget, NonTargetChange, Visit};
pub use volume::VolumeFormula;
pub use words::capitalized;
