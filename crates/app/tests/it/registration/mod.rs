//! Level 1 in the app and its officer's queue, on both engines.

mod citizen;
mod officer;
mod proofing;
pub(crate) mod world;
