//! Representatives' requests for their organisations' accounts (D59-16).

use domain::ids::{RegistrationId, StaffId, SubjectId};
use domain::organisation::OrganisationCode;
use domain::person::PersonNumber;
use domain::regime::Regime;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::paper;
use crate::{Error, Keys, Result, Source, Tx};

/// What was stated; from the register where it was found there. Sealed at rest.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Dossier {
    /// Tax code; none where the organisation has none (D59-3.5).
    pub code: Option<OrganisationCode>,
    /// Name in Vietnamese; empty until it is stated.
    pub name: String,
    /// Short name.
    pub short_name: String,
    /// Name in a foreign language.
    pub foreign_name: String,
    /// Day of foundation.
    pub founded_on: Option<Date>,
    /// Address of the head office.
    pub address: String,
    /// Province of the head office.
    pub province: String,
    /// Names of the papers, in their order.
    pub papers: Vec<String>,
    /// Words of the decision; empty before.
    pub words: String,
    /// Whether the data come from the business register.
    #[serde(default)]
    pub known: bool,
    /// The legal representative whom the register names.
    #[serde(default)]
    pub representative: Option<PersonNumber>,
    /// How it came.
    #[serde(default)]
    pub way: Way,
}

/// D59-16.a, D69-12: how a request comes, and from whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// From the representative or head, in the app.
    #[default]
    Head,
    /// From somebody empowered, with the last day of his mandate once he stated it.
    Empowered(Option<Date>),
    /// On paper, at a counter.
    Paper,
}

domain::redacted_debug!(Dossier);

/// D59-16.b: how the data are verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// They stand in the business register.
    Found,
    /// They do not: an officer verifies them by other means.
    Manual,
}

impl Manner {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Found => "found",
            Self::Manual => "manual",
        }
    }
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// Being filled in.
    Draft,
    /// D69-12: waiting for the consent of the other legal representatives.
    Asking,
    /// Handed in.
    Received {
        /// When.
        at: Timestamp,
        /// Until when it is decided (D59-17.3).
        due: Timestamp,
    },
    /// The account was issued.
    Approved {
        /// When.
        at: Timestamp,
        /// The organisation.
        organisation: SubjectId,
    },
    /// I7: refused.
    Refused {
        /// When.
        at: Timestamp,
        /// Stable code of the reason.
        reason: String,
    },
}

/// A request as stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// The representative who asks.
    pub subject: SubjectId,
    /// Identifier.
    pub id: RegistrationId,
    /// `TC-XXXXX-XXXXX`.
    pub reference: String,
    /// What makes a second request the same.
    pub digest: Vec<u8>,
    /// How it is verified.
    pub manner: Manner,
    /// Where it stands.
    pub state: State,
    /// The decree it is judged by, from its receipt on (I10).
    pub regime: Option<Regime>,
    /// When it was begun.
    pub created: Timestamp,
    /// When it was handed in.
    pub received: Option<Timestamp>,
    /// Until when it is decided.
    pub due: Option<Timestamp>,
    /// Who decided, where an officer did.
    pub decided_by: Option<StaffId>,
    /// Sealed part, opened.
    pub dossier: Dossier,
    /// For compare-and-set.
    pub revision: i64,
}

row! {
    struct RegistrationRow {
        subject: Vec<u8>,
        id: Vec<u8>,
        reference: String,
        digest: Vec<u8>,
        manner: String,
        state: String,
        regime: Option<String>,
        created_at: i64,
        received_at: Option<i64>,
        due: Option<i64>,
        decided_at: Option<i64>,
        decided_by: Option<Vec<u8>>,
        refusal: Option<String>,
        organisation: Option<Vec<u8>>,
        dossier: Vec<u8>,
        revision: i64,
    }
}

const CORRUPT: Error = Error::Corrupt("organisation_registration");

fn context(subject: SubjectId, id: RegistrationId) -> String {
    format!("organisation/{subject}/{id}")
}

/// What makes a second request for the same organisation the same: its code, else its name.
pub fn digest(keys: &Keys, code: Option<&OrganisationCode>, name: &str) -> Vec<u8> {
    match code {
        Some(code) => keys.digest("organisation", code.as_str()),
        None => keys.digest("organisation-name", &name.to_lowercase()),
    }
}

impl RegistrationRow {
    fn state(&self) -> Option<State> {
        let decided = self.decided_at.map(from_millis);
        match (self.state.as_str(), decided) {
            ("draft", None) => Some(State::Draft),
            ("asking", None) => Some(State::Asking),
            ("received", None) => Some(State::Received {
                at: from_millis(self.received_at?),
                due: from_millis(self.due?),
            }),
            ("approved", Some(at)) => Some(State::Approved {
                at,
                organisation: SubjectId::try_from(self.organisation.as_deref()?).ok()?,
            }),
            ("refused", Some(at)) => Some(State::Refused {
                at,
                reason: self.refusal.clone()?,
            }),
            _ => None,
        }
    }

