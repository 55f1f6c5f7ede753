//! Use cases against a real database, on both engines.

#![expect(clippy::too_many_lines, reason = "a journey is told whole")]
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test stops at whatever it did not expect"
)]

#[cfg(test)]
mod cleaning;
#[cfg(test)]
mod experience;
#[cfg(test)]
mod faces;
#[cfg(test)]
mod fingers;
#[cfg(test)]
mod holds;
#[cfg(test)]
mod jobs;
#[cfg(test)]
mod kit;
#[cfg(test)]
mod living;
#[cfg(test)]
mod organisations;
#[cfg(test)]
mod registers;
#[cfg(test)]
mod registration;
#[cfg(test)]
mod signing_keys;
#[cfg(test)]
mod visits;
