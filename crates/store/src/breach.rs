//! Breaches of the terms of use (D59-19.1.a.ii) with their evidence.

use domain::breach::{Breach, Remedy, Rule, State, Step};
use domain::ids::{BreachId, StaffId, SubjectId};
use domain::time::{from_millis, millis};
use serde::{Deserialize, Serialize};

use crate::paper;
use crate::{Error, Keys, Result, Source, Tx};

/// What is written about a breach; sealed at rest.
#[derive(Clone, Serialize, Deserialize)]
pub struct Body {
    /// What happened.
    pub words: String,
    /// Where evidence lies that is no paper; may be empty.
    pub reference: String,
    /// Names of the papers, in their order.
    pub papers: Vec<String>,
    /// Words of the decision; empty before.
    pub decision: String,
    /// Words of the proposal to end it; empty before.
    pub proposal: String,
    /// Words of the decision on the proposal; empty before.
    pub end: String,
    /// The holder's latest objection; empty without one.
    pub objection: String,
}

domain::redacted_debug!(Body);

/// A breach as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Whose account.
    pub subject: SubjectId,
    /// Identifier.
    pub id: BreachId,
    /// `VP-XXXXX-XXXXX`.
    pub reference: String,
    /// The unit that handles it.
    pub unit: String,
    /// Version of the terms the holder had accepted.
    pub terms: String,
    /// The rules' view.
    pub breach: Breach,
    /// Sealed part, opened.
    pub body: Body,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct BreachRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        reference: String,
        unit: String,
        rule: String,
        terms: String,
        state: String,
        recorded_at: i64,
        recorded_by: Vec<u8>,
        decided_at: Option<i64>,
        decided_by: Option<Vec<u8>>,
        remedy: Option<String>,
        proposed_at: Option<i64>,
        proposed_by: Option<Vec<u8>>,
        ended_at: Option<i64>,
        ended_by: Option<Vec<u8>>,
        objected_at: Option<i64>,
        body: Vec<u8>,
        revision: i64,
    }
}

const CORRUPT: Error = Error::Corrupt("breach");

fn context(subject: SubjectId, id: BreachId) -> String {
    format!("breach/{subject}/{id}")
}

fn step(at: Option<i64>, by: Option<&[u8]>) -> Result<Option<Step>> {
    match (at, by) {
        (Some(at), Some(by)) => Ok(Some(Step {
            at: from_millis(at),
            by: StaffId::try_from(by).map_err(|_| CORRUPT)?,
        })),
        (None, None) => Ok(None),
        (Some(_), None) | (None, Some(_)) => Err(CORRUPT),
    }
}

impl BreachRow {
    fn breach(&self) -> Result<Breach> {
        let proposed = step(self.proposed_at, self.proposed_by.as_deref())?;
        let remedy = self.remedy.as_deref().and_then(Remedy::parse);
        Ok(Breach {
            rule: Rule::parse(&self.rule).ok_or(CORRUPT)?,
            state: State::parse(&self.state).ok_or(CORRUPT)?,
            recorded: Step {
                at: from_millis(self.recorded_at),
                by: StaffId::try_from(self.recorded_by.as_slice()).map_err(|_| CORRUPT)?,
            },
            decided: step(self.decided_at, self.decided_by.as_deref())?,
            proposed: remedy.zip(proposed),
            ended: step(self.ended_at, self.ended_by.as_deref())?,
            objected: self.objected_at.map(from_millis),
        })
    }

    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        let id = BreachId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?;
        Ok(Stored {
            subject,
            id,
            breach: self.breach()?,
            body: keys.open_json(&context(subject, id), &self.body)?,
            reference: self.reference,
            unit: self.unit,
            terms: self.terms,
            revision: self.revision,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, id, reference, unit, rule, terms, state, recorded_at, recorded_by, decided_at, decided_by, \
             remedy, proposed_at, proposed_by, ended_at, ended_by, objected_at, body, revision FROM breach ",
            $rest
        )
    };
}

