//! Blind second looks at officers' comparisons, and random re-checks (D59-14.2.a2). What was seen stands sealed in
//! the evidence.

use domain::evidence::Verdict;
use domain::ids::{EvidenceId, LookId, RegistrationId, StaffId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// Why somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Before a doubtful comparison is approved.
    SecondLook,
    /// Drawn at random after the approval.
    Recheck,
}

impl Kind {
    /// Word in rows, and of the evidence.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SecondLook => "second-look",
            Self::Recheck => "recheck",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::SecondLook, Self::Recheck]
            .into_iter()
            .find(|kind| kind.as_str() == text)
    }
}

/// A look as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Whose portraits.
    pub subject: SubjectId,
    /// Identifier; the only name on the second officer's screen.
    pub id: LookId,
    /// Of which registration.
    pub registration: RegistrationId,
    /// At which comparison.
    pub comparison: EvidenceId,
    /// Why.
    pub kind: Kind,
    /// Whose officers look.
    pub unit: String,
    /// Who made the comparison.
    pub first: StaffId,
    /// Since when it waits.
    pub asked: Timestamp,
    /// The evidence of the answer; `None` before.
    pub evidence: Option<EvidenceId>,
}

row! {
    struct LookRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        registration: Vec<u8>,
        comparison: Vec<u8>,
        kind: String,
        unit: String,
        first_officer: Vec<u8>,
        asked_at: i64,
        evidence: Option<Vec<u8>>,
    }
}

const CORRUPT: Error = Error::Corrupt("second_look");

impl TryFrom<LookRow> for Stored {
    type Error = Error;

    fn try_from(row: LookRow) -> Result<Self> {
        let evidence = row.evidence.as_deref().map(EvidenceId::try_from);
        Ok(Self {
            subject: SubjectId::try_from(row.subject.as_slice()).map_err(|_| CORRUPT)?,
            id: LookId::try_from(row.id.as_slice()).map_err(|_| CORRUPT)?,
            registration: RegistrationId::try_from(row.registration.as_slice())
                .map_err(|_| CORRUPT)?,
            comparison: EvidenceId::try_from(row.comparison.as_slice()).map_err(|_| CORRUPT)?,
            kind: Kind::parse(&row.kind).ok_or(CORRUPT)?,
            unit: row.unit,
            first: StaffId::try_from(row.first_officer.as_slice()).map_err(|_| CORRUPT)?,
            asked: from_millis(row.asked_at),
            evidence: evidence.transpose().map_err(|_| CORRUPT)?,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO second_look (subject, id, registration, comparison, kind, unit, first_officer, asked_at, state) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'waiting')";

/// Asks the unit's other officers to look.
pub async fn insert(tx: &mut Tx, look: &Stored) -> Result<()> {
    execute!(
        tx,
        INSERT,
        look.subject.as_bytes().as_slice(),
        look.id.as_bytes().as_slice(),
        look.registration.as_bytes().as_slice(),
        look.comparison.as_bytes().as_slice(),
        look.kind.as_str(),
        look.unit.as_str(),
        look.first.as_bytes().as_slice(),
        millis(look.asked)
    )?;
    Ok(())
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT l.subject, l.id, l.registration, l.comparison, l.kind, l.unit, l.first_officer, l.asked_at, l.evidence \
             FROM second_look l ",
            $rest
        )
    };
}

/// What waits at unit `$1` for officer `$2`: not his own comparison, none that he took a picture for or in, looked at before
/// or decided on, and before the approval only while its registration waits for the decision.
macro_rules! open_to {
    ($rest:literal) => {
        concat!(
            select!("WHERE l.unit = $1 AND l.state = 'waiting' AND l.first_officer <> $2 "),
            "AND NOT EXISTS (SELECT 1 FROM capture c WHERE c.subject = l.subject AND c.registration = l.registration AND $2 IN (c.taken_by, c.taken_in_by)) \
             AND NOT EXISTS (SELECT 1 FROM second_look o WHERE o.subject = l.subject AND o.comparison = l.comparison AND o.officer = $2) \
             AND EXISTS (SELECT 1 FROM registration r WHERE r.subject = l.subject AND r.id = l.registration \
             AND ((l.kind = 'recheck' AND (r.officer IS NULL OR r.officer <> $2)) OR (l.kind <> 'recheck' AND r.state = 'received'))) ",
            $rest
        )
    };
}

pub(crate) const WAITING: &str = open_to!("ORDER BY l.asked_at, l.id LIMIT $3");

/// What waits at a unit for an officer, the oldest first.
pub async fn waiting(
    source: &mut impl Source,
    (unit, officer): (&str, StaffId),
    limit: i64,
) -> Result<Vec<Stored>> {
    let officer = officer.as_bytes().as_slice();
    let rows = fetch_all!(source, LookRow, WAITING, unit, officer, limit)?;
    rows.into_iter().map(Stored::try_from).collect()
}

pub(crate) const ONE: &str = open_to!("AND l.id = $3");

/// One that waits at a unit for an officer.
pub async fn open_to(
    source: &mut impl Source,
    (unit, officer): (&str, StaffId),
    id: LookId,
) -> Result<Option<Stored>> {
    let (officer, id) = (officer.as_bytes().as_slice(), id.as_bytes().as_slice());
    let row = fetch_optional!(source, LookRow, ONE, unit, officer, id)?;
    row.map(Stored::try_from).transpose()
}

pub(crate) const OF_COMPARISON: &str = select!(
    "WHERE l.subject = $1 AND l.comparison = $2 AND l.kind = 'second-look' AND l.state <> 'void'"
);

/// The second look at a comparison, waiting or done.
pub async fn of_comparison(
    source: &mut impl Source,
    subject: SubjectId,
    comparison: EvidenceId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        LookRow,
        OF_COMPARISON,
        subject.as_bytes().as_slice(),
        comparison.as_bytes().as_slice()
    )?;
    row.map(Stored::try_from).transpose()
}

