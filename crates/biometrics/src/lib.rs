//! Face and finger images: bytes of outsiders in, one safe format out.
//!
//! Raw uploads stop here. What leaves has been decoded under limits, turned upright, stripped of all
//! metadata (a phone writes the place of a photograph into it) and encoded anew by us. Faces and prints go further:
//! to templates and scores, one person against one record (docs/biometrics.md).

#![warn(missing_docs)]

mod decode;
pub mod face;
pub mod finger;
mod identity;
mod jpeg;
mod light;
pub mod portrait;
mod verdict;

pub use light::Light;
