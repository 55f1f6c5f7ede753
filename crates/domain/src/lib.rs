//! The rules of electronic identification: values in, decisions out.
//!
//! No async, SQL, HTTP, clock or randomness: instants and identifiers come in as arguments, so every
//! rule can be tested by a table. Names follow Decree 59/2022/ND-CP; a rule cites its id.
//!
//! D59-1: identity (`person`), account (`account`, `hold`), authentication (`actor`, `means`, `secret`)
//! and audit (`event`) are parts of their own; a test keeps them apart.

pub mod account;
pub mod actor;
pub mod authority;
pub mod breach;
pub mod calendar;
pub mod case;
pub mod chip_reading;
pub mod cleaning;
pub mod contact;
pub mod document;
pub mod event;
pub mod event_batch;
pub mod evidence;
pub mod exchange;
pub mod fault;
pub mod finger;
pub mod hold;
pub mod ids;
pub mod journey;
pub mod lost_phone;
pub mod means;
pub mod month;
pub mod number_matching;
pub mod organisation;
pub mod packet;
pub mod person;
pub mod phone_change;
pub mod pilot;
pub mod province;
pub mod redact;
pub mod regime;
pub mod register_event;
pub mod registers;
pub mod registration;
pub mod relying_party;
pub mod secret;
pub mod self_proof;
pub mod share;
pub mod subscriber;
pub mod terms;
pub mod throttle;
pub mod time;
pub mod training;
pub mod visit;
mod words;

#[cfg(test)]
mod tests;
