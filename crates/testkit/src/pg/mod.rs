//! A real `PostgreSQL` for tests. `cargo xtask test` starts one server for the whole run and names it in
//! `DINHDANH_TEST_PG`; without that variable each test process starts its own and it ends with the process.
//!
//! Each test has a database of its own, copied from a migrated template in some tens of milliseconds.

pub mod cluster;

use std::fmt::{self, Display};
use std::future::Future;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection};

use cluster::{Cluster, ClusterError};

/// One database of a test; it is removed when this value is dropped.
#[derive(Debug)]
pub struct PgHandle {
    /// The address to connect to.
    pub url: String,
    name: String,
    admin: PgConnectOptions,
}

/// Why a test has no database.
#[derive(Debug)]
pub enum PgError {
    /// No server.
    Server(String),
    /// The server refused a statement of ours.
    Sql(sqlx::Error),
    /// The template could not be migrated.
    Migrate(String),
}

impl fmt::Display for PgError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server(cause) => write!(out, "no PostgreSQL for tests: {cause}"),
            Self::Sql(cause) => write!(out, "PostgreSQL for tests: {cause}"),
            Self::Migrate(cause) => write!(out, "migrating the template database: {cause}"),
        }
    }
}

impl std::error::Error for PgError {}

impl From<sqlx::Error> for PgError {
    fn from(cause: sqlx::Error) -> Self {
        Self::Sql(cause)
    }
}

/// A new, empty database.
pub async fn fresh_database() -> Result<PgHandle, PgError> {
    create("template0").await
}

/// A new database that looks as `migrate` left the template. The template is made once for each `version`
/// (a name of letters, digits and underscores that changes with the migrations) and shared by all processes.
/// `migrate` gets the template's address and must have closed its connections when it returns.
pub async fn migrated_database<M, F, E>(version: &str, migrate: M) -> Result<PgHandle, PgError>
where
    M: FnOnce(String) -> F,
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    let template = format!("template_{version}");
    ensure_template(&template, migrate).await?;
    create(&template).await
}

async fn ensure_template<M, F, E>(template: &str, migrate: M) -> Result<(), PgError>
where
    M: FnOnce(String) -> F,
    F: Future<Output = Result<(), E>>,
    E: Display,
{
    const LOCK: i64 = 0x44_44_54_45_53_54;
    let mut admin = server()?.connect().await?;
    if is_template(&mut admin, template).await? {
        return admin.close().await.map_err(PgError::from);
    }
    // Other test processes wait here while one migrates; the lock ends with the connection.
    sqlx::query("select pg_advisory_lock($1)")
        .bind(LOCK)
        .execute(&mut admin)
        .await?;
    if !is_template(&mut admin, template).await? {
        run(
            &mut admin,
            format!("drop database if exists {template} with (force)"),
        )
        .await?;
        run(
            &mut admin,
            format!("create database {template} template template0"),
        )
        .await?;
        let url = address(&server()?, template);
        migrate(url)
            .await
            .map_err(|cause| PgError::Migrate(cause.to_string()))?;
        run(
            &mut admin,
            format!("alter database {template} is_template true"),
        )
        .await?;
    }
    admin.close().await.map_err(PgError::from)
}

async fn is_template(admin: &mut PgConnection, name: &str) -> Result<bool, PgError> {
    let sql = "select exists (select 1 from pg_database where datname = $1 and datistemplate)";
    Ok(sqlx::query_scalar(sql).bind(name).fetch_one(admin).await?)
}

async fn create(template: &str) -> Result<PgHandle, PgError> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let admin = server()?;
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("test_{}_{count}", std::process::id());
    let mut connection = admin.connect().await?;
    // A number of a process that ended badly may come again.
    run(
        &mut connection,
        format!("drop database if exists {name} with (force)"),
    )
    .await?;
    run(
        &mut connection,
        format!("create database {name} template {template}"),
    )
    .await?;
    connection.close().await?;
    Ok(PgHandle {
        url: address(&admin, &name),
        name,
        admin,
    })
}

async fn run(connection: &mut PgConnection, sql: String) -> Result<(), PgError> {
    sqlx::query(AssertSqlSafe(sql)).execute(connection).await?;
    Ok(())
}

fn address(admin: &PgConnectOptions, database: &str) -> String {
    admin.clone().database(database).to_url_lossy().to_string()
}

impl Drop for PgHandle {
    fn drop(&mut self) {
        let admin = self.admin.clone();
        let sql = format!("drop database if exists {} with (force)", self.name);
        // A thread of its own: the test's runtime may be shutting down around us. Best effort: a database
        // that stays goes with the server.
        let dropping = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            runtime.is_ok_and(|runtime| {
                runtime
                    .block_on(async { run(&mut admin.connect().await?, sql).await })
                    .is_ok()
            })
        });
        let _ = dropping.join();
    }
}

/// The server of this run: named by `DINHDANH_TEST_PG`, else started here once.
fn server() -> Result<PgConnectOptions, PgError> {
    static OWN: OnceLock<Result<Cluster, ClusterError>> = OnceLock::new();
    let url = match named() {
        Some(url) => url,
        None => match OWN.get_or_init(Cluster::start) {
            Ok(cluster) => cluster.url(),
            Err(cause) => return Err(PgError::Server(cause.to_string())),
        },
    };
    let options: PgConnectOptions = url
        .parse()
        .map_err(|cause: sqlx::Error| PgError::Server(format!("{url}: {cause}")))?;
    Ok(options)
}

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no configuration file; xtask sets this one name"
)]
fn named() -> Option<String> {
    std::env::var("DINHDANH_TEST_PG")
        .ok()
        .filter(|url| !url.is_empty())
}

#[cfg(test)]
mod tests;
