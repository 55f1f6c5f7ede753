//! A request under way in a browser: what the person has to do next.

use domain::relying_party::{Claim, Claims, scope_claims};
use jiff::Timestamp;
use oidc::authorization::Request;
use oidc::{ErrorCode, OAuthError};
use store::account::Stored;
use store::relying_party::consent::Consent;
use store::relying_party::request::{self, Kind};
use store::relying_party::{client, consent};

use super::authorize::Pending;
use super::client::{Party, read};
use super::judge::{Verdict, judge, organisation_of};
use super::organisation::{self, Represented};
use super::release::Facts;
use super::{Outcome, package, subscriber};
use crate::holder::Resumed;
use crate::token::Token;
use crate::{App, Cx, Error};

/// What comes next.
#[derive(Debug)]
pub enum Next {
    /// There is no such request any more.
    Gone,
    /// Sign in, or sign in again.
    SignIn,
    /// Decide.
    Ask(Box<Asked>),
    /// Read the terms in force first (D59-6.1).
    Terms,
    /// The service is a trial of somebody else's.
    Stranger(Box<Visit>),
    /// The account is not of the level that the service asks for.
    TooLow(Box<Visit>),
    /// The service asks for a sign-in by means that this account or platform has not.
    TooWeak(Box<Visit>),
    /// The service asks for a sign-in that chip and face on the person's phone reach (D59-24.3).
    Raise(Box<Visit>),
    /// Everything was agreed before.
    Agreed(Box<Visit>),
}

/// Who asks, and where the answer goes.
#[derive(Debug)]
pub struct Visit {
    /// Who asks.
    pub party: Party,
    /// The redirect URI of this request: one of those that are registered; none where the client waits on
    /// another device (RFC 8628).
    pub redirect_uri: Option<String>,
}

impl From<Scene> for Visit {
    fn from(scene: Scene) -> Self {
        Self {
            party: scene.party,
            redirect_uri: match scene.pending.polled {
                None => Some(scene.pending.request.redirect_uri),
                Some(_) => None,
            },
        }
    }
}

/// A value that would leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Value {
    /// Which.
    pub claim: Claim,
    /// As the service would read it; none where the account has none.
    pub value: Option<serde_json::Value>,
}

/// What the person decides about.
#[derive(Debug)]
pub struct Asked {
    /// Who asks.
    pub visit: Visit,
    /// What it needs.
    pub needed: Vec<Value>,
    /// What it would like: unticked.
    pub optional: Vec<Value>,
    /// Whether it would go on reading after the person signed out.
    pub lasting: bool,
    /// Whether it would read too how and when they were checked.
    pub with_checks: bool,
    /// Where the service asked for this very person (CIBA): what it shows or says on its side. He gives
    /// his passcode then.
    pub message: Option<String>,
    /// R50-3: number of the licence of a service that would be handed a signed identity package.
    pub licence: Option<String>,
    /// R50-2: whether a telecom would have a mobile number of his registered.
    pub subscriber: bool,
    /// D59-13.7: organisations that he may act for there; empty where none is asked for.
    pub organisations: Vec<Represented>,
}

/// A request with everything that is known about it.
pub(super) struct Scene {
    /// Where it is kept while the person is busy with it.
    pub(super) digest: Option<Vec<u8>>,
    pub(super) pending: Pending,
    pub(super) party: Party,
    pub(super) created: Timestamp,
    pub(super) wanted: Wanted,
}

impl Scene {
    /// A request that is not kept yet.
    pub(super) fn new(party: Party, pending: Pending, created: Timestamp) -> Self {
        Self {
            digest: None,
            wanted: wanted(&pending.request, &party),
            pending,
            created,
            party,
        }
    }
}

/// What a request asks to be told.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) needed: Claims,
    pub(super) optional: Claims,
    /// Those of them that are asked for as they are.
    pub(super) plain: Claims,
    pub(super) in_id_token: Claims,
    /// Those of them that are asked for with their checks.
    pub(super) checked: Claims,
    /// R50-3: those that go into an identity package and, unless they are asked for beside it, nowhere else.
    pub(super) package: Claims,
}

