//! `subscribers`.

use std::ops::ControlFlow;
use std::process::ExitCode;

use app::cleaning::{
    BLOCK, CHECKPOINT, Clean, CleanError, Correct, Progress, Report, clean as run,
};
use domain::actor::{Actor, Purpose};
use domain::cleaning::Verdict;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::cli::{CleanSubscribers, Output};
use crate::config::Settings;
use crate::failure::Failure;
use crate::{out, stop, wiring};

/// R50-2: cleans a file with a bar that shows rate and time left; stops between two blocks when asked to.
pub(crate) async fn clean(
    settings: &Settings,
    flags: &CleanSubscribers,
) -> Result<ExitCode, Failure> {
    let app = wiring::app(settings).await?;
    let stop = stop::listen()?;
    let bar = ProgressBar::new(0);
    let style = "[{bar:30}] {percent:>3} % {msg} {binary_bytes_per_sec}, {eta} left";
    bar.set_style(
        ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let mut progress = |p: Progress| {
        bar.set_length(p.of);
        bar.set_position(p.bytes);
        bar.set_message(format!("{} rows,", p.rows));
        if *stop.borrow() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let asked = |field: &str| flags.correct.iter().any(|asked| asked == field);
    let command = Clean {
        file: &flags.file,
        folder: flags.out.as_deref(),
        columns: &flags.columns,
        encoding: flags.encoding,
        correct: Correct {
            name: asked("name"),
            number: asked("number"),
        },
        block: BLOCK,
        checkpoint: CHECKPOINT,
        sample: None,
        progress: &mut progress,
    };
    let cx = app.acting(Actor::Operator, Purpose::SubscriberCleaning);
    let report = run(&app, &cx, command).await;
    bar.finish_and_clear();
    let report = report.map_err(|error| {
        let told = match error {
            CleanError::App(error) => Failure::from(error),
            file @ CleanError::File(_) => Failure::new(file.to_string()),
        };
        Failure::new(format!("{}: {told}", flags.file.display()))
    })?;
    match flags.report.output {
        Output::Json => out::line(as_json(&report)),
        Output::Text => say(&report),
    }
    Ok(if report.finished {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn say(report: &Report) {
    if let Some(line) = report.resumed_at {
        out::line(format_args!("went on at line {line}"));
    }
    if !report.finished {
        out::line("stopped before the end; the same command goes on from here");
        return;
    }
    for verdict in Verdict::CODES {
        let count = report.counts.of(verdict);
        out::line(format_args!("{verdict:<16} {count:>10}"));
    }
    let (rows, folder) = (report.counts.rows, report.folder.display());
    out::line(format_args!("{rows} rows; results in {folder}"));
}

fn as_json(report: &Report) -> serde_json::Value {
    json!({
        "finished": report.finished,
        "resumed_at": report.resumed_at,
        "rows": report.counts.rows,
        "verdicts": report.counts.verdicts,
        "file_digest": report.digest,
        "folder": report.folder,
    })
}
