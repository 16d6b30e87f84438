//! The words all criteria share and the row they fill together.

use std::fmt;

use jiff::civil::Date;

use super::reason::Reason;
use crate::domain::units::Tenths;
use crate::series::{BaselineFlag, Basis};

/// A change in whole tenths of a percent, rounded half away from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Percent(pub i64);

impl fmt::Display for Percent {
    /// Writes the number with exactly one decimal and no sign for zero: "-26.7", "0.0".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{}", self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10)
    }
}

/// The size of all targets together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Burden {
    /// Sum of diameters in tenths of a millimeter.
    Diameters(u32),
    /// Sum of volumes in cubic millimeters.
    Volume(f64),
}

impl Burden {
    /// The bare number in millimeters or cubic millimeters.
    pub fn value(self) -> f64 {
        match self {
            Self::Diameters(tenths) => f64::from(tenths) / 10.0,
            Self::Volume(mm3) => mm3,
        }
    }
}

impl fmt::Display for Burden {
    /// Writes "74 mm" or "5.29 cm³".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Diameters(tenths) => write!(f, "{} mm", Tenths(i64::from(*tenths))),
            Self::Volume(mm3) => write!(f, "{:.2} cm³", mm3 / 1000.0),
        }
    }
}

/// The literal target response, with no memory but the nadir.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TargetResponse {
    /// Every target gone, nodes under 10 mm.
    Cr,
    /// At least 30 % below baseline.
    Pr,
    /// Neither.
    Sd,
    /// At least 20 % and 5 mm over the nadir, or any size after a nadir of 0.
    Pd,
    /// A target was not assessed.
    Ne,
}

/// The overall time-point response of RECIST 1.1 and cRECIST; not absorbing, PR kept until PD.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Overall {
    /// Complete response.
    Cr,
    /// Partial response.
    Pr,
    /// Stable disease.
    Sd,
    /// Progressive disease.
    Pd,
    /// Not evaluable.
    Ne,
    /// Non-target disease only, neither gone nor worse.
    NonCrNonPd,
}

/// The iRECIST time-point response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IrecistState {
    /// Complete response.
    ICr,
    /// Partial response.
    IPr,
    /// Stable disease.
    ISd,
    /// Unconfirmed progression.
    IUpd,
    /// Confirmed progression.
    ICpd,
    /// Not evaluable.
    Ne,
    /// Non-target disease only, neither gone nor worse.
    NonIcrNonIupd,
}

/// The irRC response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Irrc {
    /// Complete response.
    IrCr,
    /// Partial response.
    IrPr,
    /// Stable disease.
    IrSd,
    /// Progression, first observation.
    IrPdUnconfirmed,
    /// Progression, second consecutive observation.
    IrPdConfirmed,
    /// Not evaluable.
    Ne,
}

macro_rules! tokens {
    ($name:ident { $($variant:ident => $token:literal),+ $(,)? }) => {
        impl $name {
            /// The token of the output tables.
            pub const fn token(self) -> &'static str {
                match self { $(Self::$variant => $token),+ }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.token())
            }
        }
    };
}

tokens!(TargetResponse { Cr => "CR", Pr => "PR", Sd => "SD", Pd => "PD", Ne => "NE" });
tokens!(Overall { Cr => "CR", Pr => "PR", Sd => "SD", Pd => "PD", Ne => "NE", NonCrNonPd => "non-CR/non-PD" });
tokens!(IrecistState {
    ICr => "iCR", IPr => "iPR", ISd => "iSD", IUpd => "iUPD", ICpd => "iCPD", Ne => "NE",
    NonIcrNonIupd => "non-iCR/non-iUPD",
});
tokens!(Irrc {
    IrCr => "irCR", IrPr => "irPR", IrSd => "irSD", IrPdUnconfirmed => "irPD_u", IrPdConfirmed => "irPD_c", Ne => "NE",
});

