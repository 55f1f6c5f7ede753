//! Taking a packet: everything that can be checked here is checked before anything is kept, by the code that the server
//! checks with.

use std::collections::BTreeMap;

use app::Error;
use app::counter::packets::content::{self, Content};
use app::counter::packets::format::LARGEST;
use app::ports::Clock;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::reader::Access;
use domain::fault::Fault;

use super::{Folder, FolderError, Pass, seal};
use crate::card_reader::CardReader;
use crate::counter_agent::Key;
use crate::counter_agent::work::{of_absent, of_failure, read_chip};

/// What the officer gives, and the person.
#[derive(Default)]
pub struct Taking {
    /// The printed lines.
    pub zone: String,
    /// The access number; empty where the lines open the chip.
    pub can: String,
    /// File of the portrait.
    pub portrait: Option<Vec<u8>>,
    /// Files of fingers by their names.
    pub fingers: BTreeMap<String, Vec<u8>>,
    /// Phone; empty where there is none.
    pub phone: String,
    /// E-mail address; empty where there is none.
    pub email: String,
    /// Whether the person agreed.
    pub agreed: bool,
    /// To which version of the text.
    pub consent: String,
    /// The name that the officer signs in with.
    pub login: String,
    /// Whether the card is left unread.
    pub without_card: bool,
}

/// Why nothing was taken.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// There is no pass, or their time is over.
    #[error("no pass is left: let the agent reach the server first")]
    NoPass,
    /// The person agreed to another text than the pass is for.
    #[error("the text is another one now: take the person once more")]
    Text,
    /// Something that was given is not right.
    #[error("{field}: {code}")]
    Given {
        /// Which.
        field: &'static str,
        /// What is wrong with it.
        code: &'static str,
    },
    /// The chip could not be read.
    #[error("card: {0}; put it on the reader and take the person once more, or leave the card out")]
    Card(String),
    /// All together is too large.
    #[error("pictures: all together are too large for a packet")]
    Large,
    /// The packet could not be made or kept.
    #[error("{0}")]
    Folder(#[from] FolderError),
    /// The same.
    #[error("the packet could not be made: {0}")]
    Made(String),
}

impl From<Fault> for TakeError {
    fn from(fault: Fault) -> Self {
        Self::Given {
            field: fault.field,
            code: fault.code,
        }
    }
}

impl From<Error> for TakeError {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(faults) => match faults.into_iter().next() {
                Some(fault) => fault.into(),
                None => Self::Made("nothing is right".to_owned()),
            },
            other @ (Error::Refused(_)
            | Error::Throttled { .. }
            | Error::SignIn
            | Error::Forbidden
            | Error::NotFound
            | Error::Stale
            | Error::Silent(_)
            | Error::Busy { .. }
            | Error::Absent(_)
            | Error::Internal(_)) => Self::Made(other.to_string()),
        }
    }
}

/// Takes one person: checks, reads the chip with the challenge of a pass, seals, signs, keeps.
pub async fn take<R: CardReader>(
    folder: &Folder,
    (key, clock): (&Key, &dyn Clock),
    reader: &mut R,
    taking: Taking,
) -> Result<(), TakeError> {
    let mut held = checked(&taking).await?;
    let pass = folder.claim(clock.now())?.ok_or(TakeError::NoPass)?;
    let done = made((key, clock), &pass, reader, (&taking, &mut held)).await;
    let done = done.and_then(|(taken, packet)| Ok(folder.keep(&pass, taken, &packet)?));
    if done.is_err() {
        // Also where the disk is full; what was kept whole is its pass's only packet all the same.
        folder.give_back(&pass)?;
    }
    done
}

fn given(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// Everything but the card.
async fn checked(taking: &Taking) -> Result<Content, TakeError> {
    let zone = content::zone(&taking.zone)?;
    content::can(&taking.can)?;
    if !taking.agreed {
        return Err(Fault::new("agree", "consent-needed").into());
    }
    let portrait = match &taking.portrait {
        Some(bytes) => Some(content::portrait(bytes.clone()).await?),
        None => None,
    };
    let mut fingers = BTreeMap::new();
    for (name, bytes) in &taking.fingers {
        let kept = content::finger(name, bytes.clone()).await?;
        fingers.insert(name.clone(), URL_SAFE_NO_PAD.encode(kept));
    }
    Ok(Content {
        zone: zone.text().to_owned(),
        reading: None,
        failure: Some("no-card".to_owned()),
        portrait: portrait.map(|p| URL_SAFE_NO_PAD.encode(p)),
        fingers,
        phone: given(&taking.phone).map(content::phone).transpose()?,
        email: given(&taking.email).map(content::email).transpose()?,
        agreed: true,
        consent: String::new(),
        login: content::login(&taking.login)?,
    })
}

async fn made<R: CardReader>(
    (key, clock): (&Key, &dyn Clock),
    pass: &Pass,
    reader: &mut R,
    (taking, held): (&Taking, &mut Content),
) -> Result<(jiff::Timestamp, Vec<u8>), TakeError> {
    if pass.consent != taking.consent {
        return Err(TakeError::Text);
    }
    if !taking.without_card {
        let read = reader.card().await;
        let mut chip = read.map_err(|absent| TakeError::Card(of_absent(absent).code))?;
        let challenge = URL_SAFE_NO_PAD.decode(&pass.challenge).ok();
        let challenge = challenge.and_then(|c| <[u8; 8]>::try_from(c).ok());
        let challenge = challenge.ok_or_else(|| TakeError::Made("challenge".to_owned()))?;
        let zone = content::zone(&held.zone)?;
        let ways = (Access::Seed(zone.access_seed()), content::can(&taking.can)?);
        let brought = read_chip(&mut chip, ways, (&pass.groups, challenge));
        held.reading = Some(brought.map_err(|f| TakeError::Card(of_failure(&f).code))?);
        held.failure = None;
    }
    held.consent.clone_from(&pass.consent);
    let taken = clock.now();
    let plain = serde_json::to_vec(held).map_err(|e| TakeError::Made(e.to_string()))?;
    let packet = seal(pass, key, taken, plain);
    let packet = packet.ok_or_else(|| TakeError::Made("key of the server".to_owned()))?;
    if packet.len() > LARGEST {
        return Err(TakeError::Large);
    }
    Ok((taken, packet))
}
