//! Requests of relying parties to go into production, or to change there (D59-22.1, D69-18). Sealed, since
//! they name a contact.

use domain::ids::{ClientId, ReviewId};
use domain::relying_party::{Review, ReviewState};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Keys, Result, Source, Tx};

/// A request as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The request.
    pub review: Review,
    /// When it was begun.
    pub created: Timestamp,
    /// For writes that compare before they set.
    pub revision: i64,
}

row! {
    struct ReviewRow {
        id: Vec<u8>,
        body: Vec<u8>,
        created_at: i64,
        revision: i64,
    }
}

fn context(id: ReviewId) -> String {
    format!("party-review/{id}")
}

fn read(keys: &Keys, row: &ReviewRow) -> Result<Stored> {
    let id = ReviewId::try_from(row.id.as_slice()).map_err(|_| Error::Corrupt("party_review"))?;
    Ok(Stored {
        review: keys.open_json(&context(id), &row.body)?,
        created: from_millis(row.created_at),
        revision: row.revision,
    })
}

/// D69-18: until when it must be decided, where it waits for us.
fn due(review: &Review) -> Option<i64> {
    review.received().ok().map(|received| millis(received.due))
}

pub(crate) const INSERT: &str = "INSERT INTO party_review (id, client, kind, state, created_at, due_at, body, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, 1)";
pub(crate) const OPEN: &str = "INSERT INTO party_review_open (client, review) VALUES ($1, $2) ON CONFLICT (client) DO NOTHING";

/// Adds an open request; `false` where the client has one already.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<bool> {
    let review = &stored.review;
    let (client, id) = (review.client.as_bytes(), review.id.as_bytes());
    if execute!(tx, OPEN, client.as_slice(), id.as_slice())? == 0 {
        return Ok(false);
    }
    let body = tx.keys().seal_json(&context(review.id), review)?;
    execute!(
        tx,
        INSERT,
        id.as_slice(),
        client.as_slice(),
        review.kind.as_str(),
        review.state.as_str(),
        millis(stored.created),
        due(review),
        body
    )?;
    Ok(true)
}

pub(crate) const SAVE: &str = "UPDATE party_review SET state = $3, due_at = $4, body = $5, revision = revision + 1 WHERE id = $1 AND revision = $2";
pub(crate) const SHUT: &str = "DELETE FROM party_review_open WHERE client = $1 AND review = $2";

/// Writes a change; [`Error::Stale`] where somebody was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let review = &stored.review;
    let id = review.id.as_bytes().as_slice();
    let body = tx.keys().seal_json(&context(review.id), review)?;
    let state = review.state.as_str();
    let changed = execute!(tx, SAVE, id, stored.revision, state, due(review), body)?;
    if changed != 1 {
        return Err(Error::Stale);
    }
    match review.state {
        ReviewState::Draft | ReviewState::Received(_) => {}
        ReviewState::Approved { .. }
        | ReviewState::Refused { .. }
        | ReviewState::Withdrawn { .. } => {
            execute!(tx, SHUT, review.client.as_bytes().as_slice(), id)?;
        }
    }
    Ok(())
}

pub(crate) const FIND: &str =
    "SELECT id, body, created_at, revision FROM party_review WHERE id = $1";

/// A request by its identifier.
pub async fn find(source: &mut impl Source, id: ReviewId) -> Result<Option<Stored>> {
    let keys = source.keys();
    let row = fetch_optional!(source, ReviewRow, FIND, id.as_bytes().as_slice())?;
    row.map(|row| read(&keys, &row)).transpose()
}

pub(crate) const OF_CLIENT: &str = "SELECT id, body, created_at, revision FROM party_review WHERE client = $1 ORDER BY created_at DESC, id LIMIT 20";

/// The requests of a client, the latest first.
pub async fn of_client(source: &mut impl Source, client: ClientId) -> Result<Vec<Stored>> {
    let keys = source.keys();
    fetch_all!(source, ReviewRow, OF_CLIENT, client.as_bytes().as_slice())?
        .iter()
        .map(|row| read(&keys, row))
        .collect()
}

pub(crate) const WAITING: &str = "SELECT id, body, created_at, revision FROM party_review WHERE state = 'received' ORDER BY due_at, id LIMIT 200";

/// What waits for us, the most urgent first.
pub async fn waiting(source: &mut impl Source) -> Result<Vec<Stored>> {
    let keys = source.keys();
    fetch_all!(source, ReviewRow, WAITING)?
        .iter()
        .map(|row| read(&keys, row))
        .collect()
}
