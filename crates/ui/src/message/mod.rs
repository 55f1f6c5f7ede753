//! Words to the reader: errors, notices, states.

mod banner;
mod details;
mod error;
mod panel;
mod tag;
mod text;

pub use banner::{NotificationBanner, PhaseBanner};
pub use details::Details;
pub use error::{ErrorMessage, ErrorSummary};
pub use panel::{Level, Panel};
pub use tag::{Tag, Tone};
pub use text::{InsetText, WarningText};
