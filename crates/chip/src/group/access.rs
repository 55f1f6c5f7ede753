//! EF.CardAccess (ICAO Doc 9303-11, 9.2.1 and 9.2.11): by which ways of PACE the chip opens. It is read
//! before anything is secret or authentic, so it offers and proves nothing; DG14 lists the same options
//! under the signature.

use std::collections::BTreeSet;

use der::asn1::ObjectIdentifier;
use thiserror::Error;

use super::info::{Cipher, Coded, SecurityInfo, options};
use super::{File, Flaw, sized};
use crate::curve::Curve;
use crate::tlv;

/// id-PACE.
const PACE: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.2.2.4");
/// id-PACE-ECDH-GM: the arc of the protocols that we speak.
pub(crate) const PACE_ECDH_GM: ObjectIdentifier =
    ObjectIdentifier::new_unwrap("0.4.0.127.0.7.2.2.4.2");
/// The only version of PACE that is not withdrawn.
const VERSION: u8 = 2;

/// Why none of the ways that a chip offers is spoken: of the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Unspoken {
    /// There is none: the chip has no EF.CardAccess, or nothing of PACE in it.
    #[error("no PACE")]
    Nothing,
    /// Diffie-Hellman without an elliptic curve.
    #[error("DH")]
    DiffieHellman,
    /// The integrated mapping of the nonce.
    #[error("IM")]
    Integrated,
    /// The mapping that authenticates the chip.
    #[error("CAM")]
    ChipAuthentication,
    /// Triple DES.
    #[error("3DES")]
    TripleDes,
    /// A protocol or a version that we do not know.
    #[error("unknown")]
    Unknown,
    /// A curve that is not allowed, by its number among the standardized parameters (9303-11, 9.5.1).
    #[error("{}", curve_name(*.0))]
    Curve(u8),
}

const fn curve_name(parameter: u8) -> &'static str {
    match parameter {
        8 => "P-192",
        9 => "brainpoolP192r1",
        10 => "P-224",
        11 => "brainpoolP224r1",
        14 => "brainpoolP320r1",
        _ => "own-parameters",
    }
}

/// The curve of these standardized parameters (9303-11, 9.5.1), where we allow it.
const fn curve(parameter: u8) -> Option<Curve> {
    match parameter {
        12 => Some(Curve::P256),
        13 => Some(Curve::Bp256),
        15 => Some(Curve::P384),
        16 => Some(Curve::Bp384),
        17 => Some(Curve::Bp512),
        18 => Some(Curve::P521),
        _ => None,
    }
}

/// A way of PACE that we speak: generic mapping on a curve.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Way {
    /// The session's cipher.
    pub(crate) cipher: Cipher,
    /// The curve.
    pub(crate) curve: Curve,
    /// Its number, where the chip has to be told which of several.
    pub(crate) named: Option<u8>,
}

/// What EF.CardAccess offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CardAccess {
    /// The strongest way that we speak, or why there is none.
    pub(crate) way: Result<Way, Unspoken>,
    /// Every option of PACE as it came.
    pub(crate) options: BTreeSet<Vec<u8>>,
}

/// Whether this is PACE, whichever.
pub(super) fn is_pace(info: &SecurityInfo) -> bool {
    info.protocol.as_bytes().starts_with(PACE.as_bytes())
}

/// The options of PACE among these.
pub(super) fn of_pace(infos: &[Coded]) -> BTreeSet<Vec<u8>> {
    let ours = infos.iter().filter(|(_, info)| is_pace(info));
    ours.map(|(bytes, _)| bytes.clone()).collect()
}

impl CardAccess {
    /// Reads the file.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Flaw> {
        let set = tlv::only(sized(File::Access, file)?, 0x31)?;
        let infos = options(set)?;
        Ok(Self {
            way: choose(&infos),
            options: of_pace(&infos),
        })
    }
}

/// `PACEInfo` has a cipher below its mapping; `PACEDomainParameterInfo`, which spells parameters out, has
/// none, and its parameters are not taken.
fn is_offer(info: &SecurityInfo) -> bool {
    let arcs = |oid: &ObjectIdentifier| oid.arcs().count();
    is_pace(info) && arcs(&info.protocol) == arcs(&PACE) + 2
}

fn parameter(info: &SecurityInfo) -> Option<u8> {
    info.optional.as_ref().and_then(|p| p.decode_as().ok())
}

/// 9303-11, 4.4.1: the strongest cipher, then the longest curve, then the chip's order.
fn choose(infos: &[Coded]) -> Result<Way, Unspoken> {
    let offers = || infos.iter().map(|(_, info)| info).filter(|i| is_offer(i));
    let several: BTreeSet<Option<u8>> = offers().map(parameter).collect();
    let several = several.len() > 1;
    let mut refused = None;
    let mut best: Option<Way> = None;
    for offer in offers() {
        match way(offer, several) {
            Ok(way) => {
                let rank = |w: &Way| (w.cipher, w.curve.size());
                if best.as_ref().is_none_or(|b| rank(b) < rank(&way)) {
                    best = Some(way);
                }
            }
            Err(unspoken) => refused = refused.or(Some(unspoken)),
        }
    }
    best.ok_or(refused.unwrap_or(Unspoken::Nothing))
}

fn way(offer: &SecurityInfo, several: bool) -> Result<Way, Unspoken> {
    let mapping = offer.protocol.parent().and_then(|m| m.arcs().last());
    match mapping {
        Some(1 | 3) => return Err(Unspoken::DiffieHellman),
        Some(2) => {}
        Some(4) => return Err(Unspoken::Integrated),
        Some(6) => return Err(Unspoken::ChipAuthentication),
        Some(_) | None => return Err(Unspoken::Unknown),
    }
    if offer.required.decode_as::<u8>() != Ok(VERSION) {
        return Err(Unspoken::Unknown);
    }
    let cipher = Cipher::of(offer.protocol, PACE_ECDH_GM).ok_or(Unspoken::TripleDes)?;
    let number = parameter(offer).ok_or(Unspoken::Unknown)?;
    let curve = curve(number).ok_or(Unspoken::Curve(number))?;
    Ok(Way {
        cipher,
        curve,
        named: several.then_some(number),
    })
}

#[cfg(test)]
mod tests;
