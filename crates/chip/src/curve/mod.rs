//! The elliptic curves that we allow (ICAO Doc 9303-12, 4.1.6.3), by name or by all their parameters:
//! verification of ECDSA and agreement of keys, computed by living libraries.

mod bp512;
mod domain;
mod explicit;

use bp256::BrainpoolP256r1;
use bp384::BrainpoolP384r1;
use bp512::BrainpoolP512r1;
use der::asn1::ObjectIdentifier;
use ecdsa::{EcdsaCurve, Signature, SignatureSize};
use elliptic_curve::array::ArraySize;
use elliptic_curve::ff::Field;
use elliptic_curve::sec1::{FromSec1Point, ModulusSize, ToSec1Point};
use elliptic_curve::{
    AffinePoint, CurveArithmetic, CurveGroup, FieldBytesSize, Group, ProjectivePoint, PublicKey,
    SecretKey,
};
use p256::NistP256;
use p384::NistP384;
use p521::NistP521;
use x509_cert::spki::AlgorithmIdentifierOwned;
use zeroize::Zeroizing;

use domain::Domain;

/// A curve that we allow. Smaller ones are refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Curve {
    /// NIST P-256.
    P256,
    /// NIST P-384.
    P384,
    /// NIST P-521.
    P521,
    /// brainpoolP256r1.
    Bp256,
    /// brainpoolP384r1.
    Bp384,
    /// brainpoolP512r1.
    Bp512,
}

/// Runs one generic function on the curve.
macro_rules! on {
    ($curve:expr, $function:ident($($argument:expr),*)) => {
        match $curve {
            Curve::P256 => $function::<NistP256>($($argument),*),
            Curve::P384 => $function::<NistP384>($($argument),*),
            Curve::P521 => $function::<NistP521>($($argument),*),
            Curve::Bp256 => $function::<BrainpoolP256r1>($($argument),*),
            Curve::Bp384 => $function::<BrainpoolP384r1>($($argument),*),
            Curve::Bp512 => $function::<BrainpoolP512r1>($($argument),*),
        }
    };
}

impl Curve {
    /// Every curve that we allow.
    pub const ALL: [Self; 6] = [
        Self::P256,
        Self::P384,
        Self::P521,
        Self::Bp256,
        Self::Bp384,
        Self::Bp512,
    ];

    /// Its object identifier (RFC 5480, 2.1.1.1; RFC 5639, 4.1).
    pub const fn oid(self) -> ObjectIdentifier {
        match self {
            Self::P256 => ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7"),
            Self::P384 => ObjectIdentifier::new_unwrap("1.3.132.0.34"),
            Self::P521 => ObjectIdentifier::new_unwrap("1.3.132.0.35"),
            Self::Bp256 => ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.7"),
            Self::Bp384 => ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.11"),
            Self::Bp512 => ObjectIdentifier::new_unwrap("1.3.36.3.3.2.8.1.1.13"),
        }
    }

