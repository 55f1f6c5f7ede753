//! Pilots (R50-1): reading and changing them, and the figures of their report (R50-5).

mod list;
mod save;

pub use list::{Report, list, one, report};
pub use save::{Save, save};
