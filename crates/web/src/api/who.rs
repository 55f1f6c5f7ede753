//! Who calls: anybody, a holder with an open session, a holder with any session, a journey.

use app::holder::Resumed;
use app::token::Token;
use app::{App, Cx, Error};
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};

use super::problem::{Context, Problem};
use crate::extract::Ask;
use crate::state::Web;

/// Anybody.
#[derive(Clone)]
pub struct Caller {
    pub app: App,
    pub cx: Cx,
    pub device_name: String,
}

/// A holder with an open session.
#[derive(Clone)]
pub struct Holder {
    caller: Caller,
    pub session: Resumed,
}

/// A holder with any session, also the one of a locked account (D59-19.ui).
#[derive(Clone)]
pub struct Anyhow {
    caller: Caller,
    pub session: Resumed,
}

/// A journey between two steps.
#[derive(Clone)]
pub struct Journey {
    caller: Caller,
    pub token: Token,
}

macro_rules! calls {
    ($($name:ident),+) => {$(
        impl std::ops::Deref for $name {
            type Target = Caller;

            fn deref(&self) -> &Caller {
                &self.caller
            }
        }
    )+};
}

calls!(Holder, Anyhow, Journey);

impl Caller {
    /// For problems.
    pub fn context(&self) -> Context {
        Context {
            lang: self.cx.lang,
            request: self.cx.request.clone(),
            now: self.cx.now,
        }
    }

    /// A use case's error as a problem.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "reads as map_err(|e| caller.problem(e))"
    )]
    pub fn problem(&self, error: Error) -> Problem {
        Problem::of(&self.context(), &error)
    }

    /// An identifier of a path; anything else is not there.
    pub fn id<T: std::str::FromStr>(&self, text: &str) -> Result<T, Problem> {
        text.parse().map_err(|_| self.problem(Error::NotFound))
    }
}

impl FromRequestParts<Web> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let Ok(ask) = Ask::from_request_parts(parts, web).await;
        Ok(Self {
            app: ask.app,
            cx: ask.cx,
            device_name: ask.device_name,
        })
    }
}

/// The bearer token of a request (RFC 6750 section 2.1).
pub(super) fn bearer(parts: &axum::http::HeaderMap) -> Option<Token> {
    let value = parts.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| Token::parse(token.trim()))
        .flatten()
}

async fn session(parts: &mut Parts, web: &Web) -> Result<(Caller, Resumed), Problem> {
    let mut caller = Caller::from_request_parts(parts, web).await?;
    let token = bearer(&parts.headers).ok_or_else(|| caller.problem(Error::SignIn))?;
    let resumed = app::holder::resume(&caller.app, &caller.cx, &token).await;
    let session = resumed
        .and_then(|found| found.ok_or(Error::SignIn))
        .map_err(|e| caller.problem(e))?;
    caller.cx.actor = session.actor();
    Ok((caller, session))
}

impl FromRequestParts<Web> for Anyhow {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let (caller, session) = session(parts, web).await?;
        Ok(Self { caller, session })
    }
}

impl FromRequestParts<Web> for Holder {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let (caller, session) = session(parts, web).await?;
        if session.status_only {
            return Err(Problem::new(
                &caller.context(),
                StatusCode::FORBIDDEN,
                "account-locked",
            ));
        }
        let path = parts.uri.path();
        if session.terms_due && !WITHOUT_TERMS.iter().any(|end| path.ends_with(end)) {
            return Err(caller.problem(Error::Refused("terms-due")));
        }
        Ok(Self { caller, session })
    }
}

/// D59-6.1: what an app reaches whose holder has not accepted the terms in force.
const WITHOUT_TERMS: [&str; 3] = ["/lock", "/session", "/terms"];

impl FromRequestParts<Web> for Journey {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, web).await?;
        let token = parts
            .headers
            .get("journey")
            .and_then(|v| v.to_str().ok())
            .and_then(Token::parse);
        match token {
            Some(token) => Ok(Self { caller, token }),
            None => Err(Problem::new(
                &caller.context(),
                StatusCode::UNAUTHORIZED,
                "journey-missing",
            )),
        }
    }
}

/// The last part of a path, whatever it holds.
pub struct Id(pub String);

impl FromRequestParts<Web> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Problem> {
        match Path::<String>::from_request_parts(parts, web).await {
            Ok(Path(text)) => Ok(Self(text)),
            Err(_) => Err(Caller::from_request_parts(parts, web)
                .await?
                .problem(Error::NotFound)),
        }
    }
}
