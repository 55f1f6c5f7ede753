//! D69-12: the other legal representatives agree to a request, or refuse, each in his own account. It is
//! received once all have agreed; one refusal ends it.

use domain::account::{Level, Standing};
use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::SubjectId;
use domain::organisation::BusinessRecord;
use domain::person::PersonNumber;
use domain::regime::Regime;
use jiff::Timestamp;
use store::organisation::consent::{self, Answer, Consent};
use store::organisation::registration::{self, Manner, State, Stored};
use store::{Entry, Source, Tx, account};

use super::begin::{entitled, entitled_to_change};
use super::issue::refuse;
use super::staff::RequestRef;
use super::{decide, submit};
use crate::{App, Cx, Error, Result, entry_with, notify};

/// A request that somebody is asked about.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Which request.
    pub place: RequestRef,
    /// The request.
    pub stored: Stored,
    /// Who registers.
    pub registrant: String,
    /// Since when it waits for him.
    pub since: Timestamp,
}

/// D69-12: whose consent a request needs, as the register has it now. One that no register knows is
/// verified by its papers, and so is the consent of the others.
pub(super) async fn needed(
    app: &App,
    stored: &Stored,
    regime: Regime,
    registrant: &PersonNumber,
) -> Result<Vec<PersonNumber>> {
    let code = stored.dossier.code.as_ref();
    let listed = stored.manner == Manner::Found || stored.dossier.known;
    let Some(code) = code.filter(|_| regime == Regime::Decree69 && listed) else {
        return Ok(Vec::new());
    };
    let record = app.registers.business(code).await;
    let record = record.map_err(Error::from)?;
    Ok(record.map_or_else(Vec::new, |r| r.must_agree(registrant, regime)))
}

/// Whether somebody may act in requests: his account is of level 2 and open.
pub(super) fn able(person: &account::Stored, cx: &Cx) -> bool {
    person.account.level == Level::Two && person.account.standing(cx.now) == Standing::Open
}

/// Asks everybody whose consent is needed. Who has no account of level 2 cannot answer here: then the
/// request goes on paper.
pub(super) async fn ask(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, me): (&mut Stored, &account::Stored),
    others: &[PersonNumber],
) -> Result<Vec<Entry>> {
    let args = [
        ("organisation", stored.dossier.name.clone()),
        ("name", me.profile.identity.name.as_str().to_owned()),
    ];
    let detail = serde_json::json!({ "registration": stored.id });
    let event = Event::ConsentAsked;
    let mut entries = vec![entry_with(app, cx, event, stored.subject, detail.clone())];
    for number in others {
        let found = account::by_number(tx, number, cx.now).await?;
        let person = found.filter(|one| able(one, cx));
        let person = person.ok_or(Error::Refused("consent-no-account"))?;
        let new = Consent {
            person: person.account.subject,
            registrant: stored.subject,
            registration: stored.id,
            asked: cx.now,
            answer: None,
        };
        consent::ask(tx, &new).await?;
        notify::tell(tx, app, cx, &person, "consent-asked", &args).await?;
        entries.push(entry_with(app, cx, event, new.person, detail.clone()));
    }
    stored.state = State::Asking;
    registration::save(tx, stored).await?;
    Ok(entries)
}

