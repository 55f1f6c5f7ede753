//! The configuration of a stream (SSF 8.1.1).

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{Fault, Kind, text};
use crate::client::check_uri;

/// Most types a receiver may name, and the longest of them.
const REQUESTED: (usize, usize) = (64, 256);
/// Most characters of a description; the rest is cut off (SSF 8.1.1).
const DESCRIPTION: usize = 200;
/// The longest header a receiver may want to be sent.
const HEADER: usize = 4_096;

/// How events are handed over (SSF 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// We send them (RFC 8935).
    Push,
    /// The receiver fetches them (RFC 8936).
    Poll,
}

impl Method {
    /// Its name.
    pub const fn uri(self) -> &'static str {
        match self {
            Self::Push => "urn:ietf:rfc:8935",
            Self::Poll => "urn:ietf:rfc:8936",
        }
    }
}

/// Where events go.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "lowercase")]
pub enum Delivery {
    /// To an address of the receiver's.
    Push {
        /// The address.
        endpoint_url: String,
        /// What the header `Authorization` must be there. It is shown to nobody again.
        authorization_header: Option<String>,
    },
    /// Nowhere: they are fetched.
    Poll,
}

crate::redact::redacted!(Delivery:);

impl Delivery {
    /// Its method.
    pub const fn method(&self) -> Method {
        match self {
            Self::Push { .. } => Method::Push,
            Self::Poll => Method::Poll,
        }
    }

    fn read(value: &Value, poll: &str) -> Result<Self, Fault> {
        let wrong = Fault("delivery is not an object with a method");
        let object = value.as_object().ok_or(wrong)?;
        let method = object.get("method").and_then(Value::as_str).ok_or(wrong)?;
        let wrong = Fault("endpoint_url is not a text");
        let url = text(object, "endpoint_url", wrong)?;
        if method == Method::Poll.uri() {
            return match url {
                Some(url) if url != poll => Err(Fault(
                    "endpoint_url of a stream that is polled is not yours to choose",
                )),
                Some(_) | None => Ok(Self::Poll),
            };
        }
        if method != Method::Push.uri() {
            return Err(Fault("the delivery method is not supported"));
        }
        let endpoint_url = url.ok_or(Fault("endpoint_url is missing"))?;
        check_uri(&endpoint_url).map_err(|_| Fault("endpoint_url is not an https URL"))?;
        let wrong = Fault("authorization_header is not the value of a header");
        let header = text(object, "authorization_header", wrong)?;
        let plain = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
        let good = |h: &String| !h.is_empty() && h.len() <= HEADER && h.bytes().all(plain);
        if header.as_ref().is_some_and(|header| !good(header)) {
            return Err(wrong);
        }
        Ok(Self::Push {
            endpoint_url,
            authorization_header: header,
        })
    }

    fn to_json(&self, poll: &str) -> Value {
        let url = match self {
            Self::Push { endpoint_url, .. } => endpoint_url,
            Self::Poll => poll,
        };
        json!({ "method": self.method().uri(), "endpoint_url": url })
    }
}

/// What a receiver chooses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// Where events go.
    pub delivery: Delivery,
    /// The types it asks for; none: all there are.
    pub requested: Option<Vec<String>>,
    /// Its own note.
    pub description: Option<String>,
}

impl Wanted {
    /// A request to create (SSF 8.1.1.1): without `delivery` it means poll. `poll`: where one would poll.
    pub fn create(body: &Map<String, Value>, poll: &str) -> Result<Self, Fault> {
        let delivery = match body.get("delivery") {
            None => Delivery::Poll,
            Some(value) => Delivery::read(value, poll)?,
        };
        Ok(Self {
            delivery,
            requested: requested(body)?,
            description: description(body)?,
        })
    }

    /// A request to replace (SSF 8.1.1.4): what is missing is no more; but without `delivery` nobody knows where to.
    pub fn replace(body: &Map<String, Value>, poll: &str) -> Result<Self, Fault> {
        if !body.contains_key("delivery") {
            return Err(Fault("delivery is missing"));
        }
        Self::create(body, poll)
    }

