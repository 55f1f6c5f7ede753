//! Requests to integrate a document (DOC-0).

use std::collections::BTreeMap;

use app::documents::{self, Integration, Offer};
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::document::{AppVersion, DocumentKind, IntegrationRequest};
use domain::fault::Fault;
use domain::pilot::{Eligibility, NotYet};
use domain::province::ProvinceCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input::Input;
use super::problem::Problem;
use super::who::{Holder, Id};

/// What is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// `driving-licence`, `health-card`, `passport`.
    #[schema(example = "driving-licence")]
    kind: String,
    /// The fields of the kind, as `/wallet/eligibility` names them.
    #[schema(example = json!({ "licence-number": "790123456789", "licence-class": "B2" }))]
    fields: BTreeMap<String, String>,
    /// D59-3.7: the holder says that what he entered is true.
    confirmed: bool,
}

/// A request.
#[derive(Serialize, ToSchema)]
pub struct Request {
    id: String,
    /// `TH-XXXXX-XXXXX`.
    reference: String,
    kind: &'static str,
    /// `pending-verification`, `verified`, `refused`, `withdrawn`.
    #[schema(example = "pending-verification")]
    state: &'static str,
    /// I7: reason code of a refusal (DOC-r2).
    reason: Option<&'static str>,
    /// I7: code of what helps.
    next_step: Option<&'static str>,
    #[schema(format = DateTime)]
    requested_at: String,
    /// DOC-r4: until when we mean to have an answer.
    #[schema(format = DateTime)]
    target: String,
    /// Past the target and still pending.
    late: bool,
    /// What was entered.
    fields: BTreeMap<&'static str, String>,
}

impl From<Integration> for Request {
    fn from(request: Integration) -> Self {
        let reason = match request.state {
            IntegrationRequest::Refused { reason, .. } => Some(reason),
            IntegrationRequest::PendingVerification { .. }
            | IntegrationRequest::Verified { .. }
            | IntegrationRequest::Withdrawn { .. } => None,
        };
        Self {
            id: request.id.to_string(),
            kind: request.kind.slug(),
            state: request.state.as_str(),
            reason: reason.map(domain::document::matching::Reason::code),
            next_step: reason.map(|reason| reason.next_step().code()),
            requested_at: request.state.requested_at().to_string(),
            target: request.target.to_string(),
            late: request.late,
            fields: request.claim.entered().into_iter().collect(),
            reference: request.reference,
        }
    }
}

/// A kind and whether the holder may ask for it.
#[derive(Serialize, ToSchema)]
pub struct Offered {
    kind: &'static str,
    /// The fields to enter.
    fields: &'static [&'static str],
    /// Lowest version of the app.
    #[schema(example = "2.0.4")]
    min_app_version: String,
    allowed: bool,
    /// R50-4: why not yet, the first of `unmet`.
    reason: Option<&'static str>,
    /// Codes of the provinces where it is open.
    provinces: Vec<&'static str>,
    /// Day of the first reason.
    #[schema(format = Date)]
    day: Option<String>,
    /// R50-4: everything that stands in the way; empty where it is open.
    unmet: Vec<Unmet>,
}

/// One reason why a kind is not open to the holder yet.
#[derive(Serialize, ToSchema)]
pub struct Unmet {
    /// `pilot-wrong-province`, `pilot-ended`, `pilot-paused`, `pilot-not-started`, `pilot-citizens-only`,
    /// `pilot-foreigners-only`, `pilot-too-young`, `pilot-too-old`, `pilot-full`.
    #[schema(example = "pilot-not-started")]
    reason: &'static str,
    /// Codes of the provinces where it is open.
    provinces: Vec<&'static str>,
    /// The day it begins, has ended, or the holder is old enough.
    #[schema(format = Date)]
    day: Option<String>,
    /// The age it is about, in full years.
    age: Option<i16>,
}

impl From<&NotYet> for Unmet {
    fn from(why: &NotYet) -> Self {
        Self {
            reason: why.code(),
            provinces: why.provinces().map(ProvinceCode::as_str).collect(),
            day: why.day().map(|day| day.to_string()),
            age: why.age(),
        }
    }
}

