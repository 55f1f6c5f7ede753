//! Who asks: everybody ([`Ask`]), a signed-in holder ([`Signed`]), a holder on the status page
//! ([`Status`]), a member of staff ([`Desk`]).

mod ask;
mod cookies;
mod desk;
mod signed;

pub use ask::Ask;
pub use cookies::{Cookie, Cookies};
pub use desk::Desk;
pub use signed::{Signed, Status};
