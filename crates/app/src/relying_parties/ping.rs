//! A client in ping mode is told that its request has an answer, which it then fetches (CIBA 10.2): queued with
//! the answer (I4), sent by a job.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::ids::{ClientId, JobId, SubjectId};
use jiff::Timestamp;
use oidc::jose::{base64url_decode, base64url_encode};
use serde::{Deserialize, Serialize};
use store::audit::NOBODY;
use store::job::{self, Job};
use store::relying_party::polled::{self, Kind, Polled, Stage};
use store::{Audit, Tx};

use super::authorize::Pending;
use super::signal;
use crate::jobs::{self, Finished};
use crate::ports::{Reply, Unreached};
use crate::{App, Cx, Error, Result, entry_with};

/// So often a client is tried, some minutes long: it may ask without having been told.
const TRIES: i64 = 7;

/// What a ping says and by which token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ping {
    /// What the client asks after its request by.
    pub(super) auth_req_id: String,
    /// `client_notification_token`.
    pub(super) token: String,
}

domain::redacted_debug!(Ping);

/// Of what a job tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum News {
    /// The person decided.
    Decided,
    /// Nobody decided in time.
    Over,
}

impl News {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Over => "over",
        }
    }

    /// Whether there is still this to tell of a request: it is told once, of whatever came first.
    fn holds(self, stage: Stage) -> bool {
        let decided = match stage {
            Stage::Waiting => false,
            Stage::Allowed | Stage::Denied => true,
        };
        match self {
            Self::Decided => decided,
            Self::Over => !decided,
        }
    }
}

/// Queues it. `subject`: whom it is about, where that is known.
pub(super) async fn queue(
    tx: &mut Tx,
    app: &App,
    (client, asked): (ClientId, &[u8]),
    subject: Option<SubjectId>,
    (news, due): (News, Timestamp),
) -> Result<()> {
    let job = Job::new(
        (app.id(JobId::from_bytes), subject.unwrap_or(NOBODY)),
        jobs::OUTWARD,
        due,
        serde_json::json!({
            "client": client, "ping": base64url_encode(asked), "news": news.as_str(),
        }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// Job: tells it. A request that was forgotten meanwhile is nobody's business any more.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let asked: String = jobs::payload(job, "ping")?;
    let asked =
        base64url_decode(&asked).map_err(|_| Error::Internal("a ping of nothing".into()))?;
    let over = jobs::payload::<String>(job, "news")? == News::Over.as_str();
    let news = if over { News::Over } else { News::Decided };
    let mut source = app.db.read().await?;
    let found = polled::find::<Pending>(&mut source, &asked, Kind::Ciba).await?;
    let found = found.filter(|asked| news.holds(asked.stage));
    let party = match &found {
        Some(asked) => signal::party(&mut source, asked.client).await?,
        None => None,
    };
    drop(source);
    let to = party.and_then(|party| {
        let to = party.rules.backchannel_client_notification_endpoint?;
        Some((party.stored.name, to))
    });
    let (Some(asked), Some((name, to))) = (found, to) else {
        return ended(app, job, Audit::Bookkeeping("no ping to send")).await;
    };
    let Some(ping) = &asked.body.ping else {
        return ended(app, job, Audit::Bookkeeping("no ping to send")).await;
    };
    let header = format!("Bearer {}", ping.token);
    let body = oidc::backchannel::ping(&ping.auth_req_id);
    let body = ("application/json", body.as_str());
    let answer = app.outward.push(&to, Some(&header), body).await;
    // CIBA 10.2: 204, or any other success.
    let taken = matches!(&answer, Ok(reply) if (200..300).contains(&reply.status));
    if !taken && job.tries < TRIES {
        return Ok(Finished::Later);
    }
    let audit = noted(app, cx, (&asked, &name), (news, &answer));
    ended(app, job, audit).await
}

async fn ended(app: &App, job: &Job, audit: impl Into<Audit>) -> Result<Finished> {
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    tx.commit(audit).await?;
    Ok(Finished::Done)
}

/// What became of it stands in the log of the person whom it was about.
fn noted(
    app: &App,
    cx: &Cx,
    (asked, name): (&Polled<Pending>, &str),
    (news, answer): (News, &std::result::Result<Reply, Unreached>),
) -> Audit {
    let Some(subject) = asked.subject else {
        return Audit::Bookkeeping("client told of a request for nobody");
    };
    let cx = Cx {
        actor: Actor::Party(asked.client),
        purpose: Purpose::Service,
        ..cx.clone()
    };
    let detail = serde_json::json!({
        "party": name,
        "client": asked.client,
        "news": news.as_str(),
        "status": answer.as_ref().ok().map(|reply| reply.status),
    });
    entry_with(app, &cx, Event::PartyPinged, subject, detail).into()
}
