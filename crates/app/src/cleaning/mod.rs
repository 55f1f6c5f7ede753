//! R50-2: a telecom's file of subscribers held against the population register, row by row.
//!
//! One thread reads the file in blocks that begin and end with a record, all cores parse and judge, one writes in the
//! order of the file. Memory is the register's index, a bit for each telephone number, and a few blocks.

pub mod batches;
mod block;
mod clean;
mod columns;
mod counts;
mod encoding;
mod error;
mod folder;
mod index;
mod journal;
mod names;
mod open;
mod run;
mod sample;
mod seen;
mod snapshot;
mod summary;
mod tcvn3_table;
mod work;
mod write;

pub use clean::{Clean, Correct, Progress, Report, clean};
pub use columns::Column;
pub use counts::Counts;
pub use encoding::Encoding;
pub use error::{CleanError, FileError};
pub use sample::Draw;

/// Bytes of a block, usually: enough that threads rarely wait for each other, few enough that blocks stay small beside
/// the index.
pub const BLOCK: usize = 1 << 20;
/// Bytes of the file between two places where a killed run can go on.
pub const CHECKPOINT: u64 = 64 << 20;
/// Longest record that is read, in bytes.
const LONGEST: usize = 64 * 1024;
