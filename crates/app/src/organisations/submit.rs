//! Handing in (D59-16.a): the clock starts (D59-17.3), the reference is given.

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::{JobId, RegistrationId};
use domain::journey::Journey;
use domain::regime::ClockKind;
use domain::time::viet_nam_date;
use store::job::Job;
use store::organisation::registration::{self, Manner, State, Stored, Way};
use store::{Tx, account, holiday};

use super::begin::{entitled, entitled_to_change};
use super::{CHECK, consent, decide};
use crate::registration::receive::regime;
use crate::{App, Cx, Error, Result, entry_with, jobs, notify};

/// D59-16.a, D59-17.3: receives the request; where the register holds the data it is decided at once,
/// by a job should the register not answer. D69-12: where there are other legal representatives, they are
/// asked first. Twice is calm.
pub async fn submit(app: &App, cx: &Cx, id: RegistrationId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut source = app.db.read().await?;
    let me = entitled(&mut source, cx).await?;
    let found = registration::load(&mut source, me.account.subject, id).await?;
    drop(source);
    let found = found.ok_or(Error::NotFound)?;
    let own = &me.profile.identity.number;
    let others = consent::needed(app, &found, regime(cx)?, own).await?;
    let mut tx = app.db.begin().await?;
    let me = entitled_to_change(&mut tx, cx).await?;
    let found = registration::load(&mut tx, me.account.subject, id).await?;
    let mut stored = found.ok_or(Error::NotFound)?;
    if stored.state != State::Draft {
        return Ok(());
    }
    let unproven = stored.dossier.way == Way::Empowered(None);
    if stored.dossier.name.is_empty() || unproven {
        return Err(Error::Refused("registration-order"));
    }
    if !others.is_empty() {
        let entries = consent::ask(&mut tx, app, cx, (&mut stored, &me), &others).await?;
        return Ok(tx.commit(entries).await?);
    }
    let entry = receive(&mut tx, app, cx, (&mut stored, &me)).await?;
    tx.commit(entry).await?;
    decide::at_once(app, &stored).await;
    Ok(())
}

/// The clock starts, and the registrant is told.
pub(super) async fn receive(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, person): (&mut Stored, &account::Stored),
) -> Result<store::Entry> {
    let regime = regime(cx)?;
    let clock = if stored.manner == Manner::Found || stored.dossier.known {
        ClockKind::OrganisationKnown
    } else {
        ClockKind::OrganisationNew
    };
    let calendar = holiday::calendar(tx).await?;
    let term = regime.term(clock);
    let due = calendar.due_instant(term.limit.due(&calendar, viet_nam_date(cx.now)));
    stored.state = State::Received { at: cx.now, due };
    (stored.received, stored.due) = (Some(cx.now), Some(due));
    stored.regime = Some(regime);
    registration::save(tx, stored).await?;
    let step = (Journey::Organisation, "received");
    store::journey::reach(tx, &stored.id, step).await?;
    if stored.manner == Manner::Found {
        let job = Job::new(
            (app.id(JobId::from_bytes), stored.subject),
            CHECK,
            cx.now + jiff::SignedDuration::from_secs(5),
            serde_json::json!({ "registration": stored.id }),
        );
        jobs::enqueue(tx, app, &job).await?;
    }
    let args = [
        ("reference", stored.reference.clone()),
        ("organisation", stored.dossier.name.clone()),
        ("due", crate::holds::clock(due)),
    ];
    notify::tell(tx, app, cx, person, "organisation-received", &args).await?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "clock": clock.as_str(),
        "rule": term.basis.rule,
        "due": due.as_millisecond(),
    });
    let event = Event::OrganisationReceived;
    Ok(entry_with(app, cx, event, stored.subject, detail))
}
