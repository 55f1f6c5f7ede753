//! Text messages.

pub mod http;
