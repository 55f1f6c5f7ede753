//! The post office of a demonstration: every message that would have been sent.

use store::post_office::{Letter, list};

use crate::{App, Error, Result};

const SHOWN: i64 = 100;

/// The newest messages; nothing outside a demonstration.
pub async fn letters(app: &App) -> Result<Vec<Letter>> {
    if !app.config.demo {
        return Err(Error::NotFound);
    }
    Ok(list(&mut app.db.read().await?, SHOWN).await?)
}
