//! What a developer fills in, read into what the protocol knows of a client. The rules of the protocol
//! stand in [`rules::Client::check`]; here each of their faults gets its field.

use domain::fault::{Fault, Faults};
use domain::ids::ClientId;
use domain::relying_party::{Claim, Phase};
use oidc::certificate::CertificateName;
use oidc::client::{self as rules, Class, ClientAuth, GrantType};
use oidc::jose::{Alg, JoseError, JwkSet};

use super::super::keysets;
use super::super::kinds::{Kinds, usual};
use super::super::step_up::Least;
use super::{counted, resources};
use crate::{App, Cx, Result, throttle};

/// What the developer fills in.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
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
    /// The name in its certificate, where an authority vouches for it (RFC 8705 2.1.2).
    pub certificate_name: &'a str,
    /// Whether its tokens are bound to its certificate (RFC 8705 3).
    pub certificate_bound: bool,
    /// Its public keys, where it proves itself by one: a JWK set.
    pub jwks: &'a str,
    /// Or where they stand.
    pub jwks_uri: &'a str,
    /// Claims that it may ask for.
    pub claims: &'a [Claim],
    /// The least that it wants of a sign-in.
    pub least: Least<'a>,
    /// Which tokens it gets.
    pub kinds: Kinds<'a>,
    /// The holder's passcode, where what is changed asks for it.
    pub passcode: &'a str,
}

/// So many addresses of one kind.
const ADDRESSES: usize = 20;

/// What every client begins with.
pub(in crate::relying_parties) fn fresh(id: ClientId) -> rules::Client {
    let mut scopes = vec!["openid".to_owned(), "offline_access".to_owned()];
    scopes.extend(domain::relying_party::SCOPES.map(|(scope, _)| scope.to_owned()));
    rules::Client {
        id: String::new(),
        class: Class::Web,
        auth: ClientAuth::None,
        redirect_uris: Vec::new(),
        post_logout_redirect_uris: Vec::new(),
        scopes,
        claims: Vec::new(),
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        dpop_bound: false,
        certificate_bound: false,
        certificate_name: None,
        require_pkce: false,
        require_par: false,
        id_token_alg: Alg::Rs256,
        userinfo_alg: None,
        access_token_jwt: false,
        resources: Vec::new(),
        jwks: None,
        jwks_uri: None,
        // Trials share hosts such as a developer's own machine; each is a sector of its own (Core 8.1).
        sector: id.to_string(),
        backchannel_logout_uri: None,
        backchannel_logout_session_required: false,
        backchannel_client_notification_endpoint: None,
        default_acr_values: Vec::new(),
        default_max_age: None,
    }
}

/// FAPI 2.0 5.3.2.1: the class with everything that it demands of a registration.
pub(super) fn in_class(client: rules::Client, class: Class) -> rules::Client {
    let high = class == Class::High;
    rules::Client {
        class,
        dpop_bound: high,
        require_par: high,
        id_token_alg: usual(class),
        ..client
    }
}

