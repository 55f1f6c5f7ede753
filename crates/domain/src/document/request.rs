//! The holder's request to integrate a document (DOC-r1, DOC-GPLX-s).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::matching::{Reason, Verdict};

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum IntegrationRequest {
    /// Recorded; the source has not answered yet. Silence keeps it here for as long as it lasts
    /// (I6).
    PendingVerification {
        /// When the holder asked.
        requested_at: Timestamp,
        /// How often the source stayed silent.
        tries: u32,
        /// When it last did.
        last_silent: Option<Timestamp>,
    },
    /// The source confirmed the paper; a document stands in the wallet.
    Verified {
        /// When the holder asked.
        requested_at: Timestamp,
        /// When the source answered.
        at: Timestamp,
    },
    /// The source answered, and the paper is not to be integrated.
    Refused {
        /// When the holder asked.
        requested_at: Timestamp,
        /// Why.
        reason: Reason,
        /// When the source answered.
        at: Timestamp,
    },
    /// The holder took his request back.
    Withdrawn {
        /// When the holder asked.
        requested_at: Timestamp,
        /// When he took it back.
        at: Timestamp,
    },
}

/// A transition that does not exist: the request is no longer pending.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a request that is {from} cannot be {event}")]
pub struct RequestError {
    /// The present state.
    pub from: &'static str,
    /// What was tried.
    pub event: &'static str,
}

impl RequestError {
    /// Stable code for messages.
    pub const fn code(self) -> &'static str {
        "request-not-pending"
    }
}

impl IntegrationRequest {
    /// DOC-0: the holder sends the request.
    pub const fn submit(at: Timestamp) -> Self {
        Self::PendingVerification {
            requested_at: at,
            tries: 0,
            last_silent: None,
        }
    }

    /// Stable word (`request-<word>`).
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::PendingVerification { .. } => "pending-verification",
            Self::Verified { .. } => "verified",
            Self::Refused { .. } => "refused",
            Self::Withdrawn { .. } => "withdrawn",
        }
    }

    /// Is an answer still to come?
    pub const fn is_pending(&self) -> bool {
        matches!(self, Self::PendingVerification { .. })
    }

    /// When the holder asked.
    pub const fn requested_at(&self) -> Timestamp {
        match self {
            Self::PendingVerification { requested_at, .. }
            | Self::Verified { requested_at, .. }
            | Self::Refused { requested_at, .. }
            | Self::Withdrawn { requested_at, .. } => *requested_at,
        }
    }

    /// I6: the source was silent or down. Nothing but a count changes.
    pub fn source_silent(self, at: Timestamp) -> Result<Self, RequestError> {
        match self {
            Self::PendingVerification {
                requested_at,
                tries,
                last_silent,
            } => Ok(Self::PendingVerification {
                requested_at,
                tries: tries.saturating_add(1),
                last_silent: last_silent.max(Some(at)),
            }),
            Self::Verified { .. } | Self::Refused { .. } | Self::Withdrawn { .. } => {
                Err(self.not_pending("tried"))
            }
        }
    }

    /// DOC-r1: the source answered.
    pub fn decide(self, verdict: &Verdict, at: Timestamp) -> Result<Self, RequestError> {
        let requested_at = self.pending_since("decided")?;
        let at = at.max(requested_at);
        Ok(match verdict {
            Verdict::Verified(_) => Self::Verified { requested_at, at },
            Verdict::Refused(reason) => Self::Refused {
                requested_at,
                reason: *reason,
                at,
            },
        })
    }

    /// The holder takes the request back.
    pub fn withdraw(self, at: Timestamp) -> Result<Self, RequestError> {
        let requested_at = self.pending_since("withdrawn")?;
        Ok(Self::Withdrawn {
            requested_at,
            at: at.max(requested_at),
        })
    }

    fn pending_since(&self, event: &'static str) -> Result<Timestamp, RequestError> {
        if self.is_pending() {
            Ok(self.requested_at())
        } else {
            Err(self.not_pending(event))
        }
    }

    const fn not_pending(&self, event: &'static str) -> RequestError {
        RequestError {
            from: self.as_str(),
            event,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;
    use proptest::prelude::*;

    use super::*;
    use crate::document::matching::tests::verified;

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + (30_000_000 + minutes).minutes()
    }

    // law: DOC-r1, DOC-GPLX-s
    #[test]
    fn silence_keeps_a_request_pending_and_an_answer_ends_it() {
        let silent = IntegrationRequest::submit(at(0))
            .source_silent(at(5))
            .unwrap();
        assert_eq!(
            silent,
            IntegrationRequest::PendingVerification {
                requested_at: at(0),
                tries: 1,
                last_silent: Some(at(5))
            }
        );
        let done = silent.clone().decide(&verified(), at(9)).unwrap();
        assert_eq!(
            done,
            IntegrationRequest::Verified {
                requested_at: at(0),
                at: at(9)
            }
        );
        let refused = silent
            .decide(&Verdict::Refused(Reason::NotFound), at(9))
            .unwrap();
        let error = refused.withdraw(at(10)).unwrap_err();
        assert_eq!((error.from, error.event), ("refused", "withdrawn"));
        assert_eq!(
            error.to_string(),
            "a request that is refused cannot be withdrawn"
        );
    }

    proptest! {
        // law: DOC-r1, DOC-r2
        #[test]
        fn an_end_is_final_and_only_an_answer_verifies_or_refuses(
            steps in prop::collection::vec((0..4_u8, -3..60_i64), 0..30)
        ) {
            let mut request = IntegrationRequest::submit(at(0));
            let mut silent = 0;
            for (step, minute) in steps {
                let before = request.clone();
                let next = match step {
                    0 => before.clone().source_silent(at(minute)),
                    1 => before.clone().decide(&verified(), at(minute)),
                    2 => before.clone().decide(&Verdict::Refused(Reason::Expired), at(minute)),
                    _ => before.clone().withdraw(at(minute)),
                };
                prop_assert_eq!(next.is_ok(), before.is_pending());
                if let Ok(next) = next {
                    silent += u32::from(step == 0);
                    let want = ["pending-verification", "verified", "refused", "withdrawn"];
                    prop_assert_eq!(next.as_str(), want[usize::from(step)]);
                    request = next;
                }
                prop_assert_eq!(request.requested_at(), at(0));
                match &request {
                    IntegrationRequest::PendingVerification { tries, .. } => prop_assert_eq!(*tries, silent),
                    IntegrationRequest::Verified { at: end, .. }
                    | IntegrationRequest::Refused { at: end, .. }
                    | IntegrationRequest::Withdrawn { at: end, .. } => prop_assert!(*end >= at(0)),
                }
            }
        }
    }
}
