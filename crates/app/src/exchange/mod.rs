//! Questions between bodies that run registers (docs/register-exchange.md): what they say on the wire, what each side
//! signs, the log that both keep, and answering another body.

mod answering;
mod book;
mod close;
mod overview;
mod question;
mod statement;
mod verify;
mod whose;
pub mod wire;

pub use answering::{Answering, Asker, Reply};
pub use book::{Book, Doubt, Noted, Party, Sent};
pub(crate) use close::close;
pub use overview::{Overview, overview};
pub use statement::{Believed, Disbelief};
pub use verify::{Finding, Verified, verify};

/// Header that a signed statement travels in, beside question and answer.
pub const STATEMENT: &str = "exchange-statement";

/// Where questions go, under a source's address.
pub const PATH: &str = "/register-exchange/v1";
