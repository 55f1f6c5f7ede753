//! Storage on the engine that DINHDANH_TEST_DB names.

mod statements;
mod group_commit;
mod audit_log;
mod keys;
