//! Security events (SSF 1.0, CAEP 1.0, RISC 1.0): queued in the transaction of the act that they tell of (I4),
//! for the services that want them and have to do with the holder.

use std::collections::BTreeSet;

use domain::account::Level;
use domain::ids::{ClientId, HoldId, SessionId, SignalId, SubjectId};
use oidc::ssf::{Change, Credential, Event, Wanted};
use store::Tx;
use store::relying_party::grant::{self, Standing};
use store::relying_party::signal::{self, Signal, State};
use store::relying_party::stream::{self, Status, Stream};
use store::relying_party::{consent, package, told};

use super::deliver;
use super::{pairwise, sid};
use crate::ending::Reach;
use crate::{App, Cx, Result};

/// Name under which the level is handed on, where the holder agreed to that.
const LEVEL: &str = "account_level";

/// Why it is told.
#[derive(Debug, Clone, Copy)]
struct Cause {
    reason: &'static str,
    hold: Option<HoldId>,
}

/// Of an end: the account is locked, a session is over, or all are. Services that are only in the list of the
/// holder's consents have an account of his too, and learn of the lock.
pub(crate) async fn ended(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    (touched, reach, reason): (&[Standing], Reach, &'static str),
) -> Result<()> {
    let hold = reach.hold();
    let cause = Cause { reason, hold };
    let clients: BTreeSet<ClientId> = touched.iter().map(|grant| grant.client).collect();
    if hold.is_some() {
        let mut known = clients.clone();
        let given = consent::in_force(tx, subject).await?;
        known.extend(given.iter().map(|one| one.client));
        // R50-3: whoever certifies his signature hears of it while the certificate lives, agreed to or not.
        known.extend(package::followers(tx, subject, cx.now).await?);
        // A second ground on a locked account is nobody's business.
        for told in told::disabled(tx, subject).await? {
            known.remove(&told);
        }
        for client in known {
            let news = (subject, client, None);
            tell(tx, app, cx, news, (&Event::AccountDisabled, cause)).await?;
        }
    }
    let revoked = (&Event::SessionRevoked, cause);
    if reach.by_session() {
        let own = touched.iter().map(|grant| (grant.client, grant.session));
        for (client, session) in own.collect::<BTreeSet<_>>() {
            tell(tx, app, cx, (subject, client, Some(session)), revoked).await?;
        }
    } else {
        for client in clients {
            tell(tx, app, cx, (subject, client, None), revoked).await?;
        }
    }
    Ok(())
}

/// The account is open again: whoever was told that it is disabled is told so.
pub(crate) async fn enabled(tx: &mut Tx, app: &App, cx: &Cx, subject: SubjectId) -> Result<()> {
    let clients = told::disabled(tx, subject).await?;
    several(
        tx,
        app,
        cx,
        (subject, clients),
        (&Event::AccountEnabled, "unlocked"),
    )
    .await
}

/// A credential changed. To be called before sessions end with it: they say who has to do with the holder.
pub(crate) async fn credential_changed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    (credential, change): (Credential, Change),
) -> Result<()> {
    let clients = standing(tx, cx, subject).await?;
    let event = Event::CredentialChange { credential, change };
    several(
        tx,
        app,
        cx,
        (subject, clients),
        (&event, "credential-changed"),
    )
    .await
}

/// The telephone number or address changed; neither the old one nor the new one is told. To be called before
/// sessions end with it.
pub(crate) async fn contact_changed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
) -> Result<()> {
    let clients = standing(tx, cx, subject).await?;
    let event = Event::RecoveryInformationChanged;
    several(tx, app, cx, (subject, clients), (&event, "contact-changed")).await
}

/// The account's level changed: told to services that the holder lets know it.
pub(crate) async fn level_changed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    (previous, current): (Level, Level),
) -> Result<()> {
    if previous == current {
        return Ok(());
    }
    let mut given = consent::in_force(tx, subject).await?;
    given.retain(|one| one.claims.split(' ').any(|name| name == LEVEL));
    let clients = given.iter().map(|one| one.client).collect();
    let event = Event::AssuranceLevelChange {
        previous: previous.get(),
        current: current.get(),
    };
    several(tx, app, cx, (subject, clients), (&event, "level-changed")).await
}

