//! The servers under load, and what they run on.

use std::cell::Cell;
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::{example, node, quiet};
use crate::bench::figures::on_core;
use crate::cluster;
use crate::files::{self, told};
use crate::say::now;
use crate::shell::{command, read, shown, target_dir};

/// Who answers, and where it keeps what it must not forget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    OursSqlite,
    OursPostgres,
    NpmMemory,
    NpmPostgres,
}

impl Kind {
    pub(super) const ALL: [Self; 4] = [
        Self::OursSqlite,
        Self::OursPostgres,
        Self::NpmMemory,
        Self::NpmPostgres,
    ];

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::OursSqlite => "ours, SQLite",
            Self::OursPostgres => "ours, PostgreSQL",
            Self::NpmMemory => "npm, memory",
            Self::NpmPostgres => "npm, PostgreSQL",
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::OursSqlite => 4301,
            Self::OursPostgres => 4302,
            Self::NpmMemory => 4303,
            Self::NpmPostgres => 4304,
        }
    }

    pub(super) const fn ours(self) -> bool {
        matches!(self, Self::OursSqlite | Self::OursPostgres)
    }

    const fn stored(self) -> bool {
        matches!(self, Self::OursPostgres | Self::NpmPostgres)
    }
}

/// The first half is signed in, the second has yet to give its passwords.
const PEOPLE: &str = "40000";
/// As the driver has it.
const REDIRECT: &str = "http://127.0.0.1:9999/cb";
const SMS: &str = "http://127.0.0.1:9998/";

/// Databases with people in them, and the PostgreSQL server; it ends with this value.
pub(super) struct World {
    folder: PathBuf,
    cluster: PathBuf,
    signed_in: Cell<u32>,
}

