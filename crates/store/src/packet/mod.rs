//! Packets that counters took while the line was down, and the passes that they took them with (D59-14.2.a2).

pub mod pass;

use domain::ids::{AgentId, PacketId, PassId, StaffId};
use domain::packet::{State, Verdict};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Error, Result, Source, Tx};

/// A packet, without what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packet {
    /// Identifier.
    pub id: PacketId,
    /// The pass it was taken with.
    pub pass: PassId,
    /// SHA-256 of the packet as it came.
    pub digest: Vec<u8>,
    /// Which agent brought it.
    pub agent: AgentId,
    /// Code of the unit.
    pub unit: String,
    /// Who took it: the name to sign in with, as it was typed.
    pub login: String,
    /// Whose name that is at the unit.
    pub staff: Option<StaffId>,
    /// When it says that it was taken.
    pub taken: Timestamp,
    /// When it came.
    pub received: Timestamp,
    /// Until when it waits.
    pub expires: Timestamp,
    /// What was found of the card.
    pub verdict: Verdict,
    /// How far it is.
    pub state: State,
    /// Since when an officer takes it in.
    pub claimed: Option<Timestamp>,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct PacketRow {
        id: Vec<u8>,
        pass: Vec<u8>,
        digest: Vec<u8>,
        agent: Vec<u8>,
        unit: String,
        login: String,
        staff: Option<Vec<u8>>,
        taken_at: i64,
        received_at: i64,
        expires_at: i64,
        verdict: String,
        state: String,
        claimed_at: Option<i64>,
        revision: i64,
    }
}

impl TryFrom<PacketRow> for Packet {
    type Error = Error;

    fn try_from(row: PacketRow) -> Result<Self> {
        let corrupt = |_| Error::Corrupt("packet");
        let staff = row.staff.as_deref().map(StaffId::try_from).transpose();
        let verdict = Verdict::ALL.into_iter().find(|v| v.as_str() == row.verdict);
        let state = State::ALL.into_iter().find(|s| s.as_str() == row.state);
        Ok(Self {
            id: PacketId::try_from(row.id.as_slice()).map_err(corrupt)?,
            pass: PassId::try_from(row.pass.as_slice()).map_err(corrupt)?,
            digest: row.digest,
            agent: AgentId::try_from(row.agent.as_slice()).map_err(corrupt)?,
            unit: row.unit,
            login: row.login,
            staff: staff.map_err(corrupt)?,
            taken: from_millis(row.taken_at),
            received: from_millis(row.received_at),
            expires: from_millis(row.expires_at),
            verdict: verdict.ok_or(Error::Corrupt("packet"))?,
            state: state.ok_or(Error::Corrupt("packet"))?,
            claimed: row.claimed_at.map(from_millis),
            revision: row.revision,
        })
    }
}

fn context(id: PacketId, state: State) -> String {
    format!("packet/{id}/{}", state.as_str())
}

pub(crate) const INSERT: &str = "INSERT INTO packet (id, pass, digest, agent, unit, login, staff, taken_at, received_at, expires_at, \
     verdict, state, body, revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (pass) DO NOTHING";

/// Keeps a packet with what it holds; `false` where one came with this pass before.
pub async fn insert(tx: &mut Tx, packet: &Packet, body: &impl Serialize) -> Result<bool> {
    let sealed = tx
        .keys()
        .seal_json(&context(packet.id, packet.state), body)?;
    let staff = packet.staff.map(|staff| staff.as_bytes().to_vec());
    let rows = execute!(
        tx,
        INSERT,
        packet.id.as_bytes().as_slice(),
        packet.pass.as_bytes().as_slice(),
        packet.digest.as_slice(),
        packet.agent.as_bytes().as_slice(),
        packet.unit.as_str(),
        packet.login.as_str(),
        staff,
        millis(packet.taken),
        millis(packet.received),
        millis(packet.expires),
        packet.verdict.as_str(),
        packet.state.as_str(),
        sealed,
        packet.revision
    )?;
    Ok(rows == 1)
}

pub(crate) const BY_PASS: &str = "SELECT id, pass, digest, agent, unit, login, staff, taken_at, received_at, expires_at, verdict, state, \
     claimed_at, revision FROM packet WHERE pass = $1";

/// The packet that came with this pass.
pub async fn by_pass(source: &mut impl Source, pass: PassId) -> Result<Option<Packet>> {
    let row = fetch_optional!(source, PacketRow, BY_PASS, pass.as_bytes().as_slice())?;
    row.map(Packet::try_from).transpose()
}

pub(crate) const OF_UNIT: &str = "SELECT id, pass, digest, agent, unit, login, staff, taken_at, received_at, expires_at, verdict, state, \
     claimed_at, revision FROM packet WHERE id = $1 AND unit = $2";

/// A packet of this unit.
pub async fn of_unit(source: &mut impl Source, id: PacketId, unit: &str) -> Result<Option<Packet>> {
    let id = id.as_bytes().as_slice();
    let row = fetch_optional!(source, PacketRow, OF_UNIT, id, unit)?;
    row.map(Packet::try_from).transpose()
}

pub(crate) const WAITING: &str = "SELECT id, pass, digest, agent, unit, login, staff, taken_at, received_at, expires_at, verdict, state, \
     claimed_at, revision FROM packet WHERE unit = $1 AND state = 'waiting' AND expires_at >= $2 ORDER BY received_at, id LIMIT $3";

