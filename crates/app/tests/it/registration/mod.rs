//! Level 1 in the app and its officer's queue, on both engines.

mod alike;
mod citizen;
mod drift;
mod fingers;
mod joint;
mod officer;
mod packets;
mod proofing;
mod scans;
mod second_looks;
mod shown_card;
mod turns;
mod unique;
pub(crate) mod world;
