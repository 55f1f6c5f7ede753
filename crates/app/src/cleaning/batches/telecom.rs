//! Which telecom calls, by which door, what it was granted, and which batches are its own.

use domain::actor::{Actor, AuthLevel, Purpose};
use domain::ids::{ClientId, SubscriberBatchId};
use domain::relying_party::Phase;
use store::Source;
use store::cleaning::batch::{self, Batch};
use store::cleaning::grant::{self, Grant};

use crate::cleaning::Correct;
use crate::relying_parties::{Asker, Failure, desk, proven};
use crate::{App, Cx, Error, Result};

/// A telecom that may have its subscribers cleaned.
pub(super) struct Telecom {
    pub(super) client: ClientId,
    pub(super) grant: Grant,
    pub(super) cx: Cx,
}

/// By which door a telecom comes.
#[derive(Debug, Clone, Copy)]
pub enum Door<'a> {
    /// Its client, which proves itself at each call.
    Client(&'a Asker<'a>),
    /// Whoever keeps the client at the developers' desk, signed in.
    Desk(ClientId),
}

/// D59-22: a client in production, proven as at the token endpoint or kept by the person who is signed in, that a
/// manager granted it to. Whoever is not learns nothing of any batch.
pub(super) async fn telecom(app: &App, cx: &Cx, door: Door<'_>) -> Result<Telecom> {
    let (client, cx) = match door {
        Door::Client(asker) => match proven(app, cx, asker, "subscriber-batches").await {
            Ok((party, cx)) => (party.stored.clone(), cx),
            Err(Failure::Protocol(_)) => return Err(Error::SignIn),
            Err(Failure::App(error)) => return Err(error),
        },
        Door::Desk(client) => {
            let client = desk::mine(&mut app.db.read().await?, cx, client).await?;
            two_factors(cx)?;
            (client, cx.clone())
        }
    };
    let found = grant::find(&mut app.db.read().await?, client.id).await?;
    let grant = found.filter(|_| client.phase == Phase::Production);
    Ok(Telecom {
        client: client.id,
        grant: grant.ok_or(Error::Forbidden)?,
        cx: cx.with_purpose(Purpose::SubscriberCleaning),
    })
}

/// Files of thousands of people are for nobody who showed one factor.
fn two_factors(cx: &Cx) -> Result<()> {
    match cx.actor {
        Actor::Holder { level, .. } if level >= AuthLevel::TWO => Ok(()),
        Actor::Holder { .. } => Err(Error::Refused("cleaning-one-factor")),
        Actor::Public
        | Actor::Staff { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => Err(Error::SignIn),
    }
}

impl Telecom {
    /// A batch of its own; another's is not there.
    pub(super) async fn batch(
        &self,
        source: &mut impl Source,
        id: SubscriberBatchId,
    ) -> Result<Batch> {
        let found = batch::find(source, id).await?;
        let own = found.filter(|batch| batch.client == self.client);
        own.ok_or(Error::NotFound)
    }
}

/// Whether what a batch's results may hold is granted still.
pub(super) fn covered(grant: &Grant, batch: &Batch) -> Result<()> {
    if Correct::read(&grant.correct).covers(Correct::read(&batch.correct)) {
        Ok(())
    } else {
        Err(Error::Refused("cleaning-grant-narrower"))
    }
}
