//! What agents were asked for, readings of cards and prints of fingers, and the proofs of chips that counted
//! (D59-14.2.a2, D59-24.4).

use domain::ids::{AgentId, CardJobId, RegistrationId, StaffId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::agent::Abilities;
use crate::{Error, Result, Source, Tx};

/// What an agent is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A reading of a card.
    Card,
    /// The print of a finger.
    Finger,
}

impl Kind {
    const ALL: [Self; 2] = [Self::Card, Self::Finger];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Finger => "finger",
        }
    }
}

/// How far a reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The agent has not asked for it yet.
    Waiting,
    /// The agent has it.
    Taken,
    /// The card was read; its chip proves that it is no copy.
    Proving,
    /// It was judged, or nothing came of it.
    Done,
}

impl State {
    const ALL: [Self; 4] = [Self::Waiting, Self::Taken, Self::Proving, Self::Done];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Taken => "taken",
            Self::Proving => "proving",
            Self::Done => "done",
        }
    }
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// Whose card or finger.
    pub subject: SubjectId,
    /// Identifier.
    pub id: CardJobId,
    /// What.
    pub kind: Kind,
    /// For which registration.
    pub registration: RegistrationId,
    /// Code of the unit.
    pub unit: String,
    /// Of which agent.
    pub agent: AgentId,
    /// Who asked.
    pub staff: StaffId,
    /// How far it is.
    pub state: State,
    /// When it was asked for.
    pub asked: Timestamp,
    /// When nobody waits for it any more.
    pub expires: Timestamp,
    /// For compare-and-set.
    pub revision: i64,
}

/// A sealed part of a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What was asked.
    Asked,
    /// What the reader brought.
    Brought,
    /// What was found.
    Outcome,
}

impl Part {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Brought => "brought",
            Self::Outcome => "outcome",
        }
    }
}

row! {
    struct JobRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        kind: String,
        registration: Vec<u8>,
        unit: String,
        agent: Vec<u8>,
        staff: Vec<u8>,
        state: String,
        asked_at: i64,
        expires_at: i64,
        revision: i64,
    }
}

impl TryFrom<JobRow> for Job {
    type Error = Error;

    fn try_from(row: JobRow) -> Result<Self> {
        let corrupt = |_| Error::Corrupt("card_job");
        let kind = Kind::ALL.into_iter().find(|k| k.as_str() == row.kind);
        let state = State::ALL.into_iter().find(|s| s.as_str() == row.state);
        Ok(Self {
            subject: SubjectId::try_from(row.subject.as_slice()).map_err(corrupt)?,
            id: CardJobId::try_from(row.id.as_slice()).map_err(corrupt)?,
            kind: kind.ok_or(Error::Corrupt("card_job"))?,
            registration: RegistrationId::try_from(row.registration.as_slice()).map_err(corrupt)?,
            unit: row.unit,
            agent: AgentId::try_from(row.agent.as_slice()).map_err(corrupt)?,
            staff: StaffId::try_from(row.staff.as_slice()).map_err(corrupt)?,
            state: state.ok_or(Error::Corrupt("card_job"))?,
            asked: from_millis(row.asked_at),
            expires: from_millis(row.expires_at),
            revision: row.revision,
        })
    }
}

fn context(job: &Job, part: Part) -> String {
    format!("card-job/{}/{}/{}", job.subject, job.id, part.as_str())
}

pub(crate) const INSERT: &str = "INSERT INTO card_job (subject, id, kind, registration, unit, agent, staff, state, asked_at, expires_at, asked, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING";

/// Asks, with what only the agent and we may know; stale where a finger is waited for by the same scanner.
pub async fn insert(tx: &mut Tx, job: &Job, asked: &impl Serialize) -> Result<()> {
    let sealed = tx.keys().seal_json(&context(job, Part::Asked), asked)?;
    moved(execute!(
        tx,
        INSERT,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        job.kind.as_str(),
        job.registration.as_bytes().as_slice(),
        job.unit.as_str(),
        job.agent.as_bytes().as_slice(),
        job.staff.as_bytes().as_slice(),
        job.state.as_str(),
        millis(job.asked),
        millis(job.expires),
        sealed,
        job.revision
    )?)
}

pub(crate) const NEXT: &str = "SELECT j.subject, j.id, j.kind, j.registration, j.unit, j.agent, j.staff, j.state, j.asked_at, j.expires_at, j.revision \
     FROM card_job j JOIN counter_agent a ON a.id = j.agent AND a.unit = j.unit AND a.ended_at IS NULL \
     WHERE j.agent = $1 AND j.state IN ('waiting', 'taken') AND j.expires_at > $2 \
     AND (j.kind = $3 OR j.kind = $4) ORDER BY j.asked_at DESC, j.id LIMIT 1";

/// The latest that waits for this agent, while it is paired, of what its computer can do: one that it has already
/// too, since the answer may have been lost on its way.
pub async fn next(
    source: &mut impl Source,
    agent: AgentId,
    abilities: Abilities,
    now: Timestamp,
) -> Result<Option<Job>> {
    let (first, second) = match (abilities.reader, abilities.scanner) {
        (true, true) => (Kind::Card, Kind::Finger),
        (true, false) => (Kind::Card, Kind::Card),
        (false, true) => (Kind::Finger, Kind::Finger),
        (false, false) => return Ok(None),
    };
    let row = fetch_optional!(
        source,
        JobRow,
        NEXT,
        agent.as_bytes().as_slice(),
        millis(now),
        first.as_str(),
        second.as_str()
    )?;
    row.map(Job::try_from).transpose()
}

