//! Opening a session: the one place where a sign-in becomes a cookie.

use domain::actor::{Actor, AuthLevel};
use domain::event::Event;
use domain::ids::{DeviceId, SessionId, SubjectId};
use domain::means::{self, Means};
use domain::self_proof::reached;
use store::account::Stored;
use store::session::{self, Device, New, Scope};
use store::{Entry, Tx};

use crate::ending::{self, Reach};
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry, lost_phone, notify};

/// What the device keeps to be known again: its own token.
pub type DeviceSecret = Token;

/// The device a sign-in comes from.
#[derive(Debug, Clone)]
pub(crate) struct DeviceCookie {
    /// Its token, where it has one for this account.
    pub(crate) token: Option<Token>,
    /// Name for the device list.
    pub(crate) name: String,
}

/// A session was opened.
#[derive(Debug)]
pub struct Opened {
    /// For the session cookie.
    pub session: Token,
    /// For the device cookie.
    pub device: Option<DeviceSecret>,
    /// D59-19.ui: the account is locked, only the status page is open.
    pub status_only: bool,
}

fn level(means: &[Means]) -> Result<AuthLevel> {
    means::level(means).ok_or(Error::Internal("a sign-in without factors".into()))
}

/// A session about to begin: what ends in its favour is its holder's act already.
pub(crate) struct Coming<'a> {
    /// Its identifier.
    pub(crate) id: SessionId,
    /// What proved the holder.
    pub(crate) means: &'a [Means],
    /// Whether passkeys ended with the old device, which the message about the new one says.
    pub(crate) passkeys_ended: bool,
}

impl<'a> Coming<'a> {
    /// With a fresh identifier.
    pub(crate) fn new(app: &App, means: &'a [Means]) -> Self {
        Self {
            id: app.id(SessionId::from_bytes),
            means,
            passkeys_ended: false,
        }
    }

    /// The holder as actor.
    pub(crate) fn acting(&self, cx: &Cx, subject: SubjectId) -> Result<Cx> {
        Ok(signed_in(cx, subject, self.id, level(self.means)?))
    }

    const fn message(&self) -> &'static str {
        if self.passkeys_ended {
            "new-device-passkeys-ended"
        } else {
            "new-device"
        }
    }
}

/// The holder as actor of his own sign-in, for the audit entry.
fn signed_in(cx: &Cx, subject: SubjectId, session: SessionId, level: AuthLevel) -> Cx {
    Cx {
        actor: Actor::Holder {
            subject,
            session,
            level,
        },
        purpose: domain::actor::Purpose::OwnUse,
        ..cx.clone()
    }
}

async fn insert(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    coming: &Coming<'_>,
    (token, device, scope): (&Token, Option<DeviceId>, Scope),
) -> Result<()> {
    let expires = cx.now + app.config.session_life;
    let row = New {
        subject: token.subject,
        digest: token.digest(),
        id: coming.id,
        device,
        level: level(coming.means)?,
        means: coming.means.to_vec(),
        scope,
        approved_by: None,
        raised: None,
        at: cx.now,
        expires,
    };
    Ok(session::insert(tx, &row).await?)
}

/// Opens a full session on a device, bound now if it was not. APP-8: with one device an account,
/// earlier sessions end and earlier devices are removed.
pub(crate) async fn open(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    device: &DeviceCookie,
    means: &[Means],
) -> Result<(Opened, Vec<Entry>)> {
    let coming = Coming::new(app, means);
    open_coming(tx, app, cx, stored, device, &coming).await
}

/// The same for a session whose holder acted already.
pub(crate) async fn open_coming(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    device: &DeviceCookie,
    coming: &Coming<'_>,
) -> Result<(Opened, Vec<Entry>)> {
    let subject = stored.account.subject;
    let token = Token::fresh(app, subject);
    let (device_id, secret, bound) = bind(tx, app, cx, subject, device).await?;
    let before = if app.config.one_device {
        (Reach::Sessions, "signed-in-elsewhere")
    } else {
        (Reach::Device(device_id), "signed-in-again")
    };
    ending::end(tx, app, cx, subject, before).await?;
    let place = (&token, Some(device_id), Scope::Open);
    insert(tx, app, cx, coming, place).await?;
    let cx = coming.acting(cx, subject)?;
    let mut entries = vec![entry(app, &cx, Event::SignedIn, subject)];
    if bound {
        entries.extend(lost_phone::overtaken(tx, app, &cx, subject).await?);
        entries.push(crate::entry_with(
            app,
            &cx,
            Event::DeviceBound,
            subject,
            serde_json::json!({ "device": device.name }),
        ));
        let args = [("device", device.name.clone())];
        notify::tell(tx, app, &cx, stored, coming.message(), &args).await?;
    }
    Ok((
        Opened {
            session: token,
            device: Some(secret),
            status_only: false,
        },
        entries,
    ))
}

