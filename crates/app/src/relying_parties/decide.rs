//! The person's decision: a code for the client, or its refusal.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::ids::GrantId;
use domain::relying_party::{Claim, Claims};
use oidc::{ErrorCode, OAuthError};
use store::relying_party::consent::Consent;
use store::relying_party::request::{self, Kind as RequestKind};
use store::relying_party::token::{self, Kind};
use store::relying_party::usage::Use;
use store::relying_party::{consent, grant};
use store::{Tx, account};

use super::authorize::Reply;
use super::bearer::Bearer;
use super::browser::{Scene, UNMET, lasting, scene};
use super::judge::{Verdict, judge, names, narrower};
use super::{CODE_LIFE, CodeBody, Granted, LASTING, Outcome, issuer, push, usage};
use crate::ending::{self, Reach};
use crate::holder::{Resumed, require_open};
use crate::token::Token;
use crate::{App, Cx, Error, entry_with};

/// The person agrees, to what is needed and to what he ticked.
pub async fn allow(
    app: &App,
    cx: &Cx,
    token: &Token,
    session: &Resumed,
    ticked: &[Claim],
) -> Outcome<Reply> {
    let mut tx = app.db.begin().await?;
    let (scene, earlier, _) = open(&mut tx, app, cx, token, session).await?;
    let mut claims = scene.wanted.needed.clone();
    let chosen = scene.wanted.optional.iter().filter(|c| ticked.contains(c));
    claims.extend(chosen);
    let given = consent::Consent {
        client: scene.party.stored.id,
        at: cx.now,
        claims: names(&scene, &claims),
        purpose: scene.party.stored.purpose.clone(),
        legal_basis: scene.party.stored.legal_basis.clone(),
    };
    if earlier.is_some_and(|earlier| narrower(&given.claims, &earlier.claims)) {
        let all = (Reach::Client(given.client), "narrowed");
        ending::end(&mut tx, app, cx, session.subject, all).await?;
    }
    consent::insert(&mut tx, session.subject, &given).await?;
    grant_code(tx, app, cx, session, &scene, &claims).await
}

/// What was agreed before is done again without asking.
pub(super) async fn allow_again(
    app: &App,
    cx: &Cx,
    token: &Token,
    session: &Resumed,
) -> Outcome<Reply> {
    let mut tx = app.db.begin().await?;
    let (scene, given, verdict) = open(&mut tx, app, cx, token, session).await?;
    // What is new since the page was drawn is asked on a page.
    let given = given.filter(|_| verdict == Verdict::Agreed);
    let given = given.ok_or(Error::Stale)?;
    let wanted = &scene.wanted;
    let mut claims: Claims = wanted
        .needed
        .iter()
        .chain(&wanted.optional)
        .copied()
        .collect();
    claims.retain(|claim| given.claims.split(' ').any(|name| name == claim.as_str()));
    grant_code(tx, app, cx, session, &scene, &claims).await
}

/// Goes on with what was agreed before, at the person's own click.
pub async fn resume(app: &App, cx: &Cx, token: &Token, session: &Resumed) -> Outcome<Reply> {
    allow_again(app, cx, token, session).await
}

/// I5: the account is held for a change first; then the session must live still, and the judgement be what
/// it was when the page was drawn. Gives the consent on record too.
async fn open(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    token: &Token,
    session: &Resumed,
) -> Outcome<(Scene, Option<Consent>, Verdict)> {
    let stored = account::load_to_change(tx, session.subject, cx.now)
        .await?
        .ok_or(Error::SignIn)?;
    require_open(&stored, cx)?;
    if !store::session::lives(tx, session.subject, session.session, cx.now).await? {
        return Err(Error::SignIn.into());
    }
    let scene = scene(tx, cx, token).await?.ok_or(Error::NotFound)?;
    let given = consent::in_force(tx, session.subject).await?;
    let verdict = judge(app, &scene, (session, &stored), &given, cx.now);
    let own = given
        .into_iter()
        .find(|g| g.client == scene.party.stored.id);
    match verdict {
        Verdict::Agreed | Verdict::Ask => Ok((scene, own, verdict)),
        Verdict::SignIn | Verdict::Terms => Err(Error::SignIn.into()),
        Verdict::Stranger => Err(Error::Refused("trial-of-another").into()),
        Verdict::TooWeak | Verdict::TooLow => Err(Error::Refused("account-level-too-low").into()),
    }
}

