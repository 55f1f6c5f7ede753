//! Listening, serving, and letting open requests finish. Headers, bodies and answers have their time;
//! how fast an answer is read does not: a proxy in front, or the limit of connections, bounds that.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::StatusCode;
use axum::http::header::{CONNECTION, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown, Watcher};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::ServiceExt;
use web::Handshake;

use super::tls;
use crate::config::Settings;
use crate::failure::{Failure, at};
use crate::stop::{Stop, asked};

/// Open connections at once; more wait to be accepted.
const CONNECTIONS: usize = 8192;
/// The same of services that show certificates: few programs, each with few connections, and no proxy before them.
const WITH_TLS: usize = 1024;
/// From the first byte of a request to the last of its headers, and between two requests.
const HEADERS: Duration = Duration::from_secs(30);
/// From the headers to the answer: a file of 12 MB over 3G fits.
const REQUEST: Duration = Duration::from_mins(2);

/// A listener and the address it got.
pub(crate) struct Bound {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
    tls: Option<TlsAcceptor>,
}

impl Bound {
    /// The same, with a handshake before each connection.
    pub(crate) fn with_tls(self, acceptor: TlsAcceptor) -> Self {
        Self {
            tls: Some(acceptor),
            ..self
        }
    }
}

/// Takes an address; port 0 gives a free one.
pub(crate) async fn bind(address: SocketAddr) -> Result<Bound, Failure> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(at(format!("cannot listen on {address}")))?;
    let address = listener.local_addr().map_err(at(address))?;
    Ok(Bound {
        listener,
        address,
        tls: None,
    })
}

/// Takes the address for services that show certificates, where there is one. Fails where the authorities that may
/// vouch for them cannot be read, whoever makes the handshake.
pub(crate) async fn bind_mtls(settings: &Settings) -> Result<Option<Bound>, Failure> {
    tls::roots(settings)?;
    let Some(acceptor) = tls::acceptor(settings)? else {
        return Ok(None);
    };
    let address = settings.mtls.listen.parse().map_err(at("mtls.listen"))?;
    Ok(Some(bind(address).await?.with_tls(acceptor)))
}

/// Serves until the process is asked to stop; open requests then have some time left.
pub(crate) async fn serve(
    bound: Bound,
    router: Router,
    drain: Duration,
    stop: Stop,
) -> Result<(), Failure> {
    let open = GracefulShutdown::new();
    let most = bound.tls.as_ref().map_or(CONNECTIONS, |_| WITH_TLS);
    let places = Arc::new(Semaphore::new(most));
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await.ok();
            (place, bound.listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            accepted = accepted => accepted,
            () = asked(stop.clone()) => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (router, watcher) = (router.clone(), open.watcher());
                let tls = bound.tls.clone().map(|tls| (tls, stop.clone()));
                #[expect(clippy::disallowed_methods, reason = "one task a connection")]
                tokio::spawn(async move {
                    // An answer goes out at once; without it the last packet may wait for the reader.
                    stream.set_nodelay(true).ok();
                    talk(stream, tls, watcher, (peer, router)).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "cannot accept connections");
                tokio::time::sleep(Duration::from_millis(200)).await;
            }
        }
    }
    drop(bound.listener);
    if tokio::time::timeout(drain, open.shutdown()).await.is_err() {
        tracing::warn!("some requests did not finish in time");
    }
    Ok(())
}

/// Who is at the other end, and who answers him.
type Parties = (SocketAddr, Router);

/// One connection, to its end. A handshake under way when the process is asked to stop is given up: it has asked
/// for nothing yet.
async fn talk(
    stream: TcpStream,
    tls: Option<(TlsAcceptor, Stop)>,
    watcher: Watcher,
    parties: Parties,
) {
    let ended = match tls {
        None => watcher.watch(connection(stream, parties, None)).await,
        Some((acceptor, stop)) => {
            let made = tokio::select! {
                made = tls::handshake(&acceptor, stream) => made,
                () = asked(stop) => None,
            };
            let Some((stream, shown)) = made else {
                return;
            };
            watcher
                .watch(connection(stream, parties, Some(shown)))
                .await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

fn connection(
    stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static,
    (peer, router): Parties,
    shown: Option<Handshake>,
) -> impl GracefulConnection<Error = hyper::Error> {
    let service = service_fn(move |request| answer((peer, router.clone()), shown.clone(), request));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS)
        .serve_connection(TokioIo::new(stream), service)
}

async fn answer(
    (peer, router): Parties,
    shown: Option<Handshake>,
    request: hyper::Request<Incoming>,
) -> Result<Response, Infallible> {
    let mut request: Request = request.map(axum::body::Body::new);
    request.extensions_mut().insert(ConnectInfo(peer));
    if let Some(shown) = shown {
        request.extensions_mut().insert(shown);
    }
    match tokio::time::timeout(REQUEST, router.oneshot(request)).await {
        Ok(answered) => answered,
        Err(_) => {
            // Not 408: browsers send such a request again by themselves, POST included.
            let headers = [(RETRY_AFTER, "30"), (CONNECTION, "close")];
            Ok((StatusCode::SERVICE_UNAVAILABLE, headers).into_response())
        }
    }
}