async fn bind(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    device: &DeviceCookie,
) -> Result<(DeviceId, Token, bool)> {
    let known = session::devices(tx, subject).await?;
    if let Some(token) = &device.token
        && let Some(old) = known
            .iter()
            .find(|d| token.subject == subject && d.digest == token.digest())
    {
        session::device_seen(tx, subject, old.id, cx.now).await?;
        return Ok((old.id, token.clone(), false));
    }
    if app.config.one_device {
        for old in &known {
            session::remove_device(tx, subject, old.id, cx.now).await?;
        }
    }
    let token = Token::fresh(app, subject);
    let id = app.id(DeviceId::from_bytes);
    let new = Device {
        id,
        digest: token.digest(),
        name: device.name.clone(),
        bound: cx.now,
        seen: cx.now,
        means: Vec::new(),
    };
    session::bind_device(tx, subject, &new).await?;
    Ok((id, token, true))
}

/// D59-19.ui: a session that reaches the status page of a locked account only.
pub(crate) async fn open_status(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    means: &[Means],
) -> Result<(Opened, Vec<Entry>)> {
    let token = Token::fresh(app, subject);
    let coming = Coming::new(app, means);
    insert(tx, app, cx, &coming, (&token, None, Scope::Status)).await?;
    let cx = coming.acting(cx, subject)?;
    let entries = vec![entry(app, &cx, Event::SignedInLocked, subject)];
    Ok((
        Opened {
            session: token,
            device: None,
            status_only: true,
        },
        entries,
    ))
}

/// Opens a session in a browser that the holder's phone let in. APP-8, APP-9: the phone stays the one device
/// of the account, so its session does not end and the browser becomes no device; its word, with the
/// passcode, stands for the code that a new device asks of the old one. The browser's session counts as one
/// of the phone's: whatever ends the phone's ends it, it ends with it at the latest, it proves no more than
/// the phone's sign-in did and at most level 2, and it lets nobody else in. D59-24.3: where the phone's session was
/// raised by chip and face within the last minutes, that is handed on for as long as it counts there. One such
/// browser at a time.
pub(crate) async fn open_approved(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    (by, browser): (&session::Approver, &str),
) -> Result<(Opened, Vec<Entry>)> {
    let subject = stored.account.subject;
    let before = (Reach::LetIn(by.id), "signed-in-elsewhere");
    ending::end(tx, app, cx, subject, before).await?;
    let token = Token::fresh(app, subject);
    let signed_in_by = by.level.min(AuthLevel::TWO);
    let shown = (signed_in_by, by.means.clone());
    let (level, _) = reached(shown, by.raised.as_ref(), cx.now);
    let id = app.id(SessionId::from_bytes);
    let row = New {
        subject,
        digest: token.digest(),
        id,
        device: Some(by.device),
        level: signed_in_by,
        scope: Scope::Open,
        approved_by: Some(by.id),
        raised: by.raised.clone(),
        means: by.means.clone(),
        at: cx.now,
        expires: by.expires,
    };
    session::insert(tx, &row).await?;
    let cx = signed_in(cx, subject, id, level);
    let detail = serde_json::json!({ "device": browser, "by": "phone" });
    let entries = vec![crate::entry_with(
        app,
        &cx,
        Event::SignedIn,
        subject,
        detail,
    )];
    let values = [("device", browser.to_owned())];
    notify::tell(tx, app, &cx, stored, "browser-let-in", &values).await?;
    Ok((
        Opened {
            session: token,
            device: None,
            status_only: false,
        },
        entries,
    ))
}
