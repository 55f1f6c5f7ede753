//! Why a card is not accepted: the step that failed.

use thiserror::Error;

use crate::active::ActiveFlaw;
use crate::agreement::AgreementFlaw;
use crate::anchor::RevocationFlaw;
use crate::group::{File, Flaw, Group, Unspoken};
use crate::key::WeakOrUnknown;
use crate::signed::{MessageFlaw, WrongSignature};

/// A step of reading and verifying a card, in their order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Step {
    /// Opening the chip with the printed data.
    Access,
    /// Reading its files.
    Read,
    /// Understanding the files.
    Structure,
    /// Finding the trusted authority.
    Anchor,
    /// The signer's certificate.
    Signer,
    /// Validity in time: signer, authority, the card itself.
    Expiry,
    /// The revocation list.
    Revocation,
    /// The signature of the signed object.
    Signature,
    /// The digests of the files.
    Digest,
    /// The kind of document.
    Document,
    /// The printed zone against the chip.
    Mrz,
    /// Whether the chip is the one that was issued.
    Clone,
}

impl Step {
    /// Stable word (`chip-step-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Access => "access",
            Self::Read => "read",
            Self::Structure => "structure",
            Self::Anchor => "anchor",
            Self::Signer => "signer",
            Self::Expiry => "expiry",
            Self::Revocation => "revocation",
            Self::Signature => "signature",
            Self::Digest => "digest",
            Self::Document => "document",
            Self::Mrz => "mrz",
            Self::Clone => "clone",
        }
    }
}

/// The chip could not be opened or read; what a reader reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ReadFailure {
    /// The chip refused the printed data.
    #[error("the chip refused the printed data")]
    Refused,
    /// The card left the reader, or the reader failed.
    #[error("the connection to the card broke off")]
    Lost,
    /// The chip answered with this status.
    #[error("the chip answered {0:04X}")]
    Status(u16),
    /// A file is larger than any file of a card.
    #[error("a file is too large")]
    TooLarge,
    /// The chip refused the access number; how often it may still be tried, where the chip says so.
    #[error("the chip refused the access number")]
    WrongNumber(Option<u8>),
    /// The chip takes no access number any more, or only a last one: it still opens by the printed lines.
    #[error("the access number is blocked")]
    NumberBlocked,
    /// The chip opens in no way that is spoken.
    #[error("the chip opens in no way that is spoken: {0}")]
    Unspoken(Unspoken),
}

/// What the signer's certificate lacks.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignerFlaw {
    /// It may not sign documents, or may sign more than documents.
    #[error("its key may not sign documents")]
    Usage,
    /// Its country is not that of its authority.
    #[error("its country is not that of its authority")]
    Country,
    /// The state of the card's zone is not its country.
    #[error("the card's state is not its country")]
    State,
    /// It lists the kinds of documents that it signs, and this one is not among them.
    #[error("its key does not sign documents of this kind")]
    Kind,
}

/// What is not valid at this instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ExpiryFlaw {
    /// The signer's certificate is not valid yet: it or our clock is wrong.
    #[error("the signer's certificate is not valid yet")]
    NotYet,
    /// The signer's certificate.
    #[error("the signer's certificate is not valid any more")]
    Signer,
    /// The authority's certificate.
    #[error("the authority's certificate is not valid now")]
    Authority,
    /// The private key signed outside of its period.
    #[error("a private key was used outside of its period")]
    KeyPeriod,
    /// The card.
    #[error("the card has expired")]
    Card,
}

/// Which digest is not that of the file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DigestFlaw {
    /// The digest is not allowed.
    #[error(transparent)]
    Weak(#[from] WeakOrUnknown),
    /// A file is not what was signed.
    #[error("{0} is not what was signed")]
    Altered(Group),
    /// A file was read that the signer did not sign.
    #[error("{0} was never signed")]
    NotSigned(Group),
    /// A file that is needed was not read, although the card has it.
    #[error("{0} was not read")]
    NotRead(Group),
    /// A file that is needed was never signed: the card has none.
    #[error("the card has no {0}")]
    Missing(Group),
    /// EF.CardAccess does not say of PACE what DG14 says: somebody may have led us to a weaker way.
    #[error("EF.CardAccess is not what was signed")]
    AccessAltered,
    /// DG14 says nothing of PACE, and EF.CardAccess does.
    #[error("EF.CardAccess was never signed")]
    AccessNotSigned,
}

