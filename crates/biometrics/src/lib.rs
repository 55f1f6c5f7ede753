//! Face and finger images: bytes of outsiders in, one safe format out.
//!
//! Raw uploads stop here. What leaves has been decoded under limits, turned upright, stripped of all
//! metadata (a phone writes the place of a photograph into it) and encoded anew by us.

#![warn(missing_docs)]

mod decode;
pub mod finger;
mod jpeg;
mod light;
pub mod portrait;

pub use light::Light;
