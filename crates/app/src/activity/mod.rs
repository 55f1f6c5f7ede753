//! Who did what with the account, as its holder sees it; notices; how long history is kept.

mod export;
mod notices;
mod own;
pub mod retention;

pub use export::to_csv;
pub use notices::{mark_read, notices, unread};
pub(crate) use own::of;
pub use own::{By, Detail, Item, Page, all, own};
