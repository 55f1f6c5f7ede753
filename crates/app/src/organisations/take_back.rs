//! D69-12: the registrant takes back a request that nobody received yet.

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::RegistrationId;
use domain::journey::Outcome;
use store::organisation::consent::{self, Answer};
use store::organisation::old_draft;
use store::organisation::registration::{self, State, Stored};
use store::{Entry, Tx, account};

use super::begin::entitled_to_change;
use crate::{App, Cx, Error, Result, entry_with, experience, notify};

/// Why a request that others were asked about ended, where its registrant took it back.
pub const WITHDRAWN: &str = "withdrawn";

/// Takes a request back. A draft goes with its papers; where others are asked, it ends and they are told.
/// Once it is received it is decided.
pub async fn take_back(app: &App, cx: &Cx, id: RegistrationId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let mut tx = app.db.begin().await?;
    let me = entitled_to_change(&mut tx, cx).await?;
    let subject = me.account.subject;
    let found = registration::load(&mut tx, subject, id).await?;
    let mut stored = found.ok_or(Error::NotFound)?;
    let detail = serde_json::json!({ "registration": id });
    let event = Event::OrganisationWithdrawn;
    let mut entries = vec![entry_with(app, cx, event, subject, detail)];
    match stored.state {
        State::Draft => old_draft::remove(&mut tx, (subject, id), cx.now).await?,
        State::Asking => entries.extend(nobody_waits(&mut tx, app, cx, &mut stored).await?),
        State::Received { .. } | State::Approved { .. } | State::Refused { .. } => {
            return Err(Error::Refused("organisation-withdraw-late"));
        }
    }
    Ok(tx.commit(entries).await?)
}

/// Whoever was asked is told, whether he agreed already or not.
async fn nobody_waits(tx: &mut Tx, app: &App, cx: &Cx, stored: &mut Stored) -> Result<Vec<Entry>> {
    let (subject, id) = (stored.subject, stored.id);
    let args = [("organisation", stored.dossier.name.clone())];
    let mut entries = Vec::new();
    for one in consent::of(tx, (subject, id)).await? {
        let asked = !matches!(one.answer, Some((Answer::Refused | Answer::Ended, _)));
        let person = account::load(tx, one.person, cx.now).await?;
        let Some(person) = person.filter(|_| asked) else {
            continue;
        };
        notify::tell(tx, app, cx, &person, "consent-ended", &args).await?;
        let detail = serde_json::json!({ "registration": id });
        let event = Event::OrganisationWithdrawn;
        entries.push(entry_with(app, cx, event, one.person, detail));
    }
    consent::end(tx, (subject, id), cx.now).await?;
    stored.state = State::Refused {
        at: cx.now,
        reason: WITHDRAWN.to_owned(),
    };
    registration::save(tx, stored).await?;
    experience::end(tx, cx, &id, Outcome::GivenUp).await?;
    Ok(entries)
}
