//! Bodies' requests to lock or unlock (D59-19.1.b, D59-19.4.b), their moves and papers.

use domain::case::{Case, Refusal, Requester, State, Wish};
use domain::ids::{CaseId, HoldId, StaffId, SubjectId};
use domain::regime::Regime;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::paper;
use crate::{Error, Keys, Result, Source, Tx};

/// What is written about a request; sealed at rest.
#[derive(Clone, Serialize, Deserialize)]
pub struct Body {
    /// Name of the body.
    pub name: String,
    /// Number of its letter.
    pub letter: String,
    /// Date of its letter.
    pub letter_date: Date,
    /// Where it is answered.
    pub email: String,
    /// The law it relies on.
    pub basis: String,
    /// Words of the decision; empty before.
    pub words: String,
    /// Names of the papers, in their order.
    pub papers: Vec<String>,
}

domain::redacted_debug!(Body);

/// A case as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Whose account.
    pub subject: SubjectId,
    /// The rules' view.
    pub case: Case,
    /// `YC-XXXXX-XXXXX`.
    pub reference: String,
    /// The unit above, once the time ran out.
    pub escalated_to: Option<String>,
    /// D69-15.2r: until when it is forwarded.
    pub forward_by: Option<Timestamp>,
    /// Which hold an unlock asks to end.
    pub hold: Option<HoldId>,
    /// Who handles it now.
    pub handler: Option<StaffId>,
    /// Who decided.
    pub decided_by: Option<StaffId>,
    /// Sealed part, opened.
    pub body: Body,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct CaseRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        reference: String,
        wish: String,
        requester: String,
        central: bool,
        unit: String,
        escalated_to: String,
        regime: String,
        received_at: i64,
        forward_by: Option<i64>,
        due: i64,
        hold: Option<Vec<u8>>,
        handler: Option<Vec<u8>>,
        state: String,
        reason: Option<String>,
        decided_at: Option<i64>,
        decided_by: Option<Vec<u8>>,
        body: Vec<u8>,
        revision: i64,
    }
}

const CORRUPT: Error = Error::Corrupt("lock_case");

fn context(subject: SubjectId, id: CaseId) -> String {
    format!("case/{subject}/{id}")
}

impl CaseRow {
    fn state(&self) -> Option<State> {
        let at = self.decided_at.map(from_millis);
        match (self.state.as_str(), at) {
            ("received", None) => Some(State::Received),
            ("approved", Some(at)) => Some(State::Approved { at }),
            ("refused", Some(at)) => {
                let reason = Refusal::parse(self.reason.as_deref()?)?;
                Some(State::Refused { at, reason })
            }
            _ => None,
        }
    }

    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        let id = CaseId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?;
        let staff = |bytes: Option<&[u8]>| {
            bytes
                .map(|bytes| StaffId::try_from(bytes).map_err(|_| CORRUPT))
                .transpose()
        };
        let hold = self.hold.as_deref().map(HoldId::try_from).transpose();
        Ok(Stored {
            subject,
            case: Case {
                id,
                wish: Wish::parse(&self.wish).ok_or(CORRUPT)?,
                requester: Requester::parse(&self.requester).ok_or(CORRUPT)?,
                central: self.central,
                received: from_millis(self.received_at),
                due: from_millis(self.due),
                regime: Regime::parse(&self.regime).ok_or(CORRUPT)?,
                state: self.state().ok_or(CORRUPT)?,
                unit: self.unit,
            },
            reference: self.reference,
            escalated_to: Some(self.escalated_to).filter(|unit| !unit.is_empty()),
            forward_by: self.forward_by.map(from_millis),
            hold: hold.map_err(|_| CORRUPT)?,
            handler: staff(self.handler.as_deref())?,
            decided_by: staff(self.decided_by.as_deref())?,
            body: keys.open_json(&context(subject, id), &self.body)?,
            revision: self.revision,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, id, reference, wish, requester, central, unit, escalated_to, regime, received_at, \
             forward_by, due, hold, handler, state, reason, decided_at, decided_by, body, revision FROM lock_case ",
            $rest
        )
    };
}

pub(crate) const INSERT: &str = "INSERT INTO lock_case (subject, id, reference, wish, requester, central, unit, escalated_to, regime, \
     received_at, forward_by, due, hold, state, body, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, '', $8, $9, $10, $11, $12, 'received', $13, 1)";

/// Writes a received case.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let (subject, case) = (stored.subject, &stored.case);
    let body = tx
        .keys()
        .seal_json(&context(subject, case.id), &stored.body)?;
    execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        case.id.as_bytes().as_slice(),
        stored.reference.as_str(),
        case.wish.as_str(),
        case.requester.as_str(),
        case.central,
        case.unit.as_str(),
        case.regime.as_str(),
        millis(case.received),
        stored.forward_by.map(millis),
        millis(case.due),
        stored.hold.map(|hold| hold.as_bytes().to_vec()),
        body
    )?;
    Ok(())
}

pub(crate) const LOAD: &str = select!("WHERE subject = $1 AND id = $2");

/// One case.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: CaseId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        CaseRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const WAITING: &str = select!(
    "WHERE state = 'received' AND (unit = $1 OR escalated_to = $1) ORDER BY due, id LIMIT 500"
);

