//! The authoritative registers (D59-10): those that this installation holds itself, and those that other bodies run.

mod embedded;
mod remote;
mod routed;

pub use embedded::Embedded;
pub use remote::{Identity, Limits, Settings, Source};
pub use routed::Routed;
