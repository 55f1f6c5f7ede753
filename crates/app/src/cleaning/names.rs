//! Names of the whole register in little room: each word once, each name once.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::cleaning::Name;

/// A word as held, and as it is compared: lower case, parted at hyphens and apostrophes.
struct Word {
    held: Box<str>,
    lower: Box<str>,
}

/// All names: each a list of words.
#[derive(Default)]
pub(super) struct Names {
    words: Vec<Word>,
    /// Words of one name after the other.
    lists: Vec<u32>,
    /// Where each name's words end.
    ends: Vec<u32>,
}

impl Names {
    fn list(&self, name: u32) -> impl Iterator<Item = &Word> {
        let at = |place: usize| self.ends.get(place).copied().unwrap_or(0) as usize;
        let place = name as usize;
        let start = place.checked_sub(1).map_or(0, at);
        let list = self.lists.get(start..at(place)).unwrap_or_default();
        list.iter()
            .filter_map(|word| self.words.get(*word as usize))
    }

    /// The words of a name as they are compared.
    pub(super) fn lower(&self, name: u32) -> Vec<&str> {
        self.list(name)
            .flat_map(|word| word.lower.split(' '))
            .filter(|word| !word.is_empty())
            .collect()
    }

    /// The name as held.
    pub(super) fn held(&self, name: u32) -> String {
        let words: Vec<&str> = self.list(name).map(|word| &*word.held).collect();
        words.join(" ")
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        let text: usize = self
            .words
            .iter()
            .map(|word| word.held.len() + word.lower.len())
            .sum();
        text + self.words.len() * size_of::<Word>() + (self.lists.len() + self.ends.len()) * 4
    }
}

/// Names in the making.
#[derive(Default)]
pub(super) struct Gather {
    names: Names,
    words: HashMap<Box<str>, u32>,
    /// Digest of a name's words to the last name with it, and each name to the one before.
    known: HashMap<u64, u32>,
    before: Vec<u32>,
    /// Key of each name's words without marks, whatever their order.
    keys: Vec<u64>,
}

const NONE: u32 = u32::MAX;

impl Gather {
    /// The place of a name; `None` where there are more words than 32 bits count.
    pub(super) fn name(&mut self, text: &str) -> Option<u32> {
        let words: Option<Vec<u32>> = text.split_whitespace().map(|w| self.word(w)).collect();
        let words = words?;
        let digest = digest(&words);
        let mut known = self.known.get(&digest).copied().unwrap_or(NONE);
        let last = known;
        while known != NONE {
            if self.is(known, &words) {
                return Some(known);
            }
            known = self.before.get(known as usize).copied().unwrap_or(NONE);
        }
        let place = u32::try_from(self.names.ends.len()).ok()?;
        self.names.lists.extend(&words);
        let end = u32::try_from(self.names.lists.len()).ok()?;
        self.names.ends.push(end);
        self.known.insert(digest, place);
        self.before.push(last);
        let lower = self.names.lower(place).join(" ");
        self.keys
            .push(Name::parse(&lower).map_or(0, |name| key(&name)));
        Some(place)
    }

    /// Key of a name's words.
    pub(super) fn key(&self, name: u32) -> u64 {
        self.keys.get(name as usize).copied().unwrap_or(0)
    }

    /// What is kept.
    pub(super) fn done(mut self) -> Names {
        self.names.words.shrink_to_fit();
        self.names.lists.shrink_to_fit();
        self.names.ends.shrink_to_fit();
        self.names
    }

    fn is(&self, name: u32, words: &[u32]) -> bool {
        let end = |place: usize| self.names.ends.get(place).copied().unwrap_or(0) as usize;
        let place = name as usize;
        let start = place.checked_sub(1).map_or(0, end);
        self.names.lists.get(start..end(place)) == Some(words)
    }

    fn word(&mut self, text: &str) -> Option<u32> {
        if let Some(known) = self.words.get(text) {
            return Some(*known);
        }
        let place = u32::try_from(self.names.words.len()).ok()?;
        let lower = Name::parse(text).map(|name| name.words().collect::<Vec<_>>().join(" "));
        self.names.words.push(Word {
            held: text.into(),
            lower: lower.unwrap_or_default().into(),
        });
        self.words.insert(text.into(), place);
        Some(place)
    }
}

fn digest(of: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Key of a name's words without marks, whatever their order.
pub(super) fn key(name: &Name) -> u64 {
    digest(&name.folded())
}
