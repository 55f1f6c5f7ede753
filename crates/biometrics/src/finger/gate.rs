//! Quality, and the gate before a print is used. Where NFIQ 2 (ISO/IEC 29794-4) is not at hand, the number of
//! minutiae, their mean quality and the area of ridges stand in for it.

use super::{Extraction, Remedy, Template};

/// How good a print is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quality {
    /// Minutiae found, before the best were chosen.
    pub minutiae: u16,
    /// Mean quality of those kept, 0 to 100.
    pub mean: u8,
    /// Area of ridges in square millimetres.
    pub area: u16,
}

/// The least that a print must have. Configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// Minutiae.
    pub minutiae: u16,
    /// Their mean quality.
    pub mean: u8,
    /// Square millimetres of ridges.
    pub area: u16,
}

/// Why a print is not good enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// Too little of the finger lies on the plate.
    #[error("too little of the finger is on the picture")]
    SmallArea,
    /// The ridges are smeared, dry or wet.
    #[error("the ridges are not clear")]
    Unclear,
    /// Clear enough, but too few minutiae.
    #[error("too few minutiae")]
    FewMinutiae,
}

impl Unfit {
    /// All of them, for the table of texts.
    pub const ALL: [Self; 3] = [Self::SmallArea, Self::Unclear, Self::FewMinutiae];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SmallArea => "finger-small-area",
            Self::Unclear => "finger-unclear",
            Self::FewMinutiae => "finger-few-minutiae",
        }
    }

    /// What the officer does next; after the last try [`super::Sitting`] names the next finger.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::SmallArea | Self::Unclear => Remedy::CleanAndPress,
            Self::FewMinutiae => Remedy::ScanAgain,
        }
    }
}

/// A print that passed the gate. Only [`Gate::check`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fit(Extraction);

impl Fit {
    /// The template.
    pub const fn template(&self) -> &Template {
        &self.0.template
    }

    /// How good it is.
    pub const fn quality(&self) -> Quality {
        self.0.quality
    }

    /// The template, for good.
    pub fn into_template(self) -> Template {
        self.0.template
    }
}

impl Gate {
    /// To begin with, until a place has figures of its own (docs/biometrics.md says what it lets through).
    pub const START: Self = Self {
        minutiae: 16,
        mean: 25,
        area: 60,
    };

    /// Lets a print through or says what is wrong with it, the simplest cure first.
    pub fn check(&self, print: Extraction) -> Result<Fit, Unfit> {
        let Quality {
            minutiae,
            mean,
            area,
        } = print.quality;
        if area < self.area {
            Err(Unfit::SmallArea)
        } else if mean < self.mean {
            Err(Unfit::Unclear)
        } else if minutiae < self.minutiae {
            Err(Unfit::FewMinutiae)
        } else {
            Ok(Fit(print))
        }
    }
}
