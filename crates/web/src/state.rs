//! What every handler is given: the application and what pages know of this installation.

use std::sync::Arc;

use app::App;

use crate::page::Site;

/// State of the router.
#[derive(Clone)]
pub struct Web {
    /// The use cases' application.
    pub app: App,
    /// Origin, version, demo mark.
    pub site: Arc<Site>,
    /// Addresses of proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Arc<Vec<std::net::IpAddr>>,
    /// Whether their `Client-Cert` is believed too (RFC 9440).
    pub client_cert: bool,
}
