//! Holds: written once, ended once, never deleted.

use domain::account::SubjectKind;
use domain::hold::{Channel, Ground, Hold, LockReason};
use domain::ids::{HoldId, SubjectId};
use domain::regime::Regime;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

row! {
    struct HoldRow {
        id: Vec<u8>,
        ground: String,
        holder: String,
        reason: Option<String>,
        since: i64,
        until: Option<i64>,
        channel: String,
        source: String,
        regime: String,
        sessions_ended: i64,
        grants_ended: i64,
        ended_at: Option<i64>,
        ended_channel: Option<String>,
    }
}

/// What ended when a hold began to bite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Took {
    /// Sessions.
    pub sessions: u64,
    /// Grants to relying parties, each with its tokens.
    pub grants: u64,
}

fn counted(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A hold with what became of it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The hold.
    pub hold: Hold,
    /// What ended with it.
    pub took: Took,
    /// When and how it ended.
    pub ended: Option<(Timestamp, Channel)>,
}

impl Kept {
    /// When it ended, by whomever or by itself.
    pub fn end(&self) -> Option<Timestamp> {
        self.ended.map(|(at, _)| at).or(self.hold.until)
    }

    /// Whether it was in force at any time; one with a date may have ended before that.
    pub fn bit(&self) -> bool {
        self.end().is_none_or(|end| end >= self.hold.since)
    }
}

impl TryFrom<HoldRow> for Kept {
    type Error = Error;

    fn try_from(row: HoldRow) -> Result<Self> {
        let corrupt = || Error::Corrupt("hold");
        let ended = match (row.ended_at, row.ended_channel) {
            (Some(at), Some(channel)) => Some((
                from_millis(at),
                Channel::parse(&channel).ok_or_else(corrupt)?,
            )),
            (None | Some(_), _) => None,
        };
        Ok(Self {
            hold: Hold {
                id: HoldId::try_from(row.id.as_slice()).map_err(|_| corrupt())?,
                ground: Ground::parse(&row.ground).ok_or_else(corrupt)?,
                holder: SubjectKind::parse(&row.holder).ok_or_else(corrupt)?,
                reason: row.reason.as_deref().and_then(LockReason::parse),
                since: from_millis(row.since),
                until: row.until.map(from_millis),
                channel: Channel::parse(&row.channel).ok_or_else(corrupt)?,
                source: row.source,
                regime: Regime::parse(&row.regime).ok_or_else(corrupt)?,
            },
            took: Took {
                sessions: u64::try_from(row.sessions_ended).unwrap_or_default(),
                grants: u64::try_from(row.grants_ended).unwrap_or_default(),
            },
            ended,
        })
    }
}

pub(crate) const ALL: &str = "SELECT id, ground, holder, reason, since, until, channel, source, regime, sessions_ended, grants_ended, ended_at, ended_channel \
     FROM hold WHERE subject = $1 ORDER BY since, id";

