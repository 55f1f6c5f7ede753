//! A `PostgreSQL` server of our own in a temporary folder: started in a second, gone with the process that started it.
//! Plain std, because `xtask` includes this file too.

use std::fmt;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running server. It stops when this value is dropped, and also when the process dies without dropping it.
pub struct Cluster {
    home: PathBuf,
    /// Reads from a pipe that only we hold: when we end, however, it stops the server and removes the folder.
    watchdog: Child,
}

/// Why no server could be started.
#[derive(Debug)]
pub enum ClusterError {
    /// No `initdb` was found.
    NotInstalled,
    /// We are root, and the server refuses to run as root, and there is no user `postgres`.
    NoUser,
    /// A program did not start, or a folder could not be made.
    Io(String, io::Error),
    /// A program ran and failed; its name and what it said.
    Failed(String, String),
}

impl fmt::Display for ClusterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotInstalled => {
                write!(out, "PostgreSQL is not installed; run: cargo xtask setup")
            }
            Self::NoUser => {
                write!(
                    out,
                    "running as root, but there is no user 'postgres' to run the server as"
                )
            }
            Self::Io(what, cause) => write!(out, "{what}: {cause}"),
            Self::Failed(what, said) => write!(out, "{what} failed: {}", said.trim_end()),
        }
    }
}

impl std::error::Error for ClusterError {}

