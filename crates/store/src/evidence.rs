//! Recorded checks behind a decision (I3); never changed, and never removed where there was one.

use domain::ids::{EvidenceId, RegistrationId, StaffId, SubjectId};
use domain::regime::Regime;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Result, Source, Tx};

/// A check to be kept.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Identifier.
    pub id: EvidenceId,
    /// For which registration.
    pub registration: RegistrationId,
    /// What was checked: `registers-agree`, `officer-decision`, `officer-comparison`, `second-look`, `recheck`,
    /// `chip-reading`, `face-search`, `alike-settled`.
    pub kind: &'static str,
    /// When.
    pub at: Timestamp,
    /// By whom, where a person checked.
    pub staff: Option<StaffId>,
}

fn context(subject: SubjectId, id: EvidenceId) -> String {
    format!("evidence/{subject}/{id}")
}

pub(crate) const INSERT: &str = "INSERT INTO evidence (subject, id, registration, kind, at, staff, body) VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Keeps a check with its particulars, sealed.
pub async fn insert(
    tx: &mut Tx,
    subject: SubjectId,
    evidence: &Evidence,
    body: &impl serde::Serialize,
) -> Result<()> {
    let body = tx.keys().seal_json(&context(subject, evidence.id), body)?;
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        evidence.id.as_bytes().as_slice(),
        evidence.registration.as_bytes().as_slice(),
        evidence.kind,
        millis(evidence.at),
        evidence.staff.map(|s| s.as_bytes().to_vec()),
        body
    )?;
    Ok(())
}

pub(crate) const BODY: &str = "SELECT body FROM evidence WHERE subject = $1 AND id = $2";

/// The particulars of a check.
pub async fn body<T: serde::de::DeserializeOwned>(
    source: &mut impl Source,
    subject: SubjectId,
    id: EvidenceId,
) -> Result<Option<T>> {
    let row = fetch_optional!(
        source,
        (Vec<u8>,),
        BODY,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|(sealed,)| keys.open_json(&context(subject, id), &sealed))
        .transpose()
}

pub(crate) const COMPARED: &str = "SELECT CAST(CASE WHEN EXISTS (SELECT 1 FROM evidence WHERE subject = $1 AND registration = $2 \
     AND kind = 'officer-comparison') THEN 1 ELSE 0 END AS BIGINT)";

/// Whether pictures of a registration were ever compared by an officer: what points to them is on record then.
pub async fn compared(
    source: &mut impl Source,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<bool> {
    let (there,) = fetch_one!(
        source,
        (i64,),
        COMPARED,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice()
    )?;
    Ok(there == 1)
}

pub(crate) const FORGET: &str =
    "DELETE FROM evidence WHERE subject = $1 AND registration = $2 AND kind = 'chip-reading'";

/// Forgets what cards said of somebody in a registration that was given up before any decision.
pub async fn forget_readings(
    tx: &mut Tx,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<u64> {
    execute!(
        tx,
        FORGET,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice()
    )
}

row! {
    struct KeptRow {
        id: Vec<u8>,
        kind: String,
        at: i64,
        body: Vec<u8>,
        regime: String,
    }
}

/// A check as kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What was checked, by its word.
    pub kind: String,
    /// When.
    pub at: Timestamp,
    /// The decree that judged the dossier that it was made for.
    pub regime: Regime,
    /// Its particulars.
    pub body: serde_json::Value,
}

pub(crate) const APPROVED: &str = "SELECT e.id, e.kind, e.at, e.body, r.regime FROM evidence e \
     JOIN registration r ON r.subject = e.subject AND r.id = e.registration \
     WHERE e.subject = $1 AND r.state = 'approved' AND r.regime IS NOT NULL ORDER BY e.at, e.id";

/// The checks behind what was approved about somebody, the first one first.
pub async fn approved(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Kept>> {
    let rows = fetch_all!(source, KeptRow, APPROVED, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    let corrupt = |_| crate::Error::Corrupt("evidence");
    rows.into_iter()
        .map(|row| {
            let id = EvidenceId::try_from(row.id.as_slice()).map_err(corrupt)?;
            Ok(Kept {
                kind: row.kind,
                at: from_millis(row.at),
                regime: Regime::parse(&row.regime).ok_or(crate::Error::Corrupt("registration"))?,
                body: keys.open_json(&context(subject, id), &row.body)?,
            })
        })
        .collect()
}
