//! Who acts for an organisation (D59-13.7), and whether he may now: session, both accounts, holds and
//! power read in one query (I5).

use domain::ids::{DelegationId, SessionId, SubjectId};
use domain::organisation::{Delegation, End, Power};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A power with the organisation it is over.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The organisation.
    pub organisation: SubjectId,
    /// The power.
    pub delegation: Delegation,
}

row! {
    struct DelegationRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        person: Vec<u8>,
        giver: Vec<u8>,
        power: String,
        offered_at: i64,
        accepted_at: Option<i64>,
        until: Option<i64>,
        ended_at: Option<i64>,
        end_reason: Option<String>,
    }
}

const CORRUPT: Error = Error::Corrupt("delegation");

fn subject(bytes: &[u8]) -> Result<SubjectId> {
    SubjectId::try_from(bytes).map_err(|_| CORRUPT)
}

impl TryFrom<DelegationRow> for Kept {
    type Error = Error;

    fn try_from(row: DelegationRow) -> Result<Self> {
        let ended = match (row.ended_at, row.end_reason.as_deref()) {
            (Some(at), Some(why)) => Some((from_millis(at), End::parse(why).ok_or(CORRUPT)?)),
            (None | Some(_), _) => None,
        };
        Ok(Self {
            organisation: subject(&row.subject)?,
            delegation: Delegation {
                id: DelegationId::try_from(row.id.as_slice()).map_err(|_| CORRUPT)?,
                person: subject(&row.person)?,
                giver: subject(&row.giver)?,
                power: Power::parse(&row.power).ok_or(CORRUPT)?,
                offered: from_millis(row.offered_at),
                accepted: row.accepted_at.map(from_millis),
                until: row.until.map(from_millis),
                ended,
            },
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, id, person, giver, power, offered_at, accepted_at, until, ended_at, end_reason FROM delegation ",
            $rest
        )
    };
}

pub(crate) const INSERT: &str = "INSERT INTO delegation (subject, id, person, giver, power, offered_at, accepted_at, until) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Writes a new power.
pub async fn insert(tx: &mut Tx, organisation: SubjectId, new: &Delegation) -> Result<()> {
    execute!(
        tx,
        INSERT,
        organisation.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        new.person.as_bytes().as_slice(),
        new.giver.as_bytes().as_slice(),
        new.power.as_str(),
        millis(new.offered),
        new.accepted.map(millis),
        new.until.map(millis)
    )?;
    Ok(())
}

pub(crate) const LEGAL: &str =
    select!("WHERE subject = $1 AND power = 'legal' AND ended_at IS NULL");

/// The legal representative of an organisation.
pub async fn legal(
    source: &mut impl Source,
    organisation: SubjectId,
) -> Result<Option<Delegation>> {
    let row = fetch_optional!(
        source,
        DelegationRow,
        LEGAL,
        organisation.as_bytes().as_slice()
    )?;
    Ok(row.map(Kept::try_from).transpose()?.map(|k| k.delegation))
}

pub(crate) const OF: &str = select!("WHERE subject = $1 ORDER BY offered_at DESC, id LIMIT 500");

/// Every power there ever was over an organisation, the newest first.
pub async fn of(source: &mut impl Source, organisation: SubjectId) -> Result<Vec<Delegation>> {
    fetch_all!(
        source,
        DelegationRow,
        OF,
        organisation.as_bytes().as_slice()
    )?
    .into_iter()
    .map(|row| Ok(Kept::try_from(row)?.delegation))
    .collect()
}

pub(crate) const BY_PERSON: &str = select!(
    "WHERE person = $1 AND ended_at IS NULL AND (until IS NULL OR until > $2) ORDER BY offered_at, id LIMIT 500"
);

/// The powers that somebody has or is offered at an instant.
pub async fn by_person(
    source: &mut impl Source,
    person: SubjectId,
    now: Timestamp,
) -> Result<Vec<Kept>> {
    fetch_all!(
        source,
        DelegationRow,
        BY_PERSON,
        person.as_bytes().as_slice(),
        millis(now)
    )?
    .into_iter()
    .map(Kept::try_from)
    .collect()
}

pub(crate) const ACCEPT: &str = "UPDATE delegation SET accepted_at = $3 \
     WHERE subject = $1 AND id = $2 AND accepted_at IS NULL AND ended_at IS NULL";

/// The delegate accepts; [`Error::Stale`] when the offer is gone.
pub async fn accept(
    tx: &mut Tx,
    organisation: SubjectId,
    id: DelegationId,
    at: Timestamp,
) -> Result<()> {
    let changed = execute!(
        tx,
        ACCEPT,
        organisation.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const END: &str = "UPDATE delegation SET ended_at = $3, end_reason = $4 \
     WHERE subject = $1 AND id = $2 AND ended_at IS NULL";

/// Ends one power; [`Error::Stale`] when it had ended.
pub async fn end(
    tx: &mut Tx,
    organisation: SubjectId,
    id: DelegationId,
    ended: (Timestamp, End),
) -> Result<()> {
    let changed = execute!(
        tx,
        END,
        organisation.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(ended.0),
        ended.1.as_str()
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const END_ALL: &str =
    "UPDATE delegation SET ended_at = $2, end_reason = $3 WHERE subject = $1 AND ended_at IS NULL";

/// Ends every power over an organisation; gives how many.
pub async fn end_all(tx: &mut Tx, organisation: SubjectId, ended: (Timestamp, End)) -> Result<u64> {
    execute!(
        tx,
        END_ALL,
        organisation.as_bytes().as_slice(),
        millis(ended.0),
        ended.1.as_str()
    )
}

row! {
    struct ActingRow {
        id: Vec<u8>,
        power: String,
        holds: i64,
        activated_at: Option<i64>,
    }
}

/// Somebody who may act for an organisation now.
#[derive(Debug, Clone)]
pub struct Acting {
    /// By which power.
    pub id: DelegationId,
    /// What it covers.
    pub power: Power,
    /// Whether a hold is in force on the organisation's account.
    pub locked: bool,
    /// Whether the organisation's account is activated.
    pub activated: bool,
}

/// The person's session alive and open, the power in force; a delegate's only while its giver is the
/// legal representative.
pub(crate) const ACTING: &str = "SELECT d.id, d.power, \
     (SELECT COUNT(*) FROM hold h WHERE h.subject = o.subject AND h.ended_at IS NULL AND (h.since <= $4 OR h.channel <> 'date') AND (h.until IS NULL OR h.until > $4)) AS holds, \
     o.activated_at \
     FROM session s JOIN account a ON a.subject = s.subject JOIN delegation d ON d.person = s.subject JOIN account o ON o.subject = d.subject \
     WHERE s.subject = $1 AND s.id = $2 AND d.subject = $3 \
     AND s.scope = 'open' AND s.ended_at IS NULL AND s.expires_at > $4 AND a.activated_at IS NOT NULL AND a.level = 2 \
     AND NOT EXISTS (SELECT 1 FROM hold p WHERE p.subject = s.subject AND p.ended_at IS NULL AND (p.since <= $4 OR p.channel <> 'date') AND (p.until IS NULL OR p.until > $4)) \
     AND d.accepted_at <= $4 AND d.ended_at IS NULL AND (d.until IS NULL OR d.until > $4) \
     AND (d.power = 'legal' OR EXISTS (SELECT 1 FROM delegation g WHERE g.subject = d.subject AND g.person = d.giver AND g.power = 'legal' AND g.ended_at IS NULL)) \
     ORDER BY CASE d.power WHEN 'legal' THEN 0 WHEN 'represent' THEN 1 ELSE 2 END, d.accepted_at";

/// I5: by which powers somebody's session may act for an organisation at an instant, the widest first.
pub async fn acting(
    source: &mut impl Source,
    (person, session): (SubjectId, SessionId),
    organisation: SubjectId,
    now: Timestamp,
) -> Result<Vec<Acting>> {
    fetch_all!(
        source,
        ActingRow,
        ACTING,
        person.as_bytes().as_slice(),
        session.as_bytes().as_slice(),
        organisation.as_bytes().as_slice(),
        millis(now)
    )?
    .into_iter()
    .map(|row| {
        Ok(Acting {
            id: DelegationId::try_from(row.id.as_slice()).map_err(|_| CORRUPT)?,
            power: Power::parse(&row.power).ok_or(CORRUPT)?,
            locked: row.holds > 0,
            activated: row.activated_at.is_some(),
        })
    })
    .collect()
}
