//! The document wallet (D59-3.7): a request by the holder, a check at the source register, a document.

mod access;
mod check;
pub mod kind;
mod late;
mod refresh;
mod registration;
mod remove;
mod request;
mod show;
mod wallet;
mod withdraw;

pub use access::{Offer, offers};
pub use check::wake;
pub use kind::{Claim, parse};
pub use registration::request_from_registration;
pub use remove::remove;
pub use request::{Request, Requested, check_entry, request};
pub use show::{Full, show};
pub use wallet::{Card, Integration, Wallet, card, integration, wallet};
pub use withdraw::withdraw;

pub(crate) use check::job as integration_check;
pub(crate) use late::job as integration_late;
pub(crate) use registration::job as integration_from_registration;

/// Kinds of jobs of this folder.
pub(crate) const CHECK: &str = "integration-check";
pub(crate) const LATE: &str = "integration-late";
pub(crate) const FROM_REGISTRATION: &str = "integration-from-registration";
