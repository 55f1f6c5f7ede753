//! Registrations (D59-14) with their clocks (D59-17) and sealed dossiers.

mod dossier;

use domain::account::{Level, SubjectKind};
use domain::ids::{RegistrationId, StaffId, SubjectId};
use domain::person::PersonNumber;
use domain::regime::Regime;
use domain::registration::{AwaitsCard, Refusal, State};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Keys, Result, Source, Tx};

pub use dossier::{
    Dossier, Finding, FingerTaken, FingerTried, PendingContact, QueueReason, Wanted,
};
pub use joint::{awaiting_card, card_awaited};
pub use untouched::{delete_untouched, untouched};

/// Where a registration is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// By the citizen in the app (D59-14.1).
    App,
    /// At a counter (D59-14.2).
    Counter,
}

impl Channel {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::App => "app",
            Self::Counter => "counter",
        }
    }
}

/// A registration as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// Identifier.
    pub id: RegistrationId,
    /// Whose.
    pub subject: SubjectId,
    /// Which level is asked for.
    pub level: Level,
    /// Where it is made.
    pub channel: Channel,
    /// Where it stands.
    pub state: State,
    /// How a person refers to it.
    pub reference: String,
    /// Digest of the applicant's cookie.
    pub token: Option<Vec<u8>>,
    /// What it is made of.
    pub dossier: Dossier,
    /// The unit that handles it; empty where none does yet.
    pub unit: String,
    /// The officer who opened or decided it.
    pub officer: Option<StaffId>,
    /// When it was begun.
    pub created: Timestamp,
    /// Last receipt of a complete dossier, kept after the decision.
    pub received: Option<Timestamp>,
    /// Until when it was to be decided, kept after the decision.
    pub due: Option<Timestamp>,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct RegistrationRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        level: i64,
        channel: String,
        state: String,
        reference: String,
        token_digest: Option<Vec<u8>>,
        dossier: Vec<u8>,
        unit: String,
        officer: Option<Vec<u8>>,
        created_at: i64,
        received_at: Option<i64>,
        due: Option<i64>,
        regime: Option<String>,
        incomplete_since: Option<i64>,
        decided_at: Option<i64>,
        refusal: Option<String>,
        revision: i64,
    }
}

impl Stored {
    /// D59-14.2.b: whether account and card are applied for together: level 2 of a citizen who has no valid chip card.
    pub fn joint(&self) -> bool {
        self.level == Level::Two && self.dossier.kind == SubjectKind::Citizen && !self.dossier.chip
    }

    /// The officer's decision, while the account waits for the card.
    pub const fn awaits_card(&self) -> Option<&AwaitsCard> {
        match self.state {
            State::Received { .. } => self.dossier.awaits_card.as_ref(),
            State::Draft
            | State::Incomplete { .. }
            | State::Approved { .. }
            | State::Refused { .. } => None,
        }
    }
}

const CORRUPT: Error = Error::Corrupt("registration");

fn context(subject: SubjectId) -> String {
    format!("registration/{subject}")
}

impl RegistrationRow {
    fn state(&self, dossier: &Dossier) -> Option<State> {
        let decided = self.decided_at.map(from_millis);
        match self.state.as_str() {
            "draft" => Some(State::Draft),
            "received" => Some(State::Received {
                at: from_millis(self.received_at?),
                due: from_millis(self.due?),
                regime: Regime::parse(self.regime.as_deref()?)?,
            }),
            "incomplete" => Some(State::Incomplete {
                since: from_millis(self.incomplete_since?),
                missing: dossier.missing.clone().unwrap_or_default(),
            }),
            "approved" => Some(State::Approved { at: decided? }),
            "refused" => Some(State::Refused {
                at: decided?,
                reason: Refusal::parse(self.refusal.as_deref()?)?,
            }),
            _ => None,
        }
    }

    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        let dossier: Dossier = keys.open_json(&context(subject), &self.dossier)?;
        Ok(Stored {
            id: RegistrationId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?,
            subject,
            level: Level::from_stored(self.level).ok_or(CORRUPT)?,
            channel: if self.channel == "app" {
                Channel::App
            } else {
                Channel::Counter
            },
            state: self.state(&dossier).ok_or(CORRUPT)?,
            dossier,
            reference: self.reference,
            token: self.token_digest,
            unit: self.unit,
            officer: self
                .officer
                .map(|o| StaffId::try_from(o.as_slice()))
                .transpose()
                .map_err(|_| CORRUPT)?,
            created: from_millis(self.created_at),
            received: self.received_at.map(from_millis),
            due: self.due.map(from_millis),
            revision: self.revision,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, id, level, channel, state, reference, token_digest, dossier, unit, officer, created_at, \
             received_at, due, regime, incomplete_since, decided_at, refusal, revision FROM registration ",
            $rest
        )
    };
}

