//! `registers exchange`.

use std::process::ExitCode;

use app::exchange::verify as prove;
use serde_json::json;

use crate::cli::{Exchange, Output};
use crate::config::Settings;
use crate::exchange::key;
use crate::failure::Failure;
use crate::{out, wiring};

/// Carries one out.
pub(crate) async fn run(settings: &Settings, act: Exchange) -> Result<ExitCode, Failure> {
    match act {
        Exchange::Key { next: false } => out::line(key::current_public(settings)?),
        Exchange::Key { next: true } => out::line(key::next_public(settings)?),
        Exchange::Turn => out::line(key::turn(settings)?),
        Exchange::Verify(report) => return verify(settings, report.output).await,
    }
    Ok(ExitCode::SUCCESS)
}

/// Proves the log of questions and answers, or names every break.
async fn verify(settings: &Settings, output: Output) -> Result<ExitCode, Failure> {
    let app = wiring::app(settings).await?;
    let verified = prove(&app).await?;
    let whole = verified.findings.is_empty();
    let findings = verified.findings.iter();
    let findings = findings.map(|finding| format!("{}: {}", finding.place, finding.what));
    match output {
        Output::Json => out::line(json!({
            "whole": whole,
            "questions": verified.rows,
            "unanswered": verified.unanswered,
            "findings": findings.collect::<Vec<_>>(),
        })),
        Output::Text => {
            findings.for_each(out::line);
            out::line(format_args!(
                "{} questions ({} without an answer): {}",
                verified.rows,
                verified.unanswered,
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