/// What waits at a unit, its own and what was escalated to it; the most urgent first.
pub async fn waiting(source: &mut impl Source, unit: &str) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, CaseRow, WAITING, unit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const DECIDED: &str =
    select!("WHERE state <> 'received' AND unit = $1 ORDER BY decided_at DESC, id LIMIT 100");

/// What a unit decided last.
pub async fn decided(source: &mut impl Source, unit: &str) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, CaseRow, DECIDED, unit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const BY_REFERENCE: &str = select!("WHERE reference = $1");

/// Cases of a reference, decided ones too.
pub async fn by_reference(source: &mut impl Source, reference: &str) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, CaseRow, BY_REFERENCE, reference)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const OPEN: &str = "SELECT id FROM lock_case WHERE subject = $1 AND state = 'received'";

/// The undecided cases about an account.
pub async fn open_ids(source: &mut impl Source, subject: SubjectId) -> Result<Vec<CaseId>> {
    fetch_all!(source, (Vec<u8>,), OPEN, subject.as_bytes().as_slice())?
        .into_iter()
        .map(|(id,)| CaseId::try_from(id.as_slice()).map_err(|_| CORRUPT))
        .collect()
}

pub(crate) const UPDATE: &str = "UPDATE lock_case SET unit = $3, escalated_to = $4, handler = $5, state = $6, reason = $7, \
     decided_at = $8, decided_by = $9, body = $10, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $11";

/// Writes a changed case; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let (subject, case) = (stored.subject, &stored.case);
    let body = tx
        .keys()
        .seal_json(&context(subject, case.id), &stored.body)?;
    let (state, reason, at) = match case.state {
        State::Received => ("received", None, None),
        State::Approved { at } => ("approved", None, Some(at)),
        State::Refused { at, reason } => ("refused", Some(reason.as_str()), Some(at)),
    };
    let changed = execute!(
        tx,
        UPDATE,
        subject.as_bytes().as_slice(),
        case.id.as_bytes().as_slice(),
        case.unit.as_str(),
        stored.escalated_to.as_deref().unwrap_or_default(),
        stored.handler.map(|staff| staff.as_bytes().to_vec()),
        state,
        reason,
        at.map(millis),
        stored.decided_by.map(|staff| staff.as_bytes().to_vec()),
        body,
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

/// A move from unit to unit (D59-20.4).
#[derive(Debug, Clone)]
pub struct Move {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub staff: StaffId,
    /// From where.
    pub from: String,
    /// To where.
    pub to: String,
    /// Why.
    pub words: String,
}

pub(crate) const MOVE: &str = "INSERT INTO lock_case_move (subject, case_id, at, staff, from_unit, to_unit, words) \
     VALUES ($1, $2, $3, $4, $5, $6, $7)";

/// Puts a move on record.
pub async fn note_move(tx: &mut Tx, subject: SubjectId, id: CaseId, step: &Move) -> Result<()> {
    let words = tx
        .keys()
        .seal(&context(subject, id), step.words.as_bytes())?;
    execute!(
        tx,
        MOVE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        millis(step.at),
        step.staff.as_bytes().as_slice(),
        step.from.as_str(),
        step.to.as_str(),
        words
    )?;
    Ok(())
}

row! {
    struct MoveRow {
        at: i64,
        staff: Vec<u8>,
        from_unit: String,
        to_unit: String,
        words: Vec<u8>,
    }
}

pub(crate) const MOVES: &str = "SELECT at, staff, from_unit, to_unit, words FROM lock_case_move \
     WHERE subject = $1 AND case_id = $2 ORDER BY at";

/// The moves of a case, in order.
pub async fn moves(source: &mut impl Source, subject: SubjectId, id: CaseId) -> Result<Vec<Move>> {
    let rows = fetch_all!(
        source,
        MoveRow,
        MOVES,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| {
            let words = keys.open(&context(subject, id), &row.words)?;
            Ok(Move {
                at: from_millis(row.at),
                staff: StaffId::try_from(row.staff.as_slice()).map_err(|_| CORRUPT)?,
                from: row.from_unit,
                to: row.to_unit,
                words: String::from_utf8(words).map_err(|_| CORRUPT)?,
            })
        })
        .collect()
}

pub(crate) const ADD_PAPER: &str =
    "INSERT INTO lock_case_file (subject, case_id, place, content) VALUES ($1, $2, $3, $4)";

/// Seals a paper, before the transaction that keeps it begins.
pub fn seal_paper(keys: &Keys, subject: SubjectId, id: CaseId, pdf: &[u8]) -> Result<Vec<u8>> {
    keys.seal(&context(subject, id), pdf)
}

/// Keeps a sealed paper.
pub async fn add_paper(
    tx: &mut Tx,
    subject: SubjectId,
    id: CaseId,
    place: i64,
    sealed: Vec<u8>,
) -> Result<()> {
    let key = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    paper::add(tx, ADD_PAPER, key, place, sealed).await
}

pub(crate) const PAPER: &str =
    "SELECT content FROM lock_case_file WHERE subject = $1 AND case_id = $2 AND place = $3";

/// One paper of a case.
pub async fn paper(
    source: &mut impl Source,
    subject: SubjectId,
    id: CaseId,
    place: i64,
) -> Result<Option<Vec<u8>>> {
    let key = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    paper::read(source, PAPER, key, place, &context(subject, id)).await
}
