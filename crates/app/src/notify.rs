//! Telling people: notices in the app, SMS and e-mail. Queued with the change (I4), delivered by a
//! job at least once with the message's identifier as idempotency key.

use domain::contact::{Email, Phone};
use domain::ids::{JobId, MessageId, NoticeId, SubjectId};
use store::account::{Holder, Profile, Stored};
use store::job::{self, Job};
use store::message::{self, Body, Message, Notice};
use store::{Audit, Tx};

use crate::jobs::{self, Finished};
use crate::ports::{GatewayError, MessageChannel, Outgoing};
use crate::{App, Cx, Error, Lang, Result};

/// Where a message goes.
#[derive(Clone, PartialEq, Eq)]
pub enum Contact {
    /// By SMS.
    Phone(Phone),
    /// By e-mail.
    Email(Email),
}

domain::redacted_debug!(Contact);

impl Contact {
    /// For screens: most of it hidden.
    pub fn masked(&self) -> String {
        match self {
            Self::Phone(phone) => phone.masked(),
            Self::Email(email) => email.masked(),
        }
    }

    /// Where codes go: the phone first, the e-mail address where there is none.
    pub fn of(profile: &Profile) -> Option<Self> {
        profile
            .phone
            .clone()
            .map(Self::Phone)
            .or_else(|| profile.email.clone().map(Self::Email))
    }

    /// Every confirmed contact.
    pub fn all(profile: &Profile) -> Vec<Self> {
        let phone = profile.phone.clone().map(Self::Phone);
        phone
            .into_iter()
            .chain(profile.email.clone().map(Self::Email))
            .collect()
    }

    fn of_holder(holder: &dyn Holder) -> Vec<Self> {
        let phone = holder.phone().cloned().map(Self::Phone);
        phone
            .into_iter()
            .chain(holder.email().cloned().map(Self::Email))
            .collect()
    }

    /// Reads an address back.
    pub fn parse(address: &str) -> Option<Self> {
        if address.contains('@') {
            Email::parse(address).ok().map(Self::Email)
        } else {
            Phone::parse(address).ok().map(Self::Phone)
        }
    }

    const fn channel(&self) -> MessageChannel {
        match self {
            Self::Phone(_) => MessageChannel::Sms,
            Self::Email(_) => MessageChannel::Email,
        }
    }

    /// Phone (`+84…`) or e-mail address.
    pub fn address(&self) -> &str {
        match self {
            Self::Phone(phone) => phone.as_str(),
            Self::Email(email) => email.as_str(),
        }
    }
}

/// Whom a message is for, where it goes, and in which language.
#[derive(Debug, Clone, Copy)]
pub struct Recipient<'a> {
    /// Whose.
    pub subject: SubjectId,
    /// Where to.
    pub contact: &'a Contact,
    /// In which language.
    pub lang: Lang,
}

impl<'a> Recipient<'a> {
    /// A holder, in the language he chose.
    pub fn of(holder: &Stored, contact: &'a Contact, cx: &Cx) -> Self {
        let lang = Lang::parse(&holder.language).unwrap_or(cx.lang);
        Self {
            subject: holder.account.subject,
            contact,
            lang,
        }
    }
}

