//! Which telecom calls, by which door, what it was granted, and which batches are its own.

use domain::actor::{Actor, AuthLevel, Purpose};
use domain::ids::{ClientId, SubjectId, SubscriberBatchId};
use domain::relying_party::Phase;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::audit::NOBODY;
use store::cleaning::batch::{self, Batch};
use store::cleaning::grant::{self, Grant};
use store::throttle::Rule;
use store::{Source, Tx};

use crate::cleaning::Correct;
use crate::relying_parties::{Asker, Failure, desk, proven};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// A telecom that may have its subscribers cleaned.
pub(super) struct Telecom {
    pub(super) client: ClientId,
    pub(super) grant: Grant,
    pub(super) cx: Cx,
    /// Whoever keeps the client and is signed in; none where the client proved itself.
    keeper: Option<SubjectId>,
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
    let (client, cx, keeper) = match door {
        Door::Client(asker) => match proven(app, cx, asker, "subscriber-batches").await {
            Ok((party, cx)) => (party.stored.clone(), cx, None),
            Err(Failure::Protocol(_)) => return Err(Error::SignIn),
            Err(Failure::App(error)) => return Err(error),
        },
        Door::Desk(client) => {
            let client = desk::mine(&mut app.db.read().await?, cx, client).await?;
            two_factors(cx)?;
            let counted = Counted {
                kind: "subscriber-desk",
                value: &client.id.to_string(),
                rule: Rule::Rate(AT_THE_DESK),
            };
            throttle::reserve(app, cx, &[counted]).await?;
            (client, cx.clone(), Some(cx.holder()?))
        }
    };
    let found = grant::find(&mut app.db.read().await?, client.id).await?;
    let grant = found.filter(|_| client.phase == Phase::Production);
    Ok(Telecom {
        client: client.id,
        grant: grant.ok_or(Error::Forbidden)?,
        cx: cx.with_purpose(Purpose::SubscriberCleaning),
        keeper,
    })
}

/// Pages and parts that one client's keeper asks for: a file of 16 GiB comes by two thousand parts.
const AT_THE_DESK: Throttle = Throttle::new(3_000, SignedDuration::from_mins(10));

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
    /// In whose record an act stands: the keeper's, who sees it; a client's in nobody's.
    pub(super) fn subject(&self) -> SubjectId {
        self.keeper.unwrap_or(NOBODY)
    }

    /// I5: within the change itself, a lock or an ended session of the keeper is seen.
    pub(super) async fn may_act(&self, tx: &mut Tx) -> Result<()> {
        if self.keeper.is_some() {
            desk::acting(tx, &self.cx).await?;
        }
        Ok(())
    }

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
