//! The numbers that stand in a person's name, and those that wait for his code.

use domain::contact::Phone;
use domain::ids::{SubjectId, SubscriberId};
use domain::subscriber::{State, waits};
use jiff::Timestamp;
use store::Source;
use store::relying_party::client;
use store::subscriber::{self, Subscriber};

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
    /// Since when in somebody else's.
    pub ended: Option<Timestamp>,
}

async fn name(source: &mut impl Source, one: &Subscriber) -> Result<String> {
    let found = client::find(source, one.client).await?;
    Ok(found.map_or_else(|| one.client.to_string(), |client| client.name))
}

/// The numbers of the signed-in holder; what lapsed is left out.
pub async fn numbers(app: &App, cx: &Cx) -> Result<Vec<Number>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut all = Vec::new();
    for one in subscriber::of_subject(&mut source, subject, MOST).await? {
        if one.state == State::Asked && waits(one.state, one.asked, cx.now).is_err() {
            continue;
        }
        all.push(Number {
            id: one.id,
            party: name(&mut source, &one).await?,
            phone: one.body.phone.masked(),
            state: one.state,
            registered: one.registered,
            ended: one.ended,
        });
    }
    Ok(all)
}

/// D69-10.1: with which telecom a number stands in a person's name, and since when; for whoever decides whether his
/// account may be bound to it.
pub(crate) async fn with_whom(
    source: &mut impl Source,
    subject: SubjectId,
    phone: &Phone,
) -> Result<Option<(String, Timestamp)>> {
    let own = subscriber::of_subject(source, subject, MOST).await?;
    let found = own.into_iter().find_map(|one| {
        let stands = one.state == State::Registered && one.body.phone == *phone;
        one.registered.filter(|_| stands).map(|since| (one, since))
    });
    match found {
        Some((one, since)) => Ok(Some((name(source, &one).await?, since))),
        None => Ok(None),
    }
}
