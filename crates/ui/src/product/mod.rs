//! Components of our own, `dd-` in the style sheet.

mod bar;
mod clock;
mod document_card;
mod icon;
mod layout;
mod portraits;
mod qr;
mod tab_bar;
mod tiles;
mod timeline;
mod trend;
mod verdict;

pub use bar::Bar;
pub use clock::{Clock, ClockState};
pub use document_card::DocumentCard;
pub use icon::Icon;
pub use layout::{EmptyState, Split, live_fragment};
pub use portraits::{Portrait, Portraits};
pub use qr::QrCode;
pub use tab_bar::TabBar;
pub use tiles::{Stat, Stats, Tile, Tiles};
pub use timeline::{Step, StepState, Timeline};
pub use trend::{Measured, Trend, TrendPoint};
pub use verdict::{Verdict, VerdictKind};
