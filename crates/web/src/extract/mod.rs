//! Who asks: everybody ([`Ask`]), a signed-in holder ([`Signed`]), a holder on the status page
//! ([`Status`]), a member of staff ([`Desk`], or only his page, [`Glance`]); and what
//! an address names ([`Place`]); and which certificate a program showed ([`Showed`]).

mod ask;
mod cookies;
mod desk;
mod place;
mod showed;
mod signed;

pub use ask::Ask;
pub use cookies::{Cookie, Cookies};
pub use desk::{Desk, Glance};
pub use place::Place;
pub use showed::{Handshake, Showed};
pub use signed::{Signed, Status};
