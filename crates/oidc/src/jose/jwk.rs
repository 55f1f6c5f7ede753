//! Public keys (RFC 7517, 7518 §6, 8037 §2) and their thumbprints (RFC 7638).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::{Alg, JoseError, base64url};

/// Members that only a private or symmetric key has (RFC 7518 §6.2.2, §6.3.2, §6.4).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
const MAX_KID: usize = 256;

/// A public key that can verify: EC P-256, Ed25519, or RSA of 2048 to 4096 bits. There is no private `Jwk`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Jwk {
    material: Material,
    kid: Option<String>,
    alg: Option<Alg>,
    for_signatures: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    P256 {
        /// Uncompressed, `04 || x || y`.
        point: Vec<u8>,
        x: Vec<u8>,
        y: Vec<u8>,
    },
    Ed25519(Vec<u8>),
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
}

impl Jwk {
    /// Reads one key. Refused: private members, other types and curves, wrong lengths, points off the curve, weak RSA,
    /// a `use` other than `sig`, `key_ops` without `verify`, an `alg` that is not the type's.
    pub fn parse(value: &Value) -> Result<Self, JoseError> {
        let object = value.as_object().ok_or(JoseError::Malformed("key"))?;
        if PRIVATE.iter().any(|name| object.contains_key(*name)) {
            return Err(JoseError::Key("private members"));
        }
        let material = match text(object, "kty")? {
            Some("EC") => p256(object)?,
            Some("OKP") => ed25519(object)?,
            Some("RSA") => rsa(object)?,
            _ => return Err(JoseError::Key("type")),
        };
        let for_signatures = match text(object, "use")? {
            None => false,
            Some("sig") => true,
            Some(_) => return Err(JoseError::Key("use")),
        };
        if let Some(operations) = object.get("key_ops") {
            let operations = operations.as_array().ok_or(JoseError::Key("key_ops"))?;
            if !operations.iter().any(|operation| operation == "verify") {
                return Err(JoseError::Key("key_ops"));
            }
        }
        let alg = text(object, "alg")?
            .map(|name| Alg::parse(name).ok_or(JoseError::Algorithm))
            .transpose()?;
        let kid = text(object, "kid")?.map(str::to_owned);
        if kid.as_ref().is_some_and(|kid| kid.len() > MAX_KID) {
            return Err(JoseError::Key("kid"));
        }
        let key = Self {
            material,
            kid,
            alg: None,
            for_signatures,
        };
        match alg {
            Some(alg) if !key.fits(alg) => Err(JoseError::Algorithm),
            alg => Ok(Self { alg, ..key }),
        }
    }

    /// A P-256 key from its uncompressed point, as a PKCS#11 module or aws-lc gives it.
    pub fn from_p256_point(point: &[u8]) -> Result<Self, JoseError> {
        ParsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
            .map_err(|_| JoseError::Key("not a point of P-256"))?;
        // The library would take a compressed point too; a JWK cannot.
        let both = point.strip_prefix(&[4]).filter(|both| both.len() == 64);
        let (x, y) = both
            .and_then(|both| both.split_at_checked(32))
            .ok_or(JoseError::Key("length"))?;
        Ok(Self::bare(Material::P256 {
            point: point.to_vec(),
            x: x.to_vec(),
            y: y.to_vec(),
        }))
    }

    /// An Ed25519 key from its 32 bytes.
    pub fn from_ed25519(public: &[u8]) -> Result<Self, JoseError> {
        if public.len() != 32 {
            return Err(JoseError::Key("length"));
        }
        Ok(Self::bare(Material::Ed25519(public.to_vec())))
    }

    /// An RSA key from modulus and exponent, big-endian without leading zeros (RFC 7518 §2).
    pub fn from_rsa(n: &[u8], e: &[u8]) -> Result<Self, JoseError> {
        let leading_zero = n.first() == Some(&0) || e.first() == Some(&0);
        let bits = n.len() * 8 - n.first().map_or(0, |byte| byte.leading_zeros() as usize);
        if leading_zero || !(2048..=4096).contains(&bits) || n.last().is_none_or(|b| b % 2 == 0) {
            return Err(JoseError::Key("modulus"));
        }
        // The exponents in use are 3 and 65537; FIPS 186-5 asks for more than 2^16, and nobody needs more than 2^32.
        let odd = e.last().is_some_and(|byte| byte % 2 == 1);
        if !odd || e.len() > 4 || (e.len() == 1 && e == [1]) {
            return Err(JoseError::Key("exponent"));
        }
        Ok(Self::bare(Material::Rsa {
            n: n.to_vec(),
            e: e.to_vec(),
        }))
    }

    fn bare(material: Material) -> Self {
        Self {
            material,
            kid: None,
            alg: None,
            for_signatures: false,
        }
    }

    /// The same key under this name and for this algorithm, as a provider publishes it.
    #[must_use]
    pub fn published(self, kid: &str, alg: Alg) -> Self {
        Self {
            kid: Some(kid.to_owned()),
            alg: Some(alg),
            for_signatures: true,
            ..self
        }
    }

    /// The key's name, if it has one.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The algorithm it is restricted to, if any.
    pub fn alg(&self) -> Option<Alg> {
        self.alg
    }

