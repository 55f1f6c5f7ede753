//! What holders agreed to hand on, and to whom (D59-5, D69-19).

use domain::ids::{ClientId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

row! {
    struct ConsentRow {
        client: Vec<u8>,
        at: i64,
        claims: String,
        purpose: String,
        legal_basis: String,
    }
}

/// A consent in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// To whom.
    pub client: ClientId,
    /// Since when.
    pub at: Timestamp,
    /// Names of scopes and claims, separated by spaces.
    pub claims: String,
    /// For what, as it was shown.
    pub purpose: String,
    /// On which basis, as it was shown.
    pub legal_basis: String,
}

impl TryFrom<ConsentRow> for Consent {
    type Error = Error;

    fn try_from(row: ConsentRow) -> Result<Self> {
        Ok(Self {
            client: ClientId::try_from(row.client.as_slice())
                .map_err(|_| Error::Corrupt("party_consent"))?,
            at: from_millis(row.at),
            claims: row.claims,
            purpose: row.purpose,
            legal_basis: row.legal_basis,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO party_consent (subject, client, at, claims, purpose, legal_basis) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (subject, client, at) DO UPDATE \
     SET claims = excluded.claims, purpose = excluded.purpose, legal_basis = excluded.legal_basis, withdrawn_at = NULL";

/// Keeps a consent; an earlier one to the same client ends.
pub async fn insert(tx: &mut Tx, subject: SubjectId, consent: &Consent) -> Result<()> {
    withdraw(tx, subject, consent.client, consent.at).await?;
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        consent.client.as_bytes().as_slice(),
        millis(consent.at),
        consent.claims.as_str(),
        consent.purpose.as_str(),
        consent.legal_basis.as_str()
    )?;
    Ok(())
}

pub(crate) const IN_FORCE: &str = "SELECT client, at, claims, purpose, legal_basis FROM party_consent \
     WHERE subject = $1 AND withdrawn_at IS NULL ORDER BY at DESC";

/// Consents in force, the latest first.
pub async fn in_force(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Consent>> {
    fetch_all!(source, ConsentRow, IN_FORCE, subject.as_bytes().as_slice())?
        .into_iter()
        .map(Consent::try_from)
        .collect()
}

pub(crate) const WITHDRAW: &str = "UPDATE party_consent SET withdrawn_at = $3 \
     WHERE subject = $1 AND client = $2 AND withdrawn_at IS NULL";

/// Takes a consent back; `false` where there was none.
pub async fn withdraw(
    tx: &mut Tx,
    subject: SubjectId,
    client: ClientId,
    at: Timestamp,
) -> Result<bool> {
    let changed = execute!(
        tx,
        WITHDRAW,
        subject.as_bytes().as_slice(),
        client.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(changed > 0)
}
