//! Storage: one SQL text, two engines (SQLite in the binary, PostgreSQL), one file per aggregate.
//!
//! Reads take any [`Source`] (a [`Snapshot`] or a [`Tx`]); writes take a [`Tx`], and the only way to
//! keep a write is [`Tx::commit`], which takes the audit entry (invariant I4). Personal data is sealed
//! under a data key before it reaches a row; numbers, phones and e-mail addresses are looked up by
//! keyed digest.

#[macro_use]
mod macros;

pub mod account;
pub mod agent;
pub mod anchor;
pub mod assistance;
pub mod attempt;
pub mod audit;
pub mod authenticator;
pub mod breach;
pub mod capture;
pub mod card_job;
pub mod case;
pub mod cleaning;
pub mod comparison;
pub mod consent;
pub mod credential;
mod db;
pub mod dependant;
mod dialect;
pub mod document;
pub mod drift;
mod error;
pub mod event_batch;
pub mod event_item;
pub mod event_list;
pub mod evidence;
pub mod face_template;
pub mod face_warning;
pub mod foreigner;
pub mod hold;
pub mod holiday;
pub mod idempotency;
pub mod integration;
pub mod job;
pub mod journey;
mod keys;
mod ledger;
mod lite;
mod local;
pub mod log;
pub mod lost_phone;
pub mod maintenance;
pub mod message;
pub mod migrate;
pub mod organisation;
pub mod overview;
pub mod packet;
mod packet_key;
mod paper;
pub mod passkey;
pub mod phone_change;
pub mod phone_sign_in;
pub mod pilot;
pub mod pilot_report;
pub mod post_office;
pub mod register_event;
pub mod register_exchange;
pub mod registers;
pub mod registration;
pub mod relying_party;
pub mod second_look;
pub mod session;
pub mod spoken;
pub mod staff;
pub mod subscriber;
pub mod terms;
pub mod throttle;
pub mod training;
pub mod unit;
pub mod unlock;
pub mod visit;

pub use audit::{Audit, Entry};
pub use db::{Conn, Db, Reader, Settings, Snapshot, Source, Tx};
pub use error::Error;
pub use keys::{Keys, MasterKey};
pub use ledger::Line;
pub use packet_key::PacketKey;

/// Result of a storage call.
pub type Result<T> = std::result::Result<T, Error>;