impl From<Offer> for Offered {
    fn from(offer: Offer) -> Self {
        let unmet: Vec<Unmet> = match &offer.eligibility {
            Eligibility::Allowed { .. } => Vec::new(),
            Eligibility::NotYet(why) => why.all().map(Unmet::from).collect(),
        };
        let first = unmet.first();
        Self {
            kind: offer.kind.slug(),
            fields: offer.kind.fields(),
            min_app_version: offer.kind.min_app_version().to_string(),
            allowed: unmet.is_empty(),
            reason: first.map(|one| one.reason),
            provinces: first.map(|one| one.provinces.clone()).unwrap_or_default(),
            day: first.and_then(|one| one.day.clone()),
            unmet,
        }
    }
}

/// Every kind with the holder's eligibility (R50-4).
#[utoipa::path(get, path = "/wallet/eligibility", tag = "wallet", responses((status = 200, body = [Offered])), security(("session" = [])))]
pub(super) async fn eligibility(who: Holder) -> Result<Json<Vec<Offered>>, Problem> {
    let offers = documents::offers(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(offers.into_iter().map(Offered::from).collect()))
}

/// The version of the calling app; every kind has a lowest one.
fn version(who: &Holder, headers: &HeaderMap) -> Result<AppVersion, Problem> {
    let problem = |code: &str| Problem::new(&who.context(), StatusCode::BAD_REQUEST, code);
    let value = headers
        .get("app-version")
        .ok_or_else(|| problem("app-version-missing"))?;
    value
        .to_str()
        .ok()
        .and_then(|text| text.parse().ok())
        .ok_or_else(|| problem("app-version-format"))
}

/// Kind and fields, nothing that the kind does not have.
fn wanted(input: Wanted) -> Result<(DocumentKind, Vec<(String, String)>), app::Error> {
    let kind = DocumentKind::parse(&input.kind)
        .ok_or_else(|| Fault::new("kind", "document-kind-unknown"))?;
    if input
        .fields
        .keys()
        .any(|name| !kind.fields().contains(&name.as_str()))
    {
        return Err(Fault::new("fields", "document-fields-unknown").into());
    }
    Ok((kind, input.fields.into_iter().collect()))
}

/// Asks for a document to be added. The same document twice is one request: 201 for a new one, 200
/// for one that waits already.
#[utoipa::path(post, path = "/integrations", tag = "wallet", request_body = Wanted,
    params(("App-Version" = String, Header, description = "Version of the calling app", example = "2.3.0"), ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 201, body = Request), (status = 200, body = Request)), security(("session" = [])))]
pub(super) async fn request(
    who: Holder,
    headers: HeaderMap,
    Input(input): Input<Wanted>,
) -> Result<Response, Problem> {
    let client = Some(version(&who, &headers)?);
    let confirmed = input.confirmed;
    let (kind, fields) = wanted(input).map_err(|e| who.problem(e))?;
    let command = documents::Request {
        kind,
        fields: &fields,
        confirmed,
        client,
    };
    let made = documents::request(&who.app, &who.cx, &command)
        .await
        .map_err(|e| who.problem(e))?;
    let id = made.request.id;
    let view = documents::integration(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    let status = if made.new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    };
    let location = AppendHeaders([(header::LOCATION, format!("/api/v1/integrations/{id}"))]);
    Ok((status, location, Json(Request::from(view))).into_response())
}

/// One request.
#[utoipa::path(get, path = "/integrations/{id}", tag = "wallet", params(("id" = String, Path)), responses((status = 200, body = Request)), security(("session" = [])))]
pub(super) async fn one(who: Holder, Id(id): Id) -> Result<Json<Request>, Problem> {
    let id = who.id(&id)?;
    let found = documents::integration(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(found.into()))
}

/// Takes a pending request back. Twice is calm.
#[utoipa::path(post, path = "/integrations/{id}/withdraw", tag = "wallet", params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header)), responses((status = 200, body = Request)), security(("session" = [])))]
pub(super) async fn withdraw(who: Holder, Id(id): Id) -> Result<Json<Request>, Problem> {
    let id = who.id(&id)?;
    documents::withdraw(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    let found = documents::integration(&who.app, &who.cx, id)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(Json(found.into()))
}
