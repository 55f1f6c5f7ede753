//! Chip authentication (ICAO Doc 9303-11, 6.2; BSI TR-03110-2, 3.4; -3, A.4, B.1): the chip shows that
//! it has the private half of a key of DG14, by opening a session that nobody else could open.
//!
//! The server is the terminal: it keeps the ephemeral secret and judges the first answer of the new
//! session, so that a counter can neither make up an answer nor replay one. The reader sends the
//! commands of [`Begun::commands`] within its own session, then the one of [`Begun::probe`] as it is.

mod session;

use thiserror::Error;

use crate::active::ProofId;
use crate::curve::Curve;
use crate::group::{AgreementKey, Flaw, SecurityInfos};
use crate::redact::redacted;
use crate::tlv;
use session::Session;

/// Why chip authentication shows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AgreementFlaw {
    /// DG14 is not understood.
    #[error("DG14: {0}")]
    Group(#[from] Flaw),
    /// DG14 has no key for an elliptic curve and AES. Triple DES is not supported.
    #[error("the chip has no key of chip authentication with AES")]
    NoKey,
    /// The entropy given is no scalar of the curve: draw again.
    #[error("the entropy is no secret of this curve")]
    Entropy,
    /// The chip's answer is not of the session that only it could have opened.
    #[error("the chip did not open the session")]
    WrongAnswer,
}

/// A chip authentication that has begun. Holds a secret: keep it on the server; it is finished once.
pub struct Begun {
    key: AgreementKey,
    ephemeral: Vec<u8>,
    session: Session,
}

redacted!(Begun: key);

/// Proof that the chip which answered has the private half of this key. It counts for the card only
/// once DG14 with this key has been found authentic, which [`crate::verify`] looks after; that takes
/// it, and there is no copy of it, so that it counts for one reading.
#[derive(Debug, PartialEq, Eq)]
pub struct Agreed {
    key: AgreementKey,
    id: ProofId,
}

impl Agreed {
    /// The name under which it is kept as used.
    pub const fn id(&self) -> &ProofId {
        &self.id
    }

    pub(crate) fn is_of(&self, infos: &SecurityInfos) -> bool {
        infos.agreements().contains(&self.key)
    }
}

/// Begins with the strongest key of DG14, which nobody has verified yet. Give 80 bytes of entropy.
/// The same bytes begin the same authentication: between two requests keep the entropy, sealed, and
/// begin again to finish; [`Begun::id`] says whether that has been done before.
pub fn begin(dg14: &[u8], entropy: &[u8; 80]) -> Result<Begun, AgreementFlaw> {
    let infos = SecurityInfos::read(dg14)?;
    let key = infos.agreements().first().ok_or(AgreementFlaw::NoKey)?;
    let secret = scalar(key.curve, entropy);
    let ephemeral = key.curve.public(&secret).ok_or(AgreementFlaw::Entropy)?;
    let shared = key.curve.agree(&secret, &key.point);
    let shared = shared.ok_or(AgreementFlaw::NoKey)?;
    Ok(Begun {
        session: Session::derive(key.agreement, &shared).ok_or(AgreementFlaw::NoKey)?,
        key: key.clone(),
        ephemeral,
    })
}

/// As many bytes as a scalar has. Those above the order are refused by the curve, not wrapped.
fn scalar(curve: Curve, entropy: &[u8; 80]) -> Vec<u8> {
    let mut bytes = entropy.get(..curve.size()).unwrap_or_default().to_vec();
    // P-521 has 521 bits in 66 bytes; Brainpool's orders begin with 0xA or less.
    let mask = if curve == Curve::P521 { 0x00 } else { 0x7F };
    if let Some(first) = bytes.first_mut() {
        *first &= mask;
    }
    bytes
}

impl Begun {
    /// The name under which it is kept as used.
    pub fn id(&self) -> ProofId {
        ProofId::of(&self.ephemeral)
    }

    /// `MSE:Set AT` and `GENERAL AUTHENTICATE`, without secure messaging.
    pub fn commands(&self) -> [Vec<u8>; 2] {
        let mut chosen = tlv::write(0x80, &self.key.agreement.oid());
        if let Some(id) = self.key.id {
            let bytes = id.to_be_bytes();
            let skip = bytes.iter().take_while(|b| **b == 0).count().min(7);
            chosen.extend(tlv::write(0x84, bytes.get(skip..).unwrap_or_default()));
        }
        let offered = tlv::write(0x7C, &tlv::write(0x80, &self.ephemeral));
        let mut general = command([0x00, 0x86, 0x00, 0x00], &offered);
        general.push(0x00);
        [command([0x00, 0x22, 0x41, 0xA4], &chosen), general]
    }

    /// The first command of the new session: `SELECT` of EF.COM.
    pub fn probe(&self) -> Vec<u8> {
        self.session
            .protect([0x0C, 0xA4, 0x02, 0x0C], &[0x01, 0x1E])
    }

    /// Judges what the chip answered to [`Begun::probe`], status included.
    pub fn finish(self, answer: &[u8]) -> Result<Agreed, AgreementFlaw> {
        if self.session.answered(answer) {
            Ok(Agreed {
                id: self.id(),
                key: self.key,
            })
        } else {
            Err(AgreementFlaw::WrongAnswer)
        }
    }
}

/// A short command (ISO/IEC 7816-4, 5.1).
fn command(header: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut bytes = header.to_vec();
    bytes.push(u8::try_from(data.len()).unwrap_or(u8::MAX));
    bytes.extend_from_slice(data);
    bytes
}
