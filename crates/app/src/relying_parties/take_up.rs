//! The person sees which services ask for him, and takes one up (OpenID Connect CIBA 1.0).

use jiff::Timestamp;
use oidc::jose::{base64url_decode, base64url_encode};
use store::relying_party::client;
use store::relying_party::polled::{self, Kind, Stage};

use super::Outcome;
use super::authorize::{Pending, keep};
use super::browser::Scene;
use super::client::find;
use crate::holder::Resumed;
use crate::token::Token;
use crate::{App, Cx, Error};

/// A service that waits.
#[derive(Debug, Clone)]
pub struct Calling {
    /// For the form that takes it up; only the person whom it is for can.
    pub id: String,
    /// Who asks.
    pub party: String,
    /// What it shows or says on its side; may be empty.
    pub message: String,
    /// Until when.
    pub until: Timestamp,
}

/// Who waits for the signed-in person.
pub async fn calling(app: &App, cx: &Cx) -> Outcome<Vec<Calling>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for asked in polled::waiting::<Pending>(&mut source, subject, cx.now).await? {
        let Some(party) = client::find(&mut source, asked.client).await? else {
            continue;
        };
        all.push(Calling {
            id: base64url_encode(&asked.digest),
            party: party.name,
            message: asked.body.message.unwrap_or_default(),
            until: asked.expires,
        });
    }
    Ok(all)
}

/// Makes of it a request under way in this browser; from there on it goes the way of all requests. Another
/// person's is one that is not there.
pub async fn take_up(app: &App, cx: &Cx, session: &Resumed, id: &str) -> Outcome<Token> {
    let digest = base64url_decode(id).map_err(|_| Error::NotFound)?;
    let mut source = app.db.read().await?;
    let asked = polled::find::<Pending>(&mut source, &digest, Kind::Ciba)
        .await?
        .filter(|asked| asked.subject == Some(session.subject))
        .filter(|asked| asked.stage == Stage::Waiting && cx.now < asked.expires)
        .ok_or(Error::Refused("approval-over"))?;
    drop(source);
    let party = find(app, &asked.client.to_string())
        .await?
        .ok_or(Error::NotFound)?;
    let pending = Pending {
        polled: Some(asked.digest),
        ..asked.body
    };
    keep(app, cx, Scene::new(party, pending, cx.now)).await
}
