//! The numbers that stand in a person's name, and those that wait for his code.

use domain::contact::Phone;
use domain::ids::{ClientId, SubjectId, SubscriberId};
use domain::subscriber::{LIFE, State, standing};
use jiff::Timestamp;
use store::Source;
use store::relying_party::client;
use store::subscriber;

use super::granted;
use crate::relying_parties::client::read;
use crate::{App, Cx, Result};

/// So many are shown, the latest first.
const MOST: i64 = 50;

/// One number.
#[derive(Debug, Clone)]
pub struct Number {
    /// Its reference number.
    pub id: SubscriberId,
    /// Name of the telecom.
    pub party: String,
    /// Most of it hidden.
    pub phone: String,
    /// Where it stands.
    pub state: State,
    /// Since when in the person's name.
    pub registered: Option<Timestamp>,
    /// Since when it is not any more.
    pub ended: Option<Timestamp>,
}

/// Name of a telecom.
pub(super) async fn name(source: &mut impl Source, id: ClientId) -> Result<String> {
    let found = client::find(source, id).await?;
    Ok(found.map_or_else(|| id.to_string(), |client| client.name))
}

/// The numbers of the signed-in holder; what lapsed is left out.
pub async fn numbers(app: &App, cx: &Cx) -> Result<Vec<Number>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for one in subscriber::of_subject(&mut source, subject, MOST).await? {
        if standing(one.state, one.asked, cx.now) == State::Lapsed {
            continue;
        }
        all.push(Number {
            id: one.id,
            party: name(&mut source, one.client).await?,
            phone: one.body.phone.masked(),
            state: one.state,
            registered: one.registered,
            ended: one.ended,
        });
    }
    Ok(all)
}

/// The number that waits for the signed-in holder's code, the latest one: he may have come by another way than the
/// telecom's page.
pub async fn number_waiting(app: &App, cx: &Cx) -> Result<Option<SubscriberId>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(subscriber::unanswered(&mut source, subject, cx.now - LIFE).await?)
}

/// D69-10.1: with which telecom a number stands in a person's name, and since when; for whoever decides whether his
/// account may be bound to it. Only what nobody ended since, with a telecom that works and is granted it.
pub(crate) async fn with_whom(
    source: &mut impl Source,
    subject: SubjectId,
    phone: &Phone,
) -> Result<Option<(String, Timestamp)>> {
    let found = subscriber::standing(source, phone).await?;
    let Some(one) = found.filter(|one| one.subject == subject) else {
        return Ok(None);
    };
    let Some(party) = client::find(source, one.client).await? else {
        return Ok(None);
    };
    let party = read(party)?;
    let granted = granted(source, &party).await?;
    let since = one.registered.filter(|_| granted.is_some());
    Ok(since.map(|since| (party.stored.name, since)))
}
