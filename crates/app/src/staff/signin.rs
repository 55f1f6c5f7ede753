//! Two steps: login name with password, then the code.

use domain::actor::Actor;
use domain::event::Event;
use domain::fault::Fault;
use domain::ids::{StaffId, SubjectId};
use domain::throttle::BackOff;
use jiff::SignedDuration;
use store::staff::{self, Staff};
use store::throttle::Rule;
use store::{Audit, attempt};

use crate::code::{self, Purpose};
use crate::notify::{Contact, Recipient};
use crate::signin::{Pending, begin_journey, journey};
use crate::throttle::{self, Counted};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry};

/// A staff member's codes and journeys live under the identifier of the person.
fn subject(id: StaffId) -> SubjectId {
    SubjectId::from_bytes(*id.as_bytes())
}

/// Login name and password as typed.
#[derive(Debug)]
pub struct Begin<'a> {
    /// Login name.
    pub login: &'a str,
    /// Password.
    pub password: &'a str,
}

const SHIFT: SignedDuration = SignedDuration::from_hours(10);

/// Checks login name and password and sends a code; the same answer and time for an unknown name.
pub async fn begin(app: &App, cx: &Cx, command: &Begin<'_>) -> Result<Pending> {
    let login = command.login.trim().to_lowercase();
    if login.is_empty() {
        return Err(Fault::new("login", "login-empty").into());
    }
    let address = throttle::address(cx);
    let generous = BackOff {
        after: 50,
        ..BackOff::default()
    };
    let caller = [Counted {
        kind: "staff-address",
        value: &address,
        rule: Rule::Failures(generous),
    }];
    throttle::check(app, cx, &caller).await?;
    let name = Counted {
        kind: "staff-login",
        value: &login,
        rule: Rule::Failures(BackOff::default()),
    };
    throttle::reserve(app, cx, &[name]).await?;
    let mut source = app.db.read().await?;
    let member = staff::by_login(&mut source, &login)
        .await?
        .filter(|m| !m.disabled);
    drop(source);
    let right = app
        .hasher
        .verify(
            command.password,
            member.as_ref().map(|m| m.password.as_str()),
        )
        .await?;
    match member.filter(|_| right) {
        Some(member) => accepted(app, cx, &member, &login).await,
        None => {
            throttle::count(app, cx, &caller).await?;
            let tx = app.db.begin().await?;
            tx.commit(entry(
                app,
                cx,
                Event::StaffSignInFailed,
                store::audit::NOBODY,
            ))
            .await?;
            Err(Fault::new("password", "staff-sign-in-wrong").into())
        }
    }
}

async fn accepted(app: &App, cx: &Cx, member: &Staff, login: &str) -> Result<Pending> {
    let email =
        domain::contact::Email::parse(&member.email).map_err(|_| Error::Refused("no-contact"))?;
    let contact = Contact::Email(email);
    let to = Recipient {
        subject: subject(member.id),
        contact: &contact,
        lang: cx.lang,
    };
    let mut tx = app.db.begin().await?;
    throttle::clear(&mut tx, app, "staff-login", login).await?;
    let token = begin_journey(&mut tx, app, cx, ("staff", Purpose::Staff), &to, true).await?;
    tx.commit(Audit::Bookkeeping("staff sign-in begun")).await?;
    Ok(Pending {
        token,
        sent_to: contact.masked(),
    })
}

/// Checks the code and opens a session for a shift.
pub async fn confirm(app: &App, cx: &Cx, token: &Token, entered: &str) -> Result<Token> {
    let mut source = app.db.read().await?;
    journey(&mut source, cx, token, "staff", &["code"]).await?;
    drop(source);
    let code = code::check(app, cx, token.subject, Purpose::Staff, entered).await?;
    let mut tx = app.db.begin().await?;
    journey(&mut tx, cx, token, "staff", &["code"]).await?;
    code::consume(&mut tx, cx, token.subject, code).await?;
    let id = StaffId::from_bytes(*token.subject.as_bytes());
    let member = staff::by_id(&mut tx, id)
        .await?
        .filter(|m| !m.disabled)
        .ok_or(Error::SignIn)?;
    let session = Token::fresh(app, token.subject);
    staff::insert_session(&mut tx, &session.digest(), id, cx.now, cx.now + SHIFT).await?;
    attempt::delete(&mut tx, token.subject, &token.digest()).await?;
    let cx = Cx {
        actor: Actor::Staff {
            id,
            role: member.role,
            unit: member.unit,
        },
        ..cx.clone()
    };
    tx.commit(entry(app, &cx, Event::StaffSignedIn, store::audit::NOBODY))
        .await?;
    Ok(session)
}
