//! `registers`.

use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

use app::App;
use app::holds::{Change, TellEvent, Told, tell_event};
use app::registers::{BATCH_LINES, Import, Progress, Report, import as take};
use domain::actor::{Actor, Purpose};
use domain::registers::Register;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use store::registers::state;

use crate::cli::Output;
use crate::config::Settings;
use crate::failure::Failure;
use crate::{out, stop, wiring};

/// Loads a file and says what came of it.
pub(crate) async fn import(
    settings: &Settings,
    register: &str,
    file: &Path,
    output: Output,
) -> Result<ExitCode, Failure> {
    let known = Register::ALL.map(Register::as_str).join(", ");
    let register = Register::parse(register).ok_or_else(|| {
        Failure::new(format!(
            "there is no register {register}; choose of {known}"
        ))
    })?;
    let app = wiring::app(settings).await?;
    let report = load(&app, register, file, &stop::listen()?).await?;
    match output {
        Output::Json => out::line(json(register, &report)),
        Output::Text => say(register, &report),
    }
    Ok(if report.finished {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Loads a file with a bar that shows rate and time left; stops between two transactions when asked to.
pub(crate) async fn load(
    app: &App,
    register: Register,
    file: &Path,
    stop: &stop::Stop,
) -> Result<Report, Failure> {
    let bar = ProgressBar::new(0);
    let style = "{prefix:>10} [{bar:30}] {percent:>3} % {msg} {binary_bytes_per_sec}, {eta} left";
    bar.set_style(
        ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar.set_prefix(register.as_str());
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    let mut progress = |p: Progress| {
        bar.set_length(p.of);
        bar.set_position(p.bytes);
        bar.set_message(format!("{} rows, {} refused,", p.accepted, p.rejected));
        if *stop.borrow() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let command = Import {
        register,
        file,
        batch_lines: BATCH_LINES,
        progress: &mut progress,
    };
    let report = take(app, &cx, command).await;
    bar.finish_and_clear();
    report.map_err(|error| Failure::new(format!("{}: {}", file.display(), Failure::from(error))))
}

fn say(register: Register, report: &Report) {
    if let Some(line) = report.resumed_after {
        out::line(format_args!("went on after line {line}"));
    }
    for complaint in &report.sample {
        out::line(format_args!(
            "line {}, column {}: {}",
            complaint.line,
            complaint.column,
            complaint.reason.code()
        ));
    }
    let (accepted, unchanged, rejected) = (report.accepted, report.unchanged, report.rejected);
    out::line(format_args!(
        "{register}: {accepted} rows taken ({unchanged} as before), {rejected} lines refused, {} portraits, {} prints, {} pictures not taken",
        report.portraits,
        report.prints,
        report.warnings,
        register = register.as_str(),
    ));
    if let Some(file) = &report.rejected_file {
        out::line(format_args!(
            "refused lines with their reasons: {}",
            file.display()
        ));
    }
    if !report.finished {
        out::line("stopped before the end; the same command goes on from here");
    }
}

fn json(register: Register, report: &Report) -> serde_json::Value {
    let complaints: Vec<_> = report
        .sample
        .iter()
        .map(|c| json!({ "line": c.line, "column": c.column, "reason": c.reason.code() }))
        .collect();
    json!({
        "register": register.as_str(),
        "finished": report.finished,
        "resumed_after": report.resumed_after,
        "accepted": report.accepted,
        "unchanged": report.unchanged,
        "rejected": report.rejected,
        "warnings": report.warnings,
        "portraits": report.portraits,
        "prints": report.prints,
        "held": report.held,
        "complaints": complaints,
        "rejected_file": report.rejected_file,
    })
}

/// One line a register.
pub(crate) async fn status(settings: &Settings) -> Result<(), Failure> {
    let db = wiring::database(settings).await?;
    let away = &settings.registers.remote;
    for (name, body) in away {
        for register in &body.registers {
            out::line(format_args!("{register:<12} run by {name}"));
        }
    }
    for state in state::list(&mut db.read().await?).await? {
        let word = state.register.as_str();
        if away
            .values()
            .any(|body| body.registers.iter().any(|own| own == word))
        {
            continue;
        }
        let loaded = state
            .loaded
            .map_or_else(|| "never loaded".to_owned(), |at| format!("loaded {at}"));
        let answers = if state.answers() { "answers" } else { "silent" };
        out::line(format_args!(
            "{:<12} {:>9} rows  {answers:<8} {loaded} {}",
            state.register.as_str(),
            state.rows,
            state.note
        ));
    }
    Ok(())
}

/// Carries out an event of a register (D59-10.1) and says what it led to.
pub(crate) async fn tell(
    settings: &Settings,
    change: &str,
    number: &str,
    event: &str,
) -> Result<(), Failure> {
    let known: Vec<&str> = Change::ALL.iter().map(|c| c.as_str()).collect();
    let known = known.join(", ");
    let change = Change::parse(change)
        .ok_or_else(|| Failure::new(format!("there is no change {change}; choose of {known}")))?;
    let app = wiring::app(settings).await?;
    let cx = app.acting(Actor::Operator, Purpose::RegisterUpdate);
    let told = tell_event(
        &app,
        &cx,
        &TellEvent {
            event,
            number,
            change,
        },
    )
    .await?;
    out::line(match told {
        Told::Locked(_) => "the account is locked",
        Told::Ended(_) => "the ground is gone",
        Told::Repeated => "this event was carried out before; nothing changed",
    });
    Ok(())
}
