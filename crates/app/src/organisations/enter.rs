//! Choosing to act for an organisation (D59-13.7).

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::SubjectId;
use domain::organisation::Act;

use super::acting::{both, follow, require_to_change};
use crate::{App, Cx, Result};

/// Puts on both records that a person began to act for an organisation. Nothing is remembered: the
/// power is checked again at every request.
pub async fn enter(app: &App, cx: &Cx, organisation: SubjectId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    follow(app, cx, organisation).await?;
    let mut tx = app.db.begin().await?;
    let acting = require_to_change(&mut tx, cx, organisation, Act::Enter).await?;
    let detail = serde_json::json!({ "power": acting.power.as_str() });
    let whom = (organisation, acting.person);
    let entries = both(app, cx, Event::OrganisationEntered, whom, detail);
    Ok(tx.commit(entries).await?)
}
