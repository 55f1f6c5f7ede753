//! The program as its users meet it: processes on one database, browsers, data made beside them.

pub(crate) mod browser;
pub(crate) mod home;
pub(crate) mod server;

/// Whether the tests run on PostgreSQL.
#[expect(
    clippy::disallowed_methods,
    reason = "the test command chooses the engine"
)]
pub(crate) fn wants_postgres() -> bool {
    std::env::var("DINHDANH_TEST_DB").is_ok_and(|engine| engine == "postgres")
}
