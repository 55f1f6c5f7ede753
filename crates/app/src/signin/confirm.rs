//! Second step: the one-time code.

use domain::account::Standing;
use domain::means::Means;
use store::account;
use store::attempt;
use store::session;

use super::{DeviceCookie, DeviceSecret, Opened, journey, open, open_status};
use crate::authenticator;
use crate::code::{self, Purpose};
use crate::notify;
use crate::token::Token;
use crate::{App, Cx, Error, Result};

/// The code as typed, and the device it was typed on.
#[derive(Debug)]
pub struct Confirm<'a> {
    /// The journey.
    pub token: &'a Token,
    /// Six digits.
    pub code: &'a str,
    /// The device's own token, where it has one.
    pub device: Option<DeviceSecret>,
    /// Name for the device list.
    pub device_name: &'a str,
}

/// Where the journey goes on.
#[derive(Debug)]
pub enum Outcome {
    /// Signed in.
    Opened(Opened),
    /// APP-9: this device is new; the old one shows a code.
    NewDevice {
        /// Names of the devices that show it.
        shown_on: Vec<String>,
    },
}

/// D59-3.10: what proved itself at this step.
enum Shown {
    /// The code that was sent.
    Sent(domain::ids::CodeId),
    /// The code of the authenticator app, by its time step.
    App(i64),
}

/// Checks the code and opens a session, or asks for the old device.
pub async fn confirm(app: &App, cx: &Cx, command: &Confirm<'_>) -> Result<Outcome> {
    let subject = command.token.subject;
    let mut source = app.db.read().await?;
    journey(&mut source, cx, command.token, "sign-in", &["code"]).await?;
    drop(source);
    let code = code::check(app, cx, subject, Purpose::SignIn, command.code).await?;
    go_on(app, cx, command, Shown::Sent(code)).await
}

/// The same by the code of the holder's authenticator app (RFC 6238).
pub async fn confirm_app(app: &App, cx: &Cx, command: &Confirm<'_>) -> Result<Outcome> {
    let mut source = app.db.read().await?;
    journey(&mut source, cx, command.token, "sign-in", &["code"]).await?;
    drop(source);
    let entered = (command.code, true);
    let step = authenticator::check(app, cx, command.token.subject, entered).await?;
    go_on(app, cx, command, Shown::App(step)).await
}

async fn go_on(app: &App, cx: &Cx, command: &Confirm<'_>, shown: Shown) -> Result<Outcome> {
    let subject = command.token.subject;
    let mut tx = app.db.begin().await?;
    let mut attempt = journey(&mut tx, cx, command.token, "sign-in", &["code"]).await?;
    let second = match shown {
        Shown::Sent(code) => {
            code::consume(&mut tx, cx, subject, code).await?;
            Means::OneTimeCode
        }
        Shown::App(step) => {
            authenticator::consume(&mut tx, cx, subject, step).await?;
            Means::AuthenticatorApp
        }
    };
    let means = [Means::Password, second];
    let stored = account::load_to_change(&mut tx, subject, cx.now)
        .await?
        .ok_or(Error::Refused("journey-over"))?;
    let device = DeviceCookie {
        token: command.device.clone(),
        name: device_name(command.device_name),
    };
    let (opened, entries) = match stored.account.standing(cx.now) {
        Standing::Open => {
            let others = strange_devices(&mut tx, app, &device, &stored).await?;
            if !others.is_empty() {
                "device".clone_into(&mut attempt.stage);
                attempt::save(&mut tx, &attempt).await?;
                code::show_on_old_device(&mut tx, app, cx, subject).await?;
                notify::notice(
                    &mut tx,
                    app,
                    cx,
                    subject,
                    "device-code",
                    &[("device", device.name)],
                )
                .await?;
                tx.commit(store::Audit::Bookkeeping("new device asks"))
                    .await?;
                return Ok(Outcome::NewDevice { shown_on: others });
            }
            open(&mut tx, app, cx, &stored, &device, &means).await?
        }
        Standing::Locked => open_status(&mut tx, app, cx, subject, &means).await?,
        Standing::AwaitingActivation { .. } | Standing::ActivationLapsed { .. } => {
            return Err(Error::Refused("not-activated"));
        }
    };
    attempt::finish(&mut tx, subject, &command.token.digest(), cx.now).await?;
    tx.commit(entries).await?;
    Ok(Outcome::Opened(opened))
}

/// APP-8: devices that must let this one in; none where it is known or the first.
async fn strange_devices(
    tx: &mut store::Tx,
    app: &App,
    device: &DeviceCookie,
    stored: &account::Stored,
) -> Result<Vec<String>> {
    let subject = stored.account.subject;
    let known = session::devices(tx, subject).await?;
    let own = device
        .token
        .as_ref()
        .is_some_and(|t| known.iter().any(|d| d.digest == t.digest()));
    if own || !app.config.one_device {
        return Ok(Vec::new());
    }
    Ok(known.into_iter().map(|d| d.name).collect())
}

/// A name fit for a list: printable, at most sixty characters.
pub(crate) fn device_name(text: &str) -> String {
    let name: String = text.chars().filter(|c| !c.is_control()).take(60).collect();
    let name = name.trim();
    if name.is_empty() {
        "?".to_owned()
    } else {
        name.to_owned()
    }
}