mod joint;
mod untouched;

pub(crate) const LOAD: &str = select!("WHERE subject = $1 AND id = $2");

/// One registration.
pub async fn load(
    source: &mut impl Source,
    subject: SubjectId,
    id: RegistrationId,
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        RegistrationRow,
        LOAD,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const BY_NAME: &str = select!("WHERE reference = $1");

/// One registration by its reference, as an officer's address names it.
pub async fn named(source: &mut impl Source, reference: &str) -> Result<Option<Stored>> {
    let row = fetch_optional!(source, RegistrationRow, BY_NAME, reference)?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const BY_TOKEN: &str = select!("WHERE subject = $1 AND token_digest = $2");

/// The registration of an applicant's cookie.
pub async fn by_token(
    source: &mut impl Source,
    subject: SubjectId,
    digest: &[u8],
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        RegistrationRow,
        BY_TOKEN,
        subject.as_bytes().as_slice(),
        digest
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const BY_REFERENCE: &str =
    select!("WHERE reference = $1 AND number_digest = $2 AND state <> 'draft'");

/// The registration that a reference and a number, or a foreigner's passport number, lead to together.
pub async fn by_reference(
    source: &mut impl Source,
    reference: &str,
    number: &str,
) -> Result<Option<Stored>> {
    let digest = number_digest(&source.keys(), number);
    let row = fetch_optional!(source, RegistrationRow, BY_REFERENCE, reference, digest)?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const BY_SUBJECT: &str = select!("WHERE subject = $1 ORDER BY created_at DESC, id");

/// All registrations of a subject, newest first.
pub async fn by_subject(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let rows = fetch_all!(
        source,
        RegistrationRow,
        BY_SUBJECT,
        subject.as_bytes().as_slice()
    )?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const OPEN_BY_NUMBER: &str = select!(
    "WHERE number_digest = $1 AND level = 2 AND state IN ('draft', 'received', 'incomplete') ORDER BY created_at, id"
);

/// The open level-2 registration of a number.
pub async fn open_level_two(
    source: &mut impl Source,
    number: &PersonNumber,
) -> Result<Option<Stored>> {
    let digest = number_digest(&source.keys(), number.as_str());
    let row = fetch_optional!(source, RegistrationRow, OPEN_BY_NUMBER, digest)?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const QUEUE: &str = select!(
    "WHERE state = 'received' AND (level = 1 OR unit = $1) AND awaits_card IS NULL ORDER BY due, id LIMIT $2"
);

/// What waits for a decision at a unit, the most urgent first: level 1 anywhere, level 2 its own
/// (D59-20.4).
pub async fn queue(source: &mut impl Source, unit: &str, limit: i64) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, RegistrationRow, QUEUE, unit, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const OPEN_AT_UNIT: &str = select!(
    "WHERE unit = $1 AND level = 2 AND state IN ('draft', 'incomplete') ORDER BY created_at DESC, id LIMIT $2"
);

/// Level-2 registrations a unit has begun and not handed on.
pub async fn begun_at(source: &mut impl Source, unit: &str, limit: i64) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, RegistrationRow, OPEN_AT_UNIT, unit, limit)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

fn number_digest(keys: &Keys, number: &str) -> Vec<u8> {
    keys.digest("registration-number", number)
}

/// What the applicant knows himself: a foreigner in the app his passport number, since the number of the
/// account is made for him.
fn known_number(stored: &Stored) -> Option<&str> {
    let dossier = &stored.dossier;
    match (stored.channel, &dossier.paper) {
        (Channel::App, Some(paper)) => Some(paper.number.as_str()),
        (Channel::Counter, _) | (Channel::App, None) => {
            dossier.number.as_ref().map(PersonNumber::as_str)
        }
    }
}

/// The columns that a state fills.
struct Columns {
    received: Option<i64>,
    due: Option<i64>,
    regime: Option<&'static str>,
    incomplete: Option<i64>,
    decided: Option<i64>,
    refusal: Option<&'static str>,
}

impl Columns {
    fn of(stored: &Stored) -> Self {
        let mut columns = Self {
            received: stored.received.map(millis),
            due: stored.due.map(millis),
            regime: None,
            incomplete: None,
            decided: None,
            refusal: None,
        };
        match &stored.state {
            State::Draft => {}
            State::Received { at, due, regime } => {
                columns.received = Some(millis(*at));
                columns.due = Some(millis(*due));
                columns.regime = Some(regime.as_str());
            }
            State::Incomplete { since, .. } => columns.incomplete = Some(millis(*since)),
            State::Approved { at } => columns.decided = Some(millis(*at)),
            State::Refused { at, reason } => {
                columns.decided = Some(millis(*at));
                columns.refusal = Some(reason.as_str());
            }
        }
        columns
    }
}

pub(crate) const INSERT: &str = "INSERT INTO registration (subject, id, level, channel, state, reference, token_digest, \
     number_digest, dossier, unit, officer, created_at, revision) \
     VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $11, 1)";

/// Writes a new draft.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let keys = tx.keys();
    let dossier = keys.seal_json(&context(stored.subject), &stored.dossier)?;
    let number = known_number(stored).map(|n| number_digest(&keys, n));
    execute!(
        tx,
        INSERT,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        i64::from(stored.level.get()),
        stored.channel.as_str(),
        stored.reference.as_str(),
        stored.token.as_deref(),
        number,
        dossier,
        stored.unit.as_str(),
        stored.officer.map(|o| o.as_bytes().to_vec()),
        millis(stored.created)
    )?;
    Ok(())
}

pub(crate) const SAVE: &str = "UPDATE registration SET state = $3, number_digest = $4, dossier = $5, unit = $6, officer = $7, \
     received_at = $8, due = $9, regime = COALESCE($10, regime), incomplete_since = $11, decided_at = $12, refusal = $13, \
     awaits_card = $14, revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $15";

/// Writes a changed registration; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let keys = tx.keys();
    let dossier = keys.seal_json(&context(stored.subject), &stored.dossier)?;
    let number = known_number(stored).map(|n| number_digest(&keys, n));
    let columns = Columns::of(stored);
    let changed = execute!(
        tx,
        SAVE,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        stored.state.as_str(),
        number,
        dossier,
        stored.unit.as_str(),
        stored.officer.map(|o| o.as_bytes().to_vec()),
        columns.received,
        columns.due,
        columns.regime,
        columns.incomplete,
        columns.decided,
        columns.refusal,
        stored.awaits_card().map(|awaits| millis(awaits.at())),
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const TOUCH: &str = "UPDATE registration SET revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $3";

/// Something beside the row changed that a decision rests on: whoever decides on what he saw before is stale, and waits
/// until this is on record. [`Error::Stale`] where somebody else was faster.
pub async fn touch(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let changed = execute!(
        tx,
        TOUCH,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const NEW_TOKEN: &str = "UPDATE registration SET token_digest = $3, revision = revision + 1 WHERE subject = $1 AND id = $2 AND revision = $4";

/// Binds a registration to another cookie; the earlier one is worth nothing any more.
pub async fn rebind(tx: &mut Tx, stored: &Stored, digest: &[u8]) -> Result<()> {
    let changed = execute!(
        tx,
        NEW_TOKEN,
        stored.subject.as_bytes().as_slice(),
        stored.id.as_bytes().as_slice(),
        digest,
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const DELETE: &str =
    "DELETE FROM registration WHERE subject = $1 AND id = $2 AND state = 'draft'";

/// Removes a draft that nobody handed in; `false` when it was handed in.
pub async fn delete_draft(tx: &mut Tx, subject: SubjectId, id: RegistrationId) -> Result<bool> {
    Ok(execute!(
        tx,
        DELETE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice()
    )? == 1)
}

pub(crate) const RESERVE: &str = "INSERT INTO identifier (digest, subject, kind) VALUES ($1, $2, 'proofing') ON CONFLICT (digest) DO NOTHING";

/// Takes the right to prove a number; `false` while another registration has it. One open
/// level-2 registration a number, on any node.
pub async fn reserve(tx: &mut Tx, number: &PersonNumber, subject: SubjectId) -> Result<bool> {
    let digest = tx.keys().digest("proofing", number.as_str());
    Ok(execute!(tx, RESERVE, digest, subject.as_bytes().as_slice())? == 1)
}

pub(crate) const UNRESERVE: &str = "DELETE FROM identifier WHERE digest = $1 AND subject = $2";

/// Gives that right back.
pub async fn unreserve(tx: &mut Tx, number: &PersonNumber, subject: SubjectId) -> Result<()> {
    let digest = tx.keys().digest("proofing", number.as_str());
    execute!(tx, UNRESERVE, digest, subject.as_bytes().as_slice())?;
    Ok(())
}
