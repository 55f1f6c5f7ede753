//! A setting that is never shown.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A secret of the configuration. Shown, printed or serialised, it is only said to be set.
#[derive(Clone, Default, PartialEq, Eq)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn is_set(&self) -> bool {
        !self.0.is_empty()
    }

    const fn shown(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "(set)" }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.shown())
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown())
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The usual error would show the value.
        String::deserialize(deserializer)
            .map(Self)
            .map_err(|_| serde::de::Error::custom("a secret must be text in quotes"))
    }
}
