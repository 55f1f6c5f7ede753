//! The certificate that a program showed (RFC 8705), to ourselves or to a proxy before us (RFC 9440).

use std::net::SocketAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::header::HOST;
use axum::http::request::Parts;
use oidc::certificate::{Chain, from_headers};

use crate::state::Web;

/// Put into a request by a listener of ours that made the handshake itself: its certificates, where it showed any.
#[derive(Clone, Debug)]
pub struct Handshake(pub Option<Arc<Chain>>);

/// The certificates that go with a request, where there are any.
#[derive(Clone, Debug, Default)]
pub struct Showed(Option<Arc<Chain>>);

impl Showed {
    /// The certificates.
    pub fn chain(&self) -> Option<&Chain> {
        self.0.as_deref()
    }
}

impl FromRequestParts<Web> for Showed {
    type Rejection = std::convert::Infallible;

    /// Where we made the handshake, nothing else is asked. RFC 9440 4: the header of anybody but a proxy that is known
    /// to clean it, and under any name but that for certificates, is as if it were not there.
    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Self::Rejection> {
        if let Some(Handshake(chain)) = parts.extensions.get::<Handshake>() {
            return Ok(Self(chain.clone()));
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        let trusted = peer.is_some_and(|peer| web.trusted_proxies.contains(&peer.0.ip()));
        if !(web.client_cert && trusted && called(parts, web)) {
            return Ok(Self::default());
        }
        // One that cannot be read is not the same as none.
        let all = |name: &str| -> Vec<&str> {
            let lines = parts.headers.get_all(name).iter();
            lines
                .map(|line| line.to_str().unwrap_or_default())
                .collect()
        };
        let chain = from_headers(&all("client-cert"), &all("client-cert-chain"));
        Ok(Self(chain.map(Arc::new)))
    }
}

/// Whether the request came under the name for services that show certificates: a proxy that is trusted for
/// something else, under the public name, hands on nothing here.
fn called(parts: &Parts, web: &Web) -> bool {
    let named = parts.headers.get(HOST).and_then(|host| host.to_str().ok());
    let mtls = web.app.config.mtls.as_ref();
    let own = mtls.and_then(|mtls| mtls.origin.strip_prefix("https://"));
    let bare = |host: &str| {
        host.strip_suffix(":443")
            .unwrap_or(host)
            .to_ascii_lowercase()
    };
    own.zip(named)
        .is_some_and(|(own, named)| bare(own) == bare(named))
}
