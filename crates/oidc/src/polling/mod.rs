//! A client that asks again and again whether the person decided (RFC 8628 §3.5, CIBA §11).

#[cfg(test)]
mod tests;

use crate::{ErrorCode, OAuthError};

/// Seconds between two questions, until a client is told to slow down (RFC 8628 §3.2, CIBA §7.3).
pub const INTERVAL: i64 = 5;
/// RFC 8628 §3.5: `slow_down` adds so many, for good.
const MORE: i64 = 5;

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The person has not decided.
    Waiting,
    /// He agreed.
    Allowed,
    /// He declined.
    Denied,
}

/// A request at the instant of a question; times in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Polled {
    /// How far it is.
    pub stage: Stage,
    /// When it is over.
    pub expires: i64,
    /// How long the client has to wait between two questions.
    pub interval: i64,
    /// When it asked last.
    pub last: Option<i64>,
}

/// What the token endpoint does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Gives tokens.
    Redeem,
    /// Answers this error; from now on the client waits so long.
    Refuse(OAuthError, i64),
}

/// Judges a question.
pub fn judge(request: &Polled, now: i64) -> Verdict {
    let refuse =
        |code, description| Verdict::Refuse(OAuthError::new(code, description), request.interval);
    if now >= request.expires {
        return refuse(ErrorCode::ExpiredToken, "the request is over: begin again");
    }
    match request.stage {
        Stage::Allowed => Verdict::Redeem,
        Stage::Denied => refuse(ErrorCode::AccessDenied, "the person declined"),
        Stage::Waiting
            if request
                .last
                .is_some_and(|last| now < last + request.interval) =>
        {
            let error = OAuthError::new(ErrorCode::SlowDown, "wait five seconds longer each time");
            Verdict::Refuse(error, request.interval + MORE)
        }
        Stage::Waiting => refuse(
            ErrorCode::AuthorizationPending,
            "the person has not decided yet",
        ),
    }
}
