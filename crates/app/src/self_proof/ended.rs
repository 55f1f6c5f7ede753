//! A proof that failed: over, and on record.

use domain::event::Event;
use domain::ids::SubjectId;
use domain::self_proof::NotProven;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::account::Stored;
use store::attempt::{self, Attempt};
use store::throttle::Rule;
use store::{Audit, Tx};

use super::{Door, OVER, SelfProofError};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, entry_with, notify};

/// What failed, for the record.
fn told(why: &SelfProofError) -> Option<Value> {
    match why {
        SelfProofError::Card(refusal) => {
            Some(json!({ "part": "card", "step": refusal.step, "code": refusal.code }))
        }
        SelfProofError::Face(wrong) => Some(json!({ "part": "face", "code": wrong.code })),
        SelfProofError::NotProven(reason) => Some(json!({ "code": reason.code() })),
        SelfProofError::Busy | SelfProofError::App(_) => None,
    }
}

/// What ends: whose, by which door, and the attempt where it stands; none where it was taken already.
pub(super) struct Ending<'a> {
    pub(super) door: &'a Door<'a>,
    pub(super) holder: &'a Stored,
    pub(super) attempt: Option<&'a Attempt>,
}

/// Ends it, with an entry of its own; gives why, or what kept us from ending it: one that went on meanwhile is not
/// ended by whoever came second. Another face before the holder's card is told to him: phone and card may both be
/// gone.
pub(super) async fn ended(
    tx: Tx,
    to: (&App, &Cx),
    of: Ending<'_>,
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
    of: Ending<'_>,
    why: &SelfProofError,
) -> Result<()> {
    if let Some(attempt) = of.attempt
        && !attempt::delete_at(&mut tx, attempt).await?
    {
        return Err(OVER);
    }
    let Some(detail) = told(why) else {
        return Ok(tx.commit(Audit::Bookkeeping("self-proof ended")).await?);
    };
    if matches!(why, SelfProofError::NotProven(NotProven::OtherFace)) {
        let (kind, values) = of.door.other_face();
        notify::tell(&mut tx, app, cx, of.holder, kind, &values).await?;
    }
    if another_failed(&mut tx, app, cx, (of.door.subject(), why)).await? {
        let kind = "self-proof-failed-again";
        notify::tell(&mut tx, app, cx, of.holder, kind, &[]).await?;
    }
    let event = Event::SelfProofFailed;
    let entry = entry_with(app, cx, event, of.door.subject(), detail);
    Ok(tx.commit(entry).await?)
}

/// One face that cannot be told happens to anybody.
const A_DAY: Throttle = Throttle::new(1, SignedDuration::from_hours(24));

/// Whether a face failed that is not the first of its day; another's is told each time anyway.
async fn another_failed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (subject, why): (SubjectId, &SelfProofError),
) -> Result<bool> {
    match why {
        SelfProofError::Face(_) | SelfProofError::NotProven(NotProven::Unclear) => {}
        SelfProofError::NotProven(
            NotProven::OtherFace
            | NotProven::CardInvalid
            | NotProven::CardReplaced
            | NotProven::CardUndated
            | NotProven::CardUnknown
            | NotProven::Differs,
        )
        | SelfProofError::Card(_)
        | SelfProofError::Busy
        | SelfProofError::App(_) => return Ok(false),
    }
    let counted = Counted {
        kind: "self-proof-face",
        value: &subject.to_string(),
        rule: Rule::Rate(A_DAY),
    };
    match throttle::reserve_in(tx, app, cx, &counted).await {
        Ok(()) => Ok(false),
        Err(Error::Throttled { .. }) => Ok(true),
        Err(other) => Err(other),
    }
}
