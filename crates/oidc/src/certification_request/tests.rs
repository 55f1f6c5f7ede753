//! Requests that OpenSSL made (`data/make.sh`), and what becomes of them when somebody changes them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;

use super::*;

const P256: &[u8] = include_bytes!("data/p256.der");
const P384: &[u8] = include_bytes!("data/p384.der");
const P521: &[u8] = include_bytes!("data/p521.der");
const ED25519: &[u8] = include_bytes!("data/ed25519.der");
const RSA3072: &[u8] = include_bytes!("data/rsa3072.der");
const RSA3072_PSS: &[u8] = include_bytes!("data/rsa3072pss.der");
const RSA2048: &[u8] = include_bytes!("data/rsa2048.der");
const RSA1024: &[u8] = include_bytes!("data/rsa1024.der");
const SHA1: &[u8] = include_bytes!("data/sha1.der");
const BARE: &[u8] = include_bytes!("data/bare.der");

/// What `data/make.sh` was told.
const SIGNED: &str = "3f0c9a5d7e";

fn read(der: &[u8]) -> Result<CertificationRequest, OAuthError> {
    CertificationRequest::read(&STANDARD.encode(der))
}

// law: R50-3
#[test]
fn a_request_of_each_kind_that_is_taken_gives_its_key_and_its_challenge() {
    for (der, kty, curve) in [
        (P256, "EC", Some("P-256")),
        (P384, "EC", Some("P-384")),
        (ED25519, "OKP", Some("Ed25519")),
        (RSA3072, "RSA", None),
        (RSA3072_PSS, "RSA", None),
    ] {
        let read = read(der).unwrap();
        assert_eq!(read.jwk["kty"], kty);
        assert_eq!(read.jwk["crv"].as_str(), curve);
        assert_eq!(read.challenge, SIGNED);
        assert_eq!(read.thumbprint.len(), 43);
        assert_eq!(read.digest, base64url_encode(digest(&SHA256, der)));
        assert!(read.jwk.get("d").is_none());
    }
}

// law: R50-3
#[test]
fn what_is_weak_unknown_or_without_a_challenge_is_refused_by_name() {
    for (der, why) in [
        (RSA2048, WEAK),
        (RSA1024, WEAK),
        (P521, ALGORITHM),
        (SHA1, ALGORITHM),
        (BARE, NO_CHALLENGE),
    ] {
        assert_eq!(read(der).unwrap_err(), why);
    }
}

/// Bytes of one request in another: the challenge is told by its text.
fn with(der: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let at = der.windows(from.len()).position(|part| part == from);
    let at = at.expect("the bytes");
    [&der[..at], to, &der[at + from.len()..]].concat()
}

// law: R50-3
#[test]
fn a_signature_over_anything_else_proves_nothing() {
    let other = with(P256, SIGNED.as_bytes(), b"3f0c9a5d7f");
    assert_eq!(read(&other).unwrap_err(), SIGNATURE);
    let renamed = with(ED25519, b"Nguyen Van An", b"Nguyen Van En");
    assert_eq!(read(&renamed).unwrap_err(), SIGNATURE);
    let mut last = RSA3072.to_vec();
    *last.last_mut().unwrap() ^= 1;
    assert_eq!(read(&last).unwrap_err(), SIGNATURE);
    // The key of one under the signature of another of the same kind.
    let p256 = CertReqInfo::from_der(Outer::read(P256).unwrap().info).unwrap();
    let bare = CertReqInfo::from_der(Outer::read(BARE).unwrap().info).unwrap();
    let swapped = with(
        P256,
        p256.public_key.subject_public_key.raw_bytes(),
        bare.public_key.subject_public_key.raw_bytes(),
    );
    assert_eq!(read(&swapped).unwrap_err(), SIGNATURE);
    // What both say they are must be one pair of the list.
    let ecdsa = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
    let sha1 = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x01];
    assert_eq!(read(&with(P256, &ecdsa, &sha1)).unwrap_err(), ALGORITHM);
}

// law: R50-3
#[test]
fn a_point_of_small_order_and_a_low_exponent_are_weak() {
    let info = CertReqInfo::from_der(Outer::read(ED25519).unwrap().info).unwrap();
    let own = info.public_key.subject_public_key.raw_bytes();
    for point in SMALL_ORDER {
        for sign in [0, 0x80] {
            let mut point = point;
            point[31] |= sign;
            assert_eq!(
                read(&with(ED25519, own, &point)).unwrap_err(),
                WEAK,
                "{point:02x?}"
            );
        }
    }
    let mut near = SMALL_ORDER[1];
    near[1] = 1;
    assert_eq!(read(&with(ED25519, own, &near)).unwrap_err(), SIGNATURE);
    let own = [0x02, 0x03, 0x01, 0x00, 0x01];
    for (exponent, why) in [
        ([0x00, 0x80, 0x01], WEAK),
        ([0x00, 0xff, 0xff], WEAK),
        ([0x01, 0x00, 0x03], SIGNATURE),
    ] {
        let other = [&[0x02, 0x03][..], &exponent].concat();
        assert_eq!(read(&with(RSA3072, &own, &other)).unwrap_err(), why);
    }
}

#[test]
fn what_is_no_request_is_refused_before_anything_is_made_of_it() {
    assert_eq!(read(b"").unwrap_err(), SHAPE);
    assert_eq!(read(&[P256, &[0]].concat()).unwrap_err(), SHAPE);
    assert_eq!(read(&[0x30, 0x80, 0, 0]).unwrap_err(), SHAPE);
    assert_eq!(
        read(&[0x30, 0x84, 0xff, 0xff, 0xff, 0xff]).unwrap_err(),
        SHAPE
    );
    for length in [&[0x82, 0xff, 0xff][..], &[0x7f], &[0x00]] {
        let lying = [&[0x30][..], length, &P256[3..]].concat();
        assert_eq!(read(&lying).unwrap_err(), SHAPE);
    }
    for end in 0..P256.len() {
        assert_eq!(read(&P256[..end]).unwrap_err(), SHAPE, "{end}");
    }
    let huge = STANDARD.encode(vec![0x30; MAX]);
    assert_eq!(CertificationRequest::read(&huge).unwrap_err(), LONG);
    for text in [
        "not base64!",
        "MIIB\nMIIB",
        "-----BEGIN CERTIFICATE REQUEST-----",
    ] {
        assert_eq!(CertificationRequest::read(text).unwrap_err(), SHAPE);
    }
}

proptest! {
    /// One changed byte anywhere is never taken for the same proof.
    #[test]
    fn no_changed_byte_is_taken(at in 0..P256.len(), flip in 1_u8..) {
        let mut changed = P256.to_vec();
        changed[at] ^= flip;
        prop_assert!(read(&changed).is_err());
    }
}
