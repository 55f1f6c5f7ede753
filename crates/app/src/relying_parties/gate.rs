//! What a request may ask for, by the door it came through: one gate for all of them, so that no scope that needs the
//! person before a page of ours is asked for from elsewhere.

use oidc::authorization::Request;
use oidc::{OAuthError, Params};

use super::client::Party;
use super::{Outcome, issuer, package, subscriber};
use crate::App;

/// Where a request came in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Door {
    /// The person's browser, also with a pushed request (RFC 9126).
    Browser,
    /// A device (RFC 8628) or a service that calls (CIBA): it shows the person no page of its own.
    Elsewhere,
}

/// Resources of its own, and the scopes that are more than signing in.
pub(super) async fn pass(
    app: &App,
    (party, door): (&Party, Door),
    params: &Params,
    request: &Request,
) -> Outcome<Result<(), OAuthError>> {
    let read =
        oidc::resource::check(&request.resource, &party.rules, issuer(app)).and_then(
            |()| match door {
                Door::Browser => package::may(params, party, request),
                Door::Elsewhere => {
                    package::in_browser(params).and_then(|()| subscriber::in_browser(params))
                }
            },
        );
    match (read, door) {
        (Ok(()), Door::Browser) => subscriber::may(app, party, request).await,
        (read, Door::Browser | Door::Elsewhere) => Ok(read),
    }
}
