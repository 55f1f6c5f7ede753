//! The parameters of RSASSA-PSS (RFC 4055, 3.1): one digest for all, a salt of its length.

use der::Sequence;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::{Algorithm, Digest, Scheme};

#[derive(Sequence)]
struct Parameters {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    digest: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    mask: Option<AlgorithmIdentifierOwned>,
    #[asn1(context_specific = "2", tag_mode = "EXPLICIT", optional = "true")]
    salt: Option<u16>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    trailer: Option<u8>,
}

const MGF1: &str = "1.2.840.113549.1.1.8";

pub(super) fn scheme(algorithm: &AlgorithmIdentifierOwned) -> Algorithm<Scheme> {
    let refused = |what: &str| Algorithm::Refused(format!("RSASSA-PSS with {what}"));
    let parameters = algorithm.parameters.as_ref();
    let Some(Ok(given)) = parameters.map(der::Any::decode_as::<Parameters>) else {
        return refused("parameters that are not read");
    };
    // Absent fields mean SHA-1.
    let (Some(digest), Some(mask)) = (given.digest, given.mask) else {
        return refused("SHA-1");
    };
    let digest = match Digest::of(&digest) {
        Algorithm::Allowed(digest) => digest,
        Algorithm::Refused(name) => return refused(&name),
    };
    let inner = mask.parameters.as_ref();
    let inner = inner.and_then(|p| p.decode_as::<AlgorithmIdentifierOwned>().ok());
    let same = inner.is_some_and(|i| Digest::of(&i) == Algorithm::Allowed(digest));
    if mask.oid.to_string() != MGF1 || !same {
        return refused("another mask");
    }
    let length = u16::try_from(digest.algorithm().output_len()).unwrap_or(0);
    if given.salt != Some(length) || given.trailer.is_some_and(|t| t != 1) {
        return refused("another salt or trailer");
    }
    Algorithm::Allowed(Scheme::Pss(digest))
}
