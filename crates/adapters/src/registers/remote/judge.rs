//! What an answer is worth: a signed record, or silence; what of it goes on record; and what the breaker hears.

use app::exchange::Doubt;
use app::exchange::wire::Answer;
use domain::exchange::Outcome;
use jiff::SignedDuration;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

use super::line::{Lost, Reply};

/// Longest salt that is kept.
const SALT: usize = 64;

/// Why there is no answer.
pub(super) struct Trouble {
    pub(super) outcome: Outcome,
    pub(super) why: &'static str,
    /// Whether the question may be put again at once.
    pub(super) once_more: bool,
    /// After how long it may be, where it was not put, or nobody heard it because we ask too often.
    pub(super) again: Option<SignedDuration>,
    /// What the breaker hears of it.
    pub(super) health: Health,
    /// What the other body signed, also where it is a lie.
    pub(super) said: Option<Said>,
}

/// What the breaker hears: that a source cannot be reached, breaks down or is not the one it should be counts as
/// failure; an answer that we do not like is one of a source that answers. One odd record must not close it to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Health {
    /// Somebody is there.
    Answers,
    /// Nobody is, or nobody who can be believed.
    Fails,
    /// Nothing was asked.
    Unknown,
}

/// A statement of the other body, and the salt of its answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) statement: String,
    pub(super) salt: String,
}

/// A record that was told, with what was signed.
pub(super) struct Told<T> {
    pub(super) record: Option<T>,
    pub(super) raw: Value,
    pub(super) said: Said,
}

impl<T> Told<T> {
    /// As the log has it.
    pub(super) fn outcome(&self) -> (Outcome, &'static str) {
        let found = self.record.is_some();
        let outcome = if found { Outcome::Found } else { Outcome::None };
        (outcome, "")
    }
}

/// What was not written down is not sent and not used.
pub(super) const OFF_RECORD: Trouble = Trouble {
    outcome: Outcome::Failed,
    why: "not-on-record",
    once_more: false,
    again: Some(SignedDuration::from_secs(1)),
    health: Health::Unknown,
    said: None,
};

impl Trouble {
    const fn new(why: &'static str, health: Health) -> Self {
        Self {
            outcome: Outcome::Failed,
            why,
            once_more: false,
            again: None,
            health,
            said: None,
        }
    }

    /// No answer came.
    pub(super) fn lost(lost: Lost) -> Self {
        // Too much of an answer is one answer's fault, and the next time it is as long.
        let long = lost == Lost::TooLong;
        let health = if long { Health::Answers } else { Health::Fails };
        Self {
            once_more: !long,
            ..Self::new(lost.why(), health)
        }
    }

    /// Somebody answered.
    const fn answered(why: &'static str) -> Self {
        Self::new(why, Health::Answers)
    }
}

/// Judges an answer; `believe` says what a statement is worth beside its body, `fits` whether a record is one of what was
/// asked for.
pub(super) fn judge<T: DeserializeOwned>(
    reply: &Reply,
    believe: impl Fn(&str) -> Result<Outcome, Doubt>,
    fits: impl Fn(&T) -> bool,
) -> Result<Told<T>, Trouble> {
    let said = |statement: &str| Said {
        statement: statement.to_owned(),
        salt: salt(&reply.body),
    };
    let believed = || {
        let statement = reply.statement.as_deref();
        let statement = statement.ok_or(Trouble::new("statement-missing", Health::Fails))?;
        match believe(statement) {
            Ok(outcome) => Ok((outcome, said(statement))),
            Err(Doubt { why, signed }) => Err(Trouble {
                said: signed.then(|| said(statement)),
                ..Trouble::new(why.0, Health::Fails)
            }),
        }
    };
    match reply.status {
        200 => {
            let (outcome, said) = believed()?;
            match record(outcome, &reply.body, fits) {
                Ok((record, raw)) => Ok(Told { record, raw, said }),
                Err(why) => Err(Trouble {
                    said: Some(said),
                    ..Trouble::answered(why)
                }),
            }
        }
        429 => Err(Trouble {
            again: Some(SignedDuration::from_secs(
                reply.retry_after.unwrap_or(1).clamp(1, 60),
            )),
            ..Trouble::answered("busy-there")
        }),
        403 | 503 => Err(problem(reply.status, believed())),
        500..=599 => Err(Trouble {
            once_more: true,
            ..Trouble::new("server-error", Health::Fails)
        }),
        _ => Err(Trouble::answered("not-understood")),
    }
}

/// A body that says why it does not answer, or something before it that does.
fn problem(status: u16, believed: Result<(Outcome, Said), Trouble>) -> Trouble {
    let unsigned = || match status {
        503 => Trouble {
            once_more: true,
            ..Trouble::new("not-now", Health::Fails)
        },
        _ => Trouble::answered("not-now"),
    };
    match believed {
        Ok((outcome @ (Outcome::Silent | Outcome::Refused), said)) => {
            let silent = outcome == Outcome::Silent;
            let why = if silent {
                "silent-there"
            } else {
                "refused-there"
            };
            Trouble {
                outcome,
                said: Some(said),
                ..Trouble::answered(why)
            }
        }
        Ok((_, said)) => Trouble {
            said: Some(said),
            ..Trouble::answered("answer-malformed")
        },
        Err(Trouble { said, .. }) => Trouble { said, ..unsigned() },
    }
}

/// The salt of an answer or a problem, where it has one of reasonable length.
fn salt(body: &[u8]) -> String {
    let answer = serde_json::from_slice::<Answer<IgnoredAny>>(body).ok();
    let salt = answer.map(|answer| answer.salt).unwrap_or_default();
    if salt.len() > SALT {
        String::new()
    } else {
        salt
    }
}

fn record<T: DeserializeOwned>(
    outcome: Outcome,
    body: &[u8],
    fits: impl Fn(&T) -> bool,
) -> Result<(Option<T>, Value), &'static str> {
    let malformed = |_| "answer-malformed";
    let answer: Answer<Value> = serde_json::from_slice(body).map_err(malformed)?;
    if answer.salt.len() > SALT {
        return Err("answer-malformed");
    }
    let raw = answer.record.unwrap_or_default();
    let record: Option<T> = serde_json::from_value(raw.clone()).map_err(malformed)?;
    let found = record.is_some();
    let stated = if found { Outcome::Found } else { Outcome::None };
    if outcome != stated {
        return Err("answer-malformed");
    }
    if record.as_ref().is_some_and(|record| !fits(record)) {
        return Err("record-of-another");
    }
    Ok((record, raw))
}

#[cfg(test)]
mod tests;