pub(crate) const DENIED: &str = "SELECT comparison FROM second_look \
     WHERE subject = $1 AND registration = $2 AND kind = 'second-look' AND state = 'done' AND verdict <> 'same'";

/// Comparisons for a registration that a second officer did not agree with.
pub async fn denied(
    source: &mut impl Source,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<Vec<EvidenceId>> {
    let rows = fetch_all!(
        source,
        (Vec<u8>,),
        DENIED,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice()
    )?;
    let id = |(id,): (Vec<u8>,)| EvidenceId::try_from(id.as_slice()).map_err(|_| CORRUPT);
    rows.into_iter().map(id).collect()
}

/// An officer's answer.
#[derive(Debug, Clone, Copy)]
pub struct Answer {
    /// Who.
    pub officer: StaffId,
    /// When.
    pub at: Timestamp,
    /// What he saw.
    pub verdict: Verdict,
    /// Its evidence.
    pub evidence: EvidenceId,
}

pub(crate) const ANSWER: &str = "UPDATE second_look SET state = 'done', officer = $3, done_at = $4, verdict = $5, evidence = $6 \
     WHERE subject = $1 AND id = $2 AND state = 'waiting'";

/// Keeps an answer; [`Error::Stale`] where somebody else was faster.
pub async fn answer(tx: &mut Tx, look: &Stored, answer: &Answer) -> Result<()> {
    let changed = execute!(
        tx,
        ANSWER,
        look.subject.as_bytes().as_slice(),
        look.id.as_bytes().as_slice(),
        answer.officer.as_bytes().as_slice(),
        millis(answer.at),
        answer.verdict.as_str(),
        answer.evidence.as_bytes().as_slice()
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const DROP: &str = "UPDATE second_look SET state = 'void' \
     WHERE subject = $1 AND registration = $2 AND kind = 'second-look' AND state = 'waiting'";

/// Nobody has to look any more: the comparison fell away, or the registration was decided.
pub async fn drop_waiting(
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

pub(crate) const GIVE_UP: &str = "UPDATE second_look SET state = 'void' WHERE kind = 'recheck' AND state = 'waiting' AND asked_at < $1";

/// A re-check that nobody made in all this time says nothing any more.
pub async fn give_up(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, GIVE_UP, millis(before))
}

pub(crate) const HAND_ON: &str = "UPDATE second_look SET unit = $3 WHERE subject = $1 AND registration = $2 AND state = 'waiting'";

/// What waits goes with its registration to another unit.
pub async fn hand_on(
    tx: &mut Tx,
    subject: SubjectId,
    registration: RegistrationId,
    unit: &str,
) -> Result<()> {
    execute!(
        tx,
        HAND_ON,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice(),
        unit
    )?;
    Ok(())
}

row! {
    struct DisagreedRow {
        reference: String,
        unit: String,
        first: String,
        second: String,
        verdict: String,
        done_at: i64,
    }
}

/// A re-check that did not agree, for who inspects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreed {
    /// `DK-XXXXX-XXXXX`.
    pub reference: String,
    /// Whose officers looked.
    pub unit: String,
    /// Name of who made the comparison.
    pub first: String,
    /// Name of who looked again.
    pub second: String,
    /// What he saw.
    pub verdict: Verdict,
    /// When.
    pub at: Timestamp,
}

pub(crate) const DISAGREED: &str = "SELECT r.reference AS reference, l.unit AS unit, COALESCE(a.name, '') AS first, \
     COALESCE(b.name, '') AS second, l.verdict AS verdict, l.done_at AS done_at FROM second_look l \
     JOIN registration r ON r.subject = l.subject AND r.id = l.registration \
     LEFT JOIN staff a ON a.id = l.first_officer LEFT JOIN staff b ON b.id = l.officer \
     WHERE l.kind = 'recheck' AND l.state = 'done' AND l.verdict <> 'same' AND l.done_at >= $1 \
     ORDER BY l.done_at DESC, l.id LIMIT $2";

/// Re-checks since an instant that did not agree, the newest first.
pub async fn disagreed(
    source: &mut impl Source,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<Disagreed>> {
    let rows = fetch_all!(source, DisagreedRow, DISAGREED, millis(since), limit)?;
    rows.into_iter()
        .map(|row| {
            Ok(Disagreed {
                reference: row.reference,
                unit: row.unit,
                first: row.first,
                second: row.second,
                verdict: Verdict::parse(&row.verdict).ok_or(CORRUPT)?,
                at: from_millis(row.done_at),
            })
        })
        .collect()
}
