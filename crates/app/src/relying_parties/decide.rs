//! The person's decision: a code for the client, or its refusal.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::SubjectId;
use domain::relying_party::Claim;
use jiff::SignedDuration;
use oidc::{ErrorCode, OAuthError};
use store::relying_party::consent::Consent;
use store::relying_party::request::{self, Kind as RequestKind};
use store::relying_party::usage::Use;
use store::relying_party::{consent, grant};
use store::{Tx, account};

use super::authorize::Reply;
use super::browser::{Scene, UNMET, scene};
use super::judge::{self, Verdict, names, narrower, organisation_of};
use super::left::{Agreed, keep, wait};
use super::{Failure, Outcome, issuer, organisation, push, usage};
use crate::credentials::verify_passcode;
use crate::ending::{self, Reach};
use crate::holder::{Resumed, require_open};
use crate::token::Token;
use crate::{App, Cx, Error, entry_with};

const MINUTE: SignedDuration = SignedDuration::from_mins(1);
/// How often a service may be answered in a minute without a word of the person: a browser led in circles
/// must not fill the database.
const MOST_A_MINUTE: u64 = 60;

/// What the person chose on the page.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// What he ticked.
    pub ticked: &'a [Claim],
    /// The organisation that he acts for.
    pub organisation: Option<SubjectId>,
    /// His passcode, where it is asked for (APP-2).
    pub passcode: &'a str,
}

/// Where the answer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It goes back to the client through the browser.
    Back(Reply),
    /// It waits for the client, which asks for it from another device (RFC 8628 3.3): so much was decided.
    Elsewhere {
        /// Whether the person agreed.
        allowed: bool,
    },
}

/// The person agrees, to what is needed and to what he ticked.
pub async fn allow(
    app: &App,
    cx: &Cx,
    token: &Token,
    session: &Resumed,
    choice: Choice<'_>,
) -> Outcome<Answer> {
    confirmed(app, cx, token, session, choice.passcode).await?;
    let mut tx = app.db.begin().await?;
    let (scene, earlier, _) = open(&mut tx, app, cx, token, session).await?;
    let mut claims = scene.wanted.needed.clone();
    let ticked = scene.wanted.optional.iter();
    claims.extend(ticked.filter(|claim| choice.ticked.contains(claim)));
    let organisation = if claims.contains(&Claim::Organisation) {
        chosen(&mut tx, cx, session, choice.organisation).await?
    } else {
        None
    };
    let given = consent::Consent {
        client: scene.party.stored.id,
        at: cx.now,
        claims: names(&scene, &claims, organisation),
        purpose: scene.party.stored.purpose.clone(),
        legal_basis: scene.party.stored.legal_basis.clone(),
    };
    if earlier.is_some_and(|earlier| narrower(&given.claims, &earlier.claims)) {
        let all = (Reach::Client(given.client), "narrowed");
        ending::end(&mut tx, app, cx, session.subject, all).await?;
    }
    consent::insert(&mut tx, session.subject, &given).await?;
    grant_code(
        tx,
        app,
        cx,
        session,
        &scene,
        Agreed {
            claims: &claims,
            checked: &claims,
            organisation,
            at: cx.now,
        },
    )
    .await
}

/// APP-2: what was begun by somebody else, for somebody whom he may not see, takes the passcode too.
async fn confirmed(
    app: &App,
    cx: &Cx,
    token: &Token,
    session: &Resumed,
    passcode: &str,
) -> Outcome<()> {
    let mut source = app.db.read().await?;
    let scene = scene(&mut source, cx, token)
        .await?
        .ok_or(Error::NotFound)?;
    drop(source);
    if scene.pending.message.is_some() {
        verify_passcode(app, cx, session.subject, passcode).await?;
    }
    Ok(())
}

/// D59-13.7: the one that he chose among those he may act for; with a single one there is nothing to choose.
async fn chosen(
    tx: &mut Tx,
    cx: &Cx,
    session: &Resumed,
    asked: Option<SubjectId>,
) -> Outcome<Option<SubjectId>> {
    let own = organisation::choices(tx, cx, session.subject).await?;
    match (own.as_slice(), asked) {
        ([], _) => Ok(None),
        ([one], None) => Ok(Some(one.id)),
        (_, Some(asked)) if own.iter().any(|one| one.id == asked) => Ok(Some(asked)),
        _ => Err(Error::from(Fault::new("organisation", "choose-organisation")).into()),
    }
}

/// Goes on with what was agreed before, from the page that follows a sign-in.
pub async fn resume(app: &App, cx: &Cx, token: &Token, session: &Resumed) -> Outcome<Answer> {
    let mut tx = app.db.begin().await?;
    let (scene, given, verdict) = open(&mut tx, app, cx, token, session).await?;
    // What is new since the page was drawn is asked on a page.
    let given = given.filter(|_| verdict == Verdict::Agreed);
    let given = given.ok_or(Error::Stale)?;
    allow_again(tx, app, cx, session, &scene, &given).await
}

