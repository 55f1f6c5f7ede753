//! For tests only.

pub mod pg;
