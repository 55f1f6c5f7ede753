//! The receipt of a lock (UX-12): what was done, since when, by which rule, who was told.

use domain::ids::HoldId;
use domain::regime::Basis;
use store::hold::{self, Kept};
use store::message::{self, Trace};

use super::basis;
use crate::{App, Cx, Error, Result, assistance};

/// What the holder may show or keep (D59-19.1.a.v).
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Ground, time, channel, sessions ended, and what became of it.
    pub kept: Kept,
    /// How the holder refers to it: `KH-XXXXX-XXXXX`.
    pub reference: String,
    /// The rule it rests on.
    pub basis: Basis,
    /// D59-19.1.c2: the messages that went out, with their proof.
    pub messages: Vec<Trace>,
}

/// The receipt of one of the holder's own holds; anybody else's does not exist for him.
pub async fn receipt(app: &App, cx: &Cx, id: HoldId) -> Result<Receipt> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let holds = hold::all(&mut source, subject).await?;
    let kept = holds
        .into_iter()
        .find(|k| k.hold.id == id)
        .ok_or(Error::NotFound)?;
    let since = kept.hold.since;
    let mut messages = Vec::new();
    // A short lock that was confirmed was told of as a short one.
    for kind in ["account-locked", "account-locked-short"] {
        messages.extend(message::traces(&mut source, subject, kind, since).await?);
    }
    let reference = assistance::reference("KH", id.as_bytes());
    Ok(Receipt {
        reference,
        basis: basis(&kept.hold),
        kept,
        messages,
    })
}
