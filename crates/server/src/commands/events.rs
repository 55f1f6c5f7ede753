//! `registers events` and `registers undo`.

use std::fs::File;
use std::path::Path;
use std::process::ExitCode;

use app::events::{MOST_BYTES, Stage, Staged, step};
use domain::actor::{Actor, Purpose};
use domain::event_batch::Door;
use domain::ids::BatchId;
use domain::register_event::Teller;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use crate::cli::Output;
use crate::config::Settings;
use crate::failure::{Failure, at};
use crate::{out, wiring};

/// Stages a file; nothing locks.
pub(crate) async fn stage(
    settings: &Settings,
    register: &str,
    path: &Path,
    output: Output,
) -> Result<ExitCode, Failure> {
    let teller = Teller::parse(register).ok_or_else(|| {
        let known: Vec<&str> = Teller::ALL.iter().map(|t| t.as_str()).collect();
        let known = known.join(", ");
        Failure::new(format!(
            "no register {register} tells events; choose of {known}"
        ))
    })?;
    let place = || at(path.display());
    let file = File::open(path).map_err(place())?;
    if file.metadata().map_err(place())?.len() > MOST_BYTES {
        let text = "the file is larger than 32 MiB; split it";
        return Err(Failure::new(format!("{}: {text}", path.display())));
    }
    let app = wiring::app(settings).await?;
    let bar = bar(teller.as_str());
    let mut progress = |done: usize, of: usize| {
        bar.set_length(u64::try_from(of).unwrap_or(0));
        bar.set_position(u64::try_from(done).unwrap_or(0));
    };
    let command = Stage {
        teller,
        door: Door::File,
        name: path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default(),
        file,
        beside: Some(path.to_path_buf()),
        progress: &mut progress,
    };
    let cx = app.acting(Actor::Operator, Purpose::RegisterUpdate);
    let staged = app::events::stage(&app, &cx, command).await;
    bar.finish_and_clear();
    let staged =
        staged.map_err(|e| Failure::new(format!("{}: {}", path.display(), Failure::from(e))))?;
    match output {
        Output::Json => out::line(as_json(&staged)),
        Output::Text => say(settings, &staged),
    }
    Ok(ExitCode::SUCCESS)
}

/// A bar with the rate.
fn bar(prefix: &str) -> ProgressBar {
    let bar = ProgressBar::new(0);
    let style = "{prefix:>10} [{bar:30}] {pos}/{len} {per_sec}, {eta} left";
    let style = ProgressStyle::with_template(style);
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar.set_prefix(prefix.to_owned());
    bar
}

fn say(settings: &Settings, staged: &Staged) {
    for c in &staged.complaints {
        let (line, column, reason) = (c.line, c.column, c.reason);
        out::line(format_args!("line {line}, column {column}: {reason}"));
    }
    let (events, bad) = (staged.events, staged.bad_lines);
    out::line(format_args!("{events} events staged, {bad} lines refused"));
    if let Some(file) = &staged.rejected_file {
        let file = file.display();
        out::line(format_args!("refused lines with their reasons: {file}"));
    }
    let c = staged.rehearsal.counts;
    out::line(format_args!(
        "a release would lock {} accounts, open {}, leave {} locked, change nothing for {}, refuse {}",
        c.lock, c.open, c.stay_locked, c.leave, c.refuse
    ));
    for (odd, count, _) in &staged.rehearsal.odd {
        out::line(format_args!("odd: {odd} ({count})"));
    }
    out::line(format_args!(
        "nothing is locked yet; two managers release it at {}/console/events/{}",
        settings.server.public_url, staged.id
    ));
}

fn as_json(staged: &Staged) -> serde_json::Value {
    let complaints: Vec<_> = staged
        .complaints
        .iter()
        .map(|c| json!({ "line": c.line, "column": c.column, "reason": c.reason.code() }))
        .collect();
    json!({
        "batch": staged.id,
        "events": staged.events,
        "refused_lines": staged.bad_lines,
        "complaints": complaints,
        "rejected_file": staged.rejected_file,
        "rehearsal": staged.rehearsal.counts,
        "outcomes": staged.rehearsal.outcomes,
        "odd": staged.rehearsal.odd.iter().map(|(word, count, _)| json!({ "odd": word, "count": count })).collect::<Vec<_>>(),
    })
}

/// Takes a batch back, here and now.
pub(crate) async fn undo(settings: &Settings, batch: &str) -> Result<(), Failure> {
    let id: BatchId = batch
        .parse()
        .map_err(|_| Failure::new("a batch is named bat_ and 32 hexadecimal digits"))?;
    let app = wiring::app(settings).await?;
    let cx = app.acting(Actor::Operator, Purpose::RegisterUpdate);
    app::events::undo(&app, &cx, id).await?;
    let bar = bar("undo");
    loop {
        match step(&app, id).await {
            Ok(progress) => {
                bar.set_length(u64::try_from(progress.of).unwrap_or(0));
                bar.set_position(u64::try_from(progress.done).unwrap_or(0));
                if progress.finished {
                    break;
                }
            }
            // A running service has the same job: it was faster with this chunk.
            Err(app::Error::Stale) => {}
            Err(error) => return Err(error.into()),
        }
    }
    bar.finish_and_clear();
    out::line("the batch is taken back");
    Ok(())
}
