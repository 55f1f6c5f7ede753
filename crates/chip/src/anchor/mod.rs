//! Whom we trust: the country-signing authorities (CSCA, ICAO Doc 9303-12) that somebody answerable
//! has taken in, each with its revocation list.

mod list;
mod master;

pub use list::{ListFlaw, RevocationList};
pub use master::{MasterList, MasterListFlaw};

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;

use crate::certificate::{Certificate, CertificateFlaw};

/// Why a certificate is no country-signing authority.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AuthorityFlaw {
    /// The certificate as such.
    #[error(transparent)]
    Certificate(#[from] CertificateFlaw),
    /// It may not sign certificates.
    #[error("it may not sign certificates")]
    NoAuthority,
    /// Another authority issued it: a link from an old key to a new one is no anchor by itself.
    #[error("another authority issued it")]
    Link,
    /// Its own signature is wrong.
    #[error("its own signature is wrong")]
    WrongSignature,
}

/// What the revocation lists say, or that there is none to rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum RevocationFlaw {
    /// The signer's certificate is revoked.
    #[error("the signer's certificate is revoked")]
    Revoked,
    /// The certificate of the authority itself is revoked, as by a list of its newer key.
    #[error("the authority's own certificate is revoked")]
    Authority,
    /// There is no list of the authority's key or of a newer one.
    #[error("there is no revocation list that speaks for the authority's key")]
    NoList,
    /// The list is overdue.
    #[error("the revocation list is overdue")]
    Stale,
}

/// A country-signing authority, taken in after its profile and its own signature were checked.
/// Whether it is the right one, no computation can say: compare [`Certificate::fingerprint`] with what
/// the ministry handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    certificate: Certificate,
    list: Option<RevocationList>,
}

impl Authority {
    /// Takes in a self-signed certificate in DER.
    pub fn take_in(der: &[u8]) -> Result<Self, AuthorityFlaw> {
        let certificate = Certificate::read(der)?;
        if !certificate.is_authority() {
            return Err(AuthorityFlaw::NoAuthority);
        }
        if !certificate.self_issued() {
            return Err(AuthorityFlaw::Link);
        }
        if !certificate.signed_by(certificate.key()) {
            return Err(AuthorityFlaw::WrongSignature);
        }
        Ok(Self {
            certificate,
            list: None,
        })
    }

    /// Takes in its revocation list. An older one than we have would bring back what was revoked.
    pub fn take_in_list(&mut self, der: &[u8]) -> Result<(), ListFlaw> {
        let list = RevocationList::read(der, &self.certificate)?;
        if self
            .list
            .as_ref()
            .is_some_and(|old| list.issued() < old.issued())
        {
            return Err(ListFlaw::Older);
        }
        self.list = Some(list);
        Ok(())
    }

    /// Its certificate.
    pub const fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// Its revocation list, if there is one.
    pub const fn list(&self) -> Option<&RevocationList> {
        self.list.as_ref()
    }

    /// Whether it issued this certificate: by name, by key and by signature.
    pub(crate) fn issued(&self, certificate: &Certificate) -> bool {
        certificate.names(&self.certificate) && certificate.signed_by(self.certificate.key())
    }

    fn name(&self) -> &x509_cert::name::Name {
        self.certificate.parsed().tbs_certificate().subject()
    }

    /// Whether its list says what stands of that one's certificates: the list of the same key, or of a
    /// newer one of the same name, with which the authority signs one list for all of its keys (ICAO
    /// Doc 9303-12, 7.1.4). An older key knows nothing of what a newer one issued. Two keys that begin
    /// at one instant speak each for itself.
    fn speaks_for(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.certificate, &other.certificate);
        let newer = ours.validity().0 > theirs.validity().0;
        self.name() == other.name() && (ours.key() == theirs.key() || newer)
    }

    /// Whether it could issue a certificate at this instant (RFC 3280, 4.2.1.4: the private key's
    /// period; a country-signing key signs for few years and is verified for many).
    pub(crate) fn could_issue(&self, at: Timestamp) -> bool {
        within(at, self.certificate.key_period()) && valid(at, &self.certificate)
    }
}

pub(crate) fn within(at: Timestamp, (from, to): (Option<Timestamp>, Option<Timestamp>)) -> bool {
    from.is_none_or(|f| f <= at) && to.is_none_or(|t| at <= t)
}

pub(crate) fn valid(at: Timestamp, certificate: &Certificate) -> bool {
    let (from, to) = certificate.validity();
    from <= at && at <= to
}

/// The authorities that we trust.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Anchors(Vec<Authority>);

impl Anchors {
    /// These authorities and no others.
    pub const fn new(authorities: Vec<Authority>) -> Self {
        Self(authorities)
    }

    /// The authorities.
    pub fn iter(&self) -> impl Iterator<Item = &Authority> {
        self.0.iter()
    }

    /// The authority that issued this certificate.
    pub(crate) fn issuer(&self, certificate: &Certificate) -> Option<&Authority> {
        self.0.iter().find(|a| a.issued(certificate))
    }

    /// The authorities of this one's name, itself among them: one authority with its keys, one after
    /// another.
    fn keys_of(&self, authority: &Authority) -> Vec<&Authority> {
        let same = |a: &&Authority| a.name() == authority.name();
        self.0.iter().filter(same).collect()
    }

    /// Whether a certificate of this authority stands (ICAO Doc 9303-12, 7.1.4): no list of any key of
    /// the authority revokes it, or revokes the authority's own certificate; and one of the lists that
    /// speak for this key is fresh. Fails closed: without such a list nothing is known. Gives when the
    /// newest one was issued.
    pub(crate) fn standing(
        &self,
        signer: &Certificate,
        authority: &Authority,
        (now, grace): (Timestamp, SignedDuration),
    ) -> Result<Timestamp, RevocationFlaw> {
        let keys = self.keys_of(authority);
        let revoked = |c: &Certificate| keys.iter().filter_map(|k| k.list()).any(|l| l.revokes(c));
        if revoked(signer) {
            return Err(RevocationFlaw::Revoked);
        }
        if revoked(authority.certificate()) {
            return Err(RevocationFlaw::Authority);
        }
        // A list signed with a key that is itself revoked may be anybody's.
        let speaking = keys
            .iter()
            .filter(|k| k.speaks_for(authority) && !revoked(k.certificate()));
        let lists: Vec<&RevocationList> = speaking.filter_map(|k| k.list()).collect();
        if lists.is_empty() {
            return Err(RevocationFlaw::NoList);
        }
        let fresh = lists.iter().filter(|list| list.fresh(now, grace));
        let newest = fresh.map(|list| list.issued()).max();
        newest.ok_or(RevocationFlaw::Stale)
    }
}
