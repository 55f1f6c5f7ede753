//! The authoritative registers as this installation holds them: loading a file, looking at their
//! state, closing one for maintenance.

pub(crate) mod import;
mod state;

pub use import::{BATCH_LINES, Complaint, Import, Progress, Report, import, is_portrait, is_print};
pub use state::{Switch, state, switch};
