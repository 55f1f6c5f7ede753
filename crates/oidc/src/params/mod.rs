//! Request parameters in `application/x-www-form-urlencoded` (RFC 6749 §3.1, §3.2, Appendix B), from a query or a body.

#[cfg(test)]
mod tests;

use std::fmt;

use crate::OAuthError;

/// Several of these are one request's business (RFC 8707 §2); every other name may stand once.
const REPEATABLE: &str = "resource";
/// More names than any request has; keeps the search for doubles cheap.
const MAX_COUNT: usize = 100;

/// A request's parameters: no name twice (but `resource`), no empty values.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Params(Vec<(String, String)>);

impl fmt::Debug for Params {
    /// The names only: values are secrets, tokens and hints about people.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.iter().map(|(name, _)| name).collect();
        f.debug_struct("Params")
            .field("names", &names)
            .finish_non_exhaustive()
    }
}

/// Why parameters were refused before anything was read from them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParamError {
    /// A parameter stands twice (RFC 6749 §3.1).
    #[error("the parameter {0:?} stands twice")]
    Doubled(String),
    /// More bytes or more parameters than allowed.
    #[error("too many parameters")]
    TooLong,
    /// Broken percent-encoding, or not UTF-8.
    #[error("broken encoding")]
    Encoding,
}

impl From<ParamError> for OAuthError {
    fn from(error: ParamError) -> Self {
        Self::request(match error {
            ParamError::Doubled(_) => "a parameter stands twice",
            ParamError::TooLong => "the request is too long",
            ParamError::Encoding => "the parameters are not form-urlencoded UTF-8",
        })
    }
}

impl Params {
    /// Parses at most `max` bytes. A parameter without a value counts as not sent (RFC 6749 §3.1).
    pub fn parse(bytes: &[u8], max: usize) -> Result<Self, ParamError> {
        if bytes.len() > max {
            return Err(ParamError::TooLong);
        }
        let mut params = Self::default();
        for pair in bytes
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let (name, value) = match pair.iter().position(|byte| *byte == b'=') {
                Some(at) => pair.split_at(at),
                None => (pair, &[][..]),
            };
            params.push(
                form_decode(name)?,
                form_decode(value.get(1..).unwrap_or_default())?,
            )?;
        }
        Ok(params)
    }

    /// Parameters made by ourselves or read from a request object, under the same rules.
    pub fn from_pairs<N: Into<String>, V: Into<String>>(
        pairs: impl IntoIterator<Item = (N, V)>,
    ) -> Result<Self, ParamError> {
        let mut params = Self::default();
        for (name, value) in pairs {
            params.push(name.into(), value.into())?;
        }
        Ok(params)
    }

    fn push(&mut self, name: String, value: String) -> Result<(), ParamError> {
        if value.is_empty() {
            return Ok(());
        }
        if self.0.len() >= MAX_COUNT {
            return Err(ParamError::TooLong);
        }
        if name != REPEATABLE && self.get(&name).is_some() {
            return Err(ParamError::Doubled(name));
        }
        self.0.push((name, value));
        Ok(())
    }

    /// The value of a parameter, if it was sent.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter()
            .find(|(own, _)| *own == name)
            .map(|(_, value)| value)
    }

    /// All values of a parameter that may be repeated.
    pub fn get_all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.iter()
            .filter(move |(own, _)| *own == name)
            .map(|(_, value)| value)
    }

    /// Whether the parameter was sent.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A parameter that must be there.
    pub fn need(&self, name: &str, missing: &'static str) -> Result<&str, OAuthError> {
        self.get(name).ok_or(OAuthError::request(missing))
    }

    /// All, in the order sent.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// These parameters, and those of `fallback` whose names are not here: OpenID Connect Core §6.1, where the request
    /// object supersedes the query. RFC 9101 §6.3 forbids it, so only a `Web` client's request may be merged.
    #[must_use]
    pub fn or(&self, fallback: &Self) -> Self {
        let mut merged = self.0.clone();
        let missing = fallback.0.iter().filter(|(name, _)| !self.has(name));
        merged.extend(missing.cloned());
        Self(merged)
    }

    /// Form-urlencoded.
    pub fn encode(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(self.iter())
            .finish()
    }
}

/// Decodes one name or value: `+` is a space, `%XX` a byte, and the bytes are UTF-8. Nothing is guessed.
pub(crate) fn form_decode(bytes: &[u8]) -> Result<String, ParamError> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    while let Some(byte) = rest.next() {
        decoded.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || {
                    let digit = rest.next().and_then(|byte| char::from(*byte).to_digit(16));
                    digit.and_then(|digit| u8::try_from(digit).ok())
                };
                match (digit(), digit()) {
                    (Some(high), Some(low)) => high * 16 + low,
                    _ => return Err(ParamError::Encoding),
                }
            }
            byte => *byte,
        });
    }
    String::from_utf8(decoded).map_err(|_| ParamError::Encoding)
}
