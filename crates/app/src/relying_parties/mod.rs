//! Services sign people in: `OpenID Connect` (D59-13.2, D59-22, D59-23). The protocol's own rules stand in
//! the `oidc` crate; here they meet accounts, consent, the database and the audit log.

mod assurance;
mod authorize;
mod backchannel;
mod bearer;
mod browser;
mod certificate;
mod client;
mod consents;
mod decide;
mod deliver;
pub mod desk;
mod device_authorization;
mod enter_code;
pub(crate) mod event;
mod exchange;
mod inspect;
mod introspect;
mod issue;
mod judge;
mod keys;
mod keysets;
mod kinds;
mod left;
mod logout;
mod organisation;
mod own_token;
mod package;
mod papers;
mod ping;
mod poll;
mod push;
mod refresh;
mod release;
mod remembered;
mod revoke;
pub(crate) mod signal;
mod step_up;
mod stream;
mod subscriber;
mod take_up;
mod usage;
mod userinfo;

pub use assurance::{EVIDENCE, FRAMEWORKS, RECORDS};
pub use authorize::{Begun, Reply, authorize};
pub use backchannel::{BackchannelAsked, backchannel};
pub use browser::{Asked, Next, Value, Visit, next};
pub use certificate::Mtls;
pub use client::{Caller, Party, find as find_client};
pub use consents::{Given, list as consents, withdraw};
pub use decide::{Answer, Choice, Refusal, allow, deny, resume};
pub(crate) use deliver::{KEPT, TOO_OLD};
pub use device_authorization::{DeviceAsked, VERIFICATION, device_authorization};
pub use enter_code::enter_code;
pub use exchange::{Issued, token};
pub use inspect::{By, Inspector, note, requests};
pub use introspect::{Told, introspect};
pub use keys::{Ring, Rings, published, rotate};
pub use kinds::{Kinds, SIGNED_BY, own_scopes};
pub use logout::{Leaving, logout};
pub use organisation::Represented;
pub use package::{
    Handed, Kept, PackageStatus, Packaged, handed, issue_package, kept, package_status,
    report_package,
};
pub(crate) use package::{WATCH, watch};
pub use push::{Pushed, push};
pub use remembered::Remembered;
pub use revoke::revoke;
pub use step_up::{LEVELS, Least, StepUp, least_level};
pub(crate) use stream::proven;
pub use stream::{
    Asker, Overview, StreamError, add_subject, create as create_stream, delete as delete_stream,
    overview as stream_overview, poll, read as read_stream, read_status, remove_subject,
    replace as replace_stream, set_status, update as update_stream, verify,
};
pub(crate) use subscriber::with_whom;
pub use subscriber::{
    Number, Registering, SubscriberAsked, SubscriberStatus, ask_subscriber, confirm_subscriber,
    numbers, registering, send_subscriber_code, subscriber_status,
};
pub use take_up::{Calling, calling, take_up};
pub use usage::Used;
pub use userinfo::{Profile, userinfo};

use jiff::SignedDuration;
use oidc::{ErrorCode, OAuthError};
use serde::{Deserialize, Serialize};

use crate::{App, Error};

/// RFC 6749 4.1.2, FAPI 2.0 5.3.2.1: a code lives a minute at most.
const CODE_LIFE: SignedDuration = SignedDuration::from_secs(60);
/// An access token, and the identity token beside it.
const ACCESS_LIFE: SignedDuration = SignedDuration::from_mins(5);
/// RFC 9068, I5: one that others judge without asking here, where it speaks for an account.
const JWT_LIFE: SignedDuration = SignedDuration::from_secs(60);
/// RFC 9126 2.2: a pushed request.
const PUSHED_LIFE: SignedDuration = SignedDuration::from_secs(90);
/// As long as a person may take to sign in and decide.
const BROWSER_LIFE: SignedDuration = SignedDuration::from_mins(30);
/// OpenID Connect Core 11: a grant that outlives the session is used again within this time.
const LASTING: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What an endpoint of the protocol answers when it does not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The error that the RFC names.
    #[error("protocol: {0:?}")]
    Protocol(OAuthError),
    /// Anything else: too many attempts, our own fault.
    #[error(transparent)]
    App(#[from] Error),
}

