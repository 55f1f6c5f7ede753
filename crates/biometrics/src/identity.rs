//! Who made a template or a score.

/// Which engine, which version, which contents. Stands on every template and every score, so that scores of
/// different engines never mix and templates can be made anew when the engine changes.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Identity {
    pub(crate) id: String,
    pub(crate) version: String,
    pub(crate) digest: String,
}

/// Why words name no engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// A name or a version that is empty, longer than 64 bytes or not of visible ASCII.
    #[error("an engine's name and version are one to 64 visible ASCII characters")]
    Word,
    /// No SHA-256.
    #[error("an engine's digest is 64 hexadecimal digits in lower case")]
    Digest,
}

impl Identity {
    /// Most bytes of a name or a version: they stand in each record beside the minutiae.
    const WORD: usize = 64;

    /// Names an engine: its name, its version with that of its parameters, and the SHA-256 over what it consists
    /// of, in hexadecimal digits.
    pub fn new(id: &str, version: &str, digest: &str) -> Result<Self, IdentityError> {
        let word = |word: &str| {
            (1..=Self::WORD).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_graphic())
        };
        if !word(id) || !word(version) {
            return Err(IdentityError::Word);
        }
        let digit = |b| matches!(b, b'0'..=b'9' | b'a'..=b'f');
        if digest.len() != 64 || !digest.bytes().all(digit) {
            return Err(IdentityError::Digest);
        }
        Ok(Self {
            id: id.to_owned(),
            version: version.to_owned(),
            digest: digest.to_owned(),
        })
    }

    /// The engine's name.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Its version, with that of its parameters.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// SHA-256 over what it consists of, in hexadecimal digits.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// As it stands in stored templates: name, version and digest, a line each.
    pub(crate) fn to_mark(&self) -> String {
        [self.id(), self.version(), self.digest()].join("\n")
    }

    /// Whom a mark names, if it can be one.
    pub(crate) fn from_mark(mark: &[u8]) -> Option<Self> {
        let mut lines = std::str::from_utf8(mark).ok()?.split('\n');
        let (id, version, digest) = (lines.next()?, lines.next()?, lines.next()?);
        let identity = Self::new(id, version, digest).ok()?;
        lines.next().is_none().then_some(identity)
    }
}
