//! The doors: pages and API over the use cases. One folder an audience; no rule lives here.

pub mod api;
pub mod assets;
pub mod citizen;
pub mod console;
pub mod counter;
pub mod demo;
pub mod developers;
mod download;
pub mod error;
mod exchange;
pub mod extract;
pub mod i18n;
pub mod middleware;
pub mod oidc;
pub mod page;
mod router;
pub mod state;
pub mod texts;

pub use exchange::register_exchange;
pub use extract::{Handshake, Showed};
pub use router::{Settings, back_channel, router};