    /// Whether the key may verify this algorithm: its type's, and its own `alg` if it has one (RFC 8725 §3.1).
    pub fn fits(&self, alg: Alg) -> bool {
        let by_type = match self.material {
            Material::P256 { .. } => alg == Alg::Es256,
            Material::Ed25519(_) => alg == Alg::EdDsa,
            Material::Rsa { .. } => matches!(alg, Alg::Ps256 | Alg::Rs256),
        };
        by_type && self.alg.is_none_or(|own| own == alg)
    }

    /// Bits of an RSA modulus; `None` for other keys.
    pub(crate) fn modulus_bits(&self) -> Option<usize> {
        match &self.material {
            Material::Rsa { n, .. } => {
                let zeros = n.first().map_or(0, |byte| byte.leading_zeros() as usize);
                Some(n.len() * 8 - zeros)
            }
            Material::P256 { .. } | Material::Ed25519(_) => None,
        }
    }

    /// The exponent of an RSA key, four bytes at most; `None` for other keys.
    pub(crate) fn exponent(&self) -> Option<u64> {
        match &self.material {
            Material::Rsa { e, .. } => {
                Some(e.iter().fold(0, |all, byte| (all << 8) | u64::from(*byte)))
            }
            Material::P256 { .. } | Material::Ed25519(_) => None,
        }
    }

    /// The public members and nothing else.
    pub fn to_json(&self) -> Value {
        let about = [
            ("kid", self.kid.clone()),
            ("alg", self.alg.map(|alg| alg.as_str().to_owned())),
            ("use", self.for_signatures.then(|| "sig".to_owned())),
        ];
        let about = about
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?)));
        let members = self.required().into_iter().chain(about);
        members
            .map(|(name, value)| (name.to_owned(), Value::String(value)))
            .collect()
    }

    /// SHA-256 over the required members in order (RFC 7638 §3), base64url: 43 characters.
    pub fn thumbprint(&self) -> String {
        // No name or value here needs escaping, so the canonical form can be written by hand.
        let members: Vec<String> = self
            .required()
            .iter()
            .map(|(name, value)| format!("\"{name}\":\"{value}\""))
            .collect();
        let canonical = format!("{{{}}}", members.join(","));
        base64url::encode(digest(&SHA256, canonical.as_bytes()))
    }

    /// Verifies a raw signature. Callers have checked which algorithms they allow.
    pub(super) fn verify(
        &self,
        alg: Alg,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), JoseError> {
        if !self.fits(alg) {
            return Err(JoseError::Algorithm);
        }
        let verified = match &self.material {
            Material::P256 { point, .. } => {
                UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(message, signature)
            }
            Material::Ed25519(public) => {
                UnparsedPublicKey::new(&ED25519, public).verify(message, signature)
            }
            Material::Rsa { n, e } => {
                let padding = match alg {
                    Alg::Ps256 => &RSA_PSS_2048_8192_SHA256,
                    Alg::Rs256 | Alg::Es256 | Alg::EdDsa => &RSA_PKCS1_2048_8192_SHA256,
                };
                RsaPublicKeyComponents { n, e }.verify(padding, message, signature)
            }
        };
        verified.map_err(|_| JoseError::Signature)
    }

    /// The members that make the key, in the order of RFC 7638 §3.2.
    fn required(&self) -> Vec<(&'static str, String)> {
        let kty = |name: &str| ("kty", name.to_owned());
        let crv = |name: &str| ("crv", name.to_owned());
        match &self.material {
            Material::P256 { x, y, .. } => vec![
                crv("P-256"),
                kty("EC"),
                ("x", base64url::encode(x)),
                ("y", base64url::encode(y)),
            ],
            Material::Ed25519(x) => {
                vec![crv("Ed25519"), kty("OKP"), ("x", base64url::encode(x))]
            }
            Material::Rsa { n, e } => vec![
                ("e", base64url::encode(e)),
                kty("RSA"),
                ("n", base64url::encode(n)),
            ],
        }
    }
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, JoseError> {
    match object.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(JoseError::Malformed("key member")),
    }
}

fn bytes(object: &Map<String, Value>, name: &str) -> Result<Vec<u8>, JoseError> {
    let text = text(object, name)?.ok_or(JoseError::Key("a member is missing"))?;
    // 4096 bits are 683 characters; longer is refused before it is decoded.
    if text.len() > 700 {
        return Err(JoseError::TooLong);
    }
    base64url::decode(text)
}

fn p256(object: &Map<String, Value>) -> Result<Material, JoseError> {
    if text(object, "crv")? != Some("P-256") {
        return Err(JoseError::Key("curve"));
    }
    let (x, y) = (bytes(object, "x")?, bytes(object, "y")?);
    if x.len() != 32 || y.len() != 32 {
        return Err(JoseError::Key("length"));
    }
    let point = [&[4][..], &x, &y].concat();
    Jwk::from_p256_point(&point).map(|key| key.material)
}

fn ed25519(object: &Map<String, Value>) -> Result<Material, JoseError> {
    if text(object, "crv")? != Some("Ed25519") {
        return Err(JoseError::Key("curve"));
    }
    Jwk::from_ed25519(&bytes(object, "x")?).map(|key| key.material)
}

fn rsa(object: &Map<String, Value>) -> Result<Material, JoseError> {
    Jwk::from_rsa(&bytes(object, "n")?, &bytes(object, "e")?).map(|key| key.material)
}

impl Serialize for Jwk {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(writer)
    }
}

impl<'de> Deserialize<'de> for Jwk {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(reader)?;
        Self::parse(&value).map_err(serde::de::Error::custom)
    }
}
