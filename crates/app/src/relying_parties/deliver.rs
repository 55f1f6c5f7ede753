//! Security events on their way: made into tokens, and pushed (RFC 8935). One job per service and holder sends
//! what waits about him in its order, so that no event overtakes another.

use domain::ids::{ClientId, JobId, SubjectId};
use jiff::{SignedDuration, Timestamp};
use oidc::ssf::{ALG, Delivery, Event, Method, SecurityEvent, Subject, Wanted, read_err};
use store::job::{self, Job};
use store::relying_party::signal::{self, Signal, State};
use store::relying_party::stream::{self, Status, Stream};
use store::relying_party::told;
use store::{Audit, Source};

use super::client::Party;
use super::event::session_of;
use super::{issuer, keys, pairwise};
use crate::jobs::{self, Finished};
use crate::ports::{Reply, Unreached};
use crate::{App, Cx, Error, Result};

/// So long an event waits for a service that takes none; it is a dead letter afterwards. A stream that is
/// paused or not fetched keeps events as long (CAEP Interoperability Profile 2.3.5).
pub(crate) const KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);
/// What the dead letter says.
pub(crate) const TOO_OLD: &str = "nobody took it in seven days";
/// What it says of an event that no token can be made of.
const UNREADABLE: &str = "the event on record cannot be read";

/// The job that sends what waits: always the same for a service and a holder.
pub(super) fn job(subject: SubjectId, client: ClientId, due: Timestamp) -> Job {
    Job::new(
        (JobId::from_bytes(*client.as_bytes()), subject),
        jobs::OUTWARD,
        due,
        payload(client),
    )
}

/// What is in it: nothing but whom it calls.
pub(super) fn payload(client: ClientId) -> serde_json::Value {
    serde_json::json!({ "client": client })
}

enum Step {
    /// One less waits.
    Taken,
    /// Nothing waits, or the stream is not one that we send on.
    Nothing,
    /// The service cannot take it now.
    Stuck,
}

/// Job: sends what waits about a holder. The job is ended first and then looked once more, so that what was
/// queued meanwhile is not forgotten (see [`job::ensure`]).
pub(crate) async fn run(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let client: ClientId = jobs::payload(job, "client")?;
    for _ in 0..jobs::CALLS {
        match step(app, (job.subject, client)).await? {
            Step::Taken => {}
            Step::Nothing => break,
            Step::Stuck => return Ok(Finished::Later),
        }
    }
    let mut tx = app.db.begin().await?;
    job::done(&mut tx, job).await?;
    if let Some(stream) = sending(&mut tx, client).await?
        && told::next(&mut tx, job.subject, stream.id).await?.is_some()
    {
        jobs::ensure(&mut tx, app, &self::job(job.subject, client, cx.now)).await?;
    }
    tx.commit(Audit::Bookkeeping("service told")).await?;
    Ok(Finished::Done)
}

async fn sending(source: &mut impl Source, client: ClientId) -> Result<Option<Stream<Wanted>>> {
    let found: Option<Stream<Wanted>> = stream::find(source, client).await?;
    Ok(found.filter(|stream| {
        stream.status == Status::Enabled && stream.body.delivery.method() == Method::Push
    }))
}

async fn step(app: &App, (subject, client): (SubjectId, ClientId)) -> Result<Step> {
    let mut source = app.db.read().await?;
    let Some(stream) = sending(&mut source, client).await? else {
        return Ok(Step::Nothing);
    };
    let Some(waiting) = told::next(&mut source, subject, stream.id).await? else {
        return Ok(Step::Nothing);
    };
    let party = super::signal::party(&mut source, client).await?;
    drop(source);
    let cx = app.system();
    let told = match (party, unreadable(&waiting)) {
        (_, Some(given_up)) => given_up,
        (Some(party), None) if waiting.queued + KEPT > cx.now => {
            push(app, &cx, (&party, &stream), (subject, waiting)).await?
        }
        (Some(_) | None, None) => given_up(waiting, TOO_OLD),
    };
    let mut tx = app.db.begin().await?;
    signal::tried(&mut tx, subject, &told).await?;
    tx.commit(Audit::Bookkeeping("service told")).await?;
    Ok(match told.state {
        State::Waiting => Step::Stuck,
        State::Acknowledged(_) | State::Refused(_) | State::GivenUp => Step::Taken,
    })
}

