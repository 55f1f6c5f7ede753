//! Certificates for tests: authorities and whom they vouch for.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use rcgen::{
    Attribute, BasicConstraints, CertificateParams, DistinguishedName, DnType, IsCa, Issuer,
    KeyPair, SanType,
};

/// An authority with a key of its own.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// Its certificate.
    pub der: Vec<u8>,
}

/// A certificate and its key.
pub struct Certificate {
    /// The certificate.
    pub der: Vec<u8>,
    /// The key.
    pub key: KeyPair,
}

/// What a certificate says: a common name, and the same as a host or address.
pub fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    let address = name.parse().map(SanType::IpAddress);
    let other = address.unwrap_or_else(|_| SanType::DnsName(name.try_into().expect("a host")));
    params.subject_alt_names = vec![other];
    params
}

/// A request for a certificate (RFC 2986) that carries a challenge, signed by a key of its own.
pub fn request(challenge: &str) -> Vec<u8> {
    let length = u8::try_from(challenge.len()).expect("a short challenge");
    // SET of one UTF8String; the lengths are one byte each.
    let mut values = vec![0x31, length + 2, 0x0c, length];
    values.extend(challenge.as_bytes());
    let attribute = Attribute {
        oid: &[1, 2, 840, 113_549, 1, 9, 7],
        values,
    };
    let made = params("thu.example").serialize_request_with_attributes(&key(), vec![attribute]);
    made.expect("a request").der().to_vec()
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}

impl Authority {
    /// That trusts itself.
    pub fn new(name: &str) -> Self {
        let mut params = params(name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = key();
        let own = params.self_signed(&key).expect("a certificate");
        Self {
            der: own.der().to_vec(),
            issuer: Issuer::new(params, key),
        }
    }

    /// Vouches for a name.
    pub fn issue(&self, params: &CertificateParams) -> Certificate {
        let key = key();
        let made = params.signed_by(&key, &self.issuer).expect("a certificate");
        Certificate {
            der: made.der().to_vec(),
            key,
        }
    }
}

impl Certificate {
    /// That nobody vouches for.
    pub fn alone(name: &str) -> Self {
        let key = key();
        let made = params(name).self_signed(&key).expect("a certificate");
        Self {
            der: made.der().to_vec(),
            key,
        }
    }

    /// Its key as a file.
    pub fn key_pem(&self) -> String {
        pem("PRIVATE KEY", &self.key.serialize_der())
    }
}

/// Bytes as a file (RFC 7468).
pub fn pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let lines: Vec<&str> = (0..text.len())
        .step_by(64)
        .map(|at| &text[at..text.len().min(at + 64)])
        .collect();
    let body = lines.join("\n");
    format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
}
