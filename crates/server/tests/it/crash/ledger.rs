//! What was acknowledged, held against what is there.

use std::collections::{BTreeMap, BTreeSet};

use crate::site::browser::Browser;
use crate::site::home::Home;
use crate::site::server::Server;

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Registration,
    Integration,
    Lock,
}

/// An acknowledged change: where its answer led.
#[derive(Clone)]
pub(super) struct Change {
    pub(super) kind: Kind,
    pub(super) browser: Browser,
    pub(super) phone: String,
    pub(super) place: String,
}

/// Everything acknowledged so far. Of a registration the last step counts, for it holds the earlier ones.
#[derive(Default)]
pub(super) struct Ledger {
    fresh: BTreeMap<(Kind, String), Change>,
    old: BTreeMap<(Kind, String), Change>,
}

const STEPS: [&str; 8] = [
    "number", "contact", "code", "details", "portrait", "consent", "check", "status",
];

fn step(place: &str) -> usize {
    let word = place.rsplit('/').next().unwrap_or_default();
    STEPS
        .iter()
        .position(|step| *step == word)
        .unwrap_or_else(|| panic!("no step: {place}"))
}

impl Ledger {
    /// Adds what one round brought.
    pub(super) fn extend(&mut self, changes: Vec<Change>) {
        self.old.append(&mut self.fresh);
        for change in changes {
            self.fresh
                .insert((change.kind, change.phone.clone()), change);
        }
    }

    /// How many kinds of change there were.
    pub(super) fn kinds(&self) -> usize {
        self.all()
            .map(|change| change.kind)
            .collect::<BTreeSet<_>>()
            .len()
    }

    fn all(&self) -> impl Iterator<Item = &Change> {
        self.old.values().chain(self.fresh.values())
    }

    /// Each change is there. Those of earlier rounds are looked at through their letters only: their sessions ended.
    pub(super) async fn is_kept(&self, server: &Server, round: u64) {
        for change in self.fresh.values() {
            let mut browser = change.browser.clone();
            let place = match change.kind {
                Kind::Registration => "/register/next",
                Kind::Integration | Kind::Lock => &change.place,
            };
            let answer = browser.get(server.address, place).await.expect("an answer");
            let kept = match change.kind {
                Kind::Registration => {
                    answer.status == 303 && step(&answer.location) >= step(&change.place)
                }
                Kind::Integration | Kind::Lock => answer.status == 200,
            };
            let (kind, wanted, location) = (change.kind, &change.place, &answer.location);
            assert!(
                kept,
                "round {round}, {kind:?}: {wanted} was acknowledged, {place} gives {} {location}",
                answer.status
            );
        }
    }

    /// Each message was sent, and none twice to its reader; whoever did something was told of it.
    pub(super) async fn was_told_once(&self, home: &Home, server: &Server) {
        let letters = server.letters(u16::MAX).await;
        let messages = home.messages().await;
        let keys: BTreeSet<&str> = letters
            .iter()
            .filter_map(|letter| letter["key"].as_str())
            .collect();
        assert_eq!(keys.len(), letters.len(), "a key came twice");
        for (id, state) in &messages {
            assert_eq!(state, "sent");
            assert!(
                keys.contains(id.as_str()),
                "message {id} was never handed over"
            );
        }
        assert_eq!(letters.len(), messages.len(), "letters that nobody wrote");
        let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for letter in &letters {
            let (to, text) = (
                letter["to"].as_str().unwrap_or_default(),
                letter["text"].as_str().unwrap_or_default(),
            );
            assert!(
                told.entry(to).or_default().insert(text),
                "the same words twice to one person: {text}"
            );
        }
        for change in self.all() {
            let wanted = match change.kind {
                Kind::Registration => match step(&change.place) {
                    0..=1 => 0,
                    2..=6 => 1,
                    _ => 2,
                },
                Kind::Integration | Kind::Lock => 1,
            };
            let got = told.get(change.phone.as_str()).map_or(0, BTreeSet::len);
            assert!(
                got >= wanted,
                "{:?}: {got} letters, not {wanted}",
                change.kind
            );
        }
    }
}
