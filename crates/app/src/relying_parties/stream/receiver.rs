//! Who asks at the management interface: the one place where a receiver is recognised.

use std::sync::Arc;

use domain::actor::{Actor, Purpose};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use oidc::Params;
use store::throttle::Rule;

use super::{Answered, StreamError};
use crate::relying_parties::client::{Caller, Party, authenticate};
use crate::relying_parties::{Failure, Outcome};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error};

/// RFC 7523 2.2.
const ASSERTION: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// A request to the management interface.
#[derive(Debug, Clone, Copy)]
pub struct Asker<'a> {
    /// Header `Authorization`.
    pub authorization: Option<&'a str>,
    /// Path of the endpoint.
    pub path: &'static str,
    /// Its method.
    pub method: &'static str,
}

/// A client that calls an interface of ours itself, proven as it proves itself at the token endpoint: its secret by the scheme `Basic`, or an
/// assertion signed by its key (RFC 7523) by the scheme `Bearer`. Counted, so that one receiver cannot keep the
/// database busy for all.
pub(crate) async fn proven(
    app: &App,
    cx: &Cx,
    asker: &Asker<'_>,
    kind: &'static str,
) -> Outcome<(Arc<Party>, Cx)> {
    let (scheme, shown) = asker
        .authorization
        .and_then(|value| value.split_once(' '))
        .ok_or(Error::SignIn)?;
    let bearer = scheme.eq_ignore_ascii_case("Bearer");
    let pairs = if bearer {
        vec![
            ("client_assertion_type", ASSERTION),
            ("client_assertion", shown.trim()),
        ]
    } else {
        Vec::new()
    };
    let params = Params::from_pairs(pairs).map_err(|_| Error::SignIn)?;
    let caller = Caller {
        params: &params,
        authorization: asker.authorization.filter(|_| !bearer),
        proofs: &[],
        method: asker.method,
        path: asker.path,
        certificate: None,
    };
    let party = authenticate(app, cx, &caller).await?;
    let counted = Counted {
        kind,
        value: &party.rules.id,
        rule: Rule::Rate(Throttle::new(3_000, SignedDuration::from_mins(10))),
    };
    throttle::reserve(app, cx, &[counted]).await?;
    let cx = Cx {
        actor: Actor::Party(party.stored.id),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    Ok((party, cx))
}

/// The receiver of a stream.
pub(super) async fn receiver(app: &App, cx: &Cx, asker: &Asker<'_>) -> Answered<(Arc<Party>, Cx)> {
    match proven(app, cx, asker, "stream").await {
        Ok(receiver) => Ok(receiver),
        Err(Failure::Protocol(_) | Failure::App(Error::SignIn)) => Err(StreamError::Unproven),
        Err(Failure::App(error)) => Err(error.into()),
    }
}
