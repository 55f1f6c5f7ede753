//! Asking for another phone with number, password and a printed code.

use domain::account::Standing;
use domain::actor::Purpose;
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::{LostPhoneId, SubjectId};
use domain::lost_phone::{Request, Stop};
use domain::person::PersonNumber;
use domain::secret::{Password, RecoveryCode};
use domain::throttle::{BackOff, Throttle};
use jiff::{SignedDuration, Timestamp};
use store::lost_phone::{self, Body, Stored, code};
use store::throttle::Rule;
use store::{Entry, Tx, account};

use super::{begun, detail, tell, watch};
use crate::signin::{BY_NUMBER, device_name, prove};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with};

/// One answer for a wrong password, a wrong or used code, a number without codes or without an account.
const WRONG: &str = "lost-phone-wrong";
/// Wrong printed codes of a number; right passwords do not clear it.
const BY_CODE: &str = "lost-phone-number";

/// What the form holds.
#[derive(Debug)]
pub struct AskByCode<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// Password.
    pub password: &'a str,
    /// One of the printed codes.
    pub code: &'a str,
    /// Name of the phone that asks.
    pub device_name: &'a str,
}

/// It was asked.
#[derive(Debug)]
pub struct Asked {
    /// The asking phone keeps it: only this phone can finish.
    pub token: Token,
    /// From when on; none while trusted persons are to confirm.
    pub ready_at: Option<Timestamp>,
}

fn parse(command: &AskByCode<'_>) -> Result<(PersonNumber, Password, RecoveryCode)> {
    let mut faults = Faults::default();
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let password = faults.take(
        Password::entered(command.password).ok_or_else(|| Fault::new("password", "password-empty")),
    );
    let code = faults
        .take(RecoveryCode::parse(command.code).map_err(|e| Fault::new("recovery_code", e.code())));
    match (number, password, code) {
        (Some(number), Some(password), Some(code)) => Ok((number, password, code)),
        _ => Err(faults.into()),
    }
}

/// UX-1: number, password and a printed code begin the waiting time. Whatever does not fit gets one answer, and
/// counts with the wrong passwords of signing in.
pub async fn by_code(app: &App, cx: &Cx, command: &AskByCode<'_>) -> Result<Asked> {
    let cx = &cx.with_purpose(Purpose::OwnUse);
    let (number, password, code) = parse(command)?;
    let address = throttle::address(cx);
    let limits = [
        Counted {
            kind: "lost-phone-address",
            value: &address,
            rule: Rule::Rate(Throttle::new(50, SignedDuration::from_hours(1))),
        },
        Counted {
            kind: BY_CODE,
            value: number.as_str(),
            rule: Rule::Failures(BackOff::default()),
        },
    ];
    throttle::reserve(app, cx, &limits).await?;
    let proven = prove(app, cx, &number, (&password, WRONG)).await?;
    let subject = proven.account.subject;
    let mut tx = app.db.begin().await?;
    let holder = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Stale)?;
    let digest = super::digest(app, subject, &code);
    if !code::use_up(&mut tx, subject, &digest, cx.now).await? {
        return Err(Fault::new("password", WRONG).into());
    }
    // Said only to whoever had both; the code is not used up by it.
    if holder.account.standing(cx.now) != Standing::Open {
        return Err(Error::Refused("lost-phone-locked"));
    }
    for kind in [BY_CODE, BY_NUMBER] {
        throttle::clear(&mut tx, app, kind, number.as_str()).await?;
    }
    let mut entries = Vec::new();
    entries.extend(super::stop::end(&mut tx, app, cx, subject, Stop::AskedAgain).await?);
    let request = Request::by_code(cx.now)?;
    let (stored, token) = new(app, subject, request, (command.device_name, ""));
    lost_phone::insert(&mut tx, &stored).await?;
    begun(&mut tx, cx, &stored).await?;
    watch(&mut tx, app, &stored).await?;
    tell(&mut tx, app, cx, (&holder, &stored), "lost-phone-asked").await?;
    let about = detail(&stored, request);
    entries.push(entry_with(app, cx, Event::LostPhoneAsked, subject, about));
    tx.commit(entries).await?;
    Ok(Asked {
        token,
        ready_at: request.next(),
    })
}

/// A request by a phone of that name, with the digits to compare.
pub(super) fn new(
    app: &App,
    subject: SubjectId,
    request: Request,
    (device, compare): (&str, &str),
) -> (Stored, Token) {
    let token = Token::fresh(app, subject);
    let stored = Stored {
        subject,
        id: app.id(LostPhoneId::from_bytes),
        digest: token.digest(),
        request,
        body: Body {
            device: device_name(device),
            compare: compare.to_owned(),
        },
        revision: 1,
    };
    (stored, token)
}

/// UX-1, D59-24.3: chip and living face, that [`crate::self_proof`] has just found to be the holder's, begin the
/// shortest waiting time. `holder` is held for a change, and a sign-in on this phone has shown number, password and
/// one-time code.
pub(crate) async fn by_chip(
    tx: &mut Tx,
    (app, cx): (&App, &Cx),
    holder: &account::Stored,
    device: &str,
) -> Result<(Asked, Vec<Entry>)> {
    let subject = holder.account.subject;
    let mut entries = Vec::new();
    entries.extend(super::stop::end(tx, app, cx, subject, Stop::AskedAgain).await?);
    let request = Request::by_chip(cx.now)?;
    let (stored, token) = new(app, subject, request, (device, ""));
    lost_phone::insert(tx, &stored).await?;
    begun(tx, cx, &stored).await?;
    watch(tx, app, &stored).await?;
    tell(tx, app, cx, (holder, &stored), "lost-phone-asked").await?;
    let about = detail(&stored, request);
    entries.push(entry_with(app, cx, Event::LostPhoneAsked, subject, about));
    let ready_at = request.next();
    Ok((Asked { token, ready_at }, entries))
}
