//! Level 1 in the app and its officer's queue, on both engines.

mod citizen;
mod officer;
pub(crate) mod world;