impl From<OAuthError> for Failure {
    fn from(error: OAuthError) -> Self {
        Self::Protocol(error)
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        Self::App(error.into())
    }
}

/// Result of an endpoint.
pub type Outcome<T> = Result<T, Failure>;

const fn refuse(code: ErrorCode, description: &'static str) -> Failure {
    Failure::Protocol(OAuthError { code, description })
}

/// What a grant keeps of the request and of the holder's decision.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Granted {
    nonce: Option<String>,
    /// Names of the claims that may be released.
    claims: Vec<String>,
    /// Those of them that go into the identity token; all go into the answer of userinfo.
    in_id_token: Vec<String>,
    /// RFC 8707: what its tokens may be for; none: our own resources.
    #[serde(default)]
    resources: Vec<String>,
    /// Claims to be told with how they were checked.
    #[serde(default)]
    verified: Option<assurance::Assured>,
    /// R50-3: claims of an identity package, told in nothing else.
    #[serde(default)]
    package: Vec<String>,
    /// The organisation that the holder acts for.
    #[serde(default)]
    organisation: Option<domain::ids::SubjectId>,
    /// By which means the holder signed in (D59-3.10); none in grants of earlier releases.
    #[serde(default)]
    means: Vec<domain::means::Means>,
}

/// What an access token keeps beside its grant; nothing where it is the usual one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
struct AccessBody {
    /// Whether it went out as a JWT: its handle alone is then no token.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    jwt: bool,
    /// What it is for; none: our own resources.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    aud: Vec<String>,
    /// RFC 6749 6: fewer scopes than were granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
}

/// What the exchange of a code compares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct CodeBody {
    /// None where no browser carries it (RFC 8628).
    redirect_uri: Option<String>,
    challenge: Option<oidc::pkce::Challenge>,
    dpop_jkt: Option<String>,
}

/// The issuer: where the platform is reached (OpenID Connect Discovery 3).
pub fn issuer(app: &App) -> &str {
    &app.config.public_url
}

/// OpenID Connect Core 8.1, I13: the subject as a client's sector knows it.
fn pairwise(app: &App, sector: &str, subject: domain::ids::SubjectId) -> String {
    let key = app.db.keys().digest("pairwise", "subject");
    oidc::pairwise::subject(sector, subject.as_bytes(), &key)
}

/// Back-Channel Logout 2.1: the session as one client knows it.
fn sid(app: &App, client: domain::ids::ClientId, session: domain::ids::SessionId) -> String {
    let key = app.db.keys().digest("pairwise", "session");
    oidc::pairwise::subject(&client.to_string(), session.as_bytes(), &key)
}

/// A mark of a request for the forms of its pages: another request that took its place in the browser
/// has another.
pub fn mark(app: &App, token: &crate::token::Token) -> String {
    let digest = app.db.keys().digest("authorization-page", &token.to_text());
    oidc::jose::base64url_encode(digest)
}

/// Authentication levels as values of `acr` (D59-24).
pub const ACR: [&str; 4] = [
    "urn:dinhdanh:acr:1",
    "urn:dinhdanh:acr:2",
    "urn:dinhdanh:acr:3",
    "urn:dinhdanh:acr:4",
];

fn acr(level: domain::actor::AuthLevel) -> &'static str {
    let place = usize::from(level.get()).saturating_sub(1);
    ACR.get(place).copied().unwrap_or("0")
}

fn level_of(acr: &str) -> Option<u8> {
    (1_u8..)
        .zip(ACR)
        .find(|(_, name)| *name == acr)
        .map(|(n, _)| n)
}
