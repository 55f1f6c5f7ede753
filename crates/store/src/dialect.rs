//! The few places where SQLite needs another word for the same thing.

/// Rewrites a migration statement, written with PostgreSQL's type words, for SQLite.
pub(crate) fn ddl_for_sqlite(statement: &str) -> String {
    let mut text = String::with_capacity(statement.len() + 32);
    let mut word = String::new();
    let flush = |word: &mut String, text: &mut String| {
        text.push_str(match word.as_str() {
            "BYTEA" => "BLOB",
            "BIGINT" | "BOOLEAN" => "INTEGER",
            "JSONB" => "TEXT",
            "DOUBLE" => "REAL",
            "PRECISION" => "",
            other => other,
        });
        word.clear();
    };
    for c in statement.chars() {
        if c.is_ascii_alphanumeric() || c == '_' {
            word.push(c);
        } else {
            flush(&mut word, &mut text);
            text.push(c);
        }
    }
    flush(&mut word, &mut text);
    if text.trim_start().starts_with("CREATE TABLE") {
        text.push_str(if statement.contains("/* wide */") {
            " STRICT"
        } else {
            " STRICT, WITHOUT ROWID"
        });
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_swapped_as_whole_words_and_tables_are_strict() {
        assert_eq!(
            ddl_for_sqlite("CREATE TABLE t (a BYTEA, big BIGINT, b BOOLEAN, BIGINTS TEXT)"),
            "CREATE TABLE t (a BLOB, big INTEGER, b INTEGER, BIGINTS TEXT) STRICT, WITHOUT ROWID"
        );
        assert_eq!(
            ddl_for_sqlite("CREATE INDEX i ON t (a)"),
            "CREATE INDEX i ON t (a)"
        );
    }
}
