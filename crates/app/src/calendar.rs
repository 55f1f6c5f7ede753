//! Working days of this installation.

use domain::calendar::Calendar;

use crate::{App, Result};

/// WD-1..8: the calendar by which terms are counted, as the table of holidays has it now.
pub async fn calendar(app: &App) -> Result<Calendar> {
    Ok(store::holiday::calendar(&mut app.db.read().await?).await?)
}
