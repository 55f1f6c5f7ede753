//! `cargo xtask db`: a scratch `PostgreSQL` that stays until it is stopped, for trying things by hand.

use std::path::PathBuf;

use crate::cluster;
use crate::say::say;

const USAGE: &str = "use: cargo xtask db start | stop | url";

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    match args.first().map(String::as_str) {
        Some("start") => start(),
        Some("stop") => stop(),
        Some("url") => url(),
        _ => Err(USAGE.to_owned()),
    }
}

fn start() -> Result<(), String> {
    let home = home();
    if !cluster::runs_in(&home) {
        if home.exists() {
            let left = "a server was not stopped properly; first: cargo xtask db stop";
            return Err(format!("{}: {left}", home.display()));
        }
        say(&format!("starting PostgreSQL in {}", home.display()));
        cluster::make_home(&home).map_err(|cause| cause.to_string())?;
        cluster::start_in(&home).map_err(|cause| cause.to_string())?;
    }
    say(&cluster::url_in(&home));
    Ok(())
}

fn stop() -> Result<(), String> {
    let home = home();
    if !home.exists() {
        say("there is no scratch PostgreSQL");
        return Ok(());
    }
    if cluster::runs_in(&home) {
        cluster::stop_in(&home).map_err(|cause| cause.to_string())?;
    } else {
        std::fs::remove_dir_all(&home).map_err(|cause| format!("{}: {cause}", home.display()))?;
    }
    say("stopped; its data are gone");
    Ok(())
}

fn url() -> Result<(), String> {
    let home = home();
    if !cluster::runs_in(&home) {
        return Err("it does not run; start it: cargo xtask db start".to_owned());
    }
    say(&cluster::url_in(&home));
    Ok(())
}

fn home() -> PathBuf {
    std::env::temp_dir().join("dinhdanh-db")
}
