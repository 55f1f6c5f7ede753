//! Which telecom calls, what it was granted, and which batches are its own.

use domain::actor::Purpose;
use domain::ids::{ClientId, SubscriberBatchId};
use domain::relying_party::Phase;
use store::Source;
use store::cleaning::batch::{self, Batch};
use store::cleaning::grant::{self, Grant};

use crate::cleaning::Correct;
use crate::relying_parties::{Asker, Failure, proven};
use crate::{App, Cx, Error, Result};

/// A telecom that may have its subscribers cleaned.
pub(super) struct Telecom {
    pub(super) client: ClientId,
    pub(super) grant: Grant,
    pub(super) cx: Cx,
}

/// D59-22: a client in production, proven as at the token endpoint, that a manager granted it to. Whoever is not
/// learns nothing of any batch.
pub(super) async fn telecom(app: &App, cx: &Cx, asker: &Asker<'_>) -> Result<Telecom> {
    let (party, cx) = match proven(app, cx, asker, "subscriber-batches").await {
        Ok(proven) => proven,
        Err(Failure::Protocol(_)) => return Err(Error::SignIn),
        Err(Failure::App(error)) => return Err(error),
    };
    let client = party.stored.id;
    let found = grant::find(&mut app.db.read().await?, client).await?;
    let grant = found.filter(|_| party.stored.phase == Phase::Production);
    Ok(Telecom {
        client,
        grant: grant.ok_or(Error::Forbidden)?,
        cx: cx.with_purpose(Purpose::SubscriberCleaning),
    })
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
