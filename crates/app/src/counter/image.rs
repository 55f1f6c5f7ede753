//! Portraits and fingerprints on an officer's screen: only for a registration that is open before
//! him, each showing on record (I8).

use domain::account::Level;
use domain::finger::Finger;
use domain::registers::PortraitSource;
use store::capture;
use store::registration::{self, Stored};

use super::access::{self, is_open, purpose, read_entry};
use crate::{App, Cx, Error, Result};

/// Which image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Which {
    /// The portrait taken now.
    Live,
    /// The population register's.
    Register,
    /// The card's.
    Card,
    /// The one of the chip of the card shown, found authentic.
    Chip,
    /// A fingerprint taken now.
    Finger(String),
}

impl Which {
    /// Reads the word of an address.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "live" => Some(Self::Live),
            "register" => Some(Self::Register),
            "card" => Some(Self::Card),
            "chip" => Some(Self::Chip),
            other => {
                let finger = Finger::parse(other.strip_prefix("finger-")?)?;
                Some(Self::Finger(finger.as_str().to_owned()))
            }
        }
    }

    pub(super) const fn what(&self) -> &'static str {
        match self {
            Self::Live => "portrait-live",
            Self::Register => "portrait-register",
            Self::Card => "portrait-card",
            Self::Chip => "portrait-chip",
            Self::Finger(_) => "fingerprint",
        }
    }
}

/// An image with its media type.
pub async fn image(
    app: &App,
    cx: &Cx,
    reference: &str,
    which: &Which,
) -> Result<(&'static str, Vec<u8>)> {
    let mut source = app.db.read().await?;
    let named = registration::named(&mut source, reference).await?;
    let level = named.map(|s| s.level);
    let stored = match level {
        Some(Level::Two) => access::proofing(&mut source, cx, reference).await?,
        Some(Level::One) | None => access::queued(&mut source, cx, reference).await?,
    };
    if !is_open(&stored) {
        return Err(Error::NotFound);
    }
    let own = match which {
        Which::Live => stored.dossier.portrait,
        Which::Chip => stored.dossier.chip_portrait,
        Which::Finger(name) => stored
            .dossier
            .fingers
            .iter()
            .find(|f| f.finger == *name)
            .map(|f| f.capture),
        Which::Register | Which::Card => None,
    };
    let bytes = capture::image_of(&mut source, stored.subject, own).await?;
    drop(source);
    let bytes = match which {
        Which::Register => on_record(app, &stored, PortraitSource::Population).await?,
        Which::Card => on_record(app, &stored, PortraitSource::Card).await?,
        Which::Live | Which::Chip | Which::Finger(_) => bytes.ok_or(Error::NotFound)?,
    };
    let tx = app.db.begin().await?;
    tx.commit(read_entry(app, cx, &stored, which.what(), purpose(&stored)))
        .await?;
    Ok((media_type(&bytes), bytes))
}

/// A register's portrait of whom a registration is about.
pub(super) async fn on_record(
    app: &App,
    stored: &Stored,
    source: PortraitSource,
) -> Result<Vec<u8>> {
    let number = stored.dossier.number.as_ref().ok_or(Error::NotFound)?;
    let told = app.registers.portrait(number, source).await;
    told.map_err(Error::from)?.ok_or(Error::NotFound)
}

pub(super) fn media_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(b"\x89PNG") {
        "image/png"
    } else {
        "image/jpeg"
    }
}
