//! Whether the signed-in person may do something for an organisation, now.

use domain::actor::Actor;
use domain::ids::SubjectId;
use domain::organisation::{Act, Power};
use store::organisation::{self, StoredOrganisation, delegation};
use store::{Entry, Source, Tx, account};

use super::change::{self, Followed};
use crate::{App, Cx, Error, Result, entry_with};
use domain::event::Event;

/// Proof that a person may do an act for an organisation; only the check makes it.
#[derive(Debug)]
#[non_exhaustive]
pub struct ActingFor {
    /// The organisation's account.
    pub organisation: StoredOrganisation,
    /// What covers the act.
    pub power: Power,
    /// Who acts.
    pub person: SubjectId,
}

impl ActingFor {
    /// The organisation's subject.
    pub const fn subject(&self) -> SubjectId {
        self.organisation.account.subject
    }
}

/// D59-13.7: may the signed-in person do this for this organisation? An organisation that he has no
/// power over does not exist for him. The register is asked first: who is no longer the legal
/// representative there loses his power here before he acts.
pub async fn acting(app: &App, cx: &Cx, organisation: SubjectId, act: Act) -> Result<ActingFor> {
    follow(app, cx, organisation).await?;
    let mut source = app.db.read().await?;
    require(&mut source, cx, organisation, act).await
}

/// Asks the register for somebody who has a power here; a stranger must not have another body asked at will.
pub(super) async fn follow(app: &App, cx: &Cx, organisation: SubjectId) -> Result<()> {
    powerful(app, cx, organisation).await?;
    change::follow_register(app, cx, organisation).await
}

/// The same before what only takes power away.
pub(super) async fn follow_to_lessen(
    app: &App,
    cx: &Cx,
    organisation: SubjectId,
) -> Result<Followed> {
    powerful(app, cx, organisation).await?;
    change::follow_to_lessen(app, cx, organisation).await
}

async fn powerful(app: &App, cx: &Cx, organisation: SubjectId) -> Result<()> {
    let Actor::Holder {
        subject, session, ..
    } = cx.actor
    else {
        return Err(Error::SignIn);
    };
    let mut source = app.db.read().await?;
    let powers = delegation::acting(&mut source, (subject, session), organisation, cx.now).await?;
    if powers.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// The same inside a change: both accounts held, so that a lock that was acknowledged is seen, and one
/// that comes waits (I5).
pub(super) async fn require_to_change(
    tx: &mut Tx,
    cx: &Cx,
    organisation: SubjectId,
    act: Act,
) -> Result<ActingFor> {
    account::hold_row(tx, cx.holder()?).await?;
    account::hold_row(tx, organisation).await?;
    require(tx, cx, organisation, act).await
}

/// May he, by what is known here? Alone it serves only what takes power away.
pub(super) async fn require(
    source: &mut impl Source,
    cx: &Cx,
    organisation: SubjectId,
    act: Act,
) -> Result<ActingFor> {
    let Actor::Holder {
        subject: person,
        session,
        ..
    } = cx.actor
    else {
        return Err(Error::SignIn);
    };
    let powers = delegation::acting(source, (person, session), organisation, cx.now).await?;
    let first = powers.first().ok_or(Error::NotFound)?;
    if first.locked && act.stopped_by_lock() {
        return Err(Error::Refused("organisation-locked"));
    }
    let covering = powers.iter().find(|one| one.power.covers(act));
    let power = covering.ok_or(Error::Refused("power-too-small"))?.power;
    if !first.activated && act.needs_possession() {
        return Err(Error::Refused("organisation-not-activated"));
    }
    let stored = organisation::load(source, organisation, cx.now).await?;
    Ok(ActingFor {
        organisation: stored.ok_or(Error::NotFound)?,
        power,
        person,
    })
}

/// What was done stands in the organisation's log and in the person's own.
pub(super) fn both(
    app: &App,
    cx: &Cx,
    event: Event,
    (organisation, person): (SubjectId, SubjectId),
    detail: serde_json::Value,
) -> Vec<Entry> {
    let mut own = detail.clone();
    if let Some(fields) = own.as_object_mut() {
        fields.insert("organisation".to_owned(), serde_json::json!(organisation));
    }
    vec![
        entry_with(app, cx, event, organisation, detail),
        entry_with(app, cx, event, person, own),
    ]
}
