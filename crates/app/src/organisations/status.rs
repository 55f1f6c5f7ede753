//! One request, for the representative who made it.

use domain::ids::RegistrationId;
use store::organisation::consent::{self, Answer};
use store::organisation::registration::{self, Stored};
use store::{Source, account};

use crate::{App, Cx, Error, Result, holder};

/// A request with who made it.
#[derive(Debug)]
pub struct Registration {
    /// The request.
    pub stored: Stored,
    /// The representative: his number and name go into the identity (D59-9).
    pub representative: account::Stored,
    /// D69-12: the others who are asked, numbers with their middle hidden, and what they said.
    pub consents: Vec<(String, Option<Answer>)>,
}

/// Who is asked about a request, and what he said.
pub(super) async fn consents(
    source: &mut impl Source,
    cx: &Cx,
    stored: &Stored,
) -> Result<Vec<(String, Option<Answer>)>> {
    let mut all = Vec::new();
    for one in consent::of(source, (stored.subject, stored.id)).await? {
        if let Some(person) = account::load(source, one.person, cx.now).await? {
            let number = person.profile.identity.number.masked();
            all.push((number, one.answer.map(|(word, _)| word)));
        }
    }
    Ok(all)
}

/// One of the signed-in person's own requests; anybody else's does not exist for him.
pub async fn registration(app: &App, cx: &Cx, id: RegistrationId) -> Result<Registration> {
    let mut source = app.db.read().await?;
    let representative = holder::account(&mut source, cx).await?;
    holder::require_open(&representative, cx)?;
    let subject = representative.account.subject;
    let stored = registration::load(&mut source, subject, id).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    Ok(Registration {
        consents: consents(&mut source, cx, &stored).await?,
        stored,
        representative,
    })
}
