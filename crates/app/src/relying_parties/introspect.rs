//! Introspection (RFC 7662): whether a token works now. A lock shows here at the next question (I5).

use oidc::ErrorCode;
use serde_json::{Map, Value, json};
use store::relying_party::token::{self, Kind, Live};

use super::bearer::Bearer;
use super::client::{Caller, Party, authenticate};
use super::{Granted, Outcome, acr, issue, issuer, refuse};
use crate::{App, Cx};

/// Answers a question; a token that is not the asker's own counts as unknown (4).
pub async fn introspect(app: &App, cx: &Cx, caller: &Caller<'_>) -> Outcome<Map<String, Value>> {
    let party = authenticate(app, cx, caller).await?;
    let text = caller
        .params
        .get("token")
        .ok_or(refuse(ErrorCode::InvalidRequest, "token is missing"))?;
    let mut answer = Map::new();
    let live = found(app, cx, &party, text).await?;
    answer.insert("active".into(), json!(live.is_some()));
    if let Some(live) = live {
        about(app, &party, &live, &mut answer);
    }
    Ok(answer)
}

async fn found(app: &App, cx: &Cx, party: &Party, text: &str) -> Outcome<Option<Live<Granted>>> {
    let Some(bearer) = Bearer::parse(app, text) else {
        return Ok(None);
    };
    let mut source = app.db.read().await?;
    let live: Option<Live<Granted>> =
        token::find(&mut source, bearer.subject, &bearer.digest(), cx.now).await?;
    Ok(live.filter(|live| {
        let unused = live.kind == Kind::Access || (live.kind == Kind::Refresh && !live.used);
        unused && live.client == party.stored.id && live.stands
    }))
}

fn about(app: &App, party: &Party, live: &Live<Granted>, answer: &mut Map<String, Value>) {
    let mut say = |name: &str, value: Value| answer.insert(name.to_owned(), value);
    say("iss", json!(issuer(app)));
    say("sub", json!(issue::subject(app, party, live.subject)));
    say("aud", json!(party.rules.id));
    say("client_id", json!(party.rules.id));
    say("scope", json!(live.scope));
    say("iat", json!(live.at.as_second()));
    say(
        "exp",
        json!(live.expires.min(live.grant_expires).as_second()),
    );
    say("auth_time", json!(live.auth_time.as_second()));
    say("acr", json!(acr(live.level)));
    if live.kind == Kind::Access {
        let kind = if live.bound.is_some() {
            "DPoP"
        } else {
            "Bearer"
        };
        say("token_type", json!(kind));
    }
    if let Some(key) = &live.bound {
        say("cnf", json!({ "jkt": key }));
    }
}
