//! Bodies' requests to lock or unlock (D59-19.1.b to D59-19.4.c): received with their clock, moved
//! between units on record, decided by the head with authority, answered in writing when refused.

mod decide;
mod open;
mod queue;
mod receive;
mod transfer;
mod watch;

pub use crate::papers::File;
pub use decide::{Verdict, decide};
pub use open::{CaseRef, Review, letter, open, paper, take};
pub use queue::{Tab, Waiting, list};
pub use receive::{Received, Request, receive};
pub use transfer::{Transfer, transfer, units};
pub use watch::WATCH;
pub(crate) use watch::run as watch;
