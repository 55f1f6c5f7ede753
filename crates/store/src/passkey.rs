//! Passkeys (`WebAuthn`). Names, public keys and counters are sealed; a credential's id is unique among all
//! accounts by its own row in `identifier`.

use domain::ids::{DeviceId, PasskeyId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::{self, Identifier};
use crate::{Error, Keys, Result, Source, Tx};

/// What is sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct Body {
    /// Name for the holder's list.
    pub name: String,
    /// The credential's id as base64url.
    pub credential: String,
    /// Public key, counter and flags as the library keeps them.
    pub key: Value,
}

domain::redacted_debug!(Body);

/// A passkey of an account.
#[derive(Debug, Clone)]
pub struct Passkey {
    /// Identifier.
    pub id: PasskeyId,
    /// Device it was made on.
    pub device: Option<DeviceId>,
    /// What is sealed.
    pub body: Body,
    /// When it was made.
    pub created: Timestamp,
    /// Last use.
    pub used: Option<Timestamp>,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct PasskeyRow {
        id: Vec<u8>,
        device: Option<Vec<u8>>,
        body: Vec<u8>,
        created_at: i64,
        used_at: Option<i64>,
        revision: i64,
    }
}

fn context(subject: SubjectId) -> String {
    format!("passkey/{subject}")
}

impl PasskeyRow {
    fn open(self, keys: &Keys, subject: SubjectId) -> Result<Passkey> {
        let corrupt = |_| Error::Corrupt("passkey");
        let device = self.device.as_deref().map(DeviceId::try_from);
        Ok(Passkey {
            id: PasskeyId::try_from(self.id.as_slice()).map_err(corrupt)?,
            device: device.transpose().map_err(corrupt)?,
            body: keys.open_json(&context(subject), &self.body)?,
            created: from_millis(self.created_at),
            used: self.used_at.map(from_millis),
            revision: self.revision,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO passkey (subject, id, credential, device, body, created_at, used_at, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, NULL, 1)";

/// Keeps a new passkey; `false` where its credential is registered already, here or elsewhere (`WebAuthn` 7.1).
pub async fn insert(tx: &mut Tx, subject: SubjectId, new: &Passkey) -> Result<bool> {
    let credential = new.body.credential.as_str();
    let taken = account::subject_of(tx, Identifier::Passkey, credential).await?;
    if taken.is_some() || !account::claim(tx, Identifier::Passkey, credential, subject).await? {
        return Ok(false);
    }
    let digest = tx.keys().digest(Identifier::Passkey.as_str(), credential);
    let body = tx.keys().seal_json(&context(subject), &new.body)?;
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        digest,
        new.device.map(|d| d.as_bytes().to_vec()),
        body,
        millis(new.created)
    )?;
    Ok(true)
}

pub(crate) const OF: &str = "SELECT id, device, body, created_at, used_at, revision FROM passkey WHERE subject = $1 ORDER BY created_at, id";

/// The passkeys of an account, oldest first.
pub async fn of(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Passkey>> {
    let rows = fetch_all!(source, PasskeyRow, OF, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| row.open(&keys, subject))
        .collect()
}

pub(crate) const BY_CREDENTIAL: &str = "SELECT id, device, body, created_at, used_at, revision FROM passkey WHERE subject = $1 AND credential = $2";

/// The passkey with a credential's id.
pub async fn by_credential(
    source: &mut impl Source,
    subject: SubjectId,
    credential: &str,
) -> Result<Option<Passkey>> {
    let digest = source
        .keys()
        .digest(Identifier::Passkey.as_str(), credential);
    let row = fetch_optional!(
        source,
        PasskeyRow,
        BY_CREDENTIAL,
        subject.as_bytes().as_slice(),
        digest
    )?;
    let keys = source.keys();
    row.map(|row| row.open(&keys, subject)).transpose()
}

pub(crate) const SAVE: &str = "UPDATE passkey SET body = $3, used_at = $4, revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $5";

/// Keeps a changed passkey; [`Error::Stale`] when another request did so first.
pub async fn save(tx: &mut Tx, subject: SubjectId, passkey: &Passkey) -> Result<()> {
    let body = tx.keys().seal_json(&context(subject), &passkey.body)?;
    let changed = execute!(
        tx,
        SAVE,
        subject.as_bytes().as_slice(),
        passkey.id.as_bytes().as_slice(),
        body,
        passkey.used.map(millis),
        passkey.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const DELETE: &str = "DELETE FROM passkey WHERE subject = $1 AND id = $2";

/// Takes a passkey away; its credential may be registered anew. `false` when it was gone.
pub async fn delete(tx: &mut Tx, subject: SubjectId, passkey: &Passkey) -> Result<bool> {
    let kind = Identifier::Passkey;
    account::release(tx, kind, &passkey.body.credential, subject).await?;
    let gone = execute!(
        tx,
        DELETE,
        subject.as_bytes().as_slice(),
        passkey.id.as_bytes().as_slice()
    )?;
    Ok(gone == 1)
}
