//! Locking one's own account, its status, the request to be unlocked (D59-19).

use app::holds;
use axum::Json;
use axum::http::StatusCode;
use domain::fault::Fault;
use domain::hold::{LockReason, WayOut};
use serde::{Deserialize, Serialize};
use store::unlock::State;
use utoipa::ToSchema;

use super::document::Passcode;
use super::input::Input;
use super::problem::Problem;
use super::who::{Anyhow, Holder, Id};

/// Why the holder locks.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// APP-13: `lost-device`, `broken-device`, `lost-card`, `suspected-leak`, `other`.
    #[schema(example = "lost-device")]
    #[serde(default)]
    reason: Option<String>,
}

/// The account is locked.
#[derive(Serialize, ToSchema)]
pub struct Locked {
    /// Identifier of the hold.
    hold: String,
    #[schema(format = DateTime)]
    since: String,
    /// Sessions that ended with it; this one is among them.
    sessions_ended: u64,
    /// A session for `GET /lock` only (D59-19.ui).
    status_session: Option<String>,
}

/// A ground in force.
#[derive(Serialize, ToSchema)]
pub struct Hold {
    id: String,
    #[schema(example = "own-request")]
    ground: &'static str,
    reason: Option<&'static str>,
    #[schema(format = DateTime)]
    since: String,
    /// Where it came from.
    channel: &'static str,
    /// The rule it rests on.
    #[schema(example = "D59-19.1.a.i")]
    basis: &'static str,
    /// When it ends by itself; a short lock has this until its holder confirms it.
    #[schema(format = DateTime)]
    until: Option<String>,
    /// `holder-asks`, `register-corrects`, `case-decides` or `breach-settled`.
    way_out: &'static str,
}

/// D59-19.ui: what holds the account, and the way out.
#[derive(Serialize, ToSchema)]
pub struct LockStatus {
    locked: bool,
    holds: Vec<Hold>,
    /// Whether a request to be unlocked may be made now.
    may_ask: bool,
    /// When the latest request to be unlocked was made.
    #[schema(format = DateTime)]
    requested_at: Option<String>,
}

/// The receipt of a lock, and the same signed.
#[derive(Serialize, ToSchema)]
pub struct LockReceipt {
    /// Reference, ground, basis, times, sessions and grants ended, devices, documents, messages, services told.
    #[schema(value_type = Object)]
    facts: serde_json::Value,
    /// The facts as a signed note (C2SP signed-note); the key stands at `/receipt-key`.
    note: String,
}

/// The request is recorded.
#[derive(Serialize, ToSchema)]
pub struct Asked {
    id: String,
    #[schema(format = DateTime)]
    at: String,
    /// True where an officer or the call centre decides; false where the lock ended at once (Decree 69).
    waits: bool,
}

fn reason(input: &Reason) -> Result<LockReason, app::Error> {
    match input.reason.as_deref() {
        None => Ok(LockReason::Other),
        Some(word) => {
            LockReason::parse(word).ok_or_else(|| Fault::new("reason", "lock-reason").into())
        }
    }
}

/// Locks the account at once; every session ends.
#[utoipa::path(post, path = "/lock", tag = "lock", request_body = Reason, responses((status = 200, body = Locked)), security(("session" = [])))]
pub(super) async fn lock(
    who: Holder,
    Input(input): Input<Reason>,
) -> Result<Json<Locked>, Problem> {
    let reason = reason(&input).map_err(|e| who.problem(e))?;
    let done = holds::lock_own(&who.app, &who.cx, reason)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(Locked {
        hold: done.locked.hold.id.to_string(),
        since: done.locked.hold.since.to_string(),
        sessions_ended: done.locked.took.sessions,
        status_session: done.status.map(|token| token.to_text()),
    }))
}

/// The receipt of one of the account's locks.
#[utoipa::path(get, path = "/lock/receipts/{id}", tag = "lock", params(("id" = String, Path)), responses((status = 200, body = LockReceipt)), security(("session" = [])))]
pub(super) async fn receipt(who: Anyhow, Id(id): Id) -> Result<Json<LockReceipt>, Problem> {
    let id = id.parse().map_err(|_| who.problem(app::Error::NotFound))?;
    let found = holds::receipt(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    let note = found.signed(&who.app).map_err(|e| who.problem(e))?;
    Ok(Json(LockReceipt {
        facts: found.facts(),
        note,
    }))
}

/// What holds the account; also with the session of a locked account.
#[utoipa::path(get, path = "/lock", tag = "lock", responses((status = 200, body = LockStatus)), security(("session" = [])))]
pub(super) async fn status(who: Anyhow) -> Result<Json<LockStatus>, Problem> {
    let status = holds::status(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    let hold = |held: &holds::InForce| Hold {
        id: held.hold.id.to_string(),
        ground: held.hold.ground.as_str(),
        reason: held.hold.reason.map(LockReason::as_str),
        since: held.hold.since.to_string(),
        channel: held.hold.channel.as_str(),
        basis: held.basis.rule,
        until: held.hold.until.map(|until| until.to_string()),
        way_out: match held.way_out {
            WayOut::HolderAsks => "holder-asks",
            WayOut::RegisterCorrects => "register-corrects",
            WayOut::CaseDecides => "case-decides",
            WayOut::BreachSettled => "breach-settled",
        },
    };
    Ok(Json(LockStatus {
        locked: !status.in_force.is_empty(),
        holds: status.in_force.iter().map(hold).collect(),
        may_ask: status.may_ask,
        requested_at: status.request.map(|request| request.at.to_string()),
    }))
}

/// Asks to be unlocked, with the passcode; an officer or the call centre decides (D59-19.5.a), or the lock
/// ends at once (D69-30).
#[utoipa::path(post, path = "/lock/unlock-requests", tag = "lock", request_body = Passcode, params(("Idempotency-Key" = Option<String>, Header)), responses((status = 201, body = Asked)), security(("session" = [])))]
pub(super) async fn ask_unlock(
    who: Anyhow,
    Input(input): Input<Passcode>,
) -> Result<(StatusCode, Json<Asked>), Problem> {
    let made = holds::ask_unlock(&who.app, &who.cx, &input.passcode)
        .await
        .map_err(|e| who.problem(e))?;
    Ok((
        StatusCode::CREATED,
        Json(Asked {
            id: made.id.to_string(),
            at: made.at.to_string(),
            waits: made.state == State::Open,
        }),
    ))
}
