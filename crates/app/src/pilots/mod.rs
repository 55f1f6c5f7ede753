//! Pilots (R50-1): reading, changing and moving them, and their report (R50-5).

mod list;
mod phase;
mod report;
mod save;

pub use list::{Shown, list, show};
pub use phase::{LONGEST_REASON, Move, move_on};
pub use report::{Area, Asked, By, Report, report};
pub use save::{Save, save};
