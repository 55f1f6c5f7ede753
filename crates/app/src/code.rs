//! One-time codes (APP-7): made, sent or shown, checked. Only a keyed digest is stored.

use domain::actor::Actor;
use domain::fault::Fault;
use domain::ids::{CodeId, SubjectId};
use domain::secret::{Attempt, CodeRules, IssuedCode, OneTimeCode};
use domain::throttle::Throttle;
use domain::time::viet_nam_date_time;
use jiff::SignedDuration;
use store::attempt::{self, Code};
use store::throttle::Rule;
use store::{Audit, Tx};

use crate::notify::{self, Recipient};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result};

/// What codes are for; each a namespace of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Confirming a contact in a registration.
    Contact,
    /// Signing in.
    SignIn,
    /// APP-9: shown on the old device to let a new one in.
    Device,
    /// D59-18.app: activation.
    Activation,
    /// APP-5: a forgotten password.
    Recovery,
    /// APP-6: a forgotten passcode.
    Passcode,
    /// UX-12: locking without signing in.
    Lock,
    /// Read back to the call centre.
    Call,
    /// APP-12: sent to the number an account will be bound to.
    NewPhone,
    /// R50-2: to a number that is to be registered with a telecom.
    Subscriber,
    /// Staff signing in.
    Staff,
}

impl Purpose {
    /// Word in rows.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::SignIn => "sign-in",
            Self::Device => "device",
            Self::Activation => "activation",
            Self::Recovery => "recovery",
            Self::Passcode => "passcode",
            Self::Lock => "lock",
            Self::Call => "call",
            Self::NewPhone => "new-phone",
            Self::Subscriber => "subscriber",
            Self::Staff => "staff",
        }
    }
}

fn digest(app: &App, subject: SubjectId, purpose: Purpose, code: &OneTimeCode) -> Vec<u8> {
    app.db.keys().digest(
        "code",
        &format!("{subject}/{}/{}", purpose.as_str(), code.expose()),
    )
}

async fn put(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    purpose: Purpose,
    show: bool,
) -> Result<OneTimeCode> {
    let rules = CodeRules::default();
    let code = OneTimeCode::from_entropy(app.random());
    let stored = Code {
        id: app.id(CodeId::from_bytes),
        purpose: purpose.as_str().to_owned(),
        digest: digest(app, subject, purpose, &code),
        shown: show.then(|| code.expose().to_owned()),
        sent: cx.now,
        expires: IssuedCode::new(cx.now).expires_at(&rules),
        tries: 0,
        used: false,
    };
    attempt::insert_code(tx, subject, &stored).await?;
    Ok(code)
}

/// At most so many codes to one contact in an hour, whoever asks for them: nobody's phone is flooded,
/// and guessing gets no further.
const CODES_AN_HOUR: Throttle = Throttle::new(10, SignedDuration::from_hours(1));

/// Sends a fresh code; refuses within the resend interval of the last one, and past the contact's
/// hourly number. A code that is not genuine takes the same way and is not sent: for a journey that
/// must look like any other.
pub async fn send(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    purpose: Purpose,
    to: &Recipient<'_>,
    genuine: bool,
) -> Result<()> {
    let rules = CodeRules::default();
    if let Some(last) = attempt::latest_code(tx, to.subject, purpose.as_str()).await? {
        let again = IssuedCode::new(last.sent).resend_at(&rules);
        if !last.used && cx.now < again && cx.now >= last.sent {
            return Err(Error::Throttled { until: again });
        }
    }
    // What never goes out takes nothing from whoever has that phone.
    let nobody = to.subject.to_string();
    let (kind, value) = if genuine {
        ("codes-to", to.contact.address())
    } else {
        ("codes-nobody", nobody.as_str())
    };
    let hourly = Counted {
        kind,
        value,
        rule: Rule::Rate(CODES_AN_HOUR),
    };
    throttle::reserve_in(tx, app, cx, &hourly).await?;
    let code = put(tx, app, cx, to.subject, purpose, false).await?;
    if !genuine {
        return Ok(());
    }
    let until = viet_nam_date_time(IssuedCode::new(cx.now).expires_at(&rules));
    let args = [
        ("code", code.expose().to_owned()),
        (
            "until",
            format!(
                "{:02}:{:02}:{:02}",
                until.hour(),
                until.minute(),
                until.second()
            ),
        ),
    ];
    notify::send(tx, app, cx, to, words(purpose, cx), &args).await
}

