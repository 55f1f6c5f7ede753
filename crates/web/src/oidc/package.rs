//! Identity packages for certificates of signatures (R50-3): fetched with an access token like userinfo; reported on and
//! asked about by the provider's own proof.

use app::relying_parties::{
    By, Outcome, StepUp, issue_package, note, package_status, report_package,
};
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::relying_party::Endpoint;
use serde::Serialize;

use super::endpoint::{Read, failed, json};
use super::userinfo::{at_resource, too_weak_for, unknown};
use crate::extract::{Ask, Showed};

const ISSUE: &str = "/oidc/identity-package";
const REPORT: &str = "/oidc/identity-package/certificate";
const STATUS: &str = "/oidc/identity-package/status";

pub(super) async fn issue(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, ISSUE) {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let Some(shown) = read.bearer() else {
        return unknown();
    };
    let proofs = read.proofs();
    let made = issue_package(&ask.app, &read.cx, &read.caller(&proofs), shown).await;
    made_for((&ask, &read, Endpoint::Package), shown.1, made).await
}

/// What the bearer of an access token is answered, noted for its client's developer.
pub(super) async fn made_for<T: Serialize + Sync>(
    (ask, read, endpoint): (&Ask, &Read, Endpoint),
    token: &str,
    made: Outcome<Result<T, StepUp>>,
) -> Response {
    let names = read.params.iter().map(|(name, _)| name);
    let weak = match &made {
        Ok(Err(missing)) => Some(missing.error().into()),
        Ok(Ok(_)) | Err(_) => None,
    };
    let failure = made.as_ref().err().or(weak.as_ref());
    note(
        &ask.app,
        &read.cx,
        (endpoint, By::Token(token)),
        failure,
        names,
    )
    .await;
    match made {
        Ok(Ok(body)) => json(StatusCode::CREATED, &body),
        Ok(Err(missing)) => too_weak_for(&missing),
        Err(failure) => at_resource(&failure),
    }
}

pub(super) async fn report(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, REPORT) {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let reported = report_package(&ask.app, &read.cx, &read.caller(&[])).await;
    let reported = reported.map(|()| serde_json::json!({}));
    answered((&ask, &read, Endpoint::Package), &reported).await
}

pub(super) async fn status(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, STATUS) {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let told = package_status(&ask.app, &read.cx, &read.caller(&[])).await;
    answered((&ask, &read, Endpoint::Package), &told).await
}

/// What a client that proves itself is answered, noted for its developer.
pub(super) async fn answered<T: Serialize + Sync>(
    (ask, read, endpoint): (&Ask, &Read, Endpoint),
    outcome: &Outcome<T>,
) -> Response {
    let client = read.client().unwrap_or_default();
    let names = read.params.iter().map(|(name, _)| name);
    let of = (endpoint, By::Client(&client));
    note(&ask.app, &read.cx, of, outcome.as_ref().err(), names).await;
    match outcome {
        Ok(body) => json(StatusCode::OK, body),
        Err(failure) => failed(failure, read.by_header()),
    }
}
