//! The log: lines on standard error, as text or JSON.

use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Settings};
use crate::failure::Failure;

/// Starts it.
pub(crate) fn start(settings: &Settings) -> Result<(), Failure> {
    let filter = EnvFilter::try_new(&settings.log.filter)
        .map_err(|e| Failure::new(format!("log.filter: {e}")))?;
    let builder = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    let started = match settings.log.format {
        LogFormat::Json => builder.json().try_init(),
        LogFormat::Text => builder
            .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
            .try_init(),
    };
    started.map_err(|e| Failure::new(format!("log: {e}")))
}
