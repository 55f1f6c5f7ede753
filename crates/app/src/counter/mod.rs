//! The counter: finding a citizen, proving level 2 (D59-14.2), deciding what the registers could not.

pub(crate) mod access;
pub mod agents;
pub mod card;
pub mod find;
pub mod image;
pub mod proofing;
pub mod queue;

pub use access::{Compared, Register, Seen};
