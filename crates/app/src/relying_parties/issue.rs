//! Making tokens: the one place where a grant becomes an answer of the token endpoint (RFC 6749 5.1).

use domain::ids::SubjectId;
use jiff::Timestamp;
use oidc::client::{ClientAuth, GrantType};
use oidc::jose::{Alg, Signer};
use oidc::token::{Confirmation, IdToken, JwtAccessToken};
use store::Tx;
use store::relying_party::token::{self, Kind, Live, New};
use store::relying_party::usage::Use;

use super::bearer::Bearer;
use super::client::{Caller, Party};
use super::exchange::Issued;
use super::keys::Ring;
use super::{
    ACCESS_LIFE, AccessBody, Granted, JWT_LIFE, Outcome, acr, issuer, package, pairwise, sid, usage,
};
use crate::{App, Cx, Error};

/// What a request asks of the tokens under a grant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Asked {
    /// Fewer scopes than were granted.
    pub(super) scope: Option<String>,
    /// The resources.
    pub(super) aud: Vec<String>,
}

impl Asked {
    /// RFC 8707 2.2.
    pub(super) fn read(app: &App, caller: &Caller<'_>, live: &Live<Granted>) -> Outcome<Self> {
        let asked = oidc::resource::read(caller.params)?;
        let aud = oidc::resource::audience(asked, &live.granted.resources, issuer(app))?;
        Ok(Self { scope: None, aud })
    }

    /// Whether an identity token goes along.
    pub(super) fn signs_in(&self, live: &Live<Granted>) -> bool {
        let scope = self.scope.as_deref().unwrap_or(&live.scope);
        scope.split(' ').any(|scope| scope == "openid")
    }
}

/// Out of what tokens are made.
pub(super) struct Making<'a> {
    pub(super) party: &'a Party,
    pub(super) live: &'a Live<Granted>,
    /// What the tokens are bound to.
    pub(super) bound: Option<&'a Confirmation>,
    pub(super) ring: &'a Ring,
    pub(super) asked: &'a Asked,
    pub(super) with_refresh: bool,
}

/// A new access token, and a refresh token where the client may have one.
pub(super) async fn tokens(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    making: &Making<'_>,
) -> Outcome<Issued> {
    let Making {
        party, live, bound, ..
    } = *making;
    usage::count(tx, app, cx, live.client, Use::Exchange).await?;
    let access = Bearer::fresh(app, live.subject);
    let jwt = party.rules.access_token_jwt;
    let life = if jwt { JWT_LIFE } else { ACCESS_LIFE };
    let expires = (cx.now + life).min(live.grant_expires);
    let body = body(app, making)?;
    let kept = bound.map(Confirmation::to_text);
    let digest = access.digest();
    let kind = (Kind::Access, kept.as_deref(), body.as_str());
    let mut new = vec![row(cx.now, live, &digest, kind, expires)];
    let wanted = making.with_refresh && party.rules.may(GrantType::RefreshToken);
    let refresh = wanted.then(|| Bearer::fresh(app, live.subject));
    let digest = refresh.as_ref().map(Bearer::digest);
    if let Some(digest) = &digest {
        // RFC 9449 5, RFC 8705 7.1: of a client that proves itself at each use, its own proof is enough.
        let public = party.rules.auth == ClientAuth::None;
        let kind = (Kind::Refresh, kept.as_deref().filter(|_| public), "");
        new.push(row(cx.now, live, digest, kind, live.grant_expires));
    }
    token::insert(tx, &new).await?;
    let handle = access.to_text(app);
    Ok(Issued {
        access_token: if jwt {
            readable(app, cx, making, handle, expires)?
        } else {
            handle
        },
        token_type: Confirmation::token_type(bound),
        expires_in: expires.duration_since(cx.now).as_secs(),
        scope: making.scope().to_owned(),
        refresh_token: refresh.map(|refresh| refresh.to_text(app)),
        id_token: None,
        identity_package_challenge: package::asked(making.scope().split(' '))
            .then(|| package::challenge(app, &access)),
    })
}

