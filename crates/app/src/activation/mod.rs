//! Activation (D59-18): number and contact, code, password, passcode, two questions; each step can be
//! taken up again until the seven days are over.

mod begin;
mod confirm;
mod steps;

pub(crate) use begin::contact;
pub use begin::{Begin, begin};
pub use confirm::{confirm, resend};
pub use steps::{Progress, Step, progress, set_answers, set_passcode, set_password};

pub(crate) const KIND: &str = "activation";
