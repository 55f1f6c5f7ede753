//! Back-Channel Logout 1.0: services are told that a session, or everything of a holder, ended. Queued with
//! the act (I4) and sent by a job, so that a lock waits for nobody.

use std::collections::BTreeSet;

use domain::ids::{ClientId, JobId, SessionId, SignalId, SubjectId};
use oidc::token::LogoutToken;
use store::job::{self, Job};
use store::relying_party::client;
use store::relying_party::grant::{self, Standing};
use store::relying_party::signal::{self, Signal, State};
use store::{Audit, Source, Tx};

use super::authorize::handle;
use super::client::{Party, read};
use super::{deliver, issuer, keys, pairwise, ping, sid};
use crate::ending::Reach;
use crate::jobs::{self, Finished};
use crate::{App, Cx, Error, Result};

/// 2.4: a logout token lives two minutes at most.
const TOKEN_LIFE: i64 = 120;
/// So often a service is tried, about a day long; its sessions are over by themselves before that.
const TRIES: i64 = 30;

/// Queues what each service is told: of single sessions, one telling for each; else one for all that the
/// service has of the holder, unless it wants to know the session always (2.2).
pub(crate) async fn queue(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    (touched, reach, reason): (&[Standing], Reach, &str),
) -> Result<()> {
    let clients: BTreeSet<ClientId> = touched.iter().map(|grant| grant.client).collect();
    for client in clients {
        let Some(party) = party(tx, client).await? else {
            continue;
        };
        if party.rules.backchannel_logout_uri.is_none() {
            continue;
        }
        let own = touched.iter().filter(|grant| grant.client == client);
        let sessions: BTreeSet<Option<SessionId>> =
            if reach.by_session() || party.rules.backchannel_logout_session_required {
                own.map(|grant| Some(grant.session)).collect()
            } else {
                BTreeSet::from([None])
            };
        for session in sessions {
            let telling = Signal {
                id: app.id(SignalId::from_bytes),
                client,
                session,
                reason: reason.to_owned(),
                hold: reach.hold(),
                queued: cx.now,
                state: State::Waiting,
                sent: None,
                error: String::new(),
                event: None,
            };
            signal::insert(tx, subject, &telling).await?;
            jobs::enqueue(tx, app, &job(subject, &telling)).await?;
        }
    }
    Ok(())
}

fn job(subject: SubjectId, telling: &Signal) -> Job {
    Job::new(
        (JobId::from_bytes(*telling.id.as_bytes()), subject),
        jobs::OUTWARD,
        telling.queued,
        serde_json::json!({ "signal": telling.id, "client": telling.client }),
    )
}

/// Goes on with the same telling after a session, in a run with a lease of its own.
fn rest(subject: SubjectId, telling: &Signal, after: SessionId) -> Job {
    let (signal, client) = (telling.id, telling.client);
    Job {
        payload: serde_json::json!({ "signal": signal, "client": client, "after": after }),
        ..job(subject, telling)
    }
}

/// A client in whatever phase: also a suspended one learns that sessions are over. One that cannot be read
/// must not stand in the way of a lock.
pub(super) async fn party(source: &mut impl Source, id: ClientId) -> Result<Option<Party>> {
    let Some(stored) = client::find(source, id).await? else {
        return Ok(None);
    };
    match read(stored) {
        Ok(party) => Ok(Some(party)),
        Err(error) => {
            tracing::error!(client = %id, %error, "a service cannot be told");
            Ok(None)
        }
    }
}

/// Job: tells one service. Tried again with growing pauses; what is refused or given up stays on record
/// with its reason, and its job goes.
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    if job.payload.get("ping").is_some() {
        return ping::run(app, cx, job).await;
    }
    if job.payload.get("signal").is_none() {
        return deliver::run(app, cx, job).await;
    }
    let id: SignalId = jobs::payload(job, "signal")?;
    let mut source = app.db.read().await?;
    let found = signal::find(&mut source, job.subject, id).await?;
    let waiting = found.filter(|signal| signal.state == State::Waiting);
    let party = match &waiting {
        Some(signal) => party(&mut source, signal.client).await?,
        None => None,
    };
    drop(source);
    let tried = match waiting {
        Some(signal) => Some(tell(app, cx, (job, signal), party).await?),
        None => None,
    };
    let mut tx = app.db.begin().await?;
    let again = match &tried {
        Some((signal, after)) => {
            signal::tried(&mut tx, job.subject, signal).await?;
            signal.state == State::Waiting && after.is_none()
        }
        None => false,
    };
    if !again {
        job::done(&mut tx, job).await?;
    }
    if let Some((signal, Some(after))) = &tried {
        jobs::enqueue(&mut tx, app, &rest(job.subject, signal, *after)).await?;
    }
    tx.commit(Audit::Bookkeeping("service told")).await?;
    Ok(if again {
        Finished::Later
    } else {
        Finished::Done
    })
}