/// Queues one message (`message-<kind>` in the locales).
pub async fn send(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    to: &Recipient<'_>,
    kind: &str,
    args: &[(&str, String)],
) -> Result<()> {
    let Recipient {
        subject,
        contact,
        lang,
    } = *to;
    let mut args: Vec<(&str, String)> = args
        .iter()
        .map(|(name, value)| (*name, without_links(value)))
        .collect();
    args.push(("app", app.config.app_name.clone()));
    args.push(("site", app.config.public_url.clone()));
    args.push(("callCentre", app.config.call_centre.clone()));
    let (subject_line, text) = app.texts.message(lang, kind, &args);
    let id = app.id(MessageId::from_bytes);
    let queued = Message {
        id,
        channel: contact.channel().as_str().to_owned(),
        kind: kind.to_owned(),
        body: Body {
            to: contact.address().to_owned(),
            subject: subject_line,
            text,
        },
        state: "queued".to_owned(),
        created: cx.now,
    };
    message::insert(tx, subject, &queued).await?;
    let job = Job::new(
        (JobId::from_bytes(*id.as_bytes()), subject),
        "deliver",
        cx.now,
        serde_json::json!({ "message": id }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// UX-11: values can come from outside, such as the name a device gives itself. None of them may read as
/// a link: the official site is the only address in a message (D59-3.12, APP-14).
fn without_links(value: &str) -> String {
    let mut plain = String::with_capacity(value.len());
    let mut rest = value.replace("://", " ").replace('@', " @ ");
    while let Some(at) = rest.find('.') {
        let after = rest.split_off(at + 1);
        plain.push_str(&rest);
        if after.starts_with(char::is_alphabetic) {
            plain.push(' ');
        }
        rest = after;
    }
    plain + &rest
}

/// Tells a holder in the app (`notice-<kind>`) and by every confirmed contact (`message-<kind>`). Of an
/// organisation its representative is told, in words that name it (`notice-org-<kind>`,
/// `message-org-<kind>`).
pub async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    holder: &dyn Holder,
    kind: &str,
    args: &[(&str, String)],
) -> Result<()> {
    if let Some(name) = holder.organisation() {
        let mut named = args.to_vec();
        named.push(("organisation", name.to_owned()));
        return deliver_to(tx, app, cx, holder, &format!("org-{kind}"), &named).await;
    }
    deliver_to(tx, app, cx, holder, kind, args).await
}

async fn deliver_to(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    holder: &dyn Holder,
    kind: &str,
    args: &[(&str, String)],
) -> Result<()> {
    let subject = holder.account().subject;
    notice(tx, app, cx, subject, kind, args).await?;
    let lang = Lang::parse(holder.language()).unwrap_or_default();
    for contact in Contact::of_holder(holder) {
        send(
            tx,
            app,
            cx,
            &Recipient {
                subject,
                contact: &contact,
                lang,
            },
            kind,
            args,
        )
        .await?;
    }
    Ok(())
}

/// Tells a holder in the app only.
pub async fn notice(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
    kind: &str,
    args: &[(&str, String)],
) -> Result<()> {
    let notice = Notice {
        id: app.id(NoticeId::from_bytes),
        kind: kind.to_owned(),
        args: args
            .iter()
            .map(|(k, v)| ((*k).to_owned(), v.clone()))
            .collect(),
        at: cx.now,
        read: false,
    };
    Ok(message::insert_notice(tx, subject, &notice).await?)
}

/// Job `deliver`: hands a queued message to its gateway and keeps the proof (D59-14.1.c).
pub async fn deliver(app: &App, cx: &Cx, job: &Job) -> Result<Finished> {
    let id: MessageId = jobs::payload(job, "message")?;
    let mut source = app.db.read().await?;
    let queued = message::load(&mut source, job.subject, id)
        .await?
        .ok_or(Error::NotFound)?;
    drop(source);
    let outcome = if queued.state == "queued" {
        let outgoing = Outgoing {
            key: id.to_string(),
            channel: if queued.channel == "sms" {
                MessageChannel::Sms
            } else {
                MessageChannel::Email
            },
            to: queued.body.to,
            subject: queued.body.subject,
            text: queued.body.text,
        };
        match app.gateway.send(&outgoing).await {
            Ok(proof) => Some(("sent", proof)),
            Err(GatewayError::Later(why)) => {
                tracing::warn!(message = %id, why, "message not taken yet");
                return Ok(Finished::Later);
            }
            Err(GatewayError::Never(why)) => Some(("failed", why)),
        }
    } else {
        None
    };
    let mut tx = app.db.begin().await?;
    if let Some((state, proof)) = outcome {
        message::finish(&mut tx, job.subject, id, state, cx.now, &proof).await?;
    }
    job::done(&mut tx, job).await?;
    tx.commit(Audit::Bookkeeping("message delivered")).await?;
    Ok(Finished::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: UX-11, APP-14
    #[test]
    fn no_value_reads_as_a_link() {
        for (value, plain) in [
            ("Chrome 130.0, Android", "Chrome 130.0, Android"),
            ("13/03/2024", "13/03/2024"),
            ("https://evil.example/a", "https evil. example/a"),
            ("bit.ly/x", "bit. ly/x"),
            ("www.a.vn.", "www. a. vn."),
            ("a@b.vn", "a @ b. vn"),
            ("...", "..."),
        ] {
            assert_eq!(without_links(value), plain);
        }
    }
}
