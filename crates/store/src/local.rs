//! SQLite on the caller's own thread. An indexed statement takes a few microseconds, less than it
//! costs to hand it to another thread and wait; reads over many rows go through [`crate::Db::scan`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result};

const CONNECTIONS: usize = 8;
/// How long another process that writes is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// Connections that only read, opened when first needed.
pub(crate) struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

/// A connection to SQLite that is used on the caller's own thread; one that is lent goes back when
/// dropped.
pub struct Local {
    conn: Option<Connection>,
    lent: Option<Lent>,
    /// I4: statements belong to a transaction. Where SQLite took it back by itself, as on a full disk, none
    /// may become durable alone.
    pub(crate) framed: bool,
}

struct Lent {
    pool: Arc<Pool>,
    _place: OwnedSemaphorePermit,
}

impl Pool {
    pub(crate) fn new(file: &Path) -> Arc<Self> {
        Arc::new(Self {
            file: file.to_owned(),
            idle: Mutex::default(),
            free: Arc::new(Semaphore::new(CONNECTIONS)),
        })
    }

    pub(crate) async fn acquire(self: &Arc<Self>) -> Result<Local> {
        let place = self.free.clone().acquire_owned().await;
        let place = place.map_err(|_| Error::Closed)?;
        let idle = self.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => open(&self.file, OpenFlags::SQLITE_OPEN_READ_ONLY, -4096)?,
        };
        let lent = Lent {
            pool: self.clone(),
            _place: place,
        };
        Ok(Local {
            conn: Some(conn),
            lent: Some(lent),
            framed: false,
        })
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn close(&self) {
        self.free.close();
        self.idle().clear();
    }
}

fn open(file: &Path, flags: OpenFlags, cache: i64) -> Result<Connection> {
    let conn = Connection::open_with_flags(file, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    conn.busy_timeout(PATIENCE)?;
    conn.pragma_update(None, "cache_size", cache)?;
    conn.set_prepared_statement_cache_capacity(500);
    Ok(conn)
}

impl Drop for Local {
    fn drop(&mut self) {
        if let (Some(conn), Some(lent)) = (self.conn.take(), &self.lent)
            && !lent.pool.free.is_closed()
        {
            lent.pool.idle().push(conn);
        }
    }
}

impl Local {
    /// For the one writer; the file exists and is in WAL mode.
    pub(crate) fn to_write(file: &Path) -> Result<Self> {
        let conn = open(file, OpenFlags::SQLITE_OPEN_READ_WRITE, -8192)?;
        conn.pragma_update(None, "synchronous", "FULL")?;
        conn.pragma_update(None, "foreign_keys", true)?;
        // In pages: one that is written again and again is copied into the file less often.
        conn.pragma_update(None, "wal_autocheckpoint", 4000)?;
        Ok(Self {
            conn: Some(conn),
            lent: None,
            framed: false,
        })
    }

    fn conn(&self) -> Result<&Connection> {
        let conn = self.conn.as_ref().ok_or(Error::Closed)?;
        if self.framed && conn.is_autocommit() {
            return Err(Error::CommitFailed);
        }
        Ok(conn)
    }

    /// Runs a statement of a transaction's frame. `patient`: waits for other processes that write.
    pub(crate) fn step(&self, sql: &str, patient: bool) -> Result<()> {
        let patience = if patient { PATIENCE } else { Duration::ZERO };
        let conn = self.conn.as_ref().ok_or(Error::Closed)?;
        conn.busy_timeout(patience)?;
        Ok(conn.prepare_cached(sql)?.raw_execute().map(drop)?)
    }

    /// Whether a transaction is open.
    pub(crate) fn in_transaction(&self) -> bool {
        self.conn.as_ref().is_some_and(|conn| !conn.is_autocommit())
    }

    /// Runs a statement; gives the number of rows it touched.
    pub fn execute(&self, sql: &str, args: &[&dyn ToSql]) -> Result<u64> {
        let mut statement = self.conn()?.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let touched = statement.raw_execute()?;
        u64::try_from(touched).map_err(|_| Error::Corrupt("statement"))
    }

    /// Whether a statement can be run.
    pub fn prepares(&self, sql: &str) -> Result<()> {
        Ok(self.conn()?.prepare(sql).map(drop)?)
    }

    /// Every row of a statement.
    pub(crate) fn all<R: Row>(&self, sql: &str, args: &[&dyn ToSql]) -> Result<Vec<R>> {
        let mut statement = self.conn()?.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(R::read(row)?);
        }
        Ok(all)
    }

    /// The first row of a statement.
    pub(crate) fn optional<R: Row>(&self, sql: &str, args: &[&dyn ToSql]) -> Result<Option<R>> {
        let mut statement = self.conn()?.prepare_cached(sql)?;
        bind(&mut statement, args)?;
        let mut rows = statement.raw_query();
        Ok(rows.next()?.map(R::read).transpose()?)
    }

    /// The one row of a statement.
    pub(crate) fn one<R: Row>(&self, sql: &str, args: &[&dyn ToSql]) -> Result<R> {
        self.optional(sql, args)?
            .ok_or(Error::Read(rusqlite::Error::QueryReturnedNoRows))
    }
}

/// SQLite counts `$2` by its first appearance, PostgreSQL by its number: the number decides. A bare `?`
/// counts by its place.
fn bind(statement: &mut CachedStatement<'_>, args: &[&dyn ToSql]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = match statement.parameter_name(place) {
            Some(name) => name.get(1..).and_then(|number| number.parse().ok()),
            None => Some(place),
        };
        let arg = number.and_then(|number: usize| args.get(number.checked_sub(1)?));
        let arg = arg.ok_or(Error::Corrupt("statement"))?;
        statement.raw_bind_parameter(place, *arg)?;
    }
    Ok(())
}

/// A row that can be read from either library.
pub(crate) trait Row: Sized {
    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self>;
}

/// Reads the columns one after the other: looking each up by name would cost more than reading it.
#[derive(Default)]
pub(crate) struct Place(usize);

impl Place {
    pub(crate) fn next<T: rusqlite::types::FromSql>(
        &mut self,
        row: &rusqlite::Row<'_>,
        name: &str,
    ) -> rusqlite::Result<T> {
        debug_assert_eq!(
            row.as_ref().column_name(self.0),
            Ok(name),
            "column {}",
            self.0
        );
        let value = row.get(self.0)?;
        self.0 += 1;
        Ok(value)
    }
}

macro_rules! tuples {
    ($(($($name:ident $at:tt),+))+) => {
        $(impl<$($name: rusqlite::types::FromSql),+> Row for ($($name,)+) {
            fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
                Ok(($(row.get::<_, $name>($at)?,)+))
            }
        })+
    };
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}
