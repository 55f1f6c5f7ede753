//! R50-2: a telecom brings its file of subscribers and fetches the results (docs/subscribers.md).

use std::collections::BTreeMap;

use app::cleaning::Counts;
use app::cleaning::batches::{self, Door, Own, Part, Taken};
use app::relying_parties::Asker;
use app::{Cx, Error};
use axum::Json;
use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use domain::actor::Actor;
use domain::fault::Fault;
use domain::ids::SubscriberBatchId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::who::Caller;
use crate::download;
use crate::i18n::machine_time;
use crate::state::Web;

/// Where telecoms call; an assertion may be made out to it.
const PLACE: &str = "/api/v1/subscriber-batches";

/// A client of a telecom that is still to be recognised.
pub(super) struct Telecom {
    caller: Caller,
    authorization: String,
}

impl FromRequestParts<Web> for Telecom {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let mut caller = Caller::from_request_parts(parts, web).await?;
        caller.cx = Cx {
            actor: Actor::Public,
            ..caller.cx
        };
        let value = parts.headers.get(header::AUTHORIZATION);
        let value = value.and_then(|v| v.to_str().ok()).map(str::to_owned);
        Ok(Self {
            authorization: value.ok_or_else(|| caller.problem(Error::SignIn))?,
            caller,
        })
    }
}

impl Telecom {
    fn asker(&self, method: &'static str) -> Asker<'_> {
        Asker {
            authorization: Some(&self.authorization),
            path: PLACE,
            method,
        }
    }

    fn id(&self, text: &str) -> Result<SubscriberBatchId, Problem> {
        self.caller.id(text)
    }
}

/// The file that will come.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SubscriberFile {
    /// Its bytes.
    #[schema(example = 1_048_576)]
    length: u64,
    /// SHA-256 of all of it, in lower-case hexadecimal digits.
    sha256: String,
    /// `utf-8`, `windows-1258` or `tcvn3`, where it is not clear from the file.
    encoding: Option<String>,
    /// Names of columns by field (`phone`, `number`, `name`, `birth`, `sex`), where the usual ones are not meant.
    #[serde(default)]
    columns: BTreeMap<String, String>,
}

/// A file of subscribers, and what became of it.
#[derive(Serialize, ToSchema)]
pub struct SubscriberBatch {
    /// Identifier.
    id: String,
    /// `receiving`, `uploaded`, `judging`, `judged` (a sample is looked at), `released`, `withdrawn`, `failed`.
    #[schema(example = "receiving")]
    state: &'static str,
    /// When it was begun.
    #[schema(format = DateTime)]
    created: String,
    /// Bytes of the file, as stated.
    length: i64,
    /// Bytes that are here; the next part begins there.
    received: u64,
    /// SHA-256 of the file, as stated; none where it came by a browser.
    sha256: Option<String>,
    /// Rows judged so far.
    rows: i64,
    /// Why it failed.
    failure: Option<SubscriberFailure>,
    /// Why it was taken back, in an officer's words.
    reason: Option<String>,
    /// Counts, once it is released.
    results: Option<SubscriberCounts>,
    /// When the files are deleted.
    #[schema(format = DateTime)]
    files_until: String,
    /// Whether they were.
    files_gone: bool,
}

/// Why a file could not be taken or judged.
#[derive(Serialize, ToSchema)]
pub struct SubscriberFailure {
    /// Stable code.
    #[schema(example = "column-missing")]
    code: String,
    /// The column it is about.
    field: Option<String>,
    /// The line of the file.
    line: Option<i64>,
}

/// How many rows had which verdict.
#[derive(Serialize, ToSchema)]
pub struct SubscriberCounts {
    /// All rows.
    rows: u64,
    /// By verdict.
    verdicts: BTreeMap<String, u64>,
    /// By verdict and what lies behind it; a row with two differences counts under both.
    reasons: BTreeMap<String, BTreeMap<String, u64>>,
    /// By the province whose code the stated number begins with, and verdict.
    provinces: BTreeMap<String, BTreeMap<String, u64>>,
}

impl From<Counts> for SubscriberCounts {
    fn from(counts: Counts) -> Self {
        Self {
            rows: counts.rows,
            verdicts: counts.verdicts,
            reasons: counts.reasons,
            provinces: counts.provinces,
        }
    }
}

