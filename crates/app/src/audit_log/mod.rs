//! The audit log's tree: giving entries their place, signing checkpoints, proving it whole.

mod sequence;
mod tree;
mod verify;

pub use sequence::sequence;
pub use tree::{receipt_key, sign_receipt, verifier_key};
pub use verify::{Finding, Verified, verify};
