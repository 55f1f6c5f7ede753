//! Whose certificates are believed, and which names they bear.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use proptest::prelude::*;
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, DnValue,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, SanType, date_time_ymd,
};
use serde_json::{Value, json};
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::{CertificateName, Chain, Roots, from_headers, registered, vouched};
use crate::jose::{Jwk, JwkSet, Signer};
use crate::testing::NOW;

/// RFC 8705, appendix A: the certificate, its thumbprint, its key.
const APPENDIX: &str = "MIIBBjCBrAIBAjAKBggqhkjOPQQDAjAPMQ0wCwYDVQQDDARtdGxzMB4XDTE4MTAxODEyMzcwOVoX\
     DTIyMDUwMjEyMzcwOVowDzENMAsGA1UEAwwEbXRsczBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABNcnyxwqV6hY8QnhxxzFQ03C7HKW9\
     OylMbnQZjjJ/Au08/coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8wCgYIKoZIzj0EAwIDSQAwRgIhAP0RC1E+vwJD/D1AGHGzur\
     i+hlV/PpQEKTWUVeORWz83AiEA5x2eXZOVbUlJSGQgjwD5vaUaKlLR50Q2DmFfQj1L+SY=";

fn appendix() -> Chain {
    Chain::new([STANDARD.decode(APPENDIX).unwrap()]).unwrap()
}

#[test]
fn the_thumbprint_of_the_rfc() {
    let chain = appendix();
    let thumbprint = "A4DtL2JmUMhAsvJj5tKyn64SqzmuXbMrJa0n761y5v0";
    assert_eq!(chain.thumbprint(), thumbprint);
    assert_eq!(format!("{chain:?}"), format!("Chain({thumbprint})"));
    let key = json!({"keys": [{
        "kty": "EC", "crv": "P-256",
        "x": "1yfLHCpXqFjxCeHHHMVDTcLscpb07KUxudBmOMn8C7Q",
        "y": "8_coZwxS7LfA4vOLS9WuneIXhbGGWvsDSb0tH6IxLm8",
    }]});
    assert_eq!(registered(&chain, &keys(&key)), Ok(()));
    assert!(registered(&chain, &JwkSet::default()).is_err());
}

fn keys(value: &Value) -> JwkSet {
    let set = JwkSet::parse(&value.to_string()).unwrap();
    assert!(!set.0.is_empty());
    set
}

/// An authority with its own certificate.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    der: Vec<u8>,
}

fn authority(name: &str, above: Option<&Authority>) -> Authority {
    let mut params = named(&[(DnType::CommonName, name)]);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().unwrap();
    let der = match above {
        Some(above) => params.signed_by(&key, &above.issuer),
        None => params.self_signed(&key),
    };
    let der = der.unwrap().der().to_vec();
    Authority {
        issuer: Issuer::new(params, key),
        der,
    }
}

fn named(pairs: &[(DnType, &str)]) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    for (kind, value) in pairs {
        params.distinguished_name.push(kind.clone(), *value);
    }
    params
}

fn tax() -> CertificateParams {
    named(&[
        (DnType::CountryName, "VN"),
        (DnType::OrganizationName, "Tổng cục  Thuế"),
        (DnType::CommonName, "tax, \"first\""),
    ])
}

/// A chain of one, with who may vouch for it.
fn issued(params: &CertificateParams, by: &Authority) -> Chain {
    let key = KeyPair::generate().unwrap();
    let own = params.signed_by(&key, &by.issuer).unwrap();
    Chain::new([own.der().to_vec()]).unwrap()
}

const TAX: &str = r#"CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#;

fn dn(text: &str) -> CertificateName {
    CertificateName::parse(text).unwrap()
}

