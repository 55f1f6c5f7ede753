//! Loading rows with nothing around the database: what an import is measured against.

use std::path::Path;
use std::sync::Arc;

use sqlx::postgres::PgConnection;
use sqlx::sqlite::{
    SqliteArguments, SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous,
};
use sqlx::{Arguments as _, AssertSqlSafe, Connection};
use store::registers::{Cell, Table};

/// Rows of one transaction.
const BATCH: usize = 50_000;

fn insert(table: &Table, rows: usize) -> Arc<str> {
    let row = format!("({})", vec!["?"; table.columns.len()].join(", "));
    let values = vec![row.as_str(); rows].join(", ");
    format!(
        "INSERT INTO {} ({}) VALUES {values}",
        table.name,
        table.columns.join(", ")
    )
    .into()
}

/// Prepared inserts of `rows` rows each into a database file that has the table.
pub async fn sqlite(file: &Path, table: &Table, cells: Vec<Cell>, rows: usize) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-8192");
    let mut conn = SqliteConnection::connect_with(&options).await?;
    let width = table.columns.len();
    let sql = insert(table, rows);
    let mut left = cells.len() / width;
    let mut cells = cells.into_iter();
    while left > 0 {
        let mut tx = conn.begin().await?;
        for _ in 0..BATCH.min(left) / rows {
            let arguments = bound(cells.by_ref().take(width * rows))?;
            sqlx::query_with(AssertSqlSafe(sql.clone()), arguments)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        left -= BATCH.min(left);
    }
    conn.close().await
}

/// Lines of the text format of COPY; what they hold needs no escapes.
pub fn copy_lines(table: &Table, cells: &[Cell]) -> String {
    let mut text = String::new();
    for row in cells.chunks(table.columns.len()) {
        let fields: Vec<String> = row
            .iter()
            .map(|cell| match cell {
                Cell::Null => "\\N".to_owned(),
                Cell::Text(text) => text.clone(),
                Cell::Int(number) => number.to_string(),
                Cell::Bytes(bytes) => {
                    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
                    format!("\\\\x{hex}")
                }
            })
            .collect();
        text += &fields.join("\t");
        text.push('\n');
    }
    text
}

/// One COPY of such lines.
pub async fn postgres(url: &str, table: &Table, lines: &str) -> sqlx::Result<()> {
    let mut conn = PgConnection::connect(url).await?;
    let sql = format!(
        "COPY {} ({}) FROM STDIN",
        table.name,
        table.columns.join(", ")
    );
    let mut copy = conn.copy_in_raw(&sql).await?;
    for part in lines.as_bytes().chunks(1 << 20) {
        copy.send(part).await?;
    }
    copy.finish().await?;
    conn.close().await
}

/// Prepared statements one after the other for each row, so many rows a transaction.
pub async fn statements(
    file: &Path,
    sqls: &[&'static str],
    rows: Vec<Vec<Vec<Cell>>>,
    rows_of_one: usize,
) -> sqlx::Result<()> {
    let options = SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("cache_size", "-8192");
    let mut conn = SqliteConnection::connect_with(&options).await?;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut tx = conn.begin().await?;
        for row in rows.by_ref().take(rows_of_one) {
            for (sql, cells) in sqls.iter().zip(row) {
                sqlx::query_with(*sql, bound(cells)?)
                    .execute(&mut *tx)
                    .await?;
            }
        }
        tx.commit().await?;
    }
    conn.close().await
}

fn bound(cells: impl IntoIterator<Item = Cell>) -> sqlx::Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    for cell in cells {
        match cell {
            Cell::Null => arguments.add(None::<String>),
            Cell::Text(text) => arguments.add(text),
            Cell::Int(number) => arguments.add(number),
            Cell::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
