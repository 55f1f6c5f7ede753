//! The powers over an organisation: listed, and withdrawn at once (D59-13.7).

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::{Act, Delegation, End, Power};
use store::account;
use store::organisation::delegation;

use super::acting::{both, follow_to_lessen, require, require_to_change};
use crate::{App, Cx, Error, Result, notify};

/// A power with its holder, for the representative.
#[derive(Debug, Clone)]
pub struct Line {
    /// The power.
    pub delegation: Delegation,
    /// Whose: his name once he accepted, his number with its middle hidden before. A number that was
    /// only typed must not tell whose it is.
    pub name: String,
    /// His number, its middle hidden.
    pub number: String,
}

/// Every power there was or is, the newest first; for the legal representative. A register that is being spared keeps
/// nobody from withdrawing: while it is, he who lost his power there sees no more than the powers that he gave himself.
pub async fn delegations(app: &App, cx: &Cx, organisation: SubjectId) -> Result<Vec<Line>> {
    let _ = follow_to_lessen(app, cx, organisation).await?;
    let mut source = app.db.read().await?;
    require(&mut source, cx, organisation, Act::Withdraw).await?;
    let mut lines = Vec::new();
    for delegation in delegation::of(&mut source, organisation).await? {
        let Some(person) = account::load(&mut source, delegation.person, cx.now).await? else {
            continue;
        };
        lines.push(Line {
            name: called(&delegation, &person),
            number: person.profile.identity.number.masked(),
            delegation,
        });
    }
    Ok(lines)
}

/// How the representative reads of whoever has a power or is offered it.
pub(super) fn called(delegation: &Delegation, person: &account::Stored) -> String {
    let identity = &person.profile.identity;
    if delegation.accepted.is_some() {
        identity.name.as_str().to_owned()
    } else {
        identity.number.masked()
    }
}

/// Withdraws a power: the delegate's next request is refused (I5). A lock does not stand in the way, and the register
/// is not asked: whoever the representative is by now, the powers of the one before ended with his.
pub async fn withdraw(app: &App, cx: &Cx, organisation: SubjectId, id: DelegationId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut tx = app.db.begin().await?;
    let acting = require_to_change(&mut tx, cx, organisation, Act::Withdraw).await?;
    let all = delegation::of(&mut tx, organisation).await?;
    let found = all.into_iter().find(|one| one.id == id);
    let found = found.filter(|one| one.power != Power::Legal);
    let found = found.ok_or(Error::NotFound)?;
    if !found.in_force(cx.now) && !found.offered_at(cx.now) {
        return Err(Error::Refused("delegation-ended"));
    }
    delegation::end(&mut tx, organisation, id, (cx.now, End::Withdrawn)).await?;
    if let Some(person) = account::load(&mut tx, found.person, cx.now).await? {
        let args = [("organisation", acting.organisation.identity.name.clone())];
        notify::tell(&mut tx, app, cx, &person, "power-ended", &args).await?;
    }
    let detail = serde_json::json!({
        "delegation": id,
        "power": found.power.as_str(),
        "why": End::Withdrawn.as_str(),
    });
    let mut entries = both(
        app,
        cx,
        Event::PowerEnded,
        (organisation, found.person),
        detail.clone(),
    );
    let own = crate::entry_with(app, cx, Event::PowerEnded, acting.person, detail);
    entries.push(own);
    Ok(tx.commit(entries).await?)
}
