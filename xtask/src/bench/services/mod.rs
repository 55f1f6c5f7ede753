//! The `OpenID` provider beside npm `oidc-provider`: the same requests by the same driver in the same
//! round, servers with their stores on core 0, the driver on core 1.

mod load;
mod node;
mod server;
mod storm;
mod table;

use super::figures::on_core;
use crate::say::say;
use crate::shell::{self, read, target_dir};

use load::load;
use server::{Kind, Running, World};
use table::Table;

/// What is asked, and what ours must reach against the peer's memory and against its PostgreSQL.
pub(super) const SCENARIOS: [Scenario; 8] = [
    scenario("discovery", None, Some(8.0)),
    scenario("keys", None, Some(5.0)),
    scenario("jwt", None, Some(4.0)),
    scenario("introspect", Some(3.0), Some(8.0)),
    scenario("userinfo", None, Some(8.0)),
    scenario("refresh", Some(2.5), Some(6.0)),
    scenario("code", None, Some(8.0)),
    scenario("password", Some(1.0), Some(1.5)),
];

/// One kind of operation.
pub(super) struct Scenario {
    pub(super) name: &'static str,
    memory: Option<f64>,
    postgres: Option<f64>,
}

const fn scenario(name: &'static str, memory: Option<f64>, postgres: Option<f64>) -> Scenario {
    Scenario {
        name,
        memory,
        postgres,
    }
}

pub(super) const CONNECTIONS: u32 = 16;

pub(super) fn run(args: &[String]) -> Result<(), String> {
    let number = |at: usize, usual: u32| args.get(at).map_or(Ok(usual), |text| text.parse());
    let told = |cause: std::num::ParseIntError| cause.to_string();
    let (rounds, seconds) = (number(0, 3).map_err(told)?, number(1, 4).map_err(told)?);
    let only = args.get(2);
    let chosen: Vec<&Scenario> = SCENARIOS
        .iter()
        .filter(|s| only.is_none_or(|only| only.split(',').any(|name| name == s.name)))
        .collect();
    node::install()?;
    build()?;
    let world = World::make()?;
    say(&format!(
        "services: {rounds} rounds, {seconds} s each, {CONNECTIONS} connections; server and store on core 0"
    ));
    raw()?;
    let mut table = Table::default();
    for round in 0..rounds {
        for kind in Kind::ALL {
            let server = Running::start(kind, &world)?;
            table.started(kind, &server);
            for scenario in &chosen {
                let figures = load(&server, scenario.name, CONNECTIONS, seconds)?;
                table.add(round, kind, scenario.name, figures);
            }
            table.loaded(kind, &server);
        }
    }
    table.verdicts(&chosen);
    if only.is_none_or(|only| only.split(',').any(|name| name == "storm")) {
        storm::run(&world, rounds, seconds)?;
    }
    Ok(())
}

fn build() -> Result<(), String> {
    super::demo::build()?;
    super::build(&["--package", "server", "--examples"])?;
    super::build(&["--package", "app", "--example", "bare_hash"])
}

/// What the figures are bound by: signatures and hashes of one core.
fn raw() -> Result<(), String> {
    let program = target_dir().join("release/examples/party_raw");
    for line in read(&mut on_core(0, &program))?.lines() {
        say(&format!("  raw limit  {line}"));
    }
    Ok(())
}

pub(super) fn example(name: &str) -> std::path::PathBuf {
    target_dir().join("release/examples").join(name)
}

pub(super) fn quiet(command: &mut std::process::Command) -> Result<(), String> {
    shell::read(command).map(|_| ())
}
