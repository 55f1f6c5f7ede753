//! Card readers of a counter's computer.

mod agreeing;
#[cfg(feature = "pcsc")]
mod pcsc;
mod simulated;
mod slot;

#[cfg(feature = "pcsc")]
pub use pcsc::Pcsc;
pub use simulated::{BadCard, Simulated};
pub use slot::Slot;

use chip::reader::ChipReader;

/// Why there is no card to speak with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Absent {
    /// Nobody put a card on the reader in time.
    #[error("there is no card on the reader")]
    Card,
    /// The computer has no reader.
    #[error("this computer has no card reader")]
    Reader,
}

/// A reader with what lies on it.
pub trait CardReader {
    /// A card on it, for one reading.
    type Chip: ChipReader;

    /// Waits a little for a card, and keeps nobody else waiting.
    fn card(&mut self) -> impl Future<Output = Result<Self::Chip, Absent>>;
}
