//! Listening, serving, and letting open requests finish.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;

use crate::failure::{Failure, at};
use crate::stop::{Stop, asked};

/// A listener and the address it got.
pub(crate) struct Bound {
    listener: TcpListener,
    pub(crate) address: SocketAddr,
}

/// Takes an address; port 0 gives a free one.
pub(crate) async fn bind(address: SocketAddr) -> Result<Bound, Failure> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(at(format!("cannot listen on {address}")))?;
    let address = listener.local_addr().map_err(at(address))?;
    Ok(Bound { listener, address })
}

/// Serves until the process is asked to stop; open requests then have some time left.
pub(crate) async fn serve(
    bound: Bound,
    router: Router,
    drain: Duration,
    stop: Stop,
) -> Result<(), Failure> {
    let service = router.into_make_service_with_connect_info::<SocketAddr>();
    let server = axum::serve(bound.listener, service).with_graceful_shutdown(asked(stop.clone()));
    let limit = async {
        asked(stop).await;
        tokio::time::sleep(drain).await;
    };
    tokio::select! {
        ended = server.into_future() => ended.map_err(at(bound.address)),
        () = limit => {
            tracing::warn!("some requests did not finish in time");
            Ok(())
        }
    }
}