    fn into_stored(self, keys: &Keys) -> Result<Stored> {
        let subject = SubjectId::try_from(self.subject.as_slice()).map_err(|_| CORRUPT)?;
        let id = RegistrationId::try_from(self.id.as_slice()).map_err(|_| CORRUPT)?;
        let staff = self.decided_by.as_deref().map(StaffId::try_from);
        Ok(Stored {
            subject,
            id,
            state: self.state().ok_or(CORRUPT)?,
            manner: match self.manner.as_str() {
                "found" => Manner::Found,
                _ => Manner::Manual,
            },
            regime: self.regime.as_deref().and_then(Regime::parse),
            created: from_millis(self.created_at),
            received: self.received_at.map(from_millis),
            due: self.due.map(from_millis),
            decided_by: staff.transpose().map_err(|_| CORRUPT)?,
            dossier: keys.open_json(&context(subject, id), &self.dossier)?,
            reference: self.reference,
            digest: self.digest,
            revision: self.revision,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, id, reference, digest, manner, state, regime, created_at, received_at, due, decided_at, decided_by, \
             refusal, organisation, dossier, revision FROM organisation_registration ",
            $rest
        )
    };
}

pub(crate) const INSERT: &str = "INSERT INTO organisation_registration (subject, id, reference, digest, manner, state, created_at, dossier, revision) \
     VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, 1) ON CONFLICT DO NOTHING";

/// Writes a draft; `false` when the same request is open already.
pub async fn insert(tx: &mut Tx, stored: &Stored) -> Result<bool> {
    let (subject, id) = (stored.subject, stored.id);
    let dossier = tx
        .keys()
        .seal_json(&context(subject, id), &stored.dossier)?;
    let added = execute!(
        tx,
        INSERT,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        stored.reference.as_str(),
        stored.digest.as_slice(),
        stored.manner.as_str(),
        millis(stored.created),
        dossier
    )?;
    Ok(added == 1)
}

pub(crate) const LOAD: &str = select!("WHERE subject = $1 AND id = $2");

/// One request.
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

pub(crate) const SAME: &str =
    select!("WHERE subject = $1 AND digest = $2 AND state IN ('draft', 'asking', 'received')");

/// The open request of somebody for an organisation.
pub async fn same(
    source: &mut impl Source,
    subject: SubjectId,
    digest: &[u8],
) -> Result<Option<Stored>> {
    let row = fetch_optional!(
        source,
        RegistrationRow,
        SAME,
        subject.as_bytes().as_slice(),
        digest
    )?;
    let keys = source.keys();
    row.map(|row| row.into_stored(&keys)).transpose()
}

pub(crate) const OF: &str = select!("WHERE subject = $1 ORDER BY created_at DESC, id LIMIT 100");

/// The requests of somebody, the newest first.
pub async fn of(source: &mut impl Source, subject: SubjectId) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, RegistrationRow, OF, subject.as_bytes().as_slice())?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const QUEUE: &str =
    select!("WHERE state = 'received' AND manner = 'manual' ORDER BY due, id LIMIT 200");

/// What waits for an officer, the most urgent first.
pub async fn queue(source: &mut impl Source) -> Result<Vec<Stored>> {
    let rows = fetch_all!(source, RegistrationRow, QUEUE)?;
    let keys = source.keys();
    rows.into_iter().map(|row| row.into_stored(&keys)).collect()
}

pub(crate) const UPDATE: &str = "UPDATE organisation_registration SET digest = $3, manner = $4, state = $5, regime = $6, received_at = $7, due = $8, \
     decided_at = $9, decided_by = $10, refusal = $11, organisation = $12, dossier = $13, revision = revision + 1 \
     WHERE subject = $1 AND id = $2 AND revision = $14";

/// Writes a changed request; [`Error::Stale`] when somebody else was faster.
pub async fn save(tx: &mut Tx, stored: &Stored) -> Result<()> {
    let (subject, id) = (stored.subject, stored.id);
    let dossier = tx
        .keys()
        .seal_json(&context(subject, id), &stored.dossier)?;
    let (state, at, refusal, organisation) = match &stored.state {
        State::Draft => ("draft", None, None, None),
        State::Asking => ("asking", None, None, None),
        State::Received { .. } => ("received", None, None, None),
        State::Approved { at, organisation } => (
            "approved",
            Some(*at),
            None,
            Some(organisation.as_bytes().to_vec()),
        ),
        State::Refused { at, reason } => ("refused", Some(*at), Some(reason.as_str()), None),
    };
    let changed = execute!(
        tx,
        UPDATE,
        subject.as_bytes().as_slice(),
        id.as_bytes().as_slice(),
        stored.digest.as_slice(),
        stored.manner.as_str(),
        state,
        stored.regime.map(Regime::as_str),
        stored.received.map(millis),
        stored.due.map(millis),
        at.map(millis),
        stored.decided_by.map(|staff| staff.as_bytes().to_vec()),
        refusal,
        organisation,
        dossier,
        stored.revision
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const FORGET_PAPERS: &str =
    "DELETE FROM organisation_file WHERE subject = $1 AND registration = $2";
pub(crate) const ADD_PAPER: &str =
    "INSERT INTO organisation_file (subject, registration, place, content) VALUES ($1, $2, $3, $4)";

/// Seals a paper, before the transaction that keeps it begins.
pub fn seal_paper(
    keys: &Keys,
    subject: SubjectId,
    id: RegistrationId,
    pdf: &[u8],
) -> Result<Vec<u8>> {
    keys.seal(&context(subject, id), pdf)
}

/// Keeps sealed papers in place of those of before.
pub async fn put_papers(
    tx: &mut Tx,
    subject: SubjectId,
    id: RegistrationId,
    sealed: Vec<Vec<u8>>,
) -> Result<()> {
    let key = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    execute!(tx, FORGET_PAPERS, key.0, key.1)?;
    for (place, sealed) in (0_i64..).zip(sealed) {
        paper::add(tx, ADD_PAPER, key, place, sealed).await?;
    }
    Ok(())
}

pub(crate) const PAPER: &str =
    "SELECT content FROM organisation_file WHERE subject = $1 AND registration = $2 AND place = $3";

/// One paper of a request.
pub async fn paper(
    source: &mut impl Source,
    subject: SubjectId,
    id: RegistrationId,
    place: i64,
) -> Result<Option<Vec<u8>>> {
    let key = (subject.as_bytes().as_slice(), id.as_bytes().as_slice());
    paper::read(source, PAPER, key, place, &context(subject, id)).await
}
