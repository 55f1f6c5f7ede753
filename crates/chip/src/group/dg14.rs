//! DG14 (ICAO Doc 9303-11, 9.2; BSI TR-03110-3, A.1): the options of the chip's security, of which
//! we use the keys of chip authentication.

use std::collections::BTreeSet;

use der::asn1::ObjectIdentifier;
use der::{Any, Decode, Encode};
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::access::of_pace;
use super::info::{Cipher, SecurityInfo, options};
use super::{Flaw, Group, content};
use crate::curve::Curve;
use crate::key::{Algorithm, Digest, PublicKey};
use crate::tlv;

/// id-PK-ECDH: a key of chip authentication on a curve.
const PK_ECDH: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.2.2.1.2");
/// id-CA-ECDH: the arc of the protocols of chip authentication on a curve.
pub(crate) const CA_ECDH: ObjectIdentifier = ObjectIdentifier::new_unwrap("0.4.0.127.0.7.2.2.3.2");
/// id-icao-mrtd-security-aaProtocolObject: how the chip signs in active authentication.
const ACTIVE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.23.136.1.1.5");
/// A key of chip authentication with the cipher that goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AgreementKey {
    /// The curve.
    pub(crate) curve: Curve,
    /// The chip's public point.
    pub(crate) point: Vec<u8>,
    /// The session's cipher.
    pub(crate) cipher: Cipher,
    /// Which key, where the chip has several.
    pub(crate) id: Option<u64>,
}

/// The options of a card's DG14.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SecurityInfos {
    agreements: Vec<AgreementKey>,
    active: Option<Algorithm<Digest>>,
    access: BTreeSet<Vec<u8>>,
}

impl SecurityInfos {
    /// Reads DG14. Options that we do not know or understand are as if they were not there: they offer
    /// us nothing, and take nothing from those that we know.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Flaw> {
        let set = tlv::only(content(Group::DG14, file)?, 0x31)?;
        let coded = options(set)?;
        let access = of_pace(&coded);
        let infos: Vec<SecurityInfo> = coded.into_iter().map(|(_, info)| info).collect();
        Ok(Self {
            agreements: agreements(&infos),
            active: active(&infos),
            access,
        })
    }

    /// The keys of chip authentication that we can use, the strongest cipher first.
    pub(crate) fn agreements(&self) -> &[AgreementKey] {
        &self.agreements
    }

    /// The digest with which the chip signs on its curve in active authentication, where it says so.
    pub(crate) const fn active(&self) -> Option<&Algorithm<Digest>> {
        self.active.as_ref()
    }

    /// The options of PACE, as they are coded: those of EF.CardAccess, signed.
    pub(crate) const fn access(&self) -> &BTreeSet<Vec<u8>> {
        &self.access
    }
}

/// Joins each key to the protocols with the same key identifier. A card with a key and no protocol is
/// one of EAC 1.10, which means triple DES (TR-03110-3, A.1.1.2).
fn agreements(infos: &[SecurityInfo]) -> Vec<AgreementKey> {
    let mut found = Vec::new();
    for info in infos.iter().filter(|i| i.protocol == PK_ECDH) {
        let (Some((curve, point)), Ok(id)) = (point(&info.required), id(info)) else {
            continue;
        };
        let same = infos.iter().filter(|i| self::id(i) == Ok(id));
        let ciphers = same.filter_map(|i| Cipher::of(i.protocol, CA_ECDH));
        found.extend(ciphers.map(|cipher| AgreementKey {
            curve,
            point: point.clone(),
            cipher,
            id,
        }));
    }
    found.sort_by_key(|k| std::cmp::Reverse(k.cipher));
    found
}

fn point(key: &Any) -> Option<(Curve, Vec<u8>)> {
    let info = SubjectPublicKeyInfoOwned::from_der(&key.to_der().ok()?).ok()?;
    match PublicKey::read(&info).ok()? {
        PublicKey::Ec { curve, point } => Some((curve, point)),
        PublicKey::Rsa { .. } => None,
    }
}

/// Which key, where it says so.
fn id(info: &SecurityInfo) -> Result<Option<u64>, der::Error> {
    let field = info.optional.as_ref();
    field.map(Any::decode_as::<u64>).transpose()
}

/// `ActiveAuthenticationInfo` (ICAO Doc 9303-11, 9.2.4): ecdsa-plain with a digest (BSI TR-03111,
/// 5.2.1.1). Of several, one that we allow; none of them at all is not the same as none that we allow.
fn active(infos: &[SecurityInfo]) -> Option<Algorithm<Digest>> {
    let named = infos.iter().filter(|i| i.protocol == ACTIVE);
    let mut named: Vec<Algorithm<Digest>> = named.map(digest).collect();
    let allowed = |a: &Algorithm<Digest>| matches!(a, Algorithm::Allowed(_));
    let at = named.iter().position(allowed).unwrap_or(0);
    (at < named.len()).then(|| named.swap_remove(at))
}

