//! Makes a package: for a fresh sign-in by chip and face, against proof of the key, once (R50-3, D59-24.3).

use aws_lc_rs::digest::{SHA256, digest};
use domain::account::Level;
use domain::event::Event;
use domain::ids::{PackageId, SubjectId};
use domain::person::Identity;
use domain::relying_party::package::{FRESH_TO_FETCH, LEVEL, LIFE, UNREPORTED};
use domain::relying_party::{Claim, Claims, PACKAGE_SCOPE};
use jiff::{SignedDuration, Timestamp};
use oidc::certification_request::CertificationRequest;
use oidc::jose::base64url_encode;
use oidc::token::IdentityPackage;
use oidc::{ErrorCode, OAuthError};
use serde::Serialize;
use store::relying_party::token::Live;
use store::relying_party::usage::Use;
use store::relying_party::{consent, package};
use store::{Tx, account};

use super::super::bearer::Bearer;
use super::super::client::{Caller, Party};
use super::super::exchange::acting;
use super::super::issue::subject as subject_of;
use super::super::step_up::StepUp;
use super::super::userinfo::{INVALID_TOKEN, access, as_it_stands};
use super::super::{ACR, Granted, Outcome, acr, assurance, issuer, keys, refuse, release, usage};
use super::check::fits;
use super::{Evidence, Package, watch};
use crate::{App, Cx, Error, entry_with};

/// A package as its provider is answered.
#[derive(Serialize)]
pub struct Packaged {
    /// Its reference number, the same as `jti` in it.
    pub reference: String,
    /// The signed package.
    pub identity_package: String,
    /// Seconds within which it may be acted on.
    pub expires_in: i64,
}

domain::redacted_debug!(Packaged);

/// Nothing is told, and how the person has to sign in first (RFC 9470 3).
pub type Lacking = StepUp;

const SCOPE: OAuthError = OAuthError {
    code: ErrorCode::InsufficientScope,
    description: "the token is not for the scope identity_package",
};

const UNLICENSED: OAuthError = OAuthError {
    code: ErrorCode::UnauthorizedClient,
    description: "the client is no licensed provider of signature certificates any more",
};

const USED: OAuthError = OAuthError {
    code: ErrorCode::InvalidToken,
    description: "this sign-in has given its identity package already",
};

const OTHER: OAuthError =
    OAuthError::request("challengePassword is not the challenge of this token");

const UNPROVEN: OAuthError = OAuthError {
    code: ErrorCode::AccessDenied,
    description: "no check of this person is on record that a package could tell",
};

const OUTDATED: OAuthError = OAuthError {
    code: ErrorCode::AccessDenied,
    description: "the register says something else of this person than the account: it has to be corrected first",
};

const SILENT: OAuthError = OAuthError {
    code: ErrorCode::TemporarilyUnavailable,
    description: "the register that confirms the person does not answer: try again",
};

/// Hands a package to the bearer of an access token.
pub async fn issue(
    app: &App,
    cx: &Cx,
    caller: &Caller<'_>,
    shown: (&str, &str),
) -> Outcome<std::result::Result<Packaged, Lacking>> {
    let (bearer, live, body) = access(app, cx, caller, shown).await?;
    in_scope(body.scope(&live))?;
    if let Some(missing) = lacking(&live, cx.now) {
        return Ok(Err(missing));
    }
    let request = proven(app, caller, &bearer)?;
    let confirmed = confirmed(app, cx, live.subject).await?;
    let ring = keys::published(app, cx).await?;
    let mut tx = app.db.begin().await?;
    let (live, party) = as_it_stands(&mut tx, app, cx, &bearer).await?;
    let licence = party.stored.signature_licence.clone().ok_or(UNLICENSED)?;
    let told = told(&mut tx, cx, &live, &confirmed).await?;
    let id = app.id(PackageId::from_bytes);
    let package = IdentityPackage {
        iss: issuer(app).to_owned(),
        aud: party.rules.id.clone(),
        sub: subject_of(app, &party, live.subject),
        jti: id.to_string(),
        iat: cx.now.as_second(),
        exp: (cx.now + LIFE).as_second(),
        acr: acr(live.level).to_owned(),
        auth_time: live.auth_time.as_second(),
        verified_claims: told.verified,
        jwk: request.jwk.clone(),
        thumbprint: request.thumbprint.clone(),
    };
    let signed = sign(&ring, (&party, cx.now), &package)?;
    let kept = Package {
        subject: live.subject,
        grant: live.grant,
        id,
        client: live.client,
        at: cx.now,
        followed_until: cx.now + UNREPORTED,
        changed: None,
        body: Evidence {
            claims: told.names,
            digest: base64url_encode(digest(&SHA256, signed.as_bytes())),
            request: request.digest,
            key: request.thumbprint,
            acr: acr(live.level).to_owned(),
            auth_time: live.auth_time,
            licence,
            purpose: told.consent.purpose,
            legal_basis: told.consent.legal_basis,
            consented: told.consent.at,
            certificate: None,
            ended: None,
            asked: None,
        },
        revision: 1,
    };
    keep(tx, app, cx, (&live, &party, &kept)).await?;
    Ok(Ok(Packaged {
        reference: id.to_string(),
        identity_package: signed,
        expires_in: LIFE.as_secs(),
    }))
}

