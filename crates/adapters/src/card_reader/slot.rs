//! A reader on which lies whatever card a file holds at the moment.

use std::path::PathBuf;

use super::{Absent, CardReader, Simulated};

/// The place of the file: replacing it lays another card on the reader, removing it takes the card away.
#[derive(Debug, Clone)]
pub struct Slot(PathBuf);

impl Slot {
    /// Reads this file at each reading.
    pub const fn new(file: PathBuf) -> Self {
        Self(file)
    }
}

impl CardReader for Slot {
    type Chip = Simulated;

    async fn card(&mut self) -> Result<Simulated, Absent> {
        let json = std::fs::read(&self.0).map_err(|_| Absent::Card)?;
        Simulated::read(&json).map_err(|_| Absent::Card)
    }
}
