//! The holder takes a pending request back.

use domain::document::IntegrationRequest;
use domain::event::Event;
use domain::ids::IntegrationId;
use domain::journey::Outcome;
use store::integration;

use crate::{App, Cx, Error, Result, entry_with, experience, holder};

/// Withdraws a request. Twice is calm; one already decided is refused.
pub async fn withdraw(app: &App, cx: &Cx, id: IntegrationId) -> Result<()> {
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let mut request = integration::load(&mut tx, subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    if matches!(request.state, IntegrationRequest::Withdrawn { .. }) {
        return Ok(());
    }
    request.state = request
        .state
        .withdraw(cx.now)
        .map_err(|e| Error::Refused(e.code()))?;
    integration::save(&mut tx, &request).await?;
    experience::end(&mut tx, cx, &id, Outcome::GivenUp).await?;
    let detail = serde_json::json!({ "integration": id, "kind": request.kind.slug() });
    Ok(tx
        .commit(entry_with(
            app,
            cx,
            Event::IntegrationWithdrawn,
            subject,
            detail,
        ))
        .await?)
}
