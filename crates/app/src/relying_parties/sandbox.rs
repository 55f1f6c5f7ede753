//! A client in a minute: any signed-in holder registers one to try out (D59-22). It works like any other,
//! yet says on every page that it is a trial.

use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::ClientId;
use domain::relying_party::{Claim, PartyKind, Phase};
use oidc::client::{self as rules, Class, ClientAuth, GrantType};
use oidc::jose::{Alg, JwkSet};
use store::relying_party::client::{self, Client};

use super::authorize::handle;
use super::client::digest;
use super::kinds::Kinds;
use super::stream::{Overview, overview};
use super::usage::{Used, lately};
use crate::{App, Cx, Error, Result, entry_with};

/// What the developer fills in.
#[derive(Debug, Clone, Copy)]
pub struct Sandbox<'a> {
    /// Name shown to people.
    pub name: &'a str,
    /// What the service signs people in for.
    pub purpose: &'a str,
    /// Redirect URIs, one a line.
    pub redirect_uris: &'a str,
    /// Where people go after signing out, one a line.
    pub post_logout_redirect_uris: &'a str,
    /// Where it is told that a session ended (Back-Channel Logout 2.2); may be empty.
    pub backchannel_logout_uri: &'a str,
    /// Whether it must be told which session.
    pub backchannel_logout_session_required: bool,
    /// How it proves itself.
    pub auth: ClientAuth,
    /// Which rules it keeps.
    pub class: Class,
    /// Its public keys, where it proves itself by one: a JWK set.
    pub jwks: &'a str,
    /// Claims that it may ask for.
    pub claims: &'a [Claim],
    /// Which tokens it gets.
    pub kinds: Kinds<'a>,
}

/// A client was registered.
pub struct Registered {
    /// Its identifier.
    pub id: ClientId,
    /// Its secret, shown once.
    pub secret: Option<String>,
}

domain::redacted_debug!(Registered);

/// How many a holder may have.
const MOST: usize = 20;

/// Registers a client for the signed-in holder.
pub async fn register(app: &App, cx: &Cx, asked: &Sandbox<'_>) -> Result<Registered> {
    let owner = cx.holder()?;
    let id = app.id(ClientId::from_bytes);
    let rules = check(asked, id)?;
    let secret = match asked.auth {
        ClientAuth::SecretBasic | ClientAuth::SecretPost => Some(handle(app)),
        ClientAuth::None | ClientAuth::PrivateKeyJwt => None,
    };
    let failed = |_| Error::Internal("a client cannot be written".into());
    let new = Client {
        id,
        kind: PartyKind::Private,
        phase: Phase::Sandbox,
        name: asked.name.trim().to_owned(),
        purpose: asked.purpose.trim().to_owned(),
        legal_basis: "sandbox".to_owned(),
        secret: secret.as_deref().map(|secret| digest(app, secret)),
        registration: serde_json::to_string(&rules).map_err(failed)?,
        owner: Some(owner),
        created: cx.now,
        revision: 1,
    };
    let mut tx = app.db.begin().await?;
    crate::holder::account_to_change(&mut tx, cx).await?;
    if client::of_owner(&mut tx, owner).await?.len() >= MOST {
        return Err(Error::Refused("too-many-clients"));
    }
    client::insert(&mut tx, &new).await?;
    let detail = serde_json::json!({ "client": id, "party": new.name });
    tx.commit(entry_with(app, cx, Event::ClientRegistered, owner, detail))
        .await?;
    Ok(Registered { id, secret })
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

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn uris(faults: &mut Faults, field: &'static str, text: &str) -> Vec<String> {
    let uris = lines(text);
    if uris.len() > 20 {
        faults.push(Fault::new(field, "client-addresses"));
    }
    for uri in &uris {
        if let Err(fault) = rules::check_uri(uri) {
            faults.push(Fault::new(field, address_fault(fault)));
        }
    }
    uris
}

const fn address_fault(fault: rules::UriFault) -> &'static str {
    match fault {
        rules::UriFault::NotAbsolute => "client-address-not-absolute",
        rules::UriFault::NotHttps => "client-address-not-https",
        rules::UriFault::Fragment => "client-address-fragment",
        rules::UriFault::UserInfo => "client-address-user",
        rules::UriFault::Wildcard => "client-address-wildcard",
        rules::UriFault::TooLong => "client-address-too-long",
    }
}

fn texts(faults: &mut Faults, asked: &Sandbox<'_>) {
    for (field, text, most, empty, long) in [
        (
            "name",
            asked.name,
            80,
            "client-name-empty",
            "client-name-too-long",
        ),
        (
            "purpose",
            asked.purpose,
            200,
            "client-purpose-empty",
            "client-purpose-too-long",
        ),
    ] {
        match text.trim().chars().count() {
            0 => faults.push(Fault::new(field, empty)),
            length if length > most => faults.push(Fault::new(field, long)),
            _ => {}
        }
    }
}

fn check(asked: &Sandbox<'_>, id: ClientId) -> Result<rules::Client> {
    let mut faults = Faults::default();
    texts(&mut faults, asked);
    let redirect_uris = uris(&mut faults, "redirect_uris", asked.redirect_uris);
    if redirect_uris.is_empty() {
        faults.push(Fault::new("redirect_uris", "client-redirect-empty"));
    }
    let post_logout_redirect_uris = uris(
        &mut faults,
        "post_logout_redirect_uris",
        asked.post_logout_redirect_uris,
    );
    let backchannel = uris(
        &mut faults,
        "backchannel_logout_uri",
        asked.backchannel_logout_uri,
    );
    if backchannel.len() > 1 {
        faults.push(Fault::new("backchannel_logout_uri", "client-one-address"));
    }
    let high = asked.class == Class::High;
    if high && asked.auth != ClientAuth::PrivateKeyJwt {
        faults.push(Fault::new("auth", "client-high-needs-key"));
    }
    let jwks = keys(&mut faults, asked);
    let mut scopes = vec!["openid".to_owned(), "offline_access".to_owned()];
    scopes.extend(domain::relying_party::SCOPES.map(|(scope, _)| scope.to_owned()));
    let mut client = rules::Client {
        id: String::new(),
        class: asked.class,
        auth: asked.auth,
        redirect_uris,
        post_logout_redirect_uris,
        scopes,
        claims: asked.claims.iter().map(|c| c.as_str().to_owned()).collect(),
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        dpop_bound: high,
        require_pkce: false,
        require_par: high,
        id_token_alg: if high { Alg::Es256 } else { Alg::Rs256 },
        userinfo_alg: None,
        access_token_jwt: false,
        resources: Vec::new(),
        jwks,
        // Trials share hosts such as a developer's own machine; each is a sector of its own (Core 8.1).
        sector: id.to_string(),
        backchannel_logout_uri: backchannel.into_iter().next(),
        backchannel_logout_session_required: asked.backchannel_logout_session_required,
        default_max_age: None,
    };
    asked.kinds.apply(&mut faults, &mut client);
    if faults.is_empty() {
        Ok(client)
    } else {
        Err(faults.into())
    }
}

fn keys(faults: &mut Faults, asked: &Sandbox<'_>) -> Option<JwkSet> {
    if asked.auth != ClientAuth::PrivateKeyJwt {
        return None;
    }
    let set = JwkSet::parse(asked.jwks)
        .ok()
        .filter(|set| !set.0.is_empty());
    if set.is_none() {
        faults.push(Fault::new("jwks", "client-jwks"));
    }
    set
}