fn in_scope(scope: &str) -> Result<(), OAuthError> {
    let has = scope.split(' ').any(|one| one == PACKAGE_SCOPE);
    has.then_some(()).ok_or(SCOPE)
}

/// The certification request, once it proves the key to whoever was given this very token.
fn proven(app: &App, caller: &Caller<'_>, bearer: &Bearer) -> Outcome<CertificationRequest> {
    let text = caller.params.get("certification_request").ok_or(refuse(
        ErrorCode::InvalidRequest,
        "certification_request is missing",
    ))?;
    let request = CertificationRequest::read(text)?;
    if fits(app, bearer, &request.challenge) {
        Ok(request)
    } else {
        Err(OTHER.into())
    }
}

/// Signed as the provider's identity tokens are.
fn sign(
    ring: &keys::Ring,
    (party, now): (&Party, Timestamp),
    package: &IdentityPackage,
) -> Outcome<String> {
    let failed = || Error::Internal("no key signs identity packages".into());
    let signer = ring.signer(party.rules.id_token_alg, now);
    let signed = package.sign(signer.ok_or_else(failed)?);
    Ok(signed.map_err(|_| failed())?)
}

/// RFC 9470 3: what is missing of the sign-in.
fn lacking(live: &Live<Granted>, now: Timestamp) -> Option<StepUp> {
    let low = live.level.get() < LEVEL;
    let most = i64::try_from(FRESH_TO_FETCH).unwrap_or(i64::MAX);
    let old = now.duration_since(live.auth_time) > SignedDuration::from_secs(most);
    let [_, _, three, _] = ACR;
    (low || old).then_some(StepUp {
        acr: low.then_some(three),
        max_age: old.then_some(FRESH_TO_FETCH),
    })
}

/// D59-10.1: the account's facts, once the register was asked today and says the same. Asked before the transaction:
/// on SQLite it is the only writer.
async fn confirmed(app: &App, cx: &Cx, subject: SubjectId) -> Outcome<Identity> {
    let mut source = app.db.read().await?;
    let stored = account::load(&mut source, subject, cx.now).await?;
    drop(source);
    let own = stored.ok_or(INVALID_TOKEN)?.profile.identity;
    match watch::confirmed(app, &own).await {
        Ok(true) => Ok(own),
        Ok(false) => Err(OUTDATED.into()),
        Err(Error::Silent(_) | Error::Busy { .. }) => Err(SILENT.into()),
        Err(other) => Err(other.into()),
    }
}

/// What a package tells, and by which word of the holder.
struct Told {
    names: Vec<String>,
    verified: serde_json::Value,
    consent: consent::Consent,
}

/// The facts that the registers confirmed and the holder agreed to (D59-5).
async fn told(tx: &mut Tx, cx: &Cx, live: &Live<Granted>, confirmed: &Identity) -> Outcome<Told> {
    let given = consent::in_force(tx, live.subject).await?;
    let consent = given.into_iter().find(|given| given.client == live.client);
    let consent = consent.ok_or(INVALID_TOKEN)?;
    let stored = account::load(tx, live.subject, cx.now).await?;
    let stored = stored.ok_or(INVALID_TOKEN)?;
    if stored.account.level < Level::Two {
        return Err(UNPROVEN.into());
    }
    // Changed since the register was asked: the next attempt asks by what stands now.
    if stored.profile.identity != *confirmed {
        return Err(Error::Stale.into());
    }
    let agreed = live.granted.package.iter();
    let agreed: Vec<Claim> = agreed.filter_map(|name| Claim::parse(name)).collect();
    let claims: Claims = Claim::CHECKED
        .into_iter()
        .filter(|claim| agreed.contains(claim))
        .collect();
    let facts = release::Facts::read(tx, cx, &stored, &claims, None).await?;
    let values = facts.values(&claims);
    let names = values.keys().cloned().collect();
    let verified = assurance::whole(tx, &stored, values).await?;
    Ok(Told {
        names,
        verified: verified.ok_or(UNPROVEN)?,
        consent,
    })
}

/// I4: the evidence with the record of it; the sign-in gives no second one.
async fn keep(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    (live, party, kept): (&Live<Granted>, &Party, &Package),
) -> Outcome<()> {
    if !package::insert(&mut tx, kept).await? {
        return Err(USED.into());
    }
    watch::begin(&mut tx, app, cx, kept).await?;
    usage::count(&mut tx, app, cx, live.client, Use::Reading).await?;
    let detail = serde_json::json!({
        "package": kept.id,
        "client": live.client,
        "party": party.stored.name,
        "claims": kept.body.claims,
        "key": kept.body.key,
        "digest": kept.body.digest,
        "purpose": kept.body.purpose,
    });
    let cx = acting(cx, live);
    let entry = entry_with(app, &cx, Event::PackageIssued, live.subject, detail);
    Ok(tx.commit(entry).await?)
}
