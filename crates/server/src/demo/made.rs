//! What a demonstration is made of, made once. `made.json`, written last, says that all is there.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use app::App;
use country::{CastMember, ForeignCast, Plan};
use serde::{Deserialize, Serialize};

use super::people::{self, Colleague, Holder};
use crate::cli::Demo;
use crate::commands::load_register;
use crate::failure::{Failure, at};
use crate::stop::{Stop, asked};

const FILE: &str = "made.json";
const POPULATION: u32 = 20_000;
const SEED: u64 = 59;

/// A demonstration on disk. Its people do not exist, so their passwords may lie open.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Made {
    pub(crate) population: u32,
    pub(crate) seed: u64,
    /// The day the country was counted from.
    pub(crate) today: jiff::civil::Date,
    /// Which database holds it: another one is another demonstration.
    pub(crate) database: String,
    pub(crate) staff: Vec<Colleague>,
    /// Where the cast stands.
    pub(crate) holders: Vec<Holder>,
}

impl Made {
    /// The plan, from which the cast follows without reading the country again.
    pub(crate) const fn plan(&self) -> Plan {
        Plan {
            seed: self.seed,
            population: self.population,
            today: self.today,
            portraits: true,
        }
    }

    /// The people to sign in as.
    pub(crate) fn cast(&self) -> Result<Vec<CastMember>, Failure> {
        Ok(country::cast(&self.plan())?)
    }

    /// The foreigners of the cast.
    pub(crate) fn foreigners(&self) -> Result<Vec<ForeignCast>, Failure> {
        Ok(country::foreigners(&self.plan())?)
    }
}

/// Reads what was made, or has it made by a process of its own: what making takes of memory goes with
/// that process.
pub(crate) async fn ready(flags: &Demo, address: SocketAddr, stop: &Stop) -> Result<Made, Failure> {
    let file = flags.data_dir.join(FILE);
    if let Some(made) = read(&file)? {
        return fits(made, flags, &file);
    }
    let program = std::env::current_exe().map_err(at("this program"))?;
    let mut maker = tokio::process::Command::new(program)
        .args(std::env::args_os().skip(1))
        .arg("--make-only")
        .arg(format!("--listen={address}"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(at("this program"))?;
    let ended = tokio::select! {
        ended = maker.wait() => ended.map_err(at("this program"))?,
        () = asked(stop.clone()) => return Err(Failure::new(STOPPED)),
    };
    match read(&file)? {
        Some(made) if ended.success() => Ok(made),
        Some(_) | None => Err(Failure::new(
            "the demonstration could not be made; see above",
        )),
    }
}

const STOPPED: &str = "stopped while making the data; the same command goes on from here";

/// Makes everything.
pub(crate) async fn make(app: &App, flags: &Demo, stop: &Stop) -> Result<(), Failure> {
    let mut made = Made {
        population: flags.population.unwrap_or(POPULATION),
        seed: flags.seed.unwrap_or(SEED),
        today: domain::time::viet_nam_date(app.clock.now()),
        database: database(flags),
        staff: Vec::new(),
        holders: Vec::new(),
    };
    fill(app, &flags.data_dir, &made, stop).await?;
    people::opening_hours(app).await?;
    made.staff = people::staff(app).await?;
    made.holders = people::story(app, &made.cast()?, &made.staff).await?;
    write(&flags.data_dir.join(FILE), &made)
}

fn database(flags: &Demo) -> String {
    // Without user and password.
    let url = flags.database_url.as_deref().unwrap_or("sqlite");
    url.rsplit_once('@')
        .map_or(url, |(_, place)| place)
        .to_owned()
}

fn read(file: &Path) -> Result<Option<Made>, Failure> {
    match std::fs::read(file) {
        Ok(bytes) => serde_json::from_slice(&bytes)
            .map(Some)
            .map_err(|e| Failure::new(format!("{}: {e}", file.display()))),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(at(file.display())(e)),
    }
}

fn write(file: &Path, made: &Made) -> Result<(), Failure> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let part = file.with_extension("part");
    let write = || {
        let mut out = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(&part)?;
        out.write_all(serde_json::to_string_pretty(made)?.as_bytes())?;
        out.sync_all()?;
        std::fs::rename(&part, file)
    };
    write().map_err(at(file.display()))
}

fn fits(made: Made, flags: &Demo, file: &Path) -> Result<Made, Failure> {
    let same = flags.population.is_none_or(|p| p == made.population)
        && flags.seed.is_none_or(|s| s == made.seed)
        && database(flags) == made.database;
    if same {
        return Ok(made);
    }
    Err(Failure::new(format!(
        "{} is another demonstration ({} people, seed {}, database {}): name another --data-dir, or remove this one",
        file.parent().unwrap_or(file).display(),
        made.population,
        made.seed,
        made.database
    )))
}

/// Writes the register files and loads them through the importer, as an operator would.
async fn fill(app: &App, folder: &Path, made: &Made, stop: &Stop) -> Result<(), Failure> {
    let country = folder.join("country");
    let plan = made.plan();
    tracing::info!(
        population = plan.population,
        seed = plan.seed,
        "making the country"
    );
    let written =
        tokio::task::spawn_blocking(move || country::generate(&plan, &country, &mut |_| {}));
    let files = written
        .await
        .map_err(|e| Failure::new(e.to_string()))??
        .files;
    for (register, file) in files {
        let report = load_register(app, register, &file, stop).await?;
        tracing::info!(
            register = register.as_str(),
            rows = report.accepted,
            refused = report.rejected,
            "loaded"
        );
        if !report.finished {
            return Err(Failure::new(STOPPED));
        }
    }
    Ok(())
}