impl Making<'_> {
    fn scope(&self) -> &str {
        self.asked.scope.as_deref().unwrap_or(&self.live.scope)
    }
}

/// What the access token keeps.
fn body(app: &App, making: &Making<'_>) -> Outcome<String> {
    let asked = making.asked;
    let body = AccessBody {
        jwt: making.party.rules.access_token_jwt,
        aud: if asked.aud == [issuer(app)] {
            Vec::new()
        } else {
            asked.aud.clone()
        },
        scope: asked.scope.clone(),
    };
    if body == AccessBody::default() {
        return Ok(String::new());
    }
    let failed = |_| Error::Internal("an access token cannot be written".into());
    Ok(serde_json::to_string(&body).map_err(failed)?)
}

/// RFC 9068: the access token of a client whose resources read it themselves. Here it goes by its handle,
/// so that a lock shows at the next question (I5).
fn readable(
    app: &App,
    cx: &Cx,
    making: &Making<'_>,
    handle: String,
    expires: Timestamp,
) -> Outcome<String> {
    let live = making.live;
    let token = JwtAccessToken {
        iss: issuer(app).to_owned(),
        exp: expires.as_second(),
        aud: making.asked.aud.clone(),
        sub: subject(app, making.party, live.subject),
        client_id: making.party.rules.id.clone(),
        iat: cx.now.as_second(),
        jti: handle,
        scope: Some(making.scope().to_owned()),
        auth_time: Some(live.auth_time.as_second()),
        acr: Some(acr(live.level).to_owned()),
        amr: domain::means::amr(&live.granted.means),
        cnf: making.bound.cloned(),
    };
    sign(making.ring, cx, &token)
}

/// RFC 9068 2.1: signed with the algorithm of all access tokens.
pub(super) fn sign(ring: &Ring, cx: &Cx, token: &JwtAccessToken) -> Outcome<String> {
    let failed = || Error::Internal("an access token cannot be signed".into());
    let signer = ring.signer(Alg::Es256, cx.now).ok_or_else(failed)?;
    Ok(token.sign(signer).map_err(|_| failed())?)
}

const fn row<'a>(
    at: Timestamp,
    live: &Live<Granted>,
    digest: &'a [u8],
    (kind, bound, body): (Kind, Option<&'a str>, &'a str),
    expires: Timestamp,
) -> New<'a> {
    New {
        subject: live.subject,
        digest,
        grant: live.grant,
        kind,
        bound,
        body,
        at,
        expires,
    }
}

/// The identity token of a grant (OpenID Connect Core 2).
pub(super) fn id_token(
    app: &App,
    cx: &Cx,
    party: &Party,
    live: &Live<Granted>,
    (access_token, told): (&str, serde_json::Map<String, serde_json::Value>),
    signer: &dyn Signer,
) -> Outcome<String> {
    let now = cx.now.as_second();
    let token = IdToken {
        iss: issuer(app).to_owned(),
        sub: subject(app, party, live.subject),
        aud: party.rules.id.clone(),
        iat: now,
        exp: now + ACCESS_LIFE.as_secs(),
        auth_time: Some(live.auth_time.as_second()),
        nonce: live.granted.nonce.clone(),
        acr: Some(acr(live.level).to_owned()),
        amr: domain::means::amr(&live.granted.means),
        azp: None,
        at_hash: Some(oidc::token::half_hash(signer.alg(), access_token)),
        sid: Some(sid(app, live.client, live.session)),
        extra: told,
    };
    let failed = |_| Error::Internal("an identity token cannot be signed".into());
    Ok(token.sign(signer).map_err(failed)?)
}

/// I13: the subject as this client knows it.
pub(super) fn subject(app: &App, party: &Party, subject: SubjectId) -> String {
    pairwise(app, &party.rules.sector, subject)
}
