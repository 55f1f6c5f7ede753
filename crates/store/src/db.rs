//! The database behind one small enum; transactions, snapshots and how they are opened.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, Postgres, Sqlite, Transaction};
use tokio::sync::Notify;

use crate::audit::{self, Audit};
use crate::keys::{Keys, MasterKey};
use crate::ledger::Ledger;
use crate::lite::{LiteTx, Writer};
use crate::local::{self, Local};
use crate::{Error, Result};

/// Where the data lives.
#[derive(Debug, Clone)]
pub enum Settings {
    /// The embedded database: one file.
    Lite {
        /// Path of the file; made when missing.
        file: PathBuf,
    },
    /// A PostgreSQL server, 15 or later.
    Postgres {
        /// Connection URL.
        url: String,
        /// Most connections this process opens.
        connections: u32,
    },
}

/// A handle on the database; cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    keys: Arc<Keys>,
    pub(crate) ledger: Arc<Ledger>,
}

#[derive(Clone)]
enum Engine {
    Lite {
        read: Arc<local::Pool>,
        scan: SqlitePool,
        writer: Arc<Writer>,
    },
    Pg(PgPool),
}

/// A connection of one engine or the other, for the length of a statement.
pub enum Conn<'a> {
    /// SQLite, on this thread.
    Lite(&'a mut Local),
    /// PostgreSQL.
    Pg(&'a mut PgConnection),
}

/// A connection to read from, for the length of a statement.
pub enum Reader<'a> {
    /// SQLite, on this thread.
    Local(&'a mut Local),
    /// SQLite, on a thread of its own.
    Lite(&'a mut SqliteConnection),
    /// PostgreSQL.
    Pg(&'a mut PgConnection),
}

/// Anything that can be read from.
pub trait Source: Send {
    /// The connection for the next statement.
    fn reader(&mut self) -> Reader<'_>;
    /// Keys to open what is sealed.
    fn keys(&self) -> Arc<Keys>;
}

/// A connection that only reads.
pub struct Snapshot {
    conn: ReadConn,
    keys: Arc<Keys>,
}

enum ReadConn {
    Local(Local),
    Lite(PoolConnection<Sqlite>),
    Pg(PoolConnection<Postgres>),
}

/// A write in the making. Kept by [`Tx::commit`] only; dropped, it leaves no trace.
pub struct Tx {
    conn: WriteConn,
    keys: Arc<Keys>,
    wake: Option<Arc<Notify>>,
}

enum WriteConn {
    Lite(LiteTx),
    Pg(Transaction<'static, Postgres>),
}

impl Source for Snapshot {
    fn reader(&mut self) -> Reader<'_> {
        match &mut self.conn {
            ReadConn::Local(c) => Reader::Local(c),
            ReadConn::Lite(c) => Reader::Lite(c),
            ReadConn::Pg(c) => Reader::Pg(c),
        }
    }

    fn keys(&self) -> Arc<Keys> {
        self.keys.clone()
    }
}

impl Source for Tx {
    fn reader(&mut self) -> Reader<'_> {
        match self.conn() {
            Conn::Lite(c) => Reader::Local(c),
            Conn::Pg(c) => Reader::Pg(c),
        }
    }

    fn keys(&self) -> Arc<Keys> {
        self.keys.clone()
    }
}

impl Tx {
    /// The connection for the next statement.
    pub fn conn(&mut self) -> Conn<'_> {
        match &mut self.conn {
            WriteConn::Lite(t) => Conn::Lite(t.conn()),
            WriteConn::Pg(t) => Conn::Pg(t),
        }
    }

    /// Who waits for what is written here is woken when it is there to be read, not before.
    pub fn wakes(&mut self, who: &Arc<Notify>) {
        self.wake = Some(who.clone());
    }

    /// I4: writes the audit entries and makes everything durable at once.
    pub async fn commit(mut self, audit: impl Into<Audit>) -> Result<()> {
        audit::write(&mut self, audit.into()).await?;
        match self.conn {
            WriteConn::Lite(t) => t.commit().await?,
            WriteConn::Pg(t) => t.commit().await?,
        }
        if let Some(wake) = self.wake {
            wake.notify_waiters();
            wake.notify_one();
        }
        Ok(())
    }
}

/// Statements that a connection keeps prepared: more than there are.
const STATEMENTS: usize = 500;

fn lite_options(file: &std::path::Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(10))
        .statement_cache_capacity(STATEMENTS)
        .pragma("cache_size", "-8192")
        .disable_statement_logging()
}

