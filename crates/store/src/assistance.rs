//! Calls (D59-19.5.b) and visits (D59-19.5.c): what was checked, never the answers given.

use domain::contact::Phone;
use domain::hold::Channel;
use domain::ids::{CallId, CodeId, StaffId, SubjectId};
use domain::number_matching::Matching;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{Error, Keys, Result, Source, Tx};

/// What staff see of the person before and after the checks; sealed at rest.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The number, its middle hidden.
    pub number: String,
    /// The registered contact, most of it hidden.
    pub contact: String,
    /// What the caller asked for.
    pub wish: String,
    /// APP-12: the new number that a code was sent to, until it is read back.
    #[serde(default)]
    pub new_phone: Option<Phone>,
    /// APP-12: that very code; one that went to another number proves nothing about this one.
    #[serde(default)]
    pub new_phone_code: Option<CodeId>,
    /// Whether the holder was asked on his own phone if it is he.
    #[serde(default)]
    pub on_phone: Option<OnPhone>,
}

/// A question to the holder on his own phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnPhone {
    /// The number that staff say and the phone shows among others.
    pub matching: Matching,
    /// Which question of its call it is, the first being nought: an answer names it.
    #[serde(default)]
    pub turn: u32,
    /// When it was asked.
    pub asked: Timestamp,
    /// What he answered.
    pub answer: Said,
    /// It does not reach him, and nobody is told so: he said no before.
    #[serde(default)]
    pub silent: bool,
}

/// What the holder said on his phone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// Nothing yet.
    Nothing,
    /// It is he.
    Yes,
    /// It is not he, or he picked another number.
    No,
}

domain::redacted_debug!(Shown);

/// A call or visit as stored.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one check of its own"
)]
pub struct Assistance {
    /// Whose account, or a subject nobody has.
    pub subject: SubjectId,
    /// Identifier.
    pub id: CallId,
    /// Who opened it; nobody else acts in it.
    pub staff: StaffId,
    /// Call centre or counter.
    pub channel: Channel,
    /// False where no such account exists: every check fails.
    pub genuine: bool,
    /// What staff see.
    pub shown: Shown,
    /// Words of the questions picked.
    pub questions: Vec<String>,
    /// Words of the questions answered rightly.
    pub right: Vec<String>,
    /// How many answers were wrong.
    pub wrong: i64,
    /// The code sent to the registered contact was read back.
    pub code_confirmed: bool,
    /// The chip card was seen.
    pub document_seen: bool,
    /// The person seems to act under pressure.
    pub pressured: bool,
    /// When it was opened.
    pub opened: Timestamp,
    /// When it was closed.
    pub closed: Option<Timestamp>,
    /// For compare-and-set.
    pub revision: i64,
}

impl Assistance {
    /// What the holder said on his phone, where he was asked.
    pub fn said(&self) -> Said {
        let asked = self.shown.on_phone.as_ref();
        asked.map_or(Said::Nothing, |asked| asked.answer)
    }
}

row! {
    struct AssistanceRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        staff: Vec<u8>,
        channel: String,
        genuine: bool,
        shown: Vec<u8>,
        questions: String,
        right_answers: String,
        wrong_answers: i64,
        code_confirmed: bool,
        document_seen: bool,
        pressured: bool,
        opened_at: i64,
        closed_at: Option<i64>,
        revision: i64,
    }
}

fn context(subject: SubjectId) -> String {
    format!("assistance/{subject}")
}

fn words(text: &str) -> Vec<String> {
    text.split(',')
        .filter(|w| !w.is_empty())
        .map(str::to_owned)
        .collect()
}

