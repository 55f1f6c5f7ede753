//! A stable word for every failure, for messages.

use super::{
    CloneFlaw, DigestFlaw, DocumentFlaw, ExpiryFlaw, Failure, MrzMismatch, ReadFailure, SignerFlaw,
};
use crate::active::ActiveFlaw;
use crate::agreement::AgreementFlaw;
use crate::anchor::RevocationFlaw;
use crate::signed::MessageFlaw;

/// Every word that [`Failure::code`] gives.
pub const CODES: [&str; 53] = [
    "read-refused",
    "read-lost",
    "read-status",
    "read-too-large",
    "read-number",
    "read-number-left",
    "read-number-blocked",
    "read-unspoken",
    "structure",
    "sod",
    "signer-certificate",
    "signer-missing",
    "signature-weak",
    "anchor",
    "signer-usage",
    "signer-country",
    "signer-state",
    "signer-kind",
    "expiry-not-yet",
    "expiry-signer",
    "expiry-authority",
    "expiry-key-period",
    "expiry-card",
    "revocation-revoked",
    "revocation-authority",
    "revocation-no-list",
    "revocation-stale",
    "signature",
    "digest-weak",
    "digest-altered",
    "digest-not-signed",
    "digest-not-read",
    "digest-missing",
    "digest-access-altered",
    "digest-access-not-signed",
    "document-state",
    "document-format",
    "document-code",
    "document-nationality",
    "document-number",
    "mrz-not-compared",
    "mrz-printed",
    "mrz-number",
    "mrz-layout",
    "clone-no-key",
    "clone-withheld",
    "clone-not-answered",
    "clone-refused",
    "clone-active",
    "clone-active-weak",
    "clone-agreement",
    "clone-agreement-unknown",
    "clone-other-key",
];

impl Failure {
    /// Stable word (`chip-flaw-<word>`).
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Access(flaw) | Self::Read(flaw) => flaw.code(),
            Self::Structure(..) => "structure",
            Self::Message(flaw) => match flaw {
                MessageFlaw::Weak(_) => "signature-weak",
                MessageFlaw::Certificate(_) => "signer-certificate",
                MessageFlaw::NoCertificate => "signer-missing",
                MessageFlaw::Der | MessageFlaw::Content | MessageFlaw::Signers => "sod",
            },
            Self::Anchor => "anchor",
            Self::Signer(flaw) => flaw.code(),
            Self::Expiry(flaw) => flaw.code(),
            Self::Revocation(flaw) => match flaw {
                RevocationFlaw::Revoked => "revocation-revoked",
                RevocationFlaw::Authority => "revocation-authority",
                RevocationFlaw::NoList => "revocation-no-list",
                RevocationFlaw::Stale => "revocation-stale",
            },
            Self::Signature(_) => "signature",
            Self::Digest(flaw) => flaw.code(),
            Self::Document(flaw) => flaw.code(),
            Self::Mrz(flaw) => flaw.code(),
            Self::Clone(flaw) => flaw.code(),
        }
    }

    /// What the failure is about, where it names it: a file, or a status of the chip.
    pub fn about(&self) -> Option<String> {
        match self {
            Self::Access(ReadFailure::Status(status))
            | Self::Read(ReadFailure::Status(status))
            | Self::Clone(CloneFlaw::Refused(status)) => Some(format!("{status:04X}")),
            Self::Access(ReadFailure::WrongNumber(Some(left)))
            | Self::Read(ReadFailure::WrongNumber(Some(left))) => Some(left.to_string()),
            Self::Access(ReadFailure::Unspoken(unspoken))
            | Self::Read(ReadFailure::Unspoken(unspoken)) => Some(unspoken.to_string()),
            Self::Structure(file, _) => Some(file.to_string()),
            Self::Digest(
                DigestFlaw::Altered(group)
                | DigestFlaw::NotSigned(group)
                | DigestFlaw::NotRead(group)
                | DigestFlaw::Missing(group),
            )
            | Self::Clone(CloneFlaw::Withheld(group)) => Some(group.to_string()),
            Self::Access(_)
            | Self::Read(_)
            | Self::Message(_)
            | Self::Anchor
            | Self::Signer(_)
            | Self::Expiry(_)
            | Self::Revocation(_)
            | Self::Signature(_)
            | Self::Digest(_)
            | Self::Document(_)
            | Self::Mrz(_)
            | Self::Clone(_) => None,
        }
    }
}

impl ReadFailure {
    const fn code(self) -> &'static str {
        match self {
            Self::Refused => "read-refused",
            Self::Lost => "read-lost",
            Self::Status(_) => "read-status",
            Self::TooLarge => "read-too-large",
            Self::WrongNumber(None) => "read-number",
            Self::WrongNumber(Some(_)) => "read-number-left",
            Self::NumberBlocked => "read-number-blocked",
            Self::Unspoken(_) => "read-unspoken",
        }
    }
}

impl SignerFlaw {
    const fn code(&self) -> &'static str {
        match self {
            Self::Usage => "signer-usage",
            Self::Country => "signer-country",
            Self::State => "signer-state",
            Self::Kind => "signer-kind",
        }
    }
}

impl ExpiryFlaw {
    const fn code(self) -> &'static str {
        match self {
            Self::NotYet => "expiry-not-yet",
            Self::Signer => "expiry-signer",
            Self::Authority => "expiry-authority",
            Self::KeyPeriod => "expiry-key-period",
            Self::Card => "expiry-card",
        }
    }
}

impl DigestFlaw {
    const fn code(&self) -> &'static str {
        match self {
            Self::Weak(_) => "digest-weak",
            Self::Altered(_) => "digest-altered",
            Self::NotSigned(_) => "digest-not-signed",
            Self::NotRead(_) => "digest-not-read",
            Self::Missing(_) => "digest-missing",
            Self::AccessAltered => "digest-access-altered",
            Self::AccessNotSigned => "digest-access-not-signed",
        }
    }
}

impl DocumentFlaw {
    const fn code(self) -> &'static str {
        match self {
            Self::State => "document-state",
            Self::Format => "document-format",
            Self::Code => "document-code",
            Self::Nationality => "document-nationality",
            Self::Number => "document-number",
        }
    }
}

impl MrzMismatch {
    const fn code(self) -> &'static str {
        match self {
            Self::NotCompared => "mrz-not-compared",
            Self::Printed => "mrz-printed",
            Self::Number => "mrz-number",
            Self::Layout => "mrz-layout",
        }
    }
}

impl CloneFlaw {
    const fn code(&self) -> &'static str {
        match self {
            Self::NoKey => "clone-no-key",
            Self::Withheld(_) => "clone-withheld",
            Self::NotAnswered => "clone-not-answered",
            Self::Refused(_) => "clone-refused",
            Self::Active(ActiveFlaw::WrongSignature) => "clone-active",
            Self::Active(ActiveFlaw::Weak) => "clone-active-weak",
            Self::Agreement(AgreementFlaw::WrongAnswer) => "clone-agreement",
            Self::Agreement(_) => "clone-agreement-unknown",
            Self::OtherKey => "clone-other-key",
        }
    }
}
