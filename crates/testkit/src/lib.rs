//! For tests only: the whole application over a fresh database, with a clock, randomness and gateways
//! that the test holds in its hands; a browser of sorts; people to work with.

#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot be set up must stop at once, saying what was missing"
)]

mod app;
pub mod bare;
pub mod cards;
pub mod certificates;
mod chip_phone;
mod client;
mod faces;
pub mod foreigners;
pub mod organisations;
mod parts;
mod passkey;
pub mod people;
pub mod pg;
pub mod prints;
pub mod subscribers;
mod totp;
pub mod units;
pub mod widths;

pub use adapters;
pub use app::{STAFF_PASSWORD, TestApp};
pub use chip_phone::ChipPhone;
pub use client::{Answer, Client};
pub use faces::ScriptedFaces;
pub use parts::{Call, Outbox, Services, TestClock, TestEntropy};
pub use passkey::Authenticator;
pub use rcgen;
pub use totp::app_code;
