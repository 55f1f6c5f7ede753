//! Bodies that carry files: straight into their type, in bounded memory. Handlers take them after an extractor that
//! has looked up whether anybody waits for them.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::StatusCode;
use serde::de::{DeserializeOwned, IgnoredAny};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::input::{member, read};
use super::problem::{Context, Problem};
use super::who::Caller;
use crate::state::Web;
use crate::t;

/// A JSON body of at most so many bytes, and its room: held until the handler is done with it.
pub struct Large<T, const MOST: usize>(pub T, pub SemaphorePermit<'static>);

/// The same of somebody whom nobody knows yet: strangers have room of their own, and take nobody else's.
pub struct Strangers<T, const MOST: usize>(pub T, pub SemaphorePermit<'static>);

/// Megabytes of such bodies at once. Their pictures are judged one after the other anyway.
static ROOM: Semaphore = Semaphore::const_new(96);
/// Megabytes of bodies of strangers at once.
static STRANGERS: Semaphore = Semaphore::const_new(16);
/// Megabytes of bodies of counter agents at once.
static AGENTS: Semaphore = Semaphore::const_new(48);
/// Whoever sends longer than this gives his room up.
const LONGEST: Duration = Duration::from_mins(1);
/// Seconds after which it is worth trying again.
const AGAIN: i64 = 5;

/// Too much at once: nothing is lost, and the same request may come again.
pub(super) fn busy(context: &Context) -> Problem {
    Problem::new(context, StatusCode::SERVICE_UNAVAILABLE, "busy").again_after(AGAIN)
}

/// Room for a body of so many bytes, where there is some left.
fn room(of: &'static Semaphore, most: usize) -> Option<SemaphorePermit<'static>> {
    let megabytes = u32::try_from(most.div_ceil(1 << 20)).ok()?;
    of.try_acquire_many(megabytes).ok()
}

/// Room for a body of a counter agent that its own reader takes in: apart from that of everybody else.
pub(super) fn hold(context: &Context, most: usize) -> Result<SemaphorePermit<'static>, Problem> {
    room(&AGENTS, most).ok_or_else(|| busy(context))
}

async fn taken<T: DeserializeOwned>(
    request: Request,
    web: &Web,
    (of, most): (&'static Semaphore, usize),
) -> Result<(T, SemaphorePermit<'static>), Problem> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, web).await?;
    let context = caller.context();
    let request = Request::from_parts(parts, body);
    let room = room(of, most).ok_or_else(|| busy(&context))?;
    let body = read(request, web, &["application/json"], most);
    let body = tokio::time::timeout(LONGEST, body).await;
    let (_, bytes) = body.map_err(|_| busy(&context))??;
    Ok((parse(&context, &bytes)?, room))
}

impl<T: DeserializeOwned, const MOST: usize> FromRequest<Web> for Large<T, MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let (read, room) = taken(request, web, (&ROOM, MOST)).await?;
        Ok(Self(read, room))
    }
}

impl<T: DeserializeOwned, const MOST: usize> FromRequest<Web> for Strangers<T, MOST> {
    type Rejection = Problem;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Problem> {
        let (read, room) = taken(request, web, (&STRANGERS, MOST)).await?;
        Ok(Self(read, room))
    }
}

/// As strictly as smaller bodies, with no tree of the whole in memory.
fn parse<T: DeserializeOwned>(context: &Context, bytes: &Bytes) -> Result<T, Problem> {
    let malformed = || Problem::new(context, StatusCode::BAD_REQUEST, "malformed-json");
    let wrong = |field: &str, code: &str| {
        let detail = t!(context.lang, &format!("error-api-{code}"));
        Problem::new(context, StatusCode::UNPROCESSABLE_ENTITY, "invalid")
            .field(field, code, detail)
    };
    serde_json::from_slice::<IgnoredAny>(bytes).map_err(|_| malformed())?;
    if strange(bytes) {
        return Err(wrong("", "control-characters"));
    }
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    if first != Some(&b'{') {
        // A struct may also be read from an array, which no description of ours allows.
        return Err(wrong("", "wrong-type"));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        if !error.is_data() {
            return malformed();
        }
        let (field, code) = member(&error.to_string());
        wrong(&field, code)
    })
}

/// Whether a text in well-formed JSON holds control characters, escaped or as they are, other than ends of lines and
/// tabs. Whoever escapes is looked at one escape at a time.
fn strange(json: &[u8]) -> bool {
    let mut rest = json;
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (0x7f, _) | (0xc2, [0x80..=0x9f, ..]) | (b'\\', [b'b' | b'f', ..]) => return true,
            (b'\\', [b'u', a, b, c, d, after @ ..]) => {
                let hex = [*a, *b, *c, *d];
                let hex = std::str::from_utf8(&hex).ok();
                let code = hex.and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let meant = code.and_then(char::from_u32);
                if meant.is_some_and(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')) {
                    return true;
                }
                after
            }
            (b'\\', [_, after @ ..]) => after,
            _ => after,
        };
    }
    false
}

#[cfg(test)]
mod tests {
    use axum::http::header::RETRY_AFTER;
    use axum::response::IntoResponse;
    use jiff::Timestamp;
    use serde::Deserialize;

    use super::*;
    use crate::i18n::Lang;

    #[derive(Debug, Deserialize, PartialEq, Eq)]
    #[serde(deny_unknown_fields)]
    struct Sent {
        a: String,
    }

    fn context() -> Context {
        Context {
            lang: Lang::En,
            request: "r".to_owned(),
            now: Timestamp::UNIX_EPOCH,
        }
    }

    fn sent(body: &[u8]) -> Result<Sent, u16> {
        let read = parse(&context(), &Bytes::copy_from_slice(body));
        read.map_err(|problem| problem.into_response().status().as_u16())
    }

    #[test]
    fn a_large_body_is_read_as_strictly_as_a_small_one() {
        for body in [r#"{"a":"x\n\t\\u0000"}"#, " {\"a\":\"é\"}\n"] {
            assert!(sent(body.as_bytes()).is_ok(), "{body}");
        }
        for body in ["", "{", "{\"a\":}", "[1,2", "{\"a\":\"\u{1}\"}", "{} x"] {
            assert_eq!(sent(body.as_bytes()), Err(400), "{body}");
        }
        assert_eq!(sent(b"{\"a\":\"\xff\"}"), Err(400));
        for body in [
            "null",
            "[]",
            "[\"x\"]",
            "7",
            "{}",
            r#"{"a":1}"#,
            r#"{"a":"x","b":1}"#,
            r#"{"a":"x","a":"y"}"#,
            r#"{"a":"\u0000"}"#,
            r#"{"a":"\\\u001B"}"#,
            r#"{"a":"\b"}"#,
            "{\"a\":\"\u{7f}\"}",
            "{\"a\":\"\u{85}\"}",
        ] {
            assert_eq!(sent(body.as_bytes()), Err(422), "{body}");
        }
    }

    #[test]
    fn bodies_take_room_until_there_is_none() {
        static SMALL: Semaphore = Semaphore::const_new(13);
        let first = room(&SMALL, 12 << 20);
        assert!(first.is_some());
        assert!(room(&SMALL, (1 << 20) + 1).is_none());
        let second = room(&SMALL, 1 << 20);
        assert!(second.is_some());
        drop(first);
        assert!(room(&SMALL, 12 << 20).is_some());
        let answer = busy(&context()).into_response();
        assert_eq!(answer.status().as_u16(), 503);
        assert_eq!(answer.headers()[RETRY_AFTER], "5");
    }
}