fn shown(own: Own) -> SubscriberBatch {
    let batch = own.batch;
    SubscriberBatch {
        id: batch.id.to_string(),
        state: batch.state.as_str(),
        created: machine_time(batch.created),
        length: batch.length,
        received: own.received,
        sha256: Some(batch.digest).filter(|digest| !digest.is_empty()),
        rows: batch.done.rows,
        failure: batch.failure.map(|failure| SubscriberFailure {
            code: failure.code,
            field: failure.field,
            line: failure.line,
        }),
        reason: Some(batch.reason).filter(|reason| !reason.is_empty()),
        results: own.counts.map(SubscriberCounts::from),
        files_until: machine_time(batch.until),
        files_gone: batch.gone,
    }
}

/// The telecom's latest batches.
#[utoipa::path(
    get, path = "/subscriber-batches", tag = "subscribers", security(("client" = [])),
    responses((status = 200, body = [SubscriberBatch]), (status = 403, description = "Not granted to this client"))
)]
pub(super) async fn list(who: Telecom) -> Result<Json<Vec<SubscriberBatch>>, Problem> {
    let (app, cx) = (&who.caller.app, &who.caller.cx);
    let found = batches::own(app, cx, Door::Client(&who.asker("GET"))).await;
    let found = found.map_err(|e| who.caller.problem(e))?;
    Ok(Json(found.into_iter().map(shown).collect()))
}

/// Says what file will come; at most five come in or wait at a time.
#[utoipa::path(
    post, path = "/subscriber-batches", tag = "subscribers", security(("client" = [])), request_body = SubscriberFile,
    responses((status = 201, body = SubscriberBatch), (status = 403, description = "Not granted to this client"))
)]
pub(super) async fn begin(
    who: Telecom,
    Input(file): Input<SubscriberFile>,
) -> Result<(StatusCode, Json<SubscriberBatch>), Problem> {
    let asked = batches::Begin {
        length: file.length,
        sha256: Some(&file.sha256),
        encoding: file.encoding.as_deref(),
        columns: &file.columns,
    };
    let (app, cx) = (&who.caller.app, &who.caller.cx);
    let begun = batches::begin(app, cx, Door::Client(&who.asker("POST")), &asked).await;
    let batch = begun.map_err(|e| who.caller.problem(e))?;
    let own = Own {
        batch,
        received: 0,
        counts: None,
    };
    Ok((StatusCode::CREATED, Json(shown(own))))
}

/// One of its batches.
#[utoipa::path(
    get, path = "/subscriber-batches/{id}", tag = "subscribers", security(("client" = [])),
    params(("id" = String, Path, description = "The batch")),
    responses((status = 200, body = SubscriberBatch), (status = 404, description = "No such batch of this client"))
)]
pub(super) async fn show(
    who: Telecom,
    Path(id): Path<String>,
) -> Result<Json<SubscriberBatch>, Problem> {
    let id = who.id(&id)?;
    let (app, cx) = (&who.caller.app, &who.caller.cx);
    let found = batches::one(app, cx, Door::Client(&who.asker("GET")), id).await;
    Ok(Json(shown(found.map_err(|e| who.caller.problem(e))?)))
}

