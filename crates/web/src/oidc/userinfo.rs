//! Userinfo (OpenID Connect Core 5.3), the token in the header, or in the body of a POST (RFC 6750 2.2).

use app::relying_parties::{By, Failure, Profile, StepUp as Missing, note, userinfo};
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::relying_party::Endpoint;
use oidc::bearer::{self, Scheme, StepUp};
use oidc::{ErrorCode, OAuthError};

use super::endpoint::{Read, add, error, failed, json, jwt};
use crate::extract::{Ask, Showed};

const PATH: &str = "/oidc/userinfo";

pub(super) async fn get(ask: Ask, showed: Showed, headers: HeaderMap) -> Response {
    let read = Read::bare((&ask, &showed), &headers, PATH);
    answer(&ask, &read).await
}

pub(super) async fn post(ask: Ask, showed: Showed, headers: HeaderMap, body: Bytes) -> Response {
    match Read::form((&ask, &showed), &headers, &body, PATH) {
        Ok(read) => answer(&ask, &read).await,
        Err(wrong) => *wrong,
    }
}

async fn answer(ask: &Ask, read: &Read) -> Response {
    let shown = match (read.bearer(), read.params.get("access_token")) {
        (Some(shown), None) => shown,
        (None, Some(token)) => ("Bearer", token),
        (Some(_), Some(_)) => {
            return error(
                &OAuthError {
                    code: ErrorCode::InvalidRequest,
                    description: "the token stands in two places",
                },
                false,
            );
        }
        (None, None) => return unknown(),
    };
    let proofs = read.proofs();
    let told = userinfo(&ask.app, &read.cx, &read.caller(&proofs), shown).await;
    let by = (Endpoint::UserInfo, By::Token(shown.1));
    let names = read.params.iter().map(|(name, _)| name);
    let too_weak = told.as_ref().ok().and_then(Profile::failure);
    let failure = told.as_ref().err().or(too_weak.as_ref());
    note(&ask.app, &read.cx, by, failure, names).await;
    match told {
        Ok(Profile::Plain(values)) => json(StatusCode::OK, &values),
        Ok(Profile::Signed(text)) => jwt("application/jwt", text),
        Ok(Profile::TooWeak(missing)) => too_weak_for(&missing),
        Err(failure) => at_resource(&failure),
    }
}

/// RFC 6750 3.1: without a token no error code.
pub(super) fn unknown() -> Response {
    let bare = StatusCode::UNAUTHORIZED.into_response();
    challenge(bare, None, &StepUp::default())
}

/// RFC 9470 3: the person has to sign in again, and how.
pub(super) fn too_weak_for(missing: &Missing) -> Response {
    let acr_values: Vec<&str> = missing.acr.into_iter().collect();
    let step_up = StepUp {
        acr_values: &acr_values,
        max_age: missing.max_age,
    };
    let wrong = missing.error();
    challenge(error(&wrong, false), Some(&wrong), &step_up)
}

/// A failure as a place answers it that takes access tokens.
pub(super) fn at_resource(failure: &Failure) -> Response {
    match failure {
        Failure::Protocol(wrong) => challenge(error(wrong, false), Some(wrong), &StepUp::default()),
        Failure::App(_) => failed(failure, false),
    }
}

/// RFC 6750 3, RFC 9449 7.1, RFC 9470 3: how to do it right.
fn challenge(mut response: Response, wrong: Option<&OAuthError>, step_up: &StepUp<'_>) -> Response {
    for scheme in [Scheme::Bearer, Scheme::Dpop] {
        if let Ok(value) = HeaderValue::from_str(&bearer::challenge(scheme, wrong, step_up)) {
            response
                .headers_mut()
                .append(header::WWW_AUTHENTICATE, value);
        }
    }
    if let Some(wrong) = wrong {
        let status = StatusCode::from_u16(wrong.code.status_at_resource());
        *response.status_mut() = status.unwrap_or(StatusCode::UNAUTHORIZED);
    }
    add(&mut response);
    response
}
