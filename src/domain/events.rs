//! Doses, concurrent treatments and other things that happened on a day.

use jiff::civil::Date;

use super::lesion::LesionId;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventKind {
    /// A line of therapy began.
    TherapyStart,
    /// A line of therapy ended.
    TherapyStop,
    /// A dose.
    Dose,
    /// An injection into a lesion.
    Injection,
    /// A steroid was started.
    SteroidStart,
    /// A steroid was stopped.
    SteroidStop,
    /// A steroid dose was changed.
    SteroidChange,
    /// Radiation.
    Radiation,
    /// Surgery.
    Surgery,
    /// A biopsy or fine-needle aspirate.
    Biopsy,
    /// Chemotherapy.
    Chemotherapy,
    /// A tyrosine kinase inhibitor.
    Tki,
    /// A non-steroidal anti-inflammatory drug.
    Nsaid,
    /// A vaccination, not against the tumor.
    Vaccination,
    /// An infection.
    Infection,
    /// An analgesic was started or changed.
    AnalgesicChange,
    /// The animal died.
    Death,
    /// Anything else.
    Other,
}

impl EventKind {
    /// Every kind with its stable token and its words, in the order menus list them.
    pub const ALL: [(Self, &'static str, &'static str); 18] = [
        (Self::TherapyStart, "therapy_start", "therapy started"),
        (Self::TherapyStop, "therapy_stop", "therapy stopped"),
        (Self::Dose, "dose", "dose"),
        (Self::Injection, "injection", "injection into a lesion"),
        (Self::SteroidStart, "steroid_start", "steroid started"),
        (Self::SteroidStop, "steroid_stop", "steroid stopped"),
        (Self::SteroidChange, "steroid_change", "steroid dose changed"),
        (Self::Radiation, "radiation", "radiation"),
        (Self::Surgery, "surgery", "surgery"),
        (Self::Biopsy, "biopsy", "biopsy or aspirate"),
        (Self::Chemotherapy, "chemotherapy", "chemotherapy"),
        (Self::Tki, "tki", "kinase inhibitor"),
        (Self::Nsaid, "nsaid", "anti-inflammatory (NSAID)"),
        (Self::Vaccination, "vaccination", "vaccination"),
        (Self::Infection, "infection", "infection"),
        (Self::AnalgesicChange, "analgesic_change", "analgesic changed"),
        (Self::Death, "death", "died"),
        (Self::Other, "other", "other"),
    ];

    /// The stable token of tables and files.
    pub fn token(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("other", |(_, token, _)| token)
    }

    /// The words a clinician reads.
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(kind, ..)| *kind == self).map_or("other", |(.., words)| words)
    }

    /// The kind of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, own, _)| *own == token).map(|(kind, ..)| *kind)
    }
}

/// Something that happened on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub date: Date,
    /// What happened.
    pub kind: EventKind,
    /// The lesion it concerns, where it concerns one.
    pub lesion: Option<LesionId>,
    /// The dose, as typed; empty when not given.
    pub dose: String,
    /// Free text.
    pub text: String,
}
