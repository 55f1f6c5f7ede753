//! Ways around.

mod footer;
mod links;
mod pagination;
mod tabs;

pub use footer::{Footer, GenericHeader};
pub use links::{BackLink, Breadcrumbs, SkipLink};
pub use pagination::Pagination;
pub use tabs::{Tab, Tabs};
