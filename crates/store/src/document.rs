//! Verified documents in the wallet; their facts are sealed.

use domain::document::DocumentKind;
use domain::document::{Document, Facts, State};
use domain::ids::{DocumentId, IntegrationId, SubjectId};
use domain::time::{from_millis, millis};
use serde::{Deserialize, Serialize};

use crate::{Error, Keys, Result, Source, Tx, integration};

/// A document as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: DocumentId,
    /// Whose.
    pub subject: SubjectId,
    /// Facts and state.
    pub document: Document,
    /// The request it came by.
    pub integration: IntegrationId,
    /// For compare-and-set.
    pub revision: i64,
}

#[derive(Serialize, Deserialize)]
struct Body {
    facts: Facts,
    state: State,
}

row! {
    struct DocumentRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        facts: Vec<u8>,
        verified_at: i64,
        integration: Vec<u8>,
        revision: i64,
    }
}

const CORRUPT: Error = Error::Corrupt("document");

fn context(subject: SubjectId) -> String {
    format!("document/{subject}")
}

const fn word(state: &State) -> &'static str {
    match state {
        State::Current => "current",
        State::Held(_) => "held",
        State::Revoked(_) => "revoked",
        State::Removed { .. } => "removed",
    }
}

fn removed_at(state: &State) -> Option<i64> {
    match state {
        State::Removed { at } => Some(millis(*at)),
        State::Current | State::Held(_) | State::Revoked(_) => None,
    }
}

impl DocumentRow {
    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        let Body { facts, state } = keys.open_json(&context(subject), &self.facts)?;
        Ok(Stored {
            id: DocumentId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?,
            subject,
            document: Document {
                facts,
                verified_at: from_millis(self.verified_at),
                state,
            },
            integration: IntegrationId::try_from(self.integration.as_slice())
                .map_err(|_| CORRUPT)?,
            revision: self.revision,
        })
    }
}

pub(crate) const LOAD: &str = "SELECT subject, id, facts, verified_at, integration, revision FROM document \
     WHERE subject = $1 AND id = $2 AND removed_at IS NULL";

/// One document in a holder's wallet; another holder's is not there.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: DocumentId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        DocumentRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const BY_SUBJECT: &str = "SELECT subject, id, facts, verified_at, integration, revision FROM document \
     WHERE subject = $1 AND removed_at IS NULL ORDER BY verified_at DESC, id";

/// All documents in a holder's wallet, newest first.
pub async fn by_subject(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let rows = fetch_all!(
        source,
        DocumentRow,
        BY_SUBJECT,
        subject.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const HELD: &str = "SELECT id FROM document WHERE subject = $1 AND kind = $2 AND number_digest = $3 AND removed_at IS NULL";

/// The document of this number in the holder's wallet (`number` by [`integration::digest`]).
pub async fn held(
    source: &mut impl Source,
    subject: SubjectId,
    kind: DocumentKind,
    number: &[u8],
) -> Result<Option<DocumentId>> {
    let row = fetch_optional!(
        source,
        (Vec<u8>,),
        HELD,
        subject.as_bytes().as_slice(),
        kind.slug(),
        number
    )?;
    row.map(|(id,)| DocumentId::try_from(id.as_slice()).map_err(|_| CORRUPT))
        .transpose()
}

pub(crate) const INSERT: &str = "INSERT INTO document (subject, id, kind, number_digest, facts, state, verified_at, expires_on, integration, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 1) ON CONFLICT DO NOTHING";

/// Puts a document into the wallet; `false` when it is there already.
pub async fn insert(tx: &mut Tx, new: &Stored) -> Result<bool> {
    let keys = tx.keys();
    let facts = &new.document.facts;
    let body = Body {
        facts: facts.clone(),
        state: new.document.state.clone(),
    };
    let added = execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        facts.kind().slug(),
        integration::digest(&keys, facts.kind(), facts.number()),
        keys.seal_json(&context(new.subject), &body)?,
        word(&new.document.state),
        millis(new.document.verified_at),
        facts.expires_on().map(|day| day.to_string()),
        new.integration.as_bytes().as_slice()
    )?;
    Ok(added == 1)
}

pub(crate) const SAVE: &str = "UPDATE document SET facts = $3, state = $4, verified_at = $5, expires_on = $6, removed_at = $7, \
     revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $8";

/// Writes a changed document; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let Document {
        facts,
        verified_at,
        state,
    } = &stored.document;
    let body = Body {
        facts: facts.clone(),
        state: state.clone(),
    };
    let sealed = tx.keys().seal_json(&context(stored.subject), &body)?;
    let changed = execute!(
        tx,
        SAVE,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        sealed,
        word(state),
        millis(*verified_at),
        facts.expires_on().map(|day| day.to_string()),
        removed_at(state),
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}
