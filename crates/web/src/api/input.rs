//! Bodies, strictly: JSON by its name, of limited size, with known members only.

use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::problem::Problem;
use super::who::Caller;
use crate::middleware::{MAX_FILE_FORM, MAX_FORM};
use crate::state::Web;
use crate::t;

/// A JSON body.
pub struct Input<T>(pub T);

/// An image as it is.
pub struct Image(pub Bytes);

fn content_type(headers: &HeaderMap) -> &str {
    let value = headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    value.split(';').next().unwrap_or_default().trim()
}

pub(super) async fn read(
    request: Request,
    web: &Web,
    types: &[&str],
    limit: usize,
) -> Result<(Caller, Bytes), Problem> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, web).await?;
    let kind = content_type(&parts.headers).to_ascii_lowercase();
    if !types.contains(&kind.as_str()) {
        return Err(Problem::new(
            &caller.context(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content-type",
        ));
    }
    match to_bytes(body, limit).await {
        Ok(bytes) => Ok((caller, bytes)),
        Err(_) => Err(Problem::new(
            &caller.context(),
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-large",
        )),
    }
}

impl<T: DeserializeOwned> FromRequest<Web> for Input<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        parse(request, web, MAX_FORM).await.map(Self)
    }
}

async fn parse<T: DeserializeOwned>(
    request: Request,
    web: &Web,
    most: usize,
) -> Result<T, Problem> {
    let (caller, bytes) = read(request, web, &["application/json"], most).await?;
    let context = caller.context();
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|_| Problem::new(&context, StatusCode::BAD_REQUEST, "malformed-json"))?;
    let invalid = || Problem::new(&context, StatusCode::UNPROCESSABLE_ENTITY, "invalid");
    if let Some(member) = strange(&value, "") {
        let detail = t!(context.lang, "error-api-control-characters");
        return Err(invalid().field(&member, "control-characters", detail));
    }
    let wrong = |field: &str, code: &str| {
        invalid().field(field, code, t!(context.lang, &format!("error-api-{code}")))
    };
    if !value.is_object() {
        // A struct may also be read from an array, which no description of ours allows.
        return Err(wrong("", "wrong-type"));
    }
    serde_json::from_value(value).map_err(|error| {
        let (field, code) = member(&error.to_string());
        wrong(&field, code)
    })
}

impl FromRequest<Web> for Image {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let types = ["image/jpeg", "image/png"];
        Ok(Self(read(request, web, &types, MAX_FILE_FORM).await?.1))
    }
}

/// The member whose text holds control characters; no database keeps a NUL, no screen shows one.
fn strange(value: &Value, name: &str) -> Option<String> {
    match value {
        Value::String(text) => {
            let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
            text.chars().any(bad).then(|| name.to_owned())
        }
        Value::Array(items) => items.iter().find_map(|item| strange(item, name)),
        Value::Object(members) => members.iter().find_map(|(key, item)| strange(item, key)),
        Value::Null | Value::Bool(_) | Value::Number(_) => None,
    }
}

/// Which member, and what about it. The values themselves never reach the answer.
pub(super) fn member(error: &str) -> (String, &'static str) {
    let named = |start: &str| {
        let rest = error.strip_prefix(start)?;
        rest.split('`')
            .next()
            .map(|name| name.chars().take(60).collect::<String>())
    };
    if let Some(name) = named("unknown field `") {
        (name, "unknown-member")
    } else if let Some(name) = named("missing field `") {
        (name, "missing-member")
    } else {
        (String::new(), "wrong-type")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_named_and_values_are_not() {
        assert_eq!(
            member("missing field `code`"),
            ("code".to_owned(), "missing-member")
        );
        assert_eq!(
            member("unknown field `x`, expected `code`"),
            ("x".to_owned(), "unknown-member")
        );
        assert_eq!(
            member("invalid type: string \"074\", expected u8"),
            (String::new(), "wrong-type")
        );
    }

    #[test]
    fn control_characters_are_found_at_any_depth() {
        let value = serde_json::json!({ "a": ["x", { "b": "\u{0}" }], "c": "line\nline" });
        assert_eq!(strange(&value, "").as_deref(), Some("b"));
        assert_eq!(strange(&serde_json::json!({ "c": "line\nline" }), ""), None);
    }
}