/// D69-12: whether the consent of somebody is missing whom the register names now.
pub(super) async fn missing(
    source: &mut impl Source,
    cx: &Cx,
    (stored, registrant): (&Stored, &PersonNumber),
    record: &BusinessRecord,
) -> Result<bool> {
    let regime = stored.regime.unwrap_or(Regime::Decree59);
    let given = consent::of(source, (stored.subject, stored.id)).await?;
    let agreed = |subject: SubjectId| {
        let own = given.iter().find(|one| one.person == subject);
        own.is_some_and(|one| matches!(one.answer, Some((Answer::Agreed, _))))
    };
    for number in record.must_agree(registrant, regime) {
        let found = account::by_number(source, &number, cx.now).await?;
        if !found.is_some_and(|one| agreed(one.account.subject)) {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn own(source: &mut impl Source, cx: &Cx, place: RequestRef) -> Result<(Consent, Stored)> {
    let me = cx.holder()?;
    let all = consent::of(source, (place.subject, place.id)).await?;
    let one = all.into_iter().find(|one| one.person == me);
    let one = one.ok_or(Error::NotFound)?;
    let stored = registration::load(source, place.subject, place.id).await?;
    let stored = stored.ok_or(Error::NotFound)?;
    if one.answer.is_some() || stored.state != State::Asking {
        return Err(Error::Refused("consent-over"));
    }
    Ok((one, stored))
}

async fn asked_of(source: &mut impl Source, cx: &Cx, one: &Consent) -> Result<Option<Asked>> {
    let stored = registration::load(source, one.registrant, one.registration).await?;
    let person = account::load(source, one.registrant, cx.now).await?;
    let found = stored.filter(|s| s.state == State::Asking).zip(person);
    Ok(found.map(|(stored, person)| Asked {
        place: RequestRef {
            subject: one.registrant,
            id: one.registration,
        },
        stored,
        registrant: person.profile.identity.name.as_str().to_owned(),
        since: one.asked,
    }))
}

/// What waits for the signed-in person's word.
pub(super) async fn waiting(source: &mut impl Source, cx: &Cx) -> Result<Vec<Asked>> {
    let mut asked = Vec::new();
    for one in consent::waiting(source, cx.holder()?).await? {
        asked.extend(asked_of(source, cx, &one).await?);
    }
    Ok(asked)
}

/// One request that the signed-in person is asked about; anybody else's does not exist for him.
pub async fn asked(app: &App, cx: &Cx, place: RequestRef) -> Result<Asked> {
    let mut source = app.db.read().await?;
    entitled(&mut source, cx).await?;
    let (one, _) = own(&mut source, cx, place).await?;
    let found = asked_of(&mut source, cx, &one).await?;
    found.ok_or(Error::NotFound)
}

/// D69-12: agrees or refuses. The last consent hands the request in; a refusal ends it.
pub async fn consent(app: &App, cx: &Cx, place: RequestRef, agree: bool) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let me = cx.holder()?;
    let mut tx = app.db.begin().await?;
    // Two who are asked about each other's requests wait in the same order.
    account::hold_row(&mut tx, me.min(place.subject)).await?;
    account::hold_row(&mut tx, me.max(place.subject)).await?;
    let person = entitled_to_change(&mut tx, cx).await?;
    let (one, mut stored) = own(&mut tx, cx, place).await?;
    let registrant = account::load(&mut tx, place.subject, cx.now).await?;
    let registrant = registrant.ok_or(Error::NotFound)?;
    let (word, event) = if agree {
        (Answer::Agreed, Event::ConsentGiven)
    } else {
        (Answer::Refused, Event::ConsentRefused)
    };
    consent::answer(&mut tx, &one, (word, cx.now)).await?;
    let detail = serde_json::json!({ "registration": place.id });
    let both = [me, place.subject].map(|s| entry_with(app, cx, event, s, detail.clone()));
    let mut entries = Vec::from(both);
    let all = consent::of(&mut tx, (place.subject, place.id)).await?;
    let whole = all.iter().all(|one| one.answer.is_some());
    if !agree {
        consent::end(&mut tx, (place.subject, place.id), cx.now).await?;
        let request = (&mut stored, &registrant);
        entries.extend(refuse(&mut tx, app, cx, request, "consent-refused").await?);
    } else if whole {
        // D59-16.a: received now it would be refused for good; a lock ends.
        if !able(&registrant, cx) {
            return Err(Error::Refused("consent-registrant"));
        }
        entries.push(submit::receive(&mut tx, app, cx, (&mut stored, &registrant)).await?);
    } else {
        let name = person.profile.identity.name.as_str().to_owned();
        let args = [
            ("name", name),
            ("organisation", stored.dossier.name.clone()),
        ];
        notify::tell(&mut tx, app, cx, &registrant, "consent-given", &args).await?;
    }
    tx.commit(entries).await?;
    if agree && whole {
        decide::at_once(app, &stored).await;
    }
    Ok(())
}
