//! Vectors and refusals.
