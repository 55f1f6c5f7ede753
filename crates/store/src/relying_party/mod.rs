//! Relying parties: their clients, requests under way, grants with their tokens, and the keys that sign.

pub mod client;
pub mod consent;
pub mod grant;
pub mod key;
pub mod polled;
pub mod replay;
pub mod request;
pub mod signal;
pub mod token;
pub mod usage;
