//! Storage on the engine that `DINHDANH_TEST_DB` names.

#[cfg(test)]
mod audit_log;
#[cfg(test)]
mod group_commit;
#[cfg(test)]
mod keys;
#[cfg(test)]
mod ledger;
#[cfg(test)]
mod statements;
