//! Counter agents: the programs beside card readers, and those that wait to be paired.

use domain::ids::{AgentId, StaffId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// What an agent's computer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Abilities {
    /// A card reader.
    pub reader: bool,
    /// A fingerprint scanner.
    pub scanner: bool,
}

impl Abilities {
    /// Of agents that do not say: those of before had a reader and nothing else.
    pub const UNTOLD: Self = Self {
        reader: true,
        scanner: false,
    };

    /// By their words, separated by spaces; words that nobody knows are left out.
    pub fn parse(words: &str) -> Self {
        let has = |word| words.split(' ').any(|w| w == word);
        Self {
            reader: has("reader"),
            scanner: has("scanner"),
        }
    }

    /// Their words.
    pub const fn as_str(self) -> &'static str {
        match (self.reader, self.scanner) {
            (true, true) => "reader scanner",
            (true, false) => "reader",
            (false, true) => "scanner",
            (false, false) => "",
        }
    }
}

/// A paired agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agent {
    /// Identifier.
    pub id: AgentId,
    /// Name of the computer, as it says.
    pub name: String,
    /// Code of the unit.
    pub unit: String,
    /// Since when.
    pub paired: Timestamp,
    /// When it last asked for work.
    pub seen: Timestamp,
    /// What it had when it did.
    pub abilities: Abilities,
}

row! {
    struct AgentRow {
        id: Vec<u8>,
        name: String,
        unit: String,
        paired_at: i64,
        seen_at: i64,
        abilities: String,
    }
}

impl TryFrom<AgentRow> for Agent {
    type Error = Error;

    fn try_from(row: AgentRow) -> Result<Self> {
        Ok(Self {
            id: AgentId::try_from(row.id.as_slice())
                .map_err(|_| Error::Corrupt("counter_agent"))?,
            name: row.name,
            unit: row.unit,
            paired: from_millis(row.paired_at),
            seen: from_millis(row.seen_at),
            abilities: Abilities::parse(&row.abilities),
        })
    }
}

/// An agent that waits for its code to be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// SHA-256 of its key.
    pub key: Vec<u8>,
    /// Name of the computer, as it says.
    pub name: String,
    /// Until when.
    pub expires: Timestamp,
}

pub(crate) const OFFER: &str = "INSERT INTO agent_offer (key_digest, code_digest, name, expires_at) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (key_digest) DO UPDATE SET code_digest = excluded.code_digest, name = excluded.name, expires_at = excluded.expires_at";

/// Keeps an offer in the place of an earlier one of the same key.
pub async fn offer(tx: &mut Tx, offer: &Offer, code: &[u8]) -> Result<()> {
    execute!(
        tx,
        OFFER,
        offer.key.as_slice(),
        code,
        offer.name.as_str(),
        millis(offer.expires)
    )?;
    Ok(())
}

pub(crate) const OFFERED: &str = "SELECT key_digest, name, expires_at FROM agent_offer WHERE code_digest = $1 AND expires_at > $2";

/// The offer with this code, unless its time is over.
pub async fn offered(
    source: &mut impl Source,
    code: &[u8],
    now: Timestamp,
) -> Result<Option<Offer>> {
    let row = fetch_optional!(source, (Vec<u8>, String, i64), OFFERED, code, millis(now))?;
    Ok(row.map(|(key, name, expires)| Offer {
        key,
        name,
        expires: from_millis(expires),
    }))
}

pub(crate) const TAKE_OFFER: &str = "DELETE FROM agent_offer WHERE key_digest = $1";

/// Removes an offer; `false` when it is gone.
pub async fn take_offer(tx: &mut Tx, key: &[u8]) -> Result<bool> {
    Ok(execute!(tx, TAKE_OFFER, key)? == 1)
}

pub(crate) const PURGE_OFFERS: &str = "DELETE FROM agent_offer WHERE expires_at < $1";

/// Forgets offers whose time is over.
pub async fn purge_offers(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE_OFFERS, millis(before))
}

pub(crate) const PAIR: &str = "INSERT INTO counter_agent (key_digest, id, name, unit, paired_at, paired_by, seen_at, abilities) \
     VALUES ($1, $2, $3, $4, $5, $6, $5, $7) ON CONFLICT (key_digest) DO UPDATE SET id = excluded.id, name = excluded.name, \
     unit = excluded.unit, paired_at = excluded.paired_at, paired_by = excluded.paired_by, seen_at = excluded.seen_at, \
     abilities = excluded.abilities, ended_at = NULL, ended_by = NULL";

/// Pairs a key with a unit; an earlier pairing of the key is over, its identifier gone.
pub async fn pair(tx: &mut Tx, key: &[u8], agent: &Agent, by: StaffId) -> Result<()> {
    execute!(
        tx,
        PAIR,
        key,
        agent.id.as_bytes().as_slice(),
        agent.name.as_str(),
        agent.unit.as_str(),
        millis(agent.paired),
        by.as_bytes().as_slice(),
        agent.abilities.as_str()
    )?;
    Ok(())
}

pub(crate) const BY_KEY: &str = "SELECT id, name, unit, paired_at, seen_at, abilities FROM counter_agent WHERE key_digest = $1 AND ended_at IS NULL";

/// The paired agent with this key.
pub async fn by_key(source: &mut impl Source, key: &[u8]) -> Result<Option<Agent>> {
    let row = fetch_optional!(source, AgentRow, BY_KEY, key)?;
    row.map(Agent::try_from).transpose()
}

pub(crate) const OF_UNIT: &str = "SELECT id, name, unit, paired_at, seen_at, abilities FROM counter_agent WHERE unit = $1 AND ended_at IS NULL \
     ORDER BY name, id LIMIT $2";

/// A unit's agents, at most so many.
pub async fn of_unit(source: &mut impl Source, unit: &str, limit: i64) -> Result<Vec<Agent>> {
    fetch_all!(source, AgentRow, OF_UNIT, unit, limit)?
        .into_iter()
        .map(Agent::try_from)
        .collect()
}

pub(crate) const SEEN: &str =
    "UPDATE counter_agent SET seen_at = $2 WHERE key_digest = $1 AND seen_at < $2";

/// Notes that it asked for work.
pub async fn seen(tx: &mut Tx, key: &[u8], at: Timestamp) -> Result<()> {
    execute!(tx, SEEN, key, millis(at))?;
    Ok(())
}

pub(crate) const ABLE: &str = "UPDATE counter_agent SET abilities = $2 WHERE id = $1";

/// Notes what it has now.
pub async fn able(tx: &mut Tx, id: AgentId, abilities: Abilities) -> Result<()> {
    execute!(tx, ABLE, id.as_bytes().as_slice(), abilities.as_str())?;
    Ok(())
}

pub(crate) const END: &str = "UPDATE counter_agent SET ended_at = $3, ended_by = $4 WHERE id = $1 AND unit = $2 AND ended_at IS NULL";

/// Ends a pairing of this unit; `false` when there is none.
pub async fn end(
    tx: &mut Tx,
    id: AgentId,
    unit: &str,
    (at, by): (Timestamp, StaffId),
) -> Result<bool> {
    let rows = execute!(
        tx,
        END,
        id.as_bytes().as_slice(),
        unit,
        millis(at),
        by.as_bytes().as_slice()
    )?;
    Ok(rows == 1)
}
