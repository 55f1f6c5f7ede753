//! Bulk loading: many rows a statement on SQLite, COPY into a staging table on PostgreSQL; both
//! insert what is new, update what differs, leave alone what is the same.

use std::fmt::Write as _;
use std::sync::Arc;

use jiff::civil::Date;
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use sqlx::{AssertSqlSafe, PgConnection};

use crate::local::Local;
use crate::{Conn, Error, Result, Tx};

/// A table that files are loaded into.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, the key first.
    pub columns: &'static [&'static str],
}

/// A value on its way into a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// No value.
    Null,
    /// Text.
    Text(String),
    /// A number.
    Int(i64),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Cell {
    /// A word or another text that is not owned.
    pub fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    /// A day as ISO text.
    pub fn day(day: Date) -> Self {
        let (year, month, day) = (day.year(), day.month(), day.day());
        Self::Text(format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Int(number) => ValueRef::Integer(*number),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl<T> From<Option<T>> for Cell
where
    Self: From<T>,
{
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::from)
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<Date> for Cell {
    fn from(day: Date) -> Self {
        Self::day(day)
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

/// Rows of one SQLite statement: more gain little, and the number of parameters has a limit.
const ROWS: usize = 100;

impl Table {
    fn key(&self) -> &'static str {
        self.columns.first().copied().unwrap_or_default()
    }

    /// `DO UPDATE` for rows that differ, so that loading a file twice writes nothing.
    fn on_conflict(&self) -> String {
        let name = self.name;
        let list = |form: &dyn Fn(&str) -> String| {
            self.columns
                .iter()
                .skip(1)
                .map(|column| form(column))
                .collect::<Vec<_>>()
                .join(", ")
        };
        format!(
            "ON CONFLICT ({}) DO UPDATE SET {} WHERE ({}) IS DISTINCT FROM ({})",
            self.key(),
            list(&|column| format!("{column} = excluded.{column}")),
            list(&|column| format!("{name}.{column}")),
            list(&|column| format!("excluded.{column}")),
        )
    }

    /// SQLite. Parameters have no numbers: the driver looks a numbered one up by its name.
    pub(crate) fn upsert(&self, rows: usize) -> String {
        let row = format!("({})", vec!["?"; self.columns.len()].join(", "));
        let values = vec![row.as_str(); rows].join(", ");
        format!(
            "INSERT INTO {} ({}) VALUES {values} {}",
            self.name,
            self.columns.join(", "),
            self.on_conflict()
        )
    }

    /// PostgreSQL: where rows wait for [`Table::merge`].
    pub(crate) fn staging(&self) -> String {
        let (name, columns) = (self.name, self.columns.join(", "));
        format!(
            "CREATE TEMP TABLE staging_{name} ON COMMIT DROP AS SELECT {columns} FROM {name} WITH NO DATA"
        )
    }

    fn copy(&self) -> String {
        format!(
            "COPY staging_{} ({}) FROM STDIN",
            self.name,
            self.columns.join(", ")
        )
    }

    /// PostgreSQL: of rows with one key the last counts, which is the last in the staging table.
    pub(crate) fn merge(&self) -> String {
        let (name, key, columns) = (self.name, self.key(), self.columns.join(", "));
        format!(
            "INSERT INTO {name} ({columns}) SELECT DISTINCT ON ({key} COLLATE \"C\") {columns} FROM staging_{name} \
             ORDER BY {key} COLLATE \"C\", ctid DESC {}",
            self.on_conflict()
        )
    }
}

/// Loads rows inside one transaction.
pub struct Loader {
    table: &'static Table,
    many: Arc<str>,
    one: Arc<str>,
    staged: bool,
    touched: u64,
}

impl Loader {
    /// For one transaction.
    pub fn new(table: &'static Table) -> Self {
        Self {
            table,
            many: table.upsert(ROWS).into(),
            one: table.upsert(1).into(),
            staged: false,
            touched: 0,
        }
    }

    /// Takes rows: their cells one after the other, in the order of the table's columns.
    pub async fn rows(&mut self, tx: &mut Tx, cells: Vec<Cell>) -> Result<()> {
        if !cells.len().is_multiple_of(self.table.columns.len()) {
            return Err(Error::Corrupt(self.table.name));
        }
        match tx.conn() {
            Conn::Lite(c) => self.upsert(c, &cells),
            Conn::Pg(c) => self.stage(c, &cells).await,
        }
    }

    /// Ends the load; gives the number of rows that are new or changed.
    pub async fn finish(self, tx: &mut Tx) -> Result<u64> {
        match tx.conn() {
            Conn::Lite(_) => Ok(self.touched),
            Conn::Pg(c) if self.staged => {
                let merged = sqlx::query(AssertSqlSafe(self.table.merge()))
                    .persistent(false)
                    .execute(c)
                    .await?;
                Ok(merged.rows_affected())
            }
            Conn::Pg(_) => Ok(0),
        }
    }

    fn upsert(&mut self, conn: &Local, cells: &[Cell]) -> Result<()> {
        let width = self.table.columns.len();
        let mut left = cells;
        while !left.is_empty() {
            let many = left.split_at_checked(ROWS * width);
            let (sql, (rows, rest)) = match many {
                Some(parts) => (&self.many, parts),
                None => (&self.one, left.split_at(width)),
            };
            let args: Vec<&dyn ToSql> = rows.iter().map(|cell| cell as &dyn ToSql).collect();
            self.touched += conn.execute(sql, &args)?;
            left = rest;
        }
        Ok(())
    }

    async fn stage(&mut self, conn: &mut PgConnection, cells: &[Cell]) -> Result<()> {
        if !self.staged {
            // Enough to sort one transaction's rows in memory.
            sqlx::query("SET LOCAL work_mem = '64MB'")
                .execute(&mut *conn)
                .await?;
            sqlx::query(AssertSqlSafe(self.table.staging()))
                .persistent(false)
                .execute(&mut *conn)
                .await?;
            self.staged = true;
        }
        let mut copy = conn.copy_in_raw(&self.table.copy()).await?;
        copy.send(copy_text(cells, self.table.columns.len()).into_bytes())
            .await?;
        copy.finish().await?;
        Ok(())
    }
}

/// Rows in the text format of COPY.
fn copy_text(cells: &[Cell], width: usize) -> String {
    let mut text = String::with_capacity(cells.len() * 16);
    for row in cells.chunks(width) {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                text.push('\t');
            }
            copy_cell(cell, &mut text);
        }
        text.push('\n');
    }
    text
}

fn copy_cell(cell: &Cell, text: &mut String) {
    const HEX: &[u8; 16] = b"0123456789abcdef";
    let hex = |nibble: u8| {
        HEX.get(usize::from(nibble))
            .copied()
            .map_or('0', char::from)
    };
    match cell {
        Cell::Null => text.push_str("\\N"),
        Cell::Int(number) => {
            write!(text, "{number}").ok();
        }
        Cell::Bytes(bytes) => {
            text.push_str("\\\\x");
            for byte in bytes {
                text.push(hex(byte >> 4));
                text.push(hex(byte & 15));
            }
        }
        Cell::Text(value) if value.contains(['\\', '\t', '\n', '\r']) => {
            for c in value.chars() {
                match c {
                    '\\' => text.push_str("\\\\"),
                    '\t' => text.push_str("\\t"),
                    '\n' => text.push_str("\\n"),
                    '\r' => text.push_str("\\r"),
                    other => text.push(other),
                }
            }
        }
        Cell::Text(value) => text.push_str(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copy_text_escapes_what_copy_would_read() {
        let cells = [
            Cell::text("a\tb\\N"),
            Cell::Null,
            Cell::Bytes(vec![0, 255]),
            Cell::Int(-3),
            Cell::text("Ánh"),
            Cell::day(jiff::civil::date(2024, 3, 6)),
        ];
        assert_eq!(
            copy_text(&cells, 3),
            "a\\tb\\\\N\t\\N\t\\\\x00ff\n-3\tÁnh\t2024-03-06\n"
        );
    }
}
