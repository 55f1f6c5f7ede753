//! Warnings that somebody may be enrolled twice (D59-3.1, D59-3.2). What an officer saw stands sealed in the evidence.

use domain::evidence::{AlikeReason, AlikeState, Settled};
use domain::ids::{AlikeId, CaptureId, EvidenceId, RegistrationId, StaffId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::face_template::Portrait;
use crate::{Error, Result, Source, Tx};

mod inspect;

pub use inspect::{Listed, counts, listed};

const CORRUPT: Error = Error::Corrupt("face_warning");

/// A warning as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Whose registration.
    pub subject: SubjectId,
    /// Identifier.
    pub id: AlikeId,
    /// Which registration.
    pub registration: RegistrationId,
    /// The live portrait.
    pub portrait: CaptureId,
    /// The portrait that looks like it, and whose it is.
    pub other: Portrait,
    /// How alike, in thousandths.
    pub score: i32,
    /// The evidence of the search.
    pub search: EvidenceId,
    /// Who compared the live portrait with the registers'.
    pub officer: StaffId,
    /// When.
    pub found: Timestamp,
    /// How far it is.
    pub state: AlikeState,
}

row! {
    struct WarningRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        registration: Vec<u8>,
        portrait: Vec<u8>,
        other_account: Vec<u8>,
        other_subject: Vec<u8>,
        other_registration: Vec<u8>,
        other_portrait: Vec<u8>,
        score: i64,
        search: Vec<u8>,
        officer: Vec<u8>,
        found_at: i64,
        state: String,
    }
}

fn id<'a, T: TryFrom<&'a [u8]>>(bytes: &'a [u8]) -> Result<T> {
    T::try_from(bytes).map_err(|_| CORRUPT)
}

impl TryFrom<WarningRow> for Stored {
    type Error = Error;

