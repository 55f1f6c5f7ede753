//! A scan ready for an engine: grey, 500 pixels an inch, of a size that a finger has.

use std::fmt;

use zeroize::Zeroizing;

use super::{FingerError, SIDES, density, grey, wsq};
use crate::decode::{Bounds, MAX_BYTES};

/// What a scanner of level 2 gives, and what the engine's thresholds were measured at.
pub(super) const DENSITY: u16 = 500;
/// How far a scanner may be off (two in a hundred).
const OFF: u16 = 10;
/// Fewest and most pixels a side for matching: one finger, rolled, is some four centimetres. An engine's time
/// grows with the pixels, so this bound is its bound too.
const FINGER: (u32, u32) = (SIDES.0, 1000);
const BOUNDS: Bounds = Bounds {
    side: FINGER.1,
    pixels: 1_000_000,
};

/// A fingerprint image for matching, of 500 pixels an inch. It is never kept: only its file (sealed) and the template
/// are. Gone from memory when it is dropped; what was decoded on the way to it is not.
#[derive(Clone, PartialEq, Eq)]
pub struct Scan {
    pixels: Zeroizing<Vec<u8>>,
    width: u16,
    height: u16,
}

impl fmt::Debug for Scan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Scan(‹private›)")
    }
}

/// Why bytes are no scan of a finger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ScanError {
    /// No JPEG or PNG that we take.
    #[error(transparent)]
    File(#[from] FingerError),
    /// A WSQ file that ends before its image.
    #[error("the file ends too early")]
    Truncated,
    /// A WSQ file of a kind that no scanner of ours writes.
    #[error("this kind of WSQ is not read")]
    Unsupported,
    /// The picture is not of 500 pixels an inch.
    #[error("{found} pixels an inch, not {DENSITY}")]
    WrongDensity {
        /// What the file or the scanner states.
        found: u16,
    },
    /// The bytes of a raw picture are not width times height.
    #[error("the bytes are not width times height")]
    WrongLength,
}

/// What the officer does next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Send the file of a finger, as the scanner wrote it.
    SendScannersFile,
    /// Take the print again.
    ScanAgain,
    /// Clean plate and finger, press flat, take the print again.
    CleanAndPress,
    /// Lift the finger, put it down anew, take the print again.
    LiftAndPress,
    /// Set the scanner to 500 pixels an inch, grey.
    SetScanner,
    /// Take another finger.
    OtherFinger,
    /// Take the finger that was asked for.
    SameFinger,
    /// Tell whoever looks after the system; go on by the way without a machine.
    CallSupport,
}

impl Remedy {
    /// Stable word for the table of texts.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SendScannersFile => "send-scanners-file",
            Self::ScanAgain => "scan-again",
            Self::CleanAndPress => "clean-and-press",
            Self::LiftAndPress => "lift-and-press",
            Self::SetScanner => "set-scanner",
            Self::OtherFinger => "other-finger",
            Self::SameFinger => "same-finger",
            Self::CallSupport => "call-support",
        }
    }
}

impl ScanError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::File(error) => error.code(),
            Self::Truncated => "finger-truncated",
            Self::Unsupported => "finger-unsupported",
            Self::WrongDensity { .. } => "finger-wrong-density",
            Self::WrongLength => "finger-wrong-length",
        }
    }

    /// What the officer does next.
    pub const fn remedy(self) -> Remedy {
        match self {
            Self::File(error) => match error {
                FingerError::Empty | FingerError::Damaged => Remedy::ScanAgain,
                FingerError::TooLarge | FingerError::NotAnImage | FingerError::Animated => {
                    Remedy::SendScannersFile
                }
                FingerError::TooSmall | FingerError::Dimensions | FingerError::NotGrey => {
                    Remedy::SetScanner
                }
            },
            Self::Truncated => Remedy::ScanAgain,
            Self::Unsupported | Self::WrongDensity { .. } | Self::WrongLength => Remedy::SetScanner,
        }
    }
}

impl Scan {
    /// Takes a WSQ, PNG or JPEG file; its content tells which. `stated` is the density that the scanner is known
    /// to have, for files that say nothing; what the file says goes first.
    pub fn read(bytes: &[u8], stated: u16) -> Result<Self, ScanError> {
        if bytes.len() > MAX_BYTES {
            return Err(FingerError::TooLarge.into());
        }
        if wsq::is_wsq(bytes) {
            let image = wsq::decode(bytes, FINGER)?;
            let ppi = image.ppi.unwrap_or(stated);
            return Self::raw(image.pixels, image.width, image.height, ppi);
        }
        let image = grey(bytes, BOUNDS)?;
        let ppi = density::of(bytes).unwrap_or(stated);
        let (width, height) = image.dimensions();
        Self::raw(image.into_raw(), width, height, ppi)
    }

    /// Takes eight-bit grey pixels, row by row, 0 for black, as a scanner's driver gives them.
    pub fn raw(pixels: Vec<u8>, width: u32, height: u32, ppi: u16) -> Result<Self, ScanError> {
        if width < FINGER.0 || height < FINGER.0 {
            return Err(FingerError::TooSmall.into());
        }
        if width > FINGER.1 || height > FINGER.1 {
            return Err(FingerError::Dimensions.into());
        }
        if u64::from(width) * u64::from(height) != pixels.len() as u64 {
            return Err(ScanError::WrongLength);
        }
        if ppi.abs_diff(DENSITY) > OFF {
            return Err(ScanError::WrongDensity { found: ppi });
        }
        let side = |length: u32| u16::try_from(length).map_err(|_| FingerError::Dimensions);
        Ok(Self {
            pixels: Zeroizing::new(pixels),
            width: side(width)?,
            height: side(height)?,
        })
    }

    /// Row by row, 0 for black.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    /// Pixels a row.
    pub const fn width(&self) -> u16 {
        self.width
    }

    /// Rows.
    pub const fn height(&self) -> u16 {
        self.height
    }
}

impl From<wsq::WsqError> for ScanError {
    fn from(error: wsq::WsqError) -> Self {
        match error {
            wsq::WsqError::Truncated => Self::Truncated,
            wsq::WsqError::Damaged => FingerError::Damaged.into(),
            wsq::WsqError::Dimensions => FingerError::Dimensions.into(),
            wsq::WsqError::Unsupported => Self::Unsupported,
        }
    }
}
