//! The counter: finding a citizen, proving level 2 (D59-14.2), deciding what the registers could not.

pub(crate) mod access;
pub mod agents;
pub mod alike;
pub mod card;
pub mod drift;
pub mod find;
pub mod image;
pub mod jobs;
mod machine;
pub mod packets;
mod prints;
pub mod proofing;
pub mod queue;
pub mod rechecks;
pub mod scan;
pub mod second_looks;

pub use access::{Compared, Register, Seen};
pub use machine::{Machine, Machines};
