//! Registrations that wait for an officer, with their clocks (D59-17.1).

mod decide;
mod list;
mod open;

pub(crate) use decide::send_back_stored;
pub use decide::{approve, refuse, send_back};
pub use list::{Row, Tab, Waiting, list};
pub use open::{Opened, open};
pub(crate) use open::{form, has_portrait, portrait};