impl Db {
    /// Opens the database, brings its schema up to date and loads its keys.
    pub async fn open(
        settings: &Settings,
        master: &MasterKey,
        random: &mut (dyn FnMut(&mut [u8]) + Send),
    ) -> Result<Self> {
        match settings {
            Settings::Lite { file } => Self::open_lite(file, master, random).await,
            Settings::Postgres { url, connections } => {
                let options = PgConnectOptions::from_str(url)?
                    .statement_cache_capacity(STATEMENTS)
                    .disable_statement_logging();
                let pool = PgPoolOptions::new()
                    .max_connections(*connections)
                    .min_connections(1)
                    .test_before_acquire(false)
                    .acquire_timeout(Duration::from_secs(10))
                    .connect_with(options)
                    .await?;
                let mut conn = pool.acquire().await?;
                crate::migrate::run_pg(&mut conn).await?;
                let keys = Arc::new(Keys::load(Conn::Pg(&mut conn), master, random).await?);
                drop(conn);
                Ok(Self {
                    engine: Engine::Pg(pool),
                    keys,
                    ledger: Arc::default(),
                })
            }
        }
    }

    async fn open_lite(
        file: &std::path::Path,
        master: &MasterKey,
        random: &mut (dyn FnMut(&mut [u8]) + Send),
    ) -> Result<Self> {
        let options = lite_options(file);
        let mut first = SqliteConnection::connect_with(&options).await?;
        crate::migrate::run_lite(&mut first).await?;
        first.close().await?;
        let mut writer = Local::to_write(file)?;
        let keys = Arc::new(Keys::load(Conn::Lite(&mut writer), master, random).await?);
        let scan = SqlitePoolOptions::new()
            .max_connections(4)
            .test_before_acquire(false)
            .connect_lazy_with(options.read_only(true).create_if_missing(false));
        Ok(Self {
            engine: Engine::Lite {
                read: local::Pool::new(file),
                scan,
                writer: Arc::new(Writer::new(writer)),
            },
            keys,
            ledger: Arc::default(),
        })
    }

    /// A connection to read few rows from, by index: what was acknowledged is there.
    pub async fn read(&self) -> Result<Snapshot> {
        let conn = match &self.engine {
            Engine::Lite { read, .. } => ReadConn::Local(read.acquire().await?),
            Engine::Pg(pool) => ReadConn::Pg(pool.acquire().await?),
        };
        Ok(self.snapshot(conn))
    }

    /// The same for a read over many rows: it holds up no other request.
    pub async fn scan(&self) -> Result<Snapshot> {
        let conn = match &self.engine {
            Engine::Lite { scan, .. } => ReadConn::Lite(scan.acquire().await?),
            Engine::Pg(pool) => ReadConn::Pg(pool.acquire().await?),
        };
        Ok(self.snapshot(conn))
    }

    fn snapshot(&self, conn: ReadConn) -> Snapshot {
        Snapshot {
            conn,
            keys: self.keys.clone(),
        }
    }

    /// Begins a write. Hash passwords and call others before, never inside.
    pub async fn begin(&self) -> Result<Tx> {
        let conn = match &self.engine {
            Engine::Lite { writer, .. } => WriteConn::Lite(writer.begin().await?),
            Engine::Pg(pool) => WriteConn::Pg(pool.begin().await?),
        };
        Ok(Tx {
            conn,
            keys: self.keys.clone(),
            wake: None,
        })
    }

    /// Keys of this database.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Which engine, for messages and metrics.
    pub const fn engine(&self) -> &'static str {
        match self.engine {
            Engine::Lite { .. } => "sqlite",
            Engine::Pg(_) => "postgres",
        }
    }

    /// The pool, for bulk loading with COPY; `None` on SQLite.
    pub const fn pg(&self) -> Option<&PgPool> {
        match &self.engine {
            Engine::Pg(pool) => Some(pool),
            Engine::Lite { .. } => None,
        }
    }

    /// Closes every connection, so that the database can be copied or dropped.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Lite { read, scan, .. } => {
                read.close();
                scan.close().await;
            }
            Engine::Pg(pool) => pool.close().await,
        }
    }

    /// Answers when the database answers.
    pub async fn ping(&self) -> Result<()> {
        let mut source = self.read().await?;
        let (one,) = fetch_one!(&mut source, (i64,), "SELECT CAST(1 AS BIGINT)")?;
        if one == 1 {
            Ok(())
        } else {
            Err(Error::Corrupt("ping"))
        }
    }
}