    fn try_from(row: WarningRow) -> Result<Self> {
        Ok(Self {
            subject: id(&row.subject)?,
            id: id(&row.id)?,
            registration: id(&row.registration)?,
            portrait: id(&row.portrait)?,
            other: Portrait {
                subject: id(&row.other_subject)?,
                registration: id(&row.other_registration)?,
                account: id(&row.other_account)?,
                portrait: id(&row.other_portrait)?,
            },
            score: i32::try_from(row.score).map_err(|_| CORRUPT)?,
            search: id(&row.search)?,
            officer: id(&row.officer)?,
            found: from_millis(row.found_at),
            state: AlikeState::parse(&row.state).ok_or(CORRUPT)?,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO face_warning (subject, id, registration, portrait, other_account, other_subject, \
     other_registration, other_portrait, score, search, officer, found_at, state) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open') ON CONFLICT (subject, portrait, other_portrait) DO NOTHING";

/// Warns; of two pictures once only. Whether it is a new one.
pub async fn insert(tx: &mut Tx, warning: &Stored) -> Result<bool> {
    let rows = execute!(
        tx,
        INSERT,
        warning.subject.as_bytes().as_slice(),
        warning.id.as_bytes().as_slice(),
        warning.registration.as_bytes().as_slice(),
        warning.portrait.as_bytes().as_slice(),
        warning.other.account.as_bytes().as_slice(),
        warning.other.subject.as_bytes().as_slice(),
        warning.other.registration.as_bytes().as_slice(),
        warning.other.portrait.as_bytes().as_slice(),
        i64::from(warning.score),
        warning.search.as_bytes().as_slice(),
        warning.officer.as_bytes().as_slice(),
        millis(warning.found)
    )?;
    Ok(rows == 1)
}

pub(crate) const OF_REGISTRATION: &str = "SELECT subject, id, registration, portrait, other_account, other_subject, other_registration, \
     other_portrait, score, search, officer, found_at, state FROM face_warning \
     WHERE subject = $1 AND registration = $2 ORDER BY found_at, score DESC, id";

/// All warnings of a registration, whichever of its portraits gave them, the oldest first.
pub async fn of_registration(
    source: &mut impl Source,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<Vec<Stored>> {
    let (subject, registration) = (
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice(),
    );
    let rows = fetch_all!(source, WarningRow, OF_REGISTRATION, subject, registration)?;
    rows.into_iter().map(Stored::try_from).collect()
}

/// Whether an officer took a picture for a registration, compared its portraits or decided it.
macro_rules! part {
    ($subject:literal, $registration:literal, $officer:literal) => {
        concat!(
            "(EXISTS (SELECT 1 FROM capture c WHERE c.subject = ",
            $subject,
            " AND c.registration = ",
            $registration,
            " AND ",
            $officer,
            " IN (c.taken_by, c.taken_in_by)) OR EXISTS (SELECT 1 FROM evidence e WHERE e.subject = ",
            $subject,
            " AND e.registration = ",
            $registration,
            " AND e.staff = ",
            $officer,
            " AND e.kind = 'officer-comparison') OR EXISTS (SELECT 1 FROM registration d WHERE d.subject = ",
            $subject,
            " AND d.id = ",
            $registration,
            " AND d.officer = ",
            $officer,
            " AND d.state IN ('approved', 'refused')))"
        )
    };
}

pub(crate) const PART: &str = concat!(
    "SELECT CAST(CASE WHEN ",
    part!("$1", "$2", "$3"),
    " THEN 1 ELSE 0 END AS BIGINT)"
);

/// Whether an officer took a picture for a registration, compared its portraits or decided it: then he settles no
/// warning of it, nor one that points to it.
pub async fn has_part(
    source: &mut impl Source,
    (subject, registration): (SubjectId, RegistrationId),
    officer: StaffId,
) -> Result<bool> {
    let (there,) = fetch_one!(
        source,
        (i64,),
        PART,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice(),
        officer.as_bytes().as_slice()
    )?;
    Ok(there == 1)
}

pub(crate) const WAITING: &str = concat!(
    "SELECT r.reference, MIN(w.found_at) FROM face_warning w \
     JOIN registration r ON r.subject = w.subject AND r.id = w.registration \
     WHERE w.state = 'open' AND r.unit = $1 AND r.state IN ('received', 'incomplete') AND w.officer <> $2 AND NOT ",
    part!("w.subject", "w.registration", "$2"),
    " AND NOT ",
    part!("w.other_subject", "w.other_registration", "$2"),
    " GROUP BY r.reference ORDER BY MIN(w.found_at), r.reference LIMIT $3"
);

/// References of registrations with warnings that wait at a unit for an officer who had no part in either of the two
/// registrations, with since when; the oldest first.
pub async fn waiting(
    source: &mut impl Source,
    (unit, officer): (&str, StaffId),
    limit: i64,
) -> Result<Vec<(String, Timestamp)>> {
    let officer = officer.as_bytes().as_slice();
    let rows = fetch_all!(source, (String, i64), WAITING, unit, officer, limit)?;
    let read = |(reference, since)| (reference, from_millis(since));
    Ok(rows.into_iter().map(read).collect())
}

/// What an officer settled.
#[derive(Debug, Clone, Copy)]
pub struct Settling {
    /// Who.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// What he saw.
    pub settled: Settled,
    /// Its evidence.
    pub evidence: EvidenceId,
}

pub(crate) const SETTLE: &str = "UPDATE face_warning SET state = $3, reason = $4, settled_by = $5, settled_at = $6, evidence = $7 \
     WHERE subject = $1 AND id = $2 AND state = 'open'";

/// Settles a warning; [`Error::Stale`] where somebody else was faster.
pub async fn settle(tx: &mut Tx, warning: &Stored, settling: &Settling) -> Result<()> {
    let changed = execute!(
        tx,
        SETTLE,
        warning.subject.as_bytes().as_slice(),
        warning.id.as_bytes().as_slice(),
        settling.settled.state().as_str(),
        settling.settled.reason().map(AlikeReason::as_str),
        settling.officer.as_bytes().as_slice(),
        millis(settling.at),
        settling.evidence.as_bytes().as_slice()
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const DROP: &str = "UPDATE face_warning SET state = 'dropped' WHERE subject = $1 AND registration = $2 AND state = 'open'";

/// Nobody has to settle them any more: no account will be issued.
pub async fn drop_open(
    tx: &mut Tx,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<()> {
    execute!(
        tx,
        DROP,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice()
    )?;
    Ok(())
}
