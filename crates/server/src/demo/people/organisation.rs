//! A company with its representative and a delegate.

use app::organisations::{Begun, Give, activate, answer, begin, give, registration, submit};
use app::{App, Cx};
use country::CastMember;
use domain::actor::{Actor, AuthLevel, Purpose};
use store::Audit;
use store::organisation::registration::State;
use store::session::{self, New, Scope};

use super::walk::{PASSCODE, holder};
use crate::failure::Failure;

/// Acting for an organisation reads the session with every act, so it must be there.
async fn signed_in(app: &App, member: &CastMember) -> Result<Cx, Failure> {
    let cx = holder(app, member).await?;
    let Actor::Holder {
        subject, session, ..
    } = cx.actor
    else {
        return Err(Failure::new("not a holder"));
    };
    let mut tx = app.db.begin().await?;
    let new = New {
        subject,
        digest: app.random::<32>().to_vec(),
        id: session,
        device: None,
        level: AuthLevel::TWO,
        means: Vec::new(),
        scope: Scope::Open,
        approved_by: None,
        raised: None,
        at: cx.now,
        expires: cx.now + jiff::SignedDuration::from_mins(1),
    };
    session::insert(&mut tx, &new).await?;
    tx.commit(Audit::Bookkeeping("demo session")).await?;
    Ok(cx)
}

/// D59-16, D59-13.7: registers the representative's company and empowers the delegate.
pub(super) async fn company(
    app: &App,
    representative: &CastMember,
    delegate: &CastMember,
) -> Result<(), Failure> {
    let code = representative
        .company
        .as_ref()
        .ok_or_else(|| Failure::new("the cast has no company"))?;
    let cx = signed_in(app, representative).await?;
    let Begun::Draft(id) = begin(app, &cx, code, false).await? else {
        return Ok(());
    };
    submit(app, &cx, id).await?;
    let found = registration(app, &cx, id).await?;
    let State::Approved { organisation, .. } = found.stored.state else {
        return Err(Failure::new("the company was not approved"));
    };
    // The check ran a moment after the request was made: what it gave is in force from then on.
    let cx = app.acting(cx.actor.clone(), Purpose::OwnUse);
    activate(app, &cx, organisation, PASSCODE).await?;
    let last = domain::time::viet_nam_date(cx.now).saturating_add(jiff::Span::new().years(1));
    let until = last.to_string();
    let power = Give {
        number: &delegate.number,
        power: "represent",
        until: &until,
        passcode: PASSCODE,
    };
    let given = give(app, &cx, organisation, &power).await?;
    let cx = signed_in(app, delegate).await?;
    answer(app, &cx, (organisation, given), true).await?;
    Ok(())
}
