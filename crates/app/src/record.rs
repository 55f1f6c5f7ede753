//! Audit entries of the present use case.

use domain::event::Event;
use domain::ids::{AuditId, SubjectId};
use store::Entry;

use crate::{App, Cx};

/// An entry without particulars.
pub fn entry(app: &App, cx: &Cx, event: Event, subject: SubjectId) -> Entry {
    entry_with(app, cx, event, subject, serde_json::json!({}))
}

/// An entry with particulars (sealed at rest).
pub fn entry_with(
    app: &App,
    cx: &Cx,
    event: Event,
    subject: SubjectId,
    detail: serde_json::Value,
) -> Entry {
    Entry {
        id: id(app, cx),
        at: cx.now,
        subject,
        actor: cx.actor.clone(),
        action: event.as_str(),
        purpose: cx.purpose,
        detail,
        request: cx.request.clone(),
    }
}

/// Milliseconds first: one subject's entries of one time lie side by side in the database, and writing them
/// touches few pages (RFC 9562 6.11).
fn id(app: &App, cx: &Cx) -> AuditId {
    let mut bytes: [u8; 16] = app.random();
    let time = domain::time::millis(cx.now).to_be_bytes();
    for (byte, of_time) in bytes.iter_mut().zip(time.into_iter().skip(2)) {
        *byte = of_time;
    }
    AuditId::from_bytes(bytes)
}