/// UX-11: which message brings a code. Nobody is told to read a code out, but by those who stand at a counter
/// or called us themselves; their message says so, and that nobody else may hear it.
const fn words(purpose: Purpose, cx: &Cx) -> &'static str {
    let at_counter = matches!(cx.actor, Actor::Staff { .. });
    match purpose {
        Purpose::Call => "code-spoken",
        Purpose::Contact | Purpose::NewPhone if at_counter => "code-spoken",
        Purpose::Contact
        | Purpose::NewPhone
        | Purpose::SignIn
        | Purpose::Device
        | Purpose::Activation
        | Purpose::Recovery
        | Purpose::Passcode
        | Purpose::Lock
        | Purpose::Subscriber
        | Purpose::Staff => "code",
    }
}

/// Makes a code that the holder's old device shows (APP-9).
pub async fn show_on_old_device(tx: &mut Tx, app: &App, cx: &Cx, subject: SubjectId) -> Result<()> {
    put(tx, app, cx, subject, Purpose::Device, true)
        .await
        .map(|_| ())
}

fn state(code: &Code) -> IssuedCode {
    IssuedCode {
        issued_at: code.sent,
        failures: u32::try_from(code.tries).unwrap_or(u32::MAX),
        used_at: code.used.then_some(code.sent),
    }
}

/// Checks what was entered. An entry counts before it is compared, in a transaction of its own: entries
/// side by side count too. The right one is used up by [`consume`] inside the caller's transaction.
pub async fn check(
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    purpose: Purpose,
    entered: &str,
) -> Result<CodeId> {
    let code = OneTimeCode::parse(entered).map_err(|e| Fault::new("code", e.code()))?;
    let rules = CodeRules::default();
    let mut tx = app.db.begin().await?;
    let latest = attempt::latest_code(&mut tx, subject, purpose.as_str()).await?;
    let Some(latest) = latest else {
        return Err(Fault::new("code", "code-expired").into());
    };
    let before = state(&latest);
    if let Some(dead) = before.dead(&rules, cx.now) {
        return Err(Fault::new("code", dead.code().unwrap_or("code-expired")).into());
    }
    if !attempt::try_code(&mut tx, subject, latest.id, rules.tries).await? {
        return Err(Fault::new("code", "code-exhausted").into());
    }
    tx.commit(Audit::Bookkeeping("code tried")).await?;
    let right = aws_lc_rs::constant_time::verify_slices_are_equal(
        &latest.digest,
        &digest(app, subject, purpose, &code),
    )
    .is_ok();
    match before.attempt(&rules, right, cx.now) {
        Attempt::Accepted(_) => Ok(latest.id),
        Attempt::Wrong { tries_left, .. } => Err(Fault::new("code", "code-wrong")
            .with("left", tries_left)
            .into()),
        other @ (Attempt::Expired | Attempt::Exhausted | Attempt::Used) => {
            Err(Fault::new("code", other.code().unwrap_or("code-expired")).into())
        }
    }
}

/// Uses a checked code up; two requests with the same code: one wins.
pub async fn consume(tx: &mut Tx, cx: &Cx, subject: SubjectId, id: CodeId) -> Result<()> {
    if attempt::use_code(tx, subject, id, cx.now).await? {
        Ok(())
    } else {
        Err(Fault::new("code", "code-used").into())
    }
}
