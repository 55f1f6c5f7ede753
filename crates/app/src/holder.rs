//! A signed-in holder: resuming a session, ending it.

use domain::account::Level;
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::event::Event;
use domain::ids::{DeviceId, SessionId, SubjectId};
use domain::means::Means;
use domain::regime::{Feature, Regime};
use domain::time::viet_nam_date;
use jiff::{SignedDuration, Timestamp};
use store::account::Stored;
use store::session::{self, Scope};
use store::{Audit, Source};

use crate::ending::{self, Reach};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry};

/// A session that may be used now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resumed {
    /// Whose.
    pub subject: SubjectId,
    /// Which session.
    pub session: SessionId,
    /// On which device; none where a phone let it in.
    pub device: Option<DeviceId>,
    /// What the sign-in proved, and since then chip and face for as long as they count (D59-24.3).
    pub level: AuthLevel,
    /// D59-3.10: by which means.
    pub means: Vec<Means>,
    /// Until when chip and face count; none where they do not.
    pub raised_until: Option<Timestamp>,
    /// When the sign-in was.
    pub since: Timestamp,
    /// When what the level rests on was shown: the sign-in, or chip and face where they count and came before it
    /// (a phone that was raised let this browser in).
    pub auth_time: Timestamp,
    /// When it ends at the latest.
    pub expires: Timestamp,
    /// D59-19.ui: only the status page of a locked account.
    pub status_only: bool,
    /// D59-6.1: terms of use are in force that he has not accepted.
    pub terms_due: bool,
}

impl Resumed {
    /// The actor for the use case's context.
    pub const fn actor(&self) -> Actor {
        Actor::Holder {
            subject: self.subject,
            session: self.session,
            level: self.level,
        }
    }
}

/// Use is noted at most this often, so that reading a page does not cost a write.
const NOTE_USE_EACH: SignedDuration = SignedDuration::from_mins(5);

/// I5: a session that is alive now, judged with the account's holds in the same query.
pub async fn resume(app: &App, cx: &Cx, token: &Token) -> Result<Option<Resumed>> {
    let digest = token.digest();
    let mut source = app.db.read().await?;
    let Some(live) = session::find(&mut source, token.subject, &digest, cx.now).await? else {
        return Ok(None);
    };
    let today = viet_nam_date(cx.now);
    let terms = match live.scope {
        Scope::Open => store::terms::unaccepted(&mut source, token.subject, today).await?,
        Scope::Status => None,
    };
    drop(source);
    let idle = cx.now.duration_since(live.seen) > app.config.session_idle;
    let barred = live.scope == Scope::Open && live.locked;
    if live.ended || !live.activated || barred || idle || cx.now >= live.expires {
        return Ok(None);
    }
    if cx.now.duration_since(live.seen) > NOTE_USE_EACH {
        let mut tx = app.db.begin().await?;
        session::seen(&mut tx, token.subject, &digest, cx.now).await?;
        if let Some(device) = live.device.filter(|_| live.approved_by.is_none()) {
            session::device_seen(&mut tx, token.subject, device, cx.now).await?;
        }
        tx.commit(Audit::Bookkeeping("session used")).await?;
    }
    let raised = live.raised.as_ref().filter(|r| r.counts(cx.now));
    Ok(Some(Resumed {
        subject: token.subject,
        session: live.id,
        device: live.device.filter(|_| live.approved_by.is_none()),
        level: live.level,
        means: live.means,
        raised_until: raised.map(|r| r.until().min(live.expires)),
        since: live.since,
        auth_time: raised.map_or(live.since, |r| r.at.min(live.since)),
        expires: live.expires,
        status_only: live.scope == Scope::Status,
        terms_due: terms.is_some(),
    }))
}

/// The account of the signed-in holder.
pub async fn account(source: &mut impl Source, cx: &Cx) -> Result<Stored> {
    let subject = cx.holder()?;
    store::account::load(source, subject, cx.now)
        .await?
        .ok_or(Error::SignIn)
}

/// The account of the signed-in holder for a change: what a lock did is seen, and a lock waits (I5).
pub(crate) async fn account_to_change(tx: &mut store::Tx, cx: &Cx) -> Result<Stored> {
    let subject = cx.holder()?;
    store::account::load_to_change(tx, subject, cx.now)
        .await?
        .ok_or(Error::SignIn)
}

/// The account of the signed-in holder, in a read of its own.
pub async fn own_account(app: &App, cx: &Cx) -> Result<Stored> {
    let mut source = app.db.read().await?;
    account(&mut source, cx).await
}

/// I5: refuses when a hold came into force after the page was opened. Every write by a holder reads
/// his account inside its transaction and passes here.
pub fn require_open(stored: &Stored, cx: &Cx) -> Result<()> {
    use domain::account::Standing;
    match stored.account.standing(cx.now) {
        Standing::Open => Ok(()),
        Standing::Locked
        | Standing::AwaitingActivation { .. }
        | Standing::ActivationLapsed { .. } => Err(Error::SignIn),
    }
}

/// D69-9: whether a level opens a feature under the decree of the day.
pub(crate) fn opens(level: Level, cx: &Cx, feature: Feature) -> bool {
    let regime = Regime::on(viet_nam_date(cx.now)).unwrap_or(Regime::Decree59);
    level >= regime.opens(feature)
}

/// D69-9: refuses a feature that the account's level does not open.
pub(crate) fn require_level(stored: &Stored, cx: &Cx, feature: Feature) -> Result<()> {
    if opens(stored.account.level, cx, feature) {
        return Ok(());
    }
    Err(Error::Refused(match feature {
        Feature::Identity | Feature::Documents => "level-two-needed",
        Feature::Dependants => "dependant-level-two",
        Feature::Organisations => "organisation-level-two",
    }))
}

/// I5: the account of the signed-in holder for a change, while the session that he came with has not ended.
pub(crate) async fn alive(tx: &mut store::Tx, cx: &Cx, session: &Resumed) -> Result<Stored> {
    let stored = account_to_change(tx, cx).await?;
    if store::session::lives(tx, session.subject, session.session, cx.now).await? {
        Ok(stored)
    } else {
        Err(Error::SignIn)
    }
}

/// I5: the same, and the account is open: what was locked or ended meanwhile decides nothing.
pub(crate) async fn open_and_alive(
    tx: &mut store::Tx,
    cx: &Cx,
    session: &Resumed,
) -> Result<Stored> {
    let stored = alive(tx, cx, session).await?;
    require_open(&stored, cx)?;
    Ok(stored)
}

/// Ends the present session.
pub async fn sign_out(app: &App, cx: &Cx) -> Result<()> {
    let Actor::Holder {
        subject, session, ..
    } = cx.actor
    else {
        return Ok(());
    };
    let mut tx = app.db.begin().await?;
    let own = (Reach::Session(session), "signed-out");
    ending::end(&mut tx, app, cx, subject, own).await?;
    let cx = cx.with_purpose(Purpose::OwnUse);
    Ok(tx
        .commit(entry(app, &cx, Event::SignedOut, subject))
        .await?)
}
