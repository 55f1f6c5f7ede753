//! The people of the demonstration: staff, and a cast brought to where it stands through the use
//! cases that everybody else goes through.

mod counters;
mod organisation;
mod proof;
mod staff;
mod story;
mod walk;

pub(crate) use counters::opening_hours;
pub(crate) use staff::{Colleague, staff};
pub(crate) use story::{Holder, story};
