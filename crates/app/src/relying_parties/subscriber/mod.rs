//! New subscribers (R50-2): a telecom sends a person to sign in, says which mobile number he would have, and the person
//! enters here the code that comes to it. The code never passes through the telecom, and nobody is told whether a
//! number is somebody's.

mod ask;
mod confirm;
mod end;
mod list;
mod status;

pub use ask::{SubscriberAsked, ask as ask_subscriber};
pub use confirm::{
    Registering, confirm as confirm_subscriber, registering, send_code as send_subscriber_code,
};
pub use end::{end as end_subscriber, end_for as end_subscriber_for};
pub(crate) use list::with_whom;
pub use list::{Number, number_waiting, numbers};
pub use status::{SubscriberStatus, status as subscriber_status};

use domain::relying_party::Phase;
use domain::subscriber::{SUBSCRIBER_SCOPE, SubscriberError};
use oidc::authorization::Request;
use oidc::{ErrorCode, OAuthError, Params};
use store::Source;
use store::cleaning::grant::{self, Grant};

use super::browser::lasting;
use super::{Outcome, Party};
use crate::{App, Error};

impl From<SubscriberError> for Error {
    fn from(error: SubscriberError) -> Self {
        Self::Refused(error.code())
    }
}

/// Whether a request asks for the scope.
pub(super) fn asked(request: &Request) -> bool {
    request.scope.iter().any(|scope| scope == SUBSCRIBER_SCOPE)
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError {
        code: ErrorCode::InvalidScope,
        description,
    }
}

/// Who asks from elsewhere (RFC 8628, CIBA) is refused: the person reads and decides in his own browser.
pub(super) fn in_browser(params: &Params) -> Result<(), OAuthError> {
    let mut scopes = params.get("scope").unwrap_or_default().split(' ');
    if scopes.any(|scope| scope == SUBSCRIBER_SCOPE) {
        return Err(invalid(
            "subscriber_registration is asked for through the person's browser only",
        ));
    }
    Ok(())
}

/// The scope is a granted telecom's: nobody is asked for what would be refused afterwards. It is for the moment: no
/// token that lasts goes with it.
pub(super) async fn may(
    app: &App,
    party: &Party,
    request: &Request,
) -> Outcome<Result<(), OAuthError>> {
    if !asked(request) {
        return Ok(Ok(()));
    }
    if lasting(request) {
        return Ok(Err(invalid(
            "subscriber_registration goes without offline_access",
        )));
    }
    let found = granted(&mut app.db.read().await?, party).await?;
    Ok(found.map(|_| ()).ok_or(invalid(
        "subscriber_registration is for telecoms that were granted it",
    )))
}

/// What a telecom is granted, where new subscribers are part of it; a trial is granted nothing.
async fn granted(source: &mut impl Source, party: &Party) -> Outcome<Option<Grant>> {
    let found = grant::find(source, party.stored.id).await?;
    Ok(found.filter(|grant| grant.register && party.stored.phase == Phase::Production))
}