impl Wanted {
    fn ask(&mut self, claim: Claim, needed: bool) {
        if needed {
            self.needed.push(claim);
        } else {
            self.optional.push(claim);
        }
    }

    fn settle(mut self) -> Self {
        self.optional.retain(|claim| !self.needed.contains(claim));
        for list in [&mut self.needed, &mut self.optional] {
            list.sort_unstable();
            list.dedup();
        }
        self
    }

    /// Whether a claim is asked for outside an identity package too.
    pub(super) fn by_itself(&self, claim: Claim) -> bool {
        let asked = self.plain.contains(&claim) || self.checked.contains(&claim);
        asked || !self.package.contains(&claim)
    }

    pub(super) fn has(&self, claim: Claim) -> bool {
        self.needed.contains(&claim) || self.optional.contains(&claim)
    }
}

/// D59-5: only what the client registered; the rest is as if it were not asked. What a scope stands for is
/// needed, what is asked by name is needed only where the client says so (OpenID Connect Core 5.5.1).
fn wanted(request: &Request, party: &Party) -> Wanted {
    let own = |claim: Claim| party.rules.claims.iter().any(|own| own == claim.as_str());
    let read = |name: &str| Claim::parse(name).filter(|claim| own(claim.registered_as()));
    let mut wanted = Wanted::default();
    let by_scope = request.scope.iter().flat_map(|scope| scope_claims(scope));
    for claim in by_scope.copied().filter(|claim| own(*claim)) {
        wanted.ask(claim, true);
        wanted.plain.push(claim);
    }
    let asked = &request.claims;
    for (name, ask) in asked.id_token.claims.iter().chain(&asked.userinfo.claims) {
        if let Some(claim) = read(name) {
            wanted.ask(claim, ask.essential);
            wanted.plain.push(claim);
        }
    }
    if package::asked(request.scope.iter().map(String::as_str)) {
        for claim in Claim::CHECKED.into_iter().filter(|claim| own(*claim)) {
            wanted.ask(claim, true);
            wanted.package.push(claim);
        }
    }
    let in_id_token = asked.id_token.claims.keys();
    wanted.in_id_token = in_id_token.filter_map(|name| read(name)).collect();
    let places = asked
        .id_token
        .verified
        .iter()
        .chain(&asked.userinfo.verified);
    for (name, ask) in places.flat_map(|request| &request.claims) {
        if let Some(claim) = read(name).filter(|claim| Claim::CHECKED.contains(claim)) {
            wanted.ask(claim, ask.essential);
            wanted.checked.push(claim);
        }
    }
    wanted.settle()
}

pub(super) async fn scene(
    source: &mut impl store::Source,
    cx: &Cx,
    token: &Token,
) -> Outcome<Option<Scene>> {
    let digest = token.digest();
    let Some(found) = request::find::<Pending>(source, &digest, Kind::Browser, cx.now).await?
    else {
        return Ok(None);
    };
    let Some(stored) = client::find(source, found.client).await? else {
        return Ok(None);
    };
    if !stored.phase.works() {
        return Ok(None);
    }
    Ok(Some(Scene {
        digest: Some(digest),
        ..Scene::new(read(stored)?, found.body, found.created)
    }))
}

/// What the person has to do next.
pub async fn next(app: &App, cx: &Cx, token: &Token, session: Option<&Resumed>) -> Outcome<Next> {
    let mut source = app.db.read().await?;
    let Some(scene) = scene(&mut source, cx, token).await? else {
        return Ok(Next::Gone);
    };
    let Some(session) = session else {
        return Ok(Next::SignIn);
    };
    let stored = store::account::load(&mut source, session.subject, cx.now)
        .await?
        .ok_or(Error::SignIn)?;
    let (_, verdict) = judged(&mut source, app, cx, &scene, (session, &stored)).await?;
    Ok(match verdict {
        Verdict::SignIn => Next::SignIn,
        Verdict::Terms => Next::Terms,
        Verdict::Stranger => Next::Stranger(Box::new(scene.into())),
        Verdict::TooWeak => Next::TooWeak(Box::new(scene.into())),
        Verdict::Raise => Next::Raise(Box::new(scene.into())),
        Verdict::TooLow => Next::TooLow(Box::new(scene.into())),
        Verdict::Agreed => Next::Agreed(Box::new(scene.into())),
        Verdict::Ask => Next::Ask(Box::new(asked(&mut source, cx, scene, &stored).await?)),
    })
}

