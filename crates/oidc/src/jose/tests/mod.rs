//! Vectors of the RFCs and of Wycheproof, refusals, and parsers that never panic.

mod compact;
mod keys;
mod properties;
mod vectors;
mod wycheproof;
