//! The program beside a card reader and a fingerprint scanner: it calls the server, reads what it is asked to read,
//! and judges nothing.
//! `docs/counter-agent.md` describes what goes over the line.

mod desk;
mod key;
mod line;
pub mod offline;
mod scan;
mod talk;
mod work;

pub use desk::Desk;
pub use key::{Key, KeyError};
pub use line::{Https, Line, Reply};
pub use talk::{Refusal, Talk};
pub use work::{Pairing, Round, offer, paired, round};
