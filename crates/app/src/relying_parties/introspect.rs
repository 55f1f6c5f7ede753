//! Introspection (RFC 7662): whether a token works now. A lock shows here at the next question (I5).

use oidc::ErrorCode;
use oidc::token::{Confirmation, Introspection};
use serde_json::{Map, Value, json};
use store::relying_party::token::{Kind, Live};

use super::bearer::Shown;
use super::client::{Caller, Party, as_it_stands, authenticate_remembered};
use super::{AccessBody, Granted, Outcome, acr, issue, issuer, keys, refuse};
use crate::{App, Cx, Error};

/// What is told.
#[derive(Debug)]
pub enum Told {
    /// JSON.
    Plain(Map<String, Value>),
    /// A signed answer for the asker alone (RFC 9701 5).
    Signed(String),
}

/// Answers a question; a token that is not the asker's own counts as unknown (4). `signed`: as RFC 9701
/// 4 asks.
pub async fn introspect(app: &App, cx: &Cx, caller: &Caller<'_>, signed: bool) -> Outcome<Told> {
    let party = authenticate_remembered(app, cx, caller).await?;
    let text = caller
        .params
        .get("token")
        .ok_or(refuse(ErrorCode::InvalidRequest, "token is missing"))?;
    let shown = Shown::read(app, cx, text).await?;
    let live = match &shown {
        Some(Shown::Kept(bearer, _)) => {
            let mut source = app.db.read().await?;
            bearer.look_up(&mut source, app, cx).await?
        }
        Some(Shown::Own(_)) | None => None,
    };
    let own = live.filter(|live| live.client == party.stored.id);
    let party = match &own {
        Some(live) if live.revision == party.stored.revision => party,
        Some(_) | None => as_it_stands(app, cx, caller).await?,
    };
    let answer = about(app, &party, shown, own)?;
    if !signed {
        return Ok(Told::Plain(answer));
    }
    let ring = keys::published(app, cx).await?;
    let failed = || Error::Internal("an introspection answer cannot be signed".into());
    let signer = ring.signer(party.rules.id_token_alg, cx.now);
    let answer = Introspection {
        iss: issuer(app).to_owned(),
        aud: party.rules.id.clone(),
        iat: cx.now.as_second(),
        token: answer,
    };
    let signed = answer.sign(signer.ok_or_else(failed)?);
    Ok(Told::Signed(signed.map_err(|_| failed())?))
}

/// I5: nothing of this is kept; a lock shows at the next question. `live`: the token, if it is the asker's.
fn about(
    app: &App,
    party: &Party,
    shown: Option<Shown>,
    live: Option<Live<Granted>>,
) -> Outcome<Map<String, Value>> {
    let mut answer = Map::new();
    match shown {
        Some(Shown::Own(known)) if known.client_id == party.rules.id => {
            let bound = known.claims.get("cnf").and_then(Confirmation::from_claim);
            let kind = Confirmation::token_type(bound.as_ref());
            answer = known.claims;
            answer.insert("token_type".into(), json!(kind));
        }
        Some(Shown::Kept(_, known)) => {
            let live = live.filter(|live| {
                let unused =
                    live.kind == Kind::Access || (live.kind == Kind::Refresh && !live.used);
                unused && live.stands
            });
            if let Some(live) = live
                && let Some(body) = AccessBody::of(&live, known.as_ref())?
            {
                kept(app, party, (&live, &body), &mut answer);
            }
        }
        Some(Shown::Own(_)) | None => {}
    }
    answer.insert("active".into(), json!(!answer.is_empty()));
    Ok(answer)
}

fn kept(
    app: &App,
    party: &Party,
    (live, body): (&Live<Granted>, &AccessBody),
    answer: &mut Map<String, Value>,
) {
    let mut say = |name: &str, value: Value| answer.insert(name.to_owned(), value);
    say("iss", json!(issuer(app)));
    say("sub", json!(issue::subject(app, party, live.subject)));
    say("client_id", json!(party.rules.id));
    say("scope", json!(body.scope(live)));
    say("iat", json!(live.at.as_second()));
    let expires = live.expires.min(live.grant_expires);
    say("exp", json!(expires.as_second()));
    say("auth_time", json!(live.auth_time.as_second()));
    say("acr", json!(acr(live.level)));
    let bound = live.bound.as_deref().map(Confirmation::from_text);
    if live.kind == Kind::Access {
        say("aud", json!(body.audience(app)));
        let kind = Confirmation::token_type(bound.as_ref());
        say("token_type", json!(kind));
    }
    if let Some(bound) = bound {
        say("cnf", bound.claim());
    }
}
