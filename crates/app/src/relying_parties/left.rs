//! What a decision leaves: a grant, a code for the client, and for a client that waits elsewhere the answer
//! to its next question.

use domain::ids::{GrantId, SubjectId};
use domain::relying_party::Claims;
use jiff::Timestamp;
use store::Tx;
use store::relying_party::token::{self, Kind};
use store::relying_party::{grant, polled};

use super::assurance::Assured;
use super::bearer::Bearer;
use super::browser::{Scene, lasting};
use super::device_authorization::LIFE as DEVICE_LIFE;
use super::ping::{self, News};
use super::{CODE_LIFE, CodeBody, Granted, LASTING, Outcome};
use crate::holder::Resumed;
use crate::{App, Cx, Error};

/// What was agreed, now or earlier.
#[derive(Clone, Copy)]
pub(super) struct Agreed<'a> {
    pub(super) claims: &'a Claims,
    /// Those of them that may be told with their checks.
    pub(super) checked: &'a Claims,
    pub(super) organisation: Option<SubjectId>,
    pub(super) at: Timestamp,
}

/// What a grant keeps of what was asked and agreed.
fn granted(scene: &Scene, session: &Resumed, agreed: Agreed<'_>) -> Granted {
    let request = &scene.pending.request;
    let wanted = &scene.wanted;
    let both = |agreed: &Claims, asked: &Claims| -> Vec<String> {
        let both = agreed.iter().filter(|claim| asked.contains(claim));
        both.map(|claim| claim.as_str().to_owned()).collect()
    };
    let text = |asked| both(agreed.claims, asked);
    let checked = both(agreed.checked, &wanted.checked);
    Granted {
        nonce: request.nonce.clone(),
        claims: text(&wanted.plain),
        in_id_token: text(&wanted.in_id_token),
        resources: request.resource.clone(),
        package: text(&wanted.package),
        verified: (!checked.is_empty()).then(|| Assured {
            claims: checked,
            id_token: request.claims.id_token.verified.clone(),
            userinfo: request.claims.userinfo.verified.clone(),
        }),
        organisation: agreed.organisation,
        means: session.means.clone(),
    }
}

/// Writes the grant, and its code; gives the code.
pub(super) async fn keep(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    session: &Resumed,
    scene: &Scene,
    agreed: Agreed<'_>,
) -> Outcome<String> {
    let request = &scene.pending.request;
    let id = app.id(GrantId::from_bytes);
    let lasts = lasting(request);
    let body = granted(scene, session, agreed);
    // From the person's own word, not from each time that it is used.
    let expires = if lasts {
        agreed.at + LASTING
    } else {
        session.expires
    };
    let new = grant::New {
        subject: session.subject,
        id,
        client: scene.party.stored.id,
        session: session.session,
        scope: &request.scope.join(" "),
        body: &body,
        level: session.level,
        auth_time: session.auth_time,
        lasting: lasts,
        at: cx.now,
        expires,
    };
    grant::insert(tx, &new).await?;
    let elsewhere = scene.pending.polled.as_ref();
    let life = if elsewhere.is_some() {
        DEVICE_LIFE
    } else {
        CODE_LIFE
    };
    let code = Bearer::fresh(app, session.subject);
    let compared = CodeBody {
        redirect_uri: elsewhere.is_none().then(|| request.redirect_uri.clone()),
        challenge: request.challenge.clone(),
        dpop_jkt: request.dpop_jkt.clone(),
    };
    let failed = |_| Error::Internal("a code cannot be written".into());
    let new = token::New {
        subject: session.subject,
        digest: &code.digest(),
        grant: id,
        kind: Kind::Code,
        bound: None,
        body: &serde_json::to_string(&compared).map_err(failed)?,
        at: cx.now,
        expires: cx.now + life,
    };
    token::insert(tx, &[new]).await?;
    Ok(code.to_text(app))
}

/// RFC 8628 3.3: the decision is left for the client's next question; one only, whoever else typed the
/// code. CIBA 10.2: a client that wants to be told is told. `subject`: who decided, where that is known.
pub(super) async fn wait(
    tx: &mut Tx,
    (app, cx): (&App, &Cx),
    scene: &Scene,
    code: Option<&str>,
    subject: Option<SubjectId>,
) -> Outcome<()> {
    let Some(digest) = &scene.pending.polled else {
        return Ok(());
    };
    if !polled::decide(tx, digest, code, cx.now).await? {
        return Err(Error::Stale.into());
    }
    if scene.pending.ping.is_some() {
        let asked = (scene.party.stored.id, digest.as_slice());
        ping::queue(tx, app, asked, subject, (News::Decided, cx.now)).await?;
    }
    Ok(())
}
