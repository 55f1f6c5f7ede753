//! What a locked holder may learn (D59-19.ui): ground, date, channel, rule, way out.

use domain::actor::{Actor, AuthLevel};
use domain::hold::{Ground, Hold, WayOut};
use domain::ids::SubjectId;
use domain::regime::Basis;
use jiff::Timestamp;
use store::hold::Kept;
use store::unlock::{Request, State};
use store::{Source, hold, unlock};

use super::basis;
use crate::{App, Cx, Error, Result};

/// A hold in force with how it ends.
#[derive(Debug, Clone)]
pub struct InForce {
    /// The hold.
    pub hold: Hold,
    /// The rule it rests on.
    pub basis: Basis,
    /// How it ends.
    pub way_out: WayOut,
}

/// The lock as its holder sees it.
#[derive(Debug, Clone)]
pub struct Status {
    /// Holds in force; none when the account is open.
    pub in_force: Vec<InForce>,
    /// Holds that ended.
    pub earlier: Vec<Kept>,
    /// The latest request to be unlocked since the lock.
    pub request: Option<Request>,
    /// Whether a request may be made now.
    pub may_ask: bool,
    /// D69-30: whether that request ends the holder's own lock at once.
    pub at_once: bool,
    /// UX-12: until when a short lock lasts that its holder may confirm or take back now.
    pub short: Option<Timestamp>,
}

/// D59-19.ui: everything on the lock of the signed-in holder's account.
pub async fn status(app: &App, cx: &Cx) -> Result<Status> {
    let Actor::Holder { subject, level, .. } = cx.actor else {
        return Err(Error::SignIn);
    };
    let mut source = app.db.read().await?;
    status_of(&mut source, cx, (subject, level)).await
}

/// The lock of a subject, for somebody whose sign-in proved so much.
pub(crate) async fn status_of(
    source: &mut impl Source,
    cx: &Cx,
    (subject, level): (SubjectId, AuthLevel),
) -> Result<Status> {
    let all = hold::all(source, subject).await?;
    let latest = unlock::latest(source, subject).await?;
    let begun = all.into_iter().filter(|k| k.hold.since <= cx.now);
    let (now, earlier): (Vec<Kept>, Vec<Kept>) =
        begun.partition(|k| k.ended.is_none() && k.hold.in_force(cx.now));
    let earlier = earlier.into_iter().filter(Kept::bit).collect();
    let in_force: Vec<InForce> = now
        .into_iter()
        .map(|k| InForce {
            basis: basis(&k.hold),
            way_out: k.hold.ground.way_out(),
            hold: k.hold,
        })
        .collect();
    let own = in_force
        .iter()
        .find(|f| f.hold.ground == Ground::OwnRequest);
    let request = latest.filter(|r| own.is_some_and(|f| r.at >= f.hold.since));
    let waiting = request.as_ref().is_some_and(|r| r.state == State::Open);
    let strong = level >= AuthLevel::TWO;
    let short = own.filter(|f| strong && f.hold.short());
    let short = short.and_then(|f| f.hold.until);
    let may_ask = own.is_some() && short.is_none() && !waiting && strong;
    let ends = |f: &InForce| super::ask_unlock::ends_at_once(&f.hold, request.as_ref(), cx.now);
    let at_once = may_ask && own.is_some_and(ends);
    Ok(Status {
        in_force,
        earlier,
        request,
        may_ask,
        at_once,
        short,
    })
}
