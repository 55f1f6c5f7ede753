//! Registration, level 1 and level 2, on both engines.
#[path = "it/registration/mod.rs"]
mod registration;
