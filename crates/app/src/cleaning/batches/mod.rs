//! R50-2: telecoms' files as batches: taken in by parts, judged by a job, looked at by sample, released, taken back.
//! No door may go round it; the command at the server's own shell cleans a file without it.

mod begin;
mod decide;
mod fetch;
mod files;
mod forget;
mod grant;
mod judge;
mod label;
mod receive;
mod telecom;
mod view;

pub use begin::{Begin, begin};
pub use decide::{give_up, release, withdraw};
pub use fetch::{Answer, Fetched, fetch};
pub use forget::FORGET;
pub(crate) use forget::forget;
pub use grant::{Granting, end as end_grant, grant, granted};
pub use judge::JUDGE;
pub(crate) use judge::{LEASE, judge};
pub use label::{Look, label, look};
pub use receive::{Part, Received, Taken, receive};
pub use view::{Detail, Estimate, Own, detail, list, one, own};

use std::path::PathBuf;

use jiff::SignedDuration;

/// Where telecoms' files lie, and how large and old they become.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Folder in which they lie.
    pub folder: PathBuf,
    /// Largest file, in bytes.
    pub most_bytes: u64,
    /// Rows of each verdict that an officer looks at.
    pub sample: usize,
    /// After how long a batch's files are deleted.
    pub keep: SignedDuration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            folder: PathBuf::from("data/cleaning"),
            most_bytes: 16 << 30,
            sample: 50,
            keep: SignedDuration::from_hours(30 * 24),
        }
    }
}
