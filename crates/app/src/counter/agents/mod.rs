//! Counter agents: the program on an officer's computer that speaks with the card reader. It calls the
//! server and never listens; it is known by its key alone, which an officer of the unit lets in.

mod able;
mod list;
mod offer;
mod pair;
mod signed;
mod unpair;

pub use able::{abilities, able};
pub use list::list;
pub use offer::{Offer, Offered, Pairing, offer, pairing};
pub use pair::pair;
pub use signed::{AgentError, Identified, Signed, agent, identify, is_paired, signed_text};
pub use unpair::unpair;