impl AssistanceRow {
    fn into_assistance(self, keys: &Keys) -> Result<Assistance> {
        let corrupt = || Error::Corrupt("assistance");
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| corrupt())?;
        Ok(Assistance {
            subject,
            id: CallId::try_from(self.id.as_slice()).map_err(|_| corrupt())?,
            staff: StaffId::try_from(self.staff.as_slice()).map_err(|_| corrupt())?,
            channel: Channel::parse(&self.channel).ok_or_else(corrupt)?,
            genuine: self.genuine,
            shown: keys.open_json(&context(subject), &self.shown)?,
            questions: words(&self.questions),
            right: words(&self.right_answers),
            wrong: self.wrong_answers,
            code_confirmed: self.code_confirmed,
            document_seen: self.document_seen,
            pressured: self.pressured,
            opened: from_millis(self.opened_at),
            closed: self.closed_at.map(from_millis),
            revision: self.revision,
        })
    }
}

pub(crate) const INSERT: &str = "INSERT INTO assistance (subject, id, staff, channel, genuine, shown, questions, \
     right_answers, wrong_answers, code_confirmed, document_seen, pressured, opened_at, revision) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, '', 0, $8, $8, $8, $9, 1)";

/// Opens a call or visit.
pub async fn insert(tx: &mut Tx, new: &Assistance) -> Result<()> {
    let shown = tx.keys().seal_json(&context(new.subject), &new.shown)?;
    execute!(
        tx,
        INSERT,
        new.subject.as_bytes().as_slice(),
        new.id.as_bytes().as_slice(),
        new.staff.as_bytes().as_slice(),
        new.channel.as_str(),
        new.genuine,
        shown,
        new.questions.join(","),
        false,
        millis(new.opened)
    )?;
    Ok(())
}

pub(crate) const LOAD: &str = "SELECT subject, id, staff, channel, genuine, shown, questions, right_answers, \
     wrong_answers, code_confirmed, document_seen, pressured, opened_at, closed_at, revision \
     FROM assistance WHERE subject = $1 AND id = $2";

/// One call or visit.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: CallId,
) -> Result<Option<Assistance>> {
    let row = fetch_optional!(
        source,
        AssistanceRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_assistance(&keys)).transpose()
}

pub(crate) const SAVE: &str = "UPDATE assistance SET right_answers = $3, wrong_answers = $4, code_confirmed = $5, \
     document_seen = $6, pressured = $7, closed_at = $8, shown = $10, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $9";

/// Writes what was checked; [`Error::Stale`] when another request did so first.
pub async fn save(tx: &mut Tx, changed: &Assistance) -> Result<()> {
    let shown = tx
        .keys()
        .seal_json(&context(changed.subject), &changed.shown)?;
    let rows = execute!(
        tx,
        SAVE,
        changed.subject.as_bytes().as_slice(),
        changed.id.as_bytes().as_slice(),
        changed.right.join(","),
        changed.wrong,
        changed.code_confirmed,
        changed.document_seen,
        changed.pressured,
        changed.closed.map(millis),
        changed.revision,
        shown
    )?;
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

pub(crate) const OPEN: &str = "SELECT subject, id, staff, channel, genuine, shown, questions, right_answers, \
     wrong_answers, code_confirmed, document_seen, pressured, opened_at, closed_at, revision \
     FROM assistance WHERE subject = $1 AND closed_at IS NULL AND opened_at > $2 ORDER BY opened_at DESC";

/// The calls and visits of a holder that are going on, opened after an instant, the latest first.
pub async fn open_of(
    source: &mut impl Source,
    subject: SubjectId,
    after: Timestamp,
) -> Result<Vec<Assistance>> {
    let rows = fetch_all!(
        source,
        AssistanceRow,
        OPEN,
        subject.as_bytes().as_slice(),
        millis(after)
    )?;
    let keys = source.keys();
    rows.into_iter()
        .map(|row| row.into_assistance(&keys))
        .collect()
}

pub(crate) const STAFF_PLACE: &str = "SELECT s.role, COALESCE(u.name, '') FROM staff s \
     LEFT JOIN unit u ON u.code = $2 WHERE s.id = $1";

/// D59-4.4: role of a member of staff and name of a unit, as the holder may know them.
pub async fn staff_place(
    source: &mut impl Source,
    staff: StaffId,
    unit: &str,
) -> Result<Option<(String, String)>> {
    fetch_optional!(
        source,
        (String, String),
        STAFF_PLACE,
        staff.as_bytes().as_slice(),
        unit
    )
}
