//! A request from anybody.

use std::net::{IpAddr, SocketAddr};

use app::{App, Cx};
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use domain::actor::{Actor, Purpose};
use domain::journey::Door;

use super::{Cookie, Cookies};
use crate::page::View;
use crate::state::Web;

/// Everything a public handler needs.
#[derive(Clone)]
pub struct Ask {
    /// The application.
    pub app: App,
    /// Context of a person who has not signed in.
    pub cx: Cx,
    /// Language, path, form token.
    pub view: View,
    /// Cookies.
    pub cookies: Cookies,
    /// What the browser says of itself, in a few words, for the device list.
    pub device_name: String,
}

impl FromRequestParts<Web> for Ask {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        let view = View::from_request_parts(parts, web).await?;
        let cx = Cx {
            actor: Actor::Public,
            purpose: Purpose::OwnUse,
            now: web.app.clock.now(),
            request: view.request_id.clone(),
            address: address(parts, &web.trusted_proxies),
            lang: view.lang,
            door: if view.path.starts_with("/api/") {
                Door::Api
            } else {
                Door::Page
            },
        };
        let cookies = Cookies::read(&parts.headers, view.site.https());
        let device_name = device_name(&parts.headers);
        Ok(Self {
            app: web.app.clone(),
            cx,
            view,
            cookies,
            device_name,
        })
    }
}

impl Ask {
    /// 303 to a page, with cookies.
    pub fn go(
        &self,
        to: &str,
        cookies: impl IntoIterator<Item = (HeaderName, HeaderValue)>,
    ) -> Response {
        let cookies: Vec<_> = cookies.into_iter().collect();
        (
            StatusCode::SEE_OTHER,
            [(header::LOCATION, to)],
            AppendHeaders(cookies),
        )
            .into_response()
    }

    /// 303 to a page.
    pub fn redirect(&self, to: &str) -> Response {
        self.go(to, [])
    }

    /// The token of a journey, or 303 to where it begins.
    pub fn journey(&self, beginning: &str) -> Result<app::token::Token, Box<Response>> {
        self.cookies
            .token(Cookie::Journey)
            .ok_or_else(|| Box::new(self.redirect(beginning)))
    }
}

/// The peer's address, or what a trusted proxy says of it: the last entry it did not itself add.
fn address(parts: &Parts, trusted: &[IpAddr]) -> Option<IpAddr> {
    let peer = parts
        .extensions
        .get::<ConnectInfo<SocketAddr>>()
        .map(|c| c.0.ip())?;
    if !trusted.contains(&peer) {
        return Some(peer);
    }
    let forwarded = parts
        .headers
        .get("x-forwarded-for")
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let hops = forwarded
        .rsplit(',')
        .filter_map(|hop| hop.trim().parse::<IpAddr>().ok());
    Some(
        hops.into_iter()
            .find(|hop| !trusted.contains(hop))
            .unwrap_or(peer),
    )
}

/// "Chrome, Android": enough for a person to know his own device, nothing to track it by.
fn device_name(headers: &HeaderMap) -> String {
    let agent = headers
        .get(header::USER_AGENT)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let first = |table: &[(&str, &'static str)]| {
        table
            .iter()
            .find(|(mark, _)| agent.contains(mark))
            .map(|(_, name)| *name)
    };
    let system = first(&[
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    let browser = first(&[
        ("DinhDanh/", "DinhDanh"),
        ("Edg/", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser}, {system}"),
        (Some(only), None) | (None, Some(only)) => only.to_owned(),
        (None, None) => "?".to_owned(),
    }
}