/// The judgement with the consent on record. D59-13.7: one that was given for an organisation is asked anew
/// when the person may not act for it any more.
pub(super) async fn judged(
    source: &mut impl store::Source,
    app: &App,
    cx: &Cx,
    scene: &Scene,
    (session, stored): (&Resumed, &Stored),
) -> Outcome<(Option<Consent>, Verdict)> {
    let given = consent::in_force(source, session.subject).await?;
    let verdict = judge(app, scene, (session, stored), &given, cx.now);
    let client = scene.party.stored.id;
    let own = given.into_iter().find(|given| given.client == client);
    if verdict == Verdict::Agreed && scene.wanted.has(Claim::Organisation) {
        let chosen = own.as_ref().and_then(|own| organisation_of(&own.claims));
        if let Some(chosen) = chosen {
            let choices = organisation::choices(source, cx, session.subject).await?;
            if !choices.iter().any(|one| one.id == chosen) {
                return Ok((own, Verdict::Ask));
            }
        }
    }
    Ok((own, verdict))
}

async fn asked(
    source: &mut impl store::Source,
    cx: &Cx,
    scene: Scene,
    stored: &Stored,
) -> Outcome<Asked> {
    let organisations = if scene.wanted.has(Claim::Organisation) {
        organisation::choices(source, cx, stored.account.subject).await?
    } else {
        Vec::new()
    };
    let only = match organisations.as_slice() {
        [one] => Some(one.id),
        _ => None,
    };
    let wanted = &scene.wanted;
    let all: Claims = wanted
        .needed
        .iter()
        .chain(&wanted.optional)
        .copied()
        .collect();
    let facts = Facts::read(source, cx, stored, &all, only).await?;
    let values = |claims: &Claims| {
        let one = |claim: &Claim| Value {
            claim: *claim,
            value: facts.value(*claim),
        };
        claims.iter().map(one).collect()
    };
    Ok(Asked {
        needed: values(&wanted.needed),
        optional: values(&wanted.optional),
        lasting: lasting(&scene.pending.request),
        with_checks: !(wanted.checked.is_empty() && wanted.package.is_empty()),
        message: scene.pending.message.clone(),
        licence: package::asked(scene.pending.request.scope.iter().map(String::as_str))
            .then(|| scene.party.stored.signature_licence.clone())
            .flatten(),
        subscriber: subscriber::asked(&scene.pending.request),
        organisations,
        visit: scene.into(),
    })
}

/// OpenID Connect Core 11.
pub(super) fn lasting(request: &Request) -> bool {
    request.scope.iter().any(|scope| scope == "offline_access")
}

/// `prompt=none` (OpenID Connect Core 3.1.2.6): why there is no answer without a word to the person.
pub(super) const fn unsaid(verdict: Verdict) -> OAuthError {
    match verdict {
        Verdict::SignIn => OAuthError {
            code: ErrorCode::LoginRequired,
            description: "the person has to sign in",
        },
        Verdict::Stranger => OAuthError {
            code: ErrorCode::AccessDenied,
            description: "a trial client serves its developer alone",
        },
        Verdict::Ask | Verdict::Agreed | Verdict::Terms => OAuthError {
            code: ErrorCode::ConsentRequired,
            description: "the person has to agree",
        },
        Verdict::TooLow | Verdict::TooWeak | Verdict::Raise => UNMET,
    }
}

/// OpenID Connect Core Unmet Authentication Requirements.
pub(super) const UNMET: OAuthError = OAuthError {
    code: ErrorCode::UnmetAuthenticationRequirements,
    description: "the account or the sign-in is not of the level that was asked",
};