/// Every hold there ever was on an account.
pub async fn all(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Kept>> {
    fetch_all!(source, HoldRow, ALL, subject.as_bytes().as_slice())?
        .into_iter()
        .map(Kept::try_from)
        .collect()
}

pub(crate) const IN_FORCE: &str = "SELECT id, ground, holder, reason, since, until, channel, source, regime, sessions_ended, grants_ended, ended_at, ended_channel \
     FROM hold WHERE subject = $1 AND ended_at IS NULL AND (since <= $2 OR channel <> 'date') AND (until IS NULL OR until > $2) ORDER BY since, id";

/// The holds in force on an account at an instant.
pub async fn in_force(
    source: &mut impl Source,
    subject: SubjectId,
    now: Timestamp,
) -> Result<Vec<Hold>> {
    fetch_all!(
        source,
        HoldRow,
        IN_FORCE,
        subject.as_bytes().as_slice(),
        millis(now)
    )?
    .into_iter()
    .map(|row| Kept::try_from(row).map(|kept| kept.hold))
    .collect()
}

pub(crate) const STANDING: &str = "SELECT id, ground, holder, reason, since, until, channel, source, regime, sessions_ended, grants_ended, ended_at, ended_channel \
     FROM hold WHERE subject = $1 AND ground = $2 AND ended_at IS NULL ORDER BY since, id";

/// The hold of a ground that nobody ended, whether it bites already or has a date to come.
pub async fn standing(
    source: &mut impl Source,
    subject: SubjectId,
    ground: Ground,
) -> Result<Option<Hold>> {
    let rows = fetch_all!(
        source,
        HoldRow,
        STANDING,
        subject.as_bytes().as_slice(),
        ground.as_str()
    )?;
    let row = rows.into_iter().next();
    row.map(|row| Kept::try_from(row).map(|kept| kept.hold))
        .transpose()
}

pub(crate) const BEGUN: &str =
    "UPDATE hold SET sessions_ended = $3, grants_ended = $4 WHERE subject = $1 AND id = $2";

/// Notes what ended when a hold with a date began.
pub async fn begun(tx: &mut Tx, subject: SubjectId, id: HoldId, took: Took) -> Result<()> {
    execute!(
        tx,
        BEGUN,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        counted(took.sessions),
        counted(took.grants)
    )?;
    Ok(())
}

pub(crate) const INSERT: &str = "INSERT INTO hold (subject, id, ground, reason, since, channel, source, regime, sessions_ended, grants_ended, until, holder) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";

/// Writes a new hold; `false` when the same ground is in force already (two at once).
pub async fn insert(tx: &mut Tx, subject: SubjectId, hold: &Hold, took: Took) -> Result<bool> {
    let added = execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        hold.id.as_bytes().as_slice(),
        hold.ground.as_str(),
        hold.reason.map(LockReason::as_str),
        millis(hold.since),
        hold.channel.as_str(),
        hold.source.as_str(),
        hold.regime.as_str(),
        counted(took.sessions),
        counted(took.grants),
        hold.until.map(millis),
        hold.holder.as_str()
    )?;
    Ok(added == 1)
}

pub(crate) const CONFIRM: &str = "UPDATE hold SET until = NULL, reason = $4 WHERE subject = $1 AND id = $2 AND ended_at IS NULL AND until > $3";

/// Takes the end off a hold that is in force; [`Error::Stale`] when it had ended.
pub async fn confirm(tx: &mut Tx, subject: SubjectId, hold: &Hold, now: Timestamp) -> Result<()> {
    let changed = execute!(
        tx,
        CONFIRM,
        subject.as_bytes().as_slice(),
        hold.id.as_bytes().as_slice(),
        millis(now),
        hold.reason.map(LockReason::as_str)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const END: &str = "UPDATE hold SET ended_at = $3, ended_channel = $4, ended_source = $5 \
     WHERE subject = $1 AND id = $2 AND ended_at IS NULL";

/// Ends one hold; [`Error::Stale`] when it had ended.
pub async fn end(
    tx: &mut Tx,
    subject: SubjectId,
    id: HoldId,
    at: Timestamp,
    channel: Channel,
    source: &str,
) -> Result<()> {
    let changed = execute!(
        tx,
        END,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(at),
        channel.as_str(),
        source
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const ROOT: &str =
    "SELECT COALESCE(restores, id) FROM hold WHERE subject = $1 AND id = $2";
pub(crate) const STANDS_FOR: &str =
    "SELECT id FROM hold WHERE subject = $1 AND COALESCE(restores, id) = $2 AND ended_at IS NULL";

/// The hold that was placed first, where others put it in force again; and the one of them that is in
/// force.
pub async fn lineage(
    source: &mut impl Source,
    subject: SubjectId,
    id: HoldId,
) -> Result<(HoldId, Option<HoldId>)> {
    let read = |(id,): (Vec<u8>,)| HoldId::try_from(id.as_slice());
    let (subject, own) = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    let root = fetch_optional!(source, (Vec<u8>,), ROOT, subject, own)?;
    let root = root.map_or(Ok(id), read);
    let root = root.map_err(|_| Error::Corrupt("hold"))?;
    let first = root.as_bytes().as_slice();
    let stands = fetch_optional!(source, (Vec<u8>,), STANDS_FOR, subject, first)?;
    let stands = stands.map(read).transpose();
    Ok((root, stands.map_err(|_| Error::Corrupt("hold"))?))
}

pub(crate) const RESTORES: &str = "UPDATE hold SET restores = $3 WHERE subject = $1 AND id = $2";

/// Notes that a hold puts another in force again.
pub async fn restores(tx: &mut Tx, subject: SubjectId, id: HoldId, root: HoldId) -> Result<()> {
    execute!(
        tx,
        RESTORES,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        root.as_bytes().as_slice()
    )?;
    Ok(())
}
