//! The same statement, expanded once per engine, so that each arm is typed by the compiler.

/// A row of a statement, its fields named as the columns and in their order.
macro_rules! row {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident { $($(#[$note:meta])* $field_vis:vis $field:ident: $type:ty,)+ }
    ) => {
        $(#[$meta])*
        #[derive(sqlx::FromRow)]
        $vis struct $name { $($(#[$note])* $field_vis $field: $type,)+ }

        impl $crate::local::Row for $name {
            fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
                let mut place = $crate::local::Place::default();
                Ok(Self { $($field: place.next(row, stringify!($field))?,)+ })
            }
        }
    };
}

/// Runs a statement; gives the number of rows it touched.
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        match $tx.conn() {
            $crate::Conn::Lite(c) => c.execute($sql, &[$(&$arg),*]),
            $crate::Conn::Pg(c) => sqlx::query($sql)$(.bind($arg))*.execute(c).await.map(|done| done.rows_affected())
                .map_err($crate::Error::from),
        }
    };
}

/// Reads with the method that both libraries have: `fetch_all` beside `all`, and so on.
macro_rules! fetch {
    ($fetch:ident, $here:ident, $source:expr, $row:ty, $sql:expr $(, $arg:expr)*) => {
        match $crate::Source::reader($source) {
            $crate::Reader::Local(c) => c.$here::<$row>($sql, &[$(&$arg),*]),
            $crate::Reader::Lite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.$fetch(c).await
                .map_err($crate::Error::from),
            $crate::Reader::Pg(c) => sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.$fetch(c).await
                .map_err($crate::Error::from),
        }
    };
}

/// Reads at most one row.
macro_rules! fetch_optional {
    ($source:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        fetch!(fetch_optional, optional, $source, $row, $sql $(, $arg)*)
    };
}

/// Reads exactly one row.
macro_rules! fetch_one {
    ($source:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        fetch!(fetch_one, one, $source, $row, $sql $(, $arg)*)
    };
}

/// Reads all rows.
macro_rules! fetch_all {
    ($source:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        fetch!(fetch_all, all, $source, $row, $sql $(, $arg)*)
    };
}