#[test]
fn only_a_known_authority_vouches_now_and_for_clients() {
    let (known, other) = (authority("Known", None), authority("Known", None));
    let between = authority("Between", Some(&known));
    let roots = Roots::new([known.der.as_slice()]).unwrap();
    let check = |chain: &Chain, now: i64| vouched(chain, &roots, &dn(TAX), now).is_ok();
    assert!(check(&issued(&tax(), &known), NOW));
    assert!(!check(&issued(&tax(), &other), NOW), "another of its name");
    assert!(vouched(&issued(&tax(), &known), &Roots::default(), &dn(TAX), NOW).is_err());

    let leaf = issued(&tax(), &between);
    assert!(!check(&leaf, NOW), "nobody leads to the root");
    let led = Chain::new([leaf.own.clone(), between.der.clone()]).unwrap();
    assert!(check(&led, NOW));

    let alone = KeyPair::generate().unwrap();
    let alone = tax().self_signed(&alone).unwrap().der().to_vec();
    assert!(!check(&Chain::new([alone.clone()]).unwrap(), NOW));
    let pretended = Chain::new([alone, known.der.clone()]).unwrap();
    assert!(!check(&pretended, NOW), "a root beside it says nothing");

    let mut brief = tax();
    brief.not_before = date_time_ymd(2025, 11, 1);
    brief.not_after = date_time_ymd(2025, 12, 1);
    let brief = issued(&brief, &known);
    for (days, good) in [(0, true), (-40, false), (40, false)] {
        assert_eq!(check(&brief, NOW + days * 86_400), good, "{days}");
    }
    for (usage, good) in [
        (ExtendedKeyUsagePurpose::ClientAuth, true),
        (ExtendedKeyUsagePurpose::ServerAuth, false),
    ] {
        let mut params = tax();
        params.extended_key_usages = vec![usage];
        assert_eq!(check(&issued(&params, &known), NOW), good);
    }
    assert!(!check(&Chain::new([vec![0x30, 0]]).unwrap(), NOW));
    assert!(Roots::new([[1_u8, 2].as_slice()]).is_none());
    assert!(
        Roots::new([issued(&tax(), &known).own.as_slice()]).is_none(),
        "whoever is no authority vouches for nobody"
    );
}

/// RFC 8705 §2.1.2, RFC 4514, RFC 4517 §4.2.15.
#[test]
fn distinguished_names() {
    let mut params = tax();
    params.distinguished_name.push(
        DnType::OrganizationalUnitName,
        DnValue::PrintableString("Room 1".try_into().unwrap()),
    );
    let own = read(&params);
    for good in [
        r#"OU=Room 1,CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
        r#"OU=Room 1, CN=tax\, \"first\", O=Tổng cục Thuế, C=VN"#,
        r"ou=room 1,cn=TAX\, \22first\22,o=TỔNG CỤC THUẾ,c=vn",
        r#"2.5.4.11=Room  1,2.5.4.3=tax\, \"first\",2.5.4.10=Tổng cục Thuế,2.5.4.6=VN"#,
        r#"OU=#1306526F6F6D2031,CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
    ] {
        assert!(dn(good).names(&own), "{good}");
    }
    for bad in [
        r#"CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
        r#"C=VN,O=Tổng cục Thuế,CN=tax\, \"first\",OU=Room 1"#,
        r#"OU=Room 1+CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
        r#"OU=Room 1,OU=Room 1,CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
        r#"OU=Room 12,CN=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
        r#"CN=Room 1,OU=tax\, \"first\",O=Tổng cục Thuế,C=VN"#,
        "DNS:Room",
    ] {
        assert!(!dn(bad).names(&own), "{bad}");
    }
}

fn read(params: &CertificateParams) -> Certificate {
    let key = KeyPair::generate().unwrap();
    Certificate::from_der(params.self_signed(&key).unwrap().der()).unwrap()
}

#[test]
fn alternative_names() {
    let mut params = named(&[(DnType::CommonName, "shop.example")]);
    params.subject_alt_names = vec![
        SanType::DnsName("api.tax.example".try_into().unwrap()),
        SanType::DnsName("*.wild.example".try_into().unwrap()),
        SanType::URI("spiffe://tax.example/api".try_into().unwrap()),
        SanType::Rfc822Name("api@tax.example".try_into().unwrap()),
        SanType::IpAddress("192.0.2.7".parse().unwrap()),
        SanType::IpAddress("2001:db8::7".parse().unwrap()),
    ];
    let own = read(&params);
    for (name, good) in [
        ("DNS:api.tax.example", true),
        ("dns: API.tax.example", true),
        ("DNS:tax.example", false),
        ("DNS:shop.example", false),
        ("DNS:a.wild.example", false),
        ("URI:spiffe://tax.example/api", true),
        ("URI:spiffe://tax.example/API", false),
        ("email:api@tax.example", true),
        ("email:Api@tax.example", false),
        ("IP:192.0.2.7", true),
        ("IP Address:2001:0db8:0:0::7", true),
        ("IP:192.0.2.8", false),
        ("IP:::ffff:192.0.2.7", false),
        ("CN=shop.example", true),
    ] {
        assert_eq!(dn(name).names(&own), good, "{name}");
    }
    let bare = read(&named(&[(DnType::CommonName, "api.tax.example")]));
    assert!(!dn("DNS:api.tax.example").names(&bare));
}

