//! How closely weighed members come to a long run, and what that costs.

/// How many members weigh a series, and how sure of a family they must be.
///
/// The quick forecast takes about half of the time of the full one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Precision {
    /// While a size is being typed: about one probability in a hundred is off by 0.01 or a little more.
    Quick,
    /// Whatever is kept, printed or scored: within 0.01 of a long run (`assets/validation/tries.md`).
    #[default]
    Full,
}

impl Precision {
    /// Members of a family of middling dimension; a power of two keeps the Sobol set balanced.
    pub const fn members(self) -> usize {
        match self {
            Self::Quick => 512,
            Self::Full => 1024,
        }
    }

    /// A family gets new members where its probability would be uncertain by more than this.
    pub(super) const fn largest_error(self) -> f64 {
        match self {
            Self::Quick => 0.012,
            Self::Full => 0.006,
        }
    }
}