/// Puts a batch away; its files are deleted.
#[utoipa::path(
    delete, path = "/subscriber-batches/{id}", tag = "subscribers", security(("client" = [])),
    params(("id" = String, Path, description = "The batch")),
    responses((status = 204), (status = 409, description = "It is being judged, or is over"))
)]
pub(super) async fn give_up(who: Telecom, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    let id = who.id(&id)?;
    let (app, cx) = (&who.caller.app, &who.caller.cx);
    let done = batches::give_up(app, cx, Door::Client(&who.asker("DELETE")), (id, None)).await;
    done.map_err(|e| who.caller.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bytes of `Content-Range: bytes FIRST-LAST/LENGTH` (RFC 9110 14.4); the whole file without it.
fn range(headers: &HeaderMap) -> Option<Part> {
    let Some(value) = headers.get(header::CONTENT_RANGE) else {
        return Some(Part { from: 0, to: None });
    };
    let value = value.to_str().ok()?.strip_prefix("bytes ")?;
    let (part, total) = value.split_once('/')?;
    let (first, last) = part.split_once('-')?;
    let (first, last) = (first.parse::<u64>().ok()?, last.parse::<u64>().ok()?);
    let total = total.parse::<u64>().ok()?;
    (first <= last && last < total).then_some(Part {
        from: first,
        to: Some((last + 1, total)),
    })
}

/// Takes the file, whole or by parts one behind the other: each begins at `received`, also after one that broke off.
/// One that is here already changes nothing. Each must be here within two minutes.
#[utoipa::path(
    put, path = "/subscriber-batches/{id}/file", tag = "subscribers", security(("client" = [])),
    params(
        ("id" = String, Path, description = "The batch"),
        ("Content-Range" = Option<String>, Header, description = "`bytes FIRST-LAST/LENGTH`; without it the body is the whole file"),
    ),
    request_body(content = Vec<u8>, content_type = "text/csv"),
    responses(
        (status = 200, body = SubscriberBatch, description = "The part is here; `uploaded` when the file is whole; its SHA-256 is compared before it is judged"),
        (status = 409, description = "The part does not begin where what is here ends (`received` among the errors), or another one is coming"),
    )
)]
pub(super) async fn receive(
    State(web): State<Web>,
    Path(id): Path<String>,
    request: Request,
) -> Result<Json<SubscriberBatch>, Problem> {
    let (mut parts, body) = request.into_parts();
    let who = Telecom::from_request_parts(&mut parts, &web).await?;
    let id = who.id(&id)?;
    let wrong = || Error::from(Fault::new("content-range", "cleaning-range"));
    let range = range(&parts.headers);
    let part = range.ok_or_else(|| who.caller.problem(wrong()))?;
    let (app, cx) = (&who.caller.app, &who.caller.cx);
    let chunks = body.into_data_stream();
    let place = (id, part);
    let received = batches::receive(app, cx, Door::Client(&who.asker("PUT")), place, chunks).await;
    let received = match received.map_err(|e| who.caller.problem(e))? {
        Taken::Here(received) => received,
        Taken::Elsewhere(here) => {
            let code = "cleaning-gap";
            let gap = who.caller.problem(Error::Refused(code));
            return Err(gap.field("received", code, here.to_string()));
        }
    };
    Ok(Json(shown(Own {
        batch: received.batch,
        received: received.bytes,
        counts: None,
    })))
}

/// Fetches a file of the results of a released batch.
#[utoipa::path(
    get, path = "/subscriber-batches/{id}/files/{name}", tag = "subscribers", security(("client" = [])),
    params(
        ("id" = String, Path, description = "The batch"),
        ("name" = String, Path, description = "`cleaned.csv` or `rejects.csv`"),
    ),
    responses(
        (status = 200, body = Vec<u8>, content_type = "text/csv"),
        (status = 409, description = "Not released"),
        (status = 410, description = "Taken back, or its time is over"),
    )
)]
pub(super) async fn fetch(
    who: Telecom,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let id = who.id(&id)?;
    let (app, cx) = (&who.caller.app, &who.caller.cx);
    match batches::fetch(app, cx, Door::Client(&who.asker("GET")), (id, &name)).await {
        Ok(batches::Answer::File(fetched)) => Ok(download::csv(fetched)),
        Ok(batches::Answer::Withdrawn(reason)) => {
            let gone = Problem::gone(&who.caller.context(), "cleaning-withdrawn");
            Err(if reason.is_empty() {
                gone
            } else {
                gone.field("reason", "cleaning-withdrawn", reason)
            })
        }
        Err(Error::Refused(code @ "cleaning-files-gone")) => {
            Err(Problem::gone(&who.caller.context(), code))
        }
        Err(error) => Err(who.caller.problem(error)),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn ranges_are_read_strictly() {
        let read = |headers: &HeaderMap| range(headers).map(|part| (part.from, part.to));
        assert_eq!(read(&HeaderMap::new()), Some((0, None)));
        for (text, want) in [
            ("bytes 0-9/10", Some((0, Some((10, 10))))),
            ("bytes 5-9/10", Some((5, Some((10, 10))))),
            ("bytes 5-10/10", None),
            ("bytes 6-5/10", None),
            ("bytes 0-9/*", None),
            ("bytes */10", None),
            ("items 0-9/10", None),
            ("bytes=0-9/10", None),
            ("", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_RANGE, HeaderValue::from_static(text));
            assert_eq!(read(&headers), want, "{text}");
        }
    }
}
