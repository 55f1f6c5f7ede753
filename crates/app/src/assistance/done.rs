//! The end of a call or visit: what was done, by which reference.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use jiff::{SignedDuration, Timestamp};
use store::assistance;
use store::{Audit, audit};

use super::{CallRef, own, reference};
use crate::{App, Cx, Result};

/// Something that was done in a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// When.
    pub at: Timestamp,
    /// What (`activity-<word>`).
    pub action: String,
}

/// A call or visit with what was done in it.
#[derive(Debug, Clone)]
pub struct Done {
    /// The number, its middle hidden.
    pub number: String,
    /// Whether the person seemed to act under pressure.
    pub pressured: bool,
    /// What the caller may name later.
    pub reference: String,
    /// What was done, in order. Checks are not acts.
    pub acts: Vec<Act>,
}

const ACTS: [&str; 8] = [
    "account-locked",
    "lock-confirmed",
    "hold-ended",
    "activation-reopened",
    "device-removed",
    "phone-change-received",
    "lost-phone-stopped",
    "organisation-locked",
];

/// Ends a call: nothing more can be done in it.
pub async fn close(app: &App, cx: &Cx, case: CallRef) -> Result<()> {
    require(&cx.actor, Operation::Assist)?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    let mut case = own(&mut tx, cx, case).await?;
    if case.closed.is_none() {
        case.closed = Some(cx.now);
        assistance::save(&mut tx, &case).await?;
        tx.commit(Audit::Bookkeeping("call closed")).await?;
    }
    Ok(())
}

/// What was done in a call, for its end page.
pub async fn done(app: &App, cx: &Cx, case: CallRef) -> Result<Done> {
    require(&cx.actor, Operation::Assist)?;
    let mut source = app.db.read().await?;
    let case = own(&mut source, cx, case).await?;
    let until = cx.now + SignedDuration::from_secs(1);
    let entries = audit::by_subject(&mut source, case.subject, until, 200).await?;
    let id = case.id.to_string();
    let of_this = |detail: &serde_json::Value| {
        ["assistance", "source"]
            .iter()
            .any(|key| detail.get(key).is_some_and(|v| *v == id.as_str()))
    };
    let mut acts: Vec<Act> = entries
        .into_iter()
        .filter(|(row, detail)| ACTS.contains(&row.action.as_str()) && of_this(detail))
        .map(|(row, _)| Act {
            at: domain::time::from_millis(row.at),
            action: row.action,
        })
        .collect();
    acts.reverse();
    Ok(Done {
        reference: reference("HT", case.id.as_bytes()),
        acts,
        number: case.shown.number,
        pressured: case.pressured,
    })
}
