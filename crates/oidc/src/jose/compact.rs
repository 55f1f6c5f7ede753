//! The compact serialisation (RFC 7515 §3.1, §7.1), the only one we speak.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::{Alg, JoseError, Jwk, Signer, base64url, strict};

/// What of a protected header we act upon. `jku`, `x5u`, `x5c` and the like are ignored: a key never comes from where a
/// token says (RFC 8725 §3.10).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// The algorithm: always one of ours.
    pub alg: Alg,
    /// The type, as sent.
    pub typ: Option<String>,
    /// Which key.
    pub kid: Option<String>,
    /// The key itself: only a `DPoP` proof may use it.
    pub jwk: Option<Jwk>,
}

impl Header {
    /// Whether `typ` is this one: case-insensitive, with or without `application/` (RFC 7515 §4.1.9).
    pub fn is_type(&self, wanted: &str) -> bool {
        self.typ.as_deref().is_some_and(|typ| {
            let typ = match typ.split_at_checked("application/".len()) {
                Some((head, rest)) if head.eq_ignore_ascii_case("application/") => rest,
                _ => typ,
            };
            typ.eq_ignore_ascii_case(wanted)
        })
    }
}

/// A JWS whose form is good. Its signature is *not* checked before [`Self::verify`].
#[derive(Clone)]
pub struct Compact {
    header: Header,
    signed: String,
    payload: Vec<u8>,
    signature: Vec<u8>,
}

crate::redact::redacted!(Compact: header);

impl Compact {
    /// Three parts of base64url, the first a JSON object without doubled names, an algorithm of ours, no `crit` (we know
    /// no extension, RFC 7515 §4.1.11) and no `b64` (RFC 7797).
    pub fn parse(text: &str, max_len: usize) -> Result<Self, JoseError> {
        if text.len() > max_len {
            return Err(JoseError::TooLong);
        }
        let mut parts = text.split('.');
        let (Some(header), Some(payload), Some(signature), None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(JoseError::Malformed("not three parts"));
        };
        let object = strict::parse(&base64url::decode(header)?)?;
        let object = object
            .as_object()
            .ok_or(JoseError::Malformed("header is not an object"))?;
        Ok(Self {
            header: read_header(object)?,
            signed: format!("{header}.{payload}"),
            payload: base64url::decode(payload)?,
            signature: base64url::decode(signature)?,
        })
    }

    /// The protected header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Verifies the signature with this key. The header's algorithm must be among `allowed` and fit the key's type, so
    /// that no key is used for an algorithm its owner did not mean (RFC 8725 §2.1).
    pub fn verify(&self, key: &Jwk, allowed: &[Alg]) -> Result<(), JoseError> {
        if !allowed.contains(&self.header.alg) {
            return Err(JoseError::Algorithm);
        }
        key.verify(self.header.alg, self.signed.as_bytes(), &self.signature)
    }

    /// The claims as a type. Trust them after [`Self::verify`] only.
    pub fn claims<T: DeserializeOwned>(&self) -> Result<T, JoseError> {
        let object = Value::Object(self.claims_value()?);
        serde_json::from_value(object).map_err(|_| JoseError::Malformed("claims"))
    }

    /// The claims as JSON, an object without doubled names. Trust them after [`Self::verify`] only.
    pub fn claims_value(&self) -> Result<Map<String, Value>, JoseError> {
        let Value::Object(claims) = strict::parse(&self.payload)? else {
            return Err(JoseError::Malformed("claims are not an object"));
        };
        Ok(claims)
    }

    /// The payload's bytes.
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }
}

fn read_header(object: &Map<String, Value>) -> Result<Header, JoseError> {
    if object.contains_key("crit") || object.contains_key("b64") {
        return Err(JoseError::Malformed("an extension in the header"));
    }
    let text = |name: &str| match object.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(JoseError::Malformed("header member")),
    };
    let alg = text("alg")?.ok_or(JoseError::Malformed("no alg"))?;
    Ok(Header {
        alg: Alg::parse(&alg).ok_or(JoseError::Algorithm)?,
        typ: text("typ")?,
        kid: text("kid")?,
        jwk: object.get("jwk").map(Jwk::parse).transpose()?,
    })
}

/// Signs claims: the header names algorithm, type and key.
pub fn sign(
    signer: &dyn Signer,
    typ: Option<&str>,
    claims: &impl Serialize,
) -> Result<String, JoseError> {
    let mut header = json!({"alg": signer.alg().as_str(), "kid": signer.kid()});
    if let (Some(typ), Some(object)) = (typ, header.as_object_mut()) {
        object.insert("typ".to_owned(), json!(typ));
    }
    let claims = serde_json::to_vec(claims).map_err(|_| JoseError::Malformed("claims"))?;
    let signed = format!(
        "{}.{}",
        base64url::encode(header.to_string()),
        base64url::encode(claims)
    );
    let signature = signer.sign(signed.as_bytes())?;
    Ok(format!("{signed}.{}", base64url::encode(signature)))
}
