//! A request from a signed-in holder.

use app::holder::Resumed;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;

use super::{Ask, Cookie};
use crate::error;
use crate::state::Web;

/// A holder with an open session; others are led to sign in, locked ones to their status page.
#[derive(Clone)]
pub struct Signed {
    /// The request; its context acts as the holder.
    pub ask: Ask,
    /// The session.
    pub session: Resumed,
}

/// A holder with any session: the status page of a locked account (D59-19.ui).
#[derive(Clone)]
pub struct Status {
    /// The request; its context acts as the holder.
    pub ask: Ask,
    /// The session.
    pub session: Resumed,
}

impl std::ops::Deref for Signed {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

impl std::ops::Deref for Status {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

/// D59-6.1: what a holder reaches who has not accepted the terms in force. Locking waits for nothing.
const WITHOUT_TERMS: [&str; 2] = ["/lock", "/sign-out"];

async fn resume(parts: &mut Parts, web: &Web) -> Result<(Ask, Option<Resumed>), Response> {
    let Ok(mut ask) = Ask::from_request_parts(parts, web).await;
    let Some(token) = ask.cookies.token(Cookie::Session) else {
        return Ok((ask, None));
    };
    match app::holder::resume(&ask.app, &ask.cx, &token).await {
        Ok(Some(session)) => {
            ask.cx.actor = session.actor();
            Ok((ask, Some(session)))
        }
        Ok(None) => Ok((ask, None)),
        Err(error) => Err(error::page(&ask.view, &error)),
    }
}

impl FromRequestParts<Web> for Signed {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        match resume(parts, web).await? {
            (ask, Some(session)) if !session.status_only => {
                if session.terms_due && !WITHOUT_TERMS.contains(&parts.uri.path()) {
                    return Err(ask.redirect("/terms/accept"));
                }
                Ok(Self { ask, session })
            }
            (ask, Some(_)) => Err(ask.redirect("/locked")),
            (ask, None) => Err(ask.go("/sign-in", [ask.cookies.remove(Cookie::Session)])),
        }
    }
}

impl FromRequestParts<Web> for Status {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        match resume(parts, web).await? {
            (ask, Some(session)) => Ok(Self { ask, session }),
            (ask, None) => Err(ask.go("/sign-in", [ask.cookies.remove(Cookie::Session)])),
        }
    }
}
