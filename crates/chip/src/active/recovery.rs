//! Signatures that give back part of the message (ISO/IEC 9796-2, scheme 1), as RSA chips make them.

use aws_lc_rs::digest::{self, SHA1_FOR_LEGACY_USE_ONLY, SHA224, SHA256, SHA384, SHA512};
use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, Odd};

use super::ActiveFlaw;

/// First byte: part of the message is recovered, without padding.
const HEADER: u8 = 0x6A;

/// A digest, and whether it is allowed.
type Named = (&'static digest::Algorithm, bool);

pub(super) fn verify(
    (modulus, exponent): (&[u8], &[u8]),
    challenge: &[u8],
    signature: &[u8],
) -> Result<(), ActiveFlaw> {
    let opened = open(modulus, exponent, signature).ok_or(ActiveFlaw::WrongSignature)?;
    let ((algorithm, allowed), content) = trailer(&opened).ok_or(ActiveFlaw::WrongSignature)?;
    let parts = content
        .split_first()
        .filter(|(header, _)| **header == HEADER)
        .and_then(|(_, rest)| {
            rest.split_at_checked(rest.len().checked_sub(algorithm.output_len())?)
        });
    let (recovered, signed) = parts.ok_or(ActiveFlaw::WrongSignature)?;
    let right = digest::digest(algorithm, &[recovered, challenge].concat());
    // Whether the digest is weak counts only once the signature is the card's: what another key has
    // made opens as noise, and noise names a weak digest once in a hundred times.
    match (right.as_ref() == signed, allowed) {
        (true, true) => Ok(()),
        (true, false) => Err(ActiveFlaw::Weak),
        (false, _) => Err(ActiveFlaw::WrongSignature),
    }
}

/// The digest that the trailer names (ISO/IEC 10118-3), and what stands before the trailer. Alone,
/// `BC` means SHA-1.
fn trailer(opened: &[u8]) -> Option<(Named, &[u8])> {
    match opened {
        [content @ .., 0xBC] => Some(((&SHA1_FOR_LEGACY_USE_ONLY, false), content)),
        [content @ .., named, 0xCC] => {
            let named = match named {
                0x33 => (&SHA1_FOR_LEGACY_USE_ONLY, false),
                0x34 => (&SHA256, true),
                0x35 => (&SHA512, true),
                0x36 => (&SHA384, true),
                0x38 => (&SHA224, false),
                _ => return None,
            };
            Some((named, content))
        }
        _ => None,
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

#[cfg(test)]
mod tests {
    use super::*;

    const CHALLENGE: &[u8] = b"12345678";

    /// With the exponent one, a signature is what it opens as.
    fn judged(opened: &[u8]) -> Result<(), ActiveFlaw> {
        let modulus = vec![0xFF; opened.len()];
        verify((&modulus, &[0, 0, 0, 1]), CHALLENGE, opened)
    }

    fn block(algorithm: &'static digest::Algorithm, trailer: &[u8]) -> Vec<u8> {
        let recovered = vec![0x5A; 255 - algorithm.output_len() - trailer.len()];
        let digest = digest::digest(algorithm, &[&recovered, CHALLENGE].concat());
        [&[HEADER], &recovered[..], digest.as_ref(), trailer].concat()
    }

    #[test]
    fn a_digest_is_weak_only_in_a_signature_of_the_cards_key() {
        for (algorithm, trailer, verdict) in [
            (&SHA256, &[0x34, 0xCC][..], Ok(())),
            (&SHA384, &[0x36, 0xCC], Ok(())),
            (&SHA512, &[0x35, 0xCC], Ok(())),
            (&SHA1_FOR_LEGACY_USE_ONLY, &[0xBC], Err(ActiveFlaw::Weak)),
            (
                &SHA1_FOR_LEGACY_USE_ONLY,
                &[0x33, 0xCC],
                Err(ActiveFlaw::Weak),
            ),
            (&SHA224, &[0x38, 0xCC], Err(ActiveFlaw::Weak)),
        ] {
            let mut block = block(algorithm, trailer);
            assert_eq!(judged(&block), verdict, "{trailer:X?}");
            // What another key has made is noise that happens to end so.
            block[100] ^= 1;
            let wrong = Err(ActiveFlaw::WrongSignature);
            assert_eq!(judged(&block), wrong, "{trailer:X?}");
        }
    }

    #[test]
    fn what_is_no_signature_is_wrong() {
        let good = block(&SHA256, &[0x34, 0xCC]);
        let mut header = good.clone();
        header[0] = 0x4A;
        for wrong in [
            &header[..],
            &[],
            &[0x34, 0xCC],
            &[0xBC],
            &[0xCC],
            &good[1..],
        ] {
            assert_eq!(judged(wrong), Err(ActiveFlaw::WrongSignature));
        }
        let short = verify((&[0xFF; 256], &[0, 0, 0, 1]), CHALLENGE, &good[1..]);
        assert_eq!(short, Err(ActiveFlaw::WrongSignature));
    }
}
