//! An organisation's page: identity, status, who acts, what was done with its account.

use domain::account::{Level, Standing};
use domain::ids::SubjectId;
use domain::organisation::{Act, Power};
use domain::regime::Regime;
use store::organisation::StoredOrganisation;

use super::acting::{acting, follow, require};
use crate::holds::{self, Status};
use crate::{App, Cx, Result};
use domain::actor::Actor;
use jiff::Timestamp;

/// What who acts for an organisation sees of it.
#[derive(Debug)]
pub struct Home {
    /// D59-9: identity and account.
    pub organisation: StoredOrganisation,
    /// By which power he acts.
    pub power: Power,
    /// D69-7.3: the level it shows; none where the decree in force gives organisations none.
    pub level: Option<Level>,
    /// Whether the account may be used.
    pub standing: Standing,
    /// D59-19.ui: the lock, where there is one.
    pub lock: Status,
}

/// The page of an organisation; a locked one shows its lock and the way out.
pub async fn home(app: &App, cx: &Cx, organisation: SubjectId) -> Result<Home> {
    follow(app, cx, organisation).await?;
    as_known(app, cx, organisation, Act::Enter).await
}

/// The same for whoever locks it: by what is known here, so that no register can keep him from the form.
pub async fn to_lock(app: &App, cx: &Cx, organisation: SubjectId) -> Result<Home> {
    as_known(app, cx, organisation, Act::Lock).await
}

async fn as_known(app: &App, cx: &Cx, organisation: SubjectId, act: Act) -> Result<Home> {
    let mut source = app.db.read().await?;
    let acting = require(&mut source, cx, organisation, act).await?;
    let Actor::Holder { level, .. } = cx.actor else {
        return Err(crate::Error::SignIn);
    };
    let mut lock = holds::status_of(&mut source, cx, (organisation, level)).await?;
    lock.may_ask &= acting.power.covers(Act::AskUnlock);
    let account = &acting.organisation.account;
    let regime = Regime::judging(None, cx.now);
    Ok(Home {
        level: regime.and_then(|r| r.shown_level(account.kind, account.level)),
        standing: acting.organisation.account.standing(cx.now),
        power: acting.power,
        organisation: acting.organisation,
        lock,
    })
}

/// I8: what is on record about the organisation, before an instant or up to now.
pub async fn activity(
    app: &App,
    cx: &Cx,
    organisation: SubjectId,
    before: Option<Timestamp>,
) -> Result<crate::activity::Page> {
    acting(app, cx, organisation, Act::ReadActivity).await?;
    let mut source = app.db.read().await?;
    crate::activity::of(&mut source, cx, organisation, before).await
}