/// Why the document is of no accepted kind. It is authentic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DocumentFlaw {
    /// Another state issued it.
    #[error("its state is not accepted")]
    State,
    /// It is a passport where a card has to be, or the other way round.
    #[error("its format is not accepted")]
    Format,
    /// Its code is that of another document of this format.
    #[error("its code is not accepted")]
    Code,
    /// The holder's nationality.
    #[error("the holder's nationality is not accepted")]
    Nationality,
    /// Its zone gives no citizen's number.
    #[error("it gives no citizen's number")]
    Number,
}

/// What does not agree, or was not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MrzMismatch {
    /// Of what is printed, less was given than has to be compared with the chip.
    #[error("too little of the printed zone was given")]
    NotCompared,
    /// The printed zone is not that of the chip.
    #[error("the printed zone is not that of the chip")]
    Printed,
    /// The number of the national details is not that of the zone.
    #[error("the number of the details is not that of the zone")]
    Number,
    /// The national details are in a layout that is not understood.
    #[error("the layout of the details is not understood")]
    Layout,
}

/// Why the chip may be a copy.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CloneFlaw {
    /// The card has no key to prove it with.
    #[error("the card has no key to prove that it is no copy")]
    NoKey,
    /// The card has this file with a key, and the reading has not: whoever copies a card leaves out
    /// what the copy cannot stand for.
    #[error("{0} was signed and is not in the reading")]
    Withheld(Group),
    /// The chip was not asked, or the connection broke off before it answered.
    #[error("the chip was not asked, or gave no answer")]
    NotAnswered,
    /// The chip was asked and answered with this status instead of a proof.
    #[error("the chip answered {0:04X} instead of a proof")]
    Refused(u16),
    /// The answer of active authentication.
    #[error(transparent)]
    Active(#[from] ActiveFlaw),
    /// Chip authentication.
    #[error(transparent)]
    Agreement(#[from] AgreementFlaw),
    /// Chip authentication was made with another key than the card's.
    #[error("chip authentication was made with another key")]
    OtherKey,
}

/// Why a card is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// The chip could not be opened.
    #[error("opening the chip: {0}")]
    Access(ReadFailure),
    /// The chip could not be read.
    #[error("reading the chip: {0}")]
    Read(ReadFailure),
    /// A file is not understood.
    #[error("{0}: {1}")]
    Structure(File, Flaw),
    /// The signed object is not understood.
    #[error("EF.SOD: {0}")]
    Message(MessageFlaw),
    /// No trusted authority issued the signer's certificate.
    #[error("no trusted authority issued the signer's certificate")]
    Anchor,
    /// The signer's certificate.
    #[error("the signer's certificate: {0}")]
    Signer(#[from] SignerFlaw),
    /// Validity in time.
    #[error(transparent)]
    Expiry(#[from] ExpiryFlaw),
    /// Revocation.
    #[error(transparent)]
    Revocation(#[from] RevocationFlaw),
    /// The signature.
    #[error(transparent)]
    Signature(#[from] WrongSignature),
    /// The digests.
    #[error(transparent)]
    Digest(#[from] DigestFlaw),
    /// The kind of document.
    #[error(transparent)]
    Document(#[from] DocumentFlaw),
    /// The printed zone and the numbers.
    #[error(transparent)]
    Mrz(#[from] MrzMismatch),
    /// Whether it is a copy.
    #[error(transparent)]
    Clone(#[from] CloneFlaw),
}

impl Failure {
    /// The step that failed.
    pub const fn step(&self) -> Step {
        match self {
            Self::Access(_) => Step::Access,
            Self::Read(_) => Step::Read,
            Self::Structure(..) => Step::Structure,
            Self::Message(flaw) => match flaw {
                MessageFlaw::Weak(_) => Step::Signature,
                MessageFlaw::Certificate(_) | MessageFlaw::NoCertificate => Step::Signer,
                MessageFlaw::Der | MessageFlaw::Content | MessageFlaw::Signers => Step::Structure,
            },
            Self::Anchor => Step::Anchor,
            Self::Signer(_) => Step::Signer,
            Self::Expiry(_) => Step::Expiry,
            Self::Revocation(_) => Step::Revocation,
            Self::Signature(_) => Step::Signature,
            Self::Digest(_) => Step::Digest,
            Self::Document(_) => Step::Document,
            Self::Mrz(_) => Step::Mrz,
            Self::Clone(_) => Step::Clone,
        }
    }
}
