//! Requests to integrate a document (D59-3.7); what the holder entered is sealed.

use domain::document::{DocumentKind, IntegrationRequest, matching::Reason};
use domain::ids::{IntegrationId, PilotId, SubjectId};
use domain::redact::Private;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Keys, Result, Source, Tx};

/// A request as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: IntegrationId,
    /// Whose.
    pub subject: SubjectId,
    /// Kind of document.
    pub kind: DocumentKind,
    /// Where it stands.
    pub state: IntegrationRequest,
    /// How a person refers to it: TH-XXXXX-XXXXX.
    pub reference: String,
    /// What the holder entered, as its kind writes it.
    pub claim: Private<serde_json::Value>,
    /// Digest of kind and number, see [`digest`].
    pub number: Vec<u8>,
    /// Province of birth registration on the day of the request (R50-5).
    pub province: String,
    /// DOC-r4: until when we mean to have an answer.
    pub target: Timestamp,
    /// When the holder was told that it takes longer.
    pub late_told: Option<Timestamp>,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct IntegrationRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        kind: String,
        state: String,
        reference: String,
        claim: Vec<u8>,
        claim_digest: Vec<u8>,
        province: String,
        requested_at: i64,
        target: i64,
        tries: i64,
        last_silent: Option<i64>,
        late_told_at: Option<i64>,
        reason: Option<String>,
        decided_at: Option<i64>,
        revision: i64,
    }
}

const CORRUPT: Error = Error::Corrupt("integration");

/// Keyed digest under which a document of a kind is found again without its number being readable.
pub fn digest(keys: &Keys, kind: DocumentKind, number: &str) -> Vec<u8> {
    keys.digest("document", &format!("{}/{number}", kind.slug()))
}

fn context(subject: SubjectId) -> String {
    format!("integration/{subject}")
}

impl IntegrationRow {
    fn state(&self) -> Option<IntegrationRequest> {
        let requested_at = from_millis(self.requested_at);
        let decided = self.decided_at.map(from_millis);
        match self.state.as_str() {
            "pending" => Some(IntegrationRequest::PendingVerification {
                requested_at,
                tries: u32::try_from(self.tries).ok()?,
                last_silent: self.last_silent.map(from_millis),
            }),
            "verified" => Some(IntegrationRequest::Verified {
                requested_at,
                at: decided?,
            }),
            "refused" => Some(IntegrationRequest::Refused {
                requested_at,
                reason: Reason::parse(self.reason.as_deref()?)?,
                at: decided?,
            }),
            "withdrawn" => Some(IntegrationRequest::Withdrawn {
                requested_at,
                at: decided?,
            }),
            _ => None,
        }
    }

    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        Ok(Stored {
            id: IntegrationId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?,
            subject,
            kind: DocumentKind::parse(&self.kind).ok_or(CORRUPT)?,
            state: self.state().ok_or(CORRUPT)?,
            claim: Private::new(keys.open_json(&context(subject), &self.claim)?),
            reference: self.reference,
            number: self.claim_digest,
            province: self.province,
            target: from_millis(self.target),
            late_told: self.late_told_at.map(from_millis),
            revision: self.revision,
        })
    }
}

/// The columns that a state fills: word, tries, last silence, reason, decided.
type Columns = (
    &'static str,
    i64,
    Option<i64>,
    Option<&'static str>,
    Option<i64>,
);

fn columns(state: &IntegrationRequest) -> Columns {
    match state {
        IntegrationRequest::PendingVerification {
            tries, last_silent, ..
        } => (
            "pending",
            i64::from(*tries),
            last_silent.map(millis),
            None,
            None,
        ),
        IntegrationRequest::Verified { at, .. } => ("verified", 0, None, None, Some(millis(*at))),
        IntegrationRequest::Refused { at, reason, .. } => {
            ("refused", 0, None, Some(reason.code()), Some(millis(*at)))
        }
        IntegrationRequest::Withdrawn { at, .. } => ("withdrawn", 0, None, None, Some(millis(*at))),
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, id, kind, state, reference, claim, claim_digest, province, requested_at, target, tries, \
             last_silent, late_told_at, reason, decided_at, revision FROM integration ",
            $rest
        )
    };
}

