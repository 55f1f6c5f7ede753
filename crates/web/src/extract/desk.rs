//! A request from a member of staff.

use app::staff::Member;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::Response;
use domain::actor::Purpose;

use super::{Ask, Cookie};
use crate::counter::home_of;
use crate::error;
use crate::state::Web;

/// A member of staff at work. What he may do, the use case decides.
#[derive(Clone)]
pub struct Desk {
    /// The request; its context acts as the member of staff.
    pub ask: Ask,
    /// Who.
    pub member: Member,
}

impl std::ops::Deref for Desk {
    type Target = Ask;

    fn deref(&self) -> &Ask {
        &self.ask
    }
}

impl FromRequestParts<Web> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let Ok(mut ask) = Ask::from_request_parts(parts, web).await;
        let sign_in = |ask: &Ask| ask.go("/counter/sign-in", [ask.cookies.remove(Cookie::Staff)]);
        let Some(token) = ask.cookies.token(Cookie::Staff) else {
            return Err(sign_in(&ask));
        };
        match app::staff::resume(&ask.app, &ask.cx, &token).await {
            Ok(Some(member)) => {
                ask.cx.actor = member.actor();
                ask.view.home = home_of(member.role);
                ask.cx.purpose = Purpose::Administration;
                Ok(Self { ask, member })
            }
            Ok(None) => Err(sign_in(&ask)),
            Err(error) => Err(error::page(&ask.view, &error)),
        }
    }
}

impl Desk {
    /// The same request with the purpose of what is done (D59-4.4).
    #[must_use]
    pub fn purpose(&self, purpose: Purpose) -> app::Cx {
        self.ask.cx.with_purpose(purpose)
    }
}
