//! What was handed to whom: for the holder, and for whoever looks after services (D59-4.4).

use domain::authority::{Operation, require};
use domain::ids::{ClientId, PackageId};
use domain::relying_party::package::Certificate;
use jiff::Timestamp;
use store::relying_party::{client, package};

use super::Package;
use crate::{App, Cx, Result};

/// So many are shown, the latest first.
const MOST: i64 = 50;

/// A package as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Reference number.
    pub id: PackageId,
    /// When.
    pub at: Timestamp,
    /// Thumbprint of the key.
    pub key: String,
    /// The certificate that came of it, as reported.
    pub certificate: Option<Certificate>,
    /// Until when its provider is told what happens to the holder.
    pub followed_until: Timestamp,
}

/// One that was handed over of the holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    /// The package.
    pub kept: Kept,
    /// Name of the provider.
    pub name: String,
    /// Number of its licence.
    pub licence: String,
    /// Names of the claims.
    pub claims: Vec<String>,
}

impl Kept {
    fn of(one: &Package) -> Self {
        Self {
            id: one.id,
            at: one.at,
            key: one.body.key.clone(),
            certificate: one.body.certificate.clone(),
            followed_until: one.followed_until,
        }
    }
}

/// What was handed over of the signed-in holder.
pub async fn handed(app: &App, cx: &Cx) -> Result<Vec<Handed>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for one in package::of_subject(&mut source, subject, MOST).await? {
        let one: Package = one;
        let found = client::find(&mut source, one.client).await?;
        all.push(Handed {
            name: found.map_or_else(|| one.client.to_string(), |client| client.name),
            licence: one.body.licence.clone(),
            claims: one.body.claims.clone(),
            kept: Kept::of(&one),
        });
    }
    Ok(all)
}

/// The packages of a client, for staff: nobody's name is in it.
pub async fn kept(app: &App, cx: &Cx, id: ClientId) -> Result<Vec<Kept>> {
    require(&cx.actor, Operation::ReadParties)?;
    let mut source = app.db.read().await?;
    let all: Vec<Package> = package::of_client(&mut source, id, MOST).await?;
    Ok(all.iter().map(Kept::of).collect())
}
