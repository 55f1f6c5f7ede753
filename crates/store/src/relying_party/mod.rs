//! Relying parties: their clients, requests under way, grants with their tokens, and the keys that sign.

pub mod client;
pub mod consent;
pub mod exchange;
pub mod grant;
pub mod hint_key;
pub mod key;
pub mod key_set;
pub mod package;
pub mod pairwise;
pub mod polled;
pub mod replay;
pub mod request;
pub mod resource;
pub mod review;
pub mod signal;
pub mod stream;
pub mod token;
pub mod told;
pub mod usage;
