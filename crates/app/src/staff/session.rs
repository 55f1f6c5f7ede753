//! A signed-in member of staff.

use domain::actor::{Actor, Role};
use domain::ids::StaffId;
use jiff::SignedDuration;
use store::{Audit, staff};

use crate::token::Token;
use crate::{App, Cx, Result};

/// Who works here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// Identifier.
    pub id: StaffId,
    /// Name for the page header.
    pub name: String,
    /// Role.
    pub role: Role,
    /// Code of the unit.
    pub unit: String,
}

impl Member {
    /// The actor for the use case's context.
    pub fn actor(&self) -> Actor {
        Actor::Staff {
            id: self.id,
            role: self.role,
            unit: self.unit.clone(),
        }
    }
}

const IDLE: SignedDuration = SignedDuration::from_mins(30);
const NOTE_USE_EACH: SignedDuration = SignedDuration::from_mins(2);

/// A live session that is used now; role and unit as they are now.
pub async fn resume(app: &App, cx: &Cx, token: &Token) -> Result<Option<Member>> {
    let Some(live) = live(app, cx, token).await? else {
        return Ok(None);
    };
    if cx.now.duration_since(live.seen) > NOTE_USE_EACH {
        let mut tx = app.db.begin().await?;
        staff::session_seen(&mut tx, &token.digest(), cx.now).await?;
        tx.commit(Audit::Bookkeeping("staff session used")).await?;
    }
    Ok(Some(member(live)))
}

/// The same of a page that renews itself: nobody uses the session by that, and left alone it ends.
pub async fn glance(app: &App, cx: &Cx, token: &Token) -> Result<Option<Member>> {
    Ok(live(app, cx, token).await?.map(member))
}

async fn live(app: &App, cx: &Cx, token: &Token) -> Result<Option<staff::Live>> {
    let mut source = app.db.read().await?;
    let live = staff::find_session(&mut source, &token.digest(), cx.now).await?;
    Ok(live.filter(|l| cx.now.duration_since(l.seen) <= IDLE))
}

fn member(live: staff::Live) -> Member {
    Member {
        id: live.staff,
        name: live.name,
        role: live.role,
        unit: live.unit,
    }
}

/// Ends the session.
pub async fn sign_out(app: &App, cx: &Cx, token: &Token) -> Result<()> {
    let mut tx = app.db.begin().await?;
    staff::end_session(&mut tx, &token.digest(), cx.now).await?;
    Ok(tx.commit(Audit::Bookkeeping("staff signed out")).await?)
}