    /// A request to change (SSF 8.1.1.3): what is missing stays.
    pub fn update(self, body: &Map<String, Value>, poll: &str) -> Result<Self, Fault> {
        let new = Self::create(body, poll)?;
        let has = |name: &str| body.contains_key(name);
        Ok(Self {
            delivery: if has("delivery") {
                new.delivery
            } else {
                self.delivery
            },
            requested: new.requested.or(self.requested),
            description: new.description.or(self.description),
        })
    }

    /// Whether the receiver is told of events of this type.
    pub fn wants(&self, kind: Kind) -> bool {
        let asked = |list: &Vec<String>| list.iter().any(|uri| uri == kind.uri());
        kind == Kind::Verification || self.requested.as_ref().is_none_or(asked)
    }
}

fn requested(body: &Map<String, Value>) -> Result<Option<Vec<String>>, Fault> {
    let wrong = Fault("events_requested is not a list of URIs");
    let Some(value) = body.get("events_requested") else {
        return Ok(None);
    };
    let list = value.as_array().ok_or(wrong)?;
    let (most, longest) = REQUESTED;
    if list.len() > most {
        return Err(Fault("events_requested names more types than there are"));
    }
    let uri = |one: &Value| {
        let uri = one
            .as_str()
            .filter(|uri| uri.len() <= longest)
            .ok_or(wrong)?;
        Ok(uri.to_owned())
    };
    list.iter().map(uri).collect::<Result<_, _>>().map(Some)
}

fn description(body: &Map<String, Value>) -> Result<Option<String>, Fault> {
    let given = text(body, "description", Fault("description is not a text"))?;
    Ok(given.map(|words| words.chars().take(DESCRIPTION).collect()))
}

/// A stream as its receiver sees it.
#[derive(Debug, Clone, Copy)]
pub struct Stream<'a> {
    /// `stream_id`.
    pub id: &'a str,
    /// The issuer.
    pub iss: &'a str,
    /// The receiver's client identifier.
    pub aud: &'a str,
    /// What the receiver chose.
    pub wanted: &'a Wanted,
    /// Where it polls.
    pub poll: &'a str,
    /// Seconds between two requests for verification.
    pub min_verification_interval: i64,
}

/// Members that are the transmitter's to set; a receiver may repeat them (SSF 8.1.1.3).
const OURS: [&str; 6] = [
    "iss",
    "aud",
    "events_supported",
    "events_delivered",
    "min_verification_interval",
    "inactivity_timeout",
];

impl Stream<'_> {
    /// The configuration.
    pub fn to_json(&self) -> Value {
        let uris = |wanted: &dyn Fn(Kind) -> bool| -> Vec<&str> {
            let kinds = Kind::SUPPORTED.into_iter().filter(|kind| wanted(*kind));
            kinds.map(Kind::uri).collect()
        };
        let mut told = json!({
            "stream_id": self.id,
            "iss": self.iss,
            "aud": self.aud,
            "delivery": self.wanted.delivery.to_json(self.poll),
            "events_supported": uris(&|_| true),
            "events_delivered": uris(&|kind| self.wanted.wants(kind)),
            "min_verification_interval": self.min_verification_interval,
        });
        if let Some(told) = told.as_object_mut() {
            if let Some(requested) = &self.wanted.requested {
                told.insert("events_requested".to_owned(), json!(requested));
            }
            if let Some(description) = &self.wanted.description {
                told.insert("description".to_owned(), json!(description));
            }
        }
        told
    }

    /// SSF 8.1.1.3, 8.1.1.4: what is not the receiver's to set must be as it is.
    pub fn unchanged(&self, body: &Map<String, Value>) -> Result<(), Fault> {
        let own = self.to_json();
        let same = |name: &&str| {
            body.get(*name)
                .is_none_or(|value| own.get(*name) == Some(value))
        };
        if OURS.iter().all(same) {
            Ok(())
        } else {
            Err(Fault(
                "a property that the transmitter supplies is not as it is",
            ))
        }
    }
}
