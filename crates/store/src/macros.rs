//! The same statement, expanded once per engine, so that each arm is typed by the compiler.

/// Runs an expression with the engine's own connection bound to a name.
macro_rules! on {
    ($source:expr, $c:ident => $body:expr) => {
        match $crate::Source::conn($source) {
            $crate::Conn::Lite($c) => $body,
            $crate::Conn::Pg($c) => $body,
        }
    };
}

/// Runs a statement; gives the number of rows it touched.
macro_rules! execute {
    ($source:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        on!($source, c => sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected()))
            .map_err($crate::Error::from)
    };
}

/// Reads at most one row.
macro_rules! fetch_optional {
    ($source:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        on!($source, c => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(c).await)
            .map_err($crate::Error::from)
    };
}

/// Reads exactly one row.
macro_rules! fetch_one {
    ($source:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        on!($source, c => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(c).await)
            .map_err($crate::Error::from)
    };
}

/// Reads all rows.
macro_rules! fetch_all {
    ($source:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        on!($source, c => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(c).await)
            .map_err($crate::Error::from)
    };
}