/// What was filled in, over what is known. The keys of an address are fetched at once, so that a wrong one
/// is said now and not at the first sign-in; gives them as text.
pub(super) async fn read(
    app: &App,
    cx: &Cx,
    asked: (&Asked<'_>, Phase),
    known: rules::Client,
) -> Result<(rules::Client, Option<String>)> {
    let new = filled_in(app, asked, known)?;
    let Some(uri) = new.jwks_uri.clone() else {
        return Ok((new, None));
    };
    let owner = cx.holder()?.to_string();
    throttle::reserve(app, cx, &[counted("party-keys", &owner)]).await?;
    let fetched = keysets::fetch_now(app, cx, &uri).await?;
    let (body, set) = fetched.map_err(|wrong| wrong.fault())?;
    let judged = rules::Client {
        jwks: Some(set),
        ..new.clone()
    };
    match judged.check().first() {
        Some(_) => Err(Fault::new("jwks_uri", no_key(new.class)).into()),
        None => Ok((new, Some(body))),
    }
}

fn filled_in(
    app: &App,
    (asked, phase): (&Asked<'_>, Phase),
    known: rules::Client,
) -> std::result::Result<rules::Client, Faults> {
    let mut faults = Faults::default();
    texts(&mut faults, asked);
    let mut backchannel = lines(asked.backchannel_logout_uri);
    if backchannel.len() > 1 {
        faults.push(Fault::new("backchannel_logout_uri", "client-one-address"));
    }
    let before = (known.auth, known.certificate_bound);
    let classed = if known.class == asked.class {
        known
    } else {
        in_class(known, asked.class)
    };
    let mut new = rules::Client {
        id: String::new(),
        auth: asked.auth,
        redirect_uris: lines(asked.redirect_uris),
        post_logout_redirect_uris: lines(asked.post_logout_redirect_uris),
        claims: asked.claims.iter().map(|c| c.as_str().to_owned()).collect(),
        jwks: None,
        jwks_uri: None,
        backchannel_logout_uri: (!backchannel.is_empty()).then(|| backchannel.swap_remove(0)),
        backchannel_logout_session_required: asked.backchannel_logout_session_required,
        ..classed
    };
    many(&mut faults, &new);
    keys(&mut faults, asked, &mut new);
    certificates(&mut faults, app, (asked, before), &mut new);
    asked.least.apply(&mut faults, &mut new);
    asked.kinds.apply(&mut faults, &mut new);
    for fault in new.check() {
        // What was given but could not be read was named already.
        let given = |missing, text: &str| fault == missing && !text.trim().is_empty();
        let read = given(rules::Fault::NoKey, asked.jwks)
            || given(rules::Fault::NoCertificateName, asked.certificate_name);
        if faults.is_empty() || !read {
            faults.push(named(fault, new.class));
        }
    }
    if phase == Phase::Sandbox {
        faults.take(resources::on_own_hosts(&new));
    }
    if faults.is_empty() {
        Ok(new)
    } else {
        Err(faults)
    }
}

/// All faults of a registration as faults of the form.
pub(super) fn judge(client: &rules::Client) -> Faults {
    let mut faults = Faults::default();
    for fault in client.check() {
        faults.push(named(fault, client.class));
    }
    faults
}

fn lines(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

fn many(faults: &mut Faults, client: &rules::Client) {
    for (field, uris) in [
        ("redirect_uris", &client.redirect_uris),
        (
            "post_logout_redirect_uris",
            &client.post_logout_redirect_uris,
        ),
    ] {
        if uris.len() > ADDRESSES {
            faults.push(Fault::new(field, "client-addresses"));
        }
    }
}

fn keys(faults: &mut Faults, asked: &Asked<'_>, client: &mut rules::Client) {
    if !asked.auth.by_registered_key() {
        return;
    }
    let uri = asked.jwks_uri.trim();
    if asked.jwks.trim().is_empty() {
        client.jwks_uri = (!uri.is_empty()).then(|| uri.to_owned());
        return;
    }
    // OpenID Connect Registration 2: the two must not be used together.
    if !uri.is_empty() {
        faults.push(Fault::new("jwks_uri", "client-jwks-twice"));
    }
    match JwkSet::parse(asked.jwks) {
        Ok(set) => client.jwks = Some(set),
        Err(JoseError::Key("private members")) => {
            faults.push(Fault::new("jwks", "client-jwks-private"));
        }
        Err(_) => faults.push(Fault::new("jwks", "client-jwks")),
    }
}

/// RFC 8705: only where certificates are taken at all. What a client is known by before, it keeps, so that the rest
/// can be changed also where certificates are taken no more.
fn certificates(
    faults: &mut Faults,
    app: &App,
    (asked, before): (&Asked<'_>, (ClientAuth, bool)),
    client: &mut rules::Client,
) {
    let mtls = app.config.mtls.as_ref();
    let taken = mtls.is_some_and(|mtls| mtls.takes(asked.auth));
    if asked.auth.by_certificate() && asked.auth != before.0 && !taken {
        faults.push(Fault::new("auth", "client-no-mtls"));
    }
    if asked.certificate_bound && !before.1 && mtls.is_none() {
        faults.push(Fault::new("certificate_bound", "client-no-mtls"));
    }
    client.certificate_bound = asked.certificate_bound;
    client.dpop_bound = client.dpop_bound && !asked.certificate_bound;
    client.certificate_name = None;
    if asked.auth == ClientAuth::Tls {
        client.certificate_name = CertificateName::parse(asked.certificate_name);
        if client.certificate_name.is_none() && !asked.certificate_name.trim().is_empty() {
            faults.push(Fault::new("certificate_name", "client-certificate-name"));
        }
    }
}

const fn named(fault: rules::Fault, class: Class) -> Fault {
    match fault {
        rules::Fault::Redirect(_, fault) => Fault::new("redirect_uris", address_fault(fault)),
        rules::Fault::PostLogout(_, fault) => {
            Fault::new("post_logout_redirect_uris", address_fault(fault))
        }
        rules::Fault::Backchannel(fault) => {
            Fault::new("backchannel_logout_uri", address_fault(fault))
        }
        rules::Fault::Notification(fault) => Fault::new("ping", address_fault(fault)),
        rules::Fault::KeysUri(fault) => Fault::new("jwks_uri", address_fault(fault)),
        rules::Fault::NoRedirect => Fault::new("redirect_uris", "client-redirect-empty"),
        rules::Fault::NoKey => Fault::new("jwks", no_key(class)),
        rules::Fault::NoCertificateName => {
            Fault::new("certificate_name", "client-certificate-name")
        }
        rules::Fault::HighAuth => Fault::new("auth", "client-high-needs-key"),
        rules::Fault::HighAlg => Fault::new("id_token_alg", "client-high-alg"),
        rules::Fault::PublicCredentials => Fault::new("own_tokens", "client-own-needs-proof"),
        rules::Fault::Resource(_) => Fault::new("resources", "client-resources"),
    }
}

const fn no_key(class: Class) -> &'static str {
    match class {
        Class::Web => "client-jwks",
        Class::High => "client-jwks-high",
    }
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

fn texts(faults: &mut Faults, asked: &Asked<'_>) {
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
