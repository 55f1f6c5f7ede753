//! Passes: what an agent needs to take a packet while the line is down (D59-24.4).

use domain::ids::{AgentId, PassId};
use domain::packet::PassTime;
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// A pass that is out.
#[derive(Clone, PartialEq, Eq)]
pub struct Pass {
    /// Identifier.
    pub id: PassId,
    /// Whose it is.
    pub agent: AgentId,
    /// Code of the unit.
    pub unit: String,
    /// Version of the text that whoever is taken with it agrees to.
    pub consent: String,
    /// Its time.
    pub time: PassTime,
    /// What the chip has to sign.
    pub challenge: [u8; 8],
}

domain::redacted_debug!(Pass);

row! {
    struct PassRow {
        consent: String,
        issued_at: i64,
        expires_at: i64,
        challenge: Vec<u8>,
    }
}

fn context(id: PassId) -> String {
    format!("packet-pass/{id}")
}

pub(crate) const INSERT: &str = "INSERT INTO packet_pass (id, agent, unit, consent, issued_at, expires_at, challenge) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Issues a pass.
pub async fn insert(tx: &mut Tx, pass: &Pass) -> Result<()> {
    let sealed = tx.keys().seal(&context(pass.id), &pass.challenge)?;
    execute!(
        tx,
        INSERT,
        pass.id.as_bytes().as_slice(),
        pass.agent.as_bytes().as_slice(),
        pass.unit.as_str(),
        pass.consent.as_str(),
        millis(pass.time.issued),
        millis(pass.time.expires),
        sealed
    )?;
    Ok(())
}

pub(crate) const OUT: &str =
    "SELECT id, expires_at FROM packet_pass WHERE agent = $1 AND unit = $2 AND expires_at > $3";

/// The passes of an agent at this unit that still count, and until when.
pub async fn out(
    source: &mut impl Source,
    (agent, unit): (AgentId, &str),
    now: Timestamp,
) -> Result<Vec<(PassId, Timestamp)>> {
    let agent = agent.as_bytes().as_slice();
    let corrupt = |_| Error::Corrupt("packet_pass");
    fetch_all!(source, (Vec<u8>, i64), OUT, agent, unit, millis(now))?
        .into_iter()
        .map(|(id, expires)| {
            let id = PassId::try_from(id.as_slice()).map_err(corrupt)?;
            Ok((id, from_millis(expires)))
        })
        .collect()
}

pub(crate) const OF_AGENT: &str = "SELECT consent, issued_at, expires_at, challenge FROM packet_pass \
     WHERE id = $1 AND agent = $2 AND unit = $3";

/// A pass of this agent at this unit that no packet came with yet.
pub async fn of_agent(
    source: &mut impl Source,
    id: PassId,
    (agent, unit): (AgentId, &str),
) -> Result<Option<Pass>> {
    let row = fetch_optional!(
        source,
        PassRow,
        OF_AGENT,
        id.as_bytes().as_slice(),
        agent.as_bytes().as_slice(),
        unit
    )?;
    let Some(row) = row else {
        return Ok(None);
    };
    let challenge = source.keys().open(&context(id), &row.challenge)?;
    Ok(Some(Pass {
        id,
        agent,
        unit: unit.to_owned(),
        consent: row.consent,
        time: PassTime {
            issued: from_millis(row.issued_at),
            expires: from_millis(row.expires_at),
        },
        challenge: challenge
            .try_into()
            .map_err(|_| Error::Corrupt("packet_pass"))?,
    }))
}

pub(crate) const USE: &str = "DELETE FROM packet_pass WHERE id = $1";

/// A packet came with it: its challenge is known to the packet alone from now on.
pub async fn use_up(tx: &mut Tx, id: PassId) -> Result<bool> {
    Ok(execute!(tx, USE, id.as_bytes().as_slice())? == 1)
}

pub(crate) const PURGE: &str = "DELETE FROM packet_pass WHERE expires_at < $1";

/// Forgets passes that ended before an instant.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}
