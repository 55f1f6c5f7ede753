//! Face and finger images: bytes of outsiders in, one safe format out.
//!
//! Raw uploads stop here. What leaves has been decoded under limits, turned upright, stripped of all
//! metadata (a phone writes the place of a photograph into it) and encoded anew by us. Faces and prints go further:
//! to templates and scores (docs/biometrics.md). One person is compared with that person's record; a search among
//! many faces exists only to warn of people enrolled twice, and an officer settles each warning.

#![warn(missing_docs)]

mod decode;
pub mod face;
pub mod finger;
mod identity;
mod jpeg;
mod light;
pub mod portrait;
mod rate;
mod verdict;

pub use light::Light;
pub use rate::at_most;
