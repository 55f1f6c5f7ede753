//! The receipt of a lock (UX-12): what was done, since when, by which rule, who was told.

use std::collections::BTreeMap;

use domain::ids::{ClientId, HoldId, SubjectId};
use domain::regime::Basis;
use jiff::Timestamp;
use store::hold::{self, Kept};
use store::message::{self, Trace};
use store::relying_party::client;
use store::relying_party::signal::{self, Signal, State};
use store::{Source, document, session};

use super::basis;
use crate::audit_log::sign_receipt;
use crate::{App, Cx, Error, Result, assistance};

/// What the holder may show or keep (D59-19.1.a.v).
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Ground, time, channel, sessions ended, and what became of it.
    pub kept: Kept,
    /// How the holder refers to it: `KH-XXXXX-XXXXX`.
    pub reference: String,
    /// The rule it rests on.
    pub basis: Basis,
    /// Kinds of the documents that cannot be shown while it lasts.
    pub documents: Vec<&'static str>,
    /// Devices that are signed out by it.
    pub devices: usize,
    /// D59-19.1.c2: the messages that went out, with their proof.
    pub messages: Vec<Trace>,
    /// Services that the holder had signed in to and that want to be told.
    pub services: Vec<Service>,
}

/// What became of telling a service (Back-Channel Logout 1.0, SSF 1.0).
#[derive(Debug, Clone)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// The telling.
    pub signal: Signal,
}

/// The receipt of one of the holder's own holds; anybody else's does not exist for him.
pub async fn receipt(app: &App, cx: &Cx, id: HoldId) -> Result<Receipt> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    let holds = hold::all(&mut source, subject).await?;
    let kept = holds
        .into_iter()
        .find(|k| k.hold.id == id)
        .ok_or(Error::NotFound)?;
    let since = kept.hold.since;
    let mut messages = Vec::new();
    // A short lock that was confirmed was told of as a short one.
    for kind in ["account-locked", "account-locked-short"] {
        messages.extend(message::traces(&mut source, subject, kind, since).await?);
    }
    let held = document::by_subject(&mut source, subject).await?;
    let documents = held
        .iter()
        .map(|one| one.document.facts.kind().slug())
        .collect();
    let devices = session::devices(&mut source, subject).await?.len();
    let services = services(&mut source, subject, id).await?;
    let reference = assistance::reference("KH", id.as_bytes());
    Ok(Receipt {
        reference,
        basis: basis(&kept.hold),
        kept,
        documents,
        devices,
        messages,
        services,
    })
}

async fn services(
    source: &mut impl Source,
    subject: SubjectId,
    hold: HoldId,
) -> Result<Vec<Service>> {
    let mut services = Vec::new();
    for signal in signal::of_hold(source, subject, hold).await? {
        let found = client::find(source, signal.client).await?;
        let name = found.map_or_else(|| signal.client.to_string(), |client| client.name);
        services.push(Service { name, signal });
    }
    Ok(services)
}

impl Receipt {
    /// Each service once, with what became of all that it was told: the time of its last answer where it took
    /// everything, else the worst.
    pub fn answers(&self) -> Vec<(&str, State)> {
        let mut answers: BTreeMap<ClientId, (&str, State)> = BTreeMap::new();
        for service in &self.services {
            let told = (service.name.as_str(), service.signal.state);
            let kept = answers.entry(service.signal.client).or_insert(told);
            if weight(told.1) > weight(kept.1) {
                kept.1 = told.1;
            }
        }
        answers.into_values().collect()
    }

    /// Everything in it, each with its time, for machines; no name and no number.
    pub fn facts(&self) -> serde_json::Value {
        let hold = &self.kept.hold;
        let messages: Vec<_> = self.messages.iter().map(told).collect();
        let services: Vec<_> = self.services.iter().map(reached).collect();
        serde_json::json!({
            "reference": self.reference,
            "hold": hold.id,
            "ground": hold.ground,
            "basis": self.basis.rule,
            "regime": hold.regime,
            "channel": hold.channel,
            "reason": hold.reason,
            "since": hold.since.to_string(),
            "until": hold.until.map(|at| at.to_string()),
            "ended_at": self.kept.ended.map(|(at, _)| at.to_string()),
            "ended_channel": self.kept.ended.map(|(_, channel)| channel),
            "sessions_ended": self.kept.took.sessions,
            "grants_ended": self.kept.took.grants,
            "services": services,
            "devices": self.devices,
            "documents": self.documents,
            "messages": messages,
        })
    }

    /// The facts as a signed note (C2SP signed-note): whoever is shown it checks it with the platform's
    /// public key, without asking anybody.
    pub fn signed(&self, app: &App) -> Result<String> {
        sign_receipt(app.db.keys(), &self.facts())
    }
}

const fn weight(state: State) -> (u8, Option<Timestamp>) {
    let worse = match state {
        State::Acknowledged(_) => 0,
        State::Waiting => 1,
        State::GivenUp => 2,
        State::Refused(_) => 3,
    };
    (worse, state.answered())
}

fn told(trace: &Trace) -> serde_json::Value {
    serde_json::json!({
        "channel": trace.channel,
        "state": trace.state,
        "at": trace.at.map(|at| at.to_string()),
        "proof": trace.proof,
    })
}

fn reached(service: &Service) -> serde_json::Value {
    let signal = &service.signal;
    let acknowledged = match signal.state {
        State::Acknowledged(at) => Some(at.to_string()),
        State::Waiting | State::Refused(_) | State::GivenUp => None,
    };
    serde_json::json!({
        "client": signal.client,
        "name": service.name,
        "by": signal.event.as_ref().map_or("logout-token", |event| event.kind.as_str()),
        "state": signal.state.as_str(),
        "queued_at": signal.queued.to_string(),
        "told_at": signal.state.answered().and(signal.sent).map(|at| at.to_string()),
        "acknowledged_at": acknowledged,
    })
}
