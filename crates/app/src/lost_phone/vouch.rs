//! Trusted persons confirm a new phone, by the six digits that the holder tells them himself.

use domain::account::Standing;
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::TrustedId;
use domain::lost_phone::{Request, State, Stop, Way};
use domain::secret::OneTimeCode;
use domain::throttle::{BackOff, Throttle};
use jiff::SignedDuration;
use store::lost_phone::trusted::{self, Trusted};
use store::lost_phone::{self, Stored};
use store::throttle::Rule;
use store::{Audit, account};

use super::ask::{Asked, new};
use super::trusted::{entries, of_me};
use super::{begun, detail, tell, watch};
use crate::signin::journey;
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result, credentials, entry_with, holder, notify};

/// UX-1: asks those who consented. `token` is the journey of a sign-in that has shown number, password and
/// one-time code: whoever only knows the password troubles nobody.
pub async fn by_trusted(app: &App, cx: &Cx, token: &Token, device: &str) -> Result<Asked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let subject = token.subject;
    let value = subject.to_string();
    let often = Counted {
        kind: "lost-phone-trusted",
        value: &value,
        rule: Rule::Rate(Throttle::new(5, SignedDuration::from_hours(24))),
    };
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, "sign-in", &["device"]).await?;
    drop(source);
    throttle::reserve(app, cx, &[often]).await?;
    let mut tx = app.db.begin().await?;
    journey(&mut tx, cx, token, "sign-in", &["device"]).await?;
    let holder = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    holder::require_open(&holder, cx)?;
    let open = lost_phone::open(&mut tx, subject).await?;
    let runs = |s: &Stored| s.request.way != Way::TrustedPersons && s.request.at(cx.now).open();
    if open.is_some_and(|s| runs(&s)) {
        return Err(Error::Refused("lost-phone-runs"));
    }
    let mut record = Vec::new();
    record.extend(super::stop::end(&mut tx, app, cx, subject, Stop::AskedAgain).await?);
    let named = trusted::of(&mut tx, subject).await?;
    let consented: Vec<Trusted> = named
        .into_iter()
        .filter(|t| t.consented.is_some())
        .collect();
    let count = u32::try_from(consented.len()).unwrap_or(u32::MAX);
    let request = Request::by_trusted(cx.now, count)?;
    let compare = OneTimeCode::from_entropy(app.random());
    let (stored, token) = new(app, subject, request, (device, compare.expose()));
    lost_phone::insert(&mut tx, &stored).await?;
    begun(&mut tx, cx, &stored).await?;
    watch(&mut tx, app, &stored).await?;
    for one in consented.iter().filter_map(|t| t.person) {
        if let Some(person) = account::load(&mut tx, one, cx.now).await? {
            let args = [("name", holder.profile.identity.name.as_str().to_owned())];
            notify::tell(&mut tx, app, cx, &person, "vouch-asked", &args).await?;
        }
    }
    let about = (&holder, &stored);
    tell(&mut tx, app, cx, about, "lost-phone-asked-trusted").await?;
    let what = detail(&stored, request);
    record.push(entry_with(app, cx, Event::LostPhoneAsked, subject, what));
    tx.commit(record).await?;
    Ok(Asked {
        token,
        ready_at: None,
    })
}

/// Those of the holders who trust the signed-in person that wait for his word now.
pub async fn waiting_for_me(app: &App, cx: &Cx) -> Result<Vec<TrustedId>> {
    let me = cx.holder()?;
    let mut source = app.db.read().await?;
    let mut waiting = Vec::new();
    for one in trusted::by(&mut source, me).await? {
        let open = lost_phone::open(&mut source, one.subject).await?;
        let gathers =
            |s: Stored| matches!(s.request.at(cx.now).state, State::Gathering { .. }).then_some(s);
        if let Some(open) = open.and_then(gathers)
            && one.consented.is_some()
            && !trusted::voiced(&mut source, (one.subject, open.id), me).await?
        {
            waiting.push(one.id);
        }
    }
    Ok(waiting)
}

/// What a trusted person enters.
#[derive(Debug)]
pub struct Vouch<'a> {
    /// Whose phone: the trust it rests on.
    pub trusted: TrustedId,
    /// The six digits that the holder told him.
    pub code: &'a str,
    /// His own passcode.
    pub passcode: &'a str,
}

/// UX-1: a trusted person confirms. He must have the digits from the holder: nobody confirms what he has not
/// spoken about. With the last one needed the waiting time begins.
pub async fn vouch(app: &App, cx: &Cx, command: &Vouch<'_>) -> Result<()> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let me = cx.holder()?;
    let entered = OneTimeCode::parse(command.code).map_err(|e| Fault::new("code", e.code()))?;
    credentials::verify_passcode(app, cx, me, command.passcode).await?;
    let value = format!("{me}/{}", command.trusted);
    let guesses = Counted {
        kind: GUESSES,
        value: &value,
        rule: Rule::Failures(BackOff::default()),
    };
    throttle::reserve(app, cx, &[guesses]).await?;
    let mut tx = app.db.begin().await?;
    // Only the other account's row is held: two who vouch for each other do not wait for each other.
    let own = holder::account(&mut tx, cx).await?;
    holder::require_open(&own, cx)?;
    let about = of_me(&mut tx, me, command.trusted).await?;
    let over = || Error::Refused("lost-phone-over");
    let holder = account::load_to_change(&mut tx, about.subject, cx.now).await?;
    let holder = holder.ok_or_else(over)?;
    let mut stored = lost_phone::open(&mut tx, about.subject)
        .await?
        .ok_or_else(over)?;
    let may = about.consented.is_some() && holder.account.standing(cx.now) == Standing::Open;
    if !may || stored.request.way != Way::TrustedPersons {
        return Err(over());
    }
    let (given, right) = (entered.expose().as_bytes(), stored.body.compare.as_bytes());
    if aws_lc_rs::constant_time::verify_slices_are_equal(given, right).is_err() {
        return Err(Fault::new("code", "vouch-wrong").into());
    }
    stored.request = stored.request.confirm(cx.now)?;
    if !trusted::voice(&mut tx, (about.subject, stored.id), me, cx.now).await? {
        return Err(Error::Refused("vouch-twice"));
    }
    lost_phone::save(&mut tx, &stored).await?;
    throttle::clear(&mut tx, app, GUESSES, &value).await?;
    if matches!(stored.request.state, State::Waiting { .. }) {
        watch(&mut tx, app, &stored).await?;
        tell(&mut tx, app, cx, (&holder, &stored), "lost-phone-asked").await?;
    }
    let record = entries(app, cx, Event::TrustedVouched, &about);
    Ok(tx.commit(Audit::from(record)).await?)
}

/// Wrong digits of one person about one holder.
const GUESSES: &str = "lost-phone-vouch";