async fn push(
    app: &App,
    cx: &Cx,
    (party, stream): (&Party, &Stream<Wanted>),
    (subject, waiting): (SubjectId, Signal),
) -> Result<Signal> {
    let Delivery::Push {
        endpoint_url,
        authorization_header,
    } = &stream.body.delivery
    else {
        return Ok(waiting);
    };
    let token = token(app, cx, party, (subject, &waiting)).await?;
    let header = authorization_header.as_deref();
    let body = ("application/secevent+jwt", token.as_str());
    let answer = app.outward.push(endpoint_url, header, body).await;
    let (state, error) = read(&answer, app.clock.now());
    Ok(Signal {
        state,
        sent: Some(cx.now),
        error,
        ..waiting
    })
}

/// RFC 8935 2.2, 2.3: taken with 202; refused with 400 and the reason. What is only a matter of access, and
/// anything else, is tried again.
fn read(answer: &std::result::Result<Reply, Unreached>, now: Timestamp) -> (State, String) {
    match answer {
        Ok(reply) if (200..300).contains(&reply.status) => {
            (State::Acknowledged(now), String::new())
        }
        Ok(reply) => {
            let err = read_err(&reply.body);
            let words = match &err {
                Some(err) => format!("the service answered {}: {}", reply.status, err.0),
                None => format!("the service answered {}", reply.status),
            };
            match err {
                Some(err) if reply.status == 400 && !err.of_access() => {
                    (State::Refused(now), words)
                }
                Some(_) | None => (State::Waiting, words),
            }
        }
        Err(error) => (State::Waiting, error.to_string()),
    }
}

fn given_up(signal: Signal, why: &str) -> Signal {
    Signal {
        state: State::GivenUp,
        error: why.to_owned(),
        ..signal
    }
}

/// An event that no token can be made of, as a dead letter: those after it must not wait for it.
pub(super) fn unreadable(signal: &Signal) -> Option<Signal> {
    match event(signal) {
        Some(_) => None,
        None => Some(given_up(signal.clone(), UNREADABLE)),
    }
}

/// What is on record of an event, if it can be read.
fn event(signal: &Signal) -> Option<(&signal::Event, Event)> {
    let kept = signal.event.as_ref()?;
    Some((kept, serde_json::from_str(&kept.body).ok()?))
}

/// RFC 8417, SSF 4: the same token each time, so that a service that got it twice knows.
pub(super) async fn token(
    app: &App,
    cx: &Cx,
    party: &Party,
    (subject, signal): (SubjectId, &Signal),
) -> Result<String> {
    let unfit = || Error::Internal("an event cannot be made into a token".into());
    let (kept, event) = event(signal).ok_or_else(unfit)?;
    let iss = issuer(app).to_owned();
    let about = match (&event, session_of(app, signal)) {
        (Event::Verification { .. }, _) => Subject::Stream(kept.stream.to_string()),
        (_, session) => {
            let sub = pairwise(app, &party.rules.sector, subject);
            let iss = iss.clone();
            match session {
                Some(sid) => Subject::Session { iss, sub, sid },
                None => Subject::Person { iss, sub },
            }
        }
    };
    let ring = keys::published(app, cx).await?;
    let signer = ring.signer(ALG, cx.now).ok_or_else(unfit)?;
    let set = SecurityEvent {
        iss,
        aud: party.rules.id.clone(),
        iat: signal.queued.as_second(),
        jti: signal.id.to_string(),
        txn: kept.txn.clone(),
        subject: about,
        event,
    };
    set.sign(signer).map_err(|_| unfit())
}
