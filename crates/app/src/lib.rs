//! Use cases: one operation, one file, one folder a capability. Every door (page, API, command, job)
//! calls the same function, `operation(&App, &Cx, Command)`.

pub mod activation;
pub mod activity;
pub mod assistance;
pub mod audit_log;
pub mod breaches;
pub mod calendar;
pub mod cases;
pub mod code;
mod context;
pub mod counter;
pub mod credentials;
pub mod dependants;
pub mod documents;
mod ending;
mod error;
pub mod events;
pub mod holder;
pub mod holds;
pub mod holidays;
mod in_address;
pub mod jobs;
mod named;
pub mod notify;
pub mod organisations;
pub mod overview;
mod papers;
pub mod phone_change;
pub mod pilots;
pub mod ports;
pub mod post_office;
mod record;
pub mod recovery;
pub mod registers;
pub mod registration;
pub mod relying_parties;
pub mod secret;
pub mod signin;
pub mod staff;
pub mod terms;
pub mod throttle;
pub mod token;
mod words;

pub use context::{App, Config, Cx, Lang, Parts};
pub use error::{Error, Result};
pub use record::{entry, entry_with};