/// 2.5, 2.8: hands the tokens over and reads the answers; gives what came of it, and the session after which another
/// run goes on, where there are more than one run tells.
async fn tell(
    app: &App,
    cx: &Cx,
    (job, signal): (&Job, Signal),
    party: Option<Party>,
) -> Result<(Signal, Option<SessionId>)> {
    let uri = party
        .as_ref()
        .and_then(|party| party.rules.backchannel_logout_uri.as_deref());
    let (Some(party), Some(uri)) = (&party, uri) else {
        let gone = Signal {
            state: State::GivenUp,
            error: "the service has no address any more".to_owned(),
            ..signal
        };
        return Ok((gone, None));
    };
    let mut left = sessions(app, (job, &signal)).await?;
    let more = left.split_off(left.len().min(jobs::CALLS));
    let mut answer = Ok(200);
    for session in &left {
        let token = token(app, cx, party, (job.subject, *session)).await?;
        answer = app.outward.post(uri, &[("logout_token", &token)]).await;
        if !matches!(answer, Ok(200 | 204)) {
            break;
        }
    }
    let after = left.last().copied().flatten();
    let after = after.filter(|_| !more.is_empty() && matches!(answer, Ok(200 | 204)));
    let now = app.clock.now();
    let unreached = if job.tries < TRIES {
        State::Waiting
    } else {
        State::GivenUp
    };
    let (state, error) = match answer {
        Ok(200 | 204) if after.is_some() => (State::Waiting, String::new()),
        Ok(200 | 204) => (State::Acknowledged(now), String::new()),
        Ok(400) => (State::Refused(now), "the service answered 400".to_owned()),
        Ok(other) => (unreached, format!("the service answered {other}")),
        Err(error) => (unreached, error.to_string()),
    };
    let told = Signal {
        state,
        sent: Some(cx.now),
        error,
        ..signal
    };
    Ok((told, after))
}

/// Which sessions the service must end and earlier runs did not tell of; none named: all. All are no more all of
/// before when the holder signed in to the service again meanwhile, so that each of the old ones is named.
async fn sessions(app: &App, (job, signal): (&Job, &Signal)) -> Result<Vec<Option<SessionId>>> {
    if signal.session.is_some() {
        return Ok(vec![signal.session]);
    }
    let mut source = app.db.read().await?;
    let all = grant::ages(&mut source, job.subject, signal.client).await?;
    if all.iter().all(|(_, at)| *at <= signal.queued) {
        return Ok(vec![None]);
    }
    let after: Option<SessionId> = match job.payload.get("after") {
        Some(_) => Some(jobs::payload(job, "after")?),
        None => None,
    };
    let before = all.into_iter().filter(|(_, at)| *at <= signal.queued);
    let each: BTreeSet<SessionId> = before.map(|(session, _)| session).collect();
    let left = each.into_iter().filter(|session| Some(*session) > after);
    Ok(left.map(Some).collect())
}

/// 2.4: signed as the client's identity tokens are, made anew for each try.
async fn token(
    app: &App,
    cx: &Cx,
    party: &Party,
    (subject, session): (SubjectId, Option<SessionId>),
) -> Result<String> {
    let ring = keys::published(app, cx).await?;
    let signer = ring
        .signer(party.rules.id_token_alg, cx.now)
        .ok_or_else(|| Error::Internal("no key signs logout tokens".into()))?;
    let now = cx.now.as_second();
    let token = LogoutToken {
        iss: issuer(app).to_owned(),
        aud: party.rules.id.clone(),
        iat: now,
        exp: now + TOKEN_LIFE,
        jti: handle(app),
        sub: Some(pairwise(app, &party.rules.sector, subject)),
        sid: session.map(|session| sid(app, party.stored.id, session)),
    };
    let failed = |_| Error::Internal("a logout token cannot be signed".into());
    token.sign(signer).map_err(failed)
}
