//! Other bodies: those whose registers are asked, and the key that both questions and answers are signed with.

use std::sync::Arc;

use adapters::clock::SystemClock;
use adapters::entropy::SystemEntropy;
use store::Db;

use super::Finding;
use crate::config::Settings;
use crate::exchange::{Ground, key, sources};

/// Signs something; then a handshake with each that is asked, and no question.
pub(super) async fn examine(settings: &Settings, db: &Db) -> Vec<Finding> {
    let section = &settings.registers;
    if section.remote.is_empty() && section.listen.is_empty() {
        return Vec::new();
    }
    if let Err(failure) = key::tried(settings) {
        return vec![Finding::failing("bodies", failure.to_string())];
    }
    let mut findings = vec![Finding::well("bodies", "the key signs")];
    findings.extend(asked(settings, db).await);
    findings
}

async fn asked(settings: &Settings, db: &Db) -> Vec<Finding> {
    let ground = Ground {
        db,
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy::new()),
    };
    if settings.registers.remote.is_empty() {
        return Vec::new();
    }
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
