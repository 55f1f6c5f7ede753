//! The screen of a unit's waiting room: an address of its own that shows numbers and desks until midnight and opens
//! nothing else, so that no officer's session stays open on a computer in a public room.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::viet_nam_date;
use jiff::civil::Date;

use super::day::{Display, display_of};
use super::serving;
use crate::{App, Cx, Error, Result};

/// What only the house can make for a unit and a day.
fn mark(app: &App, unit: &str, day: Date) -> String {
    let keys = app.db.keys();
    URL_SAFE_NO_PAD.encode(keys.digest("waiting-room", &format!("{unit}/{day}")))
}

/// The address of today's screen of the officer's unit: unit and mark.
pub fn screen(app: &App, cx: &Cx) -> Result<(String, String)> {
    let (cx, unit) = serving(cx)?;
    let mark = mark(app, &unit, viet_nam_date(cx.now));
    Ok((unit, mark))
}

/// What the screen shows; whoever has no mark of today finds nothing.
pub async fn on_screen(app: &App, cx: &Cx, (unit, given): (&str, &str)) -> Result<Display> {
    let today = viet_nam_date(cx.now);
    let right = mark(app, unit, today);
    verify_slices_are_equal(right.as_bytes(), given.as_bytes()).map_err(|_| Error::NotFound)?;
    display_of(app, unit, today).await
}
