//! Readers of this computer (PC/SC). The library `libpcsclite` and its service have to be there.

use std::ffi::CString;
use std::time::Duration;

use app::ports::Entropy;
use chip::ReadFailure;
use chip::reader::{Terminal, Transceive};
use pcsc::{Card, Context, Disposition, Protocols, ReaderState, Scope, ShareMode, State};

use super::{Absent, CardReader};
use crate::entropy::SystemEntropy;

/// How long a card is waited for: less than an officer's question lives.
const PATIENCE: Duration = Duration::from_mins(1);

/// The first reader that has a card.
#[derive(Default)]
pub struct Pcsc {
    context: Option<Context>,
}

/// A card on a reader.
pub struct OnReader(Option<Card>);

impl Drop for OnReader {
    fn drop(&mut self) {
        // The next reading begins with a chip that has no session.
        if let Some(card) = self.0.take() {
            card.disconnect(Disposition::ResetCard).ok();
        }
    }
}

impl Transceive for OnReader {
    fn transceive(&mut self, command: &[u8]) -> Result<Vec<u8>, ReadFailure> {
        let card = self.0.as_ref().ok_or(ReadFailure::Lost)?;
        let mut buffer = vec![0; pcsc::MAX_BUFFER_SIZE_EXTENDED];
        let answer = card.transmit(command, &mut buffer);
        answer.map(<[u8]>::to_vec).map_err(|_| ReadFailure::Lost)
    }

    fn atr(&self) -> Vec<u8> {
        let status = self.0.as_ref().and_then(|c| c.status2_owned().ok());
        status.map(|s| s.atr().to_vec()).unwrap_or_default()
    }
}

impl Pcsc {
    fn context(&mut self) -> Result<&Context, Absent> {
        let stale = self.context.as_ref().is_none_or(|c| c.is_valid().is_err());
        if stale {
            self.context = Context::establish(Scope::User).ok();
        }
        self.context.as_ref().ok_or(Absent::Reader)
    }
}

/// Ends the wait where nobody waits for the card any more.
struct Waited(Option<Context>);

impl Drop for Waited {
    fn drop(&mut self) {
        if let Some(context) = &self.0 {
            context.cancel().ok();
        }
    }
}

/// The first card on a reader; blocks.
fn wait(context: &Context) -> Result<Card, Absent> {
    let names = context.list_readers_owned().unwrap_or_default();
    if names.is_empty() {
        return Err(Absent::Reader);
    }
    let state = |name: &CString| ReaderState::new(name.clone(), State::UNAWARE);
    let mut states: Vec<ReaderState> = names.iter().map(state).collect();
    let there = |s: &&ReaderState| s.event_state().contains(State::PRESENT);
    context
        .get_status_change(Duration::ZERO, &mut states)
        .map_err(|_| Absent::Reader)?;
    if !states.iter().any(|s| there(&s)) {
        for state in &mut states {
            state.sync_current_state();
        }
        context
            .get_status_change(PATIENCE, &mut states)
            .map_err(|_| Absent::Card)?;
    }
    let found = states.iter().find(there).ok_or(Absent::Card)?;
    let card = context.connect(found.name(), ShareMode::Exclusive, Protocols::ANY);
    card.map_err(|_| Absent::Card)
}

impl CardReader for Pcsc {
    type Chip = Terminal<OnReader>;

    async fn card(&mut self) -> Result<Self::Chip, Absent> {
        let context = self.context()?.clone();
        let mut waited = Waited(Some(context.clone()));
        let card = tokio::task::spawn_blocking(move || wait(&context)).await;
        waited.0 = None;
        let card = card.map_err(|_| Absent::Reader)??;
        let mut entropy = [0; Terminal::<OnReader>::ENTROPY];
        SystemEntropy::new().fill(&mut entropy);
        Ok(Terminal::new(OnReader(Some(card)), entropy))
    }
}
