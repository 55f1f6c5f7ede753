//! Registrations of clients as this node last read them. Another node may have changed one since: whoever
//! acts on what is kept here compares its revision with the one that he reads with the act.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::ClientId;

use super::client::Party;

/// So many are kept.
const MOST: usize = 10_000;

/// The node's registrations.
#[derive(Default)]
pub struct Remembered(Mutex<BTreeMap<ClientId, Arc<Party>>>);

impl Remembered {
    fn kept(&self) -> MutexGuard<'_, BTreeMap<ClientId, Arc<Party>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn get(&self, id: ClientId) -> Option<Arc<Party>> {
        self.kept().get(&id).cloned()
    }

    pub(super) fn keep(&self, party: &Arc<Party>) {
        let mut kept = self.kept();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(party.stored.id, party.clone());
    }
}
