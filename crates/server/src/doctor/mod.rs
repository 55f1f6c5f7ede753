//! `doctor`: looks at every part; each that fails gets one sentence with the cure.

mod bodies;
mod database;
mod faces;
mod fingers;
mod gateways;
mod machine;

use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

use crate::cli::Output;
use crate::config::{Settings, faults};
use crate::failure::Failure;
use crate::out;

/// How a part is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum State {
    Well,
    /// Worth knowing; the service runs.
    Note,
    Failing,
}

/// What was found about one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Finding {
    pub(crate) part: &'static str,
    pub(crate) state: State,
    pub(crate) sentence: String,
}

impl Finding {
    pub(crate) fn well(part: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            part,
            state: State::Well,
            sentence: sentence.into(),
        }
    }

    pub(crate) fn note(part: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            part,
            state: State::Note,
            sentence: sentence.into(),
        }
    }

    pub(crate) fn failing(part: &'static str, sentence: impl Into<String>) -> Self {
        Self {
            part,
            state: State::Failing,
            sentence: sentence.into(),
        }
    }
}

/// Looks, prints, and fails when anything fails.
pub(crate) async fn run(settings: &Settings, output: Output) -> Result<ExitCode, Failure> {
    let findings = examine(settings).await;
    let sound = findings
        .iter()
        .all(|finding| finding.state != State::Failing);
    match output {
        Output::Json => out::line(json!({ "sound": sound, "findings": findings })),
        Output::Text => findings.iter().for_each(say),
    }
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

async fn examine(settings: &Settings) -> Vec<Finding> {
    let mut findings = configuration(settings);
    findings.extend(machine::examine(settings));
    findings.push(faces::examine(settings));
    findings.push(fingers::examine(settings));
    findings.extend(database::examine(settings).await);
    findings.extend(gateways::examine(settings).await);
    findings
}

fn configuration(settings: &Settings) -> Vec<Finding> {
    let faults = faults(settings, true);
    if faults.is_empty() {
        return vec![Finding::well("configuration", "sound")];
    }
    faults
        .into_iter()
        .map(|fault| Finding::failing("configuration", fault))
        .collect()
}

fn say(finding: &Finding) {
    let mark = match finding.state {
        State::Well => "ok  ",
        State::Note => "note",
        State::Failing => "FAIL",
    };
    out::line(format_args!(
        "{mark}  {:<14} {}",
        finding.part, finding.sentence
    ));
}
