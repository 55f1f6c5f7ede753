//! What the officer can do about a failure.

use super::{CloneFlaw, DigestFlaw, DocumentFlaw, ExpiryFlaw, Failure, MrzMismatch, ReadFailure};
use crate::active::ActiveFlaw;
use crate::agreement::AgreementFlaw;
use crate::anchor::RevocationFlaw;
use crate::group::{File, Flaw};

/// What to do after a failure. The card is accepted in none of these cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Advice {
    /// Something was typed wrong, not seen, or broke off: check what was typed, leave the card on the
    /// reader and read it again. What fails in the same way again is for the supervisor.
    ReadAgain,
    /// The document may be right but is of another kind: ask for the citizen card.
    OtherDocument,
    /// The card's time is over: the citizen needs a new one first.
    NewCard,
    /// Nothing need be wrong with the citizen or the card, and reading again will not help: the centre
    /// has to look after what we trust, allow or understand.
    TellCentre,
    /// The card may be forged, altered or copied: go no further with it, tell the supervisor.
    Suspect,
}

impl Advice {
    /// Stable word (`chip-advice-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ReadAgain => "read-again",
            Self::OtherDocument => "other-document",
            Self::NewCard => "new-card",
            Self::TellCentre => "tell-centre",
            Self::Suspect => "suspect",
        }
    }
}

impl Failure {
    /// What to do next.
    pub const fn advice(&self) -> Advice {
        match self {
            Self::Access(flaw) | Self::Read(flaw) => flaw.advice(),
            // Before its digest, a file of half its length may be one that was half read. What is
            // authentic and not understood, or coded in a way that we do not read, no reading mends.
            Self::Structure(File::Com | File::Sod | File::Access, Flaw::Coding(_)) => {
                Advice::ReadAgain
            }
            Self::Structure(..) | Self::Message(_) => Advice::TellCentre,
            Self::Anchor | Self::Signer(_) | Self::Signature(_) => Advice::Suspect,
            Self::Expiry(flaw) => flaw.advice(),
            Self::Revocation(flaw) => match flaw {
                RevocationFlaw::Revoked | RevocationFlaw::Authority => Advice::Suspect,
                RevocationFlaw::NoList | RevocationFlaw::Stale => Advice::TellCentre,
            },
            Self::Digest(flaw) => flaw.advice(),
            Self::Document(flaw) => match flaw {
                // A citizen card without its number is no other document.
                DocumentFlaw::Number => Advice::TellCentre,
                DocumentFlaw::State
                | DocumentFlaw::Format
                | DocumentFlaw::Code
                | DocumentFlaw::Nationality => Advice::OtherDocument,
            },
            Self::Mrz(flaw) => flaw.advice(),
            Self::Clone(flaw) => flaw.advice(),
        }
    }
}

impl ReadFailure {
    const fn advice(self) -> Advice {
        match self {
            Self::Refused
            | Self::Lost
            | Self::Status(_)
            | Self::WrongNumber(_)
            | Self::NumberBlocked => Advice::ReadAgain,
            Self::TooLarge | Self::Unspoken(_) => Advice::TellCentre,
        }
    }
}

impl ExpiryFlaw {
    const fn advice(self) -> Advice {
        match self {
            Self::Card | Self::Signer => Advice::NewCard,
            Self::NotYet | Self::Authority => Advice::TellCentre,
            // Nobody signs with a key before or after its time but who has stolen it.
            Self::KeyPeriod => Advice::Suspect,
        }
    }
}

impl DigestFlaw {
    const fn advice(&self) -> Advice {
        match self {
            Self::NotRead(_) => Advice::ReadAgain,
            // Who issues cards and signs nothing of PACE has left it out of DG14.
            Self::Weak(_) | Self::Missing(_) | Self::AccessNotSigned => Advice::TellCentre,
            Self::Altered(_) | Self::NotSigned(_) | Self::AccessAltered => Advice::Suspect,
        }
    }
}

impl MrzMismatch {
    const fn advice(self) -> Advice {
        match self {
            Self::NotCompared | Self::Printed => Advice::ReadAgain,
            // Both files are the issuer's, signed together: it is we who read one of them wrongly.
            Self::Number | Self::Layout => Advice::TellCentre,
        }
    }
}

impl CloneFlaw {
    /// A chip that was asked and did not prove it is kept out; one that was not asked is asked again.
    const fn advice(&self) -> Advice {
        match self {
            Self::NotAnswered | Self::Agreement(AgreementFlaw::Entropy) => Advice::ReadAgain,
            Self::NoKey
            | Self::Active(ActiveFlaw::Weak)
            | Self::Agreement(AgreementFlaw::Group(_) | AgreementFlaw::NoKey) => Advice::TellCentre,
            Self::Withheld(_)
            | Self::Refused(_)
            | Self::Active(ActiveFlaw::WrongSignature)
            | Self::Agreement(AgreementFlaw::WrongAnswer)
            | Self::OtherKey => Advice::Suspect,
        }
    }
}
