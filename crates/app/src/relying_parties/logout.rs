//! RP-Initiated Logout 1.0: a service asks to end the session here too.

use oidc::Params;

use super::client::find;
use super::{Outcome, issuer, keys, pairwise, sid};
use crate::holder::Resumed;
use crate::{App, Cx, holder};

/// Where the browser goes on.
#[derive(Debug, PartialEq, Eq)]
pub enum Leaving {
    /// The person is asked first: the request does not prove whose session it means (2). It leads on to the
    /// client afterwards, or to our own page.
    Ask(Option<String>),
    /// The session is over; on to the client, or to our own page.
    Over(Option<String>),
}

/// Judges a request and ends the session where the request proves that it speaks for it. `confirmed`: the
/// person agreed on our page.
pub async fn logout(
    app: &App,
    cx: &Cx,
    params: &Params,
    session: Option<&Resumed>,
    confirmed: bool,
) -> Outcome<Leaving> {
    let ring = keys::published(app, cx).await?;
    let request = oidc::logout::read(params)?;
    let hint = match &request.id_token_hint {
        Some(hint) => Some(oidc::hint::verify(hint, ring.hints(), issuer(app))?),
        None => None,
    };
    let party = match request.client(hint.as_ref()) {
        Some(id) => find(app, id).await?,
        None => None,
    };
    let rules = party.as_ref().map(|party| &party.rules);
    let decision = request.decide(hint.as_ref(), rules)?;
    let onward = decision.redirect;
    let Some(session) = session else {
        return Ok(Leaving::Over(onward));
    };
    let own = match (&hint, &party) {
        (Some(hint), Some(party)) => {
            let own = sid(app, party.stored.id, session.session);
            hint.sub == pairwise(app, &party.rules.sector, session.subject)
                && hint.sid.as_ref().is_none_or(|sid| *sid == own)
        }
        _ => false,
    };
    if !own && !confirmed {
        return Ok(Leaving::Ask(onward));
    }
    let cx = Cx {
        actor: session.actor(),
        ..cx.clone()
    };
    holder::sign_out(app, &cx).await?;
    Ok(Leaving::Over(onward))
}