#[test]
fn names_that_may_be_registered() {
    for good in [
        "CN=tax",
        "DNS:tax.example",
        "URI:urn:tax:1",
        "IP:192.0.2.7",
        "IP:2001:db8::7",
        "email:api@tax.example",
    ] {
        assert_eq!(dn(good).to_string(), good);
        let text = serde_json::to_string(&dn(good)).unwrap();
        assert_eq!(
            serde_json::from_str::<CertificateName>(&text).unwrap(),
            dn(good)
        );
    }
    let long = format!("CN={}", "a".repeat(500));
    for bad in [
        "",
        " ",
        "tax",
        "CN",
        "CN=",
        "XX=tax",
        "CN=tax,",
        "CN=a\\",
        r"CN=a\\\,O=b",
        "DNS:",
        "DNS:*.tax.example",
        "DNS:a b",
        "URI:tax",
        "URI:urn:a b",
        "IP:tax",
        "IP:192.0.2",
        "email:tax",
        "email:a@b@c",
        "email:@b",
        "CN=a\nb",
        &long,
    ] {
        assert_eq!(CertificateName::parse(bad), None, "{bad:?}");
    }
}

/// RFC 8705 §2.2: each kind of key that may be registered, and none that may not.
#[test]
fn registered_keys() {
    use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_ED25519};
    let own = |key: &KeyPair| {
        let certificate = tax().self_signed(key).unwrap();
        Chain::new([certificate.der().to_vec()]).unwrap()
    };
    let p256 = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
    let point = Jwk::from_p256_point(p256.public_key_raw()).unwrap();
    let ed25519 = KeyPair::generate_for(&PKCS_ED25519).unwrap();
    let edwards = Jwk::from_ed25519(ed25519.public_key_raw()).unwrap();
    let set = JwkSet(vec![point, edwards.clone()]);
    assert_eq!(registered(&own(&p256), &set), Ok(()));
    assert_eq!(registered(&own(&ed25519), &set), Ok(()));
    assert!(registered(&own(&p256), &JwkSet(vec![edwards])).is_err());
    let another = KeyPair::generate().unwrap();
    let p384 = KeyPair::generate_for(&PKCS_ECDSA_P384_SHA384).unwrap();
    for stranger in [another, p384] {
        assert!(registered(&own(&stranger), &set).is_err());
    }
    let rsa = crate::testing::key(crate::jose::Alg::Ps256)
        .public()
        .clone();
    assert!(registered(&own(&p256), &JwkSet(vec![rsa])).is_err());
}

/// RFC 9440 §2.2, §2.3.
#[test]
fn what_a_proxy_hands_on() {
    let own = format!(":{APPENDIX}:");
    let chain = from_headers(&[&own], &[]).unwrap();
    assert_eq!(chain, appendix());
    let two = format!("{own}, {own}");
    let chain = from_headers(&[&format!(" {own} ")], &[&two, &own]).unwrap();
    assert_eq!(chain.between.len(), 3);
    let (many, long) = (vec![own.as_str(); 9], format!(":{}:", "A".repeat(17_000)));
    for (own, between) in [
        (vec![], vec![]),
        (vec![own.as_str(), own.as_str()], vec![]),
        (vec![two.as_str()], vec![]),
        (vec![APPENDIX], vec![]),
        (vec!["::"], vec![]),
        (vec![":MII*:"], vec![]),
        (vec![long.as_str()], vec![]),
        (vec![own.as_str()], vec!["MII"]),
        (vec![own.as_str()], many),
    ] {
        assert_eq!(from_headers(&own, &between), None, "{own:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes(own in any::<Vec<u8>>(), between in any::<Vec<Vec<u8>>>()) {
        if let Some(chain) = Chain::new([own].into_iter().chain(between)) {
            let _ = registered(&chain, &JwkSet::default());
            prop_assert!(vouched(&chain, &Roots::default(), &dn("CN=a"), NOW).is_err());
        }
    }

    #[test]
    fn any_name(text in ".{0,60}") {
        if let Some(name) = CertificateName::parse(&text) {
            prop_assert_eq!(CertificateName::parse(&name.to_string()), Some(name));
        }
    }
}
