//! Other bodies whose registers are asked.

use std::sync::Arc;

use adapters::clock::SystemClock;
use adapters::entropy::SystemEntropy;
use store::Db;

use super::Finding;
use crate::config::Settings;
use crate::exchange::{Ground, sources};

/// A handshake with each; nothing is asked.
pub(super) async fn examine(settings: &Settings, db: &Db) -> Vec<Finding> {
    if settings.registers.remote.is_empty() {
        return Vec::new();
    }
    let ground = Ground {
        db,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy::new()),
    };
    let sources = match sources(settings, &ground) {
        Ok(sources) => sources,
        Err(failure) => return vec![Finding::failing("bodies", failure.to_string())],
    };
    let mut findings = Vec::new();
    for source in sources {
        findings.push(match source.reachable().await {
            Ok(()) => Finding::well("bodies", format!("{} answers", source.state().name)),
            Err(why) => Finding::failing(
                "bodies",
                format!("{why}; check url, certificates and network in registers.remote"),
            ),
        });
    }
    findings
}
