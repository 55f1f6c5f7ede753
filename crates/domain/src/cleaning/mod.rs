//! R50-2: telecoms' subscribers held against the population register. A row of their file becomes a
//! [`Subscriber`], the register finds who may be meant ([`resolve`]), and [`judge`] says how far the two agree.
//!
//! Least data back: a verdict names fields and kinds of difference, never what the register holds.

pub mod batch;
mod birth;
mod coded;
mod digits;
mod judge;
mod name;
mod number;
mod resolve;
mod subscriber;
mod telephone;
#[cfg(test)]
mod tests;
mod verdict;

pub use birth::StatedBirth;
pub use coded::{Coded, Set};
pub use judge::{Held, judge};
pub use name::Name;
pub use number::StatedNumber;
pub use resolve::{People, resolve};
pub use subscriber::{Stated, Subscriber};
pub use telephone::Telephone;
pub use verdict::{Absence, Difference, Fault, Field, Reason, Verdict};
