//! `config`.

use std::process::ExitCode;

use crate::cli::ConfigCommand;
use crate::config::{Settings, example, faults, print};
use crate::out;

/// Checks, prints, explains.
pub(crate) fn run(command: &ConfigCommand, settings: &Settings) -> ExitCode {
    match command {
        ConfigCommand::Check => {
            let faults = faults(settings, true);
            if faults.is_empty() {
                out::line("the configuration is sound");
                return ExitCode::SUCCESS;
            }
            faults.iter().for_each(out::line);
            return ExitCode::FAILURE;
        }
        ConfigCommand::Print => out::line(print(settings).trim_end()),
        ConfigCommand::Example => out::line(example().trim_end()),
    }
    ExitCode::SUCCESS
}
