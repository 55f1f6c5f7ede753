//! What can go wrong below the rules. Never shown to people; logged once, without data.

/// A storage error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or could not be reached.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// The embedded database refused or could not be reached.
    #[error("database: {0}")]
    Read(#[from] rusqlite::Error),
    /// The database was closed.
    #[error("the database was closed")]
    Closed,
    /// A row that cannot exist, named by table.
    #[error("inconsistent row in {0}")]
    Corrupt(&'static str),
    /// A sealed value does not open with the keys at hand.
    #[error("a sealed value does not open: {0}")]
    Seal(&'static str),
    /// Somebody else changed the row first (compare before set).
    #[error("the row was changed by another request")]
    Stale,
    /// The group commit failed; nothing of it was kept.
    #[error("the commit failed")]
    CommitFailed,
    /// The schema is newer than this program, or a migration failed.
    #[error("migration: {0}")]
    Migration(String),
    /// The key file or the database's keys are unusable.
    #[error("keys: {0}")]
    Keys(String),
}

impl Error {
    /// Worth one more try: the primary changed or the connection broke.
    pub fn is_transient(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut) => true,
            Self::Database(sqlx::Error::Database(e)) => {
                matches!(
                    e.code().as_deref(),
                    Some("25006" | "57P01" | "57P02" | "57P03" | "40001" | "40P01")
                )
            }
            Self::Database(_)
            | Self::Read(_)
            | Self::Closed
            | Self::Corrupt(_)
            | Self::Seal(_)
            | Self::Stale
            | Self::CommitFailed
            | Self::Migration(_)
            | Self::Keys(_) => false,
        }
    }
}
