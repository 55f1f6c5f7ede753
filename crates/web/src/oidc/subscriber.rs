//! New subscribers of telecoms (R50-2): the number, with the access token of the person's sign-in; how it stands, by the
//! telecom's own proof.

use app::relying_parties::{ask_subscriber, subscriber_status};
use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::relying_party::Endpoint;

use super::endpoint::Read;
use super::package::{answered, made_for};
use super::userinfo::unknown;
use crate::extract::{Ask, Showed};

const ASK: &str = "/oidc/subscriber-registration";
const STATUS: &str = "/oidc/subscriber-registration/status";

pub(super) async fn ask(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, ASK) {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let Some(shown) = read.bearer() else {
        return unknown();
    };
    let proofs = read.proofs();
    let made = ask_subscriber(&ask.app, &read.cx, &read.caller(&proofs), shown).await;
    made_for((&ask, &read, Endpoint::Subscriber), shown.1, made).await
}

pub(super) async fn status(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    let read = match Read::form((&ask, &showed), &headers, &body, STATUS) {
        Ok(read) => read,
        Err(wrong) => return *wrong,
    };
    let told = subscriber_status(&ask.app, &read.cx, &read.caller(&[])).await;
    answered((&ask, &read, Endpoint::Subscriber), &told).await
}
