//! Counts for the people who run the platform; no personal data.

use domain::time::millis;
use jiff::Timestamp;

use crate::{Result, Source};

row! {
    /// How much waits, and how much of it is late.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Waiting {
        /// Everything that waits.
        pub waiting: i64,
        /// What is past its time.
        pub late: i64,
    }
}

pub(crate) const REGISTRATIONS: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS waiting, \
     CAST(COUNT(*) FILTER (WHERE due < $1) AS BIGINT) AS late FROM registration WHERE state = 'received'";

/// Registrations with a running clock.
pub async fn registrations(source: &mut impl Source, now: Timestamp) -> Result<Waiting> {
    fetch_one!(source, Waiting, REGISTRATIONS, millis(now))
}

pub(crate) const INTEGRATIONS: &str = "SELECT CAST(COUNT(*) AS BIGINT) AS waiting, \
     CAST(COUNT(*) FILTER (WHERE target < $1) AS BIGINT) AS late FROM integration WHERE state = 'pending'";

/// Integration requests that wait for their register.
pub async fn integrations(source: &mut impl Source, now: Timestamp) -> Result<Waiting> {
    fetch_one!(source, Waiting, INTEGRATIONS, millis(now))
}

row! {
    /// Accounts by level, and how many are locked now.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Accounts {
        /// Level 1.
        pub one: i64,
        /// Level 2.
        pub two: i64,
        /// Not yet activated.
        pub waiting: i64,
        /// With a hold in force.
        pub locked: i64,
    }
}

pub(crate) const ACCOUNTS: &str = "SELECT CAST(COUNT(*) FILTER (WHERE level = 1) AS BIGINT) AS one, \
     CAST(COUNT(*) FILTER (WHERE level = 2) AS BIGINT) AS two, \
     CAST(COUNT(*) FILTER (WHERE activated_at IS NULL) AS BIGINT) AS waiting, \
     (SELECT CAST(COUNT(DISTINCT subject) AS BIGINT) FROM hold WHERE ended_at IS NULL AND (since <= $1 OR channel <> 'date') AND (until IS NULL OR until > $1)) AS locked FROM account";

/// Accounts there are.
pub async fn accounts(source: &mut impl Source, now: Timestamp) -> Result<Accounts> {
    fetch_one!(source, Accounts, ACCOUNTS, millis(now))
}
