//! What the other legal representatives say to a request (D69-12).

use domain::ids::{RegistrationId, SubjectId};
use domain::time::{from_millis, millis};
use jiff::Timestamp;

use crate::{Error, Result, Source, Tx};

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// He agrees.
    Agreed,
    /// He does not.
    Refused,
    /// The request ended before he answered.
    Ended,
}

impl Answer {
    /// Stable word (`consent-<word>`), as stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Agreed, Self::Refused, Self::Ended]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// One representative who is asked.
#[derive(Debug, Clone, Copy)]
pub struct Consent {
    /// Who.
    pub person: SubjectId,
    /// Whose request.
    pub registrant: SubjectId,
    /// Which.
    pub registration: RegistrationId,
    /// When he was asked.
    pub asked: Timestamp,
    /// What he said, and when.
    pub answer: Option<(Answer, Timestamp)>,
}

row! {
    struct ConsentRow {
        subject: Vec<u8>,
        registration: Vec<u8>,
        registrant: Vec<u8>,
        asked_at: i64,
        answer: Option<String>,
        answered_at: Option<i64>,
    }
}

const CORRUPT: Error = Error::Corrupt("organisation_consent");

impl TryFrom<ConsentRow> for Consent {
    type Error = Error;

    fn try_from(row: ConsentRow) -> Result<Self> {
        let subject = |bytes: &[u8]| SubjectId::try_from(bytes).map_err(|_| CORRUPT);
        let answer = row.answer.as_deref().zip(row.answered_at);
        let answer = answer.map(|(word, at)| {
            let word = Answer::parse(word).ok_or(CORRUPT)?;
            Ok::<_, Error>((word, from_millis(at)))
        });
        Ok(Self {
            person: subject(&row.subject)?,
            registrant: subject(&row.registrant)?,
            registration: RegistrationId::try_from(row.registration.as_slice())
                .map_err(|_| CORRUPT)?,
            asked: from_millis(row.asked_at),
            answer: answer.transpose()?,
        })
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT subject, registration, registrant, asked_at, answer, answered_at FROM organisation_consent ",
            $rest
        )
    };
}

pub(crate) const ASK: &str = "INSERT INTO organisation_consent (subject, registration, registrant, asked_at) VALUES ($1, $2, $3, $4)";

/// Asks somebody.
pub async fn ask(tx: &mut Tx, new: &Consent) -> Result<()> {
    execute!(
        tx,
        ASK,
        new.person.as_bytes().as_slice(),
        new.registration.as_bytes().as_slice(),
        new.registrant.as_bytes().as_slice(),
        millis(new.asked)
    )?;
    Ok(())
}

pub(crate) const OF: &str =
    select!("WHERE registration = $1 AND registrant = $2 ORDER BY asked_at, subject LIMIT 100");

/// Everybody who is asked about a request.
pub async fn of(
    source: &mut impl Source,
    (registrant, registration): (SubjectId, RegistrationId),
) -> Result<Vec<Consent>> {
    let rows = fetch_all!(
        source,
        ConsentRow,
        OF,
        registration.as_bytes().as_slice(),
        registrant.as_bytes().as_slice()
    )?;
    rows.into_iter().map(Consent::try_from).collect()
}

pub(crate) const WAITING: &str =
    select!("WHERE subject = $1 AND answer IS NULL ORDER BY asked_at, registration LIMIT 100");

/// What somebody is asked and has not answered.
pub async fn waiting(source: &mut impl Source, person: SubjectId) -> Result<Vec<Consent>> {
    let rows = fetch_all!(source, ConsentRow, WAITING, person.as_bytes().as_slice())?;
    rows.into_iter().map(Consent::try_from).collect()
}

pub(crate) const ANSWER: &str = "UPDATE organisation_consent SET answer = $3, answered_at = $4 \
     WHERE subject = $1 AND registration = $2 AND answer IS NULL";

/// Writes an answer; [`Error::Stale`] when there is one.
pub async fn answer(tx: &mut Tx, one: &Consent, (word, at): (Answer, Timestamp)) -> Result<()> {
    let changed = execute!(
        tx,
        ANSWER,
        one.person.as_bytes().as_slice(),
        one.registration.as_bytes().as_slice(),
        word.as_str(),
        millis(at)
    )?;
    if changed == 1 {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

pub(crate) const END: &str = "UPDATE organisation_consent SET answer = 'ended', answered_at = $3 \
     WHERE registration = $1 AND registrant = $2 AND answer IS NULL";

/// Nobody is waited for any longer.
pub async fn end(
    tx: &mut Tx,
    (registrant, registration): (SubjectId, RegistrationId),
    at: Timestamp,
) -> Result<()> {
    execute!(
        tx,
        END,
        registration.as_bytes().as_slice(),
        registrant.as_bytes().as_slice(),
        millis(at)
    )?;
    Ok(())
}
