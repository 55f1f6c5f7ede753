//! All routes, each audience behind its frame.

use std::net::IpAddr;
use std::sync::Arc;

use app::App;
use axum::Router;

use crate::page::Site;
use crate::state::Web;
use crate::{api, assets, citizen, console, counter, demo, developers, middleware, oidc};

/// What the router is told by the configuration.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Version shown at the foot (APP-15).
    pub version: String,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Whether these proxies say by `Client-Cert` which certificate a client showed, and let no client say it
    /// (RFC 9440).
    pub client_cert: bool,
}

/// What services call with a certificate (RFC 8705 5): the endpoints for programs, and no page.
pub fn back_channel(app: App, settings: Settings) -> Router {
    oidc::routes(&web(app, settings))
}

/// The public service.
pub fn router(app: App, settings: Settings) -> Router {
    let web = web(app, settings);
    let site = web.site.clone();
    let pages = Router::new()
        .merge(citizen::routes())
        .merge(counter::routes())
        .merge(console::routes())
        .merge(demo::routes())
        .merge(oidc::pages())
        .merge(developers::routes())
        .merge(api::pages());
    let api = api::routes(&web).merge(oidc::routes(&web));
    middleware::frame(pages.with_state(web).merge(assets::routes()), &site).merge(api)
}

fn web(app: App, settings: Settings) -> Web {
    let entropy = app.entropy.clone();
    let fill: crate::page::Entropy = Arc::new(move |bytes: &mut [u8]| entropy.fill(bytes));
    let site =
        Arc::new(Site::new(&app.config.public_url, &settings.version, fill).demo(app.config.demo));
    Web {
        app,
        site,
        trusted_proxies: Arc::new(settings.trusted_proxies),
        client_cert: settings.client_cert,
    }
}