    /// Its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::P256 => "P-256",
            Self::P384 => "P-384",
            Self::P521 => "P-521",
            Self::Bp256 => "brainpoolP256r1",
            Self::Bp384 => "brainpoolP384r1",
            Self::Bp512 => "brainpoolP512r1",
        }
    }

    /// Bytes of a coordinate and of a scalar.
    pub const fn size(self) -> usize {
        match self {
            Self::P256 | Self::Bp256 => 32,
            Self::P384 | Self::Bp384 => 48,
            Self::P521 => 66,
            Self::Bp512 => 64,
        }
    }

    const fn domain(self) -> &'static Domain {
        match self {
            Self::P256 => &domain::P256,
            Self::P384 => &domain::P384,
            Self::P521 => &domain::P521,
            Self::Bp256 => &domain::BP256,
            Self::Bp384 => &domain::BP384,
            Self::Bp512 => &domain::BP512,
        }
    }

    /// The curve of a key's algorithm: named, or spelled out in full and equal to a named one in every
    /// parameter. Parameters that merely resemble a curve are how CVE-2020-0601 forged certificates.
    pub(crate) fn of(algorithm: &AlgorithmIdentifierOwned) -> Option<Self> {
        let parameters = algorithm.parameters.as_ref()?;
        if let Ok(oid) = parameters.decode_as::<ObjectIdentifier>() {
            return Self::ALL.into_iter().find(|c| c.oid() == oid);
        }
        explicit::recognise(parameters)
    }

    /// Whether these bytes are a point of the curve.
    pub(crate) fn has(self, point: &[u8]) -> bool {
        on!(self, is_point(point))
    }

    /// Whether this is the signature of the digest by the point's owner: `r` and `s` one after the
    /// other, each as long as a scalar (BSI TR-03111, 5.2.1).
    pub(crate) fn verifies(self, point: &[u8], digest: &[u8], signature: &[u8]) -> bool {
        on!(self, verify(point, digest, signature)).is_some()
    }

    /// The public point of a secret, uncompressed. `None` where the bytes are no scalar of the curve.
    pub(crate) fn public(self, secret: &[u8]) -> Option<Vec<u8>> {
        on!(self, public(secret))
    }

    /// A scalar out of entropy, as many bytes as it has. Those above the order are refused by the curve,
    /// not wrapped.
    pub(crate) fn scalar(self, entropy: &[u8; 80]) -> Zeroizing<Vec<u8>> {
        let mut bytes = entropy.get(..self.size()).unwrap_or_default().to_vec();
        // P-521 has 521 bits in 66 bytes; Brainpool's orders begin with 0xA or less.
        let mask = if self == Self::P521 { 0x00 } else { 0x7F };
        if let Some(first) = bytes.first_mut() {
            *first &= mask;
        }
        Zeroizing::new(bytes)
    }

    /// The generator that both sides of PACE map the nonce to (9303-11, 4.4.3.3.1): the nonce times the
    /// curve's own, and the shared point of the mapping.
    pub(crate) fn map(self, nonce: &[u8], secret: &[u8], point: &[u8]) -> Option<Vec<u8>> {
        on!(self, map(nonce, secret, point))
    }

    /// A multiple of a point, uncompressed.
    pub(crate) fn multiply(self, secret: &[u8], point: &[u8]) -> Option<Vec<u8>> {
        on!(self, multiply(secret, point))
    }

    /// First coordinate of the shared point (BSI TR-03111, 4.3.1).
    pub(crate) fn agree(self, secret: &[u8], point: &[u8]) -> Option<Vec<u8>> {
        on!(self, agree(secret, point))
    }
}

fn is_point<C>(point: &[u8]) -> bool
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    PublicKey::<C>::from_sec1_bytes(point).is_ok()
}

fn verify<C>(point: &[u8], digest: &[u8], signature: &[u8]) -> Option<()>
where
    C: EcdsaCurve + CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
    SignatureSize<C>: ArraySize,
{
    let key = PublicKey::<C>::from_sec1_bytes(point).ok()?;
    let signature = Signature::<C>::from_slice(signature).ok()?;
    let point = (*key.as_affine()).into();
    ecdsa::hazmat::verify_prehashed::<C>(&point, digest, &signature).ok()
}

fn public<C>(secret: &[u8]) -> Option<Vec<u8>>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let key = SecretKey::<C>::from_slice(secret).ok()?.public_key();
    Some(key.as_affine().to_uncompressed_point().to_vec())
}

fn agree<C>(secret: &[u8], point: &[u8]) -> Option<Vec<u8>>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let key = PublicKey::<C>::from_sec1_bytes(point).ok()?;
    let secret = SecretKey::<C>::from_slice(secret).ok()?;
    let shared = secret.diffie_hellman(&key);
    Some(shared.raw_secret_bytes().to_vec())
}

fn multiply<C>(secret: &[u8], point: &[u8]) -> Option<Vec<u8>>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let key = PublicKey::<C>::from_sec1_bytes(point).ok()?;
    let secret = SecretKey::<C>::from_slice(secret).ok()?;
    uncompressed::<C>(key.to_projective() * *secret.to_nonzero_scalar())
}

