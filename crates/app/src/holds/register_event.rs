//! A register tells a change (D59-10.1): it places a hold, or its correction ends exactly that one.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::{Channel, Ground};
use domain::person::PersonNumber;
use store::{account, register_event};

use super::{Ended, Locked, NewHold, end, place};
use crate::{App, Cx, Error, Result, entry_with};

/// What a register tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// D59-19.1.a.iv: the person died.
    Death,
    /// The record of the death was wrong.
    DeathCorrected,
    /// D59-19.1.a.iii: the citizen-id card was withdrawn.
    CardWithdrawn,
    /// The withdrawal was taken back, or a new card issued.
    CardRestored,
}

impl Change {
    /// All changes.
    pub const ALL: [Self; 4] = [
        Self::Death,
        Self::DeathCorrected,
        Self::CardWithdrawn,
        Self::CardRestored,
    ];

    /// Stable word (`register-change-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Death => "death",
            Self::DeathCorrected => "death-corrected",
            Self::CardWithdrawn => "card-withdrawn",
            Self::CardRestored => "card-restored",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }

    /// The register that tells it.
    pub const fn register(self) -> &'static str {
        match self {
            Self::Death | Self::DeathCorrected => "population",
            Self::CardWithdrawn | Self::CardRestored => "cards",
        }
    }

    const fn ground(self) -> Ground {
        match self {
            Self::Death | Self::DeathCorrected => Ground::Death,
            Self::CardWithdrawn | Self::CardRestored => Ground::CardWithdrawn,
        }
    }

    const fn locks(self) -> bool {
        matches!(self, Self::Death | Self::CardWithdrawn)
    }
}

/// An event as it arrives.
#[derive(Debug)]
pub struct TellEvent<'a> {
    /// The register's own identifier of the event.
    pub event: &'a str,
    /// Whom it concerns.
    pub number: &'a str,
    /// What changed.
    pub change: Change,
}

/// What an event led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The account is locked.
    Locked(Locked),
    /// That ground ended.
    Ended(Ended),
    /// This event was carried out before.
    Repeated,
}

/// D59-19.1.a.iii, D59-19.1.a.iv, D59-10.1: carries an event out, once however often it is told.
pub async fn tell_event(app: &App, cx: &Cx, command: &TellEvent<'_>) -> Result<Told> {
    require(&cx.actor, Operation::TellRegisterEvent)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut faults = Faults::default();
    let event = faults.take(event_id(command.event));
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let (Some(event), Some(number)) = (event, number) else {
        return Err(faults.into());
    };
    let change = command.change;
    let register = change.register();
    let mut tx = app.db.begin().await?;
    let stored = account::by_number(&mut tx, &number, cx.now).await?;
    let mut stored = stored.ok_or(Error::Refused("person-unknown"))?;
    if !register_event::note(&mut tx, register, event, cx.now).await? {
        return Ok(Told::Repeated);
    }
    let source = format!("{register}/{event}");
    let (told, mut entries) = if change.locks() {
        let ground = change.ground();
        let new = NewHold {
            ground,
            reason: None,
            channel: Channel::Register,
            source,
            regime: None,
        };
        let (locked, entries) = place(&mut tx, app, cx, &mut stored, new).await?;
        (Told::Locked(locked), entries)
    } else {
        let gone = (change.ground(), Channel::Register, source.as_str());
        let (ended, entries) = end(&mut tx, app, cx, &mut stored, gone).await?;
        (Told::Ended(ended), entries)
    };
    let detail =
        serde_json::json!({ "register": register, "event": event, "change": change.as_str() });
    entries.push(entry_with(
        app,
        cx,
        Event::RegisterEventTold,
        stored.account.subject,
        detail,
    ));
    tx.commit(entries).await?;
    Ok(told)
}

/// One to sixty-four visible ASCII characters.
pub(super) fn event_id(text: &str) -> std::result::Result<&str, Fault> {
    let text = text.trim();
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fits {
        Ok(text)
    } else {
        Err(Fault::new("event", "event-id"))
    }
}
