//! What goes to and fro when events are handed over (RFC 8935, RFC 8936).

use serde_json::{Map, Value, json};

use super::Fault;

/// Most events of one answer.
const AT_ONCE: i64 = 25;
/// Most acknowledgements of one request.
const ACKS: usize = 1_000;
/// Most characters kept of what a receiver says was wrong.
const WORDS: usize = 64;

/// What a receiver says is wrong with an event (RFC 8935 2.4): its registered word, nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetErr(pub String);

impl SetErr {
    fn read(object: &Map<String, Value>) -> Option<Self> {
        let word = object.get("err")?.as_str()?;
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let good = !word.is_empty() && word.len() <= WORDS && word.chars().all(plain);
        good.then(|| Self(word.to_owned()))
    }

    /// Whether another try may help: the receiver did not get as far as the event.
    pub fn of_access(&self) -> bool {
        ["authentication_failed", "access_denied"].contains(&self.0.as_str())
    }
}

/// The error in the answer to a push (RFC 8935 2.3).
pub fn read_err(answer: &[u8]) -> Option<SetErr> {
    super::body(answer)
        .ok()
        .and_then(|object| SetErr::read(&object))
}

/// A request for events (RFC 8936 2.4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    /// Most events wanted; none: only acknowledgements.
    pub max: i64,
    /// Events received, by `jti`.
    pub acks: Vec<String>,
    /// Events refused, by `jti`.
    pub errors: Vec<(String, SetErr)>,
}

impl Poll {
    /// Reads the body; an empty one asks for whatever there is.
    pub fn read(bytes: &[u8]) -> Result<Self, Fault> {
        let body = if bytes.is_empty() {
            Map::new()
        } else {
            super::body(bytes)?
        };
        let max = match body.get("maxEvents") {
            None => AT_ONCE,
            Some(value) => {
                let max = value
                    .as_u64()
                    .ok_or(Fault("maxEvents is not a whole number"))?;
                i64::try_from(max).unwrap_or(AT_ONCE).min(AT_ONCE)
            }
        };
        // RFC 8936 2.4 lets the two sides agree on how long a request waits: here it never does.
        if body
            .get("returnImmediately")
            .is_some_and(|value| !value.is_boolean())
        {
            return Err(Fault("returnImmediately is not true or false"));
        }
        let (acks, errors) = (acks(&body)?, errors(&body)?);
        if acks.len() + errors.len() > ACKS {
            return Err(Fault("more acknowledgements than one request may have"));
        }
        Ok(Self { max, acks, errors })
    }
}

fn acks(body: &Map<String, Value>) -> Result<Vec<String>, Fault> {
    let wrong = Fault("ack is not a list of texts");
    let list = match body.get("ack") {
        None => return Ok(Vec::new()),
        Some(value) => value.as_array().ok_or(wrong)?,
    };
    let texts = list
        .iter()
        .map(|one| one.as_str().map(str::to_owned).ok_or(wrong));
    texts.collect()
}

fn errors(body: &Map<String, Value>) -> Result<Vec<(String, SetErr)>, Fault> {
    let wrong = Fault("setErrs is not an object of errors (RFC 8936 2.4.4)");
    let object = match body.get("setErrs") {
        None => return Ok(Vec::new()),
        Some(value) => value.as_object().ok_or(wrong)?,
    };
    let read = |(jti, value): (&String, &Value)| {
        let error = value.as_object().and_then(SetErr::read).ok_or(wrong)?;
        Ok((jti.clone(), error))
    };
    object.iter().map(read).collect()
}

/// The answer to a request for events (RFC 8936 2.5).
pub fn answer(sets: &[(String, String)], more: bool) -> Value {
    let sets: Map<String, Value> = sets
        .iter()
        .map(|(jti, token)| (jti.clone(), json!(token)))
        .collect();
    json!({ "sets": sets, "moreAvailable": more })
}
