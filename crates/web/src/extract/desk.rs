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
        let Ok(ask) = Ask::from_request_parts(parts, web).await;
        let found = match ask.cookies.token(Cookie::Staff) {
            Some(token) => app::staff::resume(&ask.app, &ask.cx, &token).await,
            None => Ok(None),
        };
        at_work(ask, found).map_err(|elsewhere| *elsewhere)
    }
}

/// The same for the part of a page that renews itself: a screen that nobody touches keeps no session alive.
#[derive(Clone)]
pub struct Glance(pub Desk);

impl FromRequestParts<Web> for Glance {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let Ok(ask) = Ask::from_request_parts(parts, web).await;
        let found = match ask.cookies.token(Cookie::Staff) {
            Some(token) => app::staff::glance(&ask.app, &ask.cx, &token).await,
            None => Ok(None),
        };
        at_work(ask, found)
            .map(Self)
            .map_err(|elsewhere| *elsewhere)
    }
}

/// Whoever was found; nobody goes to the sign-in.
fn at_work(mut ask: Ask, found: app::Result<Option<Member>>) -> Result<Desk, Box<Response>> {
    match found {
        Ok(Some(member)) => {
            ask.cx.actor = member.actor();
            ask.view.home = home_of(member.role);
            ask.cx.purpose = Purpose::Administration;
            Ok(Desk { ask, member })
        }
        Ok(None) => {
            let forgotten = [ask.cookies.remove(Cookie::Staff)];
            Err(Box::new(ask.go("/counter/sign-in", forgotten)))
        }
        Err(error) => Err(Box::new(error::page(&ask.view, &error))),
    }
}

impl Desk {
    /// The same request with the purpose of what is done (D59-4.4).
    #[must_use]
    pub fn purpose(&self, purpose: Purpose) -> app::Cx {
        self.ask.cx.with_purpose(purpose)
    }
}
