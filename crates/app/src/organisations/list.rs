//! What the signed-in person can act for, is offered, and has asked for.

use domain::account::Standing;
use domain::ids::{DelegationId, SubjectId};
use domain::organisation::Power;
use jiff::Timestamp;
use store::organisation::registration::{self, Stored};
use store::organisation::{self, delegation};

use super::consent::{self, Asked};
use crate::{App, Cx, Result};

/// An organisation that he acts for.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Which.
    pub organisation: SubjectId,
    /// Its name.
    pub name: String,
    /// Its code as people write it.
    pub code: String,
    /// What he may do.
    pub power: Power,
    /// Until when; the legal representative's has no end.
    pub until: Option<Timestamp>,
    /// Whether its account may be used.
    pub standing: Standing,
    /// By which power, so that it can be given back.
    pub id: DelegationId,
}

/// A power that waits for his word.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Over which organisation.
    pub organisation: SubjectId,
    /// Which.
    pub id: DelegationId,
    /// Name of the organisation.
    pub name: String,
    /// What it covers.
    pub power: Power,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// Everything on one page.
#[derive(Debug, Clone, Default)]
pub struct Mine {
    /// Those he acts for.
    pub organisations: Vec<Entry>,
    /// Those that wait for his word.
    pub offers: Vec<Offer>,
    /// D69-12: requests of others that wait for his consent.
    pub asked: Vec<Asked>,
    /// His requests, the newest first.
    pub requests: Vec<Stored>,
}

/// D59-13.7: the organisations of the signed-in person. Entering one checks again.
pub async fn mine(app: &App, cx: &Cx) -> Result<Mine> {
    let me = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut mine = Mine {
        asked: consent::waiting(&mut source, cx).await?,
        requests: registration::of(&mut source, me).await?,
        ..Mine::default()
    };
    for kept in delegation::by_person(&mut source, me, cx.now).await? {
        let subject = kept.organisation;
        let power = kept.delegation;
        let Some(found) = organisation::load(&mut source, subject, cx.now).await? else {
            continue;
        };
        if power.in_force(cx.now) {
            mine.organisations.push(Entry {
                organisation: subject,
                standing: found.account.standing(cx.now),
                code: found.identity.code.shown(),
                name: found.identity.name,
                power: power.power,
                until: power.until,
                id: power.id,
            });
        } else if power.offered_at(cx.now) {
            mine.offers.push(Offer {
                organisation: subject,
                id: power.id,
                name: found.identity.name,
                power: power.power,
                until: power.until,
            });
        }
    }
    Ok(mine)
}
