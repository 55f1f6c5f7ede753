//! Chip cards for tests: a country that signs them, and the card of a person, as files that a simulated
//! reader takes (`adapters::card_reader`).

#![expect(
    clippy::indexing_slicing,
    reason = "certificates and zones of our own making have their fields"
)]

use aws_lc_rs::agreement::{ECDH_P256, PrivateKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsBigEndian, EcPrivateKeyBin};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, DistinguishedName,
    DnType, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, RevokedCertParams, SerialNumber,
    SigningKey, date_time_ymd,
};
use serde_json::{Value, json};

use crate::people::Person;

const SERIAL: u8 = 42;
const SHA_256: &[u8] = &[0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const ECDSA: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x02];
const CONTENT_TYPE: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x03];
const MESSAGE_DIGEST: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x04];
/// Public key of chip authentication, and its protocol with AES-128 (BSI TR-03110-3, A.1.1).
const CHIP_KEY: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x01, 0x02];
const CHIP_AES_128: &[u8] = &[0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03, 0x02, 0x02];
const LDS: &[u8] = &[0x67, 0x81, 0x08, 0x01, 0x01, 0x01];
/// `AlgorithmIdentifier` of a key on P-256.
const P256: &[u8] = &[
    0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86, 0x48,
    0xCE, 0x3D, 0x03, 0x01, 0x07,
];

/// A country-signing authority with one document signer.
pub struct Country {
    issuer: Issuer<'static, KeyPair>,
    signer: KeyPair,
    certificate: Vec<u8>,
    /// The authority's certificate.
    pub csca: Vec<u8>,
}

/// A card whose chip can prove that it is no copy.
#[derive(Clone)]
pub struct Card {
    /// Under which name the file has its key.
    proof: &'static str,
    com: Vec<u8>,
    sod: Vec<u8>,
    groups: Vec<(u8, Vec<u8>)>,
    key: Vec<u8>,
    /// The machine-readable zone, three lines.
    pub zone: String,
}

fn tlv(tag: u16, parts: &[&[u8]]) -> Vec<u8> {
    let value = parts.concat();
    let mut bytes: Vec<u8> = tag
        .to_be_bytes()
        .into_iter()
        .skip_while(|b| *b == 0)
        .collect();
    match u32::try_from(value.len()).expect("short") {
        length @ 0..0x80 => bytes.push(u8::try_from(length).expect("small")),
        length => {
            let coded: Vec<u8> = length
                .to_be_bytes()
                .into_iter()
                .skip_while(|b| *b == 0)
                .collect();
            bytes.push(0x80 | u8::try_from(coded.len()).expect("small"));
            bytes.extend(coded);
        }
    }
    bytes.extend(value);
    bytes
}

/// The fields within one field, each with its head.
fn fields(der: &[u8]) -> Vec<&[u8]> {
    let split = |bytes: &[u8]| -> (usize, usize) {
        match bytes[1] {
            length @ 0..0x80 => (2, usize::from(length)),
            coded => {
                let count = usize::from(coded & 0x7F);
                let length = bytes[2..2 + count]
                    .iter()
                    .fold(0, |n, b| n << 8 | usize::from(*b));
                (2 + count, length)
            }
        }
    };
    let (head, length) = split(der);
    let (mut rest, mut found) = (&der[head..head + length], Vec::new());
    while !rest.is_empty() {
        let (head, length) = split(rest);
        let (field, after) = rest.split_at(head + length);
        found.push(field);
        rest = after;
    }
    found
}

fn sha256(bytes: &[u8]) -> Vec<u8> {
    digest(&SHA256, bytes).as_ref().to_vec()
}

fn oid(bytes: &[u8]) -> Vec<u8> {
    tlv(0x06, &[bytes])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

fn named(name: &str, country: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CountryName, country);
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = date_time_ymd(2020, 1, 1);
    params.not_after = date_time_ymd(2040, 1, 1);
    params
}

/// SHA-256 of a certificate, in hexadecimal digits.
pub fn fingerprint(certificate: &[u8]) -> String {
    hex(&sha256(certificate))
}

impl Country {
    /// Of this country, with keys of its own.
    pub fn new(country: &str) -> Self {
        let mut params = named("Test CSCA", country);
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().expect("a key");
        let own = params.self_signed(&key).expect("a certificate");
        let issuer = Issuer::new(params, key);
        let signer = KeyPair::generate().expect("a key");
        let mut params = named("Test document signer", country);
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        params.serial_number = Some(SerialNumber::from(vec![SERIAL]));
        let certificate = params.signed_by(&signer, &issuer).expect("a certificate");
        Self {
            csca: own.der().to_vec(),
            certificate: certificate.der().to_vec(),
            issuer,
            signer,
        }
    }

