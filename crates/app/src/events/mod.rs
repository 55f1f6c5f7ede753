//! Events of registers in numbers (D59-10.1, D59-10.2): a file or a signed message becomes a batch, is
//! rehearsed, released by two officers, carried out in chunks, and can be taken back.

mod approve;
mod book;
mod carry;
mod parse;
mod rehearse;
mod stage;
mod subject;
mod undo;
mod view;
mod webhook;
mod work;

pub use approve::{Decision, approve, withdraw};
pub use rehearse::rehearse;
pub use stage::{Stage, Staged, stage};
pub(crate) use subject::identify;
pub use undo::{keep, undo};
pub use view::{Detail, Line, Listed, detail, list};
pub use webhook::{Answer, ItemAnswer, Message, Received, Secrets, Settings, receive};
pub(crate) use work::job;
pub use work::{KIND, Progress, step};

/// Most events of one batch.
pub const MOST: usize = 200_000;
/// Most bytes of one file.
pub const MOST_BYTES: u64 = 32 << 20;
