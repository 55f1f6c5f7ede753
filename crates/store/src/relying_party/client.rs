//! Clients of relying parties (D59-22).

use domain::ids::{ClientId, SubjectId};
use domain::relying_party::{PartyKind, Phase, Suspension};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

row! {
    struct ClientRow {
        id: Vec<u8>,
        kind: String,
        phase: String,
        name: String,
        purpose: String,
        legal_basis: String,
        secret: Option<Vec<u8>>,
        registration: String,
        owner: Option<Vec<u8>>,
        created_at: i64,
        revision: i64,
        old_secret: Option<Vec<u8>>,
        old_secret_until: Option<i64>,
        suspension: Option<String>,
        signature_licence: Option<String>,
    }
}

/// A client as registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Client {
    /// Identifier, which is also its `client_id`.
    pub id: ClientId,
    /// What the relying party is.
    pub kind: PartyKind,
    /// How far it is.
    pub phase: Phase,
    /// Name shown to people.
    pub name: String,
    /// What it signs people in for (D59-5), shown to people.
    pub purpose: String,
    /// The law or agreement that it rests on (D59-22.2).
    pub legal_basis: String,
    /// Keyed digest of its secret, where it has one.
    pub secret: Option<Vec<u8>>,
    /// What the protocol knows of it, as JSON.
    pub registration: String,
    /// The holder who registered it in the sandbox.
    pub owner: Option<SubjectId>,
    /// When.
    pub created: Timestamp,
    /// For writes that compare before they set.
    pub revision: i64,
    /// Keyed digest of the secret before, which goes on until then.
    pub old_secret: Option<(Vec<u8>, Timestamp)>,
    /// Why it is stopped, where it is.
    pub suspension: Option<Suspension>,
    /// R50-3: number of the licence by which it issues signature certificates to the public. With one it may ask for
    /// identity packages.
    pub signature_licence: Option<String>,
}

impl TryFrom<ClientRow> for Client {
    type Error = Error;

    fn try_from(row: ClientRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("client");
        let owner = row.owner.map(|o| SubjectId::try_from(o.as_slice()));
        Ok(Self {
            id: ClientId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
            kind: PartyKind::parse(&row.kind).ok_or_else(corrupt)?,
            phase: Phase::parse(&row.phase).ok_or_else(corrupt)?,
            name: row.name,
            purpose: row.purpose,
            legal_basis: row.legal_basis,
            secret: row.secret,
            registration: row.registration,
            owner: owner.transpose().map_err(|_| corrupt())?,
            created: from_millis(row.created_at),
            revision: row.revision,
            old_secret: row
                .old_secret
                .zip(row.old_secret_until)
                .map(|(digest, until)| (digest, from_millis(until))),
            suspension: row
                .suspension
                .map(|text| serde_json::from_str(&text))
                .transpose()
                .map_err(|_| corrupt())?,
            signature_licence: row.signature_licence,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO client (id, kind, phase, name, purpose, legal_basis, secret, registration, owner, created_at, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";

/// Adds a client.
pub async fn insert(tx: &mut Tx, client: &Client) -> Result<()> {
    execute!(
        tx,
        INSERT,
        client.id.as_bytes().as_slice(),
        client.kind.as_str(),
        client.phase.as_str(),
        client.name.as_str(),
        client.purpose.as_str(),
        client.legal_basis.as_str(),
        client.secret.clone(),
        client.registration.as_str(),
        client.owner.map(|o| o.as_bytes().to_vec()),
        millis(client.created)
    )?;
    Ok(())
}

pub(crate) const FIND: &str = "SELECT id, kind, phase, name, purpose, legal_basis, secret, registration, owner, created_at, revision, old_secret, old_secret_until, suspension, signature_licence \
     FROM client WHERE id = $1";

/// The client of an identifier.
pub async fn find(source: &mut impl Source, id: ClientId) -> Result<Option<Client>> {
    fetch_optional!(source, ClientRow, FIND, id.as_bytes().as_slice())?
        .map(Client::try_from)
        .transpose()
}

pub(crate) const REVISION: &str = "SELECT revision FROM client WHERE id = $1";

/// Which registration of a client holds now.
pub async fn revision(source: &mut impl Source, id: ClientId) -> Result<Option<i64>> {
    let row = fetch_optional!(source, (i64,), REVISION, id.as_bytes().as_slice())?;
    Ok(row.map(|(revision,)| revision))
}

pub(crate) const OWN: &str = "SELECT id, kind, phase, name, purpose, legal_basis, secret, registration, owner, created_at, revision, old_secret, old_secret_until, suspension, signature_licence \
     FROM client WHERE owner = $1 ORDER BY created_at, id LIMIT 100";

/// Clients that a holder registered.
pub async fn of_owner(source: &mut impl Source, owner: SubjectId) -> Result<Vec<Client>> {
    fetch_all!(source, ClientRow, OWN, owner.as_bytes().as_slice())?
        .into_iter()
        .map(Client::try_from)
        .collect()
}

pub(crate) const LIST: &str = "SELECT id, kind, phase, name, purpose, legal_basis, secret, registration, owner, created_at, revision, old_secret, old_secret_until, suspension, signature_licence \
     FROM client ORDER BY created_at, id LIMIT 500";

/// All clients.
pub async fn list(source: &mut impl Source) -> Result<Vec<Client>> {
    fetch_all!(source, ClientRow, LIST)?
        .into_iter()
        .map(Client::try_from)
        .collect()
}

pub(crate) const SAVE: &str = "UPDATE client SET kind = $3, phase = $4, name = $5, purpose = $6, legal_basis = $7, secret = $8, \
     registration = $9, old_secret = $10, old_secret_until = $11, suspension = $12, signature_licence = $13, revision = revision + 1 WHERE id = $1 AND revision = $2";

/// Writes a change.
pub async fn save(tx: &mut Tx, client: &Client) -> Result<()> {
    let suspension = client.suspension.as_ref().map(serde_json::to_string);
    let suspension = suspension
        .transpose()
        .map_err(|_| Error::Corrupt("client"))?;
    let (old, until) = match &client.old_secret {
        Some((digest, until)) => (Some(digest.clone()), Some(millis(*until))),
        None => (None, None),
    };
    let changed = execute!(
        tx,
        SAVE,
        client.id.as_bytes().as_slice(),
        client.revision,
        client.kind.as_str(),
        client.phase.as_str(),
        client.name.as_str(),
        client.purpose.as_str(),
        client.legal_basis.as_str(),
        client.secret.clone(),
        client.registration.as_str(),
        old,
        until,
        suspension,
        client.signature_licence.clone()
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
