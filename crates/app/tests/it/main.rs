//! Use cases against a real database, on both engines.

mod holds;
mod kit;
mod registers;
mod registration;
