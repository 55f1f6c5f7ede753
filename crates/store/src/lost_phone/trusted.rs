//! Trusted persons and what they confirmed (UX-1).

use domain::ids::{LostPhoneId, SubjectId, TrustedId};
use domain::person::PersonNumber;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Keys, Result, Source, Tx};

/// What is written about a trusted person; sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    /// The number as the holder gave it.
    pub number: PersonNumber,
    /// The holder's name: all that the trusted person sees of him.
    pub holder: String,
}

domain::redacted_debug!(Body);

/// One trusted person of one holder.
#[derive(Debug, Clone)]
pub struct Trusted {
    /// Who trusts.
    pub subject: SubjectId,
    /// Identifier.
    pub id: TrustedId,
    /// Who is trusted; none where the number has no account that may.
    pub person: Option<SubjectId>,
    /// Sealed part, opened.
    pub body: Body,
    /// When he was named.
    pub named: Timestamp,
    /// When he consented.
    pub consented: Option<Timestamp>,
}

row! {
    struct TrustedRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        person: Option<Vec<u8>>,
        body: Vec<u8>,
        named_at: i64,
        consented_at: Option<i64>,
    }
}

fn context(subject: SubjectId) -> String {
    format!("trusted-person/{subject}")
}

impl TrustedRow {
    fn into_trusted(self, keys: &Keys) -> Result<Trusted> {
        let corrupt = || Error::Corrupt("trusted person");
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| corrupt())?;
        let person = self.person.as_deref().map(SubjectId::try_from);
        Ok(Trusted {
            subject,
            id: TrustedId::try_from(self.id.as_slice()).map_err(|_| corrupt())?,
            person: person.transpose().map_err(|_| corrupt())?,
            body: keys.open_json(&context(subject), &self.body)?,
            named: from_millis(self.named_at),
            consented: self.consented_at.map(from_millis),
        })
    }
}

pub(crate) const OF: &str = "SELECT subject, id, person, body, named_at, consented_at FROM trusted_person \
     WHERE subject = $1 AND ended_at IS NULL ORDER BY named_at, id";

/// Whom a holder named.
pub async fn of(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Trusted>> {
    let rows = fetch_all!(source, TrustedRow, OF, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    rows.into_iter().map(|r| r.into_trusted(&keys)).collect()
}

pub(crate) const BY: &str = "SELECT subject, id, person, body, named_at, consented_at FROM trusted_person \
     WHERE person = $1 AND ended_at IS NULL ORDER BY named_at, id";

/// Who named a person.
pub async fn by(source: &mut impl Source, person: SubjectId) -> Result<Vec<Trusted>> {
    let rows = fetch_all!(source, TrustedRow, BY, person.as_bytes().as_slice())?;
    let keys = source.keys();
    rows.into_iter().map(|r| r.into_trusted(&keys)).collect()
}

pub(crate) const INSERT: &str = "INSERT INTO trusted_person (subject, id, digest, person, body, named_at) \
     VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";

/// Writes a trusted person; `false` when he stands there already.
pub async fn insert(tx: &mut Tx, new: &Trusted) -> Result<bool> {
    let keys = tx.keys();
    let digest = keys.digest("trusted-person", new.body.number.as_str());
    let body = keys.seal_json(&context(new.subject), &new.body)?;
    let added = execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        digest,
        new.person.map(|p| p.as_bytes().to_vec()),
        body,
        millis(new.named)
    )?;
    Ok(added == 1)
}

pub(crate) const CONSENT: &str = "UPDATE trusted_person SET consented_at = $3 WHERE subject = $1 AND id = $2 \
     AND person IS NOT NULL AND consented_at IS NULL AND ended_at IS NULL";

/// The person consents; `false` when he did, or it is over.
pub async fn consent(tx: &mut Tx, which: (SubjectId, TrustedId), at: Timestamp) -> Result<bool> {
    let (subject, id) = which;
    let changed = execute!(
        tx,
        CONSENT,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(changed == 1)
}

pub(crate) const END: &str =
    "UPDATE trusted_person SET ended_at = $3 WHERE subject = $1 AND id = $2 AND ended_at IS NULL";

/// Either ends it; `false` when it was over.
pub async fn end(tx: &mut Tx, which: (SubjectId, TrustedId), at: Timestamp) -> Result<bool> {
    let (subject, id) = which;
    let changed = execute!(
        tx,
        END,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(changed == 1)
}

pub(crate) const VOICE: &str = "INSERT INTO lost_phone_voice (subject, request, person, given_at) \
     VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";

/// A person confirms a request; `false` when he did before.
pub async fn voice(
    tx: &mut Tx,
    (subject, request): (SubjectId, LostPhoneId),
    person: SubjectId,
    at: Timestamp,
) -> Result<bool> {
    let added = execute!(
        tx,
        VOICE,
        subject.as_bytes().as_slice(),
        request.as_bytes().as_slice(),
        person.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(added == 1)
}

pub(crate) const VOICED: &str =
    "SELECT COUNT(*) FROM lost_phone_voice WHERE subject = $1 AND request = $2 AND person = $3";

/// Whether a person has confirmed a request.
pub async fn voiced(
    source: &mut impl Source,
    (subject, request): (SubjectId, LostPhoneId),
    person: SubjectId,
) -> Result<bool> {
    let (count,) = fetch_one!(
        source,
        (i64,),
        VOICED,
        subject.as_bytes().as_slice(),
        request.as_bytes().as_slice(),
        person.as_bytes().as_slice()
    )?;
    Ok(count > 0)
}
