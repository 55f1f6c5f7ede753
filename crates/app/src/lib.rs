//! Use cases: one operation, one file, one folder a capability. Every door (page, API, command, job)
//! calls the same function, `operation(&App, &Cx, Command)`.

pub mod code;
mod context;
mod error;
pub mod holder;
pub mod jobs;
pub mod notify;
pub mod ports;
mod record;
pub mod secret;
pub mod signin;
pub mod throttle;
pub mod token;

pub use context::{App, Config, Cx, Lang, Parts};
pub use error::{Error, Result};
pub use record::{entry, entry_with};
