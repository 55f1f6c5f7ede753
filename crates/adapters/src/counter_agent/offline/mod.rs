//! While the line is down: passes kept ready, packets taken, sealed and signed, and sent when it is back.
//! `docs/counter-agent.md` describes their format.

mod folder;
mod seal;
mod send;
mod take;

pub use folder::{Folder, FolderError, Packet, Pass};
pub use seal::seal;
pub use send::{Sent, refill, send};
pub use take::{TakeError, Taking, take};
