//! A client in a minute: any signed-in holder registers one to try out (D59-22). It works like any other,
//! yet says on every page that it is a trial.

use domain::event::Event;
use domain::ids::{ClientId, SubjectId};
use domain::relying_party::{PartyKind, Phase};
use oidc::client::ClientAuth;
use store::Source;
use store::relying_party::client::{self, Client};
use store::relying_party::key_set;

use super::super::authorize::handle;
use super::super::client::digest;
use super::super::stream::{Overview, overview};
use super::super::usage::{Used, lately};
use super::registration::{self, Asked};
use super::{acting, resources};
use crate::{App, Cx, Error, Result, entry_with};

/// A client was registered or changed.
pub struct Registered {
    /// Its identifier.
    pub id: ClientId,
    /// Its secret where it got a new one, shown once.
    pub secret: Option<String>,
}

domain::redacted_debug!(Registered);

/// How many a holder may have.
const MOST: usize = 20;

/// Whether a client proves itself by a secret.
pub(super) const fn by_secret(auth: ClientAuth) -> bool {
    match auth {
        ClientAuth::SecretBasic | ClientAuth::SecretPost => true,
        ClientAuth::None
        | ClientAuth::PrivateKeyJwt
        | ClientAuth::Tls
        | ClientAuth::SelfSignedTls => false,
    }
}

pub(super) fn written(rules: &oidc::client::Client) -> Result<String> {
    serde_json::to_string(rules).map_err(|_| Error::Internal("a client cannot be written".into()))
}

/// Registers a client for the signed-in holder.
pub async fn register(app: &App, cx: &Cx, asked: &Asked<'_>) -> Result<Registered> {
    let owner = cx.holder()?;
    let mut source = app.db.read().await?;
    few(&mut source, owner).await?;
    drop(source);
    let id = app.id(ClientId::from_bytes);
    let fresh = registration::fresh(id);
    let (rules, keys) = registration::read(app, cx, (asked, Phase::Sandbox), fresh).await?;
    let secret = by_secret(asked.auth).then(|| handle(app));
    let new = Client {
        id,
        kind: PartyKind::Private,
        phase: Phase::Sandbox,
        name: asked.name.trim().to_owned(),
        purpose: asked.purpose.trim().to_owned(),
        legal_basis: "sandbox".to_owned(),
        secret: secret.as_deref().map(|secret| digest(app, secret)),
        registration: written(&rules)?,
        owner: Some(owner),
        created: cx.now,
        revision: 1,
        old_secret: None,
        suspension: None,
        signature_licence: None,
    };
    let mut tx = app.db.begin().await?;
    acting(&mut tx, cx).await?;
    few(&mut tx, owner).await?;
    client::insert(&mut tx, &new).await?;
    resources::take(&mut tx, &new, &rules).await?;
    if let (Some(uri), Some(keys)) = (&rules.jwks_uri, keys) {
        key_set::put(&mut tx, id, uri, &keys, cx.now).await?;
    }
    let detail = serde_json::json!({ "client": id, "party": new.name });
    tx.commit(entry_with(app, cx, Event::ClientRegistered, owner, detail))
        .await?;
    Ok(Registered { id, secret })
}

async fn few(source: &mut impl Source, owner: SubjectId) -> Result<()> {
    if client::of_owner(source, owner).await?.len() >= MOST {
        return Err(Error::Refused("too-many-clients"));
    }
    Ok(())
}

/// One of the holder's clients.
#[derive(Debug, Clone)]
pub struct Own {
    /// As registered.
    pub client: Client,
    /// What it used lately (D59-31.2).
    pub used: Used,
    /// Its stream of security events (SSF 1.0), where it has one.
    pub stream: Option<Overview>,
}

/// The signed-in holder's clients.
pub async fn own(app: &App, cx: &Cx) -> Result<Vec<Own>> {
    let owner = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for client in client::of_owner(&mut source, owner).await? {
        let used = lately(&mut source, cx, client.id).await?;
        let stream = overview(&mut source, client.id).await?;
        all.push(Own {
            client,
            used,
            stream,
        });
    }
    Ok(all)
}