fn map<C>(nonce: &[u8], secret: &[u8], point: &[u8]) -> Option<Vec<u8>>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let key = PublicKey::<C>::from_sec1_bytes(point).ok()?;
    let secret = SecretKey::<C>::from_slice(secret).ok()?;
    let shared = key.to_projective() * *secret.to_nonzero_scalar();
    // Byte by byte, since a nonce may be longer than the order.
    let radix = C::Scalar::from(256);
    let digits = nonce.iter().map(|byte| C::Scalar::from(u64::from(*byte)));
    let nonce = digits.fold(C::Scalar::ZERO, |sum, digit| sum * radix + digit);
    uncompressed::<C>(ProjectivePoint::<C>::generator() * nonce + shared)
}

/// Nothing where it is the point at infinity.
fn uncompressed<C>(point: ProjectivePoint<C>) -> Option<Vec<u8>>
where
    C: CurveArithmetic,
    FieldBytesSize<C>: ModulusSize,
    AffinePoint<C>: FromSec1Point<C> + ToSec1Point<C>,
{
    let key = PublicKey::<C>::from_affine(point.to_affine()).ok()?;
    Some(key.as_affine().to_uncompressed_point().to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hex;

    #[test]
    fn the_table_of_parameters_is_that_of_the_libraries() {
        for curve in Curve::ALL {
            let domain = curve.domain();
            let mut one = vec![0; curve.size()];
            one[curve.size() - 1] = 1;
            let generator = [vec![4], hex(domain.x), hex(domain.y)].concat();
            assert_eq!(curve.public(&one), Some(generator), "{curve:?}");
            // One less than the order times the generator is the generator's mirror: the order fits.
            let mut last = hex(domain.n);
            *last.last_mut().expect("a byte") -= 1;
            let mirror = curve.public(&last).expect("a point");
            assert_eq!(mirror[1..=curve.size()], hex(domain.x), "{curve:?}");
            assert_eq!(curve.public(&hex(domain.n)), None, "{curve:?}");
        }
    }

    #[test]
    fn both_sides_agree_on_one_secret() {
        for curve in Curve::ALL {
            let (ours, theirs) = (vec![0x11; curve.size() - 2], vec![0x22; curve.size() - 2]);
            let (q, p) = (curve.public(&ours), curve.public(&theirs));
            let (q, p) = (q.expect("a point"), p.expect("a point"));
            assert!(curve.has(&q) && curve.has(&p));
            assert_eq!(
                curve.agree(&ours, &p),
                curve.agree(&theirs, &q),
                "{curve:?}"
            );
        }
    }

    #[test]
    fn brainpool_512_agrees_as_in_its_rfc() {
        // RFC 7027, A.3.
        let a = hex(
            "16302FF0DBBB5A8D733DAB7141C1B45ACBC8715939677F6A56850A38BD87BD59B09E80279609FF333EB9D4C061231FB26F92EEB04982A5F1D1764CAD57665422",
        );
        let b = hex(
            "230E18E1BCC88A362FA54E4EA3902009292F7F8033624FD471B5D8ACE49D12CFABBC19963DAB8E2F1EBA00BFFB29E4D72D13F2224562F405CB80503666B25429",
        );
        let z = hex(
            "A7927098655F1F9976FA50A9D566865DC530331846381C87256BAF3226244B76D36403C024D7BBF0AA0803EAFF405D3D24F11A9B5C0BEF679FE1454B21C4CD1F",
        );
        let q = Curve::Bp512.public(&b).expect("a point");
        assert_eq!(Curve::Bp512.agree(&a, &q), Some(z));
    }

    #[test]
    fn a_point_beside_the_curve_is_none() {
        for curve in Curve::ALL {
            let mut point = curve.public(&[7; 20].map(|b: u8| b)).unwrap_or_default();
            if point.is_empty() {
                let mut secret = vec![0; curve.size()];
                secret[curve.size() - 1] = 7;
                point = curve.public(&secret).expect("a point");
            }
            let last = point.len() - 1;
            point[last] ^= 1;
            assert!(!curve.has(&point), "{curve:?}");
            assert!(!curve.has(&[0]), "infinity, {curve:?}");
        }
    }
}