impl Cluster {
    /// Starts a server in a new temporary folder. It trades durability for speed: for tests only.
    pub fn start() -> Result<Self, ClusterError> {
        let home = new_folder()?;
        start_in(&home)?;
        let stop = "read -r _; \"$1/pg_ctl\" -D \"$2/data\" -m immediate stop; rm -rf \"$2\"";
        let bin = bin_dir()?;
        let watchdog = as_server_user("sh")?
            .args(["-c", stop, "sh"])
            .args([&bin, &home])
            .current_dir(&home)
            // Its own group: a Ctrl-C that ends us must not end it first.
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|cause| ClusterError::Io("sh".to_owned(), cause))?;
        Ok(Self { home, watchdog })
    }

    /// The address of the database `postgres`, for connections as superuser.
    pub fn url(&self) -> String {
        url_in(&self.home)
    }

    /// The folder of the server.
    pub fn home(&self) -> &Path {
        &self.home
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

/// Makes a server in `home` (an empty folder of the server's user) and starts it; it then runs by itself.
/// It trades durability for speed.
pub fn start_in(home: &Path) -> Result<(), ClusterError> {
    start_with(home, "")
}

/// The same as it would be installed: what is acknowledged is on the disk.
pub fn start_durable_in(home: &Path) -> Result<(), ClusterError> {
    start_with(
        home,
        "-c fsync=on -c synchronous_commit=on -c full_page_writes=on -c autovacuum=on",
    )
}

fn start_with(home: &Path, more: &str) -> Result<(), ClusterError> {
    let bin = bin_dir()?;
    let data = home.join("data");
    let mut initdb = as_server_user(bin.join("initdb"))?;
    initdb.arg("-D").arg(&data);
    initdb.args([
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C.UTF-8",
        "--no-sync",
    ]);
    finish("initdb", initdb.current_dir(home), home)?;
    // Only a socket in a folder that none but the server's user (and root) may enter: no port to race for.
    let options = format!(
        "-k {} -c listen_addresses= -c unix_socket_permissions=0700 -c max_connections=300 \
         -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off \
         -c wal_level=minimal -c max_wal_senders=0 -c shared_buffers=128MB {more}",
        home.display()
    );
    let mut start = as_server_user(bin.join("pg_ctl"))?;
    start
        .arg("-D")
        .arg(&data)
        .arg("-l")
        .arg(home.join("log"))
        .args(["-w", "-t", "60", "-o"]);
    finish(
        "pg_ctl start",
        start.arg(options).arg("start").current_dir(home),
        home,
    )
}

/// Stops the server of `home` and removes the folder.
pub fn stop_in(home: &Path) -> Result<(), ClusterError> {
    let mut stop = as_server_user(bin_dir()?.join("pg_ctl"))?;
    stop.arg("-D")
        .arg(home.join("data"))
        .args(["-m", "fast", "stop"]);
    finish("pg_ctl stop", stop.current_dir(home), home)?;
    std::fs::remove_dir_all(home)
        .map_err(|cause| ClusterError::Io(home.display().to_string(), cause))
}

/// Ends the server of `home` without a word to anybody, as a kill would, and starts it again.
pub fn crash_in(home: &Path) -> Result<(), ClusterError> {
    let mut restart = as_server_user(bin_dir()?.join("pg_ctl"))?;
    restart.arg("-D").arg(home.join("data"));
    restart.arg("-l").arg(home.join("log"));
    restart.args(["-m", "immediate", "-w", "-t", "60", "restart"]);
    finish("pg_ctl restart", restart.current_dir(home), home)
}

/// Whether the server of `home` runs.
pub fn runs_in(home: &Path) -> bool {
    let status = || {
        let mut status = as_server_user(bin_dir()?.join("pg_ctl"))?;
        status.arg("-D").arg(home.join("data")).arg("status");
        finish("pg_ctl status", &mut status, home)
    };
    home.join("data").is_dir() && status().is_ok()
}

/// The address of the database `postgres` of the server in `home`.
pub fn url_in(home: &Path) -> String {
    format!(
        "postgres://postgres@localhost/postgres?host={}",
        home.display()
    )
}

/// Makes `home` for the server's user alone.
pub fn make_home(home: &Path) -> Result<(), ClusterError> {
    let told = |cause| ClusterError::Io(home.display().to_string(), cause);
    // A socket's path may have 107 bytes; `/.s.PGSQL.5432` is part of it.
    if home.as_os_str().len() > 90 {
        return Err(told(io::Error::other(
            "too long for a socket; set TMPDIR to a short path",
        )));
    }
    std::fs::create_dir(home).map_err(told)?;
    std::fs::set_permissions(home, std::os::unix::fs::PermissionsExt::from_mode(0o700))
        .map_err(told)?;
    if let Some((user, group)) = server_user()? {
        std::os::unix::fs::chown(home, Some(user), Some(group)).map_err(told)?;
    }
    Ok(())
}

fn new_folder() -> Result<PathBuf, ClusterError> {
    let pid = std::process::id();
    for attempt in 0..1000 {
        let home = std::env::temp_dir().join(format!("dinhdanh-pg-{pid}-{attempt}"));
        if !home.exists() {
            make_home(&home)?;
            return Ok(home);
        }
    }
    let full = io::Error::other("no free folder name; remove old dinhdanh-pg-* folders");
    Err(ClusterError::Io(
        std::env::temp_dir().display().to_string(),
        full,
    ))
}

fn finish(what: &str, command: &mut Command, home: &Path) -> Result<(), ClusterError> {
    // The server inherits these, and must not hold a pipe of ours open: a file takes what is said.
    let said = home.join("said");
    let file = std::fs::File::create(&said)
        .and_then(|file| Ok((file.try_clone()?, file)))
        .map_err(|cause| ClusterError::Io(said.display().to_string(), cause))?;
    let status = command
        .stdin(Stdio::null())
        .stdout(file.0)
        .stderr(file.1)
        .status()
        .map_err(|cause| ClusterError::Io(what.to_owned(), cause))?;
    if status.success() {
        return Ok(());
    }
    let read = |name| std::fs::read_to_string(home.join(name)).unwrap_or_default();
    Err(ClusterError::Failed(
        what.to_owned(),
        format!("{}{}", read("said"), read("log")),
    ))
}

/// The newest server that Debian's packages installed, else the one on `PATH`.
pub fn bin_dir() -> Result<PathBuf, ClusterError> {
    let complete = |bin: &PathBuf| bin.join("initdb").is_file() && bin.join("postgres").is_file();
    let debian = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let newest = debian
        .filter_map(Result::ok)
        .filter_map(|entry| {
            Some((
                entry.file_name().to_str()?.parse::<u32>().ok()?,
                entry.path(),
            ))
        })
        .map(|(version, folder)| (version, folder.join("bin")))
        .filter(|(_, bin)| complete(bin))
        .max();
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).find(complete)
    };
    newest
        .map(|(_, bin)| bin)
        .or_else(on_path)
        .ok_or(ClusterError::NotInstalled)
}

/// A command that runs as the server's user: `postgres` when we are root, else ourselves.
fn as_server_user(program: impl AsRef<std::ffi::OsStr>) -> Result<Command, ClusterError> {
    let Some((user, group)) = server_user()? else {
        return Ok(Command::new(program));
    };
    let mut command = Command::new("setpriv");
    command
        .arg(format!("--reuid={user}"))
        .arg(format!("--regid={group}"));
    command
        .args(["--clear-groups", "--reset-env", "--"])
        .arg(program);
    Ok(command)
}

/// User and group of `postgres` when we are root and so need another user.
fn server_user() -> Result<Option<(u32, u32)>, ClusterError> {
    if !is_root() {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd")
        .map_err(|cause| ClusterError::Io("/etc/passwd".to_owned(), cause))?;
    let found = users.lines().find_map(|line| {
        let mut fields = line.strip_prefix("postgres:")?.split(':').skip(1);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    });
    found.map(Some).ok_or(ClusterError::NoUser)
}

/// Whether this process runs as root.
pub fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
