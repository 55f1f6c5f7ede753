//! Images of outsiders become ours: off the async threads, few at once.

use biometrics::{finger, portrait};
use domain::fault::Fault;
use tokio::sync::Semaphore;

use crate::{Error, Result};

/// A large picture takes up to 200 MB and a second.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    run_in(&AT_ONCE, work).await
}

/// Work on pictures, off the async threads, a few at once.
pub(crate) async fn run_in<T: Send + 'static>(
    at_once: &Semaphore,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let internal = |e: &dyn std::fmt::Display| Error::Internal(e.to_string());
    let _permit = at_once.acquire().await.map_err(|e| internal(&e))?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|e| internal(&e))
}

/// A portrait as we keep it: a JPEG.
pub(crate) async fn portrait(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let accepted = run(move || portrait::accept(&bytes)).await?;
    Ok(accepted.map_err(|e| Fault::new("portrait", e.code()))?.jpeg)
}

/// The portrait of a chip as we keep it: a JPEG; nothing where it cannot be decoded.
pub(crate) async fn portrait_of_chip(bytes: Vec<u8>) -> Result<Option<Vec<u8>>> {
    Ok(run(move || portrait::of_chip(&bytes)).await?.ok())
}

/// A fingerprint as we keep it: a PNG.
pub(crate) async fn finger(bytes: Vec<u8>) -> Result<std::result::Result<Vec<u8>, Fault>> {
    let accepted = run(move || finger::accept(&bytes)).await?;
    Ok(accepted
        .map(|finger| finger.png)
        .map_err(|e| Fault::new("image", e.code())))
}