pub(crate) const LOAD: &str = select!("WHERE subject = $1 AND id = $2");

/// One request of a holder; another holder's is not there.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: IntegrationId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        IntegrationRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

// SQLite plans anew at each run when a limit is bound.
pub(crate) const BY_SUBJECT: &str =
    select!("WHERE subject = $1 ORDER BY requested_at DESC, id LIMIT 100");

/// A holder's requests, newest first, the last hundred.
pub async fn by_subject(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let rows = fetch_all!(
        source,
        IntegrationRow,
        BY_SUBJECT,
        subject.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const PENDING: &str =
    select!("WHERE subject = $1 AND kind = $2 AND claim_digest = $3 AND state = 'pending'");

/// The pending request for the same document, if there is one.
pub async fn pending(
    source: &mut impl Source,
    subject: SubjectId,
    kind: DocumentKind,
    number: &[u8],
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        IntegrationRow,
        PENDING,
        subject.as_bytes().as_slice(),
        kind.slug(),
        number
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const INSERT: &str = "INSERT INTO integration (subject, id, kind, state, reference, claim, claim_digest, province, \
     requested_at, target, pilot, tries, revision) VALUES ($1, $2, $3, 'pending', $4, $5, $6, $7, $8, $9, $10, 0, 1) ON CONFLICT DO NOTHING";

/// Writes a new pending request, let in by a pilot or by none; `false` when the same document is pending already.
pub async fn insert(tx: &mut Tx, new: &Stored, pilot: Option<PilotId>) -> Result<bool> {
    let claim = tx
        .keys()
        .seal_json(&context(new.subject), new.claim.expose())?;
    let added = execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        new.kind.slug(),
        new.reference.as_str(),
        claim,
        new.number.as_slice(),
        new.province.as_str(),
        millis(new.state.requested_at()),
        millis(new.target),
        pilot.map(|id| id.as_bytes().to_vec())
    )?;
    Ok(added == 1)
}

pub(crate) const SAVE: &str = "UPDATE integration SET state = $3, tries = $4, last_silent = $5, reason = $6, decided_at = $7, \
     late_told_at = $8, revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $9";

/// Writes where a request stands; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let (state, tries, silent, reason, decided) = columns(&stored.state);
    let changed = execute!(
        tx,
        SAVE,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        state,
        tries,
        silent,
        reason,
        decided,
        stored.late_told.map(millis),
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

row! {
    /// How many requests of a kind wait for their register.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Waiting {
        /// Stable word of the kind.
        pub kind: String,
        /// How many are pending.
        pub pending: i64,
        /// How many of them are past their target: reminders owed to the source (DOC-r4).
        pub late: i64,
    }
}

pub(crate) const WAITING: &str = "SELECT kind, CAST(COUNT(*) AS BIGINT) AS pending, \
     CAST(COUNT(*) FILTER (WHERE target <= $1) AS BIGINT) AS late FROM integration WHERE state = 'pending' GROUP BY kind ORDER BY kind";

/// Requests that wait, by kind.
pub async fn waiting(source: &mut impl Source, now: Timestamp) -> Result<Vec<Waiting>> {
    fetch_all!(source, Waiting, WAITING, millis(now))
}

pub(crate) const WAKE: &str = "UPDATE job SET due = $2 WHERE kind = $1 AND due > $2 AND NOT dead";
pub(crate) const WAKE_OWN: &str =
    "UPDATE job SET due = $2 WHERE kind = $1 AND due > $2 AND NOT dead AND subject = $3";

/// Makes waiting jobs of a kind due now, of one subject or of all.
pub async fn wake(
    tx: &mut Tx,
    job: &str,
    subject: Option<SubjectId>,
    now: Timestamp,
) -> Result<u64> {
    match subject {
        Some(subject) => execute!(
            tx,
            WAKE_OWN,
            job,
            millis(now),
            subject.as_bytes().as_slice()
        ),
        None => execute!(tx, WAKE, job, millis(now)),
    }
}
