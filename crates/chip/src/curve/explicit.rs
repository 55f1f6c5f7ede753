//! A curve spelled out in full (ANSI X9.62; RFC 3279, 2.3.5; BSI TR-03111, 3.2), as ICAO Doc 9303-12
//! demands of certificates.

use der::asn1::{AnyRef, BitStringRef, ObjectIdentifier, OctetStringRef, UintRef};
use der::{Any, Decode, Encode, Sequence};

use super::Curve;

/// prime-field.
const PRIME_FIELD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

#[derive(Sequence)]
struct Parameters<'a> {
    version: u8,
    field: Field<'a>,
    curve: Coefficients<'a>,
    base: &'a OctetStringRef,
    order: UintRef<'a>,
    #[asn1(optional = "true")]
    cofactor: Option<UintRef<'a>>,
    #[asn1(optional = "true")]
    hash: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct Field<'a> {
    kind: ObjectIdentifier,
    prime: UintRef<'a>,
}

#[derive(Sequence)]
struct Coefficients<'a> {
    a: &'a OctetStringRef,
    b: &'a OctetStringRef,
    #[asn1(optional = "true")]
    seed: Option<BitStringRef<'a>>,
}

/// The allowed curve with exactly these parameters.
pub(super) fn recognise(parameters: &Any) -> Option<Curve> {
    let der = parameters.to_der().ok()?;
    let given = Parameters::from_der(&der).ok()?;
    let cofactor = given.cofactor.as_ref().is_none_or(|c| c.as_bytes() == [1]);
    if !(1..=3).contains(&given.version) || given.field.kind != PRIME_FIELD || !cofactor {
        return None;
    }
    Curve::ALL.into_iter().find(|c| equal(*c, &given))
}

fn equal(curve: Curve, given: &Parameters<'_>) -> bool {
    let domain = curve.domain();
    let (sign, point) = match given.base.as_bytes().split_first() {
        Some((sign, point)) => (*sign, point),
        None => return false,
    };
    let base = match sign {
        4 => same(point, &[domain.x, domain.y].concat()),
        // Compressed: the first coordinate and which of the two second ones.
        2 | 3 => same(point, domain.x) && odd(domain.y) == (sign == 3),
        _ => false,
    };
    base && same(given.field.prime.as_bytes(), domain.p)
        && same(given.curve.a.as_bytes(), domain.a)
        && same(given.curve.b.as_bytes(), domain.b)
        && same(given.order.as_bytes(), domain.n)
}

fn odd(digits: &str) -> bool {
    digits
        .bytes()
        .last()
        .is_some_and(|d| b"13579bdf".contains(&d))
}

/// Whether bytes and hexadecimal digits are one number.
fn same(bytes: &[u8], digits: &str) -> bool {
    let mut written: String = bytes.iter().map(|b| format!("{b:02x}")).collect();
    written.drain(..written.len() - written.trim_start_matches('0').len());
    written == digits.trim_start_matches('0')
}
