//! Whether a register is loaded and answers.

use domain::registers::Register;
use domain::time::{from_millis, millis};
use jiff::Timestamp;
use sqlx::AssertSqlSafe;

use crate::{Conn, Result, Source, Tx};

/// State of one register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Which.
    pub register: Register,
    /// When a file was last loaded; none when never.
    pub loaded: Option<Timestamp>,
    /// How many rows it holds.
    pub rows: i64,
    /// Whether it is open to questions.
    pub answering: bool,
    /// Why it is closed.
    pub note: String,
}

impl State {
    fn empty(register: Register) -> Self {
        Self {
            register,
            loaded: None,
            rows: 0,
            answering: false,
            note: String::new(),
        }
    }

    /// I6: may be asked. A register that is closed or never loaded is silent.
    pub const fn answers(&self) -> bool {
        self.answering && self.loaded.is_some()
    }
}

row! {
    struct StateRow {
        loaded_at: Option<i64>,
        rows_held: i64,
        answering: bool,
        note: String,
    }
}

pub(crate) const FIND: &str =
    "SELECT loaded_at, rows_held, answering, note FROM register_state WHERE register = $1";

/// State of a register.
pub async fn find(source: &mut impl Source, register: Register) -> Result<State> {
    let row = fetch_optional!(source, StateRow, FIND, register.as_str())?;
    Ok(row.map_or_else(
        || State::empty(register),
        |row| State {
            register,
            loaded: row.loaded_at.map(from_millis),
            rows: row.rows_held,
            answering: row.answering,
            note: row.note,
        },
    ))
}

/// State of all registers, the never loaded ones too.
pub async fn list(source: &mut impl Source) -> Result<Vec<State>> {
    let mut states = Vec::with_capacity(Register::ALL.len());
    for register in Register::ALL {
        states.push(find(source, register).await?);
    }
    Ok(states)
}

pub(crate) const SWITCH: &str =
    "UPDATE register_state SET answering = $2, note = $3 WHERE register = $1";

/// Opens or closes a loaded register; `false` when it was never loaded.
pub async fn switch(tx: &mut Tx, register: Register, answering: bool, note: &str) -> Result<bool> {
    Ok(execute!(tx, SWITCH, register.as_str(), answering, note)? == 1)
}

pub(crate) const LOADED: &str = "INSERT INTO register_state (register, loaded_at, rows_held, answering, note) VALUES ($1, $2, $3, $4, '') \
     ON CONFLICT (register) DO UPDATE SET loaded_at = excluded.loaded_at, rows_held = excluded.rows_held, \
     answering = excluded.answering, note = excluded.note";

/// A file was loaded: counts the rows and opens the register. Gives the number of rows.
pub async fn loaded(tx: &mut Tx, register: Register, at: Timestamp) -> Result<i64> {
    let rows = count(tx, register).await?;
    execute!(tx, LOADED, register.as_str(), millis(at), rows, true)?;
    Ok(rows)
}

async fn count(tx: &mut Tx, register: Register) -> Result<i64> {
    let sql = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM {}",
        super::table(register).name
    );
    let (rows,) = match tx.conn() {
        Conn::Lite(c) => c.one(&sql, &[])?,
        Conn::Pg(c) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(c).await?,
    };
    Ok(rows)
}