async fn grant_code(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    session: &Resumed,
    scene: &Scene,
    claims: &Claims,
) -> Outcome<Reply> {
    let request = &scene.pending.request;
    let used = request::consume(&mut tx, &scene.digest, RequestKind::Browser, cx.now).await?
        && push::consume(&mut tx, app, cx, scene.pending.pushed.as_deref()).await?;
    if !used {
        return Err(Error::Stale.into());
    }
    let code = keep(&mut tx, app, cx, session, scene, claims).await?;
    usage::count(&mut tx, app, cx, scene.party.stored.id, Use::SignIn).await?;
    let detail = serde_json::json!({
        "party": scene.party.stored.name,
        "client": scene.party.stored.id,
        "claims": claims.iter().map(|c| c.as_str()).collect::<Vec<_>>(),
        "purpose": scene.party.stored.purpose,
    });
    let cx = own(cx, session);
    let entry = entry_with(app, &cx, Event::PartySignedIn, session.subject, detail);
    tx.commit(entry).await?;
    Ok(Reply::code(request, issuer(app), &code))
}

async fn keep(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    session: &Resumed,
    scene: &Scene,
    claims: &Claims,
) -> Outcome<String> {
    let request = &scene.pending.request;
    let id = app.id(GrantId::from_bytes);
    let lasts = lasting(request);
    let both = |claim: &&Claim| claims.contains(claim);
    let text = |claims: Vec<&Claim>| claims.iter().map(|c| c.as_str().to_owned()).collect();
    let body = Granted {
        nonce: request.nonce.clone(),
        claims: text(claims.iter().collect()),
        in_id_token: text(scene.wanted.in_id_token.iter().filter(both).collect()),
        means: session.means.clone(),
    };
    let expires = if lasts {
        cx.now + LASTING
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
        auth_time: session.since,
        lasting: lasts,
        at: cx.now,
        expires,
    };
    grant::insert(tx, &new).await?;
    let code = Bearer::fresh(app, session.subject);
    let compared = CodeBody {
        redirect_uri: request.redirect_uri.clone(),
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
        expires: cx.now + CODE_LIFE,
    };
    token::insert(tx, &new).await?;
    Ok(code.to_text(app))
}

fn own(cx: &Cx, session: &Resumed) -> Cx {
    Cx {
        actor: Actor::Holder {
            subject: session.subject,
            session: session.session,
            level: session.level,
        },
        purpose: Purpose::Service,
        ..cx.clone()
    }
}

/// Why a request ends without a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The person does not want it.
    Declined,
    /// The account or the sign-in is not enough; the person goes back.
    NotEnough,
}

/// The person declines, or goes back from a page that cannot go on. Whoever has not signed in may too.
pub async fn deny(
    app: &App,
    cx: &Cx,
    token: &Token,
    session: Option<&Resumed>,
    why: Refusal,
) -> Outcome<Reply> {
    let mut tx = app.db.begin().await?;
    let scene = scene(&mut tx, cx, token).await?.ok_or(Error::NotFound)?;
    request::consume(&mut tx, &scene.digest, RequestKind::Browser, cx.now).await?;
    push::consume(&mut tx, app, cx, scene.pending.pushed.as_deref()).await?;
    let detail = serde_json::json!({
        "party": scene.party.stored.name,
        "client": scene.party.stored.id,
    });
    let entries = session.map(|session| {
        let cx = own(cx, session);
        vec![entry_with(
            app,
            &cx,
            Event::PartyDeclined,
            session.subject,
            detail,
        )]
    });
    match entries {
        Some(entries) => tx.commit(entries).await?,
        None => {
            tx.commit(store::Audit::Bookkeeping("authorization left"))
                .await?;
        }
    }
    let error = match why {
        Refusal::Declined => OAuthError {
            code: ErrorCode::AccessDenied,
            description: "the person declined",
        },
        Refusal::NotEnough => UNMET,
    };
    Ok(Reply::error(
        &scene.pending.request.target(),
        issuer(app),
        &error,
    ))
}
