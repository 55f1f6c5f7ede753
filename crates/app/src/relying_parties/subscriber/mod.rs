//! New subscribers (R50-2): a telecom sends a person to sign in, says which mobile number he would have, and the person
//! enters here the code that comes to it. The code never passes through the telecom, and nobody is told whether a
//! number is somebody's.

mod ask;
mod confirm;
mod list;
mod status;

pub use ask::{SubscriberAsked, ask as ask_subscriber};
pub use confirm::{
    Registering, confirm as confirm_subscriber, registering, send_code as send_subscriber_code,
};
pub(crate) use list::with_whom;
pub use list::{Number, numbers};
pub use status::{SubscriberStatus, status as subscriber_status};

use domain::relying_party::Phase;
use domain::subscriber::{SUBSCRIBER_SCOPE, SubscriberError};
use oidc::authorization::Request;
use oidc::{ErrorCode, OAuthError};
use store::Source;
use store::cleaning::grant::{self, Grant};

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

/// The scope is a granted telecom's: nobody is asked for what would be refused afterwards.
pub(super) async fn may(
    app: &App,
    party: &Party,
    request: &Request,
) -> Outcome<Result<(), OAuthError>> {
    if !asked(request) {
        return Ok(Ok(()));
    }
    let found = granted(&mut app.db.read().await?, party).await?;
    Ok(found.map(|_| ()).ok_or(OAuthError {
        code: ErrorCode::InvalidScope,
        description: "subscriber_registration is for telecoms that were granted subscribers",
    }))
}

/// What a telecom is granted; a trial is granted nothing.
async fn granted(source: &mut impl Source, party: &Party) -> Outcome<Option<Grant>> {
    let found = grant::find(source, party.stored.id).await?;
    Ok(found.filter(|_| party.stored.phase == Phase::Production))
}
