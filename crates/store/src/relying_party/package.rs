//! Identity packages that were handed to providers of signature certificates (R50-3): the evidence, and whom a
//! provider is told of.

use std::collections::BTreeSet;

use domain::ids::{ClientId, GrantId, PackageId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result, Source, Tx};

row! {
    struct PackageRow {
        subject: Vec<u8>,
        grant_id: Vec<u8>,
        id: Vec<u8>,
        client: Vec<u8>,
        at: i64,
        followed_until: i64,
        changed_at: Option<i64>,
        body: Vec<u8>,
        revision: i64,
    }
}

/// One package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package<T> {
    /// Of whom.
    pub subject: SubjectId,
    /// The sign-in it came of: one package each.
    pub grant: GrantId,
    /// Its reference number.
    pub id: PackageId,
    /// To whom.
    pub client: ClientId,
    /// When.
    pub at: Timestamp,
    /// Until when the provider is told what happens to the holder.
    pub followed_until: Timestamp,
    /// Since when his data are not those of the package.
    pub changed: Option<Timestamp>,
    /// What was told of which key on which consent, and what came of it. Sealed.
    pub body: T,
    /// For writes that compare before they set.
    pub revision: i64,
}

/// Context under which a body is sealed.
fn context(id: PackageId) -> String {
    format!("identity-package/{id}")
}

fn read<T: DeserializeOwned>(source: &impl Source, row: &PackageRow) -> Result<Package<T>> {
    let corrupt = |_| Error::Corrupt("identity_package");
    let id = PackageId::try_from(row.id.as_slice()).map_err(corrupt)?;
    Ok(Package {
        subject: SubjectId::try_from(row.subject.as_slice()).map_err(corrupt)?,
        grant: GrantId::try_from(row.grant_id.as_slice()).map_err(corrupt)?,
        id,
        client: ClientId::try_from(row.client.as_slice()).map_err(corrupt)?,
        at: from_millis(row.at),
        followed_until: from_millis(row.followed_until),
        changed: row.changed_at.map(from_millis),
        body: source.keys().open_json(&context(id), &row.body)?,
        revision: row.revision,
    })
}

pub(crate) const INSERT: &str = "INSERT INTO identity_package (subject, grant_id, id, client, at, followed_until, changed_at, body, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, 1) ON CONFLICT (subject, grant_id) DO NOTHING";

/// Keeps a package; `false` where the sign-in has given one already.
pub async fn insert<T: Serialize + Sync>(tx: &mut Tx, package: &Package<T>) -> Result<bool> {
    let body = tx.keys().seal_json(&context(package.id), &package.body)?;
    let kept = execute!(
        tx,
        INSERT,
        package.subject.as_bytes().as_slice(),
        package.grant.as_bytes().as_slice(),
        package.id.as_bytes().as_slice(),
        package.client.as_bytes().as_slice(),
        millis(package.at),
        millis(package.followed_until),
        body
    )?;
    Ok(kept == 1)
}

pub(crate) const FIND: &str = "SELECT subject, grant_id, id, client, at, followed_until, changed_at, body, revision FROM identity_package \
     WHERE client = $1 AND id = $2";

/// A client's package of a reference number; another's is not there.
pub async fn find<T: DeserializeOwned>(
    source: &mut impl Source,
    client: ClientId,
    id: PackageId,
) -> Result<Option<Package<T>>> {
    let (client, id) = (client.as_bytes().as_slice(), id.as_bytes().as_slice());
    let row = fetch_optional!(source, PackageRow, FIND, client, id)?;
    row.map(|row| read(source, &row)).transpose()
}

pub(crate) const OF_SUBJECT: &str = "SELECT subject, grant_id, id, client, at, followed_until, changed_at, body, revision FROM identity_package \
     WHERE subject = $1 ORDER BY at DESC, id LIMIT $2";

/// Packages of a holder, the latest first.
pub async fn of_subject<T: DeserializeOwned>(
    source: &mut impl Source,
    subject: SubjectId,
    limit: i64,
) -> Result<Vec<Package<T>>> {
    let subject = subject.as_bytes().as_slice();
    let rows = fetch_all!(source, PackageRow, OF_SUBJECT, subject, limit)?;
    rows.iter().map(|row| read(source, row)).collect()
}

pub(crate) const OF_CLIENT: &str = "SELECT subject, grant_id, id, client, at, followed_until, changed_at, body, revision FROM identity_package \
     WHERE client = $1 ORDER BY at DESC, id LIMIT $2";

/// Packages of a client, the latest first.
pub async fn of_client<T: DeserializeOwned>(
    source: &mut impl Source,
    client: ClientId,
    limit: i64,
) -> Result<Vec<Package<T>>> {
    let client = client.as_bytes().as_slice();
    let rows = fetch_all!(source, PackageRow, OF_CLIENT, client, limit)?;
    rows.iter().map(|row| read(source, row)).collect()
}

pub(crate) const SAVE: &str = "UPDATE identity_package SET followed_until = $3, body = $4, revision = revision + 1 \
     WHERE subject = $1 AND grant_id = $2 AND revision = $5";

/// Writes what the provider reported.
pub async fn save<T: Serialize + Sync>(tx: &mut Tx, package: &Package<T>) -> Result<()> {
    let body = tx.keys().seal_json(&context(package.id), &package.body)?;
    let saved = execute!(
        tx,
        SAVE,
        package.subject.as_bytes().as_slice(),
        package.grant.as_bytes().as_slice(),
        millis(package.followed_until),
        body,
        package.revision
    )?;
    if saved == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const FOLLOWERS: &str =
    "SELECT client FROM identity_package WHERE subject = $1 AND followed_until > $2";

/// Which providers are told what happens to a holder.
pub async fn followers(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<BTreeSet<ClientId>> {
    let subject = subject.as_bytes().as_slice();
    clients(fetch_all!(
        source,
        (Vec<u8>,),
        FOLLOWERS,
        subject,
        millis(now)
    )?)
}

fn clients(rows: Vec<(Vec<u8>,)>) -> Result<BTreeSet<ClientId>> {
    rows.into_iter()
        .map(|(client,)| {
            ClientId::try_from(client.as_slice()).map_err(|_| Error::Corrupt("identity_package"))
        })
        .collect()
}

pub(crate) const CHANGED: &str = "UPDATE identity_package SET changed_at = $2 \
     WHERE subject = $1 AND followed_until > $2 AND changed_at IS NULL RETURNING client";

/// The registers say something else now than a holder's packages. Gives the providers of those that were good until
/// now: the others have heard of it.
pub async fn changed(tx: &mut Tx, subject: SubjectId, at: Timestamp) -> Result<BTreeSet<ClientId>> {
    let subject = subject.as_bytes().as_slice();
    clients(fetch_all!(tx, (Vec<u8>,), CHANGED, subject, millis(at))?)
}

pub(crate) const PURGE: &str = "DELETE FROM identity_package WHERE followed_until < $1";

/// Forgets packages whose certificates ended long ago.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}
