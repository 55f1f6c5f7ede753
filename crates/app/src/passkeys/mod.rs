//! Passkeys (`WebAuthn` Level 3): made by a signed-in holder, and enough for signing in by themselves.
//! A ceremony's state lives in the row of its journey, so that any node may finish what another began.

mod ceremony;
mod list;
mod register;
mod sign_in;

pub use ceremony::available;
pub(crate) use list::{Gone, end};
pub use list::{Own, list, name, remove};
pub use register::{Begin, Prompt, begin as register, finish as registered, prompt};
pub use sign_in::{Challenge, Present, challenge, sign_in};

/// More than anybody has devices; a list that a person can still look through.
pub const LIMIT: usize = 10;
