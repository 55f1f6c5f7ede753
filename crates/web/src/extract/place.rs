//! What an address names by its identifier.

use std::str::FromStr;

use axum::extract::{FromRequestParts, RawPathParams};
use axum::http::request::Parts;
use axum::response::Response;

use super::Ask;
use crate::error;
use crate::state::Web;

/// The `{id}` of the path; what is no identifier of the kind is not found.
#[derive(Debug, Clone, Copy)]
pub struct Place<T>(pub T);

impl<T: FromStr + Send> FromRequestParts<Web> for Place<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let params = RawPathParams::from_request_parts(parts, web).await.ok();
        let id = params.and_then(|params| {
            let (_, text) = params.iter().find(|(name, _)| *name == "id")?;
            text.parse().ok()
        });
        if let Some(id) = id {
            return Ok(Self(id));
        }
        let Ok(ask) = Ask::from_request_parts(parts, web).await;
        Err(error::page(&ask.view, &app::Error::NotFound))
    }
}
