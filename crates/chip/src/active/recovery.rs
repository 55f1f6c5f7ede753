//! Signatures that give back part of the message (ISO/IEC 9796-2, scheme 1), as RSA chips make them.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

use super::ActiveFlaw;
use crate::key::Digest;

/// First byte: part of the message is recovered, without padding.
const HEADER: u8 = 0x6A;
/// Trailers that name a digest (ISO/IEC 10118-3), each followed by `CC`.
const TRAILERS: [(u8, Digest); 3] = [
    (0x34, Digest::Sha256),
    (0x35, Digest::Sha512),
    (0x36, Digest::Sha384),
];
/// Trailers of SHA-1 (alone, or named) and SHA-224.
const WEAK: [u8; 2] = [0x33, 0x38];

pub(super) fn verify(
    (modulus, exponent): (&[u8], &[u8]),
    challenge: &[u8],
    signature: &[u8],
) -> Result<(), ActiveFlaw> {
    let opened = open(modulus, exponent, signature).ok_or(ActiveFlaw::WrongSignature)?;
    let (digest, content) = trailer(&opened)?;
    let parts = content
        .split_first()
        .filter(|(header, _)| **header == HEADER)
        .and_then(|(_, rest)| {
            let length = digest.of_bytes(&[]).len();
            rest.split_at_checked(rest.len().checked_sub(length)?)
        });
    let (recovered, signed) = parts.ok_or(ActiveFlaw::WrongSignature)?;
    if digest.of_bytes(&[recovered, challenge].concat()) == signed {
        Ok(())
    } else {
        Err(ActiveFlaw::WrongSignature)
    }
}

/// The digest that the trailer names, and what stands before the trailer.
fn trailer(opened: &[u8]) -> Result<(Digest, &[u8]), ActiveFlaw> {
    match opened {
        [.., 0xBC] => Err(ActiveFlaw::Weak),
        [.., named, 0xCC] if WEAK.contains(named) => Err(ActiveFlaw::Weak),
        [content @ .., named, 0xCC] => {
            let found = TRAILERS.iter().find(|(n, _)| n == named);
            let (_, digest) = found.ok_or(ActiveFlaw::WrongSignature)?;
            Ok((*digest, content))
        }
        _ => Err(ActiveFlaw::WrongSignature),
    }
}

/// The public operation of RSA: the signature to the power of the exponent, as long as the modulus.
fn open(modulus: &[u8], exponent: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
    if signature.len() != modulus.len() {
        return None;
    }
    let bits = u32::try_from(modulus.len()).ok()?.checked_mul(8)?;
    let n = BoxedUint::from_be_slice(modulus, bits).ok()?;
    let s = BoxedUint::from_be_slice(signature, bits).ok()?;
    let e = BoxedUint::from_be_slice(exponent, 32).ok()?;
    if s >= n {
        return None;
    }
    let n = Option::<Odd<BoxedUint>>::from(Odd::new(n))?;
    let form = BoxedMontyForm::new(s, &BoxedMontyParams::new_vartime(n));
    let opened = form.pow(&e).retrieve().to_be_bytes();
    let from = opened.len().checked_sub(modulus.len())?;
    opened.get(from..).map(<[u8]>::to_vec)
}
