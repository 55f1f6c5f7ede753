//! How a request stands: for the holder on his devices, and for the phone that asked.

use domain::lost_phone::{Request, State};
use store::lost_phone::{self, Stored, trusted};

use crate::signin::journey;
use crate::token::Token;
use crate::{App, Cx, Result};

/// The signed-in holder's open request.
pub async fn own(app: &App, cx: &Cx) -> Result<Option<Stored>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let found = lost_phone::open(&mut source, subject).await?;
    Ok(found
        .map(|found| now(found, cx))
        .filter(|s| s.request.open()))
}

fn now(stored: Stored, cx: &Cx) -> Stored {
    Stored {
        request: stored.request.at(cx.now),
        ..stored
    }
}

/// What a new device is told, whose holder has shown number, password and one-time code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// How the request stands.
    pub request: Request,
    /// Whether this is the phone that asked: only it can finish.
    pub here: bool,
    /// On the phone that asked: the digits to tell the trusted persons; empty where nobody is asked.
    pub compare: String,
}

impl Progress {
    /// Whether this phone can finish now.
    pub const fn ready(&self) -> bool {
        self.here && matches!(self.request.state, State::Ready { .. })
    }
}

/// What is open to a new device without the old one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranded {
    /// The account's open request.
    pub open: Option<Progress>,
    /// How many trusted persons consented.
    pub trusted: usize,
}

/// What is open to the device of a sign-in; `kept` is what a phone that asked keeps.
pub async fn stranded(app: &App, cx: &Cx, token: &Token, kept: Option<&Token>) -> Result<Stranded> {
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, "sign-in", &["device"]).await?;
    let named = trusted::of(&mut source, token.subject).await?;
    let found = lost_phone::open(&mut source, token.subject).await?;
    let found = found.map(|s| now(s, cx)).filter(|s| s.request.open());
    let open = found.map(|stored| {
        let here = asked_here(&stored, kept);
        Progress {
            here,
            request: stored.request,
            compare: if here {
                stored.body.compare
            } else {
                String::new()
            },
        }
    });
    Ok(Stranded {
        open,
        trusted: named.iter().filter(|t| t.consented.is_some()).count(),
    })
}

/// Whether a token is the one that the asking phone was given.
pub(super) fn asked_here(stored: &Stored, kept: Option<&Token>) -> bool {
    kept.is_some_and(|kept| kept.subject == stored.subject && kept.digest() == stored.digest)
}
