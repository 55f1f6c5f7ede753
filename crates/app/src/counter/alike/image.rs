//! A portrait of a warning on the screen of the officer who settles it; each showing is on record with whose it is (I8).

use domain::actor::Purpose;
use store::capture;

use super::open::{one, shown};
use crate::counter::access::read_entry;
use crate::counter::image::media_type;
use crate::{App, Cx, Error, Result};

/// Which of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// The live portrait that was looked for.
    Live,
    /// The other person's.
    Other,
}

impl Whose {
    /// Reads the word of an address.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "live" => Some(Self::Live),
            "other" => Some(Self::Other),
            _ => None,
        }
    }
}

/// An image with its media type, while the warning is open.
pub async fn image(
    app: &App,
    cx: &Cx,
    warning: (&str, &str),
    whose: Whose,
) -> Result<(&'static str, Vec<u8>)> {
    let mut source = app.db.read().await?;
    let (stored, warning) = one(&mut source, cx, warning).await?;
    let (subject, portrait) = match whose {
        Whose::Live => (warning.subject, warning.portrait),
        Whose::Other => (warning.other.subject, warning.other.portrait),
    };
    let bytes = capture::image(&mut source, subject, portrait).await?;
    drop(source);
    let bytes = bytes.ok_or(Error::NotFound)?;
    let entry = match whose {
        Whose::Live => read_entry(app, cx, &stored, "portrait-live", Purpose::DuplicateCheck),
        Whose::Other => shown(app, cx, &warning, "portrait-alike"),
    };
    let tx = app.db.begin().await?;
    tx.commit(entry).await?;
    Ok((media_type(&bytes), bytes))
}
