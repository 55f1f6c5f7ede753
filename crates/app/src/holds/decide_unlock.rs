//! Call centre and officers decide the requests of locked holders (D59-19.5.b, D59-19.5.c).

use domain::actor::{Actor, AuthLevel, Purpose, Role};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::hold::{Channel, Ground, Hold};
use domain::ids::{SubjectId, UnlockId};
use domain::regime::{Filing, Form, Regime};
use jiff::Timestamp;
use store::organisation::{self, Anybody};
use store::unlock::{self, Decision, State};
use store::{Source, Tx};

use super::end;
use crate::training::may_decide;
use crate::{App, Cx, Error, Result, entry, entry_with, notify, words};

/// A request that waits.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Whose.
    pub subject: SubjectId,
    /// Identifier.
    pub id: UnlockId,
    /// When it was made.
    pub at: Timestamp,
    /// What the sign-in proved.
    pub level: AuthLevel,
    /// The number, its middle hidden.
    pub number: String,
    /// How many holds are in force.
    pub holds: usize,
}

/// One request with what the decision needs.
#[derive(Debug, Clone)]
pub struct Review {
    /// The request.
    pub request: unlock::Request,
    /// The number, its middle hidden.
    pub number: String,
    /// Holds in force.
    pub holds: Vec<Hold>,
    /// D59-TK: its form on paper, where the decree of its day has one.
    pub form: Option<Form>,
}

impl Review {
    /// What the decision rests on; goes through the page's form.
    pub fn revision(&self) -> String {
        revision(&self.holds)
    }
}

/// The holds in force, by name: a ground that came or went makes another of it.
pub fn revision(holds: &[Hold]) -> String {
    let mut ids: Vec<String> = holds.iter().map(|h| h.id.to_string()).collect();
    ids.sort_unstable();
    ids.join(".")
}

/// A request as the member of staff saw it when he decided.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// Whose.
    pub subject: SubjectId,
    /// Which.
    pub id: UnlockId,
    /// [`Review::revision`] of the page he looked at.
    pub revision: &'a str,
}

/// I7: why a request is refused. Each has plain words and a next step in the locales
/// (`unlock-refused-<word>`, `unlock-next-<word>`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is not clear that the holder himself asks.
    ProofUnclear,
    /// Somebody else seems to use the account or its phone.
    MisuseSuspected,
    /// The holder was reached and did not ask.
    NotByHolder,
}

impl Refusal {
    /// All reasons, in the order shown.
    pub const ALL: [Self; 3] = [Self::ProofUnclear, Self::MisuseSuspected, Self::NotByHolder];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ProofUnclear => "proof-unclear",
            Self::MisuseSuspected => "misuse-suspected",
            Self::NotByHolder => "not-by-holder",
        }
    }

    /// Reads the word of a form or request.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == text)
    }
}

/// A decision. A refusal without a reason and words cannot be written down.
#[derive(Debug, Clone, Copy)]
pub enum Verdict<'a> {
    /// The holder's own ground ends.
    Grant,
    /// It stays.
    Refuse {
        /// Why.
        reason: Refusal,
        /// Words for the holder.
        words: &'a str,
    },
}

const QUEUE: i64 = 100;

/// The requests that wait, oldest first.
pub async fn unlock_queue(app: &App, cx: &Cx) -> Result<Vec<Pending>> {
    require(&cx.actor, Operation::Unlock)?;
    let mut source = app.db.read().await?;
    let mut waiting = Vec::new();
    for request in unlock::queue(&mut source, QUEUE).await? {
        let stored = load(&mut source, cx, request.subject).await?;
        waiting.push(Pending {
            subject: request.subject,
            id: request.id,
            at: request.at,
            level: request.level,
            number: stored.masked(),
            holds: stored.holder().account().holds.len(),
        });
    }
    Ok(waiting)
}

async fn load(source: &mut impl Source, cx: &Cx, subject: SubjectId) -> Result<Anybody> {
    organisation::anybody(source, subject, cx.now)
        .await?
        .ok_or(Error::NotFound)
}

