//! Streams of security events, as their receivers manage them (SSF 1.0, 8.1): one a service. Every subject that
//! has to do with the service is on it, unless the service took him off (`default_subjects`: `ALL`).

mod configure;
mod poll;
mod receiver;
mod status;
mod subjects;
mod verify;

pub use configure::{Overview, create, delete, overview, read, replace, update};
pub use poll::poll;
pub use receiver::Asker;
pub(crate) use receiver::proven;
pub use status::{read_status, set_status};
pub use subjects::{add_subject, remove_subject};
pub use verify::verify;

use domain::event::Event;
use domain::ids::StreamId;
use oidc::ssf::{self, Fault, Wanted};
use serde_json::{Map, Value};
use store::Source;
use store::audit::NOBODY;
use store::relying_party::stream::{self, Stream};

use super::client::Party;
use super::{Failure, issuer};
use crate::{App, Cx, Error, entry_with};

/// SSF 8.1.1 `min_verification_interval`, in seconds.
const VERIFIED: i64 = 10;

/// What a receiver is answered when it is not done.
#[derive(Debug, thiserror::Error)]
pub enum StreamError {
    /// 401: nobody known, or not proven.
    #[error("not proven")]
    Unproven,
    /// 403: known, but not entitled.
    #[error("not entitled")]
    Forbidden,
    /// 404: no such stream of this receiver.
    #[error("no such stream")]
    NotFound,
    /// 409: there is one already.
    #[error("there is one already")]
    Conflict,
    /// 429: verification is asked for too often.
    #[error("too soon")]
    TooSoon,
    /// 400.
    #[error(transparent)]
    Wrong(#[from] Fault),
    /// Too many attempts, our own fault.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<store::Error> for StreamError {
    fn from(error: store::Error) -> Self {
        // Two changes at once: the other one was quicker, and is there.
        if matches!(error, store::Error::Stale) {
            Self::Conflict
        } else {
            Self::App(error.into())
        }
    }
}

impl From<Failure> for StreamError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Protocol(_) => Self::Unproven,
            Failure::App(error) => Self::App(error),
        }
    }
}

/// Result for a receiver.
pub type Answered<T> = Result<T, StreamError>;

type Kept = Stream<Wanted>;

/// SSF 6.1.2: where a stream is polled.
fn poll_url(app: &App, id: StreamId) -> String {
    format!("{}/ssf/poll?stream_id={id}", issuer(app))
}

/// The receiver's stream of that name; another's does not exist for it.
async fn own(source: &mut impl Source, party: &Party, id: &str) -> Answered<Kept> {
    let found: Option<Kept> = stream::find(source, party.stored.id).await?;
    let named = id.parse::<StreamId>().ok();
    let own = found.filter(|stream| Some(stream.id) == named);
    own.ok_or(StreamError::NotFound)
}

/// `stream_id` of a body.
fn named(body: &Map<String, Value>) -> Answered<String> {
    let missing = Fault("stream_id is missing");
    Ok(ssf::text(body, "stream_id", missing)?.ok_or(missing)?)
}

/// What the audit log says: who did what to which stream.
fn entry(app: &App, cx: &Cx, stream: &Kept, what: &str) -> store::Entry {
    let detail = serde_json::json!({
        "stream": stream.id,
        "what": what,
        "method": stream.body.delivery.method(),
        "status": stream.status.as_str(),
    });
    entry_with(app, cx, Event::StreamChanged, NOBODY, detail)
}
