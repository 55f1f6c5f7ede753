//! Level 1 in the app and its officer's queue, on both engines.

mod citizen;
mod fingers;
mod officer;
mod proofing;
mod second_looks;
mod unique;
pub(crate) mod world;