    /// SHA-256 of the authority's certificate, as its ministry would hand it over.
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.csca)
    }

    /// A revocation list of March 2024, with the signer on it or not.
    pub fn list(&self, revoking: bool) -> Vec<u8> {
        self.list_of(date(2024, 3, if revoking { 2 } else { 1 }), revoking)
    }

    /// An empty revocation list of a day, for thirty days.
    pub fn list_from(&self, day: Date) -> Vec<u8> {
        self.list_of(day, false)
    }

    fn list_of(&self, day: Date, revoking: bool) -> Vec<u8> {
        let signer = RevokedCertParams {
            serial_number: SerialNumber::from(vec![SERIAL]),
            revocation_time: date_time_ymd(2024, 2, 1),
            reason_code: None,
            invalidity_date: None,
        };
        let midnight = |day: Date| {
            let [month, of_month] = [day.month(), day.day()].map(i8::unsigned_abs);
            date_time_ymd(day.year().into(), month, of_month)
        };
        let params = CertificateRevocationListParams {
            this_update: midnight(day),
            next_update: midnight(day.saturating_add(30.days())),
            crl_number: SerialNumber::from(vec![if revoking { 2 } else { 1 }]),
            issuing_distribution_point: None,
            revoked_certs: if revoking { vec![signer] } else { Vec::new() },
            key_identifier_method: KeyIdMethod::Sha256,
        };
        params
            .signed_by(&self.issuer)
            .expect("a list")
            .der()
            .to_vec()
    }

    /// The card of a person, with a portrait in JPEG.
    pub fn card(&self, person: &Person, picture: &[u8]) -> Card {
        let pkcs8 =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                .expect("a key");
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref())
            .expect("a key");
        let zone = zone(person);
        let point = key.public_key().as_ref();
        let info = tlv(0x30, &[P256, &tlv(0x03, &[&[0], point])]);
        let groups = vec![
            (1, tlv(0x61, &[&tlv(0x5F1F, &[zone.as_bytes()])])),
            (2, portrait(picture)),
            (13, details(person)),
            (15, tlv(0x6F, &[&info])),
        ];
        Card {
            com: com(&[0x61, 0x75, 0x6D, 0x6F]),
            sod: tlv(0x77, &[&self.signed(&lds(&groups))]),
            groups,
            proof: "active-key",
            key: pkcs8.as_ref().to_vec(),
            zone,
        }
    }

    /// The card of a person whose chip agrees on a session instead of signing (chip authentication).
    pub fn agreeing(&self, person: &Person, picture: &[u8]) -> Card {
        let key = PrivateKey::generate(&ECDH_P256).expect("a key");
        let public = key.compute_public_key().expect("its point");
        let private: EcPrivateKeyBin<'_> = key.as_be_bytes().expect("its bytes");
        let info = tlv(0x30, &[P256, &tlv(0x03, &[&[0], public.as_ref()])]);
        let number = tlv(0x02, &[&[7]]);
        let public = tlv(0x30, &[&oid(CHIP_KEY), &info, &number]);
        let protocol = tlv(0x30, &[&oid(CHIP_AES_128), &tlv(0x02, &[&[1]]), &number]);
        let mut card = self.card(person, picture);
        card.groups.retain(|(number, _)| *number != 15);
        let options = tlv(0x6E, &[&tlv(0x31, &[&public, &protocol])]);
        card.groups.push((14, options));
        card.com = com(&[0x61, 0x75, 0x6D, 0x6E]);
        card.sod = tlv(0x77, &[&self.signed(&lds(&card.groups))]);
        card.proof = "agreement-key";
        card.key = private.as_ref().to_vec();
        card
    }

    /// RFC 5652: the content, one signer, its certificate inside.
    fn signed(&self, content: &[u8]) -> Vec<u8> {
        let sha = tlv(0x30, &[&oid(SHA_256)]);
        let attribute = |name: &[u8], value: &[u8]| tlv(0x30, &[&oid(name), &tlv(0x31, &[value])]);
        let attributes = [
            attribute(CONTENT_TYPE, &oid(LDS)),
            attribute(MESSAGE_DIGEST, &tlv(0x04, &[&sha256(content)])),
        ]
        .concat();
        let signature = self
            .signer
            .sign(&tlv(0x31, &[&attributes]))
            .expect("a signature");
        let body = fields(fields(&self.certificate)[0]);
        let (serial, issuer) = (body[1], body[3]);
        let signer = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[1]]),
                &tlv(0x30, &[issuer, serial]),
                &sha,
                &tlv(0xA0, &[&attributes]),
                &tlv(0x30, &[&oid(ECDSA)]),
                &tlv(0x04, &[&signature]),
            ],
        );
        let inner = tlv(0x30, &[&oid(LDS), &tlv(0xA0, &[&tlv(0x04, &[content])])]);
        let data = tlv(
            0x30,
            &[
                &tlv(0x02, &[&[3]]),
                &tlv(0x31, &[&sha]),
                &inner,
                &tlv(0xA0, &[&self.certificate]),
                &tlv(0x31, &[&signer]),
            ],
        );
        tlv(0x30, &[&oid(SIGNED_DATA), &tlv(0xA0, &[&data])])
    }
}

fn com(tags: &[u8]) -> Vec<u8> {
    tlv(
        0x60,
        &[
            &tlv(0x5F01, &[b"0107"]),
            &tlv(0x5F36, &[b"040000"]),
            &tlv(0x5C, &[tags]),
        ],
    )
}

