//! Where the process ends: time, randomness, registers, message gateways, words.

mod face_index;
mod faces;
mod fingers;

use std::future::Future;
use std::pin::Pin;

use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::exchange::Position;
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource, Register};
use jiff::Timestamp;

use crate::Lang;

pub use face_index::{FaceIndex, Near, NoTemplate, Template};
pub use faces::{Compared, Faces, Living, Look, Shot, Wrong};
pub use fingers::{Examined, Fingers, FingersCompared, Print};

/// A future in a box, as object-safe ports return it.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Time.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// Randomness fit for secrets.
pub trait Entropy: Send + Sync {
    /// Fills with random bytes.
    fn fill(&self, bytes: &mut [u8]);
}

/// I6: a register that is down, closed or not loaded. Never taken for "no".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the {register} register does not answer: {why}")]
pub struct Silent {
    /// Which register.
    pub register: &'static str,
    /// For the log and the console.
    pub why: String,
    /// When to ask again, where the question was not put, or not heard, because too many are asked: that is no word of
    /// the register, and nobody may go on as if it were down.
    pub again: Option<Timestamp>,
}

/// What a register answers: a record, no such record, or silence.
pub type Told<T> = Result<Option<T>, Silent>;

/// The authoritative registers (D59-10).
pub trait Registers: Send + Sync {
    /// The population register, by number; a foreigner's number asks the immigration register.
    fn person<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>>;
    /// The population register: people whose name begins so, marks and case left out, born in a year;
    /// a few, never all.
    fn search<'a>(
        &'a self,
        name: &'a FullName,
        birth_year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>>;
    /// The citizen-id card register, by number; of a foreigner his travel paper.
    fn card<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<CardRecord>>;
    /// A portrait of a register: an encoded image.
    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        source: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>>;
    /// Pictures of the fingerprints on record, one a finger: a citizen's in the card register (D59-14.2.a2), a
    /// foreigner's in the immigration register (D59-15.2); none where it has none of that person.
    fn prints<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Result<Vec<Print>, Silent>>;
    /// The driver's licence register, by licence number.
    fn licence<'a>(&'a self, number: &'a LicenceNumber) -> Answer<'a, Told<LicenceRecord>>;
    /// The immigration register, by the paper the person holds now (D59-15).
    fn foreigner<'a>(&'a self, paper: &'a TravelPaper) -> Answer<'a, Told<ForeignerRecord>>;
    /// The health-insurance register, by the last ten digits of the code (FMT-BH-2).
    fn health<'a>(&'a self, code: &'a HealthCode) -> Answer<'a, Told<HealthRecord>>;
    /// The passport register, by passport number.
    fn passport<'a>(&'a self, number: &'a PassportNumber) -> Answer<'a, Told<PassportRecord>>;
    /// D59-10.2: the business register, by tax code.
    fn business<'a>(&'a self, code: &'a OrganisationCode) -> Answer<'a, Told<BusinessRecord>>;
    /// Other bodies that are asked (docs/register-exchange.md); none where all registers are here.
    fn sources(&self) -> Vec<SourceState> {
        Vec::new()
    }
    /// Whether another body runs a register.
    fn away(&self, register: Register) -> bool {
        let sources = self.sources();
        sources
            .iter()
            .any(|body| body.registers.contains(&register))
    }
}

/// Another body whose registers are asked, as this process sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceState {
    /// What it is called.
    pub name: String,
    /// Its registers.
    pub registers: Vec<Register>,
    /// Whether questions go through.
    pub position: Position,
    /// Failures since its last answer.
    pub failures: u32,
}

/// An outgoing message, ready for its gateway.
#[derive(Clone)]
pub struct Outgoing {
    /// Idempotency key: a gateway that saw it before must not deliver again.
    pub key: String,
    /// `sms` or `email`.
    pub channel: MessageChannel,
    /// Phone (`+84…`) or e-mail address.
    pub to: String,
    /// Subject line of an e-mail.
    pub subject: String,
    /// Text.
    pub text: String,
}

domain::redacted_debug!(Outgoing);

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessageChannel {
    /// Text message.
    Sms,
    /// E-mail.
    Email,
}

impl MessageChannel {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::Email => "email",
        }
    }
}

/// Why a message was not taken.
#[derive(Debug, Clone, thiserror::Error)]
pub enum GatewayError {
    /// Try again later.
    #[error("not now: {0}")]
    Later(String),
    /// It will never be taken.
    #[error("refused: {0}")]
    Never(String),
}

/// Gateways for SMS and e-mail.
pub trait Gateway: Send + Sync {
    /// Hands a message over; the answer is the gateway's proof of having taken it.
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>>;
}

/// A service that did not answer; the text names no person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unreached(pub String);

/// The way to services that registered an address with us. Whoever registers one chooses where we dial, so
/// nothing behind it may lead to our own machines.
pub trait Outward: Send + Sync {
    /// Posts a form and gives the status of the answer.
    fn post<'a>(
        &'a self,
        url: &'a str,
        form: &'a [(&'a str, &'a str)],
    ) -> Answer<'a, Result<u16, Unreached>>;

    /// Posts a body of a media type, such as a signed event (RFC 8935 2), and gives the answer. `authorization`:
    /// the header that the service wants to see.
    fn push<'a>(
        &'a self,
        url: &'a str,
        authorization: Option<&'a str>,
        body: (&'static str, &'a str),
    ) -> Answer<'a, Result<Reply, Unreached>>;

    /// Reads a document of at most so many bytes; anything but a plain 200 is none.
    fn get<'a>(&'a self, url: &'a str, most: usize) -> Answer<'a, Result<Vec<u8>, Unreached>>;
}

/// What a service answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

/// Words of messages; the locales live with the screens.
pub trait Texts: Send + Sync {
    /// Subject line and text of a message (`message-<kind>-subject`, `message-<kind>`).
    fn message(&self, lang: Lang, kind: &str, args: &[(&str, String)]) -> (String, String);
}
