//! The name in its certificate that a client is known by (RFC 8705 §2.1.2).

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::{Tag, Tagged};
use x509_cert::ext::pkix::SubjectAltName;
use x509_cert::ext::pkix::name::GeneralName;
use x509_cert::name::{RdnSequence, RelativeDistinguishedName};

/// Longer than any name in use.
const LONGEST: usize = 500;

/// One of the five names of RFC 8705 §2.1.2; a client registers exactly one. The serde names are the registered ones.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CertificateName {
    /// The subject's distinguished name, as RFC 4514 writes it.
    #[serde(rename = "tls_client_auth_subject_dn")]
    Subject(String),
    /// A host among the alternative names.
    #[serde(rename = "tls_client_auth_san_dns")]
    Dns(String),
    /// A URI among them.
    #[serde(rename = "tls_client_auth_san_uri")]
    Uri(String),
    /// An address among them.
    #[serde(rename = "tls_client_auth_san_ip")]
    Ip(IpAddr),
    /// An e-mail address among them.
    #[serde(rename = "tls_client_auth_san_email")]
    Email(String),
}

impl CertificateName {
    /// Reads what a developer writes: `DNS:`, `URI:`, `IP:` or `email:` before a name, as tools show alternative
    /// names, or else a distinguished name. `None` for what no certificate could have.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST || text.chars().any(char::is_control) {
            return None;
        }
        let (kind, rest) = text.split_once(':').unwrap_or(("", ""));
        let rest = rest.trim();
        let plain = |extra: &str| {
            let allowed = |c: char| c.is_ascii_alphanumeric() || extra.contains(c);
            !rest.is_empty() && rest.chars().all(allowed)
        };
        match kind.to_ascii_lowercase().as_str() {
            "dns" => plain("-.").then(|| Self::Dns(rest.to_owned())),
            "uri" => (rest.contains(':') && rest.chars().all(|c| c.is_ascii_graphic()))
                .then(|| Self::Uri(rest.to_owned())),
            "ip" | "ip address" => rest.parse().ok().map(Self::Ip),
            "email" => (plain("-._%+@")
                && rest.split('@').filter(|part| !part.is_empty()).count() == 2)
                .then(|| Self::Email(rest.to_owned())),
            _ => subject(text).map(|_| Self::Subject(text.to_owned())),
        }
    }

    /// Whether a certificate has this name.
    pub(super) fn names(&self, certificate: &Certificate) -> bool {
        let tbs = certificate.tbs_certificate();
        if let Self::Subject(text) = self {
            let own: Vec<&RelativeDistinguishedName> = tbs.subject().iter_rdn().collect();
            return subject(text).is_some_and(|wanted| same(&wanted, &own));
        }
        // A certificate with two such extensions, or one that cannot be read, names nobody.
        let Ok(Some((_, names))) = tbs.get_extension::<SubjectAltName>() else {
            return false;
        };
        names.0.iter().any(|name| self.is(name))
    }

    /// RFC 8705 §2.1.2: addresses are compared as bytes; RFC 5280 §7.2: hosts without regard to case. Wildcards mean
    /// nothing here.
    fn is(&self, other: &GeneralName) -> bool {
        match (self, other) {
            (Self::Dns(host), GeneralName::DnsName(own)) => host.eq_ignore_ascii_case(own.as_str()),
            (Self::Uri(uri), GeneralName::UniformResourceIdentifier(own)) => uri == own.as_str(),
            (Self::Email(address), GeneralName::Rfc822Name(own)) => address == own.as_str(),
            (Self::Ip(IpAddr::V4(ip)), GeneralName::IpAddress(own)) => {
                own.as_bytes() == ip.octets().as_slice()
            }
            (Self::Ip(IpAddr::V6(ip)), GeneralName::IpAddress(own)) => {
                own.as_bytes() == ip.octets().as_slice()
            }
            _ => false,
        }
    }
}

/// As [`CertificateName::parse`] reads it.
impl fmt::Display for CertificateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Subject(name) => write!(f, "{name}"),
            Self::Dns(host) => write!(f, "DNS:{host}"),
            Self::Uri(uri) => write!(f, "URI:{uri}"),
            Self::Ip(ip) => write!(f, "IP:{ip}"),
            Self::Email(address) => write!(f, "email:{address}"),
        }
    }
}

/// A distinguished name in the order of a certificate (RFC 4514 §2.1 turns it round).
fn subject(text: &str) -> Option<Vec<RelativeDistinguishedName>> {
    // The parser takes what follows an escaped backslash for a separator, escaped itself or not.
    if text.contains(r"\\\") {
        return None;
    }
    let parsed = RdnSequence::from_str(&tight(text)?).ok()?;
    let parts: Vec<RelativeDistinguishedName> = parsed.iter().cloned().collect();
    let good =
        |part: &RelativeDistinguishedName| part.iter().all(|pair| !pair.value.value().is_empty());
    (!parts.is_empty() && parts.iter().all(good)).then_some(parts)
}

/// Without the spaces that many tools write after a separator (RFC 4514 §3 has none there); `None` where it ends in the
/// middle of an escape.
fn tight(text: &str) -> Option<String> {
    let mut out = String::new();
    let (mut escaped, mut after) = (false, true);
    for c in text.chars() {
        if after && c == ' ' {
            continue;
        }
        after = !escaped && matches!(c, ',' | '+');
        escaped = !escaped && c == '\\';
        out.push(c);
    }
    (!escaped).then_some(out)
}

/// RFC 4517 §4.2.15 `distinguishedNameMatch`: as many parts in the same order, each with the same pairs in any order.
fn same(wanted: &[RelativeDistinguishedName], own: &[&RelativeDistinguishedName]) -> bool {
    let pairs = |wanted: &RelativeDistinguishedName, own: &RelativeDistinguishedName| {
        wanted.len() == own.len()
            && wanted
                .iter()
                .all(|pair| own.iter().any(|other| same_pair(pair, other)))
            && own
                .iter()
                .all(|pair| wanted.iter().any(|other| same_pair(pair, other)))
    };
    wanted.len() == own.len()
        && wanted
            .iter()
            .zip(own)
            .all(|(wanted, own)| pairs(wanted, own))
}

/// RFC 4517 §4.2.11 `caseIgnoreMatch` for what is a text on both sides, whatever type it was written as; else the very
/// bytes.
fn same_pair(one: &AttributeTypeAndValue, other: &AttributeTypeAndValue) -> bool {
    let texts = || Some(folded(one)? == folded(other)?);
    one.oid == other.oid && texts().unwrap_or(one.value == other.value)
}

fn folded(pair: &AttributeTypeAndValue) -> Option<String> {
    let is_text = matches!(
        pair.value.tag(),
        Tag::Utf8String | Tag::PrintableString | Tag::Ia5String
    );
    let text = is_text
        .then(|| std::str::from_utf8(pair.value.value()).ok())
        .flatten()?;
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    Some(words.join(" "))
}
