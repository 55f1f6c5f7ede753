//! A receiver tries whether its stream works (SSF 8.1.4.2).

use jiff::SignedDuration;
use oidc::ssf::{self, Event, Fault};
use store::Audit;
use store::audit::NOBODY;
use store::relying_party::stream::{self, Status};

use super::receiver::{Asker, receiver};
use super::{Answered, Kept, StreamError, VERIFIED, named, own};
use crate::relying_parties::event;
use crate::{App, Cx};

/// Longest `state`.
const STATE: usize = 1_024;

/// Queues a verification event; a stream that is disabled gets none.
pub async fn verify(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<()> {
    let (party, cx) = receiver(app, cx, asker).await?;
    let body = ssf::body(bytes)?;
    let wrong = Fault("state is not a text of at most 1,024 bytes");
    let state = ssf::text(&body, "state", wrong)?;
    if state.as_ref().is_some_and(|state| state.len() > STATE) {
        return Err(wrong.into());
    }
    let mut tx = app.db.begin().await?;
    let found = own(&mut tx, &party, &named(&body)?).await?;
    if cx.now < found.asked + SignedDuration::from_secs(VERIFIED) {
        return Err(StreamError::TooSoon);
    }
    let asked = Kept {
        asked: cx.now,
        ..found
    };
    stream::save(&mut tx, &asked).await?;
    if asked.status != Status::Disabled {
        let telling = event::fresh(app, &cx, &asked, &Event::Verification { state })?;
        event::queue(&mut tx, app, (NOBODY, &telling)).await?;
    }
    Ok(tx.commit(Audit::Bookkeeping("verification")).await?)
}
