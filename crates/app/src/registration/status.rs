//! How a registration stands: by the applicant's cookie (see `draft`), or by reference and number.

use domain::account::Level;
use domain::fault::{Fault, Faults};
use domain::person::{PersonNumber, TravelNumber};
use domain::registration::State;
use domain::throttle::BackOff;
use jiff::Timestamp;
use store::registration::{self, Stored};
use store::throttle::Rule;

use super::text::read_reference;
use crate::throttle::{self, Counted};
use crate::{App, Cx, Result};

/// How a registration stands; no personal data.
#[derive(Debug, Clone)]
pub struct Status {
    /// `DK-XXXXX-XXXXX`.
    pub reference: String,
    /// Level asked for.
    pub level: Level,
    /// Where it stands.
    pub state: State,
    /// When the complete dossier was received.
    pub received: Option<Timestamp>,
    /// Until when it is to be decided.
    pub due: Option<Timestamp>,
    /// Whom it waits for while it is not decided.
    pub waits_for: WaitsFor,
    /// D59-14.2.b: applied for together with the card.
    pub joint: bool,
}

/// UX-9: why a registration is not decided yet; tells nothing about what the registers hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WaitsFor {
    /// A register that has not answered.
    Register,
    /// An officer.
    Officer,
    /// D59-14.2.b: the card applied for with it; an officer has decided.
    Card,
}

impl Status {
    /// Of a stored registration.
    pub fn of(stored: &Stored) -> Self {
        Self {
            reference: stored.reference.clone(),
            level: stored.level,
            state: stored.state.clone(),
            received: stored.received,
            due: stored.due,
            waits_for: if stored.level == Level::One && stored.dossier.queued.is_none() {
                WaitsFor::Register
            } else if stored.awaits_card().is_some() {
                WaitsFor::Card
            } else {
                WaitsFor::Officer
            },
            joint: stored.joint(),
        }
    }

    /// UX-9: past its due date and not decided.
    pub fn late(&self, now: Timestamp) -> bool {
        matches!(&self.state, State::Received { due, .. } if now > *due)
    }
}

/// The number of a person, or of a foreigner's passport.
fn known(text: &str) -> std::result::Result<String, Fault> {
    let passport = || TravelNumber::parse(text).map(|n| n.as_str().to_owned());
    match PersonNumber::parse(text) {
        Ok(number) => Ok(number.as_str().to_owned()),
        Err(error) => passport().map_err(|_| Fault::new("number", error.code())),
    }
}

/// Looks a registration up; unknown references, unknown numbers and pairs that do not belong
/// together get the same answer.
pub(crate) async fn find(app: &App, cx: &Cx, reference: &str, number: &str) -> Result<Stored> {
    let mut faults = Faults::default();
    let reference = faults
        .take(read_reference(reference).ok_or_else(|| Fault::new("reference", "reference-format")));
    let number = faults.take(known(number));
    let (Some(reference), Some(number)) = (reference, number) else {
        return Err(faults.into());
    };
    let address = throttle::address(cx);
    let generous = BackOff {
        after: 20,
        ..BackOff::default()
    };
    let limits = [
        Counted {
            kind: "status-number",
            value: &number,
            rule: Rule::Failures(BackOff::default()),
        },
        Counted {
            kind: "status-address",
            value: &address,
            rule: Rule::Failures(generous),
        },
    ];
    throttle::check(app, cx, &limits).await?;
    let mut source = app.db.read().await?;
    let found = registration::by_reference(&mut source, &reference, &number).await?;
    drop(source);
    if let Some(stored) = found {
        return Ok(stored);
    }
    throttle::count(app, cx, &limits).await?;
    Err(Fault::new("reference", "status-unknown").into())
}

/// D59-4.2: the status of a request is always visible to who made it.
pub async fn status_by_reference(
    app: &App,
    cx: &Cx,
    reference: &str,
    number: &str,
) -> Result<Status> {
    Ok(Status::of(&find(app, cx, reference, number).await?))
}
