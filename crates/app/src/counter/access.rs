//! Who may open which registration, and what the registers say about it.

use domain::account::Level;
use domain::actor::{Actor, Purpose};
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::person::{Difference, NumberWarning, differences};
use domain::regime::PersonKind;
use domain::registers::{CardRecord, PersonRecord};
use domain::registration::State;
use store::registration::{self, Stored};
use store::{Entry, Source};

use crate::ports::Silent;
use crate::registration::check::{self, Told};
use crate::{App, Cx, Error, Result, entry_with};

/// What the registers answer about a number.
#[derive(Debug, Clone)]
pub enum Register {
    /// The population register's record, and the card's.
    Known(Box<PersonRecord>, Option<CardRecord>),
    /// The population register does not know the number.
    Unknown,
    /// I6: a register does not answer, or is not asked now.
    Silent(Silent),
}

/// A statement beside the registers.
#[derive(Debug, Clone)]
pub struct Compared {
    /// What the registers say.
    pub register: Register,
    /// Fields that differ.
    pub differences: Vec<Difference>,
    /// FMT-ID-5: what does not fit between number and record.
    pub warnings: Vec<NumberWarning>,
}

/// A registration as an officer saw it when he decided.
#[derive(Debug, Clone, Copy)]
pub struct Seen<'a> {
    /// `DK-XXXXX-XXXXX`.
    pub reference: &'a str,
    /// Its revision on the page he looked at.
    pub revision: i64,
}

impl Seen<'_> {
    /// Nobody decides on what he has not seen: it changed since the page was drawn.
    pub(crate) fn unchanged(&self, stored: &Stored) -> Result<()> {
        if stored.revision == self.revision {
            Ok(())
        } else {
            Err(Error::Stale)
        }
    }
}

/// The unit of the signed-in member of staff.
pub(crate) fn unit(cx: &Cx) -> Result<String> {
    match &cx.actor {
        Actor::Staff { unit, .. } => Ok(unit.clone()),
        Actor::Public
        | Actor::Holder { .. }
        | Actor::System
        | Actor::Register(_)
        | Actor::Party(_)
        | Actor::Operator => Err(Error::SignIn),
    }
}

/// Whether a registration still waits for something.
pub(crate) const fn is_open(stored: &Stored) -> bool {
    matches!(
        stored.state,
        State::Draft | State::Received { .. } | State::Incomplete { .. }
    )
}

/// A level-2 registration that this officer may handle: opened at his unit (D59-20.4).
pub(crate) async fn proofing(source: &mut impl Source, cx: &Cx, reference: &str) -> Result<Stored> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let unit = unit(cx)?;
    let found = registration::named(source, reference).await?;
    found
        .filter(|s| s.level == Level::Two && s.unit == unit)
        .ok_or(Error::NotFound)
}

/// The same, for a write: it must not be decided.
pub(crate) async fn open_proofing(
    source: &mut impl Source,
    cx: &Cx,
    reference: &str,
) -> Result<Stored> {
    let stored = proofing(source, cx, reference).await?;
    if is_open(&stored) {
        Ok(stored)
    } else {
        Err(Error::Refused("registration-decided"))
    }
}

/// A level-1 registration that was handed in.
pub(crate) async fn queued(source: &mut impl Source, cx: &Cx, reference: &str) -> Result<Stored> {
    require(&cx.actor, Operation::DecideRegistration)?;
    let found = registration::named(source, reference).await?;
    found
        .filter(|s| s.level == Level::One && s.state != State::Draft)
        .ok_or(Error::NotFound)
}

/// D59-4.4: a reading on record.
pub(crate) fn read_entry(
    app: &App,
    cx: &Cx,
    stored: &Stored,
    what: &str,
    purpose: Purpose,
) -> Entry {
    let cx = cx.with_purpose(purpose);
    let detail = serde_json::json!({ "registration": stored.id, "what": what });
    entry_with(app, &cx, Event::RecordRead, stored.subject, detail)
}

/// The purpose a registration is read for.
pub(crate) const fn purpose(stored: &Stored) -> Purpose {
    match stored.level {
        Level::One => Purpose::Registration,
        Level::Two => Purpose::Proofing,
    }
}

impl Compared {
    /// The registers gave nothing to compare with.
    pub(crate) const fn nothing(register: Register) -> Self {
        Self {
            register,
            differences: Vec::new(),
            warnings: Vec::new(),
        }
    }
}

/// D59-3.3: sets what was stated beside the registers.
pub(crate) async fn compare(app: &App, stored: &Stored) -> Result<Compared> {
    let Some(number) = stored.dossier.number.clone() else {
        return Ok(Compared::nothing(Register::Unknown));
    };
    let Told { person, card } = match check::ask(app, &number).await {
        Ok(told) => told,
        Err(silent) => return Ok(Compared::nothing(Register::Silent(silent))),
    };
    let Some(person) = person else {
        return Ok(Compared::nothing(Register::Unknown));
    };
    let mut differing = check::stated(&stored.dossier)
        .map(|s| differences(&s, &person.identity))
        .unwrap_or_default();
    if let (Some(card), Some(stated)) = (&card, stored.dossier.card_issued)
        && card.issued_on != stated
    {
        differing.push(Difference::CardIssued);
    }
    let warnings = match number.kind() {
        PersonKind::Citizen => number.warnings(person.identity.sex, &person.identity.birth),
        PersonKind::Foreigner => Vec::new(),
    };
    Ok(Compared {
        register: Register::Known(Box::new(person), card),
        differences: differing,
        warnings,
    })
}