/// What waits at a unit, what came first before the others, at most so many.
pub async fn waiting(
    source: &mut impl Source,
    (unit, now): (&str, Timestamp),
    limit: i64,
) -> Result<Vec<Packet>> {
    fetch_all!(source, PacketRow, WAITING, unit, millis(now), limit)?
        .into_iter()
        .map(Packet::try_from)
        .collect()
}

pub(crate) const COUNT: &str = "SELECT CAST(COUNT(*) AS BIGINT) FROM packet WHERE agent = $1 AND state = 'waiting' AND expires_at >= $2";

/// How many packets of an agent wait.
pub async fn count(source: &mut impl Source, agent: AgentId, now: Timestamp) -> Result<i64> {
    let agent = agent.as_bytes().as_slice();
    let row = fetch_optional!(source, (i64,), COUNT, agent, millis(now))?;
    Ok(row.map_or(0, |(count,)| count))
}

pub(crate) const BODY: &str = "SELECT body FROM packet WHERE id = $1 AND state = $2";

/// What a packet holds in its state: while it waits what was taken, afterwards what was left out.
pub async fn body<T: DeserializeOwned>(
    source: &mut impl Source,
    packet: &Packet,
) -> Result<Option<T>> {
    let row = fetch_optional!(
        source,
        (Option<Vec<u8>>,),
        BODY,
        packet.id.as_bytes().as_slice(),
        packet.state.as_str()
    )?;
    let keys = source.keys();
    row.and_then(|(sealed,)| sealed)
        .map(|sealed| keys.open_json(&context(packet.id, packet.state), &sealed))
        .transpose()
}

fn moved(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

pub(crate) const CLAIM: &str = "UPDATE packet SET claimed_at = $3, revision = revision + 1 WHERE id = $1 AND revision = $2 AND state = 'waiting'";

/// An officer takes it in from now on, or no longer.
pub async fn claim(tx: &mut Tx, packet: &Packet, at: Option<Timestamp>) -> Result<()> {
    moved(execute!(
        tx,
        CLAIM,
        packet.id.as_bytes().as_slice(),
        packet.revision,
        at.map(millis)
    )?)
}

pub(crate) const HOLD: &str = "UPDATE packet SET claimed_at = $3 WHERE id = $1 AND revision = $2 AND state = 'waiting' AND claimed_at IS NOT NULL";

/// Whoever has it goes on with it: his time begins anew. [`Error::Stale`] where another one has it.
pub async fn hold(tx: &mut Tx, packet: &Packet, at: Timestamp) -> Result<()> {
    moved(execute!(
        tx,
        HOLD,
        packet.id.as_bytes().as_slice(),
        packet.revision,
        millis(at)
    )?)
}

pub(crate) const REWRITE: &str = "UPDATE packet SET body = $3, claimed_at = $4, revision = revision + 1 \
     WHERE id = $1 AND revision = $2 AND state = 'waiting' AND claimed_at IS NOT NULL";

/// Keeps how far whoever has it came; his time begins anew.
pub async fn rewrite(
    tx: &mut Tx,
    packet: &Packet,
    (body, at): (&impl Serialize, Timestamp),
) -> Result<()> {
    let sealed = tx
        .keys()
        .seal_json(&context(packet.id, packet.state), body)?;
    moved(execute!(
        tx,
        REWRITE,
        packet.id.as_bytes().as_slice(),
        packet.revision,
        sealed,
        millis(at)
    )?)
}

pub(crate) const FINISH: &str = "UPDATE packet SET state = $3, claimed_at = NULL, body = $4, revision = revision + 1 \
     WHERE id = $1 AND revision = $2 AND state = 'waiting'";

/// It waits no more: what it held is gone, but for what is to be said about it.
pub async fn finish<T: Serialize>(
    tx: &mut Tx,
    packet: &Packet,
    (state, left): (State, Option<&T>),
) -> Result<()> {
    let keys = tx.keys();
    let sealed = left
        .map(|left| keys.seal_json(&context(packet.id, state), left))
        .transpose()?;
    moved(execute!(
        tx,
        FINISH,
        packet.id.as_bytes().as_slice(),
        packet.revision,
        state.as_str(),
        sealed
    )?)
}

pub(crate) const OVERDUE: &str = "SELECT id, pass, digest, agent, unit, login, staff, taken_at, received_at, expires_at, verdict, state, \
     claimed_at, revision FROM packet WHERE state = 'waiting' AND expires_at < $1 AND (claimed_at IS NULL OR claimed_at < $2) \
     ORDER BY expires_at, id LIMIT $3";

/// What nobody took in in time and nobody has had to himself since an instant, at most so many.
pub async fn overdue(
    source: &mut impl Source,
    (now, claimed): (Timestamp, Timestamp),
    limit: i64,
) -> Result<Vec<Packet>> {
    let (now, claimed) = (millis(now), millis(claimed));
    fetch_all!(source, PacketRow, OVERDUE, now, claimed, limit)?
        .into_iter()
        .map(Packet::try_from)
        .collect()
}

pub(crate) const FORGET: &str = "UPDATE packet SET body = NULL WHERE state <> 'waiting' AND expires_at < $1 AND body IS NOT NULL";

/// What is to be said about finished packets goes with their time.
pub async fn forget(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    execute!(tx, FORGET, millis(now))
}

pub(crate) const PURGE: &str = "DELETE FROM packet WHERE state <> 'waiting' AND expires_at < $1";

/// Forgets finished packets whose time ended before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}
