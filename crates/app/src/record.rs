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
        id: app.id(AuditId::from_bytes),
        at: cx.now,
        subject,
        actor: cx.actor.clone(),
        action: event.as_str(),
        purpose: cx.purpose,
        detail,
        request: cx.request.clone(),
    }
}
