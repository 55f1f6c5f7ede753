//! One request, for the representative who made it.

use domain::ids::RegistrationId;
use store::account;
use store::organisation::registration::{self, Stored};

use crate::{App, Cx, Error, Result, holder};

/// A request with who made it.
#[derive(Debug)]
pub struct Registration {
    /// The request.
    pub stored: Stored,
    /// The representative: his number and name go into the identity (D59-9).
    pub representative: account::Stored,
}

/// One of the signed-in person's own requests; anybody else's does not exist for him.
pub async fn registration(app: &App, cx: &Cx, id: RegistrationId) -> Result<Registration> {
    let mut source = app.db.read().await?;
    let representative = holder::account(&mut source, cx).await?;
    holder::require_open(&representative, cx)?;
    let subject = representative.account.subject;
    let stored = registration::load(&mut source, subject, id).await?;
    Ok(Registration {
        stored: stored.ok_or(Error::NotFound)?,
        representative,
    })
}
