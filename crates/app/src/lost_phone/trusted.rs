//! The people whom a holder trusts: named by their number, asked in their own account, ended by either.

use domain::account::Level;
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{SubjectId, TrustedId};
use domain::lost_phone::MOST_TRUSTED;
use domain::person::PersonNumber;
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::lost_phone::trusted::{self, Body, Trusted};
use store::throttle::Rule;
use store::{Entry, Source, Tx, account};

use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

/// A person to be trusted, as typed.
#[derive(Debug)]
pub struct Name<'a> {
    /// His personal identification number.
    pub number: &'a str,
    /// The holder's passcode.
    pub passcode: &'a str,
}

/// Whom the holder named.
pub async fn trusted(app: &App, cx: &Cx) -> Result<Vec<Trusted>> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(trusted::of(&mut source, subject).await?)
}

/// UX-1: names somebody. A number without an account that may (activated, level 2) gets the same answer, and
/// nobody is asked: naming tells nothing about a number.
pub async fn name(app: &App, cx: &Cx, command: &Name<'_>) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let number = PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code()))?;
    let subject = cx.holder()?;
    let value = subject.to_string();
    let often = Counted {
        kind: "trusted-named",
        value: &value,
        rule: Rule::Rate(Throttle::new(20, SignedDuration::from_hours(24))),
    };
    throttle::reserve(app, cx, &[often]).await?;
    credentials::verify_passcode(app, cx, subject, command.passcode).await?;
    let mut tx = app.db.begin().await?;
    let own = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&own, cx)?;
    if own.profile.identity.number == number {
        return Err(Fault::new("number", "trusted-self").into());
    }
    if trusted::of(&mut tx, subject).await?.len() >= MOST_TRUSTED {
        return Err(Error::Refused("trusted-full"));
    }
    let found = account::by_number(&mut tx, &number, cx.now).await?;
    let person = found.filter(|s| s.account.level == Level::Two);
    let new = Trusted {
        subject,
        id: app.id(TrustedId::from_bytes),
        person: person.as_ref().map(|p| p.account.subject),
        body: Body {
            number,
            holder: own.profile.identity.name.as_str().to_owned(),
        },
        named: cx.now,
        consented: None,
    };
    if !trusted::insert(&mut tx, &new).await? {
        return Err(Fault::new("number", "trusted-twice").into());
    }
    if let Some(person) = &person {
        let args = [("name", new.body.holder.clone())];
        notify::tell(&mut tx, app, cx, person, "trusted-asked", &args).await?;
    }
    notify::tell(&mut tx, app, cx, &own, "trusted-named", &[]).await?;
    Ok(tx
        .commit(entries(app, cx, Event::TrustedNamed, &new))
        .await?)
}

/// On record with the holder, and with the person where there is one.
pub(super) fn entries(app: &App, cx: &Cx, event: Event, about: &Trusted) -> Vec<Entry> {
    let detail = serde_json::json!({ "trusted": about.id });
    let whose = [Some(about.subject), about.person];
    let entry = |subject| entry_with(app, cx, event, subject, detail.clone());
    whose.into_iter().flatten().map(entry).collect()
}

/// Who named the signed-in person; he sees their names and nothing else.
pub async fn trusting(app: &App, cx: &Cx) -> Result<Vec<Trusted>> {
    let me = cx.holder()?;
    let mut source = app.db.read().await?;
    Ok(trusted::by(&mut source, me).await?)
}

/// One who named the signed-in person.
pub(super) async fn of_me(
    source: &mut impl Source,
    me: SubjectId,
    id: TrustedId,
) -> Result<Trusted> {
    let found = trusted::by(source, me).await?;
    found
        .into_iter()
        .find(|t| t.id == id)
        .ok_or(Error::NotFound)
}

/// UX-1: the person consents, in his own account.
pub async fn consent(app: &App, cx: &Cx, id: TrustedId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let me = cx.holder()?;
    let mut tx = app.db.begin().await?;
    let own = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&own, cx)?;
    let about = of_me(&mut tx, me, id).await?;
    if !trusted::consent(&mut tx, (about.subject, id), cx.now).await? {
        return Err(Error::Stale);
    }
    tell_holder(&mut tx, app, cx, &about, "trusted-consented").await?;
    Ok(tx
        .commit(entries(app, cx, Event::TrustedConsented, &about))
        .await?)
}

/// The person does not want to, or no longer.
pub async fn leave(app: &App, cx: &Cx, id: TrustedId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let me = cx.holder()?;
    let mut tx = app.db.begin().await?;
    let own = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&own, cx)?;
    let about = of_me(&mut tx, me, id).await?;
    over(&mut tx, cx, &about).await?;
    tell_holder(&mut tx, app, cx, &about, "trusted-ended").await?;
    Ok(tx
        .commit(entries(app, cx, Event::TrustedEnded, &about))
        .await?)
}

/// The holder takes his trust back.
pub async fn distrust(app: &App, cx: &Cx, id: TrustedId) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let subject = cx.holder()?;
    let mut tx = app.db.begin().await?;
    let own = holder::account_to_change(&mut tx, cx).await?;
    holder::require_open(&own, cx)?;
    let mine = trusted::of(&mut tx, subject).await?;
    let about = mine.into_iter().find(|t| t.id == id);
    let about = about.ok_or(Error::NotFound)?;
    over(&mut tx, cx, &about).await?;
    notify::tell(&mut tx, app, cx, &own, "trusted-ended", &[]).await?;
    Ok(tx
        .commit(entries(app, cx, Event::TrustedEnded, &about))
        .await?)
}

async fn over(tx: &mut Tx, cx: &Cx, about: &Trusted) -> Result<()> {
    if trusted::end(tx, (about.subject, about.id), cx.now).await? {
        Ok(())
    } else {
        Err(Error::Stale)
    }
}

async fn tell_holder(tx: &mut Tx, app: &App, cx: &Cx, about: &Trusted, kind: &str) -> Result<()> {
    match account::load(tx, about.subject, cx.now).await? {
        Some(holder) => notify::tell(tx, app, cx, &holder, kind, &[]).await,
        None => Ok(()),
    }
}
