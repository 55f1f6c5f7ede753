//! Signing in on a computer with the phone: the computer shows a QR code and a number, the phone that has
//! signed in picks the number, and the computer goes in.
//!
//! Who only sees the QR code has nothing: it leads to a page for whoever is signed in, serves once, and
//! for two minutes. The computer is known by a token of its own that nobody else saw, and its session is
//! new, so nothing can be planted beforehand.

mod answer;
mod ask;
mod go_in;

pub use answer::{Answer, answer, asking};
pub(crate) use answer::{fits, picked};
pub use ask::{Asked, State, ask, state};
pub use go_in::go_in;

use jiff::SignedDuration;
use store::phone_sign_in::Body;

use crate::App;

/// As long as somebody needs who has the phone in his hand.
const LIFE: SignedDuration = SignedDuration::from_mins(2);

/// What is stored of the text in a QR code.
fn handle_digest(app: &App, handle: &str) -> Vec<u8> {
    app.db.keys().digest("phone-sign-in", handle)
}

/// Who asks, as the phone shows it.
#[derive(Debug, Clone)]
pub struct Computer {
    /// Its browser.
    pub browser: String,
    /// Where it asks from, as far as is known.
    pub address: Option<String>,
    /// When it asked.
    pub at: jiff::Timestamp,
    /// Three numbers to pick from.
    pub choices: [u8; 3],
}

impl From<Body> for Computer {
    fn from(body: Body) -> Self {
        Self {
            browser: body.browser,
            address: body.address,
            at: body.at,
            choices: body.matching.choices,
        }
    }
}
