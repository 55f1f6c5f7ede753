//! Chip authentication (ICAO Doc 9303-11, 6.2; BSI TR-03110-2, 3.4; -3, A.4, B.1): the chip shows that
//! it has the private half of a key of DG14, by opening a session that nobody else could open.
//!
//! The server is the terminal: it keeps the ephemeral secret and judges the first answer of the new
//! session, so that a counter can neither make up an answer nor replay one. The reader sends the
//! commands of [`Begun::commands`] within its own session, then the one of [`Begun::probe`] as it is.

use thiserror::Error;
use zeroize::Zeroizing;

use crate::active::ProofId;
use crate::apdu::{Command, Expected};
use crate::group::{AgreementKey, CA_ECDH, Flaw, SecurityInfos};
use crate::messaging::{Aes, Session};
use crate::redact::redacted;
use crate::tlv;

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
    let secret = key.curve.scalar(entropy);
    let ephemeral = key.curve.public(&secret).ok_or(AgreementFlaw::Entropy)?;
    let shared = key.curve.agree(&secret, &key.point);
    let shared = Zeroizing::new(shared.ok_or(AgreementFlaw::NoKey)?);
    Ok(Begun {
        session: Session::aes(Aes::of(key.cipher, &shared).ok_or(AgreementFlaw::NoKey)?),
        key: key.clone(),
        ephemeral,
    })
}

impl Begun {
    /// The name under which it is kept as used.
    pub fn id(&self) -> ProofId {
        ProofId::of(&self.ephemeral)
    }

    /// `MSE:Set AT` and `GENERAL AUTHENTICATE`, without secure messaging.
    pub fn commands(&self) -> [Vec<u8>; 2] {
        let mut chosen = tlv::write(0x80, &self.key.cipher.protocol(CA_ECDH));
        if let Some(id) = self.key.id {
            let bytes = id.to_be_bytes();
            let skip = bytes.iter().take_while(|b| **b == 0).count().min(7);
            chosen.extend(tlv::write(0x84, bytes.get(skip..).unwrap_or_default()));
        }
        let offered = tlv::write(0x7C, &tlv::write(0x80, &self.ephemeral));
        let choose = Command::new([0x00, 0x22, 0x41, 0xA4], &chosen, Expected::Nothing);
        let general = Command::new([0x00, 0x86, 0x00, 0x00], &offered, Expected::Short(0));
        [choose, general].map(|c| c.write().unwrap_or_default())
    }

    /// The first command of the new session, `SELECT` of EF.COM, and the session that waits for the
    /// answer.
    fn first(&self) -> Option<(Vec<u8>, Session)> {
        let mut session = self.session.clone();
        let select = Command::new([0x00, 0xA4, 0x02, 0x0C], &[0x01, 0x1E], Expected::Nothing);
        let command = session.protect(&select)?.write()?;
        Some((command, session))
    }

    /// The first command of the new session.
    pub fn probe(&self) -> Vec<u8> {
        self.first().map(|(command, _)| command).unwrap_or_default()
    }

    /// Judges what the chip answered to [`Begun::probe`], status included: that it is done, in the new
    /// session and outside of it.
    pub fn finish(self, answer: &[u8]) -> Result<Agreed, AgreementFlaw> {
        let opened = self
            .first()
            .and_then(|(_, mut session)| session.open(answer));
        if opened == Some((Vec::new(), 0x9000)) && answer.ends_with(&[0x90, 0x00]) {
            Ok(Agreed {
                id: self.id(),
                key: self.key,
            })
        } else {
            Err(AgreementFlaw::WrongAnswer)
        }
    }
}