pub(crate) const INSERT: &str = "INSERT INTO breach (subject, id, reference, unit, rule, terms, state, recorded_at, recorded_by, body, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1)";

/// Writes a recorded breach.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let body = tx
        .keys()
        .seal_json(&context(stored.subject, stored.id), &stored.body)?;
    execute!(
        tx,
        INSERT,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        stored.reference.as_str(),
        stored.unit.as_str(),
        stored.breach.rule.as_str(),
        stored.terms.as_str(),
        stored.breach.state.as_str(),
        millis(stored.breach.recorded.at),
        stored.breach.recorded.by.as_bytes().as_slice(),
        body
    )?;
    Ok(())
}

pub(crate) const LOAD: &str = select!("WHERE subject = $1 AND id = $2");

/// One breach.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: BreachId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        BreachRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const OF_UNIT: &str = select!("WHERE unit = $1 ORDER BY recorded_at DESC, id LIMIT 200");

/// The newest breaches of a unit.
pub async fn of_unit(source: &mut impl Source, unit: &str) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, BreachRow, OF_UNIT, unit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const OF_SUBJECT: &str = select!("WHERE subject = $1 ORDER BY recorded_at DESC, id");

/// The breaches of an account.
pub async fn of_subject(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, BreachRow, OF_SUBJECT, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const UNDECIDED: &str =
    "SELECT id FROM breach WHERE subject = $1 AND state = 'recorded'";

/// What is recorded about an account and not decided.
pub async fn undecided(source: &mut impl Source, subject: SubjectId) -> Result<Vec<BreachId>> {
    fetch_all!(source, (Vec<u8>,), UNDECIDED, subject.as_bytes().as_slice())?
        .into_iter()
        .map(|(id,)| BreachId::try_from(id.as_slice()).map_err(|_| CORRUPT))
        .collect()
}

pub(crate) const UPDATE: &str = "UPDATE breach SET state = $3, decided_at = $4, decided_by = $5, remedy = $6, proposed_at = $7, \
     proposed_by = $8, ended_at = $9, ended_by = $10, objected_at = $11, body = $12, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $13";

/// Writes a changed breach; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let breach = &stored.breach;
    let body = tx
        .keys()
        .seal_json(&context(stored.subject, stored.id), &stored.body)?;
    let proposed = breach.proposed.map(|(_, step)| step);
    let at = |step: Option<Step>| step.map(|s| millis(s.at));
    let by = |step: Option<Step>| step.map(|s| s.by.as_bytes().to_vec());
    let changed = execute!(
        tx,
        UPDATE,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        breach.state.as_str(),
        at(breach.decided),
        by(breach.decided),
        breach.proposed.map(|(remedy, _)| remedy.as_str()),
        at(proposed),
        by(proposed),
        at(breach.ended),
        by(breach.ended),
        breach.objected.map(millis),
        body,
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const ADD_PAPER: &str =
    "INSERT INTO breach_file (subject, breach_id, place, content) VALUES ($1, $2, $3, $4)";

/// Seals a paper, before the transaction that keeps it begins.
pub fn seal_paper(keys: &Keys, subject: SubjectId, id: BreachId, pdf: &[u8]) -> Result<Vec<u8>> {
    keys.seal(&context(subject, id), pdf)
}

/// Keeps a sealed paper.
pub async fn add_paper(
    tx: &mut Tx,
    subject: SubjectId,
    id: BreachId,
    place: i64,
    sealed: Vec<u8>,
) -> Result<()> {
    let key = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    paper::add(tx, ADD_PAPER, key, place, sealed).await
}

pub(crate) const PAPER: &str =
    "SELECT content FROM breach_file WHERE subject = $1 AND breach_id = $2 AND place = $3";

/// One paper.
pub async fn paper(
    source: &mut impl Source,
    subject: SubjectId,
    id: BreachId,
    place: i64,
) -> Result<Option<Vec<u8>>> {
    let key = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    paper::read(source, PAPER, key, place, &context(subject, id)).await
}
