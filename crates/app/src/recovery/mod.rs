//! APP-5, UX-7: a forgotten password. Number and contact, then name, date of birth and the card's date of
//! issue; a code; a new password. The same answer whether or not the account exists.

mod begin;
mod finish;

pub use begin::{Begin, begin};
pub use finish::{confirm, set_password};

pub(crate) const KIND: &str = "recovery";
