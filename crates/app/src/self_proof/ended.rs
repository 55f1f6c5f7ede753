//! A proof that failed: over, and on record.

use domain::event::Event;
use domain::self_proof::NotProven;
use serde_json::{Value, json};
use store::account::Stored;
use store::attempt::{self, Attempt};
use store::{Audit, Tx};

use super::SelfProofError;
use crate::{App, Cx, Result, entry_with, notify};

/// What failed, for the record.
fn told(why: &SelfProofError) -> Option<Value> {
    match why {
        SelfProofError::Card(refusal) => {
            Some(json!({ "part": "card", "step": refusal.step, "code": refusal.code }))
        }
        SelfProofError::Face(wrong) => Some(json!({ "part": "face", "code": wrong.code })),
        SelfProofError::NotProven(reason) => Some(json!({ "code": reason.code() })),
        SelfProofError::App(_) => None,
    }
}

/// Ends it, with an entry of its own; gives why, or what kept us from ending it. Another face before the holder's
/// card, on a device of his account, is told to him: phone and card may both be gone.
pub(super) async fn ended(
    tx: Tx,
    to: (&App, &Cx),
    of: (&Stored, &Attempt),
    why: SelfProofError,
) -> SelfProofError {
    match written(tx, to, of, &why).await {
        Ok(()) => why,
        Err(other) => other.into(),
    }
}

async fn written(
    mut tx: Tx,
    (app, cx): (&App, &Cx),
    (holder, attempt): (&Stored, &Attempt),
    why: &SelfProofError,
) -> Result<()> {
    attempt::delete(&mut tx, attempt.subject, &attempt.digest).await?;
    let Some(detail) = told(why) else {
        return Ok(tx.commit(Audit::Bookkeeping("self-proof ended")).await?);
    };
    if matches!(why, SelfProofError::NotProven(NotProven::OtherFace)) {
        notify::tell(&mut tx, app, cx, holder, "self-proof-other-face", &[]).await?;
    }
    let event = Event::SelfProofFailed;
    let entry = entry_with(app, cx, event, attempt.subject, detail);
    Ok(tx.commit(entry).await?)
}
