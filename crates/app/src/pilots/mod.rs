//! Pilots (R50-1): reading and changing them, and their report (R50-5).

mod list;
mod report;
mod save;

pub use list::{list, one};
pub use report::{Area, Asked, By, Report, report};
pub use save::{Save, save};