fn lds(groups: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let entry = |(number, file): &(u8, Vec<u8>)| {
        tlv(
            0x30,
            &[&tlv(0x02, &[&[*number]]), &tlv(0x04, &[&sha256(file)])],
        )
    };
    let entries: Vec<u8> = groups.iter().flat_map(entry).collect();
    let sha = tlv(0x30, &[&oid(SHA_256)]);
    tlv(0x30, &[&tlv(0x02, &[&[0]]), &sha, &tlv(0x30, &[&entries])])
}

/// DG2: the first face of ISO/IEC 19794-5.
fn portrait(picture: &[u8]) -> Vec<u8> {
    let number = |n: usize| u32::try_from(n).expect("small").to_be_bytes();
    let face = [&[0; 16][..], &[1, 0], &[0; 10], picture].concat();
    let face = [&number(20 + 12 + picture.len())[..], &face].concat();
    let head = [b"FAC\x00010\x00", &number(14 + face.len())[..], &[0, 1]].concat();
    let record = [head, face].concat();
    let biometric = tlv(0xA1, &[&tlv(0x87, &[&[1, 1]]), &tlv(0x88, &[&[0, 8]])]);
    let template = tlv(0x7F60, &[&biometric, &tlv(0x5F2E, &[&record])]);
    tlv(0x75, &[&tlv(0x7F61, &[&tlv(0x02, &[&[1]]), &template])])
}

/// DG13 in the layout that is reported.
fn details(person: &Person) -> Vec<u8> {
    let identity = &person.record.identity;
    let issued = person.card.as_ref().map(|c| c.issued_on);
    let shown = |day: jiff::civil::Date| day.strftime("%d/%m/%Y").to_string();
    let mut items = vec![
        (1, identity.number.as_str().to_owned()),
        (2, identity.name.as_str().to_owned()),
        (3, identity.birth.to_card()),
    ];
    items.extend(issued.map(|day| (11, shown(day))));
    let item = |(number, text): &(u8, String)| {
        tlv(
            0x30,
            &[&tlv(0x02, &[&[*number]]), &tlv(0x0C, &[text.as_bytes()])],
        )
    };
    let items: Vec<u8> = items.iter().flat_map(item).collect();
    tlv(
        0x6D,
        &[&tlv(0x30, &[&tlv(0x02, &[&[0]]), &tlv(0x31, &[&items])])],
    )
}

fn check(text: &str) -> String {
    let value = |c: char| match c {
        '<' => 0,
        '0'..='9' => u32::from(c) - u32::from('0'),
        other => u32::from(other) - u32::from('A') + 10,
    };
    let weights = [7, 3, 1].into_iter().cycle();
    let sum: u32 = text.chars().zip(weights).map(|(c, w)| value(c) * w).sum();
    (sum % 10).to_string()
}

/// TD1 (ICAO Doc 9303-5) of a citizen card; the name is the same on every one.
fn zone(person: &Person) -> String {
    let identity = &person.record.identity;
    let number = identity.number.as_str();
    let day = |day: jiff::civil::Date| day.strftime("%y%m%d").to_string();
    let birth = identity.birth.day().map(day).expect("a birthday");
    let expires = person.card.as_ref().and_then(|c| c.expires_on);
    let expires = expires.map(day).expect("a last day");
    let sex = match identity.sex {
        domain::person::Sex::Male => 'M',
        domain::person::Sex::Female => 'F',
    };
    let document = &number[3..];
    let upper = format!("IDVNM{document}{}{number}", check(document));
    let upper = format!("{upper:<<30}");
    let middle = format!(
        "{birth}{}{sex}{expires}{}VNM",
        check(&birth),
        check(&expires)
    );
    let middle = format!("{middle:<<29}");
    let all = [&upper[5..30], &middle[..7], &middle[8..15], &middle[18..29]].concat();
    let name = "NGUYEN<<THI<NGOC<ANH";
    format!("{upper}{middle}{}{name:<<30}", check(&all))
}

impl Card {
    /// The file that a simulated reader takes.
    pub fn json(&self) -> Value {
        let groups = self
            .groups
            .iter()
            .map(|(n, f)| (n.to_string(), hex(f).into()));
        json!({
            "com": hex(&self.com),
            "sod": hex(&self.sod),
            "groups": Value::Object(groups.collect()),
            "zone": self.zone,
            "can": "123456",
            (self.proof): hex(&self.key),
        })
    }

    /// The same files in another chip, whose key is another one.
    #[must_use]
    pub fn copied(&self) -> Self {
        let other =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new());
        Self {
            key: other.expect("a key").as_ref().to_vec(),
            ..self.clone()
        }
    }

    /// With one byte of the portrait changed.
    #[must_use]
    pub fn altered(&self) -> Self {
        let mut card = self.clone();
        let portrait = card.groups.iter_mut().find(|(n, _)| *n == 2);
        *portrait.and_then(|(_, f)| f.last_mut()).expect("a byte") ^= 1;
        card
    }
}