/// R50-3: the registers say something else of the holder than before: told to whoever certified his signature by it.
pub(crate) async fn data_changed(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
) -> Result<()> {
    let outdated = package::changed(tx, subject, cx.now).await?;
    let about = (subject, outdated.into_iter().collect());
    several(tx, app, cx, about, (&Event::DataChanged, "data-changed")).await
}

async fn standing(tx: &mut Tx, cx: &Cx, subject: SubjectId) -> Result<Vec<ClientId>> {
    let grants = grant::standing(tx, subject, cx.now).await?;
    let clients: BTreeSet<ClientId> = grants.iter().map(|grant| grant.client).collect();
    Ok(clients.into_iter().collect())
}

async fn several(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (subject, clients): (SubjectId, Vec<ClientId>),
    (event, reason): (&Event, &'static str),
) -> Result<()> {
    let cause = Cause { reason, hold: None };
    for client in clients {
        tell(tx, app, cx, (subject, client, None), (event, cause)).await?;
    }
    Ok(())
}

/// Queues an event for one service, if it has a stream that wants it. A stream that cannot be read must not
/// stand in the way of a lock.
async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (subject, client, session): (SubjectId, ClientId, Option<SessionId>),
    (event, cause): (&Event, Cause),
) -> Result<()> {
    let found: Option<Stream<Wanted>> = match stream::find(tx, client).await {
        Ok(found) => found,
        Err(error @ (store::Error::Corrupt(_) | store::Error::Seal(_))) => {
            tracing::error!(%client, %error, "a service's stream cannot be read");
            None
        }
        Err(error) => return Err(error.into()),
    };
    let wanted = found.filter(|s| s.status != Status::Disabled && s.body.wants(event.kind()));
    let Some(stream) = wanted else {
        return Ok(());
    };
    let Some(party) = super::signal::party(tx, client).await? else {
        return Ok(());
    };
    // Whoever was stopped hears of ends, which protect the holder, and of nothing else (D59-5).
    if !party.stored.phase.works() && !event.ends() {
        return Ok(());
    }
    let sub = pairwise(app, &party.rules.sector, subject);
    if stream::is_off(tx, client, &sub).await? {
        return Ok(());
    }
    let telling = Signal {
        session,
        reason: cause.reason.to_owned(),
        hold: cause.hold,
        ..fresh(app, cx, &stream, event)?
    };
    queue(tx, app, (subject, &telling)).await
}

/// An event on a stream, with nothing around it.
pub(super) fn fresh(app: &App, cx: &Cx, stream: &Stream<Wanted>, event: &Event) -> Result<Signal> {
    let unfit = |_| crate::Error::Internal("an event cannot be written down".into());
    Ok(Signal {
        id: app.id(SignalId::from_bytes),
        client: stream.client,
        session: None,
        reason: String::new(),
        hold: None,
        queued: cx.now,
        state: State::Waiting,
        sent: None,
        error: String::new(),
        event: Some(signal::Event {
            stream: stream.id,
            kind: event.kind().as_str().to_owned(),
            body: serde_json::to_string(event).map_err(unfit)?,
            txn: Some(txn(app, cx, stream.client)),
        }),
    })
}

/// The same for all events of one request to one service, and another for every service (I13).
fn txn(app: &App, cx: &Cx, client: ClientId) -> String {
    let key = app.db.keys().digest("pairwise", "transaction");
    oidc::pairwise::subject(&client.to_string(), cx.request.as_bytes(), &key)
}

/// Writes it down; its job finds it.
pub(super) async fn queue(
    tx: &mut Tx,
    app: &App,
    (subject, telling): (SubjectId, &Signal),
) -> Result<()> {
    signal::insert(tx, subject, telling).await?;
    let job = deliver::job(subject, telling.client, telling.queued);
    crate::jobs::ensure(tx, app, &job).await
}

/// The session as the service knows it.
pub(super) fn session_of(app: &App, signal: &Signal) -> Option<String> {
    signal
        .session
        .map(|session| sid(app, signal.client, session))
}