impl IrecistState {
    /// The state of this token.
    pub fn from_token(token: &str) -> Option<Self> {
        let all = [Self::ICr, Self::IPr, Self::ISd, Self::IUpd, Self::ICpd, Self::Ne, Self::NonIcrNonIupd];
        all.into_iter().find(|own| own.token() == token)
    }
}

/// What drives a progression.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Driver {
    /// The target sum.
    Target,
    /// Non-target disease.
    NonTarget,
    /// New lesions.
    NewLesion,
}

tokens!(Driver { Target => "target", NonTarget => "non_target", NewLesion => "new_lesion" });

/// Something about an iRECIST row that a reader must know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IrecistFlag {
    /// Earlier than 28 days (2 tolerated) after the first iUPD: cannot confirm and cannot reset.
    TooEarly,
    /// Confirmed later than 56 days after the first iUPD.
    Late,
    /// An open iUPD ended without confirmation: the bar was reset.
    Reset,
}

tokens!(IrecistFlag { TooEarly => "too_early", Late => "late", Reset => "reset" });

/// The iRECIST state of one visit with what lies behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct IrecistRow {
    /// The category.
    pub state: IrecistState,
    /// At iUPD and iCPD: what drives the progression at this visit (for iCPD, what confirmed it).
    pub drivers: Vec<Driver>,
    /// The date of the first iUPD of the open block, at iUPD, at NE inside a block, and at the iCPD that ends one.
    pub block_start: Option<Date>,
    /// Flags.
    pub flags: Vec<IrecistFlag>,
}

/// One visit after the baseline, by all criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct CriteriaRow {
    /// 1 for the first visit after the baseline.
    pub visit: i32,
    /// The date.
    pub date: Date,
    /// The day from the therapy start.
    pub day: i32,
    /// The burden shown: all targets, or at a progression with a target not assessed, the assessed ones.
    pub burden: Option<Burden>,
    /// The smallest fully evaluable burden at strictly earlier visits, baseline included.
    pub nadir: Option<Burden>,
    /// The date of that nadir (the latest such visit where several tie).
    pub nadir_date: Option<Date>,
    /// The change from baseline.
    pub pct_from_baseline: Option<Percent>,
    /// The change from the nadir; `None` also when the nadir is 0.
    pub pct_from_nadir: Option<Percent>,
    /// The change from the nadir in tenths of a millimeter; `None` on a volume basis.
    pub abs_from_nadir_tenths: Option<i64>,
    /// Literal target response.
    pub target_response: TargetResponse,
    /// RECIST 1.1; `None` on a volume basis.
    pub recist11: Option<Overall>,
    /// cRECIST v1.0, or its volume equivalent.
    pub crecist: Overall,
    /// iRECIST.
    pub irecist: IrecistRow,
    /// irRC; `None` where products cannot be made.
    pub irrc: Option<Irrc>,
    /// Total tumor burden of irRC in square millimeters.
    pub irrc_ttb_mm2: Option<f64>,
    /// Best overall iRECIST response as known at this row.
    pub ibor: IrecistState,
    /// The day of iRECIST progression, once iCPD is reached.
    pub irecist_progression_day: Option<i32>,
    /// Where a new lesion certain only now was suspected at an earlier visit: that visit, to which a progression by it
    /// is dated.
    pub suspected_on: Option<Date>,
    /// What the categories above rest on, as data, in the order in which the rules are read.
    pub reasons: Vec<Reason>,
}

/// All visits by all criteria.
#[derive(Clone, Debug, PartialEq)]
pub struct CriteriaTable {
    /// Diameters or volumes.
    pub basis: Basis,
    /// The date of the baseline; `None` when there is no baseline, and then there are no rows.
    pub baseline_date: Option<Date>,
    /// The burden at the baseline.
    pub baseline: Option<Burden>,
    /// What to know about the baseline.
    pub baseline_flags: Vec<BaselineFlag>,
    /// One row a visit after the baseline that has size rows.
    pub rows: Vec<CriteriaRow>,
}
