//! Looking at a database from outside: its schema before it is opened, a copy of it, a copy put back.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Connection};

use crate::db::Settings;
use crate::migrate::MIGRATIONS;
use crate::{Error, Result};

/// How far a database's schema is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Migrations it has.
    pub applied: usize,
    /// Migrations this program knows.
    pub known: usize,
    /// A migration this program does not know: the database is newer.
    pub newer: Option<String>,
}

impl Schema {
    /// Nothing is missing and nothing is unknown.
    pub const fn is_current(&self) -> bool {
        self.applied == self.known && self.newer.is_none()
    }
}

async fn lite(file: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .read_only(true)
        .create_if_missing(false)
        .busy_timeout(Duration::from_secs(10))
        .disable_statement_logging();
    Ok(SqliteConnection::connect_with(&options).await?)
}

const APPLIED: &str = "SELECT name FROM migration ORDER BY name";

/// Reads the schema's state and changes nothing. A database without a ledger has no migration yet.
pub async fn schema(settings: &Settings) -> Result<Schema> {
    let applied: std::result::Result<Vec<(String,)>, sqlx::Error> = match settings {
        Settings::Lite { file } => {
            let mut conn = lite(file).await?;
            let rows = sqlx::query_as(APPLIED).fetch_all(&mut conn).await;
            conn.close().await?;
            rows
        }
        Settings::Postgres { url, .. } => {
            let mut conn = PgConnection::connect_with(
                &PgConnectOptions::from_str(url)?.disable_statement_logging(),
            )
            .await?;
            let rows = sqlx::query_as(APPLIED).fetch_all(&mut conn).await;
            conn.close().await?;
            rows
        }
    };
    let applied = match applied {
        Ok(rows) => rows,
        Err(sqlx::Error::Database(_)) => Vec::new(),
        Err(other) => return Err(other.into()),
    };
    let is_known = |name: &String| MIGRATIONS.iter().any(|(known, _)| known == name);
    let newer = applied
        .iter()
        .map(|(name,)| name)
        .find(|name| !is_known(name))
        .cloned();
    Ok(Schema {
        applied: applied.len(),
        known: MIGRATIONS.len(),
        newer,
    })
}

/// SQLite: one consistent copy while the service runs (`VACUUM INTO`: the driver has no call for the
/// page-wise backup). The copy holds no key that opens it.
pub async fn backup(file: &Path, to: &Path) -> Result<()> {
    let target = to
        .to_str()
        .ok_or_else(|| Error::Migration("the path of the copy is no UTF-8 text".to_owned()))?;
    let mut conn = lite(file).await?;
    sqlx::query("VACUUM INTO $1")
        .bind(target)
        .execute(&mut conn)
        .await?;
    conn.close().await?;
    Ok(())
}

/// SQLite: whether a file is a whole database.
pub async fn check(file: &Path) -> Result<()> {
    let mut conn = lite(file).await?;
    let (said,): (String,) = sqlx::query_as("PRAGMA integrity_check(1)")
        .fetch_one(&mut conn)
        .await?;
    conn.close().await?;
    if said == "ok" {
        Ok(())
    } else {
        Err(Error::Corrupt("the database file"))
    }
}