/// One request, read for a decision; the reading is on record (D59-4.4).
pub async fn review_unlock(app: &App, cx: &Cx, subject: SubjectId, id: UnlockId) -> Result<Review> {
    require(&cx.actor, Operation::Unlock)?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    let mut tx = app.db.begin().await?;
    let request = unlock::load(&mut tx, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    let stored = load(&mut tx, cx, subject).await?;
    tx.commit(entry(app, cx, Event::RecordRead, subject))
        .await?;
    let regime = Regime::judging(Some(request.at), cx.now);
    Ok(Review {
        form: regime.and_then(|regime| regime.form(Filing::Lock)),
        request,
        number: stored.masked(),
        holds: stored.holder().account().holds.clone(),
    })
}

/// D59-19.5.b, D59-19.5.c, D59-19.4.a: grants (the holder's own ground ends at once) or refuses with
/// reason and words (I7). Who comes second is told that it was decided; who looked at other holds than
/// those in force must look again.
pub async fn decide_unlock(
    app: &App,
    cx: &Cx,
    request: Seen<'_>,
    verdict: Verdict<'_>,
) -> Result<()> {
    may_decide(app, cx).await?;
    require(&cx.actor, Operation::Unlock)?;
    let cx = &cx.with_purpose(Purpose::Assistance);
    match verdict {
        Verdict::Grant => grant(app, cx, request).await,
        Verdict::Refuse { reason, words } => refuse(app, cx, request, reason, words).await,
    }
}

async fn grant(app: &App, cx: &Cx, request: Seen<'_>) -> Result<()> {
    let Seen { subject, id, .. } = request;
    let mut tx = app.db.begin().await?;
    let mut stored = open(&mut tx, cx, request).await?;
    let decision = Decision::Grant;
    unlock::decide(&mut tx, (subject, id), decision, cx.staff()?, cx.now).await?;
    let source = id.to_string();
    let gone = (Ground::OwnRequest, staff_channel(cx), source.as_str());
    let (_, entries) = end(&mut tx, app, cx, stored.holder_mut(), gone).await?;
    Ok(tx.commit(entries).await?)
}

async fn refuse(app: &App, cx: &Cx, request: Seen<'_>, reason: Refusal, words: &str) -> Result<()> {
    let Seen { subject, id, .. } = request;
    let words = words::words(("words", "words-empty"), words, 500)?;
    let mut tx = app.db.begin().await?;
    let stored = open(&mut tx, cx, request).await?;
    let decision = Decision::Refuse(reason.as_str(), &words);
    unlock::decide(&mut tx, (subject, id), decision, cx.staff()?, cx.now).await?;
    let args = [("reason", reason.as_str().to_owned())];
    notify::tell(&mut tx, app, cx, stored.holder(), "unlock-refused", &args).await?;
    let detail = serde_json::json!({ "request": id, "reason": reason.as_str(), "words": words });
    Ok(tx
        .commit(entry_with(app, cx, Event::UnlockRefused, subject, detail))
        .await?)
}

/// The account of a request that waits, its row held, its holds as the member of staff saw them.
async fn open(tx: &mut Tx, cx: &Cx, request: Seen<'_>) -> Result<Anybody> {
    let stored = organisation::anybody_to_change(tx, request.subject, cx.now)
        .await?
        .ok_or(Error::NotFound)?;
    let found = unlock::load(tx, request.subject, request.id)
        .await?
        .ok_or(Error::NotFound)?;
    if found.state != State::Open {
        return Err(Error::Refused("unlock-decided"));
    }
    if revision(&stored.holder().account().holds) != request.revision {
        return Err(Error::Stale);
    }
    Ok(stored)
}

/// D59-19.5: through which channel a member of staff acts.
pub(crate) fn staff_channel(cx: &Cx) -> Channel {
    match cx.actor {
        Actor::Staff {
            role: Role::CallCentre,
            ..
        } => Channel::CallCentre,
        Actor::Staff { .. }
        | Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => Channel::Counter,
    }
}
