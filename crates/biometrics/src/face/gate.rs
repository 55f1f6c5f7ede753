//! The gate before a face is used: each refusal says what was measured and what helps. ISO/IEC 39794-5 and ICAO's
//! portrait quality report ask for more than is measured here (glasses, expression, background): an officer looks.

use super::{Extraction, FaceTemplate, Quality};

/// The least that a picture of a face must have. Configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// How sure the detector is that this is a face, in percent.
    pub sure: u8,
    /// Pixels between the eyes.
    pub eyes: u16,
    /// Most degrees to a side.
    pub yaw: u16,
    /// Most degrees up or down.
    pub pitch: u16,
    /// Most degrees of tilt.
    pub roll: u16,
    /// Fine structure, in thousandths.
    pub sharpness: u16,
    /// Mean brightness at least.
    pub dark: u8,
    /// Mean brightness at most.
    pub bright: u8,
    /// Spread of brightness.
    pub contrast: u8,
    /// How much of the head, with a margin, lies in the picture, in percent.
    pub inside: u8,
    /// How much structure the eyes must have beside the whole face, in percent.
    pub eyes_shown: u8,
    /// How much the mouth must have.
    pub mouth_shown: u8,
    /// How far apart the eyes may be beside the height of the face, in percent.
    pub eyes_share: u8,
}

/// What of a face is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// By dark glasses or hair.
    Eyes,
    /// By a mask, a scarf or a hand.
    Mouth,
}

/// What is wrong with the picture of a face, with what was measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// More than one person.
    #[error("there are {faces} faces on the picture")]
    SeveralFaces {
        /// How many.
        faces: u8,
    },
    /// Something covers it, or it is no face.
    #[error("only {percent} % sure that this is a face")]
    Unsure {
        /// How sure, in percent.
        percent: u8,
    },
    /// Part of the head is cut off.
    #[error("only {percent} % of the head are on the picture")]
    CutOff {
        /// How much is there, in percent.
        percent: u8,
    },
    /// Eyes or mouth are covered: whoever wears the same mask looks alike to the machine.
    #[error("{part:?} are covered: {percent} % of the structure of the face")]
    Covered {
        /// What is.
        part: Part,
        /// Its structure beside that of the whole face, in percent.
        percent: u8,
    },
    /// Something hides the lower part of the face, or the picture ends in it.
    #[error("the face is too short: the eyes are {percent} % of its height apart")]
    Short {
        /// How far apart the eyes are beside the height of the face.
        percent: u8,
    },
    /// Too far away.
    #[error("{pixels} pixels between the eyes, not {least}")]
    TooSmall {
        /// Between the eyes.
        pixels: u16,
        /// What the gate asks for.
        least: u16,
    },
    /// Too little light.
    #[error("the face is too dark: {mean} of 255")]
    Dark {
        /// Mean brightness.
        mean: u8,
    },
    /// Too much light.
    #[error("the face is too bright: {mean} of 255")]
    Bright {
        /// Mean brightness.
        mean: u8,
    },
    /// Fog, a dirty lens, light from behind.
    #[error("the face has too little contrast: {contrast}")]
    Flat {
        /// Spread of brightness.
        contrast: u8,
    },
    /// Turned to a side.
    #[error("the face is turned by {degrees} degrees")]
    Turned {
        /// Above nought: to the person's own left.
        degrees: i16,
    },
    /// Looking up or down.
    #[error("the face looks up by {degrees} degrees")]
    Raised {
        /// Below nought: down.
        degrees: i16,
    },
    /// Tilted to a shoulder.
    #[error("the head is tilted by {degrees} degrees")]
    Tilted {
        /// Above nought: clockwise in the picture.
        degrees: i16,
    },
    /// Moved, or out of focus.
    #[error("the face is blurred: {sharpness} thousandths of fine structure")]
    Blurred {
        /// Fine structure, in thousandths.
        sharpness: u16,
    },
}

/// What the officer, or the citizen, does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Send a JPEG or PNG file of a photograph.
    SendPhotograph,
    /// One person alone before the camera.
    Alone,
    /// Come closer.
    ComeCloser,
    /// The whole head into the picture.
    WholeHead,
    /// Look straight into the camera.
    LookStraight,
    /// Take off mask, dark glasses, scarf; hair and hands away from the face.
    Uncover,
    /// More light on the face, none behind it.
    MoreLight,
    /// Less light on the face.
    LessLight,
    /// Hold still; clean the lens.
    HoldStill,
    /// Turn the head to and fro as asked, without haste or long waits; with a new challenge.
    TurnAsAsked,
    /// Tell whoever looks after the system; go on by the way without a machine.
    CallSupport,
}

impl Remedy {
    /// Stable word for the table of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SendPhotograph => "send-photograph",
            Self::Alone => "alone",
            Self::ComeCloser => "come-closer",
            Self::WholeHead => "whole-head",
            Self::LookStraight => "look-straight",
            Self::Uncover => "uncover",
            Self::MoreLight => "more-light",
            Self::LessLight => "less-light",
            Self::HoldStill => "hold-still",
            Self::TurnAsAsked => "turn-as-asked",
            Self::CallSupport => "call-support",
        }
    }
}

