//! What a reader asks the chart to show.

/// The quantity on the y axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Quantity {
    /// Volume of the target lesions, in cubic centimeters.
    #[default]
    Volume,
    /// Sum of diameters of the target lesions, in millimeters.
    SumOfDiameters,
    /// The sum that the criteria go by, in percent of its baseline.
    PercentOfBaseline,
}

impl Quantity {
    /// Every quantity, in the order switches list them.
    pub const ALL: [Self; 3] = [Self::Volume, Self::SumOfDiameters, Self::PercentOfBaseline];

    /// The word on its switch.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Volume => "Volume",
            Self::SumOfDiameters => "Sum",
            Self::PercentOfBaseline => "% of baseline",
        }
    }

    /// The stable token of settings.
    pub const fn token(self) -> &'static str {
        match self {
            Self::Volume => "volume",
            Self::SumOfDiameters => "sum",
            Self::PercentOfBaseline => "percent",
        }
    }
}

/// The scale of the y axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Scale {
    /// Equal steps are equal differences.
    #[default]
    Linear,
    /// Equal steps are equal ratios: steady growth is a straight line.
    Log,
}

/// Who the chart is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Audience {
    /// Everything.
    #[default]
    Clinician,
    /// The curve, the window, the next date, plain words.
    Owner,
}

/// Which chart of a case is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub struct View {
    /// The y axis.
    pub quantity: Quantity,
    /// Its scale.
    pub scale: Scale,
    /// Whether each lesion has a line of its own beside the sum.
    pub per_lesion: bool,
    /// Who it is for.
    pub audience: Audience,
}
