//! `audit verify`.

use std::process::ExitCode;

use app::audit_log::{Finding, verify as prove};
use serde_json::json;

use crate::cli::Output;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{out, wiring};

/// Proves the log whole, or names every break.
pub(crate) async fn verify(settings: &Settings, output: Output) -> Result<ExitCode, Failure> {
    let app = wiring::app(settings).await?;
    let verified = prove(&app).await?;
    let whole = verified.findings.is_empty();
    let findings: Vec<String> = verified.findings.iter().map(sentence).collect();
    match output {
        Output::Json => out::line(json!({
            "whole": whole,
            "entries": verified.entries,
            "expired": verified.expired,
            "checkpoints": verified.checkpoints,
            "findings": findings,
        })),
        Output::Text => {
            findings.iter().for_each(out::line);
            out::line(format_args!(
                "{} entries ({} expired), {} checkpoints: {}",
                verified.entries,
                verified.expired,
                verified.checkpoints,
                if whole { "whole" } else { "BROKEN" }
            ));
        }
    }
    Ok(if whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn sentence(finding: &Finding) -> String {
    match finding {
        Finding::Changed { seq } => format!("entry {seq} was changed after it was written"),
        Finding::Missing { seq } => format!("entry {seq} is missing"),
        Finding::Unsigned { size } => {
            format!("the checkpoint at {size} entries is not signed by this log's key")
        }
        Finding::Contradicts { size } => {
            format!("the checkpoint at {size} entries does not fit the entries")
        }
    }
}
