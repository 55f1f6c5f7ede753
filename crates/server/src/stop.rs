//! The wish to stop: SIGTERM from the service manager, Ctrl-C from a person.

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use crate::failure::{Failure, at};

/// Turns true when the process is asked to stop.
pub(crate) type Stop = watch::Receiver<bool>;

/// Listens for the wish.
pub(crate) fn listen() -> Result<Stop, Failure> {
    let mut terminate = signal(SignalKind::terminate()).map_err(at("signals"))?;
    let mut interrupt = signal(SignalKind::interrupt()).map_err(at("signals"))?;
    let (wish, stop) = watch::channel(false);
    #[expect(clippy::disallowed_methods, reason = "lives as long as the process")]
    tokio::spawn(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        // Before the log, which panics where nobody reads it any more: a wish that is never told would leave loops
        // turning at full speed.
        wish.send(true).ok();
        tracing::info!("stopping");
        // Keeps the channel open: a closed one would look like a wish too.
        std::future::pending::<()>().await;
    });
    Ok(stop)
}

/// Waits for the wish.
pub(crate) async fn asked(mut stop: Stop) {
    stop.wait_for(|asked| *asked).await.ok();
}

/// Tells a service manager of systemd's kind that the service is ready (`sd_notify`).
pub(crate) fn tell_ready() {
    let socket = std::env::var_os("NOTIFY_SOCKET");
    let Some(path) = socket.filter(|path| !path.as_encoded_bytes().starts_with(b"@")) else {
        return;
    };
    let told = std::os::unix::net::UnixDatagram::unbound()
        .and_then(|datagram| datagram.send_to(b"READY=1", path));
    if let Err(error) = told {
        tracing::warn!(%error, "the service manager could not be told");
    }
}
