//! What came of a scan, in stable words for the officer's page.

use domain::fault::Fault;
use domain::finger::Finger;
use serde::{Deserialize, Serialize};

/// Why an agent brings no picture (`scan-failure-<word>`).
pub const FAILURES: [&str; 6] = [
    "scan-nothing",
    "scan-older",
    "scan-folder",
    "scan-not-image",
    "scan-too-large",
    "scan-several",
];

/// The dossier was decided before the picture came.
pub const DECIDED: &str = "scan-decided";

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Outcome {
    /// The print is in the dossier.
    Kept {
        /// Of this finger.
        finger: Finger,
    },
    /// The picture came, and is no good: the fault of one that is handed in.
    Refused {
        /// Of this finger.
        finger: Finger,
        /// The fault's code (`error-<code>`).
        code: String,
        /// The fault's values.
        values: Vec<(String, String)>,
    },
    /// No picture came.
    Failed {
        /// Of this finger.
        finger: Finger,
        /// A word of [`FAILURES`], or [`DECIDED`].
        code: String,
    },
}

impl Outcome {
    pub(super) fn refused(finger: Finger, fault: &Fault) -> Self {
        let values = fault.args.iter();
        Self::Refused {
            finger,
            code: fault.code.to_owned(),
            values: values.map(|(n, v)| ((*n).to_owned(), v.clone())).collect(),
        }
    }

    pub(super) fn failed(finger: Finger, code: &str) -> Self {
        Self::Failed {
            finger,
            code: code.to_owned(),
        }
    }

    /// Of which finger.
    pub const fn finger(&self) -> Finger {
        match self {
            Self::Kept { finger } | Self::Refused { finger, .. } | Self::Failed { finger, .. } => {
                *finger
            }
        }
    }
}
