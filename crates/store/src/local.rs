//! SQLite reads on the caller's own thread. An indexed read takes a few microseconds, less than it
//! costs to hand it to another thread and wait; reads over many rows go through [`crate::Db::scan`].

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::{CachedStatement, Connection, OpenFlags, ToSql};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::{Error, Result};

const CONNECTIONS: usize = 8;

/// Connections that only read, opened when first needed.
pub(crate) struct Pool {
    file: PathBuf,
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

/// A connection for the length of a snapshot; it goes back when dropped.
pub struct Local {
    conn: Option<Connection>,
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

    fn open(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&self.file, flags)?;
        conn.busy_timeout(Duration::from_secs(10))?;
        conn.pragma_update(None, "cache_size", -4096)?;
        conn.set_prepared_statement_cache_capacity(500);
        Ok(conn)
    }

    pub(crate) async fn acquire(self: &Arc<Self>) -> Result<Local> {
        let place = self.free.clone().acquire_owned().await;
        let place = place.map_err(|_| Error::Closed)?;
        let idle = self.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.open()?,
        };
        Ok(Local {
            conn: Some(conn),
            pool: self.clone(),
            _place: place,
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

impl Local {
    fn conn(&self) -> Result<&Connection> {
        self.conn.as_ref().ok_or(Error::Closed)
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

impl Drop for Local {
    fn drop(&mut self) {
        if let Some(conn) = self.conn.take()
            && !self.pool.free.is_closed()
        {
            self.pool.idle().push(conn);
        }
    }
}

/// SQLite counts `$2` by its first appearance, PostgreSQL by its number: the number decides.
fn bind(statement: &mut CachedStatement<'_>, args: &[&dyn ToSql]) -> Result<()> {
    for place in 1..=statement.parameter_count() {
        let number = statement
            .parameter_name(place)
            .and_then(|name| name.get(1..)?.parse::<usize>().ok());
        let arg = number.and_then(|number| args.get(number.checked_sub(1)?));
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
