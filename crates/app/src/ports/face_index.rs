//! Templates of faces that are searched (D59-3.1): bytes that only their engine understands.

use zeroize::Zeroizing;

/// A template, to be sealed wherever it rests: a face can be made from it.
pub type Template = Zeroizing<Vec<u8>>;

/// Why a portrait gives no template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoTemplate {
    /// Stable code, such as `face-no-face`.
    pub code: &'static str,
    /// Whether this engine will never make one of this picture; else it may another time.
    pub lasting: bool,
}

/// One of those on record that looks like the one looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Near {
    /// The caller's number.
    pub place: u64,
    /// How alike, in thousandths.
    pub score: i32,
}

/// Templates of one engine in memory. A search runs on the caller's thread, up to a second of processor.
pub trait FaceIndex: Send + Sync {
    /// Adds a template; `false`: it is another engine's, or damaged.
    fn insert(&mut self, place: u64, template: &[u8]) -> bool;

    /// Takes a template out.
    fn remove(&mut self, place: u64);

    /// Those at least so many thousandths alike, the most alike first; the code of why it cannot tell.
    fn search(&self, template: &[u8], from: u16) -> Result<Vec<Near>, &'static str>;
}