/// A request that was agreed to before is answered as it comes; any other is not, and the verdict says why.
pub(super) async fn at_once(
    app: &App,
    cx: &Cx,
    scene: &Scene,
    session: &Resumed,
) -> Outcome<Result<Reply, Verdict>> {
    let mut tx = app.db.begin().await?;
    let (given, verdict) = match judged(&mut tx, app, cx, scene, session).await {
        Ok(judged) => judged,
        // Over or locked since it was read: as if there were no session.
        Err(Failure::App(Error::SignIn)) => return Ok(Err(Verdict::SignIn)),
        Err(other) => return Err(other),
    };
    match given {
        Some(given) if verdict == Verdict::Agreed => {
            let since = cx.now - MINUTE;
            let made = grant::since(&mut tx, session.subject, given.client, since).await?;
            if made >= MOST_A_MINUTE {
                return Err(Error::Throttled {
                    until: cx.now + MINUTE,
                }
                .into());
            }
            match allow_again(tx, app, cx, session, scene, &given).await? {
                Answer::Back(reply) => Ok(Ok(reply)),
                Answer::Elsewhere { .. } => {
                    Err(Error::Internal("asked at once elsewhere".into()).into())
                }
            }
        }
        Some(_) | None => Ok(Err(verdict)),
    }
}

/// What was agreed before is done again without asking.
async fn allow_again(
    tx: Tx,
    app: &App,
    cx: &Cx,
    session: &Resumed,
    scene: &Scene,
    given: &Consent,
) -> Outcome<Answer> {
    let wanted = &scene.wanted;
    let both = wanted.needed.iter().chain(&wanted.optional);
    let (claims, checked) = judge::given(&given.claims, &both.copied().collect());
    let organisation = claims
        .contains(&Claim::Organisation)
        .then(|| organisation_of(&given.claims))
        .flatten();
    grant_code(
        tx,
        app,
        cx,
        session,
        scene,
        Agreed {
            claims: &claims,
            checked: &checked,
            organisation,
            at: given.at,
        },
    )
    .await
}

/// The judgement must be what it was when the page was drawn. Gives the consent on record too.
async fn open(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    token: &Token,
    session: &Resumed,
) -> Outcome<(Scene, Option<Consent>, Verdict)> {
    let scene = scene(tx, cx, token).await?.ok_or(Error::NotFound)?;
    let (own, verdict) = judged(tx, app, cx, &scene, session).await?;
    match verdict {
        Verdict::Agreed | Verdict::Ask => Ok((scene, own, verdict)),
        Verdict::SignIn | Verdict::Terms => Err(Error::SignIn.into()),
        Verdict::Stranger => Err(Error::Refused("trial-of-another").into()),
        Verdict::Raise => Err(Error::Refused("self-proof-raise").into()),
        Verdict::TooWeak | Verdict::TooLow => Err(Error::Refused("account-level-too-low").into()),
    }
}

/// I5: the account is held for a change first; then the session must live still.
async fn judged(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    scene: &Scene,
    session: &Resumed,
) -> Outcome<(Option<Consent>, Verdict)> {
    let stored = account::load_to_change(tx, session.subject, cx.now)
        .await?
        .ok_or(Error::SignIn)?;
    require_open(&stored, cx)?;
    if !store::session::lives(tx, session.subject, session.session, cx.now).await? {
        return Err(Error::SignIn.into());
    }
    super::browser::judged(tx, app, cx, scene, (session, &stored)).await
}

async fn grant_code(
    mut tx: Tx,
    app: &App,
    cx: &Cx,
    session: &Resumed,
    scene: &Scene,
    agreed: Agreed<'_>,
) -> Outcome<Answer> {
    let request = &scene.pending.request;
    let used = taken(&mut tx, cx, scene).await?
        && push::consume(&mut tx, app, cx, scene.pending.pushed.as_deref()).await?;
    if !used {
        return Err(Error::Stale.into());
    }
    let code = keep(&mut tx, app, cx, session, scene, agreed).await?;
    let who = Some(session.subject);
    wait(&mut tx, (app, cx), scene, Some(&code), who).await?;
    usage::count(&mut tx, app, cx, scene.party.stored.id, Use::SignIn).await?;
    let detail = serde_json::json!({
        "party": scene.party.stored.name,
        "client": scene.party.stored.id,
        "claims": agreed.claims.iter().map(|c| c.as_str()).collect::<Vec<_>>(),
        "purpose": scene.party.stored.purpose,
    });
    let cx = own(cx, session);
    let mut entries = vec![entry_with(
        app,
        &cx,
        Event::PartySignedIn,
        session.subject,
        detail.clone(),
    )];
    // It stands in the organisation's own log too.
    entries.extend(
        agreed
            .organisation
            .map(|organisation| entry_with(app, &cx, Event::PartySignedIn, organisation, detail)),
    );
    tx.commit(entries).await?;
    Ok(match scene.pending.polled {
        None => Answer::Back(Reply::code(request, issuer(app), &code)),
        Some(_) => Answer::Elsewhere { allowed: true },
    })
}

/// Whether the request is answered for the first time.
async fn taken(tx: &mut Tx, cx: &Cx, scene: &Scene) -> Outcome<bool> {
    match &scene.digest {
        Some(digest) => Ok(request::consume(tx, digest, RequestKind::Browser, cx.now).await?),
        None => Ok(true),
    }
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
) -> Outcome<Answer> {
    let mut tx = app.db.begin().await?;
    let scene = scene(&mut tx, cx, token).await?.ok_or(Error::NotFound)?;
    taken(&mut tx, cx, &scene).await?;
    push::consume(&mut tx, app, cx, scene.pending.pushed.as_deref()).await?;
    let who = session.map(|session| session.subject);
    wait(&mut tx, (app, cx), &scene, None, who).await?;
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
    if scene.pending.polled.is_some() {
        return Ok(Answer::Elsewhere { allowed: false });
    }
    let error = match why {
        Refusal::Declined => OAuthError {
            code: ErrorCode::AccessDenied,
            description: "the person declined",
        },
        Refusal::NotEnough => UNMET,
    };
    Ok(Answer::Back(Reply::error(
        &scene.pending.request.target(),
        issuer(app),
        &error,
    )))
}