impl Drop for World {
    fn drop(&mut self) {
        let _ = cluster::stop_in(&self.cluster);
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl World {
    pub(super) fn make() -> Result<Self, String> {
        let folder = target_dir().join("bench-services");
        if folder.exists() {
            std::fs::remove_dir_all(&folder).map_err(|e| told(&folder, &e))?;
        }
        std::fs::create_dir_all(&folder).map_err(|e| told(&folder, &e))?;
        let home = std::env::temp_dir().join("dinhdanh-bench-pg");
        if home.exists() {
            let _ = cluster::stop_in(&home);
            let _ = std::fs::remove_dir_all(&home);
        }
        cluster::make_home(&home).map_err(|e| e.to_string())?;
        cluster::start_durable_in(&home).map_err(|e| e.to_string())?;
        let world = Self {
            folder,
            cluster: home,
            signed_in: Cell::new(0),
        };
        for database in ["ours", "npm"] {
            world.psql(&format!("CREATE DATABASE {database}"))?;
        }
        for kind in [Kind::OursSqlite, Kind::OursPostgres] {
            world.fill(kind)?;
        }
        // What just came in must not be written out, nor planned by guesses, while it is measured: an
        // installation gathers statistics within its first minute.
        world.psql("CHECKPOINT")?;
        world.psql_in("ours", "VACUUM (ANALYZE)")?;
        Ok(world)
    }

    fn psql(&self, statement: &str) -> Result<(), String> {
        self.psql_in("postgres", statement)
    }

    fn psql_in(&self, database: &str, statement: &str) -> Result<(), String> {
        let bin = cluster::bin_dir().map_err(|e| e.to_string())?;
        let mut psql = command(bin.join("psql"), &["-q", "-U", "postgres", "-h"]);
        quiet(psql.arg(&self.cluster).args(["-c", statement, database]))
    }

    fn database(&self, kind: Kind) -> String {
        if kind.stored() {
            let home = self.cluster.display();
            format!("postgres://postgres@localhost/ours?host={home}")
        } else {
            self.folder.join("ours.sqlite").display().to_string()
        }
    }

    /// From which person on nobody gave his password yet, for a run of so many seconds.
    pub(super) fn strangers(&self, seconds: u32) -> u32 {
        const MOST_A_SECOND: u32 = 200;
        let from = self.signed_in.get();
        self.signed_in.set(from + (seconds + 2) * MOST_A_SECOND);
        from
    }

    fn key(&self, kind: Kind) -> PathBuf {
        self.folder.join(format!("{}.key", kind.port()))
    }

    pub(super) fn facts(&self, kind: Kind) -> PathBuf {
        self.folder.join(format!("{}.facts", kind.port()))
    }

    fn fill(&self, kind: Kind) -> Result<(), String> {
        let mut world = command(example("party_world"), &[]);
        world.arg(self.database(kind)).arg(self.key(kind));
        let facts = read(world.args([REDIRECT, PEOPLE]))?;
        files::write(&self.facts(kind), &facts)
    }

    /// Processes of the store, parents first.
    fn store(&self) -> Option<u32> {
        let pid = self.cluster.join("data/postmaster.pid");
        let text = std::fs::read_to_string(pid).ok()?;
        text.lines().next()?.parse().ok()
    }
}

/// A server that answers; it ends with this value.
pub(super) struct Running<'a> {
    pub(super) kind: Kind,
    pub(super) world: &'a World,
    child: Child,
    /// From its start to its first answer.
    pub(super) up_after: Duration,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl<'a> Running<'a> {
    pub(super) fn start(kind: Kind, world: &'a World) -> Result<Self, String> {
        if kind == Kind::NpmPostgres {
            world.psql("DROP DATABASE npm WITH (FORCE)")?;
            world.psql("CREATE DATABASE npm")?;
        }
        let log_file = world.folder.join(format!("{}.log", kind.port()));
        let log = std::fs::File::create(&log_file).map_err(|e| told(&log_file, &e))?;
        let other = log.try_clone().map_err(|e| told(&log_file, &e))?;
        let mut program = if kind.ours() {
            ours(kind, world)
        } else {
            npm(kind, world)
        };
        let since = now();
        let child = program
            .stdout(other)
            .stderr(log)
            .stdin(Stdio::null())
            .spawn()
            .map_err(|cause| format!("{}: {cause}", shown(&program)))?;
        let mut running = Self {
            kind,
            world,
            child,
            up_after: Duration::ZERO,
        };
        running.wait(&log_file)?;
        running.up_after = since.elapsed();
        if let Some(store) = world.store() {
            for pid in family(store) {
                let pin = ["-cp", "0", &pid.to_string()];
                let _ = read(&mut command("taskset", &pin));
            }
        }
        Ok(running)
    }

    pub(super) fn address(&self) -> String {
        format!("127.0.0.1:{}", self.kind.port())
    }

    fn wait(&mut self, log: &Path) -> Result<(), String> {
        let since = now();
        while since.elapsed() < Duration::from_secs(30) {
            if answers(&self.address()) {
                return Ok(());
            }
            if self.child.try_wait().is_ok_and(|ended| ended.is_some()) {
                break;
            }
            std::thread::yield_now();
        }
        Err(format!(
            "{} did not start; see {}",
            self.kind.name(),
            log.display()
        ))
    }

    /// The server's processes and those of its store.
    pub(super) fn processes(&self) -> Vec<u32> {
        let mut all = family(self.child.id());
        if self.kind.stored() {
            all.extend(self.world.store().map(family).unwrap_or_default());
        }
        all
    }

    /// Its own process.
    pub(super) fn pid(&self) -> u32 {
        self.child.id()
    }
}

fn ours(kind: Kind, world: &World) -> Command {
    let mut program = on_core(0, &target_dir().join("release/dinhdanh"));
    let database = world.database(kind);
    let url = if kind.stored() {
        database
    } else {
        format!("sqlite:{database}")
    };
    let port = kind.port();
    let settings = [
        format!("server.listen=127.0.0.1:{port}"),
        format!("server.management_listen=127.0.0.1:{}", port + 100),
        format!("server.public_url=http://127.0.0.1:{port}"),
        format!("database.url={url}"),
        format!("database.master_key_file={}", world.key(kind).display()),
        format!("sms.url={SMS}"),
        "sms.style=form".to_owned(),
        "log.filter=warn".to_owned(),
        // Each request says that it comes from elsewhere, or they would be held back as one person's.
        "server.trusted_proxies=[\"127.0.0.1\"]".to_owned(),
        "service.one_device=false".to_owned(),
    ];
    program.arg("serve");
    for setting in settings {
        program.args(["--set", &setting]);
    }
    program
}

fn npm(kind: Kind, world: &World) -> Command {
    let mut program = on_core(0, &node::program());
    program
        .arg("server.mjs")
        .current_dir(node::folder())
        .env("PORT", kind.port().to_string())
        .env("NODE_ENV", "production");
    if kind.stored() {
        program
            .env("STORE", "postgres")
            .env("PGHOST", &world.cluster)
            .env("PGUSER", "postgres")
            .env("PGDATABASE", "npm");
    }
    program
}

/// Whether discovery answers 200.
fn answers(address: &str) -> bool {
    use std::io::{Read, Write};
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    let request = format!(
        "GET /.well-known/openid-configuration HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"
    );
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}

/// A process and all that it started.
fn family(first: u32) -> Vec<u32> {
    let mut all = vec![first];
    let mut at = 0;
    while let Some(pid) = all.get(at).copied() {
        let children = format!("/proc/{pid}/task/{pid}/children");
        let children = std::fs::read_to_string(children).unwrap_or_default();
        all.extend(
            children
                .split_whitespace()
                .filter_map(|c| c.parse::<u32>().ok()),
        );
        at += 1;
    }
    all
}
