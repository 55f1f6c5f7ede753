//! Key sets (RFC 7517 §5): a client's registered keys, and our own published ones.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::{Alg, Compact, JoseError, Jwk, strict};

const MAX_TEXT: usize = 64 * 1024;
const MAX_KEYS: usize = 50;

/// Public keys. Holds only keys that can verify.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JwkSet(pub Vec<Jwk>);

impl JwkSet {
    /// Reads a set of at most 64 KiB and 50 keys. Keys that we cannot use (other types, for encryption, out of range)
    /// are skipped (RFC 7517 §5); a private or symmetric one is an error, as its owner must hear of it.
    pub fn parse(text: &str) -> Result<Self, JoseError> {
        if text.len() > MAX_TEXT {
            return Err(JoseError::TooLong);
        }
        Self::from_value(&strict::parse(text.as_bytes())?)
    }

    fn from_value(value: &Value) -> Result<Self, JoseError> {
        let keys = value
            .get("keys")
            .and_then(Value::as_array)
            .ok_or(JoseError::Malformed("key set"))?;
        if keys.len() > MAX_KEYS {
            return Err(JoseError::TooLong);
        }
        let mut usable = Vec::new();
        for key in keys {
            match Jwk::parse(key) {
                Ok(key) => usable.push(key),
                Err(JoseError::Key("private members")) => {
                    return Err(JoseError::Key("private members"));
                }
                Err(_) => {}
            }
        }
        Ok(Self(usable))
    }

    /// The set as it is published.
    pub fn to_json(&self) -> Value {
        json!({"keys": self.0.iter().map(Jwk::to_json).collect::<Vec<_>>()})
    }

    /// The keys that may have made a signature: those that fit the algorithm, and with a `kid` only those of that name.
    pub fn find<'a>(&'a self, kid: Option<&'a str>, alg: Alg) -> impl Iterator<Item = &'a Jwk> {
        self.0
            .iter()
            .filter(move |key| key.fits(alg) && (kid.is_none() || key.kid() == kid))
    }

    /// Whether a signed text names a key of the set, or none and the set has one for its algorithm. What cannot
    /// be read names no key that another set could have.
    pub fn knows(&self, token: &str) -> bool {
        Compact::parse(token, MAX_TEXT).map_or(true, |jws| {
            let header = jws.header();
            let mut found = self.find(header.kid.as_deref(), header.alg);
            found.next().is_some()
        })
    }

    /// Verifies with the first key that does; `Key` if none can be meant.
    pub fn verify(&self, jws: &Compact, allowed: &[Alg]) -> Result<(), JoseError> {
        let header = jws.header();
        if !allowed.contains(&header.alg) {
            return Err(JoseError::Algorithm);
        }
        let mut answer = Err(JoseError::Key("unknown"));
        for key in self.find(header.kid.as_deref(), header.alg) {
            answer = jws.verify(key, allowed);
            if answer.is_ok() {
                break;
            }
        }
        answer
    }
}

impl Serialize for JwkSet {
    fn serialize<S: Serializer>(&self, writer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(writer)
    }
}

impl<'de> Deserialize<'de> for JwkSet {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(reader)?;
        Self::from_value(&value).map_err(serde::de::Error::custom)
    }
}
