//! Facts in order: summary lists, tables, task lists.

mod summary_list;
mod table;
mod task_list;

pub use summary_list::{Action, Card, Row, SummaryList};
pub use table::{Cell, Table};
pub use task_list::{Task, TaskList, TaskStatus};
