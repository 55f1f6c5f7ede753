//! The head of the unit with authority decides (D59-19.1.c1 to D59-19.1.c3, D59-19.4.b, D59-19.4.c).

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::case::{Refusal, State, Wish};
use domain::event::Event;
use domain::hold::{Channel, Ground};
use store::account::Holder;
use store::case::{self, Stored};
use store::{Entry, Tx, organisation};

use super::CaseRef;
use super::open::{authority, seen};
use super::receive::to_requester;
use crate::holds::{NewHold, dead, end_hold, place as place_hold};
use crate::training::may_decide;
use crate::words::words;
use crate::{App, Cx, Error, Result, entry_with, notify};

/// A decision. A refusal without a reason and words cannot be written down (I7).
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// What was asked is done.
    Approve,
    /// It is not done.
    Refuse {
        /// Why.
        reason: Refusal,
        /// Words of the written answer.
        words: &'a str,
    },
}

/// D59-19.1.c1: decides a case, once. The account changes in the same transaction; the body and the
/// holder are told (D59-19.1.c2).
pub async fn decide(
    app: &App,
    cx: &Cx,
    place: CaseRef,
    revision: i64,
    verdict: Verdict<'_>,
) -> Result<()> {
    require(&cx.actor, Operation::DecideCase)?;
    may_decide(app, cx).await?;
    let cx = &cx.with_purpose(Purpose::Case);
    let verdict = match verdict {
        Verdict::Approve => None,
        Verdict::Refuse {
            reason,
            words: text,
        } => Some((reason, words(("words", "case-words-missing"), text, 2000)?)),
    };
    let mut tx = app.db.begin().await?;
    let mut holder = organisation::anybody_to_change(&mut tx, place.subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    let mut stored = seen(&mut tx, cx, place).await?;
    authority(&mut tx, cx, &stored).await?;
    if stored.revision != revision {
        return Err(Error::Stale);
    }
    stored.decided_by = Some(cx.staff()?);
    stored.case.state = match &verdict {
        None => State::Approved { at: cx.now },
        Some((reason, _)) => State::Refused {
            at: cx.now,
            reason: *reason,
        },
    };
    let entries = match verdict {
        None => approve(&mut tx, app, cx, &stored, holder.holder_mut()).await?,
        Some((reason, words)) => {
            stored.body.words = words;
            refuse(&mut tx, app, cx, &stored, (holder.holder(), reason)).await?
        }
    };
    case::save(&mut tx, &stored).await?;
    Ok(tx.commit(entries).await?)
}

async fn approve(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    holder: &mut dyn Holder,
) -> Result<Vec<Entry>> {
    // Placing and ending a hold tell the holder.
    let mut entries = match (stored.case.wish, stored.hold) {
        (Wish::Lock, _) => {
            let new = NewHold {
                regime: Some(stored.case.regime),
                ..NewHold::of(
                    Ground::AuthorityRequest,
                    Channel::Case,
                    stored.reference.clone(),
                )
            };
            place_hold(tx, app, cx, holder, new).await?.1
        }
        (Wish::Unlock, Some(hold)) => {
            let by = (hold, Channel::Case, stored.reference.as_str());
            end_hold(tx, app, cx, holder, by).await?.1
        }
        (Wish::Unlock, None) => return Err(Error::Internal("an unlock names no hold".to_owned())),
    };
    let args = outcome(stored, cx);
    to_requester(tx, app, cx, stored, "case-approved", &args).await?;
    let detail = serde_json::json!({ "case": stored.case.id, "wish": stored.case.wish.as_str() });
    entries.push(entry_with(
        app,
        cx,
        Event::CaseApproved,
        stored.subject,
        detail,
    ));
    Ok(entries)
}

/// D59-19.1.c3, D59-19.4.c: refused in writing, with reason.
async fn refuse(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    (holder, reason): (&dyn Holder, Refusal),
) -> Result<Vec<Entry>> {
    let mut args = outcome(stored, cx);
    args.push(("reason", reason.as_str().to_owned()));
    to_requester(tx, app, cx, stored, "case-refused", &args).await?;
    if !dead(holder) {
        notify::tell(tx, app, cx, holder, "case-refused-holder", &args).await?;
    }
    let detail = serde_json::json!({ "case": stored.case.id, "wish": stored.case.wish.as_str(), "reason": reason.as_str() });
    Ok(vec![entry_with(
        app,
        cx,
        Event::CaseRefused,
        stored.subject,
        detail,
    )])
}

fn outcome(stored: &Stored, cx: &Cx) -> Vec<(&'static str, String)> {
    vec![
        ("reference", stored.reference.clone()),
        ("wish", stored.case.wish.as_str().to_owned()),
        ("time", crate::holds::clock(cx.now)),
    ]
}
