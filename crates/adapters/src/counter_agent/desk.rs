//! What stands on the officer's desk.

use std::time::Duration;

use serde_json::{Value, json};

/// Between two questions whether a finger is still waited for.
const STILL: Duration = Duration::from_secs(2);

/// A card reader, a fingerprint scanner, or both.
pub struct Desk<R, S> {
    /// The reader.
    pub reader: Option<R>,
    /// The scanner.
    pub scanner: Option<S>,
    /// Between two questions whether a finger is still waited for.
    pub still: Duration,
}

impl<R, S> Desk<R, S> {
    /// With these.
    pub const fn new(reader: Option<R>, scanner: Option<S>) -> Self {
        Self {
            reader,
            scanner,
            still: STILL,
        }
    }

    /// The question for work. Servers from before scanners know none but readers: an agent with nothing else says nothing.
    pub(super) fn question(&self, wait: u32) -> Value {
        let abilities = match (&self.reader, &self.scanner) {
            (Some(_), None) => return json!({ "wait": wait }),
            (Some(_), Some(_)) => &["reader", "scanner"][..],
            (None, Some(_)) => &["scanner"],
            (None, None) => &[],
        };
        json!({ "wait": wait, "abilities": abilities })
    }
}
