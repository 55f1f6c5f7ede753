//! The document wallet's use cases: every answer of a source, and every race.

mod access;
mod pending;
mod reasons;
pub(crate) mod scene;
mod shown;