pub(crate) const OF_AGENT: &str = "SELECT subject, id, kind, registration, unit, agent, staff, state, asked_at, expires_at, revision FROM card_job \
     WHERE id = $1 AND agent = $2";

/// What this agent was asked for.
pub async fn of_agent(
    source: &mut impl Source,
    id: CardJobId,
    agent: AgentId,
) -> Result<Option<Job>> {
    let row = fetch_optional!(
        source,
        JobRow,
        OF_AGENT,
        id.as_bytes().as_slice(),
        agent.as_bytes().as_slice()
    )?;
    row.map(Job::try_from).transpose()
}

pub(crate) const LATEST: &str = "SELECT subject, id, kind, registration, unit, agent, staff, state, asked_at, expires_at, revision FROM card_job \
     WHERE subject = $1 AND registration = $2 AND kind = $3 ORDER BY asked_at DESC, id LIMIT 1";

/// The latest of this kind for a registration.
pub async fn latest(
    source: &mut impl Source,
    subject: SubjectId,
    registration: RegistrationId,
    kind: Kind,
) -> Result<Option<Job>> {
    let row = fetch_optional!(
        source,
        JobRow,
        LATEST,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice(),
        kind.as_str()
    )?;
    row.map(Job::try_from).transpose()
}

pub(crate) const ASKED: &str = "SELECT asked FROM card_job WHERE subject = $1 AND id = $2";
pub(crate) const BROUGHT: &str = "SELECT brought FROM card_job WHERE subject = $1 AND id = $2";
pub(crate) const OUTCOME: &str = "SELECT outcome FROM card_job WHERE subject = $1 AND id = $2";

/// A sealed part, where it is there.
pub async fn part<T: DeserializeOwned>(
    source: &mut impl Source,
    job: &Job,
    part: Part,
) -> Result<Option<T>> {
    let statement = match part {
        Part::Asked => ASKED,
        Part::Brought => BROUGHT,
        Part::Outcome => OUTCOME,
    };
    let row = fetch_optional!(
        source,
        (Option<Vec<u8>>,),
        statement,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.and_then(|(sealed,)| sealed)
        .map(|sealed| keys.open_json(&context(job, part), &sealed))
        .transpose()
}

fn moved(rows: u64) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

pub(crate) const TAKE: &str = "UPDATE card_job SET state = 'taken', revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $3";

/// The agent has it.
pub async fn take(tx: &mut Tx, job: &Job) -> Result<()> {
    moved(execute!(
        tx,
        TAKE,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        job.revision
    )?)
}

pub(crate) const PROVE: &str = "UPDATE card_job SET state = 'proving', brought = $4, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $3";

/// The card was read, and its chip is asked for a proof.
pub async fn prove(tx: &mut Tx, job: &Job, brought: &impl Serialize) -> Result<()> {
    let sealed = tx.keys().seal_json(&context(job, Part::Brought), brought)?;
    moved(execute!(
        tx,
        PROVE,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        job.revision,
        sealed
    )?)
}

pub(crate) const FINISH: &str = "UPDATE card_job SET state = 'done', asked = NULL, brought = NULL, outcome = $4, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $3 AND state <> 'done'";

/// It was judged: what was asked and brought is forgotten.
pub async fn finish(tx: &mut Tx, job: &Job, outcome: &impl Serialize) -> Result<()> {
    let sealed = tx.keys().seal_json(&context(job, Part::Outcome), outcome)?;
    moved(execute!(
        tx,
        FINISH,
        job.subject.as_bytes().as_slice(),
        job.id.as_bytes().as_slice(),
        job.revision,
        sealed
    )?)
}

pub(crate) const DROP: &str = "UPDATE card_job SET state = 'done', asked = NULL, brought = NULL, revision = revision + 1 \
     WHERE subject = $1 AND registration = $2 AND state <> 'done'";

/// Ends what a registration still waits for.
pub async fn drop_open(
    tx: &mut Tx,
    subject: SubjectId,
    registration: RegistrationId,
) -> Result<u64> {
    execute!(
        tx,
        DROP,
        subject.as_bytes().as_slice(),
        registration.as_bytes().as_slice()
    )
}

pub(crate) const FREE: &str = "UPDATE card_job SET state = 'done', asked = NULL, brought = NULL, revision = revision + 1 \
     WHERE agent = $1 AND kind = 'finger' AND state <> 'done'";

/// Ends what a scanner is waited for: whoever puts a finger on it from now on may be somebody else.
pub async fn free_scanner(tx: &mut Tx, agent: AgentId) -> Result<u64> {
    execute!(tx, FREE, agent.as_bytes().as_slice())
}

pub(crate) const LAPSE: &str = "UPDATE card_job SET state = 'done', asked = NULL, brought = NULL, revision = revision + 1 \
     WHERE expires_at < $1 AND state <> 'done'";

/// Ends what nobody brought in time: what was asked and brought is forgotten.
pub async fn lapse(tx: &mut Tx, now: Timestamp) -> Result<u64> {
    execute!(tx, LAPSE, millis(now))
}

pub(crate) const PURGE: &str = "DELETE FROM card_job WHERE expires_at < $1";

/// Forgets readings that ended before an instant; evidence and portraits stay.
pub async fn purge(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    execute!(tx, PURGE, millis(before))
}

pub(crate) const USE: &str =
    "INSERT INTO chip_proof (id, used_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING";

/// D59-24.4: notes a proof as used; `false` where it has been used before.
pub async fn use_proof(tx: &mut Tx, id: &[u8], at: Timestamp) -> Result<bool> {
    Ok(execute!(tx, USE, id, millis(at))? == 1)
}
