//! Making tokens: the one place where a grant becomes an answer of the token endpoint (RFC 6749 5.1).

use domain::ids::SubjectId;
use jiff::Timestamp;
use oidc::client::{ClientAuth, GrantType};
use oidc::jose::Signer;
use oidc::token::IdToken;
use store::Tx;
use store::relying_party::token::{self, Kind, Live, New};
use store::relying_party::usage::Use;

use super::bearer::Bearer;
use super::client::Party;
use super::exchange::Issued;
use super::{ACCESS_LIFE, Granted, Outcome, acr, issuer, pairwise, release, sid, usage};
use crate::{App, Cx, Error};

/// A new access token, and a refresh token where the client may have one.
pub(super) async fn tokens(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (party, with_refresh): (&Party, bool),
    live: &Live<Granted>,
    key: Option<&str>,
) -> Outcome<Issued> {
    usage::count(tx, app, cx, live.client, Use::Exchange).await?;
    let access = Bearer::fresh(app, live.subject);
    let expires = (cx.now + ACCESS_LIFE).min(live.grant_expires);
    keep(tx, cx.now, live, &access, (Kind::Access, key), expires).await?;
    let refresh = if with_refresh && party.rules.may(GrantType::RefreshToken) {
        let refresh = Bearer::fresh(app, live.subject);
        // RFC 9449 5: of a client that proves itself at each use, its own key is proof enough.
        let bound = key.filter(|_| party.rules.auth == ClientAuth::None);
        keep(
            tx,
            cx.now,
            live,
            &refresh,
            (Kind::Refresh, bound),
            live.grant_expires,
        )
        .await?;
        Some(refresh.to_text(app))
    } else {
        None
    };
    Ok(Issued {
        access_token: access.to_text(app),
        token_type: if key.is_some() { "DPoP" } else { "Bearer" },
        expires_in: expires.duration_since(cx.now).as_secs(),
        scope: live.scope.clone(),
        refresh_token: refresh,
        id_token: None,
    })
}

async fn keep(
    tx: &mut Tx,
    now: Timestamp,
    live: &Live<Granted>,
    bearer: &Bearer,
    (kind, bound): (Kind, Option<&str>),
    expires: Timestamp,
) -> Outcome<()> {
    let new = New {
        subject: live.subject,
        digest: &bearer.digest(),
        grant: live.grant,
        kind,
        bound,
        body: "",
        at: now,
        expires,
    };
    Ok(token::insert(tx, &new).await?)
}

/// The identity token of a grant (OpenID Connect Core 2).
pub(super) fn id_token(
    app: &App,
    cx: &Cx,
    party: &Party,
    live: &Live<Granted>,
    (access_token, stored): (&str, &store::account::Stored),
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
        extra: release::values(stored, &live.granted.in_id_token),
    };
    let failed = |_| Error::Internal("an identity token cannot be signed".into());
    Ok(token.sign(signer).map_err(failed)?)
}

/// I13: the subject as this client knows it.
pub(super) fn subject(app: &App, party: &Party, subject: SubjectId) -> String {
    pairwise(app, &party.rules.sector, subject)
}