fn digest(info: &SecurityInfo) -> Algorithm<Digest> {
    let algorithm = info.optional.as_ref();
    let oid = algorithm.and_then(|a| a.decode_as::<ObjectIdentifier>().ok());
    let oid = oid.map(|o| o.to_string()).unwrap_or_default();
    match oid.as_str() {
        "0.4.0.127.0.7.1.1.4.1.3" => Algorithm::Allowed(Digest::Sha256),
        "0.4.0.127.0.7.1.1.4.1.4" => Algorithm::Allowed(Digest::Sha384),
        "0.4.0.127.0.7.1.1.4.1.5" => Algorithm::Allowed(Digest::Sha512),
        _ => Algorithm::Refused(oid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::group::info::MOST;
    use crate::testing::{card, hex};
    use crate::tlv::Fields;

    /// The options of a real file, one by one.
    fn options(name: &str) -> Vec<Vec<u8>> {
        let file = card(name, "14");
        let set = content(Group::DG14, &file).and_then(|c| Ok(tlv::only(c, 0x31)?));
        let mut fields = Fields::of(set.expect("a set"));
        let mut found = Vec::new();
        while let Some(field) = fields.next().expect("coded") {
            found.push(tlv::write(field.tag, field.value));
        }
        found
    }

    fn read(options: &[Vec<u8>]) -> Result<SecurityInfos, Flaw> {
        SecurityInfos::read(&tlv::write(0x6E, &tlv::write(0x31, &options.concat())))
    }

    /// Options that nobody has heard of, or that are not what their identifier promises.
    fn strange() -> Vec<Vec<u8>> {
        [
            "300B 0606 2B0601040101 020101",               // an unknown protocol
            "3008 0606 2B0601040101",                      // that alone
            "3011 0606 2B0601040101 020101 020101 020101", // with too much behind it
            "3002 0600",                                   // no identifier
            "0401 00",                                     // no option at all
            "3000",
            // Keys of chip authentication that are none.
            "3010 0609 04007F00070202 0102 3000 020107",
            "300D 0609 04007F00070202 0102 0500",
            // A cipher that nobody knows, triple DES, and one with a strange number.
            "3012 060A 04007F0007020203 0209 020101 020107",
            "3012 060A 04007F0007020203 0201 020101 020107",
            "3011 060A 04007F0007020203 0204 020101 0500",
            // An algorithm of active authentication that is not allowed, and one that is none.
            "3017 0606 678108010105 020101 060A 04007F000701010401 01",
            "300B 0606 678108010105 020101",
        ]
        .map(hex)
        .to_vec()
    }

    #[test]
    fn what_is_not_known_does_not_hide_what_is() {
        let known = options("good-bp384");
        let expected = read(&known).expect("known options");
        assert_eq!(expected.agreements().len(), 1);
        assert!(matches!(expected.active(), Some(Algorithm::Allowed(_))));
        for strange in strange() {
            let (mut before, mut after) = (vec![strange.clone()], known.clone());
            before.extend(known.clone());
            after.push(strange.clone());
            for options in [before, after] {
                assert_eq!(read(&options).as_ref(), Ok(&expected), "{strange:02X?}");
            }
        }
        let all = [strange(), known, strange()].concat();
        assert_eq!(read(&all), Ok(expected));
    }

    #[test]
    fn strange_options_alone_offer_nothing() {
        let infos = read(&strange()).expect("options");
        assert_eq!(infos.agreements(), []);
        // A digest that is named and not allowed is not one that is not named.
        assert!(matches!(infos.active(), Some(Algorithm::Refused(_))));
        assert_eq!(read(&[]).expect("none").active(), None);
    }

    #[test]
    fn options_have_an_end() {
        let one = options("good-bp384").swap_remove(0);
        read(&vec![one.clone(); MOST]).expect("as many as there can be");
        assert_eq!(read(&vec![one; MOST + 1]), Err(Flaw::TooLarge));
    }

    #[test]
    fn the_strongest_cipher_comes_first() {
        let key = options("good-bp384")
            .into_iter()
            .find(|o| o.windows(9).any(|w| w == PK_ECDH.as_bytes()));
        let cipher = |last: u8| {
            let mut bytes = hex("3012 060A 04007F0007020203 0200 020101 020107");
            bytes[13] = last;
            bytes
        };
        let infos = [
            vec![key.expect("a key")],
            vec![cipher(2), cipher(4), cipher(3)],
        ]
        .concat();
        let infos = read(&infos).expect("options");
        let found: Vec<Cipher> = infos.agreements().iter().map(|k| k.cipher).collect();
        assert_eq!(found, [Cipher::Aes256, Cipher::Aes192, Cipher::Aes128]);
    }
}
