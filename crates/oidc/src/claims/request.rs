//! The `claims` parameter (Core §5.5).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::VerifiedRequest;
use crate::OAuthError;
use crate::jose::strict_json;

const MAX_TEXT: usize = 16 * 1024;
const MAX_CLAIMS: usize = 100;
const MAX_NAME: usize = 200;
const MAX_VALUES: usize = 50;

/// How one claim is asked. `null` and `{}` are voluntary without a wish for a value.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Ask {
    /// Needed for the smooth service of the person's task (Core §5.5.1); its lack is never an error.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub essential: bool,
    /// The one value wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// The values wanted, the preferred first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
}

impl Ask {
    /// Reads one member of a claims request. Members that we do not know are ignored (Core §5.5.1).
    pub(super) fn read(value: &Value) -> Result<Self, OAuthError> {
        const SHAPE: OAuthError = OAuthError::request("a claim in claims is not null or an object");
        if value.is_null() {
            return Ok(Self::default());
        }
        let object = value.as_object().ok_or(SHAPE)?;
        let essential = match object.get("essential") {
            None | Some(Value::Null) => false,
            Some(Value::Bool(essential)) => *essential,
            Some(_) => return Err(OAuthError::request("essential in claims is not a boolean")),
        };
        let values = match object.get("values") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(values)) if values.len() <= MAX_VALUES => values.clone(),
            Some(_) => return Err(OAuthError::request("values in claims is not a short array")),
        };
        let value = object
            .get("value")
            .filter(|value| !value.is_null())
            .cloned();
        Ok(Self {
            essential,
            value,
            values,
        })
    }

    /// Whether this value is one that is wanted. Without a wish any is.
    pub fn accepts(&self, value: &Value) -> bool {
        let one = self.value.as_ref().is_none_or(|wanted| wanted == value);
        one && (self.values.is_empty() || self.values.contains(value))
    }
}

/// What is asked for one place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Claims by name, `verified_claims` not among them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub claims: BTreeMap<String, Ask>,
    /// Requests for verified claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub verified: Vec<VerifiedRequest>,
}

/// The whole parameter.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ClaimsRequest {
    /// For the ID token.
    #[serde(default)]
    pub id_token: Place,
    /// For `UserInfo`.
    #[serde(default)]
    pub userinfo: Place,
}

impl ClaimsRequest {
    /// Parses at most 16 KiB of JSON. Members other than `id_token` and `userinfo` are ignored (Core §5.5).
    pub fn parse(text: &str) -> Result<Self, OAuthError> {
        if text.len() > MAX_TEXT {
            return Err(OAuthError::request("claims is too long"));
        }
        let value = strict_json(text.as_bytes())
            .map_err(|_| OAuthError::request("claims is not JSON, or has a doubled name"))?;
        let object = value
            .as_object()
            .ok_or(OAuthError::request("claims is not a JSON object"))?;
        Ok(Self {
            id_token: place(object, "id_token")?,
            userinfo: place(object, "userinfo")?,
        })
    }

    /// Whether nothing is asked.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn place(object: &Map<String, Value>, name: &str) -> Result<Place, OAuthError> {
    let asked = match object.get(name) {
        None | Some(Value::Null) => return Ok(Place::default()),
        Some(Value::Object(asked)) => asked,
        Some(_) => {
            return Err(OAuthError::request(
                "id_token and userinfo in claims must be objects",
            ));
        }
    };
    let mut place = Place::default();
    for (name, ask) in asked {
        if name == "verified_claims" {
            place.verified = VerifiedRequest::read_all(ask)?;
        } else {
            place.claims.insert(name.clone(), Ask::read(ask)?);
        }
    }
    check_names(place.claims.keys())?;
    Ok(place)
}

pub(super) fn check_names<'a>(
    names: impl ExactSizeIterator<Item = &'a String>,
) -> Result<(), OAuthError> {
    if names.len() > MAX_CLAIMS || names.into_iter().any(|name| name.len() > MAX_NAME) {
        return Err(OAuthError::request("claims asks too much"));
    }
    Ok(())
}
