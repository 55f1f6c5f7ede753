//! Chip authentication (ICAO Doc 9303-11, 6.2) as a chip with a key on P-256 and AES-128 does it.

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use aws_lc_rs::{cmac, error::Unspecified};

/// An uncompressed point of P-256.
const POINT: usize = 65;
/// Status 9000, as a protected answer has it.
const STATUS: &[u8] = &[0x99, 0x02, 0x90, 0x00];

/// The terminal's point, at the end of the data of `GENERAL AUTHENTICATE`.
fn point(general: &[u8]) -> Option<&[u8]> {
    let (_, rest) = general.split_at_checked(4)?;
    let (size, rest) = rest.split_first()?;
    let data = rest.get(..usize::from(*size))?;
    data.get(data.len().checked_sub(POINT)?..)
}

fn shared(private: &[u8], point: &[u8]) -> Result<Vec<u8>, Unspecified> {
    let private = PrivateKey::from_private_key(&ECDH_P256, private).map_err(|_| Unspecified)?;
    let point = UnparsedPublicKey::new(&ECDH_P256, point);
    agree(&private, point, Unspecified, |secret| Ok(secret.to_vec()))
}

/// The answer to the first command of the new session: a status with its checksum.
pub(super) fn answer(private: &[u8], general: &[u8]) -> Option<Vec<u8>> {
    let secret = shared(private, point(general)?).ok()?;
    let seed = [&secret[..], &[0, 0, 0, 2]].concat();
    let derived = digest(&SHA1_FOR_LEGACY_USE_ONLY, &seed);
    let key = cmac::Key::new(cmac::AES_128, derived.as_ref().get(..16)?).ok()?;
    let mut counter = [0; 16];
    *counter.last_mut()? = 2;
    let mut covered = [STATUS, &[0x80]].concat();
    covered.resize(16, 0);
    let tag = cmac::sign(&key, &[&counter[..], &covered].concat()).ok()?;
    let mac = tag.as_ref().get(..8)?;
    Some([STATUS, &[0x8E, 0x08], mac, &[0x90, 0x00]].concat())
}
