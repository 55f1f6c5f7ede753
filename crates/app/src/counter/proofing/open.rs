//! Opening a proofing, or going on with the one that is open.

use domain::account::{Level, SubjectKind};
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::SubjectId;
use domain::person::PersonNumber;
use domain::regime::PersonKind;
use domain::registers::UnitKind;
use domain::registration::{Refusal, State};
use domain::time::viet_nam_date;
use store::packet::Packet;
use store::registration::{self, Stored};
use store::{Entry, Tx};

use super::{CardNow, keep};
use crate::counter::access::unit;
use crate::registration::check::{self, Told};
use crate::registration::fresh;
use crate::{App, Cx, Error, Lang, Result, entry_with};

/// What the officer opens.
#[derive(Debug, Clone, Copy)]
pub struct Opening<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Language in which the citizen wants to be written to.
    pub language: Lang,
}

/// D59-14.2.a1: begins a level-2 registration at the officer's unit, or gives the one that is open;
/// answers with its reference. One open registration a number.
pub async fn open(app: &App, cx: &Cx, opening: &Opening<'_>) -> Result<String> {
    open_with(app, cx, opening, None).await
}

/// The same, where a packet is taken in: the registration says so before anything of the packet goes into it.
pub(crate) async fn open_with(
    app: &App,
    cx: &Cx,
    opening: &Opening<'_>,
    packet: Option<&Packet>,
) -> Result<String> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let cx = cx.with_purpose(Purpose::Proofing);
    let number = PersonNumber::parse(opening.number).map_err(|e| Fault::new("number", e.code()))?;
    let told = check::ask(app, &number).await.map_err(Error::from)?;
    if told.person.is_none() {
        return Err(Error::Refused(Refusal::NotInRegister.as_str()));
    }
    let mut tx = app.db.begin().await?;
    right_counter(&mut tx, &cx, &number).await?;
    if let Some(open) = registration::open_level_two(&mut tx, &number).await? {
        let now = CardNow::of(told.card.as_ref(), viet_nam_date(cx.now));
        return go_on(tx, app, &cx, (open, now, packet)).await;
    }
    let account = store::account::by_number(&mut tx, &number, cx.now).await?;
    if account
        .as_ref()
        .is_some_and(|a| a.account.level == Level::Two)
    {
        return Err(Error::Refused("already-level-two"));
    }
    let subject = account.map_or_else(|| app.id(SubjectId::from_bytes), |a| a.account.subject);
    if !registration::reserve(&mut tx, &number, subject).await? {
        return Err(Error::Stale);
    }
    let mut stored = begin(app, &cx, subject, &told, opening.language)?;
    stored.dossier.kind = SubjectKind::of_person(number.kind());
    stored.dossier.number = Some(number);
    stored.dossier.taken_offline = packet.map(|packet| packet.taken);
    registration::insert(&mut tx, &stored).await?;
    commit_read(tx, app, &cx, stored, ("proofing-opened", packet)).await
}

/// D59-14.2.a1, D59-15.2: citizens are proven by the police, foreigners by the immigration authority.
async fn right_counter(tx: &mut Tx, cx: &Cx, number: &PersonNumber) -> Result<()> {
    let found = store::unit::by_code(tx, &unit(cx)?).await?;
    let immigration = found.is_some_and(|u| u.kind == UnitKind::Immigration);
    match (number.kind(), immigration) {
        (PersonKind::Citizen, true) => Err(Error::Refused("counter-of-police")),
        (PersonKind::Foreigner, false) => Err(Error::Refused("counter-of-immigration")),
        (PersonKind::Citizen, false) | (PersonKind::Foreigner, true) => Ok(()),
    }
}

fn begin(app: &App, cx: &Cx, subject: SubjectId, told: &Told, language: Lang) -> Result<Stored> {
    let today = viet_nam_date(cx.now);
    let mut stored = fresh(app, cx, subject, Level::Two);
    stored.unit = unit(cx)?;
    stored.officer = Some(cx.staff()?);
    language.as_str().clone_into(&mut stored.dossier.language);
    stored.dossier.chip = told
        .card
        .as_ref()
        .map(|c| c.facts(today))
        .is_some_and(|c| c.fit && c.valid);
    if let Some(foreign) = told.person.as_ref().and_then(|p| p.foreign.as_ref()) {
        stored.dossier.paper = Some(foreign.paper.clone());
        stored.dossier.biometrics = foreign.biometrics;
    }
    Ok(stored)
}

/// A draft may move to the unit where the citizen now is, which a packet does not say; what was received stays where
/// its clock runs (D59-20.4).
async fn go_on(
    tx: Tx,
    app: &App,
    cx: &Cx,
    (mut open, now, packet): (Stored, CardNow, Option<&Packet>),
) -> Result<String> {
    let unit = unit(cx)?;
    let draft = open.state == State::Draft;
    let moves = open.unit != unit;
    if moves && (!draft || packet.is_some()) {
        return Err(Error::Refused("proofing-elsewhere"));
    }
    // D59-14.2.b: a card that came, or went, since it was begun.
    let changes = draft && (moves || now.changes(&open));
    if let Some(packet) = packet {
        open.dossier.taken_offline = Some(packet.taken);
    } else if !changes {
        return commit_read(tx, app, cx, open, ("proofing-continued", None)).await;
    }
    if moves {
        open.unit = unit;
        open.officer = Some(cx.staff()?);
    }
    let what = if moves {
        "proofing-moved"
    } else {
        "proofing-continued"
    };
    let entry = read(app, cx, &open, (what, packet));
    let stored = keep(tx, app, cx, (open, now), vec![entry]).await?;
    Ok(stored.reference)
}

fn read(app: &App, cx: &Cx, stored: &Stored, (what, packet): (&str, Option<&Packet>)) -> Entry {
    let mut detail = serde_json::json!({ "registration": stored.id, "what": what });
    if let (Some(packet), Some(detail)) = (packet, detail.as_object_mut()) {
        detail.insert("packet".to_owned(), packet.id.to_string().into());
    }
    entry_with(app, cx, Event::RecordRead, stored.subject, detail)
}

async fn commit_read(
    tx: Tx,
    app: &App,
    cx: &Cx,
    stored: Stored,
    what: (&str, Option<&Packet>),
) -> Result<String> {
    tx.commit(read(app, cx, &stored, what)).await?;
    Ok(stored.reference)
}
