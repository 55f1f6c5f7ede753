//! One file a command.

mod audit;
mod backup;
pub(crate) mod bootstrap;
mod config;
mod counter_agent;
mod events;
mod exchange;
mod healthcheck;
mod keys;
mod parties;
mod registers;
pub(crate) mod serve;
mod subscribers;

use std::process::ExitCode;

pub(crate) use registers::load as load_register;

use crate::cli::{Audit, Bootstrap, Command, Keys, Registers, Subscribers};
use crate::config::Settings;
use crate::failure::Failure;
use crate::{demo, doctor, out, wiring};

/// Runs one.
pub(crate) async fn run(command: Command, settings: Settings) -> Result<ExitCode, Failure> {
    match command {
        Command::Serve(flags) => serve::serve(&settings, !flags.no_worker).await.map(done),
        Command::Work => serve::work(&settings).await.map(done),
        Command::Demo(flags) => Box::pin(demo::run(flags, settings)).await.map(done),
        Command::Migrate => migrate(&settings).await.map(done),
        Command::Parties(command) => parties::run(&settings, command).await.map(done),
        Command::Registers(Registers::Import {
            register,
            file,
            report,
        }) => registers::import(&settings, &register, &file, report.output).await,
        Command::Registers(Registers::Events {
            register,
            file,
            report,
        }) => events::stage(&settings, &register, &file, report.output).await,
        Command::Registers(Registers::Undo { batch }) => {
            events::undo(&settings, &batch).await.map(done)
        }
        Command::Registers(Registers::Tell {
            change,
            number,
            event,
        }) => registers::tell(&settings, &change, &number, &event)
            .await
            .map(done),
        Command::Registers(Registers::Exchange(act)) => exchange::run(&settings, act).await,
        Command::Registers(Registers::Status) => registers::status(&settings).await.map(done),
        Command::Subscribers(Subscribers::Clean(flags)) => {
            subscribers::clean(&settings, &flags).await
        }
        Command::Bootstrap(Bootstrap::Staff {
            login,
            name,
            role,
            unit,
            email,
        }) => {
            let person = bootstrap::Person {
                login: &login,
                name: &name,
                role: &role,
                unit: &unit,
                email: &email,
            };
            bootstrap::staff(&settings, &person).await.map(done)
        }
        Command::Doctor(report) => doctor::run(&settings, report.output).await,
        Command::Audit(Audit::Verify(report)) => audit::verify(&settings, report.output).await,
        Command::Keys(Keys::Rotate { stolen }) => keys::rotate(&settings, stolen).await.map(done),
        Command::Backup { file } => backup::backup(&settings, &file).await.map(done),
        Command::Restore { file } => backup::restore(&settings, &file).await.map(done),
        Command::Config(command) => Ok(config::run(&command, &settings)),
        Command::CounterAgent(flags) => counter_agent::run(&flags).await.map(done),
        Command::Healthcheck => healthcheck::run(&settings).await,
        Command::Openapi => openapi().map(done),
    }
}

fn done(_: ()) -> ExitCode {
    ExitCode::SUCCESS
}

fn openapi() -> Result<(), Failure> {
    let text = web::api::openapi()
        .to_pretty_json()
        .map_err(|e| Failure::new(e.to_string()))?;
    out::line(text);
    Ok(())
}

async fn migrate(settings: &Settings) -> Result<(), Failure> {
    let db = wiring::database(settings).await?;
    out::line(format_args!("the {} database is up to date", db.engine()));
    Ok(())
}
