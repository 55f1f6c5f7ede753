//! The holder is asked for a new version: he accepts, comes back later while it has not begun, or declines.

use domain::actor::{Actor, Purpose};
use domain::event::Event;
use domain::ids::SubjectId;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::{Source, account, terms};

use super::keep;
use crate::ending::{self, Reach};
use crate::{App, Cx, Error, Result, entry_with, holder};

/// A version that waits for the holder's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// Its name.
    pub version: String,
    /// First day.
    pub from: Date,
    /// In force already: there is no later.
    pub due: bool,
}

async fn waiting(source: &mut impl Source, cx: &Cx, subject: SubjectId) -> Result<Option<Pending>> {
    let today = viet_nam_date(cx.now);
    for (until, due) in [(today, true), (Date::MAX, false)] {
        if let Some(found) = terms::unaccepted(source, subject, until).await? {
            return Ok(Some(Pending {
                version: found.version,
                from: found.from,
                due: due || found.from <= today,
            }));
        }
    }
    Ok(None)
}

/// What waits for an answer of this holder: the version in force, else one that was announced.
pub async fn pending(app: &App, cx: &Cx, subject: SubjectId) -> Result<Option<Pending>> {
    let mut source = app.db.read().await?;
    waiting(&mut source, cx, subject).await
}

/// D59-6.1: accepts the version that was read; [`Error::Stale`] when another one waits by now. Twice is
/// calm.
pub async fn accept(app: &App, cx: &Cx, version: &str) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut tx = app.db.begin().await?;
    let stored = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&stored, cx)?;
    let subject = stored.account.subject;
    let Some(found) = waiting(&mut tx, cx, subject).await? else {
        return Ok(());
    };
    if found.version != version {
        return Err(Error::Stale);
    }
    keep(&mut tx, subject, version, (cx.now, None)).await?;
    let detail = serde_json::json!({ "version": version });
    Ok(tx
        .commit(entry_with(app, cx, Event::TermsAccepted, subject, detail))
        .await?)
}

/// D59-6.1: whoever declines is signed out everywhere. His account is not locked, and he is asked again at
/// his next sign-in.
pub async fn decline(app: &App, cx: &Cx) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let Actor::Holder { subject, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    let mut tx = app.db.begin().await?;
    account::hold_row(&mut tx, subject).await?;
    let all = (Reach::Everything, "terms-declined");
    ending::end(&mut tx, app, cx, subject, all).await?;
    let found = waiting(&mut tx, cx, subject).await?;
    let detail = serde_json::json!({ "version": found.map(|f| f.version) });
    Ok(tx
        .commit(entry_with(app, cx, Event::TermsDeclined, subject, detail))
        .await?)
}