impl Unfit {
    /// Stable codes of all of them, for the table of texts.
    pub const CODES: [&'static str; 13] = [
        "face-several",
        "face-unsure",
        "face-cut-off",
        "face-covered",
        "face-short",
        "face-too-small",
        "face-dark",
        "face-bright",
        "face-flat",
        "face-turned",
        "face-raised",
        "face-tilted",
        "face-blurred",
    ];

    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SeveralFaces { .. } => "face-several",
            Self::Unsure { .. } => "face-unsure",
            Self::CutOff { .. } => "face-cut-off",
            Self::Covered { .. } => "face-covered",
            Self::Short { .. } => "face-short",
            Self::TooSmall { .. } => "face-too-small",
            Self::Dark { .. } => "face-dark",
            Self::Bright { .. } => "face-bright",
            Self::Flat { .. } => "face-flat",
            Self::Turned { .. } => "face-turned",
            Self::Raised { .. } => "face-raised",
            Self::Tilted { .. } => "face-tilted",
            Self::Blurred { .. } => "face-blurred",
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::SeveralFaces { .. } => Remedy::Alone,
            Self::CutOff { .. } => Remedy::WholeHead,
            Self::Covered { .. } | Self::Short { .. } => Remedy::Uncover,
            Self::TooSmall { .. } => Remedy::ComeCloser,
            Self::Dark { .. } | Self::Flat { .. } => Remedy::MoreLight,
            Self::Bright { .. } => Remedy::LessLight,
            Self::Unsure { .. }
            | Self::Turned { .. }
            | Self::Raised { .. }
            | Self::Tilted { .. } => Remedy::LookStraight,
            Self::Blurred { .. } => Remedy::HoldStill,
        }
    }
}

/// A face that passed a gate. Only [`Gate::check`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Fit(Extraction);

impl Fit {
    /// The template.
    pub const fn template(&self) -> &FaceTemplate {
        &self.0.template
    }

    /// Template, quality and place.
    pub const fn extraction(&self) -> &Extraction {
        &self.0
    }

    /// The template, for good.
    pub fn into_template(self) -> FaceTemplate {
        self.0.template
    }
}

impl Gate {
    /// For a picture that goes on record and is compared with for years.
    pub const ENROLMENT: Self = Self {
        sure: 90,
        eyes: 90,
        yaw: 8,
        pitch: 12,
        roll: 8,
        sharpness: 20,
        dark: 45,
        bright: 215,
        contrast: 20,
        inside: 99,
        eyes_shown: 30,
        mouth_shown: 45,
        eyes_share: 40,
    };

    /// For a picture that is compared once, now.
    pub const VERIFICATION: Self = Self {
        sure: 90,
        eyes: 90,
        yaw: 15,
        pitch: 20,
        roll: 20,
        sharpness: 10,
        dark: 30,
        bright: 225,
        contrast: 15,
        inside: 98,
        eyes_shown: 30,
        mouth_shown: 45,
        eyes_share: 40,
    };

    /// Lets a face through or says what is wrong with it, the simplest cure first.
    pub fn check(&self, face: Extraction) -> Result<Fit, Unfit> {
        match self.faults(&face.quality).first() {
            None => Ok(Fit(face)),
            Some(fault) => Err(*fault),
        }
    }

    /// All that is wrong, in order: faces, frame, covers, distance, light, direction, focus.
    pub fn faults(&self, quality: &Quality) -> Vec<Unfit> {
        let pose = quality.pose;
        let light = quality.light;
        let faults = [
            (quality.faces > 1).then_some(Unfit::SeveralFaces {
                faces: quality.faces,
            }),
            (quality.sure < self.sure).then_some(Unfit::Unsure {
                percent: quality.sure,
            }),
            (quality.inside < self.inside).then_some(Unfit::CutOff {
                percent: quality.inside,
            }),
            covered(Part::Eyes, quality.eyes_shown, self.eyes_shown),
            covered(Part::Mouth, quality.mouth_shown, self.mouth_shown),
            (quality.eyes_share > self.eyes_share).then_some(Unfit::Short {
                percent: quality.eyes_share,
            }),
            (quality.eyes < self.eyes).then_some(Unfit::TooSmall {
                pixels: quality.eyes,
                least: self.eyes,
            }),
            (light.mean < self.dark).then_some(Unfit::Dark { mean: light.mean }),
            (light.mean > self.bright).then_some(Unfit::Bright { mean: light.mean }),
            (light.contrast < self.contrast).then_some(Unfit::Flat {
                contrast: light.contrast,
            }),
            (pose.yaw.unsigned_abs() > self.yaw).then_some(Unfit::Turned { degrees: pose.yaw }),
            (pose.pitch.unsigned_abs() > self.pitch).then_some(Unfit::Raised {
                degrees: pose.pitch,
            }),
            (pose.roll.unsigned_abs() > self.roll).then_some(Unfit::Tilted { degrees: pose.roll }),
            (quality.sharpness < self.sharpness).then_some(Unfit::Blurred {
                sharpness: quality.sharpness,
            }),
        ];
        faults.into_iter().flatten().collect()
    }
}

fn covered(part: Part, percent: u8, least: u8) -> Option<Unfit> {
    (percent < least).then_some(Unfit::Covered { part, percent })
}
