//! Blind second looks (D59-12.2, D59-14.2.a2): another officer of the unit sees the portraits of a comparison and
//! nothing else, before a doubtful one is approved or, drawn at random, afterwards.

mod answer;
mod ask;
mod image;
mod list;
mod open;

pub use answer::{Answer, answer};
pub(crate) use ask::{answered, ask, draw};
pub use image::image;
pub use list::{Waiting, list};
pub use open::{Opened, open};
