//! The one program.

mod cli;
mod commands;
mod config;
mod demo;
mod doctor;
mod exchange;
mod failure;
mod http;
mod log;
mod out;
mod stop;
mod wiring;
mod worker;

use std::process::ExitCode;

use clap::Parser;

use cli::{Cli, Command};
use config::{Settings, Sources};
use failure::Failure;

/// A page allocates some hundred times; this allocator takes a third of the usual one's time, and gives
/// memory back after a burst.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match prepare(&cli).and_then(|settings| run(cli, settings)) {
        Ok(code) => code,
        Err(failure) => {
            use std::io::Write;
            writeln!(std::io::stderr(), "dinhdanh: {failure}").ok();
            ExitCode::FAILURE
        }
    }
}

fn prepare(cli: &Cli) -> Result<Settings, Failure> {
    let here = std::path::Path::new("dinhdanh.toml");
    let file = cli
        .config
        .clone()
        .or_else(|| here.exists().then(|| here.to_path_buf()));
    let demo = matches!(cli.command, Command::Demo(_));
    let mut flags = Vec::new();
    for pair in &cli.set {
        let (key, value) = pair
            .split_once('=')
            .ok_or_else(|| Failure::new(format!("--set {pair}: write section.key=value")))?;
        flags.push((key.to_owned(), value.to_owned()));
    }
    let mut flag =
        |key: &str, value: Option<String>| flags.extend(value.map(|value| (key.to_owned(), value)));
    flag(
        "log.format",
        cli.log_format.map(|f| {
            if f == config::LogFormat::Json {
                "json"
            } else {
                "text"
            }
            .to_owned()
        }),
    );
    if let Command::Serve(serve) = &cli.command {
        flag("server.listen", serve.listen.map(|a| a.to_string()));
        flag(
            "server.management_listen",
            serve.management_listen.map(|a| a.to_string()),
        );
        flag("server.public_url", serve.public_url.clone());
        flag("database.url", serve.database_url.clone());
    }
    // A demonstration must not touch the installation that a file in this folder describes.
    let file = if demo { cli.config.clone() } else { file };
    Ok(config::load(&Sources {
        file,
        env: config::environment(),
        flags,
    })?)
}

fn run(cli: Cli, settings: Settings) -> Result<ExitCode, Failure> {
    log::start(&settings)?;
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    if settings.server.threads > 0 {
        builder.worker_threads(settings.server.threads);
    }
    let runtime = builder
        .enable_all()
        .build()
        .map_err(failure::at("threads"))?;
    let code = runtime.block_on(commands::run(cli.command, settings));
    // Work on blocking threads that nobody waits for any more must not hold the process.
    runtime.shutdown_timeout(std::time::Duration::from_secs(2));
    code
}
