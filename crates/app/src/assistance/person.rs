//! Whom a number stands for, looked up in the same way whether or not there is an account.

use domain::ids::SubjectId;
use domain::person::PersonNumber;
use store::account::{self, Stored};

use super::question::Facts;
use crate::ports::Silent;
use crate::{App, Cx, Error, Result};

/// A number that was given, with whoever it leads to.
pub(super) struct Person {
    /// The account, where there is one.
    pub(super) stored: Option<Stored>,
    /// Whose account, or a subject nobody has: the same each time the number is given.
    pub(super) subject: SubjectId,
}

/// Looks a number up.
pub(super) async fn find(app: &App, cx: &Cx, number: &PersonNumber) -> Result<Person> {
    let mut source = app.db.read().await?;
    let stored = account::by_number(&mut source, number, cx.now).await?;
    let nobody = app.db.keys().digest("nobody", number.as_str());
    let nobody = nobody.first_chunk::<16>().copied().unwrap_or_default();
    let subject = stored
        .as_ref()
        .map_or(SubjectId::from_bytes(nobody), |stored| {
            stored.account.subject
        });
    Ok(Person { stored, subject })
}

fn silent(error: Silent) -> Error {
    tracing::warn!(
        register = error.register,
        why = error.why,
        "register silent"
    );
    error.into()
}

/// What the registers know behind a number. I6: a silent register is not an answer.
pub(super) async fn facts(
    app: &App,
    number: &PersonNumber,
    stored: Option<&Stored>,
) -> Result<Facts> {
    let person = app.registers.person(number).await.map_err(silent)?;
    let card = app.registers.card(number).await.map_err(silent)?;
    let identity = stored
        .map(|s| s.profile.identity.clone())
        .or_else(|| person.as_ref().map(|p| p.identity.clone()));
    Ok(Facts {
        identity,
        person,
        card,
    })
}

/// What can be asked without the registers.
pub(super) fn own_facts(stored: Option<&Stored>) -> Facts {
    Facts {
        identity: stored.map(|s| s.profile.identity.clone()),
        person: None,
        card: None,
    }
}
