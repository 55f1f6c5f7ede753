//! Use cases against a real database, on both engines.

#![expect(clippy::too_many_lines, reason = "a journey is told whole")]

#[cfg(test)]
mod holds;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod registration;
