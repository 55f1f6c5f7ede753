//! D59-18.1: the representative takes possession of the organisation's account.

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::SubjectId;
use domain::organisation::Act;
use store::organisation;

use super::acting::{both, follow, require_to_change};
use crate::{App, Cx, Result, credentials, notify};

/// D59-18.1, D59-18.2: within seven days, with his passcode, in his own session.
pub async fn activate(app: &App, cx: &Cx, organisation: SubjectId, passcode: &str) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    super::acting(app, cx, organisation, Act::Activate).await?;
    credentials::verify_passcode(app, cx, cx.holder()?, passcode).await?;
    follow(app, cx, organisation).await?;
    let mut tx = app.db.begin().await?;
    let mut acting = require_to_change(&mut tx, cx, organisation, Act::Activate).await?;
    let stored = &mut acting.organisation;
    stored.account = stored.account.clone().activate(cx.now)?;
    organisation::save(&mut tx, stored).await?;
    notify::tell(&mut tx, app, cx, stored, "account-activated", &[]).await?;
    let whom = (organisation, acting.person);
    let entries = both(
        app,
        cx,
        Event::AccountActivated,
        whom,
        serde_json::json!({}),
    );
    Ok(tx.commit(entries).await?)
}
