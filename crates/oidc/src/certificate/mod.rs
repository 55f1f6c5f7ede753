//! Certificates that clients show in the handshake (RFC 8705): who a client is by its certificate (§2), and which
//! certificate a token is bound to (§3). The handshake itself, with its proof of possession, is over by then.

mod header;
mod key;
mod name;
#[cfg(test)]
mod tests;

pub use header::from_headers;
pub(crate) use key::of_info as key_of;
pub use name::CertificateName;

use std::fmt;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use rustls_pki_types::{CertificateDer, TrustAnchor, UnixTime};
use webpki::{ALL_VERIFICATION_ALGS, EndEntityCert, KeyUsage, anchor_from_trusted_cert};
use x509_cert::Certificate;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::BasicConstraints;

use crate::OAuthError;
use crate::client_auth::UNPROVEN;
use crate::jose::{Jwk, JwkSet, base64url_encode};

/// Certificates of one handshake; nobody has a longer way to his root.
const MOST: usize = 8;

/// What a client showed: its own certificate, then those between it and a root, as DER. Nothing is believed of it yet
/// but that the client holds the key of the first.
#[derive(Clone, PartialEq, Eq)]
pub struct Chain {
    own: Vec<u8>,
    between: Vec<Vec<u8>>,
}

impl fmt::Debug for Chain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Chain({})", self.thumbprint())
    }
}

impl Chain {
    /// Certificates in the order of the handshake; `None` of none, or of more than anybody needs.
    pub fn new(certificates: impl IntoIterator<Item = Vec<u8>>) -> Option<Self> {
        let mut certificates = certificates.into_iter();
        let own = certificates.next()?;
        let between: Vec<Vec<u8>> = certificates.take(MOST).collect();
        (between.len() < MOST).then_some(Self { own, between })
    }

    /// RFC 8705 §3.1, `x5t#S256`: SHA-256 of the client's certificate, base64url.
    pub fn thumbprint(&self) -> String {
        base64url_encode(digest(&SHA256, &self.own))
    }

    /// The public key of the client's certificate, where it is one that signatures may be made with.
    fn key(&self) -> Option<Jwk> {
        key::of(&Certificate::from_der(&self.own).ok()?)
    }
}

/// The authorities that may vouch for a client (RFC 8705 §2.1).
#[derive(Debug, Clone, Default)]
pub struct Roots(Vec<TrustAnchor<'static>>);

impl Roots {
    /// From certificates in DER; `None` where one of them cannot be read or is no authority's (RFC 5280 §4.2.1.9).
    /// They are believed as they stand: until when they say they are good is the operator's to watch.
    pub fn new<'a>(certificates: impl IntoIterator<Item = &'a [u8]>) -> Option<Self> {
        let mut anchors = Vec::new();
        for certificate in certificates {
            let der = CertificateDer::from(certificate);
            let read = Certificate::from_der(certificate).ok()?;
            let (_, basic) = read
                .tbs_certificate()
                .get_extension::<BasicConstraints>()
                .ok()??;
            if !basic.ca {
                return None;
            }
            anchors.push(anchor_from_trusted_cert(&der).ok()?.to_owned());
        }
        Some(Self(anchors))
    }

    /// Whether there is none, so that nobody can be vouched for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// RFC 8705 §2.1: a root vouches for the certificate now and for use by clients, and its name is the registered one.
pub fn vouched(
    chain: &Chain,
    roots: &Roots,
    name: &CertificateName,
    now: i64,
) -> Result<(), OAuthError> {
    let own = CertificateDer::from(chain.own.as_slice());
    let between: Vec<CertificateDer<'_>> = chain
        .between
        .iter()
        .map(|der| CertificateDer::from(der.as_slice()))
        .collect();
    let now = u64::try_from(now).map_err(|_| UNPROVEN)?;
    let leaf = EndEntityCert::try_from(&own).map_err(|_| UNPROVEN)?;
    leaf.verify_for_usage(
        ALL_VERIFICATION_ALGS,
        &roots.0,
        &between,
        UnixTime::since_unix_epoch(Duration::from_secs(now)),
        KeyUsage::client_auth(),
        None,
        None,
    )
    .map_err(|_| UNPROVEN)?;
    let certificate = Certificate::from_der(&chain.own).map_err(|_| UNPROVEN)?;
    if name.names(&certificate) {
        Ok(())
    } else {
        Err(UNPROVEN)
    }
}

/// RFC 8705 §2.2: the certificate's key is one that the client registered; who signed the certificate, and until when
/// it says it is good, does not matter: a key is taken back by registering another.
pub fn registered(chain: &Chain, keys: &JwkSet) -> Result<(), OAuthError> {
    if knows(chain, keys) {
        Ok(())
    } else {
        Err(UNPROVEN)
    }
}

/// Whether the certificate's key is among these.
pub fn knows(chain: &Chain, keys: &JwkSet) -> bool {
    let shown = chain.key().map(|key| key.thumbprint());
    shown.is_some_and(|shown| keys.0.iter().any(|key| key.thumbprint() == shown))
}
